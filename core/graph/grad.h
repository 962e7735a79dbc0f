// What the gradient of an op sees. core/autodiff implements it.
#ifndef HORNBEAM_CORE_GRAPH_GRAD_H_
#define HORNBEAM_CORE_GRAPH_GRAD_H_

#include "core/graph/builder.h"

namespace hb {

// One node to differentiate. The gradient function builds nodes (Op, Const…) and returns the
// gradient of each input with Return; inputs without one get none. Outputs that nobody
// differentiates through have no dy.
class Grad : public Builder {
 public:
  using Builder::Builder;
  virtual const Node& node() const = 0;
  int num_inputs() const { return node().num_inputs(); }
  Output input(int i) const { return node().input(i); }
  virtual Output output(int i) const = 0;
  // False if no gradient flows into output i.
  virtual bool has_dy(int i) const = 0;
  // The gradient of output i; zeros like the output if none flows in.
  virtual Output dy(int i) = 0;
  // The gradient of input i is `dx`; an empty Output means none.
  virtual void Return(int i, Output dx) = 0;
  AttrReader attrs() const { return node().attrs(); }
  DType T() const { return attrs().Type("T"); }

  // dx, summed over the dimensions in which input i was broadcast against the other input, in the
  // shape of input i. Uses static shapes when they are known.
  virtual Output ReduceToInput(Output dx, int i, int other) = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_GRAD_H_
