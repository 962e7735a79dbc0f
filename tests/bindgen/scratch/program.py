"""Calls the op and the layer of a scratch copy, and trains the layer."""

import numpy as np

import hornbeam as hb
from hornbeam import keras, raw_ops

x, y = np.array([[2], [3]], np.float32), np.array([[8], [11]], np.float32)
out = raw_ops.ScratchAffine(x, factor=3)
with hb.Session() as session:
    values = session.run(out)
m = keras.Sequential([keras.layers.ScratchShift(3, shift_initializer="ones")])
before = m.predict(x, verbose=0)
m.compile(keras.optimizers.SGD(0.5), "mean_squared_error")
m.fit(x, y, epochs=1, verbose=0)
for value in (values, before, m.predict(x, verbose=0)):
    print(*(f"{v:g}" for v in value.ravel()))
