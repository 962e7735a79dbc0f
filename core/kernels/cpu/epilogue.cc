#include "core/kernels/cpu/epilogue.h"

#include <string>
#include <string_view>
#include <vector>

namespace hb {
namespace {

// An operand takes its place behind those before it: a sum in front of a product is the bias, one
// behind it the shift.
int PlanOperand(HbPlanCtx* ctx, std::string_view step, int32_t input, Epilogue* e) {
  const HbView &operand = ctx->in[input], &result = ctx->out[0].spec;
  int32_t* at = nullptr;
  int64_t count = result.rank == 0 ? 1 : result.dims[result.rank - 1];
  if (step == "residual") {
    at = &e->residual;
    count = result.count;
  } else if (step == "mul") {
    at = &e->scale;
  } else if (step == "bias" || step == "add") {
    at = e->scale == 0 ? &e->bias : &e->shift;
  }
  const bool in_order = e->residual == 0 && (step != "mul" || e->shift == 0);
  if (at == nullptr || *at != 0 || !in_order) {
    return Fail(ctx, Code::kUnimplemented, "step ", step, " is not fused at its place");
  }
  if (operand.count != count) {
    return Fail(ctx, Code::kInvalidArgument, "operand ", input, " of the step must have ", count,
                " elements, not ", operand.count);
  }
  *at = input;
  return 0;
}

}  // namespace

int PlanEpilogue(HbPlanCtx* ctx, Epilogue* e) {
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
  const std::vector<std::string> steps = AttrStrings(ctx->attrs, "steps");
  for (int32_t i = 2; i < ctx->n_in; ++i) {
    const auto at = static_cast<size_t>(i - 2);
    if (int rc = PlanOperand(ctx, at < steps.size() ? steps[at] : "", i, e); rc != 0) return rc;
  }
  const std::string_view name = AttrString(ctx->attrs, "activation");
  for (const Row& row : kRows) {
    if (row.op != name) continue;
    e->act = row.act;
    return 0;
  }
  return Fail(ctx, Code::kUnimplemented, "activation ", name, " is not fused");
}

}  // namespace hb
