// Which inputs of steps can stay the same from run to run.
#include <algorithm>
#include <functional>
#include <set>

#include "core/runtime/specialisation.h"

namespace hb {
namespace {

// The variable behind a handle that is known; null if it isn't.
Variable* Behind(const Specialisation& s, const IrEdge& e) {
  const Value& handle = s.values[static_cast<size_t>(s.ValueOf(e))];
  if (handle.dtype != DT_RESOURCE || handle.home != Home::kConst) return nullptr;
  Result<Variable*> variable = AnyVariableOf(ViewOf(handle.constant));
  return variable.ok() ? *variable : nullptr;
}

bool OnlyReads(const std::string& type) {
  return type == "ReadVariableOp" || type == "VarIsInitializedOp" ||
         type == "IsVariableInitialized" || type.starts_with("ResourceGather");
}

// The variables that nodes of the plan write, or hand on to others who may.
std::set<const Variable*> Written(const Specialisation& s, const Ir& ir) {
  std::set<const Variable*> written;
  for (const IrNode& n : ir.nodes) {
    if (n.op == nullptr || n.is_const() || OnlyReads(n.type())) continue;
    for (const IrEdge& e : n.inputs) {
      if (const Variable* v = Behind(s, e); v != nullptr) written.insert(v);
    }
  }
  return written;
}

}  // namespace

void FindWeights(Specialisation* spec) {
  const Ir& ir = spec->plan->ir();
  const std::set<const Variable*> written = Written(*spec, ir);
  for (const PlanStep& step : spec->steps) {
    const IrNode& n = ir[step.node];
    const bool planned = step.kind == StepKind::kStatic || step.kind == StepKind::kSlots;
    if (!planned || n.inputs.size() < 2) continue;
    const IrEdge& e = n.inputs[1];
    const NodeExec* const node = spec->plan->execs()[static_cast<size_t>(step.node)].get();
    if (spec->values[static_cast<size_t>(spec->ValueOf(e))].home == Home::kConst) {
      spec->weights.emplace_back(node, nullptr);
      continue;
    }
    const IrNode* read = &ir[e.node];
    // A Reshape has the buffer of its input.
    while (read->op != nullptr && !read->is_const() && read->type() == "Reshape") {
      read = &ir[read->inputs[0].node];
    }
    if (read->op == nullptr || read->is_const() || read->type() != "ReadVariableOp") continue;
    Variable* const variable = Behind(*spec, read->inputs[0]);
    if (variable != nullptr && written.count(variable) == 0) {
      spec->weights.emplace_back(node, variable);
    }
  }
  std::ranges::sort(spec->weights, std::less<>(), &WeightTable::value_type::first);
}

}  // namespace hb
