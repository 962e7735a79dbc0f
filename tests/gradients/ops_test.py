"""First and second derivatives of every op with a gradient, beside TensorFlow's tf.gradients. The
graphs that Hornbeam makes are run by TensorFlow and by Hornbeam."""

import inspect

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import control_flow_test as harness

raw = tf.raw_ops


def normal(*shape):
    return lambda random: random.standard_normal(shape)


def between(low, high, *shape):
    return lambda random: random.uniform(low, high, shape)


def integers(*values):
    return tf.constant(np.array(values, np.int32))


# By name: makers of the inputs that are differentiated by, and the op.
CASES = {}


def case(name, inputs, op):
    assert name not in CASES
    CASES[name] = (inputs, op)


def unary(names, maker):
    for name in names.split():
        op = getattr(raw, name)
        argument = next(iter(inspect.signature(op).parameters))
        case(name, [maker], lambda x, op=op, argument=argument: op(**{argument: x}))


unary("Abs Neg Square Exp Expm1 Sin Cos Tan Sinh Cosh Tanh Sigmoid Erf Erfc Atan Asinh Softplus "
      "Softsign Relu Relu6 Elu Selu Sign Identity Softmax LogSoftmax L2Loss", normal(3, 4))
unary("Digamma Lgamma", between(0.3, 2.5, 3, 4))
unary("Sqrt Rsqrt Reciprocal Inv Log Log1p Acosh", between(1.2, 3, 3, 4))
unary("Asin Acos Atanh", between(0.1, 0.8, 3, 4))

for _name in "Add AddV2 Sub Mul Maximum Minimum SquaredDifference".split():
    case(_name, [normal(2, 3, 4), normal(3, 1)],
         lambda x, y, op=getattr(raw, _name): op(x=x, y=y))
for _name in "Div RealDiv DivNoNan FloorMod Pow Atan2".split():
    case(_name, [between(0.5, 3, 2, 3, 4), between(0.5, 2, 3, 1)],
         lambda x, y, op=getattr(raw, _name): op(x=x, y=y))

for _name in "Sum Mean Prod Max Min EuclideanNorm".split():
    for _keep in (False, True):
        for _axes in ((0, 2), (1,), (-1,)):
            case(f"{_name}-{_axes}-{_keep}", [normal(2, 3, 4)],
                 lambda x, op=getattr(raw, _name), keep=_keep, axes=_axes: op(
                     input=x, axis=integers(*axes), keep_dims=keep))

for _a in (False, True):
    for _b in (False, True):
        _x, _y = ((2, 3) if _a else (3, 2)), ((4, 2) if _b else (2, 4))
        case(f"MatMul-{_a}-{_b}", [normal(*_x), normal(*_y)],
             lambda x, y, a=_a, b=_b: raw.MatMul(a=x, b=y, transpose_a=a, transpose_b=b))
        case(f"BatchMatMul-{_a}-{_b}", [normal(2, *_x), normal(2, *_y)],
             lambda x, y, a=_a, b=_b: raw.BatchMatMul(x=x, y=y, adj_x=a, adj_y=b))
        case(f"BatchMatMulV2-{_a}-{_b}", [normal(2, 1, *_x), normal(5, *_y)],
             lambda x, y, a=_a, b=_b: raw.BatchMatMulV2(x=x, y=y, adj_x=a, adj_y=b))

for _equation, _shapes in {
    "ij,jk->ik": [(2, 3), (3, 4)],
    "bij,bjk->bik": [(2, 3, 4), (2, 4, 5)],
    "ij->ji": [(2, 3)],
    "ij->": [(2, 3)],
    "bij,jk->bik": [(2, 3, 4), (4, 5)],
    "...ij,...jk->...ik": [(2, 3, 4), (4, 5)],
    "i,j->ij": [(2,), (3,)],
    "ab,bcd->acd": [(2, 3), (3, 4, 5)],
}.items():
    case(f"Einsum-{_equation}", [normal(*s) for s in _shapes],
         lambda *xs, e=_equation: raw.Einsum(inputs=list(xs), equation=e))

for _exclusive in (False, True):
    for _reverse in (False, True):
        for _name in ("Cumsum", "Cumprod"):
            case(f"{_name}-{_exclusive}-{_reverse}", [normal(3, 4)],
                 lambda x, op=getattr(raw, _name), e=_exclusive, r=_reverse: op(
                     x=x, axis=1, exclusive=e, reverse=r))

case("Select", [normal(3, 4), normal(3, 4)],
     lambda x, y: raw.Select(condition=tf.constant([True, False, True]), x=x, y=y))
case("SelectV2", [normal(3, 4), normal(4)],
     lambda x, y: raw.SelectV2(condition=tf.constant([[True], [False], [True]]), t=x, e=y))
case("ClipByValue", [normal(3, 4), between(-0.6, -0.4), between(0.6, 0.8)],
     lambda x, low, high: raw.ClipByValue(t=x, clip_value_min=low, clip_value_max=high))
case("SegmentSum", [normal(4, 2)],
     lambda x: tf.ensure_shape(raw.SegmentSum(data=x, segment_ids=integers(0, 0, 2, 2)), [3, 2]))
case("UnsortedSegmentSum", [normal(4, 2)], lambda x: raw.UnsortedSegmentSum(
    data=x, segment_ids=integers(2, -1, 0, 2), num_segments=3))

case("Reshape", [normal(3, 4)], lambda x: raw.Reshape(tensor=x, shape=integers(2, 6)))
case("Transpose", [normal(2, 3, 4)], lambda x: raw.Transpose(x=x, perm=integers(2, 0, 1)))
case("ExpandDims", [normal(3, 4)], lambda x: raw.ExpandDims(input=x, axis=1))
case("Squeeze", [normal(3, 1, 4)], lambda x: raw.Squeeze(input=x, axis=[1]))
case("Fill", [normal()], lambda x: raw.Fill(dims=integers(2, 3), value=x))
case("ConcatV2", [normal(3, 2), normal(3, 4)], lambda *xs: raw.ConcatV2(values=list(xs), axis=-1))
case("Concat", [normal(3, 2), normal(3, 4)], lambda *xs: raw.Concat(concat_dim=1, values=list(xs)))
case("Split", [normal(4, 6)], lambda x: raw.Split(axis=1, value=x, num_split=3)[1])
case("SplitV", [normal(4, 6)],
     lambda x: raw.SplitV(value=x, size_splits=integers(1, 2, 3), axis=1, num_split=3)[2])
case("Pack", [normal(3, 4), normal(3, 4)], lambda *xs: raw.Pack(values=list(xs), axis=1))
case("Unpack", [normal(3, 4)], lambda x: raw.Unpack(value=x, num=4, axis=1)[2])
case("Slice", [normal(3, 4)],
     lambda x: raw.Slice(input=x, begin=integers(1, 0), size=integers(2, -1)))
case("StridedSlice", [normal(5, 6, 3)], lambda x: x[1:4:2, ::-1, None, 0])
case("StridedSlice-ellipsis", [normal(5, 6, 3)], lambda x: x[..., 1])
case("Tile", [normal(2, 3)], lambda x: raw.Tile(input=x, multiples=integers(2, 3)))
case("Pad", [normal(2, 3)], lambda x: raw.Pad(input=x, paddings=[[1, 0], [0, 2]]))
case("PadV2", [normal(2, 3), normal()],
     lambda x, c: raw.PadV2(input=x, paddings=[[1, 0], [0, 2]], constant_values=c))
for _mode in ("REFLECT", "SYMMETRIC"):
    case(f"MirrorPad-{_mode}", [normal(3, 4)],
         lambda x, mode=_mode: raw.MirrorPad(input=x, paddings=[[1, 2], [2, 1]], mode=mode))
case("Gather", [normal(5, 2)], lambda x: raw.Gather(params=x, indices=integers(0, 3, 3)))
for _axis in range(3):
    case(f"GatherV2-{_axis}", [normal(3, 4, 5)], lambda x, axis=_axis: raw.GatherV2(
        params=x, indices=tf.constant([[0, 2], [2, 1]]), axis=axis))
case("GatherV2-batch", [normal(3, 4, 5)], lambda x: raw.GatherV2(
    params=x, indices=tf.constant([[0, 2], [2, 1], [1, 1]]), axis=1, batch_dims=1))
case("GatherNd", [normal(3, 4, 5)],
     lambda x: raw.GatherNd(params=x, indices=[[0, 1], [2, 3], [0, 1]]))
case("ScatterNd", [normal(3, 2)],
     lambda x: raw.ScatterNd(indices=[[0], [2], [0]], updates=x, shape=[4, 2]))
case("TensorScatterUpdate", [normal(4, 2), normal(2, 2)],
     lambda x, u: raw.TensorScatterUpdate(tensor=x, indices=[[0], [2]], updates=u))
case("BroadcastTo", [normal(3, 1)], lambda x: raw.BroadcastTo(input=x, shape=integers(2, 3, 4)))
case("ReverseV2", [normal(3, 4)], lambda x: raw.ReverseV2(tensor=x, axis=integers(1)))
case("StopGradient", [normal(3)], lambda x: x * raw.StopGradient(input=x))
case("MatrixBandPart", [normal(2, 3, 4)],
     lambda x: raw.MatrixBandPart(input=x, num_lower=1, num_upper=0))
case("Diag", [normal(3)], lambda x: raw.Diag(diagonal=x))
case("MatrixDiagV3", [normal(2, 2, 3), normal()], lambda x, p: raw.MatrixDiagV3(
    diagonal=x, k=integers(0, 1), num_rows=-1, num_cols=-1, padding_value=p))
case("TopKV2", [normal(3, 5)], lambda x: raw.TopKV2(input=x, k=2)[0])
case("Cast", [normal(3)], lambda x: tf.cast(x, tf.float64))
case("AddN", [normal(3), normal(3)], lambda *xs: raw.AddN(inputs=list(xs)))
case("IdentityN", [normal(3), normal(2)], lambda *xs: raw.IdentityN(input=list(xs))[1])

case("BiasAdd-NHWC", [normal(2, 3, 4), normal(4)], lambda x, b: raw.BiasAdd(value=x, bias=b))
case("BiasAdd-NCHW", [normal(2, 3, 4, 2), normal(3)],
     lambda x, b: raw.BiasAdd(value=x, bias=b, data_format="NCHW"))
case("LeakyRelu", [normal(3, 4)], lambda x: raw.LeakyRelu(features=x, alpha=0.3))
case("SoftmaxCrossEntropyWithLogits", [normal(3, 4), between(0.1, 0.9, 3, 4)],
     lambda x, y: raw.SoftmaxCrossEntropyWithLogits(features=x, labels=y)[0])
case("SparseSoftmaxCrossEntropyWithLogits", [normal(3, 4)],
     lambda x: raw.SparseSoftmaxCrossEntropyWithLogits(features=x, labels=integers(0, 3, 1))[0])
for _padding in ("SAME", "VALID"):
    for _stride in (1, 2):
        _window = {"strides": [1, _stride, _stride, 1], "padding": _padding}
        case(f"Conv2D-{_padding}-{_stride}", [normal(2, 5, 6, 3), normal(3, 2, 3, 4)],
             lambda x, w, k=_window: raw.Conv2D(input=x, filter=w, **k))
        case(f"DepthwiseConv2dNative-{_padding}-{_stride}",
             [normal(2, 5, 6, 3), normal(3, 2, 3, 2)],
             lambda x, w, k=_window: raw.DepthwiseConv2dNative(input=x, filter=w, **k))
        case(f"MaxPool-{_padding}-{_stride}", [normal(2, 5, 6, 3)],
             lambda x, k=_window: raw.MaxPool(input=x, ksize=[1, 2, 3, 1], **k))
        case(f"AvgPool-{_padding}-{_stride}", [normal(2, 5, 6, 3)],
             lambda x, k=_window: raw.AvgPool(value=x, ksize=[1, 2, 3, 1], **k))
case("Conv2D-explicit", [normal(2, 7, 6, 3), normal(3, 2, 3, 4)], lambda x, w: raw.Conv2D(
    input=x, filter=w, strides=[1, 2, 1, 1], padding="EXPLICIT",
    explicit_paddings=[0, 0, 1, 2, 0, 1, 0, 0]))
case("Conv2DBackpropInput", [normal(3, 2, 3, 4), normal(2, 5, 6, 4)],
     lambda w, d: raw.Conv2DBackpropInput(input_sizes=integers(2, 5, 6, 3), filter=w,
                                          out_backprop=d, strides=[1, 1, 1, 1], padding="SAME"))
case("MaxPoolV2", [normal(2, 5, 6, 3)], lambda x: raw.MaxPoolV2(
    input=x, ksize=integers(1, 2, 2, 1), strides=integers(1, 2, 2, 1), padding="VALID"))
for _training in (False, True):
    for _version in ("", "V2", "V3"):
        _known = [] if _training else [0.5, 1.0, 2.0]
        case(f"FusedBatchNorm{_version}-{_training}", [normal(2, 3, 4, 3), normal(3), normal(3)],
             lambda x, s, o, op=getattr(raw, f"FusedBatchNorm{_version}"), t=_training, k=_known:
             op(x=x, scale=s, offset=o, mean=tf.constant(k, tf.float32),
                variance=tf.constant(k, tf.float32), is_training=t)[0])

case("Erfinv", [between(-0.8, 0.8, 3, 4)], lambda x: raw.Erfinv(x=x))
case("Ndtri", [between(0.1, 0.9, 3, 4)], lambda x: raw.Ndtri(x=x))
for _name in "MulNoNan Xdivy Xlogy Xlog1py".split():
    case(_name, [between(0.5, 3, 2, 3, 4), between(0.5, 2, 3, 1)],
         lambda x, y, op=getattr(raw, _name): op(x=x, y=y))
for _name in "Igamma Igammac".split():
    case(_name, [between(0.5, 3, 3, 4), between(0.5, 3, 3, 4)],
         lambda a, x, op=getattr(raw, _name): op(a=a, x=x))
case("Polygamma", [between(0.5, 3, 3, 4)], lambda x: raw.Polygamma(a=tf.ones([3, 4]), x=x))
case("Zeta", [between(0.5, 3, 3, 4)], lambda q: raw.Zeta(x=tf.fill([3, 4], 2.5), q=q))
case("Cross", [normal(2, 3), normal(2, 3)], lambda a, b: raw.Cross(a=a, b=b))
case("CumulativeLogsumexp", [normal(3, 4)], lambda x: raw.CumulativeLogsumexp(x=x, axis=1))
case("BatchMatMulV3", [normal(2, 1, 3, 4), normal(5, 4, 2)],
     lambda x, y: raw.BatchMatMulV3(x=x, y=y, Tout=tf.float32))
case("Complex", [normal(3), normal(3)], lambda x, y: raw.Real(input=raw.Square(x=raw.Complex(
    real=x, imag=y))))
case("Imag-Conj", [normal(3), normal(3)], lambda x, y: raw.Imag(input=raw.Conj(input=raw.Complex(
    real=x, imag=y))))
for _name in "ComplexAbs Angle".split():
    case(_name, [between(0.5, 2, 3), between(0.5, 2, 3)],
         lambda x, y, op=getattr(raw, _name): op(**{
             "x" if op is raw.ComplexAbs else "input": raw.Complex(real=x, imag=y)}))
for _name in "SegmentMean SegmentMax SegmentMin SegmentProd".split():
    case(_name, [normal(4, 2)], lambda x, op=getattr(raw, _name): tf.ensure_shape(
        op(data=x, segment_ids=integers(0, 0, 1, 2)), [3, 2]))
for _name in "UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentProd".split():
    case(_name, [normal(4, 2)], lambda x, op=getattr(raw, _name): op(
        data=x, segment_ids=integers(2, 1, 0, 2), num_segments=3))

case("ConjugateTranspose", [normal(2, 3)],
     lambda x: raw.ConjugateTranspose(x=x, perm=integers(1, 0)))
case("Reverse", [normal(2, 3)], lambda x: raw.Reverse(tensor=x, dims=[True, False]))
case("EnsureShape", [normal(2, 3)], lambda x: raw.EnsureShape(input=x, shape=[2, None]))
case("CheckNumerics", [normal(2, 3)], lambda x: raw.CheckNumerics(tensor=x, message="here"))
case("PlaceholderWithDefault", [normal(2, 3)],
     lambda x: raw.PlaceholderWithDefault(input=x, shape=[2, 3]))
case("Print", [normal(2, 3)], lambda x: raw.Print(input=x, data=[], first_n=0))
case("TensorScatterAdd", [normal(4, 2), normal(2, 2)],
     lambda x, u: raw.TensorScatterAdd(tensor=x, indices=[[0], [2]], updates=u))
case("TensorScatterSub", [normal(4, 2), normal(2, 2)],
     lambda x, u: raw.TensorScatterSub(tensor=x, indices=[[0], [2]], updates=u))
case("DiagPart", [normal(3, 3)], lambda x: raw.DiagPart(input=x))
case("MatrixDiag", [normal(2, 3)], lambda x: raw.MatrixDiag(diagonal=x))
case("MatrixDiagPart", [normal(2, 3, 4)], lambda x: raw.MatrixDiagPart(input=x))
case("MatrixSetDiag", [normal(2, 3, 4), normal(2, 3)],
     lambda x, d: raw.MatrixSetDiag(input=x, diagonal=d))
case("MatrixDiagV2", [normal(2, 3)], lambda x: raw.MatrixDiagV2(
    diagonal=x, k=integers(-1, 0), num_rows=-1, num_cols=-1, padding_value=0.0))
for _version in ("V2", "V3"):
    case(f"MatrixDiagPart{_version}", [normal(3, 4)],
         lambda x, op=getattr(raw, f"MatrixDiagPart{_version}"): op(
             input=x, k=integers(-1, 1), padding_value=0.0))
    case(f"MatrixSetDiag{_version}", [normal(3, 4), normal(2, 3)],
         lambda x, d, op=getattr(raw, f"MatrixSetDiag{_version}"): op(
             input=x, diagonal=d, k=integers(-1, 0)))

case("BiasAddV1", [normal(2, 3), normal(3)], lambda x, b: raw.BiasAddV1(value=x, bias=b))
case("Conv2DBackpropFilter", [normal(2, 5, 6, 3), normal(2, 5, 6, 4)],
     lambda x, d: raw.Conv2DBackpropFilter(input=x, filter_sizes=integers(3, 2, 3, 4),
                                           out_backprop=d, strides=[1, 1, 1, 1], padding="SAME"))
case("DepthwiseConv2dNativeBackpropInput", [normal(3, 2, 3, 2), normal(2, 5, 6, 6)],
     lambda w, d: raw.DepthwiseConv2dNativeBackpropInput(
         input_sizes=integers(2, 5, 6, 3), filter=w, out_backprop=d, strides=[1, 1, 1, 1],
         padding="SAME"))
case("DepthwiseConv2dNativeBackpropFilter", [normal(2, 5, 6, 3), normal(2, 5, 6, 6)],
     lambda x, d: raw.DepthwiseConv2dNativeBackpropFilter(
         input=x, filter_sizes=integers(3, 2, 3, 2), out_backprop=d, strides=[1, 1, 1, 1],
         padding="SAME"))
case("SoftplusGrad", [normal(3, 4), normal(3, 4)],
     lambda d, x: raw.SoftplusGrad(gradients=d, features=x))
case("InvGrad", [between(0.5, 2, 3, 4), normal(3, 4)], lambda y, d: raw.InvGrad(y=y, dy=d))
case("MaxPoolGradGrad", [normal(2, 4, 4, 3)], lambda d: raw.MaxPoolGradGrad(
    orig_input=_IMAGE, orig_output=raw.MaxPool(input=_IMAGE, **_POOL), grad=d, **_POOL))
_IMAGE = np.random.default_rng(1).standard_normal((2, 4, 4, 3)).astype(np.float32)
_POOL = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}
case("AccumulateNV2", [normal(3), normal(3)], lambda *xs: raw.AccumulateNV2(
    inputs=list(xs), shape=[3]))


def tensor_list(x):
    return raw.TensorListFromTensor(tensor=x, element_shape=integers(2))


def stacked(handle):
    return tf.ensure_shape(raw.TensorListStack(
        input_handle=handle, element_shape=integers(2), element_dtype=tf.float32), [3, 2])


case("TensorListGather", [normal(4, 2)], lambda x: tf.ensure_shape(raw.TensorListGather(
    input_handle=tensor_list(x), indices=integers(0, 2, 3), element_shape=integers(2),
    element_dtype=tf.float32), [3, 2]))
case("TensorListResize", [normal(4, 2)],
     lambda x: stacked(raw.TensorListResize(input_handle=tensor_list(x), size=3)))
case("TensorListScatterIntoExistingList", [normal(3, 2), normal(2, 2)],
     lambda x, y: stacked(raw.TensorListScatterIntoExistingList(
         input_handle=tensor_list(x), tensor=y, indices=integers(2, 0))))

# Differentiated by a variable.
OF_VARIABLES = {"ResourceGather", "ResourceGatherNd", "ReadVariableOp"}
case("ResourceGather", [normal(4, 2)], lambda v: raw.ResourceGather(
    resource=v.handle, indices=integers(0, 2, 0), dtype=tf.float32))
case("ResourceGatherNd", [normal(4, 2)], lambda v: raw.ResourceGatherNd(
    resource=v.handle, indices=[[0, 1], [2, 0]], dtype=tf.float32))
case("ReadVariableOp", [normal(4, 2)], lambda v: raw.ReadVariableOp(
    resource=v.handle, dtype=tf.float32))

# The first one doesn't depend on the input.
NO_SECOND = {"Sign"}


def build(name, order):
    """The case's graph: what is differentiated, and what it is differentiated by."""
    makers, op = CASES[name]
    random = np.random.default_rng(len(name))
    values = [make(random).astype(np.float32) for make in makers]
    xs = [harness.variable(v) if name in OF_VARIABLES else tf.constant(v) for v in values]
    y = tf.cast(op(*xs), tf.float32)
    # Another weight for each element; squared, so that there is a second derivative.
    weights = tf.constant(random.standard_normal(y.shape.as_list()).astype(np.float32))
    return [y * weights if order == 1 else y * y * weights], xs


def check(name, order):
    try:
        expected = harness.Case(lambda: build(name, order), order)
    except LookupError as error:
        pytest.skip(f"TensorFlow has none: {error}")
    graph, dxs = harness.differentiate(expected, order)
    assert dxs and len(dxs) == len(expected.expected)
    for run in (harness.run_in_tensorflow, harness.run_in_hornbeam):
        for got, want in zip(run(graph, expected, dxs), expected.expected):
            np.testing.assert_allclose(got, want, rtol=2e-3, atol=2e-4, err_msg=run.__name__)
    graph.close()


@pytest.mark.parametrize("name", CASES)
def test_first_derivative(name):
    check(name, 1)


@pytest.mark.parametrize("name", [n for n in CASES if n not in NO_SECOND])
def test_second_derivative(name):
    check(name, 2)
