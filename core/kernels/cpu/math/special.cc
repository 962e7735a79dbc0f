// Special functions.
#include "core/kernels/functor/special.h"

#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

HB_TYPE_SET(GammaTypes, "T:half,float,double", float, double);

}  // namespace

void RegisterSpecialKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_UNARY(set, "Erf", Erf, FloatTypes, kIsaErf);
  HB_UNARY(set, "Erfc", InDouble<Erfc>, FloatTypes, -1);
  HB_UNARY(set, "Erfinv", Erfinv, WideTypes, -1);
  HB_UNARY(set, "Ndtri", Ndtri, WideTypes, -1);
  HB_UNARY(set, "Lgamma", Lgamma, GammaTypes, -1);
  HB_UNARY(set, "Digamma", Digamma, GammaTypes, -1);
  HB_BINARY(set, "Zeta", Zeta, WideTypes, -1);
  HB_BINARY(set, "Polygamma", Polygamma, WideTypes, -1);
  HB_BINARY(set, "Igamma", Igamma, WideTypes, -1);
  HB_BINARY(set, "Igammac", Igammac, WideTypes, -1);
  HB_BINARY(set, "IgammaGradA", IgammaGradA, WideTypes, -1);
}

}  // namespace hb
