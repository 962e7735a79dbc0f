#include "core/base/fp_state.h"

#include <gtest/gtest.h>

#include <cfenv>

namespace hb {
namespace {

// What the compiler can't compute ahead.
volatile float one = 1.0f, half = 0.5f, little = 1e-10f;
volatile float least_normal = 1.17549435e-38f, denormal = 1e-39f;

bool KeepsResults() { return least_normal * half != 0.0f; }
bool KeepsOperands() { return denormal * 1e20f != 0.0f; }
bool RoundsUp() { return one + little > 1.0f; }

TEST(ScopedFpState, FlushesDenormalsWhileItLives) {
  ASSERT_TRUE(KeepsResults() && KeepsOperands());
  {
    const ScopedFpState outer;
    EXPECT_FALSE(KeepsResults() || KeepsOperands());
    {
      const ScopedFpState inner;
      EXPECT_FALSE(KeepsResults() || KeepsOperands());
    }
    EXPECT_FALSE(KeepsResults() || KeepsOperands());
  }
  EXPECT_TRUE(KeepsResults() && KeepsOperands());
}

TEST(ScopedFpState, RoundsToNearestWhileItLives) {
  ASSERT_EQ(std::fesetround(FE_UPWARD), 0);
  ASSERT_TRUE(RoundsUp());
  {
    const ScopedFpState state;
    EXPECT_FALSE(RoundsUp());
  }
  EXPECT_TRUE(RoundsUp());
  ASSERT_EQ(std::fesetround(FE_TONEAREST), 0);
  EXPECT_FALSE(RoundsUp());
}

}  // namespace
}  // namespace hb
