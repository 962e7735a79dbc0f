// Resource variables.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "state";
using namespace op_util;  // NOLINT: helpers of declarations

Status VarHandleShape(InferCtx& c) {
  c.set_output(0, Shape());
  c.set_output_handle(0, {{c.attrs().Type("dtype"), c.attrs().ShapeOf("shape")}});
  return Status();
}

// The shape behind the handle in input 0; unknown without data. Checks the dtype if it is known.
Result<Shape> Behind(const InferCtx& c, DType dtype) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  const HandleData* data = c.input_handle(0);
  if (data == nullptr || data->empty()) return Shape::UnknownRank();
  const auto& [held, shape] = (*data)[0];
  if (dtype != DT_INVALID && held != DT_INVALID && held != dtype) {
    return InvalidArgument("Trying to use a variable of dtype ", DTypeName(held), " as ",
                           DTypeName(dtype), "; the attribute 'dtype' must be the variable's");
  }
  return shape;
}

Status ReadShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, Behind(c, c.attrs().Type("dtype")));
  c.set_output(0, s);
  // A variable of variants or resources has the data of what it holds behind its own.
  const HandleData* data = c.input_handle(0);
  if (data != nullptr && data->size() > 1) {
    c.set_output_handle(0, HandleData(data->begin() + 1, data->end()));
  }
  return Status();
}

Status AssignShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, Behind(c, c.attrs().Type("dtype")));
  if (!s.Compatible(c.input(1))) {
    return InvalidArgument("the variable has shape ", s.ToString(), " but the value has shape ",
                           c.input(1).ToString(), "; they must agree");
  }
  return Status();
}

Status AssignVariableShape(InferCtx& c) {
  return c.attrs().Bool("validate_shape") ? AssignShape(c)
                                          : Behind(c, c.attrs().Type("dtype")).status();
}

Status VariableShapeShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, Behind(c, DT_INVALID));
  c.set_output(0, Shape({s.rank()}));
  return Status();
}

Status HandleOnly(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, Shape());
  return Status();
}

Status ResourceGatherShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape params, Behind(c, c.attrs().Type("dtype")));
  const Shape& indices = c.input(1);
  if (params.unknown_rank() || indices.unknown_rank()) return Status();
  const int64_t batch = c.attrs().Int("batch_dims");
  if (params.rank() < 1 || batch < 0 || batch > indices.rank() || batch >= params.rank()) {
    return InvalidArgument("a variable of shape ", params.ToString(), " can't be gathered with ",
                           "indices of shape ", indices.ToString(), " and batch_dims ", batch);
  }
  const int b = static_cast<int>(batch);
  HB_RETURN_IF_ERROR(Shape::Merge(params.Sub(0, b), indices.Sub(0, b)).status());
  Shape out = indices;
  out.Append(params.Sub(b + 1));
  return SetChecked(c, 0, out);
}

Status ResourceGatherNdShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape params, Behind(c, c.attrs().Type("dtype")));
  HB_ASSIGN_OR_RETURN(Shape indices, c.WithRankAtLeast(1, 1));
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

// Updates are a scalar, or have the shape of the indices followed by that of a row.
Status ResourceScatterShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape params, Behind(c, c.attrs().Type("dtype")));
  const Shape& indices = c.input(1);
  const Shape& updates = c.input(2);
  if (params.unknown_rank() || indices.unknown_rank() || updates.rank() == 0) return Status();
  if (params.rank() < 1) return InvalidArgument("a scalar variable has no rows to write to");
  Shape expected = indices;
  expected.Append(params.Sub(1));
  if (!expected.Compatible(updates)) {
    return InvalidArgument(
        "Must have updates.shape = indices.shape + params.shape[1:] or "
        "updates.shape = [], got updates.shape ",
        updates.ToString(), ", indices.shape ", indices.ToString(), ", params.shape ",
        params.ToString());
  }
  return Status();
}

Status ResourceScatterNdShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  HB_RETURN_IF_ERROR(c.WithRankAtLeast(1, 1).status());
  return Status();
}

void ResourceGatherGradient(Grad& g) {
  if (g.attrs().Int("batch_dims") != 0) {
    return g.Fail(Unimplemented("the gradient of ResourceGather '", g.node().name(),
                                "' with batch_dims is not there; use batch_dims = 0"));
  }
  const Output handle = g.input(0), minus_one = Ints(g, {-1});
  const Output shape = g.Op("VariableShape", {handle});
  const Output zero = Ints(g, {0}), one = Ints(g, {1});
  const Output rows = g.Op("StridedSlice", {shape, zero, one, one}, {{"shrink_axis_mask", 1}});
  const Output inner = g.Op("StridedSlice", {shape, one, zero, one}, {{"end_mask", 1}});
  const Output values_shape =
      g.Op("ConcatV2", {std::vector<Output>{minus_one, inner}, g.Scalar<int32_t>(0)});
  g.Return(0, g.Op("UnsortedSegmentSum", {g.Op("Reshape", {g.dy(0), values_shape}),
                                          g.Op("Reshape", {g.input(1), minus_one}), rows}));
}

void ResourceGatherNdGradient(Grad& g) {
  const Output indices = g.input(1);
  const Output shape = g.Op("VariableShape", {g.input(0)}, {{"out_type", indices.dtype()}});
  g.Return(0, g.Op("ScatterNd", {indices, g.dy(0), shape}));
}

}  // namespace

void DefineResourceVariableOps(OpSet& ops) {
  OP("VarHandleOp")
      .Out("resource: resource")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Attr("debug_name: string = \"\"")
      .Attr("dtype: type")
      .Attr("shape: shape")
      .Attr("allowed_devices: list(string) = []")
      .Stateful()
      .Doc(
          "A handle of the variable that `container` and `shared_name` name; without a name, of "
          "one that belongs to this node. The variable has no value until it is assigned one.")
      .Shape(VarHandleShape);

  OP("ReadVariableOp")
      .In("resource: resource")
      .Out("value: dtype")
      .Attr("dtype: type")
      .Stateful()
      .Doc(
          "The value of a variable at this moment. Reading a variable without a value is an "
          "error.")
      .Shape(ReadShape)
      .Gradient(PassThrough);

  OP("DisableCopyOnRead")
      .In("resource: resource")
      .Stateful()
      .Doc("Lets later reads of the variable share its memory.")
      .Shape(HandleOnly);

  OP("DestroyResourceOp")
      .In("resource: resource")
      .Attr("ignore_lookup_error: bool = true")
      .Stateful()
      .Doc(
          "Removes a resource. Later uses of its handles fail; a missing resource is an error "
          "unless `ignore_lookup_error` is set.")
      .Shape(HandleOnly);

  OP("AssignVariableOp")
      .In("resource: resource")
      .In("value: dtype")
      .Attr("dtype: type")
      .Attr("validate_shape: bool = false")
      .Stateful()
      .Doc("Gives a variable a new value, seen by every read that runs later.")
      .Shape(AssignVariableShape);

  OP("AssignAddVariableOp")
      .In("resource: resource")
      .In("value: dtype")
      .Attr("dtype: type")
      .Stateful()
      .Doc("Adds to the value of a variable.")
      .Shape(AssignShape);

  OP("AssignSubVariableOp")
      .In("resource: resource")
      .In("value: dtype")
      .Attr("dtype: type")
      .Stateful()
      .Doc("Subtracts from the value of a variable.")
      .Shape(AssignShape);

  OP("VarIsInitializedOp")
      .In("resource: resource")
      .Out("is_initialized: bool")
      .Stateful()
      .Doc("Whether the variable has a value.")
      .Shape(HandleOnly)
      .NotDifferentiable();

  OP("VariableShape")
      .In("input: resource")
      .Out("output: out_type")
      .Attr("out_type: {int32, int64} = DT_INT32")
      .Stateful()
      .Doc("The dimensions of a variable's value.")
      .Shape(VariableShapeShape)
      .NotDifferentiable();

  OP("ResourceGather")
      .In("resource: resource")
      .In("indices: Tindices")
      .Out("output: dtype")
      .Attr("batch_dims: int = 0")
      .Attr("validate_indices: bool = true")
      .Attr("dtype: type")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Rows of a variable in the order of `indices`.")
      .Shape(ResourceGatherShape)
      .Gradient(ResourceGatherGradient);

  OP("ResourceGatherNd")
      .In("resource: resource")
      .In("indices: Tindices")
      .Out("output: dtype")
      .Attr("dtype: type")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Slices of a variable at positions that the last dimension of `indices` spells out.")
      .Shape(ResourceGatherNdShape)
      .Gradient(ResourceGatherNdGradient);

  OP("ResourceScatterUpdate")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr("dtype: type")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Replaces rows of a variable; of equal indices the last one stays.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterAdd")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr(
          "dtype: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Adds to rows of a variable; equal indices add up.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterSub")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr(
          "dtype: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Subtracts from rows of a variable; equal indices add up.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterMul")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr(
          "dtype: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Multiplies rows of a variable; equal indices multiply up.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterDiv")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr(
          "dtype: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Divides rows of a variable; equal indices divide again.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterMin")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr(
          "dtype: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Lowers rows of a variable to the updates where these are smaller.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterMax")
      .In("resource: resource")
      .In("indices: Tindices")
      .In("updates: dtype")
      .Attr(
          "dtype: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("Tindices: {int32, int64}")
      .Stateful()
      .Doc("Raises rows of a variable to the updates where these are larger.")
      .Shape(ResourceScatterShape);

  OP("ResourceScatterNdUpdate")
      .In("ref: resource")
      .In("indices: Tindices")
      .In("updates: T")
      .Attr("T: type")
      .Attr("Tindices: {int32, int64}")
      .Attr("use_locking: bool = true")
      .Attr("bad_indices_policy: string = \"\"")
      .Stateful()
      .Doc(
          "Replaces slices of a variable at positions that the last dimension of `indices` "
          "spells out.")
      .Shape(ResourceScatterNdShape);

  OP("ResourceScatterNdAdd")
      .In("ref: resource")
      .In("indices: Tindices")
      .In("updates: T")
      .Attr("T: type")
      .Attr("Tindices: {int32, int64}")
      .Attr("use_locking: bool = true")
      .Attr("bad_indices_policy: string = \"\"")
      .Stateful()
      .Doc(
          "Adds to slices of a variable at positions that the last dimension of `indices` "
          "spells out.")
      .Shape(ResourceScatterNdShape);
}

}  // namespace hb
