#include "core/base/hash.h"

#include <bit>
#include <utility>

#include "core/base/coding.h"

namespace hb {
namespace {

// FarmHash's three primes.
constexpr uint64_t kP0 = 0xc3a5c85c97cb3127u;
constexpr uint64_t kP1 = 0xb492b66fbe98f273u;
constexpr uint64_t kP2 = 0x9ae16a3b2f90404fu;

uint64_t At(const char* p) { return LoadLittle<uint64_t>(p); }
uint64_t FoldHigh(uint64_t v) { return v ^ (v >> 47); }
uint64_t Mix(uint64_t u, uint64_t v, uint64_t mul) {
  const uint64_t a = FoldHigh((u ^ v) * mul);
  return FoldHigh((v ^ a) * mul) * mul;
}

uint64_t HashUpTo16(const char* s, uint64_t n) {
  const uint64_t mul = kP2 + 2 * n;
  if (n >= 8) {
    const uint64_t first = At(s) + kP2;
    const uint64_t last = At(s + n - 8);
    return Mix(std::rotr(last, 37) * mul + first, (std::rotr(first, 25) + last) * mul, mul);
  }
  if (n >= 4) {
    const uint64_t first = LoadLittle<uint32_t>(s);
    return Mix(n + (first << 3), LoadLittle<uint32_t>(s + n - 4), mul);
  }
  if (n == 0) return kP2;
  const auto byte = [s](uint64_t i) { return uint32_t{static_cast<unsigned char>(s[i])}; };
  const uint32_t y = byte(0) + (byte(n / 2) << 8);
  const uint32_t z = static_cast<uint32_t>(n) + (byte(n - 1) << 2);
  return FoldHigh(y * kP2 ^ z * kP0) * kP2;
}

uint64_t HashUpTo32(const char* s, uint64_t n) {
  const uint64_t mul = kP2 + 2 * n;
  const uint64_t a = At(s) * kP1, b = At(s + 8);
  const uint64_t c = At(s + n - 8) * mul, d = At(s + n - 16) * kP2;
  return Mix(std::rotr(a + b, 43) + std::rotr(c, 30) + d, a + std::rotr(b + kP2, 18) + c, mul);
}

uint64_t HashUpTo64(const char* s, uint64_t n) {
  const uint64_t mul = kP2 + 2 * n;
  const uint64_t a = At(s) * kP2, b = At(s + 8);
  const uint64_t c = At(s + n - 8) * mul, d = At(s + n - 16) * kP2;
  const uint64_t y = std::rotr(a + b, 43) + std::rotr(c, 30) + d;
  const uint64_t z = Mix(y, a + std::rotr(b + kP2, 18) + c, mul);
  const uint64_t e = At(s + 16) * mul, f = At(s + 24);
  const uint64_t g = (y + At(s + n - 32)) * mul, h = (z + At(s + n - 24)) * mul;
  return Mix(std::rotr(e + f, 43) + std::rotr(g, 30) + h, e + std::rotr(f + a, 18) + g, mul);
}

struct Pair {
  uint64_t first = 0, second = 0;
};

// Mixes 32 bytes into two seeds.
Pair Absorb32(const char* s, uint64_t a, uint64_t b) {
  a += At(s);
  b = std::rotr(b + a + At(s + 24), 21);
  const uint64_t start = a;
  a += At(s + 8) + At(s + 16);
  b += std::rotr(a, 44);
  return {a + At(s + 24), b + start};
}

// The state of strings above 64 bytes. `mul`, `w_factor` and `v_factor` are different for the last
// step.
struct State {
  uint64_t x, y, z;
  Pair v, w;

  void Step(const char* s, uint64_t mul, uint64_t w_factor, uint64_t v_factor) {
    x = std::rotr(x + y + v.first + At(s + 8), 37) * mul;
    y = std::rotr(y + v.second + At(s + 48), 42) * mul;
    x ^= w.second * w_factor;
    y += v.first * v_factor + At(s + 40);
    z = std::rotr(z + w.first, 33) * mul;
    v = Absorb32(s, v.second * mul, x + w.first);
    w = Absorb32(s + 32, z + w.second, y + At(s + 16));
    std::swap(z, x);
  }
};

}  // namespace

uint64_t Fingerprint64(std::string_view bytes) {
  const char* s = bytes.data();
  const uint64_t n = bytes.size();
  if (n <= 16) return HashUpTo16(s, n);
  if (n <= 32) return HashUpTo32(s, n);
  if (n <= 64) return HashUpTo64(s, n);
  constexpr uint64_t kSeed = 81;
  State st;
  st.y = kSeed * kP1 + 113;
  st.z = FoldHigh(st.y * kP2 + 113) * kP2;
  st.x = kSeed * kP2 + At(s);
  const uint64_t tail = (n - 1) % 64;
  const char* const end = s + (n - 1 - tail);
  for (; s != end; s += 64) st.Step(s, kP1, 1, 1);
  const uint64_t mul = kP1 + ((st.z & 0xff) << 1);
  st.w.first += tail;
  st.v.first += st.w.first;
  st.w.first += st.v.first;
  st.Step(end + tail - 63, mul, 9, 9);
  return Mix(Mix(st.v.first, st.w.first, mul) + FoldHigh(st.y) * kP0 + st.z,
             Mix(st.v.second, st.w.second, mul) + st.x, mul);
}

}  // namespace hb
