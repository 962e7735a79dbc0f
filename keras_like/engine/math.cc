#include "keras_like/engine/math.h"

#include <utility>

namespace hb::keras_like {
namespace {

// Runs an op of the last axis over another one.
template <class Op>
Output OverAxis(const Output& x, int64_t axis, Op op) {
  const int rank = x.rank();
  if (axis < 0) axis += rank;
  if (rank < 0 || axis == rank - 1) return op(x);
  Dims order = AllAxes(x);
  std::swap(order[axis], order[rank - 1]);
  return Transpose(op(Transpose(x, order)), order);
}

}  // namespace

Output Softmax(const Output& x, int64_t axis) {
  return OverAxis(x, axis, [](const Output& v) { return ops::Softmax(v.scope(), v); });
}

Output LogSoftmax(const Output& x, int64_t axis) {
  return OverAxis(x, axis, [](const Output& v) { return ops::LogSoftmax(v.scope(), v); });
}

}  // namespace hb::keras_like
