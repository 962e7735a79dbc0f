"""Gradients through functions, conditionals and loops: the graphs that Hornbeam makes are run by
TensorFlow and by Hornbeam, and compared with what TensorFlow's own tf.gradients computes."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam

v1 = tf.compat.v1


def values(*shape, seed=0):
    return np.random.RandomState(seed + sum(shape)).randn(*shape).astype(np.float32)


def plain_config():
    """A session that runs the graph as it is."""
    options = v1.OptimizerOptions(opt_level=v1.OptimizerOptions.L0)
    return v1.ConfigProto(graph_options=v1.GraphOptions(optimizer_options=options))


class Case:
    """A graph built by TensorFlow: ys, xs, and the xs as tf.gradients takes them."""

    def __init__(self, build, order, control_flow_v2=True):
        (v1.enable_control_flow_v2 if control_flow_v2 else v1.disable_control_flow_v2)()
        try:
            with tf.Graph().as_default() as graph:
                ys, xs = build()
                init = v1.global_variables_initializer()
                self.ys = [y.name for y in ys]
                self.xs = [x.handle.name if hasattr(x, "handle") else x.name for x in xs]
                self.init = init.name
                # Before tf.gradients changes the loops.
                self.graph_def = graph.as_graph_def()
                self.expected = self._expected(ys, xs, init, order)
        finally:
            v1.enable_control_flow_v2()

    @staticmethod
    def _expected(ys, xs, init, order):
        for _ in range(order):
            grads = [tf.convert_to_tensor(g) for g in tf.gradients(ys, xs) if g is not None]
            ys = grads
        with v1.Session(config=plain_config()) as session:
            session.run(init)
            return session.run(ys)


def differentiate(case, order):
    graph = hornbeam.Graph(case.graph_def)
    ys = case.ys
    for _ in range(order):
        dxs = [d for d in graph.add_gradients(ys, case.xs) if d is not None]
        ys = dxs
    return graph, ys


def run_in_tensorflow(graph, case, fetches):
    graph_def = v1.GraphDef.FromString(graph.to_graph_def())
    with tf.Graph().as_default():
        tf.import_graph_def(graph_def, name="")
        with v1.Session(config=plain_config()) as session:
            session.run(case.init)
            return session.run(fetches)


def run_in_hornbeam(graph, case, fetches):
    graph.run([], targets=[case.init])
    return graph.run(fetches)


def check(build, order=1, control_flow_v2=True):
    case = Case(build, order, control_flow_v2)
    graph, dxs = differentiate(case, order)
    assert len(dxs) == len(case.expected)
    for run in (run_in_tensorflow, run_in_hornbeam):
        for got, want in zip(run(graph, case, dxs), case.expected):
            np.testing.assert_allclose(got, want, rtol=2e-4, atol=1e-5, err_msg=run.__name__)
    graph.close()


def inputs():
    return tf.constant(values(3)), tf.constant(values(3, seed=1))


def variable(value):
    return v1.get_variable(f"v{len(v1.global_variables())}", initializer=value, use_resource=True)


def function_call():
    @tf.function(autograph=False)
    def f(x, y):
        return tf.sin(x) * y, x + 1

    x, y = inputs()
    return [f(x, y)[0] * f(y, x)[0]], [x, y]


def conditional(taken):
    def build():
        x, y = inputs()
        cond = tf.reduce_sum(x) * 0.0 + (1.0 if taken else -1.0) > 0.0
        return [tf.cond(cond, lambda: tf.sin(x) * y, lambda: x * x)], [x, y]

    return build


def switch_case():
    x, y = inputs()
    branches = [lambda: x * y, lambda: tf.sin(x) * y, lambda: x + y]
    return [tf.switch_case(tf.constant(1), branches)], [x, y]


def loop(x, y, limit=4):
    return tf.while_loop(lambda i, a: i < limit, lambda i, a: (i + 1, tf.sin(a) * y + a),
                         [tf.constant(0), x])[1]


def simple_loop():
    x, y = inputs()
    return [loop(x, y)], [x, y]


def loop_without_iterations():
    x, y = inputs()
    return [loop(x, y, limit=0)], [x]


def nested_loops():
    x, y = inputs()

    def outer(i, a):
        b = tf.while_loop(lambda j, b: j < i, lambda j, b: (j + 1, b * tf.cos(a) + y), [0, a])[1]
        return i + 1, tf.sin(b)

    return [tf.while_loop(lambda i, a: i < 4, outer, [tf.constant(0), x])[1]], [x, y]


def conditional_in_loop():
    x, y = inputs()

    def body(i, a):
        even = tf.equal(i % 2, 0)
        return i + 1, tf.cond(even, lambda: tf.sin(a) * y, lambda: a + y * a)

    return [tf.while_loop(lambda i, a: i < 5, body, [tf.constant(0), x])[1]], [x, y]


def loop_in_conditional():
    x, y = inputs()
    return [tf.cond(tf.reduce_sum(x) > -100.0, lambda: loop(x, y), lambda: y)], [x, y]


def growing_loop():
    x, y = inputs()

    def body(i, a):
        return i + 1, tf.concat([a, tf.sin(a) * tf.reduce_sum(y)], 0)

    shapes = [tf.TensorShape([]), tf.TensorShape([None])]
    return [tf.while_loop(lambda i, a: i < 3, body, [0, x], shape_invariants=shapes)[1]], [x, y]


def tensor_array():
    x, y = inputs()

    def body(i, array, s):
        return i + 1, array.write(i, tf.sin(s) * y), s * y

    array = tf.TensorArray(tf.float32, 4)
    return [tf.while_loop(lambda i, *_: i < 4, body, [0, array, x])[1].stack()], [x, y]


def mapped():
    x, y = tf.constant(values(4, 3)), tf.constant(values(3))
    return [tf.map_fn(lambda row: tf.sin(row) * y, x)], [x, y]


def variables_in_call():
    v, w = variable(values(3)), variable(values(3, seed=2))

    @tf.function(autograph=False)
    def f(x):
        return tf.sin(v * x) * w

    return [f(w) * f(tf.ones(3))], [v, w]


def variables_in_conditional():
    v, w = variable(values(3)), variable(values(3, seed=2))
    return [tf.cond(tf.constant(True), lambda: tf.sin(v), lambda: w * w)], [v, w]


def variable_in_loop():
    v, x = variable(values(3)), tf.constant(values(3))
    return [tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, tf.sin(a) * v + v), [0, x])[1]
            ], [v, x]


BUILDS = {
    f.__name__: f
    for f in (function_call, switch_case, simple_loop, loop_without_iterations, nested_loops,
              conditional_in_loop, loop_in_conditional, growing_loop, tensor_array, mapped,
              variables_in_call, variable_in_loop, variables_in_conditional)
}
BUILDS["conditional_taken"] = conditional(True)
BUILDS["conditional_not_taken"] = conditional(False)


@pytest.mark.parametrize("name", sorted(BUILDS))
def test_first_order(name):
    check(BUILDS[name])


@pytest.mark.parametrize("name", [
    "conditional_in_loop", "conditional_taken", "function_call", "loop_in_conditional",
    "nested_loops", "simple_loop", "tensor_array", "variable_in_loop", "variables_in_call"])
def test_second_order(name):
    check(BUILDS[name], order=2)


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("order", [1, 2])
def test_switch_and_merge(taken, order):
    check(conditional(taken), order=order, control_flow_v2=False)


def random_in_call(x):
    return tf.function(lambda x: x * tf.random.uniform([3]), autograph=False)(x)


def random_in_conditional(x):
    return tf.cond(tf.reduce_sum(x) > -1000.0, lambda: x * tf.random.uniform([3]), lambda: x)


def random_in_loop(x):
    return tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, a * tf.random.uniform([3])),
                         [0, x])[1]


@pytest.mark.parametrize("function", [random_in_call, random_in_conditional, random_in_loop])
def test_random_numbers_are_the_forward_pass_s(function):
    """y is x times random numbers, so that y must be x times the gradient."""
    x = values(3)
    with tf.Graph().as_default() as graph:
        x_tensor = tf.constant(x)
        y = function(x_tensor)
        init = v1.global_variables_initializer()
        graph_def = graph.as_graph_def()
    case = type("", (), {"init": init.name})
    ours = hornbeam.Graph(graph_def)
    dxs = ours.add_gradients([y.name], [x_tensor.name])
    for run in (run_in_tensorflow, run_in_hornbeam):
        dx, value = run(ours, case, dxs + [y.name])
        np.testing.assert_allclose(dx * x, value, rtol=1e-5, err_msg=run.__name__)
    ours.close()


def test_a_loop_that_has_run_runs_again_for_its_gradient():
    case = Case(simple_loop, order=1)
    graph = hornbeam.Graph(case.graph_def)
    before = graph.run(case.ys)
    dxs = graph.add_gradients(case.ys, case.xs)
    for got, want in zip(graph.run(dxs), case.expected):
        np.testing.assert_allclose(got, want, rtol=2e-4, atol=1e-5)
    np.testing.assert_array_equal(graph.run(case.ys), before)
    graph.close()


def test_a_call_with_state_that_has_run_is_refused():
    with tf.Graph().as_default() as graph:
        x, _ = inputs()
        y = random_in_call(x)
        ours = hornbeam.Graph(graph.as_graph_def())
    ours.run([y.name])
    with pytest.raises(hornbeam.Error, match="session has run"):
        ours.add_gradients([y.name], [x.name])
    ours.close()
