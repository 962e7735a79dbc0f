"""tf.train: optimizers as graph operations."""

from __future__ import annotations

from typing import Any, Sequence, cast

import numpy as np

from hornbeam import raw_ops as ops
from hornbeam.graph import Operation, Tensor, get_default_graph, gradients
from hornbeam.variables import Variable, trainable_variables


class Optimizer:
    """Base of the optimizers: minimize = compute_gradients + apply_gradients."""

    def __init__(self, learning_rate: Any, name: str) -> None:
        self.learning_rate = learning_rate
        self.name = name

    def compute_gradients(
        self, loss: Tensor, var_list: Sequence[Variable] | None = None
    ) -> list[tuple[Tensor | None, Variable]]:
        """(gradient, variable) for each variable; None where the loss doesn't depend on it."""
        variables = list(var_list) if var_list is not None else trainable_variables()
        if not variables:
            raise ValueError("there are no variables to optimize")
        return list(zip(gradients(loss, [v._as_tensor() for v in variables]), variables))

    def apply_gradients(
        self, grads_and_vars: Sequence[tuple[Tensor | None, Variable]], name: str | None = None
    ) -> Operation:
        """An operation that updates every variable that has a gradient."""
        pairs = [(g, v) for g, v in grads_and_vars if g is not None]
        if not pairs:
            raise ValueError("no variable has a gradient")
        graph = get_default_graph()
        updates = [self._apply(g, v) for g, v in pairs]
        updates += self._finish([g for g, _ in pairs], updates)
        with graph.control_dependencies(updates):
            return ops.NoOp(name=name or self.name)

    def minimize(self, loss: Tensor, var_list: Sequence[Variable] | None = None) -> Operation:
        """An operation that takes one step against the gradient of the loss."""
        return self.apply_gradients(self.compute_gradients(loss, var_list))

    def _apply(self, grad: Tensor, var: Variable) -> Operation:
        raise NotImplementedError

    def _finish(self, grads: list[Tensor], updates: list[Operation]) -> list[Operation]:
        return []

    def _slot(self, var: Variable, name: str, value: float = 0.0) -> Variable:
        array = np.full(cast("tuple[int, ...]", var.shape), value, var.dtype.as_numpy_dtype)
        return Variable(array, False, f"{var.name}/{self.name}/{name}")

    def _number(self, value: Any, dtype: Any) -> Any:
        return value if isinstance(value, Tensor) else np.asarray(value, dtype.as_numpy_dtype)


class GradientDescentOptimizer(Optimizer):
    """var -= learning_rate * gradient."""

    def __init__(self, learning_rate: Any, name: str = "GradientDescent") -> None:
        super().__init__(learning_rate, name)

    def _apply(self, grad: Tensor, var: Variable) -> Operation:
        return ops.ResourceApplyGradientDescent(
            var.handle, self._number(self.learning_rate, var.dtype), grad
        )


class MomentumOptimizer(Optimizer):
    """accum = accum * momentum + gradient; var -= learning_rate * accum."""

    def __init__(
        self, learning_rate: Any, momentum: float, use_nesterov: bool = False, name: str = "Momentum"
    ) -> None:
        super().__init__(learning_rate, name)
        self.momentum = momentum
        self.use_nesterov = use_nesterov

    def _apply(self, grad: Tensor, var: Variable) -> Operation:
        return ops.ResourceApplyMomentum(
            var.handle,
            self._slot(var, "accum").handle,
            self._number(self.learning_rate, var.dtype),
            grad,
            self._number(self.momentum, var.dtype),
            use_nesterov=self.use_nesterov,
        )


class AdamOptimizer(Optimizer):
    """Adam (Kingma and Ba, 2015), with TensorFlow's placement of epsilon."""

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-08,
        name: str = "Adam",
    ) -> None:
        super().__init__(learning_rate, name)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self._powers: tuple[Variable, Variable] | None = None

    def _apply(self, grad: Tensor, var: Variable) -> Operation:
        if self._powers is None:
            self._powers = (
                Variable(np.float32(self.beta1), False, f"{self.name}/beta1_power"),
                Variable(np.float32(self.beta2), False, f"{self.name}/beta2_power"),
            )

        def n(x: Any) -> Any:
            return self._number(x, var.dtype)

        return ops.ResourceApplyAdam(
            var.handle,
            self._slot(var, "m").handle,
            self._slot(var, "v").handle,
            self._powers[0],
            self._powers[1],
            n(self.learning_rate),
            n(self.beta1),
            n(self.beta2),
            n(self.epsilon),
            grad,
        )

    def _finish(self, grads: list[Tensor], updates: list[Operation]) -> list[Operation]:
        # The powers move once all variables have used them.
        assert self._powers is not None
        with get_default_graph().control_dependencies(updates):
            return [
                p.assign(p._as_tensor() * np.float32(b))
                for p, b in zip(self._powers, (self.beta1, self.beta2))
            ]
