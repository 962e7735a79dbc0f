#ifndef KERAS_LIKE_ENGINE_FUNCTION_H_
#define KERAS_LIKE_ENGINE_FUNCTION_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "keras_like/engine/base.h"
#include "keras_like/engine/math.h"

namespace hb::keras_like {

// Functions made from graphs, and loops made of them.

using FunctionPtr = std::unique_ptr<HB_Function, decltype(&HB_DeleteFunction)>;

// Placeholders like the first `count` tensors, in another graph.
OutputList PlaceholdersLike(const Scope& scope, const OutputList& tensors, size_t count);

// A function of a graph's placeholders, in which the operations always run; its name ends in a hash
// of its definition.
Result<FunctionPtr> MakeFunction(const Scope& scope, const std::string& name,
                                 const OutputList& arguments, const OutputList& results,
                                 const std::vector<Operation>& operations = {});

// Adds the function to the scope's graph.
Status AddFunction(const Scope& scope, HB_Function* function);

// The same with all functions of the graph that it was made from, which it may call.
Status AddWithCallees(const Scope& scope, const Scope& from, HB_Function* function);

// One turn of a loop: the state behind it, from the number of the turn (int32), the state before it
// and what doesn't change.
using LoopBody = std::function<OutputList(const Output& turn, const OutputList& state,
                                          const OutputList& constants)>;

// The state after `count` (int32) turns, as a StatelessWhile.
OutputList Loop(const Scope& scope, const Output& count, const OutputList& state,
                const OutputList& constants, const LoopBody& body);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_FUNCTION_H_
