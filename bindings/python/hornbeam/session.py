"""Sessions: running parts of a graph."""

from __future__ import annotations

from typing import Any, Sequence

import hornbeam._hornbeam as _hornbeam
from hornbeam.graph import Graph, Operation, Tensor, get_default_graph


def _resolve(graph: Graph, item: Any) -> Tensor | Operation:
    if isinstance(item, (Tensor, Operation)):
        return item
    if hasattr(item, "_as_tensor"):
        tensor: Tensor = item._as_tensor()
        return tensor
    if isinstance(item, str):
        return graph.get_tensor_by_name(item) if ":" in item else graph.get_operation_by_name(item)
    raise TypeError(f"{item!r} is no tensor and no operation")


class Session:
    """Runs a graph and holds its variables. Usable from several threads; a context manager.

    Args:
      graph: the default graph if None. It may grow later.
      threads: most threads that one kernel uses; 0 for all processors.
    """

    def __init__(self, graph: Graph | None = None, threads: int = 0, _handle: Any = None) -> None:
        self.graph = graph or get_default_graph()
        self._handle = _handle or _hornbeam.Session(self.graph._handle, threads)
        # Of a session that saved_model.load made: the serialized MetaGraphDef with the signatures.
        self.meta_graph_def = b""

    def run(
        self,
        fetches: Any,
        feed_dict: dict[Any, Any] | None = None,
        options: Any = None,
        run_metadata: Any = None,
        token: "_hornbeam.CancellationToken | None" = None,
    ) -> Any:
        """Runs what the fetches need.

        Args:
          fetches: a tensor, an operation, a name, or a list, tuple or dict of these, nested.
          feed_dict: values by tensor; arrays are read in place.
          options: a RunOptions message, of TensorFlow's protobuf classes or any other with
            SerializeToString(), or its bytes. timeout_in_ms, trace_level and
            output_partition_graphs are read.
          run_metadata: a RunMetadata message that is filled (anything with ParseFromString()). With
            a trace_level in the options it holds when each node ran and what it gave.
          token: cancels the run when it is cancelled.

        Returns:
          Arrays in the structure of `fetches`; None for operations.
        """
        tensors: list[Tensor] = []
        targets: list[Operation] = []

        def collect(item: Any) -> Any:
            if isinstance(item, dict):
                return {k: collect(v) for k, v in item.items()}
            if isinstance(item, (list, tuple)):
                return type(item)(collect(v) for v in item)
            item = _resolve(self.graph, item)
            if isinstance(item, Operation):
                targets.append(item)
                return None
            tensors.append(item)
            return _Slot(len(tensors) - 1)

        structure = collect(fetches)
        feeds: dict[Tensor, Any] = {}
        for key, value in (feed_dict or {}).items():
            tensor = _resolve(self.graph, key)
            if not isinstance(tensor, Tensor):
                raise TypeError(f"{key!r} is an operation; only tensors can be fed")
            feeds[tensor] = value
        if options is not None and not isinstance(options, bytes):
            options = options.SerializeToString()
        values, metadata = self._handle.run(
            [t._pair() for t in feeds],
            list(feeds.values()),
            [t._pair() for t in tensors],
            [t._handle for t in targets],
            token,
            options or b"",
            run_metadata is not None,
        )
        if run_metadata is not None:
            run_metadata.ParseFromString(metadata)

        def fill(item: Any) -> Any:
            if isinstance(item, _Slot):
                value = values[item.index]
                return value[()] if getattr(value, "ndim", 1) == 0 else value
            if isinstance(item, dict):
                return {k: fill(v) for k, v in item.items()}
            if isinstance(item, (list, tuple)):
                return type(item)(fill(v) for v in item)
            return item

        return fill(structure)

    def make_callable(
        self, feeds: Sequence[Tensor], fetches: Sequence[Tensor], targets: Sequence[Operation] = ()
    ) -> Any:
        """A function from arrays (in the order of feeds) to a list of arrays, prepared once.

        Its keyword argument `out` takes an array, or None, for each fetch: the results are written
        into these, which must have their types and sizes, and no memory is taken.
        """
        return _hornbeam.make_callable(
            self._handle,
            [t._pair() for t in feeds],
            [t._pair() for t in fetches],
            [t._handle for t in targets],
        )

    def close(self) -> None:
        """Ends running calls with CancelledError; later ones fail."""
        self._handle.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *args: Any) -> None:
        self.close()


class _Slot:
    def __init__(self, index: int) -> None:
        self.index = index
