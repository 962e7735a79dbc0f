"""tf.layers."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from hornbeam import raw_ops as ops
from hornbeam.compat.v1 import _initializers
from hornbeam.graph import Tensor, convert, get_default_graph
from hornbeam.variables import Variable


class Dense:
    """A densely connected layer: activation(inputs @ kernel + bias).

    Args:
      units: size of the output's last dimension.
      activation: a function of tensors, or None.
      use_bias: whether a bias is added.
      kernel_initializer: (shape, dtype) -> initial value; Glorot's uniform distribution if None.
      bias_initializer: the same for the bias; zeros if None.
      trainable: whether optimizers change the weights.
      name: scope of the weights; "dense" made unique if None.
    """

    def __init__(
        self,
        units: int,
        activation: Callable[[Tensor], Tensor] | None = None,
        use_bias: bool = True,
        kernel_initializer: Callable[..., Any] | None = None,
        bias_initializer: Callable[..., Any] | None = None,
        trainable: bool = True,
        name: str | None = None,
    ) -> None:
        self.units = int(units)
        self.activation = activation
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer or _initializers.glorot_uniform
        self.bias_initializer = bias_initializer or _initializers.zeros
        self.trainable = trainable
        self.name = name
        self.kernel: Variable | None = None
        self.bias: Variable | None = None

    def build(self, input_dim: int, dtype: Any) -> None:
        """Makes the weights for inputs with that last dimension."""
        if self.name is None:
            self.name = get_default_graph().unique_name("dense")
        kernel = self.kernel_initializer((input_dim, self.units), dtype)
        self.kernel = Variable(kernel, self.trainable, f"{self.name}/kernel", dtype)
        if self.use_bias:
            bias = self.bias_initializer((self.units,), dtype)
            self.bias = Variable(bias, self.trainable, f"{self.name}/bias", dtype)

    def __call__(self, inputs: Any) -> Tensor:
        inputs = convert(inputs)
        if inputs.shape is None or inputs.shape[-1] is None:
            raise ValueError("the last dimension of the inputs to Dense must be known")
        if self.kernel is None:
            self.build(inputs.shape[-1], inputs.dtype)
        rank = len(inputs.shape)
        x = inputs if rank == 2 else ops.Reshape(inputs, np.array([-1, inputs.shape[-1]], np.int32))
        y = ops.MatMul(x, self.kernel)
        if self.bias is not None:
            y = ops.BiasAdd(y, self.bias)
        if rank != 2:
            dims = [-1 if d is None else d for d in inputs.shape[:-1]]
            if dims.count(-1) > 1:
                raise ValueError("at most one dimension of the inputs to Dense may be unknown")
            y = ops.Reshape(y, np.array(dims + [self.units], np.int32))
        return self.activation(y) if self.activation is not None else y

    @property
    def trainable_weights(self) -> list[Variable]:
        return [w for w in (self.kernel, self.bias) if w is not None and w.trainable]


def dense(inputs: Any, units: int, **kwargs: Any) -> Tensor:
    """Dense as a function."""
    return Dense(units, **kwargs)(inputs)
