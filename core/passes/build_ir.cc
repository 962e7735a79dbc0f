#include <algorithm>
#include <unordered_map>

#include "core/graph/function.h"
#include "core/passes/ir.h"

namespace hb {

bool IsControlFlow(std::string_view op) {
  if (op.starts_with("Ref")) op.remove_prefix(3);
  return op == "Switch" || op == "_SwitchN" || op == "Merge" || op == "Enter" || op == "Exit" ||
         op == "NextIteration" || op == "LoopCond" || op == "ControlTrigger";
}

bool IsCall(const IrNode& n) {
  if (n.op == nullptr) return false;
  return n.type() == "PartitionedCall" || n.type() == "StatefulPartitionedCall" ||
         n.op->group == "function";
}

bool RunsFunctions(const IrNode& n) {
  if (IsCall(n)) return true;
  std::string_view type = n.op == nullptr ? "" : std::string_view(n.type());
  if (type.starts_with("Stateless")) type.remove_prefix(9);
  return type == "If" || type == "Case" || type == "While";
}

bool IsPure(const IrNode& n) {
  if (n.is_feed() || n.op->def.is_stateful() || IsControlFlow(n.type())) return false;
  for (DType t : n.in_types) {
    if (IsRef(t)) return false;
  }
  return n.kernel == nullptr || (n.kernel->flags & (kHbStateful | kHbMayBlock)) == 0;
}

Result<int> Ir::Add(std::string_view op, std::string name, const Attrs& attrs,
                    std::vector<DType> out_types) {
  IrNode n;
  n.op = ops->Find(op);
  if (n.op == nullptr) return Internal("a rewrite needs op ", op, ", which this build lacks");
  n.name = std::move(name);
  AttrReader::Map& map = own_attrs.emplace_back();
  for (const Attr& a : attrs) map[a.name] = a.value;
  n.attrs = &map;
  n.out_types = std::move(out_types);
  nodes.push_back(std::move(n));
  return size() - 1;
}

std::string WhereIs(const std::string& name, const std::string& op, const std::string& origin) {
  const std::string from = origin.empty() ? "" : StrCat(", inlined from function '", origin, "'");
  return StrCat("node '", name, "' (", op, from, "): ");
}

namespace {

// Copies nodes of a graph that are needed, from the fetches backwards.
class IrBuilder {
 public:
  IrBuilder(const Graph& graph, Ir* ir) : graph_(graph), ir_(ir) {
    ids_.assign(static_cast<size_t>(graph.num_nodes()), -1);
  }

  Status AddFeed(Output o, int number) {
    HB_RETURN_IF_ERROR(CheckOutput(o, "feed"));
    IrNode n;
    n.name = o.name();
    n.feed = number;
    n.out_types = {BaseType(o.dtype())};
    ir_->nodes.push_back(std::move(n));
    if (!feeds_.emplace(Key(o), ir_->size() - 1).second) {
      return InvalidArgument("Endpoint \"", o.name(), "\" fed more than once.");
    }
    return Status();
  }

  Status CheckOutput(Output o, std::string_view what) const {
    if (o.node == nullptr || o.node->graph() != &graph_) {
      return InvalidArgument("a ", what, " is no output of the session's graph");
    }
    if (o.index < 0 || o.index >= o.node->num_outputs()) {
      return InvalidArgument("Tried to ", what, " ", o.name(), ", but node '", o.node->name(),
                             "' has ", o.node->num_outputs(), " outputs");
    }
    return Status();
  }

  IrEdge Edge(Output o) {
    auto it = feeds_.find(Key(o));
    if (it != feeds_.end()) return {it->second, 0};
    return {NodeOf(o.node), o.index};
  }

  int NodeOf(const Node* n) {
    int& id = ids_[static_cast<size_t>(n->id())];
    if (id >= 0) return id;
    id = ir_->size();
    IrNode& out = ir_->nodes.emplace_back();
    out.op = &n->op();
    out.name = n->name();
    out.origin = n->origin();
    out.device = n->device();
    out.attrs = &n->attrs().map();
    out.out_types = n->output_types();
    pending_.push_back(n);
    return id;
  }

  // Notes what the nodes ask for that others want to be beside, when they may not be needed.
  void Outside() {
    constexpr std::string_view kLoc = "loc:@";
    for (const IrNode& n : ir_->nodes) {
      if (n.is_feed() || n.attrs->find("_class") == n.attrs->end()) continue;
      for (const std::string& beside : n.reader().Strings("_class")) {
        if (!std::string_view(beside).starts_with(kLoc)) continue;
        const Node* other = graph_.Find(beside.substr(kLoc.size()));
        if (other == nullptr || ids_[static_cast<size_t>(other->id())] >= 0) continue;
        ir_->outside[other->name()] = other->device();
      }
    }
  }

  // Copies edges of all nodes reached so far, and of those that they reach.
  void Finish() {
    while (!pending_.empty()) {
      const Node* n = pending_.back();
      pending_.pop_back();
      const int id = ids_[static_cast<size_t>(n->id())];
      std::vector<IrEdge> inputs;
      std::vector<int> controls;
      std::vector<DType> types;
      for (int i = 0; i < n->num_inputs(); ++i) {
        inputs.push_back(Edge(n->input(i)));
        types.push_back(n->input_type(i));
      }
      for (const Node* c : n->control_inputs()) controls.push_back(NodeOf(c));
      IrNode& out = (*ir_)[id];
      out.inputs = std::move(inputs);
      out.controls = std::move(controls);
      out.in_types = std::move(types);
      if (n->type() == "Const") {
        const Tensor* value = n->const_value();
        if (value != nullptr) out.value = *value;
      }
    }
  }

 private:
  static std::pair<int, int> Key(Output o) { return {o.node->id(), o.index}; }
  struct Hash {
    size_t operator()(const std::pair<int, int>& p) const {
      return static_cast<size_t>(p.first) * 31 + static_cast<size_t>(p.second);
    }
  };
  const Graph& graph_;
  Ir* ir_;
  std::vector<int> ids_;
  std::unordered_map<std::pair<int, int>, int, Hash> feeds_;
  std::vector<const Node*> pending_;
};

}  // namespace

Result<Ir> BuildIr(const Graph& graph, const std::vector<Output>& feeds,
                   const std::vector<Output>& fetches, const std::vector<const Node*>& targets) {
  Ir ir;
  ir.functions = graph.shared_functions();
  ir.ops = &graph.ops();
  ir.num_feeds = static_cast<int>(feeds.size());
  IrBuilder b(graph, &ir);
  for (size_t i = 0; i < feeds.size(); ++i) {
    HB_RETURN_IF_ERROR(b.AddFeed(feeds[i], static_cast<int>(i)));
  }
  for (const Output& o : fetches) {
    HB_RETURN_IF_ERROR(b.CheckOutput(o, "fetch"));
    ir.fetches.push_back(b.Edge(o));
  }
  for (const Node* n : targets) {
    if (n == nullptr || n->graph() != &graph) {
      return InvalidArgument("a target is no node of the session's graph");
    }
    ir.targets.push_back(b.NodeOf(n));
  }
  b.Finish();
  b.Outside();
  return ir;
}

Result<Ir> BuildIr(const std::shared_ptr<const FunctionBody>& body) {
  std::vector<Output> feeds;
  for (Node* arg : body->args) feeds.push_back(Output(arg, 0));
  std::vector<const Node*> targets(body->control_rets.begin(), body->control_rets.end());
  HB_ASSIGN_OR_RETURN(Ir ir, BuildIr(*body->graph, feeds, body->rets, targets));
  ir.keep.push_back(body);
  return ir;
}

}  // namespace hb
