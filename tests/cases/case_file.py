"""Recorded cases of ops: the files tests/cases/op/GROUP/OP.case, read and written.

A file is a list of cases, in lines:

    case NAME
    op OP ATTR=VALUE…                  one op; its inputs are the `in` lines, all outputs are wanted
    node NAME OP INPUT… ATTR=VALUE…    or a node of a graph; in0, in1… are the `in` lines
    function NAME ARG:TYPE… -> RESULT:TYPE=NODE:OUTPUT:INDEX…
    node …                             the function's nodes, up to
    end
    in TENSOR
    run NODE… > FETCH…                 graphs only: one run in the session; its `out` lines follow
    out TENSOR
    error CODE                         instead of `out`: what TensorFlow answers

An attribute's value is a number, true or false, a dtype, "text", a [2,?] shape (? of unknown rank),
a function's name, a {TENSOR}, or a (list,of,these). A tensor is its dtype and shape and then

    float[2,3] 1 -0 nan inf 0.5*2      values in order; v*n is v n times
    float[64,64] ~7:-2:2               numbers between -2 and 2, from the seed 7: see `uniform`
    float[64,64] @13 …                 outputs only: the elements 0, 13, 26…
    float[4] ?                         outputs only: any values
    string[2] "a" "\\x00"

Types of eight bits and less that aren't integers are written as their bits.
"""

import collections
import dataclasses
import pathlib
import re

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent / "op"

_PLAIN = {"float": np.float32, "double": np.float64, "half": np.float16, "complex64": np.complex64,
          "complex128": np.complex128, "bool": np.bool_, "string": np.object_,
          "qint8": np.int8, "qint16": np.int16, "qint32": np.int32, "quint8": np.uint8,
          "quint16": np.uint16}


def numpy_type(dtype):
    """The numpy type that holds values of a dtype; quantized types are their integers."""
    if dtype in _PLAIN:
        return np.dtype(_PLAIN[dtype])
    if re.fullmatch(r"u?int(8|16|32|64)", dtype):
        return np.dtype(dtype)
    import ml_dtypes
    return np.dtype(getattr(ml_dtypes, dtype))


@dataclasses.dataclass
class Tensor:
    """A value; `seed` stands for numbers made by `uniform`, `step` for a sample of the elements.
    `values` of None are any values."""
    dtype: str
    shape: tuple
    values: np.ndarray = None
    seed: tuple = None
    step: int = 1

    @staticmethod
    def of(dtype, array):
        array = np.asarray(array, numpy_type(dtype))
        return Tensor(dtype, array.shape, array.reshape(-1))

    def array(self):
        if self.seed is not None:
            return uniform(*self.seed, int(np.prod(self.shape))).astype(
                numpy_type(self.dtype)).reshape(self.shape)
        return self.values.reshape(self.shape)

    def text(self):
        head = f"{self.dtype}[{','.join(map(str, self.shape))}]"
        if self.seed is not None:
            return f"{head} ~" + ":".join(map(number_text, self.seed))
        if self.values is None:
            return f"{head} ?"
        words, repeated = [], 0
        if self.step > 1:
            head += f" @{self.step}"
        for word in [element_text(v) for v in self.values] + [None]:
            if words and word == words[-1]:
                repeated += 1
                continue
            if repeated:
                last = words.pop()
                short = f"{last}*{repeated + 1}"
                words += [short] if len(short) < (len(last) + 1) * (repeated + 1) else (
                    [last] * (repeated + 1))
                repeated = 0
            words.append(word)
        return " ".join([head] + words[:-1])


def uniform(seed, low, high, count):
    """Numbers in [low, high) that C++ makes as well: SplitMix64 of seed and position."""
    z = (np.uint64(seed) << np.uint64(32)) + np.arange(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return low + (high - low) * ((z >> np.uint64(40)).astype(np.float64) * 2.0 ** -24)


def number_text(v):
    """The shortest text that reads as this number again."""
    if isinstance(v, (int, np.integer)):
        return str(v)
    if not np.isfinite(v):
        return "nan" if np.isnan(v) else "inf" if v > 0 else "-inf"
    plain = np.format_float_positional(v, unique=True, trim="-")
    scientific = re.sub(r"e([+-])0*(\d)", lambda m: "e" + m[1].strip("+") + m[2],
                        np.format_float_scientific(v, unique=True, trim="-"))
    return min(plain, scientific, key=len)


def quoted(data):
    """A string as it stands in a file."""
    data = data.encode() if isinstance(data, str) else bytes(data)
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\{}' else f"\\x{b:02x}"
                         for b in data) + '"'


def unquoted(text):
    return re.sub(rb"\\x(..)", lambda m: bytes.fromhex(m[1].decode()), text[1:-1].encode())


def element_text(v):
    if isinstance(v, (bytes, str)):
        return quoted(v)
    if isinstance(v, (bool, np.bool_)):
        return str(int(v))
    if isinstance(v, (complex, np.complexfloating)):
        return f"{number_text(v.real)},{number_text(v.imag)}"
    if _is_bits(np.asarray(v).dtype):
        return str(np.asarray(v).view(np.uint8))
    if np.asarray(v).dtype.kind in "iu" or "int" in np.asarray(v).dtype.name:
        return str(int(v))
    return number_text(v if isinstance(v, (np.floating, float)) else np.float32(v))


def _is_bits(kind):
    return kind.name.startswith(("float8", "float4"))


def words_of(line):
    """Words are parted by spaces outside of quotes and brackets."""
    return re.findall(r'(?:"[^"]*"|\{[^}]*\}|[^\s"{}])+', line)


def parse_tensor(text):
    head, *words = words_of(text)
    dtype, shape = re.fullmatch(r"(\w+)\[([\d,]*)\]", head).groups()
    shape = tuple(int(d) for d in shape.split(",") if d)
    if words and words[0][0] == "~":
        seed, low, high = words[0][1:].split(":")
        return Tensor(dtype, shape, seed=(int(seed), float(low), float(high)))
    if words == ["?"]:
        return Tensor(dtype, shape)
    step = int(words.pop(0)[1:]) if words and words[0][0] == "@" else 1
    kind, values = numpy_type(dtype), []
    for word in words:
        found = re.fullmatch(r'("[^"]*"|[^*]+)(?:\*(\d+))?', word)
        values += [_element(kind, found[1])] * int(found[2] or 1)
    if _is_bits(kind):
        return Tensor(dtype, shape, np.array(values, np.uint8).view(kind), step=step)
    return Tensor(dtype, shape, np.array(values, kind), step=step)


def _element(kind, word):
    if kind == np.object_:
        return unquoted(word)
    if kind.kind == "c":
        return complex(*(float(w) for w in word.split(",")))
    if kind.kind == "b":
        return word == "1"
    if _is_bits(kind):
        return int(word)
    return int(word) if kind.kind in "iu" or "int" in kind.name else float(word)


@dataclasses.dataclass
class Node:
    name: str
    op: str
    inputs: list
    attrs: dict  # as text

    def text(self):
        return " ".join([self.op] + self.inputs + [f"{k}={v}" for k, v in self.attrs.items()])


@dataclasses.dataclass
class Function:
    name: str
    arguments: list  # (name, dtype)
    results: list    # (name, dtype, "node:output:index")
    nodes: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Run:
    targets: list
    fetches: list
    outputs: list = dataclasses.field(default_factory=list)
    error: str = None


@dataclasses.dataclass
class Case:
    name: str
    single: bool = False  # one op; otherwise a graph
    nodes: list = dataclasses.field(default_factory=list)
    functions: list = dataclasses.field(default_factory=list)
    inputs: list = dataclasses.field(default_factory=list)
    runs: list = dataclasses.field(default_factory=list)

    def text(self):
        lines = [f"case {self.name}"]
        for f in self.functions:
            words = [f"{n}:{t}" for n, t in f.arguments] + ["->"]
            words += [f"{n}:{t}={source}" for n, t, source in f.results]
            lines += [" ".join(["function", f.name] + words)]
            lines += [f"node {n.name} {n.text()}" for n in f.nodes] + ["end"]
        if self.single:
            lines.append("op " + dataclasses.replace(self.nodes[0], inputs=[]).text())
        else:
            lines += [f"node {n.name} {n.text()}" for n in self.nodes]
        lines += ["in " + t.text() for t in self.inputs]
        for run in self.runs:
            if not self.single:
                fetched = [">"] + run.fetches if run.fetches else []
                lines.append(" ".join(["run"] + run.targets + fetched))
            lines += [f"error {run.error}"] if run.error else ["out " + t.text()
                                                               for t in run.outputs]
        return "\n".join(lines) + "\n"


def parse_node(name, words):
    split = next((i for i, w in enumerate(words) if re.match(r"\w+=", w)), len(words))
    attrs = dict(w.split("=", 1) for w in words[split:])
    return Node(name, words[0], words[1:split], attrs)


def parse(text):
    """The cases of a file."""
    cases, function = [], None
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if not line or kind == "#":
            continue
        if kind == "case":
            cases.append(Case(rest))
            continue
        case = cases[-1]
        if kind == "op":
            case.single = True
            case.nodes.append(parse_node("op", words_of(rest)))
            case.runs.append(Run([], ["op"]))
        elif kind == "node":
            name, *words = words_of(rest)
            (case if function is None else function).nodes.append(parse_node(name, words))
        elif kind == "function":
            head, _, tail = rest.partition(" ->")
            name, *arguments = head.split()
            function = Function(name, [tuple(a.split(":")) for a in arguments],
                                [(r.split(":")[0], *r.split(":", 1)[1].split("=", 1))
                                 for r in tail.split()])
            case.functions.append(function)
        elif kind == "end":
            function = None
        elif kind == "in":
            case.inputs.append(parse_tensor(rest))
        elif kind == "run":
            targets, _, fetches = rest.partition(">")
            case.runs.append(Run(targets.split(), fetches.split()))
        elif kind == "out":
            case.runs[-1].outputs.append(parse_tensor(rest))
        elif kind == "error":
            case.runs[-1].error = rest
        else:
            raise ValueError(f"case {case.name}: a line can't begin with '{kind}'")
    return cases


def tested_types():
    """By op: the dtype attributes of the nodes of its cases, each a dict; cases that only show an error
    don't count."""
    found = collections.defaultdict(list)
    for path in sorted(ROOT.glob("*/*.case")):
        nodes, outputs, errors = [], 0, 0
        for line in path.read_text().splitlines() + ["case end"]:
            kind, _, rest = line.partition(" ")
            if kind == "case":
                for node in nodes if outputs or not errors else []:
                    found[node.op].append(node.attrs)
                nodes, outputs, errors = [], 0, 0
            elif kind == "op":
                nodes.append(parse_node("op", words_of(rest)))
            elif kind == "node":
                name, *words = words_of(rest)
                nodes.append(parse_node(name, words))
            outputs += kind == "out"
            errors += kind == "error"
    return found
