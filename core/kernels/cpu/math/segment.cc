// Reductions over segments of rows.
#include <algorithm>

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/functor/reduction.h"

namespace hb {
namespace {

// What segments without rows hold: nothing for sorted ids, the start of the reduction otherwise.
struct SegmentSum {
  template <typename T>
  static T Run(T a, T b) {
    return functor::Add::Run(a, b);
  }
  template <typename T>
  static T Empty(bool) {
    return T(0);
  }
};
struct SegmentMean : SegmentSum {};
struct SegmentProd {
  template <typename T>
  static T Run(T a, T b) {
    return functor::Mul::Run(a, b);
  }
  template <typename T>
  static T Empty(bool) {
    return T(1);
  }
};
template <typename T>
T LowestOf() {
  if constexpr (std::is_same_v<T, half>) {
    return half(-65504.0f);
  } else if constexpr (std::is_same_v<T, bfloat16>) {
    return bfloat16(-3.3895313892515355e38f);
  } else {
    return std::numeric_limits<T>::lowest();
  }
}
template <typename T>
T HighestOf() {
  if constexpr (functor::kIsInt<T>) {
    return std::numeric_limits<T>::max();
  } else {
    return -LowestOf<T>();
  }
}
struct SegmentMax {
  template <typename T>
  static T Run(T a, T b) {
    return a < b ? b : a;
  }
  template <typename T>
  static T Empty(bool sorted) {
    return sorted ? T(0) : LowestOf<T>();
  }
};
struct SegmentMin {
  template <typename T>
  static T Run(T a, T b) {
    return b < a ? b : a;
  }
  template <typename T>
  static T Empty(bool sorted) {
    return sorted ? T(0) : HighestOf<T>();
  }
};

template <typename T>
T DivideBy(T x, int64_t n) {
  if constexpr (functor::kIsInt<T>) {
    return static_cast<T>(n) == T(0) ? x : functor::Div::Run(x, static_cast<T>(n));
  } else if constexpr (functor::kIsComplex<T>) {
    return x / static_cast<typename T::value_type>(n);
  } else {
    return static_cast<T>(x / static_cast<T>(static_cast<float>(n)));
  }
}

// Checks that ids don't fall and begin at 0 or above.
int CheckSorted(HbRunCtx* ctx, const IndexArray& ids, int64_t n) {
  int64_t last = 0;
  for (int64_t i = 0; i < n; ++i) {
    if (ids[i] < 0) {
      return Fail(ctx, Code::kInvalidArgument, "segment ids must be >= 0, but segment_ids[", i,
                  "] = ", ids[i]);
    }
    if (ids[i] < last) {
      return Fail(ctx, Code::kInvalidArgument, "segment ids are not increasing: segment_ids[", i,
                  "] = ", ids[i], " comes after ", last);
    }
    last = ids[i];
  }
  return 0;
}

template <typename F, typename T>
int RunSorted(HbRunCtx* ctx) {
  const HbView &data = *ctx->in[0], &view = *ctx->in[1];
  const IndexArray ids(view);
  const int64_t n = view.count;
  if (CheckSorted(ctx, ids, n) != 0) return 1;
  if (data.rank == 0 || data.dims[0] != n) {
    return Fail(ctx, Code::kInvalidArgument,
                "segment_ids should be the same size as dimension 0 of input.");
  }
  int64_t dims[kMaxRank];
  std::copy_n(data.dims, data.rank, dims);
  dims[0] = n == 0 ? 0 : ids[n - 1] + 1;
  if (ctx->env->alloc_out(ctx, 0, dims, data.rank) != 0) return 1;
  if (n == 0) return 0;
  const int64_t row = data.count / n;
  const T* x = static_cast<const T*>(data.data);
  T* y = Out<T>(ctx, 0);
  std::fill_n(y, OutCount(ctx, 0), F::template Empty<T>(true));
  for (int64_t i = 0; i < n;) {
    T* to = y + ids[i] * row;
    int64_t end = i;
    for (; end < n && ids[end] == ids[i]; ++end) {
      const T* from = x + end * row;
      if (end == i) {
        std::copy_n(from, row, to);
      } else {
        for (int64_t k = 0; k < row; ++k) to[k] = F::Run(to[k], from[k]);
      }
    }
    if constexpr (std::is_same_v<F, SegmentMean>) {
      for (int64_t k = 0; k < row; ++k) to[k] = DivideBy(to[k], end - i);
    }
    i = end;
  }
  return 0;
}

template <typename F, typename T>
int RunUnsorted(HbRunCtx* ctx) {
  const HbView &data = *ctx->in[0], &view = *ctx->in[1], &out = *ctx->out[0];
  const IndexArray ids(view);
  const int64_t n = view.count, segments = out.dims[0];
  const int64_t row = n == 0 ? 0 : data.count / n;
  const T* x = static_cast<const T*>(data.data);
  T* y = static_cast<T*>(out.data);
  std::fill_n(y, out.count, F::template Empty<T>(false));
  for (int64_t i = 0; i < n; ++i) {
    const int64_t id = ids[i];
    if (id < 0) continue;
    if (id >= segments) {
      return Fail(ctx, Code::kInvalidArgument, "segment_ids[", PositionText(view, i), "] = ", id,
                  " is out of range [0, ", segments, ")");
    }
    for (int64_t k = 0; k < row; ++k) {
      y[id * row + k] = F::Run(y[id * row + k], x[i * row + k]);
    }
  }
  return 0;
}

template <typename F, bool kSorted>
int PlanSegment(HbPlanCtx* ctx) {
  const auto choose = [&]<typename T>() {
    ctx->run = kSorted ? RunSorted<F, T> : RunUnsorted<F, T>;
  };
  if constexpr (std::is_same_v<F, SegmentMax> || std::is_same_v<F, SegmentMin>) {
    DispatchReal(ctx->in[0].dtype, choose);
  } else {
    DispatchNumber(ctx->in[0].dtype, choose);
  }
  return 0;
}

constexpr char kNumbers[] = "T:" HB_NUMBERS, kReals[] = "T:" HB_REALS;

KernelSet::Row Sorted(const char* constraint, int (*plan)(HbPlanCtx*)) {
  return {.constraint = constraint, .flags = kHbDynamicOut, .plan = plan};
}
KernelSet::Row Unsorted(const char* constraint, int (*plan)(HbPlanCtx*)) {
  return {.constraint = constraint, .plan = plan, .host_in = 4};
}

}  // namespace

void RegisterSegmentKernels(KernelSet& set) {
  KERNEL(set, "SegmentSum", Sorted(kNumbers, PlanSegment<SegmentSum, true>));
  KERNEL(set, "SegmentMean", Sorted(kNumbers, PlanSegment<SegmentMean, true>));
  KERNEL(set, "SegmentProd", Sorted(kNumbers, PlanSegment<SegmentProd, true>));
  KERNEL(set, "SegmentMax", Sorted(kReals, PlanSegment<SegmentMax, true>));
  KERNEL(set, "SegmentMin", Sorted(kReals, PlanSegment<SegmentMin, true>));
  KERNEL(set, "UnsortedSegmentSum", Unsorted(kNumbers, PlanSegment<SegmentSum, false>));
  KERNEL(set, "UnsortedSegmentProd", Unsorted(kNumbers, PlanSegment<SegmentProd, false>));
  KERNEL(set, "UnsortedSegmentMax", Unsorted(kReals, PlanSegment<SegmentMax, false>));
  KERNEL(set, "UnsortedSegmentMin", Unsorted(kReals, PlanSegment<SegmentMin, false>));
}

}  // namespace hb
