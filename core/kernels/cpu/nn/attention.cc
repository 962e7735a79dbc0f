// Scaled dot-product attention (Vaswani et al. 2017) and its gradient. Each sample and head goes
// through the targets in blocks by itself, so that weights stay in cache. The heads of a sample lie
// in one run of lines: one task takes them all where there are enough samples, which are so small
// that they stay in cache meanwhile.
#include <cstring>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

constexpr int64_t kBlock = 64;  // targets at once
// A task is a sample where there are so many, of so many floats at most; else a head.
constexpr int64_t kSamples = 16;
constexpr int64_t kSampleFloats = 1 << 16;

struct AttentionParams {
  int64_t batch = 0, targets = 0, sources = 0, heads = 0, size = 0, values = 0;
  float scale = 1;
  // Scratch of a task: weights that are not kept, the scaled queries, what its products need.
  size_t task_bytes = 0, query = 0, product = 0;

  int64_t heads_of_task() const {
    const int64_t floats = heads * (targets + sources) * (size + values);
    return batch >= kSamples && floats <= kSampleFloats ? heads : 1;
  }
  int64_t tasks() const { return batch * heads / std::max<int64_t>(heads_of_task(), 1); }
};

size_t Aligned(size_t bytes) { return (bytes + 63) & ~size_t{63}; }

// The matrix of one sample and head (`head` counts both) in [batch, length, heads, width], rows
// heads * width apart.
template <typename T>
T* Head(T* x, const AttentionParams& p, int64_t length, int64_t width, int64_t head) {
  return x + (head / p.heads * length * p.heads + head % p.heads) * width;
}

// Asks for the matrices of all heads of a task, which begin with `head`, as one run: it comes
// faster than one head's rows after another's.
template <bool kWrite = false>
void Fetch(const float* x, const AttentionParams& p, int64_t length, int64_t width, int64_t head) {
  if (p.heads_of_task() != p.heads) return;
  const float* first = Head(x, p, length, width, head);
  for (int64_t i = 0; i < length * p.heads * width; i += 16) {
    __builtin_prefetch(first + i, kWrite ? 1 : 0);
  }
}

// A matrix and the distance between its rows.
struct Matrix {
  const float* data;
  int64_t ld;
  bool transposed = false;
};
Matrix Transpose(Matrix m) { return {m.data, m.ld, true}; }

// c = a * b + beta * c, of m rows and n columns.
void Product(int64_t m, int64_t n, int64_t k, const Matrix& a, const Matrix& b, float beta,
             float* c, int64_t ldc, void* scratch) {
  IsaGemm g = {};
  g.m = m, g.n = n, g.k = k;
  g.a = a.data, g.lda = a.ld, g.trans_a = a.transposed;
  g.b = b.data, g.ldb = b.ld, g.trans_b = b.transposed;
  g.c = c, g.ldc = ldc;
  g.alpha = 1, g.beta = beta;
  g.scratch = scratch;
  Isa()->gemm(&g, nullptr);
}

size_t ProductScratch(int64_t m, int64_t n, int64_t k, bool trans_a, bool trans_b) {
  IsaGemm g = {};
  g.m = m, g.n = n, g.k = k;
  g.trans_a = trans_a, g.trans_b = trans_b;
  g.alpha = 1;
  return Aligned(Isa()->gemm_scratch_bytes(&g));
}

AttentionParams* NewAttention(HbPlanCtx* ctx, bool weights, bool query) {
  auto* p = NewParams<AttentionParams>(ctx);
  if (p == nullptr) return nullptr;
  const HbView &q = ctx->in[0], &k = ctx->in[1], &v = ctx->in[2];
  p->batch = q.dims[0], p->targets = q.dims[1], p->heads = q.dims[2], p->size = q.dims[3];
  p->sources = k.dims[1];
  p->values = v.dims[3];
  p->scale = AttrFloat(ctx->attrs, "scale", 1);
  const int64_t t = std::min(kBlock, p->targets), s = p->sources, d = p->size, e = p->values;
  const size_t products[] = {
      ProductScratch(t, s, d, false, true), ProductScratch(t, e, s, false, false),
      ProductScratch(t, s, e, false, true), ProductScratch(t, d, s, false, false),
      ProductScratch(s, d, t, true, false), ProductScratch(s, e, t, true, false)};
  size_t most = 0;
  for (size_t bytes : products) most = std::max(most, bytes);
  const auto floats = [](int64_t n) { return Aligned(static_cast<size_t>(n) * sizeof(float)); };
  p->query = weights ? floats(t * s) : 0;
  p->product = p->query + (query ? floats(t * d) : 0);
  p->task_bytes = p->product + most;
  ctx->scratch = p->task_bytes * static_cast<size_t>(p->tasks());
  ctx->cost = FlopsNs(2.0 * static_cast<double>(p->batch * p->heads * p->targets * s) *
                      static_cast<double>(d + e) * (ctx->n_in > 3 ? 2 : 1));
  return p;
}

char* TaskScratch(HbRunCtx* ctx, const AttentionParams& p, int64_t task) {
  return static_cast<char*>(ctx->scratch) + static_cast<size_t>(task) * p.task_bytes;
}

int PlanAttention(HbPlanCtx* ctx) {
  return NewAttention(ctx, !AttrBool(ctx->attrs, "keep"), true) == nullptr ? 1 : 0;
}

// Calls body(first, rows) for each block of targets.
template <typename Body>
void ForBlocks(int64_t targets, Body&& body) {
  for (int64_t t = 0; t < targets; t += kBlock) body(t, std::min(kBlock, targets - t));
}

// Calls fetch(head) with the first head of each task, then one(head, scratch) with each.
template <typename First, typename Each>
void ForHeads(HbRunCtx* ctx, const AttentionParams& p, First&& fetch, Each&& one) {
  const int64_t n = p.heads_of_task();
  ParallelFor(ctx, p.tasks(), [&](int64_t task) {
    fetch(task * n);
    for (int64_t i = 0; i < n; ++i) one(task * n + i, TaskScratch(ctx, p, task));
  });
}

void Scale(const float* x, int64_t ld, int64_t rows, int64_t cols, float by, float* y) {
  for (int64_t r = 0; r < rows; ++r, x += ld, y += cols) {
    Isa()->binary[kIsaMul](x, 1, &by, 0, y, cols);
  }
}

int RunAttention(HbRunCtx* ctx) {
  const auto& p = Params<AttentionParams>(ctx);
  const int64_t s = p.sources, d = p.size, e = p.values, ld = p.heads * d, ld_v = p.heads * e;
  float* kept = p.query == 0 ? Out<float>(ctx, 1) : nullptr;
  const auto one = [&](int64_t head, char* scratch) {
    void* product = scratch + p.product;
    const float* q = Head(In<float>(ctx, 0), p, p.targets, d, head);
    const Matrix k = {Head(In<float>(ctx, 1), p, s, d, head), ld};
    const Matrix v = {Head(In<float>(ctx, 2), p, s, e, head), ld_v};
    float* y = Head(Out<float>(ctx, 0), p, p.targets, e, head);
    ForBlocks(p.targets, [&](int64_t t, int64_t rows) {
      float* w =
          kept != nullptr ? kept + (head * p.targets + t) * s : reinterpret_cast<float*>(scratch);
      auto* scaled = reinterpret_cast<float*>(scratch + p.query);
      Scale(q + t * ld, ld, rows, d, p.scale, scaled);
      Product(rows, s, d, {scaled, d}, Transpose(k), 0, w, s, product);
      Isa()->softmax(w, w, rows, s);
      Product(rows, e, s, {w, s}, v, 0, y + t * ld_v, ld_v, product);
    });
  };
  const auto fetch = [&](int64_t head) {
    Fetch(In<float>(ctx, 0), p, p.targets, d, head);
    Fetch(In<float>(ctx, 1), p, s, d, head);
    Fetch(In<float>(ctx, 2), p, s, e, head);
    Fetch<true>(Out<float>(ctx, 0), p, p.targets, e, head);
  };
  ForHeads(ctx, p, fetch, one);
  return 0;
}

int PlanAttentionGrad(HbPlanCtx* ctx) { return NewAttention(ctx, true, false) == nullptr ? 1 : 0; }

int RunAttentionGrad(HbRunCtx* ctx) {
  const auto& p = Params<AttentionParams>(ctx);
  const int64_t s = p.sources, d = p.size, e = p.values, ld = p.heads * d, ld_v = p.heads * e;
  const auto one = [&](int64_t head, char* scratch) {
    void* product = scratch + p.product;
    auto* dw = reinterpret_cast<float*>(scratch);
    const float* q = Head(In<float>(ctx, 0), p, p.targets, d, head);
    const Matrix k = {Head(In<float>(ctx, 1), p, s, d, head), ld};
    const Matrix v = {Head(In<float>(ctx, 2), p, s, e, head), ld_v};
    const float* dy = Head(In<float>(ctx, 5), p, p.targets, e, head);
    float* dq = Head(Out<float>(ctx, 0), p, p.targets, d, head);
    float* dk = Head(Out<float>(ctx, 1), p, s, d, head);
    float* dv = Head(Out<float>(ctx, 2), p, s, e, head);
    ForBlocks(p.targets, [&](int64_t t, int64_t rows) {
      const Matrix w = {In<float>(ctx, 4) + (head * p.targets + t) * s, s};
      const Matrix dy_block = {dy + t * ld_v, ld_v};
      const float beta = t == 0 ? 0.0f : 1.0f;
      Product(s, e, rows, Transpose(w), dy_block, beta, dv, ld_v, product);
      Product(rows, s, e, dy_block, Transpose(v), 0, dw, s, product);
      Isa()->softmax_grad(w.data, dw, rows, s, p.scale);
      Product(rows, d, s, {dw, s}, k, 0, dq + t * ld, ld, product);
      Product(s, d, rows, Transpose({dw, s}), {q + t * ld, ld}, beta, dk, ld, product);
    });
  };
  const auto fetch = [&](int64_t head) {
    Fetch(In<float>(ctx, 0), p, p.targets, d, head);
    Fetch(In<float>(ctx, 1), p, s, d, head);
    Fetch(In<float>(ctx, 2), p, s, e, head);
    Fetch(In<float>(ctx, 4), p, p.targets, s, head);
    Fetch(In<float>(ctx, 5), p, p.targets, e, head);
    Fetch<true>(Out<float>(ctx, 0), p, p.targets, d, head);
    Fetch<true>(Out<float>(ctx, 1), p, s, d, head);
    Fetch<true>(Out<float>(ctx, 2), p, s, e, head);
  };
  ForHeads(ctx, p, fetch, one);
  if (p.targets == 0) {
    std::memset(Out<float>(ctx, 1), 0, static_cast<size_t>(OutCount(ctx, 1)) * sizeof(float));
    std::memset(Out<float>(ctx, 2), 0, static_cast<size_t>(OutCount(ctx, 2)) * sizeof(float));
  }
  return 0;
}

}  // namespace

void RegisterAttentionKernels(KernelSet& set) {
  KERNEL(set, "_HbAttention",
         {.constraint = "T:float", .plan = PlanAttention, .run = RunAttention});
  KERNEL(set, "_HbAttentionGrad",
         {.constraint = "T:float", .plan = PlanAttentionGrad, .run = RunAttentionGrad});
}

}  // namespace hb
