import numpy as np
from hornbeam import keras

x = np.array([[1], [2], [3], [4]], np.float32)
y = 1 - x
m = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
m.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
m.fit(x, y, epochs=100, verbose=0)
m.save("model")
print(keras.load("model").predict(x))
