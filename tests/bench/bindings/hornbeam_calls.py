"""Microseconds of a call through Hornbeam's Python interface. Usage: hornbeam_calls.py FOLDER"""

import sys

import numpy as np
import timing

import hornbeam as hb
from hornbeam import keras, raw_ops

graph = hb.Graph()
with graph.as_default():
    x = raw_ops.Placeholder("float32")
    y = x + 1
add = hb.Session(graph).make_callable([x], [y])
scalar = np.array(1, np.float32)
model = keras.load(f"{sys.argv[1]}/mlp")
image = np.arange(784, dtype=np.float32).reshape(1, 784) / 784
timing.report(trivial=lambda: add(scalar), predict=lambda: model.predict(image))
