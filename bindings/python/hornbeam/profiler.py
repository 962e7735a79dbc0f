"""Where the time goes: a trace of all runs of the process, those of fit and predict among them.

    with hornbeam.profiler.trace("trace.json"):
        model.fit(x, y)

The file is in Chrome's trace event format: chrome://tracing and Perfetto show it.
"""

from __future__ import annotations

import contextlib
import os
from typing import Iterator

from hornbeam import _hornbeam


def start() -> None:
    """Begins to collect. FailedPreconditionError if the profiler is running."""
    _hornbeam.profiler_start()


def stop(path: str | os.PathLike[str] | None = None) -> bytes:
    """Ends it and returns the trace as JSON, which is also written to `path` if one is given.

    FailedPreconditionError if the profiler is not running.
    """
    json: bytes = _hornbeam.profiler_stop()
    if path is not None:
        with open(path, "wb") as file:
            file.write(json)
    return json


@contextlib.contextmanager
def trace(path: str | os.PathLike[str]) -> Iterator[None]:
    """Collects what runs in a `with` statement and writes the trace to `path`."""
    start()
    try:
        yield
    finally:
        stop(path)
