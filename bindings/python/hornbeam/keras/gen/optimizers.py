"""The optimizers, generated from the schema of the library; do not edit."""

from __future__ import annotations

from hornbeam.keras._base import LearningRateSchedule, Optimizer

__all__ = [
    "Optimizer", "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD",
]


class Adadelta(Optimizer):
    """Changes scaled by the ratio of running norms.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      rho: Decay of the means.
      epsilon: Keeps divisions finite.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, rho: float = 0.95, epsilon: float = 1e-07, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'adadelta') -> None:
        super().__init__("Adadelta", {"learning_rate": learning_rate, "rho": rho, "epsilon": epsilon, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class Adagrad(Optimizer):
    """Gradients divided by the root of the sum of squares.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      initial_accumulator_value: Where the sums begin.
      epsilon: Keeps divisions finite.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, initial_accumulator_value: float = 0.1, epsilon: float = 1e-07, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'adagrad') -> None:
        super().__init__("Adagrad", {"learning_rate": learning_rate, "initial_accumulator_value": initial_accumulator_value, "epsilon": epsilon, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class Adam(Optimizer):
    """Adaptive moments.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      beta_1: Decay of the mean of gradients.
      beta_2: Decay of the mean of their squares or norms.
      epsilon: Keeps divisions finite.
      amsgrad: Whether the divisor never falls.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-07, amsgrad: bool = False, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'adam') -> None:
        super().__init__("Adam", {"learning_rate": learning_rate, "beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon, "amsgrad": amsgrad, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class AdamW(Optimizer):
    """Adam with decoupled weight decay.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      beta_1: Decay of the mean of gradients.
      beta_2: Decay of the mean of their squares or norms.
      epsilon: Keeps divisions finite.
      amsgrad: Whether the divisor never falls.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, weight_decay: float = 0.004, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-07, amsgrad: bool = False, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'adamw') -> None:
        super().__init__("AdamW", {"learning_rate": learning_rate, "weight_decay": weight_decay, "beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon, "amsgrad": amsgrad, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class Adamax(Optimizer):
    """Adam with the maximum norm.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      beta_1: Decay of the mean of gradients.
      beta_2: Decay of the mean of their squares or norms.
      epsilon: Keeps divisions finite.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-07, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'adamax') -> None:
        super().__init__("Adamax", {"learning_rate": learning_rate, "beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class Ftrl(Optimizer):
    """Follow the regularized leader.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      learning_rate_power: Exponent of the decay of the rate.
      initial_accumulator_value: Where the sums begin.
      l1_regularization_strength: Weight of the absolute penalty.
      l2_regularization_strength: Weight of the squared penalty.
      l2_shrinkage_regularization_strength: Weight of the shrinkage.
      beta: Slows the first steps.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, learning_rate_power: float = -0.5, initial_accumulator_value: float = 0.1, l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0, l2_shrinkage_regularization_strength: float = 0.0, beta: float = 0.0, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'ftrl') -> None:
        super().__init__("Ftrl", {"learning_rate": learning_rate, "learning_rate_power": learning_rate_power, "initial_accumulator_value": initial_accumulator_value, "l1_regularization_strength": l1_regularization_strength, "l2_regularization_strength": l2_regularization_strength, "l2_shrinkage_regularization_strength": l2_shrinkage_regularization_strength, "beta": beta, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class Nadam(Optimizer):
    """Adam with Nesterov momentum.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      beta_1: Decay of the mean of gradients.
      beta_2: Decay of the mean of their squares or norms.
      epsilon: Keeps divisions finite.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-07, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'nadam') -> None:
        super().__init__("Nadam", {"learning_rate": learning_rate, "beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class RMSprop(Optimizer):
    """Gradients divided by their running root mean square.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      rho: Decay of the mean of squares.
      momentum: Share of the last change that goes on.
      epsilon: Keeps divisions finite.
      centered: Whether to subtract the squared mean.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.001, rho: float = 0.9, momentum: float = 0.0, epsilon: float = 1e-07, centered: bool = False, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'rmsprop') -> None:
        super().__init__("RMSprop", {"learning_rate": learning_rate, "rho": rho, "momentum": momentum, "epsilon": epsilon, "centered": centered, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})


class SGD(Optimizer):
    """Gradient descent, with momentum if wanted.

    Args:
      learning_rate: Learning rate, or a schedule of it.
      momentum: Share of the last change that goes on.
      nesterov: Whether to look ahead along the momentum.
      weight_decay: Share of each weight that a step takes away, times the learning rate.
      clipnorm: Largest norm of the gradient of one variable.
      clipvalue: Largest absolute value in a gradient.
      global_clipnorm: Largest norm of all gradients together.
      use_ema: Whether to keep a moving average of the weights, which replaces them at the end
        of a fit.
      ema_momentum: Momentum of that average.
      ema_overwrite_frequency: Steps after which it replaces them.
      loss_scale_factor: Factor of the loss before gradients.
      gradient_accumulation_steps: Steps whose gradients make one.
      name: Name of the optimizer.
    """

    def __init__(self, learning_rate: float | LearningRateSchedule = 0.01, momentum: float = 0.0, nesterov: bool = False, weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None, name: str = 'sgd') -> None:
        super().__init__("SGD", {"learning_rate": learning_rate, "momentum": momentum, "nesterov": nesterov, "weight_decay": weight_decay, "clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm, "use_ema": use_ema, "ema_momentum": ema_momentum, "ema_overwrite_frequency": ema_overwrite_frequency, "loss_scale_factor": loss_scale_factor, "gradient_accumulation_steps": gradient_accumulation_steps, "name": name})
