// Gradients of loops. The loop counts its iterations and pushes what the gradient of its body needs
// onto lists; the gradient is a loop that runs as often and pops them.
#include <algorithm>

#include "core/autodiff/body_grad.h"

namespace hb::autodiff {
namespace {

class LoopGradient {
 public:
  LoopGradient(Context& context, NodeGrad& g) : context_(context), g_(g), n_(g.node()) {}
  Status Run();

 private:
  void ChooseVariables();
  Status BuildBody();
  void FindInvariants();
  Status Substitute();
  Status ExtendForward();
  Result<std::string> ForwardCond(const std::vector<DType>& types);
  Status BackwardFunctions();
  Status AddBackwardCond();
  Status EmitBackward();

  Output ElementShape(Builder* b, Output o) const;
  bool IsInvariant(int arg) const {
    return bg_.body->rets[static_cast<size_t>(arg)] == bg_.args[static_cast<size_t>(arg)];
  }

  Context& context_;
  NodeGrad& g_;
  const Node& n_;
  pb::NameAttrList cond_, body_;
  std::vector<int> variables_;  // loop variables that have a gradient
  std::vector<ArgInfo> infos_;
  BodyGrad bg_;
  std::vector<char> invariant_;        // by id of the body's nodes: the same in all iterations
  std::vector<Output> intermediates_;  // in the body
  std::vector<Output> lists_, popped_lists_;
  Output counter_arg_;
  Node* loop_ = nullptr;  // the loop that accumulates
  int first_extra_ = 0;   // its output with the counter; the lists follow
  std::string grad_body_, grad_cond_;
  bool stateful_ = false;
  std::vector<int> passed_;  // invariant arguments that the gradient's body reads
};

// Loop variables whose gradient matters: those with one, and those that these depend on.
void LoopGradient::ChooseVariables() {
  std::vector<bool> chosen(static_cast<size_t>(n_.num_outputs()), false);
  FunctionLibrary::DefPtr def = context_.library()->Find(body_.name());
  Result<std::shared_ptr<const FunctionBody>> body = InstantiateFunction(
      context_.library(), context_.ops(), body_.name(), AttrReader(&body_.attr()), &infos_);
  auto eligible = [&](int i) {
    return IsDifferentiable(n_.output_type(i)) && GradientType(n_.input(i)) != DT_INVALID;
  };
  for (int i = 0; i < n_.num_outputs(); ++i) {
    chosen[static_cast<size_t>(i)] = g_.has_dy(i) && eligible(i);
  }
  bool changed = body.ok();
  while (changed) {
    changed = false;
    std::vector<Output> from;
    for (size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i]) from.push_back((*body)->rets[i]);
    }
    for (const Node* n : NodesNeededFor(*(*body)->graph, from, {}, {})) {
      if (n->type() != "_Arg") continue;
      const auto i = static_cast<size_t>(n->attrs().Int("index"));
      if (i < chosen.size() && !chosen[i] && eligible(static_cast<int>(i))) {
        chosen[i] = changed = true;
      }
    }
  }
  for (size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) variables_.push_back(static_cast<int>(i));
  }
}

// The body with its gradient. Shapes of loop variables are used where an iteration keeps them.
Status LoopGradient::BuildBody() {
  infos_ = InfosOf(n_, 0, n_.num_inputs());
  for (int round = 0;; ++round) {
    HB_ASSIGN_OR_RETURN(auto body,
                        InstantiateFunction(context_.library(), context_.ops(), body_.name(),
                                            AttrReader(&body_.attr()), &infos_));
    if (body->rets.size() != infos_.size() || body->args.size() != infos_.size()) {
      return InvalidArgument("body '", body_.name(), "' takes ", body->args.size(),
                             " values and gives ", body->rets.size(), "; the loop has ",
                             infos_.size(), " variables");
    }
    bool changed = false;
    for (size_t i = 0; i < infos_.size(); ++i) {
      Shape& shape = infos_[i].shape;
      if (shape.unknown_rank() || body->rets[i].shape() == shape) continue;
      shape = Shape::UnknownRank();
      changed = true;
    }
    if (!changed) break;
    if (round == 3) {
      for (ArgInfo& info : infos_) info.shape = Shape::UnknownRank();
    }
  }
  ChooseVariables();
  if (variables_.empty()) return Status();
  HB_ASSIGN_OR_RETURN(bg_, DifferentiateBody(context_, body_, infos_, variables_, variables_));
  Builder b(bg_.graph(), "gradients");
  for (size_t k = 0; k < variables_.size(); ++k) {
    if (!bg_.dxs[k]) bg_.dxs[k] = ZerosFor(&b, bg_.args[static_cast<size_t>(variables_[k])]);
  }
  return b.status();
}

void LoopGradient::FindInvariants() {
  invariant_.assign(static_cast<size_t>(bg_.forward_nodes), 0);
  for (size_t i = 0; i < bg_.args.size(); ++i) {
    const Node* arg = bg_.args[i].node;
    if (IsInvariant(static_cast<int>(i))) invariant_[static_cast<size_t>(arg->id())] = 1;
  }
  for (int id = 0; id < bg_.forward_nodes; ++id) {
    const Node* n = bg_.graph()->node(id);
    if (n->type() == "_Arg" || !CanRunAgain(*n)) continue;
    invariant_[static_cast<size_t>(id)] =
        std::all_of(n->inputs().begin(), n->inputs().end(), [&](const Output& o) {
          return o.node->id() < id && invariant_[static_cast<size_t>(o.node->id())] != 0;
        });
  }
}

Output LoopGradient::ElementShape(Builder* b, Output o) const {
  if (!o.shape().FullyDefined() || !IsPlain(BaseType(o.dtype()))) return b->Scalar<int32_t>(-1);
  std::vector<int32_t> dims;
  for (int64_t d : o.shape().dims()) dims.push_back(static_cast<int32_t>(d));
  return b->Vector(dims);
}

// In the gradient's body: pops what the gradient nodes have been reading directly.
Status LoopGradient::Substitute() {
  FindInvariants();
  intermediates_ = Intermediates(
      bg_, bg_.dxs, [this](const Node& n) { return invariant_[static_cast<size_t>(n.id())] != 0; });
  Graph* graph = bg_.graph();
  const int end = graph->num_nodes();
  Builder b(graph, "gradients");
  for (const Output& o : intermediates_) {
    const Output list = b.Placeholder(DT_VARIANT, Shape(), "list");
    Node* pop = b.NodeOf("TensorListPopBack", {list, ElementShape(&b, o)},
                         {{"element_dtype", BaseType(o.dtype())}});
    HB_RETURN_IF_ERROR(b.status());
    HB_RETURN_IF_ERROR(graph->SetShape(Output(pop, 1), o.shape()));
    graph->SetHandle(Output(pop, 1), o.node->output_handle(o.index));
    lists_.push_back(list);
    popped_lists_.emplace_back(pop, 0);
    const std::vector<Node::Consumer> consumers = o.node->consumers();
    for (const Node::Consumer& c : consumers) {
      if (c.output != o.index || c.node->id() < bg_.forward_nodes || c.node->id() >= end) continue;
      HB_RETURN_IF_ERROR(graph->UpdateInput(c.node, c.input, Output(pop, 1)));
    }
    for (Output& dx : bg_.dxs) {
      if (dx == o) dx = Output(pop, 1);
    }
  }
  return Status();
}

// The condition, which takes the new variables and ignores them.
Result<std::string> LoopGradient::ForwardCond(const std::vector<DType>& types) {
  BodyGrad c;
  HB_ASSIGN_OR_RETURN(c.body, InstantiateFunction(context_.library(), context_.ops(), cond_.name(),
                                                  AttrReader(&cond_.attr()), &infos_));
  c.forward_nodes = c.graph()->num_nodes();
  for (Node* arg : c.body->args) c.args.emplace_back(arg);
  Builder b(c.graph());
  for (DType t : types) c.args.push_back(b.Placeholder(t, Shape::UnknownRank(), "unused"));
  HB_RETURN_IF_ERROR(b.status());
  const std::string name = context_.NewName(cond_.name() + "_forward");
  HB_RETURN_IF_ERROR(
      AddFunctionFrom(context_, c, name, c.args, c.body->rets, /*forward=*/true).status());
  return name;
}

// The loop with a counter and the lists as further variables.
Status LoopGradient::ExtendForward() {
  Builder b(bg_.graph(), "accumulate");
  std::vector<Output> inputs = bg_.args, results = bg_.body->rets;
  counter_arg_ = b.Placeholder(DT_INT32, Shape(), "counter");
  inputs.push_back(counter_arg_);
  results.push_back(b.Op("AddV2", {counter_arg_, b.Scalar<int32_t>(1)}));
  std::vector<DType> extra_types = {DT_INT32};
  for (const Output& o : intermediates_) {
    inputs.push_back(b.Placeholder(DT_VARIANT, Shape(), "list"));
    results.push_back(
        b.Op("TensorListPushBack", {inputs.back(), o}, {{"element_dtype", BaseType(o.dtype())}}));
    extra_types.push_back(DT_VARIANT);
  }
  HB_RETURN_IF_ERROR(b.status());
  const std::string body = context_.NewName(body_.name() + "_forward");
  HB_RETURN_IF_ERROR(
      AddFunctionFrom(context_, bg_, body, inputs, results, /*forward=*/true).status());
  HB_ASSIGN_OR_RETURN(const std::string cond, ForwardCond(extra_types));

  std::vector<Output> starts = {g_.Scalar<int32_t>(0)};
  for (const Output& o : intermediates_) {
    starts.push_back(g_.Op("EmptyTensorList", {ElementShape(&g_, o), g_.Scalar<int32_t>(-1)},
                           {{"element_dtype", BaseType(o.dtype())}, {"shape_type", DT_INT32}}));
  }
  HB_RETURN_IF_ERROR(g_.status());
  first_extra_ = n_.num_outputs();
  std::vector<DType> types = n_.attrs().Types("T");
  types.insert(types.end(), extra_types.begin(), extra_types.end());
  Attrs attrs = {{"T", types}, FuncValue("body", body), FuncValue("cond", cond)};
  std::vector<Shape> shapes = n_.attrs().Shapes("output_shapes");
  if (!shapes.empty()) {
    shapes.resize(types.size(), Shape());
    attrs.emplace_back("output_shapes", shapes);
  }
  if (!n_.graph()->HasRun(&n_)) {
    loop_ = g_.mutable_node();
    return context_.Extend(loop_, attrs, starts);
  }
  if (n_.type() != "StatelessWhile") {
    return FailedPrecondition(
        "a session has run the loop, which has state: it can neither change "
        "nor run twice; ask for gradients before running it");
  }
  std::vector<Output> all = n_.inputs();
  all.insert(all.end(), starts.begin(), starts.end());
  attrs.emplace_back("parallel_iterations", n_.attrs().Int("parallel_iterations", 10));
  loop_ = g_.NodeOf("StatelessWhile", {In(all)}, attrs);
  return g_.status();
}

// Variables of the gradient loop: iterations left, gradients, lists, invariant values.
Status LoopGradient::BackwardFunctions() {
  Builder b(bg_.graph(), "gradients");
  const Output left = b.Placeholder(DT_INT32, Shape(), "iterations_left");
  std::vector<Output> inputs = {left}, results = {b.Op("Sub", {left, b.Scalar<int32_t>(1)})};
  HB_RETURN_IF_ERROR(b.status());
  inputs.insert(inputs.end(), bg_.dy_args.begin(), bg_.dy_args.end());
  results.insert(results.end(), bg_.dxs.begin(), bg_.dxs.end());
  inputs.insert(inputs.end(), lists_.begin(), lists_.end());
  results.insert(results.end(), popped_lists_.begin(), popped_lists_.end());
  for (const Node* n : NodesNeededFor(*bg_.graph(), results, {}, inputs)) {
    if (n->type() == "_Arg") passed_.push_back(static_cast<int>(n->attrs().Int("index")));
  }
  for (int i : passed_) {
    inputs.push_back(bg_.args[static_cast<size_t>(i)]);
    results.push_back(bg_.args[static_cast<size_t>(i)]);
  }
  grad_body_ = context_.NewName(body_.name() + "_grad");
  HB_ASSIGN_OR_RETURN(
      FunctionLibrary::DefPtr def,
      AddFunctionFrom(context_, bg_, grad_body_, inputs, results, /*forward=*/false));
  stateful_ = def->signature().is_stateful();
  return AddBackwardCond();
}

Status LoopGradient::AddBackwardCond() {
  BodyGrad c;
  auto body = std::make_shared<FunctionBody>();
  body->graph = std::make_unique<Graph>(context_.ops());
  body->graph->set_functions(context_.library());
  c.body = body;
  Builder b(c.graph());
  std::vector<Output> inputs = {b.Placeholder(DT_INT32, Shape(), "iterations_left")};
  auto add = [&](DType t) { inputs.push_back(b.Placeholder(t, Shape::UnknownRank(), "unused")); };
  for (const Output& o : bg_.dy_args) add(o.dtype());
  for (size_t i = 0; i < lists_.size(); ++i) add(DT_VARIANT);
  for (int i : passed_) add(BaseType(bg_.args[static_cast<size_t>(i)].dtype()));
  const Output more = b.Op("Greater", {inputs[0], b.Scalar<int32_t>(0)});
  HB_RETURN_IF_ERROR(b.status());
  grad_cond_ = context_.NewName(body_.name() + "_grad_cond");
  return AddFunctionFrom(context_, c, grad_cond_, inputs, {more}, /*forward=*/false).status();
}

Status LoopGradient::EmitBackward() {
  std::vector<Output> inputs = {Output(loop_, first_extra_)};
  std::vector<Shape> shapes = {Shape()};
  for (int k : variables_) {
    const bool value = BaseType(n_.output_type(k)) != DT_RESOURCE;
    inputs.push_back(value || g_.has_dy(k) ? g_.dy(k) : ZerosFor(&g_, n_.input(k)));
    shapes.push_back(value ? infos_[static_cast<size_t>(k)].shape : Shape::UnknownRank());
  }
  for (size_t i = 0; i < lists_.size(); ++i) {
    inputs.emplace_back(loop_, first_extra_ + 1 + static_cast<int>(i));
    shapes.push_back(Shape());
  }
  for (int i : passed_) {
    inputs.push_back(n_.input(i));
    shapes.push_back(n_.input(i).shape());
  }
  HB_RETURN_IF_ERROR(g_.status());
  Node* grad = g_.NodeOf(stateful_ ? "While" : "StatelessWhile", {In(inputs)},
                         {FuncValue("cond", grad_cond_),
                          FuncValue("body", grad_body_),
                          {"T", TypesOf(inputs)},
                          {"output_shapes", shapes}});
  if (grad == nullptr) return g_.status();
  for (size_t k = 0; k < variables_.size(); ++k) {
    if (g_.wanted(variables_[k])) g_.Return(variables_[k], Output(grad, 1 + static_cast<int>(k)));
  }
  return Status();
}

Status LoopGradient::Run() {
  cond_ = FuncAttr(n_, "cond");
  body_ = FuncAttr(n_, "body");
  HB_RETURN_IF_ERROR(BuildBody());
  if (variables_.empty()) return Status();
  HB_RETURN_IF_ERROR(Substitute());
  HB_RETURN_IF_ERROR(ExtendForward());
  HB_RETURN_IF_ERROR(BackwardFunctions());
  return EmitBackward();
}

}  // namespace

void WhileGrad(Context& context, NodeGrad& g) {
  if (Status s = LoopGradient(context, g).Run(); !s.ok()) g.Fail(std::move(s));
}

}  // namespace hb::autodiff
