#!/usr/bin/env python3
"""Hornbeam beside other frameworks, in turns, in one run.

Usage: suite.py [ROW...] [--peers NAME,...] [--threads 1,2] [--rounds N] [--modes fit,step,call]
                [--json FILE] [--markdown FILE] [--plot FILE.png]

ROW is one of T1 to T7 (a training step), F1 (the epoch of T1 over 60,000 rows, per step) and I1 to
I5 (a prediction); all without one. Each framework runs in a process of its own with as many
processors as threads; the processes take turns, a fraction of a second each, so that all see the
same machine. For each row: the minimum and the median of each framework, the ratio of the best peer
to Hornbeam (by minimum; above 1: Hornbeam is faster), and the share of the ideal that Hornbeam
reaches: products and convolutions at the peak of fused multiply-adds, which is measured, plus the
optimizer's least traffic at the bandwidth of a copy, in cache where it fits there.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

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
TRAINS = ("hornbeam", "keras", "tensorflow", "tensorflow_xla", "torch", "torch_compile", "jax")
INFERS = ("hornbeam", "tensorflow", "torch", "jax", "onnxruntime", "openvino", "litert")


class Worker:
    """A framework's process on one row."""

    def __init__(self, name, row, mode, threads, models):
        self.name, self.seconds = name, []
        variable = PEERS[name]
        python = os.environ.get(variable, "") if variable else sys.executable
        self.reason = None if python else f"{variable} is not set"
        if self.reason is None:
            self.process = subprocess.Popen(
                [python, FOLDER / "worker.py", name, row, mode, str(threads), models],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True)

    def _answer(self):
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"reason": "its process died"}

    def wait(self):
        if self.reason is None:
            self.reason = self._answer().get("reason")

    def measure(self):
        if self.reason is None:
            self.process.stdin.write("go\n")
            self.process.stdin.flush()
            answer = self._answer()
            self.reason = answer.get("reason")
            self.seconds += answer.get("seconds", [])

    def end(self):
        if hasattr(self, "process"):
            self.process.stdin.close()
            self.process.kill()
            self.process.wait()


def run_row(row, mode, threads, names, rounds, models):
    # One after the other: starting is what takes all processors.
    workers = []
    for name in names:
        worker = Worker(name, row, mode, threads, models)
        worker.wait()
        workers.append(worker)
    for _ in range(rounds):
        for worker in workers:
            worker.measure()
    for worker in workers:
        worker.end()
    return workers


def limits(threads):
    """GFLOP/s of fused multiply-adds and GB/s that a copy moves in memory and in cache, measured
    now."""
    build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
    done = subprocess.run([build / "bin/isa_bench", "limits", str(threads)], capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout)


def ideal(row, limit):
    r = rows.ROWS[row]
    bandwidth = limit["cache_gbytes" if r.traffic < CACHE_BYTES else "gbytes"]
    return r.flops / (limit["gflops"] * 1e9) + r.traffic / (bandwidth * 1e9)


def report(title, workers, best_possible, threads):
    results = {w.name: w for w in workers if w.seconds}
    ours = results.get("hornbeam")
    print(f"\n{title}, {threads} thread{'s' if threads > 1 else ''}")
    for w in workers:
        if w.seconds:
            print(f"  {w.name:15} min {min(w.seconds) * 1e6:12.1f} us   median "
                  f"{statistics.median(w.seconds) * 1e6:12.1f} us")
        elif w.reason:
            print(f"  {w.name:15} not measured: {w.reason}")
    row = {"title": title, "threads": threads, "ideal_us": best_possible * 1e6,
           "us": {n: {"min": min(w.seconds) * 1e6, "median": statistics.median(w.seconds) * 1e6}
                  for n, w in results.items()},
           "not_measured": {w.name: w.reason for w in workers if w.reason}}
    peers = {n: min(w.seconds) for n, w in results.items() if n != "hornbeam"}
    if ours is not None:
        row["percent_of_ideal"] = 100 * best_possible / min(ours.seconds)
        print(f"  ideal {best_possible * 1e6:.1f} us: {row['percent_of_ideal']:.0f} %")
    if ours is not None and peers:
        best = min(peers, key=peers.get)
        row["best_peer"], row["ratio"] = best, peers[best] / min(ours.seconds)
        print(f"  best peer {best}: {row['ratio']:.2f} times Hornbeam's time", flush=True)
    return row


def markdown(results, limit):
    lines = ["| row | threads | Hornbeam us | best peer | its us | ratio | of the ideal |",
             "|---|---|---|---|---|---|---|"]
    for r in results:
        if "hornbeam" not in r["us"]:
            continue
        best = r.get("best_peer")
        lines.append(
            f"| {r['title']} | {r['threads']} | {r['us']['hornbeam']['min']:.1f} | {best or '-'} | "
            + (f"{r['us'][best]['min']:.1f} | {r['ratio']:.2f} | " if best else "- | - | ")
            + f"{r['percent_of_ideal']:.0f} % |")
    peaks = ", ".join(f"{t}: {v['gflops']:.0f} GFLOP/s, {v['gbytes']:.0f} GB/s in memory, "
                      f"{v['cache_gbytes']:.0f} GB/s in cache" for t, v in limit.items())
    return "\n".join(lines + ["", f"Limits by threads: {peaks}."]) + "\n"


def plot(results, file):
    """Each row's ratio of the best peer's time to Hornbeam's; above 1 Hornbeam is ahead."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown = [r for r in results if "ratio" in r][::-1]
    names = [f"{r['title'].split(' ')[0]} {r['title'].rsplit(', ', 1)[-1]}, {r['threads']}T "
             f"({r['best_peer']})" for r in shown]
    figure, axes = pyplot.subplots(figsize=(8, 1 + 0.25 * len(shown)))
    axes.barh(names, [r["ratio"] for r in shown],
              color=["#2a7f62" if r["ratio"] >= 1 else "#b5532c" for r in shown])
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlabel("time of the best peer / time of Hornbeam")
    figure.tight_layout()
    figure.savefig(file, dpi=110)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json")
    parser.add_argument("--markdown")
    parser.add_argument("--plot")
    parser.add_argument("--modes", default="fit,step,epoch,call")
    parser.add_argument("--models", default=os.environ.get("HORNBEAM_BENCH_MODELS",
                                                           "build/bench-models"))
    args = parser.parse_args()
    peers = args.peers.split(",")
    unknown = [n for n in peers if n not in PEERS] + [
        r for r in args.rows if r != "F1" and r not in rows.ROWS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    if "hornbeam" not in peers:
        peers.insert(0, "hornbeam")
    wanted = args.rows or [*rows.TRAINING, "F1", *rows.INFERENCE]
    models = pathlib.Path(args.models).resolve()
    if any(r in rows.INFERENCE for r in wanted):
        subprocess.run([sys.executable, FOLDER / "export.py", models], check=True,
                       stderr=subprocess.DEVNULL)
    threads_list = [int(t) for t in args.threads.split(",")]
    limit = {t: limits(t) for t in threads_list}
    results = []
    for row in wanted:
        modes = ["fit", "step"] if row in rows.TRAINING else ["epoch" if row == "F1" else "call"]
        for mode in [m for m in modes if m in args.modes.split(",")]:
            group = INFERS if mode == "call" else TRAINS
            base = "T1" if row == "F1" else row
            title = f"{row} {rows.ROWS[base].title}" + ("" if mode == "call" else f", {mode}")
            for threads in threads_list:
                workers = run_row(base, mode, threads, [n for n in group if n in peers],
                                  args.rounds, models)
                results.append(report(title, workers, ideal(base, limit[threads]), threads))
    if args.json:
        pathlib.Path(args.json).write_text(
            json.dumps({"limits": limit, "rows": results}, indent=1))
    if args.markdown:
        pathlib.Path(args.markdown).write_text(markdown(results, limit))
    if args.plot:
        plot(results, args.plot)


if __name__ == "__main__":
    main()
