"""The metrics, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Any

from hornbeam.keras._base import Metric

__all__ = [
    "Metric", "AUC", "Accuracy", "BinaryAccuracy", "BinaryCrossentropy", "CategoricalAccuracy",
    "CategoricalCrossentropy", "CategoricalHinge", "CosineSimilarity", "F1Score", "FBetaScore",
    "FalseNegatives", "FalsePositives", "Hinge", "KLDivergence", "LogCoshError", "Mean",
    "MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredError",
    "MeanSquaredLogarithmicError", "Poisson", "Precision", "R2Score", "Recall",
    "RootMeanSquaredError", "SparseCategoricalAccuracy", "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy", "SquaredHinge", "Sum", "TopKCategoricalAccuracy",
    "TrueNegatives", "TruePositives",
]


class AUC(Metric):
    """Area under a curve over all thresholds.

    Args:
      num_thresholds: Number of thresholds.
      curve: Which curve.
      summation_method: How steps are summed.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
      thresholds: Thresholds between 0 and 1; null for even ones.
      multi_label: Whether each label has a curve; else all are one.
      num_labels: Has no effect; the predictions tell.
      label_weights: One for each label.
      from_logits: Whether predictions are logits.
    """

    def __init__(self, num_thresholds: int = 200, curve: str = 'ROC', summation_method: str = 'interpolation', name: str = 'auc', dtype: Any = None, thresholds: Any = None, multi_label: bool = False, num_labels: int | None = None, label_weights: Any = None, from_logits: bool = False) -> None:
        super().__init__("AUC", {"num_thresholds": num_thresholds, "curve": curve, "summation_method": summation_method, "name": name, "dtype": dtype, "thresholds": thresholds, "multi_label": multi_label, "num_labels": num_labels, "label_weights": label_weights, "from_logits": from_logits})


class Accuracy(Metric):
    """How often predictions equal labels.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'accuracy', dtype: Any = None) -> None:
        super().__init__("Accuracy", {"name": name, "dtype": dtype})


class BinaryAccuracy(Metric):
    """How often predictions are on the right side.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
      threshold: Where class 1 begins.
    """

    def __init__(self, name: str = 'binary_accuracy', dtype: Any = None, threshold: float = 0.5) -> None:
        super().__init__("BinaryAccuracy", {"name": name, "dtype": dtype, "threshold": threshold})


class BinaryCrossentropy(Metric):
    """Cross-entropy of two classes.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
      from_logits: Whether predictions are logits.
      label_smoothing: How far labels are drawn to uniform.
    """

    def __init__(self, name: str = 'binary_crossentropy', dtype: Any = None, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        super().__init__("BinaryCrossentropy", {"name": name, "dtype": dtype, "from_logits": from_logits, "label_smoothing": label_smoothing})


class CategoricalAccuracy(Metric):
    """How often the most likely class is that of the label.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'categorical_accuracy', dtype: Any = None) -> None:
        super().__init__("CategoricalAccuracy", {"name": name, "dtype": dtype})


class CategoricalCrossentropy(Metric):
    """Cross-entropy with labels as distributions.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
      from_logits: Whether predictions are logits.
      label_smoothing: How far labels are drawn to uniform.
      axis: Axis of the classes.
    """

    def __init__(self, name: str = 'categorical_crossentropy', dtype: Any = None, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1) -> None:
        super().__init__("CategoricalCrossentropy", {"name": name, "dtype": dtype, "from_logits": from_logits, "label_smoothing": label_smoothing, "axis": axis})


class CategoricalHinge(Metric):
    """max(wrong - right + 1, 0)

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'categorical_hinge', dtype: Any = None) -> None:
        super().__init__("CategoricalHinge", {"name": name, "dtype": dtype})


class CosineSimilarity(Metric):
    """Cosine of the angle.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
      axis: Axis of the vectors.
    """

    def __init__(self, name: str = 'cosine_similarity', dtype: Any = None, axis: int = -1) -> None:
        super().__init__("CosineSimilarity", {"name": name, "dtype": dtype, "axis": axis})


class F1Score(Metric):
    """Harmonic mean of precision and recall.

    Args:
      average: How classes become one value; null keeps them.
      threshold: Where class 1 begins; null for the largest.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, average: str | None = None, threshold: float | None = None, name: str = 'f1_score', dtype: Any = None) -> None:
        super().__init__("F1Score", {"average": average, "threshold": threshold, "name": name, "dtype": dtype})


class FBetaScore(Metric):
    """Weighted harmonic mean of precision and recall.

    Args:
      average: How classes become one value; null keeps them.
      beta: Weight of recall.
      threshold: Where class 1 begins; null for the largest.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, average: str | None = None, beta: float = 1.0, threshold: float | None = None, name: str = 'fbeta_score', dtype: Any = None) -> None:
        super().__init__("FBetaScore", {"average": average, "beta": beta, "threshold": threshold, "name": name, "dtype": dtype})


class FalseNegatives(Metric):
    """Number of positives said to be negative.

    Args:
      thresholds: Threshold or thresholds; null for 0.5.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, thresholds: Any = None, name: str = 'false_negatives', dtype: Any = None) -> None:
        super().__init__("FalseNegatives", {"thresholds": thresholds, "name": name, "dtype": dtype})


class FalsePositives(Metric):
    """Number of negatives said to be positive.

    Args:
      thresholds: Threshold or thresholds; null for 0.5.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, thresholds: Any = None, name: str = 'false_positives', dtype: Any = None) -> None:
        super().__init__("FalsePositives", {"thresholds": thresholds, "name": name, "dtype": dtype})


class Hinge(Metric):
    """max(1 - y_true y_pred, 0)

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'hinge', dtype: Any = None) -> None:
        super().__init__("Hinge", {"name": name, "dtype": dtype})


class KLDivergence(Metric):
    """Kullback-Leibler divergence.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'kl_divergence', dtype: Any = None) -> None:
        super().__init__("KLDivergence", {"name": name, "dtype": dtype})


class LogCoshError(Metric):
    """Mean of log(cosh(difference)).

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'logcosh', dtype: Any = None) -> None:
        super().__init__("LogCoshError", {"name": name, "dtype": dtype})


class Mean(Metric):
    """Mean of the predictions.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'mean', dtype: Any = None) -> None:
        super().__init__("Mean", {"name": name, "dtype": dtype})


class MeanAbsoluteError(Metric):
    """Mean of absolute differences.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'mean_absolute_error', dtype: Any = None) -> None:
        super().__init__("MeanAbsoluteError", {"name": name, "dtype": dtype})


class MeanAbsolutePercentageError(Metric):
    """Mean of differences in percent.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'mean_absolute_percentage_error', dtype: Any = None) -> None:
        super().__init__("MeanAbsolutePercentageError", {"name": name, "dtype": dtype})


class MeanSquaredError(Metric):
    """Mean of squared differences.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'mean_squared_error', dtype: Any = None) -> None:
        super().__init__("MeanSquaredError", {"name": name, "dtype": dtype})


class MeanSquaredLogarithmicError(Metric):
    """Mean of squared differences of logarithms.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'mean_squared_logarithmic_error', dtype: Any = None) -> None:
        super().__init__("MeanSquaredLogarithmicError", {"name": name, "dtype": dtype})


class Poisson(Metric):
    """Negative log-likelihood of a Poisson distribution.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'poisson', dtype: Any = None) -> None:
        super().__init__("Poisson", {"name": name, "dtype": dtype})


class Precision(Metric):
    """Share of what is said that is right.

    Args:
      thresholds: Threshold or thresholds; null for 0.5.
      top_k: Only so many largest predictions can be positive.
      class_id: The class that counts; null for all.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, thresholds: Any = None, top_k: int | None = None, class_id: int | None = None, name: str = 'precision', dtype: Any = None) -> None:
        super().__init__("Precision", {"thresholds": thresholds, "top_k": top_k, "class_id": class_id, "name": name, "dtype": dtype})


class R2Score(Metric):
    """Share of the variance that is explained.

    Args:
      class_aggregation: How outputs become one.
      num_regressors: Must be 0.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, class_aggregation: str | None = 'uniform_average', num_regressors: int = 0, name: str = 'r2_score', dtype: Any = None) -> None:
        super().__init__("R2Score", {"class_aggregation": class_aggregation, "num_regressors": num_regressors, "name": name, "dtype": dtype})


class Recall(Metric):
    """Share of what is right that is said.

    Args:
      thresholds: Threshold or thresholds; null for 0.5.
      top_k: Only so many largest predictions can be positive.
      class_id: The class that counts; null for all.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, thresholds: Any = None, top_k: int | None = None, class_id: int | None = None, name: str = 'recall', dtype: Any = None) -> None:
        super().__init__("Recall", {"thresholds": thresholds, "top_k": top_k, "class_id": class_id, "name": name, "dtype": dtype})


class RootMeanSquaredError(Metric):
    """Root of the mean of squared differences.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'root_mean_squared_error', dtype: Any = None) -> None:
        super().__init__("RootMeanSquaredError", {"name": name, "dtype": dtype})


class SparseCategoricalAccuracy(Metric):
    """How often the most likely class is the label.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'sparse_categorical_accuracy', dtype: Any = None) -> None:
        super().__init__("SparseCategoricalAccuracy", {"name": name, "dtype": dtype})


class SparseCategoricalCrossentropy(Metric):
    """Cross-entropy with labels as class numbers.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
      from_logits: Whether predictions are logits.
      ignore_class: Label of positions that don't count.
      axis: Axis of the classes.
    """

    def __init__(self, name: str = 'sparse_categorical_crossentropy', dtype: Any = None, from_logits: bool = False, ignore_class: int | None = None, axis: int = -1) -> None:
        super().__init__("SparseCategoricalCrossentropy", {"name": name, "dtype": dtype, "from_logits": from_logits, "ignore_class": ignore_class, "axis": axis})


class SparseTopKCategoricalAccuracy(Metric):
    """How often the label is among the k most likely classes.

    Args:
      k: How many classes count.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, k: int = 5, name: str = 'sparse_top_k_categorical_accuracy', dtype: Any = None) -> None:
        super().__init__("SparseTopKCategoricalAccuracy", {"k": k, "name": name, "dtype": dtype})


class SquaredHinge(Metric):
    """Square of hinge.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'squared_hinge', dtype: Any = None) -> None:
        super().__init__("SquaredHinge", {"name": name, "dtype": dtype})


class Sum(Metric):
    """Sum of the predictions.

    Args:
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, name: str = 'sum', dtype: Any = None) -> None:
        super().__init__("Sum", {"name": name, "dtype": dtype})


class TopKCategoricalAccuracy(Metric):
    """How often the label's class is among the k most likely.

    Args:
      k: How many classes count.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, k: int = 5, name: str = 'top_k_categorical_accuracy', dtype: Any = None) -> None:
        super().__init__("TopKCategoricalAccuracy", {"k": k, "name": name, "dtype": dtype})


class TrueNegatives(Metric):
    """Number of negatives said to be so.

    Args:
      thresholds: Threshold or thresholds; null for 0.5.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, thresholds: Any = None, name: str = 'true_negatives', dtype: Any = None) -> None:
        super().__init__("TrueNegatives", {"thresholds": thresholds, "name": name, "dtype": dtype})


class TruePositives(Metric):
    """Number of positives said to be so.

    Args:
      thresholds: Threshold or thresholds; null for 0.5.
      name: Name of the metric.
      dtype: Type that it is computed in; null for float32.
    """

    def __init__(self, thresholds: Any = None, name: str = 'true_positives', dtype: Any = None) -> None:
        super().__init__("TruePositives", {"thresholds": thresholds, "name": name, "dtype": dtype})
