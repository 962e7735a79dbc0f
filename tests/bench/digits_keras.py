"""The training benchmark in Keras on TensorFlow: train_on_batch, compiled to a graph."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import digits  # noqa: E402
import keras  # noqa: E402

layers = keras.layers
model = keras.Sequential([
    keras.Input((8, 8, 1)),
    layers.Conv2D(16, 3, padding="same", activation="relu"),
    layers.MaxPooling2D(),
    layers.Conv2D(32, 3, padding="same", activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10),
])
model.compile(keras.optimizers.Adam(0.001),
              keras.losses.SparseCategoricalCrossentropy(from_logits=True))
digits.measure(model.train_on_batch)
