// Choices: Select, SelectV2, ClipByValue, Bucketize; and sums and products of whole tensors.
#include <algorithm>

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/arithmetic.h"

namespace hb {
namespace {

struct SelectParams {
  Walk walk;  // output, condition, then, else
  int64_t rows = 0, row = 0;
};

template <typename T>
int RunSelectV2(HbRunCtx* ctx) {
  const Walk& w = Params<SelectParams>(ctx).walk;
  const bool* condition = In<bool>(ctx, 0);
  const T *t = In<T>(ctx, 1), *e = In<T>(ctx, 2);
  T* y = Out<T>(ctx, 0);
  const int64_t cs = w.inner_step(1), ts = w.inner_step(2), es = w.inner_step(3);
  ParallelRange(ctx, w.count, kElementsPerTask, [&](int64_t begin, int64_t end) {
    WalkRange(w, begin, end, [&](const int64_t* at, int64_t n) {
      const bool* c = condition + at[1];
      const T *a = t + at[2], *b = e + at[3];
      T* out = y + at[0];
      for (int64_t i = 0; i < n; ++i) out[i] = c[i * cs] ? a[i * ts] : b[i * es];
    });
  });
  return 0;
}

// Whole rows by a vector of conditions, one condition for all, or one for each element.
template <typename T>
int RunSelect(HbRunCtx* ctx) {
  const auto& p = Params<SelectParams>(ctx);
  const bool* condition = In<bool>(ctx, 0);
  const T *t = In<T>(ctx, 1), *e = In<T>(ctx, 2);
  T* y = Out<T>(ctx, 0);
  const int64_t block = std::max<int64_t>(1, kElementsPerTask / std::max<int64_t>(1, p.row));
  ParallelRange(ctx, p.rows, block, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const T* from = condition[r] ? t : e;
      if (y == from) continue;
      for (int64_t i = r * p.row; i < (r + 1) * p.row; ++i) y[i] = from[i];
    }
  });
  return 0;
}

template <bool kV2>
int PlanSelect(HbPlanCtx* ctx) {
  auto* p = NewParams<SelectParams>(ctx);
  if (p == nullptr) return 1;
  const HbView &c = ctx->in[0], &t = ctx->in[1], &e = ctx->in[2], &out = ctx->out[0].spec;
  if (IsPlain(DTypeOfView(out))) {
    if (t.count == out.count) ctx->out[0].may_reuse |= 2;
    if (e.count == out.count) ctx->out[0].may_reuse |= 4;
  }
  if (kV2) {
    MakeWalk(out, {&c, &t, &e}, &p->walk);
  } else {
    p->rows = c.count;
    p->row = c.count > 0 ? out.count / c.count : 0;
  }
  DispatchMove(out.dtype, [&]<typename T>() { ctx->run = kV2 ? RunSelectV2<T> : RunSelect<T>; });
  return 0;
}

struct ClipParams {
  bool low_is_scalar, high_is_scalar;
};

// max(low, min(x, high)); NaN passes through.
template <typename T>
T Clip(T x, T low, T high) {
  const T capped = high < x ? high : x;
  return capped < low ? low : capped;
}

// kParts is 2 for complex numbers, whose parts are clipped each by itself.
template <typename T, int kParts>
int RunClip(HbRunCtx* ctx) {
  const auto& p = Params<ClipParams>(ctx);
  const T *x = In<T>(ctx, 0), *low = In<T>(ctx, 1), *high = In<T>(ctx, 2);
  T* y = Out<T>(ctx, 0);
  ParallelRange(ctx, OutCount(ctx, 0) * kParts, kElementsPerTask, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      y[i] = Clip(x[i], low[p.low_is_scalar ? i % kParts : i],
                  high[p.high_is_scalar ? i % kParts : i]);
    }
  });
  return 0;
}

int PlanClip(HbPlanCtx* ctx) {
  auto* p = NewParams<ClipParams>(ctx);
  if (p == nullptr) return 1;
  const int64_t count = ctx->in[0].count;
  if ((ctx->in[1].count != 1 && ctx->in[1].count != count) ||
      (ctx->in[2].count != 1 && ctx->in[2].count != count)) {
    return Fail(ctx, Code::kInvalidArgument,
                "clip_value_min and clip_value_max must be either of the same shape as input, or a "
                "scalar. input shape: ",
                ShapeOf(ctx->in[0]).ToString(),
                " clip_value_min shape: ", ShapeOf(ctx->in[1]).ToString(),
                " clip_value_max shape: ", ShapeOf(ctx->in[2]).ToString());
  }
  p->low_is_scalar = ctx->in[1].count == 1;
  p->high_is_scalar = ctx->in[2].count == 1;
  ctx->out[0].may_reuse = 1;
  DispatchReal(ctx->in[0].dtype, [&]<typename T>() { ctx->run = RunClip<T, 1>; });
  if (ctx->in[0].dtype == DT_COMPLEX64) ctx->run = RunClip<float, 2>;
  if (ctx->in[0].dtype == DT_COMPLEX128) ctx->run = RunClip<double, 2>;
  return 0;
}

// Finds the number of boundaries that are <= x.
template <typename T>
int RunBucketize(HbRunCtx* ctx) {
  struct List {
    int64_t n;
    float values[1];
  };
  const auto& p = Params<List>(ctx);
  const T* x = In<T>(ctx, 0);
  int32_t* y = Out<int32_t>(ctx, 0);
  using C = std::conditional_t<std::is_same_v<T, double>, double, float>;
  ParallelRange(ctx, OutCount(ctx, 0), kElementsPerTask, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const C v = static_cast<C>(x[i]);
      const float* at = std::upper_bound(p.values, p.values + p.n, v,
                                         [](C a, float b) { return a < static_cast<C>(b); });
      y[i] = static_cast<int32_t>(at - p.values);
    }
  });
  return 0;
}

int PlanBucketize(HbPlanCtx* ctx) {
  const std::vector<float> boundaries = AttrFloats(ctx->attrs, "boundaries");
  if (!std::is_sorted(boundaries.begin(), boundaries.end())) {
    return Fail(ctx, Code::kInvalidArgument, "Expected sorted boundaries");
  }
  ctx->params = ctx->alloc_params(ctx, sizeof(int64_t) + (boundaries.size() + 1) * sizeof(float));
  if (ctx->params == nullptr) return 1;
  *static_cast<int64_t*>(ctx->params) = static_cast<int64_t>(boundaries.size());
  std::copy(boundaries.begin(), boundaries.end(),
            reinterpret_cast<float*>(static_cast<char*>(ctx->params) + sizeof(int64_t)));
  DispatchType<float, double, int32_t, int64_t>(ctx->in[0].dtype,
                                                [&]<typename T>() { ctx->run = RunBucketize<T>; });
  return 0;
}

struct AddNParams {
  int32_t n;
};

template <typename T>
int RunAddN(HbRunCtx* ctx) {
  using F = std::conditional_t<std::is_same_v<T, half> || std::is_same_v<T, bfloat16>, float, T>;
  const int n = Params<AddNParams>(ctx).n;
  T* y = Out<T>(ctx, 0);
  ParallelRange(ctx, OutCount(ctx, 0), kElementsPerTask, [&](int64_t begin, int64_t end) {
    constexpr int64_t kBlock = 256;
    F sum[kBlock];
    for (int64_t at = begin; at < end; at += kBlock) {
      const int64_t m = std::min(kBlock, end - at);
      for (int64_t i = 0; i < m; ++i) sum[i] = static_cast<F>(In<T>(ctx, 0)[at + i]);
      for (int k = 1; k < n; ++k) {
        const T* x = In<T>(ctx, k) + at;
        for (int64_t i = 0; i < m; ++i) {
          sum[i] = functor::Add::Run(sum[i], static_cast<F>(x[i]));
        }
      }
      for (int64_t i = 0; i < m; ++i) y[at + i] = static_cast<T>(sum[i]);
    }
  });
  return 0;
}

int PlanAddN(HbPlanCtx* ctx) {
  auto* p = NewParams<AddNParams>(ctx);
  if (p == nullptr) return 1;
  p->n = ctx->n_in;
  ctx->out[0].may_reuse = ctx->n_in >= 64 ? ~uint64_t{0} : (uint64_t{1} << ctx->n_in) - 1;
  DispatchNumber(ctx->in[0].dtype, [&]<typename T>() { ctx->run = RunAddN<T>; });
  return 0;
}

template <typename T>
int RunCross(HbRunCtx* ctx) {
  using F = std::conditional_t<std::is_same_v<T, half> || std::is_same_v<T, bfloat16>, float, T>;
  const T *a = In<T>(ctx, 0), *b = In<T>(ctx, 1);
  T* y = Out<T>(ctx, 0);
  for (int64_t i = 0; i + 2 < OutCount(ctx, 0); i += 3) {
    const auto part = [&](int64_t j, int64_t k) {
      const F p = functor::Mul::Run(static_cast<F>(a[i + j]), static_cast<F>(b[i + k]));
      const F q = functor::Mul::Run(static_cast<F>(a[i + k]), static_cast<F>(b[i + j]));
      return static_cast<T>(functor::Sub::Run(p, q));
    };
    const T x0 = part(1, 2), x1 = part(2, 0), x2 = part(0, 1);
    y[i] = x0, y[i + 1] = x1, y[i + 2] = x2;
  }
  return 0;
}

int PlanCross(HbPlanCtx* ctx) {
  ctx->out[0].may_reuse = 3;
  DispatchReal(ctx->in[0].dtype, [&]<typename T>() { ctx->run = RunCross<T>; });
  return 0;
}

constexpr char kSelectTypes[] = "T:" HB_NUMBERS ",bool,string,resource,variant";

}  // namespace

void RegisterSelectKernels(KernelSet& set) {
  KERNEL(set, "Select", {.constraint = kSelectTypes, .plan = PlanSelect<false>});
  KERNEL(set, "SelectV2", {.constraint = kSelectTypes, .plan = PlanSelect<true>});
  KERNEL(set, "ClipByValue", {.constraint = "T:" HB_NUMBERS, .plan = PlanClip});
  KERNEL(set, "Bucketize", {.constraint = "T:int32,int64,float,double", .plan = PlanBucketize});
  KERNEL(set, "AddN", {.constraint = "T:" HB_NUMBERS, .plan = PlanAddN});
  KERNEL(set, "AccumulateNV2", {.constraint = "T:" HB_NUMBERS, .plan = PlanAddN});
  KERNEL(set, "Cross", {.constraint = "T:" HB_REALS, .plan = PlanCross});
}

}  // namespace hb
