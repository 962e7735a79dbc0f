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

// Adds a block of `x` to another block of it; see MoveLayout.
template <typename T>
void AddBlock(const MoveLayout& l, const T* from, T* to) {
  int64_t index[MoveLayout::kMax] = {};
  for (int64_t n = l.count(); n > 0; --n) {
    *to = static_cast<T>(*to + *from);
    for (int d = l.rank - 1; d >= 0; --d) {
      from += l.src[d];
      to += l.dst[d];
      if (++index[d] < l.dims[d]) break;
      from -= l.src[d] * l.dims[d];
      to -= l.dst[d] * l.dims[d];
      index[d] = 0;
    }
  }
}

// Folds the borders of one dimension after the other onto what they mirror, in a copy of the
// input; dimensions that are done count without their borders.
template <typename T>
void FoldBorders(const HbView& in, const HbView& out, const IndexArray& paddings, int64_t edge,
                 T* x) {
  const Strides at(in);
  int64_t start = 0;
  for (int d = 0; d < in.rank; ++d) {
    const int64_t before = paddings[2 * d], size = out.dims[d];
    const int64_t after = in.dims[d] - size - before;
    const auto fold = [&](int64_t from, int64_t to, int64_t n) {
      MoveLayout l;
      for (int i = 0; i < d; ++i) l.Add(out.dims[i], at[i], at[i]);
      l.Add(n, -at[d], at[d]);
      l.Add(at[d], 1, 1);
      if (n > 0) AddBlock(l, x + start + from * at[d], x + start + to * at[d]);
    };
    fold(before - 1, before + edge, before);
    fold(before + size + after - 1, before + size - edge - after, after);
    start += before * at[d];
  }
}

int RunMirrorPadGrad(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  if (out.count == 0) return 0;
  const IndexArray paddings(*ctx->in[1]);
  const size_t size = DTypeSize(DTypeOfView(in));
  char* x = static_cast<char*>(ctx->env->alloc_temp(ctx, static_cast<size_t>(in.count) * size));
  if (x == nullptr) return 1;
  CopyAll(ctx, in.dtype, in.data, x, in.count);
  DispatchNumber(in.dtype, [&]<typename T>() {
    FoldBorders(in, out, paddings, Params<MirrorParams>(ctx).edge, reinterpret_cast<T*>(x));
  });
  const Strides from(in), to(out);
  MoveLayout l;
  int64_t start = 0;
  for (int i = 0; i < in.rank; ++i) {
    start += paddings[2 * i] * from[i];
    l.Add(out.dims[i], from[i], to[i]);
  }
  Move(ctx, in.dtype, l, x + start * static_cast<int64_t>(size), out.data);
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
