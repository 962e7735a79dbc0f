"""tf.nn."""

from __future__ import annotations

from typing import Any

from hornbeam import raw_ops as ops
from hornbeam.graph import Tensor, convert

relu = ops.Relu
relu6 = ops.Relu6
elu = ops.Elu
selu = ops.Selu
softmax = ops.Softmax
log_softmax = ops.LogSoftmax
softplus = ops.Softplus
softsign = ops.Softsign
sigmoid = ops.Sigmoid
tanh = ops.Tanh
bias_add = ops.BiasAdd
l2_loss = ops.L2Loss


def sparse_softmax_cross_entropy_with_logits(labels: Any, logits: Any) -> Tensor:
    """The cross-entropy of each row, with class numbers as labels."""
    logits = convert(logits)
    return ops.SparseSoftmaxCrossEntropyWithLogits(logits, convert(labels, logits.graph))[0]


def softmax_cross_entropy_with_logits(labels: Any, logits: Any) -> Tensor:
    """The cross-entropy of each row, with distributions as labels."""
    logits = convert(logits)
    return ops.SoftmaxCrossEntropyWithLogits(logits, convert(labels, logits.graph, logits.dtype))[0]


def conv2d(
    input: Any, filter: Any, strides: Any = 1, padding: str = "VALID", name: str | None = None
) -> Tensor:
    """A 2-D convolution over images [batch, height, width, channels]."""
    strides = [1, strides, strides, 1] if isinstance(strides, int) else list(strides)
    return ops.Conv2D(input, filter, strides=strides, padding=padding, name=name)


def max_pool(value: Any, ksize: Any, strides: Any, padding: str, name: str | None = None) -> Tensor:
    return ops.MaxPool(value, ksize=list(ksize), strides=list(strides), padding=padding, name=name)
