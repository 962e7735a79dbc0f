// The expected numbers are recorded from TensorFlow's stateless ops with seed [7, 11]; the doubles
// of normal distributions depend on the C library's last bit.
#include "core/base/philox.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hb {
namespace {

constexpr int64_t kN = 7;
Philox Generator() { return PhiloxOfStatelessSeed(7, 11); }

TEST(Philox, KeyAndCounterOfAStatelessSeed) {
  EXPECT_EQ(Generator().key(), 6232233517653123107u);
  EXPECT_EQ(Generator().counter_low(), 0u);
  EXPECT_EQ(Generator().counter_high(), 17336993267840886171u);
}

// The published test vectors of Philox4x32-10.
TEST(Philox, KnownAnswers) {
  EXPECT_EQ(Philox(0, 0, 0)(), (Philox::Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  const uint64_t ones = ~uint64_t{0};
  EXPECT_EQ(Philox(ones, ones, ones)(),
            (Philox::Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Philox, SkipsWithCarry) {
  Philox a(1, ~uint64_t{0} - 1, 5);
  Philox b = a;
  for (int i = 0; i < 4; ++i) a();
  b.Skip(4);
  EXPECT_EQ(b.counter_low(), 2u);
  EXPECT_EQ(b.counter_high(), 6u);
  EXPECT_EQ(a(), b());
}

TEST(Philox, UniformNumbers) {
  float f[kN];
  FillUniform(Generator(), 0, kN, f);
  const float want[kN] = {0x1.734534p-1, 0x1.3c026p-4,  0x1.157948p-1, 0x1.0c9dep-2,
                          0x1.188ae4p-1, 0x1.8d8f08p-2, 0x1.f67abp-3};
  for (int i = 0; i < kN; ++i) EXPECT_EQ(f[i], want[i]) << i;
  double d[kN];
  FillUniform(Generator(), 0, kN, d);
  const double wide[kN] = {0x1.9a29b4013c026p-1, 0x1.57948da864ef0p-2, 0x1.88ae4a8c6c784p-2,
                           0x1.ecf5705e92844p-1, 0x1.42433bf6b4b6ap-1, 0x1.425c1f0bdf46cp-1,
                           0x1.cf963b287e93ep-1};
  for (int i = 0; i < kN; ++i) EXPECT_EQ(d[i], wide[i]) << i;
  const Philox::Words w = Generator()();
  EXPECT_EQ(UniformHalf(w[0]), 0x1.4dp-2f);
  EXPECT_EQ(UniformHalf(w[1]), 0x1.3p-6f);
  EXPECT_EQ(UniformBfloat16(w[0]), 0x1.34p-1f);
  EXPECT_EQ(UniformBfloat16(w[1]), 0x1.3p-3f);
}

TEST(Philox, NormalNumbers) {
  float f[kN];
  FillNormal(Generator(), 0, kN, f);
  const float want[kN] = {0x1.7e91a6p-2, 0x1.6b32e4p-1,  0x1.1a839ep+0, -0x1.5ea27ep-4,
                          0x1.6abf64p-1, -0x1.acbfaap-1, -0x1.c8611cp-1};
  for (int i = 0; i < kN; ++i) EXPECT_EQ(f[i], want[i]) << i;
  double d[kN];
  FillNormal(Generator(), 0, kN, d);
  const double wide[kN] = {0x1.24ec883bcab17p-1, -0x1.5d189a4679e4cp-2, -0x1.4849010fc3db6p-2,
                           0x1.58cf3244cb84dp+0, -0x1.664fa63dff657p-1, -0x1.5222f672c2932p-1,
                           -0x1.8e75681ba4f77p-2};
  for (int i = 0; i < kN; ++i) EXPECT_DOUBLE_EQ(d[i], wide[i]) << i;
}

TEST(Philox, TruncatedNormalNumbers) {
  float f[kN];
  FillTruncatedNormal(Generator(), 0, kN, f);
  const float want[kN] = {0x1.7e91a6p-2, 0x1.6b32e4p-1,  0x1.1a839ep+0, -0x1.5ea27ep-4,
                          0x1.da8468p-4, -0x1.b3ebfcp-1, -0x1.1d02a2p-4};
  for (int i = 0; i < kN; ++i) EXPECT_EQ(f[i], want[i]) << i;
  double d[kN];
  FillTruncatedNormal(Generator(), 0, kN, d);
  const double wide[kN] = {0x1.24ec883bcab17p-1,  -0x1.5d189a4679e4cp-2, -0x1.7035669fa6f74p+0,
                           -0x1.3ad8b01441299p-2, -0x1.0fcaced4c8cd7p+0, 0x1.7ffbb10b8061bp-2,
                           0x1.82cc51686b035p-1};
  for (int i = 0; i < kN; ++i) EXPECT_DOUBLE_EQ(d[i], wide[i]) << i;
}

TEST(Philox, Integers) {
  int32_t small[kN];
  FillUniformInt(Generator(), 0, kN, -17, 1000003, small);
  const int32_t want[kN] = {897028, 948050, 186885, 540443, 424180, 885716, 818842};
  int64_t large[kN];
  FillUniformInt(Generator(), 0, kN, int64_t{-17}, int64_t{1000000000000000}, large);
  const int64_t wide[kN] = {994696546636673, 589988564850913, 406804522948808, 329993318495486,
                            972641908319137, 17081013300822,  625696665562377};
  for (int i = 0; i < kN; ++i) {
    EXPECT_EQ(small[i], want[i]) << i;
    EXPECT_EQ(large[i], wide[i]) << i;
  }
}

TEST(Philox, PiecesEqualTheWhole) {
  constexpr int64_t kSize = 1003;
  std::vector<float> whole(kSize), pieces(kSize);
  for (auto fill :
       {static_cast<void (*)(const Philox&, int64_t, int64_t, float*)>(FillUniform),
        static_cast<void (*)(const Philox&, int64_t, int64_t, float*)>(FillNormal),
        static_cast<void (*)(const Philox&, int64_t, int64_t, float*)>(FillTruncatedNormal)}) {
    fill(Generator(), 0, kSize, whole.data());
    fill(Generator(), 400, kSize, pieces.data());
    fill(Generator(), 0, 12, pieces.data());
    fill(Generator(), 12, 400, pieces.data());
    EXPECT_EQ(whole, pieces);
  }
}

TEST(Philox, LogAndSinCosAreAccurate) {
  for (uint32_t i = 0; i < (1u << 23); i += 61) {
    const float u = UniformFloat(i);
    if (u >= 1e-7f) {
      const double exact = std::log(static_cast<double>(u));
      EXPECT_NEAR(internal::LogFloat(u), exact, std::fabs(exact) * 1e-7) << u;
    }
    const float angle = 6.2831855f * u;
    float s, c;
    internal::SinCosFloat(angle, &s, &c);
    EXPECT_NEAR(s, std::sin(static_cast<double>(angle)), 4e-8) << angle;
    EXPECT_NEAR(c, std::cos(static_cast<double>(angle)), 4e-8) << angle;
  }
}

}  // namespace
}  // namespace hb
