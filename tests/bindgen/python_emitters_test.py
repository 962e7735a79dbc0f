"""A new op and a new layer need no hand in the Python binding: with a row more in the schema, the
generated modules import and are clean under mypy --strict, and the op, which a plug-in brings, runs."""

import os
import shutil
import sys

import pytest

import synthetic
from synthetic import BUILD, ROOT

PROGRAM = """import json
import sys

import numpy as np

import hornbeam as hb
from hornbeam import keras, raw_ops

hb.load_plugin(sys.argv[1])
y = raw_ops.AddFactor(np.array([1, 2], np.float32), factor=40)
z = -hb.constant(np.array([1, 2], np.int32))
with hb.Session() as session:
    for out in session.run([y, z]):
        print(*out.astype(int))
try:
    raw_ops.Range_("text", 1, [y], y, [hb.float32], (1,), np.float32(1), shape=..., lambda_=4,
                   class_="c", branches=["f"], flags=[True, False], flag=True, words=["w"])
except hb.errors.HornbeamError as e:
    print(e)
layer = keras.layers.Synthetic(1, (1, 2), (3,), many=[4, 5], switch="off", lambda_=0.25)
print(json.dumps(layer.get_config()))
try:
    keras.Sequential([layer, keras.layers.Other()]).build((None, 1))
except hb.errors.HornbeamError as e:
    print(e)
try:
    hb.load_plugin("no such file")
except hb.errors.NotFoundError as e:
    print("not found")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The package with newly generated modules, and a program."""
    folder = tmp_path_factory.mktemp("generated")
    synthetic.write_schemas(folder)
    package = folder / "hornbeam"
    shutil.copytree(ROOT / "bindings/python/hornbeam", package,
                    ignore=shutil.ignore_patterns("__pycache__"))
    synthetic.emit("python_ops.py", folder / "ops.json", package / "gen/raw_ops.py")
    synthetic.emit("python_keras.py", folder / "layers.json", package / "keras/gen")
    (folder / "program.py").write_text(PROGRAM)
    return folder


def test_a_new_op_and_a_new_layer_need_no_hand(folder):
    extensions = list((BUILD / "python/hornbeam").glob("_hornbeam*.so"))
    synthetic.need(synthetic.PLUGIN, *extensions)
    if not extensions:
        pytest.skip("the Python binding is not built")
    for extension in extensions:
        shutil.copy(extension, folder / "hornbeam")
    lines = synthetic.run(sys.executable, "-B", folder / "program.py", synthetic.PLUGIN,
                          env={**os.environ, "PYTHONPATH": str(folder),
                               "LD_LIBRARY_PATH": f"{BUILD}/lib"})
    assert lines[:2] == synthetic.RESULTS
    assert "Range_" in lines[2]
    synthetic.check_config(lines[3])
    assert "Synthetic" in lines[4]
    assert lines[5] == "not found"


def test_what_is_generated_is_typed(folder):
    python, = synthetic.run(ROOT / "tools/setup/python.sh", ROOT / "tests/requirements-packaging.txt")
    synthetic.run(python, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir",
                  folder / "mypy", folder / "program.py", cwd=folder,
                  env={**os.environ, "MYPYPATH": str(folder), "PYTHONPATH": ""})
