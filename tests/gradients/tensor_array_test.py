"""TensorArrays of TensorFlow 1, their gradients, and the loops that use them."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam
from tests.gradients.control_flow_test import check, values

v1 = tf.compat.v1
raw = tf.raw_ops


def array(size, **kwargs):
    return tf.TensorArray(tf.float32, size, **kwargs)


def write_and_read():
    x, y = tf.constant(values(3)), tf.constant(values(3, seed=1))
    a = array(2).write(0, x * y).write(1, tf.sin(x))
    return [a.read(1) * a.read(0)], [x, y]


def read_twice():
    x = tf.constant(values(3))
    a = array(1, clear_after_read=False).write(0, x * x)
    return [a.read(0) * 2.0 + tf.exp(a.read(0))], [x]


def stack_some():
    x, y = tf.constant(values(3)), tf.constant(values(3, seed=1))
    a = array(0, dynamic_size=True).write(3, x).write(1, y * x).write(0, y)
    return [a.gather([1, 3]) * tf.constant(values(2, 3))], [x, y]


def unstack():
    x = tf.constant(values(4, 2))
    a = array(4, clear_after_read=False).unstack(x * x)
    return [a.stack() * a.read(2)], [x]


def scatter():
    x = tf.constant(values(2, 3))
    a = array(5).scatter([4, 0], x * 3.0)
    return [a.read(4) * a.read(0)], [x]


def concat():
    x, y = tf.constant(values(2, 3)), tf.constant(values(4, 3))
    a = array(2, infer_shape=False).write(0, x * x).write(1, y)
    return [a.concat() * tf.constant(values(6, 3))], [x, y]


def split():
    x = tf.constant(values(6, 2))
    a = array(3, infer_shape=False, clear_after_read=False).split(x * x, [1, 3, 2])
    return [a.read(1) * 2.0, a.read(0) * a.read(0)], [x]


def never_read():
    x = tf.constant(values(3))
    a = array(2, element_shape=[3]).write(0, x * x).write(1, x)
    return [a.read(1)], [x]


BUILDS = [write_and_read, read_twice, stack_some, unstack, scatter, concat, split, never_read]


@pytest.mark.parametrize("build", BUILDS, ids=lambda b: b.__name__)
def test_gradients(build):
    check(build, control_flow_v2=False)


class Calls:
    """What an array answers, one session run a call."""

    def __init__(self, **attrs):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.made = raw.TensorArrayV3(size=2, dtype=tf.float32, **attrs)

    def run(self, build):
        """The values that TensorFlow and Hornbeam give, or the errors' messages."""
        with self.graph.as_default():
            outputs = build(self.made.handle, self.made.flow)
        results = []
        with v1.Session(graph=self.graph) as session:
            try:
                results.append(session.run(outputs))
            except tf.errors.OpError as e:
                results.append(e.message)
        graph = hornbeam.Graph(self.graph.as_graph_def())
        try:
            results.append(graph.run([o.name for o in outputs]))
        except hornbeam.Error as e:
            results.append(str(e))
        graph.close()
        return results


def write(handle, index, value, flow):
    return raw.TensorArrayWriteV3(handle=handle, index=index, value=value, flow_in=flow)


def read(handle, index, flow):
    return raw.TensorArrayReadV3(handle=handle, index=index, flow_in=flow, dtype=tf.float32)


REFUSED = {
    "written twice": lambda h, f: [write(h, 0, [2.0], write(h, 0, [1.0], f))],
    "beyond the end": lambda h, f: [write(h, 2, [1.0], f)],
    "negative": lambda h, f: [read(h, -1, f)],
    "other dtype": lambda h, f: [raw.TensorArrayWriteV3(handle=h, index=0, value=[1], flow_in=f)],
    "wrong dtype read": lambda h, f: [
        raw.TensorArrayReadV3(handle=h, index=0, flow_in=write(h, 0, [1.0], f), dtype=tf.int32)],
    "never written": lambda h, f: [read(h, 1, f)],
    "too many lengths": lambda h, f: [raw.TensorArraySplitV3(
        handle=h, value=[1.0, 2.0], lengths=tf.constant([1, 2], tf.int64), flow_in=f)],
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_as_tensorflow_refuses(name):
    theirs, ours = Calls().run(REFUSED[name])
    assert isinstance(theirs, str) and isinstance(ours, str), (theirs, ours)
    for word in ("Could not", "Tried to", "dtype", "Expected"):
        assert (word in theirs) == (word in ours), (theirs, ours)


def test_read_twice_is_refused_when_elements_are_cleared():
    def build(h, f):
        f = write(h, 0, [1.0], f)
        first = read(h, 0, f)
        with tf.control_dependencies([first]):
            return [read(h, 0, f)]

    theirs, ours = Calls().run(build)
    assert "twice" in theirs and "twice" in ours
    theirs, ours = Calls(clear_after_read=False).run(build)
    np.testing.assert_array_equal(theirs[0], ours[0])


def test_closed():
    def build(h, f):
        with tf.control_dependencies([raw.TensorArrayCloseV3(handle=h)]):
            return [write(h, 0, [1.0], f)]

    theirs, ours = Calls().run(build)
    assert "already been closed" in theirs and "already been closed" in ours


def test_gradients_are_added_up_and_have_their_own_shape():
    def build(h, f):
        f = write(h, 0, [1.0, 2.0], f)
        g = raw.TensorArrayGradV3(handle=h, flow_in=f, source="g")
        flow = write(g.grad_handle, 0, [5.0, 6.0], g.flow_out)
        again = raw.TensorArrayGradV3(handle=h, flow_in=flow, source="g")
        flow = write(again.grad_handle, 0, [1.0, 1.0], again.flow_out)
        other = raw.TensorArrayGradWithShape(handle=h, flow_in=flow, shape_to_prepend=[3],
                                             source="h")
        return [read(g.grad_handle, 0, flow), read(other.grad_handle, 0, other.flow_out),
                raw.TensorArraySizeV3(handle=other.grad_handle, flow_in=other.flow_out)]

    theirs, ours = Calls().run(build)
    for a, b in zip(theirs, ours):
        np.testing.assert_array_equal(a, b)
