// Gradients of conditionals made of Switch and Merge nodes.
#include "core/autodiff/context.h"

namespace hb::autodiff {

// The gradient comes from the side that was taken; a side without one gives zeros there.
void SwitchGrad(Context&, NodeGrad& g) {
  if (!g.has_dy(0) && !g.has_dy(1)) return;
  const Output data = g.input(0), pred = g.input(1);
  std::vector<Output> sides;
  for (int i = 0; i < 2; ++i) {
    if (g.has_dy(i)) {
      sides.push_back(g.dy(i));
      continue;
    }
    Node* zeros = g.NodeOf("Switch", {ZerosFor(&g, data), pred});
    if (zeros == nullptr) return;
    sides.emplace_back(zeros, i);
  }
  g.Return(0, g.Op("Merge", {In(sides)}));
}

// The gradient goes to the input that the value came from; the others' gradients are dead.
void MergeGrad(Context&, NodeGrad& g) {
  if (!g.has_dy(0)) return;
  const Output which = g.output(1);
  for (int i = 0; i < g.num_inputs(); ++i) {
    if (!g.wanted(i)) continue;
    const Output taken = g.Op("Equal", {which, g.Scalar<int32_t>(i)});
    Node* n = g.NodeOf("Switch", {g.dy(0), taken});
    if (n == nullptr) return;
    g.Return(i, Output(n, 1));
  }
}

}  // namespace hb::autodiff
