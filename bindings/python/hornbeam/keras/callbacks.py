"""The callbacks of hornbeam.keras."""

from __future__ import annotations

from typing import Any

from hornbeam.keras.callbacks_base import Callback as Callback
from hornbeam.keras.callbacks_base import FunctionScheduler as FunctionScheduler
from hornbeam.keras.callbacks_base import History as History
from hornbeam.keras.callbacks_base import LambdaCallback as LambdaCallback
from hornbeam.keras.gen.callbacks import *  # noqa: F403
from hornbeam.keras.gen.callbacks import LearningRateScheduler as _Scheduler


class LearningRateScheduler(_Scheduler):  # type: ignore[no-redef]
    """Sets the learning rate at the start of each epoch.

    Args:
      schedule: a schedule of the epoch, a list of rates, or a function (epoch, rate) -> rate.
      verbose: 1 tells the user what it does.
    """

    def __new__(cls, schedule: Any, verbose: int = 0) -> Any:
        from hornbeam.keras._base import Part

        if callable(schedule) and not isinstance(schedule, Part):
            return FunctionScheduler(schedule, verbose)
        return super().__new__(cls)
