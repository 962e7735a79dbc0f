// Reading and writing by index.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status GatherShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape params, c.WithRankAtLeast(0, 1));
  const Shape& indices = c.input(1);
  if (params.unknown_rank() || indices.unknown_rank()) return Status();
  Shape out = indices;
  out.Append(params.Sub(1));
  return SetChecked(c, 0, out);
}

Result<int> BatchDims(const InferCtx& c, const Shape& params, const Shape& indices) {
  const int64_t batch = c.attrs().Int("batch_dims");
  if (batch < -indices.rank() || batch > indices.rank()) {
    return InvalidArgument("Expected batch_dims in the range [", -indices.rank(), ", ",
                           indices.rank(), "], but got ", batch);
  }
  const int b = static_cast<int>(batch < 0 ? batch + indices.rank() : batch);
  if (b >= params.rank()) {
    return InvalidArgument("batch_dims (", b, ") must be less than rank(params) (", params.rank(),
                           ").");
  }
  return b;
}

Status GatherV2Shape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  HB_ASSIGN_OR_RETURN(Shape params, c.WithRankAtLeast(0, 1));
  const Shape& indices = c.input(1);
  if (params.unknown_rank() || indices.unknown_rank()) return Status();
  HB_ASSIGN_OR_RETURN(const int batch, BatchDims(c, params, indices));
  const int rank = params.rank() + indices.rank() - 1 - batch;
  HB_ASSIGN_OR_RETURN(const int axis, AxisValue(c, 2, params.rank()));
  if (axis < 0) {
    return SetChecked(c, 0, Shape::UnknownDims(rank));
  }
  if (axis < batch) {
    return InvalidArgument("batch_dims (", batch, ") must be less than or equal to axis (", axis,
                           ").");
  }
  Shape out;
  for (int i = 0; i < batch; ++i) {
    auto merged = MergeDims(params[i], indices[i]);
    if (!merged.ok()) {
      return InvalidArgument("params.shape[", i, "]: ", params[i],
                             " should be equal to indices.shape[", i, "]: ", indices[i]);
    }
    out.Append(*merged);
  }
  out.Append(params.Sub(batch, axis));
  out.Append(indices.Sub(batch));
  out.Append(params.Sub(axis + 1));
  return SetChecked(c, 0, out);
}

Status GatherNdShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape indices, c.WithRankAtLeast(1, 1));
  HB_ASSIGN_OR_RETURN(const Shape params, c.WithRankAtLeast(0, 1));
  if (params.unknown_rank() || indices.unknown_rank()) return Status();
  const int64_t depth = indices[indices.rank() - 1];
  if (depth < 0) return Status();
  if (depth > params.rank()) {
    return InvalidArgument("index innermost dimension length must be <= params rank; saw: ", depth,
                           " vs. ", params.rank());
  }
  Shape out = indices.Sub(0, indices.rank() - 1);
  out.Append(params.Sub(static_cast<int>(depth)));
  return SetChecked(c, 0, out);
}

// Checks indices [..., depth] and updates against the shape that they write into.
Status CheckScatterNd(const Shape& target, const Shape& indices, const Shape& updates) {
  if (indices.rank() == 0) {
    return InvalidArgument("indices must have at least one dimension, but is a scalar");
  }
  if (target.unknown_rank() || indices.unknown_rank()) return Status();
  const int64_t depth = indices[indices.rank() - 1];
  if (depth < 0) return Status();
  if (depth > target.rank()) {
    return InvalidArgument("The inner ", depth,
                           " dimensions that indices name exceed the rank of "
                           "the shape ",
                           target.ToString());
  }
  Shape expected = indices.Sub(0, indices.rank() - 1);
  expected.Append(target.Sub(static_cast<int>(depth)));
  if (!expected.Compatible(updates)) {
    return InvalidArgument("updates must have the shape ", expected.ToString(),
                           ", which is the outer part of indices' shape ", indices.ToString(),
                           " and the inner part of ", target.ToString(), ", but has ",
                           updates.ToString());
  }
  return Status();
}

Status ScatterNdShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 2));
  if (auto values = IndexValues(c, 2)) {
    for (int64_t v : *values) {
      if (v < 0) return InvalidArgument("the dimension ", v, " of 'shape' is negative");
    }
  }
  HB_ASSIGN_OR_RETURN(Shape out, c.ValueAsShape(2));
  if (out.num_elements() == 0 && !out.unknown_rank() &&
      (c.input(0).num_elements() > 0 || c.input(1).num_elements() > 0)) {
    return InvalidArgument("Indices and updates specified for empty output shape ", out.ToString());
  }
  HB_RETURN_IF_ERROR(CheckScatterNd(out, c.input(0), c.input(1)));
  return SetChecked(c, 0, out);
}

Status TensorScatterShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape target, c.WithRankAtLeast(0, 1));
  if (target.num_elements() == 0 && !target.unknown_rank() &&
      (c.input(1).num_elements() > 0 || c.input(2).num_elements() > 0)) {
    return InvalidArgument("Indices and updates specified for empty output shape ",
                           target.ToString());
  }
  HB_RETURN_IF_ERROR(CheckScatterNd(target, c.input(1), c.input(2)));
  c.set_output(0, target);
  return Status();
}

// Rows of dy summed into the rows of a tensor of shape `params` that `indices` names (axis 0).
Output SumRows(Grad& g, Output dy, Output indices, Output params) {
  const Output minus_one = g.Vector(std::vector<int32_t>{-1});
  const Output shape = ShapeOf(g, params);
  const Output zero = Ints(g, {0}), one = Ints(g, {1});
  const Output rows = g.Op("StridedSlice", {shape, zero, one, one}, {{"shrink_axis_mask", 1}});
  const Output inner = g.Op("StridedSlice", {shape, one, zero, one}, {{"end_mask", 1}});
  const Output values_shape =
      g.Op("ConcatV2", {std::vector<Output>{minus_one, inner}, g.Scalar<int32_t>(0)});
  return g.Op("UnsortedSegmentSum",
              {g.Op("Reshape", {dy, values_shape}), g.Op("Reshape", {indices, minus_one}), rows});
}

// A part of the shape vector as an output, and products of parts of it.
Output Dims(Grad& g, Output shape, int first, int last) {
  return g.Op("StridedSlice", {shape, Ints(g, {first}), Ints(g, {last}), Ints(g, {1})});
}
Output Product(Grad& g, Output dims) { return g.Op("Prod", {dims, Ints(g, {0})}); }

// The gradient for any axis and batch_dims: dy as [batch, outer, indices, inner] is transposed so
// that the indices come first behind the batch, batches are told apart by shifting their indices,
// and rows are summed.
Output GatherGeneral(Grad& g, int axis, int batch) {
  const Output params = g.input(0), dy = g.dy(0);
  Output indices = g.input(1);
  if (indices.dtype() == DT_INT16) indices = g.Op("Cast", {indices}, {{"DstT", DT_INT32}});
  const Output shape = ShapeOf(g, params);
  const int rank = params.shape().rank();
  const Output b = Product(g, Dims(g, shape, 0, batch));
  const Output outer = Product(g, Dims(g, shape, batch, axis));
  const Output size = g.Op("Reshape", {Dims(g, shape, axis, axis + 1), Ints(g, {})});
  const Output inner = Product(g, Dims(g, shape, axis + 1, rank));
  const Output count =
      Product(g, Dims(g, ShapeOf(g, indices), batch, std::max(batch, indices.shape().rank())));
  const auto pack = [&](std::vector<Output> dims) { return g.Op("Pack", {dims}); };
  Output x = g.Op("Reshape", {dy, pack({b, outer, count, inner})});
  x = g.Op("Transpose", {x, Ints(g, {0, 2, 1, 3})});
  x = g.Op("Reshape", {x, pack({g.Op("Mul", {b, count}), outer, inner})});
  Output shift = g.Op("Range", {g.Scalar<int32_t>(0), b, g.Scalar<int32_t>(1)});
  shift = g.Op("Reshape", {g.Op("Mul", {shift, size}), Ints(g, {-1, 1})});
  if (indices.dtype() != DT_INT32) {
    shift = g.Op("Cast", {shift}, {{"DstT", indices.dtype()}});
  }
  Output rows = g.Op("AddV2", {g.Op("Reshape", {indices, pack({b, count})}), shift});
  rows = g.Op("Reshape", {rows, Ints(g, {-1})});
  x = g.Op("UnsortedSegmentSum", {x, rows, g.Op("Mul", {b, size})});
  x = g.Op("Reshape", {x, pack({b, size, outer, inner})});
  x = g.Op("Transpose", {x, Ints(g, {0, 2, 1, 3})});
  return g.Op("Reshape", {x, shape});
}

void GatherV2Gradient(Grad& g) {
  const auto known = KnownInts(g.input(2));
  int64_t batch = g.attrs().Int("batch_dims");
  const Shape& params = g.input(0).shape();
  const Shape& indices = g.input(1).shape();
  if (known && known->size() == 1 && (*known)[0] == 0 && batch == 0) {
    Output index = g.input(1);
    if (index.dtype() == DT_INT16) index = g.Op("Cast", {index}, {{"DstT", DT_INT32}});
    return g.Return(0, SumRows(g, g.dy(0), index, g.input(0)));
  }
  if (!known || known->size() != 1 || params.unknown_rank() || indices.unknown_rank()) {
    return g.Fail(Unimplemented("the gradient of GatherV2 '", g.node().name(),
                                "' needs a constant axis and the ranks of params and indices"));
  }
  const int axis = static_cast<int>((*known)[0] < 0 ? (*known)[0] + params.rank() : (*known)[0]);
  if (batch < 0) batch += indices.rank();
  g.Return(0, GatherGeneral(g, axis, static_cast<int>(batch)));
}

void GatherNdGradient(Grad& g) {
  Output indices = g.input(1);
  if (indices.dtype() == DT_INT16) indices = g.Op("Cast", {indices}, {{"DstT", DT_INT32}});
  const Output shape = ShapeOf(g, g.input(0), indices.dtype());
  g.Return(0, g.Op("ScatterNd", {indices, g.dy(0), shape}));
}

void TensorScatterUpdateGradient(Grad& g) {
  const Output dy = g.dy(0), indices = g.input(1);
  const Output updates = g.Op("GatherNd", {dy, indices});
  const Output zeros = ZerosLike(g, g.input(2));
  g.Return(0, g.Op("TensorScatterUpdate", {dy, indices, zeros}));
  g.Return(2, updates);
}

}  // namespace

void DefineGatherOps(OpSet& ops) {
  OP("Gather")
      .In("params: Tparams")
      .In("indices: Tindices")
      .Out("output: Tparams")
      .Attr("validate_indices: bool = true")
      .Attr("Tparams: type")
      .Attr("Tindices: {int32, int64}")
      .Doc("Rows of `params` (slices along its first dimension), in the order of `indices`.")
      .Shape(GatherShape)
      .Gradient([](Grad& g) { g.Return(0, SumRows(g, g.dy(0), g.input(1), g.input(0))); });

  OP("GatherV2")
      .In("params: Tparams")
      .In("indices: Tindices")
      .In("axis: Taxis")
      .Out("output: Tparams")
      .Attr("batch_dims: int = 0")
      .Attr("Tparams: type")
      .Attr("Tindices: {int16, int32, int64}")
      .Attr("Taxis: {int32, int64}")
      .Doc(
          "Slices of `params` along the dimension `axis`, in the order of `indices`. The first "
          "`batch_dims` dimensions of both go together.")
      .Shape(GatherV2Shape)
      .Gradient(GatherV2Gradient);

  OP("GatherNd")
      .In("params: Tparams")
      .In("indices: Tindices")
      .Out("output: Tparams")
      .Attr("Tparams: type")
      .Attr("Tindices: {int16, int32, int64}")
      .Attr("bad_indices_policy: string = \"\"")
      .Doc("Slices of `params` at positions that the last dimension of `indices` spells out.")
      .Shape(GatherNdShape)
      .Gradient(GatherNdGradient);

  OP("ScatterNd")
      .In("indices: Tindices")
      .In("updates: T")
      .In("shape: Tindices")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tindices: {int16, int32, int64}")
      .Attr("bad_indices_policy: string = \"\"")
      .Doc(
          "Zeros of the given shape into which `updates` are added at positions that the last "
          "dimension of `indices` spells out.")
      .Shape(ScatterNdShape)
      .Gradient([](Grad& g) {
        g.Return(1, g.Op("GatherNd", {g.dy(0), g.input(0)}));
      });

  OP("TensorScatterUpdate")
      .In("tensor: T")
      .In("indices: Tindices")
      .In("updates: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tindices: {int16, int32, int64, uint16}")
      .Attr("bad_indices_policy: string = \"\"")
      .Doc(
          "A copy of the tensor with `updates` at positions that the last dimension of "
          "`indices` spells out.")
      .Shape(TensorScatterShape)
      .Gradient(TensorScatterUpdateGradient);

  OP("TensorScatterAdd")
      .In("tensor: T")
      .In("indices: Tindices")
      .In("updates: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tindices: {int32, int64}")
      .Attr("bad_indices_policy: string = \"\"")
      .Doc(
          "A copy of the tensor with `updates` added at positions that the last dimension of "
          "`indices` spells out.")
      .Shape(TensorScatterShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.dy(0));
        g.Return(2, g.Op("GatherNd", {g.dy(0), g.input(1)}));
      });

  OP("TensorScatterSub")
      .In("tensor: T")
      .In("indices: Tindices")
      .In("updates: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tindices: {int32, int64}")
      .Attr("bad_indices_policy: string = \"\"")
      .Doc(
          "A copy of the tensor with `updates` subtracted at positions that the last dimension "
          "of `indices` spells out.")
      .Shape(TensorScatterShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.dy(0));
        g.Return(2, g.Op("Neg", {g.Op("GatherNd", {g.dy(0), g.input(1)})}));
      });
}

}  // namespace hb
