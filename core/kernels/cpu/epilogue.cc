#include "core/kernels/cpu/epilogue.h"

#include <algorithm>
#include <vector>

namespace hb {
namespace {

// An operand takes its place behind those before it: a sum in front of a product is the bias, one
// behind it the shift.
int PlanOperand(HbPlanCtx* ctx, std::string_view step, int32_t input, const HbView& result,
                Epilogue* e) {
  const HbView& operand = ctx->in[input];
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

int PlanEpilogue(HbPlanCtx* ctx, std::span<const std::string> steps, int32_t first,
                 std::string_view activation, const HbView& result, Epilogue* e) {
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
  for (const std::string& step : steps) {
    if (int rc = PlanOperand(ctx, step, first++, result, e); rc != 0) return rc;
  }
  for (const Row& row : kRows) {
    if (row.op != activation) continue;
    e->act = row.act;
    return 0;
  }
  return Fail(ctx, Code::kUnimplemented, "activation ", activation, " is not fused");
}

int PlanEpilogue(HbPlanCtx* ctx, Epilogue* e) {
  std::vector<std::string> steps = AttrStrings(ctx->attrs, "steps");
  steps.resize(static_cast<size_t>(std::max(0, ctx->n_in - 2)));
  return PlanEpilogue(ctx, steps, 2, AttrString(ctx->attrs, "activation"), ctx->out[0].spec, e);
}

}  // namespace hb
