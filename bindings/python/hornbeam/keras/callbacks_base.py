"""Callbacks of one's own: code around the training loop."""

from __future__ import annotations

import sys
from typing import Any, TextIO


class Callback:
    """Override what you need. `model` and `params` are set before training begins."""

    model: Any = None
    params: dict[str, Any] = {}

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None: ...

    def on_train_end(self, logs: dict[str, float] | None = None) -> None: ...

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None: ...

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None: ...

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None: ...


class History:
    """What a fit recorded: `history` by metric, `epoch` the numbers of the epochs."""

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}


class ProgressBar:
    """Writes progress: a moving line on a terminal, one line an epoch elsewhere."""

    def __init__(self, epochs: int, verbose: Any = "auto", stream: TextIO | None = None) -> None:
        self.epochs = epochs
        self.stream = stream or sys.stderr
        terminal = self.stream.isatty()
        self.live = terminal and verbose in ("auto", 1)
        self.on = bool(verbose)

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()

    def update(self, epoch: int, batch: int, batches: int, seconds: float, logs: Any) -> None:
        if not (self.on and self.live):
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
