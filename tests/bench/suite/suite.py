#!/usr/bin/env python3
"""Hornbeam beside other frameworks, in turns, in one run.

Usage: suite.py [ROW|GROUP...] [--peers NAME,...] [--threads 1,2] [--rounds N]
                [--modes fit,step,epoch,call] [--json FILE] [--markdown FILE] [--plot FILE.png]

Groups of rows, all without one:
  training    T1 to T7, a training step; F1, the epoch of T1 over 60,000 rows, per step
  inference   I1 to I5, a prediction
  kernels     one op each (kernels.py): products, convolutions and their gradients, and so on
  overheads   tiny and long graphs from Python and C; training steps that grow with the batch
              (B1 to B1024) and the depth (D1 to D64)
  weight      sizes of packages, start-up, memory (overheads.py)

Each framework runs in a process of its own with as many processors as threads; the processes take
turns, a fraction of a second each, so that all see the same machine. For each row: the minimum and
the median of each framework, the ratio of the best peer to Hornbeam (by minimum; above 1: Hornbeam
is faster, or smaller), and the share of the ideal that Hornbeam reaches: products and convolutions
at the peak of fused multiply-adds, which is measured, plus the least traffic (of the optimizer, or
of a kernel that computes little) at the bandwidth of a copy, in cache where it fits there.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

import kernels
import overheads
import report
import rows

FOLDER = pathlib.Path(__file__).resolve().parent
CACHE_BYTES = 16e6

# Name: the environment variable with its Python (None: this one).
PEERS = {
    "hornbeam": None,
    "keras": None,
    "tensorflow": None,
    "tensorflow_xla": None,
    "torch": "HORNBEAM_TORCH_PYTHON",
    "torch_compile": "HORNBEAM_TORCH_PYTHON",
    "jax": "HORNBEAM_PEERS_PYTHON",
    "onnxruntime": "HORNBEAM_PEERS_PYTHON",
    "openvino": "HORNBEAM_PEERS_PYTHON",
    "litert": "HORNBEAM_PEERS_PYTHON",
}
_TRAINS = ("hornbeam", "keras", "tensorflow", "tensorflow_xla", "torch", "torch_compile", "jax")
_INFERS = ("hornbeam", "tensorflow", "torch", "jax", "onnxruntime", "openvino", "litert")
_WEIGHS = ("hornbeam", "tensorflow", "torch", "jax", "onnxruntime", "openvino", "litert")
_RUNS_OPS = ("hornbeam", "tensorflow", "tensorflow_xla", "torch", "jax", "onnxruntime", "openvino")
# Mode: the frameworks that are asked. Of the last two a process serves all rows.
ASKED = {"fit": _TRAINS, "step": _TRAINS, "epoch": _TRAINS, "call": _INFERS, "weight": _WEIGHS,
         "kernel": _RUNS_OPS, "overhead": _RUNS_OPS}
SHARED = ("kernel", "overhead")

GROUPS = {
    "training": [*rows.TRAINING, "F1"],
    "inference": list(rows.INFERENCE),
    "kernels": list(kernels.KERNELS),
    "overheads": [*overheads.OVERHEADS, *rows.GROWTH],
    "weight": list(overheads.WEIGHT),
}
ALL = rows.ROWS | {"F1": rows.ROWS["T1"]} | kernels.KERNELS | overheads.OVERHEADS | overheads.WEIGHT


def modes(row):
    if row in rows.TRAINING:
        return ["fit", "step"]
    for known, mode in ((rows.INFERENCE, "call"), (rows.GROWTH, "step"), (kernels.KERNELS, "kernel"),
                        (overheads.OVERHEADS, "overhead"), (overheads.WEIGHT, "weight")):
        if row in known:
            return [mode]
    return ["epoch"]


class Worker:
    """A framework's process, and what it measured on one row."""

    def __init__(self, name, threads, models):
        self.name, self.values, self.arena = name, [], None
        variable = PEERS[name]
        python = os.environ.get(variable, "") if variable else sys.executable
        self.reason = None if python else f"{variable} is not set"
        self.process = subprocess.Popen(
            [python, FOLDER / "worker.py", name, str(threads), models],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True) if python else None

    def _ask(self, request):
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        answer = json.loads(line) if line else {"reason": "its process died"}
        self.reason = answer.get("reason")
        return answer

    def prepare(self, row, mode):
        self.values = []
        if self.process is not None:
            self.arena = self._ask({"row": row, "mode": mode}).get("arena")

    def measure(self):
        if self.reason is None:
            self.values += self._ask({}).get("values", [])

    def end(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.kill()
            self.process.wait()


class Field:
    """The processes that measure a row: of most modes new ones for each row."""

    def __init__(self, peers, rounds, models):
        self.peers, self.rounds, self.models = peers, rounds, models
        self.key, self.workers = None, []

    def run(self, row, mode, threads):
        names = [n for n in ASKED[mode] if n in self.peers]
        key = (threads, names) if mode in SHARED else None
        if key is None or key != self.key:
            self.end()
            self.workers = [None] * len(names)
        self.key = key
        # One after the other: starting is what takes all processors.
        for i, name in enumerate(names):
            if self.workers[i] is None or self.workers[i].reason == "its process died":
                self.workers[i] = Worker(name, threads, self.models)
            self.workers[i].prepare(row, mode)
        for _ in range(self.rounds):
            for worker in self.workers:
                worker.measure()
        return self.workers

    def end(self):
        for worker in self.workers:
            worker.end()
        self.workers = []


def limits(threads):
    """GFLOP/s of fused multiply-adds and GB/s that a copy moves in memory and in cache, measured
    now."""
    build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
    done = subprocess.run([build / "bin/isa_bench", "limits", str(threads)], capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout)


def ideal(row, limit):
    """Seconds, or None where there is no such limit."""
    bandwidth = limit["cache_gbytes" if row.traffic < CACHE_BYTES else "gbytes"]
    return row.flops / (limit["gflops"] * 1e9) + row.traffic / (bandwidth * 1e9) or None


def chosen(parser, names):
    unknown = [n for n in names if n not in GROUPS and n not in ALL]
    if unknown:
        parser.error(f"unknown rows: {', '.join(unknown)}")
    expanded = [row for n in names or GROUPS for row in GROUPS.get(n, [n])]
    return list(dict.fromkeys(expanded))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json")
    parser.add_argument("--markdown")
    parser.add_argument("--plot")
    parser.add_argument("--modes", default=",".join(ASKED))
    parser.add_argument("--models", default=os.environ.get("HORNBEAM_BENCH_MODELS",
                                                           "build/bench-models"))
    args = parser.parse_args()
    peers = args.peers.split(",")
    if unknown := [n for n in peers if n not in PEERS]:
        parser.error(f"unknown peers: {', '.join(unknown)}")
    if "hornbeam" not in peers:
        peers.insert(0, "hornbeam")
    wanted = chosen(parser, args.rows)
    models = pathlib.Path(args.models).resolve()
    if any(r in rows.INFERENCE or r in overheads.WEIGHT for r in wanted):
        subprocess.run([sys.executable, FOLDER / "export.py", models], check=True,
                       stderr=subprocess.DEVNULL)
    os.environ["HORNBEAM_BENCH_DIGITS"] = str(models / "digits")
    limit = {t: limits(t) for t in map(int, args.threads.split(","))}
    field, results = Field(peers, args.rounds, models), []
    allowed = args.modes.split(",")
    for threads in limit:
        for row in wanted:
            for mode in (m for m in modes(row) if m in allowed):
                if mode in ("overhead", "weight") and threads != min(limit):
                    continue  # nothing in them is shared between threads
                workers = field.run("T1" if row == "F1" else row, mode, threads)
                result = report.result(row, mode, ALL[row], threads, workers,
                                       ideal(ALL[row], limit[threads]))
                report.show(result)
                results.append(result)
    field.end()
    order = {row: i for i, row in enumerate(wanted)}
    results.sort(key=lambda r: (order[r["row"]], r["mode"], r["threads"]))
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps({"limits": limit, "rows": results}, indent=1))
    if args.markdown:
        pathlib.Path(args.markdown).write_text(report.markdown(results, limit))
    if args.plot:
        report.plot(results, args.plot)


if __name__ == "__main__":
    main()
