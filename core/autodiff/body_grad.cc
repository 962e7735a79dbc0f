#include "core/autodiff/body_grad.h"

#include <algorithm>

namespace hb::autodiff {

Result<BodyGrad> DifferentiateBody(Context& context, const pb::NameAttrList& f,
                                   const std::vector<ArgInfo>& infos, const std::vector<int>& ys,
                                   const std::vector<int>& xs) {
  BodyGrad b;
  HB_ASSIGN_OR_RETURN(b.body, InstantiateFunction(context.library(), context.ops(), f.name(),
                                                  AttrReader(&f.attr()), &infos));
  b.forward_nodes = b.graph()->num_nodes();
  for (Node* arg : b.body->args) b.args.emplace_back(arg);
  const auto num_rets = static_cast<int>(b.body->rets.size());
  const auto num_args = static_cast<int>(b.args.size());
  std::vector<Output> y_outputs, x_outputs;
  Builder builder(b.graph());
  for (int i : ys) {
    if (i >= num_rets) return InvalidArgument("function '", f.name(), "' has no result ", i);
    const Output y = b.body->rets[static_cast<size_t>(i)];
    const DType type = GradientType(y);
    if (type == DT_INVALID) {
      return InvalidArgument("function '", f.name(), "': the type of the variable behind ",
                             y.name(), " is not known");
    }
    const bool value = BaseType(y.dtype()) != DT_RESOURCE;
    y_outputs.push_back(y);
    b.dy_args.push_back(
        builder.Placeholder(type, value ? y.shape() : Shape::UnknownRank(), StrCat("dy_", i)));
  }
  HB_RETURN_IF_ERROR(builder.status());
  for (int i : xs) {
    if (i >= num_args) return InvalidArgument("function '", f.name(), "' has no argument ", i);
    x_outputs.push_back(b.args[static_cast<size_t>(i)]);
  }
  Status s = context.Differentiate(b.graph(), b.graph()->UniqueName("gradients"), y_outputs,
                                   x_outputs, b.dy_args, &b.dxs);
  if (!s.ok()) return s;
  return b;
}

bool CanRunAgain(const Node& n) {
  const std::string& op = n.type();
  // Arguments and handles are the same every time; loops hand over their accumulators instead.
  if (op == "VarHandleOp" || op == "_Arg") return true;
  return !n.op().def.is_stateful() && op != "StatelessWhile";
}

std::vector<Output> Intermediates(const BodyGrad& b, const std::vector<Output>& wanted,
                                  const std::function<bool(const Node&)>& again) {
  std::set<Output> found;
  std::vector<char> seen(static_cast<size_t>(b.graph()->num_nodes()), 0);
  std::vector<const Node*> work;
  const std::set<Output> leaves(b.dy_args.begin(), b.dy_args.end());
  auto visit = [&](Output o) {
    if (!o || leaves.contains(o)) return;
    const Node* n = o.node;
    if (n->id() < b.forward_nodes && !again(*n)) {
      found.insert(o);
      return;
    }
    char& mark = seen[static_cast<size_t>(n->id())];
    if (mark == 0) work.push_back(n);
    mark = 1;
  };
  for (const Output& o : wanted) visit(o);
  while (!work.empty()) {
    const Node* n = work.back();
    work.pop_back();
    for (const Output& in : n->inputs()) visit(in);
  }
  return {found.begin(), found.end()};
}

Result<FunctionLibrary::DefPtr> AddFunctionFrom(Context& context, const BodyGrad& b,
                                                const std::string& name,
                                                const std::vector<Output>& inputs,
                                                const std::vector<Output>& outputs, bool forward) {
  ToFunctionOptions options;
  options.name = name;
  options.inputs = inputs;
  options.outputs = outputs;
  if (forward) {
    options.control_outputs.assign(b.body->control_rets.begin(), b.body->control_rets.end());
    const auto& names = b.body->def->signature().control_output();
    options.control_output_names.assign(names.begin(), names.end());
  }
  const Graph& graph = *b.graph();
  std::vector<const Node*> roots = options.control_outputs;
  if (forward) {
    // A function runs its stateful nodes even if no result needs them.
    for (int i = 0; i < b.forward_nodes; ++i) {
      const Node* n = graph.node(i);
      if (n->op().def.is_stateful() && n->type() != "_Arg" && n->type() != "_Retval") {
        roots.push_back(n);
      }
    }
  }
  options.body = NodesNeededFor(graph, outputs, roots, inputs);
  HB_ASSIGN_OR_RETURN(pb::FunctionDef def, GraphToFunction(graph, options));
  if (forward) {
    *def.mutable_attr() = b.body->def->attr();
    // A fused kernel has only the results it was written for.
    for (const char* attr : {"_implements", "api_implements"}) def.mutable_attr()->erase(attr);
  }
  HB_RETURN_IF_ERROR(context.AddFunction(std::move(def)));
  return context.library()->Find(name);
}

std::vector<ArgInfo> InfosOf(const Node& n, int first, int last) {
  std::vector<ArgInfo> infos;
  for (int i = first; i < last; ++i) {
    const Output& in = n.input(i);
    infos.push_back({in.shape(), in.node->output_handle(in.index)});
  }
  return infos;
}

pb::NameAttrList FuncAttr(const Node& n, std::string_view attr) {
  const pb::AttrValue* v = n.attrs().Find(attr);
  return v == nullptr ? pb::NameAttrList() : v->func();
}

Attr FuncValue(std::string name, const std::string& function) {
  return Attr(std::move(name), FuncRef{function});
}

std::vector<DType> TypesOf(const std::vector<Output>& outputs) {
  std::vector<DType> types;
  for (const Output& o : outputs) types.push_back(BaseType(o.dtype()));
  return types;
}

}  // namespace hb::autodiff
