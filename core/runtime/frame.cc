#include "core/runtime/frame.h"

#include <chrono>
#include <climits>
#include <cstdlib>

#include "core/base/fp_state.h"
#include "core/base/memory.h"
#include "core/base/thread_pool.h"
#include "core/runtime/device_run.h"
#include "core/runtime/region.h"
#include "core/runtime/session.h"
#include "core/runtime/trace.h"

namespace hb {
namespace {

Status WrongMemory(size_t fetch, const Tensor& given, DType dtype, const Shape& shape) {
  return InvalidArgument("the memory supplied for fetch ", fetch, " holds ",
                         DTypeName(given.dtype()), given.shape().ToString(), "; the result is ",
                         DTypeName(dtype), shape.ToString());
}

}  // namespace

ArenaPool::~ArenaPool() {
  for (Block& b : idle_) std::free(b.data);
}

Result<ArenaPool::Block> ArenaPool::Lease(size_t size) {
  {
    std::lock_guard lock(mu_);
    auto best = idle_.end();
    for (auto it = idle_.begin(); it != idle_.end(); ++it) {
      if (it->size >= size && (best == idle_.end() || it->size < best->size)) best = it;
    }
    if (best == idle_.end() && !idle_.empty()) {
      // A block that is too small gives way to the larger one, so that few stay around.
      std::free(idle_.back().data);
      idle_.pop_back();
    } else if (best != idle_.end()) {
      Block b = *best;
      idle_.erase(best);
      return b;
    }
  }
  const size_t rounded = (size + 4095) & ~size_t{4095};
  void* data = AllocateBlock(kAlignment, rounded);
  if (data == nullptr) return ResourceExhausted("out of memory for an arena of ", size, " bytes");
  return Block{data, rounded};
}

void ArenaPool::Return(Block b) {
  std::lock_guard lock(mu_);
  idle_.push_back(b);
}

Frame::Frame(std::shared_ptr<Specialisation> spec) : spec_(std::move(spec)) {
  const Specialisation& s = *spec_;
  views_.resize(s.values.size());
  for (size_t v = 0; v < s.values.size(); ++v) {
    const Value& value = s.values[v];
    views_[v] = {nullptr, value.shape.data(), value.shape.num_elements(), value.shape.rank(),
                 value.dtype};
    const Value& root = s.values[static_cast<size_t>(value.root)];
    if (root.home == Home::kConst) views_[v].data = root.constant.data();
  }
  slots_.resize(static_cast<size_t>(s.num_slots));
  made_.resize(s.fetches.size());
  if (s.plan->region_ != nullptr) region_results_.resize(s.fetches.size());
  pointers_.resize(s.args.size());
  tensors_.resize(s.args.size());
  for (size_t a = 0; a < s.args.size(); ++a) {
    const int id = s.args[a];
    pointers_[a] = &views_[static_cast<size_t>(id)];
    const Value& v = s.values[static_cast<size_t>(id)];
    if (v.home == Home::kConst) tensors_[a] = &v.constant;
    if (v.home == Home::kSlot) tensors_[a] = &slots_[static_cast<size_t>(v.slot)];
  }
  ctxs_.resize(s.steps.size());
  int most = 0;
  for (const PlanStep& step : s.steps) most = std::max(most, step.n_out);
  handed_.resize(static_cast<size_t>(most));
  for (size_t t = 0; t < s.steps.size(); ++t) {
    const PlanStep& step = s.steps[t];
    const NodeExec* node = s.plan->execs()[static_cast<size_t>(step.node)].get();
    StepCtx& c = ctxs_[t];
    static_cast<HbRunCtx&>(c) = HbRunCtx{};
    c.env = KernelEnv();
    c.in = pointers_.data() + step.first_in;
    c.out = pointers_.data() + step.first_out;
    c.params = step.params;
    c.cost_ns = step.cost_ns;
    c.state = node->state ? node->state->data : nullptr;
    c.impl = GlobalKernelHost();
    c.node = node;
    c.run = &run_;
    c.in_tensors = tensors_.data() + step.first_in;
    c.status = &status_;
  }
}

Frame::~Frame() = default;

// Gives back what a run holds, however the run ends.
class Frame::Binding {
 public:
  explicit Binding(Frame* frame) : frame_(frame) {}
  ~Binding() { frame_->Reset(failed_); }
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;
  void Succeed() { failed_ = false; }

 private:
  Frame* frame_;
  bool failed_ = true;
};

void Frame::BindArena(char* base) {
  const Specialisation& s = *spec_;
  for (size_t v = 0; v < s.values.size(); ++v) {
    const Value& root = s.values[static_cast<size_t>(s.values[v].root)];
    if (root.home == Home::kArena && root.device == nullptr) views_[v].data = base + root.offset;
  }
  for (size_t t = 0; t < s.steps.size(); ++t) {
    if (s.steps[t].scratch_offset >= 0 && ctxs_[t].node->on == nullptr) {
      ctxs_[t].scratch = base + s.steps[t].scratch_offset;
    }
  }
  bound_ = base;
  if (kept_ != nullptr) BindKept();
}

// Says which node wants the largest part of an arena that there is no memory for.
Status Frame::BlameLargest(Status status) const {
  const Specialisation& s = *spec_;
  const NodeExec* largest = nullptr;
  size_t most = 0;
  for (const PlanStep& step : s.steps) {
    for (int k = 0; k < step.n_out; ++k) {
      const Value& v =
          s.values[static_cast<size_t>(s.args[static_cast<size_t>(step.first_out + k)])];
      if (v.home != Home::kArena) continue;
      const size_t bytes = static_cast<size_t>(v.shape.num_elements()) * DTypeSize(v.dtype);
      if (largest != nullptr && bytes <= most) continue;
      largest = s.plan->execs()[static_cast<size_t>(step.node)].get();
      most = bytes;
    }
  }
  return largest == nullptr ? status : largest->Annotate(std::move(status));
}

Status Frame::Bind(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches) {
  const Specialisation& s = *spec_;
  feeds_ = feeds;
  fetches_ = fetches;
  if (s.arena_bytes > 0) {
    Result<ArenaPool::Block> arena =
        run_.session->arenas().Lease(static_cast<size_t>(s.arena_bytes));
    if (!arena.ok()) return BlameLargest(std::move(arena).status());
    arena_ = *arena;
    if (arena_.data != bound_) BindArena(static_cast<char*>(arena_.data));
  }
  for (auto [number, v] : s.feed_views) {
    views_[static_cast<size_t>(v)].data = feeds[static_cast<size_t>(number)]->data();
  }
  for (auto [number, a] : s.feed_args) {
    tensors_[static_cast<size_t>(a)] = feeds[static_cast<size_t>(number)];
  }
  for (size_t f = 0; f < fetches.size(); ++f) {
    const FetchStep& fetch = s.fetches[f];
    if (fetch.direct) HB_RETURN_IF_ERROR(BindOutput(fetch, f, fetches[f]));
  }
  for (auto [number, v] : s.output_views) {
    views_[static_cast<size_t>(v)].data = fetches[static_cast<size_t>(number)]->data();
  }
  return Status();
}

Status Frame::BindOutput(const FetchStep& fetch, size_t number, Tensor* to) {
  const Value& v = spec_->values[static_cast<size_t>(fetch.value)];
  if (!to->valid()) {
    Result<Tensor> made = Tensor::Allocate(v.dtype, v.shape);
    if (!made.ok()) {
      const int node = spec_->plan->ir().fetches[number].node;
      return spec_->plan->execs()[static_cast<size_t>(node)]->Annotate(std::move(made).status());
    }
    *to = std::move(made).value();
    made_[number] = 1;
    return Status();
  }
  if (to->dtype() == v.dtype && to->bytes() == static_cast<size_t>(fetch.bytes)) return Status();
  return WrongMemory(number, *to, v.dtype, v.shape);
}

Status Frame::Run(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches,
                  const RunState& run) {
  run_ = run;
  run_.weights = &spec_->weights;
  run_.number = 0;
  if (!status_.ok()) status_ = Status();
  if (!spec_->shares || run.max_threads == 1) return RunBound(feeds, fetches);
  const ThreadTuner::Choice choice = spec_->tuner.Next();
  if (choice.alone) run_.max_threads = 1;
  if (choice.wake) ThreadPool::Global().Wake();
  if (choice.trial < 0) return RunBound(feeds, fetches);
  const auto start = std::chrono::steady_clock::now();
  Status s = RunBound(feeds, fetches);
  const std::chrono::nanoseconds spent = std::chrono::steady_clock::now() - start;
  spec_->tuner.Report(choice, spent.count());
  return s;
}

Status Frame::RunBound(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches) {
  ScopedFpState fp;
  Binding binding(this);
  Status s = Bind(feeds, fetches);
  const bool devices = spec_->uses_devices;
  if (s.ok() && devices) s = BindDevices();
  if (run_.trace != nullptr) run_.trace->AddArena(spec_->arena_bytes, spec_->live_bytes);
  if (s.ok()) s = RunSteps();
  if (s.ok() && spec_->plan->region_ != nullptr) s = RunRegion();
  if (s.ok() && devices) s = run_.devices->SyncOut(run_);
  if (s.ok()) s = Collect();
  if (s.ok()) binding.Succeed();
  return s;
}

inline Status Frame::RunSteps() {
  size_t begin = 0;
  if (const Kept& kept = spec_->kept; kept.steps > 0) {
    HB_RETURN_IF_ERROR(RunKept());
    begin = static_cast<size_t>(kept.reads + kept.steps);
  }
  return WalkEither(begin, spec_->steps.size());
}

// The first steps, up to those that run each time.
Status Frame::RunKept() {
  Kept& kept = spec_->kept;
  const auto reads = static_cast<size_t>(kept.reads), steps = static_cast<size_t>(kept.steps);
  const uint64_t now = Variable::Changes().load(std::memory_order_acquire);
  Kept::Answer found;
  if (kept_ == nullptr || kept_since_ != now) {
    found = kept.Find();
    kept_since_ = now;
    if (found.values != kept_) {
      kept_ = std::move(found.values);
      BindKept();
    }
  }
  HB_RETURN_IF_ERROR(WalkEither(0, reads));
  if (reads > 0 && kept_ != nullptr && Variable::Changes().load(std::memory_order_acquire) != now &&
      kept.Find().values != kept_) {
    // What was read for ordinary steps is newer.
    kept_ = nullptr;
    BindKept();
  }
  if (kept_ == nullptr) HB_RETURN_IF_ERROR(WalkEither(reads, reads + steps));
  if (!found.asked) return Status();
  if (Kept::Values values = CopyKept(); values != nullptr) kept.Put(found.ticket, values);
  return Status();
}

void Frame::BindKept() {
  const Specialisation& s = *spec_;
  for (auto [v, offset] : s.kept.views) {
    const Value& root = s.values[static_cast<size_t>(s.values[static_cast<size_t>(v)].root)];
    // Nobody writes through the view of an input.
    views_[static_cast<size_t>(v)].data =
        kept_ == nullptr ? bound_ + root.offset : const_cast<char*>(kept_.get()) + offset;
  }
}

// Null if there is no memory for it.
Kept::Values Frame::CopyKept() const {
  const Kept& kept = spec_->kept;
  std::shared_ptr<void> copy = PackCache::Allocate(static_cast<size_t>(kept.bytes));
  if (copy == nullptr) return nullptr;
  char* const to = static_cast<char*>(copy.get());
  for (auto [v, offset] : kept.views) {
    const HbView& view = views_[static_cast<size_t>(v)];
    std::memcpy(to + offset, view.data,
                static_cast<size_t>(view.count) * DTypeSize(static_cast<DType>(view.dtype)));
  }
  return Kept::Values(std::move(copy), to);
}

Status Frame::WalkEither(size_t begin, size_t end) {
  return run_.trace == nullptr ? Walk<false>(begin, end) : Walk<true>(begin, end);
}

template <bool kTraced>
Status Frame::Walk(size_t begin, size_t end) {
  const Specialisation& spec = *spec_;
  const bool stoppable =
      run_.cancellation != nullptr || run_.session_closing != nullptr || run_.deadline_ns != 0;
  for (size_t t = begin; t < end; ++t) {
    const PlanStep& step = spec.steps[t];
    if (stoppable && (run_.Cancelled() || ((t & 63) == 0 && run_.deadline_ns != 0))) {
      if (Status stop = run_.CheckCancelled(); !stop.ok()) return ctxs_[t].node->Annotate(stop);
    }
    StepCtx& ctx = ctxs_[t];
    const int64_t start_ns = kTraced ? RunTrace::Now() : 0;
    HB_RETURN_IF_ERROR(RunStep(step, &ctx));
    if (kTraced) Record(step, start_ns);
    if (!ctx.temps.empty()) ctx.FreeTemps();
    for (int slot : step.release) slots_[static_cast<size_t>(slot)] = Tensor();
  }
  return Status();
}

inline Status Frame::RunStep(const PlanStep& step, StepCtx* ctx) {
  if (step.kind == StepKind::kStatic) {
    if (step.run(ctx) == 0 && status_.ok()) return Status();
    ctx->FreeTemps();
    if (status_.ok()) status_ = Internal("the kernel failed without a message");
    return ctx->node->Annotate(status_);
  }
  if (step.kind == StepKind::kRead) return RunRead(step, ctx);
  if (step.kind == StepKind::kSlots) return RunSlots(step, ctx);
  if (step.kind >= StepKind::kDevice) return RunDevice(step, ctx);
  return RunDynamic(step);
}

void Frame::Record(const PlanStep& step, int64_t start_ns) {
  std::vector<HbView> outputs;
  for (int k = 0; k < step.n_out; ++k) {
    outputs.push_back(*pointers_[static_cast<size_t>(step.first_out + k)]);
  }
  run_.trace->Add(spec_->plan->ir(), step.node, start_ns, std::move(outputs));
}

void Frame::SetSlot(int value, Tensor t) {
  const Value& v = spec_->values[static_cast<size_t>(value)];
  Tensor& slot = slots_[static_cast<size_t>(v.slot)];
  slot = std::move(t);
  views_[static_cast<size_t>(value)] = ViewOf(slot);
}

// Most steps of small models are reads: what the kernel does, without its way there.
Status Frame::RunRead(const PlanStep& step, StepCtx* ctx) {
  const int id = spec_->args[static_cast<size_t>(step.first_out)];
  const Value& v = spec_->values[static_cast<size_t>(id)];
  {
    std::lock_guard lock(step.variable->mu());
    const Tensor& value = step.variable->value();
    if (value.dtype() == v.dtype && value.shape() == v.shape) {
      slots_[static_cast<size_t>(v.slot)] = value;
      views_[static_cast<size_t>(id)].data = value.data();
      return Status();
    }
  }
  return RunSlots(step, ctx);  // says what is wrong
}

Status Frame::RunSlots(const PlanStep& step, StepCtx* ctx) {
  const Specialisation& s = *spec_;
  uint64_t owned = 0;
  for (int a = 0; a < step.n_in && a < 64; ++a) {
    const Value& v = s.values[static_cast<size_t>(s.args[static_cast<size_t>(step.first_in + a)])];
    if (v.home != Home::kSlot) continue;
    const Tensor& t = slots_[static_cast<size_t>(v.slot)];
    const bool last =
        std::find(step.release.begin(), step.release.end(), v.slot) != step.release.end();
    if (last && t.buffer() && t.buffer()->owned() && t.buffer()->Unique()) owned |= 1ull << a;
  }
  ctx->in_owned = owned;
  const bool owns = (ctx->node->flags() & kHbOwnsOutput) != 0;
  for (int k = 0; k < step.n_out; ++k) {
    const int id = s.args[static_cast<size_t>(step.first_out + k)];
    const Value& v = s.values[static_cast<size_t>(id)];
    if (v.home != Home::kSlot) continue;
    const int alias = step.alias_of[static_cast<size_t>(k)];
    // Memory of an earlier run must not be taken for this one's.
    views_[static_cast<size_t>(id)].data = nullptr;
    if (alias >= 0) {
      const int source = s.args[static_cast<size_t>(step.first_in + alias)];
      bool unused = false;
      Tensor t = TensorOf(source, false, &unused);
      SetSlot(id, Tensor(v.dtype, v.shape, t.buffer(), t.data()));
    } else if (!owns) {
      Result<Tensor> t = NewTensor(v.device, v.dtype, v.shape, &run_);
      if (!t.ok()) return ctx->node->Annotate(std::move(t).status());
      SetSlot(id, std::move(t).value());
    }
  }
  if (step.run == nullptr) return Status();
  ctx->out_tensors = handed_.data();
  const int rc = step.run(ctx);
  ctx->out_tensors = nullptr;
  if (rc != 0 || !status_.ok()) {
    if (status_.ok()) status_ = Internal("the kernel failed without a message");
    return ctx->node->Annotate(status_);
  }
  for (int k = 0; k < step.n_out && owns; ++k) {
    if (step.alias_of[static_cast<size_t>(k)] >= 0) continue;
    const int id = s.args[static_cast<size_t>(step.first_out + k)];
    const Value& v = s.values[static_cast<size_t>(id)];
    Tensor& t = handed_[static_cast<size_t>(k)];
    if (!t.valid() || t.dtype() != v.dtype || !(t.shape() == v.shape)) {
      return ctx->node->Annotate(Aborted("the value changed from ", v.shape.ToString(), " to ",
                                         t.shape().ToString(), " during the run"));
    }
    SetSlot(id, std::move(t));
    t = Tensor();
  }
  return Status();
}

Tensor Frame::TensorOf(int value, bool last_use, bool* owned) {
  const Value& v = spec_->values[static_cast<size_t>(value)];
  *owned = false;
  if (v.home == Home::kSlot) {
    Tensor& slot = slots_[static_cast<size_t>(v.slot)];
    if (!last_use) return slot;
    Tensor t = std::move(slot);
    slot = Tensor();
    *owned = t.buffer() && t.buffer()->owned() && t.buffer()->Unique();
    return t;
  }
  const Value& root = spec_->values[static_cast<size_t>(v.root)];
  // An alias may read the same bits as another dtype.
  if (root.home == Home::kConst || root.home == Home::kFeed) {
    const Tensor& t =
        root.home == Home::kConst ? root.constant : *feeds_[static_cast<size_t>(root.number)];
    return Tensor(v.dtype, v.shape, t.buffer(), t.data());
  }
  // Memory of the frame: lent, not shared.
  return Tensor(v.dtype, v.shape, nullptr, views_[static_cast<size_t>(value)].data);
}

Status Frame::RunDynamic(const PlanStep& step) {
  const Specialisation& s = *spec_;
  const NodeExec& node = *ctxs_[static_cast<size_t>(&step - s.steps.data())].node;
  std::vector<Tensor> in(static_cast<size_t>(step.n_in)), out(static_cast<size_t>(step.n_out));
  uint64_t owned = 0;
  for (int a = 0; a < step.n_in; ++a) {
    const int id = s.args[static_cast<size_t>(step.first_in + a)];
    const Value& v = s.values[static_cast<size_t>(id)];
    // An input that is named twice is moved by its last mention only.
    bool last = v.home == Home::kSlot &&
                std::find(step.release.begin(), step.release.end(), v.slot) != step.release.end();
    for (int b = a + 1; b < step.n_in && last; ++b) {
      last = s.args[static_cast<size_t>(step.first_in + b)] != id;
    }
    bool mine = false;
    in[static_cast<size_t>(a)] = TensorOf(id, last, &mine);
    if (mine && a < 64) owned |= 1ull << a;
    if (step.kind == StepKind::kCall && !in[static_cast<size_t>(a)].buffer()) {
      // Called plans may keep what they are fed as a result.
      HB_ASSIGN_OR_RETURN(in[static_cast<size_t>(a)],
                          CloneTensor(v.device, in[static_cast<size_t>(a)], &run_));
    }
  }
  const CallKind kind = step.kind == StepKind::kCall ? CallKindOf(node) : CallKind::kNone;
  if (kind != CallKind::kNone) {
    HB_RETURN_IF_ERROR(node.Annotate(RunCall(node, kind, in, out, &run_)));
  } else {
    HB_RETURN_IF_ERROR(RunNode(node, in, owned, out, &run_));
  }
  for (int k = 0; k < step.n_out; ++k) {
    SetSlot(s.args[static_cast<size_t>(step.first_out + k)],
            std::move(out[static_cast<size_t>(k)]));
  }
  return Status();
}

Status Frame::RunRegion() {
  Region& region = *spec_->plan->region_;
  if (spec_->uses_devices) HB_RETURN_IF_ERROR(run_.devices->SyncOut(run_));
  std::vector<Tensor> inputs;
  for (const IrEdge& e : region.inputs()) {
    bool owned = false;
    const int value = spec_->ValueOf(e);
    inputs.push_back(TensorOf(value, false, &owned));
    if (!inputs.back().buffer()) {
      Device* const device = spec_->values[static_cast<size_t>(value)].device;
      HB_ASSIGN_OR_RETURN(inputs.back(), CloneTensor(device, inputs.back(), &run_));
    }
  }
  return region.Run(inputs, region_results_, &run_);
}

Status Frame::Collect() {
  for (size_t f = 0; f < fetches_.size(); ++f) {
    if (!spec_->fetches[f].direct) HB_RETURN_IF_ERROR(CollectOne(f));
  }
  return Status();
}

// A fetch whose memory the steps didn't write: a read variable, a constant, a feed, another name of
// a direct one, a result of the region.
Status Frame::CollectOne(size_t f) {
  const Specialisation& s = *spec_;
  const FetchStep& fetch = s.fetches[f];
  const Value& v = s.values[static_cast<size_t>(fetch.value)];
  Tensor result;
  bool owned = false;
  if (fetch.in_region) {
    result = std::move(region_results_[f]);
  } else if (v.home == Home::kSlot) {
    result = slots_[static_cast<size_t>(v.slot)];
    slots_[static_cast<size_t>(v.slot)] = Tensor();
    for (size_t g = f + 1; g < fetches_.size(); ++g) {
      if (s.fetches[g].value == fetch.value) slots_[static_cast<size_t>(v.slot)] = result;
    }
  } else {
    result = TensorOf(fetch.value, false, &owned);
  }
  Tensor& to = *fetches_[f];
  if (to.valid()) {
    if (to.dtype() != result.dtype() || to.bytes() != result.bytes()) {
      return WrongMemory(f, to, result.dtype(), result.shape());
    }
    CopyElements(result.dtype(), result.data(), to.data(), result.num_elements());
    return Status();
  }
  // A result must not share memory with a variable, a constant, a feed or another result.
  const bool own = result.buffer() &&
                   ((result.buffer()->owned() && result.buffer()->Unique()) || run_.share_results);
  if (own) {
    to = std::move(result);
  } else {
    HB_ASSIGN_OR_RETURN(to, CloneTensor(v.device, result, &run_));
  }
  return Status();
}

void Frame::Reset(bool failed) {
  if (spec_->uses_devices) ReleaseDevices(failed);
  for (Tensor& t : slots_) {
    if (t.valid()) t = Tensor();
  }
  for (Tensor& t : region_results_) t = Tensor();
  if (failed) {
    for (Tensor& t : handed_) t = Tensor();
    for (StepCtx& ctx : ctxs_) ctx.FreeTemps();
  }
  for (size_t f = 0; f < made_.size(); ++f) {
    if (made_[f] == 0) continue;
    made_[f] = 0;
    if (failed) *fetches_[f] = Tensor();
  }
  if (arena_.data != nullptr) run_.session->arenas().Return(arena_);
  arena_ = {};
}

}  // namespace hb
