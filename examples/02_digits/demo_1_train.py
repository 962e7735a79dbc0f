"""The first link of the demo: builds the network, trains it and saves it.

usage: demo_1_train.py DATA_FOLDER MODEL_FOLDER
"""

import sys

from digits_data import read

from hornbeam import keras

data, folder = sys.argv[1:]
x, y = read(f"{data}/train.tfrecord")
test_x, test_y = read(f"{data}/test.tfrecord")

keras.set_random_seed(7)
model = keras.Sequential([
    keras.Input((8, 8, 1)),
    keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.002), keras.losses.SparseCategoricalCrossentropy(),
              [keras.metrics.SparseCategoricalAccuracy()])
history = model.fit(x, y, epochs=12, batch_size=32, seed=1)
for loss in history.history["loss"]:
    print(f"loss {loss:.6f}")
print(f"Python ends with test accuracy {model.evaluate(test_x, test_y)[1]:.6f}")
model.save(folder)
