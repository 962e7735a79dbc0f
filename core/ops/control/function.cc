// Calls of functions, functional control flow, and the ends of function bodies.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "control";
using namespace op_util;  // NOLINT: helpers of declarations

// Shapes that a list attribute gives for the outputs, where it gives one for each.
Status ShapesFromAttr(InferCtx& c, const char* name) {
  const std::vector<Shape> shapes = c.attrs().Shapes(name);
  if (shapes.empty()) return Status();
  if (static_cast<int>(shapes.size()) != c.num_outputs()) {
    return InvalidArgument("attribute '", name, "' has ", shapes.size(), " shapes but the op has ",
                           c.num_outputs(), " outputs; it must be empty or have one for each");
  }
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, shapes[static_cast<size_t>(i)]);
  return Status();
}

Status CallShape(InferCtx& c) {
  if (c.attrs().Find("_output_shapes") == nullptr) return Status();
  return ShapesFromAttr(c, "_output_shapes");
}

Status BranchShape(InferCtx& c) { return ShapesFromAttr(c, "output_shapes"); }

Status CaseShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  return BranchShape(c);
}

// Without `output_shapes` the loop variables keep their shapes.
Status WhileShape(InferCtx& c) {
  const bool given = !c.attrs().Shapes("output_shapes").empty();
  for (int i = 0; i < c.num_outputs(); ++i) {
    if (!given) c.set_output(i, c.input(i));
    if (c.input_handle(i) != nullptr) c.set_output_handle(i, *c.input_handle(i));
  }
  return ShapesFromAttr(c, "output_shapes");
}

Status ArgShape(InferCtx& c) {
  const std::vector<Shape> shapes = c.attrs().Shapes("_output_shapes");
  if (shapes.size() == 1) c.set_output(0, shapes[0]);
  const std::vector<DType> types = c.attrs().Types("_handle_dtypes");
  const std::vector<Shape> behind = c.attrs().Shapes("_handle_shapes");
  if (types.empty() || types.size() != behind.size()) return Status();
  HandleData data;
  for (size_t i = 0; i < types.size(); ++i) data.emplace_back(types[i], behind[i]);
  c.set_output_handle(0, std::move(data));
  return Status();
}

}  // namespace

void DefineFunctionOps(OpSet& ops) {
  OP("PartitionedCall")
      .In("args: Tin")
      .Out("output: Tout")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("f: func")
      .Attr("config: string = \"\"")
      .Attr("config_proto: string = \"\"")
      .Attr("executor_type: string = \"\"")
      .Doc("Calls the function `f`, which must be free of side effects.")
      .Shape(CallShape);

  OP("StatefulPartitionedCall")
      .In("args: Tin")
      .Out("output: Tout")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("f: func")
      .Attr("config: string = \"\"")
      .Attr("config_proto: string = \"\"")
      .Attr("executor_type: string = \"\"")
      .Stateful()
      .DistributedCommunication()
      .Doc("Calls the function `f`, which may have side effects.")
      .Shape(CallShape);

  OP("SymbolicGradient")
      .In("input: Tin")
      .Out("output: Tout")
      .Attr("Tin: list(type) >= 1")
      .Attr("Tout: list(type) >= 1")
      .Attr("f: func")
      .Doc(
          "Computes the gradient of the function `f`: the inputs are its inputs and the "
          "gradients of its outputs, the outputs the gradients of its inputs.")
      .Shape([](InferCtx& c) {
        for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, c.input(i));
        return Status();
      });

  OP("StatelessIf")
      .In("cond: Tcond")
      .In("input: Tin")
      .Out("output: Tout")
      .Attr("Tcond: type")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("then_branch: func")
      .Attr("else_branch: func")
      .Attr("output_shapes: list(shape) = []")
      .Doc(
          "Calls `then_branch` if the condition holds and `else_branch` if not. Neither may "
          "have side effects. A condition that is no boolean holds if it is not zero, not an "
          "empty string, or, when it is no scalar, not empty.")
      .Shape(BranchShape);

  OP("If")
      .In("cond: Tcond")
      .In("input: Tin")
      .Out("output: Tout")
      .Attr("Tcond: type")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("then_branch: func")
      .Attr("else_branch: func")
      .Attr("output_shapes: list(shape) = []")
      .Stateful()
      .Doc(
          "Calls `then_branch` if the condition holds and `else_branch` if not. A condition "
          "that is no boolean holds if it is not zero, not an empty string, or, when it is no "
          "scalar, not empty.")
      .Shape(BranchShape);

  OP("StatelessCase")
      .In("branch_index: int32")
      .In("input: Tin")
      .Out("output: Tout")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("branches: list(func) >= 1")
      .Attr("output_shapes: list(shape) = []")
      .Doc(
          "Calls the branch that the index names, the last one if the index is out of range. No "
          "branch may have side effects.")
      .Shape(CaseShape);

  OP("Case")
      .In("branch_index: int32")
      .In("input: Tin")
      .Out("output: Tout")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("branches: list(func) >= 1")
      .Attr("output_shapes: list(shape) = []")
      .Stateful()
      .Doc("Calls the branch that the index names, the last one if the index is out of range.")
      .Shape(CaseShape);

  OP("StatelessWhile")
      .In("input: T")
      .Out("output: T")
      .Attr("T: list(type) >= 0")
      .Attr("cond: func")
      .Attr("body: func")
      .Attr("output_shapes: list(shape) = []")
      .Attr("parallel_iterations: int = 10")
      .Doc(
          "Calls `body` on the loop variables as long as `cond` of them holds. Neither may have "
          "side effects.")
      .Shape(WhileShape);

  OP("While")
      .In("input: T")
      .Out("output: T")
      .Attr("T: list(type) >= 0")
      .Attr("cond: func")
      .Attr("body: func")
      .Attr("output_shapes: list(shape) = []")
      .Attr("parallel_iterations: int = 10")
      .Stateful()
      .Doc("Calls `body` on the loop variables as long as `cond` of them holds.")
      .Shape(WhileShape);

  OP("_Arg")
      .Out("output: T")
      .Attr("T: type")
      .Attr("index: int >= 0")
      .Stateful()
      .Doc("Argument `index` of the function whose body this node is in.")
      .Shape(ArgShape);

  OP("_DeviceArg")
      .Out("output: T")
      .Attr("T: type")
      .Attr("index: int >= 0")
      .Stateful()
      .Doc("Argument `index` of the function whose body this node is in, in device memory.")
      .Shape(ArgShape);

  OP("_Retval")
      .In("input: T")
      .Attr("T: type")
      .Attr("index: int >= 0")
      .Stateful()
      .Doc("Result `index` of the function whose body this node is in.")
      .Shape(shape_fn::NoOutputs);

  OP("_DeviceRetval")
      .In("input: T")
      .Attr("T: type")
      .Attr("index: int >= 0")
      .Stateful()
      .Doc("Result `index` of the function whose body this node is in, in device memory.")
      .Shape(shape_fn::NoOutputs);
}

}  // namespace hb
