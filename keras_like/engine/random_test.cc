#include "keras_like/engine/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hb::keras_like {
namespace {

// The numbers are part of the contract: the same in every language and release.
TEST(RandomTest, NumbersStayTheSame) {
  Random random(0);
  EXPECT_EQ(random.Next(), 0xE220A8397B1DCDAFu);
  EXPECT_EQ(random.Next(), 0x6E789E6AA1B965F4u);
}

TEST(RandomTest, NormalHasMeanAndVariance) {
  Random random(1);
  double sum = 0, squares = 0;
  constexpr int kCount = 200000;
  for (int i = 0; i < kCount; ++i) {
    const double value = random.Normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kCount, 0, 0.01);
  EXPECT_NEAR(squares / kCount, 1, 0.02);
  for (int i = 0; i < 1000; ++i) EXPECT_LE(std::abs(random.TruncatedNormal()), 2);
}

TEST(RandomTest, ShuffleIsAPermutation) {
  std::vector<int64_t> values(1000), sorted(1000);
  std::iota(values.begin(), values.end(), 0);
  std::iota(sorted.begin(), sorted.end(), 0);
  Random(5).Shuffle(values);
  EXPECT_NE(values, sorted);
  std::sort(values.begin(), values.end());
  EXPECT_EQ(values, sorted);
}

}  // namespace
}  // namespace hb::keras_like
