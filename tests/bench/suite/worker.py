"""A framework in a process of its own.

Usage: worker.py FRAMEWORK THREADS FOLDER

FOLDER holds the models that are exchanged as files. Reads lines: {"row": …, "mode": …} prepares a
row and answers {"ready": true}, or {"reason": …} if the framework can't run it; {} measures that
row for a while and answers {"values": […]}: the seconds of each call divided by the steps in it, or
whatever the row is about.
"""

import importlib
import json
import os
import pathlib
import sys
import time

BATCH_SECONDS = 0.4
WARM_UP = 3


def set_threads(threads):
    """Must come before any framework is imported."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                 "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "HORNBEAM_NUM_THREADS"):
        os.environ[name] = str(threads)
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["XLA_FLAGS"] = "" if threads > 1 else "--xla_cpu_multi_thread_eigen=false"
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:threads]))


def measure(call):
    """Seconds a step of each call; or what a call gives as a list, which has measured by itself."""
    values, end = [], time.perf_counter() + BATCH_SECONDS
    while not values or time.perf_counter() < end:
        start = time.perf_counter()
        steps = call()
        if isinstance(steps, list):
            return steps
        values.append((time.perf_counter() - start) / steps)
    return values


def warm_up(call):
    for _ in range(WARM_UP):
        if isinstance(call(), list):
            break  # it starts a process each time
    return {"ready": True}


def prepare(framework, row, mode, threads, folder):
    """The function to measure, or the reason why there is none."""
    import kernels
    import overheads

    if mode == "weight" and not getattr(overheads.WEIGHT[row], "program", ""):
        return overheads.fresh(framework, row, threads, folder)
    module = importlib.import_module(f"on_{framework}")
    if mode == "kernel":
        return module.kernel(kernels.KERNELS[row], threads)
    if mode in ("overhead", "weight"):
        known = overheads.OVERHEADS | overheads.WEIGHT
        return module.overhead(known[row]) if hasattr(module, "overhead") else "not compared"
    return module.make(row, mode, threads, folder)


def main():
    framework, threads, folder = sys.argv[1:]
    set_threads(int(threads))
    answers = os.dup(1)
    os.dup2(2, 1)  # what frameworks print doesn't mix with the answers
    call = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request:
                call = None  # its memory goes first
                call = prepare(framework, request["row"], request["mode"], int(threads),
                               pathlib.Path(folder))
                answer = {"reason": call} if isinstance(call, str) else warm_up(call)
                module = sys.modules.get(f"on_{framework}")
                if "ready" in answer and request["mode"] in ("step", "call") and (
                        hasattr(module, "arena")):
                    answer["arena"] = module.arena(call)
            else:
                answer = {"values": measure(call)}
        except Exception as error:
            answer = {"reason": f"{type(error).__name__}: {error}".splitlines()[0][:150]}
        os.write(answers, (json.dumps(answer) + "\n").encode())


if __name__ == "__main__":
    main()
