#include "core/passes/ir.h"

namespace hb {

void FoldConstants(Ir* ir, const Evaluator& evaluate, size_t max_bytes) {
  // Nodes are in order, so one walk is enough.
  std::vector<std::vector<Tensor>> values(ir->nodes.size());
  std::vector<std::pair<int, std::vector<Tensor>>> folded;
  for (int i = 0; i < ir->size(); ++i) {
    IrNode& n = (*ir)[i];
    if (n.dead || n.is_feed()) continue;
    if (n.is_const()) {
      // A constant that waits may lie in a loop or on a branch; what reads it stays there too.
      if (n.controls.empty()) values[static_cast<size_t>(i)] = {n.value};
      continue;
    }
    if (n.inputs.empty() || !n.controls.empty() || n.out_types.empty() || !IsPure(n) || IsCall(n) ||
        n.kernel == nullptr) {
      continue;
    }
    std::vector<Tensor> inputs;
    for (const IrEdge& e : n.inputs) {
      const auto& v = values[static_cast<size_t>(e.node)];
      if (v.empty()) break;
      inputs.push_back(v[static_cast<size_t>(e.index)]);
    }
    if (inputs.size() != n.inputs.size()) continue;
    std::vector<Tensor> out;
    if (!evaluate(n, std::move(inputs), &out).ok()) continue;
    size_t bytes = 0;
    bool plain = true;
    for (const Tensor& t : out) {
      bytes += t.bytes();
      plain = plain && (IsPlain(t.dtype()) || t.dtype() == DT_STRING);
    }
    if (bytes > max_bytes || !plain) continue;
    values[static_cast<size_t>(i)] = std::move(out);
  }
  // A node with one output becomes a constant in place; of one with several, each used output gets
  // a constant of its own.
  const int count = ir->size();
  std::vector<std::vector<int>> split(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    auto& v = values[static_cast<size_t>(i)];
    if (v.empty() || (*ir)[i].is_const()) continue;
    if (v.size() == 1) {
      (*ir)[i].value = v[0];
      (*ir)[i].inputs.clear();
      (*ir)[i].in_types.clear();
      continue;
    }
    for (size_t k = 0; k < v.size(); ++k) {
      IrNode c = (*ir)[i];
      c.inputs.clear();
      c.in_types.clear();
      c.value = v[k];
      c.out_types = {v[k].dtype()};
      ir->nodes.push_back(std::move(c));
      split[static_cast<size_t>(i)].push_back(ir->size() - 1);
    }
  }
  auto redirect = [&](IrEdge* e) {
    const auto& s = e->node < count ? split[static_cast<size_t>(e->node)] : std::vector<int>();
    if (!s.empty()) *e = {s[static_cast<size_t>(e->index)], 0};
  };
  for (IrNode& n : ir->nodes) {
    for (IrEdge& e : n.inputs) redirect(&e);
  }
  for (IrEdge& e : ir->fetches) redirect(&e);
}

}  // namespace hb
