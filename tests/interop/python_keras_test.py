"""Layers, models and training from Python."""

import json

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import keras
from hornbeam.graph import get_default_graph

X = np.array([[1], [2], [3], [4]], np.float32)
Y = 1 - X


def line_model():
    keras.set_random_seed(3)
    model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
    return model


def test_train_save_load(tmp_path):
    model = line_model()
    history = model.fit(X, Y, epochs=60, verbose=0)
    assert len(history.history["loss"]) == 60
    assert history.history["loss"][-1] < 0.2 * history.history["loss"][0]
    model.save(tmp_path / "model")
    loaded = keras.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    a = model.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    b = loaded.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    assert a == b


def test_tensorflow_loads(tmp_path):
    import tensorflow as tf

    model = line_model()
    model.fit(X, Y, epochs=2, verbose=0)
    model.save(tmp_path / "model")
    loaded = tf.saved_model.load(str(tmp_path / "model"))
    serve = loaded.signatures["serving_default"]
    key = list(serve.structured_input_signature[1])[0]
    (out,) = serve(**{key: tf.constant(X)}).values()
    np.testing.assert_allclose(out.numpy(), model.predict(X), atol=1e-5)


def test_custom_layer_and_loss():
    def scaled(a, trace):
        return a * trace.add_weight("scale", [4], "ones")

    def squared(y_true, y_pred):
        return hb.raw_ops.Mean(hb.raw_ops.Square(y_true - y_pred), np.int32(-1))

    x = np.random.RandomState(0).randn(64, 3).astype(np.float32)
    inputs = keras.Input((3,))
    hidden = keras.layers.Dense(4, activation="tanh")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.Lambda(scaled)(hidden)))
    model.compile("sgd", squared)
    losses = model.fit(x, x.sum(1, keepdims=True), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert [w.shape for w in model.get_weights()] == [(3, 4), (4,), (4,), (4, 1), (1,)]


def test_exception_of_a_traced_function_comes_back():
    class Own(Exception):
        pass

    error = Own("mine")

    def broken(a):
        raise error

    with pytest.raises(Own) as caught:
        inputs = keras.Input((3,))
        keras.Model(inputs, keras.layers.Dense(1)(keras.Lambda(broken)(inputs)))
    assert caught.value is error


def test_callbacks_and_early_stopping():
    class Count(keras.callbacks.Callback):
        epochs = batches = 0

        def on_epoch_end(self, epoch, logs=None):
            Count.epochs += 1
            if epoch == 3:
                self.model.stop_training = True

        def on_train_batch_end(self, batch, logs=None):
            Count.batches += 1

    line_model().fit(X, Y, batch_size=2, epochs=10, verbose=0, callbacks=[Count()])
    assert (Count.epochs, Count.batches) == (4, 8)


def test_generator_of_batches():
    batches = [(X[:2], Y[:2]), (X[2:], Y[2:])]
    history = line_model().fit(batches_of(batches), epochs=3, verbose=0)
    assert len(history.history["loss"]) == 3


class batches_of:  # noqa: N801
    def __init__(self, batches):
        self.batches = batches

    def __iter__(self):
        return iter(self.batches)


def test_wrong_arguments_are_named():
    with pytest.raises(hb.errors.InvalidArgumentError, match="units"):
        keras.Sequential([keras.layers.Dense(-1)]).build(X)
    with pytest.raises(hb.errors.HornbeamError):
        keras.load("/nonexistent")


def test_config_is_keras_3s():
    import keras as keras3

    model = line_model()
    model.build(X)
    theirs = keras3.models.model_from_json(json.dumps(json.loads(model.to_json())))
    theirs.set_weights(model.get_weights())
    np.testing.assert_allclose(theirs.predict(X, verbose=0), model.predict(X), atol=1e-6)


# Data in all its forms, compared with Keras.


def twin(inputs=1):
    import keras as keras3

    if inputs == 1:
        theirs = keras3.Sequential([keras3.Input((3,)), keras3.layers.Dense(1)])
    else:
        a, b = keras3.Input((3,), name="a"), keras3.Input((2,), name="b")
        joined = keras3.layers.Concatenate()([a, b])
        theirs = keras3.Model([a, b], [keras3.layers.Dense(1, name="first")(joined),
                                       keras3.layers.Dense(2, name="second")(joined)])
    ours = keras.model_from_json(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    theirs.compile(keras3.optimizers.SGD(0.05), "mse")
    ours.compile(keras.optimizers.SGD(0.05), "mse")
    return theirs, ours


RNG = np.random.RandomState(5)
X3 = RNG.randn(50, 3).astype(np.float32)
Y3 = RNG.randn(50, 1).astype(np.float32)
V3 = RNG.randn(20, 3).astype(np.float32), RNG.randn(20, 1).astype(np.float32)


def histories(make, inputs=1, **fit):
    theirs, ours = twin(inputs)
    fit = dict(dict(epochs=5, shuffle=False, verbose=0), **fit)
    results = []
    for model in (theirs, ours):
        results.append(model.fit(**make(), **fit).history)
    expected, got = results
    assert set(got) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(got[name], values, rtol=2e-5, err_msg=name)


class Sequence:
    """Batches by number, as keras.utils.PyDataset has them."""

    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __getitem__(self, i):
        part = slice(i * self.size, (i + 1) * self.size)
        return self.x[part], self.y[part]


def forever(x, y, size):
    while True:
        for i in range(0, len(x), size):
            yield x[i : i + size], y[i : i + size]


@pytest.mark.filterwarnings("ignore:Your input ran out of data")
@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_steps_per_epoch_go_on_with_the_data(steps):
    histories(lambda: dict(x=X3, y=Y3), batch_size=10, steps_per_epoch=steps)
    histories(lambda: dict(x=forever(X3, Y3, 10)), steps_per_epoch=steps)


def test_validation_data_in_all_forms():
    histories(lambda: dict(x=X3, y=Y3), batch_size=10, validation_data=V3)
    histories(lambda: dict(x=X3, y=Y3), batch_size=10, validation_data=V3, validation_freq=2)
    histories(lambda: dict(x=X3, y=Y3), batch_size=10, validation_data=V3, validation_batch_size=7,
              validation_steps=2)
    histories(lambda: dict(x=X3, y=Y3), batch_size=10, validation_data=(*V3, np.linspace(
        0, 1, 20, dtype=np.float32)))
    by_array = twin()[1]
    by_batch = keras.model_from_json(by_array.to_json())
    by_batch.set_weights(by_array.get_weights())
    by_batch.compile(keras.optimizers.SGD(0.05), "mse")
    logs = [model.fit(X3, Y3, epochs=4, shuffle=False, verbose=0, validation_data=data,
                      validation_batch_size=5, validation_freq=2).history
            for model, data in ((by_array, V3), (by_batch, Sequence(*V3, 5)))]
    assert logs[0] == logs[1] and len(logs[0]["val_loss"]) == 2
    endless = by_batch.fit(X3, Y3, epochs=2, verbose=0, validation_data=forever(*V3, 5),
                           validation_steps=3).history
    assert len(endless["val_loss"]) == 2
    histories(lambda: dict(x=X3, y=Y3), batch_size=10, validation_split=0.33)


def test_initial_epoch_and_sample_weights():
    weight = np.linspace(0.1, 2, 50, dtype=np.float32)
    histories(lambda: dict(x=X3, y=Y3), initial_epoch=3, validation_data=V3, validation_freq=2)
    histories(lambda: dict(x=X3, y=Y3, sample_weight=weight), validation_split=0.2)


def test_iterables_of_batches():
    import keras as keras3

    theirs, ours = twin()

    class Theirs(keras3.utils.PyDataset):
        def __len__(self):
            return 5

        def __getitem__(self, i):
            return Sequence(X3, Y3, 10)[i]

    fit = dict(epochs=3, shuffle=False, verbose=0)
    expected = theirs.fit(Theirs(), **fit).history["loss"]
    for source in (Sequence(X3, Y3, 10), batches_of(list(Sequence(X3, Y3, 10)[i] for i in range(5)))):
        ours.set_weights(twin()[1].get_weights())
        other = twin()[1]
        other.set_weights(ours.get_weights())
        a = ours.fit(source, **fit).history["loss"]
        b = other.fit(X3, Y3, batch_size=10, **fit).history["loss"]
        assert a == b
    assert len(expected) == 3
    source = Sequence(X3, Y3, 10)
    np.testing.assert_allclose(ours.evaluate(source), ours.evaluate(X3, Y3, batch_size=10))
    np.testing.assert_array_equal(ours.predict(source), ours.predict(X3))
    np.testing.assert_array_equal(ours.predict(X3, batch_size=7), ours.predict(X3))
    assert ours.predict(X3, batch_size=7, steps=2).shape == (14, 1)
    assert ours.predict(iter([X3[:4], X3[4:6]])).shape == (6, 1)


def test_arrays_by_name_and_several_outputs():
    a, b = X3, RNG.randn(50, 2).astype(np.float32)
    first, second = Y3, RNG.randn(50, 2).astype(np.float32)
    for x, y in (([a, b], [first, second]),
                 ({"b": b, "a": a}, {"second": second, "first": first})):
        histories(lambda: dict(x=x, y=y), inputs=2, batch_size=10)  # noqa: B023
    _, ours = twin(2)
    with pytest.raises(ValueError, match="no array is given for"):
        ours.predict({"a": a})
    with pytest.raises(ValueError, match="there is no input"):
        ours.predict({"a": a, "b": b, "c": b})


def test_batches_one_by_one():
    theirs, ours = twin()
    for model in (theirs, ours):
        model.reset_metrics()
    for i in range(0, 50, 10):
        part = slice(i, i + 10)
        np.testing.assert_allclose(ours.train_on_batch(X3[part], Y3[part]),
                                   theirs.train_on_batch(X3[part], Y3[part]), rtol=2e-5)
    for model in (theirs, ours):
        model.reset_metrics()
    for i in range(0, 50, 10):
        part = slice(i, i + 10)
        np.testing.assert_allclose(ours.test_on_batch(X3[part], Y3[part]),
                                   theirs.test_on_batch(X3[part], Y3[part]), rtol=2e-5)
    np.testing.assert_allclose(ours.predict_on_batch(X3[:3]), theirs.predict_on_batch(X3[:3]),
                               rtol=1e-5)
    assert set(ours.test_on_batch(X3, Y3, return_dict=True)) == {"loss"}


def test_shuffling_follows_the_seed():
    runs = []
    for seed in (1, 1, 2):
        _, model = twin()
        model.set_weights([np.zeros((3, 1), np.float32), np.zeros(1, np.float32)])
        runs.append(model.fit(X3, Y3, batch_size=5, epochs=2, verbose=0, seed=seed).history["loss"])
    assert runs[0] == runs[1] != runs[2]


# Memory.


def address(value):
    return np.asarray(value).__array_interface__["data"][0]


def test_numbers_are_not_copied():
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert address(hb._hornbeam.round_trip(x)) == address(x)
    x.setflags(write=False)
    assert address(hb._hornbeam.round_trip(x)) == address(x)
    backing = bytearray(24)
    view = memoryview(backing).cast("f", (2, 3))
    assert address(hb._hornbeam.round_trip(view)) == address(np.frombuffer(backing, np.float32))
    turned = np.arange(6, dtype=np.float32).reshape(3, 2).T  # not contiguous: a copy
    np.testing.assert_array_equal(hb._hornbeam.round_trip(turned), turned)


class OnlyDlpack:
    """What another library shows of its arrays."""

    def __init__(self, array):
        self._array = array

    def __dlpack__(self, **kwargs):
        return self._array.__dlpack__(**kwargs)

    def __dlpack_device__(self):
        return self._array.__dlpack_device__()


def test_dlpack_in_and_out():
    x = X3.copy()
    assert address(hb._hornbeam.round_trip(OnlyDlpack(x))) == address(x)
    _, model = twin()
    out = model.predict(OnlyDlpack(x))
    np.testing.assert_array_equal(out, model.predict(x))
    again = np.from_dlpack(out)
    assert address(again) == address(out)
    model.fit(OnlyDlpack(x), OnlyDlpack(Y3), epochs=1, verbose=0)
    view = memoryview(out)  # the buffer protocol
    assert view.format == "f" and view.shape == (50, 1)


def test_other_threads_run_during_a_fit():
    import sys
    import threading
    import time

    _, model = twin()
    x = np.zeros((1000000, 3), np.float32)
    model.fit(x[:10], x[:10, :1], verbose=0)
    counted, stop = [0], threading.Event()

    def count():
        while not stop.is_set():
            counted[0] += 1
            time.sleep(0)  # hands the lock back

    interval = sys.getswitchinterval()
    thread = threading.Thread(target=count)
    try:
        # From here on the lock changes hands only when its owner lets it go.
        sys.setswitchinterval(1000)
        thread.start()
        before = counted[0]
        model.fit(x, x[:, :1], batch_size=1000, epochs=30, verbose=0)
        after = counted[0]
    finally:
        stop.set()
        sys.setswitchinterval(interval)
        thread.join()
    assert after > before + 1


def run_script(text, pty=False, interrupt_at=None):
    """Runs Python code; gives what it wrote and its exit status."""
    import os
    import signal
    import subprocess
    import sys

    if pty:
        main, sub = os.openpty()
        process = subprocess.Popen([sys.executable, "-c", text], stdout=sub, stderr=sub)
        os.close(sub)
        chunks = []
        while True:
            try:
                chunk = os.read(main, 4096)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        os.close(main)
        return b"".join(chunks).decode(), process.wait()
    process = subprocess.Popen([sys.executable, "-u", "-c", text], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    output = ""
    for line in process.stdout:
        output += line
        if interrupt_at and interrupt_at in line:
            process.send_signal(signal.SIGINT)
            interrupt_at = None
    return output, process.wait()


FIT_SCRIPT = """
import numpy as np
from hornbeam import keras
m = keras.Sequential([keras.layers.Dense(1)])
m.compile("sgd", "mse", metrics=["mae"])
x = np.zeros(({rows}, 3), np.float32)
{body}
"""


def test_progress_in_a_terminal_and_in_a_pipe():
    script = FIT_SCRIPT.format(rows=4000, body="m.fit(x, x[:, :1], epochs=2, batch_size=4)")
    text, status = run_script(script)
    assert status == 0
    lines = text.splitlines()
    assert len(lines) == 2 and "\r" not in text and "\x1b" not in text
    assert lines[1].startswith("Epoch 2/2") and "loss: " in lines[1] and "mae: " in lines[1]
    assert "steps/s" in lines[1]
    text, status = run_script(script, pty=True)
    assert status == 0
    assert "\r" in text and "1000/1000" in text and "left" in text and "steps/s" in text
    text, status = run_script(script.replace("batch_size=4", "batch_size=4, verbose=0"))
    assert (text, status) == ("", 0)


def test_ctrl_c_stops_a_fit_within_an_epoch():
    body = """
import signal
class Begin(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        print("begin", flush=True)
try:
    m.fit(x, x[:, :1], batch_size=1, epochs=1000000, verbose=0, callbacks=[Begin()])
except KeyboardInterrupt:
    print("stopped")
m.fit(x[:10], x[:10, :1], verbose=0)
print("trains on", np.isfinite(m.predict(x[:2])).all())
"""
    # An epoch takes far longer than anyone waits.
    text, status = run_script(FIT_SCRIPT.format(rows=30000000, body=body), interrupt_at="begin")
    assert status == 0, text
    assert text.splitlines() == ["begin", "stopped", "trains on True"]


# Weights alone, Normalization, and files that models may touch.


def test_weights_alone(tmp_path):
    model = line_model()
    model.fit(X, Y, epochs=5, verbose=0, shuffle=False)
    model.save_weights(tmp_path / "w")
    expected = model.predict(X)
    a = model.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    model.load_weights(tmp_path / "w")
    np.testing.assert_array_equal(model.predict(X), expected)
    other = line_model()
    other.build(X)
    other.load_weights(tmp_path / "w")
    np.testing.assert_array_equal(other.predict(X), expected)
    # The optimizer's state came along.
    assert other.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"] == a
    small = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])
    small.build(X)
    before = small.get_weights()
    with pytest.raises(hb.errors.InvalidArgumentError, match="'dense/kernel'"):
        small.load_weights(tmp_path / "w")
    for x, y in zip(small.get_weights(), before):
        np.testing.assert_array_equal(x, y)
    with pytest.raises(hb.errors.NotFoundError):
        small.load_weights(tmp_path / "nothing")
    with pytest.raises(hb.errors.FailedPreconditionError):
        line_model().save_weights(tmp_path / "x")


@pytest.mark.parametrize("axis, shape", [(-1, (30, 4)), (None, (30, 4)), ((1, 2), (30, 3, 4)),
                                         (1, (30, 3, 4)), (None, (30,))])
def test_normalization_adapts(axis, shape):
    import keras as keras3

    x = (RNG.randn(*shape) * 3 + 2).astype(np.float32)
    theirs = keras3.layers.Normalization(axis=axis)
    ours = keras.layers.Normalization(axis=axis)
    theirs.adapt(x)
    ours.adapt(x)
    model = keras.Sequential([ours])
    np.testing.assert_allclose(model.predict(x), np.asarray(theirs(x)), rtol=2e-5, atol=2e-6)
    batches = [x[:7], x[7:20], x[20:]]
    theirs.adapt(batches)
    ours.adapt(batches)
    np.testing.assert_allclose(model.predict(x), np.asarray(theirs(x)), rtol=2e-5, atol=2e-6)
    # A model that holds the layer has the new statistics at once.
    ours.adapt(x * 2)
    np.testing.assert_allclose(model.predict(x * 2), np.asarray(theirs(x)), rtol=2e-5, atol=2e-5)
    assert [w.shape for w in model.get_weights()] == [tuple(w.shape) for w in theirs.weights]


def test_adapt_says_what_is_wrong():
    with pytest.raises(hb.errors.UnimplementedError, match="Dense"):
        keras.layers.Dense(1).adapt(X)
    with pytest.raises(hb.errors.InvalidArgumentError, match="given"):
        keras.layers.Normalization(mean=1.0, variance=2.0).adapt(X)
    layer = keras.layers.Normalization()
    layer.adapt(X3)
    with pytest.raises(hb.errors.InvalidArgumentError, match="built for"):
        layer.adapt(X)
    with pytest.raises(ValueError, match="no batch"):
        layer.adapt([])


def writer_model(folder, path):
    """A saved model whose graph writes a file when it predicts."""
    def writes(a):
        with get_default_graph().control_dependencies([hb.raw_ops.WriteFile(path, "text")]):
            return hb.raw_ops.Identity(a)

    inputs = keras.Input((1,))
    model = keras.Model(inputs, keras.layers.Dense(1)(
        keras.Lambda(writes, registered_name="Custom>Writes")(inputs)))
    model.save(folder)


def test_a_loaded_model_touches_its_own_folder_only(tmp_path):
    folder, outside = tmp_path / "model", tmp_path / "outside"
    outside.mkdir()
    inside = folder / "written"
    paths = {"absolute": outside / "a", "dots": folder / "../outside/b", "link": folder / "link/c",
             "inside": inside}
    for name, path in paths.items():
        writer_model(folder, str(path))
        if name == "link":
            (folder / "link").symlink_to(outside)
        loaded = keras.load(folder)
        if name == "inside":
            loaded.predict(X)
            assert inside.read_text() == "text"
            continue
        with pytest.raises(hb.errors.PermissionDeniedError):
            loaded.predict(X)
        assert not list(outside.iterdir()), name
        # Part of another model it may no more.
        inputs = keras.Input((1,))
        other = keras.Model(inputs, keras.layers.Dense(1)(loaded(keras.layers.Dense(1)(inputs))))
        with pytest.raises(hb.errors.PermissionDeniedError):
            other.predict(X)
        assert not list(outside.iterdir()), name
        keras.load(folder, all_files=True).predict(X)
        assert [p.read_text() for p in outside.iterdir()] == ["text"]
        for p in outside.iterdir():
            p.unlink()


def test_variables_behind_a_link_are_refused(tmp_path):
    model = line_model()
    model.build(X)
    model.save(tmp_path / "model")
    (tmp_path / "model/variables").rename(tmp_path / "elsewhere")
    (tmp_path / "model/variables").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(hb.errors.PermissionDeniedError):
        keras.load(tmp_path / "model")
    np.testing.assert_array_equal(keras.load(tmp_path / "model", all_files=True).predict(X),
                                  model.predict(X))


def test_a_layer_that_updates_a_weight(tmp_path):
    def counted(a, trace):
        count = trace.add_weight("count", [], "zeros", trainable=False)
        trace.update_weight("count", count + 1.0)
        return a * 1.0

    inputs = keras.Input((1,))
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.Lambda(counted)(inputs)))
    model.compile("sgd", "mse")
    model.fit(X, Y, batch_size=2, epochs=3, verbose=0)
    model.predict(X)
    assert min(w.item() for w in model.get_weights() if w.shape == ()) == 6
    model.save(tmp_path / "m")
    loaded = keras.load(tmp_path / "m")
    loaded.fit(X, Y, batch_size=2, epochs=1, verbose=0)
    assert [w.item() for w in loaded.get_weights() if w.shape == ()] == [8]


def test_raw_ops_has_a_documented_function_for_every_op():
    import inspect
    import pathlib

    schema = pathlib.Path(__file__).resolve().parents[2] / "bindings/schema/ops.json"
    ops = json.loads(schema.read_text(encoding="utf-8"))
    names = [op["name"] for op in (ops["ops"] if isinstance(ops, dict) else ops)
             if not op["name"].startswith("_")]
    for name in names:
        function = getattr(hb.raw_ops, name)
        assert function.__doc__, name
        hints = inspect.signature(function)
        assert hints.return_annotation is not inspect.Signature.empty, name


def test_everything_public_has_docstrings_and_hints():
    import inspect

    for space in (keras.layers, keras.losses, keras.metrics, keras.optimizers, keras.callbacks,
                  keras.initializers, keras.regularizers, keras.constraints, keras.schedules,
                  keras, hb):
        for name, value in vars(space).items():
            if name.startswith("_") or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            if not value.__module__.startswith("hornbeam"):
                continue
            assert value.__doc__, (space.__name__, name)
            for member, function in vars(value).items() if inspect.isclass(value) else ():
                if member.startswith("_") or not inspect.isfunction(function):
                    continue
                hints = inspect.signature(function)
                assert hints.return_annotation is not inspect.Signature.empty, (name, member)
