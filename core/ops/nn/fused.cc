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

// x [batch, steps, inputs], kernel [inputs, 4 units], recurrent [units, 4 units], bias [4 units],
// h0 and c0 [batch, units].
Status LstmShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const Shape x, c.WithRank(0, 3));
  HB_ASSIGN_OR_RETURN(const Shape kernel, c.WithRank(1, 2));
  HB_ASSIGN_OR_RETURN(const Shape recurrent, c.WithRank(2, 2));
  HB_ASSIGN_OR_RETURN(const Shape bias, c.WithRank(3, 1));
  const int64_t units = recurrent[0];
  const Shape state({x[0], units}), sums({x[2], DimMul(4, units)});
  if (!kernel.Compatible(sums) || !recurrent.Compatible({units, sums[1]}) ||
      !bias.Compatible({sums[1]}) || !c.input(4).Compatible(state) ||
      !c.input(5).Compatible(state)) {
    return InvalidArgument("an LSTM of ", units, " units over ", x.ToString(), " with kernel ",
                           kernel.ToString(), ", recurrent kernel ", recurrent.ToString(),
                           ", bias ", bias.ToString(), " and states ", c.input(4).ToString(),
                           " and ", c.input(5).ToString());
  }
  c.set_output(0, {x[0], x[1], units});
  c.set_output(1, state);
  c.set_output(2, state);
  const bool keep = c.attrs().Bool("keep");
  c.set_output(3, keep ? Shape({x[0], x[1], sums[1]}) : Shape({0}));
  c.set_output(4, keep ? Shape({x[0], x[1], units}) : Shape({0}));
  return Status();
}

// q [batch, targets, heads, size], k [batch, sources, heads, size], v [batch, sources, heads,
// values].
Status AttentionShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const Shape q, c.WithRank(0, 4));
  HB_ASSIGN_OR_RETURN(const Shape k, c.WithRank(1, 4));
  HB_ASSIGN_OR_RETURN(const Shape v, c.WithRank(2, 4));
  if (!k.Compatible({q[0], -1, q[2], q[3]}) || !v.Compatible({q[0], k[1], q[2], -1})) {
    return InvalidArgument("attention of queries ", q.ToString(), ", keys ", k.ToString(),
                           " and values ", v.ToString());
  }
  c.set_output(0, {q[0], q[1], q[2], v[3]});
  c.set_output(1, c.attrs().Bool("keep") ? Shape({q[0], q[2], q[1], k[1]}) : Shape({0}));
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
      .Doc("A layer of LSTM cells; gates and cells are empty unless `keep` is set.")
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
      .Shape(ArgumentShapes);

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
      .Shape(ArgumentShapes);
}

}  // namespace hb
