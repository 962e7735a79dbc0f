// Gradients of calls: of PartitionedCall, StatefulPartitionedCall, functions called as ops and
// SymbolicGradient.
#include <algorithm>

#include "core/autodiff/body_grad.h"
#include "core/autodiff/gradients.h"

namespace hb::autodiff {
namespace {

// The names of all functions that a definition refers to.
void FunctionsIn(const pb::AttrValue& v, std::vector<std::string>* names) {
  auto add = [names](const pb::NameAttrList& f) {
    names->push_back(f.name());
    for (const auto& [name, inner] : f.attr()) FunctionsIn(inner, names);
  };
  if (v.value_case() == pb::AttrValue::kFunc) add(v.func());
  if (v.value_case() == pb::AttrValue::kList) {
    for (const auto& f : v.list().func()) add(f);
  }
}

// True if calling the function can lead to calling it again.
bool IsRecursive(const FunctionLibrary& library, const std::string& name) {
  std::set<std::string> seen;
  std::vector<std::string> work = {name};
  while (!work.empty()) {
    FunctionLibrary::DefPtr def = library.Find(work.back());
    work.pop_back();
    if (def == nullptr) continue;
    std::vector<std::string> called;
    for (const pb::NodeDef& n : def->node_def()) {
      called.push_back(n.op());
      for (const auto& [attr, value] : n.attr()) FunctionsIn(value, &called);
    }
    for (std::string& c : called) {
      if (c == name) return true;
      if (library.Find(c) != nullptr && seen.insert(c).second) work.push_back(std::move(c));
    }
  }
  return false;
}

// One call to differentiate.
struct Call {
  pb::NameAttrList f;
  bool is_op = false;  // the node's type is the function
  std::vector<int> ys, xs;
  std::vector<ArgInfo> infos;
};

// What makes two requests the same.
std::string KeyOf(const Call& call) {
  std::string key = DeterministicBytes(call.f);
  StrAppend(&key, "|", Join(call.ys, ","), "|", Join(call.xs, ","));
  for (const ArgInfo& info : call.infos) {
    StrAppend(&key, "|", info.shape.ToString());
    for (const auto& [t, s] : info.handle) StrAppend(&key, ";", DTypeName(t), s.ToString());
  }
  return key;
}

Call CallOf(const Context& context, NodeGrad& g) {
  Call call;
  const Node& n = g.node();
  call.is_op = n.op().group == "function";
  if (call.is_op) {
    call.f.set_name(n.type());
    *call.f.mutable_attr() = n.attrs().map();
  } else {
    call.f = FuncAttr(n, "f");
  }
  for (int i = 0; i < n.num_outputs(); ++i) {
    if (g.has_dy(i) && IsDifferentiable(n.output_type(i))) call.ys.push_back(i);
  }
  for (int i = 0; i < n.num_inputs(); ++i) {
    if (g.wanted(i) && IsDifferentiable(n.input_type(i))) call.xs.push_back(i);
  }
  call.infos = InfosOf(n, 0, n.num_inputs());
  if (IsRecursive(*context.library(), call.f.name())) {
    // Inside, the same function may meet other shapes.
    for (ArgInfo& info : call.infos) info.shape = Shape::UnknownRank();
  }
  return call;
}

Status BuildCallGradient(Context& context, const Call& call, CallGradient* entry) {
  HB_ASSIGN_OR_RETURN(BodyGrad b, DifferentiateBody(context, call.f, call.infos, call.ys, call.xs));
  std::vector<Output> outputs;
  Builder builder(b.graph(), "gradients");
  entry->has_dx.clear();
  for (size_t i = 0; i < call.xs.size(); ++i) {
    Output dx = b.dxs[i];
    if (!dx && entry->used_inside) {
      dx = ZerosFor(&builder, b.args[static_cast<size_t>(call.xs[i])]);
    }
    entry->has_dx.push_back(static_cast<bool>(dx));
    if (dx) outputs.push_back(dx);
  }
  HB_RETURN_IF_ERROR(builder.status());
  const std::vector<Output> extras = Intermediates(b, outputs, &CanRunAgain);
  if (!extras.empty()) {
    if (entry->used_inside || call.is_op) {
      return Unimplemented("function '", call.f.name(), "' keeps state in node '",
                           extras[0].node->name(), "' (", extras[0].node->type(), ") and ",
                           call.is_op ? "is called as an op" : "calls itself",
                           "; its gradient can't be made");
    }
    entry->forward = context.NewName(call.f.name() + "_forward");
    entry->extra_types = TypesOf(extras);
    std::vector<Output> results = b.body->rets;
    results.insert(results.end(), extras.begin(), extras.end());
    HB_RETURN_IF_ERROR(
        AddFunctionFrom(context, b, entry->forward, b.args, results, /*forward=*/true).status());
  }
  std::vector<Output> inputs = b.args;
  for (const Output& o : extras) {
    if (std::find(inputs.begin(), inputs.end(), o) == inputs.end()) inputs.push_back(o);
  }
  inputs.insert(inputs.end(), b.dy_args.begin(), b.dy_args.end());
  HB_ASSIGN_OR_RETURN(FunctionLibrary::DefPtr def,
                      AddFunctionFrom(context, b, entry->name, inputs, outputs, /*forward=*/false));
  entry->stateful = def->signature().is_stateful();
  return Status();
}

// The entry for a call; building it may meet the same call again.
Status FindOrBuild(Context& context, NodeGrad& g, const Call& call, CallGradient** result) {
  auto [it, inserted] = context.calls().try_emplace(KeyOf(call));
  CallGradient* entry = &it->second;
  *result = entry;
  if (entry->done) return Status();
  if (!inserted) {
    entry->used_inside = true;
    return Status();
  }
  entry->name = context.NewName(call.f.name() + "_grad");
  entry->has_dx.assign(call.xs.size(), true);
  for (int i : call.xs) entry->dx_types.push_back(GradientType(g.input(i)));
  HB_RETURN_IF_ERROR(BuildCallGradient(context, call, entry));
  entry->done = true;
  return Status();
}

// A gradient that the library declares for the function: takes all arguments and a gradient for
// each result, gives one for each argument.
void UseDeclaredGradient(Context& context, NodeGrad& g, const std::string& name) {
  const Node& n = g.node();
  FunctionLibrary::DefPtr def = context.library()->Find(name);
  if (def == nullptr) {
    g.Fail(NotFound("the library declares gradient function '", name, "', but doesn't have it"));
    return;
  }
  std::vector<Output> inputs = n.inputs();
  for (int i = 0; i < n.num_outputs(); ++i) inputs.push_back(g.dy(i));
  if (!g.ok()) return;
  std::vector<DType> types;
  for (const Output& in : n.inputs()) types.push_back(GradientType(in));
  Node* call =
      g.NodeOf(def->signature().is_stateful() ? "StatefulPartitionedCall" : "PartitionedCall",
               {In(inputs)}, {FuncValue("f", name), {"Tin", TypesOf(inputs)}, {"Tout", types}});
  if (call == nullptr) return;
  for (int i = 0; i < n.num_inputs(); ++i) {
    if (g.wanted(i) && IsDifferentiable(n.input_type(i))) g.Return(i, Output(call, i));
  }
}

// Uses the gradient that the function brings along: its `_implements` may name a
// `gradient_function` of the arguments, all results and the gradients of all results but the last
// `residuals` ones, which exist for it alone; it gives the gradient of each differentiable
// argument. Unlike what the library declares, it need not compute again what the function knows.
// False if there is none, or if somebody differentiates through residuals.
bool UsePairedGradient(Context& context, NodeGrad& g, const std::string& function) {
  const Node& n = g.node();
  FunctionLibrary::DefPtr def = context.library()->Find(function);
  if (def == nullptr) return false;
  auto implements = def->attr().find("_implements");
  if (implements == def->attr().end()) return false;
  const AttrReader attrs(&implements->second.func().attr());
  const std::string name = attrs.String("gradient_function");
  const int results = n.num_outputs() - static_cast<int>(attrs.Int("residuals"));
  if (name.empty() || results < 0 || context.library()->Find(name) == nullptr) return false;
  for (int i = results; i < n.num_outputs(); ++i) {
    if (g.has_dy(i)) return false;
  }
  std::vector<Output> inputs = n.inputs();
  for (int i = 0; i < n.num_outputs(); ++i) inputs.push_back(g.output(i));
  for (int i = 0; i < results; ++i) inputs.push_back(g.dy(i));
  if (!g.ok()) return true;
  std::vector<DType> types;
  for (const Output& in : n.inputs()) {
    if (IsDifferentiable(in.dtype())) types.push_back(in.dtype());
  }
  Node* call = g.NodeOf("PartitionedCall", {In(inputs)},
                        {FuncValue("f", name), {"Tin", TypesOf(inputs)}, {"Tout", types}});
  int next = 0;
  for (int i = 0; i < n.num_inputs() && call != nullptr; ++i) {
    if (!IsDifferentiable(n.input_type(i))) continue;
    if (g.wanted(i)) g.Return(i, Output(call, next));
    ++next;
  }
  return true;
}

// Lets the node hand over what the gradient needs; gives those outputs.
Status ExtendCall(Context& context, NodeGrad& g, const CallGradient& entry,
                  std::vector<Output>* extras) {
  if (entry.forward.empty()) return Status();
  Node* n = g.mutable_node();
  const int first = n->num_outputs();
  std::vector<DType> types;
  for (DType t : n->output_types()) types.push_back(BaseType(t));
  types.insert(types.end(), entry.extra_types.begin(), entry.extra_types.end());
  Status s = context.Extend(n, {FuncValue("f", entry.forward), {"Tout", types}}, {});
  if (!s.ok()) return s;
  for (int i = first; i < n->num_outputs(); ++i) extras->emplace_back(n, i);
  return Status();
}

void DifferentiateCall(Context& context, NodeGrad& g, const Call& call) {
  if (call.ys.empty() || call.xs.empty()) return;
  CallGradient* entry = nullptr;
  Status s = FindOrBuild(context, g, call, &entry);
  std::vector<Output> inputs = g.node().inputs();
  if (s.ok()) s = ExtendCall(context, g, *entry, &inputs);
  if (!s.ok()) {
    g.Fail(std::move(s));
    return;
  }
  for (int i : call.ys) inputs.push_back(g.dy(i));
  std::vector<DType> types;
  for (size_t i = 0; i < call.xs.size(); ++i) {
    if (entry->has_dx[i]) types.push_back(entry->dx_types[i]);
  }
  if (types.empty()) return;
  // A function that isn't finished may turn out to be stateful.
  const bool stateful = entry->stateful || !entry->done;
  Node* n = g.NodeOf(stateful ? "StatefulPartitionedCall" : "PartitionedCall", {In(inputs)},
                     {FuncValue("f", entry->name), {"Tin", TypesOf(inputs)}, {"Tout", types}});
  if (n == nullptr) return;
  int next = 0;
  for (size_t i = 0; i < call.xs.size(); ++i) {
    if (entry->has_dx[i]) g.Return(call.xs[i], Output(n, next++));
  }
}

}  // namespace

void CallGrad(Context& context, NodeGrad& g) {
  const Call call = CallOf(context, g);
  const std::string declared = context.library()->FindGradient(call.f.name());
  if (!declared.empty()) {
    UseDeclaredGradient(context, g, declared);
  } else if (call.is_op || !UsePairedGradient(context, g, call.f.name())) {
    DifferentiateCall(context, g, call);
  }
}

namespace {

// Adds the function that SymbolicGradient of `f` stands for.
Result<std::string> AddSymbolicGradient(Context& context, const pb::NameAttrList& f) {
  const std::string declared = context.library()->FindGradient(f.name());
  if (!declared.empty()) return declared;
  FunctionLibrary::DefPtr def = context.library()->Find(f.name());
  if (def == nullptr) return NotFound("there is no function '", f.name(), "' in the library");
  // One function for each that is asked for, however often.
  std::string name = f.name() + "_symbolic_gradient";
  if (f.attr_size() > 0) {
    StrAppend(&name, "_", std::hash<std::string>()(DeterministicBytes(f)));
  }
  if (context.library()->Find(name) != nullptr) return name;
  std::vector<DType> args, rets;
  HB_RETURN_IF_ERROR(FunctionTypes(*def, AttrReader(&f.attr()), &args, &rets));
  std::vector<int> ys, xs;
  for (size_t i = 0; i < rets.size(); ++i) {
    if (IsDifferentiable(rets[i])) ys.push_back(static_cast<int>(i));
  }
  for (size_t i = 0; i < args.size(); ++i) {
    if (IsDifferentiable(args[i])) xs.push_back(static_cast<int>(i));
  }
  HB_ASSIGN_OR_RETURN(BodyGrad b, DifferentiateBody(context, f, {}, ys, xs));
  Builder builder(b.graph(), "gradients");
  std::vector<Output> inputs = b.args, outputs;
  size_t next_y = 0, next_x = 0;
  for (size_t i = 0; i < rets.size(); ++i) {
    inputs.push_back(IsDifferentiable(rets[i])
                         ? b.dy_args[next_y++]
                         : builder.Placeholder(rets[i], Shape::UnknownRank()));
  }
  for (size_t i = 0; i < args.size(); ++i) {
    const Output dx = IsDifferentiable(args[i]) ? b.dxs[next_x++] : Output();
    outputs.push_back(dx ? dx : ZerosFor(&builder, b.args[i]));
  }
  HB_RETURN_IF_ERROR(builder.status());
  HB_RETURN_IF_ERROR(
      AddFunctionFrom(context, b, name, inputs, outputs, /*forward=*/false).status());
  return name;
}

}  // namespace

// A call of the gradient function, differentiated like any other.
void SymbolicGradientGrad(Context& context, NodeGrad& g) {
  Call call = CallOf(context, g);
  Result<std::string> name = AddSymbolicGradient(context, call.f);
  if (!name.ok()) {
    g.Fail(std::move(name).status());
    return;
  }
  call.f.Clear();
  call.f.set_name(*name);
  call.is_op = true;
  DifferentiateCall(context, g, call);
}

}  // namespace hb::autodiff

namespace hb {

Result<std::string> SymbolicGradientFunction(const std::shared_ptr<FunctionLibrary>& library,
                                             const OpSet* ops, const pb::NameAttrList& function) {
  autodiff::Context context(nullptr, library, ops, {});
  Result<std::string> name = autodiff::AddSymbolicGradient(context, function);
  if (!name.ok()) context.Undo();
  return name;
}

}  // namespace hb
