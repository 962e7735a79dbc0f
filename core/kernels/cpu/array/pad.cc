// Padding.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

// Moves `in` to where it lies in the padded `out`; fails if it doesn't fit there.
int MoveInside(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const IndexArray paddings(*ctx->in[1]);
  const Strides from(in), to(out);
  MoveLayout l;
  int64_t start = 0;
  for (int i = 0; i < in.rank; ++i) {
    const int64_t before = paddings[2 * i];
    if (before < 0 || before > out.dims[i] - in.dims[i]) {
      return Fail(ctx, Code::kInvalidArgument, "Paddings must be non-negative and add up to ",
                  out.dims[i] - in.dims[i], ": ", before);
    }
    start += before * to[i];
    l.Add(in.dims[i], from[i], to[i]);
  }
  if (in.count > 0) Move(ctx, in.dtype, l, in.data, ElementAt(out, start));
  return 0;
}

int RunPad(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  if (out.count != ctx->in[0]->count) ZeroElements(out.dtype, out.data, out.count);
  return MoveInside(ctx);
}

int RunPadV2(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  if (out.count != ctx->in[0]->count) {
    FillElements(ctx, out.dtype, ctx->in[2]->data, out.data, out.count);
  }
  return MoveInside(ctx);
}

struct MirrorParams {
  int64_t edge;  // 1: the edge is not repeated
};

int PlanMirror(HbPlanCtx* ctx) {
  auto* p = NewParams<MirrorParams>(ctx);
  if (p == nullptr) return 1;
  p->edge = AttrString(ctx->attrs, "mode") == "REFLECT" ? 1 : 0;
  return 0;
}

// Fills the borders one dimension after the other: the slices that the middle mirrors are copied,
// with all of the borders of the dimensions before it.
int RunMirrorPad(HbRunCtx* ctx) {
  if (const int rc = MoveInside(ctx); rc != 0) return rc;
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const int64_t edge = Params<MirrorParams>(ctx).edge;
  const IndexArray paddings(*ctx->in[1]);
  const Strides to(out);
  // Dimensions from the innermost outwards: what lies inside of dimension d is complete then, and
  // what lies outside of it is copied later.
  for (int d = in.rank - 1; d >= 0; --d) {
    const int64_t before = paddings[2 * d], size = in.dims[d];
    const int64_t after = out.dims[d] - size - before;
    int64_t start = 0;
    for (int i = 0; i < d; ++i) start += paddings[2 * i] * to[i];
    const auto mirror = [&](int64_t from, int64_t target, int64_t n) {
      MoveLayout l;
      for (int i = 0; i < d; ++i) l.Add(in.dims[i], to[i], to[i]);
      l.Add(n, to[d], -to[d]);
      l.Add(to[d], 1, 1);
      if (n > 0 && in.count > 0) {
        Move(ctx, in.dtype, l, ElementAt(out, start + from * to[d]),
             ElementAt(out, start + target * to[d]));
      }
    };
    mirror(before + edge, before - 1, before);
    mirror(before + size - edge - after, before + size + after - 1, after);
  }
  return 0;
}

// The position in the middle that padded position p of one dimension stands for.
int64_t Folded(int64_t p, int64_t before, int64_t size, int64_t edge) {
  p -= before;
  if (p < 0) return -p - 1 + edge;
  if (p >= size) return 2 * size - p - 1 - edge;
  return p;
}

int RunMirrorPadGrad(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const int64_t edge = Params<MirrorParams>(ctx).edge;
  const IndexArray paddings(*ctx->in[1]);
  const Strides to(out);
  ZeroElements(out.dtype, out.data, out.count);
  if (in.count == 0 || out.count == 0) return 0;
  const bool known = DispatchNumber(in.dtype, [&]<typename T>() {
    const T* x = static_cast<const T*>(in.data);
    T* y = static_cast<T*>(out.data);
    int64_t index[kMaxRank] = {};
    for (int64_t n = 0; n < in.count; ++n) {
      int64_t at = 0;
      for (int d = 0; d < in.rank; ++d) {
        at += Folded(index[d], paddings[2 * d], out.dims[d], edge) * to[d];
      }
      y[at] = static_cast<T>(y[at] + x[n]);
      for (int d = in.rank - 1; d >= 0; --d) {
        if (++index[d] < in.dims[d]) break;
        index[d] = 0;
      }
    }
  });
  if (!known) return Fail(ctx, Code::kUnimplemented, "MirrorPadGrad adds numbers only");
  return 0;
}

}  // namespace

void RegisterArrayPadKernels(KernelSet& set) {
  KERNEL(set, "Pad", {.run = RunPad});
  KERNEL(set, "PadV2", {.run = RunPadV2});
  KERNEL(set, "MirrorPad", {.plan = PlanMirror, .run = RunMirrorPad});
  KERNEL(set, "MirrorPadGrad",
         {.constraint = "T:" HB_NUMBERS, .plan = PlanMirror, .run = RunMirrorPadGrad});
}

}  // namespace hb
