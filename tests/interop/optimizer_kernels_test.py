"""Updates in kernels of their own follow Keras, in training and in what is saved: of the rows of
embeddings, and of optimizers that have no op in TensorFlow."""

import shutil

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2
from profiled import ops_of

import hornbeam as hb
from hornbeam import keras as hk

O = keras.optimizers
RNG = np.random.default_rng(11)
BATCH = 16
IDS = RNG.integers(0, 9, size=(48, 5)).astype("int32")  # each several times in a batch
MORE = RNG.integers(0, 40, size=48).astype("int64")
# Each once in a batch: for an id that comes twice, Keras over TensorFlow sums the squares of the
# gradients where it squares their sum over other backends, as we do.
ONCE = np.concatenate([RNG.permutation(100)[:5 * BATCH] for _ in range(3)]).reshape(48, 5)
ONCE = ONCE.astype("int32")
ONCE_MORE = np.concatenate([RNG.permutation(40)[:BATCH] for _ in range(3)])
Y = RNG.normal(size=(48, 1)).astype("float32")

# Those that leave rows without a gradient as they are.
ROWS = {
    "sgd": lambda: O.SGD(0.25),
    "adagrad": lambda: O.Adagrad(0.25),
    "adagrad_from_zero": lambda: O.Adagrad(0.25, initial_accumulator_value=0.0),
    "adagrad_decay": lambda: O.Adagrad(0.25, weight_decay=0.0625),
}
# Those with a kernel that implements a function of plain ops.
FUNCTIONS = {
    "adagrad": lambda: O.Adagrad(0.25),
    "adamw": lambda: O.AdamW(0.0078125, weight_decay=0.125),
    "nadam": lambda: O.Nadam(0.0078125),
    "rmsprop": lambda: O.RMSprop(0.0078125),
}
WHOLE = {
    "momentum": lambda: O.SGD(0.25, momentum=0.5),
    "adam": lambda: O.Adam(0.0078125),
    "amsgrad": lambda: O.Adam(0.0078125, amsgrad=True),
    "clipped": lambda: O.SGD(0.25, clipnorm=0.125),
}
OPTIMIZERS = ROWS | WHOLE | FUNCTIONS
LINEAR = ("sgd", "momentum")


def models(name, dtype="float32"):
    """Keras's and ours, with the same weights. The second table is looked up once, the first one
    for five columns."""
    keras.utils.set_random_seed(4)
    a, b = keras.Input((5,), dtype="int32", name="a"), keras.Input((), dtype="int64", name="b")
    L = keras.layers
    x = L.Concatenate(dtype=dtype)([L.Flatten(dtype=dtype)(L.Embedding(100, 3, dtype=dtype)(a)),
                         L.Embedding(40, 4, dtype=dtype)(b)])
    theirs = keras.Model([a, b], L.Dense(1, dtype=dtype)(x))
    ours = hk.model_from_json(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    optimizer = OPTIMIZERS[name]()
    theirs.compile(optimizer, "mse")
    ours.compile(O.serialize(optimizer), "mse")
    return theirs, ours


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training(name):
    theirs, ours = models(name)
    x = [IDS, MORE] if name in LINEAR else [ONCE, ONCE_MORE]
    fit = dict(epochs=5, batch_size=BATCH, shuffle=False, verbose=0)
    expected = theirs.fit(x, Y, **fit).history["loss"]
    np.testing.assert_allclose(ours.fit(x, Y, **fit).history["loss"], expected, rtol=2e-5)
    for a, b in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(a, b, rtol=2e-4, atol=2e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_tensorflow_runs_what_is_saved(name, tmp_path):
    _, ours = models(name)
    ours.train_on_batch([IDS, MORE], Y)
    ours.save(str(tmp_path / "model"))
    step = tf.saved_model.load(str(tmp_path / "model")).signatures["train_step"]
    feeds = {"a": tf.constant(IDS), "b": tf.constant(MORE), "y": tf.constant(Y)}
    losses = [float(step(**feeds)["loss"]) for _ in range(4)]
    expected = ours.fit([IDS, MORE], Y, epochs=4, batch_size=48, shuffle=False, verbose=0)
    np.testing.assert_allclose(losses, expected.history["loss"], rtol=5e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_plans_make_no_gradient_of_the_whole_table_if_they_can_do_without(name):
    _, ours = models(name)
    ran = ops_of(lambda: ours.train_on_batch([IDS, MORE], Y))
    assert ("_HbApplyRows" in ran) == (name in ROWS)
    assert ("UnsortedSegmentSum" in ran) == (name not in ROWS)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_kernels_give_the_bits_of_the_functions(name, dtype, tmp_path):
    _, ours = models(name, dtype)
    ours.train_on_batch([IDS, MORE], Y.astype(dtype))
    ours.save(str(tmp_path / "model"))
    shutil.copytree(tmp_path / "model", tmp_path / "plain")
    model = saved_model_pb2.SavedModel()
    model.ParseFromString((tmp_path / "plain/saved_model.pb").read_bytes())
    marked = 0
    for meta in model.meta_graphs:
        for function in meta.graph_def.library.function:
            if function.attr["api_implements"].s.startswith(b"hornbeam."):
                marked += 1
            del function.attr["api_implements"]
    assert marked == 1  # one for all variables
    (tmp_path / "plain/saved_model.pb").write_bytes(model.SerializeToString())
    feeds = {"a": IDS, "b": MORE}
    results, ran = [], []
    for folder in ("model", "plain"):
        session = hb.saved_model.load(tmp_path / folder)
        ran.append(ops_of(lambda: [
            hb.saved_model.run(session, "train_step", dict(feeds, y=Y.astype(dtype)))
            for _ in range(3)]))
        (result,) = hb.saved_model.run(session, "serving_default", feeds).values()
        results.append(np.asarray(result))
    assert "_HbApply" in ran[0] and "AssignSubVariableOp" not in ran[0]
    assert "AssignSubVariableOp" in ran[1]
    assert results[0].dtype == dtype
    np.testing.assert_array_equal(results[0], results[1])
