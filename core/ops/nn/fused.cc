// Ops that implement functions of a layer in one kernel (see core/passes/implement.cc). They stand
// in plans only, never in graphs. For each function X there is _HbX with the function's results,
// the last of which are residuals for the gradient, and _HbXGrad of X's arguments, all of its
// results and the gradients of those that are no residuals.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";

// InvalidArgument unless input i can have the shape.
Status Require(InferCtx& c, int i, const Shape& shape) {
  if (c.input(i).Compatible(shape)) return Status();
  return InvalidArgument("input ", i, " must have the shape ", shape.ToString(), ", not ",
                         c.input(i).ToString());
}
Status Require(InferCtx& c, std::initializer_list<int> inputs, const Shape& shape) {
  for (int i : inputs) HB_RETURN_IF_ERROR(Require(c, i, shape));
  return Status();
}

// Gradients have the shapes of the arguments.
Status ArgumentShapes(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, c.input(i));
  return Status();
}

// The statistics of x for a gamma and beta: x's shape with 1 for the sizes that gamma has too.
Result<Shape> LayerNormStatistics(InferCtx& c) {
  const Shape &x = c.input(0), &gamma = c.input(1);
  HB_RETURN_IF_ERROR(Require(c, 2, gamma));
  if (x.unknown_rank() || gamma.unknown_rank()) return Shape::UnknownRank();
  const int outer = x.rank() - gamma.rank();
  if (outer < 0 || !gamma.Compatible(x.Sub(outer))) {
    return InvalidArgument("layer normalisation of ", x.ToString(), " with gamma ",
                           gamma.ToString());
  }
  Shape statistics = x;
  for (int i = outer; i < x.rank(); ++i) statistics.set_dim(i, 1);
  return statistics;
}

Status LayerNormShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const Shape statistics, LayerNormStatistics(c));
  c.set_output(0, c.input(0));
  c.set_output(1, statistics);
  c.set_output(2, statistics);
  return Status();
}

Status LayerNormGradShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const Shape statistics, LayerNormStatistics(c));
  HB_RETURN_IF_ERROR(Require(c, {3, 6}, c.input(0)));
  HB_RETURN_IF_ERROR(Require(c, {4, 5}, statistics));
  return ArgumentShapes(c);
}

// Of an LSTM over x [batch, steps, inputs] with kernel [inputs, 4 units], recurrent kernel
// [units, 4 units], bias [4 units], and h0 and c0 [batch, units]; with `one_state` also [1, units],
// for all samples. Gates and cells have the steps first.
struct LstmShapes {
  Shape sequence, state, gates, cells;
};

Result<LstmShapes> CheckLstm(InferCtx& c, bool one_state) {
  HB_ASSIGN_OR_RETURN(const Shape x, c.WithRank(0, 3));
  HB_ASSIGN_OR_RETURN(const Shape recurrent, c.WithRank(2, 2));
  const int64_t units = recurrent[0], sums = DimMul(4, units);
  const LstmShapes shapes = {
      {x[0], x[1], units}, {x[0], units}, {x[1], x[0], sums}, {x[1], x[0], units}};
  HB_RETURN_IF_ERROR(Require(c, 1, {x[2], sums}));
  HB_RETURN_IF_ERROR(Require(c, 2, {units, sums}));
  HB_RETURN_IF_ERROR(Require(c, 3, {sums}));
  for (int i : {4, 5}) {
    if (one_state && c.input(i).Compatible({1, units})) continue;
    HB_RETURN_IF_ERROR(Require(c, i, shapes.state));
  }
  return shapes;
}

Status LstmShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const LstmShapes shapes, CheckLstm(c, true));
  c.set_output(0, shapes.sequence);
  c.set_output(1, shapes.state);
  c.set_output(2, shapes.state);
  // The steps that are walked may be fewer than x has.
  if (const int64_t steps = c.attrs().Int("steps"); steps >= 0) {
    const int64_t items = c.input(0)[1];
    if (items >= 0 && items < steps) {
      return InvalidArgument("an LSTM walks ", steps, " steps, its input has ", items);
    }
    c.set_output(0, {shapes.sequence[0], steps, shapes.sequence[2]});
  }
  const bool keep = c.attrs().Bool("keep");
  c.set_output(3, keep ? shapes.gates : Shape({0}));
  c.set_output(4, keep ? shapes.cells : Shape({0}));
  return Status();
}

Status LstmGradShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const LstmShapes shapes, CheckLstm(c, false));
  HB_RETURN_IF_ERROR(Require(c, {6, 11}, shapes.sequence));
  HB_RETURN_IF_ERROR(Require(c, 10, shapes.cells));
  HB_RETURN_IF_ERROR(Require(c, {7, 8, 12, 13}, shapes.state));
  HB_RETURN_IF_ERROR(Require(c, 9, shapes.gates));
  return ArgumentShapes(c);
}

// Of attention from q [batch, targets, heads, size] to k [batch, sources, heads, size] with values
// v [batch, sources, heads, values].
struct AttentionShapes {
  Shape result, weights;
};

Result<AttentionShapes> CheckAttention(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const Shape q, c.WithRank(0, 4));
  HB_ASSIGN_OR_RETURN(const Shape k, c.WithRank(1, 4));
  HB_ASSIGN_OR_RETURN(const Shape v, c.WithRank(2, 4));
  HB_RETURN_IF_ERROR(Require(c, 1, {q[0], -1, q[2], q[3]}));
  HB_RETURN_IF_ERROR(Require(c, 2, {q[0], k[1], q[2], -1}));
  return AttentionShapes{{q[0], q[1], q[2], v[3]}, {q[0], q[2], q[1], k[1]}};
}

Status AttentionShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const AttentionShapes shapes, CheckAttention(c));
  c.set_output(0, shapes.result);
  c.set_output(1, c.attrs().Bool("keep") ? shapes.weights : Shape({0}));
  return Status();
}

Status AttentionGradShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const AttentionShapes shapes, CheckAttention(c));
  HB_RETURN_IF_ERROR(Require(c, {3, 5}, shapes.result));
  HB_RETURN_IF_ERROR(Require(c, 4, shapes.weights));
  return ArgumentShapes(c);
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
      .Shape(LayerNormGradShape);

  OP("_HbLSTM")
      .In("x: T")
      .In("kernel: T")
      .In("recurrent: T")
      .In("bias: T")
      .In("h0: T")
      .In("c0: T")
      .Out("sequence: T")
      .Out("h: T")
      .Out("c: T")
      .Out("gates: T")
      .Out("cells: T")
      .Attr("T: {float}")
      .Attr("keep: bool")
      .Attr("steps: int = -1")
      .Doc(
          "A layer of LSTM cells; gates and cells are empty unless `keep` is set, which goes with "
          "steps = -1, for all steps of x. Otherwise only the first `steps` are walked.")
      .Shape(LstmShape);

  OP("_HbLSTMGrad")
      .In("x: T")
      .In("kernel: T")
      .In("recurrent: T")
      .In("bias: T")
      .In("h0: T")
      .In("c0: T")
      .In("sequence: T")
      .In("h: T")
      .In("c: T")
      .In("gates: T")
      .In("cells: T")
      .In("dsequence: T")
      .In("dh: T")
      .In("dc: T")
      .Out("dx: T")
      .Out("dkernel: T")
      .Out("drecurrent: T")
      .Out("dbias: T")
      .Out("dh0: T")
      .Out("dc0: T")
      .Attr("T: {float}")
      .Doc("The gradient of _HbLSTM.")
      .Shape(LstmGradShape);

  OP("_HbAttention")
      .In("query: T")
      .In("key: T")
      .In("value: T")
      .Out("result: T")
      .Out("weights: T")
      .Attr("T: {float}")
      .Attr("scale: float")
      .Attr("keep: bool")
      .Doc(
          "softmax(query * key^T * scale) * value for each sample and head; the weights are empty "
          "unless `keep` is set.")
      .Shape(AttentionShape);

  OP("_HbAttentionGrad")
      .In("query: T")
      .In("key: T")
      .In("value: T")
      .In("result: T")
      .In("weights: T")
      .In("dresult: T")
      .Out("dquery: T")
      .Out("dkey: T")
      .Out("dvalue: T")
      .Attr("T: {float}")
      .Attr("scale: float")
      .Doc("The gradient of _HbAttention.")
      .Shape(AttentionGradShape);
}

}  // namespace hb
