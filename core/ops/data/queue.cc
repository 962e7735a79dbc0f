// Queues.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "data";
using namespace op_util;  // NOLINT: helpers of declarations

Status QueueShape(InferCtx& c) {
  const std::vector<DType> types = c.attrs().Types("component_types");
  const std::vector<Shape> shapes = c.attrs().Shapes("shapes");
  if (!shapes.empty() && shapes.size() != types.size()) {
    return InvalidArgument("'shapes' has ", shapes.size(), " entries but there are ", types.size(),
                           " components; it must be empty or have one for each");
  }
  c.set_output(0, Shape());
  HandleData data;
  for (size_t i = 0; i < types.size(); ++i) {
    data.emplace_back(types[i], shapes.empty() ? Shape::UnknownRank() : shapes[i]);
  }
  c.set_output_handle(0, std::move(data));
  return Status();
}

Status DequeueShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  const HandleData* data = c.input_handle(0);
  if (data == nullptr || static_cast<int>(data->size()) != c.num_outputs()) return Status();
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, (*data)[static_cast<size_t>(i)].second);
  return Status();
}

Status HandleShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, Shape());
  return Status();
}

Status RefHandleShape(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, Shape());
  return Status();
}

}  // namespace

void DefineQueueOps(OpSet& ops) {
  OP("FIFOQueue")
      .Out("handle: Ref(string)")
      .Attr("component_types: list(type) >= 1")
      .Attr("shapes: list(shape) >= 0 = []")
      .Attr("capacity: int = -1")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Stateful()
      .Doc(
          "A queue in its first form, whose handle is a reference to a string. Use FIFOQueueV2 "
          "in new graphs.")
      .Shape([](InferCtx& c) {
        c.set_output(0, Shape({2}));
        return Status();
      });

  OP("FIFOQueueV2")
      .Out("handle: resource")
      .Attr("component_types: list(type) >= 1")
      .Attr("shapes: list(shape) >= 0 = []")
      .Attr("capacity: int = -1")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Stateful()
      .Doc(
          "A queue of tuples of tensors, first in first out, that holds at most `capacity` "
          "tuples unless that is negative.")
      .Shape(QueueShape);

  OP("QueueEnqueueV2")
      .In("handle: resource")
      .In("components: Tcomponents")
      .Attr("Tcomponents: list(type) >= 1")
      .Attr("timeout_ms: int = -1")
      .Stateful()
      .Doc("Puts one tuple into a queue; waits while the queue is full.")
      .Shape(HandleShape);

  OP("QueueDequeueV2")
      .In("handle: resource")
      .Out("components: component_types")
      .Attr("component_types: list(type) >= 1")
      .Attr("timeout_ms: int = -1")
      .Stateful()
      .Doc(
          "Takes one tuple out of a queue; waits while the queue is empty, and fails with "
          "OUT_OF_RANGE if it is closed and empty.")
      .Shape(DequeueShape);

  OP("QueueCloseV2")
      .In("handle: resource")
      .Attr("cancel_pending_enqueues: bool = false")
      .Stateful()
      .Doc(
          "Closes a queue: nothing more can be put in, what is in can still be taken out. "
          "`cancel_pending_enqueues` fails those that wait to put something in.")
      .Shape(HandleShape);

  OP("QueueIsClosedV2")
      .In("handle: resource")
      .Out("is_closed: bool")
      .Stateful()
      .Doc("Whether a queue is closed.")
      .Shape(HandleShape);

  OP("QueueSizeV2")
      .In("handle: resource")
      .Out("size: int32")
      .Stateful()
      .Doc("The number of tuples in a queue.")
      .Shape(HandleShape);

  OP("QueueEnqueue")
      .In("handle: Ref(string)")
      .In("components: Tcomponents")
      .Attr("Tcomponents: list(type) >= 1")
      .Attr("timeout_ms: int = -1")
      .Doc("QueueEnqueueV2 for a queue in its first form.")
      .Shape(RefHandleShape)
      .NotDifferentiable();

  OP("QueueDequeue")
      .In("handle: Ref(string)")
      .Out("components: component_types")
      .Attr("component_types: list(type) >= 1")
      .Attr("timeout_ms: int = -1")
      .Doc("QueueDequeueV2 for a queue in its first form.")
      .Shape(shape_fn::Unknown)
      .NotDifferentiable();

  OP("QueueClose")
      .In("handle: Ref(string)")
      .Attr("cancel_pending_enqueues: bool = false")
      .Doc("QueueCloseV2 for a queue in its first form.")
      .Shape(RefHandleShape)
      .NotDifferentiable();

  OP("QueueSize")
      .In("handle: Ref(string)")
      .Out("size: int32")
      .Doc("QueueSizeV2 for a queue in its first form.")
      .Shape(RefHandleShape)
      .NotDifferentiable();
}

}  // namespace hb
