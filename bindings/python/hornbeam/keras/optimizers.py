"""The optimizers of hornbeam.keras."""

from hornbeam.keras import schedules  # noqa: F401
from hornbeam.keras._base import CustomOptimizer, Optimizer  # noqa: F401
from hornbeam.keras.gen.optimizers import *  # noqa: F403
