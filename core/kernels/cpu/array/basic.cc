// Placeholders, ops that hand a tensor on, and shapes as values.
#include <cmath>

#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

int RunPlaceholder(HbRunCtx* ctx) {
  return Fail(ctx, Code::kInvalidArgument, "You must feed a value for placeholder tensor '",
              HostOf(ctx)->NodeName(ctx), "' with dtype ",
              DTypeName(static_cast<DType>(ctx->out[0]->dtype)));
}

// The shape of what was not fed is the default's.
int PlanDefault(HbPlanCtx* ctx) {
  HbView& out = ctx->out[0].spec;
  out.dims = ctx->in[0].dims;
  out.rank = ctx->in[0].rank;
  out.count = ctx->in[0].count;
  return PlanAlias(ctx);
}

int RunShape(HbRunCtx* ctx) {
  for (int k = 0; k < *static_cast<const int32_t*>(ctx->params); ++k) {
    const HbView& in = *ctx->in[k];
    for (int i = 0; i < in.rank; ++i) StoreIndex(*ctx->out[k], i, in.dims[i]);
  }
  return 0;
}

int PlanShape(HbPlanCtx* ctx) {
  int32_t* n = NewParams<int32_t>(ctx);
  if (n == nullptr) return 1;
  *n = ctx->n_out;
  return 0;
}

int RunSize(HbRunCtx* ctx) {
  StoreIndex(*ctx->out[0], 0, ctx->in[0]->count);
  return 0;
}

int RunRank(HbRunCtx* ctx) {
  *Out<int32_t>(ctx, 0) = ctx->in[0]->rank;
  return 0;
}

int RunCopy(HbRunCtx* ctx) {
  CopyAll(ctx, ctx->in[0]->dtype, ctx->in[0]->data, ctx->out[0]->data, ctx->in[0]->count);
  return 0;
}

template <typename T>
bool AllFinite(const T* x, int64_t n, bool* nan, bool* inf) {
  for (int64_t i = 0; i < n; ++i) {
    const auto v = static_cast<std::conditional_t<sizeof(T) == 8, double, float>>(x[i]);
    *nan = *nan || std::isnan(v);
    *inf = *inf || std::isinf(v);
  }
  return !*nan && !*inf;
}

struct CheckParams {
  char message[512];
};

int PlanCheckNumerics(HbPlanCtx* ctx) {
  auto* p = NewParams<CheckParams>(ctx);
  if (p == nullptr) return 1;
  const std::string_view message = AttrString(ctx->attrs, "message");
  const size_t n = std::min(message.size(), sizeof(p->message) - 1);
  std::memcpy(p->message, message.data(), n);
  return PlanReuse0(ctx);
}

int RunCheckNumerics(HbRunCtx* ctx) {
  bool nan = false, inf = false;
  const HbView& in = *ctx->in[0];
  DispatchType<float, double, half, bfloat16>(in.dtype, [&]<typename T>() {
    AllFinite(static_cast<const T*>(in.data), in.count, &nan, &inf);
  });
  if (nan || inf) {
    return Fail(ctx, Code::kInvalidArgument, Params<CheckParams>(ctx).message, " : Tensor had ",
                inf ? "Inf" : "", inf && nan ? " and " : "", nan ? "NaN" : "", " values");
  }
  return RunCopy(ctx);
}

// What devices of plug-ins need no kernels of their own for: other names of the same memory, and
// shapes, which the host knows.
void RegisterOnDevices(KernelSet& set) {
  const KernelSet::Row alias{.device = "DEFAULT", .plan = PlanAlias, .run = RunNothing};
  for (const char* op : {"Identity", "RefIdentity", "StopGradient", "PreventGradient",
                         "EnsureShape", "Bitcast", "Squeeze"}) {
    if (OpEnabled(op)) set.Add(op, alias);
  }
  KernelSet::Row shaped = alias;
  shaped.host_in = 2;  // the shape, the axis
  KERNEL(set, "Reshape", shaped);
  KERNEL(set, "ExpandDims", shaped);
  KERNEL(set, "IdentityN", {.device = "DEFAULT", .plan = PlanAliasEach, .run = RunNothing});
  KernelSet::Row asks{.device = "DEFAULT",
                      .flags = kHbOnlyShapes,
                      .plan = PlanShape,
                      .run = RunShape,
                      .host_out = 1};
  KERNEL(set, "Shape", asks);
  KERNEL(set, "ShapeN", asks);
  asks.plan = nullptr;
  asks.run = RunSize;
  KERNEL(set, "Size", asks);
  asks.run = RunRank;
  KERNEL(set, "Rank", asks);
}

}  // namespace

void RegisterArrayBasicKernels(KernelSet& set) {
  RegisterOnDevices(set);
  const KernelSet::Row alias{.plan = PlanAlias, .run = RunNothing};
  KERNEL(set, "Placeholder", {.flags = kHbStateful, .run = RunPlaceholder});
  KERNEL(set, "PlaceholderV2", {.flags = kHbStateful, .run = RunPlaceholder});
  KERNEL(set, "PlaceholderWithDefault", {.plan = PlanDefault, .run = RunNothing});
  KERNEL(set, "Identity", alias);
  KERNEL(set, "RefIdentity", alias);
  KERNEL(set, "IdentityN", {.plan = PlanAliasEach, .run = RunNothing});
  KERNEL(set, "StopGradient", alias);
  KERNEL(set, "PreventGradient", alias);
  KERNEL(set, "EnsureShape", alias);
  KERNEL(set, "Bitcast", alias);
  KERNEL(set, "Reshape", alias);
  KERNEL(set, "ExpandDims", alias);
  KERNEL(set, "Squeeze", alias);
  KERNEL(set, "Snapshot", {.plan = PlanReuse0, .run = RunCopy});
  KERNEL(set, "CheckNumerics",
         {.constraint = "T:float,double,half,bfloat16",
          .plan = PlanCheckNumerics,
          .run = RunCheckNumerics});
  KERNEL(set, "Shape", {.flags = kHbOnlyShapes, .plan = PlanShape, .run = RunShape});
  KERNEL(set, "ShapeN", {.flags = kHbOnlyShapes, .plan = PlanShape, .run = RunShape});
  KERNEL(set, "Size", {.flags = kHbOnlyShapes, .run = RunSize});
  KERNEL(set, "Rank", {.flags = kHbOnlyShapes, .run = RunRank});
}

}  // namespace hb
