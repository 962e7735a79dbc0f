#ifndef KERAS_LIKE_ENGINE_FUSED_H_
#define KERAS_LIKE_ENGINE_FUSED_H_

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "keras_like/engine/base.h"
#include "keras_like/engine/math.h"

namespace hb::keras_like {

// A computation that the runtime may do in one kernel. In the graph it is a call of a function of
// plain ops whose attribute `_implements` names the kernel, so that whoever doesn't know the kernel
// runs the ops.
struct Fused {
  using Attr = std::variant<bool, int64_t, float>;

  std::string name;  // "LayerNorm": _implements names hornbeam.LayerNorm, with the attributes
  std::vector<std::pair<std::string, Attr>> attrs;
  // The last results of the body: what the kernel of the gradient reads besides the others.
  int residuals = 0;
  // The plain ops. The gradient's plain ops are derived from them.
  std::function<OutputList(const OutputList& arguments)> body;
};

// Calls it in the scope. With `training` the function brings its gradient along and gives its
// residuals to it; without, it has none. Gives the results without the residuals.
OutputList CallFused(const Scope& scope, const Fused& fused, const OutputList& arguments,
                     bool training);

// An update of variables that the runtime may do in one kernel, hornbeam.`name`: a call of a
// function that gives nothing. `arguments` are handles of variables and values of any shape, the
// last one of the variables' type; the body gives what must run.
Operation CallFusedUpdate(
    const Scope& scope, const std::string& name, const OutputList& arguments,
    const std::function<std::vector<Operation>(const OutputList& arguments)>& body);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_FUSED_H_
