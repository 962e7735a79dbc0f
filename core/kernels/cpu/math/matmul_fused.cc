// A product of two matrices of floats, its bias and its activation as one step.
#include "core/kernel/registry.h"
#include "core/kernels/cpu/epilogue.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

struct FusedParams {
  IsaGemm g;  // without its pointers
  Epilogue epilogue;
};

// The shape function has checked everything but the activation.
int PlanFusedMatMul(HbPlanCtx* ctx) {
  auto* p = NewParams<FusedParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = PlanEpilogue(ctx, &p->epilogue); rc != 0) return rc;
  const HbView &a = ctx->in[0], &b = ctx->in[1], &c = ctx->out[0].spec;
  IsaGemm& g = p->g;
  g.trans_a = AttrBool(ctx->attrs, "transpose_a");
  g.trans_b = AttrBool(ctx->attrs, "transpose_b");
  g.m = c.dims[0];
  g.n = c.dims[1];
  g.k = a.dims[g.trans_a ? 0 : 1];
  g.lda = a.dims[1];
  g.ldb = b.dims[1];
  g.ldc = g.n;
  g.alpha = 1;
  g.act = p->epilogue.act;
  ctx->cost = FlopsNs(2.0 * static_cast<double>(c.count) * static_cast<double>(g.k));
  ctx->scratch = Isa()->gemm_scratch_bytes(&g);
  return 0;
}

int RunFusedMatMul(HbRunCtx* ctx) {
  const auto& p = Params<FusedParams>(ctx);
  IsaGemm g = p.g;
  g.a = In<float>(ctx, 0);
  g.b = In<float>(ctx, 1);
  g.bias = BiasOf(ctx, p.epilogue);
  g.c = Out<float>(ctx, 0);
  g.scratch = ctx->scratch;
  const IsaPool pool = PoolOf(ctx);
  Isa()->gemm(&g, &pool);
  return 0;
}

}  // namespace

void RegisterFusedMatMulKernels(KernelSet& set) {
  KERNEL(set, "_HbMatMul",
         {.constraint = "T:float", .plan = PlanFusedMatMul, .run = RunFusedMatMul});
}

}  // namespace hb
