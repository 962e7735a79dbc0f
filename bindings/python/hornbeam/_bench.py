"""What `hornbeam bench` measures: the time of calls, and where it goes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any, Callable

import numpy as np

from hornbeam import profiler

# Of the calls that are traced; the profiler slows them a little.
_TRACED_SECONDS, _TRACED_CALLS = 0.5, 200


@dataclass
class OpTime:
    """The nodes of one op in a call: how often one runs, and their seconds."""

    nodes: float = 0
    seconds: float = 0


@dataclass
class Profile:
    """The mean of the traced calls.

    Attributes:
      trace: in Chrome's format.
      ops: by name, those that take longest first. A node that runs others, such as While, counts
        without them.
      between: seconds of a call outside of all nodes.
      arena, live: bytes of the largest arena, and the most of them that hold values at once.
    """

    trace: bytes
    ops: dict[str, OpTime] = field(default_factory=dict)
    between: float = 0
    arena: int = 0
    live: int = 0


def times(call: Callable[[], Any], seconds: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Seconds of each call, after a tenth of the time to warm up; at least ten calls."""
    now = time.perf_counter
    end = now() + seconds / 10
    while now() < end:
        call()
    found: list[float] = []
    end = now() + seconds
    while len(found) < 10 or now() < end:
        start = now()
        call()
        found.append(now() - start)
    return np.array(found)


def profile(call: Callable[[], Any], seconds: float) -> Profile:
    """Traces some calls, of which one takes about so many seconds."""
    calls = int(min(max(_TRACED_SECONDS / seconds, 1), _TRACED_CALLS))
    profiler.start()
    try:
        for _ in range(calls):
            call()
    finally:
        trace = profiler.stop()
    found = Profile(trace)
    events = json.loads(trace)["traceEvents"]
    for run in (e for e in events if e["cat"] == "run"):
        if run["args"]["arena bytes"] > found.arena:
            found.arena, found.live = run["args"]["arena bytes"], run["args"]["live bytes"]
    ops: dict[str, OpTime] = {}
    for event, own in _own_times(events):
        if event["cat"] == "run":
            found.between += own * 1e-6 / calls
            continue
        op = ops.setdefault(event["name"], OpTime())
        op.nodes += 1 / calls
        op.seconds += own * 1e-6 / calls
    found.ops = dict(sorted(ops.items(), key=lambda item: -item[1].seconds))
    return found


def _own_times(events: list[dict[str, Any]]) -> list[tuple[dict[str, Any], float]]:
    """Each event with its microseconds less those of the events inside of it."""
    own = [event["dur"] for event in events]
    open_by_thread: dict[int, list[int]] = {}
    for i in sorted(range(len(events)), key=lambda i: (events[i]["ts"], -events[i]["dur"])):
        event = events[i]
        around = open_by_thread.setdefault(event["tid"], [])
        # Times are rounded to nanoseconds.
        while around and events[around[-1]]["ts"] + events[around[-1]]["dur"] < (
            event["ts"] + event["dur"] - 0.002
        ):
            around.pop()
        if around:
            own[around[-1]] -= event["dur"]
        around.append(i)
    return list(zip(events, own))
