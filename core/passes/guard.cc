#include "core/passes/ir.h"

namespace hb {

Status GuardConstants(Ir* ir) {
  // Nodes that may be dead because a Switch before them went the other way.
  std::vector<char> may_die(ir->nodes.size(), 0);
  bool changed = true;
  while (changed) {
    changed = false;
    for (int i = 0; i < ir->size(); ++i) {
      const IrNode& n = (*ir)[i];
      char& dies = may_die[static_cast<size_t>(i)];
      if (dies || n.dead || n.op == nullptr) continue;
      dies = n.type() == "Switch" || n.type() == "RefSwitch" || n.type() == "_SwitchN";
      for (const IrEdge& e : n.inputs) dies = dies || may_die[static_cast<size_t>(e.node)];
      for (int c : n.controls) dies = dies || may_die[static_cast<size_t>(c)];
      changed = changed || dies;
    }
  }
  const int count = ir->size();
  std::vector<int> guards(static_cast<size_t>(count), -1);
  for (int i = 0; i < count; ++i) {
    if (!(*ir)[i].is_const() || !may_die[static_cast<size_t>(i)]) continue;
    const DType t = (*ir)[i].out_types[0];
    HB_ASSIGN_OR_RETURN(const int id, ir->Add("Identity", (*ir)[i].name, {{"T", t}}, {t}));
    IrNode& guard = (*ir)[id];
    guard.inputs = {{i, 0}};
    guard.in_types = {t};
    guard.controls = std::move((*ir)[i].controls);
    guard.origin = (*ir)[i].origin;
    (*ir)[i].controls.clear();
    guards[static_cast<size_t>(i)] = id;
  }
  const auto redirect = [&](int* node) {
    if (*node < count && guards[static_cast<size_t>(*node)] >= 0) {
      *node = guards[static_cast<size_t>(*node)];
    }
  };
  for (int i = 0; i < ir->size(); ++i) {
    for (IrEdge& e : (*ir)[i].inputs) {
      if (i < count) redirect(&e.node);
    }
    for (int& c : (*ir)[i].controls) redirect(&c);
  }
  for (IrEdge& e : ir->fetches) redirect(&e.node);
  for (int& t : ir->targets) redirect(&t);
  return Status();
}

}  // namespace hb
