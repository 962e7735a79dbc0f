"""The Python package and programs that use it are clean under mypy --strict."""

import ast
import inspect
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
PACKAGE = ROOT / "bindings/python/hornbeam"
PROGRAM = pathlib.Path(__file__).with_name("typed_program.py")


def mypy(*arguments):
    python = subprocess.run(
        [ROOT / "tools/setup/python.sh", ROOT / "tests/requirements-packaging.txt"], check=True,
        capture_output=True, text=True).stdout.strip()
    done = subprocess.run(
        [python, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", BUILD / "mypy",
         *arguments], capture_output=True, text=True, cwd=ROOT,
        env=dict(os.environ, MYPYPATH=str(PACKAGE.parent), PYTHONPATH=""))
    return done.stdout + done.stderr


def test_the_package():
    assert mypy("-p", "hornbeam") == ""


def test_programs(tmp_path):
    programs = [PROGRAM]
    for page in ("README.md", "docs/python.md"):
        blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)
        assert blocks
        programs.append(tmp_path / f"{pathlib.Path(page).stem}.py")
        programs[-1].write_text("\n".join(blocks))
    assert mypy(*programs) == ""


def test_wrong_programs_are_found(tmp_path):
    (tmp_path / "wrong.py").write_text(
        "import hornbeam as hb\nfrom hornbeam import keras\n"
        "keras.layers.Dense('4')\nkeras.layers.Dens(4)\n"
        "keras.optimizers.Adam(rate=0.1)\nhb.raw_ops.Tanh(1).units\nhb.uint128\n")
    found = re.findall(r"wrong.py:(\d+): error", mypy(tmp_path / "wrong.py"))
    assert found == ["3", "4", "5", "6", "7"]


def test_the_program_runs(tmp_path):
    done = subprocess.run([sys.executable, PROGRAM, tmp_path], capture_output=True, text=True,
                          env=dict(os.environ, PYTHONPATH=str(BUILD / "python")))
    assert done.returncode == 0, done.stderr
    assert "serving_default" in done.stdout


@pytest.mark.parametrize("module", ["__init__", "keras"])
def test_the_stubs_name_what_the_extension_has(module):
    import hornbeam

    extension = hornbeam._hornbeam if module == "__init__" else hornbeam._hornbeam.keras
    tree = ast.parse((PACKAGE / "_hornbeam" / f"{module}.pyi").read_text())
    stubs = {node.name: node for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    there = {name for name in vars(extension) if not name.startswith("_") and name != "keras"}
    assert set(stubs) == there
    for name, node in stubs.items():
        if isinstance(node, ast.ClassDef):
            members = {f.name for f in node.body if isinstance(f, ast.FunctionDef)}
            own = {m for m in vars(getattr(extension, name)) if not m.startswith("_")}
            assert {m for m in members if not m.startswith("_")} == own, name
            assert inspect.isclass(getattr(extension, name))
