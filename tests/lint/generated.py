"""Generated files that are committed are what their generators write now."""

import ctypes
import filecmp
import pathlib
import shutil
import subprocess
import sys
import tempfile

import files

# Scripts that write in place and, with --check, compare and exit with 1 on a difference.
CHECKING = ["c_api/gen.py", "core/builtin/make_opdefs.py", "bindings/bindgen/gen.py"]

# Scripts that write where their arguments say ({out} is a fresh folder), and the paths below it
# with the committed ones that they must equal.
WRITING = []

# What the built libraries print, and where it is committed.
LIBRARIES = "build/release/lib"
OPS = ("libhornbeam.so.1", "bindings/schema/ops.json")
LAYERS = ("libhornbeam_keras.so.1", "bindings/schema/layers.json")


def run(arguments, root):
    done = subprocess.run([sys.executable, *arguments], cwd=root, capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr).strip()


def same(new, old):
    """Whether two files, or two folders of files, are equal."""
    if new.is_dir():
        names = {p.name for p in new.iterdir()}
        return (old.is_dir() and names == {p.name for p in old.iterdir()}
                and all(same(new / name, old / name) for name in names))
    return old.is_file() and filecmp.cmp(new, old, shallow=False)


def replace(new, old):
    if old.is_dir():
        shutil.rmtree(old)
    if new.is_dir():
        shutil.copytree(new, old)
    else:
        shutil.copyfile(new, old)


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    def bytes(self):
        return ctypes.string_at(self.data, self.length)


def function(library, name, result, *arguments):
    found = getattr(library, name)
    found.restype, found.argtypes = result, arguments
    return found


def printed_schemas(root):
    """The schemas as the built libraries print them, by the committed file."""
    folder = root / LIBRARIES
    if not (folder / OPS[0]).exists():
        return {}
    core = ctypes.CDLL(str(folder / OPS[0]))
    status = function(core, "HB_NewStatus", ctypes.c_void_p)()
    pointer = ctypes.POINTER(Buffer)
    ops = function(core, "HB_GetOpsSchema", pointer, ctypes.c_void_p)(status)
    printed = {OPS[1]: ops.contents.bytes()}
    if (folder / LAYERS[0]).exists():
        keras = ctypes.CDLL(str(folder / LAYERS[0]))
        layers = function(core, "HB_NewBuffer", pointer)()
        function(keras, "HB_LayersSchema", None, pointer, ctypes.c_void_p)(layers, status)
        printed[LAYERS[1]] = layers.contents.bytes() + b"\n"
    return printed


def update(root, act):
    """Calls act(new path, committed path) for each output of WRITING; yields failures."""
    for command, outputs in WRITING:
        if not (root / command[0]).exists():
            continue
        with tempfile.TemporaryDirectory() as out:
            status, text = run([part.format(out=out) for part in command], root)
            if status != 0:
                yield f"{command[0]} failed:\n  {text[-1000:]}"
                continue
            for new, committed in outputs.items():
                problem = act(pathlib.Path(out) / new, root / committed)
                if problem:
                    yield problem


def check(root=files.ROOT):
    problems = []
    for script in CHECKING:
        status, text = run([script, "--check"], root)
        if status != 0:
            problems.append(f"{script}: {text[-1000:]}")
    for path, text in printed_schemas(root).items():
        if text != (root / path).read_bytes():
            problems.append(f"{path} is not what the built library prints; run ./dev generate")

    def compare(new, committed):
        if not same(new, committed):
            return f"{committed.relative_to(root)} is not current; run ./dev generate"
        return None

    return problems + list(update(root, compare))


def write(root=files.ROOT):
    for path, text in printed_schemas(root).items():
        (root / path).write_bytes(text)
    for script in CHECKING:
        status, text = run([script], root)
        if status != 0:
            sys.exit(f"{script}: {text}")
    failures = list(update(root, replace))
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: generated.py --write")
    write()
