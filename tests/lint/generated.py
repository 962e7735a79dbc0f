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

# What the built library prints: the function and the committed file.
LIBRARY = "build/release/lib/libhornbeam.so.1"
SCHEMA = "bindings/schema/ops.json"


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


def printed_schema(root):
    """The ops as the library prints them."""
    class Buffer(ctypes.Structure):
        _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    library = ctypes.CDLL(str(root / LIBRARY))
    for name, result, arguments in (
            ("HB_NewStatus", ctypes.c_void_p, []),
            ("HB_GetOpsSchema", ctypes.POINTER(Buffer), [ctypes.c_void_p])):
        getattr(library, name).restype = result
        getattr(library, name).argtypes = arguments
    buffer = library.HB_GetOpsSchema(library.HB_NewStatus())
    return ctypes.string_at(buffer.contents.data, buffer.contents.length)


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
    if (root / LIBRARY).exists() and printed_schema(root) != (root / SCHEMA).read_bytes():
        problems.append(f"{SCHEMA} is not what the built library prints; run ./dev generate")

    def compare(new, committed):
        if not same(new, committed):
            return f"{committed.relative_to(root)} is not current; run ./dev generate"
        return None

    return problems + list(update(root, compare))


def write(root=files.ROOT):
    if (root / LIBRARY).exists():
        (root / SCHEMA).write_bytes(printed_schema(root))
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
