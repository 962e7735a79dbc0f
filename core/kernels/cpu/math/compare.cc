// Comparisons and logic.
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

HB_TYPE_SET(EqualTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64,"
            "complex64,complex128,bool,string,qint8,quint8,qint16,quint16,qint32",
            float, double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
            complex64, complex128, bool, TString);
struct BoolType {
  static constexpr char kText[] = "";
  using Loops = TypeList<bool>;
};

// Tensors whose shapes don't broadcast together differ.
template <bool kEqual>
int RunDifferent(HbRunCtx* ctx) {
  *Out<bool>(ctx, 0) = !kEqual;
  return 0;
}

template <typename F, bool kEqual>
int PlanEqual(HbPlanCtx* ctx) {
  if (!BroadcastShapes(ShapeOf(ctx->in[0]), ShapeOf(ctx->in[1])).ok()) {
    ctx->run = RunDifferent<kEqual>;
    return 0;
  }
  return PlanBinary(ctx, kBinaryTable<F, EqualTypes, -1, Refuse::kNothing>);
}

struct ApproximateParams {
  double tolerance;
};

template <typename T>
int RunApproximate(HbRunCtx* ctx) {
  const T tolerance = static_cast<T>(Params<ApproximateParams>(ctx).tolerance);
  const T *a = In<T>(ctx, 0), *b = In<T>(ctx, 1);
  for (int64_t i = 0; i < OutCount(ctx, 0); ++i) {
    Out<bool>(ctx, 0)[i] = std::abs(a[i] - b[i]) < tolerance;
  }
  return 0;
}

int PlanApproximate(HbPlanCtx* ctx) {
  auto* p = NewParams<ApproximateParams>(ctx);
  if (p == nullptr) return 1;
  p->tolerance = AttrFloat(ctx->attrs, "tolerance");
  ctx->run = ctx->in[0].dtype == DT_FLOAT ? RunApproximate<float> : RunApproximate<double>;
  return 0;
}

}  // namespace

void RegisterCompareKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  KERNEL(set, "Equal",
         {.constraint = EqualTypes::kText, .plan = PlanEqual<Equal, true>, .run = RunBinary});
  KERNEL(set, "NotEqual",
         {.constraint = EqualTypes::kText, .plan = PlanEqual<NotEqual, false>, .run = RunBinary});
  HB_BINARY(set, "Less", Less, RealTypes, -1);
  HB_BINARY(set, "LessEqual", LessEqual, RealTypes, -1);
  HB_BINARY(set, "Greater", Greater, RealTypes, -1);
  HB_BINARY(set, "GreaterEqual", GreaterEqual, RealTypes, -1);
  KERNEL(set, "ApproximateEqual", {.constraint = WideTypes::kText, .plan = PlanApproximate});
  HB_BINARY(set, "LogicalAnd", LogicalAnd, BoolType, -1);
  HB_BINARY(set, "LogicalOr", LogicalOr, BoolType, -1);
}

}  // namespace hb
