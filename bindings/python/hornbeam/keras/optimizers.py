"""The optimizers of hornbeam.keras."""

from hornbeam.keras import schedules as schedules
from hornbeam.keras._base import CustomOptimizer as CustomOptimizer
from hornbeam.keras._base import Optimizer as Optimizer
from hornbeam.keras.gen.optimizers import *  # noqa: F403
