// Joining tensors and taking them apart.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

// Values are the inputs [first, last); the axis is input `at`.
Status ConcatShapes(InferCtx& c, int first, int last, int at) {
  const Shape& axis_shape = c.input(at);
  if (axis_shape.FullyDefined() && axis_shape.num_elements() != 1) {
    return InvalidArgument("the axis of a concatenation must be one number, not ",
                           axis_shape.num_elements());
  }
  int rank = -1;
  for (int i = first; i < last; ++i) {
    if (c.input(i).unknown_rank()) continue;
    if (rank >= 0 && c.input(i).rank() != rank) {
      return InvalidArgument("ConcatOp : Ranks of all input tensors should match: rank ", rank,
                             " vs. shape[", i - first, "] = ", c.input(i).ToString());
    }
    rank = c.input(i).rank();
  }
  if (rank < 0) return Status();
  if (rank == 0) {
    return InvalidArgument("ConcatOp : can't concatenate scalars; use Pack instead");
  }
  const auto given = IndexValue(c, at);
  if (!given) {
    c.set_output(0, Shape::UnknownDims(rank));
    return Status();
  }
  HB_ASSIGN_OR_RETURN(const int axis, CheckedAxis(*given, rank));
  Shape out = Shape::UnknownDims(rank);
  int64_t sum = 0;
  for (int i = first; i < last; ++i) {
    Shape s = c.input(i).unknown_rank() ? Shape::UnknownDims(rank) : c.input(i);
    if (sum >= 0 && s[axis] >= 0 && s[axis] > INT64_MAX - sum) {
      return InvalidArgument("ConcatOp : the sum of the sizes is too large");
    }
    sum = DimAdd(sum, s[axis]);
    s.set_dim(axis, -1);
    auto merged = Shape::Merge(out, s);
    if (!merged.ok()) {
      return InvalidArgument(
          "ConcatOp : Dimensions of inputs should match: shape[0] = ", c.input(first).ToString(),
          " vs. shape[", i - first, "] = ", c.input(i).ToString());
    }
    out = *merged;
  }
  out.set_dim(axis, sum);
  return SetChecked(c, 0, out);
}

Status ConcatShape(InferCtx& c) { return ConcatShapes(c, 1, c.num_inputs(), 0); }
Status ConcatV2Shape(InferCtx& c) {
  return ConcatShapes(c, 0, c.num_inputs() - 1, c.num_inputs() - 1);
}

Status ConcatOffsetShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  Shape merged = Shape::UnknownDims(1);
  for (int i = 1; i < c.num_inputs(); ++i) {
    HB_ASSIGN_OR_RETURN(merged, Shape::Merge(merged, c.input(i)));
  }
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, merged);
  return Status();
}

// The static sizes of the values along the axis; empty if one is unknown.
std::vector<int64_t> KnownSizes(Grad& g, int first, int last, int64_t axis) {
  std::vector<int64_t> sizes;
  for (int i = first; i < last; ++i) {
    const Shape& s = g.input(i).shape();
    if (s.rank() <= 0 || axis < -s.rank() || axis >= s.rank()) return {};
    const int64_t size = s[static_cast<int>(axis < 0 ? axis + s.rank() : axis)];
    if (size < 0) return {};
    sizes.push_back(size);
  }
  return sizes;
}

void ConcatGradient(Grad& g, int first, int last, int at) {
  const Output dy = g.dy(0);
  if (last - first == 1) return g.Return(first, dy);
  if (auto axis = KnownInts(g.input(at)); axis && axis->size() == 1) {
    const std::vector<int64_t> sizes = KnownSizes(g, first, last, (*axis)[0]);
    if (!sizes.empty()) {
      Node* split =
          g.NodeOf("SplitV", {dy, g.Vector(sizes), g.Scalar(static_cast<int32_t>((*axis)[0]))},
                   {{"num_split", last - first}});
      if (split == nullptr) return;
      for (int i = first; i < last; ++i) g.Return(i, Output(split, i - first));
      return;
    }
  }
  std::vector<Output> values;
  for (int i = first; i < last; ++i) values.push_back(g.input(i));
  Node* shapes = g.NodeOf("ShapeN", {values});
  if (shapes == nullptr) return;
  std::vector<Output> sizes;
  for (int i = 0; i < shapes->num_outputs(); ++i) sizes.push_back(Output(shapes, i));
  // ConcatOffset takes only non-negative axes.
  Output axis = g.input(at);
  if (axis.dtype() != DT_INT32) axis = g.Op("Cast", {axis}, {{"DstT", DT_INT32}});
  axis = g.Op("FloorMod", {axis, g.Op("Rank", {values[0]})});
  Node* offsets = g.NodeOf("ConcatOffset", {axis, sizes});
  if (offsets == nullptr) return;
  for (int i = first; i < last; ++i) {
    g.Return(
        i, g.Op("Slice", {dy, Output(offsets, i - first), sizes[static_cast<size_t>(i - first)]}));
  }
}

Status SplitShape(InferCtx& c) {
  const int n = c.num_outputs();
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(1, 1));
  if (in.unknown_rank()) return Status();
  HB_ASSIGN_OR_RETURN(const int axis, AxisValue(c, 0, in.rank()));
  Shape out = Shape::UnknownDims(in.rank());
  if (axis >= 0) {
    out = in;
    if (in[axis] >= 0 && in[axis] % n != 0) {
      return InvalidArgument(
          "Number of ways to split should evenly divide the split dimension, "
          "but got split_dim ",
          axis, " (size = ", in[axis], ") and num_split ", n);
    }
    out.set_dim(axis, in[axis] < 0 ? -1 : in[axis] / n);
  }
  for (int i = 0; i < n; ++i) c.set_output(i, out);
  return Status();
}

// Replaces the one -1 of the sizes by what remains of `total`, and checks their sum.
Status ResolveSizes(std::vector<int64_t>* sizes, int64_t total) {
  int missing = -1;
  int64_t sum = 0;
  for (size_t i = 0; i < sizes->size(); ++i) {
    const int64_t size = (*sizes)[i];
    if (size == -1) {
      if (missing >= 0) return InvalidArgument("There can only be one -1 in the input sizes");
      missing = static_cast<int>(i);
    } else if (size < 0 || size > INT64_MAX - sum) {
      return InvalidArgument("Split size at index ", i, " must be >= 0. Got: ", size);
    } else {
      sum += size;
    }
  }
  if (total < 0) return Status();
  if (missing < 0 ? sum != total : sum > total) {
    return InvalidArgument("Determined shape must ", missing < 0 ? "exactly match" : "be at most",
                           " the size of the split dimension: sizes sum to ", sum,
                           " but the dimension is ", total);
  }
  if (missing >= 0) (*sizes)[static_cast<size_t>(missing)] = total - sum;
  return Status();
}

Status SplitVShape(InferCtx& c) {
  const int n = c.num_outputs();
  HB_ASSIGN_OR_RETURN(Shape sizes_shape, c.WithRank(1, 1));
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 1));
  HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  if (sizes_shape[0] >= 0 && sizes_shape[0] != n) {
    return InvalidArgument("size_splits has ", sizes_shape[0], " entries but num_split is ", n,
                           "; they must agree");
  }
  if (in.unknown_rank()) return Status();
  HB_ASSIGN_OR_RETURN(const int axis, AxisValue(c, 2, in.rank()));
  auto sizes = IndexValues(c, 1);
  if (sizes) HB_RETURN_IF_ERROR(ResolveSizes(&*sizes, axis < 0 ? -1 : in[axis]));
  for (int i = 0; i < n; ++i) {
    Shape out = axis < 0 ? Shape::UnknownDims(in.rank()) : in;
    if (axis >= 0) out.set_dim(axis, sizes ? (*sizes)[static_cast<size_t>(i)] : -1);
    if (axis >= 0 && n == 1) out = in;
    c.set_output(i, out);
  }
  return Status();
}

Output JoinedGradients(Grad& g, Output axis) {
  std::vector<Output> dys;
  for (int i = 0; i < g.node().num_outputs(); ++i) dys.push_back(g.dy(i));
  return dys.size() == 1 ? dys[0] : g.Op("ConcatV2", {dys, axis});
}

Status PackShape(InferCtx& c) {
  Shape s = Shape::UnknownRank();
  for (int i = 0; i < c.num_inputs(); ++i) {
    auto merged = Shape::Merge(s, c.input(i));
    if (!merged.ok()) {
      return InvalidArgument(
          "Shapes of all inputs must match: values[0].shape = ", c.input(0).ToString(),
          " != values[", i, "].shape = ", c.input(i).ToString());
    }
    s = *merged;
  }
  if (s.unknown_rank()) return Status();
  HB_ASSIGN_OR_RETURN(const int axis, CheckedAxis(c.attrs().Int("axis"), s.rank() + 1));
  Shape out = s.Sub(0, axis);
  out.Append(c.num_inputs());
  out.Append(s.Sub(axis));
  return SetChecked(c, 0, out);
}

Status UnpackShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 1));
  if (in.unknown_rank()) return Status();
  HB_ASSIGN_OR_RETURN(const int axis, CheckedAxis(c.attrs().Int("axis"), in.rank()));
  if (in[axis] >= 0 && in[axis] != c.num_outputs()) {
    return InvalidArgument("Input shape axis ", axis, " must equal ", c.num_outputs(),
                           ", got shape ", in.ToString());
  }
  Shape out = in.Sub(0, axis);
  out.Append(in.Sub(axis + 1));
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, out);
  return Status();
}

void PackGradient(Grad& g) {
  Node* parts =
      g.NodeOf("Unpack", {g.dy(0)}, {{"num", g.num_inputs()}, {"axis", g.attrs().Int("axis")}});
  if (parts == nullptr) return;
  for (int i = 0; i < g.num_inputs(); ++i) g.Return(i, Output(parts, i));
}

void UnpackGradient(Grad& g) {
  if (g.node().num_outputs() == 0) return g.Return(0, ZerosLike(g, g.input(0)));
  std::vector<Output> dys;
  for (int i = 0; i < g.node().num_outputs(); ++i) dys.push_back(g.dy(i));
  g.Return(0, g.Op("Pack", {dys}, {{"axis", g.attrs().Int("axis")}}));
}

}  // namespace

void DefineConcatOps(OpSet& ops) {
  OP("Concat")
      .In("concat_dim: int32")
      .In("values: N * T")
      .Out("output: T")
      .Attr("N: int >= 2")
      .Attr("T: type")
      .Doc("Joins tensors along the dimension `concat_dim`; all other dimensions must be equal.")
      .Shape(ConcatShape)
      .Gradient([](Grad& g) { ConcatGradient(g, 1, g.num_inputs(), 0); });

  OP("ConcatV2")
      .In("values: N * T")
      .In("axis: Tidx")
      .Out("output: T")
      .Attr("N: int >= 2")
      .Attr("T: type")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "Joins tensors along the dimension `axis`, which may be negative; all other "
          "dimensions must be equal.")
      .Shape(ConcatV2Shape)
      .Gradient([](Grad& g) { ConcatGradient(g, 0, g.num_inputs() - 1, g.num_inputs() - 1); });

  OP("ConcatOffset")
      .In("concat_dim: int32")
      .In("shape: N * shape_type")
      .Out("offset: N * shape_type")
      .Attr("N: int >= 2")
      .Attr("shape_type: {int32, int64} = DT_INT32")
      .Doc(
          "For shapes that are to be joined along `concat_dim`, where each piece begins in the "
          "result.")
      .Shape(ConcatOffsetShape)
      .NotDifferentiable();

  OP("Split")
      .In("split_dim: int32")
      .In("value: T")
      .Out("output: num_split * T")
      .Attr("num_split: int >= 1")
      .Attr("T: type")
      .Doc("Cuts a tensor into `num_split` equal pieces along the dimension `split_dim`.")
      .Shape(SplitShape)
      .Gradient([](Grad& g) { g.Return(1, JoinedGradients(g, g.input(0))); });

  OP("SplitV")
      .In("value: T")
      .In("size_splits: Tlen")
      .In("split_dim: int32")
      .Out("output: num_split * T")
      .Attr("num_split: int >= 1")
      .Attr("T: type")
      .Attr("Tlen: {int8, int32, int64} = DT_INT64")
      .Doc(
          "Cuts a tensor into pieces of the given sizes along the dimension `split_dim`. One "
          "size may be -1 and takes what remains.")
      .Shape(SplitVShape)
      .Gradient([](Grad& g) { g.Return(0, JoinedGradients(g, g.input(2))); });

  OP("Pack")
      .In("values: N * T")
      .Out("output: T")
      .Attr("N: int >= 1")
      .Attr("T: type")
      .Attr("axis: int = 0")
      .Doc("Stacks tensors of one shape along a new dimension at position `axis`.")
      .Shape(PackShape)
      .Gradient(PackGradient);

  OP("Unpack")
      .In("value: T")
      .Out("output: num * T")
      .Attr("num: int >= 0")
      .Attr("T: type")
      .Attr("axis: int = 0")
      .Doc("Takes a tensor apart along the dimension `axis`, which goes.")
      .Shape(UnpackShape)
      .Gradient(UnpackGradient);
}

}  // namespace hb
