#include "core/graph/graph.h"

#include <algorithm>

#include "core/graph/tensor_proto.h"

namespace hb {

std::string Output::name() const {
  return node == nullptr ? "<none>" : StrCat(node->name(), ":", index);
}

const Tensor* Node::const_value() const {
  if (const_value_ == nullptr && type() == "Const") {
    const pb::AttrValue* v = attrs().Find("value");
    if (v == nullptr) return nullptr;
    Result<Tensor> t = TensorFromProto(v->tensor());
    if (!t.ok()) return nullptr;
    const_value_ = std::make_unique<Tensor>(std::move(t).value());
  }
  return const_value_.get();
}

Status CheckNodeName(std::string_view name) {
  if (name.empty()) return InvalidArgument("a node needs a name");
  if (name.front() == '^' || name.find(':') != std::string_view::npos) {
    return InvalidArgument("node name '", name, "' must not begin with '^' or contain ':'");
  }
  return Status();
}

Graph::Graph(const OpSet* ops) : ops_(ops), functions_(std::make_shared<FunctionLibrary>()) {
  versions_.set_producer(kGraphDefVersion);
  versions_.set_min_consumer(0);
}

Graph::~Graph() = default;

Node* Graph::Find(std::string_view name) const {
  auto it = by_name_.find(name);
  return it == by_name_.end() ? nullptr : it->second;
}

std::string Graph::UniqueName(std::string_view base) const {
  if (!by_name_.contains(base) && !PrefixTaken(base)) return std::string(base);
  int& counter = name_counters_[std::string(base)];
  while (true) {
    std::string name = StrCat(base, "_", ++counter);
    if (!by_name_.contains(name) && !PrefixTaken(name)) return name;
  }
}

bool Graph::PrefixTaken(std::string_view prefix) const {
  return prefixes_.contains(std::string(prefix)) || by_name_.contains(prefix);
}

const OpInfo* Graph::FindOp(std::string_view name) const {
  if (const OpInfo* op = ops_->Find(name)) return op;
  return functions_->AsOp(name);
}

Node* Graph::Insert(std::unique_ptr<Node> node) {
  Node* n = node.get();
  n->id_ = num_nodes();
  n->graph_ = this;
  nodes_.push_back(std::move(node));
  by_name_[n->name()] = n;
  AddPrefixes(n->name());
  for (int i = 0; i < n->num_inputs(); ++i) {
    const Output& in = n->input(i);
    in.node->consumers_.push_back({n, i, in.index});
  }
  for (Node* c : n->control_inputs_) c->control_outputs_.push_back(n);
  return n;
}

void Graph::AddPrefixes(const std::string& name) {
  // Innermost first: once a scope is known, so are those around it.
  for (size_t slash = name.rfind('/'); slash != std::string::npos && slash > 0;
       slash = name.rfind('/', slash - 1)) {
    if (!prefixes_.insert(name.substr(0, slash)).second) break;
  }
}

void Graph::Reserve(size_t nodes) {
  // Room grows by itself, and twofold, where little is added.
  if (nodes < nodes_.size()) return;
  nodes_.reserve(nodes_.size() + nodes);
  by_name_.reserve(by_name_.size() + nodes);
}

void Graph::Truncate(int first) {
  auto gone = [first](const Node* n) { return n->id() >= first; };
  std::unordered_set<Node*> touched;
  for (int i = first; i < num_nodes(); ++i) {
    const Node* n = node(i);
    by_name_.erase(n->name());
    for (const Output& in : n->inputs_) touched.insert(in.node);
    for (Node* c : n->control_inputs_) touched.insert(c);
  }
  if (num_nodes() == first) return;
  for (Node* n : touched) {
    if (gone(n)) continue;
    std::erase_if(n->consumers_, [&](const Node::Consumer& c) { return gone(c.node); });
    std::erase_if(n->control_outputs_, gone);
  }
  nodes_.resize(static_cast<size_t>(first));
  prefixes_.clear();
  for (const auto& n : nodes_) AddPrefixes(n->name());
}

void Graph::ForgetShape(Output o) {
  o.node->shapes_[static_cast<size_t>(o.index)] = Shape::UnknownRank();
}

Status Graph::SetShape(Output o, const Shape& shape) {
  Shape& have = o.node->shapes_[static_cast<size_t>(o.index)];
  Result<Shape> merged = Shape::Merge(have, shape);
  if (!merged.ok()) return std::move(merged).status().WithPrefix(StrCat(o.name(), ": "));
  have = std::move(merged).value();
  return Status();
}

void Graph::SetHandle(Output o, HandleData h) {
  o.node->handles_[static_cast<size_t>(o.index)] = std::move(h);
}

Status Graph::UpdateInput(Node* n, int input, Output o) {
  if (input < 0 || input >= n->num_inputs()) {
    return OutOfRange("node '", n->name(), "' has ", n->num_inputs(), " inputs; there is no input ",
                      input);
  }
  if (o.index < 0 || o.index >= o.node->num_outputs()) {
    return OutOfRange("node '", o.node->name(), "' has no output ", o.index);
  }
  if (BaseType(o.dtype()) != BaseType(n->input_type(input))) {
    return InvalidArgument("input ", input, " of node '", n->name(), "' is of type ",
                           DTypeName(n->input_type(input)), ", but ", o.name(), " is of type ",
                           DTypeName(o.dtype()));
  }
  Output& slot = n->inputs_[static_cast<size_t>(input)];
  // The newest consumers are at the end, and loops are closed soon after they are made.
  auto& old = slot.node->consumers_;
  auto it = std::find_if(old.rbegin(), old.rend(),
                         [&](const Node::Consumer& c) { return c.node == n && c.input == input; });
  if (it != old.rend()) old.erase(std::next(it).base());
  slot = o;
  o.node->consumers_.push_back({n, input, o.index});
  return Status();
}

Status Graph::AddControlEdge(Node* from, Node* to) {
  if (from->graph() != this || to->graph() != this) {
    return InvalidArgument("control edge between nodes of different graphs");
  }
  if (std::find(to->control_inputs_.begin(), to->control_inputs_.end(), from) ==
      to->control_inputs_.end()) {
    to->control_inputs_.push_back(from);
    from->control_outputs_.push_back(to);
  }
  return Status();
}

void Graph::RemoveControlInputs(Node* n) {
  for (Node* c : n->control_inputs_) std::erase(c->control_outputs_, n);
  n->control_inputs_.clear();
}

Status Graph::SetAttr(Node* n, const std::string& name, const pb::AttrValue& value) {
  n->attrs_[name] = value;
  n->const_value_.reset();
  return Status();
}

void Graph::ClearAttr(Node* n, const std::string& name) {
  n->attrs_.erase(name);
  n->const_value_.reset();
}

Status Graph::InferShapes(Node* n) {
  std::vector<InferCtx::Input> inputs(n->inputs_.size());
  std::vector<std::unique_ptr<Tensor>> store;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const Output& o = n->inputs_[i];
    InferCtx::Input& in = inputs[i];
    in.shape = o.shape();
    in.dtype = BaseType(o.dtype());
    const HandleData& h = o.node->handles_[static_cast<size_t>(o.index)];
    if (!h.empty()) in.handle = &h;
    // Values matter to shapes only for small integers (and strings, such as equations, not at all).
    if (IsInteger(in.dtype) || in.dtype == DT_BOOL || in.dtype == DT_FLOAT) {
      in.value = ConstantValue(o, &store);
      if (in.value == nullptr && (in.dtype == DT_INT32 || in.dtype == DT_INT64)) {
        in.as_shape = ConstantAsShape(o);
      }
    }
  }
  InferCtx ctx(n->attrs(), &n->op().def, std::move(inputs), n->num_outputs(), functions_.get());
  if (n->op().shape != nullptr) HB_RETURN_IF_ERROR(n->op().shape(ctx));
  for (int i = 0; i < n->num_outputs(); ++i) {
    n->shapes_[static_cast<size_t>(i)] = ctx.output(i);
    n->handles_[static_cast<size_t>(i)] = ctx.output_handle(i);
  }
  return Status();
}

void Graph::NodeToProto(const Node* n, pb::NodeDef* def) const {
  *def = n->extra_;
  def->set_name(n->name());
  def->set_op(n->type());
  def->set_device(n->device());
  def->clear_input();
  for (const Output& in : n->inputs_) {
    def->add_input(in.index == 0 ? in.node->name() : in.name());
  }
  std::vector<std::string> controls;
  for (const Node* c : n->control_inputs_) controls.push_back(StrCat("^", c->name()));
  std::sort(controls.begin(), controls.end());
  for (const std::string& c : controls) def->add_input(c);
  *def->mutable_attr() = n->attrs_;
}

void Graph::ToProto(pb::GraphDef* def) const {
  def->Clear();
  *def->mutable_versions() = versions_;
  for (const auto& n : nodes_) NodeToProto(n.get(), def->add_node());
  if (functions_->size() > 0) functions_->ToProto(def->mutable_library());
}

}  // namespace hb
