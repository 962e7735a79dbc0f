"""What Python feeds to a model, and how fit behaves: arrays, iterables, memory, threads, Ctrl-C."""

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import keras


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


class BatchesOf:
    def __init__(self, batches):
        self.batches = batches

    def __iter__(self):
        return iter(self.batches)


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
    for source in (Sequence(X3, Y3, 10), BatchesOf(list(Sequence(X3, Y3, 10)[i] for i in range(5)))):
        ours.set_weights(twin()[1].get_weights())
        other = twin()[1]
        other.set_weights(ours.get_weights())
        a = ours.fit(source, **fit).history["loss"]
        b = other.fit(X3, Y3, batch_size=10, **fit).history["loss"]
        assert a == b
    assert len(expected) == 3
    source = Sequence(X3, Y3, 10)
    np.testing.assert_allclose(ours.evaluate(source), ours.evaluate(X3, Y3, batch_size=10))
    # A product of another size may round its sums in another order.
    np.testing.assert_allclose(ours.predict(source), ours.predict(X3), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ours.predict(X3, batch_size=7), ours.predict(X3), rtol=1e-5,
                               atol=1e-6)
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
    for order in "<", ">":  # the bytes of one of the two are the other way round
        for kind in "f4", "f8", "i2", "i8", "c8":
            swapped = np.arange(6).reshape(2, 3).astype(order + kind)
            np.testing.assert_array_equal(hb._hornbeam.round_trip(swapped), swapped)


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
    # Where the tests run in the background, the shell has Ctrl-C ignored, and children inherit that.
    text = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n" + text
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
