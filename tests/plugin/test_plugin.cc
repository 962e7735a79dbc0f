// A plug-in with one op: AddFactor, y = x + factor, for float and int32. It links nothing of
// Hornbeam.
#include <cstring>

#include "core/kernel/plugin.h"

namespace {

template <typename T>
int Run(HbRunCtx* ctx) {
  const auto factor = static_cast<T>(*static_cast<const float*>(ctx->params));
  const T* x = static_cast<const T*>(ctx->in[0]->data);
  T* y = static_cast<T*>(ctx->out[0]->data);
  for (int64_t i = 0; i < ctx->out[0]->count; ++i) y[i] = x[i] + factor;
  return 0;
}

int Plan(HbPlanCtx* ctx) {
  float factor = 0;
  if (ctx->attrs->get_float(ctx->attrs, "factor", &factor) == 0 || factor < 0) {
    static constexpr char kMessage[] = "factor must not be negative";
    return ctx->fail(ctx, 3, kMessage, sizeof(kMessage) - 1);
  }
  ctx->params = ctx->alloc_params(ctx, sizeof(float));
  if (ctx->params == nullptr) return 1;
  std::memcpy(ctx->params, &factor, sizeof(float));
  ctx->out[0].may_reuse = 1;
  ctx->run = ctx->in[0].dtype == 1 ? Run<float> : Run<int32_t>;
  return 0;
}

const char* const kInputs[] = {"x: T", nullptr};
const char* const kOutputs[] = {"y: T", nullptr};
const char* const kAttrs[] = {"T: {float, int32}", "factor: float = 1", nullptr};
const HbOpRow kOps[] = {{sizeof(HbOpRow), "AddFactor", kInputs, kOutputs, kAttrs, "Adds a number.",
                         0, kHbShapeUnchanged}};

HbKernelDef kernel;

}  // namespace

extern "C" __attribute__((visibility("default"))) int hornbeam_plugin_v1(const HbHost* host,
                                                                         HbPlugin* plugin) {
  if (host->kernel_abi != kHbKernelAbi) return 1;
  kernel.struct_size = sizeof(HbKernelDef);
  kernel.abi = kHbKernelAbi;
  kernel.op = "AddFactor";
  kernel.device = "CPU";
  kernel.plan = Plan;
  plugin->plugin_abi = kHbPluginAbi;
  plugin->name = "test";
  plugin->ops = kOps;
  plugin->num_ops = 1;
  plugin->kernels = &kernel;
  plugin->num_kernels = 1;
  return 0;
}
