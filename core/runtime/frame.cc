#include "core/runtime/frame.h"

#include <climits>
#include <cstdlib>

#include "core/base/fp_state.h"
#include "core/runtime/region.h"
#include "core/runtime/session.h"

namespace hb {

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
  void* data = std::aligned_alloc(kAlignment, rounded);
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
  feeds_.resize(s.feed_shapes.size());
  outputs_.resize(s.fetch_values.size());
  pointers_.resize(s.args.size());
  tensors_.resize(s.args.size());
  for (size_t a = 0; a < s.args.size(); ++a) {
    const int id = s.args[a];
    pointers_[a] = &views_[static_cast<size_t>(id)];
    const Value& v = s.values[static_cast<size_t>(id)];
    if (v.home == Home::kConst) tensors_[a] = &v.constant;
    if (v.home == Home::kSlot) tensors_[a] = &slots_[static_cast<size_t>(v.slot)];
    if (v.home == Home::kFeed) tensors_[a] = &feeds_[static_cast<size_t>(v.number)];
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
    c.state = node->state ? node->state->data : nullptr;
    c.impl = GlobalKernelHost();
    c.node = node;
    c.run = &run_;
    c.in_tensors = tensors_.data() + step.first_in;
    c.status = &status_;
  }
}

Frame::~Frame() = default;

void Frame::BindArena(char* base) {
  const Specialisation& s = *spec_;
  for (size_t v = 0; v < s.values.size(); ++v) {
    const Value& root = s.values[static_cast<size_t>(s.values[v].root)];
    if (root.home == Home::kArena) views_[v].data = base + root.offset;
  }
  for (size_t t = 0; t < s.steps.size(); ++t) {
    if (s.steps[t].scratch_offset >= 0) ctxs_[t].scratch = base + s.steps[t].scratch_offset;
  }
  bound_ = base;
}

Status Frame::Bind(std::span<Tensor* const> feeds, bool move_feeds,
                   std::span<Tensor* const> fetches) {
  const Specialisation& s = *spec_;
  if (s.arena_bytes > 0) {
    HB_ASSIGN_OR_RETURN(arena_, run_.session->arenas().Lease(static_cast<size_t>(s.arena_bytes)));
    if (arena_.data != bound_) BindArena(static_cast<char*>(arena_.data));
  }
  for (size_t i = 0; i < feeds.size(); ++i) {
    if (move_feeds) {
      feeds_[i] = std::move(*feeds[i]);
      *feeds[i] = Tensor();
    } else {
      feeds_[i] = *feeds[i];
    }
  }
  for (auto [number, v] : s.feed_views) {
    views_[static_cast<size_t>(v)].data = feeds_[static_cast<size_t>(number)].data();
  }
  for (size_t f = 0; f < fetches.size(); ++f) {
    const Value& v = s.values[static_cast<size_t>(s.fetch_values[f])];
    const Value& root = s.values[static_cast<size_t>(v.root)];
    if (root.home != Home::kOutput || root.number != static_cast<int>(f)) continue;
    if (fetches[f]->valid()) {
      const size_t want = static_cast<size_t>(v.shape.num_elements()) * DTypeSize(v.dtype);
      if (fetches[f]->dtype() != v.dtype || fetches[f]->bytes() != want) {
        return InvalidArgument("the memory supplied for fetch ", f, " holds ",
                               DTypeName(fetches[f]->dtype()), fetches[f]->shape().ToString(),
                               "; the result is ", DTypeName(v.dtype), v.shape.ToString());
      }
      outputs_[f] = *fetches[f];
    } else {
      HB_ASSIGN_OR_RETURN(outputs_[f], Tensor::Allocate(v.dtype, v.shape));
    }
  }
  for (auto [number, v] : s.output_views) {
    views_[static_cast<size_t>(v)].data = outputs_[static_cast<size_t>(number)].data();
  }
  return Status();
}

Status Frame::Run(std::span<Tensor* const> feeds, bool move_feeds, std::span<Tensor* const> fetches,
                  const RunState& run) {
  run_ = run;
  status_ = Status();
  ScopedFpState fp;
  Status s = Bind(feeds, move_feeds, fetches);
  if (s.ok()) s = Walk();
  if (s.ok() && spec_->plan->region_ != nullptr) s = RunRegion(fetches);
  if (s.ok()) s = Collect(fetches);
  Reset();
  return s;
}

Status Frame::Walk() {
  const Specialisation& spec = *spec_;
  const bool stoppable =
      run_.cancellation != nullptr || run_.session_closing != nullptr || run_.deadline_ns != 0;
  for (size_t t = 0; t < spec.steps.size(); ++t) {
    const PlanStep& step = spec.steps[t];
    if (stoppable && (run_.Cancelled() || ((t & 63) == 0 && run_.deadline_ns != 0))) {
      HB_RETURN_IF_ERROR(run_.CheckCancelled());
    }
    StepCtx& ctx = ctxs_[t];
    if (step.kind == StepKind::kStatic) {
      if (step.run(&ctx) != 0 || !status_.ok()) {
        ctx.FreeTemps();
        if (status_.ok()) status_ = Internal("the kernel failed without a message");
        return ctx.node->Annotate(status_);
      }
    } else if (step.kind == StepKind::kSlots) {
      HB_RETURN_IF_ERROR(RunSlots(step, &ctx));
    } else {
      HB_RETURN_IF_ERROR(RunDynamic(step));
    }
    if (!ctx.temps.empty()) ctx.FreeTemps();
    for (int slot : step.release) slots_[static_cast<size_t>(slot)] = Tensor();
  }
  return Status();
}

void Frame::SetSlot(int value, Tensor t) {
  const Value& v = spec_->values[static_cast<size_t>(value)];
  Tensor& slot = slots_[static_cast<size_t>(v.slot)];
  slot = std::move(t);
  views_[static_cast<size_t>(value)] = ViewOf(slot);
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
      Result<Tensor> t = Tensor::Allocate(v.dtype, v.shape);
      if (!t.ok()) return ctx->node->Annotate(std::move(t).status());
      SetSlot(id, std::move(t).value());
    }
  }
  if (step.run == nullptr) return Status();
  for (int k = 0; k < step.n_out; ++k) handed_[static_cast<size_t>(k)] = Tensor();
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
  if (root.home == Home::kConst) return root.constant.Reshaped(v.shape);
  if (root.home == Home::kFeed) {
    Tensor& feed = feeds_[static_cast<size_t>(root.number)];
    return feed.Reshaped(v.shape);
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
      HB_ASSIGN_OR_RETURN(in[static_cast<size_t>(a)], in[static_cast<size_t>(a)].Clone());
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

Status Frame::RunRegion(std::span<Tensor* const> fetches) {
  Region& region = *spec_->plan->region_;
  std::vector<Tensor> inputs;
  for (const IrEdge& e : region.inputs()) {
    bool owned = false;
    inputs.push_back(TensorOf(spec_->ValueOf(e), false, &owned));
    if (!inputs.back().buffer()) {
      HB_ASSIGN_OR_RETURN(inputs.back(), inputs.back().Clone());
    }
  }
  std::vector<Tensor> results(fetches.size());
  HB_RETURN_IF_ERROR(region.Run(inputs, results, &run_));
  for (size_t f = 0; f < fetches.size(); ++f) {
    if (spec_->plan->ir().fetches[f].node >= region.begin()) outputs_[f] = std::move(results[f]);
  }
  return Status();
}

Status Frame::Collect(std::span<Tensor* const> fetches) {
  const Specialisation& s = *spec_;
  const int region_begin = s.plan->region_begin_;
  for (size_t f = 0; f < fetches.size(); ++f) {
    const int id = s.fetch_values[f];
    const Value& v = s.values[static_cast<size_t>(id)];
    const Value& root = s.values[static_cast<size_t>(v.root)];
    Tensor result;
    if (s.plan->ir().fetches[f].node >= region_begin) {
      result = std::move(outputs_[f]);
    } else if (root.home == Home::kOutput && root.number == static_cast<int>(f)) {
      result = outputs_[f].Reshaped(v.shape);
      if (fetches[f]->valid()) continue;
    } else if (v.home == Home::kSlot) {
      result = slots_[static_cast<size_t>(v.slot)];
      slots_[static_cast<size_t>(v.slot)] = Tensor();
      for (size_t g = f + 1; g < fetches.size(); ++g) {
        if (s.fetch_values[g] == id) slots_[static_cast<size_t>(v.slot)] = result;
      }
    } else {
      bool owned = false;
      result = TensorOf(id, false, &owned);
    }
    // A result must not share memory with a variable, a constant, a feed or another result.
    const bool own = result.buffer() && ((result.buffer()->owned() && result.buffer()->Unique()) ||
                                         run_.share_results);
    const bool output = root.home == Home::kOutput && root.number == static_cast<int>(f) &&
                        s.plan->ir().fetches[f].node < region_begin;
    if (fetches[f]->valid()) {
      if (fetches[f]->dtype() != result.dtype() || fetches[f]->bytes() != result.bytes()) {
        return InvalidArgument("the memory supplied for fetch ", f, " holds ",
                               DTypeName(fetches[f]->dtype()), fetches[f]->shape().ToString(),
                               "; the result is ", DTypeName(result.dtype()),
                               result.shape().ToString());
      }
      CopyElements(result.dtype(), result.data(), fetches[f]->data(), result.num_elements());
    } else if (own || output) {
      *fetches[f] = std::move(result);
    } else {
      HB_ASSIGN_OR_RETURN(*fetches[f], result.Clone());
    }
  }
  return Status();
}

void Frame::Reset() {
  for (Tensor& t : slots_) {
    if (t.valid()) t = Tensor();
  }
  for (Tensor& t : handed_) t = Tensor();
  for (Tensor& t : feeds_) t = Tensor();
  for (Tensor& t : outputs_) t = Tensor();
  if (arena_.data != nullptr) run_.session->arenas().Return(arena_);
  arena_ = {};
}

}  // namespace hb
