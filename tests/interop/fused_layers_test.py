"""Layers with a kernel of their own: recurrent layers and attention follow Keras's in training, in
what is saved, and where the kernel is not used."""

import json

import hornbeam_keras as hk
import keras
import numpy as np
import pytest
import tensorflow as tf
from profiled import ops_of

import hornbeam as hb

K = keras.layers
RNG = np.random.default_rng(5)


def sequences(samples, steps, features):
    return RNG.normal(size=(samples, steps, features)).astype("float32")


def lstm(units, **options):
    return [keras.Input((None, 6)), K.LSTM(units, **options), K.Dense(2)]


def attention(**options):
    x = keras.Input((None, 8))
    y = K.MultiHeadAttention(2, 4, **options)(x, x)
    return keras.Model(x, K.Dense(2)(K.LayerNormalization()(K.Add()([x, y]))))


def two_inputs():
    query, value, key = keras.Input((3, 8)), keras.Input((5, 4)), keras.Input((5, 6))
    y = K.MultiHeadAttention(3, 2, value_dim=5, output_shape=7)(query, value, key)
    return keras.Model([query, value, key], K.Dense(2)(y))


def states():
    x, h, c = keras.Input((5, 6)), keras.Input((4,)), keras.Input((4,))
    y = K.LSTM(4, return_sequences=True, return_state=True)(x, initial_state=[h, c])
    return keras.Model([x, h, c], K.Concatenate()([K.Flatten()(y[0]), y[1], y[2]]))


CASES = {
    "lstm": (lambda: keras.Sequential(lstm(5)), [sequences(40, 7, 6)]),
    "lstm_sequences": (lambda: keras.Sequential(lstm(5, return_sequences=True)),
                       [sequences(40, 7, 6)]),
    "lstm_stacked": (lambda: keras.Sequential(
        [keras.Input((7, 6)), K.LSTM(5, return_sequences=True), K.LSTM(4), K.Dense(2)]),
                     [sequences(40, 7, 6)]),
    "lstm_wide": (lambda: keras.Sequential(lstm(33)), [sequences(37, 3, 6)]),
    # Too large for one product of inputs and states a step.
    "lstm_large": (lambda: keras.Sequential(lstm(200)), [sequences(20, 3, 6)]),
    "lstm_few": (lambda: keras.Sequential(lstm(5)), [sequences(5, 4, 6)]),
    "lstm_one": (lambda: keras.Sequential(lstm(67)), [sequences(1, 6, 6)]),
    "lstm_other_activations": (lambda: keras.Sequential(
        lstm(5, activation="relu", recurrent_activation="hard_sigmoid")), [sequences(40, 7, 6)]),
    "lstm_states": (states, [sequences(40, 5, 6), sequences(40, 1, 4)[:, 0],
                             sequences(40, 1, 4)[:, 0]]),
    "dense": (lambda: keras.Sequential(
        [keras.Input((7, 6)), K.Dense(5, "relu"), K.Dense(4, "gelu"), K.Dense(3, "softmax"),
         K.Dense(2)]), [sequences(40, 7, 6)]),
    "attention": (attention, [sequences(40, 7, 8)]),
    "attention_long": (attention, [sequences(6, 150, 8)]),
    "attention_without_bias": (lambda: attention(use_bias=False), [sequences(40, 7, 8)]),
    "attention_of_three": (two_inputs, [sequences(40, 3, 8), sequences(40, 5, 4),
                                        sequences(40, 5, 6)]),
}


@pytest.fixture(params=CASES, ids=list(CASES))
def case(request):
    make, xs = CASES[request.param]
    keras.utils.set_random_seed(3)
    theirs = make()
    ours = hk.Model.from_config(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    return theirs, ours, xs if len(xs) > 1 else xs[0]


def target(model, x):
    shape = np.shape(model.predict(x, verbose=0))
    return np.random.default_rng(1).normal(size=shape).astype("float32")


def test_predictions(case):
    theirs, ours, x = case
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x, verbose=0), rtol=2e-5, atol=2e-6)
    again = keras.models.model_from_json(json.dumps(ours.config()))
    again.set_weights(theirs.get_weights())
    np.testing.assert_allclose(again.predict(x, verbose=0), theirs.predict(x, verbose=0),
                               rtol=1e-6, atol=1e-6)


def test_training(case):
    theirs, ours, x = case
    y = target(theirs, x)
    theirs.compile(keras.optimizers.SGD(0.1), "mse")
    ours.compile(optimizer=keras.optimizers.serialize(keras.optimizers.SGD(0.1)),
                 loss="mean_squared_error")
    expected = theirs.fit(x, y, epochs=4, batch_size=16, shuffle=False, verbose=0)
    got = ours.fit(x, y, epochs=4, batch_size=16, shuffle=False)
    np.testing.assert_allclose(got["loss"], expected.history["loss"], rtol=2e-5)
    for a, b in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(a, b, rtol=2e-4, atol=5e-6)


def test_tensorflow_runs_what_is_saved(case, tmp_path):
    """The functions' plain bodies, in real TensorFlow: predictions and a step of training."""
    theirs, ours, x = case
    y = target(theirs, x)
    xs = x if isinstance(x, list) else [x]
    ours.compile(optimizer=keras.optimizers.serialize(keras.optimizers.SGD(0.1)),
                 loss="mean_squared_error")
    ours.train_on_batch(x, y)
    ours.save(str(tmp_path / "model"))
    loaded = tf.saved_model.load(str(tmp_path / "model"))
    serve = loaded.signatures["serving_default"]
    names = [i[0] for i in ours.config()["config"].get("input_layers", [])]
    names = names or list(serve.structured_input_signature[1])
    result = serve(**{n: tf.constant(v) for n, v in zip(names, xs)})
    np.testing.assert_allclose(list(result.values())[0].numpy(), ours.predict(x), rtol=2e-5,
                               atol=2e-6)
    step = loaded.signatures["train_step"]
    feeds = {n: tf.constant(v) for n, v in zip(names, xs)}
    losses = [float(step(y=tf.constant(y), **feeds)["loss"]) for _ in range(3)]
    ours_losses = ours.fit(x, y, epochs=3, batch_size=64, shuffle=False)["loss"]
    np.testing.assert_allclose(losses, ours_losses, rtol=5e-5)


def test_dropout_of_recurrent_layers_trains():
    """Shares of inputs and states are dropped in training only."""
    theirs = keras.Sequential(lstm(5, dropout=0.4, recurrent_dropout=0.4, seed=1))
    ours = hk.Model.from_config(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    x = sequences(16, 7, 6)
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x, verbose=0), rtol=2e-5, atol=2e-6)
    ours.compile(optimizer=keras.optimizers.serialize(keras.optimizers.SGD(0.0)),
                 loss="mean_squared_error")
    y = np.zeros((16, 2), "float32")
    losses = {round(ours.fit(x, y, batch_size=16, shuffle=False)["loss"][0], 7) for _ in range(3)}
    assert len(losses) == 3


def ours_of(layers, shape):
    model = hb.keras.Sequential([hb.keras.Input(shape), *layers])
    model.compile(optimizer="sgd", loss="mse")
    return model


@pytest.mark.parametrize("name, layer, op", [
    ("lstm", lambda: hb.keras.layers.LSTM(4), "_HbLSTM"),
    ("norm", lambda: hb.keras.layers.LayerNormalization(), "_HbLayerNorm"),
])
def test_plans_hold_the_kernels(name, layer, op):
    model, x = ours_of([layer()], (7, 6)), sequences(8, 7, 6)
    assert op in ops_of(lambda: model.predict(x, verbose=0))
    y = np.zeros_like(model.predict(x, verbose=0))
    ran = ops_of(lambda: model.train_on_batch(x, y))
    assert {op, op + "Grad"} <= set(ran)


def test_plans_hold_the_kernel_of_attention():
    inputs = hb.keras.Input((7, 8))
    model = hb.keras.Model(inputs, hb.keras.layers.MultiHeadAttention(2, 4)(inputs, inputs))
    model.compile(optimizer="sgd", loss="mse")
    x = sequences(8, 7, 8)
    assert "_HbAttention" in ops_of(lambda: model.predict(x, verbose=0))
    assert {"_HbAttention", "_HbAttentionGrad"} <= set(ops_of(lambda: model.train_on_batch(x, x)))


def test_plans_without_the_kernel_run_the_body():
    model = ours_of([hb.keras.layers.LSTM(4, activation="relu")], (7, 6))
    ran = ops_of(lambda: model.predict(sequences(8, 7, 6), verbose=0))
    assert "_HbLSTM" not in ran and {"_HbChain", "MatMul"} <= set(ran)
