"""Rows about what isn't arithmetic: tiny graphs, long ones, start-up, sizes and memory."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import rows

FOLDER = pathlib.Path(__file__).resolve().parent
# The feeds of a chain: each node subtracts the second from what the one before gave.
OPERANDS = np.array(1, np.float32), np.array(0.5, np.float32)


@dataclasses.dataclass(frozen=True)
class Overhead(rows.Row):
    length: int = 0  # nodes in a chain; 0: a graph that does nothing
    program: str = ""  # the mode of graph_calls (in C), if that runs it
    both: bool = False  # also with two threads


OVERHEADS = {
    "empty": Overhead("a graph that does nothing, from Python"),
    "empty-c": Overhead("a graph that does nothing, TF_SessionRun from C", program="run",
                        at_most=400e-9),
    "one-c": Overhead("one scalar subtraction, TF_SessionRun from C", length=1, program="run",
                      at_most=400e-9),
    "one": Overhead("one scalar subtraction, from Python", length=1),
    "chain-10": Overhead("a chain of 10 scalar subtractions, from Python", length=10),
    "chain-1000": Overhead("a chain of 1,000 scalar subtractions, from Python", length=1000),
    "chain-1000-c": Overhead("a chain of 1,000, TF_SessionRun from C", length=1000, program="run",
                             at_most=10.4e-6),
    **{f"nodes-{n}": Overhead(f"import, plan and first run of {n:,} nodes, from C", length=n,
                              program="import", unit="ms", at_most=1e-5 * n)
       for n in (1000, 10_000, 100_000)},
}
WEIGHT = {
    "size": rows.Row("files of the installed package", unit="MB"),
    "import": rows.Row("import, after NumPy", unit="ms", aim=0, at_most=60e-3),
    "first-c": Overhead("from dlopen to the first prediction of the digits network, in C", unit="ms",
                        program="first", at_most=5e-3),
    "resident-c": Overhead("resident memory of that program afterwards", unit="MB",
                           program="resident"),
    "first": rows.Row("import to the first prediction of the MLP, in Python", unit="ms"),
    "resident": rows.Row("resident memory of that process afterwards, less NumPy's", unit="MB"),
    "train-memory": rows.Row("growth of the peak of resident memory by training T3, batch 64",
                             unit="MB", aim=2),
}


def many(call):
    """Enough calls for the clock not to matter."""
    def run():
        for _ in range(100):
            call()
        return 100

    return run


def program(row, library, folder):
    """Runs graph_calls with a library that has TensorFlow's C interface; `folder` holds libraries
    that it needs."""
    build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release")).resolve()
    command = [build / "bin/graph_calls", pathlib.Path(library).resolve(), row.program]
    if row.program in ("first", "resident"):
        digits = pathlib.Path(os.environ["HORNBEAM_BENCH_DIGITS"])
        command += [digits, *json.loads((digits / "names.json").read_text())]
    else:
        command.append(str(row.length))
    folder = pathlib.Path(folder).resolve()
    environment = os.environ | {"LD_LIBRARY_PATH": f"{folder}:{folder / 'lib'}"}

    def run():
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return [float(done.stdout.split()[-1])]

    return run


def fresh(framework, what, threads, models):
    """Measures in a new process each time (fresh.py), with bytecode as pip installs it."""
    if framework == "hornbeam":
        build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
        subprocess.run([sys.executable, "-m", "compileall", "-q", build / "python/hornbeam"],
                       check=True)
    command = [sys.executable, FOLDER / "fresh.py", framework, what, str(threads), models]

    def run():
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["failed"]
            raise RuntimeError(lines[-1].removeprefix("RuntimeError: "))
        return [float(done.stdout.split()[-1])]

    return run
