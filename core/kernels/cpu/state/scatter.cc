// Rows of variables, read and written by index.
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/array/scatter_nd.h"
#include "core/kernels/cpu/state/locked.h"

namespace hb {
namespace {

HbView ViewOf(const Tensor& t) {
  return {t.data(), t.shape().data(), t.num_elements(), t.shape().rank(), t.dtype()};
}

int CheckRows(HbRunCtx* ctx, const HbView& view, int64_t rows) {
  const IndexArray indices(view);
  for (int64_t i = 0; i < view.count; ++i) {
    if (indices[i] >= 0 && indices[i] < rows) continue;
    return Fail(ctx, Code::kInvalidArgument, "indices[", PositionText(view, i), "] = ", indices[i],
                " is not in [0, ", rows, ")");
  }
  return 0;
}

// The value of the variable in input 0, shared with it.
int ReadValue(HbRunCtx* ctx, Tensor* value) {
  LockedVariables vars;
  if (Status s = vars.Lock(ctx, 1); !s.ok()) return Fail(ctx, s);
  *value = vars.value(0);
  if (!value->valid()) {
    return Fail(ctx, Code::kFailedPrecondition,
                "Attempting to use an uninitialized variable; run its initializer first");
  }
  if (value->dtype() != DTypeOfView(*ctx->out[0])) {
    return Fail(ctx, Code::kInvalidArgument, "the variable holds ", DTypeName(value->dtype()),
                ", not ", DTypeName(DTypeOfView(*ctx->out[0])));
  }
  return 0;
}

struct GatherParams {
  int64_t batch_dims;
};

int PlanGather(HbPlanCtx* ctx) {
  auto* p = NewParams<GatherParams>(ctx);
  if (p == nullptr) return 1;
  p->batch_dims = AttrInt(ctx->attrs, "batch_dims");
  return 0;
}

int RunGather(HbRunCtx* ctx) {
  Tensor value;
  if (const int rc = ReadValue(ctx, &value); rc != 0) return rc;
  const HbView& view = *ctx->in[1];
  const Shape &shape = value.shape(), indices_shape = ShapeOf(view);
  const int64_t batch = Params<GatherParams>(ctx).batch_dims;
  if (shape.rank() < 1 || batch < 0 || batch >= shape.rank() || batch > view.rank) {
    return Fail(ctx, Code::kInvalidArgument, "params of shape ", shape.ToString(),
                " can't be gathered with batch_dims ", batch, " and indices of shape ",
                indices_shape.ToString());
  }
  const int b = static_cast<int>(batch);
  if (!(shape.Sub(0, b) == indices_shape.Sub(0, b))) {
    return Fail(ctx, Code::kInvalidArgument, "the first ", b, " dimensions of params ",
                shape.ToString(), " and of indices ", indices_shape.ToString(), " must be equal");
  }
  Shape out = indices_shape;
  out.Append(shape.Sub(b + 1));
  if (const int rc = CheckRows(ctx, view, shape[b]); rc != 0) return rc;
  if (const int rc = ctx->env->alloc_out(ctx, 0, out.data(), out.rank()); rc != 0) return rc;
  if (ctx->out[0]->count == 0) return 0;
  const int64_t inner = shape.Sub(b + 1).num_elements();
  const int64_t per_batch = view.count / std::max<int64_t>(1, shape.Sub(0, b).num_elements());
  const IndexArray indices(view);
  DispatchMove(value.dtype(), [&]<typename T>() {
    const T* x = static_cast<const T*>(value.data());
    T* y = static_cast<T*>(ctx->out[0]->data);
    ParallelRange(ctx, view.count, std::max<int64_t>(1, (1 << 15) / inner),
                  [&](int64_t begin, int64_t end) {
                    for (int64_t i = begin; i < end; ++i) {
                      const int64_t row = i / per_batch * shape[b] + indices[i];
                      CopyRun(x + row * inner, y + i * inner, inner);
                    }
                  });
  });
  return 0;
}

int RunGatherNd(HbRunCtx* ctx) {
  Tensor value;
  if (const int rc = ReadValue(ctx, &value); rc != 0) return rc;
  const HbView &view = *ctx->in[1], params = ViewOf(value);
  if (view.rank < 1 || view.dims[view.rank - 1] > params.rank) {
    return Fail(ctx, Code::kInvalidArgument,
                "index innermost dimension length must be <= params rank");
  }
  const int depth = static_cast<int>(view.dims[view.rank - 1]);
  const Shape inner_shape = value.shape().Sub(depth);
  Shape out = ShapeOf(view).Sub(0, view.rank - 1);
  const int64_t count = out.num_elements(), inner = inner_shape.num_elements();
  out.Append(inner_shape);
  if (const int rc = ctx->env->alloc_out(ctx, 0, out.data(), out.rank()); rc != 0) return rc;
  const IndexArray indices(view);
  const Strides strides(params);
  for (int64_t i = 0; i < count; ++i) {
    int64_t at = 0;
    for (int d = 0; d < depth; ++d) {
      const int64_t v = indices[i * depth + d];
      if (v < 0 || v >= params.dims[d]) {
        return Fail(ctx, Code::kInvalidArgument, "indices[", i, "] has ", v,
                    " which does not index into param shape ", value.shape().ToString());
      }
      at += v * strides[d];
    }
    CopyElements(value.dtype(), ElementAt(params, at), ElementAt(*ctx->out[0], i * inner), inner);
  }
  return 0;
}

enum class RowOp { kUpdate, kAdd, kSub, kMul, kDiv, kMin, kMax };

template <RowOp kOp, typename T>
void ApplyRow(T* row, const T* x, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    const T& v = x[i * step];
    if constexpr (kOp == RowOp::kUpdate) row[i] = v;
    if constexpr (kOp == RowOp::kAdd) row[i] = static_cast<T>(row[i] + v);
    if constexpr (kOp == RowOp::kSub) row[i] = static_cast<T>(row[i] - v);
    if constexpr (kOp == RowOp::kMul) row[i] = static_cast<T>(row[i] * v);
    if constexpr (kOp == RowOp::kDiv) row[i] = static_cast<T>(row[i] / v);
    if constexpr (kOp == RowOp::kMin) row[i] = v < row[i] ? v : row[i];
    if constexpr (kOp == RowOp::kMax) row[i] = row[i] < v ? v : row[i];
  }
}

// Updates are one element for all, or one row for each index.
template <RowOp kOp, typename T>
int ApplyRows(HbRunCtx* ctx, const Tensor& value, int64_t inner) {
  const HbView& updates = *ctx->in[2];
  const bool scalar = updates.rank == 0;
  const IndexArray indices(*ctx->in[1]);
  T* y = static_cast<T*>(value.data());
  const T* x = static_cast<const T*>(updates.data);
  if constexpr (kOp == RowOp::kDiv && std::is_integral_v<T>) {
    if (std::find(x, x + updates.count, T(0)) != x + updates.count) {
      return Fail(ctx, Code::kInvalidArgument, "Integer division by zero");
    }
  }
  for (int64_t i = 0; i < ctx->in[1]->count; ++i) {
    ApplyRow<kOp>(y + indices[i] * inner, scalar ? x : x + i * inner, scalar ? 0 : 1, inner);
  }
  return 0;
}

template <RowOp kOp>
int RunScatter(HbRunCtx* ctx) {
  const HbView& updates = *ctx->in[2];
  LockedVariables vars;
  Status s = vars.Lock(ctx, 1);
  if (s.ok()) s = vars.Prepare(0, DTypeOfView(updates));
  if (!s.ok()) return Fail(ctx, s);
  const Shape& shape = vars.value(0).shape();
  if (shape.rank() < 1) return Fail(ctx, Code::kInvalidArgument, "params must be at least 1-D");
  Shape expected = ShapeOf(*ctx->in[1]);
  expected.Append(shape.Sub(1));
  if (updates.rank != 0 && !(expected == ShapeOf(updates))) {
    return Fail(ctx, Code::kInvalidArgument,
                "Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], "
                "got updates.shape ",
                ShapeOf(updates).ToString(), ", expected ", expected.ToString());
  }
  if (const int rc = CheckRows(ctx, *ctx->in[1], shape[0]); rc != 0) return rc;
  const int64_t inner = shape.Sub(1).num_elements();
  int rc = 0;
  const auto run = [&]<typename T>() { rc = ApplyRows<kOp, T>(ctx, vars.value(0), inner); };
  if constexpr (kOp == RowOp::kUpdate) {
    DispatchMove(updates.dtype, run);
  } else if constexpr (kOp == RowOp::kMin || kOp == RowOp::kMax) {
    DispatchReal(updates.dtype, run);
  } else {
    DispatchNumber(updates.dtype, run);
  }
  return rc;
}

struct NdParams {
  bool ignore_bad;
};

int PlanNd(HbPlanCtx* ctx) {
  auto* p = NewParams<NdParams>(ctx);
  if (p == nullptr) return 1;
  p->ignore_bad = AttrString(ctx->attrs, "bad_indices_policy") == "IGNORE";
  return 0;
}

template <ScatterMode kMode>
int RunScatterNd(HbRunCtx* ctx) {
  const HbView &indices = *ctx->in[1], &updates = *ctx->in[2];
  LockedVariables vars;
  Status s = vars.Lock(ctx, 1);
  if (s.ok()) s = vars.Prepare(0, DTypeOfView(updates));
  if (!s.ok()) return Fail(ctx, s);
  const Shape& shape = vars.value(0).shape();
  const int64_t depth = indices.rank < 1 ? -1 : indices.dims[indices.rank - 1];
  if (depth < 0 || depth > shape.rank()) {
    return Fail(ctx, Code::kInvalidArgument, "indices of shape ", ShapeOf(indices).ToString(),
                " do not index into a variable of shape ", shape.ToString());
  }
  Shape expected = ShapeOf(indices).Sub(0, indices.rank - 1);
  expected.Append(shape.Sub(static_cast<int>(depth)));
  if (!(expected == ShapeOf(updates))) {
    return Fail(ctx, Code::kInvalidArgument, "updates must have shape ", expected.ToString(),
                ", not ", ShapeOf(updates).ToString());
  }
  return ScatterNd(ctx, kMode, indices, updates, ViewOf(vars.value(0)),
                   Params<NdParams>(ctx).ignore_bad);
}

}  // namespace

void RegisterVariableScatterKernels(KernelSet& set) {
  constexpr uint32_t kDynamic = kHbStateful | kHbDynamicOut;
  static constexpr char kNumbers[] = "dtype:" HB_NUMBERS;
  static constexpr char kReals[] = "dtype:" HB_REALS;
  const auto row = [](const char* constraint, HbRunFn run) {
    return KernelSet::Row{.constraint = constraint, .flags = kHbStateful, .run = run};
  };
  KERNEL(set, "ResourceGather", {.flags = kDynamic, .plan = PlanGather, .run = RunGather});
  KERNEL(set, "ResourceGatherNd", {.flags = kDynamic, .run = RunGatherNd});
  KERNEL(set, "ResourceScatterUpdate", row("", RunScatter<RowOp::kUpdate>));
  KERNEL(set, "ResourceScatterAdd", row(kNumbers, RunScatter<RowOp::kAdd>));
  KERNEL(set, "ResourceScatterSub", row(kNumbers, RunScatter<RowOp::kSub>));
  KERNEL(set, "ResourceScatterMul", row(kNumbers, RunScatter<RowOp::kMul>));
  KERNEL(set, "ResourceScatterDiv", row(kNumbers, RunScatter<RowOp::kDiv>));
  KERNEL(set, "ResourceScatterMin", row(kReals, RunScatter<RowOp::kMin>));
  KERNEL(set, "ResourceScatterMax", row(kReals, RunScatter<RowOp::kMax>));
  KERNEL(set, "ResourceScatterNdUpdate",
         {.flags = kHbStateful, .plan = PlanNd, .run = RunScatterNd<ScatterMode::kSet>});
  KERNEL(set, "ResourceScatterNdAdd",
         {.constraint = "T:" HB_NUMBERS ",bool",
          .flags = kHbStateful,
          .plan = PlanNd,
          .run = RunScatterNd<ScatterMode::kAdd>});
}

}  // namespace hb
