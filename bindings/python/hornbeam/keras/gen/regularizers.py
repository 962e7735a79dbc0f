"""The regularizers, generated from the schema of the library; do not edit."""

from __future__ import annotations

from hornbeam.keras._base import Regularizer

__all__ = [
    "Regularizer", "L1", "L1L2", "L2", "OrthogonalRegularizer",
]


class L1(Regularizer):
    """Penalty of the sum of absolute values.

    Args:
      l1: Factor of the penalty.
    """

    def __init__(self, l1: float = 0.01) -> None:
        super().__init__("L1", {"l1": l1})


class L1L2(Regularizer):
    """Both penalties.

    Args:
      l1: Factor of the sum of absolute values.
      l2: Factor of the sum of squares.
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        super().__init__("L1L2", {"l1": l1, "l2": l2})


class L2(Regularizer):
    """Penalty of the sum of squares.

    Args:
      l2: Factor of the penalty.
    """

    def __init__(self, l2: float = 0.01) -> None:
        super().__init__("L2", {"l2": l2})


class OrthogonalRegularizer(Regularizer):
    """Penalty of rows or columns that are not orthogonal.

    Args:
      factor: Factor of the penalty.
      mode: What should be orthogonal.
    """

    def __init__(self, factor: float = 0.01, mode: str = 'rows') -> None:
        super().__init__("OrthogonalRegularizer", {"factor": factor, "mode": mode})
