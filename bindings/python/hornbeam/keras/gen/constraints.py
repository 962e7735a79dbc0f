"""The constraints, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Sequence

from hornbeam.keras._base import Constraint

__all__ = [
    "Constraint", "MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm",
]


class MaxNorm(Constraint):
    """Norms are at most a bound.

    Args:
      max_value: Largest norm.
      axis: Axis or axes over which norms are taken.
    """

    def __init__(self, max_value: float = 2, axis: int | Sequence[int] = 0) -> None:
        super().__init__("MaxNorm", {"max_value": max_value, "axis": axis})


class MinMaxNorm(Constraint):
    """Norms lie between two bounds.

    Args:
      min_value: Smallest norm.
      max_value: Largest norm.
      rate: How much of the way to the bounds an update goes.
      axis: Axis or axes over which norms are taken.
    """

    def __init__(self, min_value: float = 0.0, max_value: float = 1.0, rate: float = 1.0, axis: int | Sequence[int] = 0) -> None:
        super().__init__("MinMaxNorm", {"min_value": min_value, "max_value": max_value, "rate": rate, "axis": axis})


class NonNeg(Constraint):
    """No weight is negative.
    """


class UnitNorm(Constraint):
    """Norms are 1.

    Args:
      axis: Axis or axes over which norms are taken.
    """

    def __init__(self, axis: int | Sequence[int] = 0) -> None:
        super().__init__("UnitNorm", {"axis": axis})
