"""Elementwise math: functions, arithmetic, comparisons, choices."""

from tests.cases.sample import Big, D, E, Row, op

op("Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Digamma Exp Expm1 Floor IsFinite "
   "IsInf IsNan Lgamma Log Log1p Neg Rint Sigmoid Sign Sin Sinh Sqrt Square "
   "Tan Tanh Invert PopulationCount Conj Real Imag Angle", E())
op("Acos Asin Atan Cos Erf Erfc Exp Expm1 Sigmoid Sin Sinh Cosh Tan Tanh Asinh", D(24),
   case="middle", types="float double half bfloat16 complex64")
op("Acosh Digamma Lgamma Log Log1p Sqrt Rsqrt Atanh", D(24, low=0.1, high=8), case="positive",
   types="float double half bfloat16 complex64")
op("Abs Exp Log Tanh Sqrt", D(0, 3), case="empty", types="float")
op("Abs Exp Tanh Sigmoid Log1p Neg Square", Big(300, 401), case="big", types="float")
op("Erfinv", D(12, low=-0.99, high=0.99))
op("Ndtri", D(12, low=0.01, high=0.99))
# TensorFlow's erf of infinities and of the largest numbers is no number, in double.
op("Erf Erfc", D(12, low=-5, high=5))
op("Erf Erfc", E(), case="edges", types="float half bfloat16")
op("Rsqrt", E(), types="float double half bfloat16", case="edges")
op("Rsqrt", D(12, low=0.1, high=4))
# TensorFlow's kernels of integers answer 0.
op("Round", D(12, low=-9, high=9), skip="int32 int64")
op("Round", E(), case="edges", types="float double half bfloat16")
# Complex quotients by zero are whatever the formula leads to.
op("Inv Reciprocal", D(8, low=0.3, high=3))
op("Inv Reciprocal", E(), case="edges", types="float double half bfloat16")
op("LogicalNot", D(5))
op("Exp", D(), case="scalar", types="float")

op("Add AddV2 Sub Mul MulNoNan Maximum Minimum SquaredDifference Xlogy Xlog1py "
   "Equal NotEqual Less LessEqual Greater GreaterEqual Atan2", E(1), Row())
op("BitwiseAnd BitwiseOr BitwiseXor NextAfter", E(1), Row())
op("LogicalAnd LogicalOr", D(2, 1), D(1, 3))
op("Add AddV2 Sub Mul Maximum Less Equal", D(0, 3), D(1, 3), case="empty", types="float int32")
op("Add AddV2 Sub Mul Maximum Less Equal", D(2), D(3), case="mismatch", types="float", error=True)
op("Equal NotEqual", D(2), D(3), case="mismatch-false", types="float", incompatible_shape_error=False)
op("Add AddV2 Sub Mul Maximum Less SquaredDifference", D(3, 1, 2), D(4, 1), case="broadcast")
op("AddV2 Sub Mul", D(), D(2, 2), case="scalar")
op("AddV2 Sub Mul RealDiv Maximum", Big(130, 257), Big(257), case="big", types="float")
op("Greater", Big(130, 257), Big(130, 1), case="big", types="float double")
op("LeftShift RightShift", E(1), D(3, values=[0, 1, 3, 5]))

op("RealDiv DivNoNan Div", E(1), D(5, values=[1, 2, 3, 7, 0.5]), case="complex",
   types="complex64 complex128")
op("RealDiv DivNoNan", E(1), D(5, values=[1, 2, 3, 7, 5]))
op("Xdivy", E(1), D(5, values=[1, 2, 3, 7, 0.5]))
op("RealDiv DivNoNan Xdivy", E(1), Row(), case="edges", types="float double half bfloat16")
# Quotients: by zero, integers have none and another entry.
op("Div FloorDiv FloorMod TruncateDiv TruncateMod Mod", E(1), D(5, values=[1, 2, 3, 7, 5]))
op("Div FloorDiv FloorMod TruncateDiv", E(1), Row(), case="edges",
   types="float double half bfloat16")
op("Div FloorDiv FloorMod TruncateDiv TruncateMod Mod", E(1),
   D(4, values=[-1, -2, -3, -7]), case="negative", types="int8 int16 int32 int64 float double")
# TensorFlow's TruncateDiv and TruncateMod call this an internal error.
op("Div FloorDiv FloorMod Mod", D(3), [1, 0, 2], case="zero",
   types="int32 uint8 int64", error=True)
op("Pow", D(6, 1, low=0.1, high=3), D(5, values=[0, 1, 2, 3, 0.5]),
   types="float double half bfloat16 complex64 complex128")
op("Pow", E(1), D(4, values=[0, 1, 2, 3]), case="integers", types="int8 int16 int32 int64")
op("Pow", [2, 3], [1, -1], case="negative", types="int32", error=True)
op("Pow", E(1), Row(), case="edges", types="float double")

op("SqrtGrad RsqrtGrad InvGrad ReciprocalGrad SigmoidGrad TanhGrad", D(12, low=0.2, high=2), D(12))
op("Complex", E(1), Row())
op("ComplexAbs", E(), types="complex64", Tout="float")
op("ComplexAbs", E(), types="complex128", Tout="double")
op("Igamma Igammac IgammaGradA", D(5, 1, low=0.2, high=4), D(4, low=0.1, high=5))
op("Zeta", D(5, 1, low=1.2, high=4), D(4, low=0.3, high=5))
op("Polygamma", D(3, 1, values=[0, 1, 3]), D(4, low=0.3, high=5))
op("ApproximateEqual", [1, 1, 1, -1], [1, 1.1, 1.3, 1], tolerance=0.2)
op("Cross", D(4, 3), D(4, 3))
op("ClipByValue", D(3, 4), -1, 1, types="float double half bfloat16 int8 int16 int32 int64")
op("ClipByValue", D(3, 4), 1, 4, case="unsigned", types="uint8 uint16")
op("ClipByValue", D(2, 3), D(values=[-1]), D(values=[2]), case="complex",
   types="complex64 complex128")
op("ClipByValue", D(2, 2), D(2, 2, low=-2, high=-1), D(2, 2, low=1, high=2), case="each")

op("AddN", [D(2, 3), D(2, 3), D(2, 3)])
op("AddN", [D(2, 3)], case="one")
op("AddN", [D(2, 3), D(3, 2)], case="mismatch", types="float", error=True)

op("Select", D(2, 3), D(2, 3), D(2, 3))
op("Select", D(2), D(2, 3), D(2, 3), case="rows")
op("Select", True, D(2, 3), D(2, 3), case="scalar")
op("SelectV2", D(2, 1), D(3), D(2, 3))
op("SelectV2", D(2, 1), D(), D(1, 4), case="broadcast")
op("Bucketize", D(4, 5, low=-2, high=5), boundaries=[-1, 0, 2.5])
