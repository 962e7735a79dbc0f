#include "core/kernels/cpu/array/scatter_nd.h"

namespace hb {
namespace {

// Calls body(row, position) for each index; stops at the first bad one unless they are ignored.
template <typename Body>
int ForRows(HbRunCtx* ctx, const HbView& view, const HbView& target, bool ignore_bad, Body&& body) {
  const int depth = static_cast<int>(view.dims[view.rank - 1]);
  int64_t count = 1;
  for (int i = 0; i + 1 < view.rank; ++i) count *= view.dims[i];
  const IndexArray indices(view);
  const Strides strides(target);
  for (int64_t i = 0; i < count; ++i) {
    int64_t at = 0;
    bool bad = false;
    for (int d = 0; d < depth; ++d) {
      const int64_t v = indices[i * depth + d];
      bad = bad || v < 0 || v >= target.dims[d];
      if (!bad) at += v * strides[d];
    }
    if (!bad) {
      body(i, at);
    } else if (!ignore_bad) {
      std::vector<int64_t> where;
      for (int d = 0; d < depth; ++d) where.push_back(indices[i * depth + d]);
      return Fail(ctx, Code::kInvalidArgument, "indices[", i,
                  "] = ", IndexText(where.data(), depth), " does not index into shape ",
                  ShapeOf(target).ToString());
    }
  }
  return 0;
}

template <typename T>
void Combine(ScatterMode mode, const T* from, T* to, int64_t n) {
  if constexpr (std::is_same_v<T, bool>) {
    for (int64_t i = 0; i < n; ++i) to[i] = to[i] || from[i];
  } else if constexpr (std::is_same_v<T, TString>) {
    for (int64_t i = 0; i < n; ++i) to[i].Assign(StrCat(to[i].view(), from[i].view()));
  } else if (mode == ScatterMode::kAdd) {
    for (int64_t i = 0; i < n; ++i) to[i] = static_cast<T>(to[i] + from[i]);
  } else {
    for (int64_t i = 0; i < n; ++i) to[i] = static_cast<T>(to[i] - from[i]);
  }
}

}  // namespace

int ScatterNd(HbRunCtx* ctx, ScatterMode mode, const HbView& indices, const HbView& updates,
              const HbView& target, bool ignore_bad) {
  const int depth = static_cast<int>(indices.dims[indices.rank - 1]);
  if (depth > target.rank) {
    return Fail(ctx, Code::kInvalidArgument, "indices name ", depth,
                " dimensions but the tensor has ", target.rank);
  }
  int64_t inner = 1;
  for (int i = depth; i < target.rank; ++i) inner *= target.dims[i];
  if (inner == 0 || updates.count == 0) return 0;
  int rc = 0;
  if (mode == ScatterMode::kSet) {
    DispatchMove(target.dtype, [&]<typename T>() {
      const T* x = static_cast<const T*>(updates.data);
      T* y = static_cast<T*>(target.data);
      rc = ForRows(ctx, indices, target, ignore_bad,
                   [&](int64_t row, int64_t at) { CopyRun(x + row * inner, y + at, inner); });
    });
    return rc;
  }
  const auto add = [&]<typename T>() {
    const T* x = static_cast<const T*>(updates.data);
    T* y = static_cast<T*>(target.data);
    rc = ForRows(ctx, indices, target, ignore_bad,
                 [&](int64_t row, int64_t at) { Combine(mode, x + row * inner, y + at, inner); });
  };
  if (!DispatchNumber(target.dtype, add) && !DispatchType<bool, TString>(target.dtype, add)) {
    return Fail(ctx, Code::kUnimplemented, "elements of ", DTypeName(DTypeOfView(target)),
                " can't be added");
  }
  return rc;
}

namespace {

struct ScatterParams {
  bool ignore_bad;
};

int PlanScatter(HbPlanCtx* ctx) {
  auto* p = NewParams<ScatterParams>(ctx);
  if (p == nullptr) return 1;
  const std::string_view policy = AttrString(ctx->attrs, "bad_indices_policy");
  p->ignore_bad = policy == "IGNORE";
  if (!policy.empty() && policy != "DEFAULT" && policy != "ERROR" && policy != "IGNORE") {
    return Fail(ctx, Code::kInvalidArgument, "bad_indices_policy '", policy,
                "' must be empty, DEFAULT, ERROR or IGNORE");
  }
  return 0;
}

int PlanTensorScatter(HbPlanCtx* ctx) {
  PlanReuse0(ctx);
  return PlanScatter(ctx);
}

int RunScatterNd(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  ZeroElements(out.dtype, out.data, out.count);
  return ScatterNd(ctx, ScatterMode::kAdd, *ctx->in[0], *ctx->in[1], out,
                   Params<ScatterParams>(ctx).ignore_bad);
}

template <ScatterMode kMode>
int RunTensorScatter(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  CopyAll(ctx, out.dtype, ctx->in[0]->data, out.data, out.count);
  return ScatterNd(ctx, kMode, *ctx->in[1], *ctx->in[2], out,
                   Params<ScatterParams>(ctx).ignore_bad);
}

}  // namespace

void RegisterArrayScatterKernels(KernelSet& set) {
  KERNEL(set, "ScatterNd",
         {.constraint = "T:" HB_NUMBERS ",bool,string", .plan = PlanScatter, .run = RunScatterNd});
  KERNEL(set, "TensorScatterUpdate",
         {.plan = PlanTensorScatter, .run = RunTensorScatter<ScatterMode::kSet>});
  KERNEL(set, "TensorScatterAdd",
         {.constraint = "T:" HB_NUMBERS ",string",
          .plan = PlanTensorScatter,
          .run = RunTensorScatter<ScatterMode::kAdd>});
  KERNEL(set, "TensorScatterSub",
         {.constraint = "T:" HB_NUMBERS,
          .plan = PlanTensorScatter,
          .run = RunTensorScatter<ScatterMode::kSub>});
}

}  // namespace hb
