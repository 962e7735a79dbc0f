"""Graphs, operations and symbolic tensors."""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Iterator, Sequence

import numpy as np

import hornbeam._hornbeam as _hornbeam
from hornbeam import dtypes
from hornbeam.gen.operators import Operators

_state = threading.local()


class Operation:
    """A node of a graph."""

    def __init__(self, graph: "Graph", handle: _hornbeam.Operation) -> None:
        self.graph = graph
        self._handle = handle

    @property
    def name(self) -> str:
        return self._handle.name

    @property
    def type(self) -> str:
        return self._handle.type

    @property
    def device(self) -> str:
        return self._handle.device

    @property
    def outputs(self) -> list["Tensor"]:
        return [Tensor(self, i) for i in range(self._handle.num_outputs)]

    def __repr__(self) -> str:
        return f"<hornbeam.Operation '{self.name}' type={self.type}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Operation) and self._handle == other._handle

    def __hash__(self) -> int:
        return hash(self._handle)


class Tensor(Operators):
    """An output of an operation: a value that exists only while a session runs."""

    def __init__(self, op: Operation, index: int) -> None:
        self.op = op
        self.value_index = index

    @property
    def graph(self) -> "Graph":
        return self.op.graph

    @property
    def name(self) -> str:
        return f"{self.op.name}:{self.value_index}"

    @property
    def dtype(self) -> dtypes.DType:
        return dtypes.as_dtype(self.op._handle.output_type(self.value_index))

    @property
    def shape(self) -> tuple[int | None, ...] | None:
        """The dimensions that are known, None for the others; None if the rank is unknown."""
        return self.graph._handle.shape_of(self.op._handle, self.value_index)

    def _pair(self) -> tuple[Any, int]:
        return (self.op._handle, self.value_index)

    def __repr__(self) -> str:
        return f"<hornbeam.Tensor '{self.name}' shape={self.shape} dtype={self.dtype.name}>"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Tensor)
            and self.op == other.op
            and self.value_index == other.value_index
        )

    def __hash__(self) -> int:
        return hash((self.op, self.value_index))

    def __bool__(self) -> bool:
        raise TypeError("a symbolic tensor has no truth value; run it in a session")

    def __iter__(self) -> Iterator["Tensor"]:
        raise TypeError("a symbolic tensor can't be iterated over; use unstack or split")

    def _operate(
        self, op: str, *operands: Any, from_rank: dict[int, str] | None = None
    ) -> "Tensor":
        tensors = [convert(operand, self.graph, self.dtype) for operand in operands]
        if from_rank:
            rank = max(len(tensor.shape or ()) for tensor in tensors)
            op = next((from_rank[r] for r in sorted(from_rank, reverse=True) if rank >= r), op)
        return apply_tensor(op, tensors, {})


class Graph:
    """A dataflow graph. It may grow while sessions run it."""

    def __init__(self, _handle: _hornbeam.Graph | None = None) -> None:
        self._handle = _handle if _handle is not None else _hornbeam.Graph()
        self._scope = ""
        self._controls: list[Operation] = []
        self._device = ""
        self.collections: dict[str, list[Any]] = {}

    @contextlib.contextmanager
    def as_default(self) -> Iterator["Graph"]:
        """Operations that are made inside belong to this graph."""
        stack = _stack()
        stack.append(self)
        try:
            yield self
        finally:
            stack.remove(self)

    @contextlib.contextmanager
    def name_scope(self, name: str) -> Iterator[str]:
        """Names of operations made inside begin with the scope's name."""
        old = self._scope
        self._scope = self.unique_name(name) + "/" if name else ""
        try:
            yield self._scope
        finally:
            self._scope = old

    @contextlib.contextmanager
    def control_dependencies(self, inputs: Sequence[Operation | Tensor]) -> Iterator[None]:
        """Operations made inside run after `inputs`."""
        old = self._controls
        self._controls = old + [i.op if isinstance(i, Tensor) else i for i in inputs]
        try:
            yield
        finally:
            self._controls = old

    @contextlib.contextmanager
    def device(self, name: str) -> Iterator[None]:
        """Operations made inside ask for this device."""
        old, self._device = self._device, name
        try:
            yield
        finally:
            self._device = old

    def unique_name(self, base: str) -> str:
        return self._handle.unique_name(self._scope + base)

    def get_operations(self) -> list[Operation]:
        return [Operation(self, h) for h in self._handle.operations()]

    def get_operation_by_name(self, name: str) -> Operation:
        handle = self._handle.find(name)
        if handle is None:
            raise KeyError(f"the graph has no operation '{name}'")
        return Operation(self, handle)

    def get_tensor_by_name(self, name: str) -> Tensor:
        op, _, index = name.partition(":")
        return Tensor(self.get_operation_by_name(op), int(index or 0))

    def as_graph_def(self) -> bytes:
        """The graph as a serialized GraphDef."""
        return self._handle.export_graph_def()

    def import_graph_def(self, graph_def: bytes, prefix: str = "") -> None:
        """Adds the nodes of a serialized GraphDef under `prefix`."""
        if hasattr(graph_def, "SerializeToString"):
            graph_def = graph_def.SerializeToString()
        self._handle.import_graph_def(graph_def, prefix)


def _stack() -> list[Graph]:
    if not hasattr(_state, "stack"):
        _state.stack = []
    stack: list[Graph] = _state.stack
    return stack


_default = Graph()


def get_default_graph() -> Graph:
    """The graph that operations without tensor inputs are added to."""
    stack = _stack()
    return stack[-1] if stack else _default


def reset_default_graph() -> None:
    """Puts an empty graph in the place of the default graph."""
    global _default
    _default = Graph()


def constant(
    value: Any,
    dtype: Any = None,
    shape: Sequence[int] | None = None,
    name: str | None = None,
    graph: Graph | None = None,
) -> Tensor:
    """A constant. Python's floats become float32, integers int32, text string.

    Args:
      value: a number, text, nested lists, or an array.
      dtype: the element type, if not the value's own.
      shape: the value is repeated or reshaped to it.
      name: of the node.
      graph: where to put it; the default graph if None.
    """
    graph = graph or get_default_graph()
    number = int(dtypes.as_dtype(dtype)) if dtype is not None else 0
    array = _hornbeam.round_trip(value, number)
    if shape is not None:
        array = np.broadcast_to(array, shape) if array.size == 1 else np.reshape(array, shape)
    if number == 0:
        number = int(dtypes.as_dtype(array.dtype))
    attrs = [("value", "tensor", array), ("dtype", "type", number)]
    handle = graph._handle.make_op("Const", graph.unique_name(name or "Const"), [], attrs, [], "")
    return Tensor(Operation(graph, handle), 0)


def convert(value: Any, graph: Graph | None = None, dtype: Any = None) -> Tensor:
    """The value as a tensor: tensors and variables as they are, anything else as a constant."""
    if isinstance(value, Tensor):
        return value
    if hasattr(value, "_as_tensor"):
        tensor: Tensor = value._as_tensor()
        return tensor
    return constant(value, dtype, graph=graph)


def apply(
    op_type: str,
    inputs: Sequence[Any],
    attrs: dict[str, tuple[str, Any]],
    name: str | None = None,
    types: Sequence[str | None] = (),
    fixed: Sequence[int] = (),
) -> Any:
    """Adds an operation to the graph of its inputs.

    Args:
      op_type: the op, such as MatMul.
      inputs: tensors, lists of tensors, or values that become constants.
      attrs: (kind, value) by attribute name; entries whose value is None are left out.
      name: of the node; the op's name if None. It is made unique.
      types: the attribute that gives the type of each input: inputs that share one share their type.
      fixed: the type number of each input whose type is fixed, else 0.

    Returns:
      The output; the operation if it has none; a list of outputs if it has several.
    """
    flat = [t for i in inputs for t in (i if isinstance(i, (list, tuple)) else [i])]
    graph = next((t.graph for t in flat if isinstance(t, Tensor)), None) or next(
        (t._as_tensor().graph for t in flat if hasattr(t, "_as_tensor")), get_default_graph()
    )
    known: dict[str | None, Any] = {k: v[1] for k, v in attrs.items() if v[0] == "type" and v[1]}

    def type_of(i: int) -> Any:
        if i < len(fixed) and fixed[i]:
            return fixed[i]
        return known.get(types[i]) if i < len(types) and types[i] else None

    for i, value in enumerate(inputs):
        tensors = value if isinstance(value, (list, tuple)) else [value]
        for t in tensors:
            if isinstance(t, Tensor) and i < len(types) and types[i]:
                known.setdefault(types[i], t.dtype)
    args: list[Any] = []
    for i, value in enumerate(inputs):
        is_list = isinstance(value, (list, tuple)) and any(
            isinstance(t, Tensor) or hasattr(t, "_as_tensor") for t in value
        )
        if is_list:
            args.append([convert(t, graph, type_of(i))._pair() for t in value])
        elif isinstance(value, (list, tuple)) and attrs.get("__lists__", ("", ()))[1] and (
            i in attrs["__lists__"][1]
        ):
            args.append([convert(t, graph, type_of(i))._pair() for t in value])
        else:
            t = convert(value, graph, type_of(i))
            if i < len(types) and types[i]:
                known.setdefault(types[i], t.dtype)
            args.append(t._pair())
    given = []
    for key, (kind, value) in attrs.items():
        if value is None or key == "__lists__":
            continue
        if kind == "type":
            value = int(dtypes.as_dtype(value))
        elif kind == "list(type)":
            value = [int(dtypes.as_dtype(v)) for v in value]
        elif kind == "shape" and value is ...:
            value = None
        elif kind == "list(func)":
            kind, value = "proto", _functions(value)
        given.append((key, kind, value))
    handle = graph._handle.make_op(
        op_type,
        graph.unique_name(name or op_type),
        args,
        given,
        [c._handle for c in graph._controls],
        graph._device,
    )
    op = Operation(graph, handle)
    outputs = op.outputs
    return op if not outputs else outputs[0] if len(outputs) == 1 else outputs


def _functions(names: Sequence[str]) -> bytes:
    """Names of functions as an AttrValue: its ListValue.func is field 9, NameAttrList.name field 1."""

    def field(number: int, content: bytes) -> bytes:
        size, length = len(content), b""
        while size >= 128:
            length += bytes([size % 128 + 128])
            size //= 128
        return bytes([number * 8 + 2]) + length + bytes([size]) + content

    return field(1, b"".join(field(9, field(1, name.encode())) for name in names))


def apply_operation(*args: Any) -> Operation:
    """`apply`, for ops without outputs."""
    made: Operation = apply(*args)
    return made


def apply_tensor(*args: Any) -> Tensor:
    """`apply`, for ops with one output."""
    made: Tensor = apply(*args)
    return made


def apply_tensors(*args: Any) -> list[Tensor]:
    """`apply`, for ops with several outputs."""
    made: list[Tensor] = apply(*args)
    return made


def gradients(
    ys: Any, xs: Any, grad_ys: Any = None, name: str = ""
) -> list[Tensor | None]:
    """The gradients of the sum of `ys` with respect to each of `xs`.

    Args:
      ys: a tensor or a list of tensors.
      xs: a tensor or a list of tensors.
      grad_ys: the gradients of ys; ones if None.
      name: prefix of the new nodes; "gradients" if empty.

    Returns:
      One tensor for each of xs; None where ys don't depend on it.
    """
    ys = list(ys) if isinstance(ys, (list, tuple)) else [ys]
    xs = [convert(x) for x in (xs if isinstance(xs, (list, tuple)) else [xs])]
    dys = [] if grad_ys is None else list(grad_ys) if isinstance(grad_ys, (list, tuple)) else [grad_ys]
    graph = ys[0].graph
    found = graph._handle.gradients(
        [y._pair() for y in ys], [x._pair() for x in xs], [d._pair() for d in dys], name
    )
    return [None if f is None else Tensor(Operation(graph, f[0]), f[1]) for f in found]
