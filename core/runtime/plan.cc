#include "core/runtime/plan.h"

#include <algorithm>

#include "core/base/fp_state.h"
#include "core/kernel/registry.h"
#include "core/passes/place.h"
#include "core/runtime/device_run.h"
#include "core/runtime/region.h"
#include "core/runtime/session.h"
#include "core/runtime/specialisation.h"

namespace hb {
namespace {

// Specialisations kept for one plan; the least recently used goes first.
constexpr size_t kMaxSpecialisations = 32;
// Constants larger than this are computed anew rather than kept.
constexpr size_t kMaxFoldedBytes = 16 << 20;

void FindKernels(Ir* ir, const DeviceSet& devices) {
  for (IrNode& n : ir->nodes) {
    if (n.op != nullptr && !n.is_const() && n.kernel == nullptr) FindKernel(&n, devices);
  }
}

Status Evaluate(const IrNode& n, const std::shared_ptr<FunctionLibrary>& functions,
                Session* session, std::vector<Tensor> inputs, std::vector<Tensor>* out) {
  const ScopedFpState fp;  // a folded value has the bits of a computed one
  IrNode host;
  if (n.on != nullptr) {
    // Constants are computed on the host, wherever the node would run.
    host = n;
    host.place = 0;
    host.on = nullptr;
    host.kernel = nullptr;
    FindKernel(&host, session->devices());
  }
  NodeExec exec(n.on != nullptr ? host : n, functions);
  RunState run;
  run.session = session;
  out->assign(n.out_types.size(), Tensor());
  return RunNode(exec, inputs, 0, *out, &run);
}

}  // namespace

Plan::Plan(Session* session) : session_(session) {}

Plan::~Plan() {
  delete last_.exchange(nullptr);
  // Idle frames hold their specialisation.
  for (auto& spec : specialisations_) spec->idle.clear();
}

Result<std::shared_ptr<Plan>> Plan::Compile(Session* session, Ir ir, int wish) {
  std::shared_ptr<Plan> plan(new Plan(session));
  HB_RETURN_IF_ERROR(InlineCalls(&ir));
  Prune(&ir);
  HB_RETURN_IF_ERROR(GuardConstants(&ir));
  HB_RETURN_IF_ERROR(Order(&ir));
  const DeviceSet& devices = session->devices();
  HB_RETURN_IF_ERROR(Place(&ir, devices, {session->options().soft_placement, wish}));
  FindKernels(&ir, devices);
  plan->ir_ = std::move(ir);
  HB_RETURN_IF_ERROR(plan->ReadReferences());
  PassThrough(&plan->ir_);
  MergeCommon(&plan->ir_);
  HB_RETURN_IF_ERROR(Order(&plan->ir_));
  FoldConstants(
      &plan->ir_,
      [&](const IrNode& n, std::vector<Tensor> in, std::vector<Tensor>* out) {
        return Evaluate(n, plan->ir_.functions, session, std::move(in), out);
      },
      kMaxFoldedBytes);
  MergeCommon(&plan->ir_);
  Prune(&plan->ir_);
  HB_RETURN_IF_ERROR(Order(&plan->ir_));
  HB_RETURN_IF_ERROR(ImplementLstmLoops(&plan->ir_));
  HB_RETURN_IF_ERROR(ImplementPatterns(&plan->ir_));
  HB_RETURN_IF_ERROR(GroupUpdates(&plan->ir_));
  HB_RETURN_IF_ERROR(FuseEpilogues(&plan->ir_));
  HB_RETURN_IF_ERROR(JoinConvs(&plan->ir_));
  FindKernels(&plan->ir_, devices);
  HB_RETURN_IF_ERROR(JoinChains(&plan->ir_));
  FindKernels(&plan->ir_, devices);
  if (devices.has_devices()) {
    HB_RETURN_IF_ERROR(InsertCopies(&plan->ir_, devices, CopyKernel()));
    HB_RETURN_IF_ERROR(plan->UploadConstants());
    Prune(&plan->ir_);
    HB_RETURN_IF_ERROR(Order(&plan->ir_));
  }
  HoistWeightGradients(&plan->ir_);
  plan->FindRegion();
  HB_RETURN_IF_ERROR(plan->PrepareNodes());
  return plan;
}

// Constants that devices need are brought there once.
Status Plan::UploadConstants() {
  for (IrNode& n : ir_.nodes) {
    if (n.dead || !IsCopy(n) || !ir_[n.inputs[0].node].is_const()) continue;
    Result<Tensor> there = n.on->Upload(ir_[n.inputs[0].node].value);
    if (!there.ok()) return std::move(there).status().WithPrefix(StrCat("node '", n.name, "': "));
    n.value = std::move(there).value();
    n.inputs.clear();
    n.in_types.clear();
  }
  return Status();
}

// Puts a read between a variable reference and each node that wants its value.
Status Plan::ReadReferences() {
  const int count = ir_.size();
  auto read = [this](IrEdge e, std::vector<int> controls) -> Result<IrEdge> {
    const DType t = BaseType(ir_[e.node].out_types[static_cast<size_t>(e.index)]);
    HB_ASSIGN_OR_RETURN(
        int id, ir_.Add("ReadVariableOp", StrCat(ir_[e.node].name, "/read"), {{"dtype", t}}, {t}));
    IrNode& n = ir_[id];
    n.inputs = {e};
    n.in_types = {DT_RESOURCE};
    n.controls = std::move(controls);
    n.place = ir_[e.node].place;
    n.on = ir_[e.node].on;
    FindKernel(&n, session_->devices());
    return IrEdge{id, 0};
  };
  for (int i = 0; i < count; ++i) {
    if (ir_[i].op == nullptr || ir_[i].dead) continue;
    for (size_t k = 0; k < ir_[i].inputs.size(); ++k) {
      const IrEdge e = ir_[i].inputs[k];
      if (!IsRef(ir_[e.node].out_types[static_cast<size_t>(e.index)])) continue;
      if (IsRef(ir_[i].in_types[k])) continue;
      HB_ASSIGN_OR_RETURN(IrEdge value, read(e, ir_[i].controls));
      ir_[i].inputs[k] = value;
    }
  }
  for (IrEdge& e : ir_.fetches) {
    if (!IsRef(ir_[e.node].out_types[static_cast<size_t>(e.index)])) continue;
    HB_ASSIGN_OR_RETURN(e, read(e, {}));
  }
  return Status();
}

void Plan::FindRegion() {
  // Everything that hangs on control flow or a blocking kernel goes to the end of the order, the
  // rest keeps its order in front.
  const int n = ir_.size();
  std::vector<char> in_region(static_cast<size_t>(n), 0);
  bool any = false;
  for (int round = 0; round < 2; ++round) {  // twice, because loops close backwards
    for (int i = 0; i < n; ++i) {
      const IrNode& node = ir_[i];
      if (node.op == nullptr) continue;
      char& in = in_region[static_cast<size_t>(i)];
      in = in || IsControlFlow(node.type()) ||
           (node.kernel != nullptr && (node.kernel->flags & kHbMayBlock) != 0);
      for (const IrEdge& e : node.inputs) in = in || in_region[static_cast<size_t>(e.node)];
      for (int c : node.controls) in = in || in_region[static_cast<size_t>(c)];
      any = any || in;
    }
  }
  region_begin_ = n;
  if (!any) return;
  std::vector<int> order;
  for (char want : {0, 1}) {
    if (want == 1) region_begin_ = static_cast<int>(order.size());
    for (int i = 0; i < n; ++i) {
      if (in_region[static_cast<size_t>(i)] == want) order.push_back(i);
    }
  }
  Arrange(&ir_, order);
}

Status Plan::PrepareNodes() {
  feed_types_.assign(static_cast<size_t>(ir_.num_feeds), DT_INVALID);
  for (IrNode& n : ir_.nodes) {
    execs_.push_back(nullptr);
    if (n.is_feed()) {
      feed_types_[static_cast<size_t>(n.feed)] = n.out_types[0];
      continue;
    }
    if (n.is_const()) continue;
    execs_.back() = std::make_unique<NodeExec>(n, ir_.functions);
    NodeExec& exec = *execs_.back();
    if (IsCopy(n)) {
      const IrNode& from = ir_[n.inputs[0].node];
      exec.in_memory[0] = OutputMemory(from, static_cast<size_t>(n.inputs[0].index));
      exec.copies_feed = from.is_feed();
    }
    if (exec.kernel == nullptr) continue;
    if (exec.kernel->new_state != nullptr) exec.state = session_->StateOf(exec);
    if ((exec.kernel->flags & kHbMakesHandle) != 0 && n.inputs.empty()) {
      RunState run;
      run.session = session_;
      Tensor out;
      HB_RETURN_IF_ERROR(RunNode(exec, {}, 0, {&out, 1}, &run));
      exec.handle = out;
    }
  }
  if (region_begin_ < ir_.size()) region_ = std::make_unique<Region>(this, region_begin_);
  return Status();
}

Status Plan::Lease(std::span<Tensor* const> feeds, std::unique_ptr<Frame> last,
                   std::unique_ptr<Frame>* frame) {
  if (last != nullptr) Return(std::move(last));
  std::shared_ptr<Specialisation> spec;
  {
    std::lock_guard lock(mu_);
    for (auto it = specialisations_.begin(); it != specialisations_.end(); ++it) {
      if (!(*it)->Fits(feeds)) continue;
      if (it != specialisations_.begin()) {
        specialisations_.splice(specialisations_.begin(), specialisations_, it);
      }
      spec = specialisations_.front();
      if (!spec->idle.empty()) {
        *frame = std::move(spec->idle.back());
        spec->idle.pop_back();
        return Status();
      }
      break;
    }
  }
  if (spec == nullptr) {
    spec = std::make_shared<Specialisation>();
    HB_RETURN_IF_ERROR(spec->Build(this, feeds));
    std::lock_guard lock(mu_);
    specialisations_.push_front(spec);
    if (specialisations_.size() > kMaxSpecialisations) {
      // Idle frames hold their specialisation.
      specialisations_.back()->idle.clear();
      specialisations_.pop_back();
    }
  }
  *frame = std::make_unique<Frame>(std::move(spec));
  return Status();
}

void Plan::Return(std::unique_ptr<Frame> frame) {
  std::unique_ptr<Frame> surplus;
  std::lock_guard lock(mu_);
  const auto& spec = frame->spec();
  if (std::find(specialisations_.begin(), specialisations_.end(), spec) == specialisations_.end()) {
    surplus = std::move(frame);
    return;
  }
  spec->idle.push_back(std::move(frame));
}

// "'x:0'", or the number of a feed that nothing needs.
std::string Plan::FeedName(size_t i) const {
  for (const IrNode& n : ir_.nodes) {
    if (n.feed == static_cast<int>(i)) return StrCat("'", n.name, "'");
  }
  return StrCat(i);
}

Status Plan::CheckFeed(size_t i, const Tensor* feed) const {
  if (feed == nullptr || !feed->valid())
    return InvalidArgument("feed ", FeedName(i), " has no tensor");
  if (feed_types_[i] == DT_INVALID || feed->dtype() == feed_types_[i]) return Status();
  return InvalidArgument("feed ", FeedName(i), " must be ", DTypeName(feed_types_[i]), ", not ",
                         DTypeName(feed->dtype()));
}

Status Plan::Run(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches,
                 const RunState& run) {
  for (size_t i = 0; i < feeds.size(); ++i) {
    HB_RETURN_IF_ERROR(CheckFeed(i, feeds[i]));
  }
  std::unique_ptr<Frame> frame(last_.exchange(nullptr, std::memory_order_acquire));
  if (frame == nullptr || !frame->spec()->Fits(feeds)) {
    HB_RETURN_IF_ERROR(Lease(feeds, std::move(frame), &frame));
  }
  Status s = frame->Run(feeds, fetches, run);
  Frame* none = nullptr;
  if (last_.compare_exchange_strong(none, frame.get(), std::memory_order_release,
                                    std::memory_order_relaxed)) {
    (void)frame.release();
  } else {
    Return(std::move(frame));
  }
  return s;
}

std::pair<int64_t, int64_t> Plan::ArenaBytes() const {
  std::lock_guard lock(mu_);
  if (specialisations_.empty()) return {0, 0};
  return {specialisations_.front()->arena_bytes, specialisations_.front()->live_bytes};
}

size_t Plan::num_specialisations() const {
  std::lock_guard lock(mu_);
  return specialisations_.size();
}

}  // namespace hb
