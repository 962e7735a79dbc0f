#include "core/base/philox.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hb {
namespace {

// The smallest argument of the logarithm in Box-Muller.
constexpr double kLeast = 1e-7;

// log(x) for x = z * 2^k is log(1/inverse) + k ln 2 + log(1 + r), r = z * inverse - 1, with the
// interval of z chosen by its leading bits.
struct LogStep {
  double inverse, log;
};
constexpr LogStep kLogSteps[16] = {
    {0x1.661ec79f8f3bep+0, -0x1.57bf7808caadep-2}, {0x1.571ed4aaf883dp+0, -0x1.2bef0a7c06ddbp-2},
    {0x1.49539f0f010bp+0, -0x1.01eae7f513a67p-2},  {0x1.3c995b0b80385p+0, -0x1.b31d8a68224e9p-3},
    {0x1.30d190c8864a5p+0, -0x1.6574f0ac07758p-3}, {0x1.25e227b0b8eap+0, -0x1.1aa2bc79c81p-3},
    {0x1.1bb4a4a1a343fp+0, -0x1.a4e76ce8c0e5ep-4}, {0x1.12358f08ae5bap+0, -0x1.1973c5a611cccp-4},
    {0x1.0953f419900a7p+0, -0x1.252f438e10c1ep-5}, {0x1p+0, 0},
    {0x1.e608cfd9a47acp-1, 0x1.aa5aa5df25984p-5},  {0x1.ca4b31f026aap-1, 0x1.c5e53aa362eb4p-4},
    {0x1.b2036576afce6p-1, 0x1.526e57720db08p-3},  {0x1.9c2d163a1aa2dp-1, 0x1.bc2860d22477p-3},
    {0x1.886e6037841edp-1, 0x1.1058bc8a07ee1p-2},  {0x1.767dcf5534862p-1, 0x1.4043057b6ee09p-2}};

double SinPolynomial(double x, double x2) {
  const double x3 = x * x2;
  const double high = 0x1.1107605230bc4p-7 + x2 * -0x1.994eb3774cf24p-13;
  return x + x3 * -0x1.555545995a603p-3 + x3 * x2 * high;
}

double CosPolynomial(double x2) {
  const double x4 = x2 * x2;
  const double high = -0x1.6c087e89a359dp-10 + x2 * 0x1.99343027bf8c3p-16;
  return 1.0 + x2 * -0x1.ffffffd0c621cp-2 + x4 * 0x1.55553e1068f19p-5 + x4 * x2 * high;
}

// Calls make(&generator, group) for the groups of [begin, end) and copies what it returns.
template <int kGroup, typename T, typename Make>
void FillGroups(const Philox& gen, uint64_t skip, int64_t begin, int64_t end, T* out, Make&& make) {
  Philox g = gen;
  g.Skip(static_cast<uint64_t>(begin / kGroup) * skip);
  for (int64_t i = begin; i < end; i += kGroup) {
    const std::array<T, kGroup> group = make(g);
    std::copy_n(group.data(), std::min<int64_t>(kGroup, end - i), out + i);
  }
}

}  // namespace

namespace internal {

float LogFloat(float x) {
  const uint32_t bits = std::bit_cast<uint32_t>(x);
  const uint32_t from = bits - 0x3f330000u;
  const LogStep& step = kLogSteps[from >> 19 & 15];
  const double k = static_cast<int32_t>(from) >> 23;
  const double z = std::bit_cast<float>(bits - (from & 0xff800000u));
  const double r = z * step.inverse - 1.0;
  const double r2 = r * r;
  const double low = -0x1.00ea348b88334p-2 * r2 + (0x1.5575b0be00b6ap-2 * r - 0x1.ffffef20a4123p-2);
  return static_cast<float>(low * r2 + (step.log + k * 0x1.62e42fefa39efp-1 + r));
}

void SinCosFloat(float angle, float* sin, float* cos) {
  double x = angle;
  // Quarter turns, rounded to nearest.
  int quarter = 0;
  if (x >= 0x1.921fb6p-1) {
    quarter = static_cast<int>(x * 0x1.45f306dc9c883p-1 + 0.5);
    x -= quarter * 0x1.921fb54442d18p0;
  }
  const double x2 = x * x;
  const float s = static_cast<float>(SinPolynomial(x, x2));
  const float c = static_cast<float>(CosPolynomial(x2));
  const float of_sin = (quarter & 1) != 0 ? c : s;
  const float of_cos = (quarter & 1) != 0 ? s : c;
  *sin = (quarter & 2) != 0 ? -of_sin : of_sin;
  *cos = ((quarter + 1) & 2) != 0 ? -of_cos : of_cos;
}

}  // namespace internal

Philox PhiloxOfStatelessSeed(uint64_t seed0, uint64_t seed1) {
  const Philox::Words w = Philox(0x02461e293ec8f720u, seed0, seed1)();
  return Philox(JoinWords(w[0], w[1]), 0, JoinWords(w[2], w[3]));
}

std::array<float, 2> NormalFloat(uint32_t word0, uint32_t word1) {
  const float u = std::max(UniformFloat(word0), static_cast<float>(kLeast));
  const float angle = static_cast<float>(2 * std::numbers::pi * UniformFloat(word1));
  const float radius = std::sqrt(-2.0f * internal::LogFloat(u));
  float s, c;
  internal::SinCosFloat(angle, &s, &c);
  return {s * radius, c * radius};
}

std::array<double, 2> NormalDouble(uint32_t word0, uint32_t word1, uint32_t word2, uint32_t word3) {
  const double u = std::max(UniformDouble(word0, word1), kLeast);
  const double angle = 2 * std::numbers::pi * UniformDouble(word2, word3);
  const double radius = std::sqrt(-2.0 * std::log(u));
  return {std::sin(angle) * radius, std::cos(angle) * radius};
}

void FillUniform(const Philox& gen, int64_t begin, int64_t end, float* out) {
  FillGroups<4>(gen, 1, begin, end, out, [](Philox& g) {
    const Philox::Words w = g();
    return std::array<float, 4>{UniformFloat(w[0]), UniformFloat(w[1]), UniformFloat(w[2]),
                                UniformFloat(w[3])};
  });
}

void FillUniform(const Philox& gen, int64_t begin, int64_t end, double* out) {
  FillGroups<2>(gen, 1, begin, end, out, [](Philox& g) {
    const Philox::Words w = g();
    return std::array<double, 2>{UniformDouble(w[0], w[1]), UniformDouble(w[2], w[3])};
  });
}

void FillNormal(const Philox& gen, int64_t begin, int64_t end, float* out) {
  FillGroups<4>(gen, 1, begin, end, out, [](Philox& g) {
    const Philox::Words w = g();
    const auto a = NormalFloat(w[0], w[1]), b = NormalFloat(w[2], w[3]);
    return std::array<float, 4>{a[0], a[1], b[0], b[1]};
  });
}

void FillNormal(const Philox& gen, int64_t begin, int64_t end, double* out) {
  FillGroups<2>(gen, 1, begin, end, out, [](Philox& g) {
    const Philox::Words w = g();
    return NormalDouble(w[0], w[1], w[2], w[3]);
  });
}

void FillTruncatedNormal(const Philox& gen, int64_t begin, int64_t end, float* out) {
  FillGroups<4>(gen, kTruncatedSkip<float>, begin, end, out, [](Philox& g) {
    PhiloxWords words(g);
    g.Skip(kTruncatedSkip<float>);
    std::array<float, 4> r;
    for (size_t n = 0; n < 4;) {
      const uint32_t first = words();
      for (float f : NormalFloat(first, words())) {
        if (n < 4 && std::fabs(f) < 2) r[n++] = f;
      }
    }
    return r;
  });
}

void FillTruncatedNormal(const Philox& gen, int64_t begin, int64_t end, double* out) {
  FillGroups<2>(gen, kTruncatedSkip<double>, begin, end, out, [](Philox& g) {
    Philox words = g;
    g.Skip(kTruncatedSkip<double>);
    std::array<double, 2> r;
    for (size_t n = 0; n < 2;) {
      const Philox::Words w = words();
      for (double d : NormalDouble(w[0], w[1], w[2], w[3])) {
        if (n < 2 && std::fabs(d) < 2) r[n++] = d;
      }
    }
    return r;
  });
}

void FillUniformInt(const Philox& gen, int64_t begin, int64_t end, int32_t low, int32_t high,
                    int32_t* out) {
  const uint32_t range = static_cast<uint32_t>(high) - static_cast<uint32_t>(low);
  FillGroups<4>(gen, 1, begin, end, out, [low, range](Philox& g) {
    const Philox::Words w = g();
    return std::array<int32_t, 4>{UniformInt32(w[0], low, range), UniformInt32(w[1], low, range),
                                  UniformInt32(w[2], low, range), UniformInt32(w[3], low, range)};
  });
}

void FillUniformInt(const Philox& gen, int64_t begin, int64_t end, int64_t low, int64_t high,
                    int64_t* out) {
  const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  FillGroups<2>(gen, 1, begin, end, out, [low, range](Philox& g) {
    const Philox::Words w = g();
    return std::array<int64_t, 2>{UniformInt64(JoinWords(w[0], w[1]), low, range),
                                  UniformInt64(JoinWords(w[2], w[3]), low, range)};
  });
}

}  // namespace hb
