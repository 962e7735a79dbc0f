"""Gradients that nodes take from other ops, by attribute _gradient_op_type."""

import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam
from tests.gradients.control_flow_test import Case, check, inputs


def overridden(op, other, build):
    def made():
        x, y = inputs()
        with tf.compat.v1.get_default_graph().gradient_override_map({op: other}):
            z = build(x * y)
        return [z * y], [x, y]

    return made


@pytest.mark.parametrize("op, other, build", [
    ("Sign", "Identity", tf.sign),
    ("Relu", "Tanh", tf.nn.relu),
    ("Identity", "StopGradient", tf.identity),
])
def test_gradient_of_another_op(op, other, build):
    check(overridden(op, other, build))


def test_unknown_gradient_is_refused():
    case = Case(overridden("Sign", "Identity", tf.sign), 1)
    for node in case.graph_def.node:
        if "_gradient_op_type" in node.attr:
            node.attr["_gradient_op_type"].s = b"NoSuchOp"
    graph = hornbeam.Graph(case.graph_def)
    with pytest.raises(hornbeam.Error, match="no entry for: NoSuchOp"):
        graph.add_gradients(case.ys, case.xs)
    graph.close()
