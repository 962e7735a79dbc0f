"""A new op and a new layer need no hand in the Go binding: with a row more in the schema, the generated
packages compile, and the op, which a plug-in brings, runs."""

import json
import os

import pytest

import synthetic
from synthetic import BUILD, ROOT

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
	z := op.AddFactor(s, []int32{1, 2})
	session := hornbeam.Must(hornbeam.NewSession(hornbeam.Must(s.Finalize())))
	out := hornbeam.Must(session.Run(context.Background(), nil, []hornbeam.Output{y, z}, nil))
	for _, t := range out {
		text := fmt.Sprint(t.Value())
		fmt.Println(text[1 : len(text)-1])
	}
	first, list, middle, more, end := op.Range_(s, "text", 1, []hornbeam.Output{y}, y,
		[]hornbeam.DType{hornbeam.Bool}, hornbeam.MakeShape(1), out[0], op.Range_FlagOption(true),
		op.Range_Lambda(4), op.Range_Class("c"), op.Range_Branches([]hornbeam.Func{}))
	fmt.Println(first.IsZero(), len(list), middle.IsZero(), len(more), end.IsZero(), s.Err())
	op.Range_Flag(s)
	m := keras.Sequential(layers.Synthetic(1, [2]int{1, 2}, []int{3}, true, layers.Many(4, 5),
		layers.Switch("off"), layers.Lambda(0.25)), layers.Other(layers.Synthetic(1, 2, nil, false)))
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
    synthetic.write_schemas(folder)
    for script, schema, target in (("go_ops.py", "ops.json", "op"),
                                   ("go_keras.py", "layers.json", "keras")):
        (folder / target).mkdir()
        synthetic.emit(script, folder / schema, folder / target)
    replaced = {str(ROOT / "bindings/go" / path.relative_to(folder)): str(path)
                for path in folder.rglob("*.go")}
    (folder / "program.go").write_text(PROGRAM)
    (folder / "overlay.json").write_text(json.dumps({"Replace": replaced}))
    return folder


def test_a_new_op_and_a_new_layer_need_no_hand(overlay):
    synthetic.need(synthetic.PLUGIN)
    go, = synthetic.run(ROOT / "tools/setup/go.sh")
    lines = synthetic.run(
        go, "run", "-tags", "hornbeam_dev", "-overlay", overlay / "overlay.json",
        overlay / "program.go", synthetic.PLUGIN, cwd=ROOT / "bindings/go",
        env={**os.environ, "CGO_LDFLAGS": f"-L{BUILD}/lib", "LD_LIBRARY_PATH": f"{BUILD}/lib",
             "GOTOOLCHAIN": "local"})
    assert lines[:2] == synthetic.RESULTS
    assert lines[2].startswith("true 0 true 0 true hornbeam: ") and "Range_" in lines[2]
    # A Go program doesn't see a layer's config: the library refuses the class by its name.
    assert lines[3].startswith("hornbeam: ") and "Synthetic" in lines[3]
