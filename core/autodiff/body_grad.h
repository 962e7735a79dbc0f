// Function bodies and their gradients.
#ifndef HORNBEAM_CORE_AUTODIFF_BODY_GRAD_H_
#define HORNBEAM_CORE_AUTODIFF_BODY_GRAD_H_

#include <functional>
#include <string>
#include <vector>

#include "core/autodiff/context.h"

namespace hb::autodiff {

// The body of a function, and beside it in the same graph the nodes that compute gradients.
struct BodyGrad {
  std::shared_ptr<const FunctionBody> body;
  int forward_nodes = 0;  // nodes with smaller ids are the function's own
  std::vector<Output> args;
  std::vector<Output> dy_args;  // placeholders for the gradients of the results in `ys`
  std::vector<Output> dxs;      // for the arguments in `xs`; empty ones where nothing flows

  Graph* graph() const { return body->graph.get(); }
};

// Instantiates `f` and differentiates the results with indices `ys` with respect to the arguments
// with indices `xs`.
Result<BodyGrad> DifferentiateBody(Context& context, const pb::NameAttrList& f,
                                   const std::vector<ArgInfo>& infos, const std::vector<int>& ys,
                                   const std::vector<int>& xs);

// Outputs of the function's own nodes that `wanted` (outputs of gradient nodes) needs and that
// can't be computed again: those of nodes for which `again` is false. Sorted.
std::vector<Output> Intermediates(const BodyGrad& b, const std::vector<Output>& wanted,
                                  const std::function<bool(const Node&)>& again);

// Computing such a node twice gives the same.
bool CanRunAgain(const Node& n);

// Adds a function with these arguments and results, made from b's graph. Returns its definition.
// With `forward` set all of the function's own nodes, control results and attributes stay.
Result<FunctionLibrary::DefPtr> AddFunctionFrom(Context& context, const BodyGrad& b,
                                                const std::string& name,
                                                const std::vector<Output>& inputs,
                                                const std::vector<Output>& outputs, bool forward);

// What is known of inputs [first, last) of a node.
std::vector<ArgInfo> InfosOf(const Node& n, int first, int last);
pb::NameAttrList FuncAttr(const Node& n, std::string_view attr);
Attr FuncValue(std::string name, const std::string& function);
std::vector<DType> TypesOf(const std::vector<Output>& outputs);

}  // namespace hb::autodiff

#endif  // HORNBEAM_CORE_AUTODIFF_BODY_GRAD_H_
