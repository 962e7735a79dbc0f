"""Layers, models and training from Python."""

import json

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import keras

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
