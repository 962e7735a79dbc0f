#include "core/autodiff/gradients.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "core/autodiff/context.h"
#include "core/autodiff/loop_grad.h"

namespace hb {
namespace autodiff {
namespace {

// Backpropagation through one graph, or through the body of a loop in it. Loops inside of that are
// each one step, from their Exits to their Enters.
class Backprop {
 public:
  Backprop(Context* context, Graph* graph, const std::string& scope, const std::vector<Output>& ys,
           const std::vector<Output>& xs, const Loop* loop = nullptr)
      : context_(context),
        graph_(graph),
        scope_(scope),
        ys_(ys),
        xs_(xs),
        x_set_(xs.begin(), xs.end()),
        size_(graph->num_nodes()),
        loops_(context->LoopsOf(*graph)),
        loop_(loop) {}

  void FindPaths();
  bool Reachable(Output x) const;
  Status Run(const std::vector<Output>& dys, std::vector<Output>* dxs);

 private:
  bool Has(const std::vector<char>& set, const Node* n) const {
    return n->id() < size_ && set[static_cast<size_t>(n->id())] != 0;
  }
  // True if somebody wants the gradient of this output.
  bool Live(Output o) const {
    return x_set_.contains(o) || (Has(between_, o.node) && !context_->stop().contains(o));
  }
  // True for nodes that are steps of their own, or beside an inner loop that is one.
  bool Visible(const Node& n) const {
    return loops_.Before(n) == loop_ || loops_.After(n) == loop_;
  }
  // The inner loop that the Exit node ends; null for other nodes.
  const Loop* Ended(const Node& n) const {
    return loops_.Before(n) != loop_ && loops_.After(n) == loop_ ? loops_.Before(n) : nullptr;
  }
  // The inner loop that the Enter node begins; null for other nodes.
  const Loop* Begun(const Node& n) const {
    return loops_.After(n) != loop_ && loops_.Before(n) == loop_ ? loops_.After(n) : nullptr;
  }
  void CountPending();
  Status Process(Node* n);
  Status ProcessExit(Node* n, const Loop& inner);
  void Pass(Output in, Output dx);
  Status CallGradient(Node* n, std::vector<Output> dys, std::vector<Output>* dxs);
  // The sum of what has come to an output so far.
  Output Sum(Output o);
  Status LoopError() const;

  Context* context_;
  Graph* graph_;
  std::string scope_;
  const std::vector<Output>& ys_;
  const std::vector<Output>& xs_;
  std::set<Output> x_set_;
  int size_;
  // By node id: some y depends on the node; the node lies on a path from an x to a y.
  std::vector<char> behind_, between_;
  std::vector<int> pending_;
  int num_between_ = 0, num_done_ = 0;
  const Loops& loops_;
  const Loop* loop_;
  // Inner loops: how many Exits are still to come, and what has come to the others.
  struct Inner {
    int exits_left = 0;
    std::map<const Node*, Output> dys;
  };
  std::map<const Loop*, Inner> inner_;
  std::deque<Node*> ready_;
  std::map<Output, std::vector<Output>> sums_;
  Status status_;
};

void Backprop::FindPaths() {
  behind_.assign(static_cast<size_t>(size_), 0);
  between_.assign(static_cast<size_t>(size_), 0);
  std::vector<Node*> work;
  auto mark = [&work](std::vector<char>* set, Node* n) {
    char& seen = (*set)[static_cast<size_t>(n->id())];
    if (seen == 0) work.push_back(n);
    seen = 1;
  };
  for (const Output& y : ys_) mark(&behind_, y.node);
  while (!work.empty()) {
    Node* n = work.back();
    work.pop_back();
    for (const Output& in : n->inputs()) {
      // A loop's body ends where it begins.
      if (loop_ == nullptr || !x_set_.contains(in)) mark(&behind_, in.node);
    }
  }
  auto follow = [&](Node* n, bool all) {
    for (const Node::Consumer& c : n->consumers()) {
      const Output o(n, c.output);
      if (!Has(behind_, c.node)) continue;
      // Nothing differentiable flows through integers, whatever is computed from them.
      const bool flows = all && IsDifferentiable(o.dtype()) && !context_->stop().contains(o);
      if (x_set_.contains(o) || flows) mark(&between_, c.node);
    }
  };
  std::set<Node*> x_nodes;
  for (const Output& x : xs_) x_nodes.insert(x.node);
  for (Node* n : x_nodes) follow(n, /*all=*/false);
  while (!work.empty()) {
    Node* n = work.back();
    work.pop_back();
    follow(n, /*all=*/true);
  }
}

bool Backprop::Reachable(Output x) const {
  if (std::find(ys_.begin(), ys_.end(), x) != ys_.end()) return true;
  return std::any_of(
      x.node->consumers().begin(), x.node->consumers().end(),
      [&](const Node::Consumer& c) { return c.output == x.index && Has(behind_, c.node); });
}

void Backprop::CountPending() {
  pending_.assign(static_cast<size_t>(size_), 0);
  for (int id = 0; id < size_; ++id) {
    Node* n = graph_->node(id);
    if (!Has(between_, n) || !Visible(*n)) continue;
    ++num_between_;
    if (const Loop* inner = Ended(*n)) {
      ++inner_[inner].exits_left;
      continue;
    }
    for (const Output& in : n->inputs()) {
      if (Has(between_, in.node) && Live(in)) ++pending_[static_cast<size_t>(in.node->id())];
    }
  }
  for (int id = size_; id-- > 0;) {
    Node* n = graph_->node(id);
    if (!Has(between_, n) || !Visible(*n) || Begun(*n) != nullptr) continue;
    if (pending_[static_cast<size_t>(id)] == 0) ready_.push_back(n);
  }
}

// Input `in` of a node that is done has gradient `dx`, or none.
void Backprop::Pass(Output in, Output dx) {
  if (!Live(in)) return;
  if (dx) sums_[in].push_back(dx);
  if (Has(between_, in.node) && --pending_[static_cast<size_t>(in.node->id())] == 0) {
    ready_.push_back(in.node);
  }
}

// When the last Exit of an inner loop has its gradient, those of its Enters follow.
Status Backprop::ProcessExit(Node* n, const Loop& inner) {
  ++num_done_;
  Inner& state = inner_[&inner];
  if (const Output sum = Sum(n); sum && !context_->stop().contains(n)) state.dys[n] = sum;
  HB_RETURN_IF_ERROR(status_);
  if (--state.exits_left > 0) return Status();
  std::vector<std::pair<Node*, Output>> dxs;
  Status s = DifferentiateLoop(
      *context_, graph_, scope_, inner, state.dys,
      [this](const Node& enter) { return Has(between_, &enter) && Live(enter.input(0)); }, &dxs);
  if (!s.ok()) {
    return s.WithPrefix(StrCat("gradient of the loop that ends at node '", n->name(), "': "));
  }
  for (const Node* enter : inner.enters) {
    if (!Has(between_, enter)) continue;
    ++num_done_;
    auto found =
        std::find_if(dxs.begin(), dxs.end(), [enter](const auto& dx) { return dx.first == enter; });
    Pass(enter->input(0), found == dxs.end() ? Output() : found->second);
  }
  return Status();
}

Output Backprop::Sum(Output o) {
  auto it = sums_.find(o);
  if (it == sums_.end() || it->second.empty()) return Output();
  std::vector<Output>& parts = it->second;
  if (parts.size() > 1) {
    Builder b(graph_, scope_);
    b.set_device(o.node->device());
    Output sum = b.Op("AddN", {In(parts)});
    status_.Update(b.status());
    if (!b.ok()) return Output();
    if (BaseType(o.dtype()) != DT_RESOURCE) status_.Update(graph_->SetShape(sum, o.shape()));
    parts.assign(1, sum);
  }
  return parts[0];
}

// Whose gradient the node has: that of its own op, or of the one that it names. Null if there is no
// such op. Names with a number, such as "PartitionedCall-12", come from processes that are gone.
const OpInfo* GradientOp(const Node& n) {
  const std::string other = n.attrs().String("_gradient_op_type");
  if (other.empty() || other.find('-') != std::string::npos) return &n.op();
  return n.graph()->FindOp(other);
}

Status Backprop::CallGradient(Node* n, std::vector<Output> dys, std::vector<Output>* dxs) {
  std::vector<bool> wanted;
  for (const Output& in : n->inputs()) wanted.push_back(Live(in));
  NodeGrad g(graph_, scope_, n, std::move(dys), std::move(wanted));
  const OpInfo* op = GradientOp(*n);
  if (op == nullptr) {
    g.Fail(
        NotFound("gradient registry has no entry for: ", n->attrs().String("_gradient_op_type")));
  } else if (StructuralGradFn structural = op == &n->op() ? FindStructuralGradient(*n) : nullptr) {
    structural(*context_, g);
  } else if (op->gradient != nullptr) {
    op->gradient(g);
  } else if (!op->not_differentiable) {
    return NotFound("No gradient defined for op: ", n->type(),
                    ". Please see https://www.tensorflow.org/code/tensorflow/cc/gradients/"
                    "README.md for instructions on how to add C++ gradients.");
  }
  if (Status s = g.Finish(); !s.ok()) {
    return s.WithPrefix(StrCat("gradient of node '", n->name(), "' (", n->type(), "): "));
  }
  *dxs = g.dxs();
  return Status();
}

Status Backprop::Process(Node* n) {
  ++num_done_;
  std::vector<Output> dys(static_cast<size_t>(n->num_outputs())), dxs;
  bool any = false;
  for (int i = 0; i < n->num_outputs(); ++i) {
    const Output o(n, i);
    const Output sum = Sum(o);
    if (!sum || context_->stop().contains(o)) continue;
    dys[static_cast<size_t>(i)] = sum;
    any = true;
  }
  HB_RETURN_IF_ERROR(status_);
  // The gradient may give the node more inputs, which are nobody's concern here.
  const auto num_inputs = static_cast<size_t>(n->num_inputs());
  if (any) HB_RETURN_IF_ERROR(CallGradient(n, std::move(dys), &dxs));
  for (size_t i = 0; i < num_inputs; ++i) {
    Pass(n->input(static_cast<int>(i)), any ? dxs[i] : Output());
  }
  return Status();
}

Status Backprop::LoopError() const {
  for (int id = 0; id < size_; ++id) {
    const Node* n = graph_->node(id);
    if (Has(between_, n) && Visible(*n) && pending_[static_cast<size_t>(id)] > 0) {
      return InvalidArgument("node '", n->name(), "' (", n->type(),
                             ") is part of a loop that its Enter and Exit nodes don't frame");
    }
  }
  return InvalidArgument("a loop ends in none of the nodes that depend on it");
}

Status Backprop::Run(const std::vector<Output>& dys, std::vector<Output>* dxs) {
  for (size_t i = 0; i < ys_.size(); ++i) {
    if (!Has(between_, ys_[i].node) && !x_set_.contains(ys_[i])) continue;
    Output dy = i < dys.size() ? dys[i] : Output();
    if (!dy) {
      Builder b(graph_, scope_);
      dy = b.Op("OnesLike", {ys_[i]});
      HB_RETURN_IF_ERROR(b.status());
    }
    sums_[ys_[i]].push_back(dy);
  }
  CountPending();
  while (!ready_.empty()) {
    Node* n = ready_.front();
    ready_.pop_front();
    const Loop* inner = Ended(*n);
    HB_RETURN_IF_ERROR(inner != nullptr ? ProcessExit(n, *inner) : Process(n));
  }
  if (num_done_ < num_between_) return LoopError();
  dxs->clear();
  for (const Output& x : xs_) dxs->push_back(Sum(x));
  return status_;
}

}  // namespace

Context::Context(Graph* root, std::shared_ptr<FunctionLibrary> library, const OpSet* ops,
                 const std::vector<Output>& stop)
    : root_(root),
      library_(std::move(library)),
      ops_(ops),
      root_nodes_(root == nullptr ? 0 : root->num_nodes()),
      stop_(stop.begin(), stop.end()) {}

Status Context::Differentiate(Graph* graph, const std::string& scope, const std::vector<Output>& ys,
                              const std::vector<Output>& xs, const std::vector<Output>& dys,
                              std::vector<Output>* dxs, const Loop* loop) {
  if (depth_ >= kMaxFunctionDepth) {
    return InvalidArgument("functions call functions more than ", kMaxFunctionDepth,
                           " deep; gradients can't follow");
  }
  ++depth_;
  const bool outermost = !loops_.contains(graph);
  Backprop backprop(this, graph, scope, ys, xs, loop);
  backprop.FindPaths();
  Status s = backprop.Run(dys, dxs);
  if (outermost) loops_.erase(graph);
  --depth_;
  return s;
}

Status Context::Extend(Node* n, const Attrs& attrs, const std::vector<Output>& inputs) {
  Extended before{n, n->attrs().map(), n->num_inputs(), n->num_outputs()};
  HB_RETURN_IF_ERROR(n->graph()->ExtendNode(n, attrs, inputs));
  if (n->graph() == root_) extended_.push_back(std::move(before));
  return Status();
}

Loops& Context::LoopsOf(const Graph& graph) {
  std::unique_ptr<Loops>& loops = loops_[&graph];
  if (loops == nullptr) loops = std::make_unique<Loops>(graph);
  return *loops;
}

std::string Context::NewName(const std::string& base) {
  std::string name = library_->UniqueName(base);
  for (int i = 1; names_.contains(name) || library_->Find(name) != nullptr; ++i) {
    name = StrCat(base, "_", i);
  }
  names_.insert(name);
  return name;
}

Status Context::AddFunction(pb::FunctionDef def) {
  functions_.push_back(def.signature().name());
  return library_->Add(std::make_shared<pb::FunctionDef>(std::move(def)));
}

void Context::Undo() {
  for (size_t i = extended_.size(); i-- > 0;) {
    const Extended& e = extended_[i];
    root_->ShrinkNode(e.node, e.attrs, e.num_inputs, e.num_outputs);
  }
  if (root_ != nullptr) root_->Truncate(root_nodes_);
  for (const std::string& name : functions_) library_->Remove(name);
}

StructuralGradFn FindStructuralGradient(const Node& node) {
  static const std::map<std::string_view, StructuralGradFn> kTable = {
      {"Case", &IfGrad},
      {"If", &IfGrad},
      {"Merge", &MergeGrad},
      {"PartitionedCall", &CallGrad},
      {"RefMerge", &MergeGrad},
      {"RefSwitch", &SwitchGrad},
      {"StatefulPartitionedCall", &CallGrad},
      {"StatelessCase", &IfGrad},
      {"StatelessIf", &IfGrad},
      {"StatelessWhile", &WhileGrad},
      {"Switch", &SwitchGrad},
      {"SymbolicGradient", &SymbolicGradientGrad},
      {"While", &WhileGrad},
  };
  auto it = kTable.find(node.type());
  if (it != kTable.end()) return it->second;
  return node.op().group == "function" ? &CallGrad : nullptr;
}

namespace {

Status CheckOutputs(const Graph& graph, const std::vector<Output>& outputs, const char* what) {
  for (size_t i = 0; i < outputs.size(); ++i) {
    const Output& o = outputs[i];
    if (o.node == nullptr || o.node->graph() != &graph || o.index < 0 ||
        o.index >= o.node->num_outputs()) {
      return InvalidArgument(what, " ", i, " is no output of the graph");
    }
  }
  return Status();
}

Status CheckArguments(const Graph& graph, const std::vector<Output>& ys,
                      const std::vector<Output>& xs, const std::vector<Output>& dys,
                      const GradientOptions& options) {
  HB_RETURN_IF_ERROR(CheckOutputs(graph, ys, "y"));
  HB_RETURN_IF_ERROR(CheckOutputs(graph, xs, "x"));
  HB_RETURN_IF_ERROR(CheckOutputs(graph, options.stop_gradients, "stop gradient"));
  if (ys.empty()) return InvalidArgument("gradients need at least one y");
  if (!dys.empty() && dys.size() != ys.size()) {
    return InvalidArgument("there are ", ys.size(), " ys, but ", dys.size(), " gradients of them");
  }
  for (size_t i = 0; i < dys.size(); ++i) {
    if (!dys[i]) continue;
    HB_RETURN_IF_ERROR(CheckOutputs(graph, {dys[i]}, "dy"));
    const DType want = GradientType(ys[i]);
    if (want != DT_INVALID && BaseType(dys[i].dtype()) != want) {
      return InvalidArgument("dy ", i, " (", dys[i].name(), ") is ", DTypeName(dys[i].dtype()),
                             ", but ", ys[i].name(), " is ", DTypeName(want));
    }
    if (BaseType(ys[i].dtype()) != DT_RESOURCE && !dys[i].shape().Compatible(ys[i].shape())) {
      return InvalidArgument("dy ", i, " (", dys[i].name(), ") has shape ",
                             dys[i].shape().ToString(), ", but ", ys[i].name(), " has ",
                             ys[i].shape().ToString());
    }
  }
  return Status();
}

Status CheckReachable(Graph* graph, const std::vector<Output>& ys, const std::vector<Output>& xs) {
  Context none(nullptr, nullptr, nullptr, {});
  Backprop backprop(&none, graph, "", ys, xs);
  backprop.FindPaths();
  for (const Output& x : xs) {
    if (!backprop.Reachable(x)) {
      return InvalidArgument("Cannot compute the partial derivative for node '", x.node->name(),
                             "' as it's unreachable from the output node(s).");
    }
  }
  return Status();
}

}  // namespace
}  // namespace autodiff

Status AddGradients(Graph* graph, const std::vector<Output>& ys, const std::vector<Output>& xs,
                    const std::vector<Output>& dys, const GradientOptions& options,
                    std::vector<Output>* dxs) {
  HB_RETURN_IF_ERROR(autodiff::CheckArguments(*graph, ys, xs, dys, options));
  std::string scope = options.prefix;
  if (scope.ends_with('/')) scope.pop_back();
  if (scope.empty()) {
    scope = graph->UniqueName("gradients");
  } else {
    HB_RETURN_IF_ERROR(CheckNodeName(scope));
    if (graph->PrefixTaken(scope)) {
      return InvalidArgument("prefix '", scope,
                             "' is taken already; gradients need one of "
                             "their own");
    }
  }
  if (options.unreachable_is_error) HB_RETURN_IF_ERROR(autodiff::CheckReachable(graph, ys, xs));
  autodiff::Context context(graph, graph->shared_functions(), &graph->ops(),
                            options.stop_gradients);
  std::vector<Output> found;
  if (Status s = context.Differentiate(graph, scope, ys, xs, dys, &found); !s.ok()) {
    context.Undo();
    return s;
  }
  *dxs = std::move(found);
  return Status();
}

}  // namespace hb
