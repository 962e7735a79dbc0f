// Positions of extremes, and running sums.
#include <algorithm>
#include <cmath>

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/functor/reduction.h"

namespace hb {
namespace {

// A tensor as [outer, n, inner] around one axis.
struct AxisView {
  int64_t outer = 1, n = 1, inner = 1;
};

Status AroundAxis(const HbView& x, int64_t axis, AxisView* v) {
  if (x.rank == 0 && (axis == 0 || axis == -1)) return Status();
  if (axis < -x.rank || axis >= x.rank) {
    return InvalidArgument("Expected dimension in the range [", -x.rank, ", ", x.rank,
                           "), but got ", axis);
  }
  if (axis < 0) axis += x.rank;
  for (int d = 0; d < axis; ++d) v->outer *= x.dims[d];
  v->n = x.dims[axis];
  for (int d = static_cast<int>(axis) + 1; d < x.rank; ++d) v->inner *= x.dims[d];
  return Status();
}

// The first of the largest (smallest) elements; NaN is never better than what came before.
template <typename T, bool kMax>
void ArgRow(const T* x, int64_t n, int64_t step, int64_t* position) {
  using A = functor::Accumulator<T>;
  A best = static_cast<A>(x[0]);
  int64_t at = 0;
  for (int64_t i = 1; i < n; ++i) {
    const A v = static_cast<A>(x[i * step]);
    if (kMax ? v > best : v < best) {
      best = v;
      at = i;
    }
  }
  *position = at;
}

template <typename T, bool kMax>
int RunArg(HbRunCtx* ctx) {
  AxisView v;
  const HbView& x = *ctx->in[0];
  const Status s = AroundAxis(x, IndexArray(*ctx->in[1])[0], &v);
  if (!s.ok()) return Fail(ctx, s);
  if (OutCount(ctx, 0) > 0 && v.n == 0) {
    return Fail(ctx, Code::kInvalidArgument, "Reduction axis is empty in shape ",
                ShapeOf(x).ToString());
  }
  const int64_t block = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, v.n));
  ParallelRange(ctx, OutCount(ctx, 0), block, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t position = 0;
      ArgRow<T, kMax>(static_cast<const T*>(x.data) + i / v.inner * v.n * v.inner + i % v.inner,
                      v.n, v.inner, &position);
      const HbView& out = *ctx->out[0];
      if (out.dtype == DT_UINT16) {
        static_cast<uint16_t*>(out.data)[i] = static_cast<uint16_t>(position);
      } else {
        StoreIndex(out, i, position);
      }
    }
  });
  return 0;
}

template <bool kMax>
int PlanArg(HbPlanCtx* ctx) {
  const auto choose = [&]<typename T>() { ctx->run = RunArg<T, kMax>; };
  if (!DispatchReal(ctx->in[0].dtype, choose)) DispatchType<bool>(ctx->in[0].dtype, choose);
  return 0;
}

// log(exp(a) + exp(b)); exact when one is -inf.
struct LogSumExp {
  template <typename T>
  static T Run(T a, T b) {
    if (a != a || b != b) return a + b;
    const T high = std::max(a, b), low = std::min(a, b);
    if (high == -std::numeric_limits<T>::infinity()) return high;
    if (low == high) return high + std::log(T(2));
    return high + std::log1p(std::exp(low - high));
  }
};

template <typename A>
A StartOf(functor::Add) {
  return A(0);
}
template <typename A>
A StartOf(functor::Mul) {
  return A(1);
}
template <typename A>
A StartOf(LogSumExp) {
  return -std::numeric_limits<A>::infinity();
}

struct ScanParams {
  bool exclusive, reverse;
};

template <typename F, typename T>
int RunScan(HbRunCtx* ctx) {
  using A = functor::Accumulator<T>;
  const auto& p = Params<ScanParams>(ctx);
  AxisView v;
  const Status s = AroundAxis(*ctx->in[0], IndexArray(*ctx->in[1])[0], &v);
  if (!s.ok()) return Fail(ctx, s);
  const T* x = In<T>(ctx, 0);
  T* y = Out<T>(ctx, 0);
  const int64_t block = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, v.n));
  ParallelRange(ctx, v.outer * v.inner, block, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const int64_t base = r / v.inner * v.n * v.inner + r % v.inner;
      A sum = StartOf<A>(F());
      for (int64_t k = 0; k < v.n; ++k) {
        const int64_t at = base + (p.reverse ? v.n - 1 - k : k) * v.inner;
        const A next = F::Run(sum, static_cast<A>(x[at]));
        y[at] = static_cast<T>(p.exclusive ? sum : next);
        sum = next;
      }
    }
  });
  return 0;
}

template <typename F>
int PlanScan(HbPlanCtx* ctx) {
  auto* p = NewParams<ScanParams>(ctx);
  if (p == nullptr) return 1;
  p->exclusive = AttrBool(ctx->attrs, "exclusive");
  p->reverse = AttrBool(ctx->attrs, "reverse");
  ctx->out[0].may_reuse = 1;
  const auto choose = [&]<typename T>() { ctx->run = RunScan<F, T>; };
  if constexpr (std::is_same_v<F, LogSumExp>) {
    DispatchType<float, double, half, bfloat16>(ctx->in[0].dtype, choose);
  } else {
    DispatchNumber(ctx->in[0].dtype, choose);
  }
  return 0;
}

}  // namespace

void RegisterScanKernels(KernelSet& set) {
  constexpr char kArgTypes[] = "T:" HB_REALS ",bool";
  KERNEL(set, "ArgMax", {.constraint = kArgTypes, .plan = PlanArg<true>, .host_in = 2});
  KERNEL(set, "ArgMin", {.constraint = kArgTypes, .plan = PlanArg<false>, .host_in = 2});
  KERNEL(set, "Cumsum",
         {.constraint = "T:" HB_NUMBERS, .plan = PlanScan<functor::Add>, .host_in = 2});
  KERNEL(set, "Cumprod",
         {.constraint = "T:" HB_NUMBERS, .plan = PlanScan<functor::Mul>, .host_in = 2});
  KERNEL(set, "CumulativeLogsumexp",
         {.constraint = "T:half,bfloat16,float,double", .plan = PlanScan<LogSumExp>, .host_in = 2});
}

}  // namespace hb
