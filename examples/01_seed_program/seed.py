"""The seed program in Python: a straight line is fitted to four points, one hundred steps of gradient
descent over all of them."""

import numpy as np

from hornbeam import keras

x = np.array([[1], [2], [3], [4]], np.float32)
y = np.array([[0], [-1], [-2], [-3]], np.float32)

keras.set_random_seed(1)
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01), "mean_squared_error")
history = model.fit(x, y, epochs=100, shuffle=False, verbose=0)
for loss in history.history["loss"]:
    print(f"{loss:.6f}")
for value in model.predict(x).ravel():
    print(f"{value:.6f}")
