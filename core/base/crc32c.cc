#include "core/base/crc32c.h"

#include <array>

#include "core/base/coding.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace hb {
namespace {

constexpr uint32_t kPolynomial = 0x82f63b78u;

using Table = std::array<uint32_t, 256>;

// kTables[k][b]: what byte b followed by k zero bytes contributes.
constexpr std::array<Table, 8> MakeTables() {
  std::array<Table, 8> t{};
  for (uint32_t b = 0; b < 256; ++b) {
    uint32_t c = b;
    for (int i = 0; i < 8; ++i) c = (c >> 1) ^ ((c & 1) != 0 ? kPolynomial : 0);
    t[0][b] = c;
  }
  for (size_t k = 1; k < 8; ++k) {
    for (size_t b = 0; b < 256; ++b) t[k][b] = (t[k - 1][b] >> 8) ^ t[0][t[k - 1][b] & 0xff];
  }
  return t;
}
constexpr std::array<Table, 8> kTables = MakeTables();

#if defined(__x86_64__)
// Bytes of each of the three streams that are summed side by side.
constexpr size_t kStream = 1024;

// kShift[k][b]: byte k of a checksum being b, what it becomes after kStream zero bytes.
constexpr std::array<Table, 4> MakeShift() {
  std::array<Table, 4> t{};
  std::array<uint32_t, 32> bit{};
  for (size_t i = 0; i < 32; ++i) {
    uint32_t c = uint32_t{1} << i;
    for (size_t n = 0; n < kStream; ++n) c = (c >> 8) ^ kTables[0][c & 0xff];
    bit[i] = c;
  }
  for (size_t k = 0; k < 4; ++k) {
    for (size_t b = 0; b < 256; ++b) {
      for (size_t i = 0; i < 8; ++i) t[k][b] ^= (b >> i & 1) != 0 ? bit[8 * k + i] : 0;
    }
  }
  return t;
}
constexpr std::array<Table, 4> kShift = MakeShift();

inline uint32_t ShiftByStream(uint32_t c) {
  return kShift[0][c & 0xff] ^ kShift[1][c >> 8 & 0xff] ^ kShift[2][c >> 16 & 0xff] ^
         kShift[3][c >> 24];
}

__attribute__((target("sse4.2"))) uint32_t ExtendSse42(uint32_t crc, const void* data,
                                                       size_t size) {
  const unsigned char* p = static_cast<const unsigned char*>(data);
  uint64_t a = ~crc;
  // The instruction takes three cycles but starts every cycle: three streams keep it busy.
  for (; size >= 3 * kStream; p += 3 * kStream, size -= 3 * kStream) {
    uint64_t b = 0, c = 0;
    for (size_t i = 0; i < kStream; i += 8) {
      a = _mm_crc32_u64(a, LoadLittle<uint64_t>(p + i));
      b = _mm_crc32_u64(b, LoadLittle<uint64_t>(p + kStream + i));
      c = _mm_crc32_u64(c, LoadLittle<uint64_t>(p + 2 * kStream + i));
    }
    const uint32_t ab = ShiftByStream(static_cast<uint32_t>(a)) ^ static_cast<uint32_t>(b);
    a = ShiftByStream(ab) ^ static_cast<uint32_t>(c);
  }
  for (; size >= 8; p += 8, size -= 8) a = _mm_crc32_u64(a, LoadLittle<uint64_t>(p));
  uint32_t rest = static_cast<uint32_t>(a);
  for (; size > 0; ++p, --size) rest = _mm_crc32_u8(rest, *p);
  return ~rest;
}
#endif

}  // namespace

namespace internal {

uint32_t Crc32cExtendPortable(uint32_t crc, const void* data, size_t size) {
  const unsigned char* p = static_cast<const unsigned char*>(data);
  uint32_t c = ~crc;
  for (; size >= 8; p += 8, size -= 8) {
    const uint64_t v = LoadLittle<uint64_t>(p) ^ c;
    c = 0;
    for (size_t i = 0; i < 8; ++i) c ^= kTables[7 - i][v >> (8 * i) & 0xff];
  }
  for (; size > 0; ++p, --size) c = (c >> 8) ^ kTables[0][(c ^ *p) & 0xff];
  return ~c;
}

}  // namespace internal

uint32_t Crc32cExtend(uint32_t crc, const void* data, size_t size) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return ExtendSse42(crc, data, size);
#endif
  return internal::Crc32cExtendPortable(crc, data, size);
}

}  // namespace hb
