// The elementwise ops of floats that can be joined into one step: X(op, function), where the
// function is one of the table for each instruction-set level.
#ifndef HORNBEAM_CORE_KERNEL_CHAIN_OPS_H_
#define HORNBEAM_CORE_KERNEL_CHAIN_OPS_H_

// clang-format off
#define HB_CHAIN_UNARY_OPS(X)                                                           \
  X(Exp, Exp) X(Expm1, Expm1) X(Log, Log) X(Log1p, Log1p) X(Tanh, Tanh)                 \
  X(Sigmoid, Sigmoid) X(Erf, Erf) X(Sin, Sin) X(Cos, Cos) X(Sqrt, Sqrt)                 \
  X(Rsqrt, Rsqrt) X(Reciprocal, Reciprocal) X(Inv, Reciprocal) X(Square, Square)        \
  X(Neg, Neg) X(Abs, Abs) X(Relu, Relu) X(Relu6, Relu6) X(Elu, Elu) X(Selu, Selu)       \
  X(Softplus, Softplus)

// Those whose names end in Grad don't broadcast.
#define HB_CHAIN_BINARY_OPS(X)                                                          \
  X(Add, Add) X(AddV2, Add) X(Sub, Sub) X(Mul, Mul) X(Div, Div) X(RealDiv, Div)         \
  X(Maximum, Maximum) X(Minimum, Minimum) X(Pow, Pow)                                   \
  X(SquaredDifference, SquaredDifference) X(ReluGrad, ReluGrad)                         \
  X(Relu6Grad, Relu6Grad) X(TanhGrad, TanhGrad) X(SigmoidGrad, SigmoidGrad)             \
  X(RsqrtGrad, RsqrtGrad) X(ReciprocalGrad, ReciprocalGrad)       \
  X(InvGrad, ReciprocalGrad) X(SoftplusGrad, SoftplusGrad) X(EluGrad, EluGrad)          \
  X(SeluGrad, SeluGrad)
// clang-format on

#endif  // HORNBEAM_CORE_KERNEL_CHAIN_OPS_H_
