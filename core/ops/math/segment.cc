// Reductions over segments of rows.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Status SegmentShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape data, c.WithRankAtLeast(0, 1));
  HB_ASSIGN_OR_RETURN(Shape ids, c.WithRank(1, 1));
  if (data.unknown_rank()) return Status();
  if (!MergeDims(data[0], ids[0]).ok()) {
    return InvalidArgument("segment_ids should be the same size as dimension 0 of input: ", ids[0],
                           " vs. ", data[0]);
  }
  Shape out = {-1};
  if (ids[0] == 0) out.set_dim(0, 0);
  const auto values = IndexValues(c, 1);
  if (values && !values->empty() && values->back() >= 0) out.set_dim(0, values->back() + 1);
  out.Append(data.Sub(1));
  return SetChecked(c, 0, out);
}

Status UnsortedSegmentShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  const Shape &data = c.input(0), &ids = c.input(1);
  const auto count = IndexValue(c, 2);
  if (count && *count < 0) {
    return InvalidArgument("num_segments must be at least 0, but is ", *count);
  }
  if (data.unknown_rank() || ids.unknown_rank()) return Status();
  if (ids.rank() > data.rank() || !data.Sub(0, ids.rank()).Compatible(ids)) {
    return InvalidArgument("data.shape = ", data.ToString(),
                           " does not start with segment_ids.shape"
                           " = ",
                           ids.ToString());
  }
  Shape out = {count ? *count : -1};
  out.Append(data.Sub(ids.rank()));
  return SetChecked(c, 0, out);
}

Expr Gather(Grad& g, const Expr& params, const Expr& ids) {
  if (!params.out || !ids.out) return {&g, {}};
  return {&g, g.Op("GatherV2", {params.out, ids.out, g.Scalar<int32_t>(0)})};
}

// x with ones appended to its shape until it has the rank of `like`.
Expr Widen(Grad& g, const Expr& x, const Expr& like) {
  const Shape &s = x.out.shape(), &t = like.out.shape();
  if (!s.unknown_rank() && s.rank() == t.rank()) return x;
  const Expr missing = Unary("Rank", like) - Unary("Rank", x);
  const Output ones =
      g.Op("Fill", {g.Op("ExpandDims", {missing, g.Scalar<int32_t>(0)}), g.Scalar<int32_t>(1)});
  const Output shape =
      g.Op("ConcatV2", {std::vector<Output>{ShapeVector(x), ones}, g.Scalar<int32_t>(0)});
  return Reshape(x, {&g, shape});
}

// A reduction over segments as the gradients see it: sorted ids all count, of unsorted ones those
// below zero belong to no segment.
struct Segments {
  explicit Segments(Grad& grad) : g(grad), sorted(grad.num_inputs() == 2) {
    ids = X(g, 1);
    safe_ids = ids;
    if (sorted || !ids.out) return;
    if (ids.dtype() == DT_INT16) ids = safe_ids = Cast(ids, DT_INT32);
    safe_ids = Binary("Maximum", ids, 0.0);
    counted = Binary("GreaterEqual", ids, 0.0);
  }
  Expr Take(const Expr& rows) const {
    const Expr taken = Gather(g, rows, safe_ids);
    if (sorted || !taken.out) return taken;
    return Where(Widen(g, counted, taken), taken, ZerosLike(taken));
  }
  Expr Reduce(const char* what, const Expr& x) const {
    if (!x.out) return x;
    if (sorted) return {&g, g.Op(StrCat("Segment", what), {x.out, ids.out})};
    return {&g, g.Op(StrCat("UnsortedSegment", what), {x.out, ids.out, g.input(2)})};
  }
  Grad& g;
  bool sorted;
  Expr ids, safe_ids, counted;
};

void SegmentSumGradient(Grad& g) { g.Return(0, Segments(g).Take(Dy(g))); }

void SegmentMeanGradient(Grad& g) {
  const Segments s(g);
  const Expr dy = Dy(g);
  const Output ones = g.Op("Fill", {ShapeVector(s.ids), g.ScalarOf(dy.dtype(), 1)});
  const Expr count = s.Reduce("Sum", {&g, ones});
  if (!dy.out || !count.out) return;
  g.Return(0, s.Take(dy / Widen(g, count, dy)));
}

void SegmentMaxGradient(Grad& g) {
  const Segments s(g);
  const Expr data = X(g, 0);
  Expr selected = Binary("Equal", data, s.Take(Y(g)));
  if (!s.sorted && selected.out) {
    selected = Binary("LogicalAnd", selected, Widen(g, s.counted, selected));
  }
  const Expr count = s.Reduce("Sum", Cast(selected, g.dy(0).dtype()));
  const Expr shares = s.Take(Dy(g) / count);
  g.Return(0, Where(selected, shares, ZerosLike(shares)));
}

// Products of a segment's other elements; zeros are told apart, since nothing divides by them.
void SegmentProdGradient(Grad& g) {
  const Segments s(g);
  const Expr data = X(g, 0), dy = Dy(g), zero = Binary("Equal", data, 0.0);
  const Expr zeros = s.Reduce("Sum", Cast(zero, DT_INT32));
  const Expr live = Where(Binary("Greater", zeros, 1.0), ZerosLike(dy), dy);
  const Expr others = Where(zero, OnesLike(data), data);
  const Expr product = Gather(g, s.Reduce("Prod", others), s.safe_ids);
  const Expr slope = Where(zero, product, Gather(g, Y(g), s.safe_ids) / others);
  g.Return(0, s.Take(live) * slope);
}

}  // namespace

void DefineSegmentOps(OpSet& ops) {
  OP("SegmentSum")
      .In("data: T")
      .In("segment_ids: Tindices")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("Tindices: {int32, int64}")
      .Doc(
          "The sum of the rows of `data` with the same id; ids are sorted and start at 0 or "
          "above.")
      .Shape(SegmentShape)
      .Gradient(SegmentSumGradient);

  OP("SegmentMean")
      .In("data: T")
      .In("segment_ids: Tindices")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("Tindices: {int32, int64}")
      .Doc(
          "The mean of the rows of `data` with the same id; ids are sorted and start at 0 or "
          "above.")
      .Shape(SegmentShape)
      .Gradient(SegmentMeanGradient);

  OP("SegmentMax")
      .In("data: T")
      .In("segment_ids: Tindices")
      .Out("output: T")
      .Attr("T: realnumbertype")
      .Attr("Tindices: {int32, int64}")
      .Doc(
          "The maximum of the rows of `data` with the same id; ids are sorted and start at 0 or"
          " above.")
      .Shape(SegmentShape)
      .Gradient(SegmentMaxGradient);

  OP("SegmentMin")
      .In("data: T")
      .In("segment_ids: Tindices")
      .Out("output: T")
      .Attr("T: realnumbertype")
      .Attr("Tindices: {int32, int64}")
      .Doc(
          "The minimum of the rows of `data` with the same id; ids are sorted and start at 0 or"
          " above.")
      .Shape(SegmentShape)
      .Gradient(SegmentMaxGradient);

  OP("SegmentProd")
      .In("data: T")
      .In("segment_ids: Tindices")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("Tindices: {int32, int64}")
      .Doc(
          "The product of the rows of `data` with the same id; ids are sorted and start at 0 or"
          " above.")
      .Shape(SegmentShape)
      .Gradient(SegmentProdGradient);

  OP("UnsortedSegmentSum")
      .In("data: T")
      .In("segment_ids: Tindices")
      .In("num_segments: Tnumsegments")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("Tindices: {int16, int32, int64}")
      .Attr("Tnumsegments: {int32, int64} = DT_INT32")
      .Doc(
          "The sum of the parts of `data` with the same id, in any order; negative ids are left"
          " out.")
      .Shape(UnsortedSegmentShape)
      .Gradient(SegmentSumGradient);

  OP("UnsortedSegmentMax")
      .In("data: T")
      .In("segment_ids: Tindices")
      .In("num_segments: Tnumsegments")
      .Out("output: T")
      .Attr("T: realnumbertype")
      .Attr("Tindices: {int32, int64}")
      .Attr("Tnumsegments: {int32, int64} = DT_INT32")
      .Doc(
          "The maximum of the parts of `data` with the same id, in any order; negative ids are "
          "left out.")
      .Shape(UnsortedSegmentShape)
      .Gradient(SegmentMaxGradient);

  OP("UnsortedSegmentMin")
      .In("data: T")
      .In("segment_ids: Tindices")
      .In("num_segments: Tnumsegments")
      .Out("output: T")
      .Attr("T: realnumbertype")
      .Attr("Tindices: {int32, int64}")
      .Attr("Tnumsegments: {int32, int64} = DT_INT32")
      .Doc(
          "The minimum of the parts of `data` with the same id, in any order; negative ids are "
          "left out.")
      .Shape(UnsortedSegmentShape)
      .Gradient(SegmentMaxGradient);

  OP("UnsortedSegmentProd")
      .In("data: T")
      .In("segment_ids: Tindices")
      .In("num_segments: Tnumsegments")
      .Out("output: T")
      .Attr("T: numbertype")
      .Attr("Tindices: {int32, int64}")
      .Attr("Tnumsegments: {int32, int64} = DT_INT32")
      .Doc(
          "The product of the parts of `data` with the same id, in any order; negative ids are "
          "left out.")
      .Shape(UnsortedSegmentShape)
      .Gradient(SegmentProdGradient);
}

}  // namespace hb
