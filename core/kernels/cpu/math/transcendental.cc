// Exponentials, logarithms, and circular and hyperbolic functions.
#include <algorithm>
#include <cmath>

#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

// Float functions made of the per-ISA ones, a block at a time: `combine` gets |x| and up to two
// functions of what `prepare` makes of |x|, and gives the result for |x|; odd functions get x's
// sign back.
constexpr int64_t kBlock = 256;
constexpr float kLog2 = 0.693147181f;
constexpr float kHuge = 1e9f;  // where 1 is nothing beside x * x

template <bool kOdd, typename PrepareA, typename PrepareB, typename Combine>
void InBlocks(const void* from, void* to, int64_t n, int a, PrepareA prepare_a, int b,
              PrepareB prepare_b, Combine combine) {
  const float* x = static_cast<const float*>(from);
  float* y = static_cast<float*>(to);
  float u[kBlock], v[kBlock];
  for (int64_t at = 0; at < n; at += kBlock, x += kBlock, y += kBlock) {
    const int64_t m = std::min(kBlock, n - at);
    for (int64_t i = 0; i < m; ++i) {
      u[i] = prepare_a(std::fabs(x[i]));
      v[i] = prepare_b(std::fabs(x[i]));
    }
    Isa()->unary[a](u, u, m);
    Isa()->unary[b](v, v, m);
    for (int64_t i = 0; i < m; ++i) {
      const float r = combine(std::fabs(x[i]), u[i], v[i]);
      y[i] = kOdd ? std::copysign(r, x[i]) : r;
    }
  }
}

float Half(float a) { return 0.5f * a; }
float Same(float a) { return a; }

// sin / cos need the sign of x themselves.
void TanLoop(const void* from, void* to, int64_t n) {
  const float* x = static_cast<const float*>(from);
  float* y = static_cast<float*>(to);
  float s[kBlock], c[kBlock];
  for (int64_t at = 0; at < n; at += kBlock) {
    const int64_t m = std::min(kBlock, n - at);
    Isa()->unary[kIsaSin](x + at, s, m);
    Isa()->unary[kIsaCos](x + at, c, m);
    for (int64_t i = 0; i < m; ++i) y[at + i] = s[i] / c[i];
  }
}

// Beyond 80, exp(x) may overflow before the result does.
void SinhLoop(const void* x, void* y, int64_t n) {
  InBlocks<true>(x, y, n, kIsaExpm1, Same, kIsaExp, Half, [](float a, float t, float e) {
    return a < 80.0f ? 0.5f * (t + t / (t + 1.0f)) : 0.5f * e * e;
  });
}
void CoshLoop(const void* x, void* y, int64_t n) {
  InBlocks<false>(x, y, n, kIsaExp, Same, kIsaExp, Half, [](float a, float t, float e) {
    return a < 80.0f ? 0.5f * t + 0.5f / t : 0.5f * e * e;
  });
}
void AsinhLoop(const void* x, void* y, int64_t n) {
  InBlocks<true>(
      x, y, n, kIsaLog1p, [](float a) { return a + a * a / (1.0f + std::sqrt(1.0f + a * a)); },
      kIsaLog, Same, [](float a, float near, float far) { return a < kHuge ? near : far + kLog2; });
}
void AtanhLoop(const void* x, void* y, int64_t n) {
  InBlocks<true>(
      x, y, n, kIsaLog1p, [](float a) { return 2.0f * a / (1.0f - a); }, kIsaAbs, Same,
      [](float, float u, float) { return 0.5f * u; });
}
void AcoshLoop(const void* from, void* to, int64_t n) {
  const float* x = static_cast<const float*>(from);
  float* y = static_cast<float*>(to);
  float u[kBlock], v[kBlock];
  for (int64_t at = 0; at < n; at += kBlock) {
    const int64_t m = std::min(kBlock, n - at);
    for (int64_t i = 0; i < m; ++i) {
      const float t = x[at + i] - 1.0f;
      u[i] = t + std::sqrt(t * (t + 2.0f));
    }
    Isa()->unary[kIsaLog1p](u, u, m);
    Isa()->unary[kIsaLog](x + at, v, m);
    for (int64_t i = 0; i < m; ++i) {
      const float r = x[at + i] < kHuge ? u[i] : v[i] + kLog2;
      y[at + i] = x[at + i] < 1.0f ? std::numeric_limits<float>::quiet_NaN() : r;
    }
  }
}

#define HB_WITH_FLOAT_LOOP(Name)                         \
  struct Float##Name : functor::Name {                   \
    static constexpr UnaryLoop kFloatLoop = &Name##Loop; \
  }
HB_WITH_FLOAT_LOOP(Tan);
HB_WITH_FLOAT_LOOP(Sinh);
HB_WITH_FLOAT_LOOP(Cosh);
HB_WITH_FLOAT_LOOP(Asinh);
HB_WITH_FLOAT_LOOP(Acosh);
HB_WITH_FLOAT_LOOP(Atanh);
#undef HB_WITH_FLOAT_LOOP

}  // namespace
void RegisterTranscendentalKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_UNARY(set, "Exp", Exp, FloatComplexTypes, kIsaExp);
  HB_UNARY(set, "Expm1", Expm1, FloatComplexTypes, kIsaExpm1);
  HB_UNARY(set, "Log", Log, FloatComplexTypes, kIsaLog);
  HB_UNARY(set, "Log1p", functor::Log1p, FloatComplexTypes, kIsaLog1p);
  HB_UNARY(set, "Sin", Sin, FloatComplexTypes, kIsaSin);
  HB_UNARY(set, "Cos", Cos, FloatComplexTypes, kIsaCos);
  HB_UNARY(set, "Tan", FloatTan, FloatComplexTypes, -1);
  HB_UNARY(set, "Asin", InDouble<Asin>, FloatComplexTypes, -1);
  HB_UNARY(set, "Acos", InDouble<Acos>, FloatComplexTypes, -1);
  HB_UNARY(set, "Atan", InDouble<Atan>, FloatComplexTypes, -1);
  HB_UNARY(set, "Sinh", FloatSinh, FloatComplexTypes, -1);
  HB_UNARY(set, "Cosh", FloatCosh, FloatComplexTypes, -1);
  HB_UNARY(set, "Tanh", Tanh, FloatComplexTypes, kIsaTanh);
  HB_UNARY(set, "Asinh", FloatAsinh, FloatComplexTypes, -1);
  HB_UNARY(set, "Acosh", FloatAcosh, FloatComplexTypes, -1);
  HB_UNARY(set, "Atanh", FloatAtanh, FloatComplexTypes, -1);
  HB_UNARY(set, "Sigmoid", Sigmoid, FloatComplexTypes, kIsaSigmoid);
  HB_BINARY(set, "TanhGrad", TanhGrad, FloatComplexTypes, kIsaTanhGrad);
  HB_BINARY(set, "SigmoidGrad", SigmoidGrad, FloatComplexTypes, kIsaSigmoidGrad);
}

}  // namespace hb
