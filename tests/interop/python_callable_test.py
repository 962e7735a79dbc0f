"""Callables that write into arrays of the caller, and SavedModels with a number of threads."""

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import raw_ops

X = np.arange(6, dtype=np.float32).reshape(2, 3)


@pytest.fixture
def call():
    with hb.Graph().as_default() as graph:
        x = raw_ops.Placeholder("float32", shape=[None, 3])
        yield hb.Session(graph).make_callable([x], [x * 2.0, raw_ops.Shape(x), x])


def test_results_are_written_into_the_given_arrays(call):
    doubled, shape = np.zeros((2, 3), np.float32), np.zeros(2, np.int32)
    results = call(X, out=[doubled, shape, None])
    assert results[0] is doubled and results[1] is shape
    np.testing.assert_array_equal(doubled, 2 * X)
    np.testing.assert_array_equal(shape, [2, 3])
    np.testing.assert_array_equal(results[2], X)
    call(X + 1, out=(doubled, None, None))
    np.testing.assert_array_equal(doubled, 2 * X + 2)


def test_results_are_new_without_arrays(call):
    first, second = call(X)[0], call(X + 1, out=None)[0]
    np.testing.assert_array_equal(first, 2 * X)
    np.testing.assert_array_equal(second, 2 * X + 2)


def test_arrays_that_results_do_not_fit(call):
    with pytest.raises(TypeError, match="out must have 3 entries, one for each fetch, not 1"):
        call(X, out=[X])
    frozen = X.copy()
    frozen.flags.writeable = False
    for wrong in (X.astype(np.float64), np.zeros((3, 2), np.float32).T, frozen, [1.0], 3,
                  X.astype(">f4")):
        with pytest.raises(TypeError, match=r"out\[0\] must be a writable array in C order of float32"):
            call(X, out=[wrong, None, None])
    with pytest.raises(hb.errors.InvalidArgumentError, match=r"fetch 0 holds float\[2\]"):
        call(X, out=[np.zeros(2, np.float32), None, None])
    with pytest.raises(TypeError, match="takes 1 argument"):
        call(out=[None] * 3)


def test_strings_can_not_be_given():
    with hb.Graph().as_default() as graph:
        x = raw_ops.Placeholder("float32")
        call = hb.Session(graph).make_callable([x], [raw_ops.AsString(x)])
    with pytest.raises(TypeError, match=r"out\[0\] must be None: the result holds strings"):
        call(X, out=[np.zeros(X.shape, object)])


def test_threads_of_a_saved_model(tmp_path):
    model = hb.keras.Sequential([hb.keras.Input((300,)), hb.keras.layers.Dense(200)])
    model.save(tmp_path / "m")
    x = np.random.default_rng(0).standard_normal((64, 300), dtype=np.float32)
    results = []
    for threads in (0, 1, 2):
        with hb.saved_model.load(tmp_path / "m", threads=threads) as session:
            serve = hb.saved_model.function(session)
            (name,) = hb.saved_model.signatures(session)["serving_default"].inputs
            (result,) = serve(**{name: x}).values()
            results.append(result)
    for result in results:
        np.testing.assert_array_equal(result, model.predict(x))
