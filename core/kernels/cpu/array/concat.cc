// Joining tensors and taking them apart.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

struct JoinParams {
  int32_t first, last, axis_input;  // inputs (or outputs) that are joined; where the axis is
  int64_t axis;                     // an attribute, when axis_input is -1
};

JoinParams* NewJoin(HbPlanCtx* ctx, int first, int last, int axis_input) {
  auto* p = NewParams<JoinParams>(ctx);
  if (p != nullptr) *p = {first, last, axis_input, AttrInt(ctx->attrs, "axis")};
  return p;
}

int PlanConcat(HbPlanCtx* ctx) { return NewJoin(ctx, 1, ctx->n_in, 0) == nullptr; }
int PlanConcatV2(HbPlanCtx* ctx) {
  return NewJoin(ctx, 0, ctx->n_in - 1, ctx->n_in - 1) == nullptr;
}
int PlanPack(HbPlanCtx* ctx) { return NewJoin(ctx, 0, ctx->n_in, -1) == nullptr; }
int PlanSplit(HbPlanCtx* ctx) { return NewJoin(ctx, 0, ctx->n_out, 0) == nullptr; }
int PlanSplitV(HbPlanCtx* ctx) { return NewJoin(ctx, 0, ctx->n_out, 2) == nullptr; }
int PlanUnpack(HbPlanCtx* ctx) { return NewJoin(ctx, 0, ctx->n_out, -1) == nullptr; }

// The axis of `whole`, non-negative; -1 after having failed.
int AxisOf(HbRunCtx* ctx, const JoinParams& p, int rank) {
  const int64_t axis = p.axis_input < 0 ? p.axis : IndexArray(*ctx->in[p.axis_input])[0];
  if (axis < -rank || axis >= rank) {
    Fail(ctx, Code::kInvalidArgument, "axis ", axis, " must be in [", -rank, ", ", rank, ")");
    return -1;
  }
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

int64_t Product(const int64_t* dims, int begin, int end) {
  int64_t n = 1;
  for (int i = begin; i < end; ++i) n *= dims[i];
  return n;
}

// Moves pieces out of or into `whole`. Each piece is a range of columns of a matrix with as many
// rows as the dimensions before the axis have elements.
int MovePieces(HbRunCtx* ctx, const HbView& whole, HbView* const* pieces, bool split) {
  const JoinParams& p = Params<JoinParams>(ctx);
  const int axis = AxisOf(ctx, p, whole.rank);
  if (axis < 0) return 1;
  const int64_t rows = Product(whole.dims, 0, axis);
  const int64_t columns = Product(whole.dims, axis, whole.rank);
  int64_t at = 0;
  for (int i = p.first; i < p.last; ++i) {
    const HbView& piece = *pieces[i];
    const int64_t width = rows == 0 ? 0 : piece.count / rows;
    if (width > columns - at) {
      return Fail(ctx, Code::kInternal, "pieces are larger than the whole of ", columns);
    }
    MoveLayout l;
    l.Add(rows, split ? columns : width, split ? width : columns);
    l.Add(width, 1, 1);
    if (piece.count > 0 && split) {
      Move(ctx, whole.dtype, l, ElementAt(whole, at), piece.data);
    } else if (piece.count > 0) {
      Move(ctx, whole.dtype, l, piece.data, ElementAt(whole, at));
    }
    at += width;
  }
  return 0;
}

int RunJoin(HbRunCtx* ctx) { return MovePieces(ctx, *ctx->out[0], ctx->in, false); }
int RunSplit(HbRunCtx* ctx) { return MovePieces(ctx, *ctx->in[1], ctx->out, true); }
int RunSplitV(HbRunCtx* ctx) { return MovePieces(ctx, *ctx->in[0], ctx->out, true); }

int PlanOffset(HbPlanCtx* ctx) { return NewJoin(ctx, 1, ctx->n_in, 0) == nullptr; }

int RunConcatOffset(HbRunCtx* ctx) {
  const JoinParams& p = Params<JoinParams>(ctx);
  const int64_t rank = ctx->in[1]->count;
  const int axis = AxisOf(ctx, p, static_cast<int>(rank));
  if (axis < 0) return 1;
  int64_t at = 0;
  const IndexArray first(*ctx->in[1]);
  for (int i = p.first; i < p.last; ++i) {
    const IndexArray shape(*ctx->in[i]);
    for (int64_t d = 0; d < rank; ++d) {
      if (d != axis && shape[d] != first[d]) {
        return Fail(ctx, Code::kInvalidArgument, "All dimensions except ", axis,
                    " must match. Input ", i - 1, " has size ", shape[d], " of dimension ", d,
                    " but input 0 has ", first[d]);
      }
      StoreIndex(*ctx->out[i - 1], d, d == axis ? at : 0);
    }
    at += shape[axis];
  }
  return 0;
}

}  // namespace

void RegisterArrayConcatKernels(KernelSet& set) {
  KERNEL(set, "Concat", {.plan = PlanConcat, .run = RunJoin});
  KERNEL(set, "ConcatV2", {.plan = PlanConcatV2, .run = RunJoin});
  KERNEL(set, "Pack", {.plan = PlanPack, .run = RunJoin});
  KERNEL(set, "Split", {.plan = PlanSplit, .run = RunSplit});
  KERNEL(set, "SplitV", {.plan = PlanSplitV, .run = RunSplitV});
  KERNEL(set, "Unpack", {.plan = PlanUnpack, .run = RunSplitV});
  KERNEL(set, "ConcatOffset", {.plan = PlanOffset, .run = RunConcatOffset});
}

}  // namespace hb
