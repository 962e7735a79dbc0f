// Functions of one tensor, element by element, that are arithmetic.
#include "core/kernels/functor/unary.h"
#include "core/kernels/cpu/math/elementwise.h"

namespace hb {
namespace {

HB_TYPE_SET(RoundTypes, "T:half,bfloat16,float,double,int32,int64", float, double, int32_t,
            int64_t);
struct BoolType {
  static constexpr char kText[] = "";
  using Loops = TypeList<bool>;
};

struct PopulationCount {
  template <typename T>
  static uint8_t Run(T x) {
    return static_cast<uint8_t>(__builtin_popcountll(static_cast<std::make_unsigned_t<T>>(x)));
  }
};

}  // namespace

void RegisterUnaryKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_UNARY(set, "Neg", Neg, SignedComplexTypes, kIsaNeg);
  HB_UNARY(set, "Abs", functor::Abs, SignedTypes, kIsaAbs);
  HB_UNARY(set, "Sign", Sign, SignedComplexTypes, -1);
  HB_UNARY(set, "Square", Square, NumberTypes, kIsaSquare);
  HB_UNARY(set, "Sqrt", Sqrt, FloatComplexTypes, kIsaSqrt);
  HB_UNARY(set, "Rsqrt", Rsqrt, FloatComplexTypes, kIsaRsqrt);
  HB_UNARY(set, "Reciprocal", Reciprocal, FloatComplexTypes, kIsaReciprocal);
  HB_UNARY(set, "Inv", Reciprocal, FloatComplexTypes, kIsaReciprocal);
  HB_UNARY(set, "Floor", Floor, FloatTypes, -1);
  HB_UNARY(set, "Ceil", Ceil, FloatTypes, -1);
  HB_UNARY(set, "Round", Round, RoundTypes, -1);
  HB_UNARY(set, "Rint", Round, WideTypes, -1);
  HB_UNARY(set, "IsNan", IsNan, FloatTypes, -1);
  HB_UNARY(set, "IsInf", IsInf, FloatTypes, -1);
  HB_UNARY(set, "IsFinite", IsFinite, FloatTypes, -1);
  HB_UNARY(set, "Invert", Invert, IntegerTypes, -1);
  HB_UNARY(set, "PopulationCount", PopulationCount, IntegerTypes, -1);
  HB_UNARY(set, "LogicalNot", LogicalNot, BoolType, -1);

  HB_BINARY(set, "SqrtGrad", SqrtGrad, FloatComplexTypes, -1);
  HB_BINARY(set, "RsqrtGrad", RsqrtGrad, FloatComplexTypes, kIsaRsqrtGrad);
  HB_BINARY(set, "ReciprocalGrad", ReciprocalGrad, FloatComplexTypes, kIsaReciprocalGrad);
  HB_BINARY(set, "InvGrad", ReciprocalGrad, FloatComplexTypes, kIsaReciprocalGrad);
}

}  // namespace hb
