// What specialisations know of variables: which inputs of steps can stay the same from run to run.
#ifndef HORNBEAM_CORE_RUNTIME_WEIGHTS_H_
#define HORNBEAM_CORE_RUNTIME_WEIGHTS_H_

#include <set>

#include "core/runtime/specialisation.h"

namespace hb {

// The variable behind a handle that is known; null if it isn't.
Variable* VariableBehind(const Specialisation& s, const IrEdge& handle);

// The variable of the host whose value a step takes, if that is known and of a known shape; null
// for other steps.
Variable* ReadBy(const Specialisation& s, const IrNode& n, const PlanStep& step);

// The variables that nodes of the plan write, or hand on to others who may.
std::set<const Variable*> WrittenVariables(const Specialisation& s, const Ir& ir);

// Fills Specialisation::weights.
void FindWeights(Specialisation* spec, const std::set<const Variable*>& written);

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_WEIGHTS_H_
