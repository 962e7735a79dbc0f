#!/usr/bin/env python3
"""Measures, and compares with other frameworks in the same run.

Usage: bench.py [kernels] [training] [bindings] [sizes]      (default: all)
       bench.py suite [ARGUMENT...]

kernels runs the C++ benchmark programs of the build (bin/*_bench). training times one step of the
digits network (digits.py) in Hornbeam, Keras and PyTorch, each in a process of its own, in turns,
and prints the best round of each as a ratio to the first row that is there. bindings times a call in
each language, beside ONNX Runtime and TensorFlow (bindings_bench.py). suite trains and predicts with
the models of suite/rows.py in all frameworks, and compares kernels, overheads, start-up and memory;
suite --help says more. sizes prints kilobytes
of kernel code an op and the files that take longest to compile (code_size.py).
"""

import json
import os
import pathlib
import subprocess
import sys

import bindings_bench

FOLDER = pathlib.Path(__file__).resolve().parent
ROUNDS = 3

# Framework: the Python that has it, and its module of this folder.
PEERS = {
    "hornbeam": (sys.executable, "digits_hornbeam.py"),
    "keras": (sys.executable, "digits_keras.py"),
    "torch": (os.environ.get("HORNBEAM_TORCH_PYTHON"), "digits_torch.py"),
}


def kernels(build):
    for program in sorted((build / "bin").glob("*_bench")):
        print(f"== {program.name}", flush=True)
        subprocess.run([program], check=True)


def one_round(python, script):
    """Microseconds a step, or the reason why there is none."""
    if not python:
        return "HORNBEAM_TORCH_PYTHON is not set"
    done = subprocess.run([python, FOLDER / script], capture_output=True, text=True)
    if done.returncode != 0:
        return (done.stderr.strip().splitlines() or ["failed"])[-1]
    return json.loads(done.stdout.strip().splitlines()[-1])["step_us"]


def training():
    best, reasons = {}, {}
    for _ in range(ROUNDS):
        for name, (python, script) in PEERS.items():
            if name in reasons:
                continue
            result = one_round(python, script)
            if isinstance(result, str):
                reasons[name] = result
            else:
                best[name] = min(best.get(name, result), result)
    print("== one training step of the digits network, batch 32, Adam, best of "
          f"{ROUNDS} rounds, {os.cpu_count()} processors")
    base = next(iter(best.values()), None)
    for name in PEERS:
        if name in best:
            print(f"{name:10} {best[name]:10.1f} us  {best[name] / base:6.2f}")
        else:
            print(f"{name:10} not measured: {reasons[name]}")


def sizes(build):
    subprocess.run([sys.executable, FOLDER / "code_size.py", build], check=True)


def main(arguments):
    build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
    if arguments[:1] == ["suite"]:
        suite = [sys.executable, FOLDER / "suite/suite.py", *arguments[1:]]
        sys.exit(subprocess.run(suite).returncode)
    steps = {"kernels": lambda: kernels(build), "training": training,
             "bindings": lambda: bindings_bench.main(build), "sizes": lambda: sizes(build)}
    unknown = [name for name in arguments if name not in steps]
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(steps)}")
    for name in arguments or steps:
        steps[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
