// InTopK: whether the target class is among the k most likely ones.
#include <cmath>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

// Inputs: predictions [batch, classes], targets [batch], k. A target out of range, or a prediction
// that is not finite where it matters, is not in the top k.
template <typename T>
int RunInTopK(HbRunCtx* ctx) {
  const HbView& v = *ctx->in[0];
  const int64_t batch = v.dims[0], classes = v.dims[1];
  const float* predictions = In<float>(ctx, 0);
  const T* targets = In<T>(ctx, 1);
  const int64_t k = In<T>(ctx, 2)[0];
  for (int64_t b = 0; b < batch; ++b) {
    const float* row = predictions + b * classes;
    const int64_t target = targets[b];
    bool in = target >= 0 && target < classes && std::isfinite(row[target]);
    int64_t above = 0;
    for (int64_t c = 0; in && c < classes; ++c) {
      in = std::isfinite(row[c]);
      above += row[c] > row[target];
    }
    Out<bool>(ctx, 0)[b] = in && above < k;
  }
  return 0;
}

struct TopKParams {
  int64_t k;
};

// InTopK has k as an attribute.
int RunInTopKAttr(HbRunCtx* ctx) {
  const int64_t k = Params<TopKParams>(ctx).k;
  HbView kv = {const_cast<int64_t*>(&k), nullptr, 1, 0, DT_INT64};
  HbView wide = *ctx->in[1];
  std::vector<int64_t> targets(static_cast<size_t>(wide.count));
  for (int64_t i = 0; i < wide.count; ++i) targets[static_cast<size_t>(i)] = IntAt(wide, i);
  wide.data = targets.data();
  HbView predictions = *ctx->in[0];
  HbView* in[] = {&predictions, &wide, &kv};
  HbRunCtx inner = *ctx;
  inner.in = in;
  return RunInTopK<int64_t>(&inner);
}

int Plan(HbPlanCtx* ctx) {
  const HbView &p = ctx->in[0], &t = ctx->in[1];
  if (p.rank != 2 || t.rank != 1 || p.dims[0] != t.dims[0]) {
    return Fail(ctx, Code::kInvalidArgument,
                "predictions must be [batch, classes] and targets "
                "[batch], not ",
                ShapeOf(p).ToString(), " and ", ShapeOf(t).ToString());
  }
  if (ctx->n_in == 2) {
    auto* params = NewParams<TopKParams>(ctx);
    if (params == nullptr) return 1;
    params->k = AttrInt(ctx->attrs, "k");
    ctx->run = RunInTopKAttr;
    return 0;
  }
  ctx->run = t.dtype == DT_INT64 ? RunInTopK<int64_t> : RunInTopK<int32_t>;
  return 0;
}

}  // namespace

void RegisterInTopKKernels(KernelSet& set) {
  KERNEL(set, "InTopK", {.constraint = "T:int32,int64", .plan = Plan});
  KERNEL(set, "InTopKV2", {.constraint = "T:int32,int64", .plan = Plan});
}

}  // namespace hb
