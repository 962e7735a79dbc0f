"""A small convolutional network learns handwritten digits, is saved, and loaded again.

usage: digits.py DATA_FOLDER MODEL_FOLDER
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
    keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.BatchNormalization(),
    keras.layers.Flatten(),
    keras.layers.Dropout(0.25, seed=5),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.005), keras.losses.SparseCategoricalCrossentropy(),
              [keras.metrics.SparseCategoricalAccuracy()])
history = model.fit(x, y, epochs=5, batch_size=32, seed=1, verbose=0)
for loss in history.history["loss"]:
    print(f"loss {loss:.6f}")
print(f"test accuracy {model.evaluate(test_x, test_y)[1]:.6f}")
model.save(folder)
print(f"loaded, test accuracy {keras.load(folder).evaluate(test_x, test_y)[1]:.6f}")
