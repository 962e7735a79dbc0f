// Functions of one tensor, element by element.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Expr SqrtOneMinusSquare(const Expr& x) { return Unary("Sqrt", Minus(1.0, Unary("Square", x))); }

void SqrtGradGradient(Grad& g) {
  const Expr ga = Dy(g) / X(g, 0);
  g.Return(0, -Conj(ga) * Y(g));
  g.Return(1, ga * 0.5);
}

void RsqrtGradGradient(Grad& g) {
  const Expr a = Conj(X(g, 0)), dy = Conj(Dy(g));
  g.Return(0, dy * -1.5 * X(g, 1) * Unary("Square", a));
  g.Return(1, Binary("RsqrtGrad", a, Dy(g)));
}

void ReciprocalGradGradient(Grad& g) {
  const Expr a = Conj(X(g, 0)), dy = Conj(Dy(g));
  g.Return(0, dy * -2.0 * X(g, 1) * a);
  g.Return(1, Binary("ReciprocalGrad", a, Dy(g)));
}

void TanhGradGradient(Grad& g) {
  const Expr a = Conj(X(g, 0)), b = Conj(X(g, 1));
  g.Return(0, Dy(g) * -2.0 * b * a);
  g.Return(1, Binary("TanhGrad", a, Dy(g)));
}

void SigmoidGradGradient(Grad& g) {
  const Expr a = Conj(X(g, 0)), gb = Dy(g) * Conj(X(g, 1));
  g.Return(0, gb - gb * 2.0 * a);
  g.Return(1, Binary("SigmoidGrad", a, Dy(g)));
}

}  // namespace

void DefineUnaryOps(OpSet& ops) {
  OP("Neg")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}")
      .Method("neg")
      .Operator("-")
      .Doc("The negative of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, -Dy(g)); });

  OP("Abs")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, int8, int16, int32, int64}")
      .Method("abs")
      .Operator("abs")
      .Doc("The absolute value of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Unary("Sign", X(g, 0))); });

  OP("Sign")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}")
      .Doc("-1, 0 or 1 as an element is negative, zero or positive; x / |x| for complex numbers.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, ZerosLike(X(g, 0))); });

  OP("Square")
      .In("x: T")
      .Out("y: T")
      .Attr(
          "T: {bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32,"
          " uint64, complex64, complex128}")
      .Method("square")
      .Doc("Each element times itself.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * (Conj(X(g, 0)) * 2.0)); });

  OP("Sqrt")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Method("sqrt")
      .Doc("The square root of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("SqrtGrad", Y(g), Dy(g))); });

  OP("SqrtGrad")
      .In("y: T")
      .In("dy: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The gradient of Sqrt from its output y: dy / (2 y).")
      .Shape(shape_fn::MergedInputs)
      .Gradient(SqrtGradGradient);

  OP("Rsqrt")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("One over the square root of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("RsqrtGrad", Y(g), Dy(g))); });

  OP("RsqrtGrad")
      .In("y: T")
      .In("dy: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The gradient of Rsqrt from its output y: -dy y^3 / 2.")
      .Shape(shape_fn::MergedInputs)
      .Gradient(RsqrtGradGradient);

  OP("Reciprocal")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}")
      .Doc("One over each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("ReciprocalGrad", Y(g), Dy(g))); });

  OP("Inv")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}")
      .Doc("One over each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("InvGrad", Y(g), Dy(g))); });

  OP("ReciprocalGrad")
      .In("y: T")
      .In("dy: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The gradient of Reciprocal from its output y: -dy y^2.")
      .Shape(shape_fn::MergedInputs)
      .Gradient(ReciprocalGradGradient);

  OP("InvGrad")
      .In("y: T")
      .In("dy: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The gradient of Inv from its output y: -dy y^2.")
      .Shape(shape_fn::MergedInputs)
      .Gradient(ReciprocalGradGradient);

  OP("Exp")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Method("exp")
      .Doc("e to the power of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Conj(Y(g))); });

  OP("Expm1")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("exp(x) - 1, exact also where x is near zero.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Conj(Unary("Exp", X(g, 0)))); });

  OP("Log")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Method("log")
      .Doc("The natural logarithm of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Unary("Reciprocal", Conj(X(g, 0)))); });

  OP("Log1p")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("log(1 + x), exact also where x is near zero.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Unary("Reciprocal", Conj(X(g, 0)) + 1.0)); });

  OP("Sin")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The sine of each element, in radians.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Unary("Cos", Conj(X(g, 0)))); });

  OP("Cos")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The cosine of each element, in radians.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, -Dy(g) * Unary("Sin", Conj(X(g, 0)))); });

  OP("Tan")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The tangent of each element, in radians.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, Dy(g) * Conj(Unary("Square", Unary("Reciprocal", Unary("Cos", X(g, 0))))));
      });

  OP("Asin")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The angle in [-pi/2, pi/2] whose sine is the element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) / Conj(SqrtOneMinusSquare(X(g, 0)))); });

  OP("Acos")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The angle in [0, pi] whose cosine is the element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, -Dy(g) / Conj(SqrtOneMinusSquare(X(g, 0)))); });

  OP("Atan")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The angle in (-pi/2, pi/2) whose tangent is the element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) / Conj(Unary("Square", X(g, 0)) + 1.0)); });

  OP("Sinh")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The hyperbolic sine of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Conj(Unary("Cosh", X(g, 0)))); });

  OP("Cosh")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The hyperbolic cosine of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Conj(Unary("Sinh", X(g, 0)))); });

  OP("Tanh")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Method("tanh")
      .Doc("The hyperbolic tangent of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("TanhGrad", Conj(Y(g)), Dy(g))); });

  OP("TanhGrad")
      .In("y: T")
      .In("dy: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The gradient of Tanh from its output y: dy (1 - y^2).")
      .Shape(shape_fn::MergedInputs)
      .Gradient(TanhGradGradient);

  OP("Asinh")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The inverse hyperbolic sine of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) / Conj(Unary("Cosh", Y(g)))); });

  OP("Acosh")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The inverse hyperbolic cosine of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) / Conj(Unary("Sinh", Y(g)))); });

  OP("Atanh")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The inverse hyperbolic tangent of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, Dy(g) * Unary("Reciprocal", Minus(1.0, Unary("Square", Conj(X(g, 0))))));
      });

  OP("Sigmoid")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Method("sigmoid")
      .Doc("1 / (1 + exp(-x)) of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("SigmoidGrad", Conj(Y(g)), Dy(g))); });

  OP("SigmoidGrad")
      .In("y: T")
      .In("dy: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("The gradient of Sigmoid from its output y: dy y (1 - y).")
      .Shape(shape_fn::MergedInputs)
      .Gradient(SigmoidGradGradient);

  OP("Floor")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The largest integer not above each element.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("Ceil")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The smallest integer not below each element.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("Round")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}")
      .Doc("The nearest integer of each element; halves go to the even one.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("Rint")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The nearest integer of each element; halves go to the even one.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("IsNan")
      .In("x: T")
      .Out("y: bool")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("Tells which elements are not a number.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("IsInf")
      .In("x: T")
      .Out("y: bool")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("Tells which elements are infinite, of either sign.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("IsFinite")
      .In("x: T")
      .Out("y: bool")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("Tells which elements are neither infinite nor NaN.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();
}

}  // namespace hb
