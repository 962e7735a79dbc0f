#include "core/kernels/cpu/math/matmul_float.h"

#include <algorithm>

#include "core/kernel/prepack.h"
#include "core/kernel/registry.h"
#include "core/kernel/variable.h"
#include "core/kernels/cpu/epilogue.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

struct FloatParams {
  IsaGemm g;  // without its pointers
  Epilogue epilogue;
  bool prepack;
  PackRequest request;
};

void PackRight(HbRunCtx* ctx, const void* arg, void* out) {
  const auto& g = static_cast<const FloatParams*>(arg)->g;
  const IsaPool pool = PoolOf(ctx);
  Isa()->gemm_pack_b(g.k, g.n, In<float>(ctx, 1), g.ldb, g.trans_b, out, &pool);
}

int RunFloatMatMul(HbRunCtx* ctx) {
  const auto& p = Params<FloatParams>(ctx);
  IsaGemm g = p.g;
  g.a = In<float>(ctx, 0);
  g.b = In<float>(ctx, 1);
  const IsaEpilogue e = EpilogueOf(ctx, p.epilogue);
  g.bias = e.bias;
  g.scale = e.scale;
  g.shift = e.shift;
  g.residual = e.residual;
  g.c = Out<float>(ctx, 0);
  g.scratch = ctx->scratch;
  std::shared_ptr<const void> packed;
  if (p.prepack) packed = HostOf(ctx)->PackedInput(ctx, p.request);
  g.packed_b = packed.get();
  const IsaPool pool = PoolOf(ctx);
  Isa()->gemm(&g, &pool);
  return 0;
}

}  // namespace

int PlanFloatProduct(HbPlanCtx* ctx, const Product& product) {
  auto* p = NewParams<FloatParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = PlanEpilogue(ctx, &p->epilogue); rc != 0) return rc;
  IsaGemm& g = p->g;
  g.trans_a = product.trans_a;
  g.trans_b = product.trans_b;
  g.m = product.m;
  g.n = product.n;
  g.k = product.k;
  g.lda = g.trans_a ? g.m : g.k;
  g.ldb = g.trans_b ? g.k : g.n;
  g.ldc = g.n;
  g.alpha = 1;
  g.act = p->epilogue.act;
  p->prepack = Isa()->gemm_gains_by_packed_b(&g) != 0;
  if (p->prepack) {
    p->request = {1,
                  {kPackedProduct, g.k, g.n, g.trans_b},
                  Isa()->gemm_packed_b_bytes(g.k, g.n),
                  PackRight,
                  p};
  }
  ctx->run = RunFloatMatMul;
  ctx->cost = FlopsNs(2.0 * static_cast<double>(g.m * g.n) * static_cast<double>(g.k));
  if (g.m == 1 || g.n == 1) {
    // A product with a vector takes as long as reading the matrix from the second-level cache.
    const double read = static_cast<double>(g.m * g.k + g.k * g.n) * sizeof(float);
    ctx->cost = std::max(ctx->cost, read / 100);
  }
  ctx->scratch = Isa()->gemm_scratch_bytes(&g);
  return 0;
}

int PlanFloatMatMul(HbPlanCtx* ctx) {
  const HbView &a = ctx->in[0], &c = ctx->out[0].spec;
  Product p;
  p.trans_a = AttrBool(ctx->attrs, "transpose_a");
  p.trans_b = AttrBool(ctx->attrs, "transpose_b");
  p.m = c.dims[0];
  p.n = c.dims[1];
  p.k = a.dims[p.trans_a ? 0 : 1];
  return PlanFloatProduct(ctx, p);
}

void RegisterFloatMatMulKernels(KernelSet& set) {
  KERNEL(set, "_HbMatMul", {.constraint = "T:float", .plan = PlanFloatMatMul});
}

}  // namespace hb
