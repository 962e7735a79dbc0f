#include "core/graph/import.h"

#include <algorithm>
#include <charconv>
#include <queue>
#include <set>

#include "core/graph/tensor_proto.h"

namespace hb {
namespace {

// Bounds on names: each scope of a name is remembered, so that endless ones would be costly.
constexpr size_t kMaxNameLength = 16384;
constexpr int kMaxNameDepth = 512;

bool IsMerge(std::string_view op) { return op == "Merge" || op == "RefMerge" || op == "_XlaMerge"; }
bool IsNextIteration(std::string_view op) {
  return op == "NextIteration" || op == "RefNextIteration";
}

class Importer {
 public:
  Importer(const pb::GraphDef& def, const ImportOptions& options, Graph* graph)
      : def_(def), options_(options), graph_(graph), count_(static_cast<size_t>(def.node_size())) {}

  // Fills `results` on success.
  Status Run(ImportResults* results);
  // Takes back what a failed Run has added.
  void Undo();

 private:
  // An input of a node in the message, resolved.
  struct Edge {
    int from = -1;  // index of the node in the message, -1 if mapped
    int index = 0;
    bool control = false;
    bool back = false;  // from a NextIteration to a Merge
    Output mapped;
  };

  const pb::NodeDef& node_def(size_t i) const { return def_.node(static_cast<int>(i)); }
  Status NodeError(size_t i, Status s) const {
    return s.WithPrefix(StrCat("node '", node_def(i).name(), "' (", node_def(i).op(), "): "));
  }
  Status CheckOptions() const;
  Status AddFunctions();
  Status IndexNames();
  Status ChooseNames();
  Status ResolveEdges(size_t i);
  Status ResolveEdge(size_t i, const std::string& text, Edge* edge);
  Status Sort(std::vector<size_t>* order);
  Status CycleError(const std::vector<int>& pending) const;
  Status AddNode(size_t i);
  Status CloseLoops();
  void AddGlobalControls(size_t i, NodeBuilder* b) const;
  Status RenameColocation(size_t i, pb::AttrValue* value) const;
  void ApplyOutputShapes(size_t i, Node* n) const;
  void MergeVersions();
  Status Collect(ImportResults* results) const;
  void CollectUnused(ImportResults* results) const;

  const pb::GraphDef& def_;
  const ImportOptions& options_;
  Graph* graph_;
  size_t count_;
  int nodes_before_ = 0;
  std::string prefix_;  // with its slash, or empty
  std::vector<std::string> added_functions_;
  std::vector<std::string> added_gradients_;
  std::unordered_map<std::string_view, int> index_;
  std::vector<std::string> names_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<Node*> nodes_;
  std::set<TensorKey> used_keys_;
};

Status Importer::CheckOptions() const {
  auto ours = [this](const Node* n) { return n != nullptr && n->graph() == graph_; };
  for (const auto& [key, output] : options_.input_map) {
    if (!ours(output.node) || output.index < 0 || output.index >= output.node->num_outputs()) {
      return InvalidArgument("input mapping of '", key.first, ":", key.second,
                             "' names no output of the graph");
    }
  }
  for (const auto& [name, node] : options_.control_map) {
    if (!ours(node)) return InvalidArgument("control mapping of '", name, "' names no node");
  }
  for (const Node* n : options_.control_dependencies) {
    if (!ours(n)) return InvalidArgument("a control dependency is no node of the graph");
  }
  pb::VersionDef versions = def_.versions();
  if (!def_.has_versions()) versions.set_producer(def_.version());
  return CheckGraphVersions(versions);
}

Status Importer::AddFunctions() {
  FunctionLibrary& library = graph_->functions();
  for (const pb::FunctionDef& f : def_.library().function()) {
    const std::string& name = f.signature().name();
    const bool known = library.Find(name) != nullptr;
    HB_RETURN_IF_ERROR(library.Add(std::make_shared<pb::FunctionDef>(f)));
    if (!known) added_functions_.push_back(name);
  }
  for (const pb::GradientDef& g : def_.library().gradient()) {
    const bool known = !library.FindGradient(g.function_name()).empty();
    HB_RETURN_IF_ERROR(library.AddGradient(g.function_name(), g.gradient_func()));
    if (!known) added_gradients_.push_back(g.function_name());
  }
  return Status();
}

Status Importer::IndexNames() {
  index_.reserve(count_);
  for (size_t i = 0; i < count_; ++i) {
    const std::string& name = node_def(i).name();
    HB_RETURN_IF_ERROR(CheckNodeName(name));
    if (name.size() > kMaxNameLength || std::count(name.begin(), name.end(), '/') > kMaxNameDepth) {
      return InvalidArgument("node name '", name.substr(0, 64), "…' is too long: at most ",
                             kMaxNameLength, " bytes and ", kMaxNameDepth, " scopes");
    }
    if (!index_.emplace(name, static_cast<int>(i)).second) {
      return InvalidArgument("Node '", name, "' is not unique");
    }
  }
  return Status();
}

Status Importer::ChooseNames() {
  std::string prefix = options_.prefix;
  if (prefix.ends_with('/')) prefix.pop_back();
  if (!prefix.empty()) {
    if (Status s = CheckNodeName(prefix); !s.ok()) return s.WithPrefix("import prefix: ");
    if (prefix.size() > kMaxNameLength) return InvalidArgument("import prefix is too long");
    if (options_.uniquify_prefix) {
      prefix = graph_->UniqueName(prefix);
    } else if (graph_->PrefixTaken(prefix) && !options_.uniquify_names) {
      return InvalidArgument("Import node name prefix '", prefix,
                             "' conflicts with names of nodes already in the graph; choose "
                             "another or ask for a unique one");
    }
    prefix_ = prefix + "/";
  }
  names_.resize(count_);
  std::unordered_set<std::string> chosen;
  for (size_t i = 0; i < count_; ++i) {
    const std::string base = prefix_ + node_def(i).name();
    std::string name = base;
    auto taken = [&] { return graph_->PrefixTaken(name) || chosen.contains(name); };
    auto in_message = [&] {
      return index_.contains(std::string_view(name).substr(prefix_.size()));
    };
    if (taken()) {
      if (!options_.uniquify_names) {
        return InvalidArgument("Node name '", name, "' already exists in the graph");
      }
      name = graph_->UniqueName(base);
      for (int k = 1; taken() || in_message(); ++k) name = StrCat(base, "_", k);
      chosen.insert(name);
    }
    names_[i] = std::move(name);
  }
  return Status();
}

Status Importer::ResolveEdge(size_t i, const std::string& text, Edge* edge) {
  HB_ASSIGN_OR_RETURN(InputName in, ParseInputName(text));
  edge->control = in.control;
  edge->index = in.index;
  if (in.control && !options_.control_map.empty()) {
    auto it = options_.control_map.find(std::string(in.node));
    if (it != options_.control_map.end()) {
      edge->mapped = Output(it->second);
      return Status();
    }
  }
  if (!in.control && !options_.input_map.empty()) {
    const TensorKey key(std::string(in.node), in.index);
    auto it = options_.input_map.find(key);
    if (it != options_.input_map.end()) {
      used_keys_.insert(key);
      edge->mapped = it->second;
      return Status();
    }
  }
  auto it = index_.find(in.node);
  if (it == index_.end()) return InvalidArgument("Unknown input node '", text, "'");
  edge->from = it->second;
  edge->back = !in.control && IsMerge(node_def(i).op()) &&
               IsNextIteration(node_def(static_cast<size_t>(it->second)).op());
  return Status();
}

Status Importer::ResolveEdges(size_t i) {
  const pb::NodeDef& def = node_def(i);
  std::vector<Edge>& edges = edges_[i];
  edges.resize(static_cast<size_t>(def.input_size()));
  bool controls = false;
  for (int k = 0; k < def.input_size(); ++k) {
    Edge& edge = edges[static_cast<size_t>(k)];
    HB_RETURN_IF_ERROR(ResolveEdge(i, def.input(k), &edge));
    if (controls && !edge.control) {
      return InvalidArgument("Control dependencies must come after regular dependencies, but '",
                             def.input(k), "' follows one");
    }
    controls = edge.control;
  }
  return Status();
}

// A topological order that keeps the order of the message where it can.
Status Importer::Sort(std::vector<size_t>* order) {
  std::vector<int> pending(count_, 0);
  std::vector<std::vector<int>> users(count_);
  for (size_t i = 0; i < count_; ++i) {
    for (const Edge& e : edges_[i]) {
      if (e.from < 0 || e.back) continue;
      ++pending[i];
      users[static_cast<size_t>(e.from)].push_back(static_cast<int>(i));
    }
  }
  std::priority_queue<int, std::vector<int>, std::greater<>> ready;
  for (size_t i = 0; i < count_; ++i) {
    if (pending[i] == 0) ready.push(static_cast<int>(i));
  }
  order->reserve(count_);
  while (!ready.empty()) {
    const auto i = static_cast<size_t>(ready.top());
    ready.pop();
    order->push_back(i);
    for (int user : users[i]) {
      if (--pending[static_cast<size_t>(user)] == 0) ready.push(user);
    }
  }
  return order->size() == count_ ? Status() : CycleError(pending);
}

// Walks back from a node that never became ready until one comes up twice.
Status Importer::CycleError(const std::vector<int>& pending) const {
  size_t at = 0;
  while (pending[at] == 0) ++at;
  std::vector<int> seen(count_, -1);
  std::vector<size_t> path;
  while (seen[at] < 0) {
    seen[at] = static_cast<int>(path.size());
    path.push_back(at);
    for (const Edge& e : edges_[at]) {
      if (e.from >= 0 && !e.back && pending[static_cast<size_t>(e.from)] > 0) {
        at = static_cast<size_t>(e.from);
        break;
      }
    }
  }
  std::string cycle;
  const auto first = static_cast<size_t>(seen[at]);
  for (size_t k = path.size(); k-- > first;) {
    if (path.size() - k > 8) {
      StrAppend(&cycle, "… -> ");
      break;
    }
    StrAppend(&cycle, "'", node_def(path[k]).name(), "' -> ");
  }
  return InvalidArgument("the graph contains a cycle: ", cycle, "'", node_def(path.back()).name(),
                         "'; only a NextIteration that feeds a Merge may close one");
}

Status Importer::RenameColocation(size_t i, pb::AttrValue* value) const {
  constexpr std::string_view kLoc = "loc:@";
  if (value->value_case() != pb::AttrValue::kList) return Status();
  for (std::string& s : *value->mutable_list()->mutable_s()) {
    if (!s.starts_with(kLoc)) continue;
    auto it = index_.find(std::string_view(s).substr(kLoc.size()));
    if (it != index_.end()) {
      s = StrCat(kLoc, names_[static_cast<size_t>(it->second)]);
    } else if (options_.validate_colocation) {
      return InvalidArgument("Node '", node_def(i).name(),
                             "' expects to be colocated with unknown node '", s.substr(kLoc.size()),
                             "'");
    }
  }
  return Status();
}

// Nodes whose inputs are all new inherit the dependency from them.
void Importer::AddGlobalControls(size_t i, NodeBuilder* b) const {
  if (options_.control_dependencies.empty()) return;
  for (const Edge& e : edges_[i]) {
    if (e.from >= 0 && !e.back) return;
  }
  for (Node* n : options_.control_dependencies) b->ControlInput(n);
}

// What _handle_dtypes and _handle_shapes of an argument say of the resource behind it.
HandleData HandleFromAttrs(const AttrReader& attrs) {
  HandleData data;
  const std::vector<DType> dtypes = attrs.Types("_handle_dtypes");
  const std::vector<Shape> shapes = attrs.Shapes("_handle_shapes");
  for (size_t k = 0; k < std::min(dtypes.size(), shapes.size()); ++k) {
    data.emplace_back(dtypes[k], shapes[k]);
  }
  return data;
}

// _output_shapes, where it says more than inference and doesn't contradict it.
void Importer::ApplyOutputShapes(size_t i, Node* n) const {
  if (n->num_outputs() == 1 && n->output_handle(0).empty()) {
    HandleData handle = HandleFromAttrs(n->attrs());
    if (!handle.empty()) graph_->SetHandle(Output(n, 0), std::move(handle));
  }
  auto it = node_def(i).attr().find("_output_shapes");
  if (it == node_def(i).attr().end()) return;
  const auto& shapes = it->second.list().shape();
  if (shapes.size() != n->num_outputs()) return;
  for (int k = 0; k < shapes.size(); ++k) {
    Result<Shape> shape = ShapeFromProto(shapes[k]);
    if (shape.ok() && shape->Compatible(n->output_shape(k))) {
      static_cast<void>(graph_->SetShape(Output(n, k), *shape));
    }
  }
}

Status Importer::AddNode(size_t i) {
  const pb::NodeDef& def = node_def(i);
  NodeBuilder b(graph_, def.op(), names_[i]);
  b.Extra(def).Device(def.device().empty() ? options_.default_device : def.device());
  for (const auto& [name, value] : def.attr()) {
    Attr attr(name, value);
    if (name == "_class") HB_RETURN_IF_ERROR(RenameColocation(i, &attr.value));
    b.Attr(attr);
  }
  std::vector<Output> inputs;
  Output forward;
  bool loop = false;
  for (const Edge& e : edges_[i]) {
    const Output o = e.from < 0 ? e.mapped : Output(nodes_[static_cast<size_t>(e.from)], e.index);
    if (e.control) {
      b.ControlInput(o.node);
      continue;
    }
    if (e.back) {
      loop = true;
    } else if (o.index >= o.node->num_outputs()) {
      return InvalidArgument("Connecting to invalid output ", o.index, " of source node ",
                             o.node->name(), " which has ", o.node->num_outputs(), " outputs");
    } else {
      forward = o;
    }
    inputs.push_back(e.back ? Output() : o);
  }
  if (loop) {
    if (!forward) return InvalidArgument("a Merge needs an input from outside of its loop");
    // Stands in until the loop is closed.
    for (Output& o : inputs) {
      if (!o) o = forward;
    }
  }
  AddGlobalControls(i, &b);
  Result<Node*> n = b.FlatInputs(inputs).Finish();
  if (!n.ok()) return std::move(n).status();
  const pb::OpDef& op = (*n)->op().def;
  if (op.has_deprecation() && op.deprecation().version() <= def_.versions().producer()) {
    return Unimplemented("Op ", op.name(), " is not available in GraphDef version ",
                         def_.versions().producer(), ". It has been removed in version ",
                         op.deprecation().version(), ". ", op.deprecation().explanation(), ".");
  }
  nodes_[i] = *n;
  if (loop) graph_->ForgetShape(Output(*n, 0));
  ApplyOutputShapes(i, *n);
  return Status();
}

Status Importer::CloseLoops() {
  for (size_t i = 0; i < count_; ++i) {
    for (size_t k = 0; k < edges_[i].size(); ++k) {
      const Edge& e = edges_[i][k];
      if (!e.back) continue;
      Status s = graph_->UpdateInput(nodes_[i], static_cast<int>(k),
                                     Output(nodes_[static_cast<size_t>(e.from)], e.index));
      if (!s.ok()) return NodeError(i, std::move(s));
    }
  }
  return Status();
}

void Importer::MergeVersions() {
  pb::VersionDef& to = graph_->versions();
  const pb::VersionDef& from = def_.versions();
  if (nodes_before_ == 0) {
    if (def_.has_versions()) to = from;
    return;
  }
  to.set_producer(std::min(to.producer(), from.producer()));
  to.set_min_consumer(std::max(to.min_consumer(), from.min_consumer()));
  std::set<int> bad(to.bad_consumers().begin(), to.bad_consumers().end());
  bad.insert(from.bad_consumers().begin(), from.bad_consumers().end());
  to.clear_bad_consumers();
  for (int v : bad) to.add_bad_consumers(v);
}

Status Importer::Collect(ImportResults* results) const {
  for (const TensorKey& key : options_.return_outputs) {
    auto mapped = options_.input_map.find(key);
    if (mapped != options_.input_map.end()) {
      results->return_outputs.push_back(mapped->second);
      continue;
    }
    auto it = index_.find(key.first);
    if (it == index_.end()) {
      return InvalidArgument("Requested return tensor '", key.first, ":", key.second,
                             "' not found in graph def");
    }
    Node* n = nodes_[static_cast<size_t>(it->second)];
    if (key.second < 0 || key.second >= n->num_outputs()) {
      return InvalidArgument("Invalid return output ", key.second, " of node '", key.first,
                             "', which has ", n->num_outputs(), " output(s)");
    }
    results->return_outputs.emplace_back(n, key.second);
  }
  for (const std::string& name : options_.return_nodes) {
    auto it = index_.find(name);
    if (it == index_.end()) {
      return InvalidArgument("Requested return node '", name, "' not found in graph def");
    }
    results->return_nodes.push_back(nodes_[static_cast<size_t>(it->second)]);
  }
  CollectUnused(results);
  return Status();
}

void Importer::CollectUnused(ImportResults* results) const {
  for (const auto& [key, output] : options_.input_map) {
    if (used_keys_.contains(key)) continue;
    auto it = index_.find(key.first);
    const bool there = it != index_.end() && key.second >= 0 &&
                       key.second < nodes_[static_cast<size_t>(it->second)]->num_outputs();
    if (!there) results->missing_unused_inputs.push_back(key);
  }
}

Status Importer::Run(ImportResults* results) {
  nodes_before_ = graph_->num_nodes();
  graph_->Reserve(count_);
  HB_RETURN_IF_ERROR(CheckOptions());
  HB_RETURN_IF_ERROR(IndexNames());
  HB_RETURN_IF_ERROR(ChooseNames());
  edges_.resize(count_);
  nodes_.resize(count_);
  for (size_t i = 0; i < count_; ++i) {
    if (Status s = ResolveEdges(i); !s.ok()) return NodeError(i, std::move(s));
  }
  std::vector<size_t> order;
  HB_RETURN_IF_ERROR(Sort(&order));
  HB_RETURN_IF_ERROR(AddFunctions());
  for (size_t i : order) {
    if (Status s = AddNode(i); !s.ok()) {
      // The builder's own errors name the node already.
      return s.message().starts_with("node '") || IsNotFound(s) ? s : NodeError(i, std::move(s));
    }
  }
  HB_RETURN_IF_ERROR(CloseLoops());
  HB_RETURN_IF_ERROR(Collect(results));
  MergeVersions();
  for (const pb::RegisteredGradient& g : def_.library().registered_gradients()) {
    graph_->functions().AddRegisteredGradient(g.registered_op_type(), g.gradient_func());
  }
  return Status();
}

void Importer::Undo() {
  graph_->Truncate(nodes_before_);
  for (const std::string& f : added_functions_) graph_->functions().Remove(f);
  for (const std::string& f : added_gradients_) graph_->functions().RemoveGradient(f);
}

}  // namespace

Result<InputName> ParseInputName(std::string_view text) {
  InputName in;
  if (text.starts_with('^')) {
    in.control = true;
    in.node = text.substr(1);
  } else {
    in.node = text;
    const size_t colon = text.rfind(':');
    if (colon != std::string_view::npos) {
      const std::string_view digits = text.substr(colon + 1);
      auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), in.index);
      if (error != std::errc() || end != digits.data() + digits.size() || in.index < 0) {
        return InvalidArgument("input '", text, "' must be '^node', 'node' or 'node:index'");
      }
      in.node = text.substr(0, colon);
    }
  }
  if (in.node.empty()) return InvalidArgument("input '", text, "' names no node");
  return in;
}

Status CheckGraphVersions(const pb::VersionDef& v) {
  if (v.producer() < v.min_consumer() && v.producer() > 0) {
    return InvalidArgument("GraphDef producer version ", v.producer(),
                           " is below its own min consumer version ", v.min_consumer());
  }
  if (v.min_consumer() > kGraphDefVersion) {
    return InvalidArgument("GraphDef min consumer version ", v.min_consumer(),
                           " above current version ", kGraphDefVersion,
                           "; the graph needs a newer library");
  }
  for (int bad : v.bad_consumers()) {
    if (bad == kGraphDefVersion) {
      return InvalidArgument("GraphDef disallows consumer version ", bad,
                             "; the graph was marked as broken for this version");
    }
  }
  return Status();
}

Status ImportGraphDef(const pb::GraphDef& def, const ImportOptions& options, Graph* graph,
                      ImportResults* results) {
  Importer importer(def, options, graph);
  ImportResults found;
  if (Status s = importer.Run(&found); !s.ok()) {
    importer.Undo();
    return s;
  }
  if (results != nullptr) *results = std::move(found);
  return Status();
}

}  // namespace hb
