#include "core/ops/math/common.h"

namespace hb::op_util {

Expr Unary(const char* op, const Expr& x) {
  if (!x.out) return {x.g, {}};
  return {x.g, x.g->Op(op, {x.out})};
}

Expr Binary(const char* op, const Expr& x, const Expr& y) {
  if (!x.out || !y.out) return {x.g, {}};
  return {x.g, x.g->Op(op, {x.out, y.out})};
}

Expr Binary(const char* op, const Expr& x, double value) {
  if (!x.out) return {x.g, {}};
  return {x.g, x.g->Op(op, {x.out, x.g->ScalarOf(BaseType(x.dtype()), value)})};
}

Expr operator+(const Expr& a, const Expr& b) { return Binary("AddV2", a, b); }
Expr operator-(const Expr& a, const Expr& b) { return Binary("Sub", a, b); }
Expr operator*(const Expr& a, const Expr& b) { return Binary("Mul", a, b); }
Expr operator/(const Expr& a, const Expr& b) { return Binary("RealDiv", a, b); }
Expr operator-(const Expr& a) { return Unary("Neg", a); }
Expr operator+(const Expr& a, double b) { return Binary("AddV2", a, b); }
Expr operator*(const Expr& a, double b) { return Binary("Mul", a, b); }

Expr Minus(double value, const Expr& x) {
  if (!x.out) return {x.g, {}};
  return {x.g, x.g->Op("Sub", {x.g->ScalarOf(BaseType(x.dtype()), value), x.out})};
}

Expr Conj(const Expr& x) { return IsComplex(BaseType(x.dtype())) ? Unary("Conj", x) : x; }

Expr Cast(const Expr& x, DType dtype) {
  if (!x.out || x.dtype() == dtype) return x;
  return {x.g, x.g->Op("Cast", {x.out}, {{"DstT", dtype}})};
}

Expr ZerosLike(const Expr& x) { return Unary("ZerosLike", x); }
Expr OnesLike(const Expr& x) { return Unary("OnesLike", x); }

Expr Where(const Expr& condition, const Expr& a, const Expr& b) {
  if (!condition.out || !a.out || !b.out) return {a.g, {}};
  return {a.g, a.g->Op("SelectV2", {condition.out, a.out, b.out})};
}

Expr Reshape(const Expr& x, const Expr& shape) { return Binary("Reshape", x, shape); }

Expr ShapeVector(const Expr& x) {
  if (!x.out) return x;
  return {x.g, ShapeOf(*x.g, x.out)};
}

Expr SumOver(const Expr& x, const std::vector<int32_t>& axes, bool keep_dims) {
  if (!x.out) return x;
  return {x.g, x.g->Op("Sum", {x.out, Ints(*x.g, axes)}, {{"keep_dims", keep_dims}})};
}

void ReturnPair(Grad& g, const Expr& dx, const Expr& dy) {
  if (dx.out) g.Return(0, g.ReduceToInput(dx, 0, 1));
  if (dy.out) g.Return(1, g.ReduceToInput(dy, 1, 0));
}

Expr ReduceTo(Grad& g, const Expr& dx, int i) {
  if (!dx.out) return dx;
  const Expr x = X(g, i);
  const Shape& from = dx.out.shape();
  const Shape& to = x.out.shape();
  if (from.FullyDefined() && from == to) return dx;
  Node* axes = g.NodeOf("BroadcastGradientArgs", {ShapeVector(x).out, ShapeVector(dx).out});
  if (axes == nullptr) return {&g, {}};
  const Expr sum = {&g, g.Op("Sum", {dx.out, Output(axes, 0)})};
  return Reshape(sum, ShapeVector(x));
}

Status FusedShape(InferCtx& c, ShapeFn shape) {
  const std::vector<std::string> where = c.attrs().Strings("where");
  const auto blame = [&](Status s, size_t i) {
    return s.ok() || where.size() <= i ? s : s.WithPrefix(where[i]);
  };
  HB_RETURN_IF_ERROR(blame(shape(c), 0));
  if (c.num_inputs() < 3) return Status();
  if (c.num_inputs() > 3) return InvalidArgument("there can be one bias only");
  Result<Shape> bias = c.WithRank(2, 1);
  if (!bias.ok()) return blame(std::move(bias).status(), 1);
  const Shape& s = c.output(0);
  if (s.unknown_rank() || MergeDims(s[s.rank() - 1], (*bias)[0]).ok()) return Status();
  return blame(InvalidArgument("Must provide as many biases as the channel dimension of the input "
                               "tensor: ",
                               bias->ToString(), " vs. ", s[s.rank() - 1], " in ", s.ToString()),
               1);
}

}  // namespace hb::op_util
