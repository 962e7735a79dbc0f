"""Microseconds of a call of TensorFlow's Python interface: a tf.function, and the SavedModel's
signature, with the result as an array. Usage: tensorflow_calls.py FOLDER"""

import sys

import numpy as np
import tensorflow as tf
import timing

tf.config.threading.set_intra_op_parallelism_threads(1)


@tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
def add(x):
    return x + 1


scalar = tf.constant(1.0)
trivial = add.get_concrete_function()
loaded = tf.saved_model.load(f"{sys.argv[1]}/mlp")
signature = loaded.signatures["serving_default"]
(argument,) = signature.structured_input_signature[1]
(result,) = signature.structured_outputs
image = tf.constant(np.arange(784, dtype=np.float32).reshape(1, 784) / 784)
timing.report(trivial=lambda: trivial(scalar).numpy(),
              predict=lambda: signature(**{argument: image})[result].numpy())
