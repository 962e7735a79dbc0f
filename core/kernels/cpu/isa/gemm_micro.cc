#include "core/kernels/cpu/isa/gemm_micro.h"

#include "core/kernels/cpu/isa/elementwise.h"

namespace hb::HB_ISA_NS {
namespace {

#define HB_UNROLL _Pragma("GCC unroll 16")

// Rows of a row-major A are reached from three bases, so that base + {0,1,2,3,4} * stride needs
// few registers.
struct RowBases {
  const char* p[3];
  int64_t s1, s3;
};

template <int I>
HB_INLINE float RowAt(const RowBases& r) {
  const char* p = r.p[I / 5];
  constexpr int kStep = I % 5;
  if constexpr (kStep == 3) return *reinterpret_cast<const float*>(p + r.s3);
  return *reinterpret_cast<const float*>(p + r.s1 * kStep);
}

template <int MR, int NV>
struct Acc {
  VF v[MR][NV];
};

// The factor that a row of the tile multiplies with vectors of B. NEON multiplies by one lane; a
// load that fills all of them would take time of the units that multiply. AVX-512 loads and
// multiplies 256 bits twice as fast as 512: with `half` only the lower half of a vector gets its
// value.
#if defined(__aarch64__)
using Factor = float;
HB_INLINE Factor ToFactor(float x, bool) {
  asm("" : "+w"(x));
  return x;
}
HB_INLINE VF FactorFma(Factor x, VF b, VF c, bool) { return vfmaq_n_f32(c, b, x); }
#else
using Factor = VF;
HB_INLINE Factor ToFactor(float x, [[maybe_unused]] bool half) {
#if defined(__AVX512F__)
  if (half) return _mm512_castps256_ps512(_mm256_set1_ps(x));
#endif
  return Set1(x);
}
HB_INLINE VF FactorFma(Factor x, VF b, VF c, [[maybe_unused]] bool half) {
#if defined(__AVX512F__)
  if (half) {
    return _mm512_castps256_ps512(_mm256_fmadd_ps(
        _mm512_castps512_ps256(x), _mm512_castps512_ps256(b), _mm512_castps512_ps256(c)));
  }
#endif
  return Fma(x, b, c);
}
#endif

template <bool kHalf, int MR, int NV, int I = 0>
HB_INLINE void RowStep(Acc<MR, NV>& acc, const RowBases& r, const VF* b) {
  if constexpr (I < MR) {
    const Factor x = ToFactor(RowAt<I>(r), kHalf && NV == 1);
    HB_UNROLL
    for (int j = 0; j < NV; ++j) {
      acc.v[I][j] = FactorFma(x, b[j], acc.v[I][j], kHalf && j == NV - 1);
    }
    RowStep<kHalf, MR, NV, I + 1>(acc, r, b);
  }
}

template <bool kHalf, int MR, int NV>
HB_INLINE void MainLoopRows(Acc<MR, NV>& acc, const MicroArgs* args) {
  RowBases r;
  r.s1 = args->as * 4;
  r.s3 = r.s1 * 3;
  r.p[0] = reinterpret_cast<const char*>(args->a);
  r.p[1] = r.p[0] + r.s1 * 5;
  r.p[2] = r.p[1] + r.s1 * 5;
  asm volatile("" : "+r"(r.p[1]), "+r"(r.p[2]), "+r"(r.s3));
  const float* b = args->b;
  const float* fetch = args->fetch;
  const int64_t bs = args->bs, fetch_step = args->fetch_step;
  const int64_t run = args->run != 0 ? args->run : args->kc;
  const int64_t jump = args->jump * 4;
  const int64_t ahead = args->ahead;
  for (int64_t left = args->kc; left > 0; left -= run) {
    for (int64_t k = run; k > 0; --k) {
      __builtin_prefetch(fetch);
      fetch += fetch_step;
      VF bv[NV];
      HB_UNROLL
      for (int j = 0; j < NV; ++j) bv[j] = Load(b + j * kLanes);
      HB_UNROLL
      for (int j = 0; j < NV * kLanes; j += 16) __builtin_prefetch(b + ahead + j);
      RowStep<kHalf>(acc, r, bv);
      b += bs;
      r.p[0] += 4;
      r.p[1] += 4;
      r.p[2] += 4;
      asm volatile("" : "+r"(r.p[0]), "+r"(r.p[1]), "+r"(r.p[2]));
    }
    r.p[0] += jump;
    r.p[1] += jump;
    r.p[2] += jump;
  }
}

// The same for rows whose terms lie side by side.
#if defined(__aarch64__)
template <int MR, int NV, int I = 0>
HB_INLINE void ColumnStep(Acc<MR, NV>& acc, const float* a, const VF* b) {
  if constexpr (I + 4 <= MR) {
    const VF x = Load(a + I);
    HB_UNROLL
    for (int j = 0; j < NV; ++j) {
      acc.v[I][j] = vfmaq_laneq_f32(acc.v[I][j], b[j], x, 0);
      acc.v[I + 1][j] = vfmaq_laneq_f32(acc.v[I + 1][j], b[j], x, 1);
      acc.v[I + 2][j] = vfmaq_laneq_f32(acc.v[I + 2][j], b[j], x, 2);
      acc.v[I + 3][j] = vfmaq_laneq_f32(acc.v[I + 3][j], b[j], x, 3);
    }
    ColumnStep<MR, NV, I + 4>(acc, a, b);
  } else if constexpr (I < MR) {
    HB_UNROLL
    for (int j = 0; j < NV; ++j) acc.v[I][j] = FactorFma(a[I], b[j], acc.v[I][j], false);
    ColumnStep<MR, NV, I + 1>(acc, a, b);
  }
}
#else
template <int MR, int NV>
HB_INLINE void ColumnStep(Acc<MR, NV>& acc, const float* a, const VF* b) {
  HB_UNROLL
  for (int i = 0; i < MR; ++i) {
    const VF x = Set1(a[i]);
    HB_UNROLL
    for (int j = 0; j < NV; ++j) acc.v[i][j] = Fma(x, b[j], acc.v[i][j]);
  }
}
#endif

template <int MR, int NV>
HB_INLINE void MainLoopTrans(Acc<MR, NV>& acc, const MicroArgs* args) {
  const float* a = args->a;
  const float* b = args->b;
  const float* fetch = args->fetch;
  const int64_t as = args->as, bs = args->bs, fetch_step = args->fetch_step;
  _Pragma("GCC unroll 2") for (int64_t k = args->kc; k > 0; --k) {
    __builtin_prefetch(fetch);
    fetch += fetch_step;
    VF bv[NV];
    HB_UNROLL
    for (int j = 0; j < NV; ++j) bv[j] = Load(b + j * kLanes);
    ColumnStep<MR, NV>(acc, a, bv);
    a += as;
    b += bs;
  }
}

#if defined(__AVX512F__)
HB_INLINE VF LoadTail(const float* p, VM m) { return _mm512_maskz_loadu_ps(m, p); }
HB_INLINE void StoreTail(float* p, VF v, VM m) { _mm512_mask_storeu_ps(p, m, v); }
#endif

// Adds C, does the epilogue (without kSteps only bias and activation), stores. Only AVX-512 kernels
// see tail < kLanes.
template <bool kSteps, int MR, int NV>
HB_INLINE void Finish(Acc<MR, NV>& acc, const MicroArgs* args) {
  float* c = args->c;
  const int64_t ldc = args->ldc;
  const int32_t flags = args->flags;
#if defined(__AVX512F__)
  const VM tail = FirstN(args->tail);
#define HB_LOAD_J(p, j) ((j) == NV - 1 ? LoadTail((p), tail) : Load(p))
#define HB_STORE_J(p, v, j) ((j) == NV - 1 ? StoreTail((p), (v), tail) : Store((p), (v)))
#else
#define HB_LOAD_J(p, j) Load(p)
#define HB_STORE_J(p, v, j) Store((p), (v))
#endif
  if (flags & kAccumulate) {
    const float* q = c;
    HB_UNROLL
    for (int i = 0; i < MR; ++i, q += ldc) {
      HB_UNROLL
      for (int j = 0; j < NV; ++j) {
        acc.v[i][j] = Add(acc.v[i][j], HB_LOAD_J(q + j * kLanes, j));
      }
    }
  }
  if (flags & kBias) {
    HB_UNROLL
    for (int j = 0; j < NV; ++j) {
      const VF bias = HB_LOAD_J(args->bias + j * kLanes, j);
      HB_UNROLL
      for (int i = 0; i < MR; ++i) acc.v[i][j] = Add(acc.v[i][j], bias);
    }
  }
  if (kSteps && (flags & kScale)) {
    HB_UNROLL
    for (int j = 0; j < NV; ++j) {
      const VF scale = HB_LOAD_J(args->scale + j * kLanes, j);
      HB_UNROLL
      for (int i = 0; i < MR; ++i) acc.v[i][j] = Mul(acc.v[i][j], scale);
    }
  }
  if (kSteps && (flags & kShift)) {
    HB_UNROLL
    for (int j = 0; j < NV; ++j) {
      const VF shift = HB_LOAD_J(args->shift + j * kLanes, j);
      HB_UNROLL
      for (int i = 0; i < MR; ++i) acc.v[i][j] = Add(acc.v[i][j], shift);
    }
  }
  if (kSteps && (flags & kResidual)) {
    const float* q = args->residual;
    HB_UNROLL
    for (int i = 0; i < MR; ++i, q += ldc) {
      HB_UNROLL
      for (int j = 0; j < NV; ++j) {
        acc.v[i][j] = Add(acc.v[i][j], HB_LOAD_J(q + j * kLanes, j));
      }
    }
  }
  if (flags & (kRelu | kRelu6)) {
    HB_UNROLL
    for (int i = 0; i < MR; ++i) {
      HB_UNROLL
      for (int j = 0; j < NV; ++j) acc.v[i][j] = Relu(acc.v[i][j]);
    }
  }
  if (flags & kRelu6) {
    HB_UNROLL
    for (int i = 0; i < MR; ++i) {
      HB_UNROLL
      for (int j = 0; j < NV; ++j) acc.v[i][j] = Min6(acc.v[i][j]);
    }
  }
  HB_UNROLL
  for (int i = 0; i < MR; ++i, c += ldc) {
    HB_UNROLL
    for (int j = 0; j < NV; ++j) HB_STORE_J(c + j * kLanes, acc.v[i][j], j);
  }
#undef HB_LOAD_J
#undef HB_STORE_J
}

// With kHalf the lower half of the last vector is enough.
template <int MR, int NV, bool kTransA, bool kHalf = false>
__attribute__((noinline)) void Micro(const MicroArgs* args) {
  Acc<MR, NV> acc;
  HB_UNROLL
  for (int i = 0; i < MR; ++i) {
    HB_UNROLL
    for (int j = 0; j < NV; ++j) acc.v[i][j] = Zero();
  }
  if constexpr (kTransA) {
    MainLoopTrans<MR, NV>(acc, args);
  } else {
    MainLoopRows<kHalf>(acc, args);
  }
  Finish<!kTransA>(acc, args);
}

#define HB_ROW1(NV, T) Micro<1, NV, T>, Micro<2, NV, T>, Micro<3, NV, T>, Micro<4, NV, T>
#if defined(__AVX512F__)
#define HB_ROWS(NV, T)                                                                         \
  HB_ROW1(NV, T), Micro<5, NV, T>, Micro<6, NV, T>, Micro<7, NV, T>, Micro<8, NV, T>,          \
      Micro<9, NV, T>, Micro<10, NV, T>, Micro<11, NV, T>, Micro<12, NV, T>, Micro<13, NV, T>, \
      Micro<14, NV, T>
#elif defined(__AVX2__)
#define HB_ROWS(NV, T) HB_ROW1(NV, T), Micro<5, NV, T>, Micro<6, NV, T>
#elif defined(__aarch64__)
#define HB_ROWS(NV, T)                                                                \
  HB_ROW1(NV, T), Micro<5, NV, T>, Micro<6, NV, T>, Micro<7, NV, T>, Micro<8, NV, T>, \
      Micro<9, NV, T>, Micro<10, NV, T>, Micro<11, NV, T>, Micro<12, NV, T>
#else
#define HB_ROWS(NV, T) HB_ROW1(NV, T)
#endif

constexpr MicroFn kMicros[2][kNv][kMr] = {{{HB_ROWS(1, false)}, {HB_ROWS(2, false)}},
                                          {{HB_ROWS(1, true)}, {HB_ROWS(2, true)}}};

// c[i][j] = epilogue(alpha * t[i][j] + beta * c[i][j]) over a tile of raw sums; the epilogue's
// pointers are those of the tile.
void ScaleOut(const float* t, int rows, int64_t cols, float* c, int64_t ldc, float alpha,
              float beta, IsaEpilogue e) {
  for (int i = 0; i < rows; ++i, t += kNr, c += ldc) {
    for (int64_t j = 0; j < cols; j += kLanes) {
      const int64_t n = MinI(kLanes, cols - j);
      VF v = Load(t + j);
      if (alpha != 1.0f) v = Mul(v, Set1(alpha));
      if (beta == 1.0f) {
        v = Add(v, LoadN(c + j, n));
      } else if (beta != 0.0f) {
        v = Add(v, Mul(Set1(beta), LoadN(c + j, n)));
      }
      StoreN(c + j, FinishSum(v, &e, j, j, n), n);
    }
    if (e.residual != nullptr) e.residual += ldc;
  }
}

// What is too long for registers, over the rows of a finished tile.
void FinishTile(int32_t act, float* c, int64_t ldc, int rows, int64_t cols) {
  for (int i = 0; i < rows; ++i) ApplyUnary(act, c + i * ldc, cols);
}

// What the end of a tile reads and writes, asked for at its beginning: the stores of a tile come
// all at once, and few of them would wait for memory at the same time. Both ends of a row: it has
// two lines, and seldom three.
HB_INLINE void PrefetchTile(const float* c, const float* residual, int rows, int64_t cols,
                            int64_t ldc) {
  for (int i = 0; i < rows; ++i, c += ldc) {
    __builtin_prefetch(c, 1);
    __builtin_prefetch(c + cols - 1, 1);
    if (residual == nullptr) continue;
    __builtin_prefetch(residual);
    __builtin_prefetch(residual + cols - 1);
    residual += ldc;
  }
}

HB_INLINE const float* At(const float* p, int64_t offset) {
  return p == nullptr ? nullptr : p + offset;
}

// A tile whose sums pass through a buffer.
__attribute__((noinline)) void RunScaled(MicroFn fn, MicroArgs* args, int rows, int64_t cols,
                                         float beta, bool last, const Epilogue* ep) {
  alignas(64) float tile[kMr * kNr];
  float* const c = args->c;
  const int64_t ldc = args->ldc;
  args->c = tile;
  args->ldc = kNr;
  args->tail = kLanes;
  args->flags = 0;
  fn(args);
  args->c = c;
  args->ldc = ldc;
  IsaEpilogue e{};
  if (last) e = {args->bias, args->scale, args->shift, args->residual, ep->e.act, 0};
  ScaleOut(tile, rows, cols, c, ldc, ep->alpha, beta, e);
}

}  // namespace

Epilogue MakeEpilogue(float alpha, float beta, const IsaEpilogue& e, const float* c, bool far) {
  Epilogue ep{alpha, beta, e, c, far};
  ep.plain = alpha == 1.0f && (beta == 0.0f || beta == 1.0f);
  ep.first_flags = beta == 1.0f ? kAccumulate : 0;
  ep.last_flags = (e.bias != nullptr ? kBias : 0) | (e.scale != nullptr ? kScale : 0) |
                  (e.shift != nullptr ? kShift : 0) | (e.residual != nullptr ? kResidual : 0) |
                  (e.act == kIsaActRelu ? kRelu : 0) | (e.act == kIsaActRelu6 ? kRelu6 : 0);
  return ep;
}

MicroFn GetMicro(int rows, int nv, bool trans_a) { return kMicros[trans_a][nv - 1][rows - 1]; }

void RunTile(MicroArgs* args, int rows, int64_t cols, int64_t col, bool trans_a, bool first,
             bool last, const Epilogue* ep) {
  const int nv = cols > kLanes ? 2 : 1;
  const int64_t tail = cols - (nv - 1) * kLanes;
  MicroFn fn = GetMicro(rows, nv, trans_a);
#if defined(__AVX512F__)
  // Most tiles of a large product have all rows.
  if (tail <= kLanes / 2 && rows == kMr && !trans_a) {
    fn = nv == 1 ? Micro<kMr, 1, false, true> : Micro<kMr, 2, false, true>;
  }
#endif
  int32_t flags = 0;
  if (last) {
    flags = ep->last_flags;
    args->bias = At(ep->e.bias, col);
    args->scale = At(ep->e.scale, col);
    args->shift = At(ep->e.shift, col);
    args->residual = ep->e.residual == nullptr ? nullptr : ep->e.residual + (args->c - ep->c);
    if (ep->far) PrefetchTile(args->c, args->residual, rows, cols, args->ldc);
  }
  const bool steps = (flags & (kScale | kShift | kResidual)) != 0;
  if (ep->plain && !(trans_a && steps) && (kLanes == 16 || tail == kLanes)) {
    args->tail = tail;
    args->flags = flags | (first ? ep->first_flags : kAccumulate);
    fn(args);
  } else {
    RunScaled(fn, args, rows, cols, first ? ep->beta : 1.0f, last, ep);
  }
  if (last && ep->e.act >= kIsaActUnary) FinishTile(ep->e.act, args->c, args->ldc, rows, cols);
}

}  // namespace hb::HB_ISA_NS
