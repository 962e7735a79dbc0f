"""One function for each op, under the names of TensorFlow.

Inputs are tensors, or values that become constants; attributes that inputs determine may be
left out. A function returns the output, a list of outputs, or the operation if it has none.
"""
# Written by bindings/bindgen/python_ops.py; do not edit.

from __future__ import annotations

from types import EllipsisType as _Ellipsis
from typing import Any as _Any
from typing import Sequence as _Sequence

from hornbeam.graph import Operation as _Operation
from hornbeam.graph import Tensor as _Tensor
from hornbeam.graph import apply as _apply
from hornbeam.graph import apply_operation as _apply_operation
from hornbeam.graph import apply_tensor as _apply_tensor
from hornbeam.graph import apply_tensors as _apply_tensors


def Abs(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The absolute value of each element."""
    return _apply_tensor("Abs", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def AccumulateNV2(inputs: _Any, shape: _Sequence[int | None] | _Ellipsis | None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The sum of all inputs, which have the shape given."""
    return _apply_tensor("AccumulateNV2", [inputs], {"shape": ("shape", shape), "T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Acos(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The angle in [0, pi] whose cosine is the element."""
    return _apply_tensor("Acos", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Acosh(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The inverse hyperbolic cosine of each element."""
    return _apply_tensor("Acosh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Add(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x + y, with broadcasting; joins strings."""
    return _apply_tensor("Add", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def AddN(inputs: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The sum of all inputs, which have one shape."""
    return _apply_tensor("AddN", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def AddV2(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x + y, with broadcasting."""
    return _apply_tensor("AddV2", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def All(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Whether all elements hold, over the dimensions `reduction_indices`, which `keep_dims` keeps
    with size 1.
    """
    return _apply_tensor("All", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "Tidx": ("type", Tidx)}, name,
                 [None, 'Tidx'], [10, 0])


def Angle(input: _Any, T: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Tensor:
    """The angle of each complex number in (-pi, pi]."""
    return _apply_tensor("Angle", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def Any(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Whether any element holds, over the dimensions `reduction_indices`, which `keep_dims` keeps
    with size 1.
    """
    return _apply_tensor("Any", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "Tidx": ("type", Tidx)}, name,
                 [None, 'Tidx'], [10, 0])


def ApplyGradientDescent(var: _Any, alpha: _Any, delta: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Tensor:
    """Moves a variable against its gradient: var -= alpha * delta."""
    return _apply_tensor("ApplyGradientDescent", [var, alpha, delta], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def ApproximateEqual(x: _Any, y: _Any, T: _Any | None = None, tolerance: float | None = None, name: str | None = None) -> _Tensor:
    """Tells where |x - y| is below `tolerance`."""
    return _apply_tensor("ApproximateEqual", [x, y], {"T": ("type", T), "tolerance": ("float", tolerance)}, name,
                 ['T', 'T'], [0, 0])


def ArgMax(input: _Any, dimension: _Any, T: _Any | None = None, Tidx: _Any | None = None, output_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """The index of the largest element along `dimension`; of equal ones the first."""
    return _apply_tensor("ArgMax", [input, dimension], {"T": ("type", T), "Tidx": ("type", Tidx), "output_type": ("type", output_type)}, name,
                 ['T', 'Tidx'], [0, 0])


def ArgMin(input: _Any, dimension: _Any, T: _Any | None = None, Tidx: _Any | None = None, output_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """The index of the smallest element along `dimension`; of equal ones the first."""
    return _apply_tensor("ArgMin", [input, dimension], {"T": ("type", T), "Tidx": ("type", Tidx), "output_type": ("type", output_type)}, name,
                 ['T', 'Tidx'], [0, 0])


def AsString(input: _Any, T: _Any | None = None, precision: int | None = None, scientific: bool | None = None, shortest: bool | None = None, width: int | None = None, fill: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Each element as text. `precision`, `scientific`, `shortest`, `width` and `fill` say how
    numbers are written.
    """
    return _apply_tensor("AsString", [input], {"T": ("type", T), "precision": ("int", precision), "scientific": ("bool", scientific), "shortest": ("bool", shortest), "width": ("int", width), "fill": ("string", fill)}, name,
                 ['T'], [0])


def Asin(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The angle in [-pi/2, pi/2] whose sine is the element."""
    return _apply_tensor("Asin", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Asinh(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The inverse hyperbolic sine of each element."""
    return _apply_tensor("Asinh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Assert(condition: _Any, data: _Any, summarize: int | None = None, name: str | None = None) -> _Operation:
    """Fails with INVALID_ARGUMENT if the condition is false, and shows the first `summarize`
    elements of each tensor in `data`.
    """
    return _apply_operation("Assert", [condition, data], {"summarize": ("int", summarize), "__lists__": ("", (1,))}, name,
                 [None, None], [10, 0])


def Assign(ref: _Any, value: _Any, T: _Any | None = None, validate_shape: bool | None = None, use_locking: bool | None = None, name: str | None = None) -> _Tensor:
    """Gives a variable a new value and hands the reference on. With `validate_shape` the value
    must have the variable's shape.
    """
    return _apply_tensor("Assign", [ref, value], {"T": ("type", T), "validate_shape": ("bool", validate_shape), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignAdd(ref: _Any, value: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Tensor:
    """Adds to the value of a variable and hands the reference on."""
    return _apply_tensor("AssignAdd", [ref, value], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignAddVariableOp(resource: _Any, value: _Any, dtype: _Any | None = None, name: str | None = None) -> _Operation:
    """Adds to the value of a variable."""
    return _apply_operation("AssignAddVariableOp", [resource, value], {"dtype": ("type", dtype)}, name,
                 [None, 'dtype'], [20, 0])


def AssignSub(ref: _Any, value: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Tensor:
    """Subtracts from the value of a variable and hands the reference on."""
    return _apply_tensor("AssignSub", [ref, value], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignSubVariableOp(resource: _Any, value: _Any, dtype: _Any | None = None, name: str | None = None) -> _Operation:
    """Subtracts from the value of a variable."""
    return _apply_operation("AssignSubVariableOp", [resource, value], {"dtype": ("type", dtype)}, name,
                 [None, 'dtype'], [20, 0])


def AssignVariableOp(resource: _Any, value: _Any, dtype: _Any | None = None, validate_shape: bool | None = None, name: str | None = None) -> _Operation:
    """Gives a variable a new value, seen by every read that runs later."""
    return _apply_operation("AssignVariableOp", [resource, value], {"dtype": ("type", dtype), "validate_shape": ("bool", validate_shape)}, name,
                 [None, 'dtype'], [20, 0])


def Atan(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The angle in (-pi/2, pi/2) whose tangent is the element."""
    return _apply_tensor("Atan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Atan2(y: _Any, x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The angle of the point (x, y) in (-pi, pi], with broadcasting."""
    return _apply_tensor("Atan2", [y, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Atanh(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The inverse hyperbolic tangent of each element."""
    return _apply_tensor("Atanh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def AvgPool(value: _Any, ksize: _Sequence[int], strides: _Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The mean of each window, over the elements inside of the image."""
    return _apply_tensor("AvgPool", [value], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T'], [0])


def AvgPoolGrad(orig_input_shape: _Any, grad: _Any, ksize: _Sequence[int], strides: _Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of AvgPool, whose input had the shape `orig_input_shape`."""
    return _apply_tensor("AvgPoolGrad", [orig_input_shape, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 [None, 'T'], [3, 0])


def BatchMatMul(x: _Any, y: _Any, T: _Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> _Tensor:
    """Products of matrices, one for each index of the leading dimensions, which must be equal.
    Either side may be adjoint.
    """
    return _apply_tensor("BatchMatMul", [x, y], {"T": ("type", T), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['T', 'T'], [0, 0])


def BatchMatMulV2(x: _Any, y: _Any, T: _Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> _Tensor:
    """Products of matrices, one for each index of the leading dimensions, which are broadcast.
    Either side may be adjoint.
    """
    return _apply_tensor("BatchMatMulV2", [x, y], {"T": ("type", T), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['T', 'T'], [0, 0])


def BatchMatMulV3(x: _Any, y: _Any, Tout: _Any, Ta: _Any | None = None, Tb: _Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> _Tensor:
    """Products of matrices, one for each index of the leading dimensions, which are broadcast.
    Either side may be adjoint; the result has a dtype of its own.
    """
    return _apply_tensor("BatchMatMulV3", [x, y], {"Tout": ("type", Tout), "Ta": ("type", Ta), "Tb": ("type", Tb), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['Ta', 'Tb'], [0, 0])


def BiasAdd(value: _Any, bias: _Any, T: _Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Adds the vector `bias` along the channels of `value`: its last dimension, or the second for
    NCHW.
    """
    return _apply_tensor("BiasAdd", [value, bias], {"T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T', 'T'], [0, 0])


def BiasAddGrad(out_backprop: _Any, T: _Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Sums over all dimensions but the channels."""
    return _apply_tensor("BiasAddGrad", [out_backprop], {"T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def BiasAddV1(value: _Any, bias: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Adds the vector `bias` along the last dimension of `value`."""
    return _apply_tensor("BiasAddV1", [value, bias], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Bitcast(input: _Any, type: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Reads the same bytes as another dtype. To a smaller type a last dimension is added, to a
    larger type the last dimension, which must be the ratio of the sizes, goes.
    """
    return _apply_tensor("Bitcast", [input], {"type": ("type", type), "T": ("type", T)}, name,
                 ['T'], [0])


def BitwiseAnd(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The bits that x and y both have, with broadcasting."""
    return _apply_tensor("BitwiseAnd", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BitwiseOr(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The bits that x or y has, with broadcasting."""
    return _apply_tensor("BitwiseOr", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BitwiseXor(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The bits that just one of x and y has, with broadcasting."""
    return _apply_tensor("BitwiseXor", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastArgs(s0: _Any, s1: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The shape to which the shapes `s0` and `s1` broadcast together."""
    return _apply_tensor("BroadcastArgs", [s0, s1], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastGradientArgs(s0: _Any, s1: _Any, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """For shapes that were broadcast together, the dimensions over which the gradient of each must
    be summed.
    """
    return _apply_tensors("BroadcastGradientArgs", [s0, s1], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastTo(input: _Any, shape: _Any, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Repeats the input along dimensions of size 1, and along new leading dimensions, until it has
    the given shape.
    """
    return _apply_tensor("BroadcastTo", [input, shape], {"T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Bucketize(input: _Any, boundaries: _Sequence[float], T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The number of `boundaries` that are not above each element."""
    return _apply_tensor("Bucketize", [input], {"boundaries": ("list(float)", boundaries), "T": ("type", T)}, name,
                 ['T'], [0])


def Case(branch_index: _Any, input: _Any, Tout: _Sequence[_Any], branches: _Sequence[str], output_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, name: str | None = None) -> _Any:
    """Calls the branch that the index names, the last one if the index is out of range."""
    return _apply("Case", [branch_index, input], {"Tout": ("list(type)", Tout), "branches": ("list(func)", branches), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 [None, None], [3, 0])


def Cast(x: _Any, DstT: _Any, SrcT: _Any | None = None, Truncate: bool | None = None, name: str | None = None) -> _Tensor:
    """Converts each element to `DstT`. Floating numbers are cut towards zero on their way to
    integers; `Truncate` cuts the mantissa instead of rounding when a narrower floating type is
    the target.
    """
    return _apply_tensor("Cast", [x], {"DstT": ("type", DstT), "SrcT": ("type", SrcT), "Truncate": ("bool", Truncate)}, name,
                 ['SrcT'], [0])


def Ceil(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The smallest integer not below each element."""
    return _apply_tensor("Ceil", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def CheckNumerics(tensor: _Any, message: str | bytes, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands its input on; fails with `message` if it holds a NaN or an infinity."""
    return _apply_tensor("CheckNumerics", [tensor], {"message": ("string", message), "T": ("type", T)}, name,
                 ['T'], [0])


def ClipByValue(t: _Any, clip_value_min: _Any, clip_value_max: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Each element limited to the range between the two bounds, which are scalars or have the
    shape of `t`.
    """
    return _apply_tensor("ClipByValue", [t, clip_value_min, clip_value_max], {"T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def Complex(real: _Any, imag: _Any, T: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Tensor:
    """Complex numbers of the given real and imaginary parts, with broadcasting."""
    return _apply_tensor("Complex", [real, imag], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T', 'T'], [0, 0])


def ComplexAbs(x: _Any, T: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Tensor:
    """The absolute value of each complex number."""
    return _apply_tensor("ComplexAbs", [x], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def Concat(concat_dim: _Any, values: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Joins tensors along the dimension `concat_dim`; all other dimensions must be equal."""
    return _apply_tensor("Concat", [concat_dim, values], {"T": ("type", T), "__lists__": ("", (1,))}, name,
                 [None, 'T'], [3, 0])


def ConcatOffset(concat_dim: _Any, shape: _Any, shape_type: _Any | None = None, name: str | None = None) -> _Any:
    """For shapes that are to be joined along `concat_dim`, where each piece begins in the result.
    """
    return _apply("ConcatOffset", [concat_dim, shape], {"shape_type": ("type", shape_type), "__lists__": ("", (1,))}, name,
                 [None, 'shape_type'], [3, 0])


def ConcatV2(values: _Any, axis: _Any, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Joins tensors along the dimension `axis`, which may be negative; all other dimensions must
    be equal.
    """
    return _apply_tensor("ConcatV2", [values, axis], {"T": ("type", T), "Tidx": ("type", Tidx), "__lists__": ("", (0,))}, name,
                 ['T', 'Tidx'], [0, 0])


def Conj(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The complex conjugate of each element."""
    return _apply_tensor("Conj", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def ConjugateTranspose(x: _Any, perm: _Any, T: _Any | None = None, Tperm: _Any | None = None, name: str | None = None) -> _Tensor:
    """Permutes dimensions as Transpose does and conjugates each complex element."""
    return _apply_tensor("ConjugateTranspose", [x, perm], {"T": ("type", T), "Tperm": ("type", Tperm)}, name,
                 ['T', 'Tperm'], [0, 0])


def Const(value: _Any, dtype: _Any, name: str | None = None) -> _Tensor:
    """A tensor that is part of the graph. `value` holds it; its dtype must be `dtype`."""
    return _apply_tensor("Const", [], {"value": ("tensor", value), "dtype": ("type", dtype)}, name,
                 [], [])


def ControlTrigger(name: str | None = None) -> _Operation:
    """Does nothing, and is not dead even if what it waits for is."""
    return _apply_operation("ControlTrigger", [], {}, name,
                 [], [])


def Conv2D(input: _Any, filter: _Any, strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """The 2-D convolution of images with a filter [height, width, channels in / groups, channels
    out].
    """
    return _apply_tensor("Conv2D", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def Conv2DBackpropFilter(input: _Any, filter_sizes: _Any, out_backprop: _Any, strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Conv2D by its filter, whose shape is `filter_sizes`."""
    return _apply_tensor("Conv2DBackpropFilter", [input, filter_sizes, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def Conv2DBackpropInput(input_sizes: _Any, filter: _Any, out_backprop: _Any, strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Conv2D by its input, whose shape is `input_sizes`."""
    return _apply_tensor("Conv2DBackpropInput", [input_sizes, filter, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 [None, 'T', 'T'], [3, 0, 0])


def Cos(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The cosine of each element, in radians."""
    return _apply_tensor("Cos", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Cosh(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The hyperbolic cosine of each element."""
    return _apply_tensor("Cosh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def CountUpTo(ref: _Any, limit: int, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Adds one to an integer variable and gives its value before; fails with OUT_OF_RANGE once it
    has reached `limit`.
    """
    return _apply_tensor("CountUpTo", [ref], {"limit": ("int", limit), "T": ("type", T)}, name,
                 ['T'], [0])


def Cross(a: _Any, b: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The cross product of vectors of three elements along the last dimension."""
    return _apply_tensor("Cross", [a, b], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Cumprod(x: _Any, axis: _Any, exclusive: bool | None = None, reverse: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Running products along `axis`: of all elements up to each one, or before it if `exclusive`;
    from the end if `reverse`.
    """
    return _apply_tensor("Cumprod", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Cumsum(x: _Any, axis: _Any, exclusive: bool | None = None, reverse: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Running sums along `axis`: of all elements up to each one, or before it if `exclusive`; from
    the end if `reverse`.
    """
    return _apply_tensor("Cumsum", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def CumulativeLogsumexp(x: _Any, axis: _Any, exclusive: bool | None = None, reverse: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Running values of log(sum(exp(x))) along `axis`."""
    return _apply_tensor("CumulativeLogsumexp", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def DepthwiseConv2dNative(input: _Any, filter: _Any, strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """The 2-D convolution of each channel of images with filters of its own: [height, width,
    channels, multiplier].
    """
    return _apply_tensor("DepthwiseConv2dNative", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def DepthwiseConv2dNativeBackpropFilter(input: _Any, filter_sizes: _Any, out_backprop: _Any, strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """The gradient of DepthwiseConv2dNative by its filter, whose shape is `filter_sizes`."""
    return _apply_tensor("DepthwiseConv2dNativeBackpropFilter", [input, filter_sizes, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def DepthwiseConv2dNativeBackpropInput(input_sizes: _Any, filter: _Any, out_backprop: _Any, strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """The gradient of DepthwiseConv2dNative by its input, whose shape is `input_sizes`."""
    return _apply_tensor("DepthwiseConv2dNativeBackpropInput", [input_sizes, filter, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 [None, 'T', 'T'], [3, 0, 0])


def DestroyResourceOp(resource: _Any, ignore_lookup_error: bool | None = None, name: str | None = None) -> _Operation:
    """Removes a resource. Later uses of its handles fail; a missing resource is an error unless
    `ignore_lookup_error` is set.
    """
    return _apply_operation("DestroyResourceOp", [resource], {"ignore_lookup_error": ("bool", ignore_lookup_error)}, name,
                 [None], [20])


def Diag(diagonal: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """A tensor of twice the rank, zero but for the input's elements on its diagonal."""
    return _apply_tensor("Diag", [diagonal], {"T": ("type", T)}, name,
                 ['T'], [0])


def DiagPart(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The diagonal of a tensor whose first half of dimensions equals the second half."""
    return _apply_tensor("DiagPart", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def Digamma(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The derivative of Lgamma of each element."""
    return _apply_tensor("Digamma", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def DisableCopyOnRead(resource: _Any, name: str | None = None) -> _Operation:
    """Lets later reads of the variable share its memory."""
    return _apply_operation("DisableCopyOnRead", [resource], {}, name,
                 [None], [20])


def Div(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / y, with broadcasting; integers are divided towards zero."""
    return _apply_tensor("Div", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def DivNoNan(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / y, with broadcasting; zero where y is zero."""
    return _apply_tensor("DivNoNan", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Einsum(inputs: _Any, equation: str | bytes, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Sums of products of one or two tensors, written as an equation of labelled dimensions such
    as `ij,jk->ik`. Labels that the output lacks are summed over; `...` stands for dimensions
    that are broadcast.
    """
    return _apply_tensor("Einsum", [inputs], {"equation": ("string", equation), "T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Elu(features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x where it is positive, else exp(x) - 1."""
    return _apply_tensor("Elu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def EluGrad(gradients: _Any, outputs: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Elu from its output y: dy where y is positive, else dy (y + 1)."""
    return _apply_tensor("EluGrad", [gradients, outputs], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Empty(shape: _Any, dtype: _Any, init: bool | None = None, name: str | None = None) -> _Tensor:
    """A tensor of the given shape whose contents are not set, or zero if `init` is true."""
    return _apply_tensor("Empty", [shape], {"dtype": ("type", dtype), "init": ("bool", init)}, name,
                 [None], [3])


def EmptyTensorList(element_shape: _Any, max_num_elements: _Any, element_dtype: _Any, shape_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """A list without elements. All elements that it will hold have dtype `element_dtype` and fit
    `element_shape`; at most `max_num_elements` of them, unless that is negative.
    """
    return _apply_tensor("EmptyTensorList", [element_shape, max_num_elements], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['shape_type', None], [0, 3])


def EnsureShape(input: _Any, shape: _Sequence[int | None] | _Ellipsis | None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands its input on after checking its shape against `shape`, whose unknown dimensions match
    anything.
    """
    return _apply_tensor("EnsureShape", [input], {"shape": ("shape", shape), "T": ("type", T)}, name,
                 ['T'], [0])


def Enter(data: _Any, frame_name: str | bytes, T: _Any | None = None, is_constant: bool | None = None, parallel_iterations: int | None = None, name: str | None = None) -> _Tensor:
    """Brings a value into the loop frame `frame_name`: into its first iteration, or as a constant
    into all.
    """
    return _apply_tensor("Enter", [data], {"frame_name": ("string", frame_name), "T": ("type", T), "is_constant": ("bool", is_constant), "parallel_iterations": ("int", parallel_iterations)}, name,
                 ['T'], [0])


def Equal(x: _Any, y: _Any, T: _Any | None = None, incompatible_shape_error: bool | None = None, name: str | None = None) -> _Tensor:
    """Tells where x equals y, with broadcasting."""
    return _apply_tensor("Equal", [x, y], {"T": ("type", T), "incompatible_shape_error": ("bool", incompatible_shape_error)}, name,
                 ['T', 'T'], [0, 0])


def Erf(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The error function of each element."""
    return _apply_tensor("Erf", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Erfc(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """One minus the error function of each element."""
    return _apply_tensor("Erfc", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Erfinv(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The number whose error function is the element."""
    return _apply_tensor("Erfinv", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def EuclideanNorm(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """The square root of the sum of squares over the dimensions `reduction_indices`, which
    `keep_dims` keeps with size 1.
    """
    return _apply_tensor("EuclideanNorm", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Exit(data: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Takes a value out of its loop frame."""
    return _apply_tensor("Exit", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def Exp(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """e to the power of each element."""
    return _apply_tensor("Exp", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def ExpandDims(input: _Any, dim: _Any, T: _Any | None = None, Tdim: _Any | None = None, name: str | None = None) -> _Tensor:
    """Inserts a dimension of size 1 at position `dim`; a negative position counts from the end, -1
    being after the last dimension.
    """
    return _apply_tensor("ExpandDims", [input, dim], {"T": ("type", T), "Tdim": ("type", Tdim)}, name,
                 ['T', 'Tdim'], [0, 0])


def Expm1(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """exp(x) - 1, exact also where x is near zero."""
    return _apply_tensor("Expm1", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def FIFOQueue(component_types: _Sequence[_Any], shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, capacity: int | None = None, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A queue in its first form, whose handle is a reference to a string. Use FIFOQueueV2 in new
    graphs.
    """
    return _apply_tensor("FIFOQueue", [], {"component_types": ("list(type)", component_types), "shapes": ("list(shape)", shapes), "capacity": ("int", capacity), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def FIFOQueueV2(component_types: _Sequence[_Any], shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, capacity: int | None = None, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A queue of tuples of tensors, first in first out, that holds at most `capacity` tuples
    unless that is negative.
    """
    return _apply_tensor("FIFOQueueV2", [], {"component_types": ("list(type)", component_types), "shapes": ("list(shape)", shapes), "capacity": ("int", capacity), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def Fill(dims: _Any, value: _Any, T: _Any | None = None, index_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """A tensor of shape `dims` whose elements are all `value`."""
    return _apply_tensor("Fill", [dims, value], {"T": ("type", T), "index_type": ("type", index_type)}, name,
                 ['index_type', 'T'], [0, 0])


def Floor(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The largest integer not above each element."""
    return _apply_tensor("Floor", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def FloorDiv(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / y rounded down, with broadcasting."""
    return _apply_tensor("FloorDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def FloorMod(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The remainder of the division rounded down: it has the sign of y."""
    return _apply_tensor("FloorMod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def FusedBatchNorm(x: _Any, scale: _Any, offset: _Any, mean: _Any, variance: _Any, T: _Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> list[_Tensor]:
    """Batch normalization: x less its mean, divided by its standard deviation, times `scale` plus
    `offset`, for each channel. In training the mean and variance are the batch's own, else the
    ones given; outputs 1 and 2 are the running averages, the others are for the gradient.
    """
    return _apply_tensors("FusedBatchNorm", [x, scale, offset, mean, variance], {"T": ("type", T), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', 'T', 'T', 'T'], [0, 0, 0, 0, 0])


def FusedBatchNormGrad(y_backprop: _Any, x: _Any, scale: _Any, reserve_space_1: _Any, reserve_space_2: _Any, T: _Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> list[_Tensor]:
    """The gradient of FusedBatchNorm by x, scale and offset."""
    return _apply_tensors("FusedBatchNormGrad", [y_backprop, x, scale, reserve_space_1, reserve_space_2], {"T": ("type", T), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', 'T', 'T', 'T'], [0, 0, 0, 0, 0])


def FusedBatchNormGradV2(y_backprop: _Any, x: _Any, scale: _Any, reserve_space_1: _Any, reserve_space_2: _Any, T: _Any | None = None, U: _Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> list[_Tensor]:
    """The gradient of FusedBatchNormV2 by x, scale and offset."""
    return _apply_tensors("FusedBatchNormGradV2", [y_backprop, x, scale, reserve_space_1, reserve_space_2], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', None, 'U', 'U'], [0, 0, 1, 0, 0])


def FusedBatchNormGradV3(y_backprop: _Any, x: _Any, scale: _Any, reserve_space_1: _Any, reserve_space_2: _Any, reserve_space_3: _Any, T: _Any | None = None, U: _Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> list[_Tensor]:
    """The gradient of FusedBatchNormV3 by x, scale and offset."""
    return _apply_tensors("FusedBatchNormGradV3", [y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', None, 'U', 'U', 'U'], [0, 0, 1, 0, 0, 0])


def FusedBatchNormV2(x: _Any, scale: _Any, offset: _Any, mean: _Any, variance: _Any, T: _Any | None = None, U: _Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> list[_Tensor]:
    """Batch normalization: x less its mean, divided by its standard deviation, times `scale` plus
    `offset`, for each channel. In training the mean and variance are the batch's own, else the
    ones given; outputs 1 and 2 are the running averages, the others are for the gradient.
    """
    return _apply_tensors("FusedBatchNormV2", [x, scale, offset, mean, variance], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'U', 'U', 'U', 'U'], [0, 0, 0, 0, 0])


def FusedBatchNormV3(x: _Any, scale: _Any, offset: _Any, mean: _Any, variance: _Any, T: _Any | None = None, U: _Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> list[_Tensor]:
    """Batch normalization: x less its mean, divided by its standard deviation, times `scale` plus
    `offset`, for each channel. In training the mean and variance are the batch's own, else the
    ones given; outputs 1 and 2 are the running averages, the others are for the gradient.
    """
    return _apply_tensors("FusedBatchNormV3", [x, scale, offset, mean, variance], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'U', 'U', 'U', 'U'], [0, 0, 0, 0, 0])


def Gather(params: _Any, indices: _Any, validate_indices: bool | None = None, Tparams: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """Rows of `params` (slices along its first dimension), in the order of `indices`."""
    return _apply_tensor("Gather", [params, indices], {"validate_indices": ("bool", validate_indices), "Tparams": ("type", Tparams), "Tindices": ("type", Tindices)}, name,
                 ['Tparams', 'Tindices'], [0, 0])


def GatherNd(params: _Any, indices: _Any, Tparams: _Any | None = None, Tindices: _Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Slices of `params` at positions that the last dimension of `indices` spells out."""
    return _apply_tensor("GatherNd", [params, indices], {"Tparams": ("type", Tparams), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['Tparams', 'Tindices'], [0, 0])


def GatherV2(params: _Any, indices: _Any, axis: _Any, batch_dims: int | None = None, Tparams: _Any | None = None, Tindices: _Any | None = None, Taxis: _Any | None = None, name: str | None = None) -> _Tensor:
    """Slices of `params` along the dimension `axis`, in the order of `indices`. The first
    `batch_dims` dimensions of both go together.
    """
    return _apply_tensor("GatherV2", [params, indices, axis], {"batch_dims": ("int", batch_dims), "Tparams": ("type", Tparams), "Tindices": ("type", Tindices), "Taxis": ("type", Taxis)}, name,
                 ['Tparams', 'Tindices', 'Taxis'], [0, 0, 0])


def Greater(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells where x is greater than y, with broadcasting."""
    return _apply_tensor("Greater", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def GreaterEqual(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells where x is at least y, with broadcasting."""
    return _apply_tensor("GreaterEqual", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def HashTableV2(key_dtype: _Any, value_dtype: _Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, name: str | None = None) -> _Tensor:
    """A handle of a table that is filled once by an initializer and read only then."""
    return _apply_tensor("HashTableV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing)}, name,
                 [], [])


def Identity(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands its input on: same shape, same contents."""
    return _apply_tensor("Identity", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def IdentityN(input: _Any, name: str | None = None) -> _Any:
    """Hands a list of tensors on, each unchanged."""
    return _apply("IdentityN", [input], {"__lists__": ("", (0,))}, name,
                 [None], [0])


def If(cond: _Any, input: _Any, Tout: _Sequence[_Any], then_branch: str, else_branch: str, Tcond: _Any | None = None, output_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, name: str | None = None) -> _Any:
    """Calls `then_branch` if the condition holds and `else_branch` if not. A condition that is no
    boolean holds if it is not zero, not an empty string, or, when it is no scalar, not empty.
    """
    return _apply("If", [cond, input], {"Tout": ("list(type)", Tout), "then_branch": ("func", then_branch), "else_branch": ("func", else_branch), "Tcond": ("type", Tcond), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 ['Tcond', None], [0, 0])


def Igamma(a: _Any, x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The lower regularized incomplete gamma function P(a, x)."""
    return _apply_tensor("Igamma", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def IgammaGradA(a: _Any, x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The derivative of Igamma by its first argument."""
    return _apply_tensor("IgammaGradA", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Igammac(a: _Any, x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The upper regularized incomplete gamma function Q(a, x) = 1 - P(a, x)."""
    return _apply_tensor("Igammac", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Imag(input: _Any, T: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Tensor:
    """The imaginary part of each element."""
    return _apply_tensor("Imag", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def InTopK(predictions: _Any, targets: _Any, k: int, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """For each row, whether the prediction of the target class is among the `k` largest."""
    return _apply_tensor("InTopK", [predictions, targets], {"k": ("int", k), "T": ("type", T)}, name,
                 [None, 'T'], [1, 0])


def InTopKV2(predictions: _Any, targets: _Any, k: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """For each row, whether the prediction of the target class is among the `k` largest."""
    return _apply_tensor("InTopKV2", [predictions, targets, k], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [1, 0, 0])


def InitializeTableFromTextFileV2(table_handle: _Any, filename: _Any, key_index: int, value_index: int, vocab_size: int | None = None, delimiter: str | bytes | None = None, offset: int | None = None, name: str | None = None) -> _Operation:
    """Fills a table from the lines of a text file. A column index of -2 stands for the whole line,
    -1 for the number of the line, other numbers for the column between delimiters.
    """
    return _apply_operation("InitializeTableFromTextFileV2", [table_handle, filename], {"key_index": ("int", key_index), "value_index": ("int", value_index), "vocab_size": ("int", vocab_size), "delimiter": ("string", delimiter), "offset": ("int", offset)}, name,
                 [None, None], [20, 7])


def InitializeTableV2(table_handle: _Any, keys: _Any, values: _Any, Tkey: _Any | None = None, Tval: _Any | None = None, name: str | None = None) -> _Operation:
    """Fills a table with keys and values. Equal keys must have equal values."""
    return _apply_operation("InitializeTableV2", [table_handle, keys, values], {"Tkey": ("type", Tkey), "Tval": ("type", Tval)}, name,
                 [None, 'Tkey', 'Tval'], [20, 0, 0])


def Inv(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """One over each element."""
    return _apply_tensor("Inv", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def InvGrad(y: _Any, dy: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Inv from its output y: -dy y^2."""
    return _apply_tensor("InvGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Invert(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """All bits of each element turned over."""
    return _apply_tensor("Invert", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def InvertPermutation(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The inverse of a permutation: y[x[i]] = i."""
    return _apply_tensor("InvertPermutation", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsFinite(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells which elements are neither infinite nor NaN."""
    return _apply_tensor("IsFinite", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsInf(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells which elements are infinite, of either sign."""
    return _apply_tensor("IsInf", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsNan(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells which elements are not a number."""
    return _apply_tensor("IsNan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsVariableInitialized(ref: _Any, dtype: _Any | None = None, name: str | None = None) -> _Tensor:
    """Whether the variable has a value."""
    return _apply_tensor("IsVariableInitialized", [ref], {"dtype": ("type", dtype)}, name,
                 ['dtype'], [0])


def L2Loss(t: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Half of the sum of all squared elements."""
    return _apply_tensor("L2Loss", [t], {"T": ("type", T)}, name,
                 ['T'], [0])


def LeakyRelu(features: _Any, alpha: float | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x where it is positive, else `alpha` x."""
    return _apply_tensor("LeakyRelu", [features], {"alpha": ("float", alpha), "T": ("type", T)}, name,
                 ['T'], [0])


def LeakyReluGrad(gradients: _Any, features: _Any, alpha: float | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of LeakyRelu: dy where x is positive, else `alpha` dy."""
    return _apply_tensor("LeakyReluGrad", [gradients, features], {"alpha": ("float", alpha), "T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def LeftShift(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x shifted left by y bits, with broadcasting."""
    return _apply_tensor("LeftShift", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Less(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells where x is less than y, with broadcasting."""
    return _apply_tensor("Less", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def LessEqual(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Tells where x is at most y, with broadcasting."""
    return _apply_tensor("LessEqual", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Lgamma(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The logarithm of the absolute value of the gamma function of each element."""
    return _apply_tensor("Lgamma", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def LinSpace(start: _Any, stop: _Any, num: _Any, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """`num` numbers at equal distances, the first being `start` and the last `stop`."""
    return _apply_tensor("LinSpace", [start, stop, num], {"T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'T', 'Tidx'], [0, 0, 0])


def ListDiff(x: _Any, y: _Any, T: _Any | None = None, out_idx: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The elements of `x` that are not in `y`, in their order, and where they were."""
    return _apply_tensors("ListDiff", [x, y], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T', 'T'], [0, 0])


def Log(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The natural logarithm of each element."""
    return _apply_tensor("Log", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Log1p(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """log(1 + x), exact also where x is near zero."""
    return _apply_tensor("Log1p", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def LogSoftmax(logits: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The logarithm of Softmax over the last dimension."""
    return _apply_tensor("LogSoftmax", [logits], {"T": ("type", T)}, name,
                 ['T'], [0])


def LogicalAnd(x: _Any, y: _Any, name: str | None = None) -> _Tensor:
    """Tells where both x and y hold, with broadcasting."""
    return _apply_tensor("LogicalAnd", [x, y], {}, name,
                 [None, None], [10, 10])


def LogicalNot(x: _Any, name: str | None = None) -> _Tensor:
    """Tells where x does not hold."""
    return _apply_tensor("LogicalNot", [x], {}, name,
                 [None], [10])


def LogicalOr(x: _Any, y: _Any, name: str | None = None) -> _Tensor:
    """Tells where x or y holds, with broadcasting."""
    return _apply_tensor("LogicalOr", [x, y], {}, name,
                 [None, None], [10, 10])


def LookupTableExportV2(table_handle: _Any, Tkeys: _Any, Tvalues: _Any, name: str | None = None) -> list[_Tensor]:
    """All keys of a table and their values."""
    return _apply_tensors("LookupTableExportV2", [table_handle], {"Tkeys": ("type", Tkeys), "Tvalues": ("type", Tvalues)}, name,
                 [None], [20])


def LookupTableFindV2(table_handle: _Any, keys: _Any, default_value: _Any, Tin: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Tensor:
    """The values of keys; `default_value` for keys that the table lacks."""
    return _apply_tensor("LookupTableFindV2", [table_handle, keys, default_value], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableImportV2(table_handle: _Any, keys: _Any, values: _Any, Tin: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Operation:
    """Replaces all that a table holds by keys and values."""
    return _apply_operation("LookupTableImportV2", [table_handle, keys, values], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableInsertV2(table_handle: _Any, keys: _Any, values: _Any, Tin: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Operation:
    """Adds entries to a table, or replaces them."""
    return _apply_operation("LookupTableInsertV2", [table_handle, keys, values], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableRemoveV2(table_handle: _Any, keys: _Any, Tin: _Any | None = None, name: str | None = None) -> _Operation:
    """Removes entries from a table; keys that it lacks are ignored."""
    return _apply_operation("LookupTableRemoveV2", [table_handle, keys], {"Tin": ("type", Tin)}, name,
                 [None, 'Tin'], [20, 0])


def LookupTableSizeV2(table_handle: _Any, name: str | None = None) -> _Tensor:
    """The number of keys in a table."""
    return _apply_tensor("LookupTableSizeV2", [table_handle], {}, name,
                 [None], [20])


def LoopCond(input: _Any, name: str | None = None) -> _Tensor:
    """Marks the condition of a loop; hands it on."""
    return _apply_tensor("LoopCond", [input], {}, name,
                 [None], [10])


def MatMul(a: _Any, b: _Any, transpose_a: bool | None = None, transpose_b: bool | None = None, T: _Any | None = None, grad_a: bool | None = None, grad_b: bool | None = None, name: str | None = None) -> _Tensor:
    """The product of two matrices, either of which may be transposed first."""
    return _apply_tensor("MatMul", [a, b], {"transpose_a": ("bool", transpose_a), "transpose_b": ("bool", transpose_b), "T": ("type", T), "grad_a": ("bool", grad_a), "grad_b": ("bool", grad_b)}, name,
                 ['T', 'T'], [0, 0])


def MatchingFiles(pattern: _Any, name: str | None = None) -> _Tensor:
    """The files that match one or several patterns with * and ?, sorted."""
    return _apply_tensor("MatchingFiles", [pattern], {}, name,
                 [None], [7])


def MatrixBandPart(input: _Any, num_lower: _Any, num_upper: _Any, T: _Any | None = None, Tindex: _Any | None = None, name: str | None = None) -> _Tensor:
    """Keeps a band of each matrix, `num_lower` diagonals below and `num_upper` above the main one
    (negative: all of them), and sets the rest to zero.
    """
    return _apply_tensor("MatrixBandPart", [input, num_lower, num_upper], {"T": ("type", T), "Tindex": ("type", Tindex)}, name,
                 ['T', 'Tindex', 'Tindex'], [0, 0, 0])


def MatrixDiag(diagonal: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Square matrices with the given main diagonals and zeros elsewhere."""
    return _apply_tensor("MatrixDiag", [diagonal], {"T": ("type", T)}, name,
                 ['T'], [0])


def MatrixDiagPart(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The main diagonals of matrices."""
    return _apply_tensor("MatrixDiagPart", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def MatrixDiagPartV2(input: _Any, k: _Any, padding_value: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The diagonals `k` (one, or a band from k[0] to k[1]) of matrices. Short diagonals of a band
    begin at the left and are filled up with `padding_value`.
    """
    return _apply_tensor("MatrixDiagPartV2", [input, k, padding_value], {"T": ("type", T)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def MatrixDiagPartV3(input: _Any, k: _Any, padding_value: _Any, T: _Any | None = None, align: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """The diagonals `k` (one, or a band from k[0] to k[1]) of matrices. Short ones of a band are
    filled up with `padding_value`, at the end that `align` says.
    """
    return _apply_tensor("MatrixDiagPartV3", [input, k, padding_value], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def MatrixDiagV2(diagonal: _Any, k: _Any, num_rows: _Any, num_cols: _Any, padding_value: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Matrices with the diagonals `k` (one, or a band from k[0] to k[1]) given and `padding_value`
    elsewhere. Short diagonals of a band begin at the left.
    """
    return _apply_tensor("MatrixDiagV2", [diagonal, k, num_rows, num_cols, padding_value], {"T": ("type", T)}, name,
                 ['T', None, None, None, 'T'], [0, 3, 3, 3, 0])


def MatrixDiagV3(diagonal: _Any, k: _Any, num_rows: _Any, num_cols: _Any, padding_value: _Any, T: _Any | None = None, align: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Matrices with the diagonals `k` (one, or a band from k[0] to k[1]) given and `padding_value`
    elsewhere. `align` says at which end short superdiagonals and subdiagonals of a band are
    padded.
    """
    return _apply_tensor("MatrixDiagV3", [diagonal, k, num_rows, num_cols, padding_value], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', None, None, None, 'T'], [0, 3, 3, 3, 0])


def MatrixSetDiag(input: _Any, diagonal: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The matrices of the input with their main diagonals replaced."""
    return _apply_tensor("MatrixSetDiag", [input, diagonal], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MatrixSetDiagV2(input: _Any, diagonal: _Any, k: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The matrices of the input with the diagonals `k` (one, or a band from k[0] to k[1])
    replaced.
    """
    return _apply_tensor("MatrixSetDiagV2", [input, diagonal, k], {"T": ("type", T)}, name,
                 ['T', 'T', None], [0, 0, 3])


def MatrixSetDiagV3(input: _Any, diagonal: _Any, k: _Any, T: _Any | None = None, align: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """The matrices of the input with the diagonals `k` (one, or a band from k[0] to k[1])
    replaced. `align` says at which end short diagonals are padded.
    """
    return _apply_tensor("MatrixSetDiagV3", [input, diagonal, k], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', 'T', None], [0, 0, 3])


def Max(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """The largest element over the dimensions `reduction_indices`, which `keep_dims` keeps with
    size 1.
    """
    return _apply_tensor("Max", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def MaxPool(input: _Any, ksize: _Sequence[int], strides: _Sequence[int], padding: str | bytes, T: _Any | None = None, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """The largest element of each window."""
    return _apply_tensor("MaxPool", [input], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def MaxPoolGrad(orig_input: _Any, orig_output: _Any, grad: _Any, ksize: _Sequence[int], strides: _Sequence[int], padding: str | bytes, explicit_paddings: _Sequence[int] | None = None, data_format: str | bytes | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of MaxPool: each window hands its gradient to its first largest element."""
    return _apply_tensor("MaxPoolGrad", [orig_input, orig_output, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def MaxPoolGradGrad(orig_input: _Any, orig_output: _Any, grad: _Any, ksize: _Sequence[int], strides: _Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of MaxPoolGrad: the value of `grad` at the first largest element of each
    window.
    """
    return _apply_tensor("MaxPoolGradGrad", [orig_input, orig_output, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def MaxPoolGradGradV2(orig_input: _Any, orig_output: _Any, grad: _Any, ksize: _Any, strides: _Any, padding: str | bytes, data_format: str | bytes | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of MaxPoolGradV2: the value of `grad` at the first largest element of each
    window.
    """
    return _apply_tensor("MaxPoolGradGradV2", [orig_input, orig_output, grad, ksize, strides], {"padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T', None, None], [0, 0, 0, 3, 3])


def MaxPoolGradV2(orig_input: _Any, orig_output: _Any, grad: _Any, ksize: _Any, strides: _Any, padding: str | bytes, data_format: str | bytes | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of MaxPoolV2: each window hands its gradient to its first largest element."""
    return _apply_tensor("MaxPoolGradV2", [orig_input, orig_output, grad, ksize, strides], {"padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T', None, None], [0, 0, 0, 3, 3])


def MaxPoolV2(input: _Any, ksize: _Any, strides: _Any, padding: str | bytes, T: _Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """The largest element of each window, whose size and strides are inputs."""
    return _apply_tensor("MaxPoolV2", [input, ksize, strides], {"padding": ("string", padding), "T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T', None, None], [0, 3, 3])


def Maximum(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The larger of x and y, with broadcasting."""
    return _apply_tensor("Maximum", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Mean(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """The mean over the dimensions `reduction_indices`, which `keep_dims` keeps with size 1."""
    return _apply_tensor("Mean", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Merge(inputs: _Any, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """Hands on the first input that is not dead, and tells which one it was."""
    return _apply_tensors("Merge", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def MergeV2Checkpoints(checkpoint_prefixes: _Any, destination_prefix: _Any, delete_old_dirs: bool | None = None, allow_missing_files: bool | None = None, name: str | None = None) -> _Operation:
    """Makes one checkpoint of several: their data files are moved to the new prefix and their
    indices merged.
    """
    return _apply_operation("MergeV2Checkpoints", [checkpoint_prefixes, destination_prefix], {"delete_old_dirs": ("bool", delete_old_dirs), "allow_missing_files": ("bool", allow_missing_files)}, name,
                 [None, None], [7, 7])


def Min(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """The smallest element over the dimensions `reduction_indices`, which `keep_dims` keeps with
    size 1.
    """
    return _apply_tensor("Min", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Minimum(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The smaller of x and y, with broadcasting."""
    return _apply_tensor("Minimum", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MirrorPad(input: _Any, paddings: _Any, mode: str | bytes, T: _Any | None = None, Tpaddings: _Any | None = None, name: str | None = None) -> _Tensor:
    """Continues a tensor beyond its edges by its mirror image, with the edge repeated (SYMMETRIC)
    or not (REFLECT).
    """
    return _apply_tensor("MirrorPad", [input, paddings], {"mode": ("string", mode), "T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def MirrorPadGrad(input: _Any, paddings: _Any, mode: str | bytes, T: _Any | None = None, Tpaddings: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of MirrorPad: folds the padded parts back onto the elements that they mirror.
    """
    return _apply_tensor("MirrorPadGrad", [input, paddings], {"mode": ("string", mode), "T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def Mod(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The remainder of the division towards zero: it has the sign of x."""
    return _apply_tensor("Mod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Mul(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x y, with broadcasting."""
    return _apply_tensor("Mul", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MulNoNan(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x y, with broadcasting; zero where y is zero, whatever x is."""
    return _apply_tensor("MulNoNan", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Multinomial(logits: _Any, num_samples: _Any, seed: int | None = None, seed2: int | None = None, T: _Any | None = None, output_dtype: _Any | None = None, name: str | None = None) -> _Tensor:
    """For each row of unnormalised log-probabilities, `num_samples` classes drawn from it."""
    return _apply_tensor("Multinomial", [logits, num_samples], {"seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T), "output_dtype": ("type", output_dtype)}, name,
                 ['T', None], [0, 3])


def MutableDenseHashTableV2(empty_key: _Any, deleted_key: _Any, value_dtype: _Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, key_dtype: _Any | None = None, value_shape: _Sequence[int | None] | _Ellipsis | None | None = None, initial_num_buckets: int | None = None, max_load_factor: float | None = None, name: str | None = None) -> _Tensor:
    """A handle of a table whose entries may come and go. Keys have the shape of `empty_key`; that
    and `deleted_key` can't be used.
    """
    return _apply_tensor("MutableDenseHashTableV2", [empty_key, deleted_key], {"value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing), "key_dtype": ("type", key_dtype), "value_shape": ("shape", value_shape), "initial_num_buckets": ("int", initial_num_buckets), "max_load_factor": ("float", max_load_factor)}, name,
                 ['key_dtype', 'key_dtype'], [0, 0])


def MutableHashTableOfTensorsV2(key_dtype: _Any, value_dtype: _Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, value_shape: _Sequence[int | None] | _Ellipsis | None | None = None, name: str | None = None) -> _Tensor:
    """A handle of a table whose entries may come and go. Values are vectors."""
    return _apply_tensor("MutableHashTableOfTensorsV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing), "value_shape": ("shape", value_shape)}, name,
                 [], [])


def MutableHashTableV2(key_dtype: _Any, value_dtype: _Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, name: str | None = None) -> _Tensor:
    """A handle of a table whose entries may come and go."""
    return _apply_tensor("MutableHashTableV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing)}, name,
                 [], [])


def Ndtri(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The quantile of the standard normal distribution at each element."""
    return _apply_tensor("Ndtri", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Neg(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The negative of each element."""
    return _apply_tensor("Neg", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def NextAfter(x1: _Any, x2: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The next representable number after x1 on the way to x2, with broadcasting."""
    return _apply_tensor("NextAfter", [x1, x2], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def NextIteration(data: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands a value to the next iteration of the loop."""
    return _apply_tensor("NextIteration", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def NoOp(name: str | None = None) -> _Operation:
    """Does nothing. It serves as a place for control edges."""
    return _apply_operation("NoOp", [], {}, name,
                 [], [])


def NotEqual(x: _Any, y: _Any, T: _Any | None = None, incompatible_shape_error: bool | None = None, name: str | None = None) -> _Tensor:
    """Tells where x differs from y, with broadcasting."""
    return _apply_tensor("NotEqual", [x, y], {"T": ("type", T), "incompatible_shape_error": ("bool", incompatible_shape_error)}, name,
                 ['T', 'T'], [0, 0])


def OneHot(indices: _Any, depth: _Any, on_value: _Any, off_value: _Any, axis: int | None = None, T: _Any | None = None, TI: _Any | None = None, name: str | None = None) -> _Tensor:
    """A new dimension of size `depth`, at position `axis` (-1: the last), holds `on_value` where
    the index of the position equals the element, and `off_value` elsewhere.
    """
    return _apply_tensor("OneHot", [indices, depth, on_value, off_value], {"axis": ("int", axis), "T": ("type", T), "TI": ("type", TI)}, name,
                 ['TI', None, 'T', 'T'], [0, 3, 0, 0])


def OnesLike(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Ones in the shape and dtype of the input."""
    return _apply_tensor("OnesLike", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Pack(values: _Any, T: _Any | None = None, axis: int | None = None, name: str | None = None) -> _Tensor:
    """Stacks tensors of one shape along a new dimension at position `axis`."""
    return _apply_tensor("Pack", [values], {"T": ("type", T), "axis": ("int", axis), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Pad(input: _Any, paddings: _Any, T: _Any | None = None, Tpaddings: _Any | None = None, name: str | None = None) -> _Tensor:
    """Adds zeros around a tensor: row i of `paddings` says how many before and after along
    dimension i.
    """
    return _apply_tensor("Pad", [input, paddings], {"T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def PadV2(input: _Any, paddings: _Any, constant_values: _Any, T: _Any | None = None, Tpaddings: _Any | None = None, name: str | None = None) -> _Tensor:
    """Adds `constant_values` around a tensor: row i of `paddings` says how many before and after
    along dimension i.
    """
    return _apply_tensor("PadV2", [input, paddings, constant_values], {"T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings', 'T'], [0, 0, 0])


def ParseExample(serialized: _Any, names: _Any, sparse_keys: _Any, dense_keys: _Any, dense_defaults: _Any, sparse_types: _Sequence[_Any], dense_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None], name: str | None = None) -> _Any:
    """Parses serialized Example messages into dense tensors, whose missing values come from
    `dense_defaults`, and sparse ones.
    """
    return _apply("ParseExample", [serialized, names, sparse_keys, dense_keys, dense_defaults], {"sparse_types": ("list(type)", sparse_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (2, 3, 4))}, name,
                 [None, None, None, None, None], [7, 7, 7, 7, 0])


def ParseExampleV2(serialized: _Any, names: _Any, sparse_keys: _Any, dense_keys: _Any, ragged_keys: _Any, dense_defaults: _Any, num_sparse: int, sparse_types: _Sequence[_Any], ragged_value_types: _Sequence[_Any], ragged_split_types: _Sequence[_Any], dense_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None], name: str | None = None) -> _Any:
    """Parses serialized Example messages, a vector or a single one, into dense, sparse and ragged
    tensors.
    """
    return _apply("ParseExampleV2", [serialized, names, sparse_keys, dense_keys, ragged_keys, dense_defaults], {"num_sparse": ("int", num_sparse), "sparse_types": ("list(type)", sparse_types), "ragged_value_types": ("list(type)", ragged_value_types), "ragged_split_types": ("list(type)", ragged_split_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (5,))}, name,
                 [None, None, None, None, None, None], [7, 7, 7, 7, 7, 0])


def ParseSequenceExampleV2(serialized: _Any, debug_name: _Any, context_sparse_keys: _Any, context_dense_keys: _Any, context_ragged_keys: _Any, feature_list_sparse_keys: _Any, feature_list_dense_keys: _Any, feature_list_ragged_keys: _Any, feature_list_dense_missing_assumed_empty: _Any, context_dense_defaults: _Any, Ncontext_sparse: int | None = None, context_sparse_types: _Sequence[_Any] | None = None, context_ragged_value_types: _Sequence[_Any] | None = None, context_ragged_split_types: _Sequence[_Any] | None = None, context_dense_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, Nfeature_list_sparse: int | None = None, Nfeature_list_dense: int | None = None, feature_list_dense_types: _Sequence[_Any] | None = None, feature_list_sparse_types: _Sequence[_Any] | None = None, feature_list_ragged_value_types: _Sequence[_Any] | None = None, feature_list_ragged_split_types: _Sequence[_Any] | None = None, feature_list_dense_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, name: str | None = None) -> _Any:
    """Parses serialized SequenceExample messages, a vector or a single one: their context, and
    their lists of features, which get one dimension more.
    """
    return _apply("ParseSequenceExampleV2", [serialized, debug_name, context_sparse_keys, context_dense_keys, context_ragged_keys, feature_list_sparse_keys, feature_list_dense_keys, feature_list_ragged_keys, feature_list_dense_missing_assumed_empty, context_dense_defaults], {"Ncontext_sparse": ("int", Ncontext_sparse), "context_sparse_types": ("list(type)", context_sparse_types), "context_ragged_value_types": ("list(type)", context_ragged_value_types), "context_ragged_split_types": ("list(type)", context_ragged_split_types), "context_dense_shapes": ("list(shape)", context_dense_shapes), "Nfeature_list_sparse": ("int", Nfeature_list_sparse), "Nfeature_list_dense": ("int", Nfeature_list_dense), "feature_list_dense_types": ("list(type)", feature_list_dense_types), "feature_list_sparse_types": ("list(type)", feature_list_sparse_types), "feature_list_ragged_value_types": ("list(type)", feature_list_ragged_value_types), "feature_list_ragged_split_types": ("list(type)", feature_list_ragged_split_types), "feature_list_dense_shapes": ("list(shape)", feature_list_dense_shapes), "__lists__": ("", (9,))}, name,
                 [None, None, None, None, None, None, None, None, None, None], [7, 7, 7, 7, 7, 7, 7, 7, 10, 0])


def PartitionedCall(args: _Any, Tout: _Sequence[_Any], f: str, config: str | bytes | None = None, config_proto: str | bytes | None = None, executor_type: str | bytes | None = None, name: str | None = None) -> _Any:
    """Calls the function `f`, which must be free of side effects."""
    return _apply("PartitionedCall", [args], {"Tout": ("list(type)", Tout), "f": ("func", f), "config": ("string", config), "config_proto": ("string", config_proto), "executor_type": ("string", executor_type), "__lists__": ("", (0,))}, name,
                 [None], [0])


def Placeholder(dtype: _Any, shape: _Sequence[int | None] | _Ellipsis | None | None = None, name: str | None = None) -> _Tensor:
    """A value that each run feeds. Running it unfed is an error. `shape` says what is known of the
    shape of what will be fed; an empty shape is read as unknown.
    """
    return _apply_tensor("Placeholder", [], {"dtype": ("type", dtype), "shape": ("shape", shape)}, name,
                 [], [])


def PlaceholderV2(dtype: _Any, shape: _Sequence[int | None] | _Ellipsis | None, name: str | None = None) -> _Tensor:
    """A value that each run feeds, with a shape that may be partly known."""
    return _apply_tensor("PlaceholderV2", [], {"dtype": ("type", dtype), "shape": ("shape", shape)}, name,
                 [], [])


def PlaceholderWithDefault(input: _Any, shape: _Sequence[int | None] | _Ellipsis | None, dtype: _Any | None = None, name: str | None = None) -> _Tensor:
    """A value that a run may feed; otherwise it is the input."""
    return _apply_tensor("PlaceholderWithDefault", [input], {"shape": ("shape", shape), "dtype": ("type", dtype)}, name,
                 ['dtype'], [0])


def Polygamma(a: _Any, x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The derivative of order `a` of Digamma at `x`; `a` holds integers."""
    return _apply_tensor("Polygamma", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def PopulationCount(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The number of ones among the bits of each element."""
    return _apply_tensor("PopulationCount", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Pow(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x to the power of y, with broadcasting."""
    return _apply_tensor("Pow", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def PreventGradient(input: _Any, T: _Any | None = None, message: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Hands its input on and makes asking for a gradient through it an error, with `message` as
    the reason.
    """
    return _apply_tensor("PreventGradient", [input], {"T": ("type", T), "message": ("string", message)}, name,
                 ['T'], [0])


def Print(input: _Any, data: _Any, T: _Any | None = None, message: str | bytes | None = None, first_n: int | None = None, summarize: int | None = None, name: str | None = None) -> _Tensor:
    """Hands its input on and writes the tensors in `data` to standard error, for the first
    `first_n` times (negative: always).
    """
    return _apply_tensor("Print", [input, data], {"T": ("type", T), "message": ("string", message), "first_n": ("int", first_n), "summarize": ("int", summarize), "__lists__": ("", (1,))}, name,
                 ['T', None], [0, 0])


def PrintV2(input: _Any, output_stream: str | bytes | None = None, end: str | bytes | None = None, name: str | None = None) -> _Operation:
    """Writes a string to standard error, standard output, the log or a file ("file://path"),
    followed by `end`.
    """
    return _apply_operation("PrintV2", [input], {"output_stream": ("string", output_stream), "end": ("string", end)}, name,
                 [None], [7])


def Prod(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """The product over the dimensions `reduction_indices`, which `keep_dims` keeps with size 1.
    """
    return _apply_tensor("Prod", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def QueueClose(handle: _Any, cancel_pending_enqueues: bool | None = None, name: str | None = None) -> _Operation:
    """QueueCloseV2 for a queue in its first form."""
    return _apply_operation("QueueClose", [handle], {"cancel_pending_enqueues": ("bool", cancel_pending_enqueues)}, name,
                 [None], [7])


def QueueCloseV2(handle: _Any, cancel_pending_enqueues: bool | None = None, name: str | None = None) -> _Operation:
    """Closes a queue: nothing more can be put in, what is in can still be taken out.
    `cancel_pending_enqueues` fails those that wait to put something in.
    """
    return _apply_operation("QueueCloseV2", [handle], {"cancel_pending_enqueues": ("bool", cancel_pending_enqueues)}, name,
                 [None], [20])


def QueueDequeue(handle: _Any, component_types: _Sequence[_Any], timeout_ms: int | None = None, name: str | None = None) -> _Any:
    """QueueDequeueV2 for a queue in its first form."""
    return _apply("QueueDequeue", [handle], {"component_types": ("list(type)", component_types), "timeout_ms": ("int", timeout_ms)}, name,
                 [None], [7])


def QueueDequeueV2(handle: _Any, component_types: _Sequence[_Any], timeout_ms: int | None = None, name: str | None = None) -> _Any:
    """Takes one tuple out of a queue; waits while the queue is empty, and fails with OUT_OF_RANGE
    if it is closed and empty.
    """
    return _apply("QueueDequeueV2", [handle], {"component_types": ("list(type)", component_types), "timeout_ms": ("int", timeout_ms)}, name,
                 [None], [20])


def QueueEnqueue(handle: _Any, components: _Any, timeout_ms: int | None = None, name: str | None = None) -> _Operation:
    """QueueEnqueueV2 for a queue in its first form."""
    return _apply_operation("QueueEnqueue", [handle, components], {"timeout_ms": ("int", timeout_ms), "__lists__": ("", (1,))}, name,
                 [None, None], [7, 0])


def QueueEnqueueV2(handle: _Any, components: _Any, timeout_ms: int | None = None, name: str | None = None) -> _Operation:
    """Puts one tuple into a queue; waits while the queue is full."""
    return _apply_operation("QueueEnqueueV2", [handle, components], {"timeout_ms": ("int", timeout_ms), "__lists__": ("", (1,))}, name,
                 [None, None], [20, 0])


def QueueIsClosedV2(handle: _Any, name: str | None = None) -> _Tensor:
    """Whether a queue is closed."""
    return _apply_tensor("QueueIsClosedV2", [handle], {}, name,
                 [None], [20])


def QueueSize(handle: _Any, name: str | None = None) -> _Tensor:
    """QueueSizeV2 for a queue in its first form."""
    return _apply_tensor("QueueSize", [handle], {}, name,
                 [None], [7])


def QueueSizeV2(handle: _Any, name: str | None = None) -> _Tensor:
    """The number of tuples in a queue."""
    return _apply_tensor("QueueSizeV2", [handle], {}, name,
                 [None], [20])


def RandomShuffle(value: _Any, seed: int | None = None, seed2: int | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The slices along the first dimension in random order."""
    return _apply_tensor("RandomShuffle", [value], {"seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomStandardNormal(shape: _Any, dtype: _Any, seed: int | None = None, seed2: int | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers of the normal distribution with mean 0 and standard deviation 1."""
    return _apply_tensor("RandomStandardNormal", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomUniform(shape: _Any, dtype: _Any, seed: int | None = None, seed2: int | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers spread evenly over [0, 1). With both seeds zero each run of the program gives
    others; else the node's numbers are a fixed sequence.
    """
    return _apply_tensor("RandomUniform", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomUniformInt(shape: _Any, minval: _Any, maxval: _Any, seed: int | None = None, seed2: int | None = None, Tout: _Any | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Integers spread evenly over [minval, maxval)."""
    return _apply_tensor("RandomUniformInt", [shape, minval, maxval], {"seed": ("int", seed), "seed2": ("int", seed2), "Tout": ("type", Tout), "T": ("type", T)}, name,
                 ['T', 'Tout', 'Tout'], [0, 0, 0])


def Range(start: _Any, limit: _Any, delta: _Any, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers from `start`, in steps of `delta`, up to but without `limit`."""
    return _apply_tensor("Range", [start, limit, delta], {"Tidx": ("type", Tidx)}, name,
                 ['Tidx', 'Tidx', 'Tidx'], [0, 0, 0])


def Rank(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The number of dimensions of the input, as a scalar."""
    return _apply_tensor("Rank", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def ReadFile(filename: _Any, name: str | None = None) -> _Tensor:
    """The contents of a file."""
    return _apply_tensor("ReadFile", [filename], {}, name,
                 [None], [7])


def ReadVariableOp(resource: _Any, dtype: _Any, name: str | None = None) -> _Tensor:
    """The value of a variable at this moment. Reading a variable without a value is an error."""
    return _apply_tensor("ReadVariableOp", [resource], {"dtype": ("type", dtype)}, name,
                 [None], [20])


def Real(input: _Any, T: _Any | None = None, Tout: _Any | None = None, name: str | None = None) -> _Tensor:
    """The real part of each element."""
    return _apply_tensor("Real", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def RealDiv(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / y, with broadcasting, for floating and complex numbers."""
    return _apply_tensor("RealDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Reciprocal(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """One over each element."""
    return _apply_tensor("Reciprocal", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def ReciprocalGrad(y: _Any, dy: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Reciprocal from its output y: -dy y^2."""
    return _apply_tensor("ReciprocalGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def RefEnter(data: _Any, frame_name: str | bytes, T: _Any | None = None, is_constant: bool | None = None, parallel_iterations: int | None = None, name: str | None = None) -> _Tensor:
    """Brings a reference into the loop frame `frame_name`."""
    return _apply_tensor("RefEnter", [data], {"frame_name": ("string", frame_name), "T": ("type", T), "is_constant": ("bool", is_constant), "parallel_iterations": ("int", parallel_iterations)}, name,
                 ['T'], [0])


def RefExit(data: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Takes a reference out of its loop frame."""
    return _apply_tensor("RefExit", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def RefIdentity(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands a reference to a variable on."""
    return _apply_tensor("RefIdentity", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def RefMerge(inputs: _Any, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """Hands on the first reference that is not dead, and tells which one it was."""
    return _apply_tensors("RefMerge", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def RefNextIteration(data: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands a reference to the next iteration of the loop."""
    return _apply_tensor("RefNextIteration", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def RefSwitch(data: _Any, pred: _Any, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """Hands a reference to the output that `pred` names; the other output is dead."""
    return _apply_tensors("RefSwitch", [data, pred], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def RegexFullMatch(input: _Any, pattern: _Any, name: str | None = None) -> _Tensor:
    """Whether the regular expression, a scalar, matches the whole of each string."""
    return _apply_tensor("RegexFullMatch", [input, pattern], {}, name,
                 [None, None], [7, 7])


def RegexReplace(input: _Any, pattern: _Any, rewrite: _Any, replace_global: bool | None = None, name: str | None = None) -> _Tensor:
    """Each string with what the regular expression, a scalar, matches replaced. In `rewrite`,
    \\\\0 to \\\\9 stand for the match and its groups.
    """
    return _apply_tensor("RegexReplace", [input, pattern, rewrite], {"replace_global": ("bool", replace_global)}, name,
                 [None, None, None], [7, 7, 7])


def Relu(features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """max(x, 0) of each element."""
    return _apply_tensor("Relu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def Relu6(features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Each element limited to the range from 0 to 6."""
    return _apply_tensor("Relu6", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def Relu6Grad(gradients: _Any, features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Relu6: dy where the feature is between 0 and 6, else 0."""
    return _apply_tensor("Relu6Grad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def ReluGrad(gradients: _Any, features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Relu: dy where the feature (input or output of Relu) is positive, else 0.
    """
    return _apply_tensor("ReluGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Reshape(tensor: _Any, shape: _Any, T: _Any | None = None, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """The same elements under another shape. One entry of `shape` may be -1 and is computed from
    the number of elements.
    """
    return _apply_tensor("Reshape", [tensor, shape], {"T": ("type", T), "Tshape": ("type", Tshape)}, name,
                 ['T', 'Tshape'], [0, 0])


def ResourceApplyAdaMax(var: _Any, m: _Any, v: _Any, beta1_power: _Any, lr: _Any, beta1: _Any, beta2: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Operation:
    """AdaMax: m averages the gradient, v = max(beta2 * v, |grad|); var -= lr / (1 - beta1_power) *
    m / (v + epsilon).
    """
    return _apply_operation("ResourceApplyAdaMax", [var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0])


def ResourceApplyAdadelta(var: _Any, accum: _Any, accum_update: _Any, lr: _Any, rho: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Operation:
    """Adadelta: the step is grad * sqrt(accum_update + epsilon) / sqrt(accum + epsilon), where
    both accumulators are moving averages of squares; var -= lr * step.
    """
    return _apply_operation("ResourceApplyAdadelta", [var, accum, accum_update, lr, rho, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0])


def ResourceApplyAdagrad(var: _Any, accum: _Any, lr: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, update_slots: bool | None = None, name: str | None = None) -> _Operation:
    """Adagrad: accum += grad^2; var -= lr * grad / sqrt(accum). `update_slots` false leaves accum
    alone.
    """
    return _apply_operation("ResourceApplyAdagrad", [var, accum, lr, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "update_slots": ("bool", update_slots)}, name,
                 [None, None, 'T', 'T'], [20, 20, 0, 0])


def ResourceApplyAdagradV2(var: _Any, accum: _Any, lr: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, update_slots: bool | None = None, name: str | None = None) -> _Operation:
    """Adagrad: accum += grad^2; var -= lr * grad / (sqrt(accum) + epsilon). `update_slots` false
    leaves accum alone.
    """
    return _apply_operation("ResourceApplyAdagradV2", [var, accum, lr, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "update_slots": ("bool", update_slots)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyAdam(var: _Any, m: _Any, v: _Any, beta1_power: _Any, beta2_power: _Any, lr: _Any, beta1: _Any, beta2: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> _Operation:
    """Adam: m and v are moving averages of the gradient and its square; var -= lr * sqrt(1 -
    beta2_power) / (1 - beta1_power) * m / (sqrt(v) + epsilon). With `use_nesterov` m is looked
    ahead one step.
    """
    return _apply_operation("ResourceApplyAdam", [var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0, 0])


def ResourceApplyAdamWithAmsgrad(var: _Any, m: _Any, v: _Any, vhat: _Any, beta1_power: _Any, beta2_power: _Any, lr: _Any, beta1: _Any, beta2: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Operation:
    """Adam whose denominator is the largest v so far."""
    return _apply_operation("ResourceApplyAdamWithAmsgrad", [var, m, v, vhat, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, None, 'T', 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 20, 0, 0, 0, 0, 0, 0, 0])


def ResourceApplyCenteredRMSProp(var: _Any, mg: _Any, ms: _Any, mom: _Any, lr: _Any, rho: _Any, momentum: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Operation:
    """RMSProp normalised by the variance: mg averages the gradient and ms its square; mom =
    momentum * mom + lr * grad / sqrt(ms - mg^2 + epsilon); var -= mom.
    """
    return _apply_operation("ResourceApplyCenteredRMSProp", [var, mg, ms, mom, lr, rho, momentum, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 20, 0, 0, 0, 0, 0])


def ResourceApplyFtrl(var: _Any, accum: _Any, linear: _Any, grad: _Any, lr: _Any, l1: _Any, l2: _Any, lr_power: _Any, T: _Any | None = None, use_locking: bool | None = None, multiply_linear_by_lr: bool | None = None, name: str | None = None) -> _Operation:
    """Follow the regularized leader: `linear` and `accum` summarise all gradients, and var is
    their minimiser with L1 and L2 regularisation.
    """
    return _apply_operation("ResourceApplyFtrl", [var, accum, linear, grad, lr, l1, l2, lr_power], {"T": ("type", T), "use_locking": ("bool", use_locking), "multiply_linear_by_lr": ("bool", multiply_linear_by_lr)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0])


def ResourceApplyFtrlV2(var: _Any, accum: _Any, linear: _Any, grad: _Any, lr: _Any, l1: _Any, l2: _Any, l2_shrinkage: _Any, lr_power: _Any, T: _Any | None = None, use_locking: bool | None = None, multiply_linear_by_lr: bool | None = None, name: str | None = None) -> _Operation:
    """Follow the regularized leader with L2 shrinkage: as ResourceApplyFtrl, with 2 * l2_shrinkage
    * var added to the gradient in `linear`.
    """
    return _apply_operation("ResourceApplyFtrlV2", [var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power], {"T": ("type", T), "use_locking": ("bool", use_locking), "multiply_linear_by_lr": ("bool", multiply_linear_by_lr)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0])


def ResourceApplyGradientDescent(var: _Any, alpha: _Any, delta: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Operation:
    """Gradient descent: var -= alpha * delta."""
    return _apply_operation("ResourceApplyGradientDescent", [var, alpha, delta], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, 'T', 'T'], [20, 0, 0])


def ResourceApplyKerasMomentum(var: _Any, accum: _Any, lr: _Any, grad: _Any, momentum: _Any, T: _Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> _Operation:
    """Momentum with the learning rate inside: accum = accum * momentum - lr * grad; var += accum.
    With `use_nesterov` the step is accum * momentum - lr * grad.
    """
    return _apply_operation("ResourceApplyKerasMomentum", [var, accum, lr, grad, momentum], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyMomentum(var: _Any, accum: _Any, lr: _Any, grad: _Any, momentum: _Any, T: _Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> _Operation:
    """Momentum: accum = accum * momentum + grad; var -= lr * accum. With `use_nesterov` the step
    is lr * (grad + momentum * accum).
    """
    return _apply_operation("ResourceApplyMomentum", [var, accum, lr, grad, momentum], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyRMSProp(var: _Any, ms: _Any, mom: _Any, lr: _Any, rho: _Any, momentum: _Any, epsilon: _Any, grad: _Any, T: _Any | None = None, use_locking: bool | None = None, name: str | None = None) -> _Operation:
    """RMSProp: ms averages the squared gradient; mom = momentum * mom + lr * grad / sqrt(ms +
    epsilon); var -= mom.
    """
    return _apply_operation("ResourceApplyRMSProp", [var, ms, mom, lr, rho, momentum, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0])


def ResourceGather(resource: _Any, indices: _Any, dtype: _Any, batch_dims: int | None = None, validate_indices: bool | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """Rows of a variable in the order of `indices`."""
    return _apply_tensor("ResourceGather", [resource, indices], {"dtype": ("type", dtype), "batch_dims": ("int", batch_dims), "validate_indices": ("bool", validate_indices), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices'], [20, 0])


def ResourceGatherNd(resource: _Any, indices: _Any, dtype: _Any, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """Slices of a variable at positions that the last dimension of `indices` spells out."""
    return _apply_tensor("ResourceGatherNd", [resource, indices], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices'], [20, 0])


def ResourceScatterAdd(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Adds to rows of a variable; equal indices add up."""
    return _apply_operation("ResourceScatterAdd", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterDiv(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Divides rows of a variable; equal indices divide again."""
    return _apply_operation("ResourceScatterDiv", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterMax(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Raises rows of a variable to the updates where these are larger."""
    return _apply_operation("ResourceScatterMax", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterMin(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Lowers rows of a variable to the updates where these are smaller."""
    return _apply_operation("ResourceScatterMin", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterMul(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Multiplies rows of a variable; equal indices multiply up."""
    return _apply_operation("ResourceScatterMul", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterNdAdd(ref: _Any, indices: _Any, updates: _Any, T: _Any | None = None, Tindices: _Any | None = None, use_locking: bool | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Operation:
    """Adds to slices of a variable at positions that the last dimension of `indices` spells out.
    """
    return _apply_operation("ResourceScatterNdAdd", [ref, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "use_locking": ("bool", use_locking), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 [None, 'Tindices', 'T'], [20, 0, 0])


def ResourceScatterNdUpdate(ref: _Any, indices: _Any, updates: _Any, T: _Any | None = None, Tindices: _Any | None = None, use_locking: bool | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Operation:
    """Replaces slices of a variable at positions that the last dimension of `indices` spells out.
    """
    return _apply_operation("ResourceScatterNdUpdate", [ref, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "use_locking": ("bool", use_locking), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 [None, 'Tindices', 'T'], [20, 0, 0])


def ResourceScatterSub(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Subtracts from rows of a variable; equal indices add up."""
    return _apply_operation("ResourceScatterSub", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterUpdate(resource: _Any, indices: _Any, updates: _Any, dtype: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Operation:
    """Replaces rows of a variable; of equal indices the last one stays."""
    return _apply_operation("ResourceScatterUpdate", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def RestoreV2(prefix: _Any, tensor_names: _Any, shape_and_slices: _Any, dtypes: _Sequence[_Any], name: str | None = None) -> _Any:
    """Reads tensors, or slices of them, from the checkpoint under the given prefix."""
    return _apply("RestoreV2", [prefix, tensor_names, shape_and_slices], {"dtypes": ("list(type)", dtypes)}, name,
                 [None, None, None], [7, 7, 7])


def Reverse(tensor: _Any, dims: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Reverses the dimensions that `dims` marks with true."""
    return _apply_tensor("Reverse", [tensor, dims], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def ReverseV2(tensor: _Any, axis: _Any, Tidx: _Any | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Reverses the dimensions that `axis` lists; negative ones count from the end."""
    return _apply_tensor("ReverseV2", [tensor, axis], {"Tidx": ("type", Tidx), "T": ("type", T)}, name,
                 ['T', 'Tidx'], [0, 0])


def RightShift(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x shifted right by y bits, keeping the sign, with broadcasting."""
    return _apply_tensor("RightShift", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Rint(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The nearest integer of each element; halves go to the even one."""
    return _apply_tensor("Rint", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Round(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The nearest integer of each element; halves go to the even one."""
    return _apply_tensor("Round", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Rsqrt(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """One over the square root of each element."""
    return _apply_tensor("Rsqrt", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def RsqrtGrad(y: _Any, dy: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Rsqrt from its output y: -dy y^3 / 2."""
    return _apply_tensor("RsqrtGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def SaveV2(prefix: _Any, tensor_names: _Any, shape_and_slices: _Any, tensors: _Any, name: str | None = None) -> _Operation:
    """Writes tensors into a checkpoint under the given prefix. A slice specification that is not
    empty says which part of a larger tensor it is.
    """
    return _apply_operation("SaveV2", [prefix, tensor_names, shape_and_slices, tensors], {"__lists__": ("", (3,))}, name,
                 [None, None, None, None], [7, 7, 7, 0])


def ScatterNd(indices: _Any, updates: _Any, shape: _Any, T: _Any | None = None, Tindices: _Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Zeros of the given shape into which `updates` are added at positions that the last dimension
    of `indices` spells out.
    """
    return _apply_tensor("ScatterNd", [indices, updates, shape], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['Tindices', 'T', 'Tindices'], [0, 0, 0])


def SegmentMax(data: _Any, segment_ids: _Any, T: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """The maximum of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return _apply_tensor("SegmentMax", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentMean(data: _Any, segment_ids: _Any, T: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """The mean of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return _apply_tensor("SegmentMean", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentMin(data: _Any, segment_ids: _Any, T: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """The minimum of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return _apply_tensor("SegmentMin", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentProd(data: _Any, segment_ids: _Any, T: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """The product of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return _apply_tensor("SegmentProd", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentSum(data: _Any, segment_ids: _Any, T: _Any | None = None, Tindices: _Any | None = None, name: str | None = None) -> _Tensor:
    """The sum of the rows of `data` with the same id; ids are sorted and start at 0 or above."""
    return _apply_tensor("SegmentSum", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def Select(condition: _Any, t: _Any, e: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Elements of `t` where `condition` holds and of `e` elsewhere. The condition has their shape,
    or is a scalar, or a vector that picks whole rows.
    """
    return _apply_tensor("Select", [condition, t, e], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [10, 0, 0])


def SelectV2(condition: _Any, t: _Any, e: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Elements of `t` where `condition` holds and of `e` elsewhere, all three broadcast together.
    """
    return _apply_tensor("SelectV2", [condition, t, e], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [10, 0, 0])


def Selu(features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The scaled exponential linear unit: s x where x is positive, else s a (exp(x) - 1), with a =
    1.6732632 and s = 1.0507010.
    """
    return _apply_tensor("Selu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SeluGrad(gradients: _Any, outputs: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Selu from its output y: s dy where y is positive, else dy (y + s a)."""
    return _apply_tensor("SeluGrad", [gradients, outputs], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Shape(input: _Any, T: _Any | None = None, out_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """The dimensions of the input, as a vector of `out_type`."""
    return _apply_tensor("Shape", [input], {"T": ("type", T), "out_type": ("type", out_type)}, name,
                 ['T'], [0])


def ShapeN(input: _Any, T: _Any | None = None, out_type: _Any | None = None, name: str | None = None) -> _Any:
    """The dimensions of each input, one vector for each."""
    return _apply("ShapeN", [input], {"T": ("type", T), "out_type": ("type", out_type), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def ShardedFilename(basename: _Any, shard: _Any, num_shards: _Any, name: str | None = None) -> _Tensor:
    """The name of one shard: basename-00001-of-00004."""
    return _apply_tensor("ShardedFilename", [basename, shard, num_shards], {}, name,
                 [None, None, None], [7, 3, 3])


def ShardedFilespec(basename: _Any, num_shards: _Any, name: str | None = None) -> _Tensor:
    """The pattern that all shards match: basename-*-of-00004, with a question mark for each digit
    of the number.
    """
    return _apply_tensor("ShardedFilespec", [basename, num_shards], {}, name,
                 [None, None], [7, 3])


def Sigmoid(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """1 / (1 + exp(-x)) of each element."""
    return _apply_tensor("Sigmoid", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SigmoidGrad(y: _Any, dy: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Sigmoid from its output y: dy y (1 - y)."""
    return _apply_tensor("SigmoidGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Sign(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """-1, 0 or 1 as an element is negative, zero or positive; x / |x| for complex numbers."""
    return _apply_tensor("Sign", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Sin(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The sine of each element, in radians."""
    return _apply_tensor("Sin", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Sinh(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The hyperbolic sine of each element."""
    return _apply_tensor("Sinh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Size(input: _Any, T: _Any | None = None, out_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """The number of elements of the input, as a scalar of `out_type`."""
    return _apply_tensor("Size", [input], {"T": ("type", T), "out_type": ("type", out_type)}, name,
                 ['T'], [0])


def Slice(input: _Any, begin: _Any, size: _Any, T: _Any | None = None, Index: _Any | None = None, name: str | None = None) -> _Tensor:
    """The block of `size` elements that starts at `begin`, one number for each dimension. A size
    of -1 takes all that remains.
    """
    return _apply_tensor("Slice", [input, begin, size], {"T": ("type", T), "Index": ("type", Index)}, name,
                 ['T', 'Index', 'Index'], [0, 0, 0])


def Snapshot(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """A copy of the input that later writes do not change."""
    return _apply_tensor("Snapshot", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def Softmax(logits: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """exp(x) divided by its sum over the last dimension."""
    return _apply_tensor("Softmax", [logits], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftmaxCrossEntropyWithLogits(features: _Any, labels: _Any, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """For each row, the cross entropy between the distribution `labels` and the softmax of
    `features`, and its gradient by `features`.
    """
    return _apply_tensors("SoftmaxCrossEntropyWithLogits", [features, labels], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Softplus(features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """log(1 + exp(x)) of each element."""
    return _apply_tensor("Softplus", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftplusGrad(gradients: _Any, features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Softplus: dy / (1 + exp(-x))."""
    return _apply_tensor("SoftplusGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Softsign(features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / (1 + |x|) of each element."""
    return _apply_tensor("Softsign", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftsignGrad(gradients: _Any, features: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Softsign: dy / (1 + |x|)^2."""
    return _apply_tensor("SoftsignGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def SparseSoftmaxCrossEntropyWithLogits(features: _Any, labels: _Any, T: _Any | None = None, Tlabels: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """For each row, minus the logarithm of the softmax of `features` at the class `labels`, and
    its gradient by `features`.
    """
    return _apply_tensors("SparseSoftmaxCrossEntropyWithLogits", [features, labels], {"T": ("type", T), "Tlabels": ("type", Tlabels)}, name,
                 ['T', 'Tlabels'], [0, 0])


def Split(split_dim: _Any, value: _Any, num_split: int, T: _Any | None = None, name: str | None = None) -> _Any:
    """Cuts a tensor into `num_split` equal pieces along the dimension `split_dim`."""
    return _apply("Split", [split_dim, value], {"num_split": ("int", num_split), "T": ("type", T)}, name,
                 [None, 'T'], [3, 0])


def SplitV(value: _Any, size_splits: _Any, split_dim: _Any, num_split: int, T: _Any | None = None, Tlen: _Any | None = None, name: str | None = None) -> _Any:
    """Cuts a tensor into pieces of the given sizes along the dimension `split_dim`. One size may
    be -1 and takes what remains.
    """
    return _apply("SplitV", [value, size_splits, split_dim], {"num_split": ("int", num_split), "T": ("type", T), "Tlen": ("type", Tlen)}, name,
                 ['T', 'Tlen', None], [0, 0, 3])


def Sqrt(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The square root of each element."""
    return _apply_tensor("Sqrt", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SqrtGrad(y: _Any, dy: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Sqrt from its output y: dy / (2 y)."""
    return _apply_tensor("SqrtGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Square(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Each element times itself."""
    return _apply_tensor("Square", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SquaredDifference(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """(x - y)^2, with broadcasting."""
    return _apply_tensor("SquaredDifference", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Squeeze(input: _Any, T: _Any | None = None, squeeze_dims: _Sequence[int] | None = None, name: str | None = None) -> _Tensor:
    """Removes the dimensions of size 1 that `squeeze_dims` names; all of them if it is empty."""
    return _apply_tensor("Squeeze", [input], {"T": ("type", T), "squeeze_dims": ("list(int)", squeeze_dims)}, name,
                 ['T'], [0])


def StackCloseV2(handle: _Any, name: str | None = None) -> _Operation:
    """Frees a stack."""
    return _apply_operation("StackCloseV2", [handle], {}, name,
                 [None], [20])


def StackPopV2(handle: _Any, elem_type: _Any, name: str | None = None) -> _Tensor:
    """Takes the topmost tensor off a stack."""
    return _apply_tensor("StackPopV2", [handle], {"elem_type": ("type", elem_type)}, name,
                 [None], [20])


def StackPushV2(handle: _Any, elem: _Any, T: _Any | None = None, swap_memory: bool | None = None, name: str | None = None) -> _Tensor:
    """Puts a tensor on a stack and hands it on."""
    return _apply_tensor("StackPushV2", [handle, elem], {"T": ("type", T), "swap_memory": ("bool", swap_memory)}, name,
                 [None, 'T'], [20, 0])


def StackV2(max_size: _Any, elem_type: _Any, stack_name: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A handle of a new stack of tensors, at most `max_size` of them unless that is negative."""
    return _apply_tensor("StackV2", [max_size], {"elem_type": ("type", elem_type), "stack_name": ("string", stack_name)}, name,
                 [None], [3])


def StatefulPartitionedCall(args: _Any, Tout: _Sequence[_Any], f: str, config: str | bytes | None = None, config_proto: str | bytes | None = None, executor_type: str | bytes | None = None, name: str | None = None) -> _Any:
    """Calls the function `f`, which may have side effects."""
    return _apply("StatefulPartitionedCall", [args], {"Tout": ("list(type)", Tout), "f": ("func", f), "config": ("string", config), "config_proto": ("string", config_proto), "executor_type": ("string", executor_type), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StatelessCase(branch_index: _Any, input: _Any, Tout: _Sequence[_Any], branches: _Sequence[str], output_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, name: str | None = None) -> _Any:
    """Calls the branch that the index names, the last one if the index is out of range. No branch
    may have side effects.
    """
    return _apply("StatelessCase", [branch_index, input], {"Tout": ("list(type)", Tout), "branches": ("list(func)", branches), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 [None, None], [3, 0])


def StatelessIf(cond: _Any, input: _Any, Tout: _Sequence[_Any], then_branch: str, else_branch: str, Tcond: _Any | None = None, output_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, name: str | None = None) -> _Any:
    """Calls `then_branch` if the condition holds and `else_branch` if not. Neither may have side
    effects. A condition that is no boolean holds if it is not zero, not an empty string, or,
    when it is no scalar, not empty.
    """
    return _apply("StatelessIf", [cond, input], {"Tout": ("list(type)", Tout), "then_branch": ("func", then_branch), "else_branch": ("func", else_branch), "Tcond": ("type", Tcond), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 ['Tcond', None], [0, 0])


def StatelessMultinomial(logits: _Any, num_samples: _Any, seed: _Any, T: _Any | None = None, Tseed: _Any | None = None, output_dtype: _Any | None = None, name: str | None = None) -> _Tensor:
    """As Multinomial; the same seed always gives the same classes."""
    return _apply_tensor("StatelessMultinomial", [logits, num_samples, seed], {"T": ("type", T), "Tseed": ("type", Tseed), "output_dtype": ("type", output_dtype)}, name,
                 ['T', None, 'Tseed'], [0, 3, 0])


def StatelessRandomGetAlg(name: str | None = None) -> _Tensor:
    """The random number algorithm of this device (1: Philox)."""
    return _apply_tensor("StatelessRandomGetAlg", [], {}, name,
                 [], [])


def StatelessRandomGetKeyCounter(seed: _Any, Tseed: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The key and the counter that a seed stands for."""
    return _apply_tensors("StatelessRandomGetKeyCounter", [seed], {"Tseed": ("type", Tseed)}, name,
                 ['Tseed'], [0])


def StatelessRandomGetKeyCounterAlg(seed: _Any, Tseed: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The key, the counter and the algorithm that a seed stands for."""
    return _apply_tensors("StatelessRandomGetKeyCounterAlg", [seed], {"Tseed": ("type", Tseed)}, name,
                 ['Tseed'], [0])


def StatelessRandomNormal(shape: _Any, seed: _Any, dtype: _Any | None = None, T: _Any | None = None, Tseed: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers of the standard normal distribution; the same seed always gives the same numbers.
    """
    return _apply_tensor("StatelessRandomNormal", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomNormalV2(shape: _Any, key: _Any, counter: _Any, alg: _Any, dtype: _Any | None = None, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers of the standard normal distribution, from a key, a counter and the algorithm."""
    return _apply_tensor("StatelessRandomNormalV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessRandomUniform(shape: _Any, seed: _Any, dtype: _Any | None = None, T: _Any | None = None, Tseed: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers spread evenly over [0, 1); the same seed always gives the same numbers."""
    return _apply_tensor("StatelessRandomUniform", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomUniformFullInt(shape: _Any, seed: _Any, dtype: _Any | None = None, T: _Any | None = None, Tseed: _Any | None = None, name: str | None = None) -> _Tensor:
    """Integers spread evenly over all values of the dtype; the same seed always gives the same
    numbers.
    """
    return _apply_tensor("StatelessRandomUniformFullInt", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomUniformFullIntV2(shape: _Any, key: _Any, counter: _Any, alg: _Any, dtype: _Any | None = None, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """Integers spread evenly over all values of the dtype, from a key, a counter and the
    algorithm.
    """
    return _apply_tensor("StatelessRandomUniformFullIntV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessRandomUniformInt(shape: _Any, seed: _Any, minval: _Any, maxval: _Any, dtype: _Any | None = None, T: _Any | None = None, Tseed: _Any | None = None, name: str | None = None) -> _Tensor:
    """Integers spread evenly over [minval, maxval); the same seed always gives the same numbers.
    """
    return _apply_tensor("StatelessRandomUniformInt", [shape, seed, minval, maxval], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed', 'dtype', 'dtype'], [0, 0, 0, 0])


def StatelessRandomUniformIntV2(shape: _Any, key: _Any, counter: _Any, alg: _Any, minval: _Any, maxval: _Any, dtype: _Any | None = None, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """Integers spread evenly over [minval, maxval), from a key, a counter and the algorithm."""
    return _apply_tensor("StatelessRandomUniformIntV2", [shape, key, counter, alg, minval, maxval], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None, 'dtype', 'dtype'], [0, 23, 23, 3, 0, 0])


def StatelessRandomUniformV2(shape: _Any, key: _Any, counter: _Any, alg: _Any, dtype: _Any | None = None, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers spread evenly over [0, 1), from a key, a counter and the algorithm (1: Philox, 2:
    ThreeFry, 3: chosen by the library).
    """
    return _apply_tensor("StatelessRandomUniformV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessTruncatedNormal(shape: _Any, seed: _Any, dtype: _Any | None = None, T: _Any | None = None, Tseed: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers of the standard normal distribution, cut at 2; the same seed always gives the same
    numbers.
    """
    return _apply_tensor("StatelessTruncatedNormal", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessTruncatedNormalV2(shape: _Any, key: _Any, counter: _Any, alg: _Any, dtype: _Any | None = None, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers of the standard normal distribution, cut at 2, from a key, a counter and the
    algorithm.
    """
    return _apply_tensor("StatelessTruncatedNormalV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessWhile(input: _Any, cond: str, body: str, output_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, parallel_iterations: int | None = None, name: str | None = None) -> _Any:
    """Calls `body` on the loop variables as long as `cond` of them holds. Neither may have side
    effects.
    """
    return _apply("StatelessWhile", [input], {"cond": ("func", cond), "body": ("func", body), "output_shapes": ("list(shape)", output_shapes), "parallel_iterations": ("int", parallel_iterations), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StaticRegexFullMatch(input: _Any, pattern: str | bytes, name: str | None = None) -> _Tensor:
    """Whether the regular expression matches the whole of each string."""
    return _apply_tensor("StaticRegexFullMatch", [input], {"pattern": ("string", pattern)}, name,
                 [None], [7])


def StaticRegexReplace(input: _Any, pattern: str | bytes, rewrite: str | bytes, replace_global: bool | None = None, name: str | None = None) -> _Tensor:
    """Each string with what the regular expression matches, everywhere or only at first, replaced.
    In `rewrite`, \\\\0 to \\\\9 stand for the match and its groups.
    """
    return _apply_tensor("StaticRegexReplace", [input], {"pattern": ("string", pattern), "rewrite": ("string", rewrite), "replace_global": ("bool", replace_global)}, name,
                 [None], [7])


def StopGradient(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Hands its input on, but no gradient flows back through it: the input counts as a constant.
    """
    return _apply_tensor("StopGradient", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def StridedSlice(input: _Any, begin: _Any, end: _Any, strides: _Any, T: _Any | None = None, Index: _Any | None = None, begin_mask: int | None = None, end_mask: int | None = None, ellipsis_mask: int | None = None, new_axis_mask: int | None = None, shrink_axis_mask: int | None = None, name: str | None = None) -> _Tensor:
    """NumPy's slicing: from `begin` to before `end` in steps of `strides`. Bit i of a mask changes
    what entry i means: begin or end ignored, an ellipsis, a new dimension of size 1, or a
    single index whose dimension goes.
    """
    return _apply_tensor("StridedSlice", [input, begin, end, strides], {"T": ("type", T), "Index": ("type", Index), "begin_mask": ("int", begin_mask), "end_mask": ("int", end_mask), "ellipsis_mask": ("int", ellipsis_mask), "new_axis_mask": ("int", new_axis_mask), "shrink_axis_mask": ("int", shrink_axis_mask)}, name,
                 ['T', 'Index', 'Index', 'Index'], [0, 0, 0, 0])


def StridedSliceGrad(shape: _Any, begin: _Any, end: _Any, strides: _Any, dy: _Any, T: _Any | None = None, Index: _Any | None = None, begin_mask: int | None = None, end_mask: int | None = None, ellipsis_mask: int | None = None, new_axis_mask: int | None = None, shrink_axis_mask: int | None = None, name: str | None = None) -> _Tensor:
    """Zeros of the given shape, with `dy` put where StridedSlice with the same arguments would
    take its elements from.
    """
    return _apply_tensor("StridedSliceGrad", [shape, begin, end, strides, dy], {"T": ("type", T), "Index": ("type", Index), "begin_mask": ("int", begin_mask), "end_mask": ("int", end_mask), "ellipsis_mask": ("int", ellipsis_mask), "new_axis_mask": ("int", new_axis_mask), "shrink_axis_mask": ("int", shrink_axis_mask)}, name,
                 ['Index', 'Index', 'Index', 'Index', 'T'], [0, 0, 0, 0, 0])


def StringJoin(inputs: _Any, separator: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Joins strings element by element with the separator between them; scalars go with every
    element.
    """
    return _apply_tensor("StringJoin", [inputs], {"separator": ("string", separator), "__lists__": ("", (0,))}, name,
                 [None], [7])


def StringLength(input: _Any, unit: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """The length of each string, in bytes or in UTF-8 characters."""
    return _apply_tensor("StringLength", [input], {"unit": ("string", unit)}, name,
                 [None], [7])


def StringLower(input: _Any, encoding: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Each string with its letters in lower case: those of ASCII, or of all of Unicode with the
    encoding "utf-8".
    """
    return _apply_tensor("StringLower", [input], {"encoding": ("string", encoding)}, name,
                 [None], [7])


def StringStrip(input: _Any, name: str | None = None) -> _Tensor:
    """Each string without white space at its ends."""
    return _apply_tensor("StringStrip", [input], {}, name,
                 [None], [7])


def StringToHashBucketFast(input: _Any, num_buckets: int, name: str | None = None) -> _Tensor:
    """A number in [0, num_buckets) for each string, from a hash that is the same everywhere but
    easy to provoke collisions of.
    """
    return _apply_tensor("StringToHashBucketFast", [input], {"num_buckets": ("int", num_buckets)}, name,
                 [None], [7])


def StringToNumber(string_tensor: _Any, out_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """The number that each string spells out; anything else in a string is an error."""
    return _apply_tensor("StringToNumber", [string_tensor], {"out_type": ("type", out_type)}, name,
                 [None], [7])


def StringUpper(input: _Any, encoding: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """Each string with its letters in upper case: those of ASCII, or of all of Unicode with the
    encoding "utf-8".
    """
    return _apply_tensor("StringUpper", [input], {"encoding": ("string", encoding)}, name,
                 [None], [7])


def Sub(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x - y, with broadcasting."""
    return _apply_tensor("Sub", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Sum(input: _Any, reduction_indices: _Any, keep_dims: bool | None = None, T: _Any | None = None, Tidx: _Any | None = None, name: str | None = None) -> _Tensor:
    """The sum over the dimensions `reduction_indices`, which `keep_dims` keeps with size 1."""
    return _apply_tensor("Sum", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Switch(data: _Any, pred: _Any, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """Hands the input to the output that `pred` names; the other output is dead, and with it all
    that depends on it.
    """
    return _apply_tensors("Switch", [data, pred], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def SymbolicGradient(input: _Any, Tout: _Sequence[_Any], f: str, name: str | None = None) -> _Any:
    """Computes the gradient of the function `f`: the inputs are its inputs and the gradients of
    its outputs, the outputs the gradients of its inputs.
    """
    return _apply("SymbolicGradient", [input], {"Tout": ("list(type)", Tout), "f": ("func", f), "__lists__": ("", (0,))}, name,
                 [None], [0])


def Tan(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The tangent of each element, in radians."""
    return _apply_tensor("Tan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Tanh(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The hyperbolic tangent of each element."""
    return _apply_tensor("Tanh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def TanhGrad(y: _Any, dy: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The gradient of Tanh from its output y: dy (1 - y^2)."""
    return _apply_tensor("TanhGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TensorArrayCloseV3(handle: _Any, name: str | None = None) -> _Operation:
    """Frees the elements of an array, which can't be used any more."""
    return _apply_operation("TensorArrayCloseV3", [handle], {}, name,
                 [None], [20])


def TensorArrayConcatV3(handle: _Any, flow_in: _Any, dtype: _Any, element_shape_except0: _Sequence[int | None] | _Ellipsis | None | None = None, name: str | None = None) -> list[_Tensor]:
    """All elements behind each other along their first dimension, and their sizes in it."""
    return _apply_tensors("TensorArrayConcatV3", [handle, flow_in], {"dtype": ("type", dtype), "element_shape_except0": ("shape", element_shape_except0)}, name,
                 [None, None], [20, 1])


def TensorArrayGatherV3(handle: _Any, indices: _Any, flow_in: _Any, dtype: _Any, element_shape: _Sequence[int | None] | _Ellipsis | None | None = None, name: str | None = None) -> _Tensor:
    """The elements that `indices` names, stacked along a new first dimension."""
    return _apply_tensor("TensorArrayGatherV3", [handle, indices, flow_in], {"dtype": ("type", dtype), "element_shape": ("shape", element_shape)}, name,
                 [None, None, None], [20, 3, 1])


def TensorArrayGradV3(handle: _Any, flow_in: _Any, source: str | bytes, name: str | None = None) -> list[_Tensor]:
    """The array of the gradients of another one's elements, the same for all ops with one
    `source`. What is written to an element is added up. The array can't grow any more.
    """
    return _apply_tensors("TensorArrayGradV3", [handle, flow_in], {"source": ("string", source)}, name,
                 [None, None], [20, 1])


def TensorArrayGradWithShape(handle: _Any, flow_in: _Any, shape_to_prepend: _Any, source: str | bytes, name: str | None = None) -> list[_Tensor]:
    """As TensorArrayGradV3, with elements that have `shape_to_prepend` as further dimensions."""
    return _apply_tensors("TensorArrayGradWithShape", [handle, flow_in, shape_to_prepend], {"source": ("string", source)}, name,
                 [None, None, None], [20, 1, 3])


def TensorArrayReadV3(handle: _Any, index: _Any, flow_in: _Any, dtype: _Any, name: str | None = None) -> _Tensor:
    """Element `index` of an array."""
    return _apply_tensor("TensorArrayReadV3", [handle, index, flow_in], {"dtype": ("type", dtype)}, name,
                 [None, None, None], [20, 3, 1])


def TensorArrayScatterV3(handle: _Any, indices: _Any, value: _Any, flow_in: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Sets the elements that `indices` names to the rows of `value`."""
    return _apply_tensor("TensorArrayScatterV3", [handle, indices, value, flow_in], {"T": ("type", T)}, name,
                 [None, None, 'T', None], [20, 3, 0, 1])


def TensorArraySizeV3(handle: _Any, flow_in: _Any, name: str | None = None) -> _Tensor:
    """The number of elements of an array."""
    return _apply_tensor("TensorArraySizeV3", [handle, flow_in], {}, name,
                 [None, None], [20, 1])


def TensorArraySplitV3(handle: _Any, value: _Any, lengths: _Any, flow_in: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Sets each element to as many rows of `value` as `lengths` says."""
    return _apply_tensor("TensorArraySplitV3", [handle, value, lengths, flow_in], {"T": ("type", T)}, name,
                 [None, 'T', None, None], [20, 0, 9, 1])


def TensorArrayV3(size: _Any, dtype: _Any, element_shape: _Sequence[int | None] | _Ellipsis | None | None = None, dynamic_size: bool | None = None, clear_after_read: bool | None = None, identical_element_shapes: bool | None = None, tensor_array_name: str | bytes | None = None, name: str | None = None) -> list[_Tensor]:
    """A new array of `size` tensors of one dtype, none of them set. Each element is written once;
    with `clear_after_read` it is read once as well. With `dynamic_size`, writing beyond the end
    makes the array longer.
    """
    return _apply_tensors("TensorArrayV3", [size], {"dtype": ("type", dtype), "element_shape": ("shape", element_shape), "dynamic_size": ("bool", dynamic_size), "clear_after_read": ("bool", clear_after_read), "identical_element_shapes": ("bool", identical_element_shapes), "tensor_array_name": ("string", tensor_array_name)}, name,
                 [None], [3])


def TensorArrayWriteV3(handle: _Any, index: _Any, value: _Any, flow_in: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Sets element `index` of an array."""
    return _apply_tensor("TensorArrayWriteV3", [handle, index, value, flow_in], {"T": ("type", T)}, name,
                 [None, None, 'T', None], [20, 3, 0, 1])


def TensorListElementShape(input_handle: _Any, shape_type: _Any, name: str | None = None) -> _Tensor:
    """The shape that all elements of a list fit: a vector with -1 for unknown dimensions, or the
    scalar -1.
    """
    return _apply_tensor("TensorListElementShape", [input_handle], {"shape_type": ("type", shape_type)}, name,
                 [None], [21])


def TensorListFromTensor(tensor: _Any, element_shape: _Any, element_dtype: _Any | None = None, shape_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """A list of the slices of a tensor along its first dimension."""
    return _apply_tensor("TensorListFromTensor", [tensor, element_shape], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['element_dtype', 'shape_type'], [0, 0])


def TensorListGather(input_handle: _Any, indices: _Any, element_shape: _Any, element_dtype: _Any, name: str | None = None) -> _Tensor:
    """The elements that `indices` names, stacked along a new first dimension."""
    return _apply_tensor("TensorListGather", [input_handle, indices, element_shape], {"element_dtype": ("type", element_dtype)}, name,
                 [None, None, None], [21, 3, 3])


def TensorListGetItem(input_handle: _Any, index: _Any, element_shape: _Any, element_dtype: _Any, Tshape: _Any | None = None, name: str | None = None) -> _Tensor:
    """Element `index` of a list. A place that was not set reads as zeros."""
    return _apply_tensor("TensorListGetItem", [input_handle, index, element_shape], {"element_dtype": ("type", element_dtype), "Tshape": ("type", Tshape)}, name,
                 [None, None, 'Tshape'], [21, 3, 0])


def TensorListLength(input_handle: _Any, name: str | None = None) -> _Tensor:
    """The number of elements of a list."""
    return _apply_tensor("TensorListLength", [input_handle], {}, name,
                 [None], [21])


def TensorListPopBack(input_handle: _Any, element_shape: _Any, element_dtype: _Any, name: str | None = None) -> list[_Tensor]:
    """The list without its last element, and that element. A place that was not set reads as
    zeros.
    """
    return _apply_tensors("TensorListPopBack", [input_handle, element_shape], {"element_dtype": ("type", element_dtype)}, name,
                 [None, None], [21, 3])


def TensorListPushBack(input_handle: _Any, tensor: _Any, element_dtype: _Any | None = None, name: str | None = None) -> _Tensor:
    """The list with one more element at its end."""
    return _apply_tensor("TensorListPushBack", [input_handle, tensor], {"element_dtype": ("type", element_dtype)}, name,
                 [None, 'element_dtype'], [21, 0])


def TensorListReserve(element_shape: _Any, num_elements: _Any, element_dtype: _Any, shape_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """A list of `num_elements` places, none of them set."""
    return _apply_tensor("TensorListReserve", [element_shape, num_elements], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['shape_type', None], [0, 3])


def TensorListResize(input_handle: _Any, size: _Any, name: str | None = None) -> _Tensor:
    """The list cut or filled up with unset places to `size` elements."""
    return _apply_tensor("TensorListResize", [input_handle, size], {}, name,
                 [None, None], [21, 3])


def TensorListScatterIntoExistingList(input_handle: _Any, tensor: _Any, indices: _Any, element_dtype: _Any | None = None, name: str | None = None) -> _Tensor:
    """The list with the elements that `indices` names replaced by the rows of `tensor`."""
    return _apply_tensor("TensorListScatterIntoExistingList", [input_handle, tensor, indices], {"element_dtype": ("type", element_dtype)}, name,
                 [None, 'element_dtype', None], [21, 0, 3])


def TensorListSetItem(input_handle: _Any, index: _Any, item: _Any, element_dtype: _Any | None = None, resize_if_index_out_of_bounds: bool | None = None, name: str | None = None) -> _Tensor:
    """The list with element `index` replaced."""
    return _apply_tensor("TensorListSetItem", [input_handle, index, item], {"element_dtype": ("type", element_dtype), "resize_if_index_out_of_bounds": ("bool", resize_if_index_out_of_bounds)}, name,
                 [None, None, 'element_dtype'], [21, 3, 0])


def TensorListStack(input_handle: _Any, element_shape: _Any, element_dtype: _Any, num_elements: int | None = None, name: str | None = None) -> _Tensor:
    """All elements of a list stacked along a new first dimension."""
    return _apply_tensor("TensorListStack", [input_handle, element_shape], {"element_dtype": ("type", element_dtype), "num_elements": ("int", num_elements)}, name,
                 [None, None], [21, 3])


def TensorScatterAdd(tensor: _Any, indices: _Any, updates: _Any, T: _Any | None = None, Tindices: _Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A copy of the tensor with `updates` added at positions that the last dimension of `indices`
    spells out.
    """
    return _apply_tensor("TensorScatterAdd", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def TensorScatterSub(tensor: _Any, indices: _Any, updates: _Any, T: _Any | None = None, Tindices: _Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A copy of the tensor with `updates` subtracted at positions that the last dimension of
    `indices` spells out.
    """
    return _apply_tensor("TensorScatterSub", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def TensorScatterUpdate(tensor: _Any, indices: _Any, updates: _Any, T: _Any | None = None, Tindices: _Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A copy of the tensor with `updates` at positions that the last dimension of `indices` spells
    out.
    """
    return _apply_tensor("TensorScatterUpdate", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def Tile(input: _Any, multiples: _Any, T: _Any | None = None, Tmultiples: _Any | None = None, name: str | None = None) -> _Tensor:
    """Repeats a tensor `multiples[i]` times along dimension i."""
    return _apply_tensor("Tile", [input, multiples], {"T": ("type", T), "Tmultiples": ("type", Tmultiples)}, name,
                 ['T', 'Tmultiples'], [0, 0])


def Timestamp(name: str | None = None) -> _Tensor:
    """The time in seconds since 1970."""
    return _apply_tensor("Timestamp", [], {}, name,
                 [], [])


def TopK(input: _Any, k: int, sorted: bool | None = None, T: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The `k` largest elements along the last dimension, and their indices. Of equal elements the
    one with the lower index comes first.
    """
    return _apply_tensors("TopK", [input], {"k": ("int", k), "sorted": ("bool", sorted), "T": ("type", T)}, name,
                 ['T'], [0])


def TopKV2(input: _Any, k: _Any, sorted: bool | None = None, T: _Any | None = None, Tk: _Any | None = None, index_type: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The `k` largest elements along the last dimension, and their indices. Of equal elements the
    one with the lower index comes first.
    """
    return _apply_tensors("TopKV2", [input, k], {"sorted": ("bool", sorted), "T": ("type", T), "Tk": ("type", Tk), "index_type": ("type", index_type)}, name,
                 ['T', 'Tk'], [0, 0])


def Transpose(x: _Any, perm: _Any, T: _Any | None = None, Tperm: _Any | None = None, name: str | None = None) -> _Tensor:
    """Permutes dimensions: dimension i of the output is dimension `perm[i]` of the input."""
    return _apply_tensor("Transpose", [x, perm], {"T": ("type", T), "Tperm": ("type", Tperm)}, name,
                 ['T', 'Tperm'], [0, 0])


def TruncateDiv(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / y rounded towards zero, with broadcasting."""
    return _apply_tensor("TruncateDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TruncateMod(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The remainder of the division towards zero: it has the sign of x."""
    return _apply_tensor("TruncateMod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TruncatedNormal(shape: _Any, dtype: _Any, seed: int | None = None, seed2: int | None = None, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Numbers of the standard normal distribution, drawn again when they are further than 2 from
    0.
    """
    return _apply_tensor("TruncatedNormal", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def Unique(x: _Any, T: _Any | None = None, out_idx: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The distinct elements of a vector in the order in which they first appear, and for each
    element the index of its value among them.
    """
    return _apply_tensors("Unique", [x], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T'], [0])


def UniqueV2(x: _Any, axis: _Any, T: _Any | None = None, Taxis: _Any | None = None, out_idx: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """The distinct slices along the dimension `axis` (a vector of one number, or empty for a
    vector input), in the order in which they first appear, and for each slice its index among
    them.
    """
    return _apply_tensors("UniqueV2", [x, axis], {"T": ("type", T), "Taxis": ("type", Taxis), "out_idx": ("type", out_idx)}, name,
                 ['T', 'Taxis'], [0, 0])


def UniqueWithCounts(x: _Any, T: _Any | None = None, out_idx: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """As Unique, with how often each distinct element appears."""
    return _apply_tensors("UniqueWithCounts", [x], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T'], [0])


def UniqueWithCountsV2(x: _Any, axis: _Any, T: _Any | None = None, Taxis: _Any | None = None, out_idx: _Any | None = None, name: str | None = None) -> list[_Tensor]:
    """As UniqueV2, with how often each distinct slice appears."""
    return _apply_tensors("UniqueWithCountsV2", [x, axis], {"T": ("type", T), "Taxis": ("type", Taxis), "out_idx": ("type", out_idx)}, name,
                 ['T', 'Taxis'], [0, 0])


def Unpack(value: _Any, num: int, T: _Any | None = None, axis: int | None = None, name: str | None = None) -> _Any:
    """Takes a tensor apart along the dimension `axis`, which goes."""
    return _apply("Unpack", [value], {"num": ("int", num), "T": ("type", T), "axis": ("int", axis)}, name,
                 ['T'], [0])


def UnsortedSegmentMax(data: _Any, segment_ids: _Any, num_segments: _Any, T: _Any | None = None, Tindices: _Any | None = None, Tnumsegments: _Any | None = None, name: str | None = None) -> _Tensor:
    """The maximum of the parts of `data` with the same id, in any order; negative ids are left
    out.
    """
    return _apply_tensor("UnsortedSegmentMax", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentMin(data: _Any, segment_ids: _Any, num_segments: _Any, T: _Any | None = None, Tindices: _Any | None = None, Tnumsegments: _Any | None = None, name: str | None = None) -> _Tensor:
    """The minimum of the parts of `data` with the same id, in any order; negative ids are left
    out.
    """
    return _apply_tensor("UnsortedSegmentMin", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentProd(data: _Any, segment_ids: _Any, num_segments: _Any, T: _Any | None = None, Tindices: _Any | None = None, Tnumsegments: _Any | None = None, name: str | None = None) -> _Tensor:
    """The product of the parts of `data` with the same id, in any order; negative ids are left
    out.
    """
    return _apply_tensor("UnsortedSegmentProd", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentSum(data: _Any, segment_ids: _Any, num_segments: _Any, T: _Any | None = None, Tindices: _Any | None = None, Tnumsegments: _Any | None = None, name: str | None = None) -> _Tensor:
    """The sum of the parts of `data` with the same id, in any order; negative ids are left out.
    """
    return _apply_tensor("UnsortedSegmentSum", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def VarHandleOp(dtype: _Any, shape: _Sequence[int | None] | _Ellipsis | None, container: str | bytes | None = None, shared_name: str | bytes | None = None, debug_name: str | bytes | None = None, allowed_devices: _Sequence[str | bytes] | None = None, name: str | None = None) -> _Tensor:
    """A handle of the variable that `container` and `shared_name` name; without a name, of one
    that belongs to this node. The variable has no value until it is assigned one.
    """
    return _apply_tensor("VarHandleOp", [], {"dtype": ("type", dtype), "shape": ("shape", shape), "container": ("string", container), "shared_name": ("string", shared_name), "debug_name": ("string", debug_name), "allowed_devices": ("list(string)", allowed_devices)}, name,
                 [], [])


def VarIsInitializedOp(resource: _Any, name: str | None = None) -> _Tensor:
    """Whether the variable has a value."""
    return _apply_tensor("VarIsInitializedOp", [resource], {}, name,
                 [None], [20])


def Variable(shape: _Sequence[int | None] | _Ellipsis | None, dtype: _Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A variable that is handed out by reference, in its first form. Use VariableV2 in new graphs.
    """
    return _apply_tensor("Variable", [], {"shape": ("shape", shape), "dtype": ("type", dtype), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def VariableShape(input: _Any, out_type: _Any | None = None, name: str | None = None) -> _Tensor:
    """The dimensions of a variable's value."""
    return _apply_tensor("VariableShape", [input], {"out_type": ("type", out_type)}, name,
                 [None], [20])


def VariableV2(shape: _Sequence[int | None] | _Ellipsis | None, dtype: _Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> _Tensor:
    """A variable that is handed out by reference, kept in the session under `container` and
    `shared_name`.
    """
    return _apply_tensor("VariableV2", [], {"shape": ("shape", shape), "dtype": ("type", dtype), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def Where(input: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The positions of the elements that are true or not zero, one row of coordinates each, in
    row-major order.
    """
    return _apply_tensor("Where", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def While(input: _Any, cond: str, body: str, output_shapes: _Sequence[_Sequence[int | None] | _Ellipsis | None] | None = None, parallel_iterations: int | None = None, name: str | None = None) -> _Any:
    """Calls `body` on the loop variables as long as `cond` of them holds."""
    return _apply("While", [input], {"cond": ("func", cond), "body": ("func", body), "output_shapes": ("list(shape)", output_shapes), "parallel_iterations": ("int", parallel_iterations), "__lists__": ("", (0,))}, name,
                 [None], [0])


def WriteFile(filename: _Any, contents: _Any, name: str | None = None) -> _Operation:
    """Writes a file, whose folder is made if it is missing."""
    return _apply_operation("WriteFile", [filename, contents], {}, name,
                 [None, None], [7, 7])


def Xdivy(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x / y, with broadcasting; zero where x is zero."""
    return _apply_tensor("Xdivy", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Xlog1py(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x log(1 + y), with broadcasting; zero where x is zero."""
    return _apply_tensor("Xlog1py", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Xlogy(x: _Any, y: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """x log(y), with broadcasting; zero where x is zero."""
    return _apply_tensor("Xlogy", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def ZerosLike(x: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """Zeros in the shape and dtype of the input. Of a tensor list, a list of zeros."""
    return _apply_tensor("ZerosLike", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Zeta(x: _Any, q: _Any, T: _Any | None = None, name: str | None = None) -> _Tensor:
    """The Hurwitz zeta function: the sum of (q + n)^-x over n >= 0."""
    return _apply_tensor("Zeta", [x, q], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])
