"""JAX with optax: the rows of products, where it is the best peer."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import rows


def make(row, mode, threads, folder):
    if row not in ("T1", "T2", "I1"):
        return "behind the others there"
    if mode == "fit":
        return "it has no fit"
    sizes = (784, 512, 512, 10) if row == "T2" else (784, 128, 10)
    random = np.random.default_rng(0)
    weights = [(jnp.array(random.standard_normal((i, o), dtype=np.float32) / np.sqrt(i)),
                jnp.zeros(o)) for i, o in zip(sizes, sizes[1:])]

    def forward(weights, x):
        for w, b in weights[:-1]:
            x = jax.nn.relu(x @ w + b)
        w, b = weights[-1]
        return x @ w + b

    batches = rows.BATCHES.get(mode, 1)
    x, y = rows.data(row, batches)
    if row == "I1":
        run = jax.jit(forward)

        def call():
            np.asarray(run(weights, x))
            return 1

        return call
    optimizer = optax.adam(0.001) if row == "T1" else optax.sgd(0.01, momentum=0.9)
    state = optimizer.init(weights)

    def loss(weights, x, y):
        return optax.softmax_cross_entropy_with_integer_labels(forward(weights, x), y).mean()

    @jax.jit
    def train(weights, state, x, y):
        value, gradients = jax.value_and_grad(loss)(weights, x, y)
        updates, state = optimizer.update(gradients, state)
        return optax.apply_updates(weights, updates), state, value

    kept = [weights, state]

    def call():
        if batches == 1:
            kept[0], kept[1], value = train(*kept, x, y)
            float(value)
            return 1
        size = rows.ROWS[row].batch
        order = random.permutation(len(y))
        for start in range(0, len(y), size):
            chosen = order[start : start + size]
            kept[0], kept[1], value = train(*kept, x[chosen], y[chosen])
            float(value)
        return batches

    return call
