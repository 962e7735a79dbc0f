// Which inputs of steps can stay the same from run to run.
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
  for (PlanStep& step : spec->steps) {
    const IrNode& n = ir[step.node];
    if (n.inputs.size() < 2 || n.on != nullptr) continue;
    const Value& v = spec->values[static_cast<size_t>(spec->ValueOf(n.inputs[1]))];
    if (v.device != nullptr) continue;
    step.constant_weights = v.home == Home::kConst;
    const IrNode& read = ir[n.inputs[1].node];
    if (read.op == nullptr || read.is_const() || read.type() != "ReadVariableOp") continue;
    Variable* const variable = Behind(*spec, read.inputs[0]);
    if (written.count(variable) == 0) step.weights = variable;
  }
}

}  // namespace hb
