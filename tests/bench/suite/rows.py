"""The rows of the benchmark suite: models, their data, and what an ideal machine would need.

Models are written once against the Keras API; `keras` is Keras itself or hornbeam.keras.
"""

import dataclasses

import numpy as np


@dataclasses.dataclass(frozen=True)
class Row:
    title: str
    batch: int = 0
    optimizer: str = ""  # of training only
    flops: float = 0  # of products and convolutions, a step or a call
    traffic: float = 0  # bytes that must be moved, in a step by the optimizer
    aim: float = 1  # so many times the best peer's speed; 0 for no such goal
    at_most: float = 0  # goal in seconds or bytes, 0 for none
    unit: str = "us"  # to print in


TRAINING = {
    "T1": Row("MLP 784-128-10, Adam, batch 32", 32, "adam", 13.1e6, 24 * 101770, aim=1.6),
    "T2": Row("MLP 784-512-512-10, SGD with momentum, batch 128", 128, "momentum", 412e6,
              16 * 669706),
    "T3": Row("CNN 28x28x1, conv 32, pool, conv 64, pool, dense 128, Adam, batch 64", 64, "adam",
              1.6e9, 24 * 421642, aim=1.4),
    "T4": Row("ResNet-20, 32x32x3, batch norm, SGD with momentum, batch 64", 64, "momentum",
              15.6e9, 16 * 272474, aim=1.4),
    "T5": Row("embedding 10k x 64, sequence 80, LSTM 128, Adam, batch 32", 32, "adam", 1.5e9,
              24 * 99330, aim=1.6),
    "T6": Row("encoder of 4 layers, d 128, 4 heads, ff 512, sequence 64, Adam, batch 16", 16,
              "adam", 5.3e9, 24 * 794000, aim=1.6),
    "T7": Row("26 embeddings 10k x 16, MLP 416-128-64-1, Adagrad, batch 256", 256, "adagrad",
              94e6, 26 * 256 * 16 * 12, aim=3),
}
INFERENCE = {
    "I1": Row("MLP 784-128-10, batch 1", 1, "", 0.2e6),
    "I2": Row("MobileNetV2 224, batch 1", 1, "", 0.6e9, aim=1.15),
    "I2b8": Row("MobileNetV2 224, batch 8", 8, "", 4.8e9, aim=1.15),
    "I3": Row("ResNet-50 224, batch 1", 1, "", 8.2e9),
    "I3b8": Row("ResNet-50 224, batch 8", 8, "", 65.4e9),
    "I4": Row("encoder of 4 layers, d 256, 4 heads, ff 1024, sequence 128, batch 1", 1, "", 0.87e9),
    "I5": Row("LSTM 128 over 80 vectors of 64, batch 1", 1, "", 15.7e6, aim=1.6),
}
# The sizes of the networks of dense layers.
MLP = {
    "T1": (784, 128, 10), "I1": (784, 128, 10), "T2": (784, 512, 512, 10),
    **{f"B{b}": (784, 128, 10) for b in (1, 8, 128, 1024)},
    **{f"D{d}": (128,) * (d + 1) + (10,) for d in (1, 4, 16, 64)},
}


def _growth(name):
    """A training step of an MLP: rows B grow with the batch, rows D with the depth."""
    sizes, batch = MLP[name], int(name[1:]) if name[0] == "B" else 32
    weights = [i * o for i, o in zip(sizes, sizes[1:])]
    title = f"MLP {'-'.join(map(str, sizes))}" if name[0] == "B" else f"MLP of {name[1:]} x 128"
    return Row(f"{title}, Adam, batch {batch}", batch, "adam",
               2.0 * batch * (3 * sum(weights) - weights[0]), 24.0 * (sum(weights) + sum(sizes[1:])))


GROWTH = {name: _growth(name) for name in MLP if name[0] in "BD"}
ROWS = TRAINING | INFERENCE | GROWTH
# Batches in one call: a fit, and the epoch of F1 over 60,000 rows.
BATCHES = {"fit": 32, "epoch": 1875}


def _mlp(keras, sizes):
    L = keras.layers
    return keras.Sequential(
        [keras.Input((sizes[0],))]
        + [L.Dense(n, activation="relu") for n in sizes[1:-1]]
        + [L.Dense(sizes[-1])]
    )


def _cnn(keras):
    L = keras.layers
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        L.Conv2D(32, 3, padding="same", activation="relu"),
        L.MaxPooling2D(),
        L.Conv2D(64, 3, padding="same", activation="relu"),
        L.MaxPooling2D(),
        L.Flatten(),
        L.Dense(128, activation="relu"),
        L.Dense(10),
    ])


def _resnet20(keras):
    L = keras.layers

    def conv(x, filters, strides=1, relu=True):
        x = L.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        x = L.BatchNormalization()(x)
        return L.ReLU()(x) if relu else x

    inputs = keras.Input((32, 32, 3))
    x = conv(inputs, 16)
    for stage, filters in enumerate((16, 32, 64)):
        for block in range(3):
            strides = 2 if stage > 0 and block == 0 else 1
            y = conv(conv(x, filters, strides), filters, relu=False)
            if strides == 2:
                x = L.Conv2D(filters, 1, strides=2, use_bias=False)(x)
            x = L.ReLU()(L.Add()([x, y]))
    return keras.Model(inputs, L.Dense(10)(L.GlobalAveragePooling2D()(x)))


def _lstm(keras):
    L = keras.layers
    return keras.Sequential(
        [keras.Input((80,), dtype="int32"), L.Embedding(10000, 64), L.LSTM(128), L.Dense(2)]
    )


def encoder(keras, sequence, d, ff, layers=4, heads=4):
    L = keras.layers
    inputs = keras.Input((sequence, d))
    x = inputs
    for _ in range(layers):
        y = L.MultiHeadAttention(heads, d // heads)(x, x)
        x = L.LayerNormalization()(L.Add()([x, y]))
        y = L.Dense(d)(L.Dense(ff, activation="relu")(x))
        x = L.LayerNormalization()(L.Add()([x, y]))
    return keras.Model(inputs, L.Dense(10)(L.GlobalAveragePooling1D()(x)))


def _recommender(keras):
    L = keras.layers
    inputs = [keras.Input((), dtype="int32", name=f"c{i}") for i in range(26)]
    x = L.Concatenate()([L.Embedding(10000, 16)(i) for i in inputs])
    x = L.Dense(64, activation="relu")(L.Dense(128, activation="relu")(x))
    return keras.Model(inputs, L.Dense(1)(x))


def model(keras, row):
    """The model of a row; those of I2 and I3 come from keras.applications only."""
    if row in MLP:
        return _mlp(keras, MLP[row])
    if row == "T3":
        return _cnn(keras)
    if row == "T4":
        return _resnet20(keras)
    if row == "T5":
        return _lstm(keras)
    if row == "T6":
        return encoder(keras, 64, 128, 512)
    if row == "T7":
        return _recommender(keras)
    if row.startswith("I2"):
        return keras.applications.MobileNetV2(weights=None)
    if row.startswith("I3"):
        return keras.applications.ResNet50(weights=None)
    if row == "I4":
        return encoder(keras, 128, 256, 1024)
    return keras.Sequential([keras.Input((80, 64)), keras.layers.LSTM(128)])


def digits(keras):
    """The small network of the demo."""
    L = keras.layers
    return keras.Sequential([
        keras.Input((8, 8, 1)),
        L.Conv2D(16, 3, padding="same", activation="relu"),
        L.MaxPooling2D(),
        L.Conv2D(32, 3, padding="same", activation="relu"),
        L.MaxPooling2D(),
        L.Flatten(),
        L.Dense(10),
    ])


def optimizer(keras, row):
    make = {
        "adam": lambda: keras.optimizers.Adam(0.001),
        "momentum": lambda: keras.optimizers.SGD(0.01, momentum=0.9),
        "adagrad": lambda: keras.optimizers.Adagrad(0.01),
    }
    return make[ROWS[row].optimizer]()


def loss(keras, row):
    if row == "T7":
        return keras.losses.BinaryCrossentropy(from_logits=True)
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def data(row, batches=1):
    """(inputs, labels) of so many batches; inputs are an array, or a list of them for T7. Labels
    are None for inference."""
    random = np.random.default_rng(0)
    n = ROWS[row].batch * batches

    def floats(*shape):
        return random.standard_normal((n, *shape), dtype=np.float32)

    if row == "T5":
        x = random.integers(0, 10000, (n, 80), dtype=np.int32)
    elif row == "T7":
        x = [random.integers(0, 10000, n, dtype=np.int32) for _ in range(26)]
    else:
        shapes = {"T3": (28, 28, 1), "T4": (32, 32, 3), "T6": (64, 128), "I4": (128, 256),
                  "I5": (80, 64)} | {name: sizes[:1] for name, sizes in MLP.items()}
        x = floats(*shapes.get(row, (224, 224, 3)))
    if row in INFERENCE:
        return x, None
    if row == "T7":
        return x, random.integers(0, 2, (n, 1)).astype(np.float32)
    return x, random.integers(0, 2 if row == "T5" else 10, n, dtype=np.int32)
