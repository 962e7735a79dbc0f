"""TensorFlow with its step compiled by XLA."""

import on_tensorflow
import rows


def make(row, mode, threads, folder):
    if row in rows.INFERENCE:
        return "not compared"
    on_tensorflow.XLA = True
    return on_tensorflow.make(row, mode, threads, folder)


def kernel(row, threads):
    on_tensorflow.XLA = True
    return on_tensorflow.kernel(row, threads)
