// Arrays of tensors as TensorFlow 1's loops use them. A `flow` goes through all ops that touch an
// array and so keeps them in order; gradients go back along it.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "control";
using namespace op_util;  // NOLINT: helpers of declarations

// What is known of the elements of the array in input 0.
Result<Shape> ElementShape(const InferCtx& c) {
  const HandleData* data = c.input_handle(0);
  return data == nullptr || data->empty() ? Shape::UnknownRank() : (*data)[0].second;
}

Status CheckScalars(const InferCtx& c, std::initializer_list<int> inputs) {
  for (int i : inputs) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  return Status();
}

Status ArrayShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  c.set_output(0, Shape());
  c.set_output(1, Shape());
  const Shape element = c.attrs().ShapeOf("element_shape");
  if (element.FullyDefined() || c.attrs().Bool("identical_element_shapes")) {
    c.set_output_handle(0, {{c.attrs().Type("dtype"), element}});
  }
  return Status();
}

Status GradShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 1}));
  c.set_output(0, Shape());
  c.set_output(1, Shape());
  if (c.num_inputs() == 2 && c.input_handle(0) != nullptr) {
    c.set_output_handle(0, *c.input_handle(0));
  }
  return Status();
}

Status WriteShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 1, 3}));
  HB_ASSIGN_OR_RETURN(const Shape element, ElementShape(c));
  HB_RETURN_IF_ERROR(Shape::Merge(element, c.input(2)).status());
  c.set_output(0, Shape());
  return Status();
}

Status ReadShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 1, 2}));
  HB_ASSIGN_OR_RETURN(const Shape element, ElementShape(c));
  c.set_output(0, element);
  return Status();
}

Status GatherShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 2}));
  HB_ASSIGN_OR_RETURN(Shape out, c.WithRank(1, 1));
  HB_ASSIGN_OR_RETURN(Shape element, ElementShape(c));
  HB_ASSIGN_OR_RETURN(element, Shape::Merge(element, c.attrs().ShapeOf("element_shape")));
  if (element.unknown_rank()) return Status();
  out.Append(element);
  return SetChecked(c, 0, out);
}

Status ScatterShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 3}));
  HB_ASSIGN_OR_RETURN(const Shape indices, c.WithRank(1, 1));
  HB_ASSIGN_OR_RETURN(const Shape value, c.WithRankAtLeast(2, 1));
  if (!value.unknown_rank()) {
    HB_RETURN_IF_ERROR(MergeDims(indices[0], value[0]).status());
    HB_ASSIGN_OR_RETURN(const Shape element, ElementShape(c));
    HB_RETURN_IF_ERROR(Shape::Merge(element, value.Sub(1)).status());
  }
  c.set_output(0, Shape());
  return Status();
}

Status ConcatShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 1}));
  c.set_output(1, Shape({-1}));
  return Status();
}

Status SplitShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 3}));
  HB_RETURN_IF_ERROR(c.WithRankAtLeast(1, 1).status());
  HB_RETURN_IF_ERROR(c.WithRank(2, 1).status());
  c.set_output(0, Shape());
  return Status();
}

Status SizeShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalars(c, {0, 1}));
  c.set_output(0, Shape());
  return Status();
}

Status CloseShape(InferCtx& c) { return CheckScalar(c, 0); }

// The array that collects the gradients of the elements, and its flow.
struct GradArray {
  Output handle, flow;
};

GradArray GradientArray(Grad& g, Output flow) {
  Node* n = g.NodeOf("TensorArrayGradV3", {g.input(0), flow}, {{"source", std::string(g.scope())}});
  if (n == nullptr) return {};
  return {Output(n, 0), Output(n, 1)};
}

// For ops that fill elements: the gradient that comes along the flow, once the elements are there.
GradArray GradientArrayAfterWrite(Grad& g) {
  const Output written = g.Op("Identity", {g.output(0)});
  if (!written) return {};
  g.set_control_inputs({written.node});
  const Output flow = g.Op("Identity", {g.dy(0)});
  g.set_control_inputs({});
  return GradientArray(g, flow);
}

// Elements that are no floating or complex numbers only pass the flow on.
bool PassesFlowOnly(Grad& g) {
  g.Return(3, g.dy(0));
  return !IsFloating(g.T()) && !IsComplex(g.T());
}

void WriteGradient(Grad& g) {
  if (PassesFlowOnly(g)) return;
  const GradArray a = GradientArrayAfterWrite(g);
  g.Return(2, g.Op("TensorArrayReadV3", {a.handle, g.input(1), a.flow}, {{"dtype", g.T()}}));
}

void ReadGradient(Grad& g) {
  const GradArray a = GradientArray(g, g.input(2));
  g.Return(2, g.Op("TensorArrayWriteV3", {a.handle, g.input(1), g.dy(0), a.flow}));
}

void GatherGradient(Grad& g) {
  const GradArray a = GradientArray(g, g.input(2));
  g.Return(2, g.Op("TensorArrayScatterV3", {a.handle, g.input(1), g.dy(0), a.flow}));
}

void ScatterGradient(Grad& g) {
  if (PassesFlowOnly(g)) return;
  const GradArray a = GradientArrayAfterWrite(g);
  g.Return(2, g.Op("TensorArrayGatherV3", {a.handle, g.input(1), a.flow}, {{"dtype", g.T()}}));
}

void ConcatGradient(Grad& g) {
  if (!g.has_dy(0)) return;
  const GradArray a = GradientArray(g, g.input(1));
  g.Return(1, g.Op("TensorArraySplitV3", {a.handle, g.dy(0), g.output(1), a.flow}));
}

void SplitGradient(Grad& g) {
  if (PassesFlowOnly(g)) return;
  const GradArray a = GradientArrayAfterWrite(g);
  g.Return(1, g.Op("TensorArrayConcatV3", {a.handle, a.flow}, {{"dtype", g.T()}}));
}

}  // namespace

void DefineTensorArrayOps(OpSet& ops) {
  OP("TensorArrayV3")
      .In("size: int32")
      .Out("handle: resource")
      .Out("flow: float")
      .Attr("dtype: type")
      .Attr("element_shape: shape = { unknown_rank: true }")
      .Attr("dynamic_size: bool = false")
      .Attr("clear_after_read: bool = true")
      .Attr("identical_element_shapes: bool = false")
      .Attr("tensor_array_name: string = \"\"")
      .Stateful()
      .Doc(
          "A new array of `size` tensors of one dtype, none of them set. Each element is written "
          "once; with `clear_after_read` it is read once as well. With `dynamic_size`, writing "
          "beyond the end makes the array longer.")
      .Shape(ArrayShape)
      .NotDifferentiable();

  OP("TensorArrayGradV3")
      .In("handle: resource")
      .In("flow_in: float")
      .Out("grad_handle: resource")
      .Out("flow_out: float")
      .Attr("source: string")
      .Stateful()
      .Doc(
          "The array of the gradients of another one's elements, the same for all ops with one "
          "`source`. What is written to an element is added up. The array can't grow any more.")
      .Shape(GradShape)
      .NotDifferentiable();

  OP("TensorArrayGradWithShape")
      .In("handle: resource")
      .In("flow_in: float")
      .In("shape_to_prepend: int32")
      .Out("grad_handle: resource")
      .Out("flow_out: float")
      .Attr("source: string")
      .Stateful()
      .Doc(
          "As TensorArrayGradV3, with elements that have `shape_to_prepend` as further dimensions.")
      .Shape(GradShape)
      .NotDifferentiable();

  OP("TensorArrayWriteV3")
      .In("handle: resource")
      .In("index: int32")
      .In("value: T")
      .In("flow_in: float")
      .Out("flow_out: float")
      .Attr("T: type")
      .Stateful()
      .Doc("Sets element `index` of an array.")
      .Shape(WriteShape)
      .Gradient(WriteGradient);

  OP("TensorArrayReadV3")
      .In("handle: resource")
      .In("index: int32")
      .In("flow_in: float")
      .Out("value: dtype")
      .Attr("dtype: type")
      .Stateful()
      .Doc("Element `index` of an array.")
      .Shape(ReadShape)
      .Gradient(ReadGradient);

  OP("TensorArrayGatherV3")
      .In("handle: resource")
      .In("indices: int32")
      .In("flow_in: float")
      .Out("value: dtype")
      .Attr("dtype: type")
      .Attr("element_shape: shape = { unknown_rank: true }")
      .Stateful()
      .Doc("The elements that `indices` names, stacked along a new first dimension.")
      .Shape(GatherShape)
      .Gradient(GatherGradient);

  OP("TensorArrayScatterV3")
      .In("handle: resource")
      .In("indices: int32")
      .In("value: T")
      .In("flow_in: float")
      .Out("flow_out: float")
      .Attr("T: type")
      .Stateful()
      .Doc("Sets the elements that `indices` names to the rows of `value`.")
      .Shape(ScatterShape)
      .Gradient(ScatterGradient);

  OP("TensorArrayConcatV3")
      .In("handle: resource")
      .In("flow_in: float")
      .Out("value: dtype")
      .Out("lengths: int64")
      .Attr("dtype: type")
      .Attr("element_shape_except0: shape = { unknown_rank: true }")
      .Stateful()
      .Doc("All elements behind each other along their first dimension, and their sizes in it.")
      .Shape(ConcatShape)
      .Gradient(ConcatGradient);

  OP("TensorArraySplitV3")
      .In("handle: resource")
      .In("value: T")
      .In("lengths: int64")
      .In("flow_in: float")
      .Out("flow_out: float")
      .Attr("T: type")
      .Stateful()
      .Doc("Sets each element to as many rows of `value` as `lengths` says.")
      .Shape(SplitShape)
      .Gradient(SplitGradient);

  OP("TensorArraySizeV3")
      .In("handle: resource")
      .In("flow_in: float")
      .Out("size: int32")
      .Stateful()
      .Doc("The number of elements of an array.")
      .Shape(SizeShape)
      .NotDifferentiable();

  OP("TensorArrayCloseV3")
      .In("handle: resource")
      .Stateful()
      .Doc("Frees the elements of an array, which can't be used any more.")
      .Shape(CloseShape)
      .NotDifferentiable();
}

}  // namespace hb
