#include <unordered_set>

#include "c_api/src/session.h"

namespace hb::capi {
namespace {

// Whether everything below the output is computed from constants alone, without effects.
bool OnlyConstants(Output output) {
  std::vector<const Node*> stack{output.node};
  std::unordered_set<const Node*> seen{output.node};
  while (!stack.empty()) {
    const Node* node = stack.back();
    stack.pop_back();
    const bool loops = node->type() == "Merge" || node->type() == "Enter" ||
                       node->type() == "NextIteration" || node->type() == "Switch";
    if (loops || node->op().def.is_stateful()) return false;
    if (node->num_inputs() == 0 && node->type() != "Const") return false;
    for (const Output& in : node->inputs()) {
      if (seen.insert(in.node).second) stack.push_back(in.node);
    }
  }
  return true;
}

Result<unsigned char> TryEvaluate(HB_Graph* graph, Output output, HB_Tensor** result) {
  {
    auto lock = Lock(graph->graph);
    HB_RETURN_IF_ERROR(CheckOutput(graph->graph, output));
    if (!OnlyConstants(output)) return static_cast<unsigned char>(0);
  }
  const auto session = MakeRef<Session>(graph->shared, SessionOptions());
  Tensor value;
  Tensor* const values[] = {&value};
  HB_RETURN_IF_ERROR(session->Run({}, {}, {output}, values, {}, RunOptions()));
  *result = new HB_Tensor{std::move(value)};
  return static_cast<unsigned char>(1);
}

}  // namespace
}  // namespace hb::capi

unsigned char HB_TryEvaluateConstant(HB_Graph* graph, HB_Output output, HB_Tensor** result,
                                     HB_Status* status) {
  return hb::capi::GuardValue<unsigned char>(
      status, 0, [&] { return hb::capi::TryEvaluate(graph, hb::capi::ToOutput(output), result); });
}
