"""The callbacks, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Any

from hornbeam.keras._base import BuiltinCallback

__all__ = [
    "BuiltinCallback", "CSVLogger", "EarlyStopping", "LearningRateScheduler", "ModelCheckpoint",
    "ReduceLROnPlateau", "TerminateOnNaN",
]


class CSVLogger(BuiltinCallback):
    """Writes the logs of each epoch to a file.

    Args:
      filename: The file.
      separator: Between columns.
      append: Whether an existing file is continued.
    """

    def __init__(self, filename: str, separator: str = ',', append: bool = False) -> None:
        super().__init__("CSVLogger", {"filename": filename, "separator": separator, "append": append})


class EarlyStopping(BuiltinCallback):
    """Stops when a log no longer gets better.

    Args:
      monitor: The log that is watched.
      min_delta: What counts as better.
      patience: Epochs that may pass without.
      verbose: 1 tells the user what it does.
      mode: Whether smaller or larger is better; auto asks the metric.
      baseline: What must be reached at all.
      restore_best_weights: Whether the best epoch's weights come back.
      start_from_epoch: Epochs before watching begins.
    """

    def __init__(self, monitor: str = 'val_loss', min_delta: float = 0, patience: int = 0, verbose: int = 0, mode: str = 'auto', baseline: float | None = None, restore_best_weights: bool = False, start_from_epoch: int = 0) -> None:
        super().__init__("EarlyStopping", {"monitor": monitor, "min_delta": min_delta, "patience": patience, "verbose": verbose, "mode": mode, "baseline": baseline, "restore_best_weights": restore_best_weights, "start_from_epoch": start_from_epoch})


class LearningRateScheduler(BuiltinCallback):
    """Sets the learning rate at the start of each epoch.

    Args:
      schedule: A schedule of the epoch, or a list of rates.
      verbose: 1 tells the user what it does.
    """

    def __init__(self, schedule: Any, verbose: int = 0) -> None:
        super().__init__("LearningRateScheduler", {"schedule": schedule, "verbose": verbose})


class ModelCheckpoint(BuiltinCallback):
    """Saves the model after epochs or batches.

    Args:
      filepath: Folder, or beginning of the names of the files of weights; may hold {epoch},
        {batch} and {<log>}.
      monitor: The log that is watched.
      verbose: 1 tells the user what it does.
      save_best_only: Whether only a better model is saved.
      save_weights_only: Whether only a checkpoint of the weights is written.
      mode: Whether smaller or larger is better; auto asks the metric.
      save_freq: "epoch", or a number of batches.
      initial_value_threshold: What the first one must be better than.
    """

    def __init__(self, filepath: str, monitor: str = 'val_loss', verbose: int = 0, save_best_only: bool = False, save_weights_only: bool = False, mode: str = 'auto', save_freq: Any = 'epoch', initial_value_threshold: float | None = None) -> None:
        super().__init__("ModelCheckpoint", {"filepath": filepath, "monitor": monitor, "verbose": verbose, "save_best_only": save_best_only, "save_weights_only": save_weights_only, "mode": mode, "save_freq": save_freq, "initial_value_threshold": initial_value_threshold})


class ReduceLROnPlateau(BuiltinCallback):
    """Lowers the learning rate when a log no longer gets better.

    Args:
      monitor: The log that is watched.
      factor: Factor of the rate, less than 1.
      patience: Epochs that may pass without.
      verbose: 1 tells the user what it does.
      mode: Whether smaller or larger is better; auto asks the metric.
      min_delta: What counts as better.
      cooldown: Epochs after a change without watching.
      min_lr: Lowest rate.
    """

    def __init__(self, monitor: str = 'val_loss', factor: float = 0.1, patience: int = 10, verbose: int = 0, mode: str = 'auto', min_delta: float = 0.0001, cooldown: int = 0, min_lr: float = 0.0) -> None:
        super().__init__("ReduceLROnPlateau", {"monitor": monitor, "factor": factor, "patience": patience, "verbose": verbose, "mode": mode, "min_delta": min_delta, "cooldown": cooldown, "min_lr": min_lr})


class TerminateOnNaN(BuiltinCallback):
    """Stops when the loss is not finite.

    Args:
      raise_error: Whether the fit fails at once with HB_ABORTED.
    """

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__("TerminateOnNaN", {"raise_error": raise_error})
