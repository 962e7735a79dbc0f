// A layer of LSTM cells over whole sequences, and its gradient (Hochreiter and Schmidhuber 1997,
// with the forget gate of Gers et al. 2000).
//
// What doesn't depend on the recurrence is one product over all steps. The recurrence is cut into
// blocks of samples, each of which walks all steps on its own, so that threads never wait for each
// other within a sequence.
#include <cstring>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

constexpr int64_t kRows = 16;  // samples of a block

struct LstmParams {
  int64_t batch = 0, steps = 0, inputs = 0, units = 0;
  int64_t walked = 0;  // of the steps
  // Scratch, in bytes from its start: the packed recurrent kernel, the sums (forward, when they are
  // not kept) or their gradients, what belongs to the blocks, the products' own.
  size_t packed = 0, sums = 0, block = 0, product = 0;
  size_t block_bytes = 0, block_product = 0;  // of one block; where its product's scratch begins

  int64_t blocks() const { return (batch + kRows - 1) / kRows; }
  int64_t gates() const { return 4 * units; }
  // One sample: its products with the recurrent kernel read that where it lies.
  bool one_row() const { return batch == 1; }
};

size_t Aligned(size_t bytes) { return (bytes + 63) & ~size_t{63}; }
size_t Floats(int64_t n) { return Aligned(static_cast<size_t>(n) * sizeof(float)); }

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
  return Aligned(Isa()->gemm_scratch_bytes(&g));
}

LstmParams* NewLstm(HbPlanCtx* ctx) {
  auto* p = NewParams<LstmParams>(ctx);
  if (p == nullptr) return nullptr;
  p->batch = ctx->in[0].dims[0];
  p->steps = ctx->in[0].dims[1];
  p->inputs = ctx->in[0].dims[2];
  p->units = ctx->in[2].dims[0];
  return p;
}

// What the products of one direction take, about.
double ProductsNs(const LstmParams& p) {
  return FlopsNs(2.0 * static_cast<double>(p.batch * p.steps) * static_cast<double>(p.gates()) *
                 static_cast<double>(p.inputs + p.units));
}

int PlanLstm(HbPlanCtx* ctx) {
  LstmParams* p = NewLstm(ctx);
  if (p == nullptr) return 1;
  const int64_t rows = p->batch * p->steps, u = p->units;
  p->walked = AttrInt(ctx->attrs, "steps", -1) < 0 ? p->steps : AttrInt(ctx->attrs, "steps", -1);
  if (p->walked > p->steps) {
    return Fail(ctx, Code::kInvalidArgument, "an LSTM walks ", p->walked, " steps, its input has ",
                p->steps);
  }
  p->sums = p->one_row() ? 0 : Aligned(Isa()->gemm_packed_b_bytes(u, p->gates()));
  p->block = p->sums + (AttrBool(ctx->attrs, "keep") ? 0 : Floats(rows * p->gates()));
  // A block's cells, when they are not kept: those of the last two steps.
  p->block_product = 2 * Floats(kRows * u);
  p->block_bytes =
      p->block_product + ScratchOf(GemmOf(std::min(kRows, p->batch), p->gates(), u, nullptr, u,
                                          nullptr, p->gates(), nullptr, p->gates(), nullptr),
                                   !p->one_row());
  p->product = p->block + static_cast<size_t>(p->blocks()) * p->block_bytes;
  ctx->cost = ProductsNs(*p);
  ctx->scratch = p->product + ScratchOf(GemmOf(rows, p->gates(), p->inputs, nullptr, p->inputs,
                                               nullptr, p->gates(), nullptr, p->gates(), nullptr));
  return 0;
}

// One block of the forward recurrence: samples [first, first + rows).
void WalkForward(HbRunCtx* ctx, const LstmParams& p, int64_t block, float* gates, bool keep) {
  const int64_t u = p.units, first = block * kRows;
  const int64_t rows = std::min(kRows, p.batch - first);
  char* scratch = static_cast<char*>(ctx->scratch);
  char* own = scratch + p.block + static_cast<size_t>(block) * p.block_bytes;
  auto* spare = reinterpret_cast<float*>(own);
  const int64_t spare_size = static_cast<int64_t>(Floats(kRows * u) / sizeof(float));
  float* sequence = Out<float>(ctx, 0) + first * p.walked * u;
  // The states before may be one row for all samples.
  int64_t ld_h_prev = ctx->in[4]->dims[0] == p.batch ? u : 0;
  int64_t ld_c_prev = ctx->in[5]->dims[0] == p.batch ? u : 0;
  const float* h_prev = In<float>(ctx, 4) + first * ld_h_prev;
  const float* c_prev = In<float>(ctx, 5) + first * ld_c_prev;
  for (int64_t t = 0; t < p.walked; ++t) {
    float* z = gates + (first * p.steps + t) * p.gates();
    IsaGemm g = GemmOf(rows, p.gates(), u, h_prev, ld_h_prev, In<float>(ctx, 2), p.gates(), z,
                       p.steps * p.gates(), own + p.block_product);
    if (!p.one_row()) g.packed_b = scratch;
    g.beta = 1;
    Isa()->gemm(&g, nullptr);
    IsaLstmCell cell = {};
    cell.rows = rows, cell.units = u;
    cell.gates = z, cell.ld_gates = p.steps * p.gates();
    cell.c_prev = c_prev, cell.ld_c_prev = ld_c_prev;
    cell.c = keep ? Out<float>(ctx, 4) + (first * p.steps + t) * u : spare + t % 2 * spare_size;
    cell.ld_c = keep ? p.steps * u : u;
    cell.h = sequence + t * u, cell.ld_h = p.walked * u;
    Isa()->lstm_cell(&cell);
    h_prev = cell.h, ld_h_prev = cell.ld_h;
    c_prev = cell.c, ld_c_prev = cell.ld_c;
  }
  for (int64_t r = 0; r < rows; ++r) {
    const size_t bytes = static_cast<size_t>(u) * sizeof(float);
    std::memcpy(Out<float>(ctx, 1) + (first + r) * u, h_prev + r * ld_h_prev, bytes);
    std::memcpy(Out<float>(ctx, 2) + (first + r) * u, c_prev + r * ld_c_prev, bytes);
  }
}

int RunLstm(HbRunCtx* ctx) {
  const auto& p = Params<LstmParams>(ctx);
  const bool keep = OutCount(ctx, 4) > 0;
  char* scratch = static_cast<char*>(ctx->scratch);
  float* gates = keep ? Out<float>(ctx, 3) : reinterpret_cast<float*>(scratch + p.sums);
  const IsaPool pool = PoolOf(ctx);
  const int64_t n = p.gates();
  IsaGemm g = GemmOf(p.batch * p.steps, n, p.inputs, In<float>(ctx, 0), p.inputs, In<float>(ctx, 1),
                     n, gates, n, scratch + p.product);
  g.bias = In<float>(ctx, 3);
  Isa()->gemm(&g, &pool);
  if (!p.one_row()) Isa()->gemm_pack_b(p.units, n, In<float>(ctx, 2), n, 0, scratch, &pool);
  ParallelFor(ctx, p.blocks(), [&](int64_t block) { WalkForward(ctx, p, block, gates, keep); });
  return 0;
}

// Arguments of the gradient behind x, kernel, recurrent, bias, h0 and c0.
enum { kSequence = 6, kGates = 9, kCells = 10, kDSequence = 11, kDH = 12, kDC = 13 };

int PlanLstmGrad(HbPlanCtx* ctx) {
  LstmParams* p = NewLstm(ctx);
  if (p == nullptr) return 1;
  const int64_t rows = p->batch * p->steps, u = p->units, n = p->gates(), in = p->inputs;
  // Packed is the transposed recurrent kernel; behind the sums' gradients lie the inputs of each
  // step beside the states before it, and the gradients of both kernels, one below the other.
  p->sums = Aligned(Isa()->gemm_packed_b_bytes(n, u));
  p->block = p->sums + Floats(rows * n) + Floats(rows * (in + u)) + Floats((in + u) * n);
  p->block_product = 2 * Floats(kRows * u);
  p->block_bytes =
      p->block_product +
      ScratchOf(GemmOf(kRows, u, n, nullptr, n, nullptr, u, nullptr, u, nullptr), true);
  p->product = p->block + static_cast<size_t>(p->blocks()) * p->block_bytes;
  const size_t products[] = {
      ScratchOf(
          Transposed(GemmOf(rows, in, n, nullptr, n, nullptr, n, nullptr, in, nullptr), 0, 1)),
      ScratchOf(Transposed(
          GemmOf(in + u, n, rows, nullptr, in + u, nullptr, n, nullptr, n, nullptr), 1, 0)),
      Isa()->reduce_scratch_bytes(1, rows, n)};
  size_t most = 0;
  for (size_t bytes : products) most = std::max(most, bytes);
  ctx->cost = 2 * ProductsNs(*p);
  ctx->scratch = p->product + most;
  return 0;
}

// Each row of x beside the state before that step.
float* Beside(HbRunCtx* ctx, const LstmParams& p) {
  char* sums = static_cast<char*>(ctx->scratch) + p.sums;
  return reinterpret_cast<float*>(sums + Floats(p.batch * p.steps * p.gates()));
}

void WalkBackward(HbRunCtx* ctx, const LstmParams& p, int64_t block) {
  const int64_t u = p.units, n = p.gates(), first = block * kRows;
  const int64_t rows = std::min(kRows, p.batch - first);
  char* scratch = static_cast<char*>(ctx->scratch);
  char* own = scratch + p.block + static_cast<size_t>(block) * p.block_bytes;
  auto* dh = reinterpret_cast<float*>(own);
  float* dc = dh + Floats(kRows * u) / sizeof(float);
  auto* dgates = reinterpret_cast<float*>(scratch + p.sums);
  float* beside = Beside(ctx, p);
  const size_t bytes = static_cast<size_t>(rows * u) * sizeof(float);
  std::memcpy(dh, In<float>(ctx, kDH) + first * u, bytes);
  std::memcpy(dc, In<float>(ctx, kDC) + first * u, bytes);
  for (int64_t t = p.steps - 1; t >= 0; --t) {
    const int64_t at = first * p.steps + t;
    IsaLstmCell cell = {};
    cell.rows = rows, cell.units = u;
    cell.gates = const_cast<float*>(In<float>(ctx, kGates)) + at * n, cell.ld_gates = p.steps * n;
    cell.c = const_cast<float*>(In<float>(ctx, kCells)) + at * u, cell.ld_c = p.steps * u;
    cell.c_prev = t > 0 ? cell.c - u : In<float>(ctx, 5) + first * u;
    cell.ld_c_prev = t > 0 ? p.steps * u : u;
    cell.h = const_cast<float*>(In<float>(ctx, kDSequence)) + at * u, cell.ld_h = p.steps * u;
    cell.dh_next = dh, cell.dc = dc, cell.dgates = dgates + at * n;
    Isa()->lstm_cell_grad(&cell);
    IsaGemm g =
        GemmOf(rows, u, n, cell.dgates, p.steps * n, nullptr, u, dh, u, own + p.block_product);
    g.packed_b = scratch;
    Isa()->gemm(&g, nullptr);
    for (int64_t r = 0; r < rows; ++r) {
      const int64_t row = at + r * p.steps, in = p.inputs;
      const float* h =
          t > 0 ? In<float>(ctx, kSequence) + (row - 1) * u : In<float>(ctx, 4) + (first + r) * u;
      float* to = beside + row * (in + u);
      std::memcpy(to, In<float>(ctx, 0) + row * in, static_cast<size_t>(in) * sizeof(float));
      std::memcpy(to + in, h, static_cast<size_t>(u) * sizeof(float));
    }
  }
  std::memcpy(Out<float>(ctx, 4) + first * u, dh, bytes);
  std::memcpy(Out<float>(ctx, 5) + first * u, dc, bytes);
}

int RunLstmGrad(HbRunCtx* ctx) {
  const auto& p = Params<LstmParams>(ctx);
  const int64_t rows = p.batch * p.steps, u = p.units, n = p.gates(), in = p.inputs;
  char* scratch = static_cast<char*>(ctx->scratch);
  void* product = scratch + p.product;
  const auto* dgates = reinterpret_cast<const float*>(scratch + p.sums);
  const float* beside = Beside(ctx, p);
  float* dkernels = Beside(ctx, p) + Floats(rows * (in + u)) / sizeof(float);
  const IsaPool pool = PoolOf(ctx);
  Isa()->gemm_pack_b(n, u, In<float>(ctx, 2), n, 1, scratch, &pool);
  ParallelFor(ctx, p.blocks(), [&](int64_t block) { WalkBackward(ctx, p, block); });
  const IsaGemm products[] = {
      Transposed(
          GemmOf(rows, in, n, dgates, n, In<float>(ctx, 1), n, Out<float>(ctx, 0), in, product),
          false, true),
      Transposed(GemmOf(in + u, n, rows, beside, in + u, dgates, n, dkernels, n, product), true,
                 false)};
  for (const IsaGemm& g : products) Isa()->gemm(&g, &pool);
  const size_t row = static_cast<size_t>(n) * sizeof(float);
  std::memcpy(Out<float>(ctx, 1), dkernels, static_cast<size_t>(in) * row);
  std::memcpy(Out<float>(ctx, 2), dkernels + in * n, static_cast<size_t>(u) * row);
  Isa()->reduce(kIsaReduceSum, dgates, 1, rows, n, Out<float>(ctx, 3), product, &pool);
  return 0;
}

}  // namespace

void RegisterLstmKernels(KernelSet& set) {
  KERNEL(set, "_HbLSTM", {.constraint = "T:float", .plan = PlanLstm, .run = RunLstm});
  KERNEL(set, "_HbLSTMGrad", {.constraint = "T:float", .plan = PlanLstmGrad, .run = RunLstmGrad});
}

}  // namespace hb
