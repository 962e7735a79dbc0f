// Broadcasting of shapes that are values.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

// Dimension i of a shape seen with `rank` dimensions.
int64_t DimAt(const HbView& shape, int rank, int i) {
  const int64_t k = i - (rank - shape.count);
  return k < 0 ? 1 : IndexArray(shape)[k];
}

int Rank(HbRunCtx* ctx) { return static_cast<int>(std::max(ctx->in[0]->count, ctx->in[1]->count)); }

int Incompatible(HbRunCtx* ctx, int64_t a, int64_t b) {
  return Fail(ctx, Code::kInvalidArgument, "Incompatible shapes: dimensions ", a, " and ", b,
              " can't be broadcast together");
}

int RunBroadcastArgs(HbRunCtx* ctx) {
  const int rank = Rank(ctx);
  for (int i = 0; i < rank; ++i) {
    const int64_t a = DimAt(*ctx->in[0], rank, i), b = DimAt(*ctx->in[1], rank, i);
    if (a != b && a != 1 && b != 1) return Incompatible(ctx, a, b);
    StoreIndex(*ctx->out[0], i, a == 1 ? b : a);
  }
  return 0;
}

int RunBroadcastGradientArgs(HbRunCtx* ctx) {
  const int rank = Rank(ctx);
  if (rank > kMaxRank)
    return Fail(ctx, Code::kInvalidArgument, "shapes have at most 254 dimensions");
  int64_t axes[2][kMaxRank];
  int64_t n[2] = {0, 0};
  for (int i = 0; i < rank; ++i) {
    const int64_t a = DimAt(*ctx->in[0], rank, i), b = DimAt(*ctx->in[1], rank, i);
    if (a != b && a != 1 && b != 1) return Incompatible(ctx, a, b);
    // Where both have size 1, summing over the dimension changes nothing.
    if (a == 1) axes[0][n[0]++] = i;
    if (b == 1) axes[1][n[1]++] = i;
  }
  // Nothing to sum over if the shapes are the same.
  bool same = ctx->in[0]->count == ctx->in[1]->count;
  for (int i = 0; i < rank && same; ++i) {
    same = DimAt(*ctx->in[0], rank, i) == DimAt(*ctx->in[1], rank, i);
  }
  if (same) n[0] = n[1] = 0;
  for (int k = 0; k < 2; ++k) {
    if (const int rc = ctx->env->alloc_out(ctx, k, &n[k], 1); rc != 0) return rc;
    for (int64_t i = 0; i < n[k]; ++i) StoreIndex(*ctx->out[k], i, axes[k][i]);
  }
  return 0;
}

}  // namespace

void RegisterArrayBroadcastArgsKernels(KernelSet& set) {
  KERNEL(set, "BroadcastArgs", {.run = RunBroadcastArgs});
  KERNEL(set, "BroadcastGradientArgs", {.flags = kHbDynamicOut, .run = RunBroadcastGradientArgs});
}

}  // namespace hb
