// Lists of tensors, and the stacks of TensorFlow 1.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "control";
using namespace op_util;  // NOLINT: helpers of declarations

DType ElementType(const InferCtx& c) { return c.attrs().Type("element_dtype"); }

// What is known of the elements of the list in input i.
Result<Shape> ElementShape(const InferCtx& c, int i, DType dtype) {
  HB_RETURN_IF_ERROR(CheckScalar(c, i));
  const HandleData* data = c.input_handle(i);
  if (data == nullptr || data->empty()) return Shape::UnknownRank();
  if (data->size() > 1) {
    return InvalidArgument("a tensor list has elements of one dtype, not of ", data->size());
  }
  const auto& [held, shape] = (*data)[0];
  if (dtype != DT_INVALID && held != DT_INVALID && held != dtype) {
    return InvalidArgument("Expected list with element dtype ", DTypeName(dtype),
                           " but got list with element dtype ", DTypeName(held));
  }
  return shape;
}

void SetList(InferCtx& c, int output, DType dtype, const Shape& element) {
  c.set_output(output, Shape());
  c.set_output_handle(output, {{dtype, element}});
}

// An element shape as ops take it: a vector, or the scalar -1 for "unknown".
Result<Shape> ShapeArgument(const InferCtx& c, int i) {
  const Shape& s = c.input(i);
  if (s.rank() == 0 && c.value(i) == nullptr) return Shape::UnknownRank();
  return c.ValueAsShape(i);
}

Status EmptyListShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape element, ShapeArgument(c, 0));
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  SetList(c, 0, ElementType(c), element);
  return Status();
}

Status PushBackShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape element, ElementShape(c, 0, ElementType(c)));
  HB_RETURN_IF_ERROR(Shape::Merge(element, c.input(1)).status());
  SetList(c, 0, ElementType(c), element);
  return Status();
}

Status PopBackShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, ElementType(c)));
  HB_ASSIGN_OR_RETURN(Shape given, ShapeArgument(c, 1));
  HB_ASSIGN_OR_RETURN(Shape element, Shape::Merge(held, given));
  SetList(c, 0, ElementType(c), held);
  c.set_output(1, element);
  return Status();
}

Status ResizeShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, DT_INVALID));
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  c.set_output(0, Shape());
  if (c.input_handle(0) != nullptr) c.set_output_handle(0, *c.input_handle(0));
  return Status();
}

Status GetItemShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, ElementType(c)));
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  HB_ASSIGN_OR_RETURN(Shape given, ShapeArgument(c, 2));
  HB_ASSIGN_OR_RETURN(Shape element, Shape::Merge(held, given));
  c.set_output(0, element);
  return Status();
}

Status SetItemShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, ElementType(c)));
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  HB_RETURN_IF_ERROR(Shape::Merge(held, c.input(2)).status());
  SetList(c, 0, ElementType(c), held);
  return Status();
}

Status StackShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, ElementType(c)));
  HB_ASSIGN_OR_RETURN(Shape given, ShapeArgument(c, 1));
  HB_ASSIGN_OR_RETURN(Shape element, Shape::Merge(held, given));
  if (element.unknown_rank()) return Status();
  const int64_t n = c.attrs().Int("num_elements", -1);
  Shape out({n < 0 ? -1 : n});
  out.Append(element);
  return SetChecked(c, 0, out);
}

Status GatherShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, ElementType(c)));
  HB_ASSIGN_OR_RETURN(Shape out, c.WithRank(1, 1));
  HB_ASSIGN_OR_RETURN(Shape given, ShapeArgument(c, 2));
  HB_ASSIGN_OR_RETURN(Shape element, Shape::Merge(held, given));
  if (element.unknown_rank()) return Status();
  out.Append(element);
  return SetChecked(c, 0, out);
}

Status FromTensorShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape tensor, c.WithRankAtLeast(0, 1));
  HB_ASSIGN_OR_RETURN(Shape given, ShapeArgument(c, 1));
  Shape element = given;
  if (!tensor.unknown_rank()) {
    HB_ASSIGN_OR_RETURN(element, Shape::Merge(given, tensor.Sub(1)));
  }
  SetList(c, 0, ElementType(c), element);
  return Status();
}

Status LengthShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  c.set_output(0, Shape());
  return Status();
}

// A vector, or a scalar -1 when even the rank is unknown.
Status ElementShapeShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape element, ElementShape(c, 0, DT_INVALID));
  if (!element.unknown_rank()) c.set_output(0, Shape({element.rank()}));
  return Status();
}

Attrs DtypeOf(Grad& g) { return {{"element_dtype", g.attrs().Type("element_dtype")}}; }

Output ShapeOfList(Grad& g, Output list) {
  return g.Op("TensorListElementShape", {list}, {{"shape_type", DT_INT32}});
}

Output Reserved(Grad& g, Output element_shape, Output count) {
  return g.Op("TensorListReserve", {element_shape, count}, DtypeOf(g));
}

Output Empty(Grad& g, Output element_shape) {
  return g.Op("EmptyTensorList", {element_shape, g.Scalar<int32_t>(-1)}, DtypeOf(g));
}

// The gradient of output 0, a list; an empty one with the elements' shape if none flows in.
Output ListGrad(Grad& g, Output element_shape) {
  return g.has_dy(0) ? g.dy(0) : Empty(g, element_shape);
}

void PushBackGradient(Grad& g) {
  const Output shape = ShapeOf(g, g.input(1));
  Node* pop = g.NodeOf("TensorListPopBack", {g.dy(0), shape}, DtypeOf(g));
  if (pop == nullptr) return;
  g.Return(0, Output(pop, 0));
  g.Return(1, Output(pop, 1));
}

void PopBackGradient(Grad& g) {
  const Output list = ListGrad(g, ShapeOfList(g, g.output(0)));
  const Output item = g.has_dy(1) ? g.dy(1) : ZerosLike(g, g.output(1));
  g.Return(0, g.Op("TensorListPushBack", {list, item}));
}

// The shape of all but the first dimension.
Output InnerShape(Grad& g, Output x) {
  const Shape& s = x.shape();
  const Shape inner = s.rank() > 0 ? s.Sub(1) : Shape::UnknownRank();
  if (inner.rank() >= 0 && inner.FullyDefined()) {
    std::vector<int32_t> dims;
    for (int64_t d : inner.dims()) dims.push_back(static_cast<int32_t>(d));
    return Ints(g, dims);
  }
  return g.Op("Slice", {ShapeOf(g, x), Ints(g, {1}), Ints(g, {-1})});
}

void StackGradient(Grad& g) {
  const Output dy = g.dy(0);
  g.Return(0, g.Op("TensorListFromTensor", {dy, InnerShape(g, dy)}));
}

void FromTensorGradient(Grad& g) {
  const Output x = g.input(0);
  const Shape& s = x.shape();
  Attrs attrs = DtypeOf(g);
  attrs.emplace_back("num_elements", s.rank() > 0 ? s[0] : int64_t{-1});
  g.Return(0, g.Op("TensorListStack", {g.dy(0), InnerShape(g, x)}, attrs));
}

void GetItemGradient(Grad& g) {
  const Output list = g.input(0);
  const Output length = g.Op("TensorListLength", {list});
  const Output zeros = Reserved(g, ShapeOfList(g, list), length);
  g.Return(0, g.Op("TensorListSetItem", {zeros, g.input(1), g.dy(0)}));
}

void SetItemGradient(Grad& g) {
  const Output dy = g.dy(0), index = g.input(1), item = g.input(2);
  g.Return(0, g.Op("TensorListSetItem", {dy, index, ZerosLike(g, item)}));
  g.Return(2, g.Op("TensorListGetItem", {dy, index, ShapeOf(g, item)}, DtypeOf(g)));
}

void ResizeGradient(Grad& g) {
  const Output length = g.Op("TensorListLength", {g.input(0)});
  g.Return(0, g.Op("TensorListResize", {g.dy(0), length}));
}

void GatherGradient(Grad& g) {
  const Output list = g.input(0);
  const Output empty = Reserved(g, ShapeOfList(g, list), g.Op("TensorListLength", {list}));
  g.Return(0, g.Op("TensorListScatterIntoExistingList", {empty, g.dy(0), g.input(1)}));
}

Status ScatterIntoShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape held, ElementShape(c, 0, ElementType(c)));
  HB_ASSIGN_OR_RETURN(Shape tensor, c.WithRankAtLeast(1, 1));
  HB_ASSIGN_OR_RETURN(Shape indices, c.WithRank(2, 1));
  if (!tensor.unknown_rank()) {
    HB_RETURN_IF_ERROR(MergeDims(tensor[0], indices[0]).status());
    HB_RETURN_IF_ERROR(Shape::Merge(held, tensor.Sub(1)).status());
  }
  SetList(c, 0, ElementType(c), held);
  return Status();
}

void ScatterIntoGradient(Grad& g) {
  const Output dy = g.dy(0), tensor = g.input(1), indices = g.input(2);
  const Output inner = InnerShape(g, tensor);
  g.Return(1, g.Op("TensorListGather", {dy, indices, inner}, DtypeOf(g)));
  g.Return(0, g.Op("TensorListScatterIntoExistingList", {dy, ZerosLike(g, tensor), indices}));
}

Status StackHandleShape(InferCtx& c) {
  c.set_output(0, Shape());
  return CheckScalar(c, 0);
}

Status StackPushShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  c.set_output(0, c.input(1));
  return Status();
}

Status StackPopShape(InferCtx& c) { return CheckScalar(c, 0); }

}  // namespace

void DefineListOps(OpSet& ops) {
  OP("EmptyTensorList")
      .In("element_shape: shape_type")
      .In("max_num_elements: int32")
      .Out("handle: variant")
      .Attr("element_dtype: type")
      .Attr("shape_type: {int32, int64}")
      .Doc(
          "A list without elements. All elements that it will hold have dtype `element_dtype` "
          "and fit `element_shape`; at most `max_num_elements` of them, unless that is negative.")
      .Shape(EmptyListShape);

  OP("TensorListReserve")
      .In("element_shape: shape_type")
      .In("num_elements: int32")
      .Out("handle: variant")
      .Attr("element_dtype: type")
      .Attr("shape_type: {int32, int64}")
      .Doc("A list of `num_elements` places, none of them set.")
      .Shape(EmptyListShape);

  OP("TensorListPushBack")
      .In("input_handle: variant")
      .In("tensor: element_dtype")
      .Out("output_handle: variant")
      .Attr("element_dtype: type")
      .Doc("The list with one more element at its end.")
      .Shape(PushBackShape)
      .Gradient(PushBackGradient);

  OP("TensorListPopBack")
      .In("input_handle: variant")
      .In("element_shape: int32")
      .Out("output_handle: variant")
      .Out("tensor: element_dtype")
      .Attr("element_dtype: type")
      .Doc(
          "The list without its last element, and that element. A place that was not set reads "
          "as zeros.")
      .Shape(PopBackShape)
      .Gradient(PopBackGradient);

  OP("TensorListResize")
      .In("input_handle: variant")
      .In("size: int32")
      .Out("output_handle: variant")
      .Doc("The list cut or filled up with unset places to `size` elements.")
      .Shape(ResizeShape)
      .Gradient(ResizeGradient);

  OP("TensorListGetItem")
      .In("input_handle: variant")
      .In("index: int32")
      .In("element_shape: Tshape")
      .Out("item: element_dtype")
      .Attr("element_dtype: type")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Doc("Element `index` of a list. A place that was not set reads as zeros.")
      .Shape(GetItemShape)
      .Gradient(GetItemGradient);

  OP("TensorListSetItem")
      .In("input_handle: variant")
      .In("index: int32")
      .In("item: element_dtype")
      .Out("output_handle: variant")
      .Attr("element_dtype: type")
      .Attr("resize_if_index_out_of_bounds: bool = false")
      .Doc("The list with element `index` replaced.")
      .Shape(SetItemShape)
      .Gradient(SetItemGradient);

  OP("TensorListStack")
      .In("input_handle: variant")
      .In("element_shape: int32")
      .Out("tensor: element_dtype")
      .Attr("element_dtype: type")
      .Attr("num_elements: int = -1")
      .Doc("All elements of a list stacked along a new first dimension.")
      .Shape(StackShape)
      .Gradient(StackGradient);

  OP("TensorListGather")
      .In("input_handle: variant")
      .In("indices: int32")
      .In("element_shape: int32")
      .Out("values: element_dtype")
      .Attr("element_dtype: type")
      .Doc("The elements that `indices` names, stacked along a new first dimension.")
      .Shape(GatherShape)
      .Gradient(GatherGradient);

  OP("TensorListScatterIntoExistingList")
      .In("input_handle: variant")
      .In("tensor: element_dtype")
      .In("indices: int32")
      .Out("output_handle: variant")
      .Attr("element_dtype: type")
      .Doc("The list with the elements that `indices` names replaced by the rows of `tensor`.")
      .Shape(ScatterIntoShape)
      .Gradient(ScatterIntoGradient);

  OP("TensorListFromTensor")
      .In("tensor: element_dtype")
      .In("element_shape: shape_type")
      .Out("output_handle: variant")
      .Attr("element_dtype: type")
      .Attr("shape_type: {int32, int64}")
      .Doc("A list of the slices of a tensor along its first dimension.")
      .Shape(FromTensorShape)
      .Gradient(FromTensorGradient);

  OP("TensorListLength")
      .In("input_handle: variant")
      .Out("length: int32")
      .Doc("The number of elements of a list.")
      .Shape(LengthShape)
      .NotDifferentiable();

  OP("TensorListElementShape")
      .In("input_handle: variant")
      .Out("element_shape: shape_type")
      .Attr("shape_type: {int32, int64}")
      .Doc(
          "The shape that all elements of a list fit: a vector with -1 for unknown dimensions, "
          "or the scalar -1.")
      .Shape(ElementShapeShape)
      .NotDifferentiable();

  OP("StackV2")
      .In("max_size: int32")
      .Out("handle: resource")
      .Attr("elem_type: type")
      .Attr("stack_name: string = \"\"")
      .Stateful()
      .Doc(
          "A handle of a new stack of tensors, at most `max_size` of them unless that is "
          "negative.")
      .Shape(StackHandleShape);

  OP("StackPushV2")
      .In("handle: resource")
      .In("elem: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("swap_memory: bool = false")
      .Stateful()
      .Doc("Puts a tensor on a stack and hands it on.")
      .Shape(StackPushShape);

  OP("StackPopV2")
      .In("handle: resource")
      .Out("elem: elem_type")
      .Attr("elem_type: type")
      .Stateful()
      .Doc("Takes the topmost tensor off a stack.")
      .Shape(StackPopShape);

  OP("StackCloseV2").In("handle: resource").Stateful().Doc("Frees a stack.").Shape(StackPopShape);
}

}  // namespace hb
