"""One function for each op, under the names of TensorFlow.

Inputs are tensors, or values that become constants; attributes that inputs determine may be
left out. A function returns the output, a list of outputs, or the operation if it has none.
"""
# Written by bindings/bindgen/python_ops.py; do not edit.

from __future__ import annotations

from typing import Any, Sequence

from hornbeam.graph import apply


def Abs(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Abs."""
    return apply("Abs", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Acos(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Acos."""
    return apply("Acos", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Add(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Add."""
    return apply("Add", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def AddN(inputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op AddN."""
    return apply("AddN", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def AddV2(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op AddV2."""
    return apply("AddV2", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def All(input: Any, reduction_indices: Any, keep_dims: bool | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op All."""
    return apply("All", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "Tidx": ("type", Tidx)}, name,
                 [None, 'Tidx'], [10, 0])


def Any(input: Any, reduction_indices: Any, keep_dims: bool | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Any."""
    return apply("Any", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "Tidx": ("type", Tidx)}, name,
                 [None, 'Tidx'], [10, 0])


def ApplyGradientDescent(var: Any, alpha: Any, delta: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ApplyGradientDescent."""
    return apply("ApplyGradientDescent", [var, alpha, delta], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def ApproximateEqual(x: Any, y: Any, T: Any | None = None, tolerance: float | None = None, name: str | None = None) -> Any:
    """The op ApproximateEqual."""
    return apply("ApproximateEqual", [x, y], {"T": ("type", T), "tolerance": ("float", tolerance)}, name,
                 ['T', 'T'], [0, 0])


def ArgMax(input: Any, dimension: Any, T: Any | None = None, Tidx: Any | None = None, output_type: Any | None = None, name: str | None = None) -> Any:
    """The op ArgMax."""
    return apply("ArgMax", [input, dimension], {"T": ("type", T), "Tidx": ("type", Tidx), "output_type": ("type", output_type)}, name,
                 ['T', 'Tidx'], [0, 0])


def ArgMin(input: Any, dimension: Any, T: Any | None = None, Tidx: Any | None = None, output_type: Any | None = None, name: str | None = None) -> Any:
    """The op ArgMin."""
    return apply("ArgMin", [input, dimension], {"T": ("type", T), "Tidx": ("type", Tidx), "output_type": ("type", output_type)}, name,
                 ['T', 'Tidx'], [0, 0])


def AsString(input: Any, T: Any | None = None, precision: int | None = None, scientific: bool | None = None, shortest: bool | None = None, width: int | None = None, fill: str | bytes | None = None, name: str | None = None) -> Any:
    """The op AsString."""
    return apply("AsString", [input], {"T": ("type", T), "precision": ("int", precision), "scientific": ("bool", scientific), "shortest": ("bool", shortest), "width": ("int", width), "fill": ("string", fill)}, name,
                 ['T'], [0])


def Asin(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Asin."""
    return apply("Asin", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Assert(condition: Any, data: Any, summarize: int | None = None, name: str | None = None) -> Any:
    """The op Assert."""
    return apply("Assert", [condition, data], {"summarize": ("int", summarize), "__lists__": ("", (1,))}, name,
                 [None, None], [10, 0])


def Assign(ref: Any, value: Any, T: Any | None = None, validate_shape: bool | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op Assign."""
    return apply("Assign", [ref, value], {"T": ("type", T), "validate_shape": ("bool", validate_shape), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignAdd(ref: Any, value: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op AssignAdd."""
    return apply("AssignAdd", [ref, value], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignAddVariableOp(resource: Any, value: Any, dtype: Any | None = None, name: str | None = None) -> Any:
    """The op AssignAddVariableOp."""
    return apply("AssignAddVariableOp", [resource, value], {"dtype": ("type", dtype)}, name,
                 [None, 'dtype'], [20, 0])


def AssignSub(ref: Any, value: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op AssignSub."""
    return apply("AssignSub", [ref, value], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignSubVariableOp(resource: Any, value: Any, dtype: Any | None = None, name: str | None = None) -> Any:
    """The op AssignSubVariableOp."""
    return apply("AssignSubVariableOp", [resource, value], {"dtype": ("type", dtype)}, name,
                 [None, 'dtype'], [20, 0])


def AssignVariableOp(resource: Any, value: Any, dtype: Any | None = None, validate_shape: bool | None = None, name: str | None = None) -> Any:
    """The op AssignVariableOp."""
    return apply("AssignVariableOp", [resource, value], {"dtype": ("type", dtype), "validate_shape": ("bool", validate_shape)}, name,
                 [None, 'dtype'], [20, 0])


def Atan(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Atan."""
    return apply("Atan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Atan2(y: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Atan2."""
    return apply("Atan2", [y, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def AvgPool(value: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op AvgPool."""
    return apply("AvgPool", [value], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T'], [0])


def AvgPool3D(input: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op AvgPool3D."""
    return apply("AvgPool3D", [input], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T'], [0])


def AvgPoolGrad(orig_input_shape: Any, grad: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op AvgPoolGrad."""
    return apply("AvgPoolGrad", [orig_input_shape, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 [None, 'T'], [3, 0])


def BatchMatMul(x: Any, y: Any, T: Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> Any:
    """The op BatchMatMul."""
    return apply("BatchMatMul", [x, y], {"T": ("type", T), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['T', 'T'], [0, 0])


def BatchMatMulV2(x: Any, y: Any, T: Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> Any:
    """The op BatchMatMulV2."""
    return apply("BatchMatMulV2", [x, y], {"T": ("type", T), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['T', 'T'], [0, 0])


def BatchMatMulV3(x: Any, y: Any, Tout: Any, Ta: Any | None = None, Tb: Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> Any:
    """The op BatchMatMulV3."""
    return apply("BatchMatMulV3", [x, y], {"Tout": ("type", Tout), "Ta": ("type", Ta), "Tb": ("type", Tb), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['Ta', 'Tb'], [0, 0])


def BatchToSpaceND(input: Any, block_shape: Any, crops: Any, T: Any | None = None, Tblock_shape: Any | None = None, Tcrops: Any | None = None, name: str | None = None) -> Any:
    """The op BatchToSpaceND."""
    return apply("BatchToSpaceND", [input, block_shape, crops], {"T": ("type", T), "Tblock_shape": ("type", Tblock_shape), "Tcrops": ("type", Tcrops)}, name,
                 ['T', 'Tblock_shape', 'Tcrops'], [0, 0, 0])


def Betainc(a: Any, b: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Betainc."""
    return apply("Betainc", [a, b, x], {"T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def BiasAdd(value: Any, bias: Any, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The op BiasAdd."""
    return apply("BiasAdd", [value, bias], {"T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T', 'T'], [0, 0])


def BiasAddGrad(out_backprop: Any, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The op BiasAddGrad."""
    return apply("BiasAddGrad", [out_backprop], {"T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def Bincount(arr: Any, size: Any, weights: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Bincount."""
    return apply("Bincount", [arr, size, weights], {"T": ("type", T)}, name,
                 [None, None, 'T'], [3, 3, 0])


def Bitcast(input: Any, type: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Bitcast."""
    return apply("Bitcast", [input], {"type": ("type", type), "T": ("type", T)}, name,
                 ['T'], [0])


def BroadcastArgs(s0: Any, s1: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op BroadcastArgs."""
    return apply("BroadcastArgs", [s0, s1], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastGradientArgs(s0: Any, s1: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op BroadcastGradientArgs."""
    return apply("BroadcastGradientArgs", [s0, s1], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastTo(input: Any, shape: Any, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op BroadcastTo."""
    return apply("BroadcastTo", [input, shape], {"T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Bucketize(input: Any, boundaries: Sequence[float], T: Any | None = None, name: str | None = None) -> Any:
    """The op Bucketize."""
    return apply("Bucketize", [input], {"boundaries": ("list(float)", boundaries), "T": ("type", T)}, name,
                 ['T'], [0])


def Cast(x: Any, DstT: Any, SrcT: Any | None = None, Truncate: bool | None = None, name: str | None = None) -> Any:
    """The op Cast."""
    return apply("Cast", [x], {"DstT": ("type", DstT), "SrcT": ("type", SrcT), "Truncate": ("bool", Truncate)}, name,
                 ['SrcT'], [0])


def Ceil(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Ceil."""
    return apply("Ceil", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def CheckNumerics(tensor: Any, message: str | bytes, T: Any | None = None, name: str | None = None) -> Any:
    """The op CheckNumerics."""
    return apply("CheckNumerics", [tensor], {"message": ("string", message), "T": ("type", T)}, name,
                 ['T'], [0])


def ClipByValue(t: Any, clip_value_min: Any, clip_value_max: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op ClipByValue."""
    return apply("ClipByValue", [t, clip_value_min, clip_value_max], {"T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def Complex(real: Any, imag: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The op Complex."""
    return apply("Complex", [real, imag], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T', 'T'], [0, 0])


def Concat(concat_dim: Any, values: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Concat."""
    return apply("Concat", [concat_dim, values], {"T": ("type", T), "__lists__": ("", (1,))}, name,
                 [None, 'T'], [3, 0])


def ConcatV2(values: Any, axis: Any, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op ConcatV2."""
    return apply("ConcatV2", [values, axis], {"T": ("type", T), "Tidx": ("type", Tidx), "__lists__": ("", (0,))}, name,
                 ['T', 'Tidx'], [0, 0])


def Conj(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Conj."""
    return apply("Conj", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def Const(value: Any, dtype: Any, name: str | None = None) -> Any:
    """The op Const."""
    return apply("Const", [], {"value": ("tensor", value), "dtype": ("type", dtype)}, name,
                 [], [])


def ControlTrigger(name: str | None = None) -> Any:
    """The op ControlTrigger."""
    return apply("ControlTrigger", [], {}, name,
                 [], [])


def Conv2D(input: Any, filter: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op Conv2D."""
    return apply("Conv2D", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def Conv2DBackpropFilter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op Conv2DBackpropFilter."""
    return apply("Conv2DBackpropFilter", [input, filter_sizes, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def Conv2DBackpropInput(input_sizes: Any, filter: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op Conv2DBackpropInput."""
    return apply("Conv2DBackpropInput", [input_sizes, filter, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 [None, 'T', 'T'], [3, 0, 0])


def Conv3D(input: Any, filter: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op Conv3D."""
    return apply("Conv3D", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def Cos(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Cos."""
    return apply("Cos", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Cosh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Cosh."""
    return apply("Cosh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Cross(a: Any, b: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Cross."""
    return apply("Cross", [a, b], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Cumprod(x: Any, axis: Any, exclusive: bool | None = None, reverse: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Cumprod."""
    return apply("Cumprod", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Cumsum(x: Any, axis: Any, exclusive: bool | None = None, reverse: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Cumsum."""
    return apply("Cumsum", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def DecodeBase64(input: Any, name: str | None = None) -> Any:
    """The op DecodeBase64."""
    return apply("DecodeBase64", [input], {}, name,
                 [None], [7])


def DecodeCSV(records: Any, record_defaults: Any, field_delim: str | bytes | None = None, use_quote_delim: bool | None = None, na_value: str | bytes | None = None, select_cols: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op DecodeCSV."""
    return apply("DecodeCSV", [records, record_defaults], {"field_delim": ("string", field_delim), "use_quote_delim": ("bool", use_quote_delim), "na_value": ("string", na_value), "select_cols": ("list(int)", select_cols), "__lists__": ("", (1,))}, name,
                 [None, None], [7, 0])


def DecodeJpeg(contents: Any, channels: int | None = None, ratio: int | None = None, fancy_upscaling: bool | None = None, try_recover_truncated: bool | None = None, acceptable_fraction: float | None = None, dct_method: str | bytes | None = None, name: str | None = None) -> Any:
    """The op DecodeJpeg."""
    return apply("DecodeJpeg", [contents], {"channels": ("int", channels), "ratio": ("int", ratio), "fancy_upscaling": ("bool", fancy_upscaling), "try_recover_truncated": ("bool", try_recover_truncated), "acceptable_fraction": ("float", acceptable_fraction), "dct_method": ("string", dct_method)}, name,
                 [None], [7])


def DecodePng(contents: Any, channels: int | None = None, dtype: Any | None = None, name: str | None = None) -> Any:
    """The op DecodePng."""
    return apply("DecodePng", [contents], {"channels": ("int", channels), "dtype": ("type", dtype)}, name,
                 [None], [7])


def DecodeRaw(bytes: Any, out_type: Any, little_endian: bool | None = None, name: str | None = None) -> Any:
    """The op DecodeRaw."""
    return apply("DecodeRaw", [bytes], {"out_type": ("type", out_type), "little_endian": ("bool", little_endian)}, name,
                 [None], [7])


def DenseBincount(input: Any, size: Any, weights: Any, Tidx: Any | None = None, T: Any | None = None, binary_output: bool | None = None, name: str | None = None) -> Any:
    """The op DenseBincount."""
    return apply("DenseBincount", [input, size, weights], {"Tidx": ("type", Tidx), "T": ("type", T), "binary_output": ("bool", binary_output)}, name,
                 ['Tidx', 'Tidx', 'T'], [0, 0, 0])


def DepthToSpace(input: Any, block_size: int, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The op DepthToSpace."""
    return apply("DepthToSpace", [input], {"block_size": ("int", block_size), "T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def DepthwiseConv2dNative(input: Any, filter: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op DepthwiseConv2dNative."""
    return apply("DepthwiseConv2dNative", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def DepthwiseConv2dNativeBackpropFilter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op DepthwiseConv2dNativeBackpropFilter."""
    return apply("DepthwiseConv2dNativeBackpropFilter", [input, filter_sizes, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def DepthwiseConv2dNativeBackpropInput(input_sizes: Any, filter: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op DepthwiseConv2dNativeBackpropInput."""
    return apply("DepthwiseConv2dNativeBackpropInput", [input_sizes, filter, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 [None, 'T', 'T'], [3, 0, 0])


def DestroyResourceOp(resource: Any, ignore_lookup_error: bool | None = None, name: str | None = None) -> Any:
    """The op DestroyResourceOp."""
    return apply("DestroyResourceOp", [resource], {"ignore_lookup_error": ("bool", ignore_lookup_error)}, name,
                 [None], [20])


def Diag(diagonal: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Diag."""
    return apply("Diag", [diagonal], {"T": ("type", T)}, name,
                 ['T'], [0])


def Digamma(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Digamma."""
    return apply("Digamma", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def DisableCopyOnRead(resource: Any, name: str | None = None) -> Any:
    """The op DisableCopyOnRead."""
    return apply("DisableCopyOnRead", [resource], {}, name,
                 [None], [20])


def Div(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Div."""
    return apply("Div", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def DivNoNan(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op DivNoNan."""
    return apply("DivNoNan", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Einsum(inputs: Any, equation: str | bytes, T: Any | None = None, name: str | None = None) -> Any:
    """The op Einsum."""
    return apply("Einsum", [inputs], {"equation": ("string", equation), "T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Elu(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Elu."""
    return apply("Elu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def EluGrad(gradients: Any, outputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op EluGrad."""
    return apply("EluGrad", [gradients, outputs], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def EmptyTensorList(element_shape: Any, max_num_elements: Any, element_dtype: Any, shape_type: Any | None = None, name: str | None = None) -> Any:
    """The op EmptyTensorList."""
    return apply("EmptyTensorList", [element_shape, max_num_elements], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['shape_type', None], [0, 3])


def EncodeBase64(input: Any, pad: bool | None = None, name: str | None = None) -> Any:
    """The op EncodeBase64."""
    return apply("EncodeBase64", [input], {"pad": ("bool", pad)}, name,
                 [None], [7])


def EnsureShape(input: Any, shape: Sequence[int | None] | None, T: Any | None = None, name: str | None = None) -> Any:
    """The op EnsureShape."""
    return apply("EnsureShape", [input], {"shape": ("shape", shape), "T": ("type", T)}, name,
                 ['T'], [0])


def Enter(data: Any, frame_name: str | bytes, T: Any | None = None, is_constant: bool | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """The op Enter."""
    return apply("Enter", [data], {"frame_name": ("string", frame_name), "T": ("type", T), "is_constant": ("bool", is_constant), "parallel_iterations": ("int", parallel_iterations)}, name,
                 ['T'], [0])


def Equal(x: Any, y: Any, T: Any | None = None, incompatible_shape_error: bool | None = None, name: str | None = None) -> Any:
    """The op Equal."""
    return apply("Equal", [x, y], {"T": ("type", T), "incompatible_shape_error": ("bool", incompatible_shape_error)}, name,
                 ['T', 'T'], [0, 0])


def Erf(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Erf."""
    return apply("Erf", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Erfc(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Erfc."""
    return apply("Erfc", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Erfinv(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Erfinv."""
    return apply("Erfinv", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def EuclideanNorm(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op EuclideanNorm."""
    return apply("EuclideanNorm", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Exit(data: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Exit."""
    return apply("Exit", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def Exp(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Exp."""
    return apply("Exp", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def ExpandDims(input: Any, dim: Any, T: Any | None = None, Tdim: Any | None = None, name: str | None = None) -> Any:
    """The op ExpandDims."""
    return apply("ExpandDims", [input, dim], {"T": ("type", T), "Tdim": ("type", Tdim)}, name,
                 ['T', 'Tdim'], [0, 0])


def Expm1(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Expm1."""
    return apply("Expm1", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def FakeQuantWithMinMaxVars(inputs: Any, min: Any, max: Any, num_bits: int | None = None, narrow_range: bool | None = None, name: str | None = None) -> Any:
    """The op FakeQuantWithMinMaxVars."""
    return apply("FakeQuantWithMinMaxVars", [inputs, min, max], {"num_bits": ("int", num_bits), "narrow_range": ("bool", narrow_range)}, name,
                 [None, None, None], [1, 1, 1])


def Fill(dims: Any, value: Any, T: Any | None = None, index_type: Any | None = None, name: str | None = None) -> Any:
    """The op Fill."""
    return apply("Fill", [dims, value], {"T": ("type", T), "index_type": ("type", index_type)}, name,
                 ['index_type', 'T'], [0, 0])


def Floor(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Floor."""
    return apply("Floor", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def FloorDiv(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op FloorDiv."""
    return apply("FloorDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def FloorMod(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op FloorMod."""
    return apply("FloorMod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def FusedBatchNorm(x: Any, scale: Any, offset: Any, mean: Any, variance: Any, T: Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The op FusedBatchNorm."""
    return apply("FusedBatchNorm", [x, scale, offset, mean, variance], {"T": ("type", T), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', 'T', 'T', 'T'], [0, 0, 0, 0, 0])


def FusedBatchNormGrad(y_backprop: Any, x: Any, scale: Any, reserve_space_1: Any, reserve_space_2: Any, T: Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The op FusedBatchNormGrad."""
    return apply("FusedBatchNormGrad", [y_backprop, x, scale, reserve_space_1, reserve_space_2], {"T": ("type", T), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', 'T', 'T', 'T'], [0, 0, 0, 0, 0])


def FusedBatchNormGradV2(y_backprop: Any, x: Any, scale: Any, reserve_space_1: Any, reserve_space_2: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The op FusedBatchNormGradV2."""
    return apply("FusedBatchNormGradV2", [y_backprop, x, scale, reserve_space_1, reserve_space_2], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', None, 'U', 'U'], [0, 0, 1, 0, 0])


def FusedBatchNormGradV3(y_backprop: Any, x: Any, scale: Any, reserve_space_1: Any, reserve_space_2: Any, reserve_space_3: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The op FusedBatchNormGradV3."""
    return apply("FusedBatchNormGradV3", [y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', None, 'U', 'U', 'U'], [0, 0, 1, 0, 0, 0])


def FusedBatchNormV2(x: Any, scale: Any, offset: Any, mean: Any, variance: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The op FusedBatchNormV2."""
    return apply("FusedBatchNormV2", [x, scale, offset, mean, variance], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'U', 'U', 'U', 'U'], [0, 0, 0, 0, 0])


def FusedBatchNormV3(x: Any, scale: Any, offset: Any, mean: Any, variance: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The op FusedBatchNormV3."""
    return apply("FusedBatchNormV3", [x, scale, offset, mean, variance], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'U', 'U', 'U', 'U'], [0, 0, 0, 0, 0])


def Gather(params: Any, indices: Any, validate_indices: bool | None = None, Tparams: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op Gather."""
    return apply("Gather", [params, indices], {"validate_indices": ("bool", validate_indices), "Tparams": ("type", Tparams), "Tindices": ("type", Tindices)}, name,
                 ['Tparams', 'Tindices'], [0, 0])


def GatherNd(params: Any, indices: Any, Tparams: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """The op GatherNd."""
    return apply("GatherNd", [params, indices], {"Tparams": ("type", Tparams), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['Tparams', 'Tindices'], [0, 0])


def GatherV2(params: Any, indices: Any, axis: Any, batch_dims: int | None = None, Tparams: Any | None = None, Tindices: Any | None = None, Taxis: Any | None = None, name: str | None = None) -> Any:
    """The op GatherV2."""
    return apply("GatherV2", [params, indices, axis], {"batch_dims": ("int", batch_dims), "Tparams": ("type", Tparams), "Tindices": ("type", Tindices), "Taxis": ("type", Taxis)}, name,
                 ['Tparams', 'Tindices', 'Taxis'], [0, 0, 0])


def Greater(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Greater."""
    return apply("Greater", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def GreaterEqual(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op GreaterEqual."""
    return apply("GreaterEqual", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def GuaranteeConst(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op GuaranteeConst."""
    return apply("GuaranteeConst", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def HashTableV2(key_dtype: Any, value_dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, name: str | None = None) -> Any:
    """The op HashTableV2."""
    return apply("HashTableV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing)}, name,
                 [], [])


def Identity(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Identity."""
    return apply("Identity", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def IdentityN(input: Any, name: str | None = None) -> Any:
    """The op IdentityN."""
    return apply("IdentityN", [input], {"__lists__": ("", (0,))}, name,
                 [None], [0])


def If(cond: Any, input: Any, Tout: Sequence[Any], then_branch: str, else_branch: str, Tcond: Any | None = None, output_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """The op If."""
    return apply("If", [cond, input], {"Tout": ("list(type)", Tout), "then_branch": ("func", then_branch), "else_branch": ("func", else_branch), "Tcond": ("type", Tcond), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 ['Tcond', None], [0, 0])


def Igamma(a: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Igamma."""
    return apply("Igamma", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Imag(input: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The op Imag."""
    return apply("Imag", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def InTopK(predictions: Any, targets: Any, k: int, T: Any | None = None, name: str | None = None) -> Any:
    """The op InTopK."""
    return apply("InTopK", [predictions, targets], {"k": ("int", k), "T": ("type", T)}, name,
                 [None, 'T'], [1, 0])


def InTopKV2(predictions: Any, targets: Any, k: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op InTopKV2."""
    return apply("InTopKV2", [predictions, targets, k], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [1, 0, 0])


def InitializeTableFromTextFileV2(table_handle: Any, filename: Any, key_index: int, value_index: int, vocab_size: int | None = None, delimiter: str | bytes | None = None, offset: int | None = None, name: str | None = None) -> Any:
    """The op InitializeTableFromTextFileV2."""
    return apply("InitializeTableFromTextFileV2", [table_handle, filename], {"key_index": ("int", key_index), "value_index": ("int", value_index), "vocab_size": ("int", vocab_size), "delimiter": ("string", delimiter), "offset": ("int", offset)}, name,
                 [None, None], [20, 7])


def InvertPermutation(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op InvertPermutation."""
    return apply("InvertPermutation", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsFinite(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op IsFinite."""
    return apply("IsFinite", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsInf(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op IsInf."""
    return apply("IsInf", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsNan(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op IsNan."""
    return apply("IsNan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsVariableInitialized(ref: Any, dtype: Any | None = None, name: str | None = None) -> Any:
    """The op IsVariableInitialized."""
    return apply("IsVariableInitialized", [ref], {"dtype": ("type", dtype)}, name,
                 ['dtype'], [0])


def L2Loss(t: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op L2Loss."""
    return apply("L2Loss", [t], {"T": ("type", T)}, name,
                 ['T'], [0])


def LeakyRelu(features: Any, alpha: float | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op LeakyRelu."""
    return apply("LeakyRelu", [features], {"alpha": ("float", alpha), "T": ("type", T)}, name,
                 ['T'], [0])


def LeakyReluGrad(gradients: Any, features: Any, alpha: float | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op LeakyReluGrad."""
    return apply("LeakyReluGrad", [gradients, features], {"alpha": ("float", alpha), "T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def LeftShift(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op LeftShift."""
    return apply("LeftShift", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Less(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Less."""
    return apply("Less", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def LessEqual(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op LessEqual."""
    return apply("LessEqual", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Lgamma(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Lgamma."""
    return apply("Lgamma", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def LinSpace(start: Any, stop: Any, num: Any, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op LinSpace."""
    return apply("LinSpace", [start, stop, num], {"T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'T', 'Tidx'], [0, 0, 0])


def Log(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Log."""
    return apply("Log", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Log1p(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Log1p."""
    return apply("Log1p", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def LogSoftmax(logits: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op LogSoftmax."""
    return apply("LogSoftmax", [logits], {"T": ("type", T)}, name,
                 ['T'], [0])


def LogicalAnd(x: Any, y: Any, name: str | None = None) -> Any:
    """The op LogicalAnd."""
    return apply("LogicalAnd", [x, y], {}, name,
                 [None, None], [10, 10])


def LogicalNot(x: Any, name: str | None = None) -> Any:
    """The op LogicalNot."""
    return apply("LogicalNot", [x], {}, name,
                 [None], [10])


def LogicalOr(x: Any, y: Any, name: str | None = None) -> Any:
    """The op LogicalOr."""
    return apply("LogicalOr", [x, y], {}, name,
                 [None, None], [10, 10])


def LookupTableFindV2(table_handle: Any, keys: Any, default_value: Any, Tin: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The op LookupTableFindV2."""
    return apply("LookupTableFindV2", [table_handle, keys, default_value], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableImportV2(table_handle: Any, keys: Any, values: Any, Tin: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The op LookupTableImportV2."""
    return apply("LookupTableImportV2", [table_handle, keys, values], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LoopCond(input: Any, name: str | None = None) -> Any:
    """The op LoopCond."""
    return apply("LoopCond", [input], {}, name,
                 [None], [10])


def MatMul(a: Any, b: Any, transpose_a: bool | None = None, transpose_b: bool | None = None, T: Any | None = None, grad_a: bool | None = None, grad_b: bool | None = None, name: str | None = None) -> Any:
    """The op MatMul."""
    return apply("MatMul", [a, b], {"transpose_a": ("bool", transpose_a), "transpose_b": ("bool", transpose_b), "T": ("type", T), "grad_a": ("bool", grad_a), "grad_b": ("bool", grad_b)}, name,
                 ['T', 'T'], [0, 0])


def MatrixBandPart(input: Any, num_lower: Any, num_upper: Any, T: Any | None = None, Tindex: Any | None = None, name: str | None = None) -> Any:
    """The op MatrixBandPart."""
    return apply("MatrixBandPart", [input, num_lower, num_upper], {"T": ("type", T), "Tindex": ("type", Tindex)}, name,
                 ['T', 'Tindex', 'Tindex'], [0, 0, 0])


def MatrixDiagPartV3(input: Any, k: Any, padding_value: Any, T: Any | None = None, align: str | bytes | None = None, name: str | None = None) -> Any:
    """The op MatrixDiagPartV3."""
    return apply("MatrixDiagPartV3", [input, k, padding_value], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def MatrixDiagV3(diagonal: Any, k: Any, num_rows: Any, num_cols: Any, padding_value: Any, T: Any | None = None, align: str | bytes | None = None, name: str | None = None) -> Any:
    """The op MatrixDiagV3."""
    return apply("MatrixDiagV3", [diagonal, k, num_rows, num_cols, padding_value], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', None, None, None, 'T'], [0, 3, 3, 3, 0])


def Max(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Max."""
    return apply("Max", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def MaxPool(input: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The op MaxPool."""
    return apply("MaxPool", [input], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def MaxPool3D(input: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op MaxPool3D."""
    return apply("MaxPool3D", [input], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T'], [0])


def MaxPoolGrad(orig_input: Any, orig_output: Any, grad: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op MaxPoolGrad."""
    return apply("MaxPoolGrad", [orig_input, orig_output, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def MaxPoolV2(input: Any, ksize: Any, strides: Any, padding: str | bytes, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The op MaxPoolV2."""
    return apply("MaxPoolV2", [input, ksize, strides], {"padding": ("string", padding), "T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T', None, None], [0, 3, 3])


def Maximum(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Maximum."""
    return apply("Maximum", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Mean(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Mean."""
    return apply("Mean", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Merge(inputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Merge."""
    return apply("Merge", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def MergeV2Checkpoints(checkpoint_prefixes: Any, destination_prefix: Any, delete_old_dirs: bool | None = None, allow_missing_files: bool | None = None, name: str | None = None) -> Any:
    """The op MergeV2Checkpoints."""
    return apply("MergeV2Checkpoints", [checkpoint_prefixes, destination_prefix], {"delete_old_dirs": ("bool", delete_old_dirs), "allow_missing_files": ("bool", allow_missing_files)}, name,
                 [None, None], [7, 7])


def Min(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Min."""
    return apply("Min", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Minimum(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Minimum."""
    return apply("Minimum", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MirrorPad(input: Any, paddings: Any, mode: str | bytes, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """The op MirrorPad."""
    return apply("MirrorPad", [input, paddings], {"mode": ("string", mode), "T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def MirrorPadGrad(input: Any, paddings: Any, mode: str | bytes, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """The op MirrorPadGrad."""
    return apply("MirrorPadGrad", [input, paddings], {"mode": ("string", mode), "T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def Mod(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Mod."""
    return apply("Mod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Mul(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Mul."""
    return apply("Mul", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MulNoNan(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op MulNoNan."""
    return apply("MulNoNan", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Multinomial(logits: Any, num_samples: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, output_dtype: Any | None = None, name: str | None = None) -> Any:
    """The op Multinomial."""
    return apply("Multinomial", [logits, num_samples], {"seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T), "output_dtype": ("type", output_dtype)}, name,
                 ['T', None], [0, 3])


def Neg(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Neg."""
    return apply("Neg", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def NextAfter(x1: Any, x2: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op NextAfter."""
    return apply("NextAfter", [x1, x2], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def NextIteration(data: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op NextIteration."""
    return apply("NextIteration", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def NoOp(name: str | None = None) -> Any:
    """The op NoOp."""
    return apply("NoOp", [], {}, name,
                 [], [])


def NotEqual(x: Any, y: Any, T: Any | None = None, incompatible_shape_error: bool | None = None, name: str | None = None) -> Any:
    """The op NotEqual."""
    return apply("NotEqual", [x, y], {"T": ("type", T), "incompatible_shape_error": ("bool", incompatible_shape_error)}, name,
                 ['T', 'T'], [0, 0])


def OneHot(indices: Any, depth: Any, on_value: Any, off_value: Any, axis: int | None = None, T: Any | None = None, TI: Any | None = None, name: str | None = None) -> Any:
    """The op OneHot."""
    return apply("OneHot", [indices, depth, on_value, off_value], {"axis": ("int", axis), "T": ("type", T), "TI": ("type", TI)}, name,
                 ['TI', None, 'T', 'T'], [0, 3, 0, 0])


def OnesLike(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op OnesLike."""
    return apply("OnesLike", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Pack(values: Any, T: Any | None = None, axis: int | None = None, name: str | None = None) -> Any:
    """The op Pack."""
    return apply("Pack", [values], {"T": ("type", T), "axis": ("int", axis), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Pad(input: Any, paddings: Any, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """The op Pad."""
    return apply("Pad", [input, paddings], {"T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def PadV2(input: Any, paddings: Any, constant_values: Any, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """The op PadV2."""
    return apply("PadV2", [input, paddings, constant_values], {"T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings', 'T'], [0, 0, 0])


def ParseExample(serialized: Any, names: Any, sparse_keys: Any, dense_keys: Any, dense_defaults: Any, sparse_types: Sequence[Any], dense_shapes: Sequence[Sequence[int | None] | None], name: str | None = None) -> Any:
    """The op ParseExample."""
    return apply("ParseExample", [serialized, names, sparse_keys, dense_keys, dense_defaults], {"sparse_types": ("list(type)", sparse_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (2, 3, 4))}, name,
                 [None, None, None, None, None], [7, 7, 7, 7, 0])


def ParseExampleV2(serialized: Any, names: Any, sparse_keys: Any, dense_keys: Any, ragged_keys: Any, dense_defaults: Any, num_sparse: int, sparse_types: Sequence[Any], ragged_value_types: Sequence[Any], ragged_split_types: Sequence[Any], dense_shapes: Sequence[Sequence[int | None] | None], name: str | None = None) -> Any:
    """The op ParseExampleV2."""
    return apply("ParseExampleV2", [serialized, names, sparse_keys, dense_keys, ragged_keys, dense_defaults], {"num_sparse": ("int", num_sparse), "sparse_types": ("list(type)", sparse_types), "ragged_value_types": ("list(type)", ragged_value_types), "ragged_split_types": ("list(type)", ragged_split_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (5,))}, name,
                 [None, None, None, None, None, None], [7, 7, 7, 7, 7, 0])


def ParseSingleExample(serialized: Any, dense_defaults: Any, num_sparse: int, sparse_keys: Sequence[str | bytes], dense_keys: Sequence[str | bytes], sparse_types: Sequence[Any], dense_shapes: Sequence[Sequence[int | None] | None], name: str | None = None) -> Any:
    """The op ParseSingleExample."""
    return apply("ParseSingleExample", [serialized, dense_defaults], {"num_sparse": ("int", num_sparse), "sparse_keys": ("list(string)", sparse_keys), "dense_keys": ("list(string)", dense_keys), "sparse_types": ("list(type)", sparse_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (1,))}, name,
                 [None, None], [7, 0])


def PartitionedCall(args: Any, Tout: Sequence[Any], f: str, config: str | bytes | None = None, config_proto: str | bytes | None = None, executor_type: str | bytes | None = None, name: str | None = None) -> Any:
    """The op PartitionedCall."""
    return apply("PartitionedCall", [args], {"Tout": ("list(type)", Tout), "f": ("func", f), "config": ("string", config), "config_proto": ("string", config_proto), "executor_type": ("string", executor_type), "__lists__": ("", (0,))}, name,
                 [None], [0])


def Placeholder(dtype: Any, shape: Sequence[int | None] | None | None = None, name: str | None = None) -> Any:
    """The op Placeholder."""
    return apply("Placeholder", [], {"dtype": ("type", dtype), "shape": ("shape", shape)}, name,
                 [], [])


def PlaceholderV2(dtype: Any, shape: Sequence[int | None] | None, name: str | None = None) -> Any:
    """The op PlaceholderV2."""
    return apply("PlaceholderV2", [], {"dtype": ("type", dtype), "shape": ("shape", shape)}, name,
                 [], [])


def PlaceholderWithDefault(input: Any, shape: Sequence[int | None] | None, dtype: Any | None = None, name: str | None = None) -> Any:
    """The op PlaceholderWithDefault."""
    return apply("PlaceholderWithDefault", [input], {"shape": ("shape", shape), "dtype": ("type", dtype)}, name,
                 ['dtype'], [0])


def Pow(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Pow."""
    return apply("Pow", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def PreventGradient(input: Any, T: Any | None = None, message: str | bytes | None = None, name: str | None = None) -> Any:
    """The op PreventGradient."""
    return apply("PreventGradient", [input], {"T": ("type", T), "message": ("string", message)}, name,
                 ['T'], [0])


def Print(input: Any, data: Any, T: Any | None = None, message: str | bytes | None = None, first_n: int | None = None, summarize: int | None = None, name: str | None = None) -> Any:
    """The op Print."""
    return apply("Print", [input, data], {"T": ("type", T), "message": ("string", message), "first_n": ("int", first_n), "summarize": ("int", summarize), "__lists__": ("", (1,))}, name,
                 ['T', None], [0, 0])


def PrintV2(input: Any, output_stream: str | bytes | None = None, end: str | bytes | None = None, name: str | None = None) -> Any:
    """The op PrintV2."""
    return apply("PrintV2", [input], {"output_stream": ("string", output_stream), "end": ("string", end)}, name,
                 [None], [7])


def Prod(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Prod."""
    return apply("Prod", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def RandomShuffle(value: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op RandomShuffle."""
    return apply("RandomShuffle", [value], {"seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomStandardNormal(shape: Any, dtype: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op RandomStandardNormal."""
    return apply("RandomStandardNormal", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomUniform(shape: Any, dtype: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op RandomUniform."""
    return apply("RandomUniform", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomUniformInt(shape: Any, minval: Any, maxval: Any, seed: int | None = None, seed2: int | None = None, Tout: Any | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op RandomUniformInt."""
    return apply("RandomUniformInt", [shape, minval, maxval], {"seed": ("int", seed), "seed2": ("int", seed2), "Tout": ("type", Tout), "T": ("type", T)}, name,
                 ['T', 'Tout', 'Tout'], [0, 0, 0])


def Range(start: Any, limit: Any, delta: Any, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Range."""
    return apply("Range", [start, limit, delta], {"Tidx": ("type", Tidx)}, name,
                 ['Tidx', 'Tidx', 'Tidx'], [0, 0, 0])


def Rank(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Rank."""
    return apply("Rank", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def ReadFile(filename: Any, name: str | None = None) -> Any:
    """The op ReadFile."""
    return apply("ReadFile", [filename], {}, name,
                 [None], [7])


def ReadVariableOp(resource: Any, dtype: Any, name: str | None = None) -> Any:
    """The op ReadVariableOp."""
    return apply("ReadVariableOp", [resource], {"dtype": ("type", dtype)}, name,
                 [None], [20])


def Real(input: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The op Real."""
    return apply("Real", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def RealDiv(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op RealDiv."""
    return apply("RealDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Reciprocal(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Reciprocal."""
    return apply("Reciprocal", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def ReciprocalGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op ReciprocalGrad."""
    return apply("ReciprocalGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Relu(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Relu."""
    return apply("Relu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def Relu6(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Relu6."""
    return apply("Relu6", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def Relu6Grad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Relu6Grad."""
    return apply("Relu6Grad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def ReluGrad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op ReluGrad."""
    return apply("ReluGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Reshape(tensor: Any, shape: Any, T: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The op Reshape."""
    return apply("Reshape", [tensor, shape], {"T": ("type", T), "Tshape": ("type", Tshape)}, name,
                 ['T', 'Tshape'], [0, 0])


def ResizeBilinear(images: Any, size: Any, T: Any | None = None, align_corners: bool | None = None, half_pixel_centers: bool | None = None, name: str | None = None) -> Any:
    """The op ResizeBilinear."""
    return apply("ResizeBilinear", [images, size], {"T": ("type", T), "align_corners": ("bool", align_corners), "half_pixel_centers": ("bool", half_pixel_centers)}, name,
                 ['T', None], [0, 3])


def ResizeNearestNeighbor(images: Any, size: Any, T: Any | None = None, align_corners: bool | None = None, half_pixel_centers: bool | None = None, name: str | None = None) -> Any:
    """The op ResizeNearestNeighbor."""
    return apply("ResizeNearestNeighbor", [images, size], {"T": ("type", T), "align_corners": ("bool", align_corners), "half_pixel_centers": ("bool", half_pixel_centers)}, name,
                 ['T', None], [0, 3])


def ResourceApplyAdaMax(var: Any, m: Any, v: Any, beta1_power: Any, lr: Any, beta1: Any, beta2: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyAdaMax."""
    return apply("ResourceApplyAdaMax", [var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0])


def ResourceApplyAdadelta(var: Any, accum: Any, accum_update: Any, lr: Any, rho: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyAdadelta."""
    return apply("ResourceApplyAdadelta", [var, accum, accum_update, lr, rho, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0])


def ResourceApplyAdagrad(var: Any, accum: Any, lr: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, update_slots: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyAdagrad."""
    return apply("ResourceApplyAdagrad", [var, accum, lr, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "update_slots": ("bool", update_slots)}, name,
                 [None, None, 'T', 'T'], [20, 20, 0, 0])


def ResourceApplyAdagradV2(var: Any, accum: Any, lr: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, update_slots: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyAdagradV2."""
    return apply("ResourceApplyAdagradV2", [var, accum, lr, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "update_slots": ("bool", update_slots)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyAdam(var: Any, m: Any, v: Any, beta1_power: Any, beta2_power: Any, lr: Any, beta1: Any, beta2: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyAdam."""
    return apply("ResourceApplyAdam", [var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0, 0])


def ResourceApplyAdamWithAmsgrad(var: Any, m: Any, v: Any, vhat: Any, beta1_power: Any, beta2_power: Any, lr: Any, beta1: Any, beta2: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyAdamWithAmsgrad."""
    return apply("ResourceApplyAdamWithAmsgrad", [var, m, v, vhat, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, None, 'T', 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 20, 0, 0, 0, 0, 0, 0, 0])


def ResourceApplyCenteredRMSProp(var: Any, mg: Any, ms: Any, mom: Any, lr: Any, rho: Any, momentum: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyCenteredRMSProp."""
    return apply("ResourceApplyCenteredRMSProp", [var, mg, ms, mom, lr, rho, momentum, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 20, 0, 0, 0, 0, 0])


def ResourceApplyFtrl(var: Any, accum: Any, linear: Any, grad: Any, lr: Any, l1: Any, l2: Any, lr_power: Any, T: Any | None = None, use_locking: bool | None = None, multiply_linear_by_lr: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyFtrl."""
    return apply("ResourceApplyFtrl", [var, accum, linear, grad, lr, l1, l2, lr_power], {"T": ("type", T), "use_locking": ("bool", use_locking), "multiply_linear_by_lr": ("bool", multiply_linear_by_lr)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0])


def ResourceApplyFtrlV2(var: Any, accum: Any, linear: Any, grad: Any, lr: Any, l1: Any, l2: Any, l2_shrinkage: Any, lr_power: Any, T: Any | None = None, use_locking: bool | None = None, multiply_linear_by_lr: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyFtrlV2."""
    return apply("ResourceApplyFtrlV2", [var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power], {"T": ("type", T), "use_locking": ("bool", use_locking), "multiply_linear_by_lr": ("bool", multiply_linear_by_lr)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0])


def ResourceApplyGradientDescent(var: Any, alpha: Any, delta: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyGradientDescent."""
    return apply("ResourceApplyGradientDescent", [var, alpha, delta], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, 'T', 'T'], [20, 0, 0])


def ResourceApplyKerasMomentum(var: Any, accum: Any, lr: Any, grad: Any, momentum: Any, T: Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyKerasMomentum."""
    return apply("ResourceApplyKerasMomentum", [var, accum, lr, grad, momentum], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyMomentum(var: Any, accum: Any, lr: Any, grad: Any, momentum: Any, T: Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyMomentum."""
    return apply("ResourceApplyMomentum", [var, accum, lr, grad, momentum], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyRMSProp(var: Any, ms: Any, mom: Any, lr: Any, rho: Any, momentum: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """The op ResourceApplyRMSProp."""
    return apply("ResourceApplyRMSProp", [var, ms, mom, lr, rho, momentum, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0])


def ResourceGather(resource: Any, indices: Any, dtype: Any, batch_dims: int | None = None, validate_indices: bool | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op ResourceGather."""
    return apply("ResourceGather", [resource, indices], {"dtype": ("type", dtype), "batch_dims": ("int", batch_dims), "validate_indices": ("bool", validate_indices), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices'], [20, 0])


def ResourceScatterAdd(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op ResourceScatterAdd."""
    return apply("ResourceScatterAdd", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterUpdate(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op ResourceScatterUpdate."""
    return apply("ResourceScatterUpdate", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def RestoreV2(prefix: Any, tensor_names: Any, shape_and_slices: Any, dtypes: Sequence[Any], name: str | None = None) -> Any:
    """The op RestoreV2."""
    return apply("RestoreV2", [prefix, tensor_names, shape_and_slices], {"dtypes": ("list(type)", dtypes)}, name,
                 [None, None, None], [7, 7, 7])


def ReverseSequence(input: Any, seq_lengths: Any, seq_dim: int, batch_dim: int | None = None, T: Any | None = None, Tlen: Any | None = None, name: str | None = None) -> Any:
    """The op ReverseSequence."""
    return apply("ReverseSequence", [input, seq_lengths], {"seq_dim": ("int", seq_dim), "batch_dim": ("int", batch_dim), "T": ("type", T), "Tlen": ("type", Tlen)}, name,
                 ['T', 'Tlen'], [0, 0])


def ReverseV2(tensor: Any, axis: Any, Tidx: Any | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op ReverseV2."""
    return apply("ReverseV2", [tensor, axis], {"Tidx": ("type", Tidx), "T": ("type", T)}, name,
                 ['T', 'Tidx'], [0, 0])


def Rint(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Rint."""
    return apply("Rint", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Roll(input: Any, shift: Any, axis: Any, T: Any | None = None, Tshift: Any | None = None, Taxis: Any | None = None, name: str | None = None) -> Any:
    """The op Roll."""
    return apply("Roll", [input, shift, axis], {"T": ("type", T), "Tshift": ("type", Tshift), "Taxis": ("type", Taxis)}, name,
                 ['T', 'Tshift', 'Taxis'], [0, 0, 0])


def Round(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Round."""
    return apply("Round", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Rsqrt(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Rsqrt."""
    return apply("Rsqrt", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def RsqrtGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op RsqrtGrad."""
    return apply("RsqrtGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def SaveV2(prefix: Any, tensor_names: Any, shape_and_slices: Any, tensors: Any, name: str | None = None) -> Any:
    """The op SaveV2."""
    return apply("SaveV2", [prefix, tensor_names, shape_and_slices, tensors], {"__lists__": ("", (3,))}, name,
                 [None, None, None, None], [7, 7, 7, 0])


def ScatterNd(indices: Any, updates: Any, shape: Any, T: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """The op ScatterNd."""
    return apply("ScatterNd", [indices, updates, shape], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['Tindices', 'T', 'Tindices'], [0, 0, 0])


def SegmentMax(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op SegmentMax."""
    return apply("SegmentMax", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentMean(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op SegmentMean."""
    return apply("SegmentMean", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentMin(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op SegmentMin."""
    return apply("SegmentMin", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentProd(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op SegmentProd."""
    return apply("SegmentProd", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentSum(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The op SegmentSum."""
    return apply("SegmentSum", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def Select(condition: Any, t: Any, e: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Select."""
    return apply("Select", [condition, t, e], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [10, 0, 0])


def SelectV2(condition: Any, t: Any, e: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SelectV2."""
    return apply("SelectV2", [condition, t, e], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [10, 0, 0])


def Selu(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Selu."""
    return apply("Selu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SeluGrad(gradients: Any, outputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SeluGrad."""
    return apply("SeluGrad", [gradients, outputs], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Shape(input: Any, T: Any | None = None, out_type: Any | None = None, name: str | None = None) -> Any:
    """The op Shape."""
    return apply("Shape", [input], {"T": ("type", T), "out_type": ("type", out_type)}, name,
                 ['T'], [0])


def ShapeN(input: Any, T: Any | None = None, out_type: Any | None = None, name: str | None = None) -> Any:
    """The op ShapeN."""
    return apply("ShapeN", [input], {"T": ("type", T), "out_type": ("type", out_type), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def ShardedFilename(basename: Any, shard: Any, num_shards: Any, name: str | None = None) -> Any:
    """The op ShardedFilename."""
    return apply("ShardedFilename", [basename, shard, num_shards], {}, name,
                 [None, None, None], [7, 3, 3])


def Sigmoid(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Sigmoid."""
    return apply("Sigmoid", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SigmoidGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SigmoidGrad."""
    return apply("SigmoidGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Sign(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Sign."""
    return apply("Sign", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Sin(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Sin."""
    return apply("Sin", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Sinh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Sinh."""
    return apply("Sinh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Size(input: Any, T: Any | None = None, out_type: Any | None = None, name: str | None = None) -> Any:
    """The op Size."""
    return apply("Size", [input], {"T": ("type", T), "out_type": ("type", out_type)}, name,
                 ['T'], [0])


def Slice(input: Any, begin: Any, size: Any, T: Any | None = None, Index: Any | None = None, name: str | None = None) -> Any:
    """The op Slice."""
    return apply("Slice", [input, begin, size], {"T": ("type", T), "Index": ("type", Index)}, name,
                 ['T', 'Index', 'Index'], [0, 0, 0])


def Softmax(logits: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Softmax."""
    return apply("Softmax", [logits], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftmaxCrossEntropyWithLogits(features: Any, labels: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SoftmaxCrossEntropyWithLogits."""
    return apply("SoftmaxCrossEntropyWithLogits", [features, labels], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Softplus(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Softplus."""
    return apply("Softplus", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftplusGrad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SoftplusGrad."""
    return apply("SoftplusGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Softsign(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Softsign."""
    return apply("Softsign", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftsignGrad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SoftsignGrad."""
    return apply("SoftsignGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def SpaceToBatchND(input: Any, block_shape: Any, paddings: Any, T: Any | None = None, Tblock_shape: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """The op SpaceToBatchND."""
    return apply("SpaceToBatchND", [input, block_shape, paddings], {"T": ("type", T), "Tblock_shape": ("type", Tblock_shape), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tblock_shape', 'Tpaddings'], [0, 0, 0])


def SpaceToDepth(input: Any, block_size: int, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The op SpaceToDepth."""
    return apply("SpaceToDepth", [input], {"block_size": ("int", block_size), "T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def SparseSoftmaxCrossEntropyWithLogits(features: Any, labels: Any, T: Any | None = None, Tlabels: Any | None = None, name: str | None = None) -> Any:
    """The op SparseSoftmaxCrossEntropyWithLogits."""
    return apply("SparseSoftmaxCrossEntropyWithLogits", [features, labels], {"T": ("type", T), "Tlabels": ("type", Tlabels)}, name,
                 ['T', 'Tlabels'], [0, 0])


def Split(split_dim: Any, value: Any, num_split: int, T: Any | None = None, name: str | None = None) -> Any:
    """The op Split."""
    return apply("Split", [split_dim, value], {"num_split": ("int", num_split), "T": ("type", T)}, name,
                 [None, 'T'], [3, 0])


def SplitV(value: Any, size_splits: Any, split_dim: Any, num_split: int, T: Any | None = None, Tlen: Any | None = None, name: str | None = None) -> Any:
    """The op SplitV."""
    return apply("SplitV", [value, size_splits, split_dim], {"num_split": ("int", num_split), "T": ("type", T), "Tlen": ("type", Tlen)}, name,
                 ['T', 'Tlen', None], [0, 0, 3])


def Sqrt(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Sqrt."""
    return apply("Sqrt", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SqrtGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SqrtGrad."""
    return apply("SqrtGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Square(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Square."""
    return apply("Square", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SquaredDifference(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op SquaredDifference."""
    return apply("SquaredDifference", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Squeeze(input: Any, T: Any | None = None, squeeze_dims: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The op Squeeze."""
    return apply("Squeeze", [input], {"T": ("type", T), "squeeze_dims": ("list(int)", squeeze_dims)}, name,
                 ['T'], [0])


def StackCloseV2(handle: Any, name: str | None = None) -> Any:
    """The op StackCloseV2."""
    return apply("StackCloseV2", [handle], {}, name,
                 [None], [20])


def StackPopV2(handle: Any, elem_type: Any, name: str | None = None) -> Any:
    """The op StackPopV2."""
    return apply("StackPopV2", [handle], {"elem_type": ("type", elem_type)}, name,
                 [None], [20])


def StackPushV2(handle: Any, elem: Any, T: Any | None = None, swap_memory: bool | None = None, name: str | None = None) -> Any:
    """The op StackPushV2."""
    return apply("StackPushV2", [handle, elem], {"T": ("type", T), "swap_memory": ("bool", swap_memory)}, name,
                 [None, 'T'], [20, 0])


def StackV2(max_size: Any, elem_type: Any, stack_name: str | bytes | None = None, name: str | None = None) -> Any:
    """The op StackV2."""
    return apply("StackV2", [max_size], {"elem_type": ("type", elem_type), "stack_name": ("string", stack_name)}, name,
                 [None], [3])


def StatefulPartitionedCall(args: Any, Tout: Sequence[Any], f: str, config: str | bytes | None = None, config_proto: str | bytes | None = None, executor_type: str | bytes | None = None, name: str | None = None) -> Any:
    """The op StatefulPartitionedCall."""
    return apply("StatefulPartitionedCall", [args], {"Tout": ("list(type)", Tout), "f": ("func", f), "config": ("string", config), "config_proto": ("string", config_proto), "executor_type": ("string", executor_type), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StatelessIf(cond: Any, input: Any, Tout: Sequence[Any], then_branch: str, else_branch: str, Tcond: Any | None = None, output_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """The op StatelessIf."""
    return apply("StatelessIf", [cond, input], {"Tout": ("list(type)", Tout), "then_branch": ("func", then_branch), "else_branch": ("func", else_branch), "Tcond": ("type", Tcond), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 ['Tcond', None], [0, 0])


def StatelessRandomGetKeyCounter(seed: Any, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomGetKeyCounter."""
    return apply("StatelessRandomGetKeyCounter", [seed], {"Tseed": ("type", Tseed)}, name,
                 ['Tseed'], [0])


def StatelessRandomNormal(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomNormal."""
    return apply("StatelessRandomNormal", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomNormalV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomNormalV2."""
    return apply("StatelessRandomNormalV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessRandomUniform(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomUniform."""
    return apply("StatelessRandomUniform", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomUniformInt(shape: Any, seed: Any, minval: Any, maxval: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomUniformInt."""
    return apply("StatelessRandomUniformInt", [shape, seed, minval, maxval], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed', 'dtype', 'dtype'], [0, 0, 0, 0])


def StatelessRandomUniformIntV2(shape: Any, key: Any, counter: Any, alg: Any, minval: Any, maxval: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomUniformIntV2."""
    return apply("StatelessRandomUniformIntV2", [shape, key, counter, alg, minval, maxval], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None, 'dtype', 'dtype'], [0, 23, 23, 3, 0, 0])


def StatelessRandomUniformV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessRandomUniformV2."""
    return apply("StatelessRandomUniformV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessTruncatedNormal(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessTruncatedNormal."""
    return apply("StatelessTruncatedNormal", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessTruncatedNormalV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The op StatelessTruncatedNormalV2."""
    return apply("StatelessTruncatedNormalV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessWhile(input: Any, cond: str, body: str, output_shapes: Sequence[Sequence[int | None] | None] | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """The op StatelessWhile."""
    return apply("StatelessWhile", [input], {"cond": ("func", cond), "body": ("func", body), "output_shapes": ("list(shape)", output_shapes), "parallel_iterations": ("int", parallel_iterations), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StaticRegexFullMatch(input: Any, pattern: str | bytes, name: str | None = None) -> Any:
    """The op StaticRegexFullMatch."""
    return apply("StaticRegexFullMatch", [input], {"pattern": ("string", pattern)}, name,
                 [None], [7])


def StaticRegexReplace(input: Any, pattern: str | bytes, rewrite: str | bytes, replace_global: bool | None = None, name: str | None = None) -> Any:
    """The op StaticRegexReplace."""
    return apply("StaticRegexReplace", [input], {"pattern": ("string", pattern), "rewrite": ("string", rewrite), "replace_global": ("bool", replace_global)}, name,
                 [None], [7])


def StopGradient(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op StopGradient."""
    return apply("StopGradient", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def StridedSlice(input: Any, begin: Any, end: Any, strides: Any, T: Any | None = None, Index: Any | None = None, begin_mask: int | None = None, end_mask: int | None = None, ellipsis_mask: int | None = None, new_axis_mask: int | None = None, shrink_axis_mask: int | None = None, name: str | None = None) -> Any:
    """The op StridedSlice."""
    return apply("StridedSlice", [input, begin, end, strides], {"T": ("type", T), "Index": ("type", Index), "begin_mask": ("int", begin_mask), "end_mask": ("int", end_mask), "ellipsis_mask": ("int", ellipsis_mask), "new_axis_mask": ("int", new_axis_mask), "shrink_axis_mask": ("int", shrink_axis_mask)}, name,
                 ['T', 'Index', 'Index', 'Index'], [0, 0, 0, 0])


def StridedSliceGrad(shape: Any, begin: Any, end: Any, strides: Any, dy: Any, T: Any | None = None, Index: Any | None = None, begin_mask: int | None = None, end_mask: int | None = None, ellipsis_mask: int | None = None, new_axis_mask: int | None = None, shrink_axis_mask: int | None = None, name: str | None = None) -> Any:
    """The op StridedSliceGrad."""
    return apply("StridedSliceGrad", [shape, begin, end, strides, dy], {"T": ("type", T), "Index": ("type", Index), "begin_mask": ("int", begin_mask), "end_mask": ("int", end_mask), "ellipsis_mask": ("int", ellipsis_mask), "new_axis_mask": ("int", new_axis_mask), "shrink_axis_mask": ("int", shrink_axis_mask)}, name,
                 ['Index', 'Index', 'Index', 'Index', 'T'], [0, 0, 0, 0, 0])


def StringFormat(inputs: Any, template: str | bytes | None = None, placeholder: str | bytes | None = None, summarize: int | None = None, name: str | None = None) -> Any:
    """The op StringFormat."""
    return apply("StringFormat", [inputs], {"template": ("string", template), "placeholder": ("string", placeholder), "summarize": ("int", summarize), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StringJoin(inputs: Any, separator: str | bytes | None = None, name: str | None = None) -> Any:
    """The op StringJoin."""
    return apply("StringJoin", [inputs], {"separator": ("string", separator), "__lists__": ("", (0,))}, name,
                 [None], [7])


def StringLength(input: Any, unit: str | bytes | None = None, name: str | None = None) -> Any:
    """The op StringLength."""
    return apply("StringLength", [input], {"unit": ("string", unit)}, name,
                 [None], [7])


def StringLower(input: Any, encoding: str | bytes | None = None, name: str | None = None) -> Any:
    """The op StringLower."""
    return apply("StringLower", [input], {"encoding": ("string", encoding)}, name,
                 [None], [7])


def StringSplitV2(input: Any, sep: Any, maxsplit: int | None = None, name: str | None = None) -> Any:
    """The op StringSplitV2."""
    return apply("StringSplitV2", [input, sep], {"maxsplit": ("int", maxsplit)}, name,
                 [None, None], [7, 7])


def StringToHashBucketFast(input: Any, num_buckets: int, name: str | None = None) -> Any:
    """The op StringToHashBucketFast."""
    return apply("StringToHashBucketFast", [input], {"num_buckets": ("int", num_buckets)}, name,
                 [None], [7])


def StringToNumber(string_tensor: Any, out_type: Any | None = None, name: str | None = None) -> Any:
    """The op StringToNumber."""
    return apply("StringToNumber", [string_tensor], {"out_type": ("type", out_type)}, name,
                 [None], [7])


def StringUpper(input: Any, encoding: str | bytes | None = None, name: str | None = None) -> Any:
    """The op StringUpper."""
    return apply("StringUpper", [input], {"encoding": ("string", encoding)}, name,
                 [None], [7])


def Sub(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Sub."""
    return apply("Sub", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Substr(input: Any, pos: Any, len: Any, T: Any | None = None, unit: str | bytes | None = None, name: str | None = None) -> Any:
    """The op Substr."""
    return apply("Substr", [input, pos, len], {"T": ("type", T), "unit": ("string", unit)}, name,
                 [None, 'T', 'T'], [7, 0, 0])


def Sum(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The op Sum."""
    return apply("Sum", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Switch(data: Any, pred: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Switch."""
    return apply("Switch", [data, pred], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def SymbolicGradient(input: Any, Tout: Sequence[Any], f: str, name: str | None = None) -> Any:
    """The op SymbolicGradient."""
    return apply("SymbolicGradient", [input], {"Tout": ("list(type)", Tout), "f": ("func", f), "__lists__": ("", (0,))}, name,
                 [None], [0])


def Tan(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Tan."""
    return apply("Tan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Tanh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Tanh."""
    return apply("Tanh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def TanhGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op TanhGrad."""
    return apply("TanhGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TensorListElementShape(input_handle: Any, shape_type: Any, name: str | None = None) -> Any:
    """The op TensorListElementShape."""
    return apply("TensorListElementShape", [input_handle], {"shape_type": ("type", shape_type)}, name,
                 [None], [21])


def TensorListFromTensor(tensor: Any, element_shape: Any, element_dtype: Any | None = None, shape_type: Any | None = None, name: str | None = None) -> Any:
    """The op TensorListFromTensor."""
    return apply("TensorListFromTensor", [tensor, element_shape], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['element_dtype', 'shape_type'], [0, 0])


def TensorListGetItem(input_handle: Any, index: Any, element_shape: Any, element_dtype: Any, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The op TensorListGetItem."""
    return apply("TensorListGetItem", [input_handle, index, element_shape], {"element_dtype": ("type", element_dtype), "Tshape": ("type", Tshape)}, name,
                 [None, None, 'Tshape'], [21, 3, 0])


def TensorListLength(input_handle: Any, name: str | None = None) -> Any:
    """The op TensorListLength."""
    return apply("TensorListLength", [input_handle], {}, name,
                 [None], [21])


def TensorListPopBack(input_handle: Any, element_shape: Any, element_dtype: Any, name: str | None = None) -> Any:
    """The op TensorListPopBack."""
    return apply("TensorListPopBack", [input_handle, element_shape], {"element_dtype": ("type", element_dtype)}, name,
                 [None, None], [21, 3])


def TensorListPushBack(input_handle: Any, tensor: Any, element_dtype: Any | None = None, name: str | None = None) -> Any:
    """The op TensorListPushBack."""
    return apply("TensorListPushBack", [input_handle, tensor], {"element_dtype": ("type", element_dtype)}, name,
                 [None, 'element_dtype'], [21, 0])


def TensorListReserve(element_shape: Any, num_elements: Any, element_dtype: Any, shape_type: Any | None = None, name: str | None = None) -> Any:
    """The op TensorListReserve."""
    return apply("TensorListReserve", [element_shape, num_elements], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['shape_type', None], [0, 3])


def TensorListSetItem(input_handle: Any, index: Any, item: Any, element_dtype: Any | None = None, resize_if_index_out_of_bounds: bool | None = None, name: str | None = None) -> Any:
    """The op TensorListSetItem."""
    return apply("TensorListSetItem", [input_handle, index, item], {"element_dtype": ("type", element_dtype), "resize_if_index_out_of_bounds": ("bool", resize_if_index_out_of_bounds)}, name,
                 [None, None, 'element_dtype'], [21, 3, 0])


def TensorListStack(input_handle: Any, element_shape: Any, element_dtype: Any, num_elements: int | None = None, name: str | None = None) -> Any:
    """The op TensorListStack."""
    return apply("TensorListStack", [input_handle, element_shape], {"element_dtype": ("type", element_dtype), "num_elements": ("int", num_elements)}, name,
                 [None, None], [21, 3])


def TensorScatterUpdate(tensor: Any, indices: Any, updates: Any, T: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """The op TensorScatterUpdate."""
    return apply("TensorScatterUpdate", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def Tile(input: Any, multiples: Any, T: Any | None = None, Tmultiples: Any | None = None, name: str | None = None) -> Any:
    """The op Tile."""
    return apply("Tile", [input, multiples], {"T": ("type", T), "Tmultiples": ("type", Tmultiples)}, name,
                 ['T', 'Tmultiples'], [0, 0])


def TopKV2(input: Any, k: Any, sorted: bool | None = None, T: Any | None = None, Tk: Any | None = None, index_type: Any | None = None, name: str | None = None) -> Any:
    """The op TopKV2."""
    return apply("TopKV2", [input, k], {"sorted": ("bool", sorted), "T": ("type", T), "Tk": ("type", Tk), "index_type": ("type", index_type)}, name,
                 ['T', 'Tk'], [0, 0])


def Transpose(x: Any, perm: Any, T: Any | None = None, Tperm: Any | None = None, name: str | None = None) -> Any:
    """The op Transpose."""
    return apply("Transpose", [x, perm], {"T": ("type", T), "Tperm": ("type", Tperm)}, name,
                 ['T', 'Tperm'], [0, 0])


def TruncateDiv(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op TruncateDiv."""
    return apply("TruncateDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TruncateMod(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op TruncateMod."""
    return apply("TruncateMod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TruncatedNormal(shape: Any, dtype: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The op TruncatedNormal."""
    return apply("TruncatedNormal", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def Unique(x: Any, T: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """The op Unique."""
    return apply("Unique", [x], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T'], [0])


def UniqueV2(x: Any, axis: Any, T: Any | None = None, Taxis: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """The op UniqueV2."""
    return apply("UniqueV2", [x, axis], {"T": ("type", T), "Taxis": ("type", Taxis), "out_idx": ("type", out_idx)}, name,
                 ['T', 'Taxis'], [0, 0])


def UniqueWithCounts(x: Any, T: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """The op UniqueWithCounts."""
    return apply("UniqueWithCounts", [x], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T'], [0])


def Unpack(value: Any, num: int, T: Any | None = None, axis: int | None = None, name: str | None = None) -> Any:
    """The op Unpack."""
    return apply("Unpack", [value], {"num": ("int", num), "T": ("type", T), "axis": ("int", axis)}, name,
                 ['T'], [0])


def UnsortedSegmentMax(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The op UnsortedSegmentMax."""
    return apply("UnsortedSegmentMax", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentMin(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The op UnsortedSegmentMin."""
    return apply("UnsortedSegmentMin", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentProd(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The op UnsortedSegmentProd."""
    return apply("UnsortedSegmentProd", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentSum(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The op UnsortedSegmentSum."""
    return apply("UnsortedSegmentSum", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def VarHandleOp(dtype: Any, shape: Sequence[int | None] | None, container: str | bytes | None = None, shared_name: str | bytes | None = None, debug_name: str | bytes | None = None, allowed_devices: Sequence[str | bytes] | None = None, name: str | None = None) -> Any:
    """The op VarHandleOp."""
    return apply("VarHandleOp", [], {"dtype": ("type", dtype), "shape": ("shape", shape), "container": ("string", container), "shared_name": ("string", shared_name), "debug_name": ("string", debug_name), "allowed_devices": ("list(string)", allowed_devices)}, name,
                 [], [])


def VarIsInitializedOp(resource: Any, name: str | None = None) -> Any:
    """The op VarIsInitializedOp."""
    return apply("VarIsInitializedOp", [resource], {}, name,
                 [None], [20])


def Variable(shape: Sequence[int | None] | None, dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> Any:
    """The op Variable."""
    return apply("Variable", [], {"shape": ("shape", shape), "dtype": ("type", dtype), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def VariableShape(input: Any, out_type: Any | None = None, name: str | None = None) -> Any:
    """The op VariableShape."""
    return apply("VariableShape", [input], {"out_type": ("type", out_type)}, name,
                 [None], [20])


def VariableV2(shape: Sequence[int | None] | None, dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> Any:
    """The op VariableV2."""
    return apply("VariableV2", [], {"shape": ("shape", shape), "dtype": ("type", dtype), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def Where(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Where."""
    return apply("Where", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def While(input: Any, cond: str, body: str, output_shapes: Sequence[Sequence[int | None] | None] | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """The op While."""
    return apply("While", [input], {"cond": ("func", cond), "body": ("func", body), "output_shapes": ("list(shape)", output_shapes), "parallel_iterations": ("int", parallel_iterations), "__lists__": ("", (0,))}, name,
                 [None], [0])


def WriteFile(filename: Any, contents: Any, name: str | None = None) -> Any:
    """The op WriteFile."""
    return apply("WriteFile", [filename, contents], {}, name,
                 [None, None], [7, 7])


def Xdivy(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Xdivy."""
    return apply("Xdivy", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Xlog1py(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Xlog1py."""
    return apply("Xlog1py", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Xlogy(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op Xlogy."""
    return apply("Xlogy", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def ZerosLike(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The op ZerosLike."""
    return apply("ZerosLike", [x], {"T": ("type", T)}, name,
                 ['T'], [0])
