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
  VF half_power;  // 2^(n - 1)
};
HB_INLINE Expm1Parts CutExpm1(VF x) {
  // What is added has n and the exponent's offset in the last bits of the sum.
  const VF magic = Set1(12582912.0f + 126.0f);
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
  const Expm1Parts c = CutExpm1(Min(Set1(18.2f), Add(t, t)));
  const VF m = Fma(c.half_power, c.e, Sub(c.half_power, Set1(0.5f)));
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

// Coefficients of erf(i / 4 + u), |u| <= 1/8, in powers of u, less one times u: the first is
// rounded, the others fit what those before them leave (minimax of the relative error).
alignas(64) constexpr float kErf[6][16] = {
    {0.0f, 0.276326388f, 0.520499885f, 0.711155653f, 0.842700779f, 0.92290014f, 0.966105163f,
     0.986671686f, 0.995322287f, 0.998537302f, 0.999593019f, 0.999899387f, 0.999977887f,
     0.999995708f, 0.999999285f, 0.999999881f},
    {0.128379166f, 0.0600142144f, -0.121217377f, -0.357068926f, -0.584892511f, -0.763478875f,
     -0.88106972f, -0.947224975f, -0.979333043f, -0.992857695f, -0.997821689f, -0.999413729f,
     -0.999860764f, -0.999970794f, -0.999994576f, -0.999999106f},
    {3.11337601e-07f, -0.264998764f, -0.439388335f, -0.482204586f, -0.4151012f, -0.29565984f,
     -0.17840609f, -0.0923649296f, -0.0413452908f, -0.0160793513f, -0.00543083437f, -0.00161679101f,
     -0.000406027044f, -0.000100573459f, -3.30912117e-05f, 1.91858121e-07f},
    {-0.376142591f, -0.309191912f, -0.146479294f, 0.0267792419f, 0.13837105f, 0.167533949f,
     0.138753772f, 0.0901517794f, 0.0482286997f, 0.021727182f, 0.00834480021f, 0.00276143453f,
     0.000792248407f, 0.000192483625f, 3.75690943e-05f, 1.56916885e-05f},
    {0.000293431774f, 0.12607564f, 0.182121262f, 0.150667757f, 0.0688547194f, -0.0052909404f,
     -0.0436186902f, -0.047407601f, -0.033715263f, -0.0185458548f, -0.00961493421f, -0.00299513293f,
     -0.00180431176f, 7.3567302e-05f, 0.00083645375f, -0.000193130996f},
    {0.11095529f, 0.0808928683f, 0.00829159189f, -0.0522931777f, -0.0690595508f, -0.0469959415f,
     -0.0150044719f, 0.00676535722f, 0.0127874529f, 0.0105352262f, 0.00635326793f, 0.00272332295f,
     0.000888981507f, 0.000458883093f, 0.000285055925f, -0.000172405023f},
};

HB_INLINE VF Erf(VF x) {
  const VF t = Min(Set1(3.87f), Abs(x));
  // What is added leaves the sum's last bits for the number of quarters.
  const VF magic = Set1(0x1.8p21f);
  const VF sum = Add(t, magic);
  const VI i = ToBits(sum);
  const VF u = Sub(t, Sub(sum, magic));
  VF p = Lookup(kErf[5], i);
  _Pragma("GCC unroll 4") for (int k = 4; k >= 1; --k) p = Fma(u, p, Lookup(kErf[k], i));
  const VF c = Lookup(kErf[0], i);
#if defined(__FMA__) || defined(__aarch64__)
  p = Fma(u, p, Add(u, c));
#else
  // A product that is rounded by itself must not be flushed.
  const VF big = Set1(0x1p32f);
  const VF scaled = Mul(u, big);
  p = Mul(Fma(scaled, p, Fma(c, big, scaled)), Set1(0x1p-32f));
#endif
  return Or(p, SignOf(x));
}

// max(x, 0) + log1p(exp(-|x|)).
HB_INLINE VF Softplus(VF x) {
  const VF e = Exp(Neg(Abs(x)));
  return Add(Relu(x), Log1p(e));
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_MATH_INLINE_H_
