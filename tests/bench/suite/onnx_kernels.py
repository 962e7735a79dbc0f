"""The kernels as ONNX models, for ONNX Runtime and OpenVINO."""

import kernels
import numpy as np
from onnx import TensorProto, helper


def _conv(a, groups=1):
    k, stride = a["k"], a["stride"]
    return {"kernel_shape": [k, k], "strides": [stride, stride], "pads": [k // 2] * 4, "group": groups}


# Op: its name, its attributes, and constants that are further inputs.
def _node(kernel):
    a = kernel.a
    if kernel.op in ("conv", "depthwise"):
        k, groups = kernel.shapes[1][0], kernel.shapes[0][3] if kernel.op == "depthwise" else 1
        return "Conv", _conv({"k": k, "stride": a["stride"]}, groups), {}
    window = {"kernel_shape": [2, 2], "strides": [2, 2]}
    return {
        "matmul": lambda: ("MatMul", {}, {}),
        "max_pool": lambda: ("MaxPool", window, {}),
        "avg_pool": lambda: ("AveragePool", window, {}),
        "softmax": lambda: ("Softmax", {"axis": -1}, {}),
        "layer_norm": lambda: ("LayerNormalization", {"epsilon": 1e-3}, {
            "gamma": np.ones(kernel.shapes[0][-1], np.float32),
            "beta": np.zeros(kernel.shapes[0][-1], np.float32)}),
        "sum": lambda: ("ReduceSum", {"keepdims": 0}, {"axes": np.array(a["axis"], np.int64)}),
        "transpose": lambda: ("Transpose", {"perm": a["perm"]}, {}),
        "gather": lambda: ("Gather", {"axis": 0}, {}),
        "exp": lambda: ("Exp", {}, {}),
        "tanh": lambda: ("Tanh", {}, {}),
        "gelu": lambda: ("Gelu", {}, {}),
        "add": lambda: ("Add", {}, {}),
    }[kernel.op]()


def _nchw(kernel, index, array):
    if kernel.op in ("conv", "depthwise"):
        order = (0, 3, 1, 2) if index == 0 else (3, 2, 0, 1)
        array = array.transpose(order)
        if kernel.op == "depthwise" and index == 1:
            array = array.transpose(1, 0, 2, 3)
    if kernel.op in ("max_pool", "avg_pool"):
        array = array.transpose(0, 3, 1, 2)
    return np.ascontiguousarray(array)


def _model(nodes, inputs, output, constants):
    graph = helper.make_graph(
        nodes, "g",
        [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape)
         for n, v in inputs.items()],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        [helper.make_tensor(n, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape, v.ravel())
         for n, v in constants.items()])
    opset = [helper.make_opsetid("", 20)]
    return helper.make_model(graph, opset_imports=opset, ir_version=9).SerializeToString()


def model(kernel):
    """(the bytes of a model, its inputs by name); nothing where ONNX has no such op. Images are NCHW."""
    if kernel.op in ("conv_dx", "conv_dw"):
        return None
    op, attributes, constants = _node(kernel)
    inputs = {f"x{i}": _nchw(kernel, i, x) for i, x in enumerate(kernels.data(kernel))}
    node = helper.make_node(op, [*inputs, *constants], ["y"], **attributes)
    return _model([node], inputs, "y", constants), inputs


def chain(length):
    """Each node takes y from what the one before gave."""
    inputs = {"x": np.array(1, np.float32), "y": np.array(0.5, np.float32)}
    nodes = [helper.make_node("Sub", ["x" if i == 0 else f"n{i - 1}", "y"], [f"n{i}"])
             for i in range(length)]
    return _model(nodes, inputs, f"n{length - 1}", {}), inputs
