"""The same programs as python_test.go, in Python; prints what they give as JSON.

usage: peer.py FOLDER DATA

Trains the models in FOLDER/go_* on, and leaves its own in FOLDER/python_*.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

from hornbeam import keras
from hornbeam import raw_ops as op

FOLDER, DATA = Path(sys.argv[1]), Path(sys.argv[2])
OPTIMIZERS = ["SGD", "RMSprop", "Adam", "AdamW", "Adagrad", "Adadelta", "Adamax", "Nadam", "Ftrl"]


def result(model, losses, x):
    out = model.predict(x)
    return {"losses": [float(v) for v in losses], "outputs": [float(v) for v in np.ravel(out)]}


def digits():
    images, labels = [], []
    data, at = (DATA / "train.tfrecord").read_bytes(), 0
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        example = data[at + 12 : at + 12 + length]
        start = example.index(b"image")
        body = example[start : start + 300]
        floats = body.index(b"\x80\x02") + 2  # the length of 64 floats
        images.append(np.frombuffer(body, "<f4", 64, floats))
        label = example[example.index(b"label") :]
        labels.append(label[-1])
        at += length + 16
    return np.reshape(images, (-1, 8, 8, 1)).astype(np.float32) / 16, np.array(labels, np.int64)


def seed_data():
    x = np.array([[1], [2], [3], [4]], np.float32)
    return x, 1 - x


def seed():
    x, y = seed_data()
    keras.set_random_seed(7)
    m = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
    m.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
    history = m.fit(x, y, epochs=20, batch_size=2, seed=3, verbose=0)
    m.save(FOLDER / "python_seed")
    return result(m, history.history["loss"], x)


def seed_on(model, x, y):
    history = model.fit(x, y, epochs=5, batch_size=2, seed=4, verbose=0)
    return result(model, history.history["loss"], x)


def convolution(x, y):
    keras.set_random_seed(11)
    m = keras.Sequential([
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.BatchNormalization(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.25),
        keras.layers.Dense(10, activation="softmax"),
    ])
    m.compile(keras.optimizers.Adam(0.002), keras.losses.SparseCategoricalCrossentropy(),
              metrics=[keras.metrics.SparseCategoricalAccuracy()])
    history = m.fit(x, y, epochs=2, batch_size=32, seed=1, validation_split=0.2, verbose=0)
    m.save(FOLDER / "python_digits")
    return result(m, history.history["loss"] + history.history["val_loss"], x[:10])


def functional():
    a = np.arange(32, dtype=np.float32).reshape(8, 4) / 32
    b = np.arange(16, dtype=np.float32).reshape(8, 2) / 16
    y = a.sum(1, keepdims=True)
    keras.set_random_seed(5)
    ia, ib = keras.Input((4,)), keras.Input((2,))
    h = keras.layers.Concatenate()([keras.layers.Dense(3, activation="tanh")(ia), ib])
    out = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.01))(h)
    m = keras.Model([ia, ib], out)

    def far(yt, yp):
        return op.Mean(op.Square(op.Square(op.Sub(yt, yp))), -1)

    m.compile(keras.optimizers.SGD(keras.schedules.ExponentialDecay(0.01, 10, 0.9)), far)
    history = m.fit([a, b], y, epochs=4, batch_size=4, seed=2, verbose=0)
    return result(m, history.history["loss"], [a, b])


def optimizer(name):
    x, y = seed_data()
    keras.set_random_seed(9)
    m = keras.Sequential([keras.layers.Dense(3, activation="sigmoid"), keras.layers.Dense(1)])
    m.compile(getattr(keras.optimizers, name)(0.05), keras.losses.Huber())
    return result(m, [np.ravel(m.train_on_batch(x, y))[0] for _ in range(5)], x)


def main():
    x, y = digits()
    sx, sy = seed_data()
    print(json.dumps({
        "seed": seed(),
        "digits": convolution(x, y),
        "functional": functional(),
        **{name: optimizer(name) for name in OPTIMIZERS},
        "go_seed": seed_on(keras.load(FOLDER / "go_seed"), sx, sy),
        "python_seed": seed_on(keras.load(FOLDER / "python_seed"), sx, sy),
        "go_digits": result(keras.load(FOLDER / "go_digits"), [], x[:10]),
    }))


if __name__ == "__main__":
    main()
