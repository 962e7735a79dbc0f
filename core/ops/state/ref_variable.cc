// Reference variables of TensorFlow 1.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "state";
using namespace op_util;  // NOLINT: helpers of declarations

Status VariableV2Shape(InferCtx& c) {
  c.set_output(0, c.attrs().ShapeOf("shape"));
  return Status();
}

// An empty shape stood for "unknown" in the first form of the op.
Status VariableV1Shape(InferCtx& c) {
  const Shape s = c.attrs().ShapeOf("shape");
  c.set_output(0, s.rank() == 0 ? Shape::UnknownRank() : s);
  return Status();
}

Status SameShape(InferCtx& c, Shape* merged) {
  auto m = Shape::Merge(c.input(0), c.input(1));
  if (!m.ok()) {
    return InvalidArgument("Assign requires shapes of both tensors to match. lhs shape= ",
                           c.input(0).ToString(), " rhs shape= ", c.input(1).ToString());
  }
  *merged = *m;
  return Status();
}

Status AssignShape(InferCtx& c) {
  Shape s = c.input(1);
  if (c.attrs().Bool("validate_shape", true)) HB_RETURN_IF_ERROR(SameShape(c, &s));
  c.set_output(0, s);
  return Status();
}

Status UpdateShape(InferCtx& c) {
  Shape s;
  HB_RETURN_IF_ERROR(SameShape(c, &s));
  c.set_output(0, s);
  return Status();
}

Status ApplyGradientDescentShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  HB_ASSIGN_OR_RETURN(Shape s, Shape::Merge(c.input(0), c.input(2)));
  c.set_output(0, s);
  return Status();
}

Status CountUpToShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  c.set_output(0, Shape());
  return Status();
}

}  // namespace

void DefineRefVariableOps(OpSet& ops) {
  OP("Variable")
      .Out("ref: Ref(dtype)")
      .Attr("shape: shape")
      .Attr("dtype: type")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Stateful()
      .Doc(
          "A variable that is handed out by reference, in its first form. Use VariableV2 in new "
          "graphs.")
      .Shape(VariableV1Shape);

  OP("VariableV2")
      .Out("ref: Ref(dtype)")
      .Attr("shape: shape")
      .Attr("dtype: type")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Stateful()
      .Doc(
          "A variable that is handed out by reference, kept in the session under `container` "
          "and `shared_name`.")
      .Shape(VariableV2Shape);

  OP("IsVariableInitialized")
      .In("ref: Ref(dtype)")
      .Out("is_initialized: bool")
      .Attr("dtype: type")
      .AllowsUninitialized()
      .Doc("Whether the variable has a value.")
      .Shape(shape_fn::Scalar);

  OP("Assign")
      .In("ref: Ref(T)")
      .In("value: T")
      .Out("output_ref: Ref(T)")
      .Attr("T: type")
      .Attr("validate_shape: bool = true")
      .Attr("use_locking: bool = true")
      .AllowsUninitialized()
      .Doc(
          "Gives a variable a new value and hands the reference on. With `validate_shape` the "
          "value must have the variable's shape.")
      .Shape(AssignShape)
      .NotDifferentiable();

  OP("AssignAdd")
      .In("ref: Ref(T)")
      .In("value: T")
      .Out("output_ref: Ref(T)")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Doc("Adds to the value of a variable and hands the reference on.")
      .Shape(UpdateShape)
      .NotDifferentiable();

  OP("AssignSub")
      .In("ref: Ref(T)")
      .In("value: T")
      .Out("output_ref: Ref(T)")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Doc("Subtracts from the value of a variable and hands the reference on.")
      .Shape(UpdateShape)
      .NotDifferentiable();

  OP("CountUpTo")
      .In("ref: Ref(T)")
      .Out("output: T")
      .Attr("limit: int")
      .Attr("T: {int32, int64}")
      .Doc(
          "Adds one to an integer variable and gives its value before; fails with OUT_OF_RANGE "
          "once it has reached `limit`.")
      .Shape(CountUpToShape);

  OP("ApplyGradientDescent")
      .In("var: Ref(T)")
      .In("alpha: T")
      .In("delta: T")
      .Out("out: Ref(T)")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Doc("Moves a variable against its gradient: var -= alpha * delta.")
      .Shape(ApplyGradientDescentShape);
}

}  // namespace hb
