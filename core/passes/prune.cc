#include <unordered_map>

#include "core/passes/ir.h"

namespace hb {

void Prune(Ir* ir) {
  std::vector<char> needed(ir->nodes.size(), 0);
  std::vector<int> stack;
  auto need = [&](int i) {
    if (!needed[static_cast<size_t>(i)]) {
      needed[static_cast<size_t>(i)] = 1;
      stack.push_back(i);
    }
  };
  for (const IrEdge& e : ir->fetches) need(e.node);
  for (int t : ir->targets) need(t);
  while (!stack.empty()) {
    const IrNode& n = (*ir)[stack.back()];
    stack.pop_back();
    for (const IrEdge& e : n.inputs) need(e.node);
    for (int c : n.controls) need(c);
  }
  for (int i = 0; i < ir->size(); ++i) {
    if (!needed[static_cast<size_t>(i)] && !(*ir)[i].is_feed()) (*ir)[i].dead = true;
  }
}

void PassThrough(Ir* ir) {
  auto passes = [](const IrNode& n) {
    if (n.op == nullptr || n.dead || !n.controls.empty() || n.inputs.empty()) return false;
    const std::string& t = n.type();
    if (t != "Identity" && t != "StopGradient" && t != "PreventGradient" && t != "_Arg")
      return false;
    return n.in_types.empty() || !IsRef(n.in_types[0]);
  };
  auto resolve = [&](IrEdge e) {
    // Chains are short; a ref output needs the Identity, because it reads the variable.
    while (passes((*ir)[e.node])) {
      const IrEdge in = (*ir)[e.node].inputs[0];
      if (IsRef((*ir)[in.node].out_types[static_cast<size_t>(in.index)])) break;
      e = in;
    }
    return e;
  };
  for (IrNode& n : ir->nodes) {
    if (n.dead) continue;
    const bool loop_edge = n.op != nullptr && IsControlFlow(n.type());
    for (IrEdge& e : n.inputs) {
      // An Identity on a branch of a Switch is what control edges hang on.
      if (!loop_edge) e = resolve(e);
    }
  }
  for (IrEdge& e : ir->fetches) e = resolve(e);
}

void Arrange(Ir* ir, const std::vector<int>& order) {
  // Mostly nothing moves, or nodes only move up where others have gone: large graphs then take no
  // memory for it.
  const bool rising = std::ranges::is_sorted(order);
  if (rising && order.size() == ir->nodes.size()) return;
  std::vector<int> place(ir->nodes.size(), -1);
  for (size_t k = 0; k < order.size(); ++k)
    place[static_cast<size_t>(order[k])] = static_cast<int>(k);
  if (rising) {
    auto end = ir->nodes.begin();
    for (int i : order) {
      IrNode& n = (*ir)[i];
      if (&n != &*end) *end = std::move(n);
      ++end;
    }
    ir->nodes.erase(end, ir->nodes.end());
  } else {
    std::vector<IrNode> nodes;
    nodes.reserve(order.size());
    for (int i : order) nodes.push_back(std::move((*ir)[i]));
    ir->nodes = std::move(nodes);
  }
  for (IrNode& n : ir->nodes) {
    for (IrEdge& e : n.inputs) e.node = place[static_cast<size_t>(e.node)];
    for (int& c : n.controls) c = place[static_cast<size_t>(c)];
  }
  for (IrEdge& e : ir->fetches) e.node = place[static_cast<size_t>(e.node)];
  for (int& t : ir->targets) t = place[static_cast<size_t>(t)];
}

Status Order(Ir* ir) {
  enum : char { kNew, kOpen, kDone };
  std::vector<char> mark(ir->nodes.size(), kNew);
  std::vector<int> order;
  // (node, next input): an explicit stack, because chains can be 100,000 nodes long.
  std::vector<std::pair<int, size_t>> stack;
  auto visit = [&](int root) -> Status {
    if (mark[static_cast<size_t>(root)] != kNew) return Status();
    stack.push_back({root, 0});
    mark[static_cast<size_t>(root)] = kOpen;
    while (!stack.empty()) {
      auto& [i, next] = stack.back();
      const IrNode& n = (*ir)[i];
      const size_t data = n.inputs.size(), all = data + n.controls.size();
      if (next == all) {
        mark[static_cast<size_t>(i)] = kDone;
        order.push_back(i);
        stack.pop_back();
        continue;
      }
      const int in = next < data ? n.inputs[next].node : n.controls[next - data];
      ++next;
      // The back edge of a loop: its Merge runs again when NextIteration has run.
      const IrNode& from = (*ir)[in];
      if (from.op != nullptr && from.type().ends_with("NextIteration") && n.op != nullptr &&
          n.type().ends_with("Merge")) {
        continue;
      }
      if (mark[static_cast<size_t>(in)] == kOpen) {
        return InvalidArgument("node '", n.name, "' (", n.op ? n.type() : "feed",
                               ") is part of a cycle; only NextIteration may close a loop");
      }
      if (mark[static_cast<size_t>(in)] == kNew) {
        mark[static_cast<size_t>(in)] = kOpen;
        stack.push_back({in, 0});
      }
    }
    return Status();
  };
  for (const IrEdge& e : ir->fetches) HB_RETURN_IF_ERROR(visit(e.node));
  for (int t : ir->targets) HB_RETURN_IF_ERROR(visit(t));
  // Loops are reached from their exits; NextIteration nodes hang on nothing that was visited.
  for (int i = 0; i < ir->size(); ++i) {
    const IrNode& n = (*ir)[i];
    if (!n.dead && (n.is_feed() || (n.op != nullptr && n.type().ends_with("NextIteration")))) {
      HB_RETURN_IF_ERROR(visit(i));
    }
  }
  Arrange(ir, order);
  return Status();
}

}  // namespace hb
