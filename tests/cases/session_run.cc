#include "tests/cases/session_run.h"

#include <cstdlib>

#include "core/graph/import.h"
#include "core/graph/tensor_proto.h"
#include "core/kernel/registry.h"
#include "core/runtime/session.h"
#include "tests/cases/run_by_plans.h"

namespace hb::cases {
namespace {

pb::NodeDef* AddNode(pb::GraphDef* def, std::string name, const char* op) {
  pb::NodeDef* node = def->add_node();
  node->set_name(std::move(name));
  node->set_op(op);
  return node;
}

void AddPlaceholder(pb::GraphDef* def, std::string name, DType dtype, const Shape& shape) {
  auto& attrs = *AddNode(def, std::move(name), "Placeholder")->mutable_attr();
  attrs["dtype"].set_type(static_cast<pb::DataType>(dtype));
  ShapeToProto(shape, attrs["shape"].mutable_shape());
}

// The whole graph of a case, and the names of what is fed.
Status BuildDef(const Case& c, InputKind kind, pb::GraphDef* def,
                std::vector<std::pair<std::string, Tensor>>* feeds) {
  *def = c.graph;
  def->mutable_versions()->set_producer(kGraphDefVersion);
  for (size_t i = 0; i < c.inputs.size(); ++i) {
    const Tensor& t = c.inputs[i];
    const std::string name = StrCat("in", i);
    if (kind == InputKind::kConstants) {
      auto& attrs = *AddNode(def, name, "Const")->mutable_attr();
      attrs["dtype"].set_type(static_cast<pb::DataType>(t.dtype()));
      HB_RETURN_IF_ERROR(TensorToProto(t, attrs["value"].mutable_tensor()));
    } else if (kind == InputKind::kFeeds) {
      AddPlaceholder(def, name, t.dtype(), t.shape());
      feeds->emplace_back(name, t);
    } else {
      const std::string data = StrCat("data", i), dims = StrCat("dims", i);
      AddPlaceholder(def, data, t.dtype(), Shape::UnknownRank());
      AddPlaceholder(def, dims, DT_INT64, Shape::UnknownRank());
      pb::NodeDef* reshape = AddNode(def, name, "Reshape");
      reshape->add_input(data);
      reshape->add_input(dims);
      (*reshape->mutable_attr())["T"].set_type(static_cast<pb::DataType>(t.dtype()));
      (*reshape->mutable_attr())["Tshape"].set_type(static_cast<pb::DataType>(DT_INT64));
      feeds->emplace_back(data, t.Reshaped({t.num_elements()}));
      feeds->emplace_back(
          dims, Tensor::Vector<int64_t>({t.shape().dims().begin(), t.shape().dims().end()}));
    }
  }
  return Status();
}

// The same values one element behind an aligned place.
Tensor Unaligned(const Tensor& t) {
  if (!IsPlain(t.dtype())) return t;
  const size_t offset = DTypeSize(t.dtype());
  char* memory =
      static_cast<char*>(std::aligned_alloc(kAlignment, (t.bytes() + offset + 64) & ~63));
  if (t.bytes() > 0) std::memcpy(memory + offset, t.data(), t.bytes());
  Ref<Buffer> buffer = Buffer::Adopt(
      t.dtype(), memory + offset, t.bytes(), [](void*, size_t, void* p) { std::free(p); }, memory);
  return Tensor(t.dtype(), t.shape(), std::move(buffer));
}

Result<std::vector<Tensor>> RunOnce(const CaseRun& run, bool single, Session* session,
                                    const std::vector<Output>& feeds, std::vector<Tensor> inputs) {
  const Graph& graph = session->graph();
  std::vector<Output> fetches;
  std::vector<const Node*> targets;
  for (const std::string& name : run.targets) targets.push_back(graph.Find(name));
  for (const auto& [name, index] : run.fetches) fetches.emplace_back(graph.Find(name), index);
  if (single) {
    Node* node = graph.Find("op");
    for (int i = 0; i < node->num_outputs(); ++i) fetches.emplace_back(node, i);
    if (fetches.empty()) targets.push_back(node);
  }
  std::vector<Tensor> results(fetches.size());
  std::vector<Tensor*> in, out;
  for (Tensor& t : inputs) in.push_back(&t);
  for (Tensor& t : results) out.push_back(&t);
  HB_RETURN_IF_ERROR(session->Run(feeds, in, fetches, out, targets, {}));
  return results;
}

bool HasKernel(const Node& node) {
  const AttrReader attrs = node.attrs();
  return RunByPlans(node.type()) ||
         KernelRegistry::Global()
             .Find(node.type(), "CPU", [&](const std::string& attr) { return attrs.Type(attr); })
             .ok();
}

}  // namespace

bool HasKernels(const Case& c) {
  pb::GraphDef def;
  std::vector<std::pair<std::string, Tensor>> feeds;
  Graph graph;
  if (!BuildDef(c, InputKind::kFeeds, &def, &feeds).ok()) return true;
  if (!ImportGraphDef(def, {}, &graph).ok()) return true;
  for (const pb::NodeDef& node : c.graph.node()) {
    if (!HasKernel(*graph.Find(node.name()))) return false;
  }
  return true;
}

std::vector<Result<std::vector<Tensor>>> RunInSession(const Case& c, const SessionWay& way) {
  pb::GraphDef def;
  std::vector<std::pair<std::string, Tensor>> fed;
  auto graph = std::make_shared<Graph>();
  Status s = BuildDef(c, way.inputs, &def, &fed);
  if (s.ok()) s = ImportGraphDef(def, {}, graph.get());
  if (!s.ok()) return {s};
  std::vector<Output> feeds;
  std::vector<Tensor> inputs;
  for (const auto& [name, value] : fed) {
    feeds.emplace_back(graph->Find(name), 0);
    inputs.push_back(way.unaligned ? Unaligned(value) : value);
  }
  SessionOptions options;
  options.max_threads = way.max_threads;
  auto session = MakeRef<Session>(graph, options);
  std::vector<Result<std::vector<Tensor>>> results;
  for (const CaseRun& run : c.runs) {
    results.push_back(RunOnce(run, c.single, session.get(), feeds, inputs));
    if (!results.back().ok()) break;
  }
  return results;
}

SingleNode::SingleNode(const Case& c, const HbKernelDef* other) {
  pb::GraphDef def;
  std::vector<std::pair<std::string, Tensor>> fed;
  status_ = BuildDef(c, InputKind::kFeeds, &def, &fed);
  if (status_.ok()) status_ = ImportGraphDef(def, {}, &graph_);
  if (!status_.ok()) return;
  const Node* node = graph_.Find("op");
  Result<Ir> ir = BuildIr(graph_, {}, {}, {node});
  status_ = ir.status();
  if (!status_.ok()) return;
  ir_ = std::move(ir).value();
  for (IrNode& n : ir_.nodes) {
    if (n.name != "op") continue;
    const AttrReader attrs = n.reader();
    Result<const HbKernelDef*> kernel = KernelRegistry::Global().Find(
        n.type(), "CPU", [&](const std::string& attr) { return attrs.Type(attr); });
    if (kernel.ok()) n.kernel = other != nullptr ? other : *kernel;
    n.in_types.clear();
    for (int i = 0; i < node->num_inputs(); ++i) n.in_types.push_back(node->input_type(i));
    exec_ = std::make_unique<NodeExec>(n, graph_.shared_functions());
  }
}

}  // namespace hb::cases
