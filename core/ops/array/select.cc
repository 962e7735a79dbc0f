// Ops whose result depends on the values of a tensor: positions, distinct and largest elements.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status WhereShape(InferCtx& c) {
  c.set_output(0, Shape({-1, c.input(0).rank()}));
  return Status();
}

Status UniqueShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRank(0, 1));
  c.set_output(0, Shape({-1}));
  c.set_output(1, in);
  if (c.num_outputs() > 2) c.set_output(2, Shape({-1}));
  return Status();
}

Status UniqueV2Shape(InferCtx& c) {
  if (c.num_outputs() > 2) c.set_output(2, Shape({-1}));
  c.set_output(1, Shape({-1}));
  const Shape& axes = c.input(1);
  if (axes.FullyDefined() && (axes.rank() > 1 || axes.num_elements() > 1)) {
    return InvalidArgument("axis expects a 1D vector of at most one element, not shape ",
                           axes.ToString());
  }
  const Shape& in = c.input(0);
  const auto axis = IndexValues(c, 1);
  if (!axis || in.unknown_rank()) return Status();
  int at = 0;
  if (axis->empty()) {
    if (in.rank() != 1) return InvalidArgument("unique expects a 1D vector when axis is empty");
  } else {
    HB_ASSIGN_OR_RETURN(at, CheckedAxis((*axis)[0], in.rank()));
  }
  Shape out = in;
  out.set_dim(at, -1);
  c.set_output(0, out);
  c.set_output(1, Shape({in[at]}));
  return Status();
}

Status TopKOf(InferCtx& c, int64_t k) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 1));
  if (in.unknown_rank()) return Status();
  const int64_t last = in[in.rank() - 1];
  if (k >= 0 && last >= 0 && last < k) {
    return InvalidArgument("input must have at least k columns. Had ", last, ", needed ", k);
  }
  in.set_dim(in.rank() - 1, k);
  c.set_output(0, in);
  c.set_output(1, in);
  return Status();
}

Status TopKShape(InferCtx& c) { return TopKOf(c, c.attrs().Int("k")); }

Status TopKV2Shape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  const auto k = IndexValue(c, 1);
  if (k && *k < 0) return InvalidArgument("Need k >= 0, got ", *k);
  return TopKOf(c, k ? *k : -1);
}

// dy scattered to where the largest elements came from, in the flat input.
void TopKGradient(Grad& g) {
  const Output x = g.input(0), dy = g.dy(0);
  Output indices = g.output(1);
  if (indices.dtype() != DT_INT32) indices = g.Op("Cast", {indices}, {{"DstT", DT_INT32}});
  const Output shape = ShapeOf(g, x);
  const Output minus_one = Ints(g, {-1}), first = Ints(g, {0});
  const Attrs shrink{{"shrink_axis_mask", 1}};
  const auto last_of = [&](Output s) {
    return g.Op("StridedSlice", {s, minus_one, first, Ints(g, {1})}, shrink);
  };
  const Output columns = last_of(shape);
  const Output k = last_of(ShapeOf(g, indices));
  const Output rows =
      g.Op("Reshape", {indices, g.Op("Pack", {std::vector<Output>{g.Scalar<int32_t>(-1), k}})});
  const Output size = g.Op("Prod", {shape, first});
  const Output starts = g.Op("Range", {g.Scalar<int32_t>(0), size, columns});
  const Output flat = g.Op("AddV2", {rows, g.Op("ExpandDims", {starts, g.Scalar<int32_t>(-1)})});
  const Output positions = g.Op("Reshape", {flat, Ints(g, {-1, 1})});
  const Output dx = g.Op("ScatterNd", {positions, g.Op("Reshape", {dy, minus_one}),
                                       g.Op("Reshape", {size, Ints(g, {1})})});
  g.Return(0, g.Op("Reshape", {dx, shape}));
}

Status InvertPermutationShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, c.WithRank(0, 1));
  c.set_output(0, s);
  return Status();
}

Status ListDiffShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 0));
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  c.set_output(0, Shape({-1}));
  c.set_output(1, Shape({-1}));
  return Status();
}

}  // namespace

void DefineSelectOps(OpSet& ops) {
  OP("Where")
      .In("input: T")
      .Out("index: int64")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64, bool} = "
          "DT_BOOL")
      .Doc(
          "The positions of the elements that are true or not zero, one row of coordinates "
          "each, in row-major order.")
      .Shape(WhereShape);

  OP("Unique")
      .In("x: T")
      .Out("y: T")
      .Out("idx: out_idx")
      .Attr("T: type")
      .Attr("out_idx: {int32, int64} = DT_INT32")
      .Doc(
          "The distinct elements of a vector in the order in which they first appear, and for "
          "each element the index of its value among them.")
      .Shape(UniqueShape);

  OP("UniqueV2")
      .In("x: T")
      .In("axis: Taxis")
      .Out("y: T")
      .Out("idx: out_idx")
      .Attr("T: type")
      .Attr("Taxis: {int32, int64} = DT_INT64")
      .Attr("out_idx: {int32, int64} = DT_INT32")
      .Doc(
          "The distinct slices along the dimension `axis` (a vector of one number, or empty for "
          "a vector input), in the order in which they first appear, and for each slice its "
          "index among them.")
      .Shape(UniqueV2Shape);

  OP("UniqueWithCounts")
      .In("x: T")
      .Out("y: T")
      .Out("idx: out_idx")
      .Out("count: out_idx")
      .Attr("T: type")
      .Attr("out_idx: {int32, int64} = DT_INT32")
      .Doc("As Unique, with how often each distinct element appears.")
      .Shape(UniqueShape);

  OP("UniqueWithCountsV2")
      .In("x: T")
      .In("axis: Taxis")
      .Out("y: T")
      .Out("idx: out_idx")
      .Out("count: out_idx")
      .Attr("T: type")
      .Attr("Taxis: {int32, int64} = DT_INT64")
      .Attr("out_idx: {int32, int64} = DT_INT32")
      .Doc("As UniqueV2, with how often each distinct slice appears.")
      .Shape(UniqueV2Shape);

  OP("TopK")
      .In("input: T")
      .Out("values: T")
      .Out("indices: int32")
      .Attr("k: int >= 0")
      .Attr("sorted: bool = true")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, "
          "uint64}")
      .Deprecated(7, "Use TopKV2 instead")
      .Doc(
          "The `k` largest elements along the last dimension, and their indices. Of equal "
          "elements the one with the lower index comes first.")
      .Shape(TopKShape)
      .Gradient(TopKGradient);

  OP("TopKV2")
      .In("input: T")
      .In("k: Tk")
      .Out("values: T")
      .Out("indices: index_type")
      .Attr("sorted: bool = true")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, "
          "uint64}")
      .Attr("Tk: {int16, int32, int64} = DT_INT32")
      .Attr("index_type: {int16, int32, int64} = DT_INT32")
      .Doc(
          "The `k` largest elements along the last dimension, and their indices. Of equal "
          "elements the one with the lower index comes first.")
      .Shape(TopKV2Shape)
      .Gradient(TopKGradient);

  OP("InvertPermutation")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {int32, int64} = DT_INT32")
      .Doc("The inverse of a permutation: y[x[i]] = i.")
      .Shape(InvertPermutationShape)
      .NotDifferentiable();

  OP("ListDiff")
      .In("x: T")
      .In("y: T")
      .Out("out: T")
      .Out("idx: out_idx")
      .Attr("T: type")
      .Attr("out_idx: {int32, int64} = DT_INT32")
      .Doc("The elements of `x` that are not in `y`, in their order, and where they were.")
      .Shape(ListDiffShape);
}

}  // namespace hb
