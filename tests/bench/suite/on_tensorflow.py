"""TensorFlow: a tf.function around a step, and signatures of SavedModels."""

import json
import pathlib

import kernels
import overheads
import rows
import tensorflow as tf

PACKAGES = ("tensorflow_cpu", "tensorflow")
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
    import keras  # not with the module: a prediction needs none

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


def kernel(row, threads):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    operands = [tf.constant(x) for x in kernels.data(row)]
    if row.op in kernels.LAYERS:
        import keras

        layer = kernels.LAYERS[row.op](keras)
        layer.build(row.shapes[0])
        function = tf.function(layer, jit_compile=XLA)
    else:
        function = tf.function(lambda *x: kernels.RAW[row.op](tf.raw_ops, row.a, *x),
                               jit_compile=XLA)
    call = function.get_concrete_function(*operands)

    def run():
        call(*operands)
        return 1

    return run


def overhead(row):
    if row.program:
        if row.length > 10_000:
            return "it takes minutes"
        package = pathlib.Path(tf.__file__).parent
        return overheads.program(row, package / "libtensorflow_cc.so.2", package)
    v1 = tf.compat.v1
    with tf.Graph().as_default():
        session = v1.Session()
        if row.length == 0:
            return overheads.many(session.make_callable(tf.no_op()))
        x, y = feeds = [v1.placeholder(tf.float32, []) for _ in range(2)]
        for _ in range(row.length):
            x = tf.raw_ops.Sub(x=x, y=y)
        call = session.make_callable(x, feeds)
    return overheads.many(lambda: call(*overheads.OPERANDS))
