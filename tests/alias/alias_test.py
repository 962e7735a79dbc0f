"""Client programs of TensorFlow's C API print the same with Hornbeam's alias library.

Each *_client.c includes only tensorflow/c headers. What it prints with the real TensorFlow is
recorded beside it; a second test records it again and compares.
"""

import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
CLIENTS = sorted(p.stem for p in HERE.glob("*_client.c"))
HEADERS = ROOT / "c_api" / "gen" / "alias" / "include"


def build(client, folder):
    library = BUILD / "tensorflow" / "lib"
    program = folder / client
    subprocess.run(
        ["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{HEADERS}",
         str(HERE / f"{client}.c"), "-o", str(program), f"-L{library}", "-ltensorflow",
         "-ltensorflow_framework", f"-Wl,-rpath,{library}", f"-Wl,-rpath,{BUILD / 'lib'}"],
        check=True)
    return program


@pytest.mark.skipif(not (BUILD / "tensorflow" / "lib").exists(), reason="nothing is built")
@pytest.mark.parametrize("client", CLIENTS)
def test_same_as_recorded(client, tmp_path):
    done = subprocess.run([str(build(client, tmp_path))], cwd=ROOT, capture_output=True,
                          text=True, timeout=120, check=False)
    assert done.stderr == ""
    expected = (HERE / f"{client}.expected").read_text(encoding="utf-8")
    assert done.stdout.splitlines() == expected.splitlines()
    assert done.returncode == 0


def test_recordings_are_current():
    pytest.importorskip("tensorflow")
    done = subprocess.run([str(HERE / "record.sh"), "--check", sys.executable],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
