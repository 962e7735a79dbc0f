// Padding and tiling.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

// Checks 'paddings' [rank, 2] and gives the rank of the tensor; -1 if nothing tells it.
Result<int> PaddedRank(const InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape p, c.WithRank(1, 2));
  if (p[1] >= 0 && p[1] != 2) {
    return InvalidArgument("paddings must be a matrix with 2 columns, not ", p.ToString());
  }
  if (p[0] > kMaxRank) return InvalidArgument("paddings has ", p[0], " rows, at most 254 fit");
  const int rank = c.input(0).rank();
  if (rank >= 0 && p[0] >= 0 && p[0] != rank) {
    return InvalidArgument("The first dimension of paddings must be the rank of inputs: ", rank,
                           ", got paddings ", p.ToString());
  }
  return rank >= 0 ? rank : static_cast<int>(p[0]);
}

// Calls fn(dim, before, after) -> new size for each dimension when the paddings are known.
template <typename Fn>
Status PaddedShape(InferCtx& c, Fn&& fn) {
  HB_ASSIGN_OR_RETURN(const int rank, PaddedRank(c));
  if (rank < 0) return Status();
  const auto paddings = IndexValues(c, 1);
  const Shape in = c.input(0).unknown_rank() ? Shape::UnknownDims(rank) : c.input(0);
  if (!paddings) {
    c.set_output(0, Shape::UnknownDims(rank));
    return Status();
  }
  Shape out;
  for (int i = 0; i < rank; ++i) {
    const int64_t before = (*paddings)[static_cast<size_t>(2 * i)];
    const int64_t after = (*paddings)[static_cast<size_t>(2 * i + 1)];
    if (before < 0 || after < 0) {
      return InvalidArgument("Paddings must be non-negative: ", before, " ", after);
    }
    if (before > INT64_MAX / 4 || after > INT64_MAX / 4 || in[i] > INT64_MAX / 4) {
      return InvalidArgument("Paddings are too large: ", before, " ", after);
    }
    HB_ASSIGN_OR_RETURN(const int64_t size, fn(in[i], before, after));
    out.Append(size);
  }
  return SetChecked(c, 0, out);
}

Status PadShape(InferCtx& c) {
  if (c.num_inputs() > 2) HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  return PaddedShape(c, [](int64_t dim, int64_t before, int64_t after) -> Result<int64_t> {
    return dim < 0 ? -1 : dim + before + after;
  });
}

Status MirrorPadShape(InferCtx& c) {
  const int64_t edge = c.attrs().String("mode") == "REFLECT" ? 1 : 0;
  return PaddedShape(c, [edge](int64_t dim, int64_t before, int64_t after) -> Result<int64_t> {
    if (dim < 0) return -1;
    if (before > dim - edge || after > dim - edge) {
      return InvalidArgument("paddings must be ", edge == 1 ? "less than" : "no greater than",
                             " the dimension size: ", before, ", ", after,
                             edge == 1 ? " not less than " : " greater than ", dim);
    }
    return dim + before + after;
  });
}

Status MirrorPadGradShape(InferCtx& c) {
  const int64_t edge = c.attrs().String("mode") == "REFLECT" ? 1 : 0;
  return PaddedShape(c, [edge](int64_t dim, int64_t before, int64_t after) -> Result<int64_t> {
    if (dim < 0) return -1;
    const int64_t size = dim - before - after;
    if (size < 0 || before > size - edge || after > size - edge) {
      return InvalidArgument("paddings ", before, ", ", after,
                             " can't come from mirroring a dimension of size ", size);
    }
    return size;
  });
}

void PadGradient(Grad& g) {
  const Output paddings = g.input(1);
  const DType index = paddings.dtype();
  const Output x = g.input(0);
  const int rank = x.shape().rank();
  const Output minus_one = g.Vector(std::vector<int32_t>{-1});
  Output rows = rank >= 0 ? g.Scalar<int32_t>(rank) : g.Op("Rank", {x});
  Output size = g.Op("Pack", {std::vector<Output>{rows, g.Scalar<int32_t>(1)}});
  Output begin = g.Op("Slice", {paddings, Ints(g, {0, 0}), size});
  begin = g.Op("Reshape", {begin, minus_one});
  g.Return(0, g.Op("Slice", {g.dy(0), begin, ShapeOf(g, x, index)}));
}

Status TileShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape m, c.WithRank(1, 1));
  const Shape& in = c.input(0);
  if (m[0] > kMaxRank) return InvalidArgument("multiples has ", m[0], " entries, at most 254 fit");
  if (in.rank() >= 0 && m[0] >= 0 && in.rank() != m[0]) {
    return InvalidArgument("Expected multiples argument to be a vector of length ", in.rank(),
                           " but got length ", m[0]);
  }
  const int rank = in.rank() >= 0 ? in.rank() : static_cast<int>(m[0]);
  if (rank < 0) return Status();
  HB_ASSIGN_OR_RETURN(Shape multiples, c.ValueAsShape(1));
  if (auto values = IndexValues(c, 1)) {
    for (int64_t v : *values) {
      if (v < 0) return InvalidArgument("Expected multiples >= 0, but got ", v);
    }
  }
  Shape out = Shape::UnknownDims(rank);
  for (int i = 0; i < rank && !multiples.unknown_rank() && !in.unknown_rank(); ++i) {
    const int64_t size = DimMul(in[i], multiples[i]);
    if (size < 0 && in[i] >= 0 && multiples[i] >= 0) {
      return InvalidArgument("tiling a dimension of ", in[i], " ", multiples[i],
                             " times gives too many elements");
    }
    out.set_dim(i, size);
  }
  return SetChecked(c, 0, out);
}

// dy, seen as [m0, d0, m1, d1, ...], summed over the m.
void TileGradient(Grad& g) {
  const Output x = g.input(0), multiples = g.input(1);
  const Output in_shape = ShapeOf(g, x, multiples.dtype());
  const Output pairs = g.Op("Pack", {std::vector<Output>{multiples, in_shape}}, {{"axis", 1}});
  const Output split = g.Op("Reshape", {pairs, g.Vector(std::vector<int32_t>{-1})});
  Output axes;
  const int rank = x.shape().rank();
  if (rank >= 0) {
    std::vector<int32_t> even;
    for (int i = 0; i < rank; ++i) even.push_back(2 * i);
    axes = Ints(g, even);
  } else {
    axes = g.Op("Range", {g.Scalar<int32_t>(0), g.Op("Size", {split}), g.Scalar<int32_t>(2)});
  }
  const Output dx = g.Op("Sum", {g.Op("Reshape", {g.dy(0), split}), axes});
  // The sum has the shape of x already; saying so helps where it isn't known.
  g.Return(0, x.shape().FullyDefined() ? ReshapeLike(g, dx, x) : dx);
}

Attrs Mode(Grad& g) { return {{"mode", g.attrs().String("mode")}}; }

}  // namespace

void DefinePadOps(OpSet& ops) {
  OP("Pad")
      .In("input: T")
      .In("paddings: Tpaddings")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tpaddings: {int32, int64} = DT_INT32")
      .Doc(
          "Adds zeros around a tensor: row i of `paddings` says how many before and after along "
          "dimension i.")
      .Shape(PadShape)
      .Gradient(PadGradient);

  OP("PadV2")
      .In("input: T")
      .In("paddings: Tpaddings")
      .In("constant_values: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tpaddings: {int32, int64} = DT_INT32")
      .Doc(
          "Adds `constant_values` around a tensor: row i of `paddings` says how many before and "
          "after along dimension i.")
      .Shape(PadShape)
      .Gradient(PadGradient);

  OP("MirrorPad")
      .In("input: T")
      .In("paddings: Tpaddings")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tpaddings: {int32, int64} = DT_INT32")
      .Attr("mode: {'REFLECT', 'SYMMETRIC'}")
      .Doc(
          "Continues a tensor beyond its edges by its mirror image, with the edge repeated "
          "(SYMMETRIC) or not (REFLECT).")
      .Shape(MirrorPadShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("MirrorPadGrad", {g.dy(0), g.input(1)}, Mode(g)));
      });

  OP("MirrorPadGrad")
      .In("input: T")
      .In("paddings: Tpaddings")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tpaddings: {int32, int64} = DT_INT32")
      .Attr("mode: {'REFLECT', 'SYMMETRIC'}")
      .Doc(
          "The gradient of MirrorPad: folds the padded parts back onto the elements that they "
          "mirror.")
      .Shape(MirrorPadGradShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("MirrorPad", {g.dy(0), g.input(1)}, Mode(g)));
      });

  OP("Tile")
      .In("input: T")
      .In("multiples: Tmultiples")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tmultiples: {int32, int64} = DT_INT32")
      .Doc("Repeats a tensor `multiples[i]` times along dimension i.")
      .Shape(TileShape)
      .Gradient(TileGradient);
}

}  // namespace hb
