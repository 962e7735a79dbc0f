#ifndef HORNBEAM_CPP_OP_FUNCTION_H_
#define HORNBEAM_CPP_OP_FUNCTION_H_

// What the generated op functions are made of. A function takes the scope, the inputs, the
// attributes without a default, and a struct of those that have one:
//
//   hb::Output y = hb::ops::MatMul(scope, a, b, {.transpose_a = true});

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hornbeam/cpp/graph.h"

namespace hb::detail {

inline OutputList Outputs(const Scope& scope, Operation operation, int start, size_t count) {
  OutputList outputs;
  if (!operation) return OutputList(count);
  for (size_t i = 0; i < count; ++i) {
    outputs.emplace_back(scope, operation, start + static_cast<int>(i));
  }
  return outputs;
}

}  // namespace hb::detail

#endif  // HORNBEAM_CPP_OP_FUNCTION_H_
