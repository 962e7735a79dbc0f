// What products and convolutions do to their result on the way out.
#ifndef HORNBEAM_CORE_KERNELS_CPU_EPILOGUE_H_
#define HORNBEAM_CORE_KERNELS_CPU_EPILOGUE_H_

#include <string_view>

#include "core/kernel/helpers.h"
#include "core/kernels/cpu/isa/isa.h"

namespace hb {

struct Epilogue {
  int32_t act = kIsaActNone;
  bool bias = false;  // input 2
};

// Reads the attributes of a fused op; UNIMPLEMENTED for an activation that isn't there.
inline int PlanEpilogue(HbPlanCtx* ctx, Epilogue* e) {
  struct Row {
    std::string_view op;
    int32_t act;
  };
  static constexpr Row kRows[] = {{"", kIsaActNone},
                                  {"Relu", kIsaActRelu},
                                  {"Relu6", kIsaActRelu6},
                                  {"Elu", IsaActOf(kIsaElu)},
                                  {"Selu", IsaActOf(kIsaSelu)},
                                  {"Sigmoid", IsaActOf(kIsaSigmoid)},
                                  {"Softplus", IsaActOf(kIsaSoftplus)},
                                  {"Tanh", IsaActOf(kIsaTanh)}};
  e->bias = ctx->n_in > 2;
  const std::string_view name = AttrString(ctx->attrs, "activation");
  for (const Row& row : kRows) {
    if (row.op != name) continue;
    e->act = row.act;
    return 0;
  }
  return Fail(ctx, Code::kUnimplemented, "activation ", name, " is not fused");
}

inline const float* BiasOf(HbRunCtx* ctx, const Epilogue& e) {
  return e.bias ? In<float>(ctx, 2) : nullptr;
}

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_EPILOGUE_H_
