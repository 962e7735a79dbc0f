"""Initial values as tensors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hornbeam import raw_ops as ops
from hornbeam.graph import Tensor, constant


def glorot_uniform(shape: tuple[int, ...], dtype: Any = "float32") -> Tensor:
    """Uniform in [-l, l] with l = sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010)."""
    if len(shape) < 2:
        fan_in = fan_out = shape[0] if shape else 1
    else:
        field = math.prod(shape[:-2])
        fan_in, fan_out = shape[-2] * field, shape[-1] * field
    limit = math.sqrt(6.0 / max(1, fan_in + fan_out))
    from hornbeam.compat import v1

    seed, seed2 = v1._seeds(None)
    sample = ops.RandomUniform(np.asarray(shape, np.int32), dtype=dtype, seed=seed, seed2=seed2)
    return sample * (2 * limit) - limit


def zeros(shape: tuple[int, ...], dtype: Any = "float32") -> Tensor:
    return constant(0, dtype, shape)
