// sin, cos and pow: the parts that need more than float precision run in double.
#include "core/kernels/cpu/isa/elementwise.h"
#include "core/kernels/cpu/isa/math_inline.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int kHalf = kLanes / 2;
typedef double VD __attribute__((vector_size(kHalf * 8)));
typedef uint64_t VL __attribute__((vector_size(kHalf * 8)));
typedef float VH __attribute__((vector_size(kHalf * 4)));

// 1.5 * 2^52: adding it leaves the nearest integer in the low bits.
constexpr double kMagic = 6755399441055744.0;

HB_INLINE VD Wide(const float* p) {
  VH h;
  memcpy(&h, p, sizeof h);
  return __builtin_convertvector(h, VD);
}

HB_INLINE void Narrow(VD v, float* p) {
  const VH h = __builtin_convertvector(v, VH);
  memcpy(p, &h, sizeof h);
}

// First digits of 2 / pi, most significant first.
constexpr uint32_t kTwoOverPi[8] = {0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u,
                                    0xdb629599u, 0x3c439041u, 0xfe5163abu, 0xdebbc561u};

// `count` <= 96 digits of 2 / pi from the one of weight 2^-first on.
HB_INLINE unsigned __int128 Digits(int first, int count) {
  unsigned __int128 v = 0;
  for (int j = first; j < first + count; ++j) {
    const unsigned bit = j < 1 ? 0 : kTwoOverPi[(j - 1) / 32] >> (31 - (j - 1) % 32) & 1u;
    v = v << 1 | bit;
  }
  return v;
}

// Remainder of x by pi / 2, and the quotient modulo 4, for any finite |x| >= 1. The digits that
// only add multiples of 4 to the quotient are left out.
__attribute__((noinline)) float ReduceLarge(float x, int32_t* quadrant) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  const int e = static_cast<int>(bits >> 23 & 255) - 150;
  const uint32_t m = (bits & 0x7fffffu) | 0x800000u;
  unsigned __int128 p = Digits(e - 1, 96) * m;
  p &= (static_cast<unsigned __int128>(1) << 96) - 1;
  int32_t q = static_cast<int32_t>(p >> 94);
  const uint64_t frac = static_cast<uint64_t>(p >> 30);  // 64 digits after the point
  double f = static_cast<double>(static_cast<int64_t>(frac)) * 0x1p-64;
  if (frac >> 63) ++q;
  double r = f * 1.5707963267948966;
  if (bits >> 31) {
    r = -r;
    q = -q;
  }
  *quadrant = q & 3;
  return static_cast<float>(r);
}

constexpr float kLargeAngle = 1e6f;

// r = x - q * pi / 2 with |r| <= pi / 4.
HB_INLINE VF ReduceAngle(VF x, VI* quadrant) {
  alignas(64) float in[kLanes];
  alignas(64) float out[kLanes];
  alignas(64) int32_t quad[kLanes];
  Store(in, x);
  for (int h = 0; h < kLanes; h += kHalf) {
    const VD v = Wide(in + h);
    const VD magic = v * 0.63661977236758134 + kMagic;
    const VD n = magic - kMagic;
    // pi / 2 in two parts; the first has 33 bits.
    const VD r = (v - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11;
    Narrow(r, out + h);
    VL bits;
    memcpy(&bits, &magic, sizeof bits);
    for (int i = 0; i < kHalf; ++i) quad[h + i] = static_cast<int32_t>(bits[i]);
  }
  const VM fine = Le(Abs(x), Set1(kLargeAngle));
  alignas(64) float flag[kLanes];
  Store(flag, Select(fine, Zero(), Set1(1.0f)));
  if (Any(Lt(Zero(), Load(flag)))) {
    for (int i = 0; i < kLanes; ++i) {
      if (flag[i] == 0.0f) continue;
      const bool finite = __builtin_fabsf(in[i]) < kInf;
      quad[i] = 0;
      out[i] = finite ? ReduceLarge(in[i], quad + i) : __builtin_nanf("");
    }
  }
  memcpy(quadrant, quad, sizeof quad);
  return Load(out);
}

HB_INLINE VF SinCos(VF x, int32_t shift) {
  VI q;
  const VF r = ReduceAngle(x, &q);
  q = IAdd(q, ISet1(shift));
  const VF u = Mul(r, r);
  const VF s =
      Fma(Mul(r, u), Poly(u, -0.166666666f, 0.00833332925f, -0.000198392893f, 2.71787466e-06f), r);
  const VF c =
      Add(Fma(Mul(u, u), Poly(u, 0.0416666666f, -0.00138888836f, 2.47994713e-05f, -2.72061819e-07f),
              Mul(u, Set1(-0.5f))),
          Set1(1.0f));
  // The reduced angle of -0 is 0; its sine is -0.
  const VF sine = Select(Eq(x, Zero()), x, s);
  const VF v = Select(IEq(IAnd(q, ISet1(1)), ISet1(1)), c, sine);
  return Xor(v, FromBits(Shl<30>(IAnd(q, ISet1(2)))));
}

HB_INLINE VD Log2(VD x) {
  VL bits;
  memcpy(&bits, &x, sizeof bits);
  // Numbers from sqrt(2) on count as half of themselves with the next exponent.
  const VL shifted = bits - 0x3fe6a09e667f3bcdULL + (1023ULL << 52);
  VL ebits = shifted >> 52 & 0x7ff;
  const VL mbits = bits - ((ebits - 1023) << 52);
  ebits |= 0x4330000000000000ULL;
  VD e, m;
  memcpy(&e, &ebits, sizeof e);
  memcpy(&m, &mbits, sizeof m);
  e -= 4503599627370496.0 + 1023.0;
  const VD f = m - 1.0;
  VD p = f * 0.079544737627656931 - 0.14442107566460755;
  p = p * f + 0.144460391030726;
  p = p * f - 0.14276872942578328;
  p = p * f + 0.15876418237887835;
  p = p * f - 0.18033582467717901;
  p = p * f + 0.20617751070974855;
  p = p * f - 0.24045172948652141;
  p = p * f + 0.2885372017427717;
  p = p * f - 0.36067369949206429;
  p = p * f + 0.4808983625089589;
  p = p * f - 0.72134752074599706;
  p = p * f + 1.4426950408667789;
  return p * f + e;
}

// 2^x for |x| <= 1000.
HB_INLINE VD Exp2(VD x) {
  const VD magic = x + kMagic;
  const VD f = x - (magic - kMagic);
  VD p = f * 1.5316714583947672e-05 + 0.00015469997222534611;
  p = p * f + 0.0013333421569038867;
  p = p * f + 0.0096180247726088321;
  p = p * f + 0.055504109774164145;
  p = p * f + 0.24022651219832947;
  p = p * f + 0.69314718053462976;
  p = p * f + 0.9999999999588981;
  VL n, bits;
  memcpy(&n, &magic, sizeof n);
  memcpy(&bits, &p, sizeof bits);
  bits += n << 52;
  memcpy(&p, &bits, sizeof p);
  return p;
}

// The results of C's pow that the formula doesn't give; `r` is |x|^y by the formula.
__attribute__((noinline)) float PowSpecial(float x, float y, float r) {
  if (y == 0.0f || x == 1.0f) return 1.0f;
  if (x != x || y != y) return __builtin_nanf("");
  const float ax = __builtin_fabsf(x);
  const float ay = __builtin_fabsf(y);
  const bool even = ay >= 16777216.0f || static_cast<float>(static_cast<int32_t>(ay / 2)) * 2 == ay;
  const bool odd = !even && static_cast<float>(static_cast<int32_t>(ay)) == ay;
  if (ay == kInf) {
    if (ax == 1.0f) return 1.0f;
    return (ax > 1.0f) == (y > 0) ? kInf : 0.0f;
  }
  const bool negative = __builtin_signbit(x) != 0;
  if (ax == 0.0f || ax == kInf) {
    r = (ax == 0.0f) == (y > 0) ? 0.0f : kInf;
  } else if (negative && !even && !odd) {
    return __builtin_nanf("");
  }
  return negative && odd ? -r : r;
}

HB_INLINE VF Pow(VF x, VF y) {
  alignas(64) float a[kLanes];
  alignas(64) float b[kLanes];
  alignas(64) float r[kLanes];
  Store(a, Abs(x));
  Store(b, y);
  for (int h = 0; h < kLanes; h += kHalf) {
    VD z = Log2(Wide(a + h)) * Wide(b + h);
    z = z > 200.0 ? VD{} + 200.0 : z;
    z = z < -200.0 ? VD{} - 200.0 : z;
    Narrow(Exp2(z), r + h);
  }
  // Both operands ordinary: 0 < x < inf, |y| < inf.
  const VM plain = MaskAnd(MaskAnd(Lt(Zero(), x), Lt(x, Set1(kInf))), Lt(Abs(y), Set1(kInf)));
  alignas(64) float flag[kLanes];
  Store(flag, Select(plain, Zero(), Set1(1.0f)));
  if (Any(Lt(Zero(), Load(flag)))) {
    alignas(64) float s[kLanes];
    Store(s, x);
    for (int i = 0; i < kLanes; ++i) {
      if (flag[i] != 0.0f) r[i] = PowSpecial(s[i], b[i], r[i]);
    }
  }
  return Load(r);
}

}  // namespace

void SinLoop(const float* x, float* y, int64_t n) {
  for (int64_t i = 0; i < n; i += kLanes) {
    const int64_t m = MinI(kLanes, n - i);
    StoreN(y + i, SinCos(LoadN(x + i, m), 0), m);
  }
}

void CosLoop(const float* x, float* y, int64_t n) {
  for (int64_t i = 0; i < n; i += kLanes) {
    const int64_t m = MinI(kLanes, n - i);
    StoreN(y + i, SinCos(LoadN(x + i, m), 1), m);
  }
}

void PowLoop(const float* x, int64_t x_step, const float* y, int64_t y_step, float* out,
             int64_t n) {
  for (int64_t i = 0; i < n; i += kLanes) {
    const int64_t m = MinI(kLanes, n - i);
    const VF a = x_step ? LoadN(x + i, m) : Set1(*x);
    const VF b = y_step ? LoadN(y + i, m) : Set1(*y);
    StoreN(out + i, Pow(a, b), m);
  }
}

}  // namespace hb::HB_ISA_NS
