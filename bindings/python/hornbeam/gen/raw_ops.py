"""One function for each op, under the names of TensorFlow.

Inputs are tensors, or values that become constants; attributes that inputs determine may be
left out. A function returns the output, a list of outputs, or the operation if it has none.
"""
# Written by bindings/bindgen/python_ops.py; do not edit.

from __future__ import annotations

from typing import Any, Sequence

from hornbeam.graph import apply


def Abs(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The absolute value of each element."""
    return apply("Abs", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def AccumulateNV2(inputs: Any, shape: Sequence[int | None] | None, T: Any | None = None, name: str | None = None) -> Any:
    """The sum of all inputs, which have the shape given."""
    return apply("AccumulateNV2", [inputs], {"shape": ("shape", shape), "T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Acos(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The angle in [0, pi] whose cosine is the element."""
    return apply("Acos", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Acosh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The inverse hyperbolic cosine of each element."""
    return apply("Acosh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Add(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x + y, with broadcasting; joins strings."""
    return apply("Add", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def AddN(inputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The sum of all inputs, which have one shape."""
    return apply("AddN", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def AddV2(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x + y, with broadcasting."""
    return apply("AddV2", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def All(input: Any, reduction_indices: Any, keep_dims: bool | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Whether all elements hold, over the dimensions `reduction_indices`, which `keep_dims` keeps
    with size 1.
    """
    return apply("All", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "Tidx": ("type", Tidx)}, name,
                 [None, 'Tidx'], [10, 0])


def Angle(input: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The angle of each complex number in (-pi, pi]."""
    return apply("Angle", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def Any(input: Any, reduction_indices: Any, keep_dims: bool | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Whether any element holds, over the dimensions `reduction_indices`, which `keep_dims` keeps
    with size 1.
    """
    return apply("Any", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "Tidx": ("type", Tidx)}, name,
                 [None, 'Tidx'], [10, 0])


def ApplyGradientDescent(var: Any, alpha: Any, delta: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Moves a variable against its gradient: var -= alpha * delta."""
    return apply("ApplyGradientDescent", [var, alpha, delta], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def ApproximateEqual(x: Any, y: Any, T: Any | None = None, tolerance: float | None = None, name: str | None = None) -> Any:
    """Tells where |x - y| is below `tolerance`."""
    return apply("ApproximateEqual", [x, y], {"T": ("type", T), "tolerance": ("float", tolerance)}, name,
                 ['T', 'T'], [0, 0])


def ArgMax(input: Any, dimension: Any, T: Any | None = None, Tidx: Any | None = None, output_type: Any | None = None, name: str | None = None) -> Any:
    """The index of the largest element along `dimension`; of equal ones the first."""
    return apply("ArgMax", [input, dimension], {"T": ("type", T), "Tidx": ("type", Tidx), "output_type": ("type", output_type)}, name,
                 ['T', 'Tidx'], [0, 0])


def ArgMin(input: Any, dimension: Any, T: Any | None = None, Tidx: Any | None = None, output_type: Any | None = None, name: str | None = None) -> Any:
    """The index of the smallest element along `dimension`; of equal ones the first."""
    return apply("ArgMin", [input, dimension], {"T": ("type", T), "Tidx": ("type", Tidx), "output_type": ("type", output_type)}, name,
                 ['T', 'Tidx'], [0, 0])


def AsString(input: Any, T: Any | None = None, precision: int | None = None, scientific: bool | None = None, shortest: bool | None = None, width: int | None = None, fill: str | bytes | None = None, name: str | None = None) -> Any:
    """Each element as text. `precision`, `scientific`, `shortest`, `width` and `fill` say how
    numbers are written.
    """
    return apply("AsString", [input], {"T": ("type", T), "precision": ("int", precision), "scientific": ("bool", scientific), "shortest": ("bool", shortest), "width": ("int", width), "fill": ("string", fill)}, name,
                 ['T'], [0])


def Asin(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The angle in [-pi/2, pi/2] whose sine is the element."""
    return apply("Asin", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Asinh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The inverse hyperbolic sine of each element."""
    return apply("Asinh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Assert(condition: Any, data: Any, summarize: int | None = None, name: str | None = None) -> Any:
    """Fails with INVALID_ARGUMENT if the condition is false, and shows the first `summarize`
    elements of each tensor in `data`.
    """
    return apply("Assert", [condition, data], {"summarize": ("int", summarize), "__lists__": ("", (1,))}, name,
                 [None, None], [10, 0])


def Assign(ref: Any, value: Any, T: Any | None = None, validate_shape: bool | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Gives a variable a new value and hands the reference on. With `validate_shape` the value
    must have the variable's shape.
    """
    return apply("Assign", [ref, value], {"T": ("type", T), "validate_shape": ("bool", validate_shape), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignAdd(ref: Any, value: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Adds to the value of a variable and hands the reference on."""
    return apply("AssignAdd", [ref, value], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignAddVariableOp(resource: Any, value: Any, dtype: Any | None = None, name: str | None = None) -> Any:
    """Adds to the value of a variable."""
    return apply("AssignAddVariableOp", [resource, value], {"dtype": ("type", dtype)}, name,
                 [None, 'dtype'], [20, 0])


def AssignSub(ref: Any, value: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Subtracts from the value of a variable and hands the reference on."""
    return apply("AssignSub", [ref, value], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 ['T', 'T'], [0, 0])


def AssignSubVariableOp(resource: Any, value: Any, dtype: Any | None = None, name: str | None = None) -> Any:
    """Subtracts from the value of a variable."""
    return apply("AssignSubVariableOp", [resource, value], {"dtype": ("type", dtype)}, name,
                 [None, 'dtype'], [20, 0])


def AssignVariableOp(resource: Any, value: Any, dtype: Any | None = None, validate_shape: bool | None = None, name: str | None = None) -> Any:
    """Gives a variable a new value, seen by every read that runs later."""
    return apply("AssignVariableOp", [resource, value], {"dtype": ("type", dtype), "validate_shape": ("bool", validate_shape)}, name,
                 [None, 'dtype'], [20, 0])


def Atan(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The angle in (-pi/2, pi/2) whose tangent is the element."""
    return apply("Atan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Atan2(y: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The angle of the point (x, y) in (-pi, pi], with broadcasting."""
    return apply("Atan2", [y, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Atanh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The inverse hyperbolic tangent of each element."""
    return apply("Atanh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def AvgPool(value: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The mean of each window, over the elements inside of the image."""
    return apply("AvgPool", [value], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T'], [0])


def AvgPoolGrad(orig_input_shape: Any, grad: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of AvgPool, whose input had the shape `orig_input_shape`."""
    return apply("AvgPoolGrad", [orig_input_shape, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 [None, 'T'], [3, 0])


def BatchMatMul(x: Any, y: Any, T: Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> Any:
    """Products of matrices, one for each index of the leading dimensions, which must be equal.
    Either side may be adjoint.
    """
    return apply("BatchMatMul", [x, y], {"T": ("type", T), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['T', 'T'], [0, 0])


def BatchMatMulV2(x: Any, y: Any, T: Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> Any:
    """Products of matrices, one for each index of the leading dimensions, which are broadcast.
    Either side may be adjoint.
    """
    return apply("BatchMatMulV2", [x, y], {"T": ("type", T), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['T', 'T'], [0, 0])


def BatchMatMulV3(x: Any, y: Any, Tout: Any, Ta: Any | None = None, Tb: Any | None = None, adj_x: bool | None = None, adj_y: bool | None = None, grad_x: bool | None = None, grad_y: bool | None = None, name: str | None = None) -> Any:
    """Products of matrices, one for each index of the leading dimensions, which are broadcast.
    Either side may be adjoint; the result has a dtype of its own.
    """
    return apply("BatchMatMulV3", [x, y], {"Tout": ("type", Tout), "Ta": ("type", Ta), "Tb": ("type", Tb), "adj_x": ("bool", adj_x), "adj_y": ("bool", adj_y), "grad_x": ("bool", grad_x), "grad_y": ("bool", grad_y)}, name,
                 ['Ta', 'Tb'], [0, 0])


def BiasAdd(value: Any, bias: Any, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """Adds the vector `bias` along the channels of `value`: its last dimension, or the second for
    NCHW.
    """
    return apply("BiasAdd", [value, bias], {"T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T', 'T'], [0, 0])


def BiasAddGrad(out_backprop: Any, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """Sums over all dimensions but the channels."""
    return apply("BiasAddGrad", [out_backprop], {"T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def BiasAddV1(value: Any, bias: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Adds the vector `bias` along the last dimension of `value`."""
    return apply("BiasAddV1", [value, bias], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Bitcast(input: Any, type: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Reads the same bytes as another dtype. To a smaller type a last dimension is added, to a
    larger type the last dimension, which must be the ratio of the sizes, goes.
    """
    return apply("Bitcast", [input], {"type": ("type", type), "T": ("type", T)}, name,
                 ['T'], [0])


def BitwiseAnd(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The bits that x and y both have, with broadcasting."""
    return apply("BitwiseAnd", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BitwiseOr(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The bits that x or y has, with broadcasting."""
    return apply("BitwiseOr", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BitwiseXor(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The bits that just one of x and y has, with broadcasting."""
    return apply("BitwiseXor", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastArgs(s0: Any, s1: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The shape to which the shapes `s0` and `s1` broadcast together."""
    return apply("BroadcastArgs", [s0, s1], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastGradientArgs(s0: Any, s1: Any, T: Any | None = None, name: str | None = None) -> Any:
    """For shapes that were broadcast together, the dimensions over which the gradient of each must
    be summed.
    """
    return apply("BroadcastGradientArgs", [s0, s1], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def BroadcastTo(input: Any, shape: Any, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Repeats the input along dimensions of size 1, and along new leading dimensions, until it has
    the given shape.
    """
    return apply("BroadcastTo", [input, shape], {"T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Bucketize(input: Any, boundaries: Sequence[float], T: Any | None = None, name: str | None = None) -> Any:
    """The number of `boundaries` that are not above each element."""
    return apply("Bucketize", [input], {"boundaries": ("list(float)", boundaries), "T": ("type", T)}, name,
                 ['T'], [0])


def Case(branch_index: Any, input: Any, Tout: Sequence[Any], branches: Sequence[str], output_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """Calls the branch that the index names, the last one if the index is out of range."""
    return apply("Case", [branch_index, input], {"Tout": ("list(type)", Tout), "branches": ("list(func)", branches), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 [None, None], [3, 0])


def Cast(x: Any, DstT: Any, SrcT: Any | None = None, Truncate: bool | None = None, name: str | None = None) -> Any:
    """Converts each element to `DstT`. Floating numbers are cut towards zero on their way to
    integers; `Truncate` cuts the mantissa instead of rounding when a narrower floating type is
    the target.
    """
    return apply("Cast", [x], {"DstT": ("type", DstT), "SrcT": ("type", SrcT), "Truncate": ("bool", Truncate)}, name,
                 ['SrcT'], [0])


def Ceil(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The smallest integer not below each element."""
    return apply("Ceil", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def CheckNumerics(tensor: Any, message: str | bytes, T: Any | None = None, name: str | None = None) -> Any:
    """Hands its input on; fails with `message` if it holds a NaN or an infinity."""
    return apply("CheckNumerics", [tensor], {"message": ("string", message), "T": ("type", T)}, name,
                 ['T'], [0])


def ClipByValue(t: Any, clip_value_min: Any, clip_value_max: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Each element limited to the range between the two bounds, which are scalars or have the
    shape of `t`.
    """
    return apply("ClipByValue", [t, clip_value_min, clip_value_max], {"T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def Complex(real: Any, imag: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """Complex numbers of the given real and imaginary parts, with broadcasting."""
    return apply("Complex", [real, imag], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T', 'T'], [0, 0])


def ComplexAbs(x: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The absolute value of each complex number."""
    return apply("ComplexAbs", [x], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def Concat(concat_dim: Any, values: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Joins tensors along the dimension `concat_dim`; all other dimensions must be equal."""
    return apply("Concat", [concat_dim, values], {"T": ("type", T), "__lists__": ("", (1,))}, name,
                 [None, 'T'], [3, 0])


def ConcatOffset(concat_dim: Any, shape: Any, shape_type: Any | None = None, name: str | None = None) -> Any:
    """For shapes that are to be joined along `concat_dim`, where each piece begins in the result.
    """
    return apply("ConcatOffset", [concat_dim, shape], {"shape_type": ("type", shape_type), "__lists__": ("", (1,))}, name,
                 [None, 'shape_type'], [3, 0])


def ConcatV2(values: Any, axis: Any, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Joins tensors along the dimension `axis`, which may be negative; all other dimensions must
    be equal.
    """
    return apply("ConcatV2", [values, axis], {"T": ("type", T), "Tidx": ("type", Tidx), "__lists__": ("", (0,))}, name,
                 ['T', 'Tidx'], [0, 0])


def Conj(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The complex conjugate of each element."""
    return apply("Conj", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def ConjugateTranspose(x: Any, perm: Any, T: Any | None = None, Tperm: Any | None = None, name: str | None = None) -> Any:
    """Permutes dimensions as Transpose does and conjugates each complex element."""
    return apply("ConjugateTranspose", [x, perm], {"T": ("type", T), "Tperm": ("type", Tperm)}, name,
                 ['T', 'Tperm'], [0, 0])


def Const(value: Any, dtype: Any, name: str | None = None) -> Any:
    """A tensor that is part of the graph. `value` holds it; its dtype must be `dtype`."""
    return apply("Const", [], {"value": ("tensor", value), "dtype": ("type", dtype)}, name,
                 [], [])


def ControlTrigger(name: str | None = None) -> Any:
    """Does nothing, and is not dead even if what it waits for is."""
    return apply("ControlTrigger", [], {}, name,
                 [], [])


def Conv2D(input: Any, filter: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The 2-D convolution of images with a filter [height, width, channels in / groups, channels
    out].
    """
    return apply("Conv2D", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def Conv2DBackpropFilter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The gradient of Conv2D by its filter, whose shape is `filter_sizes`."""
    return apply("Conv2DBackpropFilter", [input, filter_sizes, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def Conv2DBackpropInput(input_sizes: Any, filter: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, use_cudnn_on_gpu: bool | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The gradient of Conv2D by its input, whose shape is `input_sizes`."""
    return apply("Conv2DBackpropInput", [input_sizes, filter, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "use_cudnn_on_gpu": ("bool", use_cudnn_on_gpu), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 [None, 'T', 'T'], [3, 0, 0])


def Cos(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The cosine of each element, in radians."""
    return apply("Cos", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Cosh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The hyperbolic cosine of each element."""
    return apply("Cosh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def CountUpTo(ref: Any, limit: int, T: Any | None = None, name: str | None = None) -> Any:
    """Adds one to an integer variable and gives its value before; fails with OUT_OF_RANGE once it
    has reached `limit`.
    """
    return apply("CountUpTo", [ref], {"limit": ("int", limit), "T": ("type", T)}, name,
                 ['T'], [0])


def Cross(a: Any, b: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The cross product of vectors of three elements along the last dimension."""
    return apply("Cross", [a, b], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Cumprod(x: Any, axis: Any, exclusive: bool | None = None, reverse: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Running products along `axis`: of all elements up to each one, or before it if `exclusive`;
    from the end if `reverse`.
    """
    return apply("Cumprod", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Cumsum(x: Any, axis: Any, exclusive: bool | None = None, reverse: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Running sums along `axis`: of all elements up to each one, or before it if `exclusive`; from
    the end if `reverse`.
    """
    return apply("Cumsum", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def CumulativeLogsumexp(x: Any, axis: Any, exclusive: bool | None = None, reverse: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Running values of log(sum(exp(x))) along `axis`."""
    return apply("CumulativeLogsumexp", [x, axis], {"exclusive": ("bool", exclusive), "reverse": ("bool", reverse), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def DepthwiseConv2dNative(input: Any, filter: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The 2-D convolution of each channel of images with filters of its own: [height, width,
    channels, multiplier].
    """
    return apply("DepthwiseConv2dNative", [input, filter], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', 'T'], [0, 0])


def DepthwiseConv2dNativeBackpropFilter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The gradient of DepthwiseConv2dNative by its filter, whose shape is `filter_sizes`."""
    return apply("DepthwiseConv2dNativeBackpropFilter", [input, filter_sizes, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def DepthwiseConv2dNativeBackpropInput(input_sizes: Any, filter: Any, out_backprop: Any, strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, dilations: Sequence[int] | None = None, name: str | None = None) -> Any:
    """The gradient of DepthwiseConv2dNative by its input, whose shape is `input_sizes`."""
    return apply("DepthwiseConv2dNativeBackpropInput", [input_sizes, filter, out_backprop], {"strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "dilations": ("list(int)", dilations)}, name,
                 [None, 'T', 'T'], [3, 0, 0])


def DestroyResourceOp(resource: Any, ignore_lookup_error: bool | None = None, name: str | None = None) -> Any:
    """Removes a resource. Later uses of its handles fail; a missing resource is an error unless
    `ignore_lookup_error` is set.
    """
    return apply("DestroyResourceOp", [resource], {"ignore_lookup_error": ("bool", ignore_lookup_error)}, name,
                 [None], [20])


def Diag(diagonal: Any, T: Any | None = None, name: str | None = None) -> Any:
    """A tensor of twice the rank, zero but for the input's elements on its diagonal."""
    return apply("Diag", [diagonal], {"T": ("type", T)}, name,
                 ['T'], [0])


def DiagPart(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The diagonal of a tensor whose first half of dimensions equals the second half."""
    return apply("DiagPart", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def Digamma(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The derivative of Lgamma of each element."""
    return apply("Digamma", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def DisableCopyOnRead(resource: Any, name: str | None = None) -> Any:
    """Lets later reads of the variable share its memory."""
    return apply("DisableCopyOnRead", [resource], {}, name,
                 [None], [20])


def Div(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / y, with broadcasting; integers are divided towards zero."""
    return apply("Div", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def DivNoNan(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / y, with broadcasting; zero where y is zero."""
    return apply("DivNoNan", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Einsum(inputs: Any, equation: str | bytes, T: Any | None = None, name: str | None = None) -> Any:
    """Sums of products of one or two tensors, written as an equation of labelled dimensions such
    as `ij,jk->ik`. Labels that the output lacks are summed over; `...` stands for dimensions
    that are broadcast.
    """
    return apply("Einsum", [inputs], {"equation": ("string", equation), "T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Elu(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x where it is positive, else exp(x) - 1."""
    return apply("Elu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def EluGrad(gradients: Any, outputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Elu from its output y: dy where y is positive, else dy (y + 1)."""
    return apply("EluGrad", [gradients, outputs], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Empty(shape: Any, dtype: Any, init: bool | None = None, name: str | None = None) -> Any:
    """A tensor of the given shape whose contents are not set, or zero if `init` is true."""
    return apply("Empty", [shape], {"dtype": ("type", dtype), "init": ("bool", init)}, name,
                 [None], [3])


def EmptyTensorList(element_shape: Any, max_num_elements: Any, element_dtype: Any, shape_type: Any | None = None, name: str | None = None) -> Any:
    """A list without elements. All elements that it will hold have dtype `element_dtype` and fit
    `element_shape`; at most `max_num_elements` of them, unless that is negative.
    """
    return apply("EmptyTensorList", [element_shape, max_num_elements], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['shape_type', None], [0, 3])


def EnsureShape(input: Any, shape: Sequence[int | None] | None, T: Any | None = None, name: str | None = None) -> Any:
    """Hands its input on after checking its shape against `shape`, whose unknown dimensions match
    anything.
    """
    return apply("EnsureShape", [input], {"shape": ("shape", shape), "T": ("type", T)}, name,
                 ['T'], [0])


def Enter(data: Any, frame_name: str | bytes, T: Any | None = None, is_constant: bool | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """Brings a value into the loop frame `frame_name`: into its first iteration, or as a constant
    into all.
    """
    return apply("Enter", [data], {"frame_name": ("string", frame_name), "T": ("type", T), "is_constant": ("bool", is_constant), "parallel_iterations": ("int", parallel_iterations)}, name,
                 ['T'], [0])


def Equal(x: Any, y: Any, T: Any | None = None, incompatible_shape_error: bool | None = None, name: str | None = None) -> Any:
    """Tells where x equals y, with broadcasting."""
    return apply("Equal", [x, y], {"T": ("type", T), "incompatible_shape_error": ("bool", incompatible_shape_error)}, name,
                 ['T', 'T'], [0, 0])


def Erf(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The error function of each element."""
    return apply("Erf", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Erfc(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """One minus the error function of each element."""
    return apply("Erfc", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Erfinv(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The number whose error function is the element."""
    return apply("Erfinv", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def EuclideanNorm(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The square root of the sum of squares over the dimensions `reduction_indices`, which
    `keep_dims` keeps with size 1.
    """
    return apply("EuclideanNorm", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Exit(data: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Takes a value out of its loop frame."""
    return apply("Exit", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def Exp(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """e to the power of each element."""
    return apply("Exp", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def ExpandDims(input: Any, dim: Any, T: Any | None = None, Tdim: Any | None = None, name: str | None = None) -> Any:
    """Inserts a dimension of size 1 at position `dim`; a negative position counts from the end, -1
    being after the last dimension.
    """
    return apply("ExpandDims", [input, dim], {"T": ("type", T), "Tdim": ("type", Tdim)}, name,
                 ['T', 'Tdim'], [0, 0])


def Expm1(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """exp(x) - 1, exact also where x is near zero."""
    return apply("Expm1", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def FIFOQueue(component_types: Sequence[Any], shapes: Sequence[Sequence[int | None] | None] | None = None, capacity: int | None = None, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> Any:
    """A queue in its first form, whose handle is a reference to a string. Use FIFOQueueV2 in new
    graphs.
    """
    return apply("FIFOQueue", [], {"component_types": ("list(type)", component_types), "shapes": ("list(shape)", shapes), "capacity": ("int", capacity), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def FIFOQueueV2(component_types: Sequence[Any], shapes: Sequence[Sequence[int | None] | None] | None = None, capacity: int | None = None, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> Any:
    """A queue of tuples of tensors, first in first out, that holds at most `capacity` tuples
    unless that is negative.
    """
    return apply("FIFOQueueV2", [], {"component_types": ("list(type)", component_types), "shapes": ("list(shape)", shapes), "capacity": ("int", capacity), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def Fill(dims: Any, value: Any, T: Any | None = None, index_type: Any | None = None, name: str | None = None) -> Any:
    """A tensor of shape `dims` whose elements are all `value`."""
    return apply("Fill", [dims, value], {"T": ("type", T), "index_type": ("type", index_type)}, name,
                 ['index_type', 'T'], [0, 0])


def Floor(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The largest integer not above each element."""
    return apply("Floor", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def FloorDiv(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / y rounded down, with broadcasting."""
    return apply("FloorDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def FloorMod(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The remainder of the division rounded down: it has the sign of y."""
    return apply("FloorMod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def FusedBatchNorm(x: Any, scale: Any, offset: Any, mean: Any, variance: Any, T: Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """Batch normalization: x less its mean, divided by its standard deviation, times `scale` plus
    `offset`, for each channel. In training the mean and variance are the batch's own, else the
    ones given; outputs 1 and 2 are the running averages, the others are for the gradient.
    """
    return apply("FusedBatchNorm", [x, scale, offset, mean, variance], {"T": ("type", T), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', 'T', 'T', 'T'], [0, 0, 0, 0, 0])


def FusedBatchNormGrad(y_backprop: Any, x: Any, scale: Any, reserve_space_1: Any, reserve_space_2: Any, T: Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The gradient of FusedBatchNorm by x, scale and offset."""
    return apply("FusedBatchNormGrad", [y_backprop, x, scale, reserve_space_1, reserve_space_2], {"T": ("type", T), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', 'T', 'T', 'T'], [0, 0, 0, 0, 0])


def FusedBatchNormGradV2(y_backprop: Any, x: Any, scale: Any, reserve_space_1: Any, reserve_space_2: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The gradient of FusedBatchNormV2 by x, scale and offset."""
    return apply("FusedBatchNormGradV2", [y_backprop, x, scale, reserve_space_1, reserve_space_2], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', None, 'U', 'U'], [0, 0, 1, 0, 0])


def FusedBatchNormGradV3(y_backprop: Any, x: Any, scale: Any, reserve_space_1: Any, reserve_space_2: Any, reserve_space_3: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """The gradient of FusedBatchNormV3 by x, scale and offset."""
    return apply("FusedBatchNormGradV3", [y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'T', None, 'U', 'U', 'U'], [0, 0, 1, 0, 0, 0])


def FusedBatchNormV2(x: Any, scale: Any, offset: Any, mean: Any, variance: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """Batch normalization: x less its mean, divided by its standard deviation, times `scale` plus
    `offset`, for each channel. In training the mean and variance are the batch's own, else the
    ones given; outputs 1 and 2 are the running averages, the others are for the gradient.
    """
    return apply("FusedBatchNormV2", [x, scale, offset, mean, variance], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'U', 'U', 'U', 'U'], [0, 0, 0, 0, 0])


def FusedBatchNormV3(x: Any, scale: Any, offset: Any, mean: Any, variance: Any, T: Any | None = None, U: Any | None = None, epsilon: float | None = None, exponential_avg_factor: float | None = None, data_format: str | bytes | None = None, is_training: bool | None = None, name: str | None = None) -> Any:
    """Batch normalization: x less its mean, divided by its standard deviation, times `scale` plus
    `offset`, for each channel. In training the mean and variance are the batch's own, else the
    ones given; outputs 1 and 2 are the running averages, the others are for the gradient.
    """
    return apply("FusedBatchNormV3", [x, scale, offset, mean, variance], {"T": ("type", T), "U": ("type", U), "epsilon": ("float", epsilon), "exponential_avg_factor": ("float", exponential_avg_factor), "data_format": ("string", data_format), "is_training": ("bool", is_training)}, name,
                 ['T', 'U', 'U', 'U', 'U'], [0, 0, 0, 0, 0])


def Gather(params: Any, indices: Any, validate_indices: bool | None = None, Tparams: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Rows of `params` (slices along its first dimension), in the order of `indices`."""
    return apply("Gather", [params, indices], {"validate_indices": ("bool", validate_indices), "Tparams": ("type", Tparams), "Tindices": ("type", Tindices)}, name,
                 ['Tparams', 'Tindices'], [0, 0])


def GatherNd(params: Any, indices: Any, Tparams: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """Slices of `params` at positions that the last dimension of `indices` spells out."""
    return apply("GatherNd", [params, indices], {"Tparams": ("type", Tparams), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['Tparams', 'Tindices'], [0, 0])


def GatherV2(params: Any, indices: Any, axis: Any, batch_dims: int | None = None, Tparams: Any | None = None, Tindices: Any | None = None, Taxis: Any | None = None, name: str | None = None) -> Any:
    """Slices of `params` along the dimension `axis`, in the order of `indices`. The first
    `batch_dims` dimensions of both go together.
    """
    return apply("GatherV2", [params, indices, axis], {"batch_dims": ("int", batch_dims), "Tparams": ("type", Tparams), "Tindices": ("type", Tindices), "Taxis": ("type", Taxis)}, name,
                 ['Tparams', 'Tindices', 'Taxis'], [0, 0, 0])


def Greater(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells where x is greater than y, with broadcasting."""
    return apply("Greater", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def GreaterEqual(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells where x is at least y, with broadcasting."""
    return apply("GreaterEqual", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def HashTableV2(key_dtype: Any, value_dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, name: str | None = None) -> Any:
    """A handle of a table that is filled once by an initializer and read only then."""
    return apply("HashTableV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing)}, name,
                 [], [])


def Identity(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands its input on: same shape, same contents."""
    return apply("Identity", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def IdentityN(input: Any, name: str | None = None) -> Any:
    """Hands a list of tensors on, each unchanged."""
    return apply("IdentityN", [input], {"__lists__": ("", (0,))}, name,
                 [None], [0])


def If(cond: Any, input: Any, Tout: Sequence[Any], then_branch: str, else_branch: str, Tcond: Any | None = None, output_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """Calls `then_branch` if the condition holds and `else_branch` if not. A condition that is no
    boolean holds if it is not zero, not an empty string, or, when it is no scalar, not empty.
    """
    return apply("If", [cond, input], {"Tout": ("list(type)", Tout), "then_branch": ("func", then_branch), "else_branch": ("func", else_branch), "Tcond": ("type", Tcond), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 ['Tcond', None], [0, 0])


def Igamma(a: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The lower regularized incomplete gamma function P(a, x)."""
    return apply("Igamma", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def IgammaGradA(a: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The derivative of Igamma by its first argument."""
    return apply("IgammaGradA", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Igammac(a: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The upper regularized incomplete gamma function Q(a, x) = 1 - P(a, x)."""
    return apply("Igammac", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Imag(input: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The imaginary part of each element."""
    return apply("Imag", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def InTopK(predictions: Any, targets: Any, k: int, T: Any | None = None, name: str | None = None) -> Any:
    """For each row, whether the prediction of the target class is among the `k` largest."""
    return apply("InTopK", [predictions, targets], {"k": ("int", k), "T": ("type", T)}, name,
                 [None, 'T'], [1, 0])


def InTopKV2(predictions: Any, targets: Any, k: Any, T: Any | None = None, name: str | None = None) -> Any:
    """For each row, whether the prediction of the target class is among the `k` largest."""
    return apply("InTopKV2", [predictions, targets, k], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [1, 0, 0])


def InitializeTableFromTextFileV2(table_handle: Any, filename: Any, key_index: int, value_index: int, vocab_size: int | None = None, delimiter: str | bytes | None = None, offset: int | None = None, name: str | None = None) -> Any:
    """Fills a table from the lines of a text file. A column index of -2 stands for the whole line,
    -1 for the number of the line, other numbers for the column between delimiters.
    """
    return apply("InitializeTableFromTextFileV2", [table_handle, filename], {"key_index": ("int", key_index), "value_index": ("int", value_index), "vocab_size": ("int", vocab_size), "delimiter": ("string", delimiter), "offset": ("int", offset)}, name,
                 [None, None], [20, 7])


def InitializeTableV2(table_handle: Any, keys: Any, values: Any, Tkey: Any | None = None, Tval: Any | None = None, name: str | None = None) -> Any:
    """Fills a table with keys and values. Equal keys must have equal values."""
    return apply("InitializeTableV2", [table_handle, keys, values], {"Tkey": ("type", Tkey), "Tval": ("type", Tval)}, name,
                 [None, 'Tkey', 'Tval'], [20, 0, 0])


def Inv(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """One over each element."""
    return apply("Inv", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def InvGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Inv from its output y: -dy y^2."""
    return apply("InvGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Invert(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """All bits of each element turned over."""
    return apply("Invert", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def InvertPermutation(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The inverse of a permutation: y[x[i]] = i."""
    return apply("InvertPermutation", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsFinite(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells which elements are neither infinite nor NaN."""
    return apply("IsFinite", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsInf(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells which elements are infinite, of either sign."""
    return apply("IsInf", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsNan(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells which elements are not a number."""
    return apply("IsNan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def IsVariableInitialized(ref: Any, dtype: Any | None = None, name: str | None = None) -> Any:
    """Whether the variable has a value."""
    return apply("IsVariableInitialized", [ref], {"dtype": ("type", dtype)}, name,
                 ['dtype'], [0])


def L2Loss(t: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Half of the sum of all squared elements."""
    return apply("L2Loss", [t], {"T": ("type", T)}, name,
                 ['T'], [0])


def LeakyRelu(features: Any, alpha: float | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """x where it is positive, else `alpha` x."""
    return apply("LeakyRelu", [features], {"alpha": ("float", alpha), "T": ("type", T)}, name,
                 ['T'], [0])


def LeakyReluGrad(gradients: Any, features: Any, alpha: float | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of LeakyRelu: dy where x is positive, else `alpha` dy."""
    return apply("LeakyReluGrad", [gradients, features], {"alpha": ("float", alpha), "T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def LeftShift(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x shifted left by y bits, with broadcasting."""
    return apply("LeftShift", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Less(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells where x is less than y, with broadcasting."""
    return apply("Less", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def LessEqual(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Tells where x is at most y, with broadcasting."""
    return apply("LessEqual", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Lgamma(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The logarithm of the absolute value of the gamma function of each element."""
    return apply("Lgamma", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def LinSpace(start: Any, stop: Any, num: Any, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """`num` numbers at equal distances, the first being `start` and the last `stop`."""
    return apply("LinSpace", [start, stop, num], {"T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'T', 'Tidx'], [0, 0, 0])


def ListDiff(x: Any, y: Any, T: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """The elements of `x` that are not in `y`, in their order, and where they were."""
    return apply("ListDiff", [x, y], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T', 'T'], [0, 0])


def Log(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The natural logarithm of each element."""
    return apply("Log", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Log1p(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """log(1 + x), exact also where x is near zero."""
    return apply("Log1p", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def LogSoftmax(logits: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The logarithm of Softmax over the last dimension."""
    return apply("LogSoftmax", [logits], {"T": ("type", T)}, name,
                 ['T'], [0])


def LogicalAnd(x: Any, y: Any, name: str | None = None) -> Any:
    """Tells where both x and y hold, with broadcasting."""
    return apply("LogicalAnd", [x, y], {}, name,
                 [None, None], [10, 10])


def LogicalNot(x: Any, name: str | None = None) -> Any:
    """Tells where x does not hold."""
    return apply("LogicalNot", [x], {}, name,
                 [None], [10])


def LogicalOr(x: Any, y: Any, name: str | None = None) -> Any:
    """Tells where x or y holds, with broadcasting."""
    return apply("LogicalOr", [x, y], {}, name,
                 [None, None], [10, 10])


def LookupTableExportV2(table_handle: Any, Tkeys: Any, Tvalues: Any, name: str | None = None) -> Any:
    """All keys of a table and their values."""
    return apply("LookupTableExportV2", [table_handle], {"Tkeys": ("type", Tkeys), "Tvalues": ("type", Tvalues)}, name,
                 [None], [20])


def LookupTableFindV2(table_handle: Any, keys: Any, default_value: Any, Tin: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The values of keys; `default_value` for keys that the table lacks."""
    return apply("LookupTableFindV2", [table_handle, keys, default_value], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableImportV2(table_handle: Any, keys: Any, values: Any, Tin: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """Replaces all that a table holds by keys and values."""
    return apply("LookupTableImportV2", [table_handle, keys, values], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableInsertV2(table_handle: Any, keys: Any, values: Any, Tin: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """Adds entries to a table, or replaces them."""
    return apply("LookupTableInsertV2", [table_handle, keys, values], {"Tin": ("type", Tin), "Tout": ("type", Tout)}, name,
                 [None, 'Tin', 'Tout'], [20, 0, 0])


def LookupTableRemoveV2(table_handle: Any, keys: Any, Tin: Any | None = None, name: str | None = None) -> Any:
    """Removes entries from a table; keys that it lacks are ignored."""
    return apply("LookupTableRemoveV2", [table_handle, keys], {"Tin": ("type", Tin)}, name,
                 [None, 'Tin'], [20, 0])


def LookupTableSizeV2(table_handle: Any, name: str | None = None) -> Any:
    """The number of keys in a table."""
    return apply("LookupTableSizeV2", [table_handle], {}, name,
                 [None], [20])


def LoopCond(input: Any, name: str | None = None) -> Any:
    """Marks the condition of a loop; hands it on."""
    return apply("LoopCond", [input], {}, name,
                 [None], [10])


def MatMul(a: Any, b: Any, transpose_a: bool | None = None, transpose_b: bool | None = None, T: Any | None = None, grad_a: bool | None = None, grad_b: bool | None = None, name: str | None = None) -> Any:
    """The product of two matrices, either of which may be transposed first."""
    return apply("MatMul", [a, b], {"transpose_a": ("bool", transpose_a), "transpose_b": ("bool", transpose_b), "T": ("type", T), "grad_a": ("bool", grad_a), "grad_b": ("bool", grad_b)}, name,
                 ['T', 'T'], [0, 0])


def MatchingFiles(pattern: Any, name: str | None = None) -> Any:
    """The files that match one or several patterns with * and ?, sorted."""
    return apply("MatchingFiles", [pattern], {}, name,
                 [None], [7])


def MatrixBandPart(input: Any, num_lower: Any, num_upper: Any, T: Any | None = None, Tindex: Any | None = None, name: str | None = None) -> Any:
    """Keeps a band of each matrix, `num_lower` diagonals below and `num_upper` above the main one
    (negative: all of them), and sets the rest to zero.
    """
    return apply("MatrixBandPart", [input, num_lower, num_upper], {"T": ("type", T), "Tindex": ("type", Tindex)}, name,
                 ['T', 'Tindex', 'Tindex'], [0, 0, 0])


def MatrixDiag(diagonal: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Square matrices with the given main diagonals and zeros elsewhere."""
    return apply("MatrixDiag", [diagonal], {"T": ("type", T)}, name,
                 ['T'], [0])


def MatrixDiagPart(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The main diagonals of matrices."""
    return apply("MatrixDiagPart", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def MatrixDiagPartV2(input: Any, k: Any, padding_value: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The diagonals `k` (one, or a band from k[0] to k[1]) of matrices. Short diagonals of a band
    begin at the left and are filled up with `padding_value`.
    """
    return apply("MatrixDiagPartV2", [input, k, padding_value], {"T": ("type", T)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def MatrixDiagPartV3(input: Any, k: Any, padding_value: Any, T: Any | None = None, align: str | bytes | None = None, name: str | None = None) -> Any:
    """The diagonals `k` (one, or a band from k[0] to k[1]) of matrices. Short ones of a band are
    filled up with `padding_value`, at the end that `align` says.
    """
    return apply("MatrixDiagPartV3", [input, k, padding_value], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', None, 'T'], [0, 3, 0])


def MatrixDiagV2(diagonal: Any, k: Any, num_rows: Any, num_cols: Any, padding_value: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Matrices with the diagonals `k` (one, or a band from k[0] to k[1]) given and `padding_value`
    elsewhere. Short diagonals of a band begin at the left.
    """
    return apply("MatrixDiagV2", [diagonal, k, num_rows, num_cols, padding_value], {"T": ("type", T)}, name,
                 ['T', None, None, None, 'T'], [0, 3, 3, 3, 0])


def MatrixDiagV3(diagonal: Any, k: Any, num_rows: Any, num_cols: Any, padding_value: Any, T: Any | None = None, align: str | bytes | None = None, name: str | None = None) -> Any:
    """Matrices with the diagonals `k` (one, or a band from k[0] to k[1]) given and `padding_value`
    elsewhere. `align` says at which end short superdiagonals and subdiagonals of a band are
    padded.
    """
    return apply("MatrixDiagV3", [diagonal, k, num_rows, num_cols, padding_value], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', None, None, None, 'T'], [0, 3, 3, 3, 0])


def MatrixSetDiag(input: Any, diagonal: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The matrices of the input with their main diagonals replaced."""
    return apply("MatrixSetDiag", [input, diagonal], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MatrixSetDiagV2(input: Any, diagonal: Any, k: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The matrices of the input with the diagonals `k` (one, or a band from k[0] to k[1])
    replaced.
    """
    return apply("MatrixSetDiagV2", [input, diagonal, k], {"T": ("type", T)}, name,
                 ['T', 'T', None], [0, 0, 3])


def MatrixSetDiagV3(input: Any, diagonal: Any, k: Any, T: Any | None = None, align: str | bytes | None = None, name: str | None = None) -> Any:
    """The matrices of the input with the diagonals `k` (one, or a band from k[0] to k[1])
    replaced. `align` says at which end short diagonals are padded.
    """
    return apply("MatrixSetDiagV3", [input, diagonal, k], {"T": ("type", T), "align": ("string", align)}, name,
                 ['T', 'T', None], [0, 0, 3])


def Max(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The largest element over the dimensions `reduction_indices`, which `keep_dims` keeps with
    size 1.
    """
    return apply("Max", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def MaxPool(input: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, T: Any | None = None, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The largest element of each window."""
    return apply("MaxPool", [input], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "T": ("type", T), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format)}, name,
                 ['T'], [0])


def MaxPoolGrad(orig_input: Any, orig_output: Any, grad: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, explicit_paddings: Sequence[int] | None = None, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of MaxPool: each window hands its gradient to its first largest element."""
    return apply("MaxPoolGrad", [orig_input, orig_output, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "explicit_paddings": ("list(int)", explicit_paddings), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def MaxPoolGradGrad(orig_input: Any, orig_output: Any, grad: Any, ksize: Sequence[int], strides: Sequence[int], padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of MaxPoolGrad: the value of `grad` at the first largest element of each
    window.
    """
    return apply("MaxPoolGradGrad", [orig_input, orig_output, grad], {"ksize": ("list(int)", ksize), "strides": ("list(int)", strides), "padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T'], [0, 0, 0])


def MaxPoolGradGradV2(orig_input: Any, orig_output: Any, grad: Any, ksize: Any, strides: Any, padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of MaxPoolGradV2: the value of `grad` at the first largest element of each
    window.
    """
    return apply("MaxPoolGradGradV2", [orig_input, orig_output, grad, ksize, strides], {"padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T', None, None], [0, 0, 0, 3, 3])


def MaxPoolGradV2(orig_input: Any, orig_output: Any, grad: Any, ksize: Any, strides: Any, padding: str | bytes, data_format: str | bytes | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of MaxPoolV2: each window hands its gradient to its first largest element."""
    return apply("MaxPoolGradV2", [orig_input, orig_output, grad, ksize, strides], {"padding": ("string", padding), "data_format": ("string", data_format), "T": ("type", T)}, name,
                 ['T', 'T', 'T', None, None], [0, 0, 0, 3, 3])


def MaxPoolV2(input: Any, ksize: Any, strides: Any, padding: str | bytes, T: Any | None = None, data_format: str | bytes | None = None, name: str | None = None) -> Any:
    """The largest element of each window, whose size and strides are inputs."""
    return apply("MaxPoolV2", [input, ksize, strides], {"padding": ("string", padding), "T": ("type", T), "data_format": ("string", data_format)}, name,
                 ['T', None, None], [0, 3, 3])


def Maximum(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The larger of x and y, with broadcasting."""
    return apply("Maximum", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Mean(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The mean over the dimensions `reduction_indices`, which `keep_dims` keeps with size 1."""
    return apply("Mean", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Merge(inputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands on the first input that is not dead, and tells which one it was."""
    return apply("Merge", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def MergeV2Checkpoints(checkpoint_prefixes: Any, destination_prefix: Any, delete_old_dirs: bool | None = None, allow_missing_files: bool | None = None, name: str | None = None) -> Any:
    """Makes one checkpoint of several: their data files are moved to the new prefix and their
    indices merged.
    """
    return apply("MergeV2Checkpoints", [checkpoint_prefixes, destination_prefix], {"delete_old_dirs": ("bool", delete_old_dirs), "allow_missing_files": ("bool", allow_missing_files)}, name,
                 [None, None], [7, 7])


def Min(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The smallest element over the dimensions `reduction_indices`, which `keep_dims` keeps with
    size 1.
    """
    return apply("Min", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Minimum(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The smaller of x and y, with broadcasting."""
    return apply("Minimum", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MirrorPad(input: Any, paddings: Any, mode: str | bytes, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """Continues a tensor beyond its edges by its mirror image, with the edge repeated (SYMMETRIC)
    or not (REFLECT).
    """
    return apply("MirrorPad", [input, paddings], {"mode": ("string", mode), "T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def MirrorPadGrad(input: Any, paddings: Any, mode: str | bytes, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """The gradient of MirrorPad: folds the padded parts back onto the elements that they mirror.
    """
    return apply("MirrorPadGrad", [input, paddings], {"mode": ("string", mode), "T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def Mod(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The remainder of the division towards zero: it has the sign of x."""
    return apply("Mod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Mul(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x y, with broadcasting."""
    return apply("Mul", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def MulNoNan(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x y, with broadcasting; zero where y is zero, whatever x is."""
    return apply("MulNoNan", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Multinomial(logits: Any, num_samples: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, output_dtype: Any | None = None, name: str | None = None) -> Any:
    """For each row of unnormalised log-probabilities, `num_samples` classes drawn from it."""
    return apply("Multinomial", [logits, num_samples], {"seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T), "output_dtype": ("type", output_dtype)}, name,
                 ['T', None], [0, 3])


def MutableDenseHashTableV2(empty_key: Any, deleted_key: Any, value_dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, key_dtype: Any | None = None, value_shape: Sequence[int | None] | None | None = None, initial_num_buckets: int | None = None, max_load_factor: float | None = None, name: str | None = None) -> Any:
    """A handle of a table whose entries may come and go. Keys have the shape of `empty_key`; that
    and `deleted_key` can't be used.
    """
    return apply("MutableDenseHashTableV2", [empty_key, deleted_key], {"value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing), "key_dtype": ("type", key_dtype), "value_shape": ("shape", value_shape), "initial_num_buckets": ("int", initial_num_buckets), "max_load_factor": ("float", max_load_factor)}, name,
                 ['key_dtype', 'key_dtype'], [0, 0])


def MutableHashTableOfTensorsV2(key_dtype: Any, value_dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, value_shape: Sequence[int | None] | None | None = None, name: str | None = None) -> Any:
    """A handle of a table whose entries may come and go. Values are vectors."""
    return apply("MutableHashTableOfTensorsV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing), "value_shape": ("shape", value_shape)}, name,
                 [], [])


def MutableHashTableV2(key_dtype: Any, value_dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, use_node_name_sharing: bool | None = None, name: str | None = None) -> Any:
    """A handle of a table whose entries may come and go."""
    return apply("MutableHashTableV2", [], {"key_dtype": ("type", key_dtype), "value_dtype": ("type", value_dtype), "container": ("string", container), "shared_name": ("string", shared_name), "use_node_name_sharing": ("bool", use_node_name_sharing)}, name,
                 [], [])


def Ndtri(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The quantile of the standard normal distribution at each element."""
    return apply("Ndtri", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Neg(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The negative of each element."""
    return apply("Neg", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def NextAfter(x1: Any, x2: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The next representable number after x1 on the way to x2, with broadcasting."""
    return apply("NextAfter", [x1, x2], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def NextIteration(data: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands a value to the next iteration of the loop."""
    return apply("NextIteration", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def NoOp(name: str | None = None) -> Any:
    """Does nothing. It serves as a place for control edges."""
    return apply("NoOp", [], {}, name,
                 [], [])


def NotEqual(x: Any, y: Any, T: Any | None = None, incompatible_shape_error: bool | None = None, name: str | None = None) -> Any:
    """Tells where x differs from y, with broadcasting."""
    return apply("NotEqual", [x, y], {"T": ("type", T), "incompatible_shape_error": ("bool", incompatible_shape_error)}, name,
                 ['T', 'T'], [0, 0])


def OneHot(indices: Any, depth: Any, on_value: Any, off_value: Any, axis: int | None = None, T: Any | None = None, TI: Any | None = None, name: str | None = None) -> Any:
    """A new dimension of size `depth`, at position `axis` (-1: the last), holds `on_value` where
    the index of the position equals the element, and `off_value` elsewhere.
    """
    return apply("OneHot", [indices, depth, on_value, off_value], {"axis": ("int", axis), "T": ("type", T), "TI": ("type", TI)}, name,
                 ['TI', None, 'T', 'T'], [0, 3, 0, 0])


def OnesLike(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Ones in the shape and dtype of the input."""
    return apply("OnesLike", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Pack(values: Any, T: Any | None = None, axis: int | None = None, name: str | None = None) -> Any:
    """Stacks tensors of one shape along a new dimension at position `axis`."""
    return apply("Pack", [values], {"T": ("type", T), "axis": ("int", axis), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def Pad(input: Any, paddings: Any, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """Adds zeros around a tensor: row i of `paddings` says how many before and after along
    dimension i.
    """
    return apply("Pad", [input, paddings], {"T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings'], [0, 0])


def PadV2(input: Any, paddings: Any, constant_values: Any, T: Any | None = None, Tpaddings: Any | None = None, name: str | None = None) -> Any:
    """Adds `constant_values` around a tensor: row i of `paddings` says how many before and after
    along dimension i.
    """
    return apply("PadV2", [input, paddings, constant_values], {"T": ("type", T), "Tpaddings": ("type", Tpaddings)}, name,
                 ['T', 'Tpaddings', 'T'], [0, 0, 0])


def ParseExample(serialized: Any, names: Any, sparse_keys: Any, dense_keys: Any, dense_defaults: Any, sparse_types: Sequence[Any], dense_shapes: Sequence[Sequence[int | None] | None], name: str | None = None) -> Any:
    """Parses serialized Example messages into dense tensors, whose missing values come from
    `dense_defaults`, and sparse ones.
    """
    return apply("ParseExample", [serialized, names, sparse_keys, dense_keys, dense_defaults], {"sparse_types": ("list(type)", sparse_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (2, 3, 4))}, name,
                 [None, None, None, None, None], [7, 7, 7, 7, 0])


def ParseExampleV2(serialized: Any, names: Any, sparse_keys: Any, dense_keys: Any, ragged_keys: Any, dense_defaults: Any, num_sparse: int, sparse_types: Sequence[Any], ragged_value_types: Sequence[Any], ragged_split_types: Sequence[Any], dense_shapes: Sequence[Sequence[int | None] | None], name: str | None = None) -> Any:
    """Parses serialized Example messages, a vector or a single one, into dense, sparse and ragged
    tensors.
    """
    return apply("ParseExampleV2", [serialized, names, sparse_keys, dense_keys, ragged_keys, dense_defaults], {"num_sparse": ("int", num_sparse), "sparse_types": ("list(type)", sparse_types), "ragged_value_types": ("list(type)", ragged_value_types), "ragged_split_types": ("list(type)", ragged_split_types), "dense_shapes": ("list(shape)", dense_shapes), "__lists__": ("", (5,))}, name,
                 [None, None, None, None, None, None], [7, 7, 7, 7, 7, 0])


def ParseSequenceExampleV2(serialized: Any, debug_name: Any, context_sparse_keys: Any, context_dense_keys: Any, context_ragged_keys: Any, feature_list_sparse_keys: Any, feature_list_dense_keys: Any, feature_list_ragged_keys: Any, feature_list_dense_missing_assumed_empty: Any, context_dense_defaults: Any, Ncontext_sparse: int | None = None, context_sparse_types: Sequence[Any] | None = None, context_ragged_value_types: Sequence[Any] | None = None, context_ragged_split_types: Sequence[Any] | None = None, context_dense_shapes: Sequence[Sequence[int | None] | None] | None = None, Nfeature_list_sparse: int | None = None, Nfeature_list_dense: int | None = None, feature_list_dense_types: Sequence[Any] | None = None, feature_list_sparse_types: Sequence[Any] | None = None, feature_list_ragged_value_types: Sequence[Any] | None = None, feature_list_ragged_split_types: Sequence[Any] | None = None, feature_list_dense_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """Parses serialized SequenceExample messages, a vector or a single one: their context, and
    their lists of features, which get one dimension more.
    """
    return apply("ParseSequenceExampleV2", [serialized, debug_name, context_sparse_keys, context_dense_keys, context_ragged_keys, feature_list_sparse_keys, feature_list_dense_keys, feature_list_ragged_keys, feature_list_dense_missing_assumed_empty, context_dense_defaults], {"Ncontext_sparse": ("int", Ncontext_sparse), "context_sparse_types": ("list(type)", context_sparse_types), "context_ragged_value_types": ("list(type)", context_ragged_value_types), "context_ragged_split_types": ("list(type)", context_ragged_split_types), "context_dense_shapes": ("list(shape)", context_dense_shapes), "Nfeature_list_sparse": ("int", Nfeature_list_sparse), "Nfeature_list_dense": ("int", Nfeature_list_dense), "feature_list_dense_types": ("list(type)", feature_list_dense_types), "feature_list_sparse_types": ("list(type)", feature_list_sparse_types), "feature_list_ragged_value_types": ("list(type)", feature_list_ragged_value_types), "feature_list_ragged_split_types": ("list(type)", feature_list_ragged_split_types), "feature_list_dense_shapes": ("list(shape)", feature_list_dense_shapes), "__lists__": ("", (9,))}, name,
                 [None, None, None, None, None, None, None, None, None, None], [7, 7, 7, 7, 7, 7, 7, 7, 10, 0])


def PartitionedCall(args: Any, Tout: Sequence[Any], f: str, config: str | bytes | None = None, config_proto: str | bytes | None = None, executor_type: str | bytes | None = None, name: str | None = None) -> Any:
    """Calls the function `f`, which must be free of side effects."""
    return apply("PartitionedCall", [args], {"Tout": ("list(type)", Tout), "f": ("func", f), "config": ("string", config), "config_proto": ("string", config_proto), "executor_type": ("string", executor_type), "__lists__": ("", (0,))}, name,
                 [None], [0])


def Placeholder(dtype: Any, shape: Sequence[int | None] | None | None = None, name: str | None = None) -> Any:
    """A value that each run feeds. Running it unfed is an error. `shape` says what is known of the
    shape of what will be fed; an empty shape is read as unknown.
    """
    return apply("Placeholder", [], {"dtype": ("type", dtype), "shape": ("shape", shape)}, name,
                 [], [])


def PlaceholderV2(dtype: Any, shape: Sequence[int | None] | None, name: str | None = None) -> Any:
    """A value that each run feeds, with a shape that may be partly known."""
    return apply("PlaceholderV2", [], {"dtype": ("type", dtype), "shape": ("shape", shape)}, name,
                 [], [])


def PlaceholderWithDefault(input: Any, shape: Sequence[int | None] | None, dtype: Any | None = None, name: str | None = None) -> Any:
    """A value that a run may feed; otherwise it is the input."""
    return apply("PlaceholderWithDefault", [input], {"shape": ("shape", shape), "dtype": ("type", dtype)}, name,
                 ['dtype'], [0])


def Polygamma(a: Any, x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The derivative of order `a` of Digamma at `x`; `a` holds integers."""
    return apply("Polygamma", [a, x], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def PopulationCount(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The number of ones among the bits of each element."""
    return apply("PopulationCount", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Pow(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x to the power of y, with broadcasting."""
    return apply("Pow", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def PreventGradient(input: Any, T: Any | None = None, message: str | bytes | None = None, name: str | None = None) -> Any:
    """Hands its input on and makes asking for a gradient through it an error, with `message` as
    the reason.
    """
    return apply("PreventGradient", [input], {"T": ("type", T), "message": ("string", message)}, name,
                 ['T'], [0])


def Print(input: Any, data: Any, T: Any | None = None, message: str | bytes | None = None, first_n: int | None = None, summarize: int | None = None, name: str | None = None) -> Any:
    """Hands its input on and writes the tensors in `data` to standard error, for the first
    `first_n` times (negative: always).
    """
    return apply("Print", [input, data], {"T": ("type", T), "message": ("string", message), "first_n": ("int", first_n), "summarize": ("int", summarize), "__lists__": ("", (1,))}, name,
                 ['T', None], [0, 0])


def PrintV2(input: Any, output_stream: str | bytes | None = None, end: str | bytes | None = None, name: str | None = None) -> Any:
    """Writes a string to standard error, standard output, the log or a file ("file://path"),
    followed by `end`.
    """
    return apply("PrintV2", [input], {"output_stream": ("string", output_stream), "end": ("string", end)}, name,
                 [None], [7])


def Prod(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The product over the dimensions `reduction_indices`, which `keep_dims` keeps with size 1.
    """
    return apply("Prod", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def QueueClose(handle: Any, cancel_pending_enqueues: bool | None = None, name: str | None = None) -> Any:
    """QueueCloseV2 for a queue in its first form."""
    return apply("QueueClose", [handle], {"cancel_pending_enqueues": ("bool", cancel_pending_enqueues)}, name,
                 [None], [7])


def QueueCloseV2(handle: Any, cancel_pending_enqueues: bool | None = None, name: str | None = None) -> Any:
    """Closes a queue: nothing more can be put in, what is in can still be taken out.
    `cancel_pending_enqueues` fails those that wait to put something in.
    """
    return apply("QueueCloseV2", [handle], {"cancel_pending_enqueues": ("bool", cancel_pending_enqueues)}, name,
                 [None], [20])


def QueueDequeue(handle: Any, component_types: Sequence[Any], timeout_ms: int | None = None, name: str | None = None) -> Any:
    """QueueDequeueV2 for a queue in its first form."""
    return apply("QueueDequeue", [handle], {"component_types": ("list(type)", component_types), "timeout_ms": ("int", timeout_ms)}, name,
                 [None], [7])


def QueueDequeueV2(handle: Any, component_types: Sequence[Any], timeout_ms: int | None = None, name: str | None = None) -> Any:
    """Takes one tuple out of a queue; waits while the queue is empty, and fails with OUT_OF_RANGE
    if it is closed and empty.
    """
    return apply("QueueDequeueV2", [handle], {"component_types": ("list(type)", component_types), "timeout_ms": ("int", timeout_ms)}, name,
                 [None], [20])


def QueueEnqueue(handle: Any, components: Any, timeout_ms: int | None = None, name: str | None = None) -> Any:
    """QueueEnqueueV2 for a queue in its first form."""
    return apply("QueueEnqueue", [handle, components], {"timeout_ms": ("int", timeout_ms), "__lists__": ("", (1,))}, name,
                 [None, None], [7, 0])


def QueueEnqueueV2(handle: Any, components: Any, timeout_ms: int | None = None, name: str | None = None) -> Any:
    """Puts one tuple into a queue; waits while the queue is full."""
    return apply("QueueEnqueueV2", [handle, components], {"timeout_ms": ("int", timeout_ms), "__lists__": ("", (1,))}, name,
                 [None, None], [20, 0])


def QueueIsClosedV2(handle: Any, name: str | None = None) -> Any:
    """Whether a queue is closed."""
    return apply("QueueIsClosedV2", [handle], {}, name,
                 [None], [20])


def QueueSize(handle: Any, name: str | None = None) -> Any:
    """QueueSizeV2 for a queue in its first form."""
    return apply("QueueSize", [handle], {}, name,
                 [None], [7])


def QueueSizeV2(handle: Any, name: str | None = None) -> Any:
    """The number of tuples in a queue."""
    return apply("QueueSizeV2", [handle], {}, name,
                 [None], [20])


def RandomShuffle(value: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The slices along the first dimension in random order."""
    return apply("RandomShuffle", [value], {"seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomStandardNormal(shape: Any, dtype: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """Numbers of the normal distribution with mean 0 and standard deviation 1."""
    return apply("RandomStandardNormal", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomUniform(shape: Any, dtype: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """Numbers spread evenly over [0, 1). With both seeds zero each run of the program gives
    others; else the node's numbers are a fixed sequence.
    """
    return apply("RandomUniform", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def RandomUniformInt(shape: Any, minval: Any, maxval: Any, seed: int | None = None, seed2: int | None = None, Tout: Any | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """Integers spread evenly over [minval, maxval)."""
    return apply("RandomUniformInt", [shape, minval, maxval], {"seed": ("int", seed), "seed2": ("int", seed2), "Tout": ("type", Tout), "T": ("type", T)}, name,
                 ['T', 'Tout', 'Tout'], [0, 0, 0])


def Range(start: Any, limit: Any, delta: Any, Tidx: Any | None = None, name: str | None = None) -> Any:
    """Numbers from `start`, in steps of `delta`, up to but without `limit`."""
    return apply("Range", [start, limit, delta], {"Tidx": ("type", Tidx)}, name,
                 ['Tidx', 'Tidx', 'Tidx'], [0, 0, 0])


def Rank(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The number of dimensions of the input, as a scalar."""
    return apply("Rank", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def ReadFile(filename: Any, name: str | None = None) -> Any:
    """The contents of a file."""
    return apply("ReadFile", [filename], {}, name,
                 [None], [7])


def ReadVariableOp(resource: Any, dtype: Any, name: str | None = None) -> Any:
    """The value of a variable at this moment. Reading a variable without a value is an error."""
    return apply("ReadVariableOp", [resource], {"dtype": ("type", dtype)}, name,
                 [None], [20])


def Real(input: Any, T: Any | None = None, Tout: Any | None = None, name: str | None = None) -> Any:
    """The real part of each element."""
    return apply("Real", [input], {"T": ("type", T), "Tout": ("type", Tout)}, name,
                 ['T'], [0])


def RealDiv(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / y, with broadcasting, for floating and complex numbers."""
    return apply("RealDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Reciprocal(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """One over each element."""
    return apply("Reciprocal", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def ReciprocalGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Reciprocal from its output y: -dy y^2."""
    return apply("ReciprocalGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def RefEnter(data: Any, frame_name: str | bytes, T: Any | None = None, is_constant: bool | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """Brings a reference into the loop frame `frame_name`."""
    return apply("RefEnter", [data], {"frame_name": ("string", frame_name), "T": ("type", T), "is_constant": ("bool", is_constant), "parallel_iterations": ("int", parallel_iterations)}, name,
                 ['T'], [0])


def RefExit(data: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Takes a reference out of its loop frame."""
    return apply("RefExit", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def RefIdentity(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands a reference to a variable on."""
    return apply("RefIdentity", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def RefMerge(inputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands on the first reference that is not dead, and tells which one it was."""
    return apply("RefMerge", [inputs], {"T": ("type", T), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def RefNextIteration(data: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands a reference to the next iteration of the loop."""
    return apply("RefNextIteration", [data], {"T": ("type", T)}, name,
                 ['T'], [0])


def RefSwitch(data: Any, pred: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands a reference to the output that `pred` names; the other output is dead."""
    return apply("RefSwitch", [data, pred], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def RegexFullMatch(input: Any, pattern: Any, name: str | None = None) -> Any:
    """Whether the regular expression, a scalar, matches the whole of each string."""
    return apply("RegexFullMatch", [input, pattern], {}, name,
                 [None, None], [7, 7])


def RegexReplace(input: Any, pattern: Any, rewrite: Any, replace_global: bool | None = None, name: str | None = None) -> Any:
    """Each string with what the regular expression, a scalar, matches replaced. In `rewrite`,
    \\\\0 to \\\\9 stand for the match and its groups.
    """
    return apply("RegexReplace", [input, pattern, rewrite], {"replace_global": ("bool", replace_global)}, name,
                 [None, None, None], [7, 7, 7])


def Relu(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """max(x, 0) of each element."""
    return apply("Relu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def Relu6(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Each element limited to the range from 0 to 6."""
    return apply("Relu6", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def Relu6Grad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Relu6: dy where the feature is between 0 and 6, else 0."""
    return apply("Relu6Grad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def ReluGrad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Relu: dy where the feature (input or output of Relu) is positive, else 0.
    """
    return apply("ReluGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Reshape(tensor: Any, shape: Any, T: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """The same elements under another shape. One entry of `shape` may be -1 and is computed from
    the number of elements.
    """
    return apply("Reshape", [tensor, shape], {"T": ("type", T), "Tshape": ("type", Tshape)}, name,
                 ['T', 'Tshape'], [0, 0])


def ResourceApplyAdaMax(var: Any, m: Any, v: Any, beta1_power: Any, lr: Any, beta1: Any, beta2: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """AdaMax: m averages the gradient, v = max(beta2 * v, |grad|); var -= lr / (1 - beta1_power) *
    m / (v + epsilon).
    """
    return apply("ResourceApplyAdaMax", [var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0])


def ResourceApplyAdadelta(var: Any, accum: Any, accum_update: Any, lr: Any, rho: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Adadelta: the step is grad * sqrt(accum_update + epsilon) / sqrt(accum + epsilon), where
    both accumulators are moving averages of squares; var -= lr * step.
    """
    return apply("ResourceApplyAdadelta", [var, accum, accum_update, lr, rho, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0])


def ResourceApplyAdagrad(var: Any, accum: Any, lr: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, update_slots: bool | None = None, name: str | None = None) -> Any:
    """Adagrad: accum += grad^2; var -= lr * grad / sqrt(accum). `update_slots` false leaves accum
    alone.
    """
    return apply("ResourceApplyAdagrad", [var, accum, lr, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "update_slots": ("bool", update_slots)}, name,
                 [None, None, 'T', 'T'], [20, 20, 0, 0])


def ResourceApplyAdagradV2(var: Any, accum: Any, lr: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, update_slots: bool | None = None, name: str | None = None) -> Any:
    """Adagrad: accum += grad^2; var -= lr * grad / (sqrt(accum) + epsilon). `update_slots` false
    leaves accum alone.
    """
    return apply("ResourceApplyAdagradV2", [var, accum, lr, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "update_slots": ("bool", update_slots)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyAdam(var: Any, m: Any, v: Any, beta1_power: Any, beta2_power: Any, lr: Any, beta1: Any, beta2: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> Any:
    """Adam: m and v are moving averages of the gradient and its square; var -= lr * sqrt(1 -
    beta2_power) / (1 - beta1_power) * m / (sqrt(v) + epsilon). With `use_nesterov` m is looked
    ahead one step.
    """
    return apply("ResourceApplyAdam", [var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0, 0])


def ResourceApplyAdamWithAmsgrad(var: Any, m: Any, v: Any, vhat: Any, beta1_power: Any, beta2_power: Any, lr: Any, beta1: Any, beta2: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Adam whose denominator is the largest v so far."""
    return apply("ResourceApplyAdamWithAmsgrad", [var, m, v, vhat, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, None, 'T', 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 20, 0, 0, 0, 0, 0, 0, 0])


def ResourceApplyCenteredRMSProp(var: Any, mg: Any, ms: Any, mom: Any, lr: Any, rho: Any, momentum: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """RMSProp normalised by the variance: mg averages the gradient and ms its square; mom =
    momentum * mom + lr * grad / sqrt(ms - mg^2 + epsilon); var -= mom.
    """
    return apply("ResourceApplyCenteredRMSProp", [var, mg, ms, mom, lr, rho, momentum, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 20, 0, 0, 0, 0, 0])


def ResourceApplyFtrl(var: Any, accum: Any, linear: Any, grad: Any, lr: Any, l1: Any, l2: Any, lr_power: Any, T: Any | None = None, use_locking: bool | None = None, multiply_linear_by_lr: bool | None = None, name: str | None = None) -> Any:
    """Follow the regularized leader: `linear` and `accum` summarise all gradients, and var is
    their minimiser with L1 and L2 regularisation.
    """
    return apply("ResourceApplyFtrl", [var, accum, linear, grad, lr, l1, l2, lr_power], {"T": ("type", T), "use_locking": ("bool", use_locking), "multiply_linear_by_lr": ("bool", multiply_linear_by_lr)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0])


def ResourceApplyFtrlV2(var: Any, accum: Any, linear: Any, grad: Any, lr: Any, l1: Any, l2: Any, l2_shrinkage: Any, lr_power: Any, T: Any | None = None, use_locking: bool | None = None, multiply_linear_by_lr: bool | None = None, name: str | None = None) -> Any:
    """Follow the regularized leader with L2 shrinkage: as ResourceApplyFtrl, with 2 * l2_shrinkage
    * var added to the gradient in `linear`.
    """
    return apply("ResourceApplyFtrlV2", [var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power], {"T": ("type", T), "use_locking": ("bool", use_locking), "multiply_linear_by_lr": ("bool", multiply_linear_by_lr)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0, 0])


def ResourceApplyGradientDescent(var: Any, alpha: Any, delta: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """Gradient descent: var -= alpha * delta."""
    return apply("ResourceApplyGradientDescent", [var, alpha, delta], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, 'T', 'T'], [20, 0, 0])


def ResourceApplyKerasMomentum(var: Any, accum: Any, lr: Any, grad: Any, momentum: Any, T: Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> Any:
    """Momentum with the learning rate inside: accum = accum * momentum - lr * grad; var += accum.
    With `use_nesterov` the step is accum * momentum - lr * grad.
    """
    return apply("ResourceApplyKerasMomentum", [var, accum, lr, grad, momentum], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyMomentum(var: Any, accum: Any, lr: Any, grad: Any, momentum: Any, T: Any | None = None, use_locking: bool | None = None, use_nesterov: bool | None = None, name: str | None = None) -> Any:
    """Momentum: accum = accum * momentum + grad; var -= lr * accum. With `use_nesterov` the step
    is lr * (grad + momentum * accum).
    """
    return apply("ResourceApplyMomentum", [var, accum, lr, grad, momentum], {"T": ("type", T), "use_locking": ("bool", use_locking), "use_nesterov": ("bool", use_nesterov)}, name,
                 [None, None, 'T', 'T', 'T'], [20, 20, 0, 0, 0])


def ResourceApplyRMSProp(var: Any, ms: Any, mom: Any, lr: Any, rho: Any, momentum: Any, epsilon: Any, grad: Any, T: Any | None = None, use_locking: bool | None = None, name: str | None = None) -> Any:
    """RMSProp: ms averages the squared gradient; mom = momentum * mom + lr * grad / sqrt(ms +
    epsilon); var -= mom.
    """
    return apply("ResourceApplyRMSProp", [var, ms, mom, lr, rho, momentum, epsilon, grad], {"T": ("type", T), "use_locking": ("bool", use_locking)}, name,
                 [None, None, None, 'T', 'T', 'T', 'T', 'T'], [20, 20, 20, 0, 0, 0, 0, 0])


def ResourceGather(resource: Any, indices: Any, dtype: Any, batch_dims: int | None = None, validate_indices: bool | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Rows of a variable in the order of `indices`."""
    return apply("ResourceGather", [resource, indices], {"dtype": ("type", dtype), "batch_dims": ("int", batch_dims), "validate_indices": ("bool", validate_indices), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices'], [20, 0])


def ResourceGatherNd(resource: Any, indices: Any, dtype: Any, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Slices of a variable at positions that the last dimension of `indices` spells out."""
    return apply("ResourceGatherNd", [resource, indices], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices'], [20, 0])


def ResourceScatterAdd(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Adds to rows of a variable; equal indices add up."""
    return apply("ResourceScatterAdd", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterDiv(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Divides rows of a variable; equal indices divide again."""
    return apply("ResourceScatterDiv", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterMax(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Raises rows of a variable to the updates where these are larger."""
    return apply("ResourceScatterMax", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterMin(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Lowers rows of a variable to the updates where these are smaller."""
    return apply("ResourceScatterMin", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterMul(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Multiplies rows of a variable; equal indices multiply up."""
    return apply("ResourceScatterMul", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterNdAdd(ref: Any, indices: Any, updates: Any, T: Any | None = None, Tindices: Any | None = None, use_locking: bool | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """Adds to slices of a variable at positions that the last dimension of `indices` spells out.
    """
    return apply("ResourceScatterNdAdd", [ref, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "use_locking": ("bool", use_locking), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 [None, 'Tindices', 'T'], [20, 0, 0])


def ResourceScatterNdUpdate(ref: Any, indices: Any, updates: Any, T: Any | None = None, Tindices: Any | None = None, use_locking: bool | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """Replaces slices of a variable at positions that the last dimension of `indices` spells out.
    """
    return apply("ResourceScatterNdUpdate", [ref, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "use_locking": ("bool", use_locking), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 [None, 'Tindices', 'T'], [20, 0, 0])


def ResourceScatterSub(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Subtracts from rows of a variable; equal indices add up."""
    return apply("ResourceScatterSub", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def ResourceScatterUpdate(resource: Any, indices: Any, updates: Any, dtype: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """Replaces rows of a variable; of equal indices the last one stays."""
    return apply("ResourceScatterUpdate", [resource, indices, updates], {"dtype": ("type", dtype), "Tindices": ("type", Tindices)}, name,
                 [None, 'Tindices', 'dtype'], [20, 0, 0])


def RestoreV2(prefix: Any, tensor_names: Any, shape_and_slices: Any, dtypes: Sequence[Any], name: str | None = None) -> Any:
    """Reads tensors, or slices of them, from the checkpoint under the given prefix."""
    return apply("RestoreV2", [prefix, tensor_names, shape_and_slices], {"dtypes": ("list(type)", dtypes)}, name,
                 [None, None, None], [7, 7, 7])


def Reverse(tensor: Any, dims: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Reverses the dimensions that `dims` marks with true."""
    return apply("Reverse", [tensor, dims], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def ReverseV2(tensor: Any, axis: Any, Tidx: Any | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """Reverses the dimensions that `axis` lists; negative ones count from the end."""
    return apply("ReverseV2", [tensor, axis], {"Tidx": ("type", Tidx), "T": ("type", T)}, name,
                 ['T', 'Tidx'], [0, 0])


def RightShift(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x shifted right by y bits, keeping the sign, with broadcasting."""
    return apply("RightShift", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Rint(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The nearest integer of each element; halves go to the even one."""
    return apply("Rint", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Round(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The nearest integer of each element; halves go to the even one."""
    return apply("Round", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Rsqrt(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """One over the square root of each element."""
    return apply("Rsqrt", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def RsqrtGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Rsqrt from its output y: -dy y^3 / 2."""
    return apply("RsqrtGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def SaveV2(prefix: Any, tensor_names: Any, shape_and_slices: Any, tensors: Any, name: str | None = None) -> Any:
    """Writes tensors into a checkpoint under the given prefix. A slice specification that is not
    empty says which part of a larger tensor it is.
    """
    return apply("SaveV2", [prefix, tensor_names, shape_and_slices, tensors], {"__lists__": ("", (3,))}, name,
                 [None, None, None, None], [7, 7, 7, 0])


def ScatterNd(indices: Any, updates: Any, shape: Any, T: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """Zeros of the given shape into which `updates` are added at positions that the last dimension
    of `indices` spells out.
    """
    return apply("ScatterNd", [indices, updates, shape], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['Tindices', 'T', 'Tindices'], [0, 0, 0])


def SegmentMax(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The maximum of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return apply("SegmentMax", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentMean(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The mean of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return apply("SegmentMean", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentMin(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The minimum of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return apply("SegmentMin", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentProd(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The product of the rows of `data` with the same id; ids are sorted and start at 0 or above.
    """
    return apply("SegmentProd", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def SegmentSum(data: Any, segment_ids: Any, T: Any | None = None, Tindices: Any | None = None, name: str | None = None) -> Any:
    """The sum of the rows of `data` with the same id; ids are sorted and start at 0 or above."""
    return apply("SegmentSum", [data, segment_ids], {"T": ("type", T), "Tindices": ("type", Tindices)}, name,
                 ['T', 'Tindices'], [0, 0])


def Select(condition: Any, t: Any, e: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Elements of `t` where `condition` holds and of `e` elsewhere. The condition has their shape,
    or is a scalar, or a vector that picks whole rows.
    """
    return apply("Select", [condition, t, e], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [10, 0, 0])


def SelectV2(condition: Any, t: Any, e: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Elements of `t` where `condition` holds and of `e` elsewhere, all three broadcast together.
    """
    return apply("SelectV2", [condition, t, e], {"T": ("type", T)}, name,
                 [None, 'T', 'T'], [10, 0, 0])


def Selu(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The scaled exponential linear unit: s x where x is positive, else s a (exp(x) - 1), with a =
    1.6732632 and s = 1.0507010.
    """
    return apply("Selu", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SeluGrad(gradients: Any, outputs: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Selu from its output y: s dy where y is positive, else dy (y + s a)."""
    return apply("SeluGrad", [gradients, outputs], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Shape(input: Any, T: Any | None = None, out_type: Any | None = None, name: str | None = None) -> Any:
    """The dimensions of the input, as a vector of `out_type`."""
    return apply("Shape", [input], {"T": ("type", T), "out_type": ("type", out_type)}, name,
                 ['T'], [0])


def ShapeN(input: Any, T: Any | None = None, out_type: Any | None = None, name: str | None = None) -> Any:
    """The dimensions of each input, one vector for each."""
    return apply("ShapeN", [input], {"T": ("type", T), "out_type": ("type", out_type), "__lists__": ("", (0,))}, name,
                 ['T'], [0])


def ShardedFilename(basename: Any, shard: Any, num_shards: Any, name: str | None = None) -> Any:
    """The name of one shard: basename-00001-of-00004."""
    return apply("ShardedFilename", [basename, shard, num_shards], {}, name,
                 [None, None, None], [7, 3, 3])


def ShardedFilespec(basename: Any, num_shards: Any, name: str | None = None) -> Any:
    """The pattern that all shards match: basename-*-of-00004, with a question mark for each digit
    of the number.
    """
    return apply("ShardedFilespec", [basename, num_shards], {}, name,
                 [None, None], [7, 3])


def Sigmoid(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """1 / (1 + exp(-x)) of each element."""
    return apply("Sigmoid", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SigmoidGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Sigmoid from its output y: dy y (1 - y)."""
    return apply("SigmoidGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Sign(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """-1, 0 or 1 as an element is negative, zero or positive; x / |x| for complex numbers."""
    return apply("Sign", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Sin(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The sine of each element, in radians."""
    return apply("Sin", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Sinh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The hyperbolic sine of each element."""
    return apply("Sinh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Size(input: Any, T: Any | None = None, out_type: Any | None = None, name: str | None = None) -> Any:
    """The number of elements of the input, as a scalar of `out_type`."""
    return apply("Size", [input], {"T": ("type", T), "out_type": ("type", out_type)}, name,
                 ['T'], [0])


def Slice(input: Any, begin: Any, size: Any, T: Any | None = None, Index: Any | None = None, name: str | None = None) -> Any:
    """The block of `size` elements that starts at `begin`, one number for each dimension. A size
    of -1 takes all that remains.
    """
    return apply("Slice", [input, begin, size], {"T": ("type", T), "Index": ("type", Index)}, name,
                 ['T', 'Index', 'Index'], [0, 0, 0])


def Snapshot(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """A copy of the input that later writes do not change."""
    return apply("Snapshot", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def Softmax(logits: Any, T: Any | None = None, name: str | None = None) -> Any:
    """exp(x) divided by its sum over the last dimension."""
    return apply("Softmax", [logits], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftmaxCrossEntropyWithLogits(features: Any, labels: Any, T: Any | None = None, name: str | None = None) -> Any:
    """For each row, the cross entropy between the distribution `labels` and the softmax of
    `features`, and its gradient by `features`.
    """
    return apply("SoftmaxCrossEntropyWithLogits", [features, labels], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Softplus(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """log(1 + exp(x)) of each element."""
    return apply("Softplus", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftplusGrad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Softplus: dy / (1 + exp(-x))."""
    return apply("SoftplusGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Softsign(features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / (1 + |x|) of each element."""
    return apply("Softsign", [features], {"T": ("type", T)}, name,
                 ['T'], [0])


def SoftsignGrad(gradients: Any, features: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Softsign: dy / (1 + |x|)^2."""
    return apply("SoftsignGrad", [gradients, features], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def SparseSoftmaxCrossEntropyWithLogits(features: Any, labels: Any, T: Any | None = None, Tlabels: Any | None = None, name: str | None = None) -> Any:
    """For each row, minus the logarithm of the softmax of `features` at the class `labels`, and
    its gradient by `features`.
    """
    return apply("SparseSoftmaxCrossEntropyWithLogits", [features, labels], {"T": ("type", T), "Tlabels": ("type", Tlabels)}, name,
                 ['T', 'Tlabels'], [0, 0])


def Split(split_dim: Any, value: Any, num_split: int, T: Any | None = None, name: str | None = None) -> Any:
    """Cuts a tensor into `num_split` equal pieces along the dimension `split_dim`."""
    return apply("Split", [split_dim, value], {"num_split": ("int", num_split), "T": ("type", T)}, name,
                 [None, 'T'], [3, 0])


def SplitV(value: Any, size_splits: Any, split_dim: Any, num_split: int, T: Any | None = None, Tlen: Any | None = None, name: str | None = None) -> Any:
    """Cuts a tensor into pieces of the given sizes along the dimension `split_dim`. One size may
    be -1 and takes what remains.
    """
    return apply("SplitV", [value, size_splits, split_dim], {"num_split": ("int", num_split), "T": ("type", T), "Tlen": ("type", Tlen)}, name,
                 ['T', 'Tlen', None], [0, 0, 3])


def Sqrt(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The square root of each element."""
    return apply("Sqrt", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SqrtGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Sqrt from its output y: dy / (2 y)."""
    return apply("SqrtGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Square(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Each element times itself."""
    return apply("Square", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def SquaredDifference(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """(x - y)^2, with broadcasting."""
    return apply("SquaredDifference", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Squeeze(input: Any, T: Any | None = None, squeeze_dims: Sequence[int] | None = None, name: str | None = None) -> Any:
    """Removes the dimensions of size 1 that `squeeze_dims` names; all of them if it is empty."""
    return apply("Squeeze", [input], {"T": ("type", T), "squeeze_dims": ("list(int)", squeeze_dims)}, name,
                 ['T'], [0])


def StackCloseV2(handle: Any, name: str | None = None) -> Any:
    """Frees a stack."""
    return apply("StackCloseV2", [handle], {}, name,
                 [None], [20])


def StackPopV2(handle: Any, elem_type: Any, name: str | None = None) -> Any:
    """Takes the topmost tensor off a stack."""
    return apply("StackPopV2", [handle], {"elem_type": ("type", elem_type)}, name,
                 [None], [20])


def StackPushV2(handle: Any, elem: Any, T: Any | None = None, swap_memory: bool | None = None, name: str | None = None) -> Any:
    """Puts a tensor on a stack and hands it on."""
    return apply("StackPushV2", [handle, elem], {"T": ("type", T), "swap_memory": ("bool", swap_memory)}, name,
                 [None, 'T'], [20, 0])


def StackV2(max_size: Any, elem_type: Any, stack_name: str | bytes | None = None, name: str | None = None) -> Any:
    """A handle of a new stack of tensors, at most `max_size` of them unless that is negative."""
    return apply("StackV2", [max_size], {"elem_type": ("type", elem_type), "stack_name": ("string", stack_name)}, name,
                 [None], [3])


def StatefulPartitionedCall(args: Any, Tout: Sequence[Any], f: str, config: str | bytes | None = None, config_proto: str | bytes | None = None, executor_type: str | bytes | None = None, name: str | None = None) -> Any:
    """Calls the function `f`, which may have side effects."""
    return apply("StatefulPartitionedCall", [args], {"Tout": ("list(type)", Tout), "f": ("func", f), "config": ("string", config), "config_proto": ("string", config_proto), "executor_type": ("string", executor_type), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StatelessCase(branch_index: Any, input: Any, Tout: Sequence[Any], branches: Sequence[str], output_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """Calls the branch that the index names, the last one if the index is out of range. No branch
    may have side effects.
    """
    return apply("StatelessCase", [branch_index, input], {"Tout": ("list(type)", Tout), "branches": ("list(func)", branches), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 [None, None], [3, 0])


def StatelessIf(cond: Any, input: Any, Tout: Sequence[Any], then_branch: str, else_branch: str, Tcond: Any | None = None, output_shapes: Sequence[Sequence[int | None] | None] | None = None, name: str | None = None) -> Any:
    """Calls `then_branch` if the condition holds and `else_branch` if not. Neither may have side
    effects. A condition that is no boolean holds if it is not zero, not an empty string, or,
    when it is no scalar, not empty.
    """
    return apply("StatelessIf", [cond, input], {"Tout": ("list(type)", Tout), "then_branch": ("func", then_branch), "else_branch": ("func", else_branch), "Tcond": ("type", Tcond), "output_shapes": ("list(shape)", output_shapes), "__lists__": ("", (1,))}, name,
                 ['Tcond', None], [0, 0])


def StatelessMultinomial(logits: Any, num_samples: Any, seed: Any, T: Any | None = None, Tseed: Any | None = None, output_dtype: Any | None = None, name: str | None = None) -> Any:
    """As Multinomial; the same seed always gives the same classes."""
    return apply("StatelessMultinomial", [logits, num_samples, seed], {"T": ("type", T), "Tseed": ("type", Tseed), "output_dtype": ("type", output_dtype)}, name,
                 ['T', None, 'Tseed'], [0, 3, 0])


def StatelessRandomGetAlg(name: str | None = None) -> Any:
    """The random number algorithm of this device (1: Philox)."""
    return apply("StatelessRandomGetAlg", [], {}, name,
                 [], [])


def StatelessRandomGetKeyCounter(seed: Any, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The key and the counter that a seed stands for."""
    return apply("StatelessRandomGetKeyCounter", [seed], {"Tseed": ("type", Tseed)}, name,
                 ['Tseed'], [0])


def StatelessRandomGetKeyCounterAlg(seed: Any, Tseed: Any | None = None, name: str | None = None) -> Any:
    """The key, the counter and the algorithm that a seed stands for."""
    return apply("StatelessRandomGetKeyCounterAlg", [seed], {"Tseed": ("type", Tseed)}, name,
                 ['Tseed'], [0])


def StatelessRandomNormal(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """Numbers of the standard normal distribution; the same seed always gives the same numbers.
    """
    return apply("StatelessRandomNormal", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomNormalV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """Numbers of the standard normal distribution, from a key, a counter and the algorithm."""
    return apply("StatelessRandomNormalV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessRandomUniform(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """Numbers spread evenly over [0, 1); the same seed always gives the same numbers."""
    return apply("StatelessRandomUniform", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomUniformFullInt(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """Integers spread evenly over all values of the dtype; the same seed always gives the same
    numbers.
    """
    return apply("StatelessRandomUniformFullInt", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessRandomUniformFullIntV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """Integers spread evenly over all values of the dtype, from a key, a counter and the
    algorithm.
    """
    return apply("StatelessRandomUniformFullIntV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessRandomUniformInt(shape: Any, seed: Any, minval: Any, maxval: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """Integers spread evenly over [minval, maxval); the same seed always gives the same numbers.
    """
    return apply("StatelessRandomUniformInt", [shape, seed, minval, maxval], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed', 'dtype', 'dtype'], [0, 0, 0, 0])


def StatelessRandomUniformIntV2(shape: Any, key: Any, counter: Any, alg: Any, minval: Any, maxval: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """Integers spread evenly over [minval, maxval), from a key, a counter and the algorithm."""
    return apply("StatelessRandomUniformIntV2", [shape, key, counter, alg, minval, maxval], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None, 'dtype', 'dtype'], [0, 23, 23, 3, 0, 0])


def StatelessRandomUniformV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """Numbers spread evenly over [0, 1), from a key, a counter and the algorithm (1: Philox, 2:
    ThreeFry, 3: chosen by the library).
    """
    return apply("StatelessRandomUniformV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessTruncatedNormal(shape: Any, seed: Any, dtype: Any | None = None, T: Any | None = None, Tseed: Any | None = None, name: str | None = None) -> Any:
    """Numbers of the standard normal distribution, cut at 2; the same seed always gives the same
    numbers.
    """
    return apply("StatelessTruncatedNormal", [shape, seed], {"dtype": ("type", dtype), "T": ("type", T), "Tseed": ("type", Tseed)}, name,
                 ['T', 'Tseed'], [0, 0])


def StatelessTruncatedNormalV2(shape: Any, key: Any, counter: Any, alg: Any, dtype: Any | None = None, Tshape: Any | None = None, name: str | None = None) -> Any:
    """Numbers of the standard normal distribution, cut at 2, from a key, a counter and the
    algorithm.
    """
    return apply("StatelessTruncatedNormalV2", [shape, key, counter, alg], {"dtype": ("type", dtype), "Tshape": ("type", Tshape)}, name,
                 ['Tshape', None, None, None], [0, 23, 23, 3])


def StatelessWhile(input: Any, cond: str, body: str, output_shapes: Sequence[Sequence[int | None] | None] | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """Calls `body` on the loop variables as long as `cond` of them holds. Neither may have side
    effects.
    """
    return apply("StatelessWhile", [input], {"cond": ("func", cond), "body": ("func", body), "output_shapes": ("list(shape)", output_shapes), "parallel_iterations": ("int", parallel_iterations), "__lists__": ("", (0,))}, name,
                 [None], [0])


def StaticRegexFullMatch(input: Any, pattern: str | bytes, name: str | None = None) -> Any:
    """Whether the regular expression matches the whole of each string."""
    return apply("StaticRegexFullMatch", [input], {"pattern": ("string", pattern)}, name,
                 [None], [7])


def StaticRegexReplace(input: Any, pattern: str | bytes, rewrite: str | bytes, replace_global: bool | None = None, name: str | None = None) -> Any:
    """Each string with what the regular expression matches, everywhere or only at first, replaced.
    In `rewrite`, \\\\0 to \\\\9 stand for the match and its groups.
    """
    return apply("StaticRegexReplace", [input], {"pattern": ("string", pattern), "rewrite": ("string", rewrite), "replace_global": ("bool", replace_global)}, name,
                 [None], [7])


def StopGradient(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands its input on, but no gradient flows back through it: the input counts as a constant.
    """
    return apply("StopGradient", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def StridedSlice(input: Any, begin: Any, end: Any, strides: Any, T: Any | None = None, Index: Any | None = None, begin_mask: int | None = None, end_mask: int | None = None, ellipsis_mask: int | None = None, new_axis_mask: int | None = None, shrink_axis_mask: int | None = None, name: str | None = None) -> Any:
    """NumPy's slicing: from `begin` to before `end` in steps of `strides`. Bit i of a mask changes
    what entry i means: begin or end ignored, an ellipsis, a new dimension of size 1, or a
    single index whose dimension goes.
    """
    return apply("StridedSlice", [input, begin, end, strides], {"T": ("type", T), "Index": ("type", Index), "begin_mask": ("int", begin_mask), "end_mask": ("int", end_mask), "ellipsis_mask": ("int", ellipsis_mask), "new_axis_mask": ("int", new_axis_mask), "shrink_axis_mask": ("int", shrink_axis_mask)}, name,
                 ['T', 'Index', 'Index', 'Index'], [0, 0, 0, 0])


def StridedSliceGrad(shape: Any, begin: Any, end: Any, strides: Any, dy: Any, T: Any | None = None, Index: Any | None = None, begin_mask: int | None = None, end_mask: int | None = None, ellipsis_mask: int | None = None, new_axis_mask: int | None = None, shrink_axis_mask: int | None = None, name: str | None = None) -> Any:
    """Zeros of the given shape, with `dy` put where StridedSlice with the same arguments would
    take its elements from.
    """
    return apply("StridedSliceGrad", [shape, begin, end, strides, dy], {"T": ("type", T), "Index": ("type", Index), "begin_mask": ("int", begin_mask), "end_mask": ("int", end_mask), "ellipsis_mask": ("int", ellipsis_mask), "new_axis_mask": ("int", new_axis_mask), "shrink_axis_mask": ("int", shrink_axis_mask)}, name,
                 ['Index', 'Index', 'Index', 'Index', 'T'], [0, 0, 0, 0, 0])


def StringJoin(inputs: Any, separator: str | bytes | None = None, name: str | None = None) -> Any:
    """Joins strings element by element with the separator between them; scalars go with every
    element.
    """
    return apply("StringJoin", [inputs], {"separator": ("string", separator), "__lists__": ("", (0,))}, name,
                 [None], [7])


def StringLength(input: Any, unit: str | bytes | None = None, name: str | None = None) -> Any:
    """The length of each string, in bytes or in UTF-8 characters."""
    return apply("StringLength", [input], {"unit": ("string", unit)}, name,
                 [None], [7])


def StringLower(input: Any, encoding: str | bytes | None = None, name: str | None = None) -> Any:
    """Each string with its letters in lower case: those of ASCII, or of all of Unicode with the
    encoding "utf-8".
    """
    return apply("StringLower", [input], {"encoding": ("string", encoding)}, name,
                 [None], [7])


def StringStrip(input: Any, name: str | None = None) -> Any:
    """Each string without white space at its ends."""
    return apply("StringStrip", [input], {}, name,
                 [None], [7])


def StringToHashBucketFast(input: Any, num_buckets: int, name: str | None = None) -> Any:
    """A number in [0, num_buckets) for each string, from a hash that is the same everywhere but
    easy to provoke collisions of.
    """
    return apply("StringToHashBucketFast", [input], {"num_buckets": ("int", num_buckets)}, name,
                 [None], [7])


def StringToNumber(string_tensor: Any, out_type: Any | None = None, name: str | None = None) -> Any:
    """The number that each string spells out; anything else in a string is an error."""
    return apply("StringToNumber", [string_tensor], {"out_type": ("type", out_type)}, name,
                 [None], [7])


def StringUpper(input: Any, encoding: str | bytes | None = None, name: str | None = None) -> Any:
    """Each string with its letters in upper case: those of ASCII, or of all of Unicode with the
    encoding "utf-8".
    """
    return apply("StringUpper", [input], {"encoding": ("string", encoding)}, name,
                 [None], [7])


def Sub(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x - y, with broadcasting."""
    return apply("Sub", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Sum(input: Any, reduction_indices: Any, keep_dims: bool | None = None, T: Any | None = None, Tidx: Any | None = None, name: str | None = None) -> Any:
    """The sum over the dimensions `reduction_indices`, which `keep_dims` keeps with size 1."""
    return apply("Sum", [input, reduction_indices], {"keep_dims": ("bool", keep_dims), "T": ("type", T), "Tidx": ("type", Tidx)}, name,
                 ['T', 'Tidx'], [0, 0])


def Switch(data: Any, pred: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Hands the input to the output that `pred` names; the other output is dead, and with it all
    that depends on it.
    """
    return apply("Switch", [data, pred], {"T": ("type", T)}, name,
                 ['T', None], [0, 10])


def SymbolicGradient(input: Any, Tout: Sequence[Any], f: str, name: str | None = None) -> Any:
    """Computes the gradient of the function `f`: the inputs are its inputs and the gradients of
    its outputs, the outputs the gradients of its inputs.
    """
    return apply("SymbolicGradient", [input], {"Tout": ("list(type)", Tout), "f": ("func", f), "__lists__": ("", (0,))}, name,
                 [None], [0])


def Tan(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The tangent of each element, in radians."""
    return apply("Tan", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Tanh(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The hyperbolic tangent of each element."""
    return apply("Tanh", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def TanhGrad(y: Any, dy: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The gradient of Tanh from its output y: dy (1 - y^2)."""
    return apply("TanhGrad", [y, dy], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TensorArrayCloseV3(handle: Any, name: str | None = None) -> Any:
    """Frees the elements of an array, which can't be used any more."""
    return apply("TensorArrayCloseV3", [handle], {}, name,
                 [None], [20])


def TensorArrayConcatV3(handle: Any, flow_in: Any, dtype: Any, element_shape_except0: Sequence[int | None] | None | None = None, name: str | None = None) -> Any:
    """All elements behind each other along their first dimension, and their sizes in it."""
    return apply("TensorArrayConcatV3", [handle, flow_in], {"dtype": ("type", dtype), "element_shape_except0": ("shape", element_shape_except0)}, name,
                 [None, None], [20, 1])


def TensorArrayGatherV3(handle: Any, indices: Any, flow_in: Any, dtype: Any, element_shape: Sequence[int | None] | None | None = None, name: str | None = None) -> Any:
    """The elements that `indices` names, stacked along a new first dimension."""
    return apply("TensorArrayGatherV3", [handle, indices, flow_in], {"dtype": ("type", dtype), "element_shape": ("shape", element_shape)}, name,
                 [None, None, None], [20, 3, 1])


def TensorArrayGradV3(handle: Any, flow_in: Any, source: str | bytes, name: str | None = None) -> Any:
    """The array of the gradients of another one's elements, the same for all ops with one
    `source`. What is written to an element is added up. The array can't grow any more.
    """
    return apply("TensorArrayGradV3", [handle, flow_in], {"source": ("string", source)}, name,
                 [None, None], [20, 1])


def TensorArrayGradWithShape(handle: Any, flow_in: Any, shape_to_prepend: Any, source: str | bytes, name: str | None = None) -> Any:
    """As TensorArrayGradV3, with elements that have `shape_to_prepend` as further dimensions."""
    return apply("TensorArrayGradWithShape", [handle, flow_in, shape_to_prepend], {"source": ("string", source)}, name,
                 [None, None, None], [20, 1, 3])


def TensorArrayReadV3(handle: Any, index: Any, flow_in: Any, dtype: Any, name: str | None = None) -> Any:
    """Element `index` of an array."""
    return apply("TensorArrayReadV3", [handle, index, flow_in], {"dtype": ("type", dtype)}, name,
                 [None, None, None], [20, 3, 1])


def TensorArrayScatterV3(handle: Any, indices: Any, value: Any, flow_in: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Sets the elements that `indices` names to the rows of `value`."""
    return apply("TensorArrayScatterV3", [handle, indices, value, flow_in], {"T": ("type", T)}, name,
                 [None, None, 'T', None], [20, 3, 0, 1])


def TensorArraySizeV3(handle: Any, flow_in: Any, name: str | None = None) -> Any:
    """The number of elements of an array."""
    return apply("TensorArraySizeV3", [handle, flow_in], {}, name,
                 [None, None], [20, 1])


def TensorArraySplitV3(handle: Any, value: Any, lengths: Any, flow_in: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Sets each element to as many rows of `value` as `lengths` says."""
    return apply("TensorArraySplitV3", [handle, value, lengths, flow_in], {"T": ("type", T)}, name,
                 [None, 'T', None, None], [20, 0, 9, 1])


def TensorArrayV3(size: Any, dtype: Any, element_shape: Sequence[int | None] | None | None = None, dynamic_size: bool | None = None, clear_after_read: bool | None = None, identical_element_shapes: bool | None = None, tensor_array_name: str | bytes | None = None, name: str | None = None) -> Any:
    """A new array of `size` tensors of one dtype, none of them set. Each element is written once;
    with `clear_after_read` it is read once as well. With `dynamic_size`, writing beyond the end
    makes the array longer.
    """
    return apply("TensorArrayV3", [size], {"dtype": ("type", dtype), "element_shape": ("shape", element_shape), "dynamic_size": ("bool", dynamic_size), "clear_after_read": ("bool", clear_after_read), "identical_element_shapes": ("bool", identical_element_shapes), "tensor_array_name": ("string", tensor_array_name)}, name,
                 [None], [3])


def TensorArrayWriteV3(handle: Any, index: Any, value: Any, flow_in: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Sets element `index` of an array."""
    return apply("TensorArrayWriteV3", [handle, index, value, flow_in], {"T": ("type", T)}, name,
                 [None, None, 'T', None], [20, 3, 0, 1])


def TensorListElementShape(input_handle: Any, shape_type: Any, name: str | None = None) -> Any:
    """The shape that all elements of a list fit: a vector with -1 for unknown dimensions, or the
    scalar -1.
    """
    return apply("TensorListElementShape", [input_handle], {"shape_type": ("type", shape_type)}, name,
                 [None], [21])


def TensorListFromTensor(tensor: Any, element_shape: Any, element_dtype: Any | None = None, shape_type: Any | None = None, name: str | None = None) -> Any:
    """A list of the slices of a tensor along its first dimension."""
    return apply("TensorListFromTensor", [tensor, element_shape], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['element_dtype', 'shape_type'], [0, 0])


def TensorListGather(input_handle: Any, indices: Any, element_shape: Any, element_dtype: Any, name: str | None = None) -> Any:
    """The elements that `indices` names, stacked along a new first dimension."""
    return apply("TensorListGather", [input_handle, indices, element_shape], {"element_dtype": ("type", element_dtype)}, name,
                 [None, None, None], [21, 3, 3])


def TensorListGetItem(input_handle: Any, index: Any, element_shape: Any, element_dtype: Any, Tshape: Any | None = None, name: str | None = None) -> Any:
    """Element `index` of a list. A place that was not set reads as zeros."""
    return apply("TensorListGetItem", [input_handle, index, element_shape], {"element_dtype": ("type", element_dtype), "Tshape": ("type", Tshape)}, name,
                 [None, None, 'Tshape'], [21, 3, 0])


def TensorListLength(input_handle: Any, name: str | None = None) -> Any:
    """The number of elements of a list."""
    return apply("TensorListLength", [input_handle], {}, name,
                 [None], [21])


def TensorListPopBack(input_handle: Any, element_shape: Any, element_dtype: Any, name: str | None = None) -> Any:
    """The list without its last element, and that element. A place that was not set reads as
    zeros.
    """
    return apply("TensorListPopBack", [input_handle, element_shape], {"element_dtype": ("type", element_dtype)}, name,
                 [None, None], [21, 3])


def TensorListPushBack(input_handle: Any, tensor: Any, element_dtype: Any | None = None, name: str | None = None) -> Any:
    """The list with one more element at its end."""
    return apply("TensorListPushBack", [input_handle, tensor], {"element_dtype": ("type", element_dtype)}, name,
                 [None, 'element_dtype'], [21, 0])


def TensorListReserve(element_shape: Any, num_elements: Any, element_dtype: Any, shape_type: Any | None = None, name: str | None = None) -> Any:
    """A list of `num_elements` places, none of them set."""
    return apply("TensorListReserve", [element_shape, num_elements], {"element_dtype": ("type", element_dtype), "shape_type": ("type", shape_type)}, name,
                 ['shape_type', None], [0, 3])


def TensorListResize(input_handle: Any, size: Any, name: str | None = None) -> Any:
    """The list cut or filled up with unset places to `size` elements."""
    return apply("TensorListResize", [input_handle, size], {}, name,
                 [None, None], [21, 3])


def TensorListScatterIntoExistingList(input_handle: Any, tensor: Any, indices: Any, element_dtype: Any | None = None, name: str | None = None) -> Any:
    """The list with the elements that `indices` names replaced by the rows of `tensor`."""
    return apply("TensorListScatterIntoExistingList", [input_handle, tensor, indices], {"element_dtype": ("type", element_dtype)}, name,
                 [None, 'element_dtype', None], [21, 0, 3])


def TensorListSetItem(input_handle: Any, index: Any, item: Any, element_dtype: Any | None = None, resize_if_index_out_of_bounds: bool | None = None, name: str | None = None) -> Any:
    """The list with element `index` replaced."""
    return apply("TensorListSetItem", [input_handle, index, item], {"element_dtype": ("type", element_dtype), "resize_if_index_out_of_bounds": ("bool", resize_if_index_out_of_bounds)}, name,
                 [None, None, 'element_dtype'], [21, 3, 0])


def TensorListStack(input_handle: Any, element_shape: Any, element_dtype: Any, num_elements: int | None = None, name: str | None = None) -> Any:
    """All elements of a list stacked along a new first dimension."""
    return apply("TensorListStack", [input_handle, element_shape], {"element_dtype": ("type", element_dtype), "num_elements": ("int", num_elements)}, name,
                 [None, None], [21, 3])


def TensorScatterAdd(tensor: Any, indices: Any, updates: Any, T: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """A copy of the tensor with `updates` added at positions that the last dimension of `indices`
    spells out.
    """
    return apply("TensorScatterAdd", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def TensorScatterSub(tensor: Any, indices: Any, updates: Any, T: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """A copy of the tensor with `updates` subtracted at positions that the last dimension of
    `indices` spells out.
    """
    return apply("TensorScatterSub", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def TensorScatterUpdate(tensor: Any, indices: Any, updates: Any, T: Any | None = None, Tindices: Any | None = None, bad_indices_policy: str | bytes | None = None, name: str | None = None) -> Any:
    """A copy of the tensor with `updates` at positions that the last dimension of `indices` spells
    out.
    """
    return apply("TensorScatterUpdate", [tensor, indices, updates], {"T": ("type", T), "Tindices": ("type", Tindices), "bad_indices_policy": ("string", bad_indices_policy)}, name,
                 ['T', 'Tindices', 'T'], [0, 0, 0])


def Tile(input: Any, multiples: Any, T: Any | None = None, Tmultiples: Any | None = None, name: str | None = None) -> Any:
    """Repeats a tensor `multiples[i]` times along dimension i."""
    return apply("Tile", [input, multiples], {"T": ("type", T), "Tmultiples": ("type", Tmultiples)}, name,
                 ['T', 'Tmultiples'], [0, 0])


def Timestamp(name: str | None = None) -> Any:
    """The time in seconds since 1970."""
    return apply("Timestamp", [], {}, name,
                 [], [])


def TopK(input: Any, k: int, sorted: bool | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """The `k` largest elements along the last dimension, and their indices. Of equal elements the
    one with the lower index comes first.
    """
    return apply("TopK", [input], {"k": ("int", k), "sorted": ("bool", sorted), "T": ("type", T)}, name,
                 ['T'], [0])


def TopKV2(input: Any, k: Any, sorted: bool | None = None, T: Any | None = None, Tk: Any | None = None, index_type: Any | None = None, name: str | None = None) -> Any:
    """The `k` largest elements along the last dimension, and their indices. Of equal elements the
    one with the lower index comes first.
    """
    return apply("TopKV2", [input, k], {"sorted": ("bool", sorted), "T": ("type", T), "Tk": ("type", Tk), "index_type": ("type", index_type)}, name,
                 ['T', 'Tk'], [0, 0])


def Transpose(x: Any, perm: Any, T: Any | None = None, Tperm: Any | None = None, name: str | None = None) -> Any:
    """Permutes dimensions: dimension i of the output is dimension `perm[i]` of the input."""
    return apply("Transpose", [x, perm], {"T": ("type", T), "Tperm": ("type", Tperm)}, name,
                 ['T', 'Tperm'], [0, 0])


def TruncateDiv(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / y rounded towards zero, with broadcasting."""
    return apply("TruncateDiv", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TruncateMod(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The remainder of the division towards zero: it has the sign of x."""
    return apply("TruncateMod", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def TruncatedNormal(shape: Any, dtype: Any, seed: int | None = None, seed2: int | None = None, T: Any | None = None, name: str | None = None) -> Any:
    """Numbers of the standard normal distribution, drawn again when they are further than 2 from
    0.
    """
    return apply("TruncatedNormal", [shape], {"dtype": ("type", dtype), "seed": ("int", seed), "seed2": ("int", seed2), "T": ("type", T)}, name,
                 ['T'], [0])


def Unique(x: Any, T: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """The distinct elements of a vector in the order in which they first appear, and for each
    element the index of its value among them.
    """
    return apply("Unique", [x], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T'], [0])


def UniqueV2(x: Any, axis: Any, T: Any | None = None, Taxis: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """The distinct slices along the dimension `axis` (a vector of one number, or empty for a
    vector input), in the order in which they first appear, and for each slice its index among
    them.
    """
    return apply("UniqueV2", [x, axis], {"T": ("type", T), "Taxis": ("type", Taxis), "out_idx": ("type", out_idx)}, name,
                 ['T', 'Taxis'], [0, 0])


def UniqueWithCounts(x: Any, T: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """As Unique, with how often each distinct element appears."""
    return apply("UniqueWithCounts", [x], {"T": ("type", T), "out_idx": ("type", out_idx)}, name,
                 ['T'], [0])


def UniqueWithCountsV2(x: Any, axis: Any, T: Any | None = None, Taxis: Any | None = None, out_idx: Any | None = None, name: str | None = None) -> Any:
    """As UniqueV2, with how often each distinct slice appears."""
    return apply("UniqueWithCountsV2", [x, axis], {"T": ("type", T), "Taxis": ("type", Taxis), "out_idx": ("type", out_idx)}, name,
                 ['T', 'Taxis'], [0, 0])


def Unpack(value: Any, num: int, T: Any | None = None, axis: int | None = None, name: str | None = None) -> Any:
    """Takes a tensor apart along the dimension `axis`, which goes."""
    return apply("Unpack", [value], {"num": ("int", num), "T": ("type", T), "axis": ("int", axis)}, name,
                 ['T'], [0])


def UnsortedSegmentMax(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The maximum of the parts of `data` with the same id, in any order; negative ids are left
    out.
    """
    return apply("UnsortedSegmentMax", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentMin(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The minimum of the parts of `data` with the same id, in any order; negative ids are left
    out.
    """
    return apply("UnsortedSegmentMin", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentProd(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The product of the parts of `data` with the same id, in any order; negative ids are left
    out.
    """
    return apply("UnsortedSegmentProd", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def UnsortedSegmentSum(data: Any, segment_ids: Any, num_segments: Any, T: Any | None = None, Tindices: Any | None = None, Tnumsegments: Any | None = None, name: str | None = None) -> Any:
    """The sum of the parts of `data` with the same id, in any order; negative ids are left out.
    """
    return apply("UnsortedSegmentSum", [data, segment_ids, num_segments], {"T": ("type", T), "Tindices": ("type", Tindices), "Tnumsegments": ("type", Tnumsegments)}, name,
                 ['T', 'Tindices', 'Tnumsegments'], [0, 0, 0])


def VarHandleOp(dtype: Any, shape: Sequence[int | None] | None, container: str | bytes | None = None, shared_name: str | bytes | None = None, debug_name: str | bytes | None = None, allowed_devices: Sequence[str | bytes] | None = None, name: str | None = None) -> Any:
    """A handle of the variable that `container` and `shared_name` name; without a name, of one
    that belongs to this node. The variable has no value until it is assigned one.
    """
    return apply("VarHandleOp", [], {"dtype": ("type", dtype), "shape": ("shape", shape), "container": ("string", container), "shared_name": ("string", shared_name), "debug_name": ("string", debug_name), "allowed_devices": ("list(string)", allowed_devices)}, name,
                 [], [])


def VarIsInitializedOp(resource: Any, name: str | None = None) -> Any:
    """Whether the variable has a value."""
    return apply("VarIsInitializedOp", [resource], {}, name,
                 [None], [20])


def Variable(shape: Sequence[int | None] | None, dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> Any:
    """A variable that is handed out by reference, in its first form. Use VariableV2 in new graphs.
    """
    return apply("Variable", [], {"shape": ("shape", shape), "dtype": ("type", dtype), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def VariableShape(input: Any, out_type: Any | None = None, name: str | None = None) -> Any:
    """The dimensions of a variable's value."""
    return apply("VariableShape", [input], {"out_type": ("type", out_type)}, name,
                 [None], [20])


def VariableV2(shape: Sequence[int | None] | None, dtype: Any, container: str | bytes | None = None, shared_name: str | bytes | None = None, name: str | None = None) -> Any:
    """A variable that is handed out by reference, kept in the session under `container` and
    `shared_name`.
    """
    return apply("VariableV2", [], {"shape": ("shape", shape), "dtype": ("type", dtype), "container": ("string", container), "shared_name": ("string", shared_name)}, name,
                 [], [])


def Where(input: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The positions of the elements that are true or not zero, one row of coordinates each, in
    row-major order.
    """
    return apply("Where", [input], {"T": ("type", T)}, name,
                 ['T'], [0])


def While(input: Any, cond: str, body: str, output_shapes: Sequence[Sequence[int | None] | None] | None = None, parallel_iterations: int | None = None, name: str | None = None) -> Any:
    """Calls `body` on the loop variables as long as `cond` of them holds."""
    return apply("While", [input], {"cond": ("func", cond), "body": ("func", body), "output_shapes": ("list(shape)", output_shapes), "parallel_iterations": ("int", parallel_iterations), "__lists__": ("", (0,))}, name,
                 [None], [0])


def WriteFile(filename: Any, contents: Any, name: str | None = None) -> Any:
    """Writes a file, whose folder is made if it is missing."""
    return apply("WriteFile", [filename, contents], {}, name,
                 [None, None], [7, 7])


def Xdivy(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x / y, with broadcasting; zero where x is zero."""
    return apply("Xdivy", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Xlog1py(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x log(1 + y), with broadcasting; zero where x is zero."""
    return apply("Xlog1py", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def Xlogy(x: Any, y: Any, T: Any | None = None, name: str | None = None) -> Any:
    """x log(y), with broadcasting; zero where x is zero."""
    return apply("Xlogy", [x, y], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])


def ZerosLike(x: Any, T: Any | None = None, name: str | None = None) -> Any:
    """Zeros in the shape and dtype of the input. Of a tensor list, a list of zeros."""
    return apply("ZerosLike", [x], {"T": ("type", T)}, name,
                 ['T'], [0])


def Zeta(x: Any, q: Any, T: Any | None = None, name: str | None = None) -> Any:
    """The Hurwitz zeta function: the sum of (q + n)^-x over n >= 0."""
    return apply("Zeta", [x, q], {"T": ("type", T)}, name,
                 ['T', 'T'], [0, 0])
