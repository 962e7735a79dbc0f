// The Grad that the gradient functions of ops work with.
#ifndef HORNBEAM_CORE_AUTODIFF_NODE_GRAD_H_
#define HORNBEAM_CORE_AUTODIFF_NODE_GRAD_H_

#include <string>
#include <vector>

#include "core/graph/grad.h"

namespace hb::autodiff {

// One node, the gradients that flow into its outputs (empty ones for none), and which inputs
// somebody wants gradients of.
class NodeGrad : public Grad {
 public:
  NodeGrad(Graph* graph, const std::string& scope, Node* node, std::vector<Output> dys,
           std::vector<bool> wanted);

  const Node& node() const override { return *node_; }
  Node* mutable_node() const { return node_; }
  Output output(int i) const override { return Output(node_, i); }
  bool has_dy(int i) const override;
  Output dy(int i) override;
  void Return(int i, Output dx) override;
  Output ReduceToInput(Output dx, int i, int other) override;

  bool wanted(int i) const { return wanted_[static_cast<size_t>(i)]; }
  const std::vector<Output>& dxs() const { return dxs_; }
  // Checks types and shapes of what was returned.
  Status Finish();

 private:
  Node* node_;
  int first_new_node_;
  std::vector<Output> dys_;
  std::vector<bool> wanted_;
  std::vector<Output> dxs_;
};

// True if gradients flow through values of the type.
bool IsDifferentiable(DType dtype);
// The type of the gradient of `o`: its own, or that of the variable behind a resource. DT_INVALID
// if that isn't known.
DType GradientType(Output o);
// Zeros like `o`, or like the variable behind it.
Output ZerosFor(Builder* b, Output o);

}  // namespace hb::autodiff

#endif  // HORNBEAM_CORE_AUTODIFF_NODE_GRAD_H_
