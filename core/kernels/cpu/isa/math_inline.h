// Transcendental functions over one vector. Errors are at most 2 units in the last place, of
// softplus 2.5 (see math_test.cc); NaN gives NaN, and infinities and zeros what C's
// functions give.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_MATH_INLINE_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_MATH_INLINE_H_

#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

// c0 + x * (c1 + x * (c2 + ...)).
HB_INLINE VF Poly(VF, float c0) { return Set1(c0); }
template <typename... C>
HB_INLINE VF Poly(VF x, float c0, C... c) {
  return Fma(x, Poly(x, c...), Set1(c0));
}

constexpr float kInf = __builtin_inff();
constexpr float kLog2e = 1.44269504f;
// ln 2 in two parts; the first has few enough bits for products with exponents to be exact.
constexpr float kLn2Hi = 0.693359375f;
constexpr float kLn2Lo = -2.12194440e-4f;

// p * 2^n for integral n in [-252, 252].
HB_INLINE VF Scale(VF p, VF n) {
#if defined(__AVX512F__)
  return _mm512_scalef_ps(p, n);
#else
  const VI i = ToInt(n);
  const VI half = Sar<1>(i);
  const VI bias = ISet1(127);
  const VF a = FromBits(Shl<23>(IAdd(half, bias)));
  const VF b = FromBits(Shl<23>(IAdd(ISub(i, half), bias)));
  return Mul(Mul(p, a), b);
#endif
}

// 2^n for integral n in [-126, 127].
HB_INLINE VF PowerOfTwo(VF n) { return FromBits(Shl<23>(IAdd(ToInt(n), ISet1(127)))); }

HB_INLINE VF ReduceExp(VF x, VF* n) {
  *n = Round(Mul(x, Set1(kLog2e)));
  return Fnma(*n, Set1(kLn2Lo), Fnma(*n, Set1(kLn2Hi), x));
}

HB_INLINE VF Exp(VF x) {
  x = Max(Set1(-105.0f), Min(Set1(89.0f), x));
  VF n;
  const VF r = ReduceExp(x, &n);
  const VF p = Poly(r, 0.499999934f, 0.166665201f, 0.0416683942f, 0.00836878042f, 0.00138144669f);
  return Scale(Add(Set1(1.0f), Fma(Mul(r, r), p, r)), n);
}

HB_INLINE VF Expm1(VF x) {
  const VF c = Max(Set1(-20.0f), Min(Set1(89.0f), x));
  VF n;
  const VF r = ReduceExp(c, &n);
  const VF p =
      Poly(r, 0.5f, 0.166666668f, 0.0416663419f, 0.00833327172f, 0.00139420598f, 0.00019915033f);
  const VF e = Fma(Mul(r, r), p, r);
  const VF s = PowerOfTwo(Sub(n, Set1(1.0f)));
  const VF h = Fma(s, e, Sub(s, Set1(0.5f)));
  return Select(Eq(n, Zero()), Select(Eq(x, Zero()), x, e), Add(h, h));
}

// log(x) for positive normal finite x.
HB_INLINE VF LogNormal(VF x) {
  const VI i = ISub(ToBits(x), ISet1(0x3f3504f3));
  const VF e = ToFloat(Sar<23>(i));
  const VF m = FromBits(IAdd(IAnd(i, ISet1(0x007fffff)), ISet1(0x3f3504f3)));
  const VF f = Sub(m, Set1(1.0f));
  const VF f2 = Mul(f, f);
  const VF p = Poly(f, 0.333333104f, -0.249999866f, 0.200022267f, -0.166692495f, 0.142186554f,
                    -0.123843703f, 0.118730163f, -0.117896956f, 0.0691514696f);
  VF r = Fma(Mul(f2, f), p, Mul(e, Set1(kLn2Lo)));
  r = Fnma(Set1(0.5f), f2, r);
  r = Add(r, f);
  return Fma(e, Set1(kLn2Hi), r);
}

HB_INLINE VF Log(VF x) {
  // Denormals are scaled up; where the caller flushes them they count as zero.
  const VM tiny = Lt(x, Set1(1.17549435e-38f));
  VF r = LogNormal(Select(tiny, Mul(x, Set1(16777216.0f)), x));
  r = Select(tiny, Sub(r, Set1(16.6355324f)), r);
  r = Select(Eq(x, Zero()), Set1(-kInf), r);
  r = Select(Lt(x, Zero()), Set1(__builtin_nanf("")), r);
  return Select(MaskOr(IsNan(x), Eq(x, Set1(kInf))), x, r);
}

HB_INLINE VF Log1p(VF x) {
  const VF one = Set1(1.0f);
  const VF u = Add(one, x);
  // What the sum rounded away.
  const VF big = Sub(one, Sub(u, x));
  const VF small = Sub(x, Sub(u, one));
  const VF c = Select(Lt(one, x), big, small);
  VF r = Add(LogNormal(u), Div(c, u));
  r = Select(Lt(Abs(x), Set1(1e-7f)), x, r);
  r = Select(Eq(x, Set1(-1.0f)), Set1(-kInf), r);
  r = Select(Lt(x, Set1(-1.0f)), Set1(__builtin_nanf("")), r);
  return Select(MaskOr(IsNan(x), Eq(x, Set1(kInf))), x, r);
}

// exp(x) - 1 for |x| < 64, cut into 2^n * e + (2^n - 1) with e = exp(r) - 1, |r| <= ln 2 / 2.
struct Expm1Parts {
  VF e;
  VF power;  // 2^(n + kShift)
};
template <int kShift>
HB_INLINE Expm1Parts CutExpm1(VF x) {
  // What is added has n and the exponent's offset in the last bits of the sum.
  const VF magic = Set1(12582912.0f + 127.0f + kShift);
  const VF sum = Fma(x, Set1(kLog2e), magic);
  const VF r = Fnma(Sub(sum, magic), Set1(0.693147182f), x);
  // In halves: what waits for what decides how long it takes.
  const VF r2 = Mul(r, r);
  const VF high = Poly(r2, 0.0416662806f, 0.00139465546f);
  const VF p = Fma(r2, Fma(r, Set1(0.00836664394f), high), Poly(r, 0.5f, 0.166665425f));
  return {Fma(r2, p, r), FromBits(Shl<23>(ToBits(sum)))};
}

// m / (m + 1) with m = (exp(2 |x|) - 1) / 2. Small ones are m - m * that, since m + 1 rounds.
HB_INLINE VF Tanh(VF x) {
  const VF t = Abs(x);
  const Expm1Parts c = CutExpm1<-1>(Min(Set1(18.2f), Add(t, t)));
  const VF m = Fma(c.power, c.e, Sub(c.power, Set1(0.5f)));
  const VF q = Div(m, Add(m, Set1(1.0f)));
  return Or(Select(Lt(t, Set1(0.35f)), Fnma(m, q, m), q), SignOf(x));
}

HB_INLINE VF Sigmoid(VF x) {
  const VF e = Exp(Neg(Abs(x)));
  const VM negative = Lt(x, Zero());
  const VF d = Add(Set1(1.0f), e);
  const VF q = Div(Select(negative, e, Set1(1.0f)), d);
  // What the sum rounded away, over d.
  const VF lost = Mul(Sub(e, Sub(d, Set1(1.0f))), Select(negative, Sub(Set1(1.0f), q), q));
  return Fnma(q, lost, q);
}

// a * (1 + b) for |a| < 2^64. Where a * b is rounded by itself it must not be flushed.
HB_INLINE VF TimesOnePlus(VF a, VF b) {
#if defined(__FMA__) || defined(__aarch64__)
  return Fma(a, b, a);
#else
  const VF scaled = Mul(a, Set1(0x1p32f));
  return Mul(Fma(scaled, b, scaled), Set1(0x1p-32f));
#endif
}

// 1 - exp(log(1 - erf |x|)), whose exponent is a polynomial times |x|.
HB_INLINE VF Erf(VF x) {
  const VF t = Min(Set1(3.95f), Abs(x));
  const VF t2 = Mul(t, t);
  const VF even =
      Poly(t2, 0.128379172f, 0.102777838f, -0.000160353612f, -0.000632816505f, -9.25568747e-06f);
  const VF odd = Poly(t2, 0.636619381f, -0.019153089f, 0.00166698796f, 0.000117635858f);
  const VF p = Fma(t, odd, even);
  const Expm1Parts c = CutExpm1<0>(Neg(TimesOnePlus(t, p)));
  return Or(Fnma(c.power, c.e, Sub(Set1(1.0f), c.power)), SignOf(x));
}

// max(x, 0) + log1p(exp(-|x|)).
HB_INLINE VF Softplus(VF x) {
  const VF e = Exp(Neg(Abs(x)));
  return Add(Relu(x), Log1p(e));
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_MATH_INLINE_H_
