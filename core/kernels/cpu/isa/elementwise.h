// Elementwise functions of one level; see IsaUnary and IsaBinary.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_ELEMENTWISE_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_ELEMENTWISE_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

// The functions, one name each: the loop is <name>Loop and its place in the table kIsa<name>.
// clang-format off
#define HB_ISA_UNARY_LIST(X)                                                      \
  X(Exp) X(Expm1) X(Log) X(Log1p) X(Tanh) X(Sigmoid) X(Erf) X(Sin) X(Cos) X(Sqrt) \
  X(Rsqrt) X(Reciprocal) X(Square) X(Neg) X(Abs) X(Relu) X(Relu6) X(Elu) X(Selu)  \
  X(Softplus) X(Silu) X(Gelu) X(GeluTanh)

#define HB_ISA_BINARY_LIST(X)                                                   \
  X(Add) X(Sub) X(Mul) X(Div) X(Maximum) X(Minimum) X(Pow) X(SquaredDifference) \
  X(ReluGrad) X(Relu6Grad) X(TanhGrad) X(SigmoidGrad) X(SqrtGrad) X(RsqrtGrad)  \
  X(ReciprocalGrad) X(SoftplusGrad) X(EluGrad) X(SeluGrad)
// clang-format on

#define HB_DECLARE_UNARY(name) void name##Loop(const float* x, float* y, int64_t n);
HB_ISA_UNARY_LIST(HB_DECLARE_UNARY)
#undef HB_DECLARE_UNARY

// Applies the activation kIsaActUnary + u to n values in place; others were applied in registers.
void ApplyUnary(int32_t act, float* y, int64_t n);

// The epilogue of n lanes of sums for channel c and what follows it, but for an activation that
// ApplyUnary does; `at` is where the residual of the first one lies.
HB_INLINE VF FinishSum(VF v, const IsaEpilogue* e, int64_t c, int64_t at, int64_t n) {
  if (e->bias != nullptr) v = Add(v, LoadN(e->bias + c, n));
  if (e->scale != nullptr) v = Mul(v, LoadN(e->scale + c, n));
  if (e->shift != nullptr) v = Add(v, LoadN(e->shift + c, n));
  if (e->residual != nullptr) v = Add(v, LoadN(e->residual + at, n));
  return Clamp(v, e->act);
}

#define HB_DECLARE_BINARY(name)                                                               \
  void name##Loop(const float* x, int64_t x_step, const float* y, int64_t y_step, float* out, \
                  int64_t n);
HB_ISA_BINARY_LIST(HB_DECLARE_BINARY)
#undef HB_DECLARE_BINARY

void Softmax(const float* x, float* y, int64_t rows, int64_t cols);
void SoftmaxGrad(const float* y, float* dy, int64_t rows, int64_t cols, float scale);
void LogSoftmax(const float* x, float* y, int64_t rows, int64_t cols);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_ELEMENTWISE_H_
