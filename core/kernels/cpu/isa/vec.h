// f32 vectors of one instruction-set level. Included only by the per-level sources, each of which
// is compiled once a level with HB_ISA_NS naming the level's namespace. Everything here has
// internal linkage, so that no copy of one level can stand in for another's.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_VEC_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_VEC_H_

#if defined(__aarch64__)
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/kernels/cpu/isa/isa.h"

#ifndef HB_ISA_NS
#error "HB_ISA_NS must name the namespace of the level"
#endif

#define HB_INLINE static inline __attribute__((always_inline))

namespace hb::HB_ISA_NS {

#if defined(__AVX512F__)

using VF = __m512;
using VI = __m512i;
using VM = __mmask16;
constexpr int kLanes = 16;

HB_INLINE VF Load(const float* p) { return _mm512_loadu_ps(p); }
HB_INLINE void Store(float* p, VF v) { _mm512_storeu_ps(p, v); }
HB_INLINE VM FirstN(int64_t n) { return static_cast<VM>((1u << n) - 1u); }
HB_INLINE VF LoadN(const float* p, int64_t n) { return _mm512_maskz_loadu_ps(FirstN(n), p); }
HB_INLINE void StoreN(float* p, VF v, int64_t n) { _mm512_mask_storeu_ps(p, FirstN(n), v); }
HB_INLINE VF Set1(float x) { return _mm512_set1_ps(x); }
HB_INLINE VF Zero() { return _mm512_setzero_ps(); }
HB_INLINE VF Add(VF a, VF b) { return _mm512_add_ps(a, b); }
HB_INLINE VF Sub(VF a, VF b) { return _mm512_sub_ps(a, b); }
HB_INLINE VF Mul(VF a, VF b) { return _mm512_mul_ps(a, b); }
HB_INLINE VF Div(VF a, VF b) { return _mm512_div_ps(a, b); }
HB_INLINE VF Sqrt(VF a) { return _mm512_sqrt_ps(a); }
HB_INLINE VF Fma(VF a, VF b, VF c) { return _mm512_fmadd_ps(a, b, c); }
HB_INLINE VF Fnma(VF a, VF b, VF c) { return _mm512_fnmadd_ps(a, b, c); }
// Min and Max return b where either operand is NaN.
HB_INLINE VF Max(VF a, VF b) { return _mm512_max_ps(a, b); }
HB_INLINE VF Min(VF a, VF b) { return _mm512_min_ps(a, b); }
HB_INLINE VI ToBits(VF v) { return _mm512_castps_si512(v); }
HB_INLINE VF FromBits(VI v) { return _mm512_castsi512_ps(v); }
HB_INLINE VI ISet1(int32_t x) { return _mm512_set1_epi32(x); }
HB_INLINE VI IAdd(VI a, VI b) { return _mm512_add_epi32(a, b); }
HB_INLINE VI ISub(VI a, VI b) { return _mm512_sub_epi32(a, b); }
HB_INLINE VI IAnd(VI a, VI b) { return _mm512_and_si512(a, b); }
HB_INLINE VI IOr(VI a, VI b) { return _mm512_or_si512(a, b); }
HB_INLINE VI IXor(VI a, VI b) { return _mm512_xor_si512(a, b); }
template <int N>
HB_INLINE VI Shl(VI a) {
  return _mm512_slli_epi32(a, N);
}
template <int N>
HB_INLINE VI Shr(VI a) {
  return _mm512_srli_epi32(a, N);
}
template <int N>
HB_INLINE VI Sar(VI a) {
  return _mm512_srai_epi32(a, N);
}
HB_INLINE VF ToFloat(VI a) { return _mm512_cvtepi32_ps(a); }
// Rounds to nearest even; what is out of range or no number gives some integer.
HB_INLINE VI ToInt(VF a) { return _mm512_cvtps_epi32(a); }
HB_INLINE VF Round(VF a) { return _mm512_roundscale_ps(a, 8); }
HB_INLINE VM Lt(VF a, VF b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
HB_INLINE VM Le(VF a, VF b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
// Not less or equal: holds where an operand is NaN.
HB_INLINE VM Nle(VF a, VF b) { return _mm512_cmp_ps_mask(a, b, _CMP_NLE_UQ); }
HB_INLINE VM Eq(VF a, VF b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
HB_INLINE VM IsNan(VF a) { return _mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q); }
HB_INLINE VM IEq(VI a, VI b) { return _mm512_cmpeq_epi32_mask(a, b); }
HB_INLINE VM IGt(VI a, VI b) { return _mm512_cmpgt_epi32_mask(a, b); }
HB_INLINE VM MaskAnd(VM a, VM b) { return static_cast<VM>(a & b); }
HB_INLINE VM MaskOr(VM a, VM b) { return static_cast<VM>(a | b); }
HB_INLINE bool Any(VM m) { return m != 0; }
// m ? a : b
HB_INLINE VF Select(VM m, VF a, VF b) { return _mm512_mask_blend_ps(m, b, a); }
HB_INLINE VI ISelect(VM m, VI a, VI b) { return _mm512_mask_blend_epi32(m, b, a); }

#elif defined(__AVX2__)

using VF = __m256;
using VI = __m256i;
using VM = __m256;
constexpr int kLanes = 8;

HB_INLINE VI MaskN(int64_t n) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(n)),
                            _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
HB_INLINE VF Load(const float* p) { return _mm256_loadu_ps(p); }
HB_INLINE void Store(float* p, VF v) { _mm256_storeu_ps(p, v); }
HB_INLINE VF LoadN(const float* p, int64_t n) { return _mm256_maskload_ps(p, MaskN(n)); }
HB_INLINE void StoreN(float* p, VF v, int64_t n) { _mm256_maskstore_ps(p, MaskN(n), v); }
HB_INLINE VF Set1(float x) { return _mm256_set1_ps(x); }
HB_INLINE VF Zero() { return _mm256_setzero_ps(); }
HB_INLINE VF Add(VF a, VF b) { return _mm256_add_ps(a, b); }
HB_INLINE VF Sub(VF a, VF b) { return _mm256_sub_ps(a, b); }
HB_INLINE VF Mul(VF a, VF b) { return _mm256_mul_ps(a, b); }
HB_INLINE VF Div(VF a, VF b) { return _mm256_div_ps(a, b); }
HB_INLINE VF Sqrt(VF a) { return _mm256_sqrt_ps(a); }
HB_INLINE VF Fma(VF a, VF b, VF c) { return _mm256_fmadd_ps(a, b, c); }
HB_INLINE VF Fnma(VF a, VF b, VF c) { return _mm256_fnmadd_ps(a, b, c); }
HB_INLINE VF Max(VF a, VF b) { return _mm256_max_ps(a, b); }
HB_INLINE VF Min(VF a, VF b) { return _mm256_min_ps(a, b); }
HB_INLINE VI ToBits(VF v) { return _mm256_castps_si256(v); }
HB_INLINE VF FromBits(VI v) { return _mm256_castsi256_ps(v); }
HB_INLINE VI ISet1(int32_t x) { return _mm256_set1_epi32(x); }
HB_INLINE VI IAdd(VI a, VI b) { return _mm256_add_epi32(a, b); }
HB_INLINE VI ISub(VI a, VI b) { return _mm256_sub_epi32(a, b); }
HB_INLINE VI IAnd(VI a, VI b) { return _mm256_and_si256(a, b); }
HB_INLINE VI IOr(VI a, VI b) { return _mm256_or_si256(a, b); }
HB_INLINE VI IXor(VI a, VI b) { return _mm256_xor_si256(a, b); }
template <int N>
HB_INLINE VI Shl(VI a) {
  return _mm256_slli_epi32(a, N);
}
template <int N>
HB_INLINE VI Shr(VI a) {
  return _mm256_srli_epi32(a, N);
}
template <int N>
HB_INLINE VI Sar(VI a) {
  return _mm256_srai_epi32(a, N);
}
HB_INLINE VF ToFloat(VI a) { return _mm256_cvtepi32_ps(a); }
HB_INLINE VI ToInt(VF a) { return _mm256_cvtps_epi32(a); }
HB_INLINE VF Round(VF a) { return _mm256_round_ps(a, 8); }
HB_INLINE VM Lt(VF a, VF b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }
HB_INLINE VM Le(VF a, VF b) { return _mm256_cmp_ps(a, b, _CMP_LE_OQ); }
HB_INLINE VM Nle(VF a, VF b) { return _mm256_cmp_ps(a, b, _CMP_NLE_UQ); }
HB_INLINE VM Eq(VF a, VF b) { return _mm256_cmp_ps(a, b, _CMP_EQ_OQ); }
HB_INLINE VM IsNan(VF a) { return _mm256_cmp_ps(a, a, _CMP_UNORD_Q); }
HB_INLINE VM IEq(VI a, VI b) { return FromBits(_mm256_cmpeq_epi32(a, b)); }
HB_INLINE VM IGt(VI a, VI b) { return FromBits(_mm256_cmpgt_epi32(a, b)); }
HB_INLINE VM MaskAnd(VM a, VM b) { return _mm256_and_ps(a, b); }
HB_INLINE VM MaskOr(VM a, VM b) { return _mm256_or_ps(a, b); }
HB_INLINE bool Any(VM m) { return _mm256_movemask_ps(m) != 0; }
HB_INLINE VF Select(VM m, VF a, VF b) { return _mm256_blendv_ps(b, a, m); }
HB_INLINE VI ISelect(VM m, VI a, VI b) { return ToBits(Select(m, FromBits(a), FromBits(b))); }

#elif defined(__aarch64__)

using VF = float32x4_t;
using VI = int32x4_t;
using VM = uint32x4_t;
constexpr int kLanes = 4;

HB_INLINE VF Load(const float* p) { return vld1q_f32(p); }
HB_INLINE void Store(float* p, VF v) { vst1q_f32(p, v); }
HB_INLINE VF LoadN(const float* p, int64_t n) {
  if (n >= 4) return Load(p);
  if (n <= 0) return vdupq_n_f32(0.0f);
  if (n == 1) return vsetq_lane_f32(*p, vdupq_n_f32(0.0f), 0);
  const float32x2_t low = vld1_f32(p);
  const float32x2_t none = vdup_n_f32(0.0f);
  return vcombine_f32(low, n == 3 ? vld1_lane_f32(p + 2, none, 0) : none);
}
HB_INLINE void StoreN(float* p, VF v, int64_t n) {
  if (n >= 4) return Store(p, v);
  if (n >= 2) {
    vst1_f32(p, vget_low_f32(v));
    if (n == 3) vst1q_lane_f32(p + 2, v, 2);
  } else if (n == 1) {
    vst1q_lane_f32(p, v, 0);
  }
}
HB_INLINE VF Set1(float x) { return vdupq_n_f32(x); }
HB_INLINE VF Zero() { return vdupq_n_f32(0.0f); }
HB_INLINE VF Add(VF a, VF b) { return vaddq_f32(a, b); }
HB_INLINE VF Sub(VF a, VF b) { return vsubq_f32(a, b); }
HB_INLINE VF Mul(VF a, VF b) { return vmulq_f32(a, b); }
HB_INLINE VF Div(VF a, VF b) { return vdivq_f32(a, b); }
HB_INLINE VF Sqrt(VF a) { return vsqrtq_f32(a); }
HB_INLINE VF Fma(VF a, VF b, VF c) { return vfmaq_f32(c, a, b); }
HB_INLINE VF Fnma(VF a, VF b, VF c) { return vfmsq_f32(c, a, b); }
// Compared and chosen: this level's own maximum gives NaN where either operand is NaN.
HB_INLINE VF Max(VF a, VF b) { return vbslq_f32(vcgtq_f32(a, b), a, b); }
HB_INLINE VF Min(VF a, VF b) { return vbslq_f32(vcltq_f32(a, b), a, b); }
HB_INLINE VI ToBits(VF v) { return vreinterpretq_s32_f32(v); }
HB_INLINE VF FromBits(VI v) { return vreinterpretq_f32_s32(v); }
HB_INLINE VI ISet1(int32_t x) { return vdupq_n_s32(x); }
HB_INLINE VI IAdd(VI a, VI b) { return vaddq_s32(a, b); }
HB_INLINE VI ISub(VI a, VI b) { return vsubq_s32(a, b); }
HB_INLINE VI IAnd(VI a, VI b) { return vandq_s32(a, b); }
HB_INLINE VI IOr(VI a, VI b) { return vorrq_s32(a, b); }
HB_INLINE VI IXor(VI a, VI b) { return veorq_s32(a, b); }
template <int N>
HB_INLINE VI Shl(VI a) {
  return vshlq_n_s32(a, N);
}
template <int N>
HB_INLINE VI Shr(VI a) {
  return vreinterpretq_s32_u32(vshrq_n_u32(vreinterpretq_u32_s32(a), N));
}
template <int N>
HB_INLINE VI Sar(VI a) {
  return vshrq_n_s32(a, N);
}
HB_INLINE VF ToFloat(VI a) { return vcvtq_f32_s32(a); }
HB_INLINE VI ToInt(VF a) { return vcvtnq_s32_f32(a); }
HB_INLINE VF Round(VF a) { return vrndnq_f32(a); }
HB_INLINE VM Lt(VF a, VF b) { return vcltq_f32(a, b); }
HB_INLINE VM Le(VF a, VF b) { return vcleq_f32(a, b); }
HB_INLINE VM Nle(VF a, VF b) { return vmvnq_u32(vcleq_f32(a, b)); }
HB_INLINE VM Eq(VF a, VF b) { return vceqq_f32(a, b); }
HB_INLINE VM IsNan(VF a) { return vmvnq_u32(vceqq_f32(a, a)); }
HB_INLINE VM IEq(VI a, VI b) { return vceqq_s32(a, b); }
HB_INLINE VM IGt(VI a, VI b) { return vcgtq_s32(a, b); }
HB_INLINE VM MaskAnd(VM a, VM b) { return vandq_u32(a, b); }
HB_INLINE VM MaskOr(VM a, VM b) { return vorrq_u32(a, b); }
HB_INLINE bool Any(VM m) { return vmaxvq_u32(m) != 0; }
HB_INLINE VF Select(VM m, VF a, VF b) { return vbslq_f32(m, a, b); }
HB_INLINE VI ISelect(VM m, VI a, VI b) { return vbslq_s32(m, a, b); }

#else  // SSE4.2

using VF = __m128;
using VI = __m128i;
using VM = __m128;
constexpr int kLanes = 4;

HB_INLINE VF Load(const float* p) { return _mm_loadu_ps(p); }
HB_INLINE void Store(float* p, VF v) { _mm_storeu_ps(p, v); }
HB_INLINE VF LoadTwo(const float* p) {
  double d;
  memcpy(&d, p, sizeof d);
  return _mm_castpd_ps(_mm_set_sd(d));
}
HB_INLINE VF LoadN(const float* p, int64_t n) {
  if (n >= 4) return Load(p);
  if (n == 3) return _mm_movelh_ps(LoadTwo(p), _mm_load_ss(p + 2));
  if (n == 2) return LoadTwo(p);
  if (n == 1) return _mm_load_ss(p);
  return _mm_setzero_ps();
}
HB_INLINE void StoreN(float* p, VF v, int64_t n) {
  if (n >= 4) return Store(p, v);
  if (n >= 2) {
    const double d = _mm_cvtsd_f64(_mm_castps_pd(v));
    memcpy(p, &d, sizeof d);
    if (n == 3) _mm_store_ss(p + 2, _mm_movehl_ps(v, v));
  } else if (n == 1) {
    _mm_store_ss(p, v);
  }
}
HB_INLINE VF Set1(float x) { return _mm_set1_ps(x); }
HB_INLINE VF Zero() { return _mm_setzero_ps(); }
HB_INLINE VF Add(VF a, VF b) { return _mm_add_ps(a, b); }
HB_INLINE VF Sub(VF a, VF b) { return _mm_sub_ps(a, b); }
HB_INLINE VF Mul(VF a, VF b) { return _mm_mul_ps(a, b); }
HB_INLINE VF Div(VF a, VF b) { return _mm_div_ps(a, b); }
HB_INLINE VF Sqrt(VF a) { return _mm_sqrt_ps(a); }
// Rounds twice: this level has no fused multiply-add.
HB_INLINE VF Fma(VF a, VF b, VF c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
HB_INLINE VF Fnma(VF a, VF b, VF c) { return _mm_sub_ps(c, _mm_mul_ps(a, b)); }
HB_INLINE VF Max(VF a, VF b) { return _mm_max_ps(a, b); }
HB_INLINE VF Min(VF a, VF b) { return _mm_min_ps(a, b); }
HB_INLINE VI ToBits(VF v) { return _mm_castps_si128(v); }
HB_INLINE VF FromBits(VI v) { return _mm_castsi128_ps(v); }
HB_INLINE VI ISet1(int32_t x) { return _mm_set1_epi32(x); }
HB_INLINE VI IAdd(VI a, VI b) { return _mm_add_epi32(a, b); }
HB_INLINE VI ISub(VI a, VI b) { return _mm_sub_epi32(a, b); }
HB_INLINE VI IAnd(VI a, VI b) { return _mm_and_si128(a, b); }
HB_INLINE VI IOr(VI a, VI b) { return _mm_or_si128(a, b); }
HB_INLINE VI IXor(VI a, VI b) { return _mm_xor_si128(a, b); }
template <int N>
HB_INLINE VI Shl(VI a) {
  return _mm_slli_epi32(a, N);
}
template <int N>
HB_INLINE VI Shr(VI a) {
  return _mm_srli_epi32(a, N);
}
template <int N>
HB_INLINE VI Sar(VI a) {
  return _mm_srai_epi32(a, N);
}
HB_INLINE VF ToFloat(VI a) { return _mm_cvtepi32_ps(a); }
HB_INLINE VI ToInt(VF a) { return _mm_cvtps_epi32(a); }
HB_INLINE VF Round(VF a) { return _mm_round_ps(a, 8); }
HB_INLINE VM Lt(VF a, VF b) { return _mm_cmplt_ps(a, b); }
HB_INLINE VM Le(VF a, VF b) { return _mm_cmple_ps(a, b); }
HB_INLINE VM Nle(VF a, VF b) { return _mm_cmpnle_ps(a, b); }
HB_INLINE VM Eq(VF a, VF b) { return _mm_cmpeq_ps(a, b); }
HB_INLINE VM IsNan(VF a) { return _mm_cmpunord_ps(a, a); }
HB_INLINE VM IEq(VI a, VI b) { return FromBits(_mm_cmpeq_epi32(a, b)); }
HB_INLINE VM IGt(VI a, VI b) { return FromBits(_mm_cmpgt_epi32(a, b)); }
HB_INLINE VM MaskAnd(VM a, VM b) { return _mm_and_ps(a, b); }
HB_INLINE VM MaskOr(VM a, VM b) { return _mm_or_ps(a, b); }
HB_INLINE bool Any(VM m) { return _mm_movemask_ps(m) != 0; }
HB_INLINE VF Select(VM m, VF a, VF b) { return _mm_blendv_ps(b, a, m); }
HB_INLINE VI ISelect(VM m, VI a, VI b) { return ToBits(Select(m, FromBits(a), FromBits(b))); }

#endif

HB_INLINE VF And(VF a, VF b) { return FromBits(IAnd(ToBits(a), ToBits(b))); }
HB_INLINE VF Or(VF a, VF b) { return FromBits(IOr(ToBits(a), ToBits(b))); }
HB_INLINE VF Xor(VF a, VF b) { return FromBits(IXor(ToBits(a), ToBits(b))); }
HB_INLINE VF Abs(VF a) { return FromBits(IAnd(ToBits(a), ISet1(0x7fffffff))); }
HB_INLINE VF Neg(VF a) { return FromBits(IXor(ToBits(a), ISet1(INT32_MIN))); }
HB_INLINE VF SignOf(VF a) { return FromBits(IAnd(ToBits(a), ISet1(INT32_MIN))); }

// table[i % 16] for each lane i; the table is aligned to 64 bytes.
HB_INLINE VF Lookup(const float* table, VI i) {
#if defined(__AVX512F__)
  return _mm512_permutexvar_ps(i, Load(table));
#elif defined(__AVX2__)
  const VF low = _mm256_permutevar8x32_ps(Load(table), i);
  const VF high = _mm256_permutevar8x32_ps(Load(table + 8), i);
  return Select(FromBits(Shl<28>(i)), high, low);
#elif defined(__aarch64__)
  const uint8_t* bytes = reinterpret_cast<const uint8_t*>(table);
  const uint8x16x4_t rows = {
      {vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32), vld1q_u8(bytes + 48)}};
  // The places of the four bytes of a lane.
  const VI at = vmlaq_n_s32(ISet1(0x03020100), IAnd(i, ISet1(15)), 0x04040404);
  return vreinterpretq_f32_u8(vqtbl4q_u8(rows, vreinterpretq_u8_s32(at)));
#else
  const VI at = IAnd(i, ISet1(15));
  return _mm_setr_ps(table[_mm_extract_epi32(at, 0)], table[_mm_extract_epi32(at, 1)],
                     table[_mm_extract_epi32(at, 2)], table[_mm_extract_epi32(at, 3)]);
#endif
}

// Folds a vector to one float by a fixed halving tree: lane i meets lane i + width / 2.
template <typename Op>
HB_INLINE float FoldLanes(VF v, Op op) {
  alignas(64) float t[kLanes];
  Store(t, v);
  for (int w = kLanes / 2; w > 0; w /= 2) {
    for (int i = 0; i < w; ++i) t[i] = op(t[i], t[i + w]);
  }
  return t[0];
}

HB_INLINE float SumLanes(VF v) {
#if defined(__aarch64__)
  return vpadds_f32(vadd_f32(vget_low_f32(v), vget_high_f32(v)));
#else
#if defined(__AVX512F__)
  const __m256 h = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
  const __m128 q = _mm_add_ps(_mm256_castps256_ps128(h), _mm256_extractf128_ps(h, 1));
#elif defined(__AVX2__)
  const __m128 q = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
#else
  const __m128 q = v;
#endif
  const __m128 d = _mm_add_ps(q, _mm_movehl_ps(q, q));
  return _mm_cvtss_f32(_mm_add_ss(d, _mm_shuffle_ps(d, d, 1)));
#endif
}

// n values, and `fill` in the lanes behind them.
HB_INLINE VF LoadOr(const float* p, int64_t n, float fill) {
#if defined(__AVX512F__)
  return _mm512_mask_loadu_ps(Set1(fill), FirstN(n), p);
#elif defined(__AVX2__)
  return Select(FromBits(MaskN(n)), LoadN(p, n), Set1(fill));
#else
  alignas(64) float t[kLanes];
  for (int64_t i = 0; i < kLanes; ++i) t[i] = i < n ? p[i] : fill;
  return Load(t);
#endif
}

// The largest lane; none may be NaN.
HB_INLINE float MaxLanes(VF v) {
#if defined(__aarch64__)
  return vmaxvq_f32(v);
#else
#if defined(__AVX512F__)
  const __m256 h = _mm256_max_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
  const __m128 q = _mm_max_ps(_mm256_castps256_ps128(h), _mm256_extractf128_ps(h, 1));
#elif defined(__AVX2__)
  const __m128 q = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
#else
  const __m128 q = v;
#endif
  const __m128 d = _mm_max_ps(q, _mm_movehl_ps(q, q));
  return _mm_cvtss_f32(_mm_max_ss(d, _mm_shuffle_ps(d, d, 1)));
#endif
}

HB_INLINE int64_t MinI(int64_t a, int64_t b) { return a < b ? a : b; }
HB_INLINE int64_t MaxI(int64_t a, int64_t b) { return a > b ? a : b; }
HB_INLINE int64_t CeilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

// relu keeps NaN: Max returns its second operand then.
HB_INLINE VF Relu(VF v) { return Max(Zero(), v); }
HB_INLINE VF Min6(VF v) { return Min(Set1(6.0f), v); }
// The activations that stay in registers (see IsaAct); others are left to ApplyUnary.
HB_INLINE VF Clamp(VF v, int32_t act) {
  if (act == kIsaActRelu || act == kIsaActRelu6) v = Relu(v);
  return act == kIsaActRelu6 ? Min6(v) : v;
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_VEC_H_
