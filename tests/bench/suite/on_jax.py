"""JAX with optax: the rows of products, where it is the best peer."""

import jax
import jax.numpy as jnp
import kernels
import numpy as np
import optax
import overheads
import rows

PACKAGES = ("jax", "jaxlib")


def make(row, mode, threads, folder):
    if row not in rows.MLP:
        return "behind the others there"
    if mode == "fit":
        return "it has no fit"
    sizes = rows.MLP[row]
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
    optimizer = optax.sgd(0.01, momentum=0.9) if row == "T2" else optax.adam(0.001)
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


def _conv(x, w, a, groups=1):
    return jax.lax.conv_general_dilated(
        x, w, (a["stride"],) * 2, "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"),
        feature_group_count=groups)


def _pool(x, start, combine):
    return jax.lax.reduce_window(x, start, combine, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def _gradient(function, shape, dy):
    like = jax.ShapeDtypeStruct(shape, jnp.float32)
    return jax.linear_transpose(function, like)(dy)[0]


def _layer_norm(x):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(x.var(-1, keepdims=True) + 1e-3)


OPS = {
    "matmul": lambda a, x, y: x @ y,
    "conv": lambda a, x, w: _conv(x, w, a),
    "conv_dx": lambda a, w, dy: _gradient(lambda x: _conv(x, w, a), a["x"], dy),
    "conv_dw": lambda a, x, dy: _gradient(lambda w: _conv(x, w, a), a["w"], dy),
    "depthwise": lambda a, x, w: _conv(x, w.transpose(0, 1, 3, 2), a, groups=x.shape[3]),
    "max_pool": lambda a, x: _pool(x, -jnp.inf, jax.lax.max),
    "avg_pool": lambda a, x: _pool(x, 0.0, jax.lax.add) / 4,
    "softmax": lambda a, x: jax.nn.softmax(x),
    "layer_norm": lambda a, x: _layer_norm(x),
    "sum": lambda a, x: x.sum(tuple(a["axis"])),
    "transpose": lambda a, x: x.transpose(a["perm"]),
    "gather": lambda a, x, i: x[i],
    "exp": lambda a, x: jnp.exp(x),
    "tanh": lambda a, x: jnp.tanh(x),
    "gelu": lambda a, x: jax.nn.gelu(x, approximate=False),
    "add": lambda a, x, y: x + y,
}


def kernel(row, threads):
    operands = [jnp.asarray(x) for x in kernels.data(row)]
    call = jax.jit(lambda *x: OPS[row.op](row.a, *x))

    def run():
        call(*operands).block_until_ready()
        return 1

    return run


def overhead(row):
    if row.program or row.length == 0:
        return "it has no such graph"

    @jax.jit
    def chain(x, y):
        for _ in range(row.length):
            x = x - y
        return x

    return overheads.many(lambda: np.asarray(chain(*overheads.OPERANDS)))
