#!/usr/bin/env python3
"""Writes what is generated from the schemas of ops and layers, for every language.

usage: gen.py [--check]

With --check nothing is written, and the exit status is 1 when a file is not current.
"""

import filecmp
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "bindings/schema"
CPP = "bindings/cpp/include/hornbeam/cpp"

# Script, schema, and what it writes to: a folder or a file.
STEPS = [("cpp_ops.py", "ops.json", f"{CPP}/gen"),
         ("cpp_keras.py", "layers.json", f"{CPP}/gen/keras_classes.h"),
         ("python_ops.py", "ops.json", "bindings/python/hornbeam/gen/raw_ops.py"),
         ("python_keras.py", "layers.json", "bindings/python/hornbeam/keras/gen")]


def generate(root):
    for script, schema, target in STEPS:
        path = root / target
        (path if not path.suffix else path.parent).mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, ROOT / "bindings/bindgen" / script, SCHEMA / schema, path],
                       check=True)


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    if not sys.argv[1:]:
        generate(ROOT)
        return
    with tempfile.TemporaryDirectory() as folder:
        generate(pathlib.Path(folder))
        stale = []
        for path in sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file()):
            name = path.relative_to(folder)
            if not (ROOT / name).exists() or not filecmp.cmp(path, ROOT / name, shallow=False):
                stale.append(str(name))
    if stale:
        sys.exit("not current: " + ", ".join(stale))


if __name__ == "__main__":
    main()
