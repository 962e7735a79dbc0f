"""Models: Sequential, functional, and loading."""

from __future__ import annotations

import json
import math
from typing import Any, Callable, Iterable, Sequence

import numpy as np

from hornbeam._hornbeam import keras as _keras
from hornbeam.keras import _training
from hornbeam.keras._base import (
    CustomOptimizer,
    KerasTensor,
    Layer,
    Part,
    to_json,
    trace_function,
)
from hornbeam.keras._data import Batch, arrays, as_batch, is_iterable_of_batches, iterate
from hornbeam.keras.callbacks_base import History


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


def _values(logs: dict[str, float], return_dict: bool) -> Any:
    if return_dict:
        return logs
    values = list(logs.values())
    return values[0] if len(values) == 1 else values


class Model(Layer):
    """Layers with weights that can be trained, saved and loaded.

    Args:
      inputs: what keras.Input gave, or a list.
      outputs: results of layers, or a list.
      name: of the model.
    """

    _known_names: tuple[list[str], list[str]] | None = None

    def __init__(self, inputs: Any = None, outputs: Any = None, name: str | None = None) -> None:
        super().__init__(type(self).__name__, {})
        self.stop_training = False
        self._model = None
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
    def _model(self) -> _keras.Model:
        if self._native is None:
            raise ValueError("the model was made without inputs and outputs")
        return self._native

    @_model.setter
    def _model(self, native: _keras.Model | None) -> None:
        self._native = native

    @property
    def _layer(self) -> Any:
        if self._made is None:
            self._made = self._model.as_layer()
        return self._made

    def _describe(self) -> dict[str, Any]:
        described: dict[str, Any] = json.loads(self._model.describe())
        return described

    @property
    def name(self) -> str:
        return str(self._describe()["name"])

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = json.loads(self._model.config())["config"]
        return config

    def to_json(self) -> str:
        """The whole config, as Keras 3 writes it."""
        return self._model.config()

    def _names(self) -> tuple[list[str], list[str]]:
        """Names of the inputs and outputs; empty before the model is built."""
        if self._known_names is not None:
            return self._known_names
        described = self._describe()
        names = ([i["name"] for i in described["inputs"]], [o["name"] for o in described["outputs"]])
        if names[1]:  # of a model that is built they stay
            self._known_names = names
        return names

    def _arrays(self, x: Any, y: Any = None, weight: Any = None) -> Batch:
        return as_batch((x, y, weight), *self._names())

    def build(self, *inputs: Any) -> None:
        """Makes the weights for inputs like these arrays."""
        self._model.build([a for i in inputs for a in arrays(i)])

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        metrics: Any = None,
        loss_weights: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Says how the model is trained.

        Args:
          optimizer: a name, an optimizer, or a function as keras.optimizers.CustomOptimizer has it.
          loss: a name, a loss, or a function (y_true, y_pred) -> one value a sample, traced into the
            graph; a list for several outputs.
          metrics: names, metrics or such functions.
          loss_weights: one number an output.
          weighted_metrics: metrics that take sample weights into account.
          run_eagerly, steps_per_execution, jit_compile, auto_scale_loss: have no effect; a step is
            always one graph.
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

        if callable(optimizer) and not isinstance(optimizer, Part):
            optimizer = CustomOptimizer(optimizer)
        if isinstance(optimizer, CustomOptimizer):
            self._model.add_optimizer(optimizer._class_name, optimizer._traced())
        config = {
            "optimizer": to_json(optimizer),
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
          x: arrays of samples (one, a list, or a dict by the inputs' names), or an iterable of
            batches (x, y) or (x, y, sample_weight).
          y: arrays of labels.
          batch_size: 32 if None.
          epochs: number of the epoch to end at.
          verbose: "auto", 1 (a moving line on a terminal), 2 (a line an epoch) or 0.
          callbacks: those of keras.callbacks, which run inside the library, and Callback objects,
            which run after them.
          validation_split: share of the samples, the last ones, for validation.
          validation_data: (x, y) or (x, y, sample_weight), or an iterable of such batches.
          shuffle: whether each epoch has an order of its own.
          class_weight: weights by class number.
          sample_weight: one number a sample.
          initial_epoch: number of the first epoch.
          steps_per_epoch: steps in an epoch; the next one goes on with what is left of the data.
          validation_steps: most steps of a validation.
          validation_batch_size: batch_size if None.
          validation_freq: epochs from validation to validation.
          seed: of the order of the samples; the same order in every language.

        Returns:
          The losses and metrics of all epochs.
        """
        options = {
            "epochs": epochs,
            "initial_epoch": initial_epoch,
            "batch_size": batch_size,
            "steps_per_epoch": steps_per_epoch,
            "validation_steps": validation_steps,
            "validation_batch_size": validation_batch_size,
            "validation_freq": validation_freq,
            "validation_split": validation_split if validation_data is None else 0.0,
            "shuffle": bool(shuffle),
            "seed": seed,
            "class_weight": json.dumps(to_json(class_weight)) if class_weight else "",
        }
        fit = _training.Fit(self, callbacks, verbose, options)
        fit.set_data(x, y, sample_weight)
        fit.set_validation(validation_data)
        self.history = fit.run()
        return self.history

    def evaluate(
        self,
        x: Any,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = 0,
        sample_weight: Any = None,
        steps: int | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Loss and metrics over all samples: a list (one number if there is only the loss), or a
        dict if `return_dict`.

        Args:
          x: arrays of samples, or an iterable of batches (x, y) or (x, y, sample_weight).
          y: arrays of labels.
          batch_size: 32 if None.
          verbose: has no effect.
          sample_weight: one number a sample.
          steps: most batches.
          return_dict: whether names come with the values.
        """
        if is_iterable_of_batches(x, y):
            self.reset_metrics()
            logs: dict[str, float] = {}
            for number, item in enumerate(iterate(x)):
                if steps is not None and number >= steps:
                    break
                logs = self._model.test_on_batch(*as_batch(item, *self._names()))
            return _values(logs, return_dict)
        ax, ay, aw = self._arrays(x, y, sample_weight)
        if steps is not None:
            most = steps * (batch_size or 32)
            ax, ay, aw = ([a[:most] for a in part] for part in (ax, ay, aw))
        return _values(self._model.evaluate(ax, ay, aw, batch_size or 0), return_dict)

    def predict(
        self, x: Any, batch_size: int | None = None, verbose: Any = 0, steps: int | None = None
    ) -> Any:
        """The outputs for all samples: an array, or a list of arrays for several outputs.

        Args:
          x: arrays of samples, or an iterable of batches x, (x,) or (x, y).
          batch_size: samples that are computed at once; 256 if None.
          verbose: has no effect.
          steps: most batches.
        """
        if isinstance(x, np.ndarray) and batch_size is None and steps is None:
            return self._predict([x])
        if is_iterable_of_batches(x, None):
            items = (as_batch(item)[0] for item in iterate(x))
        else:
            inputs = self._arrays(x)[0]
            size = batch_size or 256
            count = len(inputs[0])
            if batch_size is None and steps is None:
                return self._predict(inputs)
            items = ([a[i : i + size] for a in inputs] for i in range(0, max(count, 1), size))
        parts = []
        for number, batch in enumerate(items):
            if steps is not None and number >= steps:
                break
            out = self._predict(batch)
            parts.append(out if isinstance(out, list) else [out])
        if not parts:
            raise ValueError("predict was given no batch")
        outputs = [np.concatenate(column) for column in zip(*parts)]
        return outputs[0] if len(outputs) == 1 else outputs

    def _predict(self, inputs: list[Any]) -> Any:
        if not self._names()[1]:
            self._model.build(inputs)
        out = self._model.predict(inputs, len(self._names()[1]))
        return out[0] if len(out) == 1 else out

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for one batch."""
        return self._predict(self._arrays(x)[0])

    def train_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """One step; loss and metrics of this batch."""
        weights = json.dumps(to_json(class_weight)) if class_weight else ""
        ax, ay, aw = self._arrays(x, y, sample_weight)
        logs = self._model.train_on_batch(ax, ay, aw, weights)
        return _values(logs, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """Loss and metrics of one batch, without training."""
        self.reset_metrics()
        logs = self._model.test_on_batch(*self._arrays(x, y, sample_weight))
        return _values(logs, return_dict)

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

    def save_weights(self, filepath: Any) -> None:
        """Writes weights, and of a trained model the optimizer's state, as a TensorFlow checkpoint:
        files whose names begin with `filepath`."""
        self._model.save_weights(str(filepath))

    def load_weights(self, filepath: Any) -> None:
        """Reads what save_weights wrote; a compiled model gets the optimizer's state too."""
        self._model.load_weights(str(filepath))


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
        self._native = None
        self._made = None
        self._known_names = None

    @property
    def layers(self) -> list[Any]:
        return list(self._given)

    @property
    def _model(self) -> _keras.Model:
        if self._native is None:
            self._native = _keras.new_sequential(
                [layer._layer for layer in self._given], self._name or ""
            )
        return self._native

    @_model.setter
    def _model(self, native: _keras.Model | None) -> None:
        self._native = native


def load_model(filepath: Any, all_files: bool = False) -> Model:
    """Loads what Model.save wrote; a compiled model trains on where it stopped."""
    return Model._wrap(_keras.load(str(filepath), all_files))


def model_from_json(text: str) -> Model:
    """A model from its config, with new weights."""
    return Model._wrap(_keras.model_from_config(text))
