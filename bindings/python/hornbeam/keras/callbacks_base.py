"""Callbacks of one's own: code around the training loop."""

from __future__ import annotations

import sys
from typing import Any, Callable, TextIO

Logs = dict[str, float]


class Callback:
    """Override what you need. `model` and `params` are set before training begins.

    The methods are those of Keras. `params` has "epochs", "steps" and "verbose". Set
    `self.model.stop_training` to end the fit. What is put into `logs` at the end of an epoch is
    recorded in the history.
    """

    model: Any = None
    params: dict[str, Any] = {}

    def set_model(self, model: Any) -> None:
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params

    def on_train_begin(self, logs: Logs | None = None) -> None: ...

    def on_train_end(self, logs: Logs | None = None) -> None: ...

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None: ...

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None: ...

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None: ...

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self.on_batch_end(batch, logs)


class LambdaCallback(Callback):
    """A callback made of functions, such as on_epoch_end(epoch, logs)."""

    def __init__(self, **functions: Callable[..., Any]) -> None:
        for name, function in functions.items():
            if not hasattr(Callback, name):
                raise ValueError(f"callbacks have no method '{name}'")
            setattr(self, name, function)


class FunctionScheduler(Callback):
    """Sets the learning rate by a function of the epoch and the rate, or of the epoch alone."""

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        try:
            rate = self.schedule(epoch, self.model.learning_rate)
        except TypeError:
            rate = self.schedule(epoch)
        self.model.learning_rate = float(rate)
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if logs is not None:
            logs["learning_rate"] = self.model.learning_rate


class History(Callback):
    """What a fit recorded: `history` by metric, `epoch` the numbers of the epochs."""

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)


class CallbackList:
    """Calls all callbacks of a fit in their order."""

    def __init__(self, callbacks: list[Any], model: Any, params: dict[str, Any]) -> None:
        self._callbacks = callbacks
        for callback in callbacks:
            callback.set_model(model)
            callback.set_params(params)

    def overridden(self, *methods: str) -> bool:
        """Whether any callback does something in one of these methods."""

        def own(callback: Any, method: str) -> bool:
            function = getattr(callback, method)
            return getattr(function, "__func__", function) is not getattr(Callback, method)

        return any(own(c, m) for c in self._callbacks for m in methods)

    def call(self, method: str, *arguments: Any) -> None:
        for callback in self._callbacks:
            getattr(callback, method)(*arguments)


class ProgressBar:
    """Writes progress: a moving line on a terminal, one line an epoch elsewhere."""

    def __init__(self, epochs: int, verbose: Any = "auto", stream: TextIO | None = None) -> None:
        self.epochs = epochs
        self.stream = stream or sys.stdout
        self.on = bool(verbose) and self.stream is not None
        terminal = self.on and hasattr(self.stream, "isatty") and self.stream.isatty()
        self.live = terminal and verbose in ("auto", 1)

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()

    def update(self, epoch: int, batch: int, batches: int, seconds: float, logs: Any) -> None:
        if not self.live:
            return
        rate = batch / seconds if seconds > 0 else 0.0
        left = f" {max(0.0, (batches - batch) / rate):.0f}s left" if rate and batches else ""
        width = 20
        done = width * batch // batches if batches else 0
        values = "".join(f" - {k}: {v:.4g}" for k, v in logs.items())
        bar = "━" * done + " " * (width - done)
        self._write(
            f"\r\x1b[KEpoch {epoch + 1}/{self.epochs} {batch}/{batches or '?'} {bar}"
            f" {rate:.0f} steps/s{left}{values}"
        )

    def epoch_end(self, epoch: int, seconds: float, batches: int, logs: Any) -> None:
        if not self.on:
            return
        rate = batches / seconds if seconds > 0 else 0.0
        values = "".join(f" - {k}: {v:.4g}" for k, v in logs.items())
        start = "\r\x1b[K" if self.live else ""
        self._write(
            f"{start}Epoch {epoch + 1}/{self.epochs} - {seconds:.1f}s - {rate:.0f} steps/s{values}\n"
        )

    def message(self, text: str) -> None:
        start = "\r\x1b[K" if self.live else ""
        stream = self.stream or sys.stderr
        if stream is not None:
            stream.write(f"{start}{text}\n")
