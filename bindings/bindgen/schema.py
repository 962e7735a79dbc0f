"""What every emitter asks of the schemas of ops and layers."""

import json
import pathlib

# Data types in the order of their numbers, from 1.
DTYPES = """FLOAT DOUBLE INT32 UINT8 INT16 INT8 STRING COMPLEX64 INT64 BOOL QINT8 QUINT8 QINT32 BFLOAT16
QINT16 QUINT16 UINT16 COMPLEX128 HALF RESOURCE VARIANT UINT32 UINT64""".split()

# Classes that a language may offer in another way: inputs are made by functions, and every fit gives a
# history.
NO_CLASSES = ("History",)
NOT_CLASSES = ("InputLayer", *NO_CLASSES)

# Ops that a language makes of a value of its own instead of by a generated function.
MADE_OF_VALUES = ("Const",)


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def camel(name):
    """input_dim -> InputDim; what is in capitals stays."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def lower_camel(name):
    """input_dim -> inputDim."""
    text = camel(name)
    return text[:1].lower() + text[1:]


def is_list(arg):
    """Whether an input or output of an op stands for several tensors."""
    return "number_attr" in arg or "type_list_attr" in arg


class Op:
    """An op, with the attributes that a caller gives apart from those that inputs determine."""

    def __init__(self, row):
        self.row = row
        self.name = row["name"]
        self.group = row.get("group") or "other"
        self.doc = row.get("doc") or row.get("summary") or ""
        self.inputs = row["inputs"]
        self.outputs = row["outputs"]
        inferred = {arg.get(key) for arg in row["inputs"]
                    for key in ("type_attr", "number_attr", "type_list_attr")}
        given = [a for a in row["attrs"] if a["name"] not in inferred]
        self.attrs = row["attrs"]
        self.optional = [a for a in given if "default" in a]
        self.required = [a for a in given if "default" not in a]

    def peers(self, arg):
        """The other inputs that have the type of this one, by the attribute that they share."""
        attr = arg.get("type_attr")
        return [a for a in self.inputs if attr and a is not arg and a.get("type_attr") == attr]

    def length(self, out):
        """What says how many tensors a list output has: ("input", its row) or ("attr", its row)."""
        key = "number_attr" if "number_attr" in out else "type_list_attr"
        for arg in self.inputs:
            if arg.get(key) == out[key]:
                return "input", arg
        return "attr", next(a for a in self.attrs if a["name"] == out[key])


def ops(path):
    """The ops that programs call, sorted by name."""
    rows = read(path)
    return [Op(row) for row in sorted(rows, key=lambda r: r["name"])
            if not row["name"].startswith("_")]


def classes(path, left_out=NOT_CLASSES):
    """By kind, the rows of the classes that programs make, sorted by name, with their parameters
    in order."""
    found = {}
    for kind, rows in read(path).items():
        found[kind] = sorted((r for r in rows if r["name"] not in left_out),
                             key=lambda r: r["name"])
        for row in found[kind]:
            row["params"] = sorted(row.get("params", []), key=lambda p: p["position"])
    return found


# Ops that a language offers as methods or operators of their first input, by name.
METHODS = {
    "AddV2": "add", "Sub": "sub", "Mul": "mul", "RealDiv": "div", "FloorDiv": "floor_div",
    "FloorMod": "mod", "Pow": "pow", "Neg": "neg", "Abs": "abs", "MatMul": "mat_mul",
    "Maximum": "maximum", "Minimum": "minimum", "Less": "less", "LessEqual": "less_equal",
    "Greater": "greater", "GreaterEqual": "greater_equal", "Equal": "equal",
    "NotEqual": "not_equal", "Exp": "exp", "Log": "log", "Sqrt": "sqrt", "Square": "square",
    "Tanh": "tanh", "Sigmoid": "sigmoid", "Relu": "relu", "Softmax": "softmax", "Sum": "sum",
    "Mean": "mean", "Max": "max", "Min": "min", "ArgMax": "arg_max", "Reshape": "reshape",
    "Transpose": "transpose", "ExpandDims": "expand_dims", "Squeeze": "squeeze", "Cast": "cast",
}
