"""Transposes of every element size against NumPy's: odd sizes, several axes, one thread and more."""

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import raw_ops

CASES = [
    ((37, 53), (1, 0)), ((5, 700), (1, 0)), ((300, 517), (1, 0)), ((1031, 64), (1, 0)),
    ((3, 45, 67), (0, 2, 1)), ((3, 45, 67), (2, 1, 0)), ((40, 6, 70), (1, 2, 0)),
    ((4, 31, 33, 17), (0, 3, 1, 2)), ((4, 17, 31, 33), (0, 2, 3, 1)), ((6, 5, 90, 8), (3, 0, 2, 1)),
]


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int16", "float32", "int64", "complex128"])
@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("shape,perm", CASES)
def test_as_numpy(shape, perm, threads, dtype):
    x = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    with hb.Graph().as_default() as graph:
        fed = raw_ops.Placeholder(x.dtype, shape=[None] * x.ndim)
        result = raw_ops.Transpose(fed, list(perm))
        with hb.Session(graph, threads=threads) as session:
            got = session.run(result, {fed: x})
    np.testing.assert_array_equal(got, x.transpose(perm))
    assert got.dtype == x.dtype


def test_strings():
    x = np.array([[f"{i},{j}".encode() for j in range(9)] for i in range(7)], object)
    with hb.Graph().as_default() as graph:
        fed = raw_ops.Placeholder("string")
        with hb.Session(graph) as session:
            got = session.run(raw_ops.Transpose(fed, [1, 0]), {fed: x})
    np.testing.assert_array_equal(got, x.T)
