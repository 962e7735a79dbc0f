// Reductions: which elements come together is untyped code that all share; a reduction adds a
// functor.
#ifndef HORNBEAM_CORE_KERNELS_CPU_MATH_REDUCE_H_
#define HORNBEAM_CORE_KERNELS_CPU_MATH_REDUCE_H_

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/functor/reduction.h"

namespace hb {

// Reduces x [outer, mid, inner] over mid into out [outer, inner]. `scratch` has ReduceScratch
// bytes, aligned to 64.
using ReduceFn = void (*)(HbRunCtx* ctx, const void* x, int64_t outer, int64_t mid, int64_t inner,
                          void* out, void* scratch);

// How the sums are cut: `chunk` reduced elements at a time, whatever the number of threads.
struct ReduceCut {
  ReduceCut(int64_t mid, int64_t inner)
      : chunk(inner == 1 ? 4096 : std::max<int64_t>(1, 16384 / std::max<int64_t>(inner, 1))),
        chunks(std::max<int64_t>(1, (mid + chunk - 1) / chunk)) {}
  int64_t chunk, chunks;
};

// Enough for accumulators of 16 bytes.
inline size_t ReduceScratch(int64_t outer, int64_t mid, int64_t inner) {
  const ReduceCut cut(mid, inner);
  if (inner == 1 && cut.chunks == 1) return 0;
  return static_cast<size_t>(outer * cut.chunks * inner) * 16;
}

// One row of elements in eight interleaved sums, which are then added up in a fixed order.
template <typename R, typename T>
typename R::template Acc<T> ReduceRow(const T* x, int64_t n) {
  using A = typename R::template Acc<T>;
  constexpr int kLanes = 8;
  if (n < kLanes) {
    A a = R::template Init<T>();
    for (int64_t i = 0; i < n; ++i) a = R::Merge(a, R::template Map<T>(x[i]));
    return a;
  }
  A lanes[kLanes];
  for (A& a : lanes) a = R::template Init<T>();
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int k = 0; k < kLanes; ++k) lanes[k] = R::Merge(lanes[k], R::template Map<T>(x[i + k]));
  }
  for (int k = 0; i < n; ++i, ++k) lanes[k] = R::Merge(lanes[k], R::template Map<T>(x[i]));
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int k = 0; k < width; ++k) lanes[k] = R::Merge(lanes[k], lanes[k + width]);
  }
  return lanes[0];
}

template <typename R, typename T>
void ReduceTyped(HbRunCtx* ctx, const void* input, int64_t outer, int64_t mid, int64_t inner,
                 void* output, void* scratch) {
  using A = typename R::template Acc<T>;
  const T* x = static_cast<const T*>(input);
  T* out = static_cast<T*>(output);
  const ReduceCut cut(mid, inner);
  const int64_t size = std::max<int64_t>(1, std::min(mid, cut.chunk) * inner);
  const int64_t block = std::max<int64_t>(1, 16384 / size);
  if (inner == 1 && cut.chunks == 1) {
    ParallelRange(ctx, outer, block, [&](int64_t begin, int64_t end) {
      for (int64_t o = begin; o < end; ++o) {
        out[o] = R::template Finish<T>(ReduceRow<R, T>(x + o * mid, mid), mid);
      }
    });
    return;
  }
  A* partial = static_cast<A*>(scratch);
  ParallelRange(ctx, outer * cut.chunks, block, [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) {
      const int64_t first = t % cut.chunks * cut.chunk, last = std::min(mid, first + cut.chunk);
      const T* from = x + (t / cut.chunks * mid + first) * inner;
      A* to = partial + t * inner;
      if (inner == 1) {
        *to = ReduceRow<R, T>(from, last - first);
        continue;
      }
      std::fill_n(to, inner, R::template Init<T>());
      for (int64_t m = first; m < last; ++m, from += inner) {
        for (int64_t i = 0; i < inner; ++i) to[i] = R::Merge(to[i], R::template Map<T>(from[i]));
      }
    }
  });
  ParallelRange(ctx, outer, std::max<int64_t>(1, 16384 / std::max<int64_t>(1, cut.chunks * inner)),
                [&](int64_t begin, int64_t end) {
                  for (int64_t o = begin; o < end; ++o) {
                    A* sums = partial + o * cut.chunks * inner;
                    for (int64_t c = 1; c < cut.chunks; ++c) {
                      for (int64_t i = 0; i < inner; ++i)
                        sums[i] = R::Merge(sums[i], sums[c * inner + i]);
                    }
                    for (int64_t i = 0; i < inner; ++i)
                      out[o * inner + i] = R::template Finish<T>(sums[i], mid);
                  }
                });
}

// Plans a reduction of input 0 over the axes in input 1; the float path is the per-ISA reduction
// `isa` unless that is -1. `one_is_itself`: what one element alone is reduced to.
int PlanReduce(HbPlanCtx* ctx, ReduceFn fn, int isa, bool one_is_itself);
int RunReduce(HbRunCtx* ctx);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_MATH_REDUCE_H_
