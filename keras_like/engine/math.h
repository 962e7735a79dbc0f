#ifndef KERAS_LIKE_ENGINE_MATH_H_
#define KERAS_LIKE_ENGINE_MATH_H_

// Shorthand for the ops that layers, losses, metrics and optimizers are written in. Everything is
// built in the scope of the first argument.

#include <vector>

#include "hornbeam/cpp/gen/array_ops.h"
#include "hornbeam/cpp/gen/math_ops.h"
#include "hornbeam/cpp/gen/nn_ops.h"
#include "hornbeam/cpp/operators.h"
#include "keras_like/engine/base.h"

namespace hb::keras_like {

// Keras's constant that keeps logarithms and divisions finite.
inline constexpr double kEpsilon = 1e-7;

inline Output Square(const Output& x) { return ops::Square(x.scope(), x); }
inline Output Sqrt(const Output& x) { return ops::Sqrt(x.scope(), x); }
inline Output Rsqrt(const Output& x) { return ops::Rsqrt(x.scope(), x); }
inline Output Exp(const Output& x) { return ops::Exp(x.scope(), x); }
inline Output Log(const Output& x) { return ops::Log(x.scope(), x); }
inline Output Abs(const Output& x) { return ops::Abs(x.scope(), x); }
inline Output Sigmoid(const Output& x) { return ops::Sigmoid(x.scope(), x); }
inline Output Softplus(const Output& x) { return ops::Softplus(x.scope(), x); }
inline Output Tanh(const Output& x) { return ops::Tanh(x.scope(), x); }
inline Output Relu(const Output& x) { return ops::Relu(x.scope(), x); }
inline Output Pow(const Output& x, const Input& y) { return ops::Pow(x.scope(), x, y); }
inline Output Maximum(const Output& x, const Input& y) { return ops::Maximum(x.scope(), x, y); }
inline Output Minimum(const Output& x, const Input& y) { return ops::Minimum(x.scope(), x, y); }
inline Output DivNoNan(const Output& x, const Input& y) { return ops::DivNoNan(x.scope(), x, y); }
inline Output Equal(const Output& x, const Input& y) { return ops::Equal(x.scope(), x, y); }
inline Output NotEqual(const Output& x, const Input& y) { return ops::NotEqual(x.scope(), x, y); }
inline Output And(const Output& x, const Output& y) { return ops::LogicalAnd(x.scope(), x, y); }
inline Output Or(const Output& x, const Output& y) { return ops::LogicalOr(x.scope(), x, y); }
inline Output Not(const Output& x) { return ops::LogicalNot(x.scope(), x); }

inline Output Clip(const Output& x, double low, double high) {
  return Minimum(Maximum(x, low), high);
}
// Elementwise choice, with broadcasting; a literal takes the type of the other value.
inline Output Where(const Output& condition, const Input& yes, const Input& no) {
  return ops::SelectV2(condition.scope(), condition, yes, no);
}
inline Output Cast(const Output& x, DataType dtype) {
  return x.dtype() == dtype ? x : ops::Cast(x.scope(), x, dtype);
}
inline Output ZerosLike(const Output& x) { return ops::ZerosLike(x.scope(), x); }
inline Output StopGradient(const Output& x) { return ops::StopGradient(x.scope(), x); }
inline Output Identity(const Output& x) { return ops::Identity(x.scope(), x); }

inline Output Reshape(const Output& x, const Input& shape) {
  return ops::Reshape(x.scope(), x, shape);
}
inline Output ShapeOf(const Output& x) { return ops::Shape(x.scope(), x); }
inline Output ExpandDims(const Output& x, int64_t axis) {
  return ops::ExpandDims(x.scope(), x, axis);
}
inline Output Squeeze(const Output& x, int64_t axis) {
  return ops::Squeeze(x.scope(), x, {.squeeze_dims = {axis}});
}
inline Output Transpose(const Output& x, const Dims& order) {
  return ops::Transpose(x.scope(), x, order);
}
inline Output Concat(const OutputList& values, int64_t axis) {
  return ops::ConcatV2(values[0].scope(), values, axis);
}
// Number of elements, of the given type.
inline Output SizeOf(const Output& x, DataType dtype) {
  return Cast(ops::Size(x.scope(), x), dtype);
}
// The size of the first dimension, of the given type.
inline Output BatchSize(const Output& x, DataType dtype) {
  const Scope& s = x.scope();
  Output size =
      ops::StridedSlice(s, ShapeOf(x), Dims{0}, Dims{1}, Dims{1}, {.shrink_axis_mask = 1});
  return Cast(size, dtype);
}

inline Dims AllAxes(const Output& x) {
  Dims axes;
  for (int i = 0; i < x.rank(); ++i) axes.push_back(i);
  return axes;
}
// All axes of a tensor whose rank may be unknown.
inline Input EveryAxis(const Output& x) {
  if (x.rank() >= 0) return AllAxes(x);
  const Scope& s = x.scope();
  return ops::Range(s, 0, ops::Rank(s, x), 1);
}

inline Output Sum(const Output& x, const Dims& axes, bool keep = false) {
  return ops::Sum(x.scope(), x, axes, {.keep_dims = keep});
}
inline Output Sum(const Output& x) { return ops::Sum(x.scope(), x, EveryAxis(x)); }
inline Output Mean(const Output& x, const Dims& axes, bool keep = false) {
  return ops::Mean(x.scope(), x, axes, {.keep_dims = keep});
}
inline Output Mean(const Output& x) { return ops::Mean(x.scope(), x, EveryAxis(x)); }
inline Output ReduceMax(const Output& x, const Dims& axes, bool keep = false) {
  return ops::Max(x.scope(), x, axes, {.keep_dims = keep});
}
inline Output ReduceMin(const Output& x, const Dims& axes, bool keep = false) {
  return ops::Min(x.scope(), x, axes, {.keep_dims = keep});
}
inline Output ArgMax(const Output& x, int64_t axis) {
  return ops::ArgMax(x.scope(), x, axis, {.output_type = HB_INT64});
}
inline Output MatMul(const Output& a, const Output& b) { return ops::MatMul(a.scope(), a, b); }
inline Output AddN(const OutputList& values) {
  return values.size() == 1 ? values[0] : ops::AddN(values[0].scope(), values);
}

// Softmax over any axis.
Output Softmax(const Output& x, int64_t axis);
Output LogSoftmax(const Output& x, int64_t axis);

// A constant of the type of `like`.
inline Output Number(const Output& like, double value) {
  return Input(value).Resolve(like.scope(), like.dtype());
}

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_MATH_H_
