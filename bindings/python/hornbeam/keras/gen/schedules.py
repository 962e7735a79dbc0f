"""The schedules, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Any

from hornbeam.keras._base import LearningRateSchedule

__all__ = [
    "LearningRateSchedule", "CosineDecay", "CosineDecayRestarts", "ExponentialDecay",
    "InverseTimeDecay", "PiecewiseConstantDecay", "PolynomialDecay",
]


class CosineDecay(LearningRateSchedule):
    """Half a cosine, after a linear warm-up if wanted.

    Args:
      initial_learning_rate: Rate at step 0.
      decay_steps: Steps of the decay.
      alpha: Rate at the end, as a share.
      name: Name of the schedule.
      warmup_target: Rate after the warm-up.
      warmup_steps: Steps of the warm-up.
    """

    def __init__(self, initial_learning_rate: float, decay_steps: int, alpha: float = 0.0, name: str = 'CosineDecay', warmup_target: float | None = None, warmup_steps: int = 0) -> None:
        super().__init__("CosineDecay", {"initial_learning_rate": initial_learning_rate, "decay_steps": decay_steps, "alpha": alpha, "name": name, "warmup_target": warmup_target, "warmup_steps": warmup_steps})


class CosineDecayRestarts(LearningRateSchedule):
    """Half cosines, each longer and lower.

    Args:
      initial_learning_rate: Rate at step 0.
      first_decay_steps: Steps of the first one.
      t_mul: Growth of the length.
      m_mul: Of the height.
      alpha: Lowest rate, as a share.
      name: Name of the schedule.
    """

    def __init__(self, initial_learning_rate: float, first_decay_steps: int, t_mul: float = 2.0, m_mul: float = 1.0, alpha: float = 0.0, name: str = 'SGDRDecay') -> None:
        super().__init__("CosineDecayRestarts", {"initial_learning_rate": initial_learning_rate, "first_decay_steps": first_decay_steps, "t_mul": t_mul, "m_mul": m_mul, "alpha": alpha, "name": name})


class ExponentialDecay(LearningRateSchedule):
    """rate^(step / decay_steps)

    Args:
      initial_learning_rate: Rate at step 0.
      decay_steps: Steps of the decay.
      decay_rate: How fast the rate falls.
      staircase: Whether the rate falls once in decay_steps.
      name: Name of the schedule.
    """

    def __init__(self, initial_learning_rate: float, decay_steps: int, decay_rate: float, staircase: bool = False, name: str = 'ExponentialDecay') -> None:
        super().__init__("ExponentialDecay", {"initial_learning_rate": initial_learning_rate, "decay_steps": decay_steps, "decay_rate": decay_rate, "staircase": staircase, "name": name})


class InverseTimeDecay(LearningRateSchedule):
    """1 / (1 + rate step / decay_steps)

    Args:
      initial_learning_rate: Rate at step 0.
      decay_steps: Steps of the decay.
      decay_rate: How fast the rate falls.
      staircase: Whether the rate falls once in decay_steps.
      name: Name of the schedule.
    """

    def __init__(self, initial_learning_rate: float, decay_steps: int, decay_rate: float, staircase: bool = False, name: str = 'InverseTimeDecay') -> None:
        super().__init__("InverseTimeDecay", {"initial_learning_rate": initial_learning_rate, "decay_steps": decay_steps, "decay_rate": decay_rate, "staircase": staircase, "name": name})


class PiecewiseConstantDecay(LearningRateSchedule):
    """A rate for each interval of steps.

    Args:
      boundaries: Last steps of the intervals.
      values: Rates, one more than boundaries.
      name: Name of the schedule.
    """

    def __init__(self, boundaries: Any, values: Any, name: str = 'PiecewiseConstant') -> None:
        super().__init__("PiecewiseConstantDecay", {"boundaries": boundaries, "values": values, "name": name})


class PolynomialDecay(LearningRateSchedule):
    """From one rate to another along a power.

    Args:
      initial_learning_rate: Rate at step 0.
      decay_steps: Steps of the decay.
      end_learning_rate: Rate at the end.
      power: The power.
      cycle: Whether to start again.
      name: Name of the schedule.
    """

    def __init__(self, initial_learning_rate: float, decay_steps: int, end_learning_rate: float = 0.0001, power: float = 1.0, cycle: bool = False, name: str = 'PolynomialDecay') -> None:
        super().__init__("PolynomialDecay", {"initial_learning_rate": initial_learning_rate, "decay_steps": decay_steps, "end_learning_rate": end_learning_rate, "power": power, "cycle": cycle, "name": name})
