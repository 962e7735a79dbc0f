#include "core/autodiff/loops.h"

#include <algorithm>

namespace hb::autodiff {
namespace {

bool IsEnter(const Node& n) { return n.type() == "Enter" || n.type() == "RefEnter"; }
bool IsExit(const Node& n) { return n.type() == "Exit" || n.type() == "RefExit"; }

// The Switch of a loop variable chooses by the loop's condition.
bool IsLoopSwitch(const Node& n) {
  if (n.type() != "Switch") return false;
  const Node* pred = n.input(1).node;
  while (pred->type() == "Identity") pred = pred->input(0).node;
  return pred->type() == "LoopCond";
}

bool IsLoopMerge(const Node& n) {
  return n.type() == "Merge" &&
         std::any_of(n.inputs().begin(), n.inputs().end(),
                     [](const Output& o) { return o.node->type() == "NextIteration"; });
}

void AddAll(const Gates& from, Gates* to) {
  for (const auto& gate : from) {
    if (std::find(to->begin(), to->end(), gate) == to->end()) to->push_back(gate);
  }
}

Node* ConsumerOf(const Node& n, int output, int input, std::string_view type) {
  for (const Node::Consumer& c : n.consumers()) {
    if (c.output == output && c.input == input && c.node->type() == type) return c.node;
  }
  return nullptr;
}

}  // namespace

bool IsConstantEnter(const Node& n) { return n.type() == "Enter" && n.attrs().Bool("is_constant"); }

Result<LoopVariable> FindVariable(const Loop& loop, Node* enter) {
  LoopVariable v;
  v.enter = enter;
  v.merge = ConsumerOf(*enter, 0, 0, "Merge");
  if (v.merge != nullptr && v.merge->num_inputs() == 2) {
    v.next = v.merge->input(1).node;
    for (const Node::Consumer& c : v.merge->consumers()) {
      if (c.output == 0 && c.input == 0 && IsLoopSwitch(*c.node)) v.choice = c.node;
    }
  }
  if (v.choice == nullptr || v.next->type() != "NextIteration" || loop.condition == nullptr) {
    return InvalidArgument("node '", enter->name(),
                           "' (Enter) doesn't begin a loop that gradients can go through: a Merge "
                           "with a NextIteration and a Switch by the loop's LoopCond must follow");
  }
  v.exit = ConsumerOf(*v.choice, 0, 0, "Exit");
  return v;
}

Loops::Loops(const Graph& graph) {
  const int n = graph.num_nodes();
  bool any = false;
  for (int id = 0; id < n && !any; ++id) any = IsEnter(*graph.node(id));
  if (!any) return;
  before_.resize(static_cast<size_t>(n));
  after_.resize(static_cast<size_t>(n));
  // Only NextIteration nodes come behind those that read them, and a Merge reads an Enter as well.
  for (int id = 0; id < n; ++id) Place(graph.node(id));
  for (int id = 0; id < n; ++id) {
    const Node& node = *graph.node(id);
    has_conditionals_ = has_conditionals_ || (node.type() == "Switch" && !IsLoopSwitch(node));
  }
  if (!has_conditionals_) return;
  gates_.resize(static_cast<size_t>(n));
  for (int id = 0; id < n; ++id) gates_[static_cast<size_t>(id)] = NodeGates(*graph.node(id));
}

void Loops::Place(Node* n) {
  const Loop* at = nullptr;
  auto take = [&](const Node& from) {
    const Loop* l = After(from);
    if (l != nullptr && l->Inside(at)) at = l;
  };
  for (const Output& in : n->inputs()) {
    if (in.node->id() < n->id()) take(*in.node);
  }
  for (const Node* c : n->control_inputs()) take(*c);
  const auto id = static_cast<size_t>(n->id());
  before_[id] = after_[id] = at;
  if (IsExit(*n) && at != nullptr) after_[id] = at->parent;
  if (n->type() == "LoopCond" && at != nullptr) {
    loops_.at({at->parent, at->frame})->condition = n;
  }
  if (!IsEnter(*n)) return;
  const std::string frame = n->attrs().String("frame_name");
  std::unique_ptr<Loop>& loop = loops_[{at, frame}];
  if (loop == nullptr) {
    loop = std::make_unique<Loop>();
    loop->frame = frame;
    loop->parent = at;
    loop->parallel_iterations = n->attrs().Int("parallel_iterations", 10);
  }
  loop->enters.push_back(n);
  after_[id] = loop.get();
}

Gates Loops::NodeGates(const Node& n) const {
  Gates gates;
  if (IsEnter(n) || IsLoopMerge(n) || IsLoopSwitch(n)) return gates;
  if (IsExit(n)) {
    auto added = added_exits_.find(&n);
    const Loop* loop = added == added_exits_.end() ? Before(n) : added->second;
    if (loop == nullptr) return gates;
    for (const Node* enter : loop->enters) AddAll(GatesOf(enter->input(0)), &gates);
    return gates;
  }
  if (n.type() == "Merge") {
    gates = GatesOf(n.input(0));
    for (const Output& in : n.inputs()) {
      const Gates other = GatesOf(in);
      std::erase_if(gates, [&other](const auto& gate) {
        return std::find(other.begin(), other.end(), gate) == other.end();
      });
    }
    return gates;
  }
  for (const Output& in : n.inputs()) AddAll(GatesOf(in), &gates);
  for (const Node* c : n.control_inputs()) AddAll(GatesOf(Output(const_cast<Node*>(c))), &gates);
  return gates;
}

Gates Loops::GatesOf(Output o) const {
  if (!has_conditionals_) return {};
  const auto id = static_cast<size_t>(o.node->id());
  Gates gates = id < gates_.size() ? gates_[id] : NodeGates(*o.node);
  if (o.node->type() == "Switch" && !IsLoopSwitch(*o.node)) {
    gates.emplace_back(o.node->input(1), o.index);
  }
  return gates;
}

}  // namespace hb::autodiff
