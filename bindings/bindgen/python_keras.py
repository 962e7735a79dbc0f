#!/usr/bin/env python3
"""Writes the Python classes of layers, losses, metrics, optimizers and their parts.

usage: python_keras.py LAYERS_JSON FOLDER
"""

import keyword
import pathlib
import re
import sys
import textwrap

import schema

# Kind in the schema -> module, base class.
MODULES = {
    "layer": ("layers", "Layer"),
    "loss": ("losses", "Loss"),
    "metric": ("metrics", "Metric"),
    "optimizer": ("optimizers", "Optimizer"),
    "schedule": ("schedules", "LearningRateSchedule"),
    "initializer": ("initializers", "Initializer"),
    "regularizer": ("regularizers", "Regularizer"),
    "constraint": ("constraints", "Constraint"),
    "callback": ("callbacks", "BuiltinCallback"),
}
TYPES = {"int": "int", "float": "float", "real": "float", "bool": "bool", "string": "str",
         "enum": "str", "dtype": "Any", "shape": "Sequence[int | None]",
         "ints": "int | Sequence[int]", "rate": "float | LearningRateSchedule",
         "activation": "str | Callable[..., Any]", "initializer": "str | dict[str, Any] | Initializer",
         "regularizer": "str | dict[str, Any] | Regularizer",
         "constraint": "str | dict[str, Any] | Constraint"}
# Names that those use -> where they are.
TYPING = ("Any", "Callable", "Sequence")
BASES = ("Constraint", "Initializer", "LearningRateSchedule", "Regularizer")


def default_of(param):
    if "default" not in param:
        return "None"
    value = param["default"]
    if isinstance(value, list):
        return repr(tuple(value))
    if isinstance(value, dict):
        return repr(value)
    return repr(value)


def safe(name):
    return name + "_" if keyword.iskeyword(name) else name


def ordered(row):
    return sorted(row.get("params", []), key=lambda p: p.get("position", 99))


def signature(row):
    """The parameters of a class, those that must be given first."""
    params = ordered(row)
    found = [f"{safe(p['name'])}: {TYPES.get(p['kind'], 'Any')}" for p in params if p.get("required")]
    for p in params:
        if not p.get("required"):
            kind = TYPES.get(p["kind"], "Any")
            if kind != "Any" and (p.get("nullable") or p.get("default", 0) is None):
                kind += " | None"
            found.append(f"{safe(p['name'])}: {kind} = {default_of(p)}")
    return found


def emit(row, base):
    params = ordered(row)
    lines = [f"class {row['name']}({base}):"]
    doc = [row.get("doc", row["name"]).strip()]
    if params:
        doc += ["", "Args:"]
        for p in params:
            doc += textwrap.wrap(f"{safe(p['name'])}: {p.get('doc', '').strip()}", 90,
                                 initial_indent="  ", subsequent_indent="    ")
    lines.append('    """' + doc[0].replace("\\", "\\\\"))
    lines += [("    " + d).rstrip().replace("\\", "\\\\") for d in doc[1:]]
    lines.append('    """')
    if not params:
        return "\n".join(lines)
    lines += ["", "    def __init__(self, " + ", ".join(signature(row)) + ") -> None:"]
    values = ", ".join(f'"{p["name"]}": {safe(p["name"])}' for p in params)
    lines.append(f'        super().__init__("{row["name"]}", {{{values}}})')
    return "\n".join(lines)


def main():
    classes_by_kind = schema.classes(sys.argv[1])
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for kind, (module, base) in MODULES.items():
        rows = classes_by_kind[kind]
        classes = "".join(f"\n\n\n{emit(row, base)}" for row in rows)
        words = set(re.findall(r"\w+", " ".join(re.findall(r"def __init__.*", classes))))
        names = textwrap.fill(", ".join(f'"{name}"' for name in [base, *(r["name"] for r in rows)]), 100,
                              initial_indent="    ", subsequent_indent="    ")
        text = [f'"""The {module}, generated from the schema of the library; do not edit."""', "",
                "from __future__ import annotations", ""]
        typing = [name for name in TYPING if name in words]
        if typing:
            text += [f"from typing import {', '.join(typing)}", ""]
        bases = sorted({base} | {name for name in BASES if name in words})
        text += [f"from hornbeam.keras._base import {', '.join(bases)}", "", "__all__ = [", names + ",",
                 "]" + classes]
        (folder / f"{module}.py").write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    main()
