#include "core/runtime/weights.h"

#include <algorithm>
#include <functional>

namespace hb {
namespace {

bool OnlyReads(const std::string& type) {
  return type == "ReadVariableOp" || type == "VarIsInitializedOp" ||
         type == "IsVariableInitialized" || type.starts_with("ResourceGather");
}

}  // namespace

Variable* VariableBehind(const Specialisation& s, const IrEdge& e) {
  const Value& handle = s.values[static_cast<size_t>(s.ValueOf(e))];
  if (handle.dtype != DT_RESOURCE || handle.home != Home::kConst) return nullptr;
  Result<Variable*> variable = AnyVariableOf(ViewOf(handle.constant));
  return variable.ok() ? *variable : nullptr;
}

std::set<const Variable*> WrittenVariables(const Specialisation& s, const Ir& ir) {
  std::set<const Variable*> written;
  for (const IrNode& n : ir.nodes) {
    if (n.op == nullptr || n.is_const() || OnlyReads(n.type())) continue;
    for (const IrEdge& e : n.inputs) {
      if (const Variable* v = VariableBehind(s, e); v != nullptr) written.insert(v);
    }
  }
  return written;
}

std::pair<const NodeExec*, int32_t> PlaceOf(const Weight& w) { return {w.node, w.input}; }

Variable* ReadBy(const Specialisation& s, const IrNode& n, const PlanStep& step) {
  if (step.kind != StepKind::kSlots || n.type() != "ReadVariableOp") return nullptr;
  const int value = s.args[static_cast<size_t>(step.first_out)];
  if (!s.values[static_cast<size_t>(value)].known_shape) return nullptr;
  Variable* const variable = VariableBehind(s, n.inputs[0]);
  return variable != nullptr && variable->device() == nullptr ? variable : nullptr;
}

void FindWeights(Specialisation* spec, const std::set<const Variable*>& written) {
  const Ir& ir = spec->plan->ir();
  for (const PlanStep& step : spec->steps) {
    const IrNode& n = ir[step.node];
    if (step.kind != StepKind::kStatic && step.kind != StepKind::kSlots) continue;
    const NodeExec* const node = spec->plan->execs()[static_cast<size_t>(step.node)].get();
    for (size_t i = 1; i < n.inputs.size(); ++i) {
      const Value& value = spec->values[static_cast<size_t>(spec->ValueOf(n.inputs[i]))];
      // Nobody wants vectors packed.
      if (value.dtype != DT_FLOAT || value.shape.rank() < 2) continue;
      const auto input = static_cast<int32_t>(i);
      if (value.home == Home::kConst) {
        spec->weights.push_back({node, input, nullptr});
        continue;
      }
      const IrNode* read = &ir[n.inputs[i].node];
      // A Reshape has the buffer of its input.
      while (read->op != nullptr && !read->is_const() && read->type() == "Reshape") {
        read = &ir[read->inputs[0].node];
      }
      if (read->op == nullptr || read->is_const() || read->type() != "ReadVariableOp") continue;
      Variable* const variable = VariableBehind(*spec, read->inputs[0]);
      if (variable != nullptr && written.count(variable) == 0) {
        spec->weights.push_back({node, input, variable});
      }
    }
  }
  std::ranges::sort(spec->weights, std::less<>(), PlaceOf);
}

bool Specialisation::FitsVariables() {
  const uint64_t now = Variable::Epoch().load(std::memory_order_acquire);
  if (epoch.load(std::memory_order_relaxed) == now) return true;
  for (const Guard& g : guards) {
    std::lock_guard lock(g.variable->mu());
    if (g.variable->initialized() != g.initialized) return false;
    if (g.initialized && !(g.variable->value().shape() == g.shape)) return false;
  }
  epoch.store(now, std::memory_order_relaxed);
  return true;
}

}  // namespace hb
