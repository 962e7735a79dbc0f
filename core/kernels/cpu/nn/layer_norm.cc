// Layer normalisation and its gradient in one kernel each.
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

struct LayerNormParams {
  int64_t rows = 0, cols = 0;
  float epsilon = 0;
};

LayerNormParams* NewLayerNorm(HbPlanCtx* ctx) {
  auto* p = NewParams<LayerNormParams>(ctx);
  if (p == nullptr) return nullptr;
  p->cols = ctx->in[1].count;
  p->rows = p->cols == 0 ? 0 : ctx->in[0].count / p->cols;
  p->epsilon = AttrFloat(ctx->attrs, "epsilon");
  return p;
}

int PlanLayerNorm(HbPlanCtx* ctx) { return NewLayerNorm(ctx) == nullptr ? 1 : 0; }

int RunLayerNorm(HbRunCtx* ctx) {
  const auto& p = Params<LayerNormParams>(ctx);
  const IsaPool pool = PoolOf(ctx);
  Isa()->layer_norm(In<float>(ctx, 0), p.rows, p.cols, In<float>(ctx, 1), In<float>(ctx, 2),
                    p.epsilon, Out<float>(ctx, 0), Out<float>(ctx, 1), Out<float>(ctx, 2), &pool);
  return 0;
}

int PlanLayerNormGrad(HbPlanCtx* ctx) {
  const LayerNormParams* p = NewLayerNorm(ctx);
  if (p == nullptr) return 1;
  ctx->scratch = Isa()->layer_norm_grad_scratch_bytes(p->rows, p->cols);
  return 0;
}

int RunLayerNormGrad(HbRunCtx* ctx) {
  const auto& p = Params<LayerNormParams>(ctx);
  const IsaPool pool = PoolOf(ctx);
  Isa()->layer_norm_grad(In<float>(ctx, 6), In<float>(ctx, 0), p.rows, p.cols, In<float>(ctx, 1),
                         In<float>(ctx, 4), In<float>(ctx, 5), Out<float>(ctx, 0),
                         Out<float>(ctx, 1), Out<float>(ctx, 2), ctx->scratch, &pool);
  return 0;
}

}  // namespace

void RegisterLayerNormKernels(KernelSet& set) {
  KERNEL(set, "_HbLayerNorm",
         {.constraint = "T:float", .plan = PlanLayerNorm, .run = RunLayerNorm});
  KERNEL(set, "_HbLayerNormGrad",
         {.constraint = "T:float", .plan = PlanLayerNormGrad, .run = RunLayerNormGrad});
}

}  // namespace hb
