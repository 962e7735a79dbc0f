#include "core/graph/graph.h"

#include "c_api/src/internal.h"
#include "core/builtin/builtin.h"

namespace hb::capi {
namespace {

Status GetOpDef(const Graph& graph, const char* name, HB_Buffer* out) {
  const OpInfo* op = graph.FindOp(name);
  if (op == nullptr) return NotFound("Op type not registered '", name, "'");
  return FillBuffer(out, op->def, "The OpDef");
}

Status GetShape(const Graph& graph, Output o, int64_t* dims, int num_dims) {
  HB_RETURN_IF_ERROR(CheckOutput(graph, o));
  const Shape& shape = o.shape();
  if (shape.unknown_rank()) return Status();
  if (shape.rank() != num_dims) {
    return InvalidArgument("Expected rank is ", num_dims, " but actual rank is ", shape.rank());
  }
  for (int i = 0; i < num_dims; ++i) dims[i] = shape.dim(i);
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::CheckOutput;
using hb::capi::Guard;
using hb::capi::Lock;
using hb::capi::ToOutput;

HB_Graph* HB_NewGraph() {
  return hb::capi::GuardQuiet<HB_Graph*>(nullptr, [] {
    hb::InitBuiltin();
    return new HB_Graph;
  });
}

void HB_DeleteGraph(HB_Graph* graph) { delete graph; }

void HB_GraphSetTensorShape(HB_Graph* graph, HB_Output output, const int64_t* dims, int num_dims,
                            HB_Status* status) {
  Guard(status, [&]() -> Status {
    auto lock = Lock(graph->graph);
    const hb::Output o = ToOutput(output);
    HB_RETURN_IF_ERROR(CheckOutput(graph->graph, o));
    hb::Shape shape = hb::Shape::UnknownRank();
    if (num_dims >= 0) {
      HB_ASSIGN_OR_RETURN(shape, hb::Shape::Checked({dims, static_cast<size_t>(num_dims)}, false));
    }
    return graph->graph.SetShape(o, shape);
  });
}

int HB_GraphGetTensorNumDims(HB_Graph* graph, HB_Output output, HB_Status* status) {
  return hb::capi::GuardValue<int>(status, -1, [&]() -> hb::Result<int> {
    auto lock = Lock(graph->graph);
    const hb::Output o = ToOutput(output);
    HB_RETURN_IF_ERROR(CheckOutput(graph->graph, o));
    return o.shape().rank();
  });
}

void HB_GraphGetTensorShape(HB_Graph* graph, HB_Output output, int64_t* dims, int num_dims,
                            HB_Status* status) {
  Guard(status, [&] {
    auto lock = Lock(graph->graph);
    return hb::capi::GetShape(graph->graph, ToOutput(output), dims, num_dims);
  });
}

HB_Operation* HB_GraphOperationByName(HB_Graph* graph, const char* oper_name) {
  auto lock = Lock(graph->graph);
  return hb::capi::FromNode(graph->graph.Find(oper_name));
}

HB_Operation* HB_GraphNextOperation(HB_Graph* graph, size_t* pos) {
  auto lock = Lock(graph->graph);
  if (*pos >= static_cast<size_t>(graph->graph.num_nodes())) return nullptr;
  return hb::capi::FromNode(graph->graph.node(static_cast<int>((*pos)++)));
}

void HB_GraphToGraphDef(HB_Graph* graph, HB_Buffer* output_graph_def, HB_Status* status) {
  Guard(status, [&] {
    hb::pb::GraphDef def;
    {
      auto lock = Lock(graph->graph);
      graph->graph.ToProto(&def);
    }
    return hb::capi::FillBuffer(output_graph_def, def, "The GraphDef");
  });
}

void HB_GraphGetOpDef(HB_Graph* graph, const char* op_name, HB_Buffer* output_op_def,
                      HB_Status* status) {
  Guard(status, [&] {
    auto lock = Lock(graph->graph);
    return hb::capi::GetOpDef(graph->graph, op_name, output_op_def);
  });
}

void HB_GraphVersions(HB_Graph* graph, HB_Buffer* output_version_def, HB_Status* status) {
  Guard(status, [&] {
    auto lock = Lock(graph->graph);
    return hb::capi::FillBuffer(output_version_def, graph->graph.versions(), "The VersionDef");
  });
}

void HB_GraphUniqueName(HB_Graph* graph, const char* base, HB_Buffer* name, HB_Status* status) {
  Guard(status, [&] {
    auto lock = Lock(graph->graph);
    return hb::capi::FillBuffer(name, graph->graph.UniqueName(base));
  });
}
