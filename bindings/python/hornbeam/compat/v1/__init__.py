"""The classic graph-and-session interface, for programs written as `import ... as tf`."""

from __future__ import annotations

from builtins import bool as _bool
from typing import Any, Sequence

import numpy as _np

from hornbeam import raw_ops as _ops
from hornbeam.compat.v1 import layers, losses, nn, train
from hornbeam.dtypes import (
    DType,
    as_dtype,
    bfloat16,
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    string,
    uint8,
    uint16,
    uint32,
    uint64,
)
from hornbeam.graph import (
    Graph,
    Operation,
    Tensor,
    constant,
    convert,
    get_default_graph,
    gradients,
    reset_default_graph,
)
from hornbeam.session import Session
from hornbeam.variables import (
    Variable,
    global_variables,
    global_variables_initializer,
    trainable_variables,
)

_GRAPH_SEED = "graph_seed"


def set_random_seed(seed: int) -> None:
    """The seed of random operations in the default graph that have none of their own."""
    get_default_graph().collections[_GRAPH_SEED] = [seed]


def placeholder(dtype: Any, shape: Sequence[int | None] | None = None, name: str | None = None) -> Tensor:
    """A tensor whose value each run is fed."""
    return _ops.Placeholder(dtype=dtype, shape=... if shape is None else shape, name=name)


def convert_to_tensor(value: Any, dtype: Any = None, name: str | None = None) -> Tensor:
    if isinstance(value, Tensor) or hasattr(value, "_as_tensor"):
        return convert(value)
    return constant(value, dtype, name=name)


def get_variable(
    name: str,
    shape: Sequence[int] | None = None,
    dtype: Any = float32,
    initializer: Any = None,
    trainable: _bool = True,
) -> Variable:
    """A new variable: Glorot's uniform distribution unless an initializer or value is given."""
    from hornbeam.compat.v1._initializers import glorot_uniform

    if initializer is None:
        initializer = glorot_uniform(tuple(shape or ()), dtype)
    elif callable(initializer):
        initializer = initializer(tuple(shape or ()), dtype)
    return Variable(initializer, trainable, name, dtype)


def control_dependencies(inputs: Sequence[Any]) -> Any:
    return get_default_graph().control_dependencies(inputs)


def name_scope(name: str) -> Any:
    return get_default_graph().name_scope(name)


def device(name: str) -> Any:
    return get_default_graph().device(name)


def group(*inputs: Any, name: str = "group_deps") -> Operation:
    """An operation that runs all of `inputs`."""
    with control_dependencies(inputs):
        return _ops.NoOp(name=name)


def matmul(a: Any, b: Any, transpose_a: _bool = False, transpose_b: _bool = False, name: str | None = None) -> Tensor:
    a, b = convert(a), convert(b)
    if (a.shape and len(a.shape) > 2) or (b.shape and len(b.shape) > 2):
        return _ops.BatchMatMulV2(a, b, adj_x=transpose_a, adj_y=transpose_b, name=name)
    return _ops.MatMul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, name=name)


def _axes(x: Tensor, axis: Any) -> Any:
    if axis is not None:
        return _np.asarray(axis, _np.int32)
    if x.shape is not None:
        return _np.arange(len(x.shape), dtype=_np.int32)
    return _ops.Range(_np.int32(0), _ops.Rank(x), _np.int32(1))


def reduce_sum(x: Any, axis: Any = None, keepdims: _bool = False, name: str | None = None) -> Tensor:
    x = convert(x)
    return _ops.Sum(x, _axes(x, axis), keep_dims=keepdims, name=name)


def reduce_mean(x: Any, axis: Any = None, keepdims: _bool = False, name: str | None = None) -> Tensor:
    x = convert(x)
    return _ops.Mean(x, _axes(x, axis), keep_dims=keepdims, name=name)


def reduce_max(x: Any, axis: Any = None, keepdims: _bool = False, name: str | None = None) -> Tensor:
    x = convert(x)
    return _ops.Max(x, _axes(x, axis), keep_dims=keepdims, name=name)


def cast(x: Any, dtype: Any, name: str | None = None) -> Tensor:
    return _ops.Cast(convert(x), DstT=dtype, name=name)


def reshape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    return _ops.Reshape(convert(x), shape, name=name)


def argmax(x: Any, axis: int = 0, output_type: Any = int64, name: str | None = None) -> Tensor:
    return _ops.ArgMax(convert(x), _np.int32(axis), output_type=output_type, name=name)


def identity(x: Any, name: str | None = None) -> Tensor:
    return _ops.Identity(convert(x), name=name)


def zeros(shape: Sequence[int], dtype: Any = float32, name: str | None = None) -> Tensor:
    return constant(0, dtype, shape, name)


def ones(shape: Sequence[int], dtype: Any = float32, name: str | None = None) -> Tensor:
    return constant(1, dtype, shape, name)


def random_uniform(
    shape: Sequence[int], minval: float = 0.0, maxval: float = 1.0, dtype: Any = float32,
    seed: int | None = None, name: str | None = None,
) -> Tensor:
    s1, s2 = _seeds(seed)
    r = _ops.RandomUniform(_np.asarray(shape, _np.int32), dtype=dtype, seed=s1, seed2=s2, name=name)
    return r * (maxval - minval) + minval if (minval, maxval) != (0.0, 1.0) else r


def random_normal(
    shape: Sequence[int], mean: float = 0.0, stddev: float = 1.0, dtype: Any = float32,
    seed: int | None = None, name: str | None = None,
) -> Tensor:
    s1, s2 = _seeds(seed)
    r = _ops.RandomStandardNormal(
        _np.asarray(shape, _np.int32), dtype=dtype, seed=s1, seed2=s2, name=name
    )
    return r * stddev + mean


def _seeds(seed: int | None) -> tuple[int, int]:
    """TensorFlow's pair of a graph seed and an operation seed."""
    graph = get_default_graph()
    graph_seed = (graph.collections.get(_GRAPH_SEED) or [None])[0]
    if graph_seed is None:
        return (0, 0) if seed is None else (87654321, seed)
    if seed is None:
        seed = len(graph.get_operations())
    return graph_seed, seed


add, subtract, multiply, divide = _ops.AddV2, _ops.Sub, _ops.Mul, _ops.RealDiv
square, sqrt, exp, tanh, sigmoid = _ops.Square, _ops.Sqrt, _ops.Exp, _ops.Tanh, _ops.Sigmoid
abs = _ops.Abs
log = _ops.Log
equal = _ops.Equal
bool = as_dtype("bool")
