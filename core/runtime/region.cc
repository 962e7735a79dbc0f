#include "core/runtime/region.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "core/runtime/trace.h"

namespace hb {
namespace {

// Between the names of nested loops; frame names hold slashes.
constexpr char kNest = '\x1f';

}  // namespace

Region::Region(const Plan* plan, int begin) : plan_(plan), begin_(begin) {
  const Ir& ir = plan->ir();
  nodes_.resize(static_cast<size_t>(ir.size() - begin));
  static_frame_.resize(nodes_.size());
  std::map<std::pair<int, int>, size_t> outside;
  for (int i = begin; i < ir.size(); ++i) {
    const IrNode& n = ir[i];
    RegionNode& r = nodes_[static_cast<size_t>(i - begin)];
    r.uses.resize(n.out_types.size());
    std::string_view type = n.type();
    if (type.starts_with("Ref")) type.remove_prefix(3);
    if (type == "Switch" || type == "_SwitchN") r.kind = Kind::kSwitch;
    if (type == "Merge") r.kind = Kind::kMerge;
    if (type == "Exit") r.kind = Kind::kExit;
    if (type == "NextIteration") r.kind = Kind::kNextIteration;
    if (type == "LoopCond") r.kind = Kind::kForward;
    if (type == "ControlTrigger") r.kind = Kind::kTrigger;
    if (type == "Enter") {
      r.kind = Kind::kEnter;
      r.frame_name = n.reader().String("frame_name");
      r.constant_enter = n.reader().Bool("is_constant");
    }
    if (const NodeExec* exec = plan->execs()[static_cast<size_t>(i)].get()) {
      r.is_call = CallKindOf(*exec) != CallKind::kNone;
      r.may_block = (exec->flags() & kHbMayBlock) != 0;
    }
  }
  for (int i = begin; i < ir.size(); ++i) {
    const IrNode& n = ir[i];
    RegionNode& r = nodes_[static_cast<size_t>(i - begin)];
    r.waits = static_cast<int>(n.inputs.size() + n.controls.size());
    for (size_t k = 0; k < n.inputs.size(); ++k) {
      const IrEdge& e = n.inputs[k];
      const Use use{i, static_cast<int>(k)};
      if (e.node >= begin) {
        nodes_[static_cast<size_t>(e.node - begin)].uses[static_cast<size_t>(e.index)].push_back(
            use);
        continue;
      }
      if (ir[e.node].is_const() && r.kind != Kind::kMerge) {
        r.constants.emplace_back(static_cast<int>(k), e.node);
        --r.waits;
        continue;
      }
      auto [it, fresh] = outside.emplace(std::pair(e.node, e.index), inputs_.size());
      if (fresh) {
        inputs_.push_back(e);
        input_uses_.emplace_back();
      }
      input_uses_[it->second].push_back(use);
    }
    for (int c : n.controls) {
      if (c >= begin) {
        nodes_[static_cast<size_t>(c - begin)].control_uses.push_back({i, -1});
      } else {
        control_inputs_.push_back(c);
        --r.waits;  // it has run before the region begins
      }
    }
  }
  // The loop that each node belongs to: edges carry it on, Enter and Exit change it.
  for (int round = 0; round < 2; ++round) {
    for (int i = begin; i < ir.size(); ++i) {
      std::string frame;
      auto take = [&](int from) {
        if (from < begin) return;
        const RegionNode& f = nodes_[static_cast<size_t>(from - begin)];
        const std::string& at = static_frame_[static_cast<size_t>(from - begin)];
        if (f.kind == Kind::kEnter) {
          frame = at + kNest + f.frame_name;
        } else if (f.kind == Kind::kExit) {
          const size_t end = at.rfind(kNest);
          if (end != std::string::npos && end > frame.size()) frame = at.substr(0, end);
        } else if (at.size() > frame.size()) {
          frame = at;
        }
      };
      for (const IrEdge& e : ir[i].inputs) take(e.node);
      for (int c : ir[i].controls) take(c);
      static_frame_[static_cast<size_t>(i - begin)] = frame;
    }
  }
}

namespace {

// Iterations of one loop that may be under way at once.
constexpr int64_t kMaxAhead = 32;

}  // namespace

// One run of a region: ready nodes are worked off one after the other by the calling thread; nodes
// that wait complete by callback.
class RegionRun {
 public:
  RegionRun(const Region& region, RunState* run, std::span<Tensor> results)
      : r_(region), run_(run), results_(results), got_(results.size(), 0) {}

  Status Run(std::span<const Tensor> inputs) {
    root_ = NewLoop(nullptr, 0, "");
    for (size_t i = 0; i < inputs.size(); ++i) {
      for (const Region::Use& u : r_.input_uses_[i]) {
        Deliver({root_, 0}, u, inputs[i], false);
      }
    }
    for (size_t k = 0; k < r_.nodes_.size(); ++k) {
      if (r_.nodes_[k].waits == 0) Push({root_, 0}, static_cast<int>(k));
    }
    Status s = Loop_();
    if (!s.ok()) {
      CancelPending();
      return s;
    }
    const auto& fetches = r_.plan_->ir().fetches;
    for (size_t f = 0; f < results_.size(); ++f) {
      if (fetches[f].node >= r_.begin_ && got_[f] == 0) {
        return InvalidArgument("Retval[", f, "] does not have value: node '",
                               r_.plan_->ir()[fetches[f].node].name,
                               "' lies on a branch that was not taken");
      }
    }
    return Status();
  }

 private:
  struct Loop;
  struct At {
    Loop* loop;
    int64_t iteration;
  };
  struct NodeRun {
    std::vector<Tensor> in;
    int left = 0;         // waits that have not come
    int dead = 0;         // dead inputs or controls
    int live_merge = -1;  // Merge: the input that came alive
    int data_left = 0;    // Merge: data inputs that have not come
    bool done = false;    // queued, or further
    bool over = false;    // has passed on what it gives
  };
  struct Iteration {
    std::map<int, NodeRun> nodes;
    int busy = 0;  // nodes queued or running, and loops inside
  };
  struct Ready {
    At at;
    int node;  // number in region
  };
  struct Loop {
    Loop* parent = nullptr;
    int64_t parent_iteration = 0;
    std::string name;  // static name, for dead exits
    std::map<int64_t, Iteration> iterations;
    std::vector<std::pair<int, Tensor>> constants;  // of constant Enters: node, value
    int64_t last_iteration = 0;
    // Values for iterations that are too far ahead of the oldest one.
    std::vector<std::pair<Ready, Tensor>> deferred;
    std::vector<int> exited;  // Exit nodes that passed a value on
    bool closed = false;
  };
  struct Pending {
    RegionRun* self;
    Ready ready;
    std::vector<Tensor> in, out;
    std::unique_ptr<NodeCall> call;
    int code = 0;
    int64_t start_ns = 0;
  };

  Loop* NewLoop(Loop* parent, int64_t iteration, std::string name) {
    loops_.push_back(std::make_unique<Loop>());
    Loop* l = loops_.back().get();
    l->parent = parent;
    l->parent_iteration = iteration;
    l->name = std::move(name);
    if (parent != nullptr) ++parent->iterations[iteration].busy;
    return l;
  }

  NodeRun& RunOf(At at, int k) {
    auto [it, fresh] = at.loop->iterations[at.iteration].nodes.try_emplace(k);
    NodeRun& n = it->second;
    if (fresh) {
      const IrNode& node = r_.plan_->ir()[r_.begin_ + k];
      n.in.resize(node.inputs.size());
      n.left = r_.nodes_[static_cast<size_t>(k)].waits;
      n.data_left = static_cast<int>(node.inputs.size());
      for (auto [input, constant] : r_.nodes_[static_cast<size_t>(k)].constants) {
        n.in[static_cast<size_t>(input)] = r_.plan_->ir()[constant].value;
      }
    }
    return n;
  }

  void Push(At at, int k) {
    ++at.loop->iterations[at.iteration].busy;
    queue_.push_back({at, k});
  }

  // A value (or its absence) reaches an input of a node.
  void Deliver(At at, const Region::Use& use, const Tensor& value, bool dead) {
    const int k = use.node - r_.begin_;
    NodeRun& n = RunOf(at, k);
    if (n.done) return;
    --n.left;
    if (dead) ++n.dead;
    if (use.input >= 0) {
      --n.data_left;
      if (!dead) n.in[static_cast<size_t>(use.input)] = value;
    }
    if (r_.nodes_[static_cast<size_t>(k)].kind == Region::Kind::kMerge) {
      DeliverMerge(at, k, &n, use, dead);
    } else if (n.left == 0) {
      n.done = true;
      Push(at, k);
    }
  }

  // A Merge goes on with the first live input once its controls are there; it is dead when all of
  // its forward inputs are.
  void DeliverMerge(At at, int k, NodeRun* n, const Region::Use& use, bool dead) {
    if (use.input >= 0 && !dead && n->live_merge < 0) n->live_merge = use.input;
    const IrNode& node = r_.plan_->ir()[r_.begin_ + k];
    int controls = n->left - n->data_left, backward = 0;
    for (const IrEdge& e : node.inputs) {
      backward += e.node >= r_.begin_ && r_.nodes_[static_cast<size_t>(e.node - r_.begin_)].kind ==
                                             Region::Kind::kNextIteration;
    }
    const int forward = static_cast<int>(node.inputs.size()) - backward;
    int forward_came = static_cast<int>(node.inputs.size()) - n->data_left;
    const bool all_dead =
        n->live_merge < 0 && forward_came >= (at.iteration > 0 && backward > 0 ? 1 : forward);
    // Later iterations get only the back edge.
    if (at.iteration > 0 && backward > 0) controls = 0;
    if (controls == 0 && (n->live_merge >= 0 || (all_dead && n->dead > 0))) {
      n->done = true;
      Push(at, k);
    }
  }

  Status Loop_() {
    while (true) {
      while (!queue_.empty()) {
        const Ready ready = queue_.front();
        if (run_->Cancelled() || run_->deadline_ns != 0) {
          Status stop = run_->CheckCancelled();
          const auto& exec = r_.plan_->execs()[static_cast<size_t>(r_.begin_ + ready.node)];
          if (!stop.ok()) return exec == nullptr ? stop : exec->Annotate(std::move(stop));
        }
        queue_.pop_front();
        HB_RETURN_IF_ERROR(Process(ready));
      }
      if (pending_.empty()) return Status();
      HB_RETURN_IF_ERROR(WaitForOne());
    }
  }

  Status Process(const Ready& ready) {
    const Region::RegionNode& node = r_.nodes_[static_cast<size_t>(ready.node)];
    NodeRun& n = RunOf(ready.at, ready.node);
    const int id = r_.begin_ + ready.node;
    // A ControlTrigger goes on whatever became of what it waited for.
    const bool dead = node.kind == Region::Kind::kMerge     ? n.live_merge < 0
                      : node.kind == Region::Kind::kTrigger ? false
                                                            : n.dead > 0;
    std::vector<Tensor> out(r_.plan_->ir()[id].out_types.size());
    std::vector<char> out_dead(out.size(), dead ? 1 : 0);
    const int64_t start_ns = StartOfNode();
    if (!dead) {
      switch (node.kind) {
        case Region::Kind::kSwitch:
          HB_RETURN_IF_ERROR(Switch(id, &n, &out, &out_dead));
          break;
        case Region::Kind::kMerge:
          out[0] = n.in[static_cast<size_t>(n.live_merge)];
          if (out.size() > 1) out[1] = Tensor::Scalar<int32_t>(n.live_merge);
          break;
        case Region::Kind::kEnter:
        case Region::Kind::kExit:
        case Region::Kind::kNextIteration:
        case Region::Kind::kForward:
          out[0] = n.in[0];
          break;
        case Region::Kind::kTrigger:
          break;
        case Region::Kind::kNormal:
          if (node.may_block) return Start(ready, &n);
          HB_RETURN_IF_ERROR(Execute(id, node, &n, &out));
      }
      Record(id, start_ns, out);
    }
    n.in.clear();
    Propagate(ready, out, out_dead, dead);
    return Status();
  }

  int64_t StartOfNode() const { return run_->trace == nullptr ? 0 : RunTrace::Now(); }

  void Record(int id, int64_t start_ns, const std::vector<Tensor>& out) const {
    if (run_->trace == nullptr || r_.plan_->ir()[id].is_const()) return;
    std::vector<HbView> outputs;
    for (const Tensor& t : out) outputs.push_back(t.valid() ? ViewOf(t) : HbView{});
    run_->trace->Add(r_.plan_->ir(), id, start_ns, std::move(outputs));
  }

  Status Switch(int id, NodeRun* n, std::vector<Tensor>* out, std::vector<char>* out_dead) {
    const Tensor& which = n->in[1];
    int64_t chosen = 0;
    if (which.dtype() == DT_BOOL && which.num_elements() == 1) {
      chosen = which.scalar<bool>() ? 1 : 0;
    } else if (which.dtype() == DT_INT32 && which.num_elements() == 1) {
      chosen = which.scalar<int32_t>();
      if (chosen < 0 || chosen >= static_cast<int64_t>(out->size())) {
        chosen = static_cast<int64_t>(out->size()) - 1;
      }
    } else {
      return InvalidArgument("node '", r_.plan_->ir()[id].name,
                             "' (Switch): the predicate must be ", "a scalar, not ",
                             which.shape().ToString());
    }
    for (size_t k = 0; k < out->size(); ++k) {
      (*out_dead)[k] = static_cast<int64_t>(k) != chosen;
      if (!(*out_dead)[k]) (*out)[k] = n->in[0];
    }
    return Status();
  }

  Status Execute(int id, const Region::RegionNode& node, NodeRun* n, std::vector<Tensor>* out) {
    const IrNode& ir = r_.plan_->ir()[id];
    if (ir.is_const()) {
      (*out)[0] = ir.value;
      return Status();
    }
    const NodeExec& exec = *r_.plan_->execs()[static_cast<size_t>(id)];
    if (node.is_call) {
      return exec.Annotate(RunCall(exec, CallKindOf(exec), n->in, *out, run_));
    }
    uint64_t owned = 0;
    for (size_t i = 0; i < n->in.size() && i < 64; ++i) {
      const auto& b = n->in[i].buffer();
      if (b && b->owned() && b->Unique()) owned |= 1ull << i;
    }
    return RunNode(exec, n->in, owned, *out, run_);
  }

  Status Start(const Ready& ready, NodeRun* n) {
    const NodeExec& exec = *r_.plan_->execs()[static_cast<size_t>(r_.begin_ + ready.node)];
    auto p = std::make_unique<Pending>();
    p->self = this;
    p->ready = ready;
    p->start_ns = StartOfNode();
    p->in = std::move(n->in);
    p->out.resize(exec.out_types.size());
    p->call = std::make_unique<NodeCall>(exec, p->in, 0, p->out, run_);
    Status s = p->call->Prepare();
    if (!s.ok()) return exec.Annotate(std::move(s));
    Pending* raw = p.get();
    {
      std::lock_guard lock(mu_);
      pending_[raw] = std::move(p);
    }
    raw->call->Start(
        [](void* arg, int code) {
          auto* done = static_cast<Pending*>(arg);
          RegionRun* self = done->self;
          std::lock_guard lock(self->mu_);
          done->code = code;
          self->finished_.push_back(done);
          self->wake_.notify_all();
        },
        raw);
    return Status();
  }

  const NodeExec& ExecOf(const Pending& p) const {
    return *r_.plan_->execs()[static_cast<size_t>(r_.begin_ + p.ready.node)];
  }

  Status WaitForOne() {
    int64_t callback = 0;
    if (run_->cancellation != nullptr) {
      callback = run_->cancellation->OnCancel([this] {
        std::lock_guard lock(mu_);
        wake_.notify_all();
      });
    }
    Pending* done = nullptr;
    bool cancelled = false;
    {
      std::unique_lock lock(mu_);
      while (finished_.empty() && !cancelled) {
        wake_.wait_for(lock, std::chrono::milliseconds(10));
        cancelled = !run_->CheckCancelled().ok();
      }
      if (!finished_.empty()) {
        done = finished_.front();
        finished_.pop_front();
      }
    }
    if (callback != 0) run_->cancellation->Forget(callback);
    if (done == nullptr) return ExecOf(*pending_.begin()->first).Annotate(run_->CheckCancelled());
    std::unique_ptr<Pending> p;
    {
      std::lock_guard lock(mu_);
      p = std::move(pending_[done]);
      pending_.erase(done);
    }
    HB_RETURN_IF_ERROR(ExecOf(*p).Annotate(p->call->Finish(p->code)));
    Record(r_.begin_ + p->ready.node, p->start_ns, p->out);
    Propagate(p->ready, p->out, std::vector<char>(p->out.size(), 0), false);
    return Status();
  }

  // Waits until nothing of this run is left with anybody else.
  void CancelPending() {
    std::vector<Pending*> all;
    {
      std::lock_guard lock(mu_);
      for (auto& [raw, p] : pending_) all.push_back(raw);
    }
    for (Pending* p : all) p->call->Cancel();
    std::unique_lock lock(mu_);
    wake_.wait(lock, [&] { return finished_.size() >= pending_.size(); });
  }

  void Propagate(const Ready& ready, const std::vector<Tensor>& out,
                 const std::vector<char>& out_dead, bool dead) {
    const Region::RegionNode& node = r_.nodes_[static_cast<size_t>(ready.node)];
    At to = ready.at;
    bool go = true;
    if (node.kind == Region::Kind::kEnter) {
      to = {ChildLoop(ready.at, node.frame_name), 0};
      if (node.constant_enter && !dead) to.loop->constants.emplace_back(ready.node, out[0]);
    } else if (node.kind == Region::Kind::kExit) {
      // A dead Exit says nothing yet: a later iteration may leave the loop.
      if (dead) {
        go = false;
      } else {
        to.loop->exited.push_back(ready.node);
        to = {ready.at.loop->parent, ready.at.loop->parent_iteration};
      }
    } else if (node.kind == Region::Kind::kNextIteration) {
      go = !dead;
      ++to.iteration;
      if (go && to.iteration - to.loop->iterations.begin()->first > kMaxAhead) {
        to.loop->deferred.emplace_back(ready, out[0]);
        return;
      }
      if (go) BeginIteration(to);
    }
    if (go && to.loop != nullptr) {
      if (!dead || node.kind != Region::Kind::kEnter) TakeFetches(ready.node, out, out_dead, to);
      Send(ready.node, to, out, out_dead, dead);
      if (node.constant_enter && !dead) {
        for (int64_t i = 1; i <= to.loop->last_iteration; ++i) {
          Send(ready.node, {to.loop, i}, out, out_dead, dead);
        }
      }
    }
    RunOf(ready.at, ready.node).over = true;
    Release(ready.at);
  }

  void Send(int k, At to, const std::vector<Tensor>& out, const std::vector<char>& out_dead,
            bool dead) {
    const Region::RegionNode& node = r_.nodes_[static_cast<size_t>(k)];
    for (size_t o = 0; o < node.uses.size(); ++o) {
      for (const Region::Use& u : node.uses[o]) Deliver(to, u, out[o], out_dead[o] != 0);
    }
    for (const Region::Use& u : node.control_uses) Deliver(to, u, Tensor(), dead);
  }

  void TakeFetches(int k, const std::vector<Tensor>& out, const std::vector<char>& out_dead,
                   At to) {
    if (to.loop != root_) return;
    const auto& fetches = r_.plan_->ir().fetches;
    for (size_t f = 0; f < fetches.size(); ++f) {
      if (fetches[f].node != r_.begin_ + k) continue;
      const size_t index = static_cast<size_t>(fetches[f].index);
      if (out_dead[index]) continue;
      results_[f] = out[index];
      got_[f] = 1;
    }
  }

  Loop* ChildLoop(At at, const std::string& name) {
    auto& slot = children_[{at.loop, at.iteration, name}];
    if (slot == nullptr) {
      slot = NewLoop(at.loop, at.iteration, at.loop->name + kNest + name);
    }
    return slot;
  }

  void BeginIteration(At at) {
    Loop* l = at.loop;
    if (at.iteration <= l->last_iteration) return;
    l->last_iteration = at.iteration;
    const auto constants = l->constants;
    for (const auto& [k, value] : constants) Send(k, at, {value}, {0}, false);
  }

  // A node is over. Iterations retire in order, once nothing is left in them: what went before can
  // bring nothing new. A loop without iterations tells its parent that exits which never passed a
  // value are dead.
  void Release(At at) {
    while (at.loop != nullptr) {
      Loop* l = at.loop;
      --l->iterations[at.iteration].busy;
      if (l == root_) return;
      while (!l->iterations.empty()) {
        auto first = l->iterations.begin();
        if (first->second.busy > 0 || (first->first == 0 && !AllEntered(l))) break;
        l->iterations.erase(first);
      }
      auto deferred = std::move(l->deferred);
      l->deferred.clear();
      for (auto& [ready, value] : deferred) Propagate(ready, {value}, {0}, false);
      if (!l->iterations.empty() || l->closed) return;
      l->closed = true;
      SendDeadExits(l);
      at = {l->parent, l->parent_iteration};
    }
  }

  void SendDeadExits(Loop* l) {
    for (size_t k = 0; k < r_.nodes_.size(); ++k) {
      if (r_.nodes_[k].kind != Region::Kind::kExit || r_.static_frame_[k] != l->name) continue;
      if (std::find(l->exited.begin(), l->exited.end(), static_cast<int>(k)) != l->exited.end()) {
        continue;
      }
      const size_t outs = r_.nodes_[k].uses.size();
      Send(static_cast<int>(k), {l->parent, l->parent_iteration}, std::vector<Tensor>(outs),
           std::vector<char>(outs, 1), true);
    }
  }

  // True when all Enters of the loop have come, dead or alive: nothing new can begin in it.
  bool AllEntered(Loop* l) {
    for (size_t k = 0; k < r_.nodes_.size(); ++k) {
      const Region::RegionNode& node = r_.nodes_[k];
      if (node.kind != Region::Kind::kEnter) continue;
      if (r_.static_frame_[k] + kNest + node.frame_name != l->name) continue;
      NodeRun& n = RunOf({l->parent, l->parent_iteration}, static_cast<int>(k));
      if (!n.over) return false;
    }
    return true;
  }

  const Region& r_;
  RunState* run_;
  std::span<Tensor> results_;
  std::vector<char> got_;
  Loop* root_ = nullptr;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::map<std::tuple<Loop*, int64_t, std::string>, Loop*> children_;
  std::deque<Ready> queue_;
  std::mutex mu_;
  std::condition_variable wake_;
  std::map<Pending*, std::unique_ptr<Pending>> pending_;
  std::deque<Pending*> finished_;
};

Status Region::Run(std::span<const Tensor> inputs, std::span<Tensor> results, RunState* run) const {
  return RegionRun(*this, run, results).Run(inputs);
}

}  // namespace hb
