// Reductions.
#include "core/ops/math/common.h"

#include <algorithm>

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

// Which dimensions are reduced, or nothing if that isn't known yet.
Result<std::optional<std::vector<bool>>> ReducedAxes(const InferCtx& c) {
  HB_RETURN_IF_ERROR(c.WithRankAtMost(1, 1).status());
  const Shape& s = c.input(0);
  const auto axes = IndexValues(c, 1);
  if (s.unknown_rank() || !axes) return std::optional<std::vector<bool>>();
  std::vector<bool> reduced(static_cast<size_t>(s.rank()), false);
  for (int64_t axis : *axes) {
    auto checked = CheckedAxis(axis, s.rank());
    if (!checked.ok()) {
      return InvalidArgument("Invalid reduction dimension (", axis, " for input with ", s.rank(),
                             " dimension(s)");
    }
    const auto i = static_cast<size_t>(*checked);
    if (reduced[i]) {
      return InvalidArgument("Invalid reduction arguments: Axes contains duplicate dimension: ",
                             *checked);
    }
    reduced[i] = true;
  }
  return std::optional<std::vector<bool>>(std::move(reduced));
}

Status ReductionShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const auto reduced, ReducedAxes(c));
  const bool keep = c.attrs().Bool("keep_dims");
  const Shape& s = c.input(0);
  if (!reduced) {
    if (s.unknown_rank()) return Status();
    const int64_t count = c.input(1).num_elements();
    if (keep) {
      c.set_output(0, Shape::UnknownDims(s.rank()));
    } else if (count >= 0 && count <= s.rank() && c.input(1).FullyDefined()) {
      c.set_output(0, Shape::UnknownDims(static_cast<int>(s.rank() - count)));
    }
    return Status();
  }
  Shape out;
  for (int i = 0; i < s.rank(); ++i) {
    if (!(*reduced)[static_cast<size_t>(i)]) {
      out.Append(s[i]);
    } else if (keep) {
      out.Append(1);
    }
  }
  c.set_output(0, out);
  return Status();
}

Status ArgReductionShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  const Shape& s = c.input(0);
  if (s.unknown_rank()) return Status();
  if (s.rank() == 0) {
    const auto axis = IndexValue(c, 1);
    if (axis && *axis != 0 && *axis != -1) {
      return InvalidArgument("Dimension (", *axis, ") must be 0 or -1 for a scalar");
    }
    c.set_output(0, Shape());
    return Status();
  }
  HB_ASSIGN_OR_RETURN(const int axis, AxisValue(c, 1, s.rank()));
  if (axis < 0) {
    c.set_output(0, Shape::UnknownDims(s.rank() - 1));
    return Status();
  }
  if (s[axis] == 0) {
    return InvalidArgument("Reduction axis ", axis, " is empty in shape ", s.ToString());
  }
  Shape out = s.Sub(0, axis);
  out.Append(s.Sub(axis + 1));
  c.set_output(0, out);
  return Status();
}

// The shape of input 0 with ones in the reduced dimensions, as an int32 vector.
Expr KeptShape(Grad& g) {
  const Expr x = X(g, 0);
  const auto axes = KnownInts(g.input(1));
  const Shape& s = x.out.shape();
  Expr axis_vector = Cast({&g, g.input(1)}, DT_INT32);
  if (axes && !s.unknown_rank()) {
    std::vector<int32_t> keep(static_cast<size_t>(s.rank()), 1), add(keep.size(), 0), dims;
    for (int64_t a : *axes) {
      const auto i = static_cast<size_t>(a < 0 ? a + s.rank() : a);
      if (i < keep.size()) keep[i] = 0, add[i] = 1;
    }
    if (s.FullyDefined()) {
      for (size_t i = 0; i < keep.size(); ++i) {
        dims.push_back(add[i] != 0 ? 1 : static_cast<int32_t>(s[static_cast<int>(i)]));
      }
      return {&g, Ints(g, dims)};
    }
    return ShapeVector(x) * Expr{&g, Ints(g, keep)} + Expr{&g, Ints(g, add)};
  }
  // One row for each axis, with a one in its place; their maximum marks all reduced dimensions.
  const Expr rank = Unary("Rank", x);
  axis_vector = Reshape(axis_vector, {&g, Ints(g, {-1})});
  axis_vector = Binary("FloorMod", axis_vector + rank, rank);
  const Output rows =
      g.Op("OneHot", {axis_vector.out, rank.out, g.Scalar<int32_t>(1), g.Scalar<int32_t>(0)});
  const Output marks = g.Op("Sum", {rows, Ints(g, {0})});
  const Expr mark = {&g, marks};
  return ShapeVector(x) * Minus(1.0, mark) + mark;
}

// x in the shape that it would have with keep_dims.
Expr KeepDims(Grad& g, const Expr& x) {
  return g.attrs().Bool("keep_dims") ? x : Reshape(x, KeptShape(g));
}

Expr SpreadDy(Grad& g) { return Binary("BroadcastTo", KeepDims(g, Dy(g)), ShapeVector(X(g, 0))); }

void SumGradient(Grad& g) { g.Return(0, SpreadDy(g)); }

void MeanGradient(Grad& g) {
  const Expr x = X(g, 0), spread = SpreadDy(g);
  const int64_t in = x.out.shape().num_elements(), out = g.output(0).shape().num_elements();
  if (x.out.shape().FullyDefined() && g.output(0).shape().FullyDefined()) {
    return g.Return(0,
                    Binary("RealDiv", spread, static_cast<double>(in / std::max<int64_t>(out, 1))));
  }
  const Expr total = Unary("Size", x), kept = Binary("Maximum", Unary("Size", Y(g)), 1.0);
  g.Return(0, spread / Cast(Binary("FloorDiv", total, kept), x.dtype()));
}

void MaxGradient(Grad& g) {
  const Expr x = X(g, 0);
  const Expr indicators = Cast(Binary("Equal", KeepDims(g, Y(g)), x), x.dtype());
  const Expr count = {&g, g.Op("Sum", {indicators, g.input(1)}, {{"keep_dims", true}})};
  g.Return(0, indicators / count * KeepDims(g, Dy(g)));
}

// The products of all other elements come from running products from both ends.
void ProdGradient(Grad& g) {
  const Expr x = X(g, 0), shape = ShapeVector(x), spread = SpreadDy(g);
  const Expr rank = Unary("Rank", x);
  Expr axes = Reshape(Cast({&g, g.input(1)}, DT_INT32), {&g, Ints(g, {-1})});
  axes = Binary("FloorMod", axes + rank, rank);
  const Output all = g.Op("Range", {g.Scalar<int32_t>(0), rank, g.Scalar<int32_t>(1)});
  const Expr others = {&g, g.Op("ListDiff", {all, axes})};
  const Expr perm = {&g,
                     g.Op("ConcatV2", {std::vector<Output>{axes, others}, g.Scalar<int32_t>(0)})};
  const auto product = [&](const Expr& of) {
    return g.Op("Prod", {g.Op("GatherV2", {shape, of, g.Scalar<int32_t>(0)}), Ints(g, {0})});
  };
  const Expr moved = Binary("Transpose", x, perm);
  const Output matrix = g.Op("Pack", {std::vector<Output>{product(axes), product(others)}});
  const Expr rows = Reshape(moved, {&g, matrix});
  const Output zero = g.Scalar<int32_t>(0);
  const Expr left = {&g, g.Op("Cumprod", {rows, zero}, {{"exclusive", true}})};
  const Expr right = {&g, g.Op("Cumprod", {rows, zero}, {{"exclusive", true}, {"reverse", true}})};
  const Expr y = Reshape(Conj(left) * Conj(right), ShapeVector(moved));
  const Expr back = Binary("Transpose", y, Unary("InvertPermutation", perm));
  g.Return(0, Reshape(spread * back, shape));
}

void EuclideanNormGradient(Grad& g) {
  g.Return(0, X(g, 0) / (KeepDims(g, Y(g)) / KeepDims(g, Dy(g))));
}

}  // namespace

void DefineReduceOps(OpSet& ops) {
  OP("Sum")
      .In("input: T")
      .In("reduction_indices: Tidx")
      .Out("output: T")
      .Attr("keep_dims: bool = false")
      .Attr("T: numbertype")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Method("sum")
      .Doc(
          "The sum over the dimensions `reduction_indices`, which `keep_dims` keeps with size "
          "1.")
      .Shape(ReductionShape)
      .Gradient(SumGradient);

  OP("Mean")
      .In("input: T")
      .In("reduction_indices: Tidx")
      .Out("output: T")
      .Attr("keep_dims: bool = false")
      .Attr("T: numbertype")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Method("mean")
      .Doc(
          "The mean over the dimensions `reduction_indices`, which `keep_dims` keeps with size "
          "1.")
      .Shape(ReductionShape)
      .Gradient(MeanGradient);

  OP("Prod")
      .In("input: T")
      .In("reduction_indices: Tidx")
      .Out("output: T")
      .Attr("keep_dims: bool = false")
      .Attr("T: numbertype")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "The product over the dimensions `reduction_indices`, which `keep_dims` keeps with "
          "size 1.")
      .Shape(ReductionShape)
      .Gradient(ProdGradient);

  OP("Max")
      .In("input: T")
      .In("reduction_indices: Tidx")
      .Out("output: T")
      .Attr("keep_dims: bool = false")
      .Attr("T: {realnumbertype, qint8, quint8, qint32, qint16, quint16}")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Method("max")
      .Doc(
          "The largest element over the dimensions `reduction_indices`, which `keep_dims` keeps"
          " with size 1.")
      .Shape(ReductionShape)
      .Gradient(MaxGradient);

  OP("Min")
      .In("input: T")
      .In("reduction_indices: Tidx")
      .Out("output: T")
      .Attr("keep_dims: bool = false")
      .Attr("T: {realnumbertype, qint8, quint8, qint32, qint16, quint16}")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Method("min")
      .Doc(
          "The smallest element over the dimensions `reduction_indices`, which `keep_dims` "
          "keeps with size 1.")
      .Shape(ReductionShape)
      .Gradient(MaxGradient);

  OP("All")
      .In("input: bool")
      .In("reduction_indices: Tidx")
      .Out("output: bool")
      .Attr("keep_dims: bool = false")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "Whether all elements hold, over the dimensions `reduction_indices`, which "
          "`keep_dims` keeps with size 1.")
      .Shape(ReductionShape)
      .NotDifferentiable();

  OP("Any")
      .In("input: bool")
      .In("reduction_indices: Tidx")
      .Out("output: bool")
      .Attr("keep_dims: bool = false")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "Whether any element holds, over the dimensions `reduction_indices`, which "
          "`keep_dims` keeps with size 1.")
      .Shape(ReductionShape)
      .NotDifferentiable();

  OP("EuclideanNorm")
      .In("input: T")
      .In("reduction_indices: Tidx")
      .Out("output: T")
      .Attr("keep_dims: bool = false")
      .Attr("T: numbertype")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "The square root of the sum of squares over the dimensions `reduction_indices`, which"
          " `keep_dims` keeps with size 1.")
      .Shape(ReductionShape)
      .Gradient(EuclideanNormGradient);

  OP("ArgMax")
      .In("input: T")
      .In("dimension: Tidx")
      .Out("output: output_type")
      .Attr("T: {realnumbertype, qint8, quint8, qint32, qint16, quint16, bool}")
      .Attr("Tidx: {int16, int32, int64} = DT_INT32")
      .Attr("output_type: {int16, uint16, int32, int64} = DT_INT64")
      .Method("arg_max")
      .Doc("The index of the largest element along `dimension`; of equal ones the first.")
      .Shape(ArgReductionShape)
      .NotDifferentiable();

  OP("ArgMin")
      .In("input: T")
      .In("dimension: Tidx")
      .Out("output: output_type")
      .Attr("T: {realnumbertype, qint8, quint8, qint32, qint16, quint16, bool}")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Attr("output_type: {int32, int64} = DT_INT64")
      .Doc("The index of the smallest element along `dimension`; of equal ones the first.")
      .Shape(ArgReductionShape)
      .NotDifferentiable();
}

}  // namespace hb
