"""Variables: values that live in a session between runs."""

from __future__ import annotations

from typing import Any

from hornbeam import dtypes, raw_ops
from hornbeam.gen.operators import Operators
from hornbeam.graph import Operation, Tensor, constant, convert, get_default_graph

GLOBAL_VARIABLES = "variables"
TRAINABLE_VARIABLES = "trainable_variables"


class Variable(Operators):
    """A resource variable in the default graph. It reads as a tensor wherever one is expected.

    Args:
      initial_value: a value or tensor; its shape is the variable's.
      trainable: whether optimizers change it.
      name: of the node.
      dtype: the element type, if not the initial value's own.
    """

    def __init__(
        self, initial_value: Any, trainable: bool = True, name: str = "Variable", dtype: Any = None
    ) -> None:
        graph = get_default_graph()
        self.trainable = trainable
        with graph.name_scope(name) as scope:
            value = (
                initial_value
                if isinstance(initial_value, Tensor)
                else constant(initial_value, dtype, name="initial_value")
            )
            self.dtype = value.dtype
            self.shape = value.shape
        full = scope[:-1]
        outer, graph._scope = graph._scope, ""
        try:
            self.handle = raw_ops.VarHandleOp(
                dtype=self.dtype,
                shape=... if self.shape is None else self.shape,
                shared_name=full,
                name=full,
            )
        finally:
            graph._scope = outer
        self.name = full
        with graph.name_scope("") as _:
            self.initializer: Operation = raw_ops.AssignVariableOp(
                self.handle, value, name=f"{full}/Assign"
            )
            self._read = raw_ops.ReadVariableOp(self.handle, dtype=self.dtype, name=f"{full}/Read")
        graph.collections.setdefault(GLOBAL_VARIABLES, []).append(self)
        if trainable:
            graph.collections.setdefault(TRAINABLE_VARIABLES, []).append(self)

    @property
    def graph(self) -> Any:
        return self.handle.graph

    def _as_tensor(self) -> Tensor:
        return self._read

    def _operate(
        self, op: str, *operands: Any, from_rank: dict[int, str] | None = None
    ) -> Tensor:
        return self._read._operate(op, *operands, from_rank=from_rank)

    def read_value(self) -> Tensor:
        """A read that happens where it stands: after what it depends on."""
        return raw_ops.ReadVariableOp(self.handle, dtype=self.dtype)

    def assign(self, value: Any) -> Operation:
        return raw_ops.AssignVariableOp(self.handle, convert(value, self.graph, self.dtype))

    def assign_add(self, delta: Any) -> Operation:
        return raw_ops.AssignAddVariableOp(self.handle, convert(delta, self.graph, self.dtype))

    def assign_sub(self, delta: Any) -> Operation:
        return raw_ops.AssignSubVariableOp(self.handle, convert(delta, self.graph, self.dtype))

    def __repr__(self) -> str:
        return f"<hornbeam.Variable '{self.name}' shape={self.shape} dtype={self.dtype.name}>"


def global_variables() -> list[Variable]:
    """All variables of the default graph."""
    return list(get_default_graph().collections.get(GLOBAL_VARIABLES, []))


def trainable_variables() -> list[Variable]:
    """The variables of the default graph that optimizers change."""
    return list(get_default_graph().collections.get(TRAINABLE_VARIABLES, []))


def global_variables_initializer(name: str = "init") -> Operation:
    """An operation that gives every variable of the default graph its initial value."""
    graph = get_default_graph()
    with graph.control_dependencies([v.initializer for v in global_variables()]):
        return raw_ops.NoOp(name=name)


__all__ = [
    "Variable",
    "dtypes",
    "global_variables",
    "global_variables_initializer",
    "trainable_variables",
]
