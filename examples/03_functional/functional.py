"""A model with two inputs, each with a layer of its own, joined behind them."""

import numpy as np

from hornbeam import keras

a = np.arange(16, dtype=np.float32).reshape(8, 2) / 16
b = np.arange(24, dtype=np.float32).reshape(8, 3) / 32
y = a.sum(1, keepdims=True) * b.max(1, keepdims=True)

keras.set_random_seed(1)
left, right = keras.Input((2,), name="left"), keras.Input((3,), name="right")
joined = keras.layers.Concatenate()([
    keras.layers.Dense(8, activation="tanh")(left),
    keras.layers.Dense(8, activation="relu")(right),
])
model = keras.Model([left, right], keras.layers.Dense(1)(joined))
model.compile(keras.optimizers.Adam(0.02), keras.losses.Huber())
history = model.fit([a, b], y, epochs=30, batch_size=4, seed=1, verbose=0)
print(f"loss {history.history['loss'][0]:.6f} to {history.history['loss'][-1]:.6f}")
for value in model.predict([a, b]).ravel():
    print(f"{value:.6f}")
