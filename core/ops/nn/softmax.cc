// Softmax and the losses on it.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";
using namespace op_util;  // NOLINT: helpers of declarations

Status SoftmaxShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, c.WithRankAtLeast(0, 1));
  c.set_output(0, s);
  return Status();
}

void SoftmaxGradient(Grad& g) {
  const Expr y = Y(g), dy = Dy(g);
  g.Return(0, (dy - SumOver(dy * y, {-1}, true)) * y);
}

void LogSoftmaxGradient(Grad& g) {
  const Expr dy = Dy(g);
  g.Return(0, dy - SumOver(dy, {-1}, true) * Unary("Exp", Y(g)));
}

Status CrossEntropyShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, BroadcastShapes(c.input(0), c.input(1)));
  if (s.unknown_rank()) s = Shape::UnknownDims(2);
  if (s.rank() != 2) {
    return InvalidArgument(
        "logits and labels must be broadcastable to a matrix [batch, classes]: "
        "logits_size=",
        c.input(0).ToString(), " labels_size=", c.input(1).ToString());
  }
  c.set_output(0, {s[0]});
  c.set_output(1, s);
  return Status();
}

Status SparseCrossEntropyShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape features, c.WithRankAtLeast(0, 1));
  if (!features.unknown_rank() && features.rank() != 2) {
    return InvalidArgument("logits must be 2-D, but have the shape ", features.ToString());
  }
  HB_ASSIGN_OR_RETURN(features, c.WithRank(0, 2));
  HB_ASSIGN_OR_RETURN(Shape labels, c.WithRank(1, 1));
  auto batch = MergeDims(features[0], labels[0]);
  if (!batch.ok()) {
    return InvalidArgument(
        "logits and labels must have the same first dimension, got logits shape ",
        features.ToString(), " and labels shape ", labels.ToString());
  }
  if (features[1] == 0 && *batch != 0) {
    return InvalidArgument("Must have at least one class, but got logits shape ",
                           features.ToString());
  }
  features.set_dim(0, *batch);
  c.set_output(0, {*batch});
  c.set_output(1, features);
  return Status();
}

// A loss of each row times the rows of a matrix.
Expr ScaleRows(Grad& g, const Expr& rows, const Expr& matrix) {
  if (!rows.out) return rows;
  return Expr{&g, g.Op("ExpandDims", {rows.out, g.Scalar<int32_t>(-1)})} * matrix;
}

// Both cross entropies: the gradient by the logits is kept as output 1, which may itself be
// differentiated.
Expr LogitsGradient(Grad& g) {
  Expr dx = ScaleRows(g, Dy(g), Y(g, 1));
  if (!g.has_dy(1)) return dx;
  const Expr ddy = Dy(g, 1), softmax = Unary("Softmax", X(g, 0));
  return dx + (ddy - SumOver(ddy * softmax, {-1}, true)) * softmax;
}

void CrossEntropyGradient(Grad& g) {
  const Expr dlabels = -ScaleRows(g, Dy(g), Unary("LogSoftmax", X(g, 0)));
  g.Return(0, ReduceTo(g, LogitsGradient(g), 0));
  g.Return(1, ReduceTo(g, dlabels, 1));
}

Status InTopKShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape predictions, c.WithRank(0, 2));
  HB_ASSIGN_OR_RETURN(Shape targets, c.WithRank(1, 1));
  if (c.num_inputs() > 2) HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  auto batch = MergeDims(predictions[0], targets[0]);
  if (!batch.ok()) {
    return InvalidArgument("First dimension of predictions ", predictions[0],
                           " must match length of targets ", targets[0]);
  }
  c.set_output(0, {*batch});
  return Status();
}

}  // namespace

void DefineSoftmaxOps(OpSet& ops) {
  OP("Softmax")
      .In("logits: T")
      .Out("softmax: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Method("softmax")
      .Doc("exp(x) divided by its sum over the last dimension.")
      .Shape(SoftmaxShape)
      .Gradient(SoftmaxGradient);

  OP("LogSoftmax")
      .In("logits: T")
      .Out("logsoftmax: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The logarithm of Softmax over the last dimension.")
      .Shape(SoftmaxShape)
      .Gradient(LogSoftmaxGradient);

  OP("SoftmaxCrossEntropyWithLogits")
      .In("features: T")
      .In("labels: T")
      .Out("loss: T")
      .Out("backprop: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc(
          "For each row, the cross entropy between the distribution `labels` and the softmax of"
          " `features`, and its gradient by `features`.")
      .Shape(CrossEntropyShape)
      .Gradient(CrossEntropyGradient);

  OP("SparseSoftmaxCrossEntropyWithLogits")
      .In("features: T")
      .In("labels: Tlabels")
      .Out("loss: T")
      .Out("backprop: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Attr("Tlabels: {int32, int64} = DT_INT64")
      .Doc(
          "For each row, minus the logarithm of the softmax of `features` at the class "
          "`labels`, and its gradient by `features`.")
      .Shape(SparseCrossEntropyShape)
      .Gradient([](Grad& g) { g.Return(0, LogitsGradient(g)); });

  OP("InTopK")
      .In("predictions: float")
      .In("targets: T")
      .Out("precision: bool")
      .Attr("k: int")
      .Attr("T: {int32, int64} = DT_INT32")
      .Doc("For each row, whether the prediction of the target class is among the `k` largest.")
      .Shape(InTopKShape)
      .NotDifferentiable();

  OP("InTopKV2")
      .In("predictions: float")
      .In("targets: T")
      .In("k: T")
      .Out("precision: bool")
      .Attr("T: {int32, int64} = DT_INT32")
      .Doc("For each row, whether the prediction of the target class is among the `k` largest.")
      .Shape(InTopKShape)
      .NotDifferentiable();
}

}  // namespace hb
