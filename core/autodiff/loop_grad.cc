// The loop counts its iterations and pushes what the gradient of its body needs onto stacks; the
// gradient is a loop that runs as often and pops them. This is how TensorFlow does it, and what it
// reads and runs.
//
// Nodes of three kinds are added: those that go with the loop itself (counter, pushes; "forward"),
// those of the gradient, and the stacks, which lie outside of all loops. When the body of an outer
// loop is differentiated, the gradient of an inner one reads forward nodes like any others: its
// counts are pushed and popped. All executions of an inner loop share one stack, so they, and those
// of its gradient, come one after the other.
#include "core/autodiff/loop_grad.h"

#include <algorithm>
#include <set>

namespace hb::autodiff {
namespace {

class FrameGradient {
 public:
  FrameGradient(Context& context, Graph* graph, const std::string& scope, const Loop& loop)
      : context_(context),
        loops_(context.LoopsOf(*graph)),
        graph_(graph),
        scope_(scope),
        loop_(loop),
        b_(graph, scope),
        f_(graph, scope),
        frame_(StrCat(scope, "/", loop.frame)) {}

  Status Run(const std::map<const Node*, Output>& dys,
             const std::function<bool(const Node&)>& wanted,
             std::vector<std::pair<Node*, Output>>* dxs);

 private:
  struct Variable {
    LoopVariable fwd;
    Output dy;                                 // flows into the Exit; empty for none
    Node *merge = nullptr, *choice = nullptr;  // of the gradient's loop
  };
  // A loop variable of the gradient.
  struct Cycle {
    Node *merge = nullptr, *choice = nullptr;
  };

  Status ChooseVariables(const std::map<const Node*, Output>& dys);
  // The loop around this one; null for none.
  const OpenLoop* Outer() const {
    const auto& open = context_.open_loops();
    return open.empty() || open.back().graph != graph_ ? nullptr : &open.back();
  }
  void CountForward();
  void BeginBackward();
  bool EndsBody(const Node& n) const {
    return n.type() == "LoopCond" ||
           (n.type() == "Enter" && n.attrs().String("frame_name") == loop_.frame);
  }
  Output NewEnter(Builder* b, Output o, const std::string& frame, bool constant);
  Cycle BeginCycle(Builder* b, Output enter, Output condition);
  void CloseCycle(Builder* b, const Cycle& cycle, Output next_value);
  Output NewExit(Output o) {
    const Output exit = f_.Op("Exit", {o});
    if (exit) loops_.AddExit(*exit.node, &loop_);
    return exit;
  }
  Status DifferentiateBody(const std::function<bool(const Node&)>& wanted);
  bool IsForward(const Node& n) const { return n.id() < begin_ || loops_.IsForward(n); }
  Status Substitute();
  Output Replace(Output o);
  Output NewStack(DType dtype);
  Output EnterAll(Builder* b, Output stack, bool gradient);
  Output PushAndPop(Output o);
  void MarkForward(int first);
  void RunInLoop();
  Status Finish(std::vector<std::pair<Node*, Output>>* dxs);

  Context& context_;
  Loops& loops_;
  Graph* graph_;
  const std::string scope_;
  const Loop& loop_;
  Builder b_, f_;  // of the gradient; of forward nodes
  const std::string frame_;
  std::vector<Variable> variables_;
  std::vector<Node*> constants_;    // constant Enters whose gradient is wanted
  std::vector<Output> body_dxs_;    // of variables, then of constants
  int begin_ = 0, body_begin_ = 0;  // node ids: before them all is forward; the body's gradient
  Node *forward_index_ = nullptr, *forward_next_ = nullptr, *forward_sync_ = nullptr;
  Output total_;
  Output condition_;
  Cycle counter_;
  Node *pivot_ = nullptr, *countdown_ = nullptr, *sync_ = nullptr;
  std::map<Output, Output> replaced_;
};

void FrameGradient::MarkForward(int first) {
  for (int id = first; id < graph_->num_nodes(); ++id) loops_.MakeForward(*graph_->node(id));
}

Output FrameGradient::NewEnter(Builder* b, Output o, const std::string& frame, bool constant) {
  return b->Op("Enter", {o},
               {{"frame_name", std::string_view(frame)},
                {"is_constant", constant},
                {"parallel_iterations", loop_.parallel_iterations}});
}

// Merge and Switch; the Merge's second input comes from CloseCycle.
FrameGradient::Cycle FrameGradient::BeginCycle(Builder* b, Output enter, Output condition) {
  Cycle c;
  c.merge = b->NodeOf("Merge", {std::vector<Output>{enter, enter}});
  if (c.merge == nullptr) return c;
  if (condition) c.choice = b->NodeOf("Switch", {Output(c.merge, 0), condition});
  return c;
}

void FrameGradient::CloseCycle(Builder* b, const Cycle& cycle, Output next_value) {
  const Output next = b->Op("NextIteration", {next_value});
  if (b->ok()) b->Fail(graph_->UpdateInput(cycle.merge, 1, next));
}

// The variables with a gradient, and those that these depend on.
Status FrameGradient::ChooseVariables(const std::map<const Node*, Output>& dys) {
  std::vector<Variable> all;
  std::map<Output, size_t> by_value;
  for (Node* enter : loop_.enters) {
    if (IsConstantEnter(*enter)) continue;
    Variable v;
    HB_ASSIGN_OR_RETURN(v.fwd, FindVariable(loop_, enter));
    if (auto it = dys.find(v.fwd.exit); it != dys.end()) v.dy = it->second;
    by_value[Output(v.fwd.choice, 1)] = all.size();
    all.push_back(v);
  }
  std::vector<char> chosen(all.size(), 0);
  std::vector<size_t> work;
  auto choose = [&](size_t i) {
    if (chosen[i] != 0 || !IsDifferentiable(all[i].fwd.enter->output_type(0)) ||
        GradientType(all[i].fwd.enter->input(0)) == DT_INVALID) {
      return;
    }
    chosen[i] = 1;
    work.push_back(i);
  };
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].dy) choose(i);
  }
  std::set<const Node*> seen;
  while (!work.empty()) {
    std::vector<Output> outputs = {all[work.back()].fwd.next->input(0)};
    work.pop_back();
    while (!outputs.empty()) {
      const Output o = outputs.back();
      outputs.pop_back();
      if (o.node->type() == "StackPopV2") {
        return Unimplemented("node '", o.node->name(),
                             "' (StackPopV2) takes what a loop has pushed; second derivatives of "
                             "loops of Enter and Exit nodes are not supported");
      }
      if (auto it = by_value.find(o); it != by_value.end()) {
        choose(it->second);
      } else if (!EndsBody(*o.node) && seen.insert(o.node).second) {
        outputs.insert(outputs.end(), o.node->inputs().begin(), o.node->inputs().end());
      }
    }
  }
  for (size_t i = 0; i < all.size(); ++i) {
    if (chosen[i] != 0) variables_.push_back(all[i]);
  }
  return Status();
}

// Counts the iterations of the loop. An iteration's pushes come before its next count, and after
// the last one: so the stacks are in the order of iterations.
void FrameGradient::CountForward() {
  const int first = graph_->num_nodes();
  std::vector<Node*> before = {loop_.enters[0]->input(0).node};  // dead if the loop is
  if (const OpenLoop* outer = Outer()) before.push_back(outer->forward_index);
  f_.set_control_inputs(before);
  const Output zero = f_.Scalar<int32_t>(0);
  f_.set_control_inputs({});
  const Cycle cycle = BeginCycle(&f_, NewEnter(&f_, zero, loop_.frame, false), loop_.condition);
  if (!f_.ok()) return;
  forward_index_ = f_.NodeOf("Identity", {Output(cycle.choice, 1)});
  if (!f_.ok()) return;
  f_.set_control_inputs({forward_index_});
  const Output one = f_.Scalar<int32_t>(1);
  forward_sync_ = f_.NodeOf("ControlTrigger", {});
  f_.set_control_inputs({});
  if (!f_.ok()) return;
  f_.set_control_inputs({forward_sync_});
  forward_next_ = f_.NodeOf("AddV2", {Output(forward_index_), one});
  f_.set_control_inputs({});
  CloseCycle(&f_, cycle, forward_next_);
  total_ = NewExit(Output(cycle.choice, 0));
  const OpenLoop* outer = Outer();
  if (outer != nullptr && total_) f_.Fail(graph_->AddControlEdge(total_.node, outer->forward_sync));
  MarkForward(first);
}

// The gradient's loop with its counter and a variable for each of `variables_`.
void FrameGradient::BeginBackward() {
  counter_ = BeginCycle(&b_, NewEnter(&b_, total_, frame_, false), Output());
  if (!b_.ok()) return;
  b_.set_control_inputs({counter_.merge});
  const Output one = b_.Scalar<int32_t>(1);
  b_.set_control_inputs({});
  condition_ = b_.Op("LoopCond", {b_.Op("GreaterEqual", {Output(counter_.merge, 0), one})});
  counter_.choice = b_.NodeOf("Switch", {Output(counter_.merge, 0), condition_});
  if (!b_.ok()) return;
  pivot_ = b_.NodeOf("Identity", {Output(counter_.choice, 1)});
  if (!b_.ok()) return;
  b_.set_control_inputs({pivot_});
  const Output step = b_.Scalar<int32_t>(1);
  sync_ = b_.NodeOf("ControlTrigger", {});
  if (!b_.ok()) return;
  b_.set_control_inputs({sync_});
  countdown_ = b_.NodeOf("Sub", {Output(pivot_), step});
  b_.set_control_inputs({});
  CloseCycle(&b_, counter_, countdown_);
  if (const OpenLoop* outer = Outer()) {
    const Output end = b_.Op("Exit", {Output(counter_.choice, 0)});
    if (end) b_.Fail(graph_->AddControlEdge(end.node, outer->gradient_sync));
  }
  for (Variable& v : variables_) {
    if (!v.fwd.exit) {
      const int first = graph_->num_nodes();
      v.fwd.exit = NewExit(Output(v.fwd.choice, 0)).node;
      MarkForward(first);
      if (!f_.ok()) return;
    }
    if (!v.dy) v.dy = ZerosFor(&b_, v.fwd.exit);
    const Cycle cycle = BeginCycle(&b_, NewEnter(&b_, v.dy, frame_, false), condition_);
    if (!b_.ok()) return;
    v.merge = cycle.merge;
    v.choice = cycle.choice;
  }
}

Status FrameGradient::DifferentiateBody(const std::function<bool(const Node&)>& wanted) {
  std::vector<Output> ys, xs, dys;
  for (const Variable& v : variables_) {
    ys.push_back(v.fwd.next->input(0));
    xs.emplace_back(v.fwd.choice, 1);
    dys.emplace_back(v.choice, 1);
  }
  for (Node* enter : loop_.enters) {
    if (!IsConstantEnter(*enter) || !wanted(*enter)) continue;
    constants_.push_back(enter);
    xs.emplace_back(enter, 0);
  }
  body_begin_ = graph_->num_nodes();
  context_.open_loops().push_back(
      {graph_, loop_.frame, frame_, forward_index_, forward_sync_, sync_});
  Status s = context_.Differentiate(graph_, scope_, ys, xs, dys, &body_dxs_, &loop_);
  context_.open_loops().pop_back();
  HB_RETURN_IF_ERROR(s);
  for (size_t i = 0; i < variables_.size(); ++i) {
    if (body_dxs_[i]) continue;
    const Output x = xs[i];
    const bool same = x.shape().FullyDefined() && x.shape() == dys[i].shape();
    body_dxs_[i] = ZerosFor(&b_, same ? dys[i] : x);
  }
  return b_.status();
}

// Values of the loop that nodes of the gradient read are replaced by what is popped.
Status FrameGradient::Substitute() {
  struct Use {
    Node* node;
    int input;
  };
  std::vector<Use> uses;
  for (int id = body_begin_; id < graph_->num_nodes(); ++id) {
    Node* n = graph_->node(id);
    if (IsForward(*n) || loops_.IsOutside(*n)) continue;
    for (int i = 0; i < n->num_inputs(); ++i) {
      if (IsForward(*n->input(i).node)) uses.push_back({n, i});
    }
  }
  for (const Use& u : uses) {
    const Output value = Replace(u.node->input(u.input));
    HB_RETURN_IF_ERROR(b_.status());
    HB_RETURN_IF_ERROR(f_.status());
    HB_RETURN_IF_ERROR(graph_->UpdateInput(u.node, u.input, value));
  }
  for (Output& dx : body_dxs_) {
    if (dx && IsForward(*dx.node)) dx = Replace(dx);
  }
  HB_RETURN_IF_ERROR(b_.status());
  return f_.status();
}

Output FrameGradient::Replace(Output o) {
  if (auto it = replaced_.find(o); it != replaced_.end()) return it->second;
  Output value;
  const auto& enters = loop_.enters;
  if (o.node->type() == "Const") {
    NodeBuilder copy(graph_, "Const", graph_->UniqueName(StrCat(scope_, "/Const")));
    copy.ControlInput(pivot_);
    for (const char* name : {"value", "dtype"}) {
      if (const pb::AttrValue* v = o.node->attrs().Find(name)) copy.Attr(Attr(name, *v));
    }
    Result<Node*> n = copy.Finish();
    if (n.ok()) {
      value = *n;
    } else {
      b_.Fail(n.status());
    }
  } else if (IsConstantEnter(*o.node) &&
             std::find(enters.begin(), enters.end(), o.node) != enters.end()) {
    value = NewEnter(&b_, o.node->input(0), frame_, true);
  } else {
    value = PushAndPop(o);
  }
  if (value) replaced_[o] = value;
  return value;
}

// A stack outside of all loops.
Output FrameGradient::NewStack(DType dtype) {
  const int first = graph_->num_nodes();
  const Output no_limit = f_.Scalar<int32_t>(-1);
  const Output stack = f_.Op("StackV2", {no_limit}, {{"elem_type", dtype}});
  for (int id = first; id < graph_->num_nodes(); ++id) loops_.MakeOutside(*graph_->node(id));
  return stack;
}

// The handle of the stack inside of this loop, or inside of its gradient.
Output FrameGradient::EnterAll(Builder* b, Output stack, bool gradient) {
  for (const OpenLoop& outer : context_.open_loops()) {
    if (outer.graph != graph_) continue;
    stack = NewEnter(b, stack, gradient ? outer.gradient_frame : outer.frame, true);
  }
  return NewEnter(b, stack, gradient ? frame_ : loop_.frame, true);
}

Output FrameGradient::PushAndPop(Output o) {
  const DType dtype = BaseType(o.dtype());
  const Output stack = NewStack(dtype);
  const int first = graph_->num_nodes();
  const Output handle = EnterAll(&f_, stack, /*gradient=*/false);
  f_.set_control_inputs({forward_index_});
  Node* push = f_.NodeOf("StackPushV2", {handle, o});
  f_.set_control_inputs({});
  if (!f_.ok()) return Output();
  f_.Fail(graph_->AddControlEdge(push, forward_sync_));
  MarkForward(first);

  Output from = EnterAll(&b_, stack, /*gradient=*/true);
  for (const auto& [pred, side] : loops_.GatesOf(o)) {
    Node* n = b_.NodeOf("Switch", {from, Replace(pred)});
    if (!b_.ok() || !f_.ok()) return Output();
    from = Output(n, side);
  }
  b_.set_control_inputs({pivot_});
  Node* pop = b_.NodeOf("StackPopV2", {from}, {{"elem_type", dtype}});
  b_.set_control_inputs({});
  if (!b_.ok()) return Output();
  b_.Fail(graph_->AddControlEdge(pop, sync_));
  b_.Fail(graph_->SetShape(pop, o.shape()));
  graph_->SetHandle(pop, o.node->output_handle(o.index));
  return pop;
}

// Nodes of the body's gradient without inputs run once an iteration.
void FrameGradient::RunInLoop() {
  for (int id = body_begin_; id < graph_->num_nodes(); ++id) {
    Node* n = graph_->node(id);
    if (IsForward(*n) || loops_.IsOutside(*n) || n->num_inputs() > 0 ||
        !n->control_inputs().empty())
      continue;
    b_.Fail(graph_->AddControlEdge(pivot_, n));
  }
}

Status FrameGradient::Finish(std::vector<std::pair<Node*, Output>>* dxs) {
  for (size_t i = 0; i < variables_.size(); ++i) {
    const Variable& v = variables_[i];
    CloseCycle(&b_, {v.merge, v.choice}, body_dxs_[i]);
    dxs->emplace_back(v.fwd.enter, b_.Op("Exit", {Output(v.choice, 0)}));
  }
  // The gradient of a constant is the sum over all iterations.
  for (size_t i = 0; i < constants_.size() && b_.ok(); ++i) {
    const Output dx = body_dxs_[variables_.size() + i];
    if (!dx) continue;
    const Output zeros = ZerosFor(&b_, constants_[i]->input(0));
    const Cycle sum = BeginCycle(&b_, NewEnter(&b_, zeros, frame_, false), condition_);
    if (!b_.ok()) break;
    CloseCycle(&b_, sum, b_.Op("AddV2", {Output(sum.choice, 1), dx}));
    dxs->emplace_back(constants_[i], b_.Op("Exit", {Output(sum.choice, 0)}));
  }
  return b_.status();
}

Status FrameGradient::Run(const std::map<const Node*, Output>& dys,
                          const std::function<bool(const Node&)>& wanted,
                          std::vector<std::pair<Node*, Output>>* dxs) {
  HB_RETURN_IF_ERROR(ChooseVariables(dys));
  if (variables_.empty()) return Status();
  begin_ = graph_->num_nodes();
  CountForward();
  HB_RETURN_IF_ERROR(f_.status());
  BeginBackward();
  HB_RETURN_IF_ERROR(f_.status());
  HB_RETURN_IF_ERROR(b_.status());
  HB_RETURN_IF_ERROR(DifferentiateBody(wanted));
  HB_RETURN_IF_ERROR(Substitute());
  RunInLoop();
  return Finish(dxs);
}

}  // namespace

Status DifferentiateLoop(Context& context, Graph* graph, const std::string& scope, const Loop& loop,
                         const std::map<const Node*, Output>& dys,
                         const std::function<bool(const Node& enter)>& wanted,
                         std::vector<std::pair<Node*, Output>>* dxs) {
  return FrameGradient(context, graph, scope, loop).Run(dys, wanted, dxs);
}

}  // namespace hb::autodiff
