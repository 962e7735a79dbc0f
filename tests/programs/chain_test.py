"""The chain in every order: one language trains and saves, one loads, trains on and saves, one loads and
predicts, and TensorFlow reads each model; and the other way round, all languages run what TensorFlow
and Keras wrote."""

import itertools
import re

import numpy as np
import pytest
import runners
from runners import HERE, LANGUAGES

MODELS = ["dense", "own"]
X = {"dense": "101", "own": "103"}  # seeds of the samples in chain/


def link(number, language, **places):
    """Programs of one link for all languages at the other places."""
    path = next(HERE.glob(f"chain/{number}_*.txt"))
    text = path.read_text()
    programs = ""
    for values in itertools.product(*places.values()):
        programs += text.format(**dict(zip(places, values)), **language)
    return programs


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """The folder of all models, and what was printed, by program."""
    runners.needs_all()
    folder, found = tmp_path_factory.mktemp("chain"), {}
    for language in LANGUAGES:
        found.update(runners.run(language, link(1, {"a": language}), folder))
    for language in LANGUAGES:
        found.update(runners.run(language, link(2, {"b": language}, a=LANGUAGES), folder))
    for language in LANGUAGES:
        programs = link(3, {"c": language}, a=LANGUAGES, b=LANGUAGES)
        found.update(runners.run(language, programs, folder))
    return folder, found


def results(text):
    """The results of a program, without the numbers of the lines."""
    return [line.partition(": ")[2] for line in text.splitlines()]


@pytest.mark.parametrize("model", MODELS)
def test_every_order_gives_the_same_bits(chain, model):
    _, found = chain
    began = results(found[f"{model}_python"])
    went_on = results(found[f"{model}_python_python"])
    assert not [line for line in began + went_on if line.startswith("error")]
    assert began[-1] == went_on[0] != went_on[-1]
    triples = 0
    for a in LANGUAGES:
        assert results(found[f"{model}_{a}"]) == began
        for b in LANGUAGES:
            assert results(found[f"{model}_{a}_{b}"]) == went_on, f"{a}, {b}"
            for c in LANGUAGES:
                assert results(found[f"{model}_{a}_{b}_{c}"]) == went_on[-1:], f"{a}, {b}, {c}"
                triples += 1
    assert triples == 125


def random_numbers(seed, count):
    """What the programs call `random`."""
    values = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        values.append(seed / (1 << 30) - 1)
    return np.array(values, np.float32)


def tensor(line):
    """A printed tensor of float32."""
    dtype, shape, data = line.split()[:3]
    assert dtype == "float32"
    return np.frombuffer(bytes.fromhex(data), "<f4").reshape([int(d) for d in shape.split(",")])


@pytest.mark.parametrize("model", MODELS)
def test_tensorflow_reads_each(chain, model):
    import tensorflow as tf

    folder, found = chain
    x = random_numbers(int(X[model]), 96).reshape(24, 4)
    for name in [n for n in found if re.fullmatch(rf"{model}_[a-z]+(_[a-z]+)?", n)]:
        signature = tf.saved_model.load(str(folder / name)).signatures["serving_default"]
        (argument,) = signature.structured_input_signature[1]
        (output,) = signature(**{argument: tf.constant(x)}).values()
        np.testing.assert_allclose(output, tensor(results(found[name])[-1]), rtol=1e-5, atol=1e-5)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A folder with models of Keras and of TensorFlow, and what they give."""
    import keras
    import tensorflow as tf

    folder = tmp_path_factory.mktemp("foreign")
    x = random_numbers(7, 96).reshape(24, 4)
    keras.utils.set_random_seed(3)
    model = keras.Sequential([
        keras.Input((4,), name="x"), keras.layers.Dense(6, activation="gelu"),
        keras.layers.LayerNormalization(), keras.layers.Dense(3, activation="softmax")])
    model.export(str(folder / "of_keras"), verbose=False)

    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(random_numbers(8, 8).reshape(4, 2))

        @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32, name="x")])
        def __call__(self, x):
            return {"y": tf.where(tf.reduce_sum(x) > 0, tf.tanh(x @ self.w), x @ self.w)}

    module = Module()
    tf.saved_model.save(module, str(folder / "of_tensorflow"),
                        signatures=module.__call__.get_concrete_function())
    return folder, {"of_keras": model(x).numpy(), "of_tensorflow": module(x)["y"].numpy()}


def serving_tensors(folder):
    """Names of the input and of the output that the signature serving_default has in the graph."""
    from tensorflow.core.protobuf import saved_model_pb2

    saved = saved_model_pb2.SavedModel.FromString((folder / "saved_model.pb").read_bytes())
    signature = saved.meta_graphs[0].signature_def["serving_default"]
    (x,), (y,) = signature.inputs.values(), signature.outputs.values()
    return x.name, y.name


@pytest.mark.parametrize("model", ["of_keras", "of_tensorflow"])
def test_every_language_runs_what_others_wrote(foreign, model):
    runners.needs_all()
    folder, wanted = foreign
    x, y = serving_tensors(folder / model)
    program = f"program serve\ntensor x float32 24,4 random 7\nserve {model} {x} {y} x=x\n"
    found = {language: runners.run(language, program, folder)["serve"] for language in LANGUAGES}
    assert set(found.values()) == {found["python"]}
    np.testing.assert_allclose(tensor(results(found["python"])[0]), wanted[model], rtol=1e-5,
                               atol=1e-5)
