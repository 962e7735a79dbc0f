"""What a call runs, for tests of what plans hold."""

import json

import hornbeam as hb


def ops_of(call, *args):
    """The names of the ops that the call runs, in the order of their events."""
    hb.profiler.start()
    try:
        call(*args)
    finally:
        events = json.loads(hb.profiler.stop())["traceEvents"]
    return [e["name"] for e in events if e["cat"] == "op"]
