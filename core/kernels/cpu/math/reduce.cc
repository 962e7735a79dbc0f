#include "core/kernels/cpu/math/reduce.h"

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

// The input as [outer, mid, inner] with mid reduced, perhaps after bringing its dimensions into
// that order by `move`.
struct ReducePlan {
  int64_t outer = 1, mid = 1, inner = 1;
  bool moves = false;
  MoveLayout move;
  size_t moved_bytes = 0, scratch = 0;
};

struct ReduceParams {
  ReduceFn fn = nullptr;
  int isa = -1;
  bool planned = false, one_is_itself = false;
  ReducePlan plan;
  // True if each output is one element of the input.
  bool IsCopy(const ReducePlan& made, const HbView& in) const {
    return one_is_itself && made.mid == 1 && !made.moves && in.count > 0;
  }
};

size_t Align(size_t bytes) { return (bytes + 63) / 64 * 64; }

// Marks the reduced dimensions; InvalidArgument for axes out of range or repeated ones.
Status MarkAxes(const HbView& in, const HbView& axes, bool* reduced) {
  for (int64_t i = 0; i < axes.count; ++i) {
    const int64_t axis = IntAt(axes, i);
    if (axis < -in.rank || axis >= in.rank) {
      return InvalidArgument("Invalid reduction dimension (", axis, " for input with ", in.rank,
                             " dimension(s)");
    }
    bool* at = &reduced[axis < 0 ? axis + in.rank : axis];
    if (*at) {
      return InvalidArgument("Invalid reduction arguments: Axes contains duplicate dimension: ",
                             axis < 0 ? axis + in.rank : axis);
    }
    *at = true;
  }
  return Status();
}

// Dimensions of size 1 left out and neighbours of one kind merged.
struct Runs {
  int n = 0;
  bool reduced[kMaxRank];
  int64_t size[kMaxRank];
};

Runs MergeDims(const HbView& in, const bool* reduced) {
  Runs r;
  for (int d = 0; d < in.rank; ++d) {
    if (in.dims[d] == 1) continue;
    if (r.n > 0 && r.reduced[r.n - 1] == reduced[d]) {
      r.size[r.n - 1] *= in.dims[d];
    } else {
      r.reduced[r.n] = reduced[d];
      r.size[r.n] = in.dims[d];
      ++r.n;
    }
  }
  return r;
}

// Lays out the copy in which kept dimensions come first.
void PlanMove(const Runs& r, ReducePlan* plan) {
  int64_t from[kMaxRank], to[kMaxRank], step = 1;
  for (int d = r.n - 1; d >= 0; --d) {
    from[d] = step;
    step *= r.size[d];
  }
  step = 1;
  for (const bool kind : {true, false}) {
    for (int d = r.n - 1; d >= 0; --d) {
      if (r.reduced[d] != kind) continue;
      to[d] = step;
      step *= r.size[d];
      (kind ? plan->mid : plan->outer) *= r.size[d];
    }
  }
  plan->moves = true;
  for (int d = 0; d < r.n; ++d) plan->move.Add(r.size[d], from[d], to[d]);
}

Status MakePlan(const HbView& in, const HbView& axes, bool isa, ReducePlan* plan) {
  bool reduced[kMaxRank] = {};
  HB_RETURN_IF_ERROR(MarkAxes(in, axes, reduced));
  int64_t elements = 1;
  for (int d = 0; d < in.rank; ++d) {
    if (!reduced[d]) elements *= in.dims[d];
  }
  if (in.count == 0) {  // nothing to walk: each output is the value of no elements
    plan->outer = elements;
    plan->mid = 0;
  } else {
    const Runs r = MergeDims(in, reduced);
    int kinds = 0;
    for (int d = 0; d < r.n; ++d) kinds += r.reduced[d] ? 1 : 0;
    if (kinds <= 1 && r.n <= 3) {
      int d = 0;
      if (d < r.n && !r.reduced[d]) plan->outer = r.size[d++];
      if (d < r.n) plan->mid = r.size[d++];
      if (d < r.n) plan->inner = r.size[d++];
    } else {
      PlanMove(r, plan);
      plan->moved_bytes = Align(static_cast<size_t>(in.count) * DTypeSize(DTypeOfView(in)));
    }
  }
  plan->scratch = plan->moved_bytes;
  plan->scratch += Align(isa ? Isa()->reduce_scratch_bytes(plan->outer, plan->mid, plan->inner)
                             : ReduceScratch(plan->outer, plan->mid, plan->inner));
  return Status();
}

}  // namespace

int PlanReduce(HbPlanCtx* ctx, ReduceFn fn, int isa, bool one_is_itself) {
  auto* p = NewParams<ReduceParams>(ctx);
  if (p == nullptr) return 1;
  p->fn = fn;
  p->one_is_itself = one_is_itself;
  p->isa = ctx->in[0].dtype == DT_FLOAT ? isa : -1;
  if (ctx->in[1].data == nullptr && ctx->in[1].count != 0) return 0;
  p->planned = true;
  const Status s = MakePlan(ctx->in[0], ctx->in[1], p->isa >= 0, &p->plan);
  if (!s.ok()) return Fail(ctx, s);
  ctx->scratch = p->plan.scratch;
  return p->IsCopy(p->plan, ctx->in[0]) ? PlanAlias(ctx) : 0;
}

int RunReduce(HbRunCtx* ctx) {
  const auto& p = Params<ReduceParams>(ctx);
  ReducePlan late;
  char* scratch = static_cast<char*>(ctx->scratch);
  if (!p.planned) {
    const Status s = MakePlan(*ctx->in[0], *ctx->in[1], p.isa >= 0, &late);
    if (!s.ok()) return Fail(ctx, s);
    if (late.outer * late.inner != OutCount(ctx, 0)) {
      return Fail(ctx, Code::kInternal, "the axes of a reduction don't fit its planned output");
    }
    scratch = static_cast<char*>(ctx->env->alloc_temp(ctx, late.scratch + 64));
    if (scratch == nullptr) return 1;
    scratch += (64 - reinterpret_cast<uintptr_t>(scratch) % 64) % 64;
  }
  const ReducePlan& plan = p.planned ? p.plan : late;
  if (p.IsCopy(plan, *ctx->in[0])) {
    CopyAll(ctx, ctx->in[0]->dtype, ctx->in[0]->data, ctx->out[0]->data, ctx->in[0]->count);
    return 0;
  }
  const void* x = ctx->in[0]->data;
  if (plan.moves) {
    Move(ctx, ctx->in[0]->dtype, plan.move, x, scratch);
    x = scratch;
    scratch += plan.moved_bytes;
  }
  if (p.isa >= 0) {
    const IsaPool pool = PoolOf(ctx);
    Isa()->reduce(p.isa, static_cast<const float*>(x), plan.outer, plan.mid, plan.inner,
                  Out<float>(ctx, 0), scratch, &pool);
  } else {
    p.fn(ctx, x, plan.outer, plan.mid, plan.inner, ctx->out[0]->data, scratch);
  }
  return 0;
}

}  // namespace hb
