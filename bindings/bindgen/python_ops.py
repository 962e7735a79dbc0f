#!/usr/bin/env python3
"""Writes hornbeam.raw_ops, a Python function for each op, and beside it operators.py, the class of the
operators of tensors.

usage: python_ops.py OPS_JSON FILE
"""

from __future__ import annotations

import json
import keyword
import sys
import textwrap
from pathlib import Path

import schema

TYPES = {
    "string": "str | bytes",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "type": "_Any",
    "shape": "_Sequence[int | None] | _Ellipsis | None",
    "tensor": "_Any",
    "func": "str",
}
NUMBERS = {
    name: i + 1
    for i, name in enumerate(
        "DT_FLOAT DT_DOUBLE DT_INT32 DT_UINT8 DT_INT16 DT_INT8 DT_STRING DT_COMPLEX64 DT_INT64 "
        "DT_BOOL DT_QINT8 DT_QUINT8 DT_QINT32 DT_BFLOAT16 DT_QINT16 DT_QUINT16 DT_UINT16 "
        "DT_COMPLEX128 DT_HALF DT_RESOURCE DT_VARIANT DT_UINT32 DT_UINT64".split()
    )
}


def safe(name: str) -> str:
    return name + "_" if keyword.iskeyword(name) or name in ("name",) else name


def python_type(kind: str) -> str:
    if kind.startswith("list("):
        return f"_Sequence[{TYPES.get(kind[5:-1], '_Any')}]"
    return TYPES.get(kind, "_Any")


def result(op: dict) -> tuple[str, str]:
    """What the function returns, and what makes it."""
    outputs = op["outputs"]
    if any(o.get("number_attr") or o.get("type_list_attr") for o in outputs):
        return "_Any", "_apply"
    if not outputs:
        return "_Operation", "_apply_operation"
    return ("_Tensor", "_apply_tensor") if len(outputs) == 1 else ("list[_Tensor]", "_apply_tensors")


def attributes(op: dict) -> tuple[list, list]:
    """Those that must be given, and those that need not be."""
    inferred = {i.get(k) for i in op["inputs"] for k in ("type_attr", "number_attr", "type_list_attr")}
    required, optional = [], []
    for a in op["attrs"]:
        if a["name"] in inferred:
            # A type that only constants would give may still be asked for.
            if a["type"] == "type":
                optional.append(a)
        elif "default" in a:
            optional.append(a)
        else:
            required.append(a)
    return required, optional


def signature(op: dict) -> list[str]:
    """The parameters."""
    required, optional = attributes(op)
    params = [f"{safe(i['name'])}: _Any" for i in op["inputs"]]
    params += [f"{safe(a['name'])}: {python_type(a['type'])}" for a in required]
    params += [f"{safe(a['name'])}: {python_type(a['type'])} | None = None" for a in optional]
    return [*params, "name: str | None = None"]


def emit(op: dict) -> str:
    inputs = [safe(i["name"]) for i in op["inputs"]]
    required, optional = attributes(op)
    doc = op.get("doc") or op.get("summary") or f"The op {op['name']}."
    returned, apply = result(op)
    lines = [f"def {op['name']}({', '.join(signature(op))}) -> {returned}:"]
    wrapped = textwrap.wrap(doc.strip().replace("\\", "\\\\"), 92)
    if len(wrapped) == 1 and len(wrapped[0]) < 88:
        lines.append(f'    """{wrapped[0]}"""')
    else:
        lines += [f'    """{wrapped[0]}'] + [f"    {w}" for w in wrapped[1:]] + ['    """']
    attrs = [f'"{a["name"]}": ("{a["type"]}", {safe(a["name"])})' for a in required + optional]
    lists = [i for i, x in enumerate(op["inputs"]) if x.get("number_attr") or x.get("type_list_attr")]
    if lists:
        attrs.append(f'"__lists__": ("", {tuple(lists)!r})')
    types = [x.get("type_attr") for x in op["inputs"]]
    fixed = [NUMBERS.get(x.get("type", ""), 0) for x in op["inputs"]]
    lines.append(f"    return {apply}(\"{op['name']}\", [{', '.join(inputs)}], {{{', '.join(attrs)}}}, name,")
    lines.append(f"                 {types!r}, {fixed!r})")
    return "\n".join(lines)


# Python's name of an operator by sign and number of operands; that of arithmetic with two operands has a
# second form, for when the tensor stands on the right.
ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod",
              "**": "pow", "@": "matmul"}
COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
OPERATORS = ({(sign, 2): name for sign, name in (ARITHMETIC | COMPARISONS).items()}
             | {("-", 1): "neg", ("abs", 1): "abs"})

OPERATORS_HEAD = '''"""The operators of tensors."""
# Written by bindings/bindgen/python_ops.py; do not edit.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hornbeam.graph import Tensor


class Operators:
    """Operators that are ops. A class that has them says how it applies an op."""

    __array_priority__ = 100  # an array on the left leaves the operator to this class

    def _operate(
        self, op: str, *operands: Any, from_rank: dict[int, str] | None = None
    ) -> Tensor:
        """Applies `op`, or that of `from_rank` with the highest rank that an operand has."""
        raise NotImplementedError
'''


def operator(sign: str, operands: int, sharing: list) -> str:
    """The methods of an operator."""
    name = OPERATORS[sign, operands]
    first, *others = sharing
    ranks = ", ".join(f'{other.row["operator_rank"]}: "{other.name}"' for other in others)
    tail = f", from_rank={{{ranks}}}" if others else ""
    if operands == 1:
        return (f"\n    def __{name}__(self) -> Tensor:\n"
                f'        return self._operate("{first.name}", self)\n')
    text = (f"\n    def __{name}__(self, y: Any) -> Tensor:\n"
            f'        return self._operate("{first.name}", self, y{tail})\n')
    if sign in ARITHMETIC:
        text += (f"\n    def __r{name}__(self, x: Any) -> Tensor:\n"
                 f'        return self._operate("{first.name}", x, self{tail})\n')
    return text


def operators_module(path: str) -> str:
    found = schema.operators(schema.ops(path))
    unknown = found.keys() - OPERATORS.keys()
    if unknown:
        sys.exit(f"python_ops.py: unknown operators {sorted(unknown)}")
    return OPERATORS_HEAD + "".join(operator(*key, found[key]) for key in OPERATORS if key in found)


def main() -> None:
    ops = json.loads(Path(sys.argv[1]).read_text())
    out = Path(sys.argv[2])
    ops = ops["ops"] if isinstance(ops, dict) else ops
    ops = [o for o in ops if not o["name"].startswith("_")]
    parts = [
        '"""One function for each op, under the names of TensorFlow.',
        "",
        "Inputs are tensors, or values that become constants; attributes that inputs determine may be",
        "left out. A function returns the output, a list of outputs, or the operation if it has none.",
        '"""',
        "# Written by bindings/bindgen/python_ops.py; do not edit.",
        "",
        "from __future__ import annotations",
        "",
        "from types import EllipsisType as _Ellipsis",
        "from typing import Any as _Any",
        "from typing import Sequence as _Sequence",
        "",
        "from hornbeam.graph import Operation as _Operation",
        "from hornbeam.graph import Tensor as _Tensor",
        "from hornbeam.graph import apply as _apply",
        "from hornbeam.graph import apply_operation as _apply_operation",
        "from hornbeam.graph import apply_tensor as _apply_tensor",
        "from hornbeam.graph import apply_tensors as _apply_tensors",
    ]
    text = "\n".join(parts)
    for op in sorted(ops, key=lambda o: o["name"]):
        text += "\n\n\n" + emit(op)
    out.write_text(text + "\n")
    (out.parent / "operators.py").write_text(operators_module(sys.argv[1]))


if __name__ == "__main__":
    main()
