"""Gradients of TensorFlow 1's while loops, of Enter, Merge, Switch, NextIteration and Exit nodes."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam
from tests.gradients.control_flow_test import Case, check, inputs, run_in_hornbeam, values, variable

v1 = tf.compat.v1


def loop(x, y, limit=4):
    return tf.while_loop(lambda i, a: i < limit, lambda i, a: (i + 1, tf.sin(a) * y + a),
                         [tf.constant(0), x])[1]


def simple():
    x, y = inputs()
    return [loop(x, y)], [x, y]


def no_iterations():
    x, y = inputs()
    return [loop(x, y, limit=0) * y], [x, y]


def by_value():
    x, y = inputs()
    return [tf.while_loop(lambda a: tf.reduce_sum(tf.abs(a)) < 50.0, lambda a: a * a + y + 1.0,
                          [x])[0]], [x, y]


def two_variables():
    x, y = inputs()
    a, b, _ = tf.while_loop(lambda a, b, i: i < 3, lambda a, b, i: (a * b, a + tf.cos(b), i + 1),
                            [x, y, tf.constant(0)])
    return [a * 2.0, b], [x, y]


def one_of_two():
    x, y = inputs()
    a, _, _ = tf.while_loop(lambda a, b, i: i < 3, lambda a, b, i: (a * b, b * 1.5, i + 1),
                            [x, y, tf.constant(0)])
    return [a], [x, y]


def unchanged_variable():
    x, y = inputs()
    a, _, _ = tf.while_loop(lambda a, b, i: i < 3, lambda a, b, i: (a * b, b, i + 1),
                            [x, y, tf.constant(0)])
    return [a], [x, y]


def growing():
    x, _ = inputs()
    a = tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, tf.concat([a, a * 0.5], 0)),
                      [tf.constant(0), x],
                      shape_invariants=[tf.TensorShape([]), tf.TensorShape([None])])[1]
    return [a * a], [x]


def two_loops():
    x, y = inputs()
    return [loop(loop(x, y, 2), y, 3)], [x, y]


def nested():
    x, y = inputs()

    def outer(i, a):
        b = tf.while_loop(lambda j, b: j < i, lambda j, b: (j + 1, b * tf.cos(a) + y), [0, a])[1]
        return i + 1, tf.sin(b)

    return [tf.while_loop(lambda i, a: i < 4, outer, [tf.constant(0), x])[1]], [x, y]


def nested_three_deep():
    x, y = inputs()

    def middle(j, b, a):
        c = tf.while_loop(lambda k, c: k < j + 1, lambda k, c: (k + 1, tf.sin(c * b) + a), [0, y])
        return j + 1, b * c[1], a

    def outer(i, a):
        b = tf.while_loop(lambda j, b, a: j < 2, middle, [0, a, a * y])[1]
        return i + 1, tf.tanh(b)

    return [tf.while_loop(lambda i, a: i < 3, outer, [tf.constant(0), x])[1]], [x, y]


def conditional_inside():
    x, y = inputs()

    def body(i, a):
        b = tf.cond(tf.equal(i % 2, 0), lambda: tf.sin(a) * y, lambda: a * a + tf.exp(y))
        return i + 1, b

    return [tf.while_loop(lambda i, a: i < 4, body, [tf.constant(0), x])[1]], [x, y]


def conditionals_inside_of_each_other():
    x, y = inputs()

    def body(i, a):
        inner = lambda: tf.cond(i > 2, lambda: tf.sin(a) * a, lambda: tf.cos(a) * y)
        return i + 1, tf.cond(i > 0, inner, lambda: a * a)

    return [tf.while_loop(lambda i, a: i < 5, body, [tf.constant(0), x])[1]], [x, y]


def loop_in_conditional(taken):
    def build():
        x, y = inputs()
        taken_now = v1.placeholder_with_default(tf.constant(taken), [])
        return [tf.cond(taken_now, lambda: loop(x, y) * x, lambda: x * x * y)], [x, y]

    return build


def loop_in_conditional_in_loop():
    x, y = inputs()

    def body(i, a):
        return i + 1, tf.cond(tf.equal(i % 2, 1), lambda: loop(a, y, i), lambda: tf.sin(a))

    return [tf.while_loop(lambda i, a: i < 4, body, [tf.constant(0), x])[1]], [x, y]


def matrix_and_variable():
    w = variable(values(3, 3) * 0.5)
    x = tf.constant(values(2, 3))
    h = tf.while_loop(lambda i, h: i < 4, lambda i, h: (i + 1, tf.tanh(h @ w + x)),
                      [tf.constant(0), tf.zeros([2, 3])])[1]
    return [tf.reduce_sum(h * h)], [w, x]


def call_inside():
    x, y = inputs()

    @tf.function(autograph=False)
    def f(a):
        return tf.sin(a) * y

    return [tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, f(a) * a),
                          [tf.constant(0), x])[1]], [x, y]


def map_rows():
    x = tf.constant(values(4, 3))
    y = tf.constant(values(3))
    return [tf.map_fn(lambda row: tf.sin(row) * y, x)], [x, y]


def scan_rows():
    x = tf.constant(values(4, 3))
    y = tf.constant(values(3))
    return [tf.scan(lambda a, row: tf.sin(a) * y + row, x, initializer=y * 2.0)], [x, y]


def fold_rows():
    x = tf.constant(values(4, 3))
    return [tf.foldl(lambda a, row: a * row + tf.cos(a), x)], [x]


def recurrent():
    x = tf.constant(values(2, 5, 3))
    w, u = variable(values(3, 4) * 0.5), variable(values(4, 4) * 0.5)
    time_first = tf.transpose(x, [1, 0, 2])
    steps = tf.TensorArray(tf.float32, 5).unstack(time_first)
    out = tf.TensorArray(tf.float32, 5, element_shape=[2, 4])

    def body(t, h, out):
        h = tf.tanh(steps.read(t) @ w + h @ u)
        return t + 1, h, out.write(t, h)

    out = tf.while_loop(lambda t, h, o: t < 5, body, [tf.constant(0), tf.zeros([2, 4]), out])[2]
    return [tf.reduce_mean(out.stack() ** 2)], [x, w, u]


BUILDS = [
    simple, no_iterations, by_value, two_variables, one_of_two, unchanged_variable, growing,
    two_loops, nested, nested_three_deep, conditional_inside, conditionals_inside_of_each_other,
    loop_in_conditional_in_loop, matrix_and_variable, call_inside, map_rows, scan_rows, fold_rows,
    recurrent
]


@pytest.mark.parametrize("build", BUILDS, ids=lambda b: b.__name__)
def test_gradients(build):
    check(build, control_flow_v2=False)


@pytest.mark.parametrize("taken", [True, False])
def test_loop_in_conditional(taken):
    check(loop_in_conditional(taken), control_flow_v2=False)


def test_second_derivatives_are_refused():
    case = Case(simple, 1, control_flow_v2=False)
    graph = hornbeam.Graph(case.graph_def)
    dxs = graph.add_gradients(case.ys, case.xs)
    with pytest.raises(hornbeam.Error, match="second derivatives"):
        graph.add_gradients(dxs, case.xs)
    graph.close()


def test_a_loop_that_has_run_is_differentiated():
    case = Case(nested, 1, control_flow_v2=False)
    graph = hornbeam.Graph(case.graph_def)
    run_in_hornbeam(graph, case, case.ys)
    dxs = graph.add_gradients(case.ys, case.xs)
    for got, want in zip(run_in_hornbeam(graph, case, dxs), case.expected):
        np.testing.assert_allclose(got, want, rtol=2e-4, atol=1e-5)
    graph.close()


def test_training_graphs_of_tensorflow_run():
    """Gradients and updates that TensorFlow itself has added."""
    v1.disable_control_flow_v2()
    try:
        with tf.Graph().as_default() as graph:
            ys, xs = recurrent()
            train = v1.train.GradientDescentOptimizer(0.1).minimize(ys[0])
            init = v1.global_variables_initializer()
            with v1.Session() as session:
                session.run(init)
                expected = [session.run([ys[0], train])[0] for _ in range(4)]
    finally:
        v1.enable_control_flow_v2()
    ours = hornbeam.Graph(graph.as_graph_def())
    ours.run([], targets=[init.name])
    losses = [ours.run([ys[0].name], targets=[train.name])[0] for _ in range(4)]
    ours.close()
    np.testing.assert_allclose(losses, expected, rtol=1e-5)
    assert losses[3] < losses[0]
