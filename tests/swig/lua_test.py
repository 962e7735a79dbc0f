"""hornbeam.i serves other languages: Lua loads a model and predicts with it."""

import os
import pathlib
import shutil
import subprocess

import numpy as np

from hornbeam import keras

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))


def test_lua_predicts(tmp_path):
    here = ROOT / "tests/swig"
    subprocess.run(["swig", "-lua", f"-I{here}", "-o", tmp_path / "wrap.c",
                    ROOT / "bindings/java/gen/hornbeam.i"], check=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", f"-I{ROOT / 'c_api/include'}",
                    "-I/usr/include/lua5.4", "-o", tmp_path / "NativeModule.so",
                    tmp_path / "wrap.c", f"-L{BUILD / 'lib'}", "-lhornbeam_keras", "-lhornbeam",
                    f"-Wl,-rpath,{BUILD / 'lib'}"], check=True)
    shutil.copy(here / "predict.lua", tmp_path)
    model = keras.Sequential([keras.layers.Dense(3, activation="tanh"), keras.layers.Dense(1)])
    x = np.array([[0.5], [-1], [2]], np.float32)
    expected = model.predict(x).ravel()
    model.save(tmp_path / "model")
    lines = subprocess.run(["lua5.4", tmp_path / "predict.lua", tmp_path / "model", "0.5", "-1", "2"],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    assert np.array([np.float32(v) for v in lines[:3]]).tolist() == expected.tolist()
    ok, message = lines[3].split(None, 1)
    assert ok == "false" and "no such folder" in message
