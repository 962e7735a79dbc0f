"""Generated files that are committed are what their generators write now."""

import subprocess
import sys

import files

# A generator: its script and the arguments that write. With --check instead, it compares and exits
# with 1 if a file isn't current. A script that is not there yet is left out.
GENERATORS = [
    ["c_api/gen.py"],
    ["core/builtin/make_opdefs.py"],
    ["core/io/make_text_tables.py"],
    ["bindings/bindgen/gen.py"],
]


def run(arguments, root):
    return subprocess.run([sys.executable, *arguments], cwd=root, capture_output=True, text=True)


def check(root=files.ROOT):
    problems = []
    for generator in GENERATORS:
        if not (root / generator[0]).exists():
            continue
        done = run([*generator, "--check"], root)
        if done.returncode != 0:
            lines = (done.stdout + done.stderr).strip().splitlines()[-20:]
            problems.append("\n  ".join(
                [f"{generator[0]}: generated files are not current; run ./dev generate", *lines]))
    return problems


def write(root=files.ROOT):
    for generator in GENERATORS:
        if (root / generator[0]).exists():
            done = run(generator, root)
            sys.stdout.write(done.stdout + done.stderr)
            if done.returncode != 0:
                return done.returncode
    return 0


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: generated.py --write")
    sys.exit(write())
