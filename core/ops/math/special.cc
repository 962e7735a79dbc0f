// Special functions, element by element.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

// The derivative of P(a, x) by x.
Expr IgammaSlope(const Expr& a, const Expr& x) {
  return Unary("Exp", -x + (a + -1.0) * Unary("Log", x) - Unary("Lgamma", a));
}

void IgammaGradient(Grad& g) {
  const Expr a = X(g, 0), x = X(g, 1);
  ReturnPair(g, Dy(g) * Binary("IgammaGradA", a, x), Dy(g) * IgammaSlope(a, x));
}

void IgammacGradient(Grad& g) {
  const Expr a = X(g, 0), x = X(g, 1);
  ReturnPair(g, -(Dy(g) * Binary("IgammaGradA", a, x)), -(Dy(g) * IgammaSlope(a, x)));
}

}  // namespace

void DefineSpecialOps(OpSet& ops) {
  OP("Erf")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The error function of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, Dy(g) * 1.1283791670955126 * Unary("Exp", -Unary("Square", X(g, 0))));
      });

  OP("Erfc")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("One minus the error function of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, Dy(g) * -1.1283791670955126 * Unary("Exp", -Unary("Square", X(g, 0))));
      });

  OP("Erfinv")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The number whose error function is the element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, Dy(g) * 0.886226925452758 * Unary("Exp", Unary("Square", Y(g))));
      });

  OP("Ndtri")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The quantile of the standard normal distribution at each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, Dy(g) * 2.5066282746310002 * Unary("Exp", Unary("Square", Y(g)) * 0.5));
      });

  OP("Lgamma")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The logarithm of the absolute value of the gamma function of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Dy(g) * Unary("Digamma", X(g, 0))); });

  OP("Digamma")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The derivative of Lgamma of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient(
          [](Grad& g) { g.Return(0, Dy(g) * Binary("Polygamma", OnesLike(X(g, 0)), X(g, 0))); });

  OP("Polygamma")
      .In("a: T")
      .In("x: T")
      .Out("z: T")
      .Attr("T: {float, double}")
      .Doc("The derivative of order `a` of Digamma at `x`; `a` holds integers.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        g.Return(1, g.ReduceToInput(Dy(g) * Binary("Polygamma", X(g, 0) + 1.0, X(g, 1)), 1, 0));
      });

  OP("Zeta")
      .In("x: T")
      .In("q: T")
      .Out("z: T")
      .Attr("T: {float, double}")
      .Doc("The Hurwitz zeta function: the sum of (q + n)^-x over n >= 0.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        g.Return(1,
                 g.ReduceToInput(Dy(g) * -X(g, 0) * Binary("Zeta", X(g, 0) + 1.0, X(g, 1)), 1, 0));
      });

  OP("Igamma")
      .In("a: T")
      .In("x: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The lower regularized incomplete gamma function P(a, x).")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(IgammaGradient);

  OP("Igammac")
      .In("a: T")
      .In("x: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The upper regularized incomplete gamma function Q(a, x) = 1 - P(a, x).")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(IgammacGradient);

  OP("IgammaGradA")
      .In("a: T")
      .In("x: T")
      .Out("z: T")
      .Attr("T: {float, double}")
      .Doc("The derivative of Igamma by its first argument.")
      .Shape(shape_fn::BroadcastBinary);
}

}  // namespace hb
