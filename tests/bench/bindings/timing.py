"""The time of a call: the best mean of many chunks of calls."""

import json
import time

CHUNKS, CALLS, WARM_UP = 60, 200, 2000


def microseconds(call, calls=CALLS):
    for _ in range(WARM_UP):
        call()
    best = float("inf")
    for _ in range(CHUNKS):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        best = min(best, (time.perf_counter() - start) / calls)
    return best * 1e6


def report(**calls):
    print(json.dumps({name: microseconds(call) for name, call in calls.items()}))
