"""Masks travel as in Keras 3: through layers, into losses and metrics."""

import keras
import numpy as np
import pytest

from hornbeam import keras as hk

K = keras.layers
RNG = np.random.default_rng(13)
WORDS = RNG.integers(0, 5, size=(12, 7)).astype("int32")
WORDS[:, 5:] = 0  # padded
WORDS[0] = 0
TARGETS = RNG.normal(size=(12, 7, 2)).astype("float32")
STEP_WEIGHTS = RNG.uniform(0.2, 2, size=(12, 7)).astype("float32")


def embedding(**options):
    return K.Embedding(5, 4, mask_zero=True, **options)


def sequence(*layers):
    return keras.Sequential([keras.Input((7,), dtype="int32"), embedding(), *layers, K.Dense(2)])


def joined(layer):
    words = keras.Input((7,), dtype="int32")
    other = keras.Input((7,), dtype="int32")
    return keras.Model([words, other], K.Dense(2)(layer([embedding()(words), embedding()(other)])))


def half_masked(layer):
    words = keras.Input((7,), dtype="int32")
    plain = K.Embedding(5, 4)(words)
    return keras.Model(words, K.Dense(2)(layer([embedding()(words), plain])))


def nested():
    inner = keras.Sequential([keras.Input((7, 4)), K.Dense(4, "relu"), K.LayerNormalization()])
    words = keras.Input((7,), dtype="int32")
    return keras.Model(words, K.Dense(2)(inner(embedding()(words))))


def images(*layers):
    return keras.Sequential([
        keras.Input((7,), dtype="int32"), embedding(), K.Reshape((7, 4, 1)), *layers, K.Dense(2)])


MODELS = {
    "dense": lambda: sequence(),
    "activation": lambda: sequence(K.Activation("tanh"), K.ReLU(), K.LeakyReLU(), K.ELU()),
    "normalization": lambda: sequence(K.BatchNormalization(), K.LayerNormalization(),
                                      K.UnitNormalization()),
    "regularization": lambda: sequence(K.Dropout(0.0), K.ActivityRegularization(0.01)),
    "rescaling": lambda: sequence(K.Rescaling(0.5)),
    "reshape_drops_it": lambda: sequence(K.Reshape((7, 4))),
    "permute_drops_it": lambda: sequence(K.Permute((1, 2))),
    "add": lambda: joined(K.Add()),
    "multiply": lambda: joined(K.Multiply()),
    "maximum": lambda: joined(K.Maximum()),
    "minimum": lambda: joined(K.Minimum()),
    "average": lambda: joined(K.Average()),
    "multiply_half": lambda: half_masked(K.Multiply()),
    "maximum_half": lambda: half_masked(K.Maximum()),
    "concatenate": lambda: joined(K.Concatenate()),
    "add_half": lambda: half_masked(K.Add()),
    "concatenate_half": lambda: half_masked(K.Concatenate()),
    "nested": nested,
}


def data(model):
    return [WORDS, WORDS[::-1].copy()] if len(model.inputs) == 2 else WORDS


def compare(theirs, x, y, loss="mse", metrics=(), weighted=(), sample_weight=None):
    ours = hk.model_from_json(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    options = dict(loss=loss, metrics=list(metrics), weighted_metrics=list(weighted))
    theirs.compile(keras.optimizers.SGD(0.1), **options)
    if not isinstance(loss, str):
        options["loss"] = keras.losses.serialize(loss)
    ours.compile(hk.optimizers.SGD(0.1), **options)
    fit = dict(epochs=3, batch_size=5, shuffle=False, verbose=0, sample_weight=sample_weight)
    expected = theirs.fit(x, y, **fit).history
    got = ours.fit(x, y, **fit).history
    assert set(got) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(got[name], values, rtol=3e-5, err_msg=name)
    for a, b in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=2e-5)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("weight", [None, STEP_WEIGHTS], ids=["", "step"])
def test_a_model_with_masks(name, weight):
    theirs = MODELS[name]()
    metrics = ("mae", "mean_squared_error")
    compare(theirs, data(theirs), TARGETS, metrics=metrics, weighted=metrics,
            sample_weight=weight)


@pytest.mark.parametrize("reduction", ["sum", "sum_over_batch_size", "mean",
                                       "mean_with_sample_weight"])
@pytest.mark.parametrize("weight", [None, STEP_WEIGHTS], ids=["", "step"])
def test_reductions(reduction, weight):
    loss = keras.losses.MeanAbsoluteError(reduction=reduction)
    compare(sequence(), WORDS, TARGETS, loss=loss, sample_weight=weight)


def test_classes_and_accuracy():
    classes = RNG.integers(0, 2, size=(12, 7)).astype("int32")
    theirs = sequence(K.Activation("softmax"))
    compare(theirs, WORDS, classes,
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"], weighted=["accuracy"])


def test_softmax_skips_masked_positions():
    # The mask of 7 samples of 7 words is taken for one of the features, of which there are 7 too.
    words = keras.Input((7,), dtype="int32")
    theirs = keras.Model(words, K.Softmax()(K.Embedding(5, 7, mask_zero=True)(words)))
    ours = hk.model_from_json(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    expected = theirs.predict(WORDS[:7], verbose=0)
    np.testing.assert_allclose(ours.predict(WORDS[:7]), expected, rtol=1e-5, atol=1e-7)


def test_layers_without_masks_lose_them():
    compare(images(K.Conv2D(3, 2), K.GlobalAveragePooling2D()), WORDS, TARGETS[:, 0])


@pytest.mark.parametrize("pooling", [
    K.GlobalAveragePooling1D(), K.GlobalMaxPooling1D(), K.GlobalAveragePooling1D(keepdims=True)])
def test_pooling_of_sequences(pooling):
    targets = TARGETS[1:, :1] if pooling.keepdims else TARGETS[1:, 0]
    compare(sequence(pooling), WORDS[1:], targets)


def test_the_average_of_masked_steps_with_the_features_first():
    # Seven features of seven steps, so that the mask of the words fits the last axis.
    words = keras.Input((7,), dtype="int32")
    embedded = K.Embedding(5, 7, mask_zero=True)(words)
    theirs = keras.Model(words, K.Dense(2)(K.GlobalAveragePooling1D("channels_first")(embedded)))
    compare(theirs, WORDS[1:], TARGETS[1:, 0])


def test_a_mask_goes_through_a_saved_model(tmp_path):
    import tensorflow as tf

    theirs = sequence(K.BatchNormalization())
    ours = hk.model_from_json(theirs.to_json())
    ours.compile("sgd", "mse")
    ours.fit(WORDS, TARGETS, epochs=1, verbose=0)
    ours.save(tmp_path / "m")
    again = hk.load(tmp_path / "m")
    assert again.evaluate(WORDS, TARGETS) == ours.evaluate(WORDS, TARGETS)
    loaded = tf.saved_model.load(str(tmp_path / "m"))
    evaluate = loaded.signatures["evaluate"]
    inputs = {n: tf.constant(TARGETS if n == "y" else WORDS)
              for n in evaluate.structured_input_signature[1]}
    np.testing.assert_allclose(float(evaluate(**inputs)["loss"]),
                               ours.evaluate(WORDS, TARGETS, batch_size=12), rtol=1e-5)
