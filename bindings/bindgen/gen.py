#!/usr/bin/env python3
"""Writes what is generated from the schemas of ops and layers: code of every language, reference pages.

usage: gen.py [--check]

With --check nothing is written, and the exit status is 1 when a file is not current.
"""

import filecmp
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "bindings/schema"
SPEC = ROOT / "c_api/spec"
JAVA = "bindings/java/gen"
PAGES = "docs/reference"
CPP = "bindings/cpp/include/hornbeam/cpp"

# Script, what it reads (a schema, or the specification of the C interface), and what it writes to: a
# folder or a file.
STEPS = [("cpp_ops.py", "ops.json", f"{CPP}/gen"),
         ("cpp_keras.py", "layers.json", f"{CPP}/gen/keras_classes.h"),
         ("python_ops.py", "ops.json", "bindings/python/hornbeam/gen/raw_ops.py"),
         ("python_keras.py", "layers.json", "bindings/python/hornbeam/keras/gen"),
         ("swig_interface.py", SPEC, f"{JAVA}/hornbeam.i"),
         ("java_api.py", SPEC, f"{JAVA}/dev/hornbeam"),
         ("java_ops.py", "ops.json", JAVA),
         ("java_keras.py", "layers.json", JAVA),
         ("go_header.py", SPEC, "bindings/go/internal/capi/hornbeam.h"),
         ("go_ops.py", "ops.json", "bindings/go/op"),
         ("go_keras.py", "layers.json", "bindings/go/keras"),
         ("reference.py", "ops.json", f"{PAGES}/ops"),
         ("reference.py", "layers.json", f"{PAGES}/keras")]

# Folders that hold nothing else.
OWNED = [JAVA, f"{PAGES}/ops", f"{PAGES}/keras"]


def generate(root):
    for script, schema, target in STEPS:
        path = root / target
        (path if not path.suffix else path.parent).mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, ROOT / "bindings/bindgen" / script, SCHEMA / schema, path],
                       check=True)


def extra(root, made):
    """Files in folders that hold nothing but generated ones, which are generated no longer."""
    return sorted(p for folder in OWNED for p in (root / folder).rglob("*")
                  if p.is_file() and p.relative_to(root) not in made)


def names(root):
    return {p.relative_to(root) for p in root.rglob("*") if p.is_file()}


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder)
        generate(fresh)
        made = names(fresh)
        if not sys.argv[1:]:
            shutil.copytree(fresh, ROOT, dirs_exist_ok=True, copy_function=copy_changed)
            for path in extra(ROOT, made):
                path.unlink()
            return
        stale = [str(name) for name in sorted(made)
                 if not (ROOT / name).exists() or not filecmp.cmp(fresh / name, ROOT / name,
                                                                  shallow=False)]
        stale += [str(p.relative_to(ROOT)) for p in extra(ROOT, made)]
    if stale:
        sys.exit("not current: " + ", ".join(stale))


def copy_changed(source, target):
    """Leaves the time of a file that is as it should be."""
    if not pathlib.Path(target).exists() or not filecmp.cmp(source, target, shallow=False):
        shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
