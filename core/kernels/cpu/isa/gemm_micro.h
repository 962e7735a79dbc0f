// The register tile of the matrix product: up to kMr rows by kNv vectors of C.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_MICRO_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_MICRO_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

#if defined(__AVX512F__)
constexpr int kMr = 14;
#elif defined(__AVX2__)
constexpr int kMr = 6;
#elif defined(__aarch64__)
// 24 sums, 2 vectors of B and 3 of A in 32 registers; 5 loads for 24 multiply-adds.
constexpr int kMr = 12;
#else
constexpr int kMr = 4;
#endif
constexpr int kNv = 2;
constexpr int kNr = kNv * kLanes;
// Sums over k are cut into blocks of at most this many terms, each summed in order.
constexpr int kKcMax = 512;

enum MicroFlags : int32_t {
  kAccumulate = 1,
  kBias = 2,
  kRelu = 4,
  kRelu6 = 8,
  kScale = 16,
  kShift = 32,
  kResidual = 64
};

struct MicroArgs {
  int64_t kc;
  const float* a;  // row i, term k: a[i * as + k], or a[k * as + i] in the transposed kernels
  int64_t as;
  const float* b;  // term k, column j: b[k * bs + j]; full vectors are read
  int64_t bs;
  float* c;
  int64_t ldc;
  const float* bias;
  int64_t tail;  // lanes of the last vector that exist in C and the vectors of the epilogue
  int32_t flags;
  const float* scale;
  const float* shift;
  const float* residual;  // rows ldc apart
  // Kernels that aren't transposed: after every `run` terms (0: never) `jump` floats of A are
  // skipped.
  int64_t run = 0;
  int64_t jump = 0;
  // A line that will be needed soon, with each term another one. If there is none: one that is in
  // cache anyway.
  const float* fetch = reinterpret_cast<const float*>(this);
  int64_t fetch_step = 0;
  int64_t ahead = 0;  // B is asked for so many floats ahead
};

using MicroFn = void (*)(const MicroArgs*);

// The kernel for a tile of `rows` x `nv` vectors.
MicroFn GetMicro(int rows, int nv, bool trans_a);

// What is done on the way out of a tile, beyond MicroFlags.
struct Epilogue {
  float alpha, beta;
  IsaEpilogue e;   // of the whole matrix
  const float* c;  // where that begins
  bool far;        // C and the residual don't lie in the first-level cache
  // What follows from these; see MakeEpilogue.
  bool plain = true;        // alpha is 1, and beta 0 or 1
  int32_t first_flags = 0;  // MicroFlags of the first block of terms
  int32_t last_flags = 0;   // and those that the last one adds
};
Epilogue MakeEpilogue(float alpha, float beta, const IsaEpilogue& e, const float* c, bool far);

// Runs one tile of `rows` x `cols` (cols <= kNr) for the k block [first, last flags]; any alpha,
// beta and width. `args` has kc, a, as, b, bs, c, ldc set; the vectors of `ep` are offset by `col`.
void RunTile(MicroArgs* args, int rows, int64_t cols, int64_t col, bool trans_a, bool first,
             bool last, const Epilogue* ep);

// Number and length of the blocks that k is cut into.
HB_INLINE int64_t KBlock(int64_t k) {
  if (k <= kKcMax) return MaxI(k, 1);
  const int64_t blocks = CeilDiv(k, kKcMax);
  return CeilDiv(CeilDiv(k, blocks), 8) * 8;
}

HB_INLINE void ForTasks(const IsaPool* pool, int64_t n, void (*fn)(void*, int64_t), void* arg) {
  if (pool != nullptr && pool->parallel_for != nullptr && n > 1) {
    pool->parallel_for(pool->ctx, n, fn, arg);
  } else {
    for (int64_t i = 0; i < n; ++i) fn(arg, i);
  }
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_MICRO_H_
