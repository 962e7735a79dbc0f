"""Training that is interrupted goes on from a checkpoint exactly as if nothing had happened.

usage: resume.py FOLDER
"""

import sys

import numpy as np

from hornbeam import keras

x = np.arange(32, dtype=np.float32).reshape(16, 2) / 32
y = x[:, :1] - x[:, 1:] * x[:, :1]


def make():
    model = keras.Sequential([
        keras.Input((2,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(keras.optimizers.Adam(0.02), "mean_squared_error")
    return model


def train(model, first, last):
    history = model.fit(x, y, initial_epoch=first, epochs=last, batch_size=4, shuffle=False,
                        verbose=0)
    for epoch, loss in enumerate(history.history["loss"], first):
        print(f"epoch {epoch} loss {loss:.6f}")


keras.set_random_seed(1)
model = make()
train(model, 0, 3)
model.save_weights(f"{sys.argv[1]}/checkpoint")
train(model, 3, 6)

resumed = make()  # in another process, say
resumed.load_weights(f"{sys.argv[1]}/checkpoint")
train(resumed, 3, 6)
same = np.array_equal(model.predict(x), resumed.predict(x))
print("the same predictions" if same else "other predictions")
