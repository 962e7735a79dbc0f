#!/usr/bin/env python3
"""Generates what follows from the specification of the C interface.

Usage: gen.py [--check] [--root FOLDER]

Without arguments all generated files are written; with --check nothing is written and the exit
status is 1 when a file is missing, stale or no longer generated.
"""

import argparse
import dataclasses
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from generator import abi, alias, header, reference, spec  # noqa: E402

OWNED = ("c_api/include", "c_api/gen", "c_api/abi")


@dataclasses.dataclass
class Library:
    name: str  # of the shared library
    spec: str  # folder under c_api/spec
    folder: str  # of the headers under hornbeam/
    umbrella: str
    node: str  # of the version script
    title: str
    overview: str


LIBRARIES = (
    Library("hornbeam", ".", "c", "hornbeam/c_api.h", "HORNBEAM_1", "The C interface",
            header.OVERVIEW),
    Library("hornbeam_keras", "keras", "keras", "hornbeam/keras.h", "HORNBEAM_KERAS_1",
            "The C interface of the layers",
            "Layers, models and training, on top of hornbeam/c_api.h, whose rules hold here too."),
)


def text(lines):
    return "\n".join(line.rstrip() for line in lines) + "\n"


def recorded(path):
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def generate_library(root, library, topics, home, all_types):
    files = {}
    for topic in topics:
        path = f"hornbeam/{library.folder}/{topic.name}.h"
        files[f"c_api/include/{path}"] = text(
            header.topic_header(topic, home, "HORNBEAM_API ", alias.guard_of(path)))
    files[f"c_api/include/{library.umbrella}"] = text(
        header.umbrella(topics, alias.guard_of(library.umbrella), library.overview,
                        f"hornbeam/{library.folder}"))
    files[f"c_api/gen/{library.name}.map"] = text(abi.export_map(topics, library.node))

    symbols = abi.symbols(topics)
    path = f"c_api/abi/{library.name}.symbols"
    abi.check_symbols(recorded(root / path), symbols)
    files[path] = text(["# name, state, since, signature"] + symbols)

    layouts = abi.Layouts(all_types)
    layouts.types = {n: r for n, r in layouts.types.items() if r.topic in topics}
    measured = abi.Layouts(all_types)
    lines = [line for line in measured.lines() if line.split(" ")[1] in layouts.types]
    path = f"c_api/abi/{library.name}.layouts"
    abi.check_layouts(recorded(root / path), lines)
    files[path] = text(["# LP64: struct, state, size, field@offset; enum, name, value"] + lines)
    files[f"c_api/gen/{library.name}_layout_test.c"] = text(
        abi.layout_test(lines, library.umbrella))
    page = "c_api" if library.name == "hornbeam" else "c_api_keras"
    files[f"docs/reference/{page}.md"] = text(
        reference.page(library.title, library.overview, topics))
    return files


def generate(root):
    base = root / "c_api"
    loaded = [(lib, spec.load(base / "spec" / lib.spec, lib.folder)) for lib in LIBRARIES]
    loaded = [(lib, topics) for lib, topics in loaded if topics]
    everything = [t for _, topics in loaded for t in topics]
    spec.check_unique(everything)
    alias.check_names(everything)
    home = {}
    for lib, topics in loaded:
        for topic in topics:
            for row in topic.types:
                home[row.name] = f"hornbeam/{lib.folder}/{topic.name}.h"
    files = {"c_api/include/hornbeam/c/macros.h": header.MACROS}
    for lib, topics in loaded:
        files.update(generate_library(root, lib, topics, home, everything))
    core = loaded[0][1]
    files["c_api/gen/alias/libtensorflow.c"] = text(alias.library(core))
    inline = (base / "alias" / "tstring_inline.h.in").read_text(encoding="utf-8")
    for path, content in alias.headers(core, inline).items():
        files[f"c_api/gen/alias/include/{path}"] = content
    return files


def differences(root, files):
    stale = [p for p, content in files.items()
             if not (root / p).exists() or (root / p).read_text(encoding="utf-8") != content]
    for folder in OWNED:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in files:
                stale.append(name + " (no longer generated)")
    return stale


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--root", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent.parent)
    options = parser.parse_args()
    try:
        files = generate(options.root)
    except spec.SpecError as error:
        print(f"c_api/spec: {error}", file=sys.stderr)
        return 1
    stale = differences(options.root, files)
    if options.check:
        for name in stale:
            print(f"stale: {name}; run c_api/gen.py", file=sys.stderr)
        return 1 if stale else 0
    for name, content in files.items():
        path = options.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
    for name in stale:
        if name.endswith(" (no longer generated)"):
            (options.root / name.split(" ")[0]).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
