"""One figure from a process that has done nothing else; prints seconds or bytes.

Usage: fresh.py FRAMEWORK size|import|first|resident|train-memory THREADS FOLDER
"""

import importlib
import importlib.metadata
import importlib.util
import os
import pathlib
import sys
import sysconfig
import time

import kernels  # noqa: F401: loaded before the clock starts, as are those below
import numpy as np
import overheads  # noqa: F401
import rows  # noqa: F401
import worker

IMPORTS = {"litert": "ai_edge_litert.interpreter"}
STEPS = 10


def memory(what):
    """VmRSS or VmHWM in bytes."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return 1024 * int(line.split()[1])
    raise RuntimeError(f"/proc/self/status has no {what}")


def total(files):
    return sum(f.stat().st_size for f in {p.resolve() for p in files} if f.is_file())


def size(framework):
    if framework == "hornbeam":
        build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
        # A wheel has one of the extension modules, each for a version of CPython.
        own = sysconfig.get_config_var("EXT_SUFFIX")
        package = [p for p in (build / "python/hornbeam").rglob("*") if "__pycache__" not in p.parts
                   and (p.suffix != ".so" or p.name.endswith(own))]
        return total([*package, *(build / "lib").glob("libhornbeam*.so.1")])
    found = []
    for name in importlib.import_module(f"on_{framework}").PACKAGES:
        try:
            found += [f.locate() for f in importlib.metadata.files(name) or []]
        except importlib.metadata.PackageNotFoundError:
            pass
    if not found:
        raise RuntimeError("its package isn't installed")
    return total(pathlib.Path(f) for f in found)


def predict(framework, threads, folder):
    """(seconds, resident bytes more than before) of import, load and one prediction."""
    before, start = memory("VmRSS"), time.perf_counter()
    module = importlib.import_module(f"on_{framework}")
    call = module.make("I1", "call", threads, folder)
    if isinstance(call, str):
        raise RuntimeError(call)
    call()
    return time.perf_counter() - start, memory("VmRSS") - before


def train(framework, threads, folder):
    if framework in ("onnxruntime", "openvino", "litert"):
        raise RuntimeError("it doesn't train")
    module = importlib.import_module(f"on_{framework}")
    before = memory("VmRSS")
    pathlib.Path("/proc/self/clear_refs").write_text("5")  # the peak is what is resident now
    call = module.make("T3", "step", threads, folder)
    if isinstance(call, str):
        raise RuntimeError(call)
    for _ in range(STEPS):
        call()
    return memory("VmHWM") - before


def main():
    framework, what, threads, folder = sys.argv[1:]
    threads, folder = int(threads), pathlib.Path(folder)
    worker.set_threads(threads)
    np.random.default_rng()  # NumPy loads it late; some frameworks load it with themselves
    if what == "size":
        result = size(framework)
    elif what == "import":
        start = time.perf_counter()
        importlib.import_module(IMPORTS.get(framework, framework))
        result = time.perf_counter() - start
    elif what == "train-memory":
        result = train(framework, threads, folder)
    else:
        result = predict(framework, threads, folder)[what == "resident"]
    print(result, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
