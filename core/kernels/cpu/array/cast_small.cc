#include "core/kernels/cpu/array/cast_small.h"

#include <algorithm>
#include <bit>

#include "core/tensor/dtype.h"

namespace hb {
namespace {

// An 8-bit float: sign, exponent, kMantissa bits, with exponents biased by kBias.
template <int kMantissaBits, int kBiasOfExponent, uint32_t kOverflowCode, uint32_t kNanCode>
struct Float8 {
  static constexpr int kMantissa = kMantissaBits, kBias = kBiasOfExponent;
  static constexpr uint32_t kOverflow = kOverflowCode;  // for what is too large
  static constexpr uint32_t kNan = kNanCode;
  static constexpr int kShift = 23 - kMantissa;
  static constexpr uint32_t kRebias = static_cast<uint32_t>(127 - kBias) << 23;

  // To nearest even.
  static uint8_t FromFloat(float f) {
    const uint32_t u = std::bit_cast<uint32_t>(f), abs = u & 0x7fffffffu, sign = u >> 24 & 0x80u;
    uint32_t code;
    if (abs > 0x7f800000u) {
      code = kNan;
    } else if (abs < kRebias + (1u << 23)) {  // subnormal: float addition rounds at the right bit
      constexpr uint32_t kMagic = kRebias + (static_cast<uint32_t>(kShift + 1) << 23);
      code = std::bit_cast<uint32_t>(std::bit_cast<float>(abs) + std::bit_cast<float>(kMagic)) -
             kMagic;
    } else {
      const uint32_t rounded = abs + (1u << (kShift - 1)) - 1 + (abs >> kShift & 1);
      code = std::min((rounded - kRebias) >> kShift, kOverflow);
    }
    return static_cast<uint8_t>(sign | code);
  }

  static float ToFloat(uint8_t code) {
    const uint32_t abs = code & 0x7fu, sign = static_cast<uint32_t>(code & 0x80u) << 24;
    uint32_t bits;
    if (abs > kOverflow || abs == kNan) {
      bits = 0x7fc00000u;
    } else if (abs == kOverflow) {
      bits = 0x7f800000u;
    } else if (abs >> kMantissa == 0) {
      bits = std::bit_cast<uint32_t>(static_cast<float>(abs) *
                                     std::bit_cast<float>(kRebias + (1u << 23)) /
                                     static_cast<float>(1 << kMantissa));
    } else {
      bits = (abs << kShift) + kRebias;
    }
    return std::bit_cast<float>(bits | sign);
  }
};
using E5M2 = Float8<2, 15, 0x7c, 0x7e>;
using E4M3FN = Float8<3, 7, 0x7f, 0x7f>;

template <typename F>
void WidenRun(const void* from, void* to, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    static_cast<float*>(to)[i] = F::ToFloat(static_cast<const uint8_t*>(from)[i]);
  }
}

// To float, cut, with the last bit set if anything was cut: rounding that to fewer bits gives what
// rounding the double gives.
float CutToOdd(double d) {
  const float f = static_cast<float>(d);
  if (static_cast<double>(f) == d || d != d) return f;
  uint32_t u = std::bit_cast<uint32_t>(f);
  const double abs_f = f < 0 ? -static_cast<double>(f) : static_cast<double>(f);
  if (abs_f > (d < 0 ? -d : d)) --u;
  return std::bit_cast<float>(u | 1u);
}

float Cut(float f) { return f; }
float Cut(double d) { return CutToOdd(d); }

template <typename F, typename From, bool kTruncate>
void NarrowRun(const void* from, void* to, int64_t begin, int64_t end) {
  constexpr uint32_t kKept = kTruncate ? ~((1u << F::kShift) - 1) : ~0u;
  for (int64_t i = begin; i < end; ++i) {
    const uint32_t u = std::bit_cast<uint32_t>(Cut(static_cast<const From*>(from)[i]));
    static_cast<uint8_t*>(to)[i] = F::FromFloat(std::bit_cast<float>(u & kKept));
  }
}

template <typename F>
CastFn NarrowFor(bool wide, bool truncate) {
  if (wide) return truncate ? NarrowRun<F, double, true> : NarrowRun<F, double, false>;
  return truncate ? NarrowRun<F, float, true> : NarrowRun<F, float, false>;
}

// 4-bit integers lie in the low half of a byte; the high half is written as zero and not read.
template <bool kSigned>
void WidenInt4(const void* from, void* to, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    const int v = static_cast<const uint8_t*>(from)[i] & 15;
    static_cast<int8_t*>(to)[i] = static_cast<int8_t>(kSigned && v >= 8 ? v - 16 : v);
  }
}
void NarrowInt4(const void* from, void* to, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    static_cast<uint8_t*>(to)[i] = static_cast<const uint8_t*>(from)[i] & 15;
  }
}

bool IsFloat8(int32_t t) { return t == DT_FLOAT8_E5M2 || t == DT_FLOAT8_E4M3FN; }

// The dtype as which elements convert once they were read.
int32_t PlainType(int32_t dtype) {
  switch (dtype) {
    case DT_QINT8:
    case DT_INT4:
      return DT_INT8;
    case DT_QUINT8:
    case DT_UINT4:
      return DT_UINT8;
    case DT_QINT16:
      return DT_INT16;
    case DT_QUINT16:
      return DT_UINT16;
    case DT_QINT32:
      return DT_INT32;
    case DT_FLOAT8_E5M2:
    case DT_FLOAT8_E4M3FN:
      return DT_FLOAT;
    default:
      return dtype;
  }
}

}  // namespace

SmallCast FindSmallCast(int32_t from, int32_t to, bool truncate) {
  SmallCast c{PlainType(from), PlainType(to), nullptr, nullptr};
  if (from == DT_FLOAT8_E5M2) c.widen = WidenRun<E5M2>;
  if (from == DT_FLOAT8_E4M3FN) c.widen = WidenRun<E4M3FN>;
  if (from == DT_INT4) c.widen = WidenInt4<true>;
  if (from == DT_UINT4) c.widen = WidenInt4<false>;
  if (to == DT_INT4 || to == DT_UINT4) c.narrow = NarrowInt4;
  if (IsFloat8(to)) {
    const bool wide = from == DT_DOUBLE;
    if (!IsFloating(static_cast<DType>(from))) c.from = DT_INVALID;
    if (wide) c.to = DT_DOUBLE;
    c.narrow =
        to == DT_FLOAT8_E5M2 ? NarrowFor<E5M2>(wide, truncate) : NarrowFor<E4M3FN>(wide, truncate);
  }
  return c;
}

}  // namespace hb
