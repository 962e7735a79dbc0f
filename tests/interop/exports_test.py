"""SavedModels that Keras and TensorFlow export: loaded as graphs, they give the same values."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.core.protobuf import meta_graph_pb2

import hornbeam as hb

RANDOM = np.random.RandomState(0)


def mlp():
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((8,)), layers.Dense(16, activation="relu"), layers.Dense(3, "softmax")]
    )
    return model, RANDOM.randn(5, 8)


def cnn():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((16, 16, 3)),
            layers.Conv2D(8, 3, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.DepthwiseConv2D(3),
            layers.GlobalAveragePooling2D(),
            layers.Dense(4),
        ]
    )
    return model, RANDOM.randn(2, 16, 16, 3)


def lstm():
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((12,)), layers.Embedding(50, 8), layers.LSTM(16), layers.Dense(2)]
    )
    return model, RANDOM.randint(0, 50, (3, 12))


def attention():
    x = keras.Input((10, 16))
    y = keras.layers.LayerNormalization()(keras.layers.MultiHeadAttention(2, 8)(x, x))
    return keras.Model(x, y), RANDOM.randn(2, 10, 16)


def signature(session, name="serving_default"):
    meta = meta_graph_pb2.MetaGraphDef()
    meta.ParseFromString(session.meta_graph_def)
    found = meta.signature_def[name]
    return next(iter(found.inputs.values())).name, next(iter(found.outputs.values())).name


@pytest.mark.parametrize("make", [mlp, cnn, lstm, attention])
def test_keras_export(make, tmp_path):
    model, x = make()
    x = x.astype(np.float32)
    model.export(tmp_path / "model", verbose=False)
    session = hb.saved_model.load(tmp_path / "model")
    feed, fetch = signature(session)
    got = session.run(fetch, {feed: x})
    np.testing.assert_allclose(got, model.predict(x, verbose=0), atol=1e-5)


class Vocabulary(tf.Module):
    """A table that is filled from an asset."""

    def __init__(self, path):
        super().__init__()
        index = tf.lookup.TextFileIndex
        init = tf.lookup.TextFileInitializer(
            path, tf.string, index.WHOLE_LINE, tf.int64, index.LINE_NUMBER
        )
        self.table = tf.lookup.StaticHashTable(init, -1)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def look_up(self, words):
        return {"numbers": self.table.lookup(words)}


def test_vocabulary(tmp_path):
    (tmp_path / "words.txt").write_text("a\nb\nc\n")
    # The file lies beside the model only until it is saved, then among its assets.
    words = Vocabulary(str(tmp_path / "words.txt"))
    tf.saved_model.save(words, str(tmp_path / "model"), signatures=words.look_up)
    (tmp_path / "words.txt").unlink()
    session = hb.saved_model.load(tmp_path / "model")
    feed, fetch = signature(session)
    got = session.run(fetch, {feed: np.array(["b", "z", "a"], object)})
    np.testing.assert_array_equal(got, [1, -1, 0])


def test_signatures_of_an_export(tmp_path):
    """A function for a signature, prepared once; the one that only initializes is left out."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.export(tmp_path / "model", verbose=False)
    session = hb.saved_model.load(tmp_path / "model")
    assert "serving_default" in hb.saved_model.signatures(session)
    assert not any(n.startswith("__saved_model") for n in hb.saved_model.signatures(session))
    serve = hb.saved_model.function(session)
    (name,) = hb.saved_model.signatures(session)["serving_default"].inputs
    x = np.random.RandomState(0).randn(4, 3).astype(np.float32)
    for rows in (x, x[:1]):
        (got,) = serve(**{name: rows}).values()
        np.testing.assert_allclose(got, model.predict(rows, verbose=0), atol=1e-6)
    with pytest.raises(hb.errors.InvalidArgumentError, match=name):
        serve(other=x)
    with pytest.raises(hb.errors.NotFoundError, match="serving_default"):
        hb.saved_model.function(session, "missing")
