// Ops that implement functions of a layer in one kernel (see core/passes/implement.cc). They stand
// in plans only, never in graphs. For each function X there is _HbX with the function's results,
// the last of which are residuals for the gradient, and _HbXGrad of X's arguments, all of its
// results and the gradients of those that are no residuals.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";

// The statistics of x for a gamma of rank `inner`: x's shape with 1 for the last `inner` sizes.
Status LayerNormShape(InferCtx& c) {
  const Shape &x = c.input(0), &gamma = c.input(1);
  c.set_output(0, x);
  if (x.unknown_rank() || gamma.unknown_rank()) return Status();
  const int outer = x.rank() - gamma.rank();
  if (outer < 0 || !gamma.Compatible(x.Sub(outer)) || !c.input(2).Compatible(gamma)) {
    return InvalidArgument("layer normalisation of ", x.ToString(), " with gamma ",
                           gamma.ToString(), " and beta ", c.input(2).ToString());
  }
  Shape statistics = x;
  for (int i = outer; i < x.rank(); ++i) statistics.set_dim(i, 1);
  c.set_output(1, statistics);
  c.set_output(2, statistics);
  return Status();
}

// Gradients have the shapes of the arguments.
Status ArgumentShapes(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, c.input(i));
  return Status();
}

}  // namespace

void DefineFusedOps(OpSet& ops) {
  OP("_HbLayerNorm")
      .In("x: T")
      .In("gamma: T")
      .In("beta: T")
      .Out("y: T")
      .Out("mean: T")
      .Out("rstd: T")
      .Attr("T: {float}")
      .Attr("epsilon: float")
      .Doc("(x - mean) * rstd * gamma + beta over the last dimensions of x, those of gamma.")
      .Shape(LayerNormShape);

  OP("_HbLayerNormGrad")
      .In("x: T")
      .In("gamma: T")
      .In("beta: T")
      .In("y: T")
      .In("mean: T")
      .In("rstd: T")
      .In("dy: T")
      .Out("dx: T")
      .Out("dgamma: T")
      .Out("dbeta: T")
      .Attr("T: {float}")
      .Doc("The gradient of _HbLayerNorm.")
      .Shape(ArgumentShapes);
}

}  // namespace hb
