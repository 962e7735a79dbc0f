#include "core/kernels/cpu/isa/elementwise.h"

#include "core/kernels/cpu/isa/math_inline.h"

namespace hb::HB_ISA_NS {
namespace {

template <typename Fn>
HB_INLINE void Map1(const float* x, float* y, int64_t n, Fn fn) {
  int64_t i = 0;
  for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
    const VF a = fn(Load(x + i));
    const VF b = fn(Load(x + i + kLanes));
    Store(y + i, a);
    Store(y + i + kLanes, b);
  }
  for (; i < n; i += kLanes) {
    const int64_t m = MinI(kLanes, n - i);
    StoreN(y + i, fn(LoadN(x + i, m)), m);
  }
}

template <typename Fn>
HB_INLINE void Map2(const float* x, int64_t x_step, const float* y, int64_t y_step, float* out,
                    int64_t n, Fn fn) {
  int64_t i = 0;
  if (x_step && y_step) {
    for (; i + kLanes <= n; i += kLanes) Store(out + i, fn(Load(x + i), Load(y + i)));
  } else if (x_step) {
    const VF b = n > 0 ? Set1(*y) : Zero();
    for (; i + kLanes <= n; i += kLanes) Store(out + i, fn(Load(x + i), b));
  } else if (y_step) {
    const VF a = n > 0 ? Set1(*x) : Zero();
    for (; i + kLanes <= n; i += kLanes) Store(out + i, fn(a, Load(y + i)));
  }
  for (; i < n; i += kLanes) {
    const int64_t m = MinI(kLanes, n - i);
    const VF a = x_step ? LoadN(x + i, m) : Set1(*x);
    const VF b = y_step ? LoadN(y + i, m) : Set1(*y);
    StoreN(out + i, fn(a, b), m);
  }
}

}  // namespace

#define HB_UNARY(name, expr)                       \
  void name(const float* x, float* y, int64_t n) { \
    Map1(x, y, n, [](VF v) { return expr; });      \
  }

HB_UNARY(ExpLoop, Exp(v))
HB_UNARY(Expm1Loop, Expm1(v))
HB_UNARY(LogLoop, Log(v))
HB_UNARY(Log1pLoop, Log1p(v))
HB_UNARY(TanhLoop, Tanh(v))
HB_UNARY(SigmoidLoop, Sigmoid(v))
HB_UNARY(ErfLoop, Erf(v))
HB_UNARY(SqrtLoop, Sqrt(v))
HB_UNARY(RsqrtLoop, Div(Set1(1.0f), Sqrt(v)))
HB_UNARY(ReciprocalLoop, Div(Set1(1.0f), v))
HB_UNARY(SquareLoop, Mul(v, v))
HB_UNARY(NegLoop, Neg(v))
HB_UNARY(AbsLoop, Abs(v))
HB_UNARY(ReluLoop, Relu(v))
HB_UNARY(Relu6Loop, Min6(Relu(v)))
HB_UNARY(EluLoop, Select(Lt(v, Zero()), Expm1(v), v))
HB_UNARY(SoftplusLoop, Softplus(v))
HB_UNARY(SiluLoop, Mul(v, Sigmoid(v)))
HB_UNARY(GeluLoop, Mul(Mul(Set1(0.5f), v), Add(Set1(1.0f), Erf(Div(v, Set1(1.41421356f))))))
HB_UNARY(GeluTanhLoop,
         Mul(Mul(Set1(0.5f), v),
             Add(Set1(1.0f),
                 Tanh(Mul(Set1(0.797884561f), Add(v, Mul(Set1(0.044715f), Mul(Mul(v, v), v))))))))
HB_UNARY(SeluLoop,
         Select(Lt(v, Zero()), Mul(Set1(1.75809934f), Expm1(v)), Mul(Set1(1.05070099f), v)))

void ApplyUnary(int32_t act, float* y, int64_t n) {
  switch (act - kIsaActUnary) {
#define HB_CASE(name)    \
  case kIsa##name:       \
    name##Loop(y, y, n); \
    return;
    HB_ISA_UNARY_LIST(HB_CASE)
#undef HB_CASE
    default:
      return;
  }
}

#define HB_BINARY(name, expr)                                                           \
  void name(const float* x, int64_t x_step, const float* y, int64_t y_step, float* out, \
            int64_t n) {                                                                \
    Map2(x, x_step, y, y_step, out, n, [](VF a, VF b) { return expr; });                \
  }

HB_BINARY(AddLoop, Add(a, b))
HB_BINARY(SubLoop, Sub(a, b))
HB_BINARY(MulLoop, Mul(a, b))
HB_BINARY(DivLoop, Div(a, b))
HB_BINARY(MaximumLoop, Select(IsNan(a), a, Max(a, b)))
HB_BINARY(MinimumLoop, Select(IsNan(a), a, Min(a, b)))
HB_BINARY(SquaredDifferenceLoop, Mul(Sub(a, b), Sub(a, b)))
// Multiplied, so that a gradient that is no number shows at inactive units too, as TensorFlow's
// does.
HB_BINARY(ReluGradLoop, Mul(a, Select(Lt(Zero(), b), Set1(1.0f), Zero())))
HB_BINARY(Relu6GradLoop,
          Mul(a, Select(MaskAnd(Lt(Zero(), b), Lt(b, Set1(6.0f))), Set1(1.0f), Zero())))
HB_BINARY(TanhGradLoop, Mul(b, Sub(Set1(1.0f), Mul(a, a))))
HB_BINARY(SigmoidGradLoop, Mul(Mul(b, Sub(Set1(1.0f), a)), a))
HB_BINARY(SqrtGradLoop, Div(Mul(Set1(0.5f), b), a))
HB_BINARY(RsqrtGradLoop, Mul(Mul(Set1(-0.5f), b), Mul(Mul(a, a), a)))
HB_BINARY(ReciprocalGradLoop, Mul(Neg(b), Mul(a, a)))
HB_BINARY(SoftplusGradLoop, Div(a, Add(Exp(Neg(b)), Set1(1.0f))))
HB_BINARY(EluGradLoop, Select(Lt(b, Zero()), Mul(a, Add(b, Set1(1.0f))), a))
HB_BINARY(SeluGradLoop,
          Select(Lt(b, Zero()), Mul(a, Add(b, Set1(1.75809934f))), Mul(a, Set1(1.05070099f))))

namespace {

// The largest values of a row, NaNs left out: they reach the results through the terms. While it
// reads x it multiplies y, a row of as many values, if there is one: the two passes take the time
// of one.
template <bool kScale>
HB_INLINE float RowMax(const float* x, int64_t n, float* y = nullptr, VF scale = Zero()) {
  VF m[4];
  for (VF& v : m) v = Set1(-kInf);
  int64_t i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes) {
    for (int u = 0; u < 4; ++u) {
      const int64_t at = i + u * kLanes;
      if constexpr (kScale) Store(y + at, Mul(Load(y + at), scale));
      m[u] = Max(Load(x + at), m[u]);
    }
  }
  for (; i + kLanes <= n; i += kLanes) {
    if constexpr (kScale) Store(y + i, Mul(Load(y + i), scale));
    m[0] = Max(Load(x + i), m[0]);
  }
  if (i < n) {
    if constexpr (kScale) StoreN(y + i, Mul(LoadN(y + i, n - i), scale), n - i);
    m[1] = Max(LoadOr(x + i, n - i, -kInf), m[1]);
  }
  return MaxLanes(Max(Max(m[0], m[1]), Max(m[2], m[3])));
}

// The sum of exp(x - max); keeps the terms in y if it isn't null.
HB_INLINE float ExpSum(const float* x, VF max, float* y, int64_t n) {
  VF s0 = Zero(), s1 = Zero();
  int64_t i = 0;
  for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
    const VF a = Exp(Sub(Load(x + i), max));
    const VF b = Exp(Sub(Load(x + i + kLanes), max));
    if (y != nullptr) {
      Store(y + i, a);
      Store(y + i + kLanes, b);
    }
    s0 = Add(s0, a);
    s1 = Add(s1, b);
  }
  for (; i < n; i += kLanes) {
    const int64_t m = MinI(kLanes, n - i);
    const VF a = Exp(Sub(LoadOr(x + i, m, -kInf), max));  // 0 behind the end
    if (y != nullptr) StoreN(y + i, a, m);
    s0 = Add(s0, a);
  }
  return SumLanes(Add(s0, s1));
}

}  // namespace

void Softmax(const float* x, float* y, int64_t rows, int64_t cols) {
  if (rows <= 0) return;
  float max = RowMax<false>(x, cols);
  for (int64_t r = 0;; ++r, x += cols, y += cols) {
    const VF scale = Set1(1.0f / ExpSum(x, Set1(max), y, cols));
    if (r == rows - 1) return Map1(y, y, cols, [scale](VF v) { return Mul(v, scale); });
    max = RowMax<true>(x + cols, cols, y, scale);
  }
}

void SoftmaxGrad(const float* y, float* dy, int64_t rows, int64_t cols, float scale) {
  const VF by = Set1(scale);
  for (int64_t r = 0; r < rows; ++r, y += cols, dy += cols) {
    VF s0 = Zero(), s1 = Zero();
    int64_t i = 0;
    for (; i + 2 * kLanes <= cols; i += 2 * kLanes) {
      s0 = Fma(Load(y + i), Load(dy + i), s0);
      s1 = Fma(Load(y + i + kLanes), Load(dy + i + kLanes), s1);
    }
    for (; i < cols; i += kLanes) {
      const int64_t n = MinI(kLanes, cols - i);
      s0 = Fma(LoadN(y + i, n), LoadN(dy + i, n), s0);
    }
    const VF sum = Set1(SumLanes(Add(s0, s1)));
    for (i = 0; i + kLanes <= cols; i += kLanes) {
      Store(dy + i, Mul(Mul(Load(y + i), Sub(Load(dy + i), sum)), by));
    }
    if (i < cols) {
      const int64_t n = cols - i;
      StoreN(dy + i, Mul(Mul(LoadN(y + i, n), Sub(LoadN(dy + i, n), sum)), by), n);
    }
  }
}

void LogSoftmax(const float* x, float* y, int64_t rows, int64_t cols) {
  for (int64_t r = 0; r < rows; ++r, x += cols, y += cols) {
    const float max = RowMax<false>(x, cols);
    alignas(64) float t[kLanes] = {};
    t[0] = ExpSum(x, Set1(max), nullptr, cols);
    Store(t, Log(Load(t)));
    const float log_sum = t[0];
    Map1(x, y, cols, [=](VF v) { return Sub(Sub(v, Set1(max)), Set1(log_sum)); });
  }
}

}  // namespace hb::HB_ISA_NS
