"""The kernels of the benchmark suite: one op each, all operands fed, float32, images as NHWC.

Hornbeam and TensorFlow share the definitions below by their raw ops; the other frameworks have theirs
in their own modules, under the same names. Where a framework can write into memory that the caller
keeps, it does.
"""

import dataclasses

import numpy as np
import rows


@dataclasses.dataclass(frozen=True)
class Kernel(rows.Row):
    op: str = ""
    shapes: tuple = ()  # of the operands
    a: dict = dataclasses.field(default_factory=dict)  # what else the op needs to know


def _matmul(m, k, n):
    return Kernel(f"product {m} x {k} x {n}", flops=2.0 * m * k * n, op="matmul",
                  shapes=((m, k), (k, n)))


def _convs(batch, size, channels, k, out, stride):
    """A convolution and its two gradients."""
    to = -(-size // stride)
    x, w, y = (batch, size, size, channels), (k, k, channels, out), (batch, to, to, out)
    flops = 2.0 * batch * to * to * out * channels * k * k
    title = f"{size}x{size}, {k}x{k}" + (f" / {stride}" if stride > 1 else "") + f", {channels} to {out}"
    title += f", batch {batch}" if batch > 1 else ""
    name = f"{size}-{k}x{k}-{channels}-{out}"
    a = {"stride": stride, "x": x, "w": w}
    return {
        f"conv-{name}": Kernel(f"convolution {title}", flops=flops, op="conv", shapes=(x, w), a=a),
        f"conv-dx-{name}": Kernel(f"its gradient by the input, {title}", flops=flops, op="conv_dx",
                                  shapes=(w, y), a=a),
        f"conv-dw-{name}": Kernel(f"its gradient by the filter, {title}", flops=flops, op="conv_dw",
                                  shapes=(x, y), a=a),
    }


def _depthwise(size, channels, stride):
    to = size // stride
    return Kernel(f"depthwise convolution {size}x{size}, 3x3 / {stride}, {channels}",
                  traffic=4.0 * channels * (size * size + to * to), op="depthwise",
                  shapes=((1, size, size, channels), (3, 3, channels, 1)), a={"stride": stride})


def _moves(title, op, *shapes, out, **a):
    """A kernel that is bound by memory; `out` is the shape of its result."""
    floats = sum(np.prod(s) for s in shapes) + np.prod(out)
    return Kernel(title, traffic=4.0 * float(floats), op=op, shapes=shapes, a=a)


def _gather(rows_of, width, n):
    return Kernel(f"gather of {n} rows of {width} from {rows_of:,}", traffic=8.0 * n * width,
                  op="gather", shapes=((rows_of, width),), a={"indices": n})


_IMAGES = (32, 56, 56, 64)
KERNELS = {
    **{f"matmul-{m}x{k}x{n}": _matmul(m, k, n) for m, k, n in (
        (64, 64, 64), (256, 256, 256), (1024, 1024, 1024), (8, 1024, 1024), (32, 784, 128),
        (32, 128, 10), (128, 3072, 768))},
    **_convs(1, 56, 64, 3, 64, 1), **_convs(1, 28, 128, 3, 128, 1), **_convs(1, 7, 512, 3, 512, 1),
    **_convs(1, 224, 3, 7, 64, 2), **_convs(1, 56, 24, 1, 144, 1), **_convs(32, 28, 1, 3, 32, 1),
    "depthwise-112": _depthwise(112, 32, 1), "depthwise-14": _depthwise(14, 576, 2),
    "max-pool": _moves("max pool 2x2 of 32x56x56x64", "max_pool", _IMAGES, out=(32, 28, 28, 64)),
    "avg-pool": _moves("average pool 2x2 of 32x56x56x64", "avg_pool", _IMAGES,
                       out=(32, 28, 28, 64)),
    "softmax": _moves("softmax of 512 x 1,000", "softmax", (512, 1000), out=(512, 1000)),
    "softmax-large": _moves("softmax of 16,384 x 1,024", "softmax", (16384, 1024),
                            out=(16384, 1024)),
    "layer-norm": _moves("layer norm of 512 x 768", "layer_norm", (512, 768), out=(512, 768)),
    "layer-norm-large": _moves("layer norm of 16,384 x 1,024", "layer_norm", (16384, 1024),
                               out=(16384, 1024)),
    "sum-rows": _moves("sum of each row of 4,096 x 4,096", "sum", (4096, 4096), out=(4096,), axis=[1]),
    "sum-columns": _moves("sum of each column of 4,096 x 4,096", "sum", (4096, 4096), out=(4096,),
                          axis=[0]),
    "sum-all": _moves("sum of 4,096 x 4,096", "sum", (4096, 4096), out=(1,), axis=[0, 1]),
    "sum-columns-small": _moves("sum of each column of 128 x 512", "sum", (128, 512), out=(512,),
                                axis=[0]),
    "transpose": _moves("transpose of 4,096 x 4,096", "transpose", (4096, 4096), out=(4096, 4096),
                        perm=[1, 0]),
    "transpose-images": _moves("NHWC to NCHW of 32x56x56x64", "transpose", _IMAGES,
                               out=(32, 64, 56, 56), perm=[0, 3, 1, 2]),
    "gather": _gather(10_000, 64, 2560), "gather-large": _gather(1_000_000, 32, 200_000),
    **{f"{op}-{n}": _moves(f"{op} of {int(n):,}", op, *((n,),) * (2 if op == "add" else 1), out=(n,))
       for op in ("exp", "tanh", "gelu", "add") for n in (65_536, 1 << 24)},
}


def data(kernel):
    """The operands; the indices of a gather come last."""
    random = np.random.default_rng(0)
    given = [random.standard_normal(s, dtype=np.float32) for s in kernel.shapes]
    if kernel.op == "gather":
        given.append(random.integers(0, kernel.shapes[0][0], kernel.a["indices"], dtype=np.int32))
    return given


def _strides(a):
    return {"strides": [1, a["stride"], a["stride"], 1], "padding": "SAME"}


_WINDOW = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}


def _sum(o, a, x):
    # One of the few arguments that TensorFlow's raw ops rename.
    key = "axis" if o.__name__.startswith("tensorflow") else "reduction_indices"
    return o.Sum(input=x, **{key: a["axis"]})


# Op: the function that builds it with raw ops `o`, what the op knows, and its operands.
RAW = {
    "matmul": lambda o, a, x, y: o.MatMul(a=x, b=y),
    "conv": lambda o, a, x, w: o.Conv2D(input=x, filter=w, **_strides(a)),
    "conv_dx": lambda o, a, w, dy: o.Conv2DBackpropInput(
        input_sizes=list(a["x"]), filter=w, out_backprop=dy, **_strides(a)),
    "conv_dw": lambda o, a, x, dy: o.Conv2DBackpropFilter(
        input=x, filter_sizes=list(a["w"]), out_backprop=dy, **_strides(a)),
    "depthwise": lambda o, a, x, w: o.DepthwiseConv2dNative(input=x, filter=w, **_strides(a)),
    "max_pool": lambda o, a, x: o.MaxPool(input=x, **_WINDOW),
    "avg_pool": lambda o, a, x: o.AvgPool(value=x, **_WINDOW),
    "softmax": lambda o, a, x: o.Softmax(logits=x),
    "sum": _sum,
    "transpose": lambda o, a, x: o.Transpose(x=x, perm=a["perm"]),
    "gather": lambda o, a, x, i: o.GatherV2(params=x, indices=i, axis=0),
    "exp": lambda o, a, x: o.Exp(x=x),
    "tanh": lambda o, a, x: o.Tanh(x=x),
    "add": lambda o, a, x, y: o.AddV2(x=x, y=y),
}
# Op: the layer, for what is no op of TensorFlow's.
LAYERS = {
    "layer_norm": lambda keras: keras.layers.LayerNormalization(),
    "gelu": lambda keras: keras.layers.Activation("gelu"),
}
