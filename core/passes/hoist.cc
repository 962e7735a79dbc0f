// Gradients of weights right behind what they are computed from.
//
// Order() puts a node where something first asks for it. Nothing but the optimizer asks for the
// gradients of weights, so that they would all be computed at the end of the backward pass, when
// what they read has left every cache and has kept its memory until then.
#include <algorithm>
#include <vector>

#include "core/passes/ir.h"

namespace hb {
namespace {

// Whether the node sums over all samples: its result is mostly smaller than what it reads.
bool SumsSamples(const IrNode& n) {
  if (n.op == nullptr || n.dead || n.is_const() || !n.controls.empty()) return false;
  const std::string& type = n.type();
  return type == "BiasAddGrad" || type == "Conv2DBackpropFilter" ||
         type == "DepthwiseConv2dNativeBackpropFilter" ||
         (type == "MatMul" && n.reader().Bool("transpose_a"));
}

}  // namespace

void HoistWeightGradients(Ir* ir) {
  const int count = ir->size();
  // By node: those that can run as soon as it has.
  std::vector<std::vector<int>> behind(static_cast<size_t>(count));
  std::vector<char> moves(static_cast<size_t>(count), 0);
  for (int i = 0; i < count; ++i) {
    const IrNode& n = (*ir)[i];
    if (!SumsSamples(n)) continue;
    int last = -1;
    for (const IrEdge& e : n.inputs) last = std::max(last, e.node);
    if (last < 0 || last >= i) continue;
    behind[static_cast<size_t>(last)].push_back(i);
    moves[static_cast<size_t>(i)] = 1;
  }
  std::vector<int> order, stack;
  for (int i = 0; i < count; ++i) {
    if (moves[static_cast<size_t>(i)]) continue;
    stack.push_back(i);
    while (!stack.empty()) {
      const int next = stack.back();
      stack.pop_back();
      order.push_back(next);
      const std::vector<int>& ready = behind[static_cast<size_t>(next)];
      stack.insert(stack.end(), ready.rbegin(), ready.rend());
    }
  }
  Arrange(ir, order);
}

}  // namespace hb
