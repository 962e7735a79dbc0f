// Gradients of If and Case: a conditional of the branches' gradient functions.
#include <algorithm>

#include "core/autodiff/body_grad.h"

namespace hb::autodiff {
namespace {

struct Branches {
  std::vector<pb::NameAttrList> functions;
  std::vector<int> ys, xs;  // by output and by argument (input 0 is the condition)
  std::vector<BodyGrad> bodies;
  std::vector<std::vector<Output>> extras;  // of each branch
  std::vector<bool> has_dx;                 // in some branch
  std::vector<DType> extra_types, dx_types;
};

bool IsCase(const Node& n) { return n.type() == "Case" || n.type() == "StatelessCase"; }

std::vector<pb::NameAttrList> BranchesOf(const Node& n) {
  if (!IsCase(n)) return {FuncAttr(n, "then_branch"), FuncAttr(n, "else_branch")};
  const pb::AttrValue* v = n.attrs().Find("branches");
  if (v == nullptr) return {};
  return {v->list().func().begin(), v->list().func().end()};
}

void SetBranches(const Node& n, const std::vector<std::string>& names, Attrs* attrs) {
  if (!IsCase(n)) {
    attrs->push_back(FuncValue("then_branch", names[0]));
    attrs->push_back(FuncValue("else_branch", names[1]));
    return;
  }
  pb::AttrValue v;
  for (const std::string& name : names) v.mutable_list()->add_func()->set_name(name);
  attrs->emplace_back("branches", v);
}

// Differentiates all branches and gives each the same list of gradients.
Status DifferentiateBranches(Context& context, const std::vector<ArgInfo>& infos, Branches* br) {
  for (const pb::NameAttrList& f : br->functions) {
    HB_ASSIGN_OR_RETURN(BodyGrad b, DifferentiateBody(context, f, infos, br->ys, br->xs));
    br->bodies.push_back(std::move(b));
  }
  for (size_t i = 0; i < br->xs.size(); ++i) {
    DType type = DT_INVALID;
    for (const BodyGrad& b : br->bodies) {
      if (b.dxs[i]) type = BaseType(b.dxs[i].dtype());
    }
    br->has_dx.push_back(type != DT_INVALID);
    if (type == DT_INVALID) continue;
    br->dx_types.push_back(type);
    for (BodyGrad& b : br->bodies) {
      if (b.dxs[i]) continue;
      Builder builder(b.graph(), "gradients");
      b.dxs[i] = ZerosFor(&builder, b.args[static_cast<size_t>(br->xs[i])]);
      HB_RETURN_IF_ERROR(builder.status());
    }
  }
  for (const BodyGrad& b : br->bodies) {
    br->extras.push_back(Intermediates(b, b.dxs, &CanRunAgain));
    for (DType t : TypesOf(br->extras.back())) br->extra_types.push_back(t);
  }
  return Status();
}

// What stands in for an intermediate of a branch that wasn't taken.
Output Nothing(Builder* b, DType type) {
  if (type == DT_STRING) return b->Scalar(TString(""));
  if (type == DT_BOOL) return b->Scalar(false);
  if (type == DT_VARIANT) {
    return b->Op("EmptyTensorList", {b->Scalar<int32_t>(-1), b->Scalar<int32_t>(-1)},
                 {{"element_dtype", DT_FLOAT}, {"shape_type", DT_INT32}});
  }
  return b->ScalarOf(type, 0);
}

// Lets the node give the intermediates of all branches after its own outputs.
Status ExtendIf(Context& context, NodeGrad& g, Branches* br, std::vector<Output>* extras) {
  if (br->extra_types.empty()) return Status();
  std::vector<std::string> names;
  for (size_t k = 0; k < br->bodies.size(); ++k) {
    const BodyGrad& b = br->bodies[k];
    Builder builder(b.graph(), "gradients");
    std::vector<Output> results = b.body->rets;
    for (size_t other = 0; other < br->bodies.size(); ++other) {
      for (const Output& o : br->extras[other]) {
        results.push_back(other == k ? o : Nothing(&builder, BaseType(o.dtype())));
      }
    }
    HB_RETURN_IF_ERROR(builder.status());
    names.push_back(context.NewName(br->functions[k].name() + "_forward"));
    HB_RETURN_IF_ERROR(
        AddFunctionFrom(context, b, names.back(), b.args, results, /*forward=*/true).status());
  }
  Node* n = g.mutable_node();
  const int first = n->num_outputs();
  std::vector<DType> types;
  for (DType t : n->output_types()) types.push_back(BaseType(t));
  types.insert(types.end(), br->extra_types.begin(), br->extra_types.end());
  Attrs attrs = {{"Tout", types}};
  SetBranches(*n, names, &attrs);
  std::vector<Shape> shapes = n->attrs().Shapes("output_shapes");
  if (!shapes.empty()) {
    shapes.resize(types.size(), Shape::UnknownRank());
    attrs.emplace_back("output_shapes", shapes);
  }
  HB_RETURN_IF_ERROR(context.Extend(n, attrs, {}));
  for (int i = first; i < n->num_outputs(); ++i) extras->emplace_back(n, i);
  return Status();
}

// The gradient function of each branch: arguments, intermediates of all branches, gradients of
// results.
Status AddGradientBranches(Context& context, Branches* br, std::vector<std::string>* names,
                           bool* stateful) {
  for (size_t k = 0; k < br->bodies.size(); ++k) {
    const BodyGrad& b = br->bodies[k];
    Builder builder(b.graph(), "gradients");
    std::vector<Output> inputs = b.args, outputs;
    for (size_t other = 0; other < br->bodies.size(); ++other) {
      for (const Output& o : br->extras[other]) {
        inputs.push_back(
            other == k ? o
                       : builder.Placeholder(BaseType(o.dtype()), Shape::UnknownRank(), "unused"));
      }
    }
    HB_RETURN_IF_ERROR(builder.status());
    inputs.insert(inputs.end(), b.dy_args.begin(), b.dy_args.end());
    for (size_t i = 0; i < br->xs.size(); ++i) {
      if (br->has_dx[i]) outputs.push_back(b.dxs[i]);
    }
    names->push_back(context.NewName(br->functions[k].name() + "_grad"));
    HB_ASSIGN_OR_RETURN(
        FunctionLibrary::DefPtr def,
        AddFunctionFrom(context, b, names->back(), inputs, outputs, /*forward=*/false));
    *stateful = *stateful || def->signature().is_stateful();
  }
  return Status();
}

Status Build(Context& context, NodeGrad& g) {
  const Node& n = g.node();
  Branches br;
  br.functions = BranchesOf(n);
  for (int i = 0; i < n.num_outputs(); ++i) {
    if (g.has_dy(i) && IsDifferentiable(n.output_type(i))) br.ys.push_back(i);
  }
  for (int i = 1; i < n.num_inputs(); ++i) {
    if (g.wanted(i) && IsDifferentiable(n.input_type(i))) br.xs.push_back(i - 1);
  }
  if (br.ys.empty() || br.xs.empty() || br.functions.empty()) return Status();
  HB_RETURN_IF_ERROR(DifferentiateBranches(context, InfosOf(n, 1, n.num_inputs()), &br));
  if (br.dx_types.empty()) return Status();
  std::vector<Output> args(n.inputs().begin() + 1, n.inputs().end());
  HB_RETURN_IF_ERROR(ExtendIf(context, g, &br, &args));
  std::vector<std::string> names;
  bool stateful = false;
  HB_RETURN_IF_ERROR(AddGradientBranches(context, &br, &names, &stateful));
  for (int i : br.ys) args.push_back(g.dy(i));
  Attrs attrs = {{"Tin", TypesOf(args)}, {"Tout", br.dx_types}};
  SetBranches(n, names, &attrs);
  const std::string op = StrCat(stateful ? "" : "Stateless", IsCase(n) ? "Case" : "If");
  Node* grad = g.NodeOf(op, {n.input(0), In(args)}, attrs);
  if (grad == nullptr) return g.status();
  int next = 0;
  for (size_t i = 0; i < br.xs.size(); ++i) {
    if (br.has_dx[i]) g.Return(br.xs[i] + 1, Output(grad, next++));
  }
  return Status();
}

}  // namespace

void IfGrad(Context& context, NodeGrad& g) {
  if (Status s = Build(context, g); !s.ok()) g.Fail(std::move(s));
}

}  // namespace hb::autodiff
