// A layer of LSTM cells over whole sequences, and its gradient (Hochreiter and Schmidhuber 1997,
// with the forget gate of Gers et al. 2000).
//
// The recurrence is cut into blocks of samples, each of which walks all steps on its own, so that
// threads never wait for each other within a sequence. A step's product takes the inputs beside the
// states before it where both kernels stay in cache; else the inputs have a product of their own
// over all steps. Of a single sample, two threads may share the units.
//
// Gates and cells, the residuals, lie in the order of time: [steps, batch, ...].
#include <atomic>
#include <cstring>
#include <memory>
#include <thread>

#include "core/kernel/helpers.h"
#include "core/kernel/prepack.h"
#include "core/kernel/registry.h"
#include "core/kernel/variable.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

constexpr int64_t kRows = 16;  // samples of a block
// Kernels of so many floats together are read by each step's product as one, if it has so many rows
// at least.
constexpr int64_t kJoinedFloats = 160 << 10;
constexpr int64_t kJoinedRows = 8;
// The units of a single sample are shared by threads if there are so many.
constexpr int64_t kSharedUnits = 64;

size_t Aligned(size_t bytes) { return (bytes + 63) & ~size_t{63}; }
size_t Floats(int64_t n) { return Aligned(static_cast<size_t>(n) * sizeof(float)); }

// Parts of the scratch memory, in bytes from its start.
struct Scratch {
  size_t size = 0;
  size_t Take(size_t bytes) {
    size += Aligned(bytes);
    return size - Aligned(bytes);
  }
};

struct LstmParams {
  int64_t batch = 0, steps = 0, inputs = 0, units = 0;
  int64_t walked = 0;  // of the steps
  bool joined = false;
  // One kernel above the other; the steps' kernel, packed; the inputs (backward: their gradients)
  // in the order of time; the sums or their gradients; inputs beside states; the blocks' sums of
  // the bias's gradient; what belongs to the blocks; the products' own.
  size_t kernels = 0, packed = 0, turned = 0, sums = 0, beside = 0, dbias = 0, blocks_at = 0,
         product = 0;
  // Of one block: a step's rows, their cells, the product's scratch.
  size_t block_bytes = 0, block_cells = 0, block_sums = 0, block_product = 0;
  PackRequest recurrent = {};  // of a single sample

  int64_t blocks() const { return (batch + kRows - 1) / kRows; }
  int64_t gates() const { return 4 * units; }
  bool one_row() const { return batch == 1; }
  // A row that goes through a step's product: perhaps inputs, and from `before` on the state.
  int64_t before() const { return joined ? inputs : 0; }
  int64_t width() const { return before() + units; }
};

template <typename T = float>
T* At(HbRunCtx* ctx, size_t offset) {
  return reinterpret_cast<T*>(static_cast<char*>(ctx->scratch) + offset);
}

void CopyRows(const float* from, int64_t ld_from, int64_t rows, int64_t cols, float* to,
              int64_t ld_to) {
  for (int64_t r = 0; r < rows; ++r, from += ld_from, to += ld_to) {
    std::memcpy(to, from, static_cast<size_t>(cols) * sizeof(float));
  }
}

IsaGemm GemmOf(int64_t m, int64_t n, int64_t k, const float* a, int64_t lda, const float* b,
               int64_t ldb, float* c, int64_t ldc, void* scratch) {
  IsaGemm g = {};
  g.m = m, g.n = n, g.k = k;
  g.a = a, g.lda = lda, g.b = b, g.ldb = ldb, g.c = c, g.ldc = ldc;
  g.alpha = 1;
  g.scratch = scratch;
  return g;
}

IsaGemm Transposed(IsaGemm g, bool a, bool b) {
  g.trans_a = a, g.trans_b = b;
  return g;
}

size_t ScratchOf(IsaGemm g, bool packed = false) {
  static const float kNothing = 0;
  if (packed) g.packed_b = &kNothing;
  return Isa()->gemm_scratch_bytes(&g);
}

LstmParams* NewLstm(HbPlanCtx* ctx) {
  auto* p = NewParams<LstmParams>(ctx);
  if (p == nullptr) return nullptr;
  p->batch = ctx->in[0].dims[0];
  p->steps = ctx->in[0].dims[1];
  p->inputs = ctx->in[0].dims[2];
  p->units = ctx->in[2].dims[0];
  p->walked = p->steps;
  p->joined = p->batch >= kJoinedRows && (p->inputs + p->units) * p->gates() <= kJoinedFloats;
  return p;
}

// What the products of one direction take, about.
double ProductsNs(const LstmParams& p) {
  return FlopsNs(2.0 * static_cast<double>(p.batch * p.steps) * static_cast<double>(p.gates()) *
                 static_cast<double>(p.inputs + p.units));
}

void PackRecurrent(HbRunCtx* ctx, const void* units, void* out) {
  Isa()->lstm_pack_row(*static_cast<const int64_t*>(units), In<float>(ctx, 2),
                       static_cast<float*>(out));
}

// The product of the inputs of all steps with their kernel.
IsaGemm InputProduct(const LstmParams& p) {
  const int64_t n = p.gates();
  return GemmOf(p.batch * p.steps, n, p.inputs, nullptr, p.inputs, nullptr, n, nullptr, n, nullptr);
}

// The product of one step of a block.
IsaGemm StepProduct(const LstmParams& p) {
  const int64_t n = p.gates(), rows = std::min(kRows, p.batch);
  return GemmOf(rows, n, p.width(), nullptr, p.width(), nullptr, n, nullptr, n, nullptr);
}

int PlanLstm(HbPlanCtx* ctx) {
  LstmParams* p = NewLstm(ctx);
  if (p == nullptr) return 1;
  const int64_t rows = p->batch * p->steps, u = p->units, n = p->gates();
  if (const int64_t steps = AttrInt(ctx->attrs, "steps", -1); steps >= 0) p->walked = steps;
  if (p->walked > p->steps) {
    return Fail(ctx, Code::kInvalidArgument, "an LSTM walks ", p->walked, " steps, its input has ",
                p->steps);
  }
  const bool keep = AttrBool(ctx->attrs, "keep");
  Scratch all, block;
  if (p->joined) p->kernels = all.Take(Floats(p->width() * n));
  if (!p->one_row()) p->packed = all.Take(Isa()->gemm_packed_b_bytes(p->width(), n));
  if (!p->joined && !p->one_row()) p->turned = all.Take(Floats(rows * p->inputs));
  if (!p->joined && !keep) p->sums = all.Take(Floats(rows * n));
  block.Take(Floats(kRows * p->width()));
  p->block_cells = block.Take(Floats(kRows * u));
  if (p->joined && !keep) p->block_sums = block.Take(Floats(kRows * n));
  p->block_product = block.Take(ScratchOf(StepProduct(*p), true));
  p->block_bytes = block.size;
  p->blocks_at = all.Take(static_cast<size_t>(p->blocks()) * p->block_bytes);
  p->product = all.Take(p->joined ? 0 : ScratchOf(InputProduct(*p)));
  if (p->one_row()) {
    p->recurrent = {
        2, {kPackedRecurrent, u}, Isa()->lstm_packed_row_bytes(u), PackRecurrent, &p->units};
  }
  ctx->cost = ProductsNs(*p);
  ctx->scratch = all.size;
  return 0;
}

// The sums of the gates of step t for samples from `first` on.
float* SumsOf(HbRunCtx* ctx, const LstmParams& p, bool keep, int64_t t, int64_t first) {
  float* all = keep ? Out<float>(ctx, 3) : At(ctx, p.sums);
  return all + (t * p.batch + first) * p.gates();
}

// One block of the forward recurrence: samples [first, first + rows).
void WalkForward(HbRunCtx* ctx, const LstmParams& p, int64_t block, bool keep) {
  const int64_t u = p.units, n = p.gates(), width = p.width(), first = block * kRows;
  const int64_t rows = std::min(kRows, p.batch - first);
  const size_t own = p.blocks_at + static_cast<size_t>(block) * p.block_bytes;
  float* row = At(ctx, own);
  float* h = row + p.before();
  float* c = At(ctx, own + p.block_cells);
  float* sequence = Out<float>(ctx, 0) + first * p.walked * u;
  // The states before may be one row for all samples.
  const int64_t ld_h0 = ctx->in[4]->dims[0] == p.batch ? u : 0;
  const int64_t ld_c0 = ctx->in[5]->dims[0] == p.batch ? u : 0;
  CopyRows(In<float>(ctx, 4) + first * ld_h0, ld_h0, rows, u, h, width);
  CopyRows(In<float>(ctx, 5) + first * ld_c0, ld_c0, rows, u, c, u);
  IsaGemm g = StepProduct(p);
  g.m = rows;
  g.a = row;
  g.packed_b = At<void>(ctx, p.packed);
  g.bias = p.joined ? In<float>(ctx, 3) : nullptr;
  g.beta = p.joined ? 0.0f : 1.0f;
  g.scratch = At<void>(ctx, own + p.block_product);
  IsaLstmCell cell = {};
  cell.rows = rows, cell.units = u;
  cell.ld_gates = n, cell.ld_c_prev = cell.ld_c = u;
  cell.h = h, cell.ld_h = width;
  cell.c = c;
  for (int64_t t = 0; t < p.walked; ++t) {
    if (p.joined) {
      CopyRows(In<float>(ctx, 0) + (first * p.steps + t) * p.inputs, p.steps * p.inputs, rows,
               p.inputs, row, width);
    }
    g.c = p.joined && !keep ? At(ctx, own + p.block_sums) : SumsOf(ctx, p, keep, t, first);
    Isa()->gemm(&g, nullptr);
    cell.gates = g.c;
    cell.c_prev = cell.c;
    if (keep) cell.c = Out<float>(ctx, 4) + (t * p.batch + first) * u;
    Isa()->lstm_cell(&cell);
    CopyRows(h, width, rows, u, sequence + t * u, p.walked * u);
  }
  CopyRows(h, width, rows, u, Out<float>(ctx, 1) + first * u, u);
  CopyRows(cell.c, u, rows, u, Out<float>(ctx, 2) + first * u, u);
}

// The steps of a single sample. Two threads that walk it have one part of the units each, whose
// columns of the recurrent kernel then stay in their own caches; but either computes what the other
// hasn't begun, so that neither depends on the other's being there. Every other step goes through
// the units backwards, since what was read last is still in the first-level cache.
class RowWalk {
 public:
  RowWalk(HbRunCtx* ctx, const LstmParams& p, bool keep)
      : ctx_(ctx), p_(p), keep_(keep), parts_(p.units >= kSharedUnits ? 2 : 1) {
    const int64_t u = p.units;
    middle_ = parts_ == 1 ? u : (u / 2 + 31) / 32 * 32;
    packed_ = HostOf(ctx)->PackedInput(ctx, p.recurrent);
    c_ = At(ctx, p.blocks_at + p.block_cells);
    std::memcpy(c_, In<float>(ctx, 5), static_cast<size_t>(u) * sizeof(float));
  }

  int64_t parts() const { return parts_; }

  void Walk(int64_t own) {
    // Whether the other thread was there in the last step.
    bool together = false;
    for (int64_t t = 0; t < p_.walked; ++t) {
      // Alone it takes the parts in turns, too.
      const int64_t first = together || t % 2 == 0 ? own : parts_ - 1 - own;
      if (Begin(first, t)) Compute(first, t);
      if (parts_ == 1) continue;
      const int64_t second = 1 - first;
      for (int i = 0; together && i < kPatience && at_[second].begun.load() == t; ++i) Pause(0);
      together = !Begin(second, t);
      if (!together) Compute(second, t);
      for (const Progress& part : at_) {
        for (int i = 0; part.done.load(std::memory_order_acquire) <= t; ++i) Pause(i);
      }
    }
  }

  void Finish() {
    const int64_t u = p_.units, last = p_.walked - 1;
    const float* h = last < 0 ? In<float>(ctx_, 4) : Out<float>(ctx_, 0) + last * u;
    const float* c = last < 0 || !keep_ ? c_ : Out<float>(ctx_, 4) + last * u;
    CopyRows(h, u, 1, u, Out<float>(ctx_, 1), u);
    CopyRows(c, u, 1, u, Out<float>(ctx_, 2), u);
  }

 private:
  // How long a step waits for the other thread to begin its part.
  static constexpr int kPatience = 64;
  static constexpr int kPausesPerYield = 4096;

  static void Pause(int i) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
    if (i % kPausesPerYield == kPausesPerYield - 1) std::this_thread::yield();
  }

  bool Begin(int64_t part, int64_t t) {
    int64_t expected = t;
    return at_[part].begun.compare_exchange_strong(expected, t + 1, std::memory_order_acq_rel);
  }

  void Compute(int64_t part, int64_t t) {
    const int64_t u = p_.units;
    IsaLstmCell cell = {};
    cell.rows = 1, cell.units = u;
    cell.gates = SumsOf(ctx_, p_, keep_, t, 0);
    cell.c = keep_ ? Out<float>(ctx_, 4) + t * u : c_;
    cell.c_prev = keep_ && t > 0 ? cell.c - u : c_;
    cell.h = Out<float>(ctx_, 0) + t * u;
    const IsaLstmRow row = {.recurrent = In<float>(ctx_, 2),
                            .packed = static_cast<const float*>(packed_.get()),
                            .h_prev = t > 0 ? cell.h - u : In<float>(ctx_, 4),
                            .begin = part == 0 ? 0 : middle_,
                            .end = part == 0 ? middle_ : u,
                            .backwards = t % 2 != 0};
    Isa()->lstm_row(&cell, &row);
    at_[part].done.store(t + 1, std::memory_order_release);
  }

  // How many steps of a part were begun and done.
  struct alignas(128) Progress {
    std::atomic<int64_t> begun{0};
    alignas(64) std::atomic<int64_t> done{0};
  };

  HbRunCtx* const ctx_;
  const LstmParams& p_;
  const bool keep_;
  const int64_t parts_;
  int64_t middle_ = 0;
  std::shared_ptr<const void> packed_;  // the recurrent kernel, if the session keeps it so
  float* c_ = nullptr;
  Progress at_[2];
};

int RunLstm(HbRunCtx* ctx) {
  const auto& p = Params<LstmParams>(ctx);
  const bool keep = OutCount(ctx, 4) > 0;
  const IsaPool pool = PoolOf(ctx);
  const int64_t n = p.gates(), in = p.inputs;
  if (!p.joined) {
    IsaGemm g = InputProduct(p);
    g.a = In<float>(ctx, 0), g.b = In<float>(ctx, 1), g.bias = In<float>(ctx, 3);
    if (!p.one_row()) {
      for (int64_t b = 0; b < p.batch; ++b) {
        CopyRows(In<float>(ctx, 0) + b * p.steps * in, in, p.steps, in, At(ctx, p.turned) + b * in,
                 p.batch * in);
      }
      g.a = At(ctx, p.turned);
    }
    g.c = SumsOf(ctx, p, keep, 0, 0);
    g.scratch = At<void>(ctx, p.product);
    Isa()->gemm(&g, &pool);
  }
  if (p.one_row()) {
    RowWalk walk(ctx, p, keep);
    ParallelFor(ctx, walk.parts(), [&](int64_t part) { walk.Walk(part); });
    walk.Finish();
    return 0;
  }
  const float* kernel = In<float>(ctx, 2);
  if (p.joined) {
    float* both = At(ctx, p.kernels);
    CopyRows(In<float>(ctx, 1), n, in, n, both, n);
    CopyRows(kernel, n, p.units, n, both + in * n, n);
    kernel = both;
  }
  Isa()->gemm_pack_b(p.width(), n, kernel, n, 0, At<void>(ctx, p.packed), &pool);
  ParallelFor(ctx, p.blocks(), [&](int64_t block) { WalkForward(ctx, p, block, keep); });
  return 0;
}

// Arguments of the gradient behind x, kernel, recurrent, bias, h0 and c0.
enum { kSequence = 6, kGates = 9, kCells = 10, kDSequence = 11, kDH = 12, kDC = 13 };

// From the gradients of a step's sums to those of its row.
IsaGemm StepGradProduct(const LstmParams& p) {
  const int64_t n = p.gates(), rows = std::min(kRows, p.batch);
  return GemmOf(rows, p.width(), n, nullptr, n, nullptr, n, nullptr, p.width(), nullptr);
}

// From the gradients of all sums to those of the inputs.
IsaGemm InputGradProduct(const LstmParams& p) {
  const int64_t n = p.gates(), in = p.inputs;
  return Transposed(GemmOf(p.batch * p.steps, in, n, nullptr, n, nullptr, n, nullptr, in, nullptr),
                    false, true);
}

// From inputs beside states and the gradients of the sums to those of both kernels.
IsaGemm KernelGradProduct(const LstmParams& p) {
  const int64_t n = p.gates(), in = p.inputs + p.units;
  return Transposed(GemmOf(in, n, p.batch * p.steps, nullptr, in, nullptr, n, nullptr, n, nullptr),
                    true, false);
}

int PlanLstmGrad(HbPlanCtx* ctx) {
  LstmParams* p = NewLstm(ctx);
  if (p == nullptr) return 1;
  const int64_t rows = p->batch * p->steps, u = p->units, n = p->gates(), in = p->inputs;
  Scratch all, block;
  p->kernels = all.Take(Floats((in + u) * n));
  p->packed = all.Take(Isa()->gemm_packed_b_bytes(n, p->width()));
  if (!p->joined) p->turned = all.Take(Floats(rows * in));
  p->sums = all.Take(Floats(rows * n));
  p->beside = all.Take(Floats(rows * (in + u)));
  p->dbias = all.Take(static_cast<size_t>(p->blocks()) * Floats(n));
  block.Take(Floats(kRows * p->width()));
  p->block_cells = block.Take(Floats(kRows * u));
  p->block_product = block.Take(ScratchOf(StepGradProduct(*p), true));
  p->block_bytes = block.size;
  p->blocks_at = all.Take(static_cast<size_t>(p->blocks()) * p->block_bytes);
  p->product =
      all.Take(std::max(ScratchOf(KernelGradProduct(*p)), ScratchOf(InputGradProduct(*p))));
  ctx->cost = 2 * ProductsNs(*p);
  ctx->scratch = all.size;
  return 0;
}

// The sums of a block of the bias's gradient.
float* BiasSums(HbRunCtx* ctx, const LstmParams& p, int64_t block) {
  return At(ctx, p.dbias + static_cast<size_t>(block) * Floats(p.gates()));
}

void WalkBackward(HbRunCtx* ctx, const LstmParams& p, int64_t block) {
  const int64_t u = p.units, n = p.gates(), in = p.inputs, width = p.width(), first = block * kRows;
  const int64_t rows = std::min(kRows, p.batch - first);
  const size_t own = p.blocks_at + static_cast<size_t>(block) * p.block_bytes;
  float* drow = At(ctx, own);
  float* dh = drow + p.before();
  float* dc = At(ctx, own + p.block_cells);
  float* dbias = BiasSums(ctx, p, block);
  std::memset(dbias, 0, static_cast<size_t>(n) * sizeof(float));
  CopyRows(In<float>(ctx, kDH) + first * u, u, rows, u, dh, width);
  CopyRows(In<float>(ctx, kDC) + first * u, u, rows, u, dc, u);
  IsaGemm g = StepGradProduct(p);
  g.m = rows;
  g.packed_b = At<void>(ctx, p.packed);
  g.c = drow;
  g.scratch = At<void>(ctx, own + p.block_product);
  IsaLstmCell cell = {};
  cell.rows = rows, cell.units = u;
  cell.ld_gates = n, cell.ld_c = cell.ld_c_prev = u, cell.ld_h = p.steps * u;
  cell.dh_next = dh, cell.ld_dh_next = width, cell.dc = dc, cell.dbias = dbias;
  for (int64_t t = p.steps - 1; t >= 0; --t) {
    const int64_t at = t * p.batch + first, in_order = first * p.steps + t;
    cell.gates = const_cast<float*>(In<float>(ctx, kGates)) + at * n;
    cell.c = const_cast<float*>(In<float>(ctx, kCells)) + at * u;
    cell.c_prev = t > 0 ? cell.c - p.batch * u : In<float>(ctx, 5) + first * u;
    cell.h = const_cast<float*>(In<float>(ctx, kDSequence)) + in_order * u;
    cell.dgates = At(ctx, p.sums) + at * n;
    Isa()->lstm_cell_grad(&cell);
    g.a = cell.dgates;
    Isa()->gemm(&g, nullptr);
    if (p.joined) {
      CopyRows(drow, width, rows, in, Out<float>(ctx, 0) + in_order * in, p.steps * in);
    }
    float* beside = At(ctx, p.beside) + at * (in + u);
    CopyRows(In<float>(ctx, 0) + in_order * in, p.steps * in, rows, in, beside, in + u);
    if (t > 0) {
      CopyRows(In<float>(ctx, kSequence) + (in_order - 1) * u, p.steps * u, rows, u, beside + in,
               in + u);
    } else {
      CopyRows(In<float>(ctx, 4) + first * u, u, rows, u, beside + in, in + u);
    }
  }
  CopyRows(dh, width, rows, u, Out<float>(ctx, 4) + first * u, u);
  CopyRows(dc, u, rows, u, Out<float>(ctx, 5) + first * u, u);
}

int RunLstmGrad(HbRunCtx* ctx) {
  const auto& p = Params<LstmParams>(ctx);
  const int64_t u = p.units, n = p.gates(), in = p.inputs;
  float* kernels = At(ctx, p.kernels);
  const IsaPool pool = PoolOf(ctx);
  const float* kernel = In<float>(ctx, 2);
  if (p.joined) {
    CopyRows(In<float>(ctx, 1), n, in, n, kernels, n);
    CopyRows(kernel, n, u, n, kernels + in * n, n);
    kernel = kernels;
  }
  Isa()->gemm_pack_b(n, p.width(), kernel, n, 1, At<void>(ctx, p.packed), &pool);
  ParallelFor(ctx, p.blocks(), [&](int64_t block) { WalkBackward(ctx, p, block); });
  if (!p.joined) {
    IsaGemm g = InputGradProduct(p);
    g.a = At(ctx, p.sums), g.b = In<float>(ctx, 1), g.c = At(ctx, p.turned);
    g.scratch = At<void>(ctx, p.product);
    Isa()->gemm(&g, &pool);
    for (int64_t b = 0; b < p.batch; ++b) {
      CopyRows(At(ctx, p.turned) + b * in, p.batch * in, p.steps, in,
               Out<float>(ctx, 0) + b * p.steps * in, in);
    }
  }
  // Packing has read the kernels that lay here.
  IsaGemm g = KernelGradProduct(p);
  g.a = At(ctx, p.beside), g.b = At(ctx, p.sums), g.c = kernels;
  g.scratch = At<void>(ctx, p.product);
  Isa()->gemm(&g, &pool);
  CopyRows(kernels, n, in, n, Out<float>(ctx, 1), n);
  CopyRows(kernels + in * n, n, u, n, Out<float>(ctx, 2), n);
  float* dbias = Out<float>(ctx, 3);
  std::memset(dbias, 0, static_cast<size_t>(n) * sizeof(float));
  for (int64_t block = 0; block < p.blocks(); ++block) {
    const float* sums = BiasSums(ctx, p, block);
    for (int64_t j = 0; j < n; ++j) dbias[j] += sums[j];
  }
  return 0;
}

}  // namespace

void RegisterLstmKernels(KernelSet& set) {
  KERNEL(set, "_HbLSTM", {.constraint = "T:float", .plan = PlanLstm, .run = RunLstm});
  KERNEL(set, "_HbLSTMGrad", {.constraint = "T:float", .plan = PlanLstmGrad, .run = RunLstmGrad});
}

}  // namespace hb
