"""SavedModels: loading with all their signatures, and writing."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from hornbeam import _hornbeam
from hornbeam.graph import Graph, Tensor
from hornbeam.session import Session


def load(directory: str, tags: Sequence[str] = ("serve",), all_files: bool = False) -> Session:
    """Loads a SavedModel and restores its variables.

    Args:
      directory: the model's folder.
      tags: of the MetaGraph to load; all of them must match.
      all_files: lets the graph touch files outside of the folder.

    Returns:
      A session; `session.graph` has the nodes, `session.meta_graph_def` the serialized
      MetaGraphDef with the signatures.
    """
    handle, meta = _hornbeam.load_saved_model(str(directory), list(tags), all_files)
    session = Session(Graph(handle.graph), _handle=handle)
    session.meta_graph_def = meta  # type: ignore[attr-defined]
    return session


def save(
    session: Session,
    directory: str,
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
    _hornbeam.write_saved_model(session._handle, str(directory), pairs)
