"""Layers compute what those of Keras 3 compute, and their configs are Keras's."""

import inspect
import json
import pathlib

import hornbeam_keras as hk
import keras
import numpy as np
import pytest

RNG = np.random.default_rng(11)
VECTORS = RNG.normal(size=(5, 6)).astype("float32")
SEQUENCES = RNG.normal(size=(4, 7, 6)).astype("float32")
IMAGES = RNG.normal(size=(3, 9, 8, 4)).astype("float32")
INTEGERS = RNG.integers(0, 10, size=(5, 3)).astype("int32")
K = keras.layers

LAYERS = [
    (K.Dense(3, activation="relu"), VECTORS), (K.Dense(3, use_bias=False), SEQUENCES),
    (K.Activation("gelu"), VECTORS), (K.Embedding(10, 4), INTEGERS),
    (K.Conv2D(5, 3), IMAGES), (K.Conv2D(6, (3, 2), strides=(2, 1), padding="same"), IMAGES),
    (K.Conv2D(5, 3, dilation_rate=2, activation="tanh", use_bias=False), IMAGES),
    (K.DepthwiseConv2D(3, depth_multiplier=2, padding="same"), IMAGES),
    (K.DepthwiseConv2D(3, strides=2), IMAGES),
    (K.MaxPooling2D(), IMAGES), (K.MaxPooling2D((3, 2), strides=1, padding="same"), IMAGES),
    (K.AveragePooling2D(2), IMAGES), (K.AveragePooling2D(3, strides=2, padding="same"), IMAGES),
    (K.GlobalAveragePooling2D(), IMAGES), (K.GlobalMaxPooling2D(keepdims=True), IMAGES),
    (K.GlobalAveragePooling1D(), SEQUENCES), (K.GlobalMaxPooling1D(), SEQUENCES),
    (K.GlobalAveragePooling1D(keepdims=True), SEQUENCES),
    (K.GlobalMaxPooling1D(keepdims=True, data_format="channels_first"), SEQUENCES),
    (K.GlobalAveragePooling1D("channels_first"), SEQUENCES),
    (K.Flatten(), IMAGES), (K.Reshape((4, -1)), IMAGES), (K.Permute((3, 1, 2)), IMAGES),
    (K.Dropout(0.5), VECTORS), (K.GaussianNoise(0.3), VECTORS), (K.GaussianDropout(0.3), VECTORS),
    (K.ActivityRegularization(0.1, 0.2), VECTORS),
    (K.BatchNormalization(), VECTORS), (K.BatchNormalization(), IMAGES),
    (K.BatchNormalization(axis=1, scale=False), SEQUENCES),
    (K.LayerNormalization(), SEQUENCES), (K.LayerNormalization(axis=[1, 2], center=False), SEQUENCES),
    (K.UnitNormalization(), SEQUENCES),
    (K.Rescaling(1 / 255, offset=-0.5), IMAGES),
    (K.Normalization(mean=0.3, variance=2.0), VECTORS),
    (K.Normalization(mean=[1.0, 2, 3, 4, 5, 6], variance=[1.0, 2, 3, 4, 5, 6]), VECTORS),
    (K.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.2), VECTORS), (K.ReLU(6.0), VECTORS),
    (K.LeakyReLU(), VECTORS), (K.ELU(0.7), VECTORS), (K.Softmax(), VECTORS),
    (K.Softmax(axis=1), SEQUENCES), (K.ZeroPadding2D(), IMAGES),
    (K.ZeroPadding2D(((1, 2), (0, 3))), IMAGES), (K.UpSampling2D((2, 3)), IMAGES),
    (K.LSTM(5), SEQUENCES), (K.LSTM(3, return_sequences=True, go_backwards=True), SEQUENCES),
    (K.LSTM(4, activation="relu", recurrent_activation="hard_sigmoid", use_bias=False), SEQUENCES),
    (K.UpSampling2D((3, 2), interpolation="bilinear"), IMAGES),
    (K.Softmax(axis=[1, 2]), SEQUENCES), (K.LayerNormalization(rms_scaling=True), SEQUENCES),
    (K.MaxPooling2D((3, 2), padding="same", data_format="channels_first"), IMAGES),
    (K.AveragePooling2D(2, data_format="channels_first"), IMAGES),
    (K.GlobalAveragePooling2D(data_format="channels_first"), IMAGES),
    (K.GlobalMaxPooling2D(data_format="channels_first", keepdims=True), IMAGES),
    (K.Flatten(data_format="channels_first"), IMAGES),
    (K.ZeroPadding2D(((1, 2), (0, 3)), data_format="channels_first"), IMAGES),
    (K.UpSampling2D((2, 3), data_format="channels_first"), IMAGES),
]


def randomize(model):
    weights = [RNG.uniform(0.2, 1.2, size=w.shape).astype(w.dtype) for w in model.get_weights()]
    model.set_weights(weights)


@pytest.mark.parametrize("index", range(len(LAYERS)), ids=[type(r[0]).__name__ for r in LAYERS])
def test_a_layer(index):
    layer, x = LAYERS[index]
    theirs = keras.Sequential([keras.Input(x.shape[1:], dtype=str(x.dtype)), layer])
    randomize(theirs)
    ours = hk.Model.from_config(theirs.to_json())
    assert [tuple(w["shape"]) for w in ours.describe()["weights"]] == [
        w.shape for w in theirs.weights]
    ours.set_weights(theirs.get_weights())
    expected = theirs.predict(x, verbose=0)
    np.testing.assert_allclose(ours.predict(x), expected, rtol=2e-5, atol=2e-6)
    described = ours.describe()["outputs"][0]["shape"]
    assert tuple(described) == theirs.output_shape
    # What we write Keras reads, and it means the same.
    again = keras.models.model_from_json(json.dumps(ours.config()))
    again.set_weights(theirs.get_weights())
    np.testing.assert_allclose(again.predict(x, verbose=0), expected, rtol=1e-6, atol=1e-6)
    config = ours.config()["config"]["layers"][-1]["config"]
    wanted = layer.get_config()
    for key, value in wanted.items():
        if key in config and not isinstance(value, (dict, tuple, list)) and key != "dtype":
            assert config[key] == pytest.approx(value), key


@pytest.mark.parametrize("layer", [
    K.Conv2D(5, (3, 2), strides=2, padding="same", activation="relu"),
    K.Conv2D(6, 3, dilation_rate=2, groups=2), K.DepthwiseConv2D(3, depth_multiplier=2)])
def test_convolutions_with_the_channels_first(layer):
    # On CPUs TensorFlow refuses them in Keras; the same layer with the channels last is the oracle.
    last = keras.Sequential([keras.Input(IMAGES.shape[1:]), layer])
    randomize(last)
    config = json.loads(last.to_json())
    config["config"]["layers"][1]["config"]["data_format"] = "channels_first"
    config["config"]["layers"][0]["config"]["batch_shape"] = [None, 4, 9, 8]
    config["config"]["build_input_shape"] = [None, 4, 9, 8]
    first = hk.Model.from_config(json.dumps(config))
    first.set_weights(last.get_weights())
    same = hk.Model.from_config(last.to_json())
    same.set_weights(last.get_weights())
    turned = np.ascontiguousarray(IMAGES.transpose(0, 3, 1, 2))
    np.testing.assert_allclose(first.predict(turned), same.predict(IMAGES).transpose(0, 3, 1, 2),
                               rtol=1e-5, atol=1e-6)
    assert first.describe()["outputs"][0]["shape"][1] == last.output_shape[-1]
    with pytest.raises(hk.Error, match="channels, height, width"):
        hk.Model.sequential([hk.Layer("Conv2D", filters=2, kernel_size=3,
                                      data_format="channels_first")]).build(VECTORS)


@pytest.mark.parametrize("layer", [
    K.Dense(4, activation="relu"), K.BatchNormalization(), K.LayerNormalization(),
    K.LeakyReLU(), K.Dense(3, activation="softmax")], ids=lambda layer: layer.name)
def test_a_layer_in_training(layer):
    compare_training([keras.Input((6,)), layer, K.Dense(2)], VECTORS)


@pytest.mark.parametrize("layers", [
    [K.Conv2D(4, 3, activation="relu"), K.MaxPooling2D(), K.Flatten()],
    [K.Conv2D(4, 3, padding="same", strides=2), K.BatchNormalization(), K.ReLU(),
     K.GlobalAveragePooling2D()],
    [K.DepthwiseConv2D(3), K.AveragePooling2D(2), K.Flatten()],
    [K.ZeroPadding2D(), K.UpSampling2D(), K.Permute((3, 1, 2)), K.GlobalMaxPooling2D()],
])
def test_image_layers_in_training(layers):
    compare_training([keras.Input(IMAGES.shape[1:])] + layers + [K.Dense(2)], IMAGES)


@pytest.mark.parametrize("pooling", [K.GlobalAveragePooling1D(), K.GlobalMaxPooling1D(),
                                     K.GlobalMaxPooling1D("channels_first")])
def test_sequence_layers_in_training(pooling):
    compare_training([keras.Input(SEQUENCES.shape[1:]), K.Dense(6), pooling, K.Dense(2)], SEQUENCES)


def test_pooling_of_sequences_wants_sequences():
    with pytest.raises(hk.Error, match=r"\(batch, steps, features\), got"):
        hk.Model.sequential([hk.Layer("GlobalAveragePooling1D")]).build(VECTORS)


def compare_training(layers, x):
    theirs = keras.Sequential(layers)
    y = RNG.normal(size=(len(x), 2)).astype("float32")
    ours = hk.Model.from_config(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    theirs.compile(keras.optimizers.SGD(0.02), "mse")
    ours.compile(optimizer={"class_name": "SGD", "config": {"learning_rate": 0.02}}, loss="mse")
    expected = theirs.fit(x, y, epochs=5, shuffle=False, verbose=0).history["loss"]
    np.testing.assert_allclose(ours.fit(x, y, epochs=5, shuffle=False)["loss"], expected,
                               rtol=1e-4)
    for a, b in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=2e-5)


# Keras 3.15 sums the cumulative sums in sparsemax, so that its results don't sum to 1.
ACTIVATIONS = [row["name"] for row in hk.schema()["activation"] if row["name"] != "sparsemax"]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation(name):
    x = np.linspace(-4, 4, 40).astype("float32").reshape(4, 10)
    model = hk.Model.sequential([hk.Layer("Activation", activation=name)])
    expected = getattr(keras.activations, name)(keras.ops.convert_to_tensor(x)).numpy()
    np.testing.assert_allclose(model.predict(x), expected, rtol=2e-5, atol=2e-6)


def test_sparsemax_is_a_projection_on_the_simplex():
    x = np.linspace(-4, 4, 40).astype("float32").reshape(4, 10)
    y = hk.Model.sequential([hk.Layer("Activation", activation="sparsemax")]).predict(x)
    np.testing.assert_allclose(y.sum(-1), 1, rtol=1e-5)
    # x - y is the same wherever y is positive, and not larger elsewhere.
    for a, b in zip(x, y):
        shift = (a - b)[b > 0]
        np.testing.assert_allclose(shift, shift[0], rtol=1e-5)
        assert (a[b == 0] <= shift[0] + 1e-6).all()


@pytest.mark.parametrize("name", ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum",
                                  "Concatenate"])
def test_merging(name):
    inputs = [keras.Input((6,)), keras.Input((6,))]
    theirs = keras.Model(inputs, getattr(K, name)()(inputs))
    ours = hk.Model.from_config(theirs.to_json())
    a, b = VECTORS, VECTORS[::-1].copy()
    np.testing.assert_allclose(ours.predict([a, b]), theirs.predict([a, b], verbose=0), rtol=1e-6)


def test_functional_model_with_shared_and_nested_layers():
    shared = K.Dense(4, activation="tanh")
    inner = keras.Sequential([keras.Input((4,)), K.Dense(3), K.ReLU()])
    a, b = keras.Input((6,), name="a"), keras.Input((6,), name="b")
    joined = K.Concatenate()([shared(a), shared(b), inner(shared(b))])
    outputs = [K.Dense(1, name="first")(joined), K.Dense(2, name="second")(inner(shared(a)))]
    theirs = keras.Model([a, b], outputs)
    ours = hk.Model.from_config(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    assert [w["name"].split("/")[-2] for w in ours.describe()["weights"]] == [
        w.path.split("/")[-2] for w in theirs.weights]
    x = [VECTORS, VECTORS[::-1].copy()]
    for got, expected in zip(ours.predict(x, 2), theirs.predict(x, verbose=0)):
        np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)
    y = [RNG.normal(size=(5, 1)).astype("float32"), RNG.normal(size=(5, 2)).astype("float32")]
    theirs.compile("sgd", loss=["mse", "mae"], loss_weights=[0.3, 2.0],
                   metrics=[["mae"], ["mse"]])
    ours.compile(optimizer="sgd", loss=["mse", "mae"], loss_weights=[0.3, 2.0],
                 metrics=[["mae"], ["mse"]])
    expected = theirs.fit(x, y, epochs=4, shuffle=False, verbose=0).history
    got = ours.fit(x, y, epochs=4, shuffle=False)
    assert set(got) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(got[name], values, rtol=1e-4, err_msg=name)
    again = keras.models.model_from_json(json.dumps(ours.config()))
    again.set_weights(ours.get_weights())
    for got, expected in zip(ours.predict(x, 2), again.predict(x, verbose=0)):
        np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)


def test_initializers_have_keras_distributions():
    hk.keras.HB_SetRandomSeed(5)
    for name in ("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform",
                 "LecunNormal", "RandomNormal", "RandomUniform", "TruncatedNormal",
                 "VarianceScaling", "Orthogonal"):
        theirs = np.asarray(getattr(keras.initializers, name)(seed=1)((200, 300)))
        model = hk.Model.sequential([hk.Layer("Dense", units=300, kernel_initializer=name)])
        model.build(np.zeros((1, 200), "float32"))
        ours = model.get_weights()[0]
        np.testing.assert_allclose(ours.std(), theirs.std(), rtol=0.02, err_msg=name)
        assert abs(ours.mean()) < 4 * theirs.std() / np.sqrt(ours.size), name
        np.testing.assert_allclose(np.abs(ours).max(), np.abs(theirs).max(), rtol=0.2,
                                   err_msg=name)
    orthogonal = hk.Model.sequential([hk.Layer("Dense", units=8, kernel_initializer="orthogonal")])
    orthogonal.build(np.zeros((1, 20), "float32"))
    q = orthogonal.get_weights()[0]
    np.testing.assert_allclose(q.T @ q, np.eye(8), atol=1e-6)


def test_the_committed_schema_is_current():
    committed = pathlib.Path(__file__).resolve().parents[2] / "bindings/schema/layers.json"
    assert json.loads(committed.read_text(encoding="utf-8")) == hk.schema()


def test_parameters_and_defaults_are_those_of_keras():
    skipped = {"lora_rank", "lora_alpha", "quantization_config", "activity_regularizer",
               "mask_zero", "weights", "dtype", "name", "trainable",
               "rms_scaling", "zero_output_for_mask"}  # of their **kwargs
    for row in hk.schema()["layer"]:
        if row["name"] == "InputLayer":
            continue
        signature = inspect.signature(getattr(K, row["name"]).__init__)
        theirs = {n: p for n, p in signature.parameters.items()
                  if n != "self" and p.kind == p.POSITIONAL_OR_KEYWORD and n not in skipped}
        ours = {p["name"]: p for p in row["params"] if p["name"] not in skipped}
        assert list(ours) == list(theirs), row["name"]
        for name, parameter in theirs.items():
            required = parameter.default is inspect.Parameter.empty
            assert bool(ours[name].get("required")) == required, (row["name"], name)
