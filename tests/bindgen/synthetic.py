"""A schema with ops and layers that nobody wrote a line for in a binding, and how each language's
emitters are fed with it.

AddFactor is the op of tests/plugin, which runs. It takes the place of the op that was the minus of one
operand, so that the operator adds 1. The other ops and the layers exist in the schema only:
they have what emitters stumble over, and the library must refuse them by name.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
PLUGIN = BUILD / "lib/test_plugin.so"

OPS = [
    {"name": "AddFactor", "group": "math", "summary": "Adds a number.", "method": "add_factor",
     "operator": "-",
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
                 {"name": "operation", "type": "DT_BOOL"},
                 {"name": "more", "type_list_attr": "Tmore"}, {"name": "end", "type": "DT_HALF"}],
     "attrs": [{"name": "type", "type": "type"}, {"name": "N", "type": "int"},
               {"name": "Tmore", "type": "list(type)"}, {"name": "select", "type": "shape"},
               {"name": "shape", "type": "shape", "default": None},
               {"name": "shapes", "type": "list(shape)", "default": []},
               {"name": "body", "type": "func", "default": ""},
               {"name": "branches", "type": "list(func)", "default": []},
               {"name": "limits", "type": "list(float)", "default": [1.5]},
               {"name": "sizes", "type": "list(int)", "default": [1, 2]},
               {"name": "lambda", "type": "int", "default": 3},
               {"name": "words", "type": "list(string)", "default": ["a \"b\""]},
               {"name": "flags", "type": "list(bool)", "default": [True]},
               {"name": "flag", "type": "bool", "default": False},
               {"name": "class", "type": "string", "default": "new\\"},
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
             parameter("padding", "bool", 6, default=True),
             parameter("lambda", "real", 7, default=0.5)]}
OTHER = {**LAYER, "name": "Other", "params": [parameter("synthetic", "bool", 0, default=False)]}

# What each language's program prints first: AddFactor of float32 [1, 2] with the factor 40, and of
# int32 [1, 2] with the factor that is the default, through an operator or a method where the language has
# them.
RESULTS = ["41 42", "2 3"]
# The config of the layer that each program makes. The library has no such layer, so that its config
# is all that can be looked at.
CONFIG = {"type": 1, "func": [1, 2], "range": [3], "synthetic": True, "many": [4, 5], "switch": "off",
          "lambda": 0.25}


def write_schemas(folder):
    """The library's own schemas with these rows beside them: ops.json and layers.json."""
    rows = json.loads((ROOT / "bindings/schema/ops.json").read_text())
    for row in rows:
        if row.get("operator") == "-" and len(row["inputs"]) == 1:
            del row["operator"]
    classes = json.loads((ROOT / "bindings/schema/layers.json").read_text())
    classes["layer"] += [LAYER, OTHER]
    (folder / "ops.json").write_text(json.dumps(rows + OPS))
    (folder / "layers.json").write_text(json.dumps(classes))


def emit(script, schema, target):
    subprocess.run([sys.executable, ROOT / "bindings/bindgen" / script, schema, target], check=True)


def run(*command, **options):
    """What a command prints; a test fails with what it says if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout.splitlines()


def need(*paths):
    for path in paths:
        if not path.exists():
            pytest.skip(f"{path.name} is not built")


def check_config(text):
    given = json.loads(text)
    assert {name: given.get(name) for name in CONFIG} == CONFIG
