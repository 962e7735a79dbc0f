"""Convolutional networks in SavedModels that Keras exports: batch normalisation, sums of branches and
activations become part of the convolutions where that changes nothing, with TensorFlow's values."""


import keras
import numpy as np
import pytest
import tensorflow as tf
from profiled import ops_of

import hornbeam as hb

RANDOM = np.random.RandomState(5)
K = keras.layers


def norm_like(model):
    """Gives batch normalisations statistics and factors as training leaves them."""
    for layer in model.layers:
        if isinstance(layer, K.BatchNormalization):
            size = layer.moving_mean.shape
            layer.moving_mean.assign(RANDOM.randn(*size) * 0.3)
            layer.moving_variance.assign(RANDOM.rand(*size) + 0.5)
            if layer.scale:
                layer.gamma.assign(RANDOM.rand(*size) + 0.5)
            if layer.center:
                layer.beta.assign(RANDOM.randn(*size) * 0.3)
    return model


def conv_norm(x, filters, size=3, strides=1, relu="relu6", axis=-1, depthwise=False, **norm):
    layer = (K.DepthwiseConv2D(size, strides, "same", use_bias=False) if depthwise
             else K.Conv2D(filters, size, strides, "same"))
    x = K.BatchNormalization(axis=axis, **norm)(layer(x))
    return K.Activation(relu)(x) if relu else x


def inverted_residual(strides=1, filters=16):
    inputs = keras.Input((12, 12, 3))
    x = conv_norm(inputs, 16)
    y = conv_norm(x, 48, 1)
    y = conv_norm(y, 48, strides=strides, depthwise=True)
    y = conv_norm(y, filters, 1, relu=None)
    return keras.Model(inputs, K.Add()([x, y]))


def bottleneck(strides):
    inputs = keras.Input((None, None, 3))
    x = conv_norm(inputs, 16, axis=3)
    y = conv_norm(x, 8, 1, strides, axis=3, relu="relu")
    y = conv_norm(y, 8, axis=3, relu="relu")
    y = conv_norm(y, 32, 1, axis=3, relu=None)
    short = conv_norm(x, 32, 1, strides, axis=3, relu=None)
    return keras.Model(inputs, K.ReLU()(K.Add()([short, y])))


def spread():
    """A sum in which one channel goes to all, and one in which one pixel does."""
    inputs = keras.Input((12, 12, 3))
    x = conv_norm(inputs, 16)
    gate = K.GlobalAveragePooling2D(keepdims=True)(x)
    x = K.Add()([K.Conv2D(16, 1)(x), K.Conv2D(1, 1)(x)])
    return keras.Model(inputs, K.ReLU()(K.Add()([K.Conv2D(16, 1)(x), gate])))


def middle():
    inputs = keras.Input((12, 12, 3))
    conv = K.Conv2D(8, 3, padding="same")(inputs)
    norm = K.BatchNormalization()(conv)
    return keras.Model(inputs, [K.ReLU()(norm), norm, conv])


def dense():
    inputs = keras.Input((12, 12, 3))
    x = K.BatchNormalization()(K.Dense(24)(K.Flatten()(inputs)))
    return keras.Model(inputs, K.Activation("tanh")(x))


def first():
    """A norm before the convolution, and one over another axis."""
    inputs = keras.Input((12, 12, 3))
    x = K.Conv2D(12, 3, padding="same")(K.BatchNormalization()(inputs))
    return keras.Model(inputs, K.BatchNormalization(axis=1)(x))


def plain_norms():
    inputs = keras.Input((12, 12, 3))
    x = conv_norm(inputs, 8, center=False)
    x = conv_norm(x, 8, scale=False, relu="sigmoid")
    return keras.Model(inputs, conv_norm(x, 8, center=False, scale=False))


# Model, and which ops over images (or rows) are left besides the fused ones and the sums that
# can't be part of them.
MODELS = {
    "inverted_residual": (inverted_residual, {"_HbConv2D": 1, "_HbConvs": 1}),
    "inverted_residual_wide": (lambda: inverted_residual(1, 16), {"_HbConv2D": 1, "_HbConvs": 1}),
    "bottleneck": (lambda: bottleneck(1), {"_HbConv2D": 5}),
    "bottleneck_strides": (lambda: bottleneck(2), {"_HbConv2D": 5}),
    # Its last sum and activation are a chain.
    "spread": (spread, {"_HbConv2D": 4, "_HbChain": 1}),
    "middle": (middle, {"_HbConv2D": 1, "Relu": 1, "AddV2": 1, "Mul": 1}),
    "dense": (dense, {"_HbMatMul": 1}),
    "first": (first, {"_HbConv2D": 1, "Mul": 2, "AddV2": 2}),
    "plain_norms": (plain_norms, {"_HbConv2D": 3}),
}


@pytest.fixture(params=MODELS)
def case(request, tmp_path):
    make, want = MODELS[request.param]
    model = norm_like(make())
    model.export(tmp_path, verbose=False)
    session = hb.saved_model.load(tmp_path)
    serve = hb.saved_model.function(session)
    (name,) = hb.saved_model.signatures(session)["serving_default"].inputs
    loaded = tf.saved_model.load(tmp_path)

    def reference(x):
        results = loaded.signatures["serving_default"](**{name: tf.constant(x)})
        return {k: v.numpy() for k, v in results.items()}

    return (lambda x: serve(**{name: x})), reference, want


@pytest.mark.parametrize("batch", [0, 1, 3])
def test_values(case, batch):
    ours, reference, _ = case
    x = RANDOM.randn(batch, 12, 12, 3).astype(np.float32)
    want = reference(x)
    for _ in range(3):  # the third time with packed weights
        got = ours(x)
        assert set(got) == set(want)
        for name, value in want.items():
            assert got[name].shape == value.shape
            np.testing.assert_allclose(got[name], value, rtol=1e-5, atol=1e-5)


def test_what_is_not_a_number_stays_so(case):
    ours, reference, _ = case
    x = RANDOM.randn(2, 12, 12, 3).astype(np.float32)
    x[1, 5, 6, 1] = np.nan
    for name, value in reference(x).items():
        np.testing.assert_array_equal(np.isnan(ours(x)[name]), np.isnan(value))


def test_which_ops_run(case):
    ours, _, want = case
    ops = ops_of(ours, RANDOM.randn(2, 12, 12, 3).astype(np.float32))
    for op in ("_HbConv2D", "_HbMatMul", "Relu", "Relu6"):
        assert ops.count(op) == want.get(op, 0), (op, ops)
