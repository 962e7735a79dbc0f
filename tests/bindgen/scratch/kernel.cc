// The kernel of the op for a scratch copy.
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

struct AffineParams {
  float factor = 1, offset = 0;
};

template <typename T>
int Run(HbRunCtx* ctx) {
  const auto& p = Params<AffineParams>(ctx);
  const T* x = In<T>(ctx, 0);
  T* y = Out<T>(ctx, 0);
  ParallelRange(ctx, ctx->in[0]->count, 16384, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) y[i] = x[i] * T(p.factor) + T(p.offset);
  });
  return 0;
}

int Plan(HbPlanCtx* ctx) {
  auto* p = NewParams<AffineParams>(ctx);
  if (p == nullptr) return 1;
  *p = {AttrFloat(ctx->attrs, "factor"), AttrFloat(ctx->attrs, "offset")};
  ctx->out[0].may_reuse = 1;
  ctx->run = ctx->in[0].dtype == DT_DOUBLE ? Run<double> : Run<float>;
  return 0;
}

}  // namespace

void RegisterScratchKernels(KernelSet& set) {
  KERNEL(set, "ScratchAffine", {.constraint = "T:float,double", .plan = Plan});
}

}  // namespace hb
