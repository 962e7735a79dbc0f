"""Hornbeam: build, train, save and load models in TensorFlow's formats with one small library."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from hornbeam import _hornbeam, dtypes, errors
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

if TYPE_CHECKING:
    from hornbeam import keras, profiler, raw_ops, saved_model
else:
    # Modules that a program may not need are loaded when they are first asked for.
    _ON_DEMAND = ("keras", "profiler", "raw_ops", "saved_model")

    def __getattr__(name):
        if name in _ON_DEMAND:
            return importlib.import_module(f"hornbeam.{name}")
        raise AttributeError(f"module 'hornbeam' has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *_ON_DEMAND})


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
