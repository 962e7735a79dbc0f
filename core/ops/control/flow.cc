// TensorFlow 1's control flow: deadness and frames. Also ops that exist for their effects.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "control";
using namespace op_util;  // NOLINT: helpers of declarations

Status SwitchShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  for (int i = 0; i < c.num_outputs(); ++i) {
    c.set_output(i, c.input(0));
    if (c.input_handle(0) != nullptr) c.set_output_handle(i, *c.input_handle(0));
  }
  return Status();
}

// What all inputs have in common: any of them may be the one that arrives.
Status MergeShape(InferCtx& c) {
  Shape out = c.input(0);
  for (int i = 1; i < c.num_inputs(); ++i) {
    const Shape& s = c.input(i);
    if (out.unknown_rank() || s.rank() != out.rank()) {
      out = Shape::UnknownRank();
      break;
    }
    for (int d = 0; d < out.rank(); ++d) {
      if (out[d] != s[d]) out.set_dim(d, -1);
    }
  }
  c.set_output(0, out);
  c.set_output(1, Shape());
  if (c.input_handle(0) != nullptr) c.set_output_handle(0, *c.input_handle(0));
  return Status();
}

// A loop variable may change its shape from one iteration to the next; a constant can't.
Status EnterShape(InferCtx& c) {
  if (c.attrs().Bool("is_constant")) c.set_output(0, c.input(0));
  if (c.input_handle(0) != nullptr) c.set_output_handle(0, *c.input_handle(0));
  return Status();
}

Status LoopCondShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  c.set_output(0, Shape());
  return Status();
}

Status AssertShape(InferCtx& c) { return CheckScalar(c, 0); }

// Core/autodiff differentiates loops as a whole, and conditionals.
void PartOfLoop(Grad& g) {
  g.Fail(Unimplemented("node '", g.node().name(), "' (", g.node().type(),
                       ") has a gradient only as a part of a whole loop"));
}

}  // namespace

void DefineFlowOps(OpSet& ops) {
  OP("Switch")
      .In("data: T")
      .In("pred: bool")
      .Out("output_false: T")
      .Out("output_true: T")
      .Attr("T: type")
      .Doc(
          "Hands the input to the output that `pred` names; the other output is dead, and with "
          "it all that depends on it.")
      .Shape(SwitchShape);

  OP("RefSwitch")
      .In("data: Ref(T)")
      .In("pred: bool")
      .Out("output_false: Ref(T)")
      .Out("output_true: Ref(T)")
      .Attr("T: type")
      .AllowsUninitialized()
      .Doc("Hands a reference to the output that `pred` names; the other output is dead.")
      .Shape(SwitchShape);

  OP("Merge")
      .In("inputs: N * T")
      .Out("output: T")
      .Out("value_index: int32")
      .Attr("T: type")
      .Attr("N: int >= 1")
      .Doc("Hands on the first input that is not dead, and tells which one it was.")
      .Shape(MergeShape);

  OP("RefMerge")
      .In("inputs: Ref(N * T)")
      .Out("output: Ref(T)")
      .Out("value_index: int32")
      .Attr("T: type")
      .Attr("N: int >= 1")
      .Doc("Hands on the first reference that is not dead, and tells which one it was.")
      .Shape(MergeShape);

  OP("Enter")
      .In("data: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("frame_name: string")
      .Attr("is_constant: bool = false")
      .Attr("parallel_iterations: int = 10")
      .Doc(
          "Brings a value into the loop frame `frame_name`: into its first iteration, or as a "
          "constant into all.")
      .Shape(EnterShape)
      .Gradient(PartOfLoop);

  OP("RefEnter")
      .In("data: Ref(T)")
      .Out("output: Ref(T)")
      .Attr("T: type")
      .Attr("frame_name: string")
      .Attr("is_constant: bool = false")
      .Attr("parallel_iterations: int = 10")
      .Doc("Brings a reference into the loop frame `frame_name`.")
      .Shape(shape_fn::Unchanged)
      .Gradient(PartOfLoop);

  OP("Exit")
      .In("data: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc("Takes a value out of its loop frame.")
      .Shape(shape_fn::Unchanged)
      .Gradient(PartOfLoop);

  OP("RefExit")
      .In("data: Ref(T)")
      .Out("output: Ref(T)")
      .Attr("T: type")
      .Doc("Takes a reference out of its loop frame.")
      .Shape(shape_fn::Unchanged)
      .Gradient(PartOfLoop);

  OP("NextIteration")
      .In("data: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc("Hands a value to the next iteration of the loop.")
      .Shape(shape_fn::Unchanged)
      .Gradient(PartOfLoop);

  OP("RefNextIteration")
      .In("data: Ref(T)")
      .Out("output: Ref(T)")
      .Attr("T: type")
      .Doc("Hands a reference to the next iteration of the loop.")
      .Shape(shape_fn::Unchanged)
      .Gradient(PartOfLoop);

  OP("LoopCond")
      .In("input: bool")
      .Out("output: bool")
      .Doc("Marks the condition of a loop; hands it on.")
      .Shape(LoopCondShape)
      .NotDifferentiable();

  OP("ControlTrigger")
      .Doc("Does nothing, and is not dead even if what it waits for is.")
      .Shape(shape_fn::NoOutputs);

  OP("NoOp")
      .Doc("Does nothing. It serves as a place for control edges.")
      .Shape(shape_fn::NoOutputs);

  OP("Assert")
      .In("condition: bool")
      .In("data: T")
      .Attr("T: list(type) >= 1")
      .Attr("summarize: int = 3")
      .Stateful()
      .Doc(
          "Fails with INVALID_ARGUMENT if the condition is false, and shows the first "
          "`summarize` elements of each tensor in `data`.")
      .Shape(AssertShape)
      .NotDifferentiable();

  OP("Print")
      .In("input: T")
      .In("data: U")
      .Out("output: T")
      .Attr("T: type")
      .Attr("U: list(type) >= 0")
      .Attr("message: string = \"\"")
      .Attr("first_n: int = -1")
      .Attr("summarize: int = 3")
      .Stateful()
      .Doc(
          "Hands its input on and writes the tensors in `data` to standard error, for the first "
          "`first_n` times (negative: always).")
      .Shape(shape_fn::Unchanged)
      .Gradient(PassThrough);

  OP("PrintV2")
      .In("input: string")
      .Attr("output_stream: string = \"stderr\"")
      .Attr("end: string = \"\n\"")
      .Stateful()
      .Doc(
          "Writes a string to standard error, standard output, the log or a file "
          "(\"file://path\"), followed by `end`.")
      .Shape(AssertShape);

  OP("Timestamp")
      .Out("ts: double")
      .Stateful()
      .Doc("The time in seconds since 1970.")
      .Shape(shape_fn::Scalar)
      .NotDifferentiable();
}

}  // namespace hb
