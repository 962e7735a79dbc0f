"""What a model is fed: arrays by position or name, and iterables of batches."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

import numpy as np

# Inputs, labels and weights of the samples of one batch, each a list of arrays.
Batch = tuple[list[Any], list[Any], list[Any]]


def array(value: Any) -> Any:
    """A value as an array: what NumPy, DLPack and the buffer protocol describe is not copied, plain
    Python numbers become float32."""
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "__dlpack__"):
        return np.from_dlpack(value)
    out = np.asarray(value)
    plain = isinstance(value, (list, tuple, float))
    return out.astype(np.float32) if plain and out.dtype == np.float64 else out


def is_array(value: Any) -> bool:
    return hasattr(value, "shape") or hasattr(value, "__dlpack__") or isinstance(
        value, (memoryview, bytearray)
    )


def arrays(value: Any, names: Sequence[str] = ()) -> list[Any]:
    """One array for each input or output.

    Args:
      value: an array, a list of arrays, a dict of arrays by name, or nested numbers.
      names: the order of a dict's entries; empty for that of the dict.
    """
    if value is None:
        return []
    if isinstance(value, dict):
        unknown = set(value) - set(names) if names else set()
        if unknown:
            raise ValueError(f"there is no input or output {sorted(unknown)}; there are {list(names)}")
        missing = [n for n in names if n not in value]
        if missing:
            raise ValueError(f"no array is given for {missing}")
        return [array(value[n]) for n in names or value]
    if isinstance(value, (list, tuple)) and value and all(is_array(v) for v in value):
        return [array(v) for v in value]
    return [array(value)]


def is_iterable_of_batches(x: Any, y: Any) -> bool:
    """Whether x gives batches one by one, instead of being samples."""
    if x is None or y is not None or is_array(x) or isinstance(x, (list, tuple, dict, str, bytes)):
        return False
    return hasattr(x, "__iter__") or (hasattr(x, "__getitem__") and hasattr(x, "__len__"))


def iterate(source: Any) -> Iterator[Any]:
    """The batches of one pass over an iterable, or over what has a length and items."""
    if hasattr(source, "__iter__"):
        return iter(source)
    return (source[i] for i in range(len(source)))


def as_batch(item: Any, inputs: Sequence[str] = (), outputs: Sequence[str] = ()) -> Batch:
    """(x,), (x, y) or (x, y, sample_weight), or x alone."""
    x, y, weight = (*item, None, None)[:3] if isinstance(item, tuple) else (item, None, None)
    return arrays(x, inputs), arrays(y, outputs), arrays(weight, outputs)


class Feed:
    """Batches for the steps of a fit.

    With `steps`, epochs go on where the last one stopped; a source that ends is begun anew in the
    next epoch.
    """

    def __init__(self, source: Any, steps: int | None, model: Any) -> None:
        self._source, self._steps, self._model = source, steps, model
        self._batches: Iterator[Any] | None = None

    def begin_epoch(self) -> None:
        if self._steps is None:
            self._batches = None

    def next(self) -> Batch | None:
        if self._batches is None:
            self._batches = iterate(self._source)
        item = next(self._batches, None)
        if item is None:
            self._batches = None
            if hasattr(self._source, "on_epoch_end"):
                self._source.on_epoch_end()
            return None
        return as_batch(item, *self._model._names())
