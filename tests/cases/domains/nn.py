"""Neural networks: activations, losses, windows, normalisation."""

from tests.cases.sample import Big, D, E, I, graph, op

op("Relu Relu6 Elu Selu LeakyRelu Softplus Softsign", E())
op("Relu Elu Softplus", Big(300, 401), case="big", types="float")
op("LeakyRelu", D(3, 4), case="slope", alpha=0.5, types="float")
# A gradient that is no number stays one at inactive units: 0 times it.
_EDGES = [0, 1, -2, float("inf"), float("-inf"), float("nan"), 3, -1]
op("ReluGrad Relu6Grad LeakyReluGrad SoftplusGrad SoftsignGrad", D(40, values=_EDGES),
   D(40, values=_EDGES + [5, 7]), types="float double half bfloat16")
op("ReluGrad Relu6Grad", D(12), D(12), case="integers",
   types="int8 int16 int32 int64 uint8 uint16 uint32 uint64")
op("EluGrad SeluGrad", D(12), D(12, low=-0.9, high=2))
op("Softmax LogSoftmax", D(3, 5))
op("Softmax LogSoftmax", D(2, 2, 3, low=-40, high=40), case="wide", types="float double half")
op("Softmax", Big(130, 300), case="big", types="float")
op("SoftmaxCrossEntropyWithLogits", D(3, 5), D(3, 5, low=0, high=1))
op("SoftmaxCrossEntropyWithLogits", D(3, 5), D(1, 5, low=0, high=1), case="broadcast", types="float")
op("SparseSoftmaxCrossEntropyWithLogits", D(3, 5), [0, 4, 2])
op("SparseSoftmaxCrossEntropyWithLogits", D(3, 5), [0, 4], case="rows", types="float", error=True)
op("L2Loss", D(0), case="empty", types="float")
op("InTopKV2", D(3, 6), [0, 5, 2], 2)
op("InTopK", D(3, 6), [0, 5, 2], k=2)

op("BiasAdd", D(2, 3, 4), D(4))
op("BiasAdd", D(2, 4, 3, 2), D(4), case="channels-first", data_format="NCHW")
op("BiasAddV1", D(2, 3, 4), D(4))
op("BiasAdd", D(2, 3), D(4), case="mismatch", types="float", error=True)
op("BiasAddGrad", D(2, 3, 4))
op("BiasAddGrad", D(2, 4, 3, 2), case="channels-first", data_format="NCHW")

_CONV = "float double"
op("Conv2D", D(1, 4, 5, 2), D(2, 3, 2, 3), strides=[1, 1, 1, 1], padding="SAME")
op("Conv2D", D(2, 5, 6, 2), D(2, 3, 2, 3), case="valid", types=_CONV, strides=[1, 2, 1, 1],
   padding="VALID")
op("Conv2D", D(1, 6, 7, 1), D(2, 2, 1, 2), case="dilated", types=_CONV, strides=[1, 1, 1, 1],
   padding="SAME", dilations=[1, 2, 3, 1])
op("Conv2D", D(1, 4, 5, 2), D(2, 3, 2, 3), case="explicit", types=_CONV, strides=[1, 2, 2, 1],
   padding="EXPLICIT", explicit_paddings=[0, 0, 1, 2, 0, 1, 0, 0])
op("Conv2D", D(1, 4, 5, 2), D(2, 3, 3, 3), case="depth", types="float", strides=[1, 1, 1, 1],
   padding="SAME", error=True)
op("Conv2D", Big(2, 29, 31, 8), Big(3, 3, 8, 17), case="big", types="float", strides=[1, 1, 1, 1],
   padding="SAME")
op("Conv2DBackpropInput", [1, 4, 5, 2], D(2, 3, 2, 3), D(1, 4, 5, 3), strides=[1, 1, 1, 1],
   padding="SAME")
op("Conv2DBackpropInput", [2, 5, 6, 2], D(2, 3, 2, 3), D(2, 2, 4, 3), case="valid", types=_CONV,
   strides=[1, 2, 1, 1], padding="VALID")
op("Conv2DBackpropInput", [2, 29, 31, 8], Big(3, 3, 8, 17), Big(2, 29, 31, 17), case="big",
   types="float", strides=[1, 1, 1, 1], padding="SAME")
op("Conv2DBackpropFilter", D(1, 4, 5, 2), [2, 3, 2, 3], D(1, 4, 5, 3), strides=[1, 1, 1, 1],
   padding="SAME")
op("Conv2DBackpropFilter", D(2, 5, 6, 2), [2, 3, 2, 3], D(2, 2, 4, 3), case="valid", types=_CONV,
   strides=[1, 2, 1, 1], padding="VALID")
op("Conv2DBackpropFilter", Big(2, 29, 31, 8), [3, 3, 8, 17], Big(2, 29, 31, 17), case="big",
   types="float", strides=[1, 1, 1, 1], padding="SAME")
op("DepthwiseConv2dNative", D(1, 4, 5, 2), D(2, 3, 2, 2), strides=[1, 1, 1, 1], padding="SAME")
op("DepthwiseConv2dNative", D(2, 5, 6, 3), D(3, 3, 3, 1), case="valid", types=_CONV,
   strides=[1, 2, 2, 1], padding="VALID")
op("DepthwiseConv2dNative", Big(2, 29, 31, 16), Big(3, 3, 16, 1), case="big", types="float",
   strides=[1, 1, 1, 1], padding="SAME")
op("DepthwiseConv2dNativeBackpropInput", [1, 4, 5, 2], D(2, 3, 2, 2), D(1, 4, 5, 4),
   strides=[1, 1, 1, 1], padding="SAME")
op("DepthwiseConv2dNativeBackpropFilter", D(1, 4, 5, 2), [2, 3, 2, 2], D(1, 4, 5, 4),
   strides=[1, 1, 1, 1], padding="SAME")

_POOL = dict(ksize=[1, 2, 3, 1], strides=[1, 2, 1, 1])
op("MaxPool AvgPool", D(1, 4, 5, 2), padding="SAME", **_POOL)
op("MaxPool AvgPool", D(2, 5, 6, 3), case="valid", padding="VALID", types="float double", **_POOL)
op("MaxPool AvgPool", Big(2, 29, 31, 16), case="big", padding="SAME", types="float", **_POOL)
op("MaxPool", D(1, 4, 5, 2), case="explicit", padding="EXPLICIT", types="float",
   explicit_paddings=[0, 0, 1, 0, 0, 1, 0, 0], **_POOL)
op("MaxPoolV2", D(1, 4, 5, 2), [1, 2, 3, 1], [1, 2, 1, 1], padding="SAME")
_WINDOW = "ksize=(1,2,3,1) strides=(1,2,1,1)"
for _padding in ("SAME", "VALID"):
    _case = {} if _padding == "SAME" else {"case": "valid", "types": "float"}
    _shape = (1, 2, 5, 2) if _padding == "SAME" else (1, 2, 3, 2)
    graph("MaxPoolGrad", f"""node y MaxPool in0 T=$T {_WINDOW} padding="{_padding}"
node dx $op in0 y in1 T=$T {_WINDOW} padding="{_padding}"
run > dx""", D(1, 4, 5, 2), D(*_shape), skip="uint32 uint64", **_case)
    graph("MaxPoolGradGrad", f"""node y MaxPool in0 T=$T {_WINDOW} padding="{_padding}"
node ddx $op in0 y in1 T=$T {_WINDOW} padding="{_padding}"
run > ddx""", D(1, 4, 5, 2), D(1, 4, 5, 2), skip="uint32 uint64", **_case)
    graph("MaxPoolGradV2", f"""node y MaxPool in0 T=$T {_WINDOW} padding="{_padding}"
node dx $op in0 y in1 in2 in3 T=$T padding="{_padding}"
run > dx""", D(1, 4, 5, 2), D(*_shape), I([1, 2, 3, 1], "int32"), I([1, 2, 1, 1], "int32"),
          skip="uint32 uint64", **_case)
    graph("MaxPoolGradGradV2", f"""node y MaxPool in0 T=$T {_WINDOW} padding="{_padding}"
node ddx $op in0 y in1 in2 in3 T=$T padding="{_padding}"
run > ddx""", D(1, 4, 5, 2), D(1, 4, 5, 2), I([1, 2, 3, 1], "int32"), I([1, 2, 1, 1], "int32"),
          skip="uint32 uint64", **_case)
# MaxPool itself takes no such numbers.
_EXACT = dict(case="exact", types="uint32 uint64", padding="VALID")
op("MaxPoolGrad", [[[[1], [5]], [[3], [2]]]], [[[[5]]]], [[[[7]]]], ksize=[1, 2, 2, 1],
   strides=[1, 2, 2, 1], **_EXACT)
op("MaxPoolGradV2", [[[[1], [5]], [[3], [2]]]], [[[[5]]]], [[[[7]]]], [1, 2, 2, 1], [1, 2, 2, 1],
   **_EXACT)
op("MaxPoolGradGrad", [[[[1], [5]], [[3], [2]]]], [[[[5]]]], [[[[7], [8]], [[9], [6]]]],
   ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], **_EXACT)
op("MaxPoolGradGradV2", [[[[1], [5]], [[3], [2]]]], [[[[5]]]], [[[[7], [8]], [[9], [6]]]],
   [1, 2, 2, 1], [1, 2, 2, 1], **_EXACT)
op("AvgPoolGrad", [1, 4, 5, 2], D(1, 2, 5, 2), padding="SAME", **_POOL)
op("AvgPoolGrad", [2, 5, 6, 3], D(2, 2, 4, 3), case="valid", padding="VALID", types="float", **_POOL)

_NORM = [D(2, 2, 3, 4), D(4, low=0.5, high=2), D(4)]
_STATISTICS = [D(4), D(4, low=0.2, high=2)]
op("FusedBatchNorm FusedBatchNormV2", *_NORM, D(0), D(0), is_training=True)
op("FusedBatchNormV3", *_NORM, D(0), D(0), is_training=True, any=[5])
op("FusedBatchNormV3", *_NORM, *_STATISTICS, case="average", is_training=True, any=[5],
   exponential_avg_factor=0.25, types="float")
op("FusedBatchNorm FusedBatchNormV2", *_NORM, *_STATISTICS, case="inference", is_training=False,
   any=[1, 2, 3, 4])
op("FusedBatchNormV3", *_NORM, *_STATISTICS, case="inference", is_training=False, any=[1, 2, 3, 4, 5])
op("FusedBatchNormGrad FusedBatchNormGradV2", D(2, 2, 3, 4), D(2, 2, 3, 4), D(4, low=0.5, high=2),
   *_STATISTICS)
op("FusedBatchNormGradV3", D(2, 2, 3, 4), D(2, 2, 3, 4), D(4, low=0.5, high=2), *_STATISTICS, 0)
op("FusedBatchNormGradV3", D(2, 2, 3, 4), D(2, 2, 3, 4), D(4, low=0.5, high=2), *_STATISTICS, 0,
   case="inference", is_training=False, types="float")
