// Biases, and the loss that keeps weights small.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";
using namespace op_util;  // NOLINT: helpers of declarations

Status BiasAddShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, c.WithRankAtLeast(0, 2));
  HB_ASSIGN_OR_RETURN(Shape bias, c.WithRank(1, 1));
  if (s.unknown_rank()) return Status();
  const int axis = c.attrs().String("data_format", "NHWC") == "NCHW" ? 1 : s.rank() - 1;
  auto merged = MergeDims(s[axis], bias[0]);
  if (!merged.ok()) {
    return InvalidArgument(
        "Must provide as many biases as the channel dimension of the input "
        "tensor: ",
        bias.ToString(), " vs. ", s[axis], " in ", s.ToString());
  }
  s.set_dim(axis, *merged);
  c.set_output(0, s);
  return Status();
}

Status BiasAddGradShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, c.WithRankAtLeast(0, 2));
  if (s.unknown_rank()) {
    c.set_output(0, {-1});
    return Status();
  }
  c.set_output(0, {s[c.attrs().String("data_format") == "NCHW" ? 1 : s.rank() - 1]});
  return Status();
}

void BiasAddGradient(Grad& g) {
  const std::string format = g.attrs().String("data_format", "NHWC");
  g.Return(0, g.dy(0));
  g.Return(1, g.Op("BiasAddGrad", {g.dy(0)}, {{"data_format", format}}));
}

void BiasAddGradGradient(Grad& g) {
  const Attr format = {"data_format", g.attrs().String("data_format")};
  g.Return(0, g.Op("BiasAdd", {ZerosLike(X(g, 0)), g.dy(0)}, {format}));
}

}  // namespace

void DefineBiasOps(OpSet& ops) {
  OP("BiasAdd")
      .In("value: T")
      .In("bias: T")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Doc(
          "Adds the vector `bias` along the channels of `value`: its last dimension, or the "
          "second for NCHW.")
      .Shape(BiasAddShape)
      .Gradient(BiasAddGradient);

  OP("BiasAddV1")
      .In("value: T")
      .In("bias: T")
      .Out("output: T")
      .Attr("T: numbertype")
      .Doc("Adds the vector `bias` along the last dimension of `value`.")
      .Shape(BiasAddShape)
      .Gradient(BiasAddGradient);

  OP("BiasAddGrad")
      .In("out_backprop: T")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Doc("Sums over all dimensions but the channels.")
      .Shape(BiasAddGradShape)
      .Gradient(BiasAddGradGradient);

  OP("L2Loss")
      .In("t: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("Half of the sum of all squared elements.")
      .Shape(shape_fn::Scalar)
      .Gradient([](Grad& g) { g.Return(0, X(g, 0) * Dy(g)); });
}

}  // namespace hb
