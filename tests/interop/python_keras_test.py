"""Layers, models and training from Python."""

import json

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import keras
from hornbeam.graph import get_default_graph

X = np.array([[1], [2], [3], [4]], np.float32)
Y = 1 - X


def line_model():
    keras.set_random_seed(3)
    model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
    return model


def test_train_save_load(tmp_path):
    model = line_model()
    history = model.fit(X, Y, epochs=60, verbose=0)
    assert len(history.history["loss"]) == 60
    assert history.history["loss"][-1] < 0.2 * history.history["loss"][0]
    model.save(tmp_path / "model")
    loaded = keras.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    a = model.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    b = loaded.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    assert a == b


def test_tensorflow_loads(tmp_path):
    import tensorflow as tf

    model = line_model()
    model.fit(X, Y, epochs=2, verbose=0)
    model.save(tmp_path / "model")
    loaded = tf.saved_model.load(str(tmp_path / "model"))
    serve = loaded.signatures["serving_default"]
    key = list(serve.structured_input_signature[1])[0]
    (out,) = serve(**{key: tf.constant(X)}).values()
    np.testing.assert_allclose(out.numpy(), model.predict(X), atol=1e-5)


def test_custom_layer_and_loss():
    def scaled(a, trace):
        return a * trace.add_weight("scale", [4], "ones")

    def squared(y_true, y_pred):
        return hb.raw_ops.Mean(hb.raw_ops.Square(y_true - y_pred), np.int32(-1))

    x = np.random.RandomState(0).randn(64, 3).astype(np.float32)
    inputs = keras.Input((3,))
    hidden = keras.layers.Dense(4, activation="tanh")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.Lambda(scaled)(hidden)))
    model.compile("sgd", squared)
    losses = model.fit(x, x.sum(1, keepdims=True), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert [w.shape for w in model.get_weights()] == [(3, 4), (4,), (4,), (4, 1), (1,)]


def test_exception_of_a_traced_function_comes_back():
    class Own(Exception):
        pass

    error = Own("mine")

    def broken(a):
        raise error

    with pytest.raises(Own) as caught:
        inputs = keras.Input((3,))
        keras.Model(inputs, keras.layers.Dense(1)(keras.Lambda(broken)(inputs)))
    assert caught.value is error


def test_callbacks_and_early_stopping():
    class Count(keras.callbacks.Callback):
        epochs = batches = 0

        def on_epoch_end(self, epoch, logs=None):
            Count.epochs += 1
            if epoch == 3:
                self.model.stop_training = True

        def on_train_batch_end(self, batch, logs=None):
            Count.batches += 1

    line_model().fit(X, Y, batch_size=2, epochs=10, verbose=0, callbacks=[Count()])
    assert (Count.epochs, Count.batches) == (4, 8)


def test_generator_of_batches():
    batches = [(X[:2], Y[:2]), (X[2:], Y[2:])]
    history = line_model().fit(batches_of(batches), epochs=3, verbose=0)
    assert len(history.history["loss"]) == 3


class batches_of:  # noqa: N801
    def __init__(self, batches):
        self.batches = batches

    def __iter__(self):
        return iter(self.batches)


def test_wrong_arguments_are_named():
    with pytest.raises(hb.errors.InvalidArgumentError, match="units"):
        keras.Sequential([keras.layers.Dense(-1)]).build(X)
    with pytest.raises(hb.errors.HornbeamError):
        keras.load("/nonexistent")


def test_config_is_keras_3s():
    import keras as keras3

    model = line_model()
    model.build(X)
    theirs = keras3.models.model_from_json(json.dumps(json.loads(model.to_json())))
    theirs.set_weights(model.get_weights())
    np.testing.assert_allclose(theirs.predict(X, verbose=0), model.predict(X), atol=1e-6)


# Weights alone, Normalization, and files that models may touch.

RNG = np.random.RandomState(5)
X3 = RNG.randn(50, 3).astype(np.float32)


def test_weights_alone(tmp_path):
    model = line_model()
    model.fit(X, Y, epochs=5, verbose=0, shuffle=False)
    model.save_weights(tmp_path / "w")
    expected = model.predict(X)
    a = model.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    model.load_weights(tmp_path / "w")
    np.testing.assert_array_equal(model.predict(X), expected)
    other = line_model()
    other.build(X)
    other.load_weights(tmp_path / "w")
    np.testing.assert_array_equal(other.predict(X), expected)
    # The optimizer's state came along.
    assert other.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"] == a
    small = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])
    small.build(X)
    before = small.get_weights()
    with pytest.raises(hb.errors.InvalidArgumentError, match="'dense/kernel'"):
        small.load_weights(tmp_path / "w")
    for x, y in zip(small.get_weights(), before):
        np.testing.assert_array_equal(x, y)
    with pytest.raises(hb.errors.NotFoundError):
        small.load_weights(tmp_path / "nothing")
    with pytest.raises(hb.errors.FailedPreconditionError):
        line_model().save_weights(tmp_path / "x")


@pytest.mark.parametrize("axis, shape", [(-1, (30, 4)), (None, (30, 4)), ((1, 2), (30, 3, 4)),
                                         (1, (30, 3, 4)), (None, (30,))])
def test_normalization_adapts(axis, shape):
    import keras as keras3

    x = (RNG.randn(*shape) * 3 + 2).astype(np.float32)
    theirs = keras3.layers.Normalization(axis=axis)
    ours = keras.layers.Normalization(axis=axis)
    theirs.adapt(x)
    ours.adapt(x)
    model = keras.Sequential([ours])
    np.testing.assert_allclose(model.predict(x), np.asarray(theirs(x)), rtol=2e-5, atol=2e-6)
    batches = [x[:7], x[7:20], x[20:]]
    theirs.adapt(batches)
    ours.adapt(batches)
    np.testing.assert_allclose(model.predict(x), np.asarray(theirs(x)), rtol=2e-5, atol=2e-6)
    # A model that holds the layer has the new statistics at once.
    ours.adapt(x * 2)
    np.testing.assert_allclose(model.predict(x * 2), np.asarray(theirs(x)), rtol=2e-5, atol=2e-5)
    assert [w.shape for w in model.get_weights()] == [tuple(w.shape) for w in theirs.weights]


def test_adapt_says_what_is_wrong():
    with pytest.raises(hb.errors.UnimplementedError, match="Dense"):
        keras.layers.Dense(1).adapt(X)
    with pytest.raises(hb.errors.InvalidArgumentError, match="given"):
        keras.layers.Normalization(mean=1.0, variance=2.0).adapt(X)
    layer = keras.layers.Normalization()
    layer.adapt(X3)
    with pytest.raises(hb.errors.InvalidArgumentError, match="built for"):
        layer.adapt(X)
    with pytest.raises(ValueError, match="no batch"):
        layer.adapt([])


def writer_model(folder, path):
    """A saved model whose graph writes a file when it predicts."""
    def writes(a):
        with get_default_graph().control_dependencies([hb.raw_ops.WriteFile(path, "text")]):
            return hb.raw_ops.Identity(a)

    inputs = keras.Input((1,))
    model = keras.Model(inputs, keras.layers.Dense(1)(
        keras.Lambda(writes, registered_name="Custom>Writes")(inputs)))
    model.save(folder)


def test_a_loaded_model_touches_its_own_folder_only(tmp_path):
    folder, outside = tmp_path / "model", tmp_path / "outside"
    outside.mkdir()
    inside = folder / "written"
    paths = {"absolute": outside / "a", "dots": folder / "../outside/b", "link": folder / "link/c",
             "inside": inside}
    for name, path in paths.items():
        writer_model(folder, str(path))
        if name == "link":
            (folder / "link").symlink_to(outside)
        loaded = keras.load(folder)
        if name == "inside":
            loaded.predict(X)
            assert inside.read_text() == "text"
            continue
        with pytest.raises(hb.errors.PermissionDeniedError):
            loaded.predict(X)
        assert not list(outside.iterdir()), name
        # Part of another model it may no more.
        inputs = keras.Input((1,))
        other = keras.Model(inputs, keras.layers.Dense(1)(loaded(keras.layers.Dense(1)(inputs))))
        with pytest.raises(hb.errors.PermissionDeniedError):
            other.predict(X)
        assert not list(outside.iterdir()), name
        keras.load(folder, all_files=True).predict(X)
        assert [p.read_text() for p in outside.iterdir()] == ["text"]
        for p in outside.iterdir():
            p.unlink()


def test_variables_behind_a_link_are_refused(tmp_path):
    model = line_model()
    model.build(X)
    model.save(tmp_path / "model")
    (tmp_path / "model/variables").rename(tmp_path / "elsewhere")
    (tmp_path / "model/variables").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(hb.errors.PermissionDeniedError):
        keras.load(tmp_path / "model")
    np.testing.assert_array_equal(keras.load(tmp_path / "model", all_files=True).predict(X),
                                  model.predict(X))


def test_a_layer_that_updates_a_weight(tmp_path):
    def counted(a, trace):
        count = trace.add_weight("count", [], "zeros", trainable=False)
        trace.update_weight("count", count + 1.0)
        return a * 1.0

    inputs = keras.Input((1,))
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.Lambda(counted)(inputs)))
    model.compile("sgd", "mse")
    model.fit(X, Y, batch_size=2, epochs=3, verbose=0)
    model.predict(X)
    assert min(w.item() for w in model.get_weights() if w.shape == ()) == 6
    model.save(tmp_path / "m")
    loaded = keras.load(tmp_path / "m")
    loaded.fit(X, Y, batch_size=2, epochs=1, verbose=0)
    assert [w.item() for w in loaded.get_weights() if w.shape == ()] == [8]


def test_raw_ops_has_a_documented_function_for_every_op():
    import inspect
    import pathlib

    schema = pathlib.Path(__file__).resolve().parents[2] / "bindings/schema/ops.json"
    ops = json.loads(schema.read_text(encoding="utf-8"))
    names = [op["name"] for op in (ops["ops"] if isinstance(ops, dict) else ops)
             if not op["name"].startswith("_")]
    for name in names:
        function = getattr(hb.raw_ops, name)
        assert function.__doc__, name
        hints = inspect.signature(function)
        assert hints.return_annotation is not inspect.Signature.empty, name


def test_everything_public_has_docstrings_and_hints():
    import inspect

    for space in (keras.layers, keras.losses, keras.metrics, keras.optimizers, keras.callbacks,
                  keras.initializers, keras.regularizers, keras.constraints, keras.schedules,
                  keras, hb):
        for name, value in vars(space).items():
            if name.startswith("_") or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            if not value.__module__.startswith("hornbeam"):
                continue
            assert value.__doc__, (space.__name__, name)
            for member, function in vars(value).items() if inspect.isclass(value) else ():
                if member.startswith("_") or not inspect.isfunction(function):
                    continue
                hints = inspect.signature(function)
                assert hints.return_annotation is not inspect.Signature.empty, (name, member)


def test_inputs_of_a_call_as_keras_takes_them():
    from hornbeam.keras.layers import LSTM, Add, MultiHeadAttention

    x, y, h = keras.Input((3, 4)), keras.Input((5, 4)), keras.Input((2,))
    values = [np.random.default_rng(i).normal(size=s).astype(np.float32)
              for i, s in enumerate([(2, 3, 4), (2, 5, 4), (2, 2)])]

    def outcome(result):
        return keras.Model([x, y, h], result).predict(values, verbose=0)

    attention = MultiHeadAttention(2, 3, seed=1)
    expected = outcome(attention([x, y]))
    for result in [attention(x, y), attention(x, value=y), attention(query=x, value=y, key=y)]:
        np.testing.assert_array_equal(outcome(result), expected)
    lstm = LSTM(2, seed=1)
    expected = outcome(lstm([x, h, h]))
    np.testing.assert_array_equal(outcome(lstm(x, initial_state=[h, h])), expected)
    np.testing.assert_array_equal(outcome(Add()(h, h)), outcome(Add()([h, h])))
    with pytest.raises(TypeError, match="'state'"):
        lstm(x, state=[h, h])
    with pytest.raises(TypeError, match="symbolic"):
        lstm()
