// Data types: TensorFlow's numbers 1 to 33, and 100 + n for the reference to type n.
#ifndef HORNBEAM_CORE_TENSOR_DTYPE_H_
#define HORNBEAM_CORE_TENSOR_DTYPE_H_

#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hb {

enum DType : int32_t {
  DT_INVALID = 0,
  DT_FLOAT = 1,
  DT_DOUBLE = 2,
  DT_INT32 = 3,
  DT_UINT8 = 4,
  DT_INT16 = 5,
  DT_INT8 = 6,
  DT_STRING = 7,
  DT_COMPLEX64 = 8,
  DT_INT64 = 9,
  DT_BOOL = 10,
  DT_QINT8 = 11,
  DT_QUINT8 = 12,
  DT_QINT32 = 13,
  DT_BFLOAT16 = 14,
  DT_QINT16 = 15,
  DT_QUINT16 = 16,
  DT_UINT16 = 17,
  DT_COMPLEX128 = 18,
  DT_HALF = 19,
  DT_RESOURCE = 20,
  DT_VARIANT = 21,
  DT_UINT32 = 22,
  DT_UINT64 = 23,
  DT_FLOAT8_E5M2 = 24,
  DT_FLOAT8_E4M3FN = 25,
  DT_FLOAT8_E4M3FNUZ = 26,
  DT_FLOAT8_E4M3B11FNUZ = 27,
  DT_FLOAT8_E5M2FNUZ = 28,
  DT_INT4 = 29,
  DT_UINT4 = 30,
  DT_INT2 = 31,
  DT_UINT2 = 32,
  DT_FLOAT4_E2M1FN = 33,
  DT_REF_OFFSET = 100,
};
inline constexpr int kNumDTypes = 34;

constexpr bool IsRef(DType t) { return t > DT_REF_OFFSET; }
constexpr DType BaseType(DType t) { return IsRef(t) ? static_cast<DType>(t - DT_REF_OFFSET) : t; }
constexpr DType RefOf(DType t) { return static_cast<DType>(t + DT_REF_OFFSET); }

// Bytes of one element as it lies in memory: 24 for strings, 8 for resources and variants (a
// counted pointer), 1 for the 2- and 4-bit types (one value a byte); 0 for an unknown type.
size_t DTypeSize(DType t);
// TensorFlow's name of the type: "float", "int32", "resource", "float_ref"; "invalid" if unknown.
std::string DTypeName(DType t);
// The inverse of DTypeName; DT_INVALID if there is no such type.
DType DTypeFromName(std::string_view name);
// True if elements can be copied as bytes and need no destructor.
constexpr bool IsPlain(DType t) {
  return t != DT_STRING && t != DT_RESOURCE && t != DT_VARIANT && t != DT_INVALID;
}
bool IsFloating(DType t);
constexpr bool IsComplex(DType t) { return t == DT_COMPLEX64 || t == DT_COMPLEX128; }
bool IsInteger(DType t);

// IEEE half precision. Arithmetic goes through float and rounds to nearest even.
struct half {
  uint16_t bits = 0;
  half() = default;
  explicit half(float f) : bits(FromFloat(f)) {}
  template <typename T>
  explicit half(T v) : half(static_cast<float>(v)) {}
  operator float() const { return ToFloat(bits); }  // NOLINT: value type
  static uint16_t FromFloat(float f);
  static float ToFloat(uint16_t h);
};

// The upper half of a float. Arithmetic goes through float and rounds to nearest even.
struct bfloat16 {
  uint16_t bits = 0;
  bfloat16() = default;
  explicit bfloat16(float f) {
    uint32_t u = std::bit_cast<uint32_t>(f);
    bits = (u & 0x7fffffffu) > 0x7f800000u
               ? static_cast<uint16_t>((u >> 31) << 15 | 0x7fc0u)
               : static_cast<uint16_t>((u + 0x7fffu + ((u >> 16) & 1u)) >> 16);
  }
  template <typename T>
  explicit bfloat16(T v) : bfloat16(static_cast<float>(v)) {}
  operator float() const { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }
};

inline uint16_t half::FromFloat(float f) {
  const uint32_t u = std::bit_cast<uint32_t>(f);
  const uint32_t sign = (u >> 16) & 0x8000u;
  const uint32_t abs = u & 0x7fffffffu;
  if (abs >= 0x7f800000u) {
    return static_cast<uint16_t>(sign | (abs > 0x7f800000u ? 0x7e00u : 0x7c00u));
  }
  if (abs >= 0x477ff000u) return static_cast<uint16_t>(sign | 0x7c00u);
  if (abs < 0x38800000u) {  // subnormal: let float addition round at the right bit
    const float shifted = std::bit_cast<float>(abs) + 0.5f;
    return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - 0x3f000000u));
  }
  return static_cast<uint16_t>(sign | ((abs - 0x38000000u + 0xfffu + ((abs >> 13) & 1u)) >> 13));
}

inline float half::ToFloat(uint16_t h) {
  const uint32_t sign = static_cast<uint32_t>(h & 0x8000u) << 16;
  const uint32_t abs = h & 0x7fffu;
  if (abs >= 0x7c00u) return std::bit_cast<float>(sign | 0x7f800000u | ((abs & 0x3ffu) << 13));
  if (abs < 0x400u) {
    const float v = static_cast<float>(abs) * 0x1p-24f;
    return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(v));
  }
  return std::bit_cast<float>(sign | ((abs << 13) + 0x38000000u));
}

#define HB_HALF_ARITHMETIC(T)                                     \
  inline T operator+(T a, T b) { return T(float(a) + float(b)); } \
  inline T operator-(T a, T b) { return T(float(a) - float(b)); } \
  inline T operator*(T a, T b) { return T(float(a) * float(b)); } \
  inline T operator/(T a, T b) { return T(float(a) / float(b)); } \
  inline T operator-(T a) {                                       \
    T r;                                                          \
    r.bits = a.bits ^ 0x8000u;                                    \
    return r;                                                     \
  }                                                               \
  inline T& operator+=(T& a, T b) { return a = a + b; }           \
  inline T& operator-=(T& a, T b) { return a = a - b; }           \
  inline T& operator*=(T& a, T b) { return a = a * b; }           \
  inline T& operator/=(T& a, T b) { return a = a / b; }
HB_HALF_ARITHMETIC(half)
HB_HALF_ARITHMETIC(bfloat16)
#undef HB_HALF_ARITHMETIC

class TString;

// The C++ type of a DType's element and back: DTypeOf<float>::value == DT_FLOAT.
template <typename T>
struct DTypeOf {};
#define HB_MATCH_DTYPE(CppType, Enum)    \
  template <>                            \
  struct DTypeOf<CppType> {              \
    static constexpr DType value = Enum; \
  };
HB_MATCH_DTYPE(float, DT_FLOAT)
HB_MATCH_DTYPE(double, DT_DOUBLE)
HB_MATCH_DTYPE(int32_t, DT_INT32)
HB_MATCH_DTYPE(uint8_t, DT_UINT8)
HB_MATCH_DTYPE(int16_t, DT_INT16)
HB_MATCH_DTYPE(int8_t, DT_INT8)
HB_MATCH_DTYPE(TString, DT_STRING)
HB_MATCH_DTYPE(std::complex<float>, DT_COMPLEX64)
HB_MATCH_DTYPE(int64_t, DT_INT64)
HB_MATCH_DTYPE(bool, DT_BOOL)
HB_MATCH_DTYPE(bfloat16, DT_BFLOAT16)
HB_MATCH_DTYPE(uint16_t, DT_UINT16)
HB_MATCH_DTYPE(std::complex<double>, DT_COMPLEX128)
HB_MATCH_DTYPE(half, DT_HALF)
HB_MATCH_DTYPE(uint32_t, DT_UINT32)
HB_MATCH_DTYPE(uint64_t, DT_UINT64)
#undef HB_MATCH_DTYPE

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_DTYPE_H_
