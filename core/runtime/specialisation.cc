#include "core/runtime/specialisation.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <map>
#include <set>

#include "core/base/thread_pool.h"
#include "core/passes/place.h"
#include "core/runtime/arena.h"
#include "core/runtime/device_run.h"
#include "core/runtime/frame.h"
#include "core/runtime/region.h"
#include "core/runtime/session.h"
#include "core/runtime/specialiser.h"
#include "core/runtime/weights.h"

namespace hb {
namespace {

int64_t Aligned(int64_t bytes) {
  return (bytes + static_cast<int64_t>(kAlignment) - 1) & ~static_cast<int64_t>(kAlignment - 1);
}

// No machine has so much memory, and sums of such sizes fit their type.
constexpr int64_t kMaxBytes = int64_t{1} << 44;

int64_t BytesOf(const Value& v) {
  return v.shape.num_elements() * static_cast<int64_t>(DTypeSize(v.dtype));
}

Status CheckBytes(const Value& v) {
  const int64_t count = v.shape.num_elements();
  const int64_t bytes = MultiplyOrMinus1(count, static_cast<int64_t>(DTypeSize(v.dtype)));
  if (bytes < 0) {
    return InvalidArgument("cannot allocate ", count, " elements of ", DTypeName(v.dtype));
  }
  if (bytes <= kMaxBytes) return Status();
  return ResourceExhausted("out of memory for ", bytes, " bytes of ", count, " elements of ",
                           DTypeName(v.dtype));
}

}  // namespace

Status Specialiser::Run(std::span<Tensor* const> feeds) {
  HB_RETURN_IF_ERROR(Infer(feeds));
  FindNeeded();
  MarkFetches();
  for (int i = 0; i < end_; ++i) {
    if (needed_[static_cast<size_t>(i)]) HB_RETURN_IF_ERROR(Emit(i));
  }
  const std::set<const Variable*> written = WrittenVariables(s_, ir_);
  kept_ = MoveKept(&s_, region_, written, &may_reuse_);
  Liveness();
  Place();
  ViewKept(&s_, kept_);
  FindWeights(&s_, written);
  return Status();
}

void Specialiser::FindNeeded() {
  needed_.assign(ir_.nodes.size(), 0);
  auto known = [&](int i) {
    const IrNode& n = ir_[i];
    return n.is_feed() || n.is_const() || i >= end_ ||
           (!n.out_types.empty() && V({i, 0}).home == Home::kConst);
  };
  for (const IrEdge& e : ir_.fetches) needed_[static_cast<size_t>(e.node)] = 1;
  for (int t : ir_.targets) needed_[static_cast<size_t>(t)] = 1;
  if (region_ != nullptr) {
    for (const IrEdge& e : region_->inputs()) needed_[static_cast<size_t>(e.node)] = 1;
    for (int c : region_->control_inputs()) needed_[static_cast<size_t>(c)] = 1;
  }
  for (int i = end_ - 1; i >= 0; --i) {
    if (!needed_[static_cast<size_t>(i)]) continue;
    for (int c : ir_[i].controls) needed_[static_cast<size_t>(c)] = 1;
    if (known(i)) {
      needed_[static_cast<size_t>(i)] = 0;
      continue;
    }
    for (const IrEdge& e : ir_[i].inputs) needed_[static_cast<size_t>(e.node)] = 1;
  }
  for (int i = 0; i < ir_.size(); ++i) {
    if (known(i)) needed_[static_cast<size_t>(i)] = 0;
  }
}

void Specialiser::MarkFetches() {
  for (const IrEdge& e : ir_.fetches) {
    FetchStep fetch;
    fetch.value = s_.ValueOf(e);
    fetch.in_region = e.node >= end_;
    s_.fetches.push_back(fetch);
  }
}

Status Specialiser::Emit(int i) {
  const IrNode& n = ir_[i];
  const NodeExec& exec = Exec(i);
  if (s_.uses_devices) EmitSync(i);
  PlanStep step;
  step.node = i;
  step.first_in = static_cast<int>(s_.args.size());
  step.n_in = static_cast<int>(n.inputs.size());
  bool slots = false;
  for (const IrEdge& e : n.inputs) {
    int v = s_.ValueOf(e);
    slots = slots || V(v).home == Home::kSlot || (V(v).home == Home::kFeed && !IsPlain(V(v).dtype));
    s_.args.push_back(v);
  }
  step.first_out = static_cast<int>(s_.args.size());
  step.n_out = static_cast<int>(n.out_types.size());
  for (int k = 0; k < step.n_out; ++k) s_.args.push_back(s_.ValueOf({i, k}));
  may_reuse_.emplace_back(static_cast<size_t>(step.n_out), 0);
  const CallKind call = CallKindOf(exec);
  if (call != CallKind::kNone || dynamic_[static_cast<size_t>(i)]) {
    step.kind = call != CallKind::kNone ? StepKind::kCall : StepKind::kDynamic;
    HB_RETURN_IF_ERROR(PlaceOutputs(exec, {}, &step));
    s_.steps.push_back(std::move(step));
    return Status();
  }
  step.kind = slots ? StepKind::kSlots : StepKind::kStatic;
  HB_RETURN_IF_ERROR(EmitStatic(i, &step));
  if (n.on != nullptr && (step.run != nullptr || step.kind == StepKind::kSlots)) {
    step.slots = step.kind == StepKind::kSlots;
    step.kind = StepKind::kDevice;
  }
  if ((step.variable = ReadBy(s_, n, step)) != nullptr) step.kind = StepKind::kRead;
  if (step.run != nullptr || step.kind != StepKind::kStatic) {
    s_.steps.push_back(std::move(step));
  } else {
    may_reuse_.pop_back();
  }
  return Status();
}

// Before a step that reads on the host what was copied out of a device, the host waits for it.
void Specialiser::EmitSync(int i) {
  const NodeExec& exec = Exec(i);
  for (size_t k = 0; k < ir_[i].inputs.size(); ++k) {
    const int value = s_.ValueOf(ir_[i].inputs[k]);
    const int root = V(value).root;
    if (exec.InMemory(k) != nullptr ||
        (copied_out_.count(value) == 0 && copied_out_.count(root) == 0)) {
      continue;
    }
    PlanStep sync;
    sync.kind = StepKind::kSync;
    sync.node = i;
    sync.first_in = sync.first_out = static_cast<int>(s_.args.size());
    may_reuse_.emplace_back();
    s_.steps.push_back(std::move(sync));
    copied_out_.clear();
    break;
  }
  if (IsCopy(ir_[i]) && exec.out_memory[0] == nullptr) copied_out_.insert(s_.ValueOf({i, 0}));
}

namespace {

void* SpecAllocParams(HbPlanCtx* ctx, size_t bytes) {
  Specialisation& s = *static_cast<Specialisation*>(ctx->impl);
  const size_t rounded = static_cast<size_t>(Aligned(static_cast<int64_t>(bytes) + 1));
  if (rounded > s.memory_left) {
    // Blocks grow with what there is, so that small plans stay small and large ones have few.
    const size_t grown = std::clamp<size_t>(s.memory_bytes, 1024, 65536);
    const size_t block = std::max(rounded, grown);
    void* p = std::aligned_alloc(kAlignment, block);
    if (p == nullptr) {
      s.status.Update(ResourceExhausted("out of memory for the parameters of a kernel"));
      return nullptr;
    }
    std::memset(p, 0, block);
    s.memory.push_back(p);
    s.memory_bytes += block;
    s.memory_next = static_cast<char*>(p);
    s.memory_left = block;
  }
  void* p = s.memory_next;
  s.memory_next += rounded;
  s.memory_left -= rounded;
  return p;
}

int SpecFail(HbPlanCtx* ctx, int code, const char* message, size_t size) {
  static_cast<Specialisation*>(ctx->impl)->status.Update(
      Status(static_cast<Code>(code), std::string(message, size)));
  return code == 0 ? static_cast<int>(Code::kInternal) : code;
}

}  // namespace

Status Specialiser::EmitStatic(int i, PlanStep* step) {
  const IrNode& n = ir_[i];
  const NodeExec& exec = Exec(i);
  std::vector<HbView> in;
  for (const IrEdge& e : n.inputs) {
    const Value& v = V(e);
    HbView view{nullptr, v.shape.data(), v.shape.num_elements(), v.shape.rank(), v.dtype};
    if (v.home == Home::kConst && v.device == nullptr) view.data = v.constant.data();
    in.push_back(view);
  }
  std::vector<HbOutPlan> out;
  for (int k = 0; k < step->n_out; ++k) {
    const Value& v = V({i, k});
    out.push_back(
        {{nullptr, v.shape.data(), v.shape.num_elements(), v.shape.rank(), v.dtype}, -1, 0});
  }
  HbPlanCtx ctx = {};
  ctx.struct_size = sizeof(ctx);
  ctx.n_in = step->n_in;
  ctx.n_out = step->n_out;
  ctx.in = in.data();
  ctx.out = out.data();
  ctx.attrs = &exec.table;
  ctx.node_name = exec.name.c_str();
  ctx.run = exec.kernel->run;
  ctx.alloc_params = SpecAllocParams;
  ctx.fail = SpecFail;
  ctx.impl = &s_;
  if (exec.kernel->plan != nullptr) {
    const int rc = exec.kernel->plan(&ctx);
    if (rc != 0) s_.status.Update(Internal("planning failed without a message"));
    if (!s_.status.ok()) return exec.Annotate(s_.status);
  }
  step->run = ctx.run;
  step->params = ctx.params;
  step->cost_ns = CostOf(ctx);
  s_.shares = s_.shares || ThreadPool::WorthSharing(step->cost_ns);
  if (ctx.scratch > 0) step->scratch_offset = static_cast<int64_t>(ctx.scratch);
  HB_RETURN_IF_ERROR(PlaceOutputs(exec, out, step));
  for (size_t k = 0; k < out.size(); ++k) may_reuse_.back()[k] = out[k].may_reuse;
  return Status();
}

// Chooses homes of a step's outputs. Without plans (dynamic steps) all are slots.
Status Specialiser::PlaceOutputs(const NodeExec& exec, const std::vector<HbOutPlan>& plans,
                                 PlanStep* step) {
  bool slots = step->kind != StepKind::kStatic;
  const bool owns = (exec.flags() & kHbOwnsOutput) != 0;
  step->alias_of.assign(static_cast<size_t>(step->n_out), -1);
  bool all_alias = step->n_out > 0;
  for (int k = 0; k < step->n_out; ++k) {
    const int id = s_.args[static_cast<size_t>(step->first_out + k)];
    Value& v = V(id);
    const int alias = plans.empty() ? -1 : plans[static_cast<size_t>(k)].alias_of;
    if (alias >= 0) {
      const int source = s_.args[static_cast<size_t>(step->first_in + alias)];
      step->alias_of[static_cast<size_t>(k)] = static_cast<int8_t>(alias);
      if (V(V(source).root).home != Home::kSlot) {
        v.home = Home::kAlias;
        v.root = V(source).root;
        continue;
      }
    }
    all_alias = false;
    if (!plans.empty() && IsPlain(v.dtype) && !owns && alias < 0 && !HandedOver(v)) {
      HB_RETURN_IF_ERROR(exec.Annotate(CheckBytes(v)));
      v.home = Home::kArena;
      continue;
    }
    v.home = Home::kSlot;
    v.slot = s_.num_slots++;
    s_.slot_value.push_back(id);
    slots = true;
  }
  // An alias of memory with a fixed place has nothing to run.
  const bool effects = (exec.flags() & kHbStateful) != 0;
  if (all_alias && !effects && step->kind == StepKind::kStatic) step->run = nullptr;
  if (slots && step->kind == StepKind::kStatic) step->kind = StepKind::kSlots;
  return Status();
}

// A result that stays on a device is a tensor of its own for each run.
bool Specialiser::HandedOver(const Value& v) const {
  if (v.device == nullptr) return false;
  const int id = static_cast<int>(&v - s_.values.data());
  return std::any_of(s_.fetches.begin(), s_.fetches.end(),
                     [id](const FetchStep& f) { return f.value == id; });
}

void Specialiser::Liveness() {
  for (size_t t = 0; t < s_.steps.size(); ++t) {
    const PlanStep& step = s_.steps[t];
    for (int a = step.first_in; a < step.first_out + step.n_out; ++a) {
      Value& root = V(V(s_.args[static_cast<size_t>(a)]).root);
      root.last_use = std::max(root.last_use, static_cast<int>(t));
    }
  }
  for (size_t f = 0; f < s_.fetches.size(); ++f) {
    FetchStep& fetch = s_.fetches[f];
    if (fetch.in_region) continue;
    const Value& v = V(fetch.value);
    Value& root = V(v.root);
    root.last_use = INT_MAX;
    // The first fetch of a computed value gets the memory itself.
    const bool kept = kept_[static_cast<size_t>(v.root)] != 0;
    if (root.home == Home::kArena && root.device == nullptr && !kept) {
      root.home = Home::kOutput;
      root.number = static_cast<int>(f);
      fetch.direct = true;
      fetch.bytes = BytesOf(v);
    }
  }
  if (region_ != nullptr) {
    for (const IrEdge& e : region_->inputs()) V(V(e).root).last_use = INT_MAX;
  }
  for (size_t t = 0; t < s_.steps.size(); ++t) {
    PlanStep& step = s_.steps[t];
    for (int a = step.first_in; a < step.first_out + step.n_out; ++a) {
      const int id = s_.args[static_cast<size_t>(a)];
      const Value& v = V(id);
      if (v.home == Home::kSlot && v.last_use == static_cast<int>(t) &&
          std::find(step.release.begin(), step.release.end(), v.slot) == step.release.end()) {
        step.release.push_back(v.slot);
      }
    }
    step.releases = !step.release.empty();
  }
}

// An output takes the place of an input that nobody needs any more, where the kernel allows it.
void Specialiser::Reuse(const PlanStep& step, size_t index) {
  for (int k = 0; k < step.n_out; ++k) {
    Value& out = V(s_.args[static_cast<size_t>(step.first_out + k)]);
    if (out.home != Home::kArena || out.offset >= 0) continue;
    const int64_t bytes = BytesOf(out);
    const uint64_t allowed = may_reuse_[index][static_cast<size_t>(k)];
    for (int a = 0; a < step.n_in && a < 64; ++a) {
      if ((allowed >> a & 1) == 0) continue;
      const int id = s_.args[static_cast<size_t>(step.first_in + a)];
      Value& root = V(V(id).root);
      if (root.home != Home::kArena || root.device != out.device ||
          root.last_use != static_cast<int>(index) || root.offset < 0 || root.number == -2) {
        continue;
      }
      // Another input must not lie in the same memory.
      int readers = 0;
      for (int b = 0; b < step.n_in; ++b) {
        readers += V(s_.args[static_cast<size_t>(step.first_in + b)]).root == V(id).root;
      }
      if (readers != 1 || BytesOf(root) != bytes) continue;
      out.offset = root.offset;
      root.number = -2;  // its memory has gone on to the output
      break;
    }
  }
}

void Specialiser::Place() {
  // Until all lifetimes are known, the offsets are numbers of buffers.
  std::map<Device*, ArenaPacker> packers;
  for (size_t t = 0; t < s_.steps.size(); ++t) {
    PlanStep& step = s_.steps[t];
    const auto now = static_cast<int64_t>(t);
    Reuse(step, t);
    for (int k = 0; k < step.n_out; ++k) {
      Value& out = V(s_.args[static_cast<size_t>(step.first_out + k)]);
      if (out.home != Home::kArena || out.offset >= 0) continue;
      out.offset = packers[out.device].Allocate(Aligned(BytesOf(out)), now);
    }
    if (step.scratch_offset > 0) {
      ArenaPacker& packer = packers[Exec(step.node).on];
      step.scratch_offset = packer.Allocate(Aligned(step.scratch_offset), now);
      packer.Free(step.scratch_offset, now);
    }
    for (int a = step.first_in; a < step.first_out + step.n_out; ++a) {
      Value& root = V(V(s_.args[static_cast<size_t>(a)]).root);
      if (root.home == Home::kArena && root.last_use == static_cast<int>(t) && root.number != -2) {
        packers[root.device].Free(root.offset, now);
        root.number = -2;
      }
    }
  }
  for (auto& [device, packer] : packers) {
    packer.Pack();
    if (device != nullptr) {
      s_.device_arenas.push_back({device, packer.size()});
      continue;
    }
    s_.arena_bytes = packer.size();
    s_.live_bytes = packer.peak();
  }
  for (Value& v : s_.values) {
    if (v.home == Home::kArena && v.offset >= 0) v.offset = packers[v.device].offset(v.offset);
  }
  for (PlanStep& step : s_.steps) {
    if (step.scratch_offset < 0) continue;
    step.scratch_offset = packers[Exec(step.node).on].offset(step.scratch_offset);
  }
  for (int v = 0; v < static_cast<int>(s_.values.size()); ++v) {
    const Value& root = V(V(v).root);
    if (root.home == Home::kFeed) s_.feed_views.emplace_back(root.number, v);
    if (root.home == Home::kOutput) s_.output_views.emplace_back(root.number, v);
  }
  for (size_t a = 0; a < s_.args.size(); ++a) {
    const Value& v = V(s_.args[a]);
    if (v.home == Home::kFeed) s_.feed_args.emplace_back(v.number, static_cast<int>(a));
  }
}

Specialisation::~Specialisation() {
  for (void* p : memory) std::free(p);
}

Status Specialisation::Build(Plan* p, std::span<Tensor* const> feeds) {
  plan = p;
  epoch.store(Variable::Epoch().load(std::memory_order_acquire));
  for (Tensor* t : feeds) feed_shapes.push_back(t->shape());
  return Specialiser(this, p, p->ir_, p->session_, p->region_begin_, p->region_.get()).Run(feeds);
}

}  // namespace hb
