"""A new op and a new layer need no hand in the Go binding: with a row more in the schema, the generated
packages compile, and the op, which a plug-in brings, runs."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))

OPS = [
    # The op of tests/plugin.
    {"name": "AddFactor", "group": "math", "summary": "Adds a number.",
     "inputs": [{"name": "x", "type_attr": "T"}], "outputs": [{"name": "y", "type_attr": "T"}],
     "attrs": [{"name": "T", "type": "type", "allowed": ["DT_FLOAT", "DT_INT32"]},
               {"name": "factor", "type": "float", "default": 1.0}]},
    # Reserved words, lists between single outputs, every type of attribute, and an option that has
    # the name of an op.
    {"name": "Range_", "group": "newgroup", "summary": "",
     "inputs": [{"name": "range", "type": "DT_STRING"}, {"name": "scope", "type_attr": "type"},
                {"name": "func", "type_attr": "type", "number_attr": "N"},
                {"name": "op", "type": "DT_RESOURCE"}],
     "outputs": [{"name": "range", "type": "DT_INT64"},
                 {"name": "list", "type_attr": "type", "number_attr": "N"},
                 {"name": "middle", "type": "DT_BOOL"},
                 {"name": "more", "type_list_attr": "Tmore"}, {"name": "end", "type": "DT_HALF"}],
     "attrs": [{"name": "type", "type": "type"}, {"name": "N", "type": "int"},
               {"name": "Tmore", "type": "list(type)"}, {"name": "select", "type": "shape"},
               {"name": "shape", "type": "shape", "default": None},
               {"name": "shapes", "type": "list(shape)", "default": []},
               {"name": "body", "type": "func", "default": ""},
               {"name": "branches", "type": "list(func)", "default": []},
               {"name": "limits", "type": "list(float)", "default": [1.5]},
               {"name": "flags", "type": "list(bool)", "default": [True]},
               {"name": "flag", "type": "bool", "default": False},
               {"name": "value", "type": "tensor"}]},
    {"name": "Range_Flag", "group": "newgroup", "summary": "An op with the name of an option.",
     "inputs": [], "outputs": [], "attrs": []},
]


def parameter(name, kind, position, **more):
    return {"name": name, "kind": kind, "doc": f"The {name}.", "position": position, **more}


LAYER = {"name": "Synthetic", "doc": "A layer that isn't there.", "group": "core", "min_inputs": 1,
         "max_inputs": 1, "params": [
             parameter("type", "int", 0, required=True),
             parameter("func", "ints", 1, required=True, count=2),
             parameter("range", "shape", 2, required=True),
             parameter("synthetic", "bool", 3, default=True),
             parameter("many", "ints", 4, default=1),
             parameter("switch", "enum", 5, default="on", values=["on", "off"]),
             parameter("padding", "bool", 6, default=True)]}
OTHER = {**LAYER, "name": "Other", "params": [parameter("synthetic", "bool", 0, default=False)]}

PROGRAM = """package main

import (
	"context"
	"fmt"
	"os"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/op"
)

func main() {
	if err := hornbeam.LoadLibrary(os.Args[1]); err != nil {
		panic(err)
	}
	s := op.NewScope()
	y := op.AddFactor(s, []float32{1, 2}, op.AddFactorFactor(40))
	session := hornbeam.Must(hornbeam.NewSession(hornbeam.Must(s.Finalize())))
	out := hornbeam.Must(session.Run(context.Background(), nil, []hornbeam.Output{y}, nil))
	fmt.Println(out[0].Value())
	first, list, middle, more, end := op.Range_(s, "text", 1, []hornbeam.Output{y}, y,
		[]hornbeam.DType{hornbeam.Bool}, hornbeam.MakeShape(1), out[0], op.Range_FlagOption(true))
	fmt.Println(first.IsZero(), len(list), middle.IsZero(), len(more), end.IsZero(), s.Err())
	op.Range_Flag(s)
	m := keras.Sequential(layers.Synthetic(1, [2]int{1, 2}, []int{3}, true, layers.Many(4, 5),
		layers.Switch("off")), layers.Other(layers.Synthetic(1, 2, nil, false)))
	fmt.Println(m.Err())
	if err := hornbeam.LoadLibrary("no such file"); err == nil {
		panic("a file that isn't there was loaded")
	}
}
"""


@pytest.fixture(scope="module")
def overlay(tmp_path_factory):
    """What the Go command puts in the place of committed files."""
    folder = tmp_path_factory.mktemp("generated")
    rows = json.loads((ROOT / "bindings/schema/ops.json").read_text())
    classes = json.loads((ROOT / "bindings/schema/layers.json").read_text())
    classes["layer"] += [LAYER, OTHER]
    (folder / "ops.json").write_text(json.dumps(rows + OPS))
    (folder / "layers.json").write_text(json.dumps(classes))
    for script, schema, target in (("go_ops.py", "ops.json", "op"),
                                   ("go_keras.py", "layers.json", "keras")):
        (folder / target).mkdir()
        subprocess.run([sys.executable, ROOT / "bindings/bindgen" / script, folder / schema,
                        folder / target], check=True)
    replaced = {str(ROOT / "bindings/go" / path.relative_to(folder)): str(path)
                for path in folder.rglob("*.go")}
    (folder / "program.go").write_text(PROGRAM)
    (folder / "overlay.json").write_text(json.dumps({"Replace": replaced}))
    return folder


def test_a_new_op_and_a_new_layer_need_no_hand(overlay):
    plugin = BUILD / "lib/test_plugin.so"
    if not plugin.exists():
        pytest.skip("the test plug-in is not built")
    go = subprocess.run([ROOT / "tools/setup/go.sh"], check=True, capture_output=True,
                        text=True).stdout.strip()
    done = subprocess.run(
        [go, "run", "-tags", "hornbeam_dev", "-overlay", overlay / "overlay.json",
         overlay / "program.go", plugin], cwd=ROOT / "bindings/go", capture_output=True, text=True,
        env={**os.environ, "CGO_LDFLAGS": f"-L{BUILD}/lib", "LD_LIBRARY_PATH": f"{BUILD}/lib",
             "GOTOOLCHAIN": "local"})
    assert done.returncode == 0, done.stderr[-3000:]
    lines = done.stdout.splitlines()
    assert lines[0] == "[41 42]"
    assert lines[1].startswith("true 0 true 0 true hornbeam: ") and "Range_" in lines[1]
    assert lines[2].startswith("hornbeam: ") and "Synthetic" in lines[2]
