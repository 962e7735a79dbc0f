"""What a user's program may look like; typed_test.py checks its types and runs it."""

from __future__ import annotations

import pathlib
import sys

import numpy as np
import numpy.typing as npt

import hornbeam as hb
from hornbeam import keras

Array = npt.NDArray[np.float32]


class Recorder(keras.callbacks.Callback):
    """Stops a fit whose loss is small enough."""

    def __init__(self, enough: float) -> None:
        self.enough = enough
        self.losses: list[float] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        loss = (logs or {})["loss"]
        self.losses.append(loss)
        if loss < self.enough:
            self.model.stop_training = True


def scaled(x: hb.Tensor, trace: keras.Trace) -> hb.Tensor:
    factor = trace.add_weight("factor", [], initializer="ones")
    return x * factor + 0.0


def distance(y_true: hb.Tensor, y_pred: hb.Tensor) -> hb.Tensor:
    return abs(y_true - y_pred)


def sgd(value: hb.Tensor, gradient: hb.Tensor, rate: hb.Tensor, trace: keras.Trace) -> hb.Tensor:
    return value - rate * gradient


def functional() -> keras.Model:
    left, right = keras.Input([2], name="left"), keras.Input([2], name="right")
    dense = keras.layers.Dense(
        4, activation="tanh", kernel_regularizer=keras.regularizers.L2(0.001),
        kernel_initializer=keras.initializers.GlorotNormal(seed=1),
    )
    joined = keras.layers.Concatenate()([dense(left), keras.Lambda(scaled, name="scaled")(right)])
    return keras.Model([left, right], keras.layers.Dense(1)(joined))


def train(folder: pathlib.Path) -> None:
    x: Array = np.linspace(0, 1, 32, dtype=np.float32).reshape(16, 2)
    y: Array = x[:, :1] - x[:, 1:]
    model = functional()
    schedule = keras.schedules.ExponentialDecay(0.05, 10, 0.9)
    model.compile(keras.optimizers.Adam(schedule), keras.losses.MeanSquaredError(),
                  metrics=["mae", keras.metrics.RootMeanSquaredError(name="rmse")])
    recorder = Recorder(1e-9)
    stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
    history = model.fit([x, x], y, epochs=4, batch_size=4, verbose=0, validation_split=0.25,
                        callbacks=[recorder, stopping])
    assert recorder.losses == history.history["loss"]
    values: dict[str, float] = model.evaluate([x, x], y, return_dict=True)
    assert set(values) == {"loss", "mae", "rmse"}
    model.save(folder / "model")

    other = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones")])
    other.compile(optimizer=sgd, loss=distance)
    other.fit(x, y, epochs=1, verbose=0)
    weights: list[npt.NDArray[np.float32]] = other.get_weights()
    other.set_weights([w * 2 for w in weights])
    other.summary(print_fn=lambda line: None)


def serve(folder: pathlib.Path) -> None:
    loaded = keras.load(folder / "model")
    out: Array = loaded.predict({"left": np.ones([3, 2]), "right": np.zeros([3, 2])})
    with hb.saved_model.load(folder / "model") as session:
        for name, signature in hb.saved_model.signatures(session).items():
            print(name, {k: info.shape for k, info in signature.inputs.items()})
        left, right = np.ones([3, 2], np.float32), np.zeros([3, 2], np.float32)
        results = hb.saved_model.run(session, "serving_default", {"left": left, "right": right})
        call = hb.saved_model.function(session)
        with hb.profiler.trace(folder / "trace.json"):
            again = call(left=left, right=right)
    assert (folder / "trace.json").stat().st_size > 0
    np.testing.assert_array_equal(next(iter(again.values())), out)
    np.testing.assert_array_equal(next(iter(results.values())), out)


def graph() -> None:
    with hb.Graph().as_default() as made:
        x = hb.raw_ops.Placeholder(dtype=hb.float32, shape=[None, 2])
        y: hb.Tensor = hb.raw_ops.Tanh(x @ hb.constant([[1.0], [2.0]])) - 1
        parts: list[hb.Tensor] = hb.raw_ops.TopKV2(x, 1)
        (dx,) = hb.gradients(y, [x])
        assert dx is not None
        with hb.Session(made) as session:
            values, top = session.run([dx, parts[0]], {x: np.ones([1, 2], np.float32)})
    assert values.shape == (1, 2) and top.shape == (1, 1)


def errors(folder: pathlib.Path) -> None:
    try:
        keras.load(folder / "nowhere")
    except hb.errors.NotFoundError as error:
        code: int = error.code
        assert code == 5 and "nowhere" in error.message


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[1])
    train(where)
    serve(where)
    graph()
    errors(where)
