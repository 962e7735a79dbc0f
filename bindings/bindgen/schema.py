"""What every emitter asks of the schemas of ops and layers."""

import json
import pathlib

# Data types in the order of their numbers, from 1.
DTYPES = """FLOAT DOUBLE INT32 UINT8 INT16 INT8 STRING COMPLEX64 INT64 BOOL QINT8 QUINT8 QINT32 BFLOAT16
QINT16 QUINT16 UINT16 COMPLEX128 HALF RESOURCE VARIANT UINT32 UINT64""".split()

# Classes that no program makes: every fit gives a history.
NO_CLASSES = ("History",)


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
        self.method = row.get("method")  # of its first input, by name
        self.literal = row.get("literal", False)  # made of values, without a function
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


def is_input(row):
    """Whether a layer takes no input: it is where a model is fed, which a language may offer as a
    function."""
    return row.get("max_inputs") == 0


def classes(path, inputs=False):
    """By kind, the rows of the classes that programs make, sorted by name, with their parameters
    in order; with or without inputs."""
    found = {}
    for kind, rows in read(path).items():
        found[kind] = sorted((r for r in rows if r["name"] not in NO_CLASSES
                              and (inputs or not is_input(r))), key=lambda r: r["name"])
        for row in found[kind]:
            row["params"] = sorted(row.get("params", []), key=lambda p: p["position"])
    return found


def operators(ops):
    """By sign and number of operands, the operators: rows of the ops that share it, the one for
    operands of any rank first."""
    found = {}
    for op in ops:
        if "operator" in op.row:
            found.setdefault((op.row["operator"], len(op.inputs)), []).append(op)
    for (sign, operands), sharing in found.items():
        sharing.sort(key=lambda op: op.row.get("operator_rank", 0))
        ranks = [op.row.get("operator_rank", 0) for op in sharing]
        if ranks[0] != 0 or len(set(ranks)) != len(ranks):
            raise ValueError(f"operator {sign} of {operands}: of {[op.name for op in sharing]} one must be "
                             "for any rank, and the others for ranks of their own")
    return found
