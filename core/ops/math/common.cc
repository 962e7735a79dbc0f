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

Status CheckStep(InferCtx& c, const std::string& name, int input, const Shape& s) {
  if (name == "bias") HB_RETURN_IF_ERROR(c.WithRank(input, 1).status());
  const Shape& o = c.input(input);
  if (o.unknown_rank() || s.unknown_rank()) return Status();
  if (name == "residual") {
    HB_ASSIGN_OR_RETURN(const Shape sum, BroadcastShapes(s, o));
    if (sum.Compatible(s)) return Status();
    return InvalidArgument("the sum of ", s.ToString(), " and ", o.ToString(),
                           " has another shape than the first of them");
  }
  const int64_t channels = s[s.rank() - 1];
  if (name == "bias") {
    if (MergeDims(channels, o[0]).ok()) return Status();
    return InvalidArgument(
        "Must provide as many biases as the channel dimension of the input tensor: ", o.ToString(),
        " vs. ", channels, " in ", s.ToString());
  }
  bool fits = o.rank() >= 1 && o.rank() <= s.rank() && MergeDims(channels, o[o.rank() - 1]).ok();
  for (int i = 0; i + 1 < o.rank(); ++i) fits = fits && (o[i] == 1 || o[i] < 0);
  if (fits) return Status();
  return InvalidArgument(
      "the variable or constant behind this step must have one value for each of ", channels,
      " channels, not the shape ", o.ToString());
}

Status FusedShape(InferCtx& c, ShapeFn shape) {
  const std::vector<std::string> where = c.attrs().Strings("where");
  const std::vector<std::string> steps = c.attrs().Strings("steps");
  const auto blame = [&](Status s, size_t i) {
    return s.ok() || where.size() <= i ? s : s.WithPrefix(where[i]);
  };
  HB_RETURN_IF_ERROR(blame(shape(c), 0));
  if (steps.size() + 2 != static_cast<size_t>(c.num_inputs())) {
    return InvalidArgument("`steps` must name each operand");
  }
  for (size_t i = 0; i < steps.size(); ++i) {
    const int input = static_cast<int>(i) + 2;
    HB_RETURN_IF_ERROR(blame(CheckStep(c, steps[i], input, c.output(0)), i + 1));
  }
  return Status();
}

}  // namespace hb::op_util
