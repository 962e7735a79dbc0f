"""Layer normalisation and attention in SavedModels that Keras exports are single ops; the runtime
runs those that it knows as one kernel and the others as they are, with the same values."""


import keras
import numpy as np
import pytest
import tensorflow as tf
from profiled import ops_of

import hornbeam as hb

RANDOM = np.random.RandomState(4)
K = keras.layers


def floats(*shape):
    return RANDOM.randn(*shape).astype(np.float32)


def encoder(ff=24, activation="relu"):
    x = keras.Input((9, 8))
    y = K.LayerNormalization()(K.Add()([x, K.MultiHeadAttention(2, 4)(x, x)]))
    return keras.Model(x, K.Dense(8)(K.Dense(ff, activation=activation)(y)))


@pytest.mark.parametrize("activation, fused", [("relu", 2), ("tanh", 2), ("gelu", 2)])
def test_an_exported_encoder(activation, fused, tmp_path):
    model = encoder(activation=activation)
    model.set_weights([RANDOM.uniform(-1, 1, w.shape) for w in model.get_weights()])
    model.export(tmp_path, verbose=False)
    session = hb.saved_model.load(tmp_path)
    (name,) = hb.saved_model.signatures(session)["serving_default"].inputs
    serve = hb.saved_model.function(session)
    loaded = tf.saved_model.load(tmp_path)
    for batch in (1, 5):
        x = floats(batch, 9, 8)
        (expected,) = loaded.signatures["serving_default"](**{name: tf.constant(x)}).values()
        (got,) = serve(**{name: x}).values()
        np.testing.assert_allclose(got, expected.numpy(), rtol=2e-5, atol=1e-5)
    ran = ops_of(lambda x: serve(**{name: x}), floats(2, 9, 8))
    assert ran.count("_HbLayerNorm") == 1 and ran.count("_HbAttention") == 1
    assert ran.count("_HbMatMul") == fused and "Softmax" not in ran and "Relu" not in ran


class Norm(tf.Module):
    """A layer normalisation in single ops with something changed."""

    def __init__(self, change):
        super().__init__()
        self.change = change
        self.gamma = tf.Variable(floats(1 if change == "one" else 6))
        self.beta = tf.Variable(floats(6))

    @tf.function(input_signature=[tf.TensorSpec([None, 3, 6], tf.float32)])
    def run(self, x):
        axis = -2 if self.change == "axis" else -1
        mean = tf.reduce_mean(x, axis, keepdims=True)
        square = tf.math.squared_difference(2 * x if self.change == "other" else x, mean)
        variance = tf.reduce_mean(square, axis, keepdims=True)
        scale = tf.math.rsqrt(variance + 0.01) * tf.reshape(
            self.gamma, [1, 1, self.gamma.shape[0]])
        if self.change == "turned":
            y = (self.beta + scale * -mean) + scale * x
        elif self.change == "sign":
            y = x * scale + (self.beta + mean * scale)
        else:
            y = x * scale + (self.beta - mean * scale if self.change == "minus"
                             else -mean * scale + self.beta)
        result = {"y": y}
        if self.change == "used":
            result["variance"] = variance
        return result


@pytest.mark.parametrize("change, count", [
    ("", 1), ("turned", 1), ("sign", 0), ("axis", 0), ("other", 0), ("used", 0), ("one", 0), ("minus", 0)])
def test_norms_that_are_nearly_the_same(change, count, tmp_path):
    run_module(Norm(change), floats(4, 3, 6), tmp_path, "_HbLayerNorm", count)


class Attention(tf.Module):
    """An attention in single ops with something changed."""

    def __init__(self, change):
        super().__init__()
        self.change = change

    @tf.function(input_signature=[tf.TensorSpec([None, None, 2, 4], tf.float32)])
    def run(self, x):
        key, value = x[:, ::-1] * 0.5, tf.nn.relu(x)
        if self.change == "key_first":
            scores = tf.einsum("aecd,abcd->acbe", key, x)
        elif self.change == "sources_first":
            scores = tf.einsum("abcd,aecd->aceb", key, x)
            scores = tf.transpose(scores, [0, 1, 3, 2])
        elif self.change == "heads":
            scores = tf.einsum("btnh,bsnh->bnts", x, key[:, :, ::-1])
        else:
            scores = tf.einsum("BTNH,BSNH->BNTS", x, key)
        if self.change == "masked":
            scores += tf.linalg.diag(tf.ones_like(scores[:, :, :, 0])) * -1e9
        elif self.change == "vector":
            scores *= tf.ones([tf.shape(x)[1]]) * 0.3
        elif self.change != "plain":
            scores = 0.25 * scores if self.change == "turned" else scores * 0.25
        weights = tf.nn.softmax(scores)
        result = {"y": tf.einsum("bnts,bsnh->btnh", weights, value)}
        if self.change == "used":
            result["weights"] = weights
        return result


@pytest.mark.parametrize("change, count", [
    ("", 1), ("plain", 1), ("turned", 1), ("key_first", 1), ("heads", 1), ("sources_first", 0),
    ("masked", 0), ("vector", 0), ("used", 0)])
def test_attentions_that_are_nearly_the_same(change, count, tmp_path):
    run_module(Attention(change), floats(3, 5, 2, 4), tmp_path, "_HbAttention", count)


class Product(tf.Module):
    """A product, a Reshape and a bias, with something changed."""

    def __init__(self, change):
        super().__init__()
        self.change = change
        self.kernel = tf.Variable(floats(4, 6))
        self.bias = tf.Variable(floats(6))

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def run(self, x):
        y = tf.matmul(x, self.kernel)
        shape = [-1, 2, 6]
        if self.change == "fed":
            shape = tf.stack([-1, 2, tf.shape(x)[1] + 2])
        elif self.change == "split":
            shape = [-1, 3]
        z = tf.reshape(y, shape)
        z = tf.nn.bias_add(z, self.bias[:3] if self.change == "split" else self.bias)
        result = {"z": tf.nn.relu(z)}
        if self.change == "used":
            result["y"] = y
        return result


@pytest.mark.parametrize("change, count", [("", 1), ("fed", 0), ("split", 0), ("used", 0)])
def test_biases_behind_a_reshape(change, count, tmp_path):
    run_module(Product(change), floats(8, 4), tmp_path, "_HbMatMul", count)


def run_module(module, x, folder, op, count):
    tf.saved_model.save(module, folder, signatures=module.run)
    serve = hb.saved_model.function(hb.saved_model.load(folder))
    expected = {k: v.numpy() for k, v in module.run(tf.constant(x)).items()}
    got = serve(x=x)
    assert got.keys() == expected.keys()
    for key, value in expected.items():
        np.testing.assert_allclose(got[key], value, rtol=2e-5, atol=2e-6)
    assert ops_of(lambda x: serve(x=x), x).count(op) == count
