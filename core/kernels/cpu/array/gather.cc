// Reading slices by index.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

struct GatherParams {
  int64_t batch_dims;
  bool has_axis;
  bool ignore_bad;  // of GatherNd: a bad index reads as zeros
};

int PlanGather(HbPlanCtx* ctx) {
  auto* p = NewParams<GatherParams>(ctx);
  if (p == nullptr) return 1;
  p->batch_dims = AttrInt(ctx->attrs, "batch_dims");
  p->has_axis = ctx->n_in > 2;
  const std::string_view policy = AttrString(ctx->attrs, "bad_indices_policy");
  p->ignore_bad = policy == "IGNORE";
  if (!policy.empty() && policy != "DEFAULT" && policy != "ERROR" && policy != "IGNORE") {
    return Fail(ctx, Code::kInvalidArgument, "bad_indices_policy '", policy,
                "' must be empty, DEFAULT, ERROR or IGNORE");
  }
  return 0;
}

int64_t Product(const HbView& v, int begin, int end) {
  int64_t n = 1;
  for (int i = begin; i < end; ++i) n *= v.dims[i];
  return n;
}

// params [batch, outer, size, inner], indices [batch, count], out [batch, outer, count, inner].
struct GatherShape {
  int64_t batch, outer, size, inner, count;
};

template <typename T>
void GatherRows(HbRunCtx* ctx, const GatherShape& s, const T* params, const IndexArray& indices,
                T* out) {
  const int64_t block = std::max<int64_t>(1, (1 << 15) / std::max<int64_t>(1, s.inner));
  ParallelRange(ctx, s.batch * s.outer * s.count, block, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const int64_t k = r % s.count, slab = r / s.count;
      const int64_t row = indices[slab / s.outer * s.count + k];
      CopyRun(params + (slab * s.size + row) * s.inner, out + r * s.inner, s.inner);
    }
  });
}

int CheckRows(HbRunCtx* ctx, const HbView& view, int64_t size) {
  const IndexArray indices(view);
  for (int64_t i = 0; i < view.count; ++i) {
    const int64_t v = indices[i];
    if (v >= 0 && v < size) continue;
    return Fail(ctx, Code::kInvalidArgument, "indices[", PositionText(view, i), "] = ", v,
                " is not in [0, ", size, ")");
  }
  return 0;
}

int RunGather(HbRunCtx* ctx) {
  const GatherParams& p = Params<GatherParams>(ctx);
  const HbView &params = *ctx->in[0], &indices = *ctx->in[1], &out = *ctx->out[0];
  int64_t axis = p.has_axis ? IndexArray(*ctx->in[2])[0] : 0;
  if (axis < 0) axis += params.rank;
  const int batch = static_cast<int>(p.batch_dims < 0 ? p.batch_dims + indices.rank : p.batch_dims);
  if (axis < batch || axis >= params.rank || batch < 0 || batch > indices.rank) {
    return Fail(ctx, Code::kInvalidArgument, "axis ", axis, " must be in [", batch, ", ",
                params.rank, ")");
  }
  const int a = static_cast<int>(axis);
  const GatherShape s{Product(params, 0, batch), Product(params, batch, a), params.dims[a],
                      Product(params, a + 1, params.rank), Product(indices, batch, indices.rank)};
  if (out.count == 0) return 0;
  if (const int rc = CheckRows(ctx, indices, s.size); rc != 0) return rc;
  DispatchMove(params.dtype, [&]<typename T>() {
    GatherRows(ctx, s, static_cast<const T*>(params.data), IndexArray(indices),
               static_cast<T*>(out.data));
  });
  return 0;
}

int RunGatherNd(HbRunCtx* ctx) {
  const HbView &params = *ctx->in[0], &view = *ctx->in[1], &out = *ctx->out[0];
  const int depth = static_cast<int>(view.dims[view.rank - 1]);
  const int64_t count = Product(view, 0, view.rank - 1);
  const int64_t inner = Product(params, depth, params.rank);
  const IndexArray indices(view);
  const Strides strides(params);
  const bool ignore = Params<GatherParams>(ctx).ignore_bad;
  if (count > 0 && params.count == 0 && !ignore) {
    return Fail(ctx, Code::kInvalidArgument, "Requested more than 0 entries, but params is empty.");
  }
  if (ignore) ZeroElements(out.dtype, out.data, out.count);
  int rc = 0;
  DispatchMove(params.dtype, [&]<typename T>() {
    const T* x = static_cast<const T*>(params.data);
    T* y = static_cast<T*>(out.data);
    for (int64_t i = 0; i < count && rc == 0; ++i) {
      int64_t at = 0;
      bool bad = false;
      for (int d = 0; d < depth; ++d) {
        const int64_t v = indices[i * depth + d];
        bad = bad || v < 0 || v >= params.dims[d];
        if (!bad) at += v * strides[d];
      }
      if (!bad) {
        if (inner > 0) CopyRun(x + at, y + i * inner, inner);
      } else if (!ignore) {
        std::vector<int64_t> where;
        for (int d = 0; d < depth; ++d) where.push_back(indices[i * depth + d]);
        rc =
            Fail(ctx, Code::kInvalidArgument, "indices[", i, "] = ", IndexText(where.data(), depth),
                 " does not index into param shape ", ShapeOf(params).ToString());
      }
    }
  });
  return rc;
}

}  // namespace

void RegisterArrayGatherKernels(KernelSet& set) {
  KERNEL(set, "Gather", {.plan = PlanGather, .run = RunGather});
  KERNEL(set, "GatherV2", {.plan = PlanGather, .run = RunGather});
  KERNEL(set, "GatherNd", {.plan = PlanGather, .run = RunGatherNd});
}

}  // namespace hb
