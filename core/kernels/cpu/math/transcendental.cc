// Exponentials, logarithms, and circular and hyperbolic functions.
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
void RegisterTranscendentalKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_UNARY(set, "Exp", Exp, FloatComplexTypes, kIsaExp);
  HB_UNARY(set, "Expm1", Expm1, FloatComplexTypes, kIsaExpm1);
  HB_UNARY(set, "Log", Log, FloatComplexTypes, kIsaLog);
  HB_UNARY(set, "Log1p", functor::Log1p, FloatComplexTypes, kIsaLog1p);
  HB_UNARY(set, "Sin", Sin, FloatComplexTypes, kIsaSin);
  HB_UNARY(set, "Cos", Cos, FloatComplexTypes, kIsaCos);
  HB_UNARY(set, "Tan", InDouble<Tan>, FloatComplexTypes, -1);
  HB_UNARY(set, "Asin", InDouble<Asin>, FloatComplexTypes, -1);
  HB_UNARY(set, "Acos", InDouble<Acos>, FloatComplexTypes, -1);
  HB_UNARY(set, "Atan", InDouble<Atan>, FloatComplexTypes, -1);
  HB_UNARY(set, "Sinh", InDouble<Sinh>, FloatComplexTypes, -1);
  HB_UNARY(set, "Cosh", InDouble<Cosh>, FloatComplexTypes, -1);
  HB_UNARY(set, "Tanh", Tanh, FloatComplexTypes, kIsaTanh);
  HB_UNARY(set, "Asinh", InDouble<Asinh>, FloatComplexTypes, -1);
  HB_UNARY(set, "Acosh", InDouble<Acosh>, FloatComplexTypes, -1);
  HB_UNARY(set, "Atanh", InDouble<Atanh>, FloatComplexTypes, -1);
  HB_UNARY(set, "Sigmoid", Sigmoid, FloatComplexTypes, kIsaSigmoid);
  HB_BINARY(set, "TanhGrad", TanhGrad, FloatComplexTypes, kIsaTanhGrad);
  HB_BINARY(set, "SigmoidGrad", SigmoidGrad, FloatComplexTypes, kIsaSigmoidGrad);
}

}  // namespace hb
