"""TensorFlow: a tf.function around a step, and signatures of SavedModels."""

import json

import keras
import rows
import tensorflow as tf

XLA = False


def make(row, mode, threads, folder):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    x, y = rows.data(row)
    if row in rows.INFERENCE:
        serve = tf.saved_model.load(str(folder / row[:2])).signatures["serving_default"]
        (name,) = json.loads((folder / row[:2] / "inputs.json").read_text())

        def call():
            for result in serve(**{name: tf.constant(x)}).values():
                result.numpy()
            return 1

        return call
    model = rows.model(keras, row)
    optimizer, loss = rows.optimizer(keras, row), rows.loss(keras, row)
    optimizer.build(model.trainable_variables)

    @tf.function(jit_compile=XLA)
    def train(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables),
                                      model.trainable_variables))
        return value

    if mode in rows.BATCHES:
        return "Keras's fit is a row of its own"

    def step():
        inputs = [tf.constant(i) for i in x] if isinstance(x, list) else tf.constant(x)
        train(inputs, tf.constant(y)).numpy()
        return 1

    return step
