"""Graphs that TensorFlow builds give the same values when Hornbeam runs them."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
import tensorflow as tf

import hornbeam as hb

v1 = tf.compat.v1
X = np.arange(6, dtype=np.float32).reshape(2, 3)
IMAGE = np.random.RandomState(0).randn(2, 8, 8, 3).astype(np.float32)
FILTER = np.random.RandomState(1).randn(3, 3, 3, 4).astype(np.float32)


@tf.function
def _double_and_sum(a):
    return a * 2 + tf.reduce_sum(a)


def _nested(a):
    def outer(i, v):
        inner = v1.while_loop(lambda j, w: j < i, lambda j, w: (j + 1, w + 1.0), [0, v])
        return i + 1, inner[1]

    return v1.while_loop(lambda i, v: i < 4, outer, [0, a])


def _branch_in_loop(a):
    def body(i, v):
        return i + 1, v1.cond(tf.equal(i % 2, 0), lambda: v + 1, lambda: v * 3)

    return v1.while_loop(lambda i, v: i < 5, body, [0, a])


def _loop(a):
    return v1.while_loop(lambda i, v: i < 5, lambda i, v: (i + 1, v * v * 0.1), [0, a])


def _many_iterations(a):
    return v1.while_loop(
        lambda i, v: i < 2000, lambda i, v: (i + 1, tf.sqrt(v * v + 1e-3)), [0, a]
    )


CASES = {
    "arithmetic": lambda a: a + 1,
    "shapes": lambda a: tf.reshape(a, [tf.shape(a)[0] * 3, -1]),
    "unknown_size": lambda a: tf.where(a > 2) * 2,
    "call": lambda a: _double_and_sum(a) + _double_and_sum(a + 1),
    "cond": lambda a: v1.cond(tf.reduce_sum(a) > 3, lambda: a * 2, lambda: a - 1),
    "cond_else": lambda a: v1.cond(tf.reduce_sum(a) > 300, lambda: a * 2, lambda: a - 1),
    "loop": _loop,
    "nested_loops": _nested,
    "branch_in_loop": _branch_in_loop,
    "loop_in_branch": lambda a: v1.cond(
        tf.reduce_sum(a) > 300, lambda: _loop(a)[1], lambda: a
    ),
    "many_iterations": _many_iterations,
    "gradient_of_loop": lambda a: tf.gradients(_loop(a)[1], a),
    "gradient_of_cond": lambda a: tf.gradients(
        v1.cond(tf.reduce_sum(a) > 3, lambda: a * a, lambda: a - 1), a
    ),
    "map": lambda a: tf.map_fn(lambda r: tf.reduce_sum(r) * r, a),
    "scan": lambda a: tf.scan(lambda c, r: c + r, a),
    "top_k_and_unique": lambda a: [*tf.math.top_k(a, 2), tf.unique(tf.reshape(a, [-1]))[0]],
    "einsum": lambda a: tf.einsum("ij,kj->ik", a, a),
    "strings": lambda a: tf.strings.to_hash_bucket_fast(
        tf.strings.as_string(tf.cast(a, tf.int32)), 100
    ),
    "losses": lambda a: tf.gradients(
        tf.nn.softmax_cross_entropy_with_logits(labels=tf.nn.softmax(a * 2), logits=a), a
    ),
}


# With switches TensorFlow builds these on TensorArrays, which have no kernels yet.
FUNCTIONS_ONLY = {"map", "scan"}
BOTH = [(n, c) for n in CASES for c in ("functions", "switches")
        if c == "functions" or n not in FUNCTIONS_ONLY]


@pytest.mark.parametrize("name,control_flow", BOTH)
def test_same_values(name, control_flow):
    if control_flow == "switches":
        v1.disable_control_flow_v2()
    else:
        v1.enable_control_flow_v2()
    compare(CASES[name], X)


def test_convolution_gradient():
    def fn(a):
        pooled = tf.nn.max_pool2d(tf.nn.relu(tf.nn.conv2d(a, FILTER, 2, "SAME")), 2, 2, "VALID")
        return tf.gradients(pooled, a)

    compare(fn, IMAGE)


def test_a_list_of_functions_of_a_graph_that_was_imported():
    definition = v1.GraphDef()
    for name, fn in (("twice", _double_and_sum), ("f" * 200, tf.function(tf.square))):
        made = fn.get_concrete_function(tf.TensorSpec([None], tf.float32))
        definition.library.function.add().CopyFrom(made.function_def)
        definition.library.function[-1].signature.name = name
    graph = hb.Graph()
    graph.import_graph_def(definition.SerializeToString())
    with graph.as_default():
        x = hb.constant([4.0])
        out = [hb.raw_ops.Case(i, [x], [hb.float32], ["twice", "f" * 200])
               for i in (0, 1)]
        with hb.Session(graph) as session:
            assert session.run(out) == [12, 16]


def compare(fn, value):
    graph = tf.Graph()
    with graph.as_default():
        x = v1.placeholder(value.dtype, [None] * value.ndim)
        out = fn(x)
        outputs = list(out) if isinstance(out, (list, tuple)) else [out]
    with v1.Session(graph=graph) as session:
        want = session.run(outputs, {x: value})
    ours = hb.Graph()
    ours.import_graph_def(graph.as_graph_def().SerializeToString())
    with hb.Session(ours) as session:
        for _ in range(2):
            got = session.run([o.name for o in outputs], {x.name: value})
    for g, w in zip(got, want):
        np.testing.assert_allclose(g, w, rtol=1e-5, atol=1e-5)
