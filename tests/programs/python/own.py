"""What the programs can't say as data: functions that are traced, and programs as users write them."""

import hornbeam as hb
from hornbeam import keras, raw_ops


def far(y_true, y_pred):
    return raw_ops.Mean(raw_ops.Square(raw_ops.Square(y_true - y_pred)), -1)


def worst(y_true, y_pred):
    return raw_ops.Max(abs(y_true - y_pred), -1)


def refusing(y_true, y_pred):
    raise hb.errors.FailedPreconditionError("this loss is never ready")


def Scale(x, trace=None):  # noqa: N802: the name under which the layer is saved
    return raw_ops.Tanh(x * trace.add_weight("scale", [], "ones"))


def momentum(value, gradient, learning_rate, trace):
    velocity = trace.add_weight("velocity", value.shape, "zeros")
    step = velocity * 0.5 - learning_rate * gradient
    trace.update_weight("velocity", step)
    return value + step


def readme(x, y):
    keras.set_random_seed(7)
    model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), "mean_squared_error")
    return model, model.fit(x, y, epochs=100, verbose=0)


def digits(x, y):
    keras.set_random_seed(7)
    model = keras.Sequential([
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.BatchNormalization(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.25, seed=5),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(keras.optimizers.Adam(0.002), keras.losses.SparseCategoricalCrossentropy(),
                  [keras.metrics.SparseCategoricalAccuracy()])
    return model, model.fit(x, y, epochs=2, batch_size=32, seed=1, validation_split=0.25, verbose=0)


def two_inputs(xa, xb, y):
    keras.set_random_seed(5)
    a, b = keras.Input((2,), name="a"), keras.Input((3,), name="b")
    joined = keras.layers.Concatenate()([
        keras.layers.Dense(4, activation="tanh")(a),
        keras.layers.Dense(4, activation="gelu",
                           kernel_regularizer=keras.regularizers.L2(0.01))(b)])
    model = keras.Model([a, b], keras.layers.Dense(1)(joined))
    model.compile(keras.optimizers.RMSprop(keras.schedules.ExponentialDecay(0.01, 10, 0.9)),
                  keras.losses.Huber(0.5))
    return model, model.fit([xa, xb], y, epochs=5, batch_size=4, seed=3, verbose=0)


def own_functions(x, y):
    keras.set_random_seed(7)
    model = keras.Sequential([
        keras.layers.Dense(4, kernel_initializer="ones"),
        keras.layers.Lambda(Scale, registered_name="Scale"),
        keras.layers.Dense(1),
    ])
    model.compile(keras.optimizers.Nadam(0.05), far, [worst])
    return model, model.fit(x, y, epochs=10, batch_size=2, seed=9, verbose=0)


TYPED = {"readme": readme, "digits": digits, "two_inputs": two_inputs,
         "own_functions": own_functions}
