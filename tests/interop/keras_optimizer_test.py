"""Optimizers follow those of Keras 3.

In float64 the same training gives the same weights to 11 digits: the algorithms are the same. In
float32 what is left is rounding, and ours is no larger than that of Keras: both are measured
against Keras in float64.
"""

import contextlib
import functools

import keras
import numpy as np
import pytest

from hornbeam import keras as hk

O = keras.optimizers
S = keras.optimizers.schedules
RNG = np.random.default_rng(7)
X = RNG.normal(size=(50, 6)).astype("float32")
Y = (X[:, :2] * [1.5, -0.5] + 0.1 * RNG.normal(size=(50, 2))).astype("float32")
START = [RNG.normal(scale=0.5, size=shape).astype("float32")
         for shape in ((6, 8), (8,), (8, 2), (2,))]

# All numbers are exact in float32: Keras rounds decays and starting values to float32 even when it
# trains in float64.
B = dict(beta_1=0.875, beta_2=1 - 2**-10)
OPTIMIZERS = {
    "SGD": lambda: O.SGD(0.0625),
    "SGD_momentum": lambda: O.SGD(0.0625, momentum=0.875),
    "SGD_nesterov": lambda: O.SGD(0.0625, momentum=0.875, nesterov=True),
    "SGD_decay": lambda: O.SGD(0.0625, weight_decay=0.125),
    "RMSprop": lambda: O.RMSprop(0.0078125),
    "RMSprop_momentum": lambda: O.RMSprop(0.0078125, momentum=0.5),
    "RMSprop_centered": lambda: O.RMSprop(0.0078125, centered=True, momentum=0.5),
    "Adam": lambda: O.Adam(0.0078125, **B),
    "Adam_amsgrad": lambda: O.Adam(0.0078125, amsgrad=True, **B),
    "AdamW": lambda: O.AdamW(0.0078125, weight_decay=0.015625, **B),
    "Adagrad": lambda: O.Adagrad(0.125, initial_accumulator_value=0.125),
    "Adadelta": lambda: O.Adadelta(1.0),
    "Adamax": lambda: O.Adamax(0.0078125, **B),
    "Ftrl": lambda: O.Ftrl(0.125, initial_accumulator_value=0.125),
    "Ftrl_all": lambda: O.Ftrl(0.125, initial_accumulator_value=0.125,
                               l1_regularization_strength=0.0078125, beta=0.125,
                               l2_regularization_strength=0.0078125,
                               l2_shrinkage_regularization_strength=0.0078125),
    "clipnorm": lambda: O.SGD(0.0625, clipnorm=0.25),
    "clipvalue": lambda: O.SGD(0.0625, clipvalue=0.0625),
    "global_clipnorm": lambda: O.Adam(0.0078125, global_clipnorm=0.25, **B),
    "ema": lambda: O.Adam(0.0078125, use_ema=True, ema_momentum=0.75, **B),
    "ema_overwrite": lambda: O.SGD(0.0625, use_ema=True, ema_momentum=0.5,
                                   ema_overwrite_frequency=3),
    "accumulate": lambda: O.Adam(0.03125, gradient_accumulation_steps=3, **B),
    "accumulate_all": lambda: O.RMSprop(0.03125, gradient_accumulation_steps=2, use_ema=True,
                                        ema_momentum=0.75, weight_decay=0.0625, clipnorm=0.25),
    "scaled": lambda: O.SGD(0.0625, loss_scale_factor=1024.0),
    "scaled_clip": lambda: O.Adam(0.0078125, loss_scale_factor=8.0, clipvalue=0.0625,
                                  **B),
}
FIT = dict(epochs=10, batch_size=16, shuffle=False, verbose=0)


@contextlib.contextmanager
def floats(dtype):
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    try:
        yield
    finally:
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")


def train(make, dtype, constraint=None, **options):
    """Losses and weights of Keras and of Hornbeam."""
    fit = dict(FIT, **options)
    with floats(dtype):
        theirs = keras.Sequential([
            keras.Input((6,)), keras.layers.Dense(8, "tanh", kernel_constraint=constraint),
            keras.layers.Dense(2)])
        ours = hk.model_from_json(theirs.to_json())
        start = [w.astype(dtype) for w in START]
        theirs.set_weights(start)
        ours.set_weights(start)
        optimizer = make()
        theirs.compile(optimizer, "mean_squared_error")
        ours.compile(O.serialize(optimizer), "mean_squared_error")
        x, y = X.astype(dtype), Y.astype(dtype)
        expected = theirs.fit(x, y, **fit).history["loss"]
        got = ours.fit(x, y, **fit).history["loss"]
    return ((np.array(expected), [np.array(w) for w in theirs.get_weights()]),
            (np.array(got), ours.get_weights()))


@functools.cache
def in_float64(name):
    return train(OPTIMIZERS[name], "float64")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_in_float64_the_weights_are_the_same(name):
    (expected, weights), (got, own) = in_float64(name)
    np.testing.assert_allclose(got, expected, rtol=2e-7)  # metrics are float32
    for a, b in zip(own, weights):
        assert a.dtype == np.float64
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_in_float32_only_rounding_is_left(name):
    (exact, _), _ = in_float64(name)
    (theirs, _), (ours, _) = train(OPTIMIZERS[name], "float32")
    error = np.abs(ours / exact - 1).max()
    bound = np.abs(theirs / exact - 1).max()
    # One training is one sample of the rounding error; the floor is a few units in the last place.
    assert error <= max(3 * bound, 2e-6), (error, bound)
    np.testing.assert_allclose(ours, theirs, rtol=2e-5)


def nadam_in_numpy(rate, beta_1, beta_2, steps):
    """Ten epochs of the model above, in float64 throughout."""
    w1, b1, w2, b2 = (w.astype("float64") for w in START)
    state = [(np.zeros_like(w), np.zeros_like(w)) for w in (w1, b1, w2, b2)]
    sums, product, t = [0.0] * 4, 1.0, 0
    for _ in range(10):
        for first in range(0, 50, 16):
            x, y = (a[first:first + 16].astype("float64") for a in (X, Y))
            hidden = np.tanh(x @ w1 + b1)
            d = 2 * (hidden @ w2 + b2 - y) / y.size
            dh = d @ w2.T * (1 - hidden**2)
            gradients = [x.T @ dh, dh.sum(0), hidden.T @ d, d.sum(0)]
            if steps > 1:
                t += 1
                sums = [a + b for a, b in zip(sums, gradients)]
                if t % steps:
                    continue
                gradients, sums = [a / steps for a in sums], [0.0] * 4
            n = t // steps if steps > 1 else (t := t + 1)
            now = beta_1 * (1 - 0.5 * 0.96**n)
            later = beta_1 * (1 - 0.5 * 0.96**(n + 1))
            product *= now
            for i, (w, g) in enumerate(zip((w1, b1, w2, b2), gradients)):
                m, v = state[i]
                m += (g - m) * (1 - beta_1)
                v += (g * g - v) * (1 - beta_2)
                m_hat = later * m / (1 - product * later) + (1 - now) * g / (1 - product)
                w -= rate * m_hat / (np.sqrt(v / (1 - beta_2**n)) + 1e-7)
    return w1, b1, w2, b2


@pytest.mark.parametrize("steps", [1, 4])
def test_nadam_in_float64(steps):
    # Keras rounds its constant 0.96 to float32, so that NumPy is the reference.
    model = hk.Sequential([hk.Input((6,), dtype="float64"),
                           hk.layers.Dense(8, "tanh", dtype="float64"),
                           hk.layers.Dense(2, dtype="float64")])
    model.set_weights([w.astype("float64") for w in START])
    extra = {} if steps == 1 else dict(gradient_accumulation_steps=steps)
    model.compile(hk.optimizers.Nadam(0.03125, **extra), "mse")
    model.fit(X.astype("float64"), Y.astype("float64"), **FIT)
    for a, b in zip(model.get_weights(), nadam_in_numpy(0.03125, 0.9, 0.999, steps)):
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-12)


def test_a_constraint_holds_after_averages():
    for make in (OPTIMIZERS["ema_overwrite"], OPTIMIZERS["accumulate"]):
        (expected, weights), (got, own) = train(make, "float64",
                                                keras.constraints.MaxNorm(0.75))
        np.testing.assert_allclose(got, expected, rtol=2e-7)
        for a, b in zip(own, weights):
            np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-12)


def test_averages_replace_the_weights_at_the_end_of_a_fit_only():
    optimizer = O.SGD(0.0625, use_ema=True, ema_momentum=0.75)
    theirs = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, "tanh"),
                               keras.layers.Dense(2)])
    ours = hk.model_from_json(theirs.to_json())
    theirs.compile(optimizer, "mse")
    ours.compile(O.serialize(optimizer), "mse")
    for model in (theirs, ours):
        model.set_weights(START)
        for _ in range(3):
            model.train_on_batch(X, Y)
    for a, b in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)
    for model in (theirs, ours):
        model.fit(X, Y, epochs=2, verbose=0, shuffle=False)
    for a, b in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_wrong_options_are_named():
    model = hk.Sequential([hk.layers.Dense(1)])
    for options, text in ((dict(gradient_accumulation_steps=1), "gradient_accumulation_steps"),
                          (dict(ema_momentum=1.5), "ema_momentum"),
                          (dict(ema_overwrite_frequency=0), "ema_overwrite_frequency"),
                          (dict(clipnorm=1.0, clipvalue=1.0), "only one of clipnorm")):
        with pytest.raises(Exception, match=text):
            model.compile(hk.optimizers.SGD(0.1, **options), "mse")


# Custom optimizers: functions over symbolic tensors.


def own_momentum(value, gradient, learning_rate, trace):
    m = trace.add_weight("m", value.shape, "zeros", value.dtype)
    new = m * 0.875 - learning_rate * gradient
    trace.update_weight("m", new)
    return value + new


def own_adam(value, gradient, learning_rate, trace):
    from hornbeam import raw_ops

    m = trace.add_weight("m", value.shape, "zeros", value.dtype)
    v = trace.add_weight("v", value.shape, "zeros", value.dtype)
    new_m = m + (gradient - m) * 0.1
    new_v = v + (gradient * gradient - v) * 0.001
    trace.update_weight("m", new_m)
    trace.update_weight("v", new_v)
    step = trace.step
    alpha = learning_rate * raw_ops.Sqrt(1.0 - raw_ops.Pow(step * 0.0 + 0.999, step)) / (
        1.0 - raw_ops.Pow(step * 0.0 + 0.9, step))
    return value - new_m * alpha / (raw_ops.Sqrt(new_v) + 1e-7)


@pytest.mark.parametrize("own, like, options", [
    (own_momentum, O.SGD, dict(momentum=0.875)),
    (own_adam, O.Adam, {}),
    (own_adam, O.Adam, dict(clipnorm=0.25, weight_decay=0.03125)),
    (own_momentum, O.SGD, dict(momentum=0.875, use_ema=True, gradient_accumulation_steps=2)),
])
def test_a_custom_optimizer_follows_the_one_that_it_repeats(own, like, options):
    theirs = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, "tanh"),
                               keras.layers.Dense(2)])
    ours = hk.model_from_json(theirs.to_json())
    theirs.set_weights(START)
    ours.set_weights(START)
    theirs.compile(like(0.03125, **options), "mse")
    common = {k: v for k, v in options.items() if k != "momentum"}
    ours.compile(hk.optimizers.CustomOptimizer(own, 0.03125, **common), "mse")
    expected = theirs.fit(X, Y, **FIT).history["loss"]
    np.testing.assert_allclose(ours.fit(X, Y, **FIT).history["loss"], expected, rtol=2e-5)
    assert ours.learning_rate == 0.03125


def test_a_custom_optimizer_as_a_class_with_a_schedule_and_callbacks():
    class Plain(hk.optimizers.CustomOptimizer):
        def update(self, value, gradient, learning_rate, trace):
            return value - learning_rate * gradient

    schedule = hk.schedules.ExponentialDecay(0.0625, 10, 0.5)
    models = []
    for optimizer in (Plain(learning_rate=schedule), hk.optimizers.SGD(schedule)):
        model = hk.Sequential([hk.layers.Dense(2, kernel_initializer="zeros")])
        model.compile(optimizer, "mse")
        models.append(model.fit(X, Y, **FIT).history["loss"])
    np.testing.assert_allclose(models[0], models[1], rtol=1e-6)


def test_errors_in_a_custom_optimizer_come_back():
    error = ValueError("mine")

    def broken(value, gradient, learning_rate, trace):
        raise error

    model = hk.Sequential([hk.layers.Dense(2)])
    model.compile(broken, "mse")
    with pytest.raises(ValueError) as caught:
        model.fit(X, Y, verbose=0)
    assert caught.value is error

    def wrong_shape(value, gradient, learning_rate, trace):
        return learning_rate

    model = hk.Sequential([hk.layers.Dense(2)])
    model.compile(wrong_shape, "mse")
    with pytest.raises(Exception, match="must have shape"):
        model.fit(X, Y, verbose=0)
