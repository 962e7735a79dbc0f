// Gradients as graph building.
#ifndef HORNBEAM_CORE_AUTODIFF_GRADIENTS_H_
#define HORNBEAM_CORE_AUTODIFF_GRADIENTS_H_

#include <string>
#include <vector>

#include "core/graph/function.h"
#include "core/graph/graph.h"

namespace hb {

struct GradientOptions {
  // The scope of the new nodes. Empty: "gradients", "gradients_1"…; a scope of one's own that is
  // taken already is InvalidArgument.
  std::string prefix;
  // Outputs that count as constants: no gradient flows through them to what they depend on.
  std::vector<Output> stop_gradients;
  // An x that no y depends on is InvalidArgument instead of giving an empty Output.
  bool unreachable_is_error = false;
};

// Adds nodes that compute the derivatives of sum_i(ys[i] * dys[i]) with respect to every x, and
// gives their outputs. `dys` is empty, or has an entry for each y; an empty entry stands for ones.
// An x through which nothing differentiable flows gets an empty Output. An x may be the resource
// handle of a variable; its gradient has the variable's type.
//
// Several paths to an x are summed by AddN. Through calls, conditionals and loops the gradient is
// a function in the graph's library, and the node that calls may get more outputs (and a loop more
// inputs) that hand over what the gradient needs. On an error the graph is as it was. The caller
// holds the graph's mutex if threads share it. The work is linear in the nodes between xs and ys.
Status AddGradients(Graph* graph, const std::vector<Output>& ys, const std::vector<Output>& xs,
                    const std::vector<Output>& dys, const GradientOptions& options,
                    std::vector<Output>* dxs);

// The function that op SymbolicGradient computes for `function`: it takes the function's arguments
// and a gradient for each result, and gives a gradient for each argument (zeros where none flows).
// The library's own gradient of the function, if there is one. Added to the library; returns its
// name.
Result<std::string> SymbolicGradientFunction(const std::shared_ptr<FunctionLibrary>& library,
                                             const OpSet* ops, const pb::NameAttrList& function);

}  // namespace hb

#endif  // HORNBEAM_CORE_AUTODIFF_GRADIENTS_H_
