"""Trains what SamePythonTest trains, and writes what must be equal.

usage: same_programs.py DATA_FOLDER OUT_FOLDER

Each program leaves OUT/<name>.bin: losses as float64, then predictions and weights as float32, all
little-endian; OUT/<name>, its model; and OUT/<name>.on.bin, the same after the model was loaded and
trained on.
"""

import pathlib
import sys

import numpy as np

import hornbeam as hb
from hornbeam import keras, raw_ops

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[5] / "examples/digits"))

from train_on import read  # noqa: E402

X = np.array([[1], [2], [3], [4]], np.float32)
Y = 1 - X


def seed_program():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.01), "mean_squared_error")
    return model, model.fit(X, Y, epochs=100, shuffle=False, verbose=0), [X], Y


def readme():
    model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
    return model, model.fit(X, Y, epochs=100, verbose=0), [X], Y


def digits(data):
    x, y = read(f"{data}/train.tfrecord")
    model = keras.Sequential([
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.BatchNormalization(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.25, seed=5),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(keras.optimizers.Adam(0.002), keras.losses.SparseCategoricalCrossentropy(),
                  [keras.metrics.SparseCategoricalAccuracy()])
    history = model.fit(x, y, epochs=3, batch_size=32, seed=1, validation_split=0.1, verbose=0)
    return model, history, [x], y


def two_inputs():
    a, b = keras.Input((2,), name="a"), keras.Input((3,), name="b")
    joined = keras.layers.Concatenate()([
        keras.layers.Dense(4, activation="tanh")(a), keras.layers.Dense(4, activation="gelu")(b)])
    model = keras.Model([a, b], keras.layers.Dense(1)(joined))
    xa = np.linspace(-1, 1, 32).astype(np.float32).reshape(16, 2)
    xb = np.linspace(-2, 2, 48).astype(np.float32).reshape(16, 3)
    target = (xa.sum(1, keepdims=True) * xb.max(1, keepdims=True)).astype(np.float32)
    model.compile(keras.optimizers.RMSprop(keras.schedules.ExponentialDecay(0.01, 10, 0.9)),
                  keras.losses.Huber(0.5))
    return model, model.fit([xa, xb], target, epochs=20, batch_size=4, seed=3, verbose=0), [xa, xb], target


def own_functions():
    def scale(x, trace=None):
        return raw_ops.Tanh(x * trace.add_weight("scale", [], "ones"))

    def loss(y_true, y_pred):
        return abs(y_true - y_pred)

    model = keras.Sequential([
        keras.layers.Dense(4, kernel_initializer="ones"),
        keras.layers.Lambda(scale, registered_name="Scale"),
        keras.layers.Dense(1),
    ])
    model.compile(keras.optimizers.Nadam(0.05), loss)
    return model, model.fit(X, Y, epochs=30, batch_size=2, seed=9, verbose=0), [X], Y


def write(path, values, kind):
    for value in values:
        path.write(np.ascontiguousarray(value, kind).tobytes())


def save(path, model, history, inputs):
    with open(path, "wb") as file:
        write(file, [history.history["loss"]], "<f8")
        write(file, [model.predict(inputs if len(inputs) > 1 else inputs[0])], "<f4")
        write(file, model.get_weights(), "<f4")


def main():
    data, out = sys.argv[1], pathlib.Path(sys.argv[2])
    programs = {"seed_program": seed_program, "readme": readme, "digits": lambda: digits(data),
                "two_inputs": two_inputs, "own_functions": own_functions}
    for name, program in programs.items():
        keras.set_random_seed(7)
        model, history, inputs, labels = program()
        save(out / f"{name}.bin", model, history, inputs)
        model.save(out / name)
        loaded = keras.load(out / name)
        x = inputs if len(inputs) > 1 else inputs[0]
        if name == "own_functions":  # a loss that is code isn't in the file
            loaded.compile(keras.optimizers.Nadam(0.05), "mean_squared_error")
        history = loaded.fit(x, labels, epochs=2, shuffle=False, verbose=0)
        save(out / f"{name}.on.bin", loaded, history, inputs)
    print(hb.__version__)


if __name__ == "__main__":
    main()
