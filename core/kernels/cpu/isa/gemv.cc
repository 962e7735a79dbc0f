#include "core/kernels/cpu/isa/gemv.h"

#include "core/kernels/cpu/isa/column_sums.h"
#include "core/kernels/cpu/isa/elementwise.h"

namespace hb::HB_ISA_NS {
namespace {

HB_INLINE float FinishOne(const GemvArgs* g, float s, int64_t i) {
  float* y = g->y + i * g->ys;
  if (g->alpha != 1.0f) s *= g->alpha;
  if (g->beta == 1.0f) {
    s += *y;
  } else if (g->beta != 0.0f) {
    s += g->beta * *y;
  }
  const IsaEpilogue& e = g->e;
  const int64_t c = i * g->channel_step;
  if (e.bias != nullptr) s += e.bias[c];
  if (e.scale != nullptr) s *= e.scale[c];
  if (e.shift != nullptr) s += e.shift[c];
  if (e.residual != nullptr) s += e.residual[i * g->ys];
  if (e.act == kIsaActRelu || e.act == kIsaActRelu6) s = s < 0.0f ? 0.0f : s;
  if (e.act == kIsaActRelu6) s = s > 6.0f ? 6.0f : s;
  *y = s;
  return s;
}

// The activations that are too long for registers, for n finished elements from i on.
void FinishUnary(const GemvArgs* g, int64_t i, int64_t n) {
  if (g->e.act < kIsaActUnary) return;
  if (g->ys == 1) return ApplyUnary(g->e.act, g->y + i, n);
  for (int64_t e = i + n; i < e; ++i) ApplyUnary(g->e.act, g->y + i * g->ys, 1);
}

// R rows of dot products at once.
template <int R>
HB_INLINE void DotBlock(const GemvArgs* g, int64_t row) {
  const float* p = g->w + row * g->ldw;
  VF acc[R][2];
  for (int r = 0; r < R; ++r) acc[r][0] = acc[r][1] = Zero();
  int64_t k = 0;
  for (; k + 2 * kLanes <= g->k; k += 2 * kLanes) {
    const VF x0 = Load(g->x + k);
    const VF x1 = Load(g->x + k + kLanes);
    _Pragma("GCC unroll 4") for (int r = 0; r < R; ++r) {
      acc[r][0] = Fma(Load(p + r * g->ldw + k), x0, acc[r][0]);
      acc[r][1] = Fma(Load(p + r * g->ldw + k + kLanes), x1, acc[r][1]);
    }
  }
  for (int u = 0; k < g->k; k += kLanes, ++u) {
    const int64_t n = MinI(kLanes, g->k - k);
    const VF x = LoadN(g->x + k, n);
    _Pragma("GCC unroll 4") for (int r = 0; r < R; ++r) {
      acc[r][0] = Fma(LoadN(p + r * g->ldw + k, n), x, acc[r][0]);
    }
  }
  for (int r = 0; r < R; ++r) FinishOne(g, SumLanes(Add(acc[r][0], acc[r][1])), row + r);
}

struct Job {
  GemvArgs args;  // by value: a helper finds all in lines that lie together
  int64_t step;
  // Of GemvAxpy: strips of `strip` columns, splits of k into chunks.
  int64_t strip, strips, splits, chunk;
};

void DotTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const GemvArgs* g = &job->args;
  const int64_t end = MinI(g->n, (task + 1) * job->step);
  const int64_t begin = task * job->step;
  int64_t i = begin;
  for (; i + 4 <= end; i += 4) DotBlock<4>(g, i);
  for (; i < end; ++i) DotBlock<1>(g, i);
  FinishUnary(g, begin, end - begin);
}

// t[0..n) += sum over R rows of x[r] * w[r][0..n), in the order of the rows.
template <int R>
HB_INLINE void AxpyRows(const float* x, const float* w, int64_t ldw, float* t, int64_t n) {
  VF xv[R];
  for (int r = 0; r < R; ++r) xv[r] = Set1(x[r]);
  int64_t j = 0;
  for (; j + kLanes <= n; j += kLanes) {
    VF v = Load(t + j);
    _Pragma("GCC unroll 8") for (int r = 0; r < R; ++r) v = Fma(xv[r], Load(w + r * ldw + j), v);
    Store(t + j, v);
  }
  if (j < n) {
    VF v = LoadN(t + j, n - j);
    for (int r = 0; r < R; ++r) v = Fma(xv[r], LoadN(w + r * ldw + j, n - j), v);
    StoreN(t + j, v, n - j);
  }
}

// t[0..V vectors) = sum over rows k of x[k] * w[k][...), in the order of the rows: the sums stay in
// registers, and short rows are read as one stream.
template <int V>
HB_INLINE void AxpyBlock(const float* x, const float* w, int64_t ldw, int64_t rows, float* t,
                         int64_t n) {
  VF acc[V];
  for (int v = 0; v < V; ++v) acc[v] = Zero();
  const int64_t last = n - (V - 1) * kLanes;
  for (int64_t k = 0; k < rows; ++k, w += ldw) {
    const VF xv = Set1(x[k]);
    _Pragma("GCC unroll 8") for (int v = 0; v < V - 1; ++v) {
      acc[v] = Fma(xv, Load(w + v * kLanes), acc[v]);
    }
    const float* tail = w + (V - 1) * kLanes;
    acc[V - 1] = Fma(xv, last == kLanes ? Load(tail) : LoadN(tail, last), acc[V - 1]);
  }
  for (int v = 0; v < V - 1; ++v) Store(t + v * kLanes, acc[v]);
  StoreN(t + (V - 1) * kLanes, acc[V - 1], last);
}

// The same for any number of columns.
void AxpyNarrow(const float* x, const float* w, int64_t ldw, int64_t rows, float* t, int64_t n) {
  constexpr int kMost = 8;
  int64_t j = 0;
  for (; j + kMost * kLanes <= n; j += kMost * kLanes) {
    AxpyBlock<kMost>(x, w + j, ldw, rows, t + j, kMost * kLanes);
  }
  for (; j + 4 * kLanes <= n; j += 4 * kLanes) {
    AxpyBlock<4>(x, w + j, ldw, rows, t + j, 4 * kLanes);
  }
  for (; j < n; j += 2 * kLanes) {
    const int64_t m = MinI(2 * kLanes, n - j);
    m > kLanes ? AxpyBlock<2>(x, w + j, ldw, rows, t + j, m)
               : AxpyBlock<1>(x, w + j, ldw, rows, t + j, m);
  }
}

// Wide strips, so that rows are read in long runs.
constexpr int64_t kStrip = 1024;
// Rows that are as short as this are read one after the other.
constexpr int64_t kNarrow = 256;
// A matrix of so short rows and so many numbers is cut into strips of so many columns: two threads
// read half of it each, which both keep near themselves. A column's sum is the same in any strip.
constexpr int64_t kNarrowShared = 1 << 16;
constexpr int64_t kNarrowStrip = 64;

int64_t AxpySplits(int64_t n, int64_t k) {
  int64_t splits = 1;
  while (splits < 8 && splits * CeilDiv(n, kStrip) < 8 && n * k / (2 * splits) >= 262144 &&
         k / (2 * splits) >= 64) {
    splits *= 2;
  }
  return splits;
}

void FinishStrip(const GemvArgs* g, const float* t, int64_t j0, int64_t n) {
  const bool adds = g->beta == 1.0f;
  if (g->ys != 1 || g->alpha != 1.0f || (g->beta != 0.0f && !adds) || g->channel_step != 1) {
    for (int64_t j = 0; j < n; ++j) FinishOne(g, t[j], j0 + j);
    return FinishUnary(g, j0, n);
  }
  for (int64_t j = 0; j < n; j += kLanes) {
    const int64_t m = MinI(kLanes, n - j);
    VF v = LoadN(t + j, m);
    if (adds) v = Add(v, LoadN(g->y + j0 + j, m));
    StoreN(g->y + j0 + j, FinishSum(v, &g->e, j0 + j, j0 + j, m), m);
  }
  FinishUnary(g, j0, n);
}

void AxpyTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const GemvArgs* g = &job->args;
  const int64_t j0 = task % job->strips * job->strip;
  const int64_t n = MinI(job->strip, g->n - j0);
  const int64_t split = task / job->strips;
  alignas(64) float local[kStrip];
  float* t = job->splits == 1 ? local : g->scratch + split * g->n + j0;
  int64_t k = split * job->chunk;
  const int64_t end = MinI(g->k, k + job->chunk);
  if (n <= kNarrow) {
    AxpyNarrow(g->x + k, g->w + k * g->ldw + j0, g->ldw, end - k, t, n);
    if (job->splits == 1) FinishStrip(g, t, j0, n);
    return;
  }
  memset(t, 0, sizeof(float) * static_cast<size_t>(n));
  for (; k + 8 <= end; k += 8) AxpyRows<8>(g->x + k, g->w + k * g->ldw + j0, g->ldw, t, n);
  for (; k < end; ++k) AxpyRows<1>(g->x + k, g->w + k * g->ldw + j0, g->ldw, t, n);
  if (job->splits == 1) FinishStrip(g, t, j0, n);
}

}  // namespace

void GemvDot(const GemvArgs* g, const IsaPool* pool) {
  Job job{};
  job.args = *g;
  job.step = MaxI(4, CeilDiv(65536, MaxI(g->k, 1)) / 4 * 4);
  ForTasks(pool, CeilDiv(g->n, job.step), DotTask, &job);
}

size_t GemvAxpyScratchBytes(int64_t n, int64_t k) {
  const int64_t splits = AxpySplits(n, k);
  return splits == 1 ? 0 : static_cast<size_t>(splits * n) * sizeof(float);
}

void GemvAxpy(const GemvArgs* g, const IsaPool* pool) {
  Job job{};
  job.args = *g;
  job.strip = g->n <= kNarrow && g->n * g->k >= kNarrowShared ? kNarrowStrip : kStrip;
  job.strips = CeilDiv(g->n, job.strip);
  job.splits = AxpySplits(g->n, g->k);
  job.chunk = CeilDiv(g->k, job.splits);
  ForTasks(pool, job.strips * job.splits, AxpyTask, &job);
  if (job.splits == 1) return;
  FoldRows(g->scratch, job.splits, g->n, [](VF a, VF b) { return Add(a, b); });
  FinishStrip(g, g->scratch, 0, g->n);
}

}  // namespace hb::HB_ISA_NS
