"""Multinomial and StatelessMultinomial draw the classes that TensorFlow draws."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam

raw = tf.raw_ops


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64])
def test_same_classes(dtype):
    logits = np.random.RandomState(1).randn(3, 7)
    logits[1, 2], logits[2, 0] = -np.inf, np.nan
    with tf.Graph().as_default() as graph:
        x = tf.constant(logits, dtype)
        outputs = [
            raw.Multinomial(logits=x, num_samples=5, seed=3, seed2=9),
            raw.StatelessMultinomial(logits=x, num_samples=11, seed=[3, -9],
                                     output_dtype=tf.int32),
        ]
        with tf.compat.v1.Session() as session:
            expected = [session.run(outputs) for _ in range(3)]
    ours = hornbeam.Graph(graph.as_graph_def())
    for want in expected:
        for got, value in zip(ours.run([o.name for o in outputs]), want):
            np.testing.assert_array_equal(got, value)
    ours.close()


def test_no_classes_are_refused():
    with tf.Graph().as_default() as graph:
        output = raw.Multinomial(logits=tf.zeros([2, 0]), num_samples=1)
    ours = hornbeam.Graph(graph.as_graph_def())
    with pytest.raises(hornbeam.Error, match="num_classes should be positive"):
        ours.run([output.name])
    ours.close()
