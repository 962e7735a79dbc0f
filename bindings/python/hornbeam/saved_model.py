"""SavedModels: loading, running by signature, and writing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Sequence, Union

import hornbeam._hornbeam as _hornbeam
from hornbeam import dtypes, errors
from hornbeam.graph import Graph, Tensor
from hornbeam.session import Session

__all__ = ["Signature", "TensorInfo", "function", "load", "meta_graphs", "run", "save", "signatures"]

Path = Union[str, "os.PathLike[str]"]


@dataclass(frozen=True)
class TensorInfo:
    """An argument or a result of a signature.

    Attributes:
      name: of the tensor in the graph, such as "serving_default_x:0".
      dtype: the element type.
      shape: None for sizes that aren't known; None altogether if the rank isn't.
    """

    name: str
    dtype: dtypes.DType
    shape: tuple[int | None, ...] | None


@dataclass(frozen=True)
class Signature:
    """Something that a SavedModel computes.

    Attributes:
      method: such as "tensorflow/serving/predict".
      inputs, outputs: by the names of arguments and results.
    """

    method: str
    inputs: Mapping[str, TensorInfo]
    outputs: Mapping[str, TensorInfo]


def load(
    directory: Path, tags: Sequence[str] = ("serve",), all_files: bool = False, threads: int = 0
) -> Session:
    """Loads a SavedModel and restores its variables.

    Args:
      directory: the model's folder.
      tags: of the MetaGraph to load; all of them must match.
      all_files: lets the graph touch files outside of the folder.
      threads: most threads that one kernel uses; 0 for all processors.

    Returns:
      A session; `session.graph` has the nodes, `signatures(session)` says what it computes.
    """
    handle, meta = _hornbeam.load_saved_model(os.fspath(directory), list(tags), all_files, threads)
    session = Session(Graph(handle.graph), _handle=handle)
    session.meta_graph_def = meta
    return session


def _infos(side: Any) -> dict[str, TensorInfo]:
    return {
        argument: TensorInfo(
            tensor,
            dtypes.as_dtype(number),
            None if dims is None else tuple(None if d < 0 else d for d in dims),
        )
        for argument, tensor, number, dims in side
    }


def signatures(model: Session | bytes) -> dict[str, Signature]:
    """The signatures of a loaded session, or of a serialized MetaGraphDef, by name.

    Those that only name an operation, such as the one that initializes the model, are left out.
    """
    meta = model.meta_graph_def if isinstance(model, Session) else model
    return {
        name: Signature(method, _infos(inputs), _infos(outputs))
        for name, method, inputs, outputs in _hornbeam.signatures(meta)
        if not name.startswith("__saved_model_")
    }


def function(
    session: Session, signature: str = "serving_default"
) -> Callable[..., dict[str, Any]]:
    """A signature of a loaded session as a function, prepared once for many calls.

    Args:
      session: what `load` gave.
      signature: its name.

    Returns:
      A function that takes an array for each argument, by name, and returns an array for each
      result. Any number of threads may call it.

    Raises:
      NotFoundError: there is no such signature. The function itself raises InvalidArgumentError if
        it is called with other arguments than the signature's.
    """
    known = signatures(session)
    if signature not in known:
        raise errors.NotFoundError(
            f"the model has no signature '{signature}'; it has {', '.join(sorted(known)) or 'none'}"
        )
    found = known[signature]

    def pairs(infos: Mapping[str, TensorInfo]) -> list[Any]:
        return [session.graph.get_tensor_by_name(info.name)._pair() for info in infos.values()]

    prepared: Callable[..., dict[str, Any]] = _hornbeam.make_callable(
        session._handle,
        pairs(found.inputs),
        pairs(found.outputs),
        [],
        signature,
        list(found.inputs),
        list(found.outputs),
    )
    return prepared


def run(session: Session, signature: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Runs a signature of a loaded session once; `function` prepares it for many calls.

    Args:
      session: what `load` gave.
      signature: its name, such as "serving_default".
      inputs: an array for each argument.

    Returns:
      An array for each result.
    """
    return function(session, signature)(**inputs)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and contents of the fields of a serialized message that have a length."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < len(message):
        key = varint()
        kind = key & 7
        size = {0: 0, 1: 8, 2: -1, 5: 4}[kind]
        if kind == 0:
            varint()
        elif kind == 2:
            size = varint()
            if at + size > len(message):
                raise IndexError
            yield key >> 3, message[at : at + size]
        at += max(size, 0)


def meta_graphs(directory: Path) -> list[tuple[list[str], bytes]]:
    """Tags and serialized MetaGraphDef of each graph in a SavedModel; nothing is loaded."""
    path = os.path.join(os.fspath(directory), "saved_model.pb")
    try:
        with open(path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise errors.NotFoundError(f"'{os.fspath(directory)}' holds no saved_model.pb") from None
    try:
        graphs = [value for number, value in _fields(content) if number == 2]
        found = []
        for graph in graphs:
            info = b"".join(value for number, value in _fields(graph) if number == 1)
            tags = [value.decode() for number, value in _fields(info) if number == 4]
            found.append((tags, graph))
    except (IndexError, KeyError, UnicodeDecodeError):
        raise errors.DataLossError(f"'{path}' is damaged") from None
    return found


def save(
    session: Session,
    directory: Path,
    signatures: Mapping[str, tuple[Mapping[str, Tensor], Mapping[str, Tensor]]],
) -> None:
    """Writes the session's graph and variables as a SavedModel that TensorFlow loads.

    Args:
      session: holds the variables.
      directory: is made; a SavedModel that is there is replaced in one step.
      signatures: (inputs, outputs) by name, such as {"serving_default": ({"x": x}, {"y": y})}.
    """
    pairs: dict[str, Any] = {
        name: tuple({k: t._pair() for k, t in side.items()} for side in sides)
        for name, sides in signatures.items()
    }
    _hornbeam.write_saved_model(session._handle, os.fspath(directory), pairs)
