"""Models that we save: TensorFlow loads, runs and trains them, and we load them again."""

import pathlib

import hornbeam_keras as hk
import keras
import numpy as np
import pytest
import tensorflow as tf

RNG = np.random.default_rng(3)
IMAGES = RNG.normal(size=(24, 8, 8, 1)).astype("float32")
LABELS = RNG.integers(0, 3, size=24).astype("int32")


def digits():
    hk.keras.HB_SetRandomSeed(2)
    model = hk.Model.sequential([
        hk.Layer("Conv2D", filters=4, kernel_size=3, activation="relu"),
        hk.Layer("BatchNormalization"), hk.Layer("MaxPooling2D"), hk.Layer("Flatten"),
        hk.Layer("Dropout", rate=0.1, seed=1), hk.Layer("Dense", units=3, activation="softmax")])
    model.compile(optimizer={"class_name": "Adam", "config": {"learning_rate": 0.01}},
                  loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(IMAGES, LABELS, epochs=2, batch_size=8, seed=1)
    return model


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    model, folder = digits(), tmp_path_factory.mktemp("saved") / "model"
    model.save(folder)
    return model, folder


def test_we_load_it(saved):
    model, folder = saved
    again = hk.Model.load(folder)
    np.testing.assert_array_equal(again.predict(IMAGES), model.predict(IMAGES))
    assert again.evaluate(IMAGES, LABELS) == model.evaluate(IMAGES, LABELS)
    assert again.config() == model.config()


def test_tensorflow_loads_it(saved):
    model, folder = saved
    loaded = tf.saved_model.load(str(folder))
    serve = loaded.signatures["serving_default"]
    (name,) = serve.structured_input_signature[1]
    (output,) = serve(**{name: tf.constant(IMAGES)}).values()
    np.testing.assert_allclose(output.numpy(), model.predict(IMAGES), rtol=1e-5, atol=1e-6)
    layer = keras.layers.TFSMLayer(str(folder), call_endpoint="serving_default")
    (output,) = layer(IMAGES).values()
    np.testing.assert_allclose(output.numpy(), model.predict(IMAGES), rtol=1e-5, atol=1e-6)


def test_tensorflow_trains_it(saved):
    _, folder = saved
    loaded = tf.saved_model.load(str(folder))
    step = loaded.signatures["train_step"]
    inputs = {name: tf.constant(LABELS if name == "y" else IMAGES)
              for name in step.structured_input_signature[1]}
    losses = [float(step(**inputs)["loss"]) for _ in range(15)]
    assert losses[-1] < 0.8 * losses[0]
    evaluate = loaded.signatures["evaluate"]
    assert float(evaluate(**inputs)["loss"]) < losses[0]


def test_the_classic_loader_loads_it(saved):
    model, folder = saved
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        meta = tf.compat.v1.saved_model.loader.load(session, ["serve"], str(folder))
        signature = meta.signature_def["serving_default"]
        (x,), (y,) = signature.inputs.values(), signature.outputs.values()
        output = session.run(y.name, {x.name: IMAGES})
    np.testing.assert_allclose(output, model.predict(IMAGES), rtol=1e-5, atol=1e-6)


def test_wrong_folders_are_named(tmp_path):
    with pytest.raises(hk.Error, match="there is no folder '.*nothing'"):
        hk.Model.load(tmp_path / "nothing")
    with pytest.raises(hk.Error, match="model.json.*not a model that Hornbeam saved"):
        hk.Model.load(tmp_path)


def test_a_damaged_config_is_refused(saved, tmp_path):
    _, folder = saved
    for source in folder.rglob("*"):
        target = tmp_path / source.relative_to(folder)
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    config: pathlib.Path = tmp_path / "assets.extra/hornbeam/model.json"
    text = config.read_bytes()
    for end in range(0, len(text) - 2, max(1, len(text) // 40)):
        config.write_bytes(text[:end])
        with pytest.raises(hk.Error):
            hk.Model.load(tmp_path)
    config.write_bytes(text.replace(b'"units": 3', b'"units": 4'))
    with pytest.raises(hk.Error):
        hk.Model.load(tmp_path)
