"""What a call costs in each language, beside other frameworks in the same run: a graph that adds one to a
scalar, and predict of a 784-128-10 MLP with one sample (bindings/).

Every program prints the best of 60 means of 200 calls; the programs run in turns, ROUNDS times, and the
table has the best of each with its ratio to Hornbeam in the same language. What can't be built or fetched
is left out with its reason.
"""

import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent / "bindings"
ROOT = HERE.parent.parent.parent
ROUNDS = 5
CALLS = ("trivial", "predict")


class Missing(Exception):
    """Why a program can't be measured."""


def call(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip() or "failed").splitlines()
        raise Missing(lines[-1])
    return done.stdout


def models(work):
    """Writes the MLP as a SavedModel, and its weights for others."""
    from hornbeam import keras

    keras.set_random_seed(1)
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(128, activation="relu"),
                              keras.layers.Dense(10, activation="softmax")])
    model.save(work / "mlp")
    np.savez(work / "mlp.npz", **dict(zip(("w1", "b1", "w2", "b2"), model.get_weights())))


def onnx_python(work):
    python = os.environ.get("HORNBEAM_PEERS_PYTHON")
    if not python:
        raise Missing("HORNBEAM_PEERS_PYTHON is not set")
    call(python, HERE / "onnx_models.py", work)
    return [python, HERE / "onnx_calls.py", work]


def go(work, build):
    target = work / "go_calls"
    environment = {**os.environ, "CGO_LDFLAGS": f"-L{build}/lib", "GOTOOLCHAIN": "local",
                   "GOPROXY": "off"}
    call("go", "build", "-tags", "hornbeam_dev", "-o", target, HERE / "calls.go",
         cwd=ROOT / "bindings/go", env=environment)
    return [target, work]


def graft(work):
    """graft with the TensorFlow of the Python package."""
    package = pathlib.Path(importlib.util.find_spec("tensorflow").submodule_search_locations[0])
    (work / "tensorflow").mkdir()
    (work / "tensorflow/libtensorflow.so").symlink_to(package / "libtensorflow_cc.so.2")
    shutil.copytree(HERE / "graft", work / "graft")
    environment = {
        **os.environ, "CGO_CFLAGS": f"-I{package}/include", "GOFLAGS": "-mod=mod",
        "CGO_LDFLAGS": f"-L{work}/tensorflow -L{package} -l:libtensorflow_cc.so.2 "
                       f"-l:libtensorflow_framework.so.2 -Wl,-rpath,{package}"}
    call("go", "build", "-o", work / "graft_calls", ".", cwd=work / "graft", env=environment)
    return [work / "graft_calls", work]


def java(work, build):
    """Commands of the Java programs; others' packages come with Maven."""
    classes = work / "classes"
    jar = build / "java/hornbeam.jar"
    call("javac", "-d", classes, "-cp", jar, HERE / "Timing.java", HERE / "HornbeamCalls.java")
    return ["java", "-cp", f"{classes}:{jar}", f"-Dhornbeam.library.path={build}/lib",
            "HornbeamCalls", work]


def java_peer(name, work):
    if shutil.which("mvn") is None:
        raise Missing("there is no mvn, which would fetch it")
    jars = work / "jars"
    if not jars.exists():
        call("mvn", "-q", "-B", "-f", HERE / "pom.xml", f"-DoutputDirectory={jars}",
             "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies")
    call("javac", "-d", work / "classes", "-cp", f"{jars}/*", HERE / "Timing.java",
         HERE / f"{name}.java")
    return ["java", "-cp", f"{work}/classes:{jars}/*", name, work]


def programs(work, build):
    """(language, framework): the function that gives its command."""
    return {
        ("C", "hornbeam"): lambda: [build / "bin/bindings_c", work / "mlp"],
        ("C++", "hornbeam"): lambda: [build / "bin/bindings_cpp", work / "mlp"],
        ("Python", "hornbeam"): lambda: [sys.executable, HERE / "hornbeam_calls.py", work],
        ("Python", "onnxruntime"): lambda: onnx_python(work),
        ("Python", "tensorflow"): lambda: [sys.executable, HERE / "tensorflow_calls.py", work],
        ("Go", "hornbeam"): lambda: go(work, build),
        ("Go", "tensorflow (graft)"): lambda: graft(work),
        ("Java", "hornbeam"): lambda: java(work, build),
        ("Java", "onnxruntime"): lambda: java_peer("OnnxCalls", work),
        ("Java", "tensorflow"): lambda: java_peer("TensorFlowCalls", work),
    }


def measure(commands, reasons, build):
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{build}/lib", "TF_CPP_MIN_LOG_LEVEL": "3",
                   "TF_ENABLE_ONEDNN_OPTS": "0", "CUDA_VISIBLE_DEVICES": ""}
    best = {}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            if name in reasons:
                continue
            try:
                text = call(*command, env=environment)
            except Missing as reason:
                reasons[name] = str(reason)
                continue
            values = json.loads(text.strip().splitlines()[-1])
            known = best.setdefault(name, values)
            best[name] = {c: min(known[c], values[c]) for c in CALLS}
    return best


def table(names, best, reasons):
    print(f"== microseconds of a call, best of {ROUNDS} rounds, {os.cpu_count()} processors\n"
          f"{'':27}{'x + 1':>18}{'784-128-10':>18}")
    for name in names:
        language, framework = name
        if name not in best:
            print(f"{language:8}{framework:19}not measured: {reasons[name]}")
            continue
        text = f"{language:8}{framework:19}"
        for c in CALLS:
            text += f"{best[name][c]:10.2f}"
            ours = best.get((language, "hornbeam"))
            text += f"{best[name][c] / ours[c]:7.2f}x" if ours else 8 * " "
        print(text)


def main(build):
    work = build.resolve() / "bench_bindings"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    models(work)
    commands, reasons = {}, {}
    names = programs(work, build.resolve())
    for name, make in names.items():
        try:
            commands[name] = make()
        except Missing as reason:
            reasons[name] = str(reason)
    best = measure(commands, reasons, build.resolve())
    table(names, best, reasons)
    found = [{"language": language, "framework": framework, **best.get((language, framework), {}),
              **({"not_measured": reasons[language, framework]}
                 if (language, framework) in reasons else {})}
             for language, framework in names]
    path = work / "bindings.json"
    path.write_text(json.dumps({"unit": "microseconds", "rounds": ROUNDS, "calls": found}, indent=1))
    print(f"written to {path}")
