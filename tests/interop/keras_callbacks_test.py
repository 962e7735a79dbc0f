"""Callbacks do what those of Keras 3 do, with the same parameters."""

import inspect
import pathlib

import keras
import numpy as np
import pytest

import hornbeam as hb
from hornbeam import keras as hk

RNG = np.random.default_rng(17)
X = RNG.normal(size=(40, 3)).astype("float32")
Y = (X @ [[1.0], [-2.0], [0.5]] + 0.5 + 0.3 * RNG.normal(size=(40, 1))).astype("float32")
VX = RNG.normal(size=(20, 3)).astype("float32")
VY = RNG.normal(size=(20, 1)).astype("float32")  # noise: validation soon gets worse
START = [np.full((3, 1), 0.1, "float32"), np.zeros(1, "float32")]


def pair(rate=0.125, metrics=("mae",)):
    theirs = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    ours = hk.model_from_json(theirs.to_json())
    theirs.compile(keras.optimizers.SGD(rate), "mse", metrics=list(metrics))
    ours.compile(hk.optimizers.SGD(rate), "mse", metrics=list(metrics))
    for model in (theirs, ours):
        model.set_weights(START)
    return theirs, ours


def both(name, options, fit=None, rate=0.125, validate=True):
    """The histories, weights and callbacks of a fit of both."""
    theirs, ours = pair(rate)
    fit = dict(dict(epochs=12, batch_size=10, shuffle=False, verbose=0), **(fit or {}))
    if validate:
        fit["validation_data"] = (VX, VY)
    results = []
    for model, space in ((theirs, keras.callbacks), (ours, hk.callbacks)):
        callback = getattr(space, name)(**options)
        history = model.fit(X, Y, callbacks=[callback], **fit).history
        results.append((history, model.get_weights(), callback))
    return results


def agree(results):
    (expected, weights, _), (got, own, _) = results
    assert {k: len(v) for k, v in got.items()} == {k: len(v) for k, v in expected.items()}
    for key, values in expected.items():
        np.testing.assert_allclose(got[key], values, rtol=2e-5, err_msg=key)
    for a, b in zip(own, weights):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("options", [
    dict(), dict(patience=2), dict(patience=2, restore_best_weights=True),
    dict(patience=1, restore_best_weights=True, start_from_epoch=3),
    dict(monitor="loss", min_delta=0.5), dict(monitor="loss", min_delta=-0.5, patience=1),
    dict(monitor="val_mae", patience=1), dict(monitor="mae", mode="max", patience=2),
    dict(monitor="loss", baseline=0.001, patience=3),
    dict(monitor="loss", baseline=0.001, patience=3, restore_best_weights=True),
    dict(patience=50, restore_best_weights=True),
])
def test_early_stopping(options):
    results = both("EarlyStopping", options)
    agree(results)
    theirs, ours = results[0][2], results[1][2]
    for name in ("wait", "stopped_epoch", "best_epoch"):
        assert getattr(ours, name) == getattr(theirs, name), name
    np.testing.assert_allclose(ours.best, theirs.best, rtol=2e-5)


@pytest.mark.parametrize("options", [
    dict(patience=1), dict(patience=1, factor=0.5, cooldown=2),
    dict(patience=0, factor=0.5, min_lr=0.02), dict(monitor="loss", patience=1, min_delta=10.0),
    dict(monitor="val_mae", patience=2, mode="max"), dict(monitor="mae", mode="min", patience=1),
])
def test_reduce_lr_on_plateau(options):
    agree(both("ReduceLROnPlateau", options))


def test_the_direction_of_a_metric_is_known():
    theirs, ours = pair(metrics=("mae", "cosine_similarity", "r2_score"))
    fit = dict(epochs=4, batch_size=10, shuffle=False, verbose=0, validation_data=(VX, VY))
    for monitor in ("val_mae", "r2_score", "cosine_similarity"):
        lengths = []
        for model, space in ((theirs, keras.callbacks), (ours, hk.callbacks)):
            model.set_weights(START)
            stop = space.EarlyStopping(monitor=monitor, patience=1)
            lengths.append(len(model.fit(X, Y, callbacks=[stop], **fit).history["loss"]))
        assert lengths[0] == lengths[1], monitor

    def own(y_true, y_pred):
        return y_true - y_pred

    ours.compile("sgd", "mse", metrics=[own])
    with pytest.raises(hb.errors.InvalidArgumentError, match="mode"):
        ours.fit(X, Y, verbose=0, callbacks=[hk.callbacks.EarlyStopping(monitor="own")])


def test_learning_rate_scheduler():
    def schedule(epoch, rate):
        return rate if epoch < 3 else rate * 0.5

    def of_epoch(epoch):
        return 0.1 / (epoch + 1)

    for function in (schedule, of_epoch):
        agree(both("LearningRateScheduler", dict(schedule=function)))
    rates = [0.1, 0.05, 0.01]
    theirs, ours = pair()
    history = ours.fit(X, Y, epochs=4, verbose=0,
                       callbacks=[hk.callbacks.LearningRateScheduler(rates)]).history
    np.testing.assert_allclose(history["learning_rate"], [0.1, 0.05, 0.01, 0.01], rtol=1e-6)


@pytest.mark.parametrize("validate", [False, True])
def test_csv_logger(tmp_path, validate):
    files = [tmp_path / "theirs.csv", tmp_path / "ours.csv"]
    for append in (False, True):
        texts = []
        theirs, ours = pair()
        for model, space, path in ((theirs, keras.callbacks, files[0]),
                                   (ours, hk.callbacks, files[1])):
            logger = space.CSVLogger(str(path), separator=";", append=append)
            model.fit(X, Y, epochs=2, batch_size=10, shuffle=False, verbose=0, callbacks=[logger],
                      validation_data=(VX, VY) if validate else None)
            texts.append(path.read_bytes().decode())
        expected, got = ([line.split(";") for line in t.split("\r\n")] for t in texts)
        assert got[0] == expected[0]
        assert len(got) == len(expected)
        for a, b in zip(got[1:], expected[1:]):
            for x, y in zip(a, b):
                assert x == y or abs(float(x) / float(y) - 1) < 2e-5


def test_terminate_on_nan():
    x = X.copy()
    x[25] = np.inf
    theirs, ours = pair()
    epochs = []
    for model, space in ((theirs, keras.callbacks), (ours, hk.callbacks)):
        history = model.fit(x, Y, epochs=5, batch_size=10, shuffle=False, verbose=0,
                            callbacks=[space.TerminateOnNaN()])
        epochs.append(len(history.history["loss"]))
    assert epochs == [1, 1]
    ours.set_weights(START)
    with pytest.raises(hb.errors.AbortedError, match="Batch 2"):
        ours.fit(x, Y, batch_size=10, shuffle=False, verbose=0,
                 callbacks=[hk.callbacks.TerminateOnNaN(raise_error=True)])


def saved(folder):
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("options", [
    dict(monitor="loss", save_best_only=True), dict(),
    dict(save_best_only=True), dict(monitor="val_mae", mode="max", save_best_only=True),
    dict(monitor="loss", save_best_only=True, initial_value_threshold=0.5), dict(save_freq=3),
    dict(save_freq=5, monitor="loss", save_best_only=True),
])
def test_model_checkpoint(tmp_path, options):
    batch = "-{batch}" if "save_freq" in options else ""
    names = []
    theirs, ours = pair()
    for model, space, name in ((theirs, keras.callbacks, "theirs"), (ours, hk.callbacks, "ours")):
        folder = tmp_path / name
        folder.mkdir()
        path = folder / ("{epoch:03d}" + batch + "-{loss:.3f}.keras")
        model.fit(X, Y, epochs=6, batch_size=10, shuffle=False, verbose=0,
                  validation_data=(VX, VY),
                  callbacks=[space.ModelCheckpoint(str(path), **options)])
        names.append(saved(folder))
    assert names[0] == names[1]
    assert names[0]


def test_checkpoints_of_weights_alone(tmp_path):
    import tensorflow as tf

    _, ours = pair()
    path = tmp_path / "deep" / "w-{epoch}"
    ours.fit(X, Y, epochs=3, verbose=0, shuffle=False, callbacks=[
        hk.callbacks.ModelCheckpoint(str(path), save_weights_only=True)])
    kernel = ours.get_weights()[0]
    reader = tf.train.load_checkpoint(str(tmp_path / "deep" / "w-3"))
    (name,) = [n for n in reader.get_variable_to_shape_map() if n.endswith("/kernel")]
    np.testing.assert_array_equal(reader.get_tensor(name), kernel)
    assert int(reader.get_tensor("optimizer/iterations")) == 6
    other = hk.model_from_json(ours.to_json())
    other.load_weights(tmp_path / "deep" / "w-3")
    np.testing.assert_array_equal(other.get_weights()[0], kernel)


def test_verbose_callbacks_tell_what_keras_tells(capsys, tmp_path):
    def text(space, model, name, options):
        capsys.readouterr()
        model.set_weights(START)
        folder = tmp_path / space.__name__
        folder.mkdir(exist_ok=True)
        if "filepath" in options:
            options = dict(options, filepath=str(folder / options["filepath"]))
        model.fit(X, Y, epochs=4, batch_size=10, shuffle=False, verbose=0,
                  validation_data=(VX, VY), callbacks=[getattr(space, name)(verbose=1, **options)])
        return [line.replace(str(folder), "") for line in capsys.readouterr().out.splitlines()
                if line.strip() and "finished saving" not in line]

    for name, options in (
            ("EarlyStopping", dict(restore_best_weights=True)),
            ("ReduceLROnPlateau", dict(patience=1, factor=0.5)),
            ("ModelCheckpoint", dict(filepath="a.keras")),
            ("ModelCheckpoint", dict(filepath="b.keras", save_best_only=True)),
            ("LearningRateScheduler", dict(schedule=lambda epoch, rate: 0.25))):
        theirs, ours = pair(0.125)
        assert text(hk.callbacks, ours, name, options) == text(keras.callbacks, theirs, name,
                                                               options), name


class Recorder:
    """What is called, with which arguments."""

    def __init__(self):
        self.calls = []

    def make(self, base):
        recorder = self

        class Own(base):
            pass

        for name in ("on_train_begin", "on_train_end", "on_epoch_begin", "on_epoch_end",
                     "on_train_batch_begin", "on_train_batch_end"):
            def method(self, *arguments, logs=None, name=name):
                numbers = [a for a in arguments if isinstance(a, int)]
                logs = logs or next((a for a in arguments if isinstance(a, dict)), {})
                recorder.calls.append((name, *numbers, sorted(logs)))

            setattr(Own, name, method)
        return Own()


def test_own_callbacks_are_called_as_in_keras():
    theirs, ours = pair()
    calls = []
    for model, base in ((theirs, keras.callbacks.Callback), (ours, hk.callbacks.Callback)):
        recorder = Recorder()
        callback = recorder.make(base)
        model.fit(X, Y, epochs=2, batch_size=20, verbose=0, validation_data=(VX, VY),
                  callbacks=[callback])
        assert callback.model is model
        assert callback.params["epochs"] == 2
        assert callback.params["steps"] == 2
        calls.append(recorder.calls)
    assert calls[0] == calls[1]


@pytest.mark.parametrize("method", ["on_epoch_begin", "on_train_batch_end", "on_epoch_end",
                                    "on_train_batch_begin"])
def test_stop_training(method):
    lengths = []
    theirs, ours = pair()
    for model, base in ((theirs, keras.callbacks.Callback), (ours, hk.callbacks.Callback)):
        seen = []

        class Stop(base):
            def on_train_batch_end(self, batch, logs=None):
                seen.append(batch)

        def stop(self, *arguments, logs=None):
            if method == "on_train_batch_end":
                seen.append(arguments[0])
            if len(seen) >= 2:
                self.model.stop_training = True

        setattr(Stop, method, stop)
        history = model.fit(X, Y, epochs=5, batch_size=10, verbose=0, shuffle=False,
                            validation_data=(VX, VY), callbacks=[Stop()])
        lengths.append((seen, len(history.history["val_loss"])))
    assert lengths[0] == lengths[1]


def test_logs_of_own_callbacks_reach_the_history():
    class Extra(hk.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["extra"] = epoch * 2.0

    _, ours = pair()
    history = ours.fit(X, Y, epochs=3, verbose=0, callbacks=[Extra()])
    assert history.history["extra"] == [0.0, 2.0, 4.0]
    given = hk.callbacks.History()
    assert ours.fit(X, Y, epochs=2, verbose=0, callbacks=[given]) is given
    counted = []
    ours.fit(X, Y, epochs=2, verbose=0, callbacks=[
        hk.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: counted.append(epoch))])
    assert counted == [0, 1]


def test_parameters_are_those_of_keras():
    for name in ("EarlyStopping", "ModelCheckpoint", "LearningRateScheduler", "ReduceLROnPlateau",
                 "CSVLogger", "TerminateOnNaN", "History"):
        theirs = [n for n, p in
                  inspect.signature(getattr(keras.callbacks, name).__init__).parameters.items()
                  if p.kind == p.POSITIONAL_OR_KEYWORD]
        cls = getattr(hk.callbacks, name)
        ours = list(inspect.signature(cls.__init__).parameters)
        assert ours == theirs, name
    with pytest.raises(Exception, match="factor"):
        pair()[1].fit(X, Y, verbose=0, callbacks=[hk.callbacks.ReduceLROnPlateau(factor=1.0)])
    with pytest.raises(Exception, match="there is no value 'nothing'"):
        pair()[1].fit(X, Y, verbose=0, callbacks=[
            hk.callbacks.ModelCheckpoint(str(pathlib.Path("/tmp/x-{nothing}")))])
