#include "keras_like/engine/random.h"

#include <bit>
#include <cmath>
#include <mutex>
#include <random>
#include <utility>

namespace hb::keras_like {
namespace {

// Natural logarithm of a positive finite number, correct to a few units in the last place: the
// series of atanh on a mantissa in [sqrt(1/2), sqrt(2)).
double NaturalLog(double x) {
  uint64_t bits = std::bit_cast<uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double z = (mantissa - 1) / (mantissa + 1);
  const double z2 = z * z;
  double sum = 0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * z2 + 1.0 / k;
  return exponent * 0.6931471805599453 + 2 * z * sum;
}

struct GlobalSeed {
  std::mutex mutex;
  Random random{std::random_device()()};
};

GlobalSeed& Global() {
  static GlobalSeed* const global = new GlobalSeed();
  return *global;
}

}  // namespace

uint64_t Random::Next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

double Random::Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

double Random::Normal() {
  if (std::exchange(has_spare_, false)) return spare_;
  double u, v, s;
  do {
    u = 2 * Uniform() - 1;
    v = 2 * Uniform() - 1;
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double factor = std::sqrt(-2 * NaturalLog(s) / s);
  spare_ = v * factor;
  has_spare_ = true;
  return u * factor;
}

double Random::TruncatedNormal() {
  for (;;) {
    const double value = Normal();
    if (value >= -2 && value <= 2) return value;
  }
}

uint64_t Random::Below(uint64_t bound) {
  const uint64_t reject = (0 - bound) % bound;
  for (;;) {
    const uint64_t value = Next();
    if (value >= reject) return value % bound;
  }
}

void Random::Shuffle(std::span<int64_t> values) {
  for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[Below(i)]);
}

void SetGlobalSeed(uint64_t seed) {
  GlobalSeed& global = Global();
  std::lock_guard<std::mutex> lock(global.mutex);
  global.random = Random(seed);
}

uint64_t NextSeed() {
  GlobalSeed& global = Global();
  std::lock_guard<std::mutex> lock(global.mutex);
  return global.random.Next() >> 33;
}

}  // namespace hb::keras_like
