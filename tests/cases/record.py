"""Records the cases of ops from TensorFlow.

Usage: record.py OP…     writes tests/cases/op/GROUP/OP.case of these ops anew
       record.py GROUP/  writes those of a group, which is a folder of tests/cases/op
       record.py --all   writes all

Inputs come from the tables in tests/cases/domains; outputs are what TensorFlow computes in a session
of the graph, without any rewriting. A case that TensorFlow refuses gets the code instead, and its
entry must say so.
"""

import copy
import pathlib
import re
import string
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.cases import case_file, sample, tensorflow_kernels  # noqa: E402 (sets the environment)

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.core.framework import graph_pb2, tensor_pb2, types_pb2  # noqa: E402
from tensorflow.python.framework import op_def_registry  # noqa: E402

from tests.cases import domains, table  # noqa: E402

v1 = tf.compat.v1
# What stands in a graph for attributes that the op lacks.
DEFAULTS = {"T": "float", "dtype": "float", "Tindices": "int32"}
# Outputs with more elements than this are recorded as a sample of them.
MOST = 600


def dtype_number(name):
    return types_pb2.DataType.Value("DT_" + name.upper())


def to_proto(tensor):
    proto = tensor_pb2.TensorProto(dtype=dtype_number(tensor.dtype))
    for d in tensor.shape:
        proto.tensor_shape.dim.add(size=d)
    array = tensor.array()
    if tensor.dtype == "string":
        proto.string_val.extend(array.reshape(-1).tolist())
    elif array.size:
        proto.tensor_content = np.ascontiguousarray(array).tobytes()
    return proto


def to_numpy(tensor):
    """What TensorFlow takes as a feed: quantized types are records of one field."""
    array = tensor.array()
    kind = np.dtype(tf.as_dtype(tensor.dtype).as_numpy_dtype)
    return array.view(kind) if kind.names else array


def from_numpy(dtype, value):
    value = np.asarray(value)
    if value.dtype.names:  # quantized
        value = value[value.dtype.names[0]]
    if dtype == "string":
        shape = value.shape
        flat = [v.encode() if isinstance(v, str) else v for v in value.astype(object).reshape(-1)]
        return case_file.Tensor(dtype, shape, np.array(flat + [None], object)[:-1])
    return case_file.Tensor(dtype, value.shape, value.reshape(-1))


def set_attr(proto, kind, text):
    """Fills an AttrValue of a kind from its text in a case."""
    if kind.startswith("list("):
        parts = re.findall(r'(?:"[^"]*"|\{[^}]*\}|\[[^\]]*\]|[^,"{}\[\]])+', text[1:-1])
        proto.list.SetInParent()
        for part in parts:
            set_in_list(proto.list, kind[5:-1], part)
    elif kind == "int":
        proto.i = int(text)
    elif kind == "float":
        proto.f = float(text)
    elif kind == "bool":
        proto.b = text == "true"
    elif kind == "type":
        proto.type = dtype_number(text)
    elif kind == "shape":
        set_shape(proto.shape, text)
    elif kind == "string":
        proto.s = case_file.unquoted(text)
    elif kind == "func":
        proto.func.name = text
    elif kind == "tensor":
        proto.tensor.CopyFrom(to_proto(case_file.parse_tensor(text[1:-1])))
    else:
        raise ValueError(f"attributes of kind {kind} have no text")


def set_in_list(proto, kind, text):
    if kind == "shape":
        set_shape(proto.shape.add(), text)
    elif kind == "func":
        proto.func.add().name = text
    else:
        field, value = {"int": ("i", int), "float": ("f", float), "type": ("type", dtype_number),
                        "bool": ("b", lambda t: t == "true"),
                        "string": ("s", case_file.unquoted)}[kind]
        getattr(proto, field).append(value(text))


def set_shape(proto, text):
    proto.SetInParent()
    if text == "?":
        proto.unknown_rank = True
    else:
        for d in text[1:-1].split(","):
            if d:
                proto.dim.add(size=-1 if d == "?" else int(d))


def add_node(nodes, node):
    proto = nodes.add(name=node.name, op=node.op, input=node.inputs)
    kinds = {a.name: a.type for a in op_def_registry.get(node.op).attr}
    for name, text in node.attrs.items():
        set_attr(proto.attr[name], kinds[name], text)


def graph_def(case):
    graph = graph_pb2.GraphDef()
    # Ops that graphs of today may not have any more are run in one of their time.
    removed = [op_def_registry.get(n.op).deprecation.version for n in case.nodes]
    graph.versions.producer = min([tf.version.GRAPH_DEF_VERSION] + [v - 1 for v in removed if v])
    for f in case.functions:
        proto = graph.library.function.add()
        proto.signature.name = f.name
        for name, dtype in f.arguments:
            proto.signature.input_arg.add(name=name, type=dtype_number(dtype))
        for name, dtype, source in f.results:
            proto.signature.output_arg.add(name=name, type=dtype_number(dtype))
            proto.ret[name] = source
        for node in f.nodes:
            add_node(proto.node_def, node)
    for i, tensor in enumerate(case.inputs):
        node = graph.node.add(name=f"in{i}", op="Placeholder")
        node.attr["dtype"].type = dtype_number(tensor.dtype)
        node.attr["shape"].shape.unknown_rank = True
    for node in case.nodes:
        add_node(graph.node, node)
    return graph


def plain_config():
    options = v1.OptimizerOptions(opt_level=v1.OptimizerOptions.L0, global_jit_level=-1)
    graph_options = v1.GraphOptions(optimizer_options=options)
    graph_options.rewrite_options.disable_meta_optimizer = True
    return v1.ConfigProto(graph_options=graph_options, intra_op_parallelism_threads=1,
                          inter_op_parallelism_threads=1)


def code_of(error):
    return {v: k for k, v in vars(tf.errors).items() if isinstance(v, int)}[error.error_code]


def record(case):
    """Fills in what TensorFlow answers."""
    with tf.Graph().as_default() as graph:
        try:
            tf.import_graph_def(graph_def(case), name="")
        except ValueError as error:
            case.runs = case.runs[:1]
            case.runs[0].error, case.runs[0].outputs = "INVALID_ARGUMENT", []
            return str(error)
        feeds = {f"in{i}:0": to_numpy(t) for i, t in enumerate(case.inputs)}
        with v1.Session(config=plain_config()) as session:
            for run in case.runs:
                run.outputs, run.error = [], None
                if case.single:
                    fetches = graph.get_operation_by_name("op").outputs
                else:
                    fetches = [graph.get_tensor_by_name(f if ":" in f else f + ":0")
                               for f in run.fetches]
                targets = [graph.get_operation_by_name(t) for t in run.targets]
                if case.single and not fetches:
                    targets = [graph.get_operation_by_name("op")]
                try:
                    values, _ = session.run([list(fetches), targets], feeds)
                except tf.errors.OpError as error:
                    run.error = code_of(error)
                    return str(error)
                run.outputs = [thinned(from_numpy(
                    tensorflow_kernels.dtype_name(f.dtype.base_dtype.as_datatype_enum), v))
                               for f, v in zip(fetches, values)]
    return None


def thinned(tensor):
    count = len(tensor.values)
    if count > MOST:
        tensor.step = count // 200 | 1
        tensor.values = tensor.values[::tensor.step]
    return tensor


def attr_text(kind, value):
    if kind.startswith("list("):
        return "(" + ",".join(attr_text(kind[5:-1], v) for v in value) + ")"
    if kind == "bool":
        return "true" if value else "false"
    if kind == "string":
        return case_file.quoted(value)
    if kind == "shape":
        return "?" if value is None else "[" + ",".join("?" if d in (None, -1) else str(d)
                                                        for d in value) + "]"
    if kind == "float":
        return case_file.number_text(np.float32(value))
    if kind == "tensor":
        return "{" + value.text() + "}"
    return str(value)


class Maker:
    """Makes the cases of an op from the entries that name it."""

    def __init__(self, op, rows):
        self.op, self.rows, self.op_def = op, rows, op_def_registry.get(op)
        self.problems = []
        self.entries = [e for e in sample.ENTRIES if op in e.ops]

    def cases(self):
        covered, names = [], set()
        for entry in self.entries:
            every = not entry.case and not entry.types
            fixed = {a.name: entry.attrs[a.name] for a in self.op_def.attr
                     if a.type == "type" and entry.attrs and a.name in entry.attrs}
            for types in (sample.all_types(self.op_def, self.rows, fixed) if every else
                          sample.few_types(self.op_def, self.rows, entry.types, fixed)):
                if set(entry.skip) & ({f"{a}.{t}" for a, t in types.items()} |
                                      set(types.values())):
                    continue
                case = (self.single if entry.nodes is None else self.graph)(entry, types)
                assert case.name not in names, f"{self.op}: two cases are called {case.name}"
                names.add(case.name)
                message = record(case)
                for i in entry.any if not message else ():
                    case.runs[0].outputs[i].values = None
                refused = (entry.error if isinstance(entry.error, bool) else
                           bool(set(entry.error.split()) & set(types.values())))
                if bool(message) != refused:
                    self.problems.append(f"{self.op} {case.name}: TensorFlow says {message}\n"
                                         f"{case.text()}")
                covered.append(case)
        return covered

    def name(self, entry, types):
        varied = sample.all_types(self.op_def, self.rows)
        usual = varied[0] if varied else {}
        main = max(types, key=lambda a: len({v[a] for v in varied}), default=None)
        parts = [types[a] if a == main else f"{a}.{types[a]}" for a in types
                 if a == main or types[a] != usual.get(a)]
        return "-".join([entry.case] * bool(entry.case) + parts) or "plain"

    def random(self, name):
        return np.random.default_rng(zlib.crc32(f"{self.op}/{name}".encode()))

    def single(self, entry, types):
        name = self.name(entry, types)
        random = self.random(name)
        attrs, inputs = dict(types), []
        assert len(entry.inputs) == len(self.op_def.input_arg), f"{self.op} needs other inputs"
        for arg, value in zip(self.op_def.input_arg, entry.inputs):
            values = value if arg.number_attr or arg.type_list_attr else [value]
            if arg.number_attr:
                attrs[arg.number_attr] = str(len(values))
            if arg.type_list_attr and arg.type_list_attr not in entry.attrs:
                attrs[arg.type_list_attr] = "(" + ",".join(v.dtype for v in values) + ")"
            for v in values:
                dtype = (v.dtype if arg.type_list_attr else types[arg.type_attr] if arg.type_attr
                         else tensorflow_kernels.dtype_name(arg.type))
                inputs.append(v.draw(random, dtype) if isinstance(v, sample.D) else
                              case_file.Tensor.of(dtype, v))
        kinds = {a.name: a.type for a in self.op_def.attr}
        for key, value in entry.attrs.items():
            attrs[key] = attr_text(kinds[key], value)
        node = case_file.Node("op", self.op, [f"in{i}" for i in range(len(inputs))], attrs)
        return case_file.Case(name, True, [node], [], inputs, [case_file.Run([], ["op"])])

    def graph(self, entry, types):
        name = self.name(entry, types)
        random = self.random(name)
        default = next(iter(types.values()), "float")
        known = {**DEFAULTS, **types}
        inputs = list(entry.inputs)
        if "$tensor" in entry.nodes:
            known["tensor"] = inputs.pop(0).draw(random, default).text()
        text = string.Template(entry.nodes).substitute(known, op=self.op)
        case = case_file.parse(f"case {name}\n{text}")[0]
        for value in inputs:
            value = copy.copy(value)
            dtype, value.dtype = value.dtype, None
            case.inputs.append(value.draw(random, known.get(dtype, dtype) or default))
        return case


def write(op, group, rows):
    """Writes the file of an op. What its entries expect otherwise."""
    maker = Maker(op, rows)
    cases = maker.cases()
    path = case_file.ROOT / group / f"{op}.case"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"# {op}, recorded from TensorFlow {tf.__version__} by tests/cases/record.py.\n"
    path.write_text(head + "".join(f"\n{case.text()}" for case in cases))
    print(f"{op}: {len(cases)} cases, {path.stat().st_size} bytes", flush=True)
    return maker.problems


def main(arguments):
    registry = table.Registry()
    kernels = tensorflow_kernels.load()
    domains.load()
    named = {op for entry in sample.ENTRIES for op in entry.ops}
    ops = []
    for word in arguments:
        ops += (sorted(op for op in named if word in ("--all", registry.groups.get(op, "") + "/"))
                or [word])
    problems = []
    for op in ops:
        if op not in named or op not in registry.groups:
            raise SystemExit(f"{op} stands in no table of tests/cases/domains, or isn't declared")
        try:
            problems += write(op, registry.groups[op], kernels[op])
        except (AssertionError, AttributeError, KeyError, OverflowError, TypeError,
                ValueError) as error:
            problems.append(f"{op}: its entries can't be made into cases: {error!r}")
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
