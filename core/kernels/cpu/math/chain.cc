// Elementwise ops as one step: blocks that stay in the first-level cache go through all of them, by
// the very functions of the single ops, so that the bits are theirs.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "core/kernel/chain_ops.h"
#include "core/kernels/cpu/math/elementwise.h"

namespace hb {
namespace {

constexpr int kMaxValues = 64;
constexpr int64_t kMaxBlock = 1024;
constexpr int64_t kBufferFloats = 16384;
// From so many elements on, operands come from behind the second-level cache.
constexpr int64_t kFarElements = 1 << 18;

// A value that a loop reads from elsewhere: an input of the node, or what an earlier loop computed.
struct Source {
  enum Kind : int8_t {
    kFull,    // as many elements as the loop's result
    kScalar,  // one
    kSpread   // broadcast: brought under the result's shape block by block
  };
  Kind kind;
  int32_t input;   // -1: from the scratch memory
  int64_t offset;  // there, in floats
  int32_t slot;    // of kSpread
  int64_t period;  // of kSpread: it repeats itself after so many elements; 0 if it doesn't
  const Walk* walk;
};

struct Action {
  IsaUnaryFn unary;
  IsaBinaryFn binary;
  int32_t a, b;  // values: the sources, then the actions before
  int32_t slot;  // where the result goes; -1: it is the loop's
};

// Some steps over elements of one shape.
struct Loop {
  int32_t n_sources, n_actions;
  const Source* sources;
  const Action* actions;
  int64_t count;
  int64_t offset;  // of the result in the scratch memory; -1: the output
  int64_t block;   // elements of a block
  int64_t task;    // elements of a task
  int64_t period;  // blocks and tasks are multiples of it; sources of that period are spread once
};

struct ChainParams {
  int32_t n_loops;
  const Loop* loops;
};

// --- Running ---

const float* SourceData(HbRunCtx* ctx, const Source& s) {
  return s.input >= 0 ? In<float>(ctx, s.input)
                      : static_cast<const float*>(ctx->scratch) + s.offset;
}

void Spread(const Walk& walk, const float* from, int64_t begin, int64_t end, float* to) {
  const int64_t step = walk.inner_step(1);
  WalkRange(walk, begin, end, [&](const int64_t* at, int64_t n) {
    const float* x = from + at[1];
    float* y = to + (at[0] - begin);
    if (step == 1) {
      std::copy_n(x, n, y);
    } else {
      std::fill_n(y, n, *x);
    }
  });
}

// Asks for a part of the next block's cache lines: between two blocks' first steps, which read
// memory, lie others that don't, and the processor doesn't look so far ahead.
struct Ahead {
  int64_t begin, end, step;

  template <bool kWrite>
  void Fetch(const float* data, int64_t i) const {
    constexpr int64_t kLine = 16;
    const int64_t to = std::min(end, begin + (i + 1) * step);
    for (int64_t at = begin + i * step; at < to; at += kLine) {
      __builtin_prefetch(data + at, kWrite ? 1 : 0);
    }
  }
};

void RunRange(HbRunCtx* ctx, const Loop& loop, float* out, int64_t begin, int64_t end) {
  alignas(64) float buffer[kBufferFloats];
  const float* values[kMaxValues];
  int64_t steps[kMaxValues];
  const int64_t fetch_end = loop.count < kFarElements ? 0 : end;
  const int64_t share = (loop.block / loop.n_actions + 15) / 16 * 16;
  for (int64_t first = begin; first < end; first += loop.block) {
    const int64_t n = std::min(loop.block, end - first);
    for (int i = 0; i < loop.n_sources; ++i) {
      const Source& s = loop.sources[i];
      const float* data = SourceData(ctx, s);
      steps[i] = s.kind == Source::kScalar ? 0 : 1;
      values[i] = s.kind == Source::kFull ? data + first : data;
      if (s.kind != Source::kSpread) continue;
      float* to = buffer + s.slot * loop.block;
      values[i] = to;
      const bool again = s.period != 0 && s.period == loop.period && first > begin;
      if (!again) Spread(*s.walk, data, first, first + n, to);
    }
    const Ahead next = {first + n, std::min(fetch_end, first + n + loop.block), share};
    for (int i = 0; i < loop.n_actions; ++i) {
      for (int k = 0; k < loop.n_sources; ++k) {
        if (loop.sources[k].kind == Source::kFull) next.Fetch<false>(values[k] - first, i);
      }
      next.Fetch<true>(out, i);
      const Action& a = loop.actions[i];
      float* to = a.slot < 0 ? out + first : buffer + a.slot * loop.block;
      if (a.unary != nullptr) {
        a.unary(values[a.a], to, n);
      } else {
        a.binary(values[a.a], steps[a.a], values[a.b], steps[a.b], to, n);
      }
      values[loop.n_sources + i] = to;
      steps[loop.n_sources + i] = 1;
    }
  }
}

int RunChain(HbRunCtx* ctx) {
  const auto& p = Params<ChainParams>(ctx);
  for (int i = 0; i < p.n_loops; ++i) {
    const Loop& loop = p.loops[i];
    float* out =
        loop.offset < 0 ? Out<float>(ctx, 0) : static_cast<float*>(ctx->scratch) + loop.offset;
    ParallelRange(ctx, loop.count, loop.task,
                  [&](int64_t begin, int64_t end) { RunRange(ctx, loop, out, begin, end); });
  }
  return 0;
}

// --- Planning ---

// What an op does; one of the two is -1.
struct ChainOp {
  std::string_view name;
  int unary, binary;
};

const ChainOp* FindOp(std::string_view name) {
#define HB_UNARY_ROW(op, function) {#op, kIsa##function, -1},
#define HB_BINARY_ROW(op, function) {#op, -1, kIsa##function},
  static constexpr ChainOp kOps[] = {HB_CHAIN_UNARY_OPS(HB_UNARY_ROW)
                                         HB_CHAIN_BINARY_OPS(HB_BINARY_ROW)};
#undef HB_UNARY_ROW
#undef HB_BINARY_ROW
  const auto* op = std::ranges::find(kOps, name, &ChainOp::name);
  return op == std::end(kOps) ? nullptr : op;
}

struct PlanStep {
  const ChainOp* op;
  int64_t a, b;  // values of the node: inputs, then steps
  Shape shape;
  int64_t offset = -1;  // in the scratch memory, of a step that is a loop of its own
};

class Planner {
 public:
  explicit Planner(HbPlanCtx* ctx) : ctx_(ctx) {}

  int Plan() {
    auto* p = NewParams<ChainParams>(ctx_);
    if (p == nullptr) return 1;
    if (const int rc = ReadSteps(); rc != 0) return rc;
    const HbView& out = ctx_->out[0].spec;
    if (out.count == 0) return 0;
    // Steps on fewer elements than the result has run before, each once over its own elements.
    std::vector<std::vector<size_t>> loops;
    std::vector<size_t> together;
    for (size_t i = 0; i < steps_.size(); ++i) {
      PlanStep& s = steps_[i];
      if (s.shape.num_elements() == out.count) {
        together.push_back(i);
        continue;
      }
      loops.push_back({i});
      s.offset = scratch_;
      scratch_ += (s.shape.num_elements() + 15) / 16 * 16;
    }
    loops.push_back(std::move(together));
    auto* memory = Array<Loop>(loops.size());
    if (memory == nullptr) return 1;
    for (size_t i = 0; i < loops.size(); ++i) {
      if (const int rc = PlanLoop(loops[i], &memory[i]); rc != 0) return rc;
    }
    p->n_loops = static_cast<int32_t>(loops.size());
    p->loops = memory;
    ctx_->scratch = static_cast<size_t>(scratch_) * sizeof(float);
    for (int i = 0; i < ctx_->n_in; ++i) {
      // A bit for each of the first 64.
      if (i < 64 && ctx_->in[i].count == out.count) ctx_->out[0].may_reuse |= uint64_t{1} << i;
    }
    return 0;
  }

 private:
  template <typename T>
  T* Array(size_t n) {
    void* memory = ctx_->alloc_params(ctx_, n * sizeof(T));
    return memory == nullptr ? nullptr : new (memory) T[n]();
  }

  int ReadSteps() {
    const std::vector<std::string> names = AttrStrings(ctx_->attrs, "steps");
    const std::vector<int64_t> operands = AttrInts(ctx_->attrs, "operands");
    if (names.empty() || operands.size() != 2 * names.size() ||
        names.size() + static_cast<size_t>(ctx_->n_in) > kMaxValues) {
      return Fail(ctx_, Code::kInvalidArgument, "steps and operands don't fit");
    }
    for (size_t i = 0; i < names.size(); ++i) {
      PlanStep s{FindOp(names[i]), operands[2 * i], operands[2 * i + 1], {}};
      if (s.op == nullptr) {
        return Fail(ctx_, Code::kUnimplemented, "step ", names[i], " is no elementwise op");
      }
      if ((s.op->unary < 0) != (s.b >= 0)) {
        return Fail(ctx_, Code::kInvalidArgument, "step ", names[i],
                    " has too few or many operands");
      }
      s.shape = ShapeOfValue(s.a);
      if (s.b >= 0) {
        Result<Shape> both = BroadcastShapes(s.shape, ShapeOfValue(s.b));
        if (!both.ok()) return Fail(ctx_, both.status());
        s.shape = *both;
      }
      steps_.push_back(std::move(s));
    }
    return 0;
  }

  Shape ShapeOfValue(int64_t value) const {
    return value < ctx_->n_in ? ShapeOf(ctx_->in[value])
                              : steps_[static_cast<size_t>(value - ctx_->n_in)].shape;
  }

  // The number within the loop of a value of the node; a source is added if there is none yet.
  int32_t ValueOf(int64_t value, const std::vector<size_t>& steps, std::vector<int64_t>* sources) {
    for (size_t i = 0; i < steps.size(); ++i) {
      if (static_cast<int64_t>(steps[i]) + ctx_->n_in == value) return -1 - static_cast<int32_t>(i);
    }
    const auto at = std::ranges::find(*sources, value);
    const auto number = static_cast<int32_t>(at - sources->begin());
    if (at == sources->end()) sources->push_back(value);
    return number;
  }

  int PlanLoop(const std::vector<size_t>& steps, Loop* loop) {
    auto* actions = Array<Action>(steps.size());
    if (actions == nullptr) return 1;
    std::vector<int64_t> values;
    for (size_t i = 0; i < steps.size(); ++i) {
      const PlanStep& s = steps_[steps[i]];
      if (s.op->unary >= 0) {
        actions[i].unary = Isa()->unary[s.op->unary];
      } else {
        actions[i].binary = Isa()->binary[s.op->binary];
      }
      actions[i].a = ValueOf(s.a, steps, &values);
      actions[i].b = s.b < 0 ? actions[i].a : ValueOf(s.b, steps, &values);
    }
    // Steps come behind the sources, which are all known now.
    const auto n_sources = static_cast<int32_t>(values.size());
    for (size_t i = 0; i < steps.size(); ++i) {
      for (int32_t* v : {&actions[i].a, &actions[i].b}) {
        if (*v < 0) *v = n_sources - 1 - *v;
      }
    }
    auto* sources = Array<Source>(values.size());
    if (sources == nullptr) return 1;
    const Shape& shape = steps_[steps.back()].shape;
    int32_t slots = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      if (const int rc = PlanSource(values[i], shape, &slots, &sources[i]); rc != 0) return rc;
    }
    ChooseSlots(n_sources, steps.size(), actions, &slots);
    loop->n_sources = n_sources;
    loop->n_actions = static_cast<int32_t>(steps.size());
    loop->sources = sources;
    loop->actions = actions;
    loop->count = shape.num_elements();
    loop->offset = steps_[steps.back()].offset;
    ChooseBlocks(slots, loop);
    return 0;
  }

  int PlanSource(int64_t value, const Shape& shape, int32_t* slots, Source* s) {
    const Shape own = ShapeOfValue(value);
    s->input = value < ctx_->n_in ? static_cast<int32_t>(value) : -1;
    if (s->input < 0) s->offset = steps_[static_cast<size_t>(value - ctx_->n_in)].offset;
    const int64_t count = own.num_elements();
    s->kind = count == shape.num_elements() ? Source::kFull
              : count == 1                  ? Source::kScalar
                                            : Source::kSpread;
    if (s->kind != Source::kSpread) return 0;
    s->slot = (*slots)++;
    auto* walk = Array<Walk>(1);
    if (walk == nullptr) return 1;
    const auto view = [](const Shape& of) {
      return HbView{nullptr, of.data(), of.num_elements(), of.rank(), DT_FLOAT};
    };
    const HbView to = view(shape), from = view(own);
    MakeWalk(to, {&from}, walk);
    s->walk = walk;
    // All outer dimensions repeat one dense run.
    const bool repeats = walk->rank == 2 && walk->steps[1][0] == 0 && walk->inner_step(1) == 1;
    s->period = repeats ? walk->inner() : 0;
    return 0;
  }

  // A step's result may lie where an operand lay that no later one reads.
  static void ChooseSlots(int32_t n_sources, size_t n, Action* actions, int32_t* slots) {
    std::vector<size_t> last(n, 0);
    for (size_t i = 0; i < n; ++i) {
      for (int32_t v : {actions[i].a, actions[i].b}) {
        if (v >= n_sources) last[static_cast<size_t>(v - n_sources)] = i;
      }
    }
    std::vector<int32_t> free;
    for (size_t i = 0; i < n; ++i) {
      Action& a = actions[i];
      for (int32_t v : {a.a, a.b}) {
        if (v < n_sources || last[static_cast<size_t>(v - n_sources)] != i) continue;
        const int32_t slot = actions[v - n_sources].slot;
        if (std::ranges::find(free, slot) == free.end()) free.push_back(slot);
      }
      if (i + 1 == n) {
        a.slot = -1;
      } else if (free.empty()) {
        a.slot = (*slots)++;
      } else {
        a.slot = free.back();
        free.pop_back();
      }
    }
  }

  static void ChooseBlocks(int32_t slots, Loop* loop) {
    // What is fetched ahead needs its place too.
    const int64_t most = loop->count < kFarElements ? kMaxBlock : kMaxBlock / 2;
    loop->block = std::min(most, kBufferFloats / std::max(slots, 1) / 16 * 16);
    loop->task = kElementsPerTask;
    loop->period = 0;
    for (int i = 0; i < loop->n_sources; ++i) {
      const int64_t period = loop->sources[i].period;
      if (period == 0 || period > loop->block) continue;
      loop->period = loop->period == 0 ? period : std::min(loop->period, period);
    }
    if (loop->period == 0) return;
    loop->block = loop->block / loop->period * loop->period;
    loop->task = (loop->task + loop->block - 1) / loop->block * loop->block;
  }

  HbPlanCtx* ctx_;
  std::vector<PlanStep> steps_;
  int64_t scratch_ = 0;  // floats
};

int PlanChain(HbPlanCtx* ctx) { return Planner(ctx).Plan(); }

}  // namespace

void RegisterChainKernels(KernelSet& set) {
  KERNEL(set, "_HbChain", {.constraint = "T:float", .plan = PlanChain, .run = RunChain});
}

}  // namespace hb
