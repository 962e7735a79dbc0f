"""The loop of fit: events of the library on one side, callbacks and batches on the other."""

from __future__ import annotations

import json
from typing import Any, Iterable

from hornbeam._hornbeam import keras as _keras
from hornbeam.keras._base import BuiltinCallback
from hornbeam.keras._data import Feed, is_iterable_of_batches
from hornbeam.keras.callbacks_base import CallbackList, History, ProgressBar

_EPOCH_BEGIN, _BATCH_END, _EPOCH_END, _NEED_DATA, _DONE, _NEED_VALIDATION = 1, 2, 4, 8, 16, 32

# Seconds after which the loop comes back to Python, for the progress bar and for Ctrl-C.
_INTERVAL = 0.1


class Fit:
    """One call of Model.fit."""

    def __init__(
        self, model: Any, callbacks: Iterable[Any] | None, verbose: Any, options: dict[str, Any]
    ) -> None:
        given = list(callbacks or [])
        self._model, self._options, self._verbose = model, options, verbose
        self._builtin = [c for c in given if isinstance(c, BuiltinCallback)]
        own = [c for c in given if not isinstance(c, BuiltinCallback)]
        self._history = next((c for c in own if isinstance(c, History)), History())
        own = [c for c in own if c is not self._history] + [self._history]
        self._bar = ProgressBar(options["epochs"], verbose)
        self._own = own
        self._data: tuple[list[Any], list[Any]] = ([], [])
        self._feed: Feed | None = None
        self._validation: Feed | None = None

    def set_data(self, x: Any, y: Any, sample_weight: Any) -> None:
        if is_iterable_of_batches(x, y):
            self._feed = Feed(x, self._options["steps_per_epoch"], self._model)
            return
        ax, ay, aw = self._model._arrays(x, y, sample_weight)
        self._data = (ax, ay)
        self._options["sample_weight"] = aw

    def set_validation(self, data: Any) -> None:
        if data is None:
            return
        if is_iterable_of_batches(data, None):
            self._validation = Feed(data, self._options["validation_steps"], self._model)
            self._options["feed_validation"] = True
            return
        vx, vy, weight = (*data, None)[:3]
        self._options["validation"] = self._model._arrays(vx, vy, weight)

    def run(self) -> History:
        params = {
            "epochs": self._options["epochs"],
            "steps": self._steps(),
            "verbose": self._verbose,
        }
        callbacks = CallbackList(self._own, self._model, params)
        every_batch = callbacks.overridden(
            "on_train_batch_end", "on_batch_end", "on_train_batch_begin", "on_batch_begin"
        )
        trainer = _keras.Trainer(
            self._model._model,
            *self._data,
            {
                **self._options,
                "callbacks": json.dumps([c.serialized() for c in self._builtin])
                if self._builtin
                else "",
                "events": _EPOCH_BEGIN | _BATCH_END | _EPOCH_END | _DONE,
                "batch_interval": 0.0 if every_batch else _INTERVAL,
            },
        )
        self._model.stop_training = False
        try:
            self._loop(trainer, callbacks, every_batch)
        except BaseException:
            trainer.cancel()
            raise
        finally:
            self._report(trainer)
        return self._history

    def _steps(self) -> int | None:
        if self._options["steps_per_epoch"] or self._feed is not None:
            steps: int | None = self._options["steps_per_epoch"]
            return steps
        first = self._data[0][0] if self._data[0] else ()
        count = len(first) if hasattr(first, "__len__") else 0
        return -(-count // (self._options["batch_size"] or 32))

    def _loop(self, trainer: Any, callbacks: CallbackList, every_batch: bool) -> None:
        logs: dict[str, float] = {}
        callbacks.call("on_train_begin", {})
        while (event := trainer.next()) is not None:
            kind, epoch, batch, total, seconds, found, messages = event
            for text in messages:
                self._bar.message(text)
            if kind == _NEED_DATA:
                trainer.feed(self._feed.next() if self._feed else None)
            elif kind == _NEED_VALIDATION:
                trainer.feed(self._validation.next() if self._validation else None)
            elif kind == _EPOCH_BEGIN:
                for feed in (self._feed, self._validation):
                    if feed is not None:
                        feed.begin_epoch()
                callbacks.call("on_epoch_begin", epoch, {})
                if every_batch:
                    callbacks.call("on_train_batch_begin", 0, {})
            elif kind == _BATCH_END:
                self._bar.update(epoch, batch, total, seconds, found)
                if every_batch:
                    callbacks.call("on_train_batch_end", batch - 1, found)
                    if not self._model.stop_training and (not total or batch < total):
                        # What this one stops is stopped after the step.
                        callbacks.call("on_train_batch_begin", batch, {})
                        continue
            elif kind == _EPOCH_END:
                logs = found
                callbacks.call("on_epoch_end", epoch, logs)
                self._bar.epoch_end(epoch, seconds, batch, logs)
            if self._model.stop_training:
                trainer.stop()
        callbacks.call("on_train_end", logs)

    def _report(self, trainer: Any) -> None:
        """What the built-in callbacks have found becomes attributes of their objects."""
        for callback, found in zip(self._builtin, json.loads(trainer.history())["callbacks"]):
            for name, value in found.items():
                setattr(callback, name, value)
