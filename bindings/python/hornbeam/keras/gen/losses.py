"""The losses, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Any, Sequence

from hornbeam.keras._base import Loss

__all__ = [
    "Loss", "BinaryCrossentropy", "BinaryFocalCrossentropy", "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy", "CategoricalHinge", "CosineSimilarity", "Dice", "Hinge",
    "Huber", "KLDivergence", "LogCosh", "MeanAbsoluteError", "MeanAbsolutePercentageError",
    "MeanSquaredError", "MeanSquaredLogarithmicError", "Poisson", "SparseCategoricalCrossentropy",
    "SquaredHinge", "Tversky",
]


class BinaryCrossentropy(Loss):
    """Cross-entropy of two classes.

    Args:
      from_logits: Whether predictions are logits, not probabilities.
      label_smoothing: How far labels are drawn to the uniform one.
      axis: Axis of the classes.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1, reduction: str | None = 'sum_over_batch_size', name: str = 'binary_crossentropy', dtype: Any = None) -> None:
        super().__init__("BinaryCrossentropy", {"from_logits": from_logits, "label_smoothing": label_smoothing, "axis": axis, "reduction": reduction, "name": name, "dtype": dtype})


class BinaryFocalCrossentropy(Loss):
    """Binary cross-entropy that weighs easy samples less.

    Args:
      apply_class_balancing: Whether alpha weighs the classes.
      alpha: Weight of class 1.
      gamma: Focusing exponent.
      from_logits: Whether predictions are logits, not probabilities.
      label_smoothing: How far labels are drawn to the uniform one.
      axis: Axis of the classes.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, apply_class_balancing: bool = False, alpha: float = 0.25, gamma: float = 2.0, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1, reduction: str | None = 'sum_over_batch_size', name: str = 'binary_focal_crossentropy', dtype: Any = None) -> None:
        super().__init__("BinaryFocalCrossentropy", {"apply_class_balancing": apply_class_balancing, "alpha": alpha, "gamma": gamma, "from_logits": from_logits, "label_smoothing": label_smoothing, "axis": axis, "reduction": reduction, "name": name, "dtype": dtype})


class CategoricalCrossentropy(Loss):
    """Cross-entropy with labels as distributions over the classes.

    Args:
      from_logits: Whether predictions are logits, not probabilities.
      label_smoothing: How far labels are drawn to the uniform one.
      axis: Axis of the classes.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1, reduction: str | None = 'sum_over_batch_size', name: str = 'categorical_crossentropy', dtype: Any = None) -> None:
        super().__init__("CategoricalCrossentropy", {"from_logits": from_logits, "label_smoothing": label_smoothing, "axis": axis, "reduction": reduction, "name": name, "dtype": dtype})


class CategoricalFocalCrossentropy(Loss):
    """Categorical cross-entropy that weighs easy samples less.

    Args:
      alpha: Weight of the loss.
      gamma: Focusing exponent.
      from_logits: Whether predictions are logits, not probabilities.
      label_smoothing: How far labels are drawn to the uniform one.
      axis: Axis of the classes.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, alpha: float = 0.25, gamma: float = 2.0, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1, reduction: str | None = 'sum_over_batch_size', name: str = 'categorical_focal_crossentropy', dtype: Any = None) -> None:
        super().__init__("CategoricalFocalCrossentropy", {"alpha": alpha, "gamma": gamma, "from_logits": from_logits, "label_smoothing": label_smoothing, "axis": axis, "reduction": reduction, "name": name, "dtype": dtype})


class CategoricalHinge(Loss):
    """max(wrong - right + 1, 0)

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'categorical_hinge', dtype: Any = None) -> None:
        super().__init__("CategoricalHinge", {"reduction": reduction, "name": name, "dtype": dtype})


class CosineSimilarity(Loss):
    """Negative cosine of the angle.

    Args:
      axis: Axis of the vectors.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, axis: int = -1, reduction: str | None = 'sum_over_batch_size', name: str = 'cosine_similarity', dtype: Any = None) -> None:
        super().__init__("CosineSimilarity", {"axis": axis, "reduction": reduction, "name": name, "dtype": dtype})


class Dice(Loss):
    """1 - Dice coefficient.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      axis: Summed axes; null for all.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'dice', axis: int | Sequence[int] | None = None, dtype: Any = None) -> None:
        super().__init__("Dice", {"reduction": reduction, "name": name, "axis": axis, "dtype": dtype})


class Hinge(Loss):
    """max(1 - y_true y_pred, 0)

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'hinge', dtype: Any = None) -> None:
        super().__init__("Hinge", {"reduction": reduction, "name": name, "dtype": dtype})


class Huber(Loss):
    """Squared up to delta, linear beyond.

    Args:
      delta: Where the loss becomes linear.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, delta: float = 1.0, reduction: str | None = 'sum_over_batch_size', name: str = 'huber_loss', dtype: Any = None) -> None:
        super().__init__("Huber", {"delta": delta, "reduction": reduction, "name": name, "dtype": dtype})


class KLDivergence(Loss):
    """Kullback-Leibler divergence.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'kl_divergence', dtype: Any = None) -> None:
        super().__init__("KLDivergence", {"reduction": reduction, "name": name, "dtype": dtype})


class LogCosh(Loss):
    """Mean of log(cosh(difference)).

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'log_cosh', dtype: Any = None) -> None:
        super().__init__("LogCosh", {"reduction": reduction, "name": name, "dtype": dtype})


class MeanAbsoluteError(Loss):
    """Mean of absolute differences.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'mean_absolute_error', dtype: Any = None) -> None:
        super().__init__("MeanAbsoluteError", {"reduction": reduction, "name": name, "dtype": dtype})


class MeanAbsolutePercentageError(Loss):
    """Mean of absolute differences in percent of the labels.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'mean_absolute_percentage_error', dtype: Any = None) -> None:
        super().__init__("MeanAbsolutePercentageError", {"reduction": reduction, "name": name, "dtype": dtype})


class MeanSquaredError(Loss):
    """Mean of squared differences.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'mean_squared_error', dtype: Any = None) -> None:
        super().__init__("MeanSquaredError", {"reduction": reduction, "name": name, "dtype": dtype})


class MeanSquaredLogarithmicError(Loss):
    """Mean of squared differences of logarithms.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'mean_squared_logarithmic_error', dtype: Any = None) -> None:
        super().__init__("MeanSquaredLogarithmicError", {"reduction": reduction, "name": name, "dtype": dtype})


class Poisson(Loss):
    """Negative log-likelihood of a Poisson distribution.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'poisson', dtype: Any = None) -> None:
        super().__init__("Poisson", {"reduction": reduction, "name": name, "dtype": dtype})


class SparseCategoricalCrossentropy(Loss):
    """Cross-entropy with labels as class numbers.

    Args:
      from_logits: Whether predictions are logits, not probabilities.
      ignore_class: Label of positions that don't count.
      reduction: How the values of a batch become one.
      axis: Axis of the classes.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, from_logits: bool = False, ignore_class: int | None = None, reduction: str | None = 'sum_over_batch_size', axis: int = -1, name: str = 'sparse_categorical_crossentropy', dtype: Any = None) -> None:
        super().__init__("SparseCategoricalCrossentropy", {"from_logits": from_logits, "ignore_class": ignore_class, "reduction": reduction, "axis": axis, "name": name, "dtype": dtype})


class SquaredHinge(Loss):
    """Square of the hinge loss.

    Args:
      reduction: How the values of a batch become one.
      name: Name of the loss.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, reduction: str | None = 'sum_over_batch_size', name: str = 'squared_hinge', dtype: Any = None) -> None:
        super().__init__("SquaredHinge", {"reduction": reduction, "name": name, "dtype": dtype})


class Tversky(Loss):
    """1 - Tversky index.

    Args:
      alpha: Weight of false positives.
      beta: Weight of false negatives.
      reduction: How the values of a batch become one.
      name: Name of the loss.
      axis: Summed axes; null for all.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, alpha: float = 0.5, beta: float = 0.5, reduction: str | None = 'sum_over_batch_size', name: str = 'tversky', axis: int | Sequence[int] | None = None, dtype: Any = None) -> None:
        super().__init__("Tversky", {"alpha": alpha, "beta": beta, "reduction": reduction, "name": name, "axis": axis, "dtype": dtype})
