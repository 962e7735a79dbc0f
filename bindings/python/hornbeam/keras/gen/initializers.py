"""The initializers, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Sequence

from hornbeam.keras._base import Initializer

__all__ = [
    "Initializer", "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity",
    "LecunNormal", "LecunUniform", "Ones", "Orthogonal", "RandomNormal", "RandomUniform",
    "TruncatedNormal", "VarianceScaling", "Zeros",
]


class Constant(Initializer):
    """All the same value.

    Args:
      value: The value.
    """

    def __init__(self, value: float = 0.0) -> None:
        super().__init__("Constant", {"value": value})


class GlorotNormal(Initializer):
    """Cut normal with variance 2 / (fan_in + fan_out).

    Args:
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("GlorotNormal", {"seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class GlorotUniform(Initializer):
    """Uniform with variance 2 / (fan_in + fan_out).

    Args:
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("GlorotUniform", {"seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class HeNormal(Initializer):
    """Cut normal with variance 2 / fan_in.

    Args:
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("HeNormal", {"seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class HeUniform(Initializer):
    """Uniform with variance 2 / fan_in.

    Args:
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("HeUniform", {"seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class Identity(Initializer):
    """A multiple of the identity matrix.

    Args:
      gain: Value on the diagonal.
    """

    def __init__(self, gain: float = 1.0) -> None:
        super().__init__("Identity", {"gain": gain})


class LecunNormal(Initializer):
    """Cut normal with variance 1 / fan_in.

    Args:
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("LecunNormal", {"seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class LecunUniform(Initializer):
    """Uniform with variance 1 / fan_in.

    Args:
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("LecunUniform", {"seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class Ones(Initializer):
    """All 1.
    """


class Orthogonal(Initializer):
    """A random matrix with orthonormal rows or columns.

    Args:
      gain: Factor of the matrix.
      seed: Seed; null draws one from the global generator.
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        super().__init__("Orthogonal", {"gain": gain, "seed": seed})


class RandomNormal(Initializer):
    """A normal distribution.

    Args:
      mean: Mean.
      stddev: Standard deviation.
      seed: Seed; null draws one from the global generator.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__("RandomNormal", {"mean": mean, "stddev": stddev, "seed": seed})


class RandomUniform(Initializer):
    """A uniform distribution.

    Args:
      minval: Lower bound.
      maxval: Upper bound.
      seed: Seed; null draws one from the global generator.
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None) -> None:
        super().__init__("RandomUniform", {"minval": minval, "maxval": maxval, "seed": seed})


class TruncatedNormal(Initializer):
    """A normal distribution cut at two standard deviations.

    Args:
      mean: Mean.
      stddev: Standard deviation.
      seed: Seed; null draws one from the global generator.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__("TruncatedNormal", {"mean": mean, "stddev": stddev, "seed": seed})


class VarianceScaling(Initializer):
    """A distribution whose variance is scale / fan.

    Args:
      scale: Factor of the variance.
      mode: Which fan divides.
      distribution: Its form.
      seed: Seed; null draws one from the global generator.
      input_axes: Axes of the inputs; null for all but the last.
      output_axes: Axes of the outputs; null for the last and the window.
    """

    def __init__(self, scale: float = 1.0, mode: str = 'fan_in', distribution: str = 'truncated_normal', seed: int | None = None, input_axes: int | Sequence[int] | None = None, output_axes: int | Sequence[int] | None = None) -> None:
        super().__init__("VarianceScaling", {"scale": scale, "mode": mode, "distribution": distribution, "seed": seed, "input_axes": input_axes, "output_axes": output_axes})


class Zeros(Initializer):
    """All 0.
    """
