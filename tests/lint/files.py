"""Which files of the checkout a check looks at."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# What a generator writes and nobody edits.
GENERATED = re.compile(
    r"(^|/)gen/|^c_api/(include|abi)/|^docs/reference/|^bindings/schema/.*\.json$"
    r"|^bindings/cpp/include/hornbeam/cpp/(ops|operators)\.h$|^bindings/python/hornbeam/raw_ops\.py$"
    r"|^bindings/go/.*_gen\.go$|^bindings/go/internal/capi/hornbeam\.h$")
# Recorded or foreign data.
DATA = re.compile(r"^tests/(data|cases/op)/|\.(png|pb|tfrecord|bin|npz)$")


def tracked(root=ROOT):
    """Paths relative to the root, of tracked and of new files, that exist."""
    out = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, check=True, capture_output=True).stdout.decode()
    return sorted(name for name in set(out.split("\0")) if name and (root / name).is_file())


def is_generated(name):
    return bool(GENERATED.search(name))


def is_data(name):
    return bool(DATA.search(name))


def is_cpp(name):
    return name.endswith((".h", ".cc", ".c"))


def handwritten(root=ROOT):
    return [name for name in tracked(root) if not is_generated(name) and not is_data(name)]
