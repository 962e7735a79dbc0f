"""Writes the models for ONNX Runtime: x + 1, and the MLP with the weights in FOLDER/mlp.npz.

usage: onnx_models.py FOLDER
"""

import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

FLOAT = TensorProto.FLOAT


def write(path, nodes, x, y, constants):
    graph = helper.make_graph(
        nodes, "graph", [helper.make_tensor_value_info("x", FLOAT, x)],
        [helper.make_tensor_value_info("y", FLOAT, y)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()])
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


folder = sys.argv[1]
weights = np.load(f"{folder}/mlp.npz")
write(f"{folder}/add.onnx", [helper.make_node("Add", ["x", "one"], ["y"])], [], [],
      {"one": np.array(1, np.float32)})
write(f"{folder}/mlp.onnx", [
    helper.make_node("Gemm", ["x", "w1", "b1"], ["h"]), helper.make_node("Relu", ["h"], ["r"]),
    helper.make_node("Gemm", ["r", "w2", "b2"], ["o"]), helper.make_node("Softmax", ["o"], ["y"]),
], ["n", 784], ["n", 10], dict(weights))
