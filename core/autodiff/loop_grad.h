// Gradients of loops of Enter, Merge, Switch, NextIteration and Exit nodes.
#ifndef HORNBEAM_CORE_AUTODIFF_LOOP_GRAD_H_
#define HORNBEAM_CORE_AUTODIFF_LOOP_GRAD_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/autodiff/context.h"
#include "core/autodiff/loops.h"

namespace hb::autodiff {

// Adds the loop that computes the gradient of `loop`. `dys` are the gradients of its Exit nodes,
// where there are any; `wanted` tells of which of its Enter nodes somebody wants the gradient of
// the input. Gives those that there are.
Status DifferentiateLoop(Context& context, Graph* graph, const std::string& scope, const Loop& loop,
                         const std::map<const Node*, Output>& dys,
                         const std::function<bool(const Node& enter)>& wanted,
                         std::vector<std::pair<Node*, Output>>* dxs);

}  // namespace hb::autodiff

#endif  // HORNBEAM_CORE_AUTODIFF_LOOP_GRAD_H_
