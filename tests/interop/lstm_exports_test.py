"""LSTMs in SavedModels that Keras exports are loops over lists; the runtime runs those that it
knows as one kernel and the others as loops, with the same values."""

import os
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
from profiled import ops_of

import hornbeam as hb

RANDOM = np.random.RandomState(3)
K = keras.layers


def sequential(*layers, steps=7):
    return keras.Sequential([keras.Input((steps, 5)), *layers])


def states():
    x = keras.Input((7, 5))
    sequence, h, c = K.LSTM(4, return_sequences=True, return_state=True)(x)
    return keras.Model(x, [sequence, h, c])


def from_states():
    x = keras.Input((7, 5))
    first = K.Dense(6)(x[:, 0])
    return keras.Model(x, K.LSTM(6)(x, initial_state=[first, K.Dense(6, "tanh")(x[:, 1])]))


# Model, and how many LSTM kernels a call of it runs.
MODELS = {
    "last": (lambda: sequential(K.LSTM(6)), 1),
    "sequences": (lambda: sequential(K.LSTM(6, return_sequences=True)), 1),
    "backwards": (lambda: sequential(K.LSTM(6, go_backwards=True)), 1),
    "wide": (lambda: sequential(K.LSTM(70, return_sequences=True)), 1),
    "stacked": (lambda: sequential(K.LSTM(20, return_sequences=True), K.LSTM(3)), 2),
    "both_ways": (lambda: sequential(K.Bidirectional(K.LSTM(4, return_sequences=True))), 2),
    "any_length": (lambda: sequential(K.LSTM(6, return_sequences=True), steps=None), 1),
    "any_length_last": (lambda: sequential(K.LSTM(6), steps=None), 1),
    "states": (states, 1),
    "from_states": (from_states, 1),
    # What the kernel doesn't compute stays a loop.
    "activation": (lambda: sequential(K.LSTM(6, activation="relu")), 0),
    "recurrent_activation": (lambda: sequential(K.LSTM(6, recurrent_activation="relu")), 0),
    "no_bias": (lambda: sequential(K.LSTM(6, use_bias=False)), 0),
    "masked": (lambda: sequential(K.Masking(), K.LSTM(6)), 0),
    "gru": (lambda: sequential(K.GRU(6)), 0),
    "unrolled": (lambda: sequential(K.LSTM(6, unroll=True)), 0),
}


def load(model, folder):
    """The exported model as a function of one array in Hornbeam and in TensorFlow."""
    model.export(folder, verbose=False)
    session = hb.saved_model.load(folder)
    serve = hb.saved_model.function(session)
    (name,) = hb.saved_model.signatures(session)["serving_default"].inputs
    loaded = tf.saved_model.load(folder)
    theirs = loaded.signatures["serving_default"]

    def reference(x):
        return {k: v.numpy() for k, v in theirs(**{name: tf.constant(x)}).items()}

    reference.keep = loaded
    return (lambda x: serve(**{name: x})), reference


def floats(*shape):
    return RANDOM.randn(*shape).astype(np.float32)


@pytest.mark.parametrize("name", MODELS)
def test_an_exported_model(name, tmp_path):
    make, count = MODELS[name]
    model = make()
    model.set_weights([RANDOM.uniform(-1, 1, w.shape) for w in model.get_weights()])
    ours, theirs = load(model, tmp_path / "model")
    for batch in (1, 3, 18):
        x = floats(batch, 7, 5)
        if name == "masked":
            x[:, 5:] = 0
        got, expected = ours(x), theirs(x)
        assert got.keys() == expected.keys()
        for key, value in expected.items():
            np.testing.assert_allclose(got[key], value, rtol=1e-5, atol=2e-6)
    ran = ops_of(ours, floats(2, 7, 5))
    assert ran.count("_HbLSTM") == count
    assert ("While" in ran) == (count == 0 and name != "unrolled")


def test_other_lengths_than_the_model_has(tmp_path):
    """A loop of seven steps leaves further items alone and fails where there are fewer."""
    for layer in (K.LSTM(6), K.LSTM(6, return_sequences=True)):
        ours, _ = load(sequential(layer), tmp_path / layer.name)
        x = floats(2, 9, 5)
        (longer,), (same,) = ours(x).values(), ours(x[:, :7]).values()
        np.testing.assert_array_equal(longer, same)
        with pytest.raises(hb.errors.InvalidArgumentError, match="7 steps, its input has 6"):
            ours(x[:, :6])


def test_any_length(tmp_path):
    ours, theirs = load(sequential(K.LSTM(6, return_sequences=True), steps=None), tmp_path)
    for steps in (1, 12, 4):
        x = floats(2, steps, 5)
        (got,), (expected,) = ours(x).values(), theirs(x).values()
        np.testing.assert_allclose(got, expected, rtol=1e-5, atol=2e-6)


RUNS = """
import sys, numpy as np, hornbeam as hb
session = hb.saved_model.load(sys.argv[1])
(name,) = hb.saved_model.signatures(session)["serving_default"].inputs
serve = hb.saved_model.function(session)
x = np.load(sys.argv[2])
print({v.tobytes().hex() for _ in range(20) for v in serve(**{name: x}).values()})
"""


def test_threads_share_a_single_sample(tmp_path):
    """Either computes what the other hasn't begun; the bits are those of one thread."""
    sequential(K.LSTM(130, return_sequences=True), steps=60).export(tmp_path / "m", verbose=False)
    np.save(tmp_path / "x.npy", floats(1, 60, 5))
    printed = {
        subprocess.run([sys.executable, "-c", RUNS, tmp_path / "m", tmp_path / "x.npy"], check=True,
                       capture_output=True, env=os.environ | {"HORNBEAM_NUM_THREADS": threads}).stdout
        for threads in ("1", "2")
    }
    assert len(printed) == 1 and printed.pop().count(b"'") == 2


class Loop(tf.Module):
    """A loop written by hand, one LSTM step a turn, with something changed."""

    def __init__(self, change):
        super().__init__()
        self.change = change
        self.kernel = tf.Variable(RANDOM.uniform(-1, 1, (5, 24)).astype(np.float32))
        self.recurrent = tf.Variable(RANDOM.uniform(-1, 1, (6, 24)).astype(np.float32))
        self.bias = tf.Variable(RANDOM.uniform(-1, 1, 24).astype(np.float32))
        self.count = tf.Variable(0)

    def step(self, time, items, outputs, h, c):
        z = tf.matmul(items.read(time), self.kernel) + tf.matmul(h, self.recurrent)
        i, f, g, o = tf.split(tf.nn.bias_add(z, self.bias), 4, axis=1)
        if self.change == "gates":
            i, f = f, i
        terms = [tf.sigmoid(f) * c, tf.sigmoid(i) * tf.tanh(g)]
        if self.change == "turned":
            terms.reverse()
        if self.change == "assigns":
            self.count.assign_add(1)
        c = terms[0] + terms[1]
        h = tf.sigmoid(o) * tf.tanh(c)
        step = 2 if self.change == "strides" else 1
        return time + step, items, outputs.write(time, h), h, c

    @tf.function(input_signature=[tf.TensorSpec([None, 7, 5], tf.float32)])
    def run(self, x):
        zeros = tf.zeros([1 if self.change == "one_state" else tf.shape(x)[0], 6])
        states = tf.TensorShape([None, 6])
        items = tf.TensorArray(tf.float32, 7).unstack(tf.transpose(x, [1, 0, 2]))
        steps = 4 if self.change == "limit" else 7
        size = 9 if self.change == "longer" else steps
        outputs = tf.TensorArray(tf.float32, size, element_shape=[None, 6])
        time = tf.constant(1 if self.change == "starts" else 0)
        time, _, outputs, h, c = tf.while_loop(
            lambda time, *_: time < 7, self.step, (time, items, outputs, zeros, zeros),
            shape_invariants=(time.shape, tf.TensorShape(None), tf.TensorShape(None), states, states),
            maximum_iterations=steps)
        result = {"sequence": outputs.stack(), "h": h, "c": c}
        if self.change == "result":
            result["time"] = time
        return result


@pytest.mark.parametrize("change, count", [
    ("", 1), ("turned", 1), ("limit", 1), ("one_state", 1), ("gates", 0), ("assigns", 0), ("strides", 0),
    ("longer", 0), ("starts", 0), ("result", 0)])
def test_loops_that_are_nearly_the_same(change, count, tmp_path):
    module = Loop(change)
    tf.saved_model.save(module, tmp_path, signatures=module.run)
    serve = hb.saved_model.function(hb.saved_model.load(tmp_path))
    x = floats(3, 7, 5)
    expected = {k: v.numpy() for k, v in module.run(tf.constant(x)).items()}
    got = serve(x=x)
    assert got.keys() == expected.keys()
    for key, value in expected.items():
        np.testing.assert_allclose(got[key], value, rtol=1e-5, atol=2e-6)
    assert ops_of(lambda x: serve(x=x), x).count("_HbLSTM") == count
