"""The guides for Python, C and C++ are true: their programs run, in order, in one folder, and are
compiled with the line that the guide gives, from nothing but what is installed."""

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))


def blocks(page, language):
    found = re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "docs" / page).read_text(),
                       re.DOTALL | re.MULTILINE)
    assert found
    return found


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    if not (BUILD / "lib/libhornbeam_keras.so.1").exists():
        pytest.skip("the libraries are not built")
    folder = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", folder, "--component", "sdk")
    return folder


def outputs(page, language, suffix, prefix, folder):
    """What the programs of a page print."""
    (line,) = [line for block in blocks(page, "sh") for line in block.splitlines()
               if line.startswith(("gcc ", "g++ "))]
    compiler = line.split()[0]
    environment = dict(os.environ, PKG_CONFIG_PATH=f"{prefix}/lib/pkgconfig")
    printed = []
    for block in blocks(page, language):
        (folder / f"program{suffix}").write_text(block)
        strict = line.replace(compiler, f"{compiler} -Wall -Wextra -Werror", 1)
        run("sh", "-c", strict, cwd=folder, env=environment)
        printed.append(run("./program", cwd=folder, env={"LD_LIBRARY_PATH": f"{prefix}/lib"}))
    return printed


def test_c(prefix, tmp_path):
    train, predict, signatures = outputs("c.md", "c", ".c", prefix, tmp_path)
    losses = [float(line.split()[-1]) for line in train.splitlines()]
    assert len(losses) == 10 and losses[-1] < losses[0]
    assert len(predict.split()) == 2
    assert "serving_default takes " in signatures


def test_cpp(prefix, tmp_path):
    train, own, load, graph = outputs("cpp.md", "cpp", ".cc", prefix, tmp_path)
    assert float(train.split()[1]) < 1 and float(own) > 0
    assert len(load.splitlines()) == 2
    assert graph.splitlines()[1].startswith("3: ")


def test_python(tmp_path):
    environment = dict(os.environ, PYTHON=sys.executable, PYTHONPATH=str(BUILD / "python"))
    (tmp_path / "program.py").write_text("\n".join(blocks("python.md", "python")))
    printed = run(sys.executable, "program.py", cwd=tmp_path, env=environment)
    assert "NotFound" not in printed and "5 there is no folder 'nowhere'" in printed
    # What the guide says of the command is done with the model that the program has left.
    (tmp_path / "x.py").write_text("import numpy\nnumpy.save('x.npy', numpy.ones((2, 1)))\n")
    run(sys.executable, "x.py", cwd=tmp_path)
    lines = [line for block in blocks("python.md", "sh") for line in block.splitlines()
             if line.startswith("hornbeam ")]
    assert len(lines) == 5
    for line in lines:
        run("sh", "-c", line.replace("hornbeam", '"$PYTHON" -m hornbeam', 1), cwd=tmp_path,
            env=environment)
    assert len(list((tmp_path / "results").iterdir())) == 1
    assert json.loads((tmp_path / "trace.json").read_text())["traceEvents"]
