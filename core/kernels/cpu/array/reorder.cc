// Elements in another order: transposed, broadcast, sliced, reversed, tiled.
#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"
#include "core/tensor/strided_slice.h"

namespace hb {
namespace {

// The axis in [-rank, rank), made non-negative; -1 outside.
int Axis(int64_t axis, int rank) {
  if (axis < -rank || axis >= rank) return -1;
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

int BadAxis(HbRunCtx* ctx, int64_t axis, int rank) {
  return Fail(ctx, Code::kInvalidArgument, "axis ", axis, " must be in [", -rank, ", ", rank, ")");
}

int RunTranspose(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const Strides from(in), to(out);
  const IndexArray perm(*ctx->in[1]);
  MoveLayout l;
  for (int i = 0; i < in.rank; ++i) {
    const int axis = Axis(perm[i], in.rank);
    if (axis < 0) return BadAxis(ctx, perm[i], in.rank);
    l.Add(out.dims[i], from[axis], to[i]);
  }
  Move(ctx, in.dtype, l, in.data, out.data);
  return 0;
}

// An order that is known to change nothing needs no copy.
int PlanTranspose(HbPlanCtx* ctx) {
  const HbView& order = ctx->in[1];
  if (order.data == nullptr) return 0;
  const IndexArray perm(order);
  for (int i = 0; i < ctx->in[0].rank; ++i) {
    if (i >= order.count || Axis(perm[i], ctx->in[0].rank) != i) return 0;
  }
  ctx->run = RunNothing;
  return PlanAlias(ctx);
}

int RunConjugateTranspose(HbRunCtx* ctx) {
  if (const int rc = RunTranspose(ctx); rc != 0) return rc;
  const HbView& out = *ctx->out[0];
  DispatchType<std::complex<float>, std::complex<double>>(out.dtype, [&]<typename T>() {
    T* y = static_cast<T*>(out.data);
    ParallelRange(ctx, out.count, 1 << 15, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) y[i] = std::conj(y[i]);
    });
  });
  return 0;
}

int RunBroadcastTo(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const Strides from(in), to(out);
  MoveLayout l;
  for (int i = 0; i < out.rank; ++i) {
    const int k = i - (out.rank - in.rank);
    l.Add(out.dims[i], k < 0 || in.dims[k] == 1 ? 0 : from[k], to[i]);
  }
  Move(ctx, in.dtype, l, in.data, out.data);
  return 0;
}

int RunTile(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const Strides from(in), to(out);
  if (out.count == 0) return 0;
  MoveLayout l;
  for (int i = 0; i < in.rank; ++i) {
    l.Add(out.dims[i] / in.dims[i], 0, to[i] * in.dims[i]);
    l.Add(in.dims[i], from[i], to[i]);
  }
  Move(ctx, in.dtype, l, in.data, out.data);
  return 0;
}

int RunSlice(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const Strides from(in), to(out);
  const IndexArray begin(*ctx->in[1]);
  MoveLayout l;
  int64_t start = 0;
  for (int i = 0; i < in.rank; ++i) {
    if (begin[i] < 0 || begin[i] > in.dims[i] - out.dims[i]) {
      return Fail(ctx, Code::kInvalidArgument, "Expected begin[", i, "] in [0, ",
                  in.dims[i] - out.dims[i], "], but got ", begin[i]);
    }
    start += begin[i] * from[i];
    l.Add(out.dims[i], from[i], to[i]);
  }
  if (out.count > 0) Move(ctx, in.dtype, l, ElementAt(in, start), out.data);
  return 0;
}

struct Masks {
  int64_t begin, end, ellipsis, new_axis, shrink;
};

int PlanMasks(HbPlanCtx* ctx) {
  auto* m = NewParams<Masks>(ctx);
  if (m == nullptr) return 1;
  m->begin = AttrInt(ctx->attrs, "begin_mask");
  m->end = AttrInt(ctx->attrs, "end_mask");
  m->ellipsis = AttrInt(ctx->attrs, "ellipsis_mask");
  m->new_axis = AttrInt(ctx->attrs, "new_axis_mask");
  m->shrink = AttrInt(ctx->attrs, "shrink_axis_mask");
  return 0;
}

std::vector<int64_t> Values(const HbView& v) {
  const IndexArray a(v);
  std::vector<int64_t> out;
  for (int64_t i = 0; i < v.count; ++i) out.push_back(a[i]);
  return out;
}

// The elements that begin, end and strides in inputs 1 to 3 select of a tensor of that shape.
Result<StridedSliceDims> Selected(HbRunCtx* ctx, const Shape& shape) {
  const Masks& m = Params<Masks>(ctx);
  const std::vector<int64_t> begin = Values(*ctx->in[1]), end = Values(*ctx->in[2]);
  StridedSliceSpec spec;
  spec.begin = &begin;
  spec.end = &end;
  spec.strides = Values(*ctx->in[3]);
  spec.begin_mask = m.begin;
  spec.end_mask = m.end;
  spec.ellipsis_mask = m.ellipsis;
  spec.new_axis_mask = m.new_axis;
  spec.shrink_axis_mask = m.shrink;
  return ResolveStridedSlice(shape, spec);
}

int RunStridedSlice(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  auto dims = Selected(ctx, ShapeOf(in));
  if (!dims.ok()) return Fail(ctx, dims.status());
  if (out.count == 0) return 0;
  const Strides from(in);
  MoveLayout l;
  int64_t start = 0, step = out.count;
  for (int i = 0; i < in.rank; ++i) {
    const auto k = static_cast<size_t>(i);
    start += dims->begin[k] * from[i];
    step /= dims->count[k];
    l.Add(dims->count[k], from[i] * dims->stride[k], step);
  }
  if (l.count() != out.count) {
    return Fail(ctx, Code::kInternal, "the slice has ", l.count(), " elements, not ", out.count);
  }
  Move(ctx, in.dtype, l, ElementAt(in, start), out.data);
  return 0;
}

int RunStridedSliceGrad(HbRunCtx* ctx) {
  const HbView &dy = *ctx->in[4], &out = *ctx->out[0];
  auto dims = Selected(ctx, ShapeOf(out));
  if (!dims.ok()) return Fail(ctx, dims.status());
  ZeroElements(out.dtype, out.data, out.count);
  if (!(dims->out == ShapeOf(dy))) {
    return Fail(ctx, Code::kInvalidArgument, "shape of dy was ", ShapeOf(dy).ToString(),
                " instead of ", dims->out.ToString());
  }
  if (dy.count == 0) return 0;
  const Strides to(out);
  MoveLayout l;
  int64_t start = 0, step = dy.count;
  for (int i = 0; i < out.rank; ++i) {
    const auto k = static_cast<size_t>(i);
    start += dims->begin[k] * to[i];
    step /= dims->count[k];
    l.Add(dims->count[k], step, to[i] * dims->stride[k]);
  }
  Move(ctx, dy.dtype, l, dy.data, ElementAt(out, start));
  return 0;
}

int ReverseDims(HbRunCtx* ctx, const bool* reversed) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  if (in.count == 0) return 0;
  const Strides from(in), to(out);
  MoveLayout l;
  int64_t start = 0;
  for (int i = 0; i < in.rank; ++i) {
    if (reversed[i]) start += (in.dims[i] - 1) * from[i];
    l.Add(in.dims[i], reversed[i] ? -from[i] : from[i], to[i]);
  }
  Move(ctx, in.dtype, l, ElementAt(in, start), out.data);
  return 0;
}

int RunReverse(HbRunCtx* ctx) { return ReverseDims(ctx, In<bool>(ctx, 1)); }

int RunReverseV2(HbRunCtx* ctx) {
  const int rank = ctx->in[0]->rank;
  if (rank == 0 || ctx->in[0]->count == 0) {
    CopyAll(ctx, ctx->in[0]->dtype, ctx->in[0]->data, ctx->out[0]->data, ctx->in[0]->count);
    return 0;
  }
  bool reversed[kMaxRank] = {};
  const IndexArray axes(*ctx->in[1]);
  for (int64_t i = 0; i < ctx->in[1]->count; ++i) {
    const int axis = Axis(axes[i], rank);
    if (axis < 0) return BadAxis(ctx, axes[i], rank);
    if (reversed[axis]) {
      return Fail(ctx, Code::kInvalidArgument, "axis ", axis, " specified more than once.");
    }
    reversed[axis] = true;
  }
  return ReverseDims(ctx, reversed);
}

}  // namespace

void RegisterArrayReorderKernels(KernelSet& set) {
  KERNEL(set, "Transpose", {.plan = PlanTranspose, .run = RunTranspose});
  KERNEL(set, "ConjugateTranspose", {.run = RunConjugateTranspose});
  KERNEL(set, "BroadcastTo", {.run = RunBroadcastTo});
  KERNEL(set, "Tile", {.run = RunTile});
  KERNEL(set, "Slice", {.run = RunSlice});
  KERNEL(set, "StridedSlice", {.plan = PlanMasks, .run = RunStridedSlice});
  KERNEL(set, "StridedSliceGrad", {.plan = PlanMasks, .run = RunStridedSliceGrad});
  KERNEL(set, "Reverse", {.run = RunReverse});
  KERNEL(set, "ReverseV2", {.run = RunReverseV2});
}

}  // namespace hb
