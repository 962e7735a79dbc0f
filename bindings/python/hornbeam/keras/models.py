"""Models: Sequential, functional, and loading."""

from __future__ import annotations

import json
import math
from typing import Any, Callable, Iterable, Sequence

import numpy as np

from hornbeam._hornbeam import keras as _keras
from hornbeam.keras._base import (
    BuiltinCallback,
    KerasTensor,
    Layer,
    Part,
    to_json,
    trace_function,
)
from hornbeam.keras.callbacks_base import Callback, History, ProgressBar

_EPOCH_BEGIN, _BATCH_END, _EPOCH_END, _NEED_DATA, _DONE = 1, 2, 4, 8, 16


def Input(  # noqa: N802: a class in Keras, a function of a shape here too
    shape: Sequence[int | None] | None = None, name: str | None = None, dtype: Any = None
) -> KerasTensor:
    """An input of a functional model.

    Args:
      shape: of one sample; None for unknown sizes.
      name: of the input.
      dtype: float32 if None.
    """
    config = {"shape": list(shape or ()), "name": name, "dtype": to_json(dtype)}
    config = {k: v for k, v in config.items() if v is not None}
    tensor = KerasTensor(_keras.new_input(json.dumps(config)))
    tensor._input = config  # type: ignore[attr-defined]
    return tensor


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _arrays(value: Any) -> list[Any]:
    """One array for each input; a list of numbers is one array."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)) and value and hasattr(value[0], "shape"):
        values = list(value)
    elif isinstance(value, dict):
        values = list(value.values())
    else:
        values = [value]
    out = []
    for v in values:
        a = v if hasattr(v, "__dlpack__") and not isinstance(v, np.ndarray) else np.asarray(v)
        if isinstance(a, np.ndarray) and a.dtype == np.float64 and not isinstance(v, np.ndarray):
            a = a.astype(np.float32)
        out.append(a)
    return out


class Model(Layer):
    """Layers with weights that can be trained, saved and loaded.

    Args:
      inputs: what keras.Input gave, or a list.
      outputs: results of layers, or a list.
      name: of the model.
    """

    def __init__(self, inputs: Any = None, outputs: Any = None, name: str | None = None) -> None:
        super().__init__(type(self).__name__, {})
        self.stop_training = False
        self._model: Any = None
        if inputs is not None:
            self._model = _keras.new_model(
                [i._handle for i in _list(inputs)], [o._handle for o in _list(outputs)], name or ""
            )

    @classmethod
    def _wrap(cls, handle: Any) -> "Model":
        model = cls.__new__(cls)
        Layer.__init__(model, cls.__name__, {})
        model.stop_training = False
        model._model = handle
        return model

    @property
    def _layer(self) -> Any:
        if self._made is None:
            self._made = self._model.as_layer()
        return self._made

    def _describe(self) -> dict[str, Any]:
        return json.loads(self._model.describe())

    @property
    def name(self) -> str:
        return self._describe()["name"]

    def get_config(self) -> dict[str, Any]:
        return json.loads(self._model.config())["config"]

    def to_json(self) -> str:
        """The whole config, as Keras 3 writes it."""
        return self._model.config()

    def build(self, *inputs: Any) -> None:
        """Makes the weights for inputs like these arrays."""
        self._model.build([a for i in inputs for a in _arrays(i)])

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        metrics: Any = None,
        loss_weights: Any = None,
        weighted_metrics: Any = None,
    ) -> None:
        """Says how the model is trained.

        Args:
          optimizer: a name or an optimizer.
          loss: a name, a loss, or a function (y_true, y_pred) -> one value a sample, traced into the
            graph; a list for several outputs.
          metrics: names, metrics or such functions.
          loss_weights: one number an output.
          weighted_metrics: metrics that take sample weights into account.
        """

        def part(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return [part(v) for v in value]
            if isinstance(value, dict):
                return {k: part(v) for k, v in value.items()}
            if callable(value) and not isinstance(value, Part):
                name = getattr(value, "__name__", "loss")
                self._model.add_loss(name, trace_function(lambda trace, *xs: value(*xs)))
                return name
            return to_json(value)

        config = {
            "optimizer": part(optimizer),
            "loss": part(loss),
            "metrics": part(metrics),
            "loss_weights": to_json(loss_weights),
            "weighted_metrics": part(weighted_metrics),
        }
        config = {k: v for k, v in config.items() if v is not None}
        self._model.compile(json.dumps(config))

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Iterable[Any] | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int = 1,
        seed: int | None = None,
    ) -> History:
        """Trains the model; Ctrl-C stops it cleanly.

        Args:
          x: arrays of samples, or an iterable of batches (x, y) or (x, y, sample_weight).
          y: arrays of labels.
          batch_size: 32 if None.
          epochs: number of the epoch to end at.
          verbose: "auto", 1 (a moving line on a terminal), 2 (a line an epoch) or 0.
          callbacks: Callback objects, or those of keras.callbacks.
          validation_split: share of the samples, the last ones, for validation.
          validation_data: (x, y) or (x, y, sample_weight).
          shuffle: whether each epoch has an order of its own.
          class_weight: weights by class number.
          sample_weight: one number a sample.
          initial_epoch: number of the first epoch.
          steps_per_epoch: most steps in an epoch.
          validation_steps: most steps of a validation.
          validation_batch_size: batch_size if None.
          validation_freq: epochs from validation to validation.
          seed: of the order of the samples; the same order in every language.

        Returns:
          The losses and metrics of all epochs.
        """
        callbacks = list(callbacks or [])
        own = [c for c in callbacks if not isinstance(c, BuiltinCallback)]
        builtin = [c.serialized() for c in callbacks if isinstance(c, BuiltinCallback)]
        bar = ProgressBar(epochs, verbose)
        generator = x is not None and y is None and not hasattr(x, "shape") and (
            hasattr(x, "__iter__") and not isinstance(x, (list, tuple, dict))
        )
        events = _EPOCH_BEGIN | _EPOCH_END | _DONE
        batches_wanted = bar.live or any(
            type(c).on_train_batch_end is not Callback.on_train_batch_end
            for c in own
            if isinstance(c, Callback)
        )
        options: dict[str, Any] = {
            "epochs": epochs,
            "initial_epoch": initial_epoch,
            "batch_size": batch_size,
            "steps_per_epoch": steps_per_epoch,
            "validation_steps": validation_steps,
            "validation_batch_size": validation_batch_size,
            "validation_freq": validation_freq,
            "validation_split": validation_split,
            "shuffle": bool(shuffle),
            "seed": seed,
            "sample_weight": _arrays(sample_weight),
            "class_weight": json.dumps(to_json(class_weight)) if class_weight else "",
            "callbacks": json.dumps(builtin) if builtin else "",
            "events": events | (_BATCH_END if batches_wanted else 0),
            "batch_interval": 0.1 if bar.live and batches_wanted and not own else 0.0,
        }
        if validation_data is not None:
            vx, vy, *vw = validation_data
            options["validation"] = (_arrays(vx), _arrays(vy), _arrays(vw[0] if vw else None))
        trainer = _keras.Trainer(
            self._model, [] if generator else _arrays(x), [] if generator else _arrays(y), options
        )
        self._loop(trainer, own, bar, x if generator else None)
        history = History()
        record = json.loads(trainer.history())
        history.epoch, history.history = record["epoch"], record["history"]
        return history

    def _loop(self, trainer: Any, own: list[Any], bar: ProgressBar, source: Any) -> None:
        self.stop_training = False
        batches = iter(source) if source is not None else None
        for c in own:
            c.model = self
            c.on_train_begin({})
        logs: dict[str, float] = {}
        try:
            while (event := trainer.next()) is not None:
                kind, epoch, batch, total, seconds, logs = event
                if kind == _NEED_DATA:
                    trainer.feed(self._batch(batches))
                elif kind == _EPOCH_BEGIN:
                    if source is not None and batch == 0:
                        batches = iter(source)
                    for c in own:
                        c.on_epoch_begin(epoch, {})
                elif kind == _BATCH_END:
                    bar.update(epoch, batch, total, seconds, logs)
                    for c in own:
                        c.on_train_batch_end(batch - 1, logs)
                elif kind == _EPOCH_END:
                    bar.epoch_end(epoch, seconds, batch, logs)
                    for c in own:
                        c.on_epoch_end(epoch, logs)
                if self.stop_training:
                    trainer.stop()
        except KeyboardInterrupt:
            trainer.cancel()
            raise
        for c in own:
            c.on_train_end(logs)

    @staticmethod
    def _batch(batches: Any) -> Any:
        item = next(batches, None)
        if item is None:
            return None
        x, y, *w = item
        return (_arrays(x), _arrays(y), _arrays(w[0] if w else None))

    def evaluate(
        self, x: Any, y: Any, batch_size: int | None = None, sample_weight: Any = None,
        return_dict: bool = False, verbose: Any = 0,
    ) -> Any:
        """Loss and metrics over all samples: a list (one number if there is only the loss), or a
        dict if `return_dict`."""
        logs = self._model.evaluate(
            _arrays(x), _arrays(y), _arrays(sample_weight), batch_size or 0
        )
        if return_dict:
            return logs
        values = list(logs.values())
        return values[0] if len(values) == 1 else values

    def predict(self, x: Any, batch_size: int | None = None, verbose: Any = 0) -> Any:
        """The outputs for all samples: an array, or a list of arrays for several outputs."""
        inputs = _arrays(x)
        if not self._describe().get("outputs"):
            self._model.build(inputs)
        out = self._model.predict(inputs, len(self._describe()["outputs"]))
        return out[0] if len(out) == 1 else out

    def train_on_batch(
        self, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """One step; the metrics since they were last reset."""
        logs = self._model.train_on_batch(
            _arrays(x),
            _arrays(y),
            _arrays(sample_weight),
            json.dumps(to_json(class_weight)) if class_weight else "",
        )
        if return_dict:
            return logs
        values = list(logs.values())
        return values[0] if len(values) == 1 else values

    def summary(self, line_length: int = 80, print_fn: Callable[[str], Any] = print) -> None:
        """Prints a table of the layers."""
        print_fn(self._model.summary(line_length))

    def get_weights(self) -> list[np.ndarray]:
        return self._model.get_weights()

    def set_weights(self, weights: Sequence[Any]) -> None:
        self._model.set_weights([np.asarray(w) for w in weights])

    def count_params(self) -> int:
        return sum(math.prod(w["shape"]) for w in self._describe()["weights"])

    @property
    def learning_rate(self) -> float:
        return self._model.learning_rate()

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._model.set_learning_rate(float(value))

    def reset_metrics(self) -> None:
        self._model.reset_metrics()

    def save(self, filepath: Any, include_optimizer: bool = True) -> None:
        """Writes a SavedModel: TensorFlow loads it, every language of Hornbeam trains it on."""
        self._model.save(str(filepath), include_optimizer)


class Sequential(Model):
    """Layers in a row.

    Args:
      layers: the layers; the first may be what keras.Input gave.
      name: of the model.
    """

    def __init__(self, layers: Iterable[Any] = (), name: str | None = None) -> None:
        super().__init__()
        self._given: list[Any] = []
        self._name = name
        for layer in layers:
            self.add(layer)

    def add(self, layer: Any) -> None:
        """Adds a layer at the end."""
        if isinstance(layer, KerasTensor):
            layer = Layer("InputLayer", getattr(layer, "_input", {}))
        self._given.append(layer)
        self._handle = None
        self._made = None

    @property
    def layers(self) -> list[Any]:
        return list(self._given)

    @property  # type: ignore[override]
    def _model(self) -> Any:
        if self._handle is None:
            self._handle = _keras.new_sequential(
                [layer._layer for layer in self._given], self._name or ""
            )
        return self._handle

    @_model.setter
    def _model(self, handle: Any) -> None:
        self._handle = handle


def load_model(filepath: Any, all_files: bool = False) -> Model:
    """Loads what Model.save wrote; a compiled model trains on where it stopped."""
    return Model._wrap(_keras.load(str(filepath), all_files))


def model_from_json(text: str) -> Model:
    """A model from its config, with new weights."""
    return Model._wrap(_keras.model_from_config(text))
