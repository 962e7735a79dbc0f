"""Hornbeam: build, train, save and load models in TensorFlow's formats with one small library."""

from __future__ import annotations

from hornbeam import _hornbeam, dtypes, errors, keras, profiler, raw_ops, saved_model
from hornbeam._hornbeam import CancellationToken, load_plugin
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
    get_default_graph,
    gradients,
    reset_default_graph,
)
from hornbeam.session import Session

bool = dtypes.bool_

__version__: str = _hornbeam.version()

__all__ = [
    "CancellationToken",
    "DType",
    "Graph",
    "Operation",
    "Session",
    "Tensor",
    "as_dtype",
    "bfloat16",
    "bool",
    "complex128",
    "complex64",
    "constant",
    "dtypes",
    "errors",
    "float16",
    "float32",
    "float64",
    "get_default_graph",
    "gradients",
    "int16",
    "int32",
    "int64",
    "int8",
    "keras",
    "load_plugin",
    "profiler",
    "raw_ops",
    "reset_default_graph",
    "saved_model",
    "string",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
]
