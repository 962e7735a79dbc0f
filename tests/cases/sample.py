"""The language of the sample domains: what record.py draws the inputs of cases from.

    op("Sum Mean", D(2, 3, 4), [0, 2])
    op("Sum", D(2, 3), -1, case="keep", keep_dims=True)

The entry of an op without a name makes a case for each cell of the table op x dtype; those with one,
for a few dtypes, or for those that `types` names. An input is a domain or a value (a list of them for
an argument that is a list), an attribute is a value. Whether TensorFlow computes something or refuses is recorded, but an entry says
so: a refusal is `error=True`.

    graph("ResourceApplyAdam", NODES, D(3), D(3))

is a graph of several nodes, in the notation of case files: $T stands for the dtype of attribute T (of
float, if the op has no such attribute), $op for the op, $tensor for what the first input draws. Inputs are of the first attribute's dtype,
unless they name another attribute or a dtype.
"""

import dataclasses

import numpy as np

from tests.cases import case_file, tensorflow_kernels

ENTRIES = []
# The dtypes of further entries.
FEW = ("float", "int32", "bool", "string")
FLOATS = ("float", "double", "half", "bfloat16")
COMPLEX = ("complex64", "complex128")


@dataclasses.dataclass
class Entry:
    ops: list
    case: str
    inputs: tuple
    types: tuple
    error: bool
    skip: tuple = ()    # dtypes that get no case
    any: tuple = ()     # outputs of which only the shape is compared
    attrs: dict = None  # of one op
    nodes: str = None   # of a graph


def op(ops, *inputs, case="", types=None, error=False, skip="", any=(), **attrs):
    ENTRIES.append(Entry(ops.split(), case, inputs, _types(types), error, skip.split(), any,
                         attrs=attrs))


def graph(ops, nodes, *inputs, case="", types=None, error=False, skip=""):
    ENTRIES.append(Entry(ops.split(), case, inputs, _types(types), error, skip.split(), nodes=nodes))


def _types(types):
    return tuple(types.split()) if isinstance(types, str) else types


class D:
    """Numbers of a shape, drawn between bounds: few digits, so that files stay small."""

    def __init__(self, *shape, low=None, high=None, dtype=None, values=None, distinct=False):
        self.shape, self.low, self.high, self.dtype, self.values = shape, low, high, dtype, values
        self.distinct = distinct

    def draw(self, random, dtype):
        dtype = self.dtype or dtype
        kind = case_file.numpy_type(dtype)
        count = int(np.prod(self.shape, dtype=np.int64))
        if self.distinct:
            values = range(count) if dtype != "string" else [b"a", b"bc", b"", b"0", b"Zebra"]
            return Tensor(dtype, values, self.shape)
        if self.values is not None:
            picked = [self.values[i] for i in random.integers(len(self.values), size=count)]
            return Tensor(dtype, picked, self.shape)
        if dtype == "string":
            words = [b"", b"a", b"bc", b"Zebra", b"\xc3\xa9t\xc3\xa9", b"0", b"a\x00b", b"bc d"]
            return Tensor(dtype, [words[i] for i in random.integers(len(words), size=count)],
                          self.shape)
        if dtype == "bool":
            return Tensor(dtype, random.integers(2, size=count) == 1, self.shape)
        low = -3 if self.low is None else self.low
        high = 3 if self.high is None else self.high
        if is_integer(dtype):
            low, high = (np.ceil(low * 3), high * 3) if self.low is None else (low, high)
            low = max(low, 0) if dtype[0] in "uq" and "uint" in dtype else low
            limit = 7 if dtype in ("int4", "uint4") else 1 if dtype in ("int2", "uint2") else high
            return Tensor(dtype, random.integers(int(low), int(min(high, limit)) + 1, size=count),
                          self.shape)
        digits = 1 if "float8" in dtype or "float4" in dtype else 2
        numbers = np.round(random.uniform(low, high, size=count), digits)
        if kind.kind == "c":
            numbers = numbers + 1j * np.round(random.uniform(low, high, size=count), digits)
        return Tensor(dtype, numbers, self.shape)


class I(D):
    """Exactly these values, as an input of a graph."""

    def __init__(self, values, dtype):
        super().__init__(dtype=dtype)
        self.values = values

    def draw(self, random, dtype):
        return case_file.Tensor.of(dtype, self.values)


class E(D):
    """The edges of a dtype, repeated to fill a shape whose first dimension is how many there are."""

    def draw(self, random, dtype):
        dtype = self.dtype or dtype
        edges = edges_of(dtype)
        shape = (len(edges),) + self.shape
        return Tensor(dtype, np.repeat(np.array(edges, object), int(np.prod(self.shape))), shape)


class Finite(E):
    """The edges of a dtype without NaN and infinities."""

    def draw(self, random, dtype):
        edges = [v for v in edges_of(self.dtype or dtype) if np.isfinite(v)]
        shape = (len(edges),) + self.shape
        return Tensor(self.dtype or dtype, np.repeat(np.array(edges, object),
                                                     int(np.prod(self.shape))), shape)


class Row(E):
    """Some of the edges as a row: broadcasts with E(1) to pairs."""

    def draw(self, random, dtype):
        edges = edges_of(self.dtype or dtype)
        edges = edges[:2] + edges[2::2] if len(edges) < 12 else edges[:3] + edges[3::4]
        return Tensor(self.dtype or dtype, edges, (len(edges),))


class Big(D):
    """Many numbers between bounds, which the file names by their seed."""

    def draw(self, random, dtype):
        low, high = (-2, 2) if self.low is None else (self.low, self.high)
        return case_file.Tensor(dtype, self.shape,
                                seed=(int(random.integers(1, 1000)), low, high))


def Tensor(dtype, values, shape):
    kind = case_file.numpy_type(dtype)
    array = np.array(list(values), object).reshape(-1)
    return case_file.Tensor(dtype, tuple(shape), array.astype(kind) if len(array) else
                            np.zeros(0, kind))


def is_integer(dtype):
    return "int" in dtype


def edges_of(dtype):
    """Values at which ops break."""
    if dtype == "bool":
        return [False, True]
    if dtype == "string":
        return [b"", b"a", b"A", b"a\x00", b"\xff", b"long enough for the heap: 0123456789"]
    if dtype.startswith("complex"):
        # Finite ones: what the C library and Eigen answer for infinite parts differs everywhere.
        real = [0.0, -0.0, 1.0, -1.5]
        return [complex(a, b) for a in real for b in real] + [complex(30, -20), complex(3e-3, -2e-5)]
    if is_integer(dtype):
        bits = {"int4": 4, "uint4": 4, "int2": 2, "uint2": 2, "qint8": 8, "quint8": 8, "qint16": 16,
                "quint16": 16, "qint32": 32}.get(dtype) or np.dtype(dtype).itemsize * 8
        if dtype.startswith(("u", "qu")):
            return [v for v in (0, 1, 2, 3, 7, 100) if v < 2 ** bits] + [2 ** bits - 1]
        return ([-2 ** (bits - 1)] + [v for v in (-100, -7, -2, -1, 0, 1, 2, 3, 100)
                                      if -2 ** (bits - 1) < v < 2 ** (bits - 1) - 1]
                + [2 ** (bits - 1) - 1])
    import ml_dtypes
    limits = ml_dtypes.finfo(case_file.numpy_type(dtype))
    special = [np.nan, np.inf, -np.inf] if dtype in FLOATS else []
    return special + [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -2.5, 3.0, float(limits.max),
                      -float(limits.max), float(limits.smallest_normal), 1e-3, -7.25, 20.0]


def all_types(op_def, rows, fixed=None):
    """The assignments of dtypes for which an op gets a case each; `fixed` attributes don't vary."""
    attrs = {a.name: [tensorflow_kernels.dtype_name(t) for t in a.allowed_values.list.type]
             for a in op_def.attr if a.type == "type"}
    if rows == [{}]:
        plain = tensorflow_kernels.ORDER[:tensorflow_kernels.ORDER.index("string") + 1]
        rows = [{a: types or plain for a, types in attrs.items()}]
    if len(rows) > 1:
        import itertools
        return [dict(zip(row, combination)) for row in rows
                for combination in itertools.product(*row.values())]
    row = {a: [t for t in types if t not in ("resource", "variant")] for a, types in rows[0].items()}
    if not row:
        return [{}]
    # Attributes that the kernels don't name are free.
    for a, types in attrs.items():
        row.setdefault(a, types or ["float"])
        if fixed and a in fixed:
            row[a] = [fixed[a]]
    primary = max(row, key=lambda a: len(row[a]))
    usual = {a: usual_type(op_def, a, types) for a, types in row.items()}
    found = [{**usual, primary: t} for t in row[primary]]
    for a, types in row.items():
        found += [{**usual, a: t} for t in types if t != usual[a] and a != primary]
    return found


def usual_type(op_def, attr, types):
    default = next(a for a in op_def.attr if a.name == attr).default_value.type
    name = tensorflow_kernels.dtype_name(default) if default else None
    return next(t for t in (name, "float", "int32", types[0]) if t in types)


def few_types(op_def, rows, wanted, fixed=None):
    """Those of all_types whose dtype of most choice is wanted."""
    found = all_types(op_def, rows, fixed)
    if not found[0]:
        return found
    usual = found[0]
    varies = max(usual, key=lambda a: len({f[a] for f in found}))
    picked = [f for f in found if f[varies] in (wanted or FEW) and
              all(f[a] == usual[a] for a in usual if a != varies)]
    return picked if wanted else (picked or found[:1])
