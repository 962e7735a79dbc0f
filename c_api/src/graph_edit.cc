// Changes to operations that are in a graph already.
#include "c_api/src/internal.h"
#include "core/graph/tensor_proto.h"
#include "core/proto/shape_inference.pb.h"

namespace hb::capi {
namespace {

// Whether the node may still change.
Status CheckNotRun(const Graph& graph, const Node* node) {
  HB_RETURN_IF_ERROR(CheckNode(graph, node));
  if (!graph.HasRun(node)) return Status();
  return FailedPrecondition("Operation '", node->name(), "' (", node->type(),
                            ") was changed after it had been run by a session; build a new graph "
                            "instead");
}

// Whether `from` is reached from `node` along data and control edges.
bool Reaches(const Node* node, const Node* from) {
  std::vector<const Node*> stack{node};
  std::unordered_set<const Node*> seen{node};
  while (!stack.empty()) {
    const Node* n = stack.back();
    stack.pop_back();
    if (n == from) return true;
    if (n->type() == "NextIteration" || n->type() == "RefNextIteration") continue;
    for (const auto& c : n->consumers()) {
      if (seen.insert(c.node).second) stack.push_back(c.node);
    }
    for (const Node* c : n->control_outputs()) {
      if (seen.insert(c).second) stack.push_back(c);
    }
  }
  return false;
}

Status UpdateEdge(Graph& graph, Output source, HB_Input target) {
  HB_RETURN_IF_ERROR(CheckOutput(graph, source));
  Node* node = ToNode(target.oper);
  HB_RETURN_IF_ERROR(CheckNotRun(graph, node));
  if (target.index < 0 || target.index >= node->num_inputs()) {
    return OutOfRange("Operation '", node->name(), "' has ", node->num_inputs(),
                      " inputs, so there is no input ", target.index);
  }
  if (source.dtype() != node->input_type(target.index)) {
    return InvalidArgument("Input ", target.index, " of operation '", node->name(), "' has type ",
                           DTypeName(node->input_type(target.index)), ", the new source ",
                           source.name(), " has ", DTypeName(source.dtype()));
  }
  if (source.node->type() != "NextIteration" && Reaches(node, source.node)) {
    return FailedPrecondition("An edge from '", source.node->name(), "' to '", node->name(),
                              "' would close a cycle");
  }
  return graph.UpdateInput(node, target.index, source);
}

Result<HandleData> ParseHandle(const void* proto, size_t size) {
  pb::CppShapeInferenceResult::HandleData message;
  HB_RETURN_IF_ERROR(Parse(proto, size, &message, "CppShapeInferenceResult.HandleData"));
  HandleData data;
  for (const auto& item : message.shape_and_type()) {
    HB_ASSIGN_OR_RETURN(Shape shape, ShapeFromProto(item.shape()));
    data.emplace_back(FromPb(item.dtype()), shape);
  }
  return data;
}

std::string SerializeHandle(const HandleData& data) {
  if (data.empty()) return "";
  pb::CppShapeInferenceResult::HandleData message;
  message.set_is_set(true);
  for (const auto& [dtype, shape] : data) {
    auto* item = message.add_shape_and_type();
    item->set_dtype(ToPb(dtype));
    ShapeToProto(shape, item->mutable_shape());
  }
  return message.SerializeAsString();
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::CheckNode;
using hb::capi::CheckNotRun;
using hb::capi::CheckOutput;
using hb::capi::Guard;
using hb::capi::GuardQuiet;
using hb::capi::Lock;
using hb::capi::ToNode;
using hb::capi::ToOutput;

void HB_UpdateEdge(HB_Graph* graph, HB_Output new_src, HB_Input dst, HB_Status* status) {
  Guard(status, [&] {
    auto lock = Lock(graph->graph);
    return hb::capi::UpdateEdge(graph->graph, ToOutput(new_src), dst);
  });
}

void HB_AddOperationControlInput(HB_Graph* graph, HB_Operation* op, HB_Operation* input) {
  GuardQuiet([&] {
    auto lock = Lock(graph->graph);
    hb::Graph& g = graph->graph;
    if (!CheckNotRun(g, ToNode(op)).ok() || !CheckNode(g, ToNode(input)).ok()) return;
    static_cast<void>(g.AddControlEdge(ToNode(input), ToNode(op)));
  });
}

void HB_SetAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name,
                HB_Buffer* attr_value_proto, HB_Status* status) {
  Guard(status, [&]() -> Status {
    hb::pb::AttrValue value;
    HB_RETURN_IF_ERROR(hb::capi::Parse(attr_value_proto, &value, "AttrValue"));
    auto lock = Lock(graph->graph);
    HB_RETURN_IF_ERROR(CheckNotRun(graph->graph, ToNode(op)));
    return graph->graph.SetAttr(ToNode(op), attr_name, value);
  });
}

void HB_ClearAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name, HB_Status* status) {
  Guard(status, [&]() -> Status {
    auto lock = Lock(graph->graph);
    HB_RETURN_IF_ERROR(CheckNotRun(graph->graph, ToNode(op)));
    graph->graph.ClearAttr(ToNode(op), attr_name);
    return Status();
  });
}

void HB_SetFullType(HB_Graph* graph, HB_Operation* op, const HB_Buffer* full_type_proto) {
  GuardQuiet([&] {
    hb::pb::FullTypeDef type;
    if (!hb::capi::Parse(full_type_proto, &type, "FullTypeDef").ok()) return;
    auto lock = Lock(graph->graph);
    if (!CheckNode(graph->graph, ToNode(op)).ok()) return;
    graph->graph.SetFullType(ToNode(op), type);
  });
}

void HB_SetRequestedDevice(HB_Graph* graph, HB_Operation* op, const char* device) {
  GuardQuiet([&] {
    auto lock = Lock(graph->graph);
    if (!CheckNotRun(graph->graph, ToNode(op)).ok()) return;
    graph->graph.SetDevice(ToNode(op), device);
  });
}

void HB_RemoveAllControlInputs(HB_Graph* graph, HB_Operation* op) {
  GuardQuiet([&] {
    auto lock = Lock(graph->graph);
    if (!CheckNotRun(graph->graph, ToNode(op)).ok()) return;
    graph->graph.RemoveControlInputs(ToNode(op));
  });
}

// Every op that Hornbeam declares has a shape function, and those of others give unknown shapes.
void HB_SetRequireShapeInferenceFns(HB_Graph*, bool) {}

HB_Buffer* HB_GetHandleShapeAndType(HB_Graph* graph, HB_Output output) {
  return GuardQuiet<HB_Buffer*>(nullptr, [&]() -> HB_Buffer* {
    auto lock = Lock(graph->graph);
    const hb::Output o = ToOutput(output);
    if (!CheckOutput(graph->graph, o).ok()) return nullptr;
    return hb::capi::NewBuffer(hb::capi::SerializeHandle(o.node->output_handle(o.index)));
  });
}

void HB_SetHandleShapeAndType(HB_Graph* graph, HB_Output output, const void* proto,
                              size_t proto_len, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(hb::HandleData data, hb::capi::ParseHandle(proto, proto_len));
    auto lock = Lock(graph->graph);
    const hb::Output o = ToOutput(output);
    HB_RETURN_IF_ERROR(CheckOutput(graph->graph, o));
    graph->graph.SetHandle(o, std::move(data));
    return Status();
  });
}

void HB_AddWhileInputHack(HB_Graph* graph, HB_Output new_src, HB_Operation* dst,
                          HB_Status* status) {
  Guard(status, [&]() -> Status {
    static_cast<void>(graph);
    static_cast<void>(new_src);
    static_cast<void>(dst);
    return hb::Unimplemented(
        "HB_AddWhileInputHack is not offered: give While all its inputs when it is built");
  });
}
