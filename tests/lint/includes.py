"""The include table: which folder may include which. An arrow that is not here fails."""

import pathlib
import re

import files

# Folder: the folders that it is built on. What those are built on is allowed as well.
TABLE = {
    "core/base": [],
    "core/tensor": ["core/base"],
    "core/proto": [],
    "core/graph": ["core/tensor", "core/proto"],
    "core/ops": ["core/graph"],
    "core/kernel": ["core/tensor"],
    "core/autodiff": ["core/graph"],
    "core/passes": ["core/graph", "core/kernel"],
    "core/runtime": ["core/passes", "core/kernel"],
    "core/kernels/functor": ["core/tensor"],
    "core/kernels/cpu": ["core/kernel", "core/kernels/functor"],
    "core/kernels/cuda": ["core/kernel", "core/kernels/functor"],
    "core/io": ["core/runtime", "core/autodiff"],
    "core/saved_model": ["core/io", "core/runtime", "core/autodiff"],
    "core/builtin": ["core/ops", "core/kernels/cpu", "core/saved_model"],
    "c_api/include": [],
    "c_api/src": ["c_api/include", "core/builtin"],
    "c_api/gen": ["c_api/include"],
    "c_api/alias": [],
    "bindings/cpp": ["c_api/include"],
    "keras_like": ["bindings/cpp"],
    "bindings/python": ["c_api/include"],
    "bindings/go": ["c_api/include"],
    "bindings/java": ["c_api/include"],
    "examples": ["bindings/cpp"],
}

# Libraries that only some folders know.
EXTERNAL = {
    "Eigen/": ("core/kernels/",),
    "unsupported/Eigen/": ("core/kernels/",),
    "pybind11/": ("bindings/python/",),
    "google/protobuf/": ("core/graph/", "core/proto/", "core/io/", "core/saved_model/",
                         "core/passes/", "core/runtime/", "core/builtin/", "core/ops/",
                         "core/autodiff/", "c_api/src/"),
    "gtest/": ("tests/",),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def allowed(folder, table=TABLE):
    """The folder and all that it is built on."""
    found, waiting = set(), [folder]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += table[name]
    return found


def folder_of(path, table=TABLE):
    """The row of the table that a path belongs to, or None."""
    rows = [row for row in table if path.startswith(row + "/")]
    return max(rows, key=len, default=None)


def resolve(path, include, root):
    """The path in the checkout that an #include "…" names. Examples, which are programs of a user,
    and packages of Go, which are built alone, may name a file beside them."""
    if path.startswith(("examples/", "bindings/go/")) and (root / path).parent.joinpath(include).exists():
        return str(pathlib.PurePosixPath(path).parent / include)
    for start in ("c_api/include/", "bindings/cpp/include/"):
        if include.startswith("hornbeam/") and (root / start / include).exists():
            return start + include
    return include


def is_test(path):
    return path.startswith("tests/") or re.search(r"(_test\.(cc|c)|(^|/)test_\w+\.h)$", path)


def violations(path, text, root=files.ROOT):
    """What is wrong with the includes of one file."""
    own = folder_of(path)
    for quote, include in INCLUDE.findall(text):
        for prefix, places in EXTERNAL.items():
            if include.startswith(prefix) and not path.startswith(places) and not is_test(path):
                yield f"{path}: includes <{include}>, which only {', '.join(places)} may"
        if quote == "<" or is_test(path) and not path.startswith("keras_like/"):
            continue
        target = folder_of(resolve(path, include, root))
        if target is None:
            if not include.startswith("tests/") or not is_test(path):
                yield (f'{path}: includes "{include}", which is in no folder of the table; write '
                       "paths from the root of the repository")
        elif own is None:
            yield f"{path}: is in no folder of the include table (tests/lint/includes.py)"
            return
        elif target not in allowed(own):
            yield f'{path}: includes "{include}", but {own} may not include {target}'


def check(root=files.ROOT):
    problems = []
    for name in files.handwritten(root):
        if files.is_cpp(name) and not name.startswith("c_api/include/"):
            text = (root / name).read_text(errors="replace")
            problems += violations(name, text, root)
    return problems
