"""What the generated classes derive from, and how configs become JSON."""

from __future__ import annotations

import json
from typing import Any, Callable, Sequence

from hornbeam import dtypes
from hornbeam._hornbeam import keras as _keras
from hornbeam.graph import Graph, Operation, Tensor, convert


def to_json(value: Any) -> Any:
    """A parameter as JSON: parts as {"class_name", "config"}, functions by their name."""
    if isinstance(value, Part):
        return value.serialized()
    if isinstance(value, dtypes.DType):
        return value.name
    if isinstance(value, (list, tuple)):
        return [to_json(v) for v in value]
    if isinstance(value, dict):
        return {str(k): to_json(v) for k, v in value.items()}
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        return value.item()
    if callable(value) and hasattr(value, "__name__"):
        return value.__name__
    return value


class Part:
    """Something that is made by class name and config."""

    def __init__(self, class_name: str | None = None, config: dict[str, Any] | None = None) -> None:
        self._class_name = class_name or type(self).__name__
        self._config = config or {}

    def get_config(self) -> dict[str, Any]:
        """The parameters, as Keras writes them."""
        return {k: to_json(v) for k, v in self._config.items()}

    def serialized(self) -> dict[str, Any]:
        return {"class_name": self._class_name, "config": self.get_config()}

    def __repr__(self) -> str:
        return f"<hornbeam.keras.{self._class_name}>"


class Initializer(Part):
    """Base of the initializers."""


class Regularizer(Part):
    """Base of the regularizers."""


class Constraint(Part):
    """Base of the constraints."""


class LearningRateSchedule(Part):
    """Base of the learning-rate schedules."""


class Optimizer(Part):
    """Base of the optimizers."""


class Loss(Part):
    """Base of the losses."""


class Metric(Part):
    """Base of the metrics."""


class BuiltinCallback(Part):
    """Base of the callbacks that run inside the library."""


class KerasTensor:
    """A symbolic tensor between layers."""

    def __init__(self, handle: _keras.Symbol) -> None:
        self._handle = handle

    @property
    def shape(self) -> tuple[int | None, ...]:
        """With the batch first; None for unknown sizes."""
        return tuple(json.loads(self._handle.describe())["shape"])

    @property
    def dtype(self) -> str:
        return str(json.loads(self._handle.describe())["dtype"])

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape} dtype={self.dtype}>"


# Inputs that Keras's layers give a name, in the order in which a layer takes them.
_NAMED_INPUTS = ("query", "value", "key", "initial_state")


class Layer(Part):
    """Base of the layers. Calling one on symbolic tensors gives symbolic tensors."""

    _outputs = 1

    def __init__(self, class_name: str | None = None, config: dict[str, Any] | None = None) -> None:
        super().__init__(class_name, config)
        self._made: Any = None

    @property
    def _layer(self) -> Any:
        if self._made is None:
            self._made = _keras.new_layer(self._class_name, json.dumps(self.get_config()))
        return self._made

    def get_config(self) -> dict[str, Any]:
        if self._made is not None:
            config: dict[str, Any] = json.loads(self._made.config())["config"]
            return config
        return super().get_config()

    def adapt(self, data: Any) -> None:
        """Learns mean and variance of data (Normalization only).

        Args:
          data: an array of samples, or an iterable of arrays, each a batch.
        """
        from hornbeam.keras._data import is_array, iterate

        batches = [data] if is_array(data) else iterate(data)
        count = 0
        for batch in batches:
            part = batch[0] if isinstance(batch, tuple) else batch
            self._layer.adapt(part, count > 0)
            count += 1
        if count == 0:
            raise ValueError("adapt was given no batch")

    def __call__(self, *inputs: KerasTensor | Sequence[KerasTensor], **named: Any) -> Any:
        """The layer's result for symbolic tensors, or a list where it has several.

        Several inputs are given as a list, or one after the other; those of attention and the first
        state of recurrent layers also by Keras's names: query, value, key, initial_state.
        """
        unknown = set(named) - set(_NAMED_INPUTS)
        if unknown:
            raise TypeError(f"a layer's call takes no argument '{sorted(unknown)[0]}'")
        given: list[Any] = []
        for value in [*inputs, *(named[n] for n in _NAMED_INPUTS if named.get(n) is not None)]:
            given.extend(value if isinstance(value, (list, tuple)) else [value])
        if not given or not all(isinstance(i, KerasTensor) for i in given):
            raise TypeError("a layer is called on symbolic tensors, such as keras.Input gives")
        out = _keras.call_layer(self._layer, [i._handle for i in given], self._outputs)
        tensors = [KerasTensor(h) for h in out]
        return tensors[0] if len(tensors) == 1 else tensors


def trace_function(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Makes fn(tensors..., trace) a function that the library can call while it builds a graph."""
    def call(trace: Any, inputs: list[Any]) -> list[Any]:
        graph = Graph(trace.graph)
        graph._scope = trace.scope
        tensors = [Tensor(Operation(graph, op), index) for op, index in inputs]
        with graph.as_default():
            result = fn(Trace(trace, graph), *tensors)
            results = result if isinstance(result, (list, tuple)) else [result]
            return [convert(r, graph)._pair() for r in results]

    return call


class Trace:
    """What a custom layer is given while it is traced.

    Attributes:
      graph: the graph under construction.
      training: whether the computation is for training.
      step: of an optimizer: the number of the update, from 1, as a tensor.
    """

    step: Any = None

    def __init__(self, handle: _keras.Trace, graph: Graph) -> None:
        self._handle = handle
        self.graph = graph

    @property
    def training(self) -> bool:
        return self._handle.training

    def add_weight(
        self,
        name: str,
        shape: Sequence[int],
        initializer: Any = "glorot_uniform",
        dtype: Any = "float32",
        trainable: bool = True,
    ) -> Tensor:
        """The value of a weight of the layer; the first call makes the weight."""
        init = to_json(initializer)
        text = init if isinstance(init, str) else json.dumps(init)
        op, index = self._handle.add_weight(
            name, list(shape), int(dtypes.as_dtype(dtype)), text, trainable
        )
        return Tensor(Operation(self.graph, op), index)

    def update_weight(self, name: str, value: Any) -> None:
        """Gives a weight a new value with each training step; has no effect in inference."""
        self._handle.update_weight(name, convert(value, self.graph)._pair())


class CustomOptimizer(Optimizer):
    """An optimizer of one's own: a function over symbolic tensors, traced into the graph.

    Either give a function or derive a class that has a method `update` like it.

    Args:
      function: (value, gradient, learning_rate, trace) -> the new value of a variable. It keeps
        state beside each variable with trace.add_weight(name, shape, "zeros") and
        trace.update_weight(name, value); trace.step is the number of the update.
      learning_rate: a number or a schedule.
      name: under which it is compiled and its state is saved.
      options: what all optimizers have: weight_decay, clipnorm, use_ema and so on.
    """

    def __init__(
        self,
        function: Callable[..., Any] | None = None,
        learning_rate: Any = 0.001,
        name: str | None = None,
        **options: Any,
    ) -> None:
        if function is not None:
            self.update = function  # type: ignore[method-assign]
        name = name or getattr(function, "__name__", type(self).__name__)
        super().__init__(name, {"learning_rate": learning_rate, "name": name, **options})

    def update(self, value: Any, gradient: Any, learning_rate: Any, trace: Trace) -> Any:
        """The new value of a variable."""
        raise NotImplementedError("give a function, or override update")

    def _traced(self) -> Callable[..., Any]:
        def call(trace: Trace, value: Any, gradient: Any, rate: Any, step: Any) -> Any:
            trace.step = step
            return self.update(value, gradient, rate, trace)

        return trace_function(call)


class Lambda(Layer):
    """A layer of one's own: a function over symbolic tensors, traced into the graph.

    Args:
      function: takes the tensors of the inputs, and a Trace as keyword `trace` if it wants one.
      name: of the layer.
      outputs: how many tensors the function gives.
      registered_name: the class name under which the layer is saved.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        name: str | None = None,
        outputs: int = 1,
        registered_name: str = "Custom>Lambda",
        trainable: bool = True,
    ) -> None:
        super().__init__(registered_name, {"name": name, "trainable": trainable})
        self._outputs = outputs
        import inspect

        wants = "trace" in inspect.signature(function).parameters
        call = (
            (lambda trace, *xs: function(*xs, trace=trace))
            if wants
            else (lambda trace, *xs: function(*xs))
        )
        config = {k: v for k, v in self._config.items() if v is not None}
        self._made = _keras.traced_layer(
            registered_name, json.dumps(config), outputs, trace_function(call)
        )
