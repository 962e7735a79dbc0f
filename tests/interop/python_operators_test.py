"""The operators of Python's tensors and variables, which are generated, compute what NumPy's do."""

import operator

import numpy as np
import pytest

import hornbeam as hb
from hornbeam.compat import v1 as tf

X = np.array([[2.0, -3.0], [5.5, 0.5]], np.float32)
Y = np.array([[1.5, 2.0], [-2.0, 4.0]], np.float32)
ARITHMETIC = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
              operator.matmul]
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge]


def value(build, *feeds):
    """What is built of the arrays, when some of them are tensors."""
    with hb.Graph().as_default():
        out = build(*feeds)
        with hb.Session() as session:
            session.run(tf.global_variables_initializer())
            return out.op.type, session.run(out)


@pytest.mark.parametrize("apply", ARITHMETIC + COMPARISONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("left, right", [(hb.constant, hb.constant), (hb.constant, np.asarray),
                                         (np.asarray, hb.constant), (tf.Variable, np.asarray),
                                         (np.asarray, tf.Variable), (tf.Variable, tf.Variable)])
def test_operators_of_two(apply, left, right):
    _, found = value(lambda: apply(left(X), right(Y)))
    np.testing.assert_allclose(found, apply(X, Y), rtol=1e-6)


def test_powers():
    for left, right in ((hb.constant, np.asarray), (np.asarray, hb.constant)):
        _, found = value(lambda: left(abs(X)) ** right(Y))
        np.testing.assert_allclose(found, abs(X) ** Y, rtol=1e-5)


def test_numbers_take_the_type_of_the_tensor():
    for number in (2, 2.0):
        for build in (lambda: hb.constant(X) * number - number, lambda: number - number / hb.constant(X)):
            assert value(build)[1].dtype == np.float32
    np.testing.assert_array_equal(value(lambda: 7 // hb.constant([2, -2]))[1], [3, -4])


@pytest.mark.parametrize("make", [hb.constant, tf.Variable])
def test_operators_of_one(make):
    np.testing.assert_array_equal(value(lambda: -make(X))[1], -X)
    np.testing.assert_array_equal(value(lambda: abs(make(X)))[1], abs(X))


def test_products_of_more_dimensions_are_another_op():
    batch = np.arange(8, dtype=np.float32).reshape(2, 2, 2)
    for build, expected in ((lambda: hb.constant(batch) @ batch, batch @ batch),
                            (lambda: hb.constant(X) @ batch, X @ batch),
                            (lambda: batch @ hb.constant(X), batch @ X)):
        kind, found = value(build)
        assert kind == "BatchMatMulV2"
        np.testing.assert_allclose(found, expected)
    assert value(lambda: X @ hb.constant(Y))[0] == "MatMul"
