"""The training benchmark in Hornbeam: train_on_batch."""

import digits
from hornbeam import keras

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
