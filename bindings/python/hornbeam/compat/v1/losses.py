"""tf.losses: weighted means over all elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from hornbeam import raw_ops as ops
from hornbeam.graph import Tensor, convert


def _mean(values: Tensor, weights: Any) -> Tensor:
    # Weights of 1 leave a plain mean; others count how many elements they keep.
    rank = 0 if values.shape is None else len(values.shape)
    axes = np.arange(rank, dtype=np.int32)
    if isinstance(weights, (int, float)) and weights == 1.0:
        return ops.Mean(values, axes)
    weights = convert(weights, values.graph, values.dtype)
    weighted = values * weights
    present = ops.Cast(ops.NotEqual(weights + ops.ZerosLike(values), np.float32(0)), DstT=values.dtype)
    return ops.DivNoNan(ops.Sum(weighted, axes), ops.Sum(present, axes))


def mean_squared_error(labels: Any, predictions: Any, weights: Any = 1.0) -> Tensor:
    """The mean of (predictions - labels)²."""
    predictions = convert(predictions)
    return _mean(ops.SquaredDifference(predictions, convert(labels, predictions.graph)), weights)


def absolute_difference(labels: Any, predictions: Any, weights: Any = 1.0) -> Tensor:
    """The mean of |predictions - labels|."""
    predictions = convert(predictions)
    return _mean(ops.Abs(predictions - labels), weights)


def sparse_softmax_cross_entropy(labels: Any, logits: Any, weights: Any = 1.0) -> Tensor:
    """The mean cross-entropy of softmax(logits) with class numbers as labels."""
    logits = convert(logits)
    loss, _ = ops.SparseSoftmaxCrossEntropyWithLogits(logits, convert(labels, logits.graph))
    return _mean(loss, weights)


def softmax_cross_entropy(onehot_labels: Any, logits: Any, weights: Any = 1.0) -> Tensor:
    """The mean cross-entropy of softmax(logits) with distributions as labels."""
    logits = convert(logits)
    loss, _ = ops.SoftmaxCrossEntropyWithLogits(
        logits, convert(onehot_labels, logits.graph, logits.dtype)
    )
    return _mean(loss, weights)
