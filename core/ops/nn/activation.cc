// Activations.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";
using namespace op_util;  // NOLINT: helpers of declarations

Expr LeakyReluGrad(Grad& g, const Expr& dy, const Expr& x) {
  if (!dy.out || !x.out) return {&g, {}};
  return {&g, g.Op("LeakyReluGrad", {dy.out, x.out}, {{"alpha", g.attrs().Float("alpha")}})};
}

// Of the ops (dy, x or y) -> dx that are linear in dy and have no second slope.
void LinearGradGradient(Grad& g) {
  g.Return(0, Binary(g.node().type().c_str(), Dy(g), X(g, 1)));
  g.Return(1, ZerosLike(X(g, 1)));
}

// Of EluGrad and SeluGrad, whose slope left of zero grows with the output.
void EluGradGradient(Grad& g) {
  const Expr ddy = Dy(g), y = X(g, 1);
  g.Return(0, Binary(g.node().type().c_str(), ddy, y));
  g.Return(1, Where(Binary("Less", y, 0.0), ddy * X(g, 0), ZerosLike(y)));
}

void SoftplusGradGradient(Grad& g) {
  const Expr ddy = Dy(g), dy = X(g, 0), x = X(g, 1);
  g.Return(0, Binary("SoftplusGrad", ddy, x));
  g.Return(1, ddy * dy / (Unary("Exp", -x) + 2.0 + Unary("Exp", x)));
}

}  // namespace

void DefineActivationOps(OpSet& ops) {
  OP("Relu")
      .In("features: T")
      .Out("activations: T")
      .Attr("T: {realnumbertype, qint8}")
      .Method("relu")
      .Doc("max(x, 0) of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("ReluGrad", Dy(g), Y(g))); });

  OP("ReluGrad")
      .In("gradients: T")
      .In("features: T")
      .Out("backprops: T")
      .Attr("T: realnumbertype")
      .Doc(
          "The gradient of Relu: dy where the feature (input or output of Relu) is positive, "
          "else 0.")
      .Shape(shape_fn::MergedInputs)
      .Gradient(LinearGradGradient);

  OP("Relu6")
      .In("features: T")
      .Out("activations: T")
      .Attr("T: realnumbertype")
      .Doc("Each element limited to the range from 0 to 6.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("Relu6Grad", Dy(g), Y(g))); });

  OP("Relu6Grad")
      .In("gradients: T")
      .In("features: T")
      .Out("backprops: T")
      .Attr("T: realnumbertype")
      .Doc("The gradient of Relu6: dy where the feature is between 0 and 6, else 0.")
      .Shape(shape_fn::MergedInputs)
      .Gradient(LinearGradGradient);

  OP("LeakyRelu")
      .In("features: T")
      .Out("activations: T")
      .Attr("alpha: float = 0.2")
      .Attr("T: {half, bfloat16, float, double} = DT_FLOAT")
      .Doc("x where it is positive, else `alpha` x.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, LeakyReluGrad(g, Dy(g), X(g, 0))); });

  OP("LeakyReluGrad")
      .In("gradients: T")
      .In("features: T")
      .Out("backprops: T")
      .Attr("alpha: float = 0.2")
      .Attr("T: {half, bfloat16, float, double} = DT_FLOAT")
      .Doc("The gradient of LeakyRelu: dy where x is positive, else `alpha` dy.")
      .Shape(shape_fn::MergedInputs)
      .Gradient([](Grad& g) { g.Return(0, LeakyReluGrad(g, Dy(g), X(g, 1))); });

  OP("Elu")
      .In("features: T")
      .Out("activations: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("x where it is positive, else exp(x) - 1.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("EluGrad", Dy(g), Y(g))); });

  OP("EluGrad")
      .In("gradients: T")
      .In("outputs: T")
      .Out("backprops: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The gradient of Elu from its output y: dy where y is positive, else dy (y + 1).")
      .Shape(shape_fn::MergedInputs)
      .Gradient(EluGradGradient);

  OP("Selu")
      .In("features: T")
      .Out("activations: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc(
          "The scaled exponential linear unit: s x where x is positive, else s a (exp(x) - 1), "
          "with a = 1.6732632 and s = 1.0507010.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("SeluGrad", Dy(g), Y(g))); });

  OP("SeluGrad")
      .In("gradients: T")
      .In("outputs: T")
      .Out("backprops: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The gradient of Selu from its output y: s dy where y is positive, else dy (y + s a).")
      .Shape(shape_fn::MergedInputs)
      .Gradient(EluGradGradient);

  OP("Softplus")
      .In("features: T")
      .Out("activations: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("log(1 + exp(x)) of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("SoftplusGrad", Dy(g), X(g, 0))); });

  OP("SoftplusGrad")
      .In("gradients: T")
      .In("features: T")
      .Out("backprops: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The gradient of Softplus: dy / (1 + exp(-x)).")
      .Shape(shape_fn::MergedInputs)
      .Gradient(SoftplusGradGradient);

  OP("Softsign")
      .In("features: T")
      .Out("activations: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("x / (1 + |x|) of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Binary("SoftsignGrad", Dy(g), X(g, 0))); });

  OP("SoftsignGrad")
      .In("gradients: T")
      .In("features: T")
      .Out("backprops: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The gradient of Softsign: dy / (1 + |x|)^2.")
      .Shape(shape_fn::MergedInputs);
}

}  // namespace hb
