"""One framework on one row, in a process of its own.

Usage: worker.py FRAMEWORK ROW MODE THREADS FOLDER

FOLDER holds the models that are exchanged as files. Prints a line with {"ready": true}, or with
{"reason": …} if the framework can't run the row; then, for each line that it reads, measures for a
while and prints the seconds of each call divided by the steps in it.
"""

import importlib
import json
import os
import pathlib
import sys
import time

BATCH_SECONDS = 0.4


def set_threads(threads):
    """Must come before any framework is imported."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                 "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "HORNBEAM_NUM_THREADS"):
        os.environ[name] = str(threads)
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["XLA_FLAGS"] = "" if threads > 1 else "--xla_cpu_multi_thread_eigen=false"
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:threads]))


def measure(call):
    """Seconds a step of each call."""
    seconds, end = [], time.perf_counter() + BATCH_SECONDS
    while not seconds or time.perf_counter() < end:
        start = time.perf_counter()
        steps = call()
        seconds.append((time.perf_counter() - start) / steps)
    return seconds


def main():
    framework, row, mode, threads, folder = sys.argv[1:]
    set_threads(int(threads))
    answers = os.dup(1)
    os.dup2(2, 1)  # what frameworks print doesn't mix with the answers

    def say(answer):
        os.write(answers, (json.dumps(answer) + "\n").encode())

    try:
        module = importlib.import_module(f"on_{framework}")
        call = module.make(row, mode, int(threads), pathlib.Path(folder))
        if isinstance(call, str):
            say({"reason": call})
            return
        for _ in range(3):
            call()
    except Exception as error:
        say({"reason": f"{type(error).__name__}: {error}".splitlines()[0][:150]})
        raise
    say({"ready": True})
    for _ in sys.stdin:
        say({"seconds": measure(call)})


if __name__ == "__main__":
    main()
