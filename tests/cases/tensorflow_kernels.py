"""Which kernels TensorFlow's CPU has, as the lines of tensorflow_kernels.txt.

A line is an op and a product of dtypes, "Sum T:float,double;Tidx:int32,int64"; an op whose kernels
are no product has several. "-" is a kernel for whatever the op allows.
Usage: tensorflow_kernels.py OP… prints the lines of these ops.
"""

import itertools
import os
import pathlib
import sys

# Before anything imports TensorFlow: its own kernels, and no chatter.
os.environ.update(TF_ENABLE_ONEDNN_OPTS="0", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

FILE = pathlib.Path(__file__).with_name("tensorflow_kernels.txt")
# The order in which dtypes are named.
ORDER = ("float double half bfloat16 complex64 complex128 int8 int16 int32 int64 uint8 uint16 "
         "uint32 uint64 bool string resource variant qint8 qint16 qint32 quint8 quint16 "
         "float8_e5m2 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2fnuz int4 uint4 "
         "int2 uint2 float4_e2m1fn").split()


def dtype_name(number):
    from tensorflow.core.framework import types_pb2
    return types_pb2.DataType.Name(number)[3:].lower()


def products(rows):
    """Rows (tuples of dtypes) as products: tuples of sets. Rows that differ in one place are
    merged, place by place."""
    found = {tuple(frozenset([d]) for d in row) for row in rows}
    for place in range(len(next(iter(found)))):
        merged = {}
        for row in found:
            merged.setdefault(row[:place] + row[place + 1:], set()).update(row[place])
        found = {rest[:place] + (frozenset(types),) + rest[place:]
                 for rest, types in merged.items()}
    return found


def casts():
    """The pairs that Cast, which registers one kernel for everything, really converts."""
    import tensorflow as tf
    from tensorflow.core.framework import tensor_pb2
    v1 = tf.compat.v1
    numbers = [d for d in ORDER if d not in ("string", "resource", "variant")]
    pairs = []
    for source, target in itertools.product(numbers, numbers):
        with tf.Graph().as_default() as graph, v1.Session() as session:
            value = v1.AttrValue(tensor=tensor_pb2.TensorProto(
                dtype=tf.as_dtype(source).as_datatype_enum,
                tensor_content=bytes(tf.as_dtype(source).size),
                tensor_shape=tf.TensorShape([1]).as_proto()))
            kind = v1.AttrValue(type=tf.as_dtype(source).as_datatype_enum)
            x = graph.create_op("Const", [], [tf.as_dtype(source)],
                                attrs={"value": value, "dtype": kind}).outputs[0]
            try:
                session.run(tf.raw_ops.Cast(x=x, DstT=tf.as_dtype(target)).op)
            except (tf.errors.UnimplementedError, tf.errors.InvalidArgumentError):
                continue
            pairs.append((source, target))
    return pairs


def lines_of(op):
    from tensorflow.python.framework import kernels, op_def_registry
    allowed = {a.name: [dtype_name(t) for t in a.allowed_values.list.type] or ORDER
               for a in op_def_registry.get(op).attr}
    attrs, rows = None, set()
    found = [k for k in kernels.get_registered_kernels_for_op(op).kernel if not k.label]
    # Kernels for any device serve an op that has none for the CPU.
    for kernel in ([k for k in found if k.device_type == "CPU"] or
                   [k for k in found if k.device_type == "DEFAULT"]):
        # A kernel for what the op doesn't allow is out of reach; TopK's name an attribute that only
        # TopKV2 has, and are found nevertheless.
        types = {c.name: [dtype_name(t) for t in c.allowed_values.list.type
                          if dtype_name(t) in allowed[c.name]]
                 for c in kernel.constraint if c.allowed_values.list.type and c.name in allowed}
        attrs = tuple(sorted(types)) if attrs is None else attrs
        assert attrs == tuple(sorted(types)), op
        rows.update(itertools.product(*(types[a] for a in attrs)))
    if attrs and not rows:
        return []
    if op == "Cast":
        attrs, rows = ("SrcT", "DstT"), set(casts())
    if attrs is None:
        return []
    if not attrs:
        return [f"{op} -"]
    lines = []
    for product in products(rows):
        parts = [f"{a}:{','.join(sorted(types, key=ORDER.index))}"
                 for a, types in zip(attrs, product)]
        lines.append(f"{op} {';'.join(parts)}")
    return sorted(lines)


def text_of(ops):
    """The whole file for these ops."""
    import tensorflow as tf
    head = (f"# The kernels of TensorFlow {tf.__version__}'s CPU; written by "
            "tests/cases/table.py --record.\n")
    return head + "".join(line + "\n" for op in sorted(ops) for line in lines_of(op))


def load():
    """By op: a list of products, each a dict from attribute to a list of dtypes."""
    found = {}
    for line in FILE.read_text().splitlines():
        if not line.startswith("#"):
            op, constraint = line.split(" ")
            parts = [] if constraint == "-" else constraint.split(";")
            found.setdefault(op, []).append(
                {attr: types.split(",") for attr, types in (p.split(":") for p in parts)})
    return found


if __name__ == "__main__":
    sys.stdout.writelines(line + "\n" for name in sys.argv[1:] for line in lines_of(name))
