// Formulas of outputs, in which gradients are written.
#ifndef HORNBEAM_CORE_OPS_MATH_COMMON_H_
#define HORNBEAM_CORE_OPS_MATH_COMMON_H_

#include "core/ops/array/common.h"

namespace hb::op_util {

// An output with arithmetic: each operation adds a node. An empty one (after an error, or a missing
// gradient) stays empty.
struct Expr {
  Grad* g = nullptr;
  Output out;
  operator Output() const { return out; }  // NOLINT: stands wherever an output does
  operator In() const { return out; }      // NOLINT: the same, as an argument
  DType dtype() const { return out ? out.dtype() : DT_INVALID; }
};

inline Expr X(Grad& g, int i) { return {&g, g.input(i)}; }
inline Expr Y(Grad& g, int i = 0) { return {&g, g.output(i)}; }
inline Expr Dy(Grad& g, int i = 0) { return {&g, g.dy(i)}; }

Expr Unary(const char* op, const Expr& x);
Expr Binary(const char* op, const Expr& x, const Expr& y);
// x op value, with the value in x's dtype.
Expr Binary(const char* op, const Expr& x, double value);
Expr operator+(const Expr& a, const Expr& b);
Expr operator-(const Expr& a, const Expr& b);
Expr operator*(const Expr& a, const Expr& b);
Expr operator/(const Expr& a, const Expr& b);
Expr operator-(const Expr& a);
Expr operator+(const Expr& a, double b);
Expr operator*(const Expr& a, double b);
// value - x.
Expr Minus(double value, const Expr& x);
// The complex conjugate; x itself if its dtype is real.
Expr Conj(const Expr& x);
Expr Cast(const Expr& x, DType dtype);
Expr ZerosLike(const Expr& x);
Expr OnesLike(const Expr& x);
// SelectV2.
Expr Where(const Expr& condition, const Expr& a, const Expr& b);
Expr Reshape(const Expr& x, const Expr& shape);
// The shape as int32 vector, a constant when known.
Expr ShapeVector(const Expr& x);
// Sum over constant axes.
Expr SumOver(const Expr& x, const std::vector<int32_t>& axes, bool keep_dims);

// Returns the gradients of two inputs that were broadcast together.
void ReturnPair(Grad& g, const Expr& dx, const Expr& dy);
// dx summed to the shape of input i, which was broadcast to the shape of dx.
Expr ReduceTo(Grad& g, const Expr& dx, int i);

// The shape function of a fused op: `shape` of the first op, then the attribute `steps`, whose
// operands are the inputs from 2 on. Failures begin with the node that they belong to, as attribute
// `where` has it.
Status FusedShape(InferCtx& c, ShapeFn shape);
// Checks the operand of one such step, an input, against the result.
Status CheckStep(InferCtx& c, const std::string& name, int input, const Shape& result);

}  // namespace hb::op_util

#endif  // HORNBEAM_CORE_OPS_MATH_COMMON_H_
