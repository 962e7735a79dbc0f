#pragma GCC optimize("O2")  // loops for 14 dtypes, which -O3 makes nearly twice as large
// Products and norms.
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/math/reduce_rows.h"

namespace hb {
namespace {

int PlanL2Loss(HbPlanCtx* ctx) {
  const int64_t n = ctx->in[0].count;
  ctx->scratch =
      ctx->in[0].dtype == DT_FLOAT ? Isa()->reduce_scratch_bytes(1, n, 1) : ReduceScratch(1, n, 1);
  return 0;
}

int RunL2Loss(HbRunCtx* ctx) {
  const HbView& x = *ctx->in[0];
  if (x.dtype == DT_FLOAT) {
    const IsaPool pool = PoolOf(ctx);
    float* y = Out<float>(ctx, 0);
    Isa()->reduce(kIsaReduceSumSquares, In<float>(ctx, 0), 1, x.count, 1, y, ctx->scratch, &pool);
    *y *= 0.5f;
    return 0;
  }
  DispatchType<double, half, bfloat16>(x.dtype, [&]<typename T>() {
    ReduceTyped<functor::L2Reducer, T>(ctx, x.data, 1, x.count, 1, ctx->out[0]->data, ctx->scratch);
  });
  return 0;
}

}  // namespace

void RegisterReduceProductKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  KERNEL(set, "Prod", ReduceKernel("T:" HB_NUMBERS, PlanNumber<ProdReducer, kIsaReduceProd>));
  KERNEL(set, "EuclideanNorm", ReduceKernel("T:" HB_NUMBERS, PlanNumber<EuclideanReducer, -1>));
  KERNEL(set, "L2Loss",
         {.constraint = "T:half,bfloat16,float,double", .plan = PlanL2Loss, .run = RunL2Loss});
}

}  // namespace hb
