"""The operators of tensors."""
# Written by bindings/bindgen/python_ops.py; do not edit.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hornbeam.graph import Tensor


class Operators:
    """Operators that are ops. A class that has them says how it applies an op."""

    __array_priority__ = 100  # an array on the left leaves the operator to this class

    def _operate(
        self, op: str, *operands: Any, from_rank: dict[int, str] | None = None
    ) -> Tensor:
        """Applies `op`, or that of `from_rank` with the highest rank that an operand has."""
        raise NotImplementedError

    def __add__(self, y: Any) -> Tensor:
        return self._operate("AddV2", self, y)

    def __radd__(self, x: Any) -> Tensor:
        return self._operate("AddV2", x, self)

    def __sub__(self, y: Any) -> Tensor:
        return self._operate("Sub", self, y)

    def __rsub__(self, x: Any) -> Tensor:
        return self._operate("Sub", x, self)

    def __mul__(self, y: Any) -> Tensor:
        return self._operate("Mul", self, y)

    def __rmul__(self, x: Any) -> Tensor:
        return self._operate("Mul", x, self)

    def __truediv__(self, y: Any) -> Tensor:
        return self._operate("RealDiv", self, y)

    def __rtruediv__(self, x: Any) -> Tensor:
        return self._operate("RealDiv", x, self)

    def __floordiv__(self, y: Any) -> Tensor:
        return self._operate("FloorDiv", self, y)

    def __rfloordiv__(self, x: Any) -> Tensor:
        return self._operate("FloorDiv", x, self)

    def __mod__(self, y: Any) -> Tensor:
        return self._operate("FloorMod", self, y)

    def __rmod__(self, x: Any) -> Tensor:
        return self._operate("FloorMod", x, self)

    def __pow__(self, y: Any) -> Tensor:
        return self._operate("Pow", self, y)

    def __rpow__(self, x: Any) -> Tensor:
        return self._operate("Pow", x, self)

    def __matmul__(self, y: Any) -> Tensor:
        return self._operate("MatMul", self, y, from_rank={3: "BatchMatMulV2"})

    def __rmatmul__(self, x: Any) -> Tensor:
        return self._operate("MatMul", x, self, from_rank={3: "BatchMatMulV2"})

    def __lt__(self, y: Any) -> Tensor:
        return self._operate("Less", self, y)

    def __le__(self, y: Any) -> Tensor:
        return self._operate("LessEqual", self, y)

    def __gt__(self, y: Any) -> Tensor:
        return self._operate("Greater", self, y)

    def __ge__(self, y: Any) -> Tensor:
        return self._operate("GreaterEqual", self, y)

    def __neg__(self) -> Tensor:
        return self._operate("Neg", self)

    def __abs__(self) -> Tensor:
        return self._operate("Abs", self)
