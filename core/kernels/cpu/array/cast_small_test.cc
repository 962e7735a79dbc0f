#include "core/kernels/cpu/array/cast_small.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/tensor/dtype.h"
#include "gtest/gtest.h"

namespace hb {
namespace {

float Widen(DType dtype, uint8_t code) {
  float v = 0;
  FindSmallCast(dtype, DT_FLOAT, false).widen(&code, &v, 0, 1);
  return v;
}

template <typename From>
uint8_t Narrow(DType from, DType to, From v, bool truncate = false) {
  uint8_t code = 0;
  FindSmallCast(from, to, truncate).narrow(&v, &code, 0, 1);
  return code;
}

class Float8Test : public testing::TestWithParam<DType> {};
INSTANTIATE_TEST_SUITE_P(Formats, Float8Test, testing::Values(DT_FLOAT8_E5M2, DT_FLOAT8_E4M3FN));

TEST_P(Float8Test, CodesComeBack) {
  for (int code = 0; code < 256; ++code) {
    const auto c = static_cast<uint8_t>(code);
    const float v = Widen(GetParam(), c);
    if (std::isnan(v)) {
      EXPECT_TRUE(std::isnan(Widen(GetParam(), Narrow(DT_FLOAT, GetParam(), v))));
    } else {
      EXPECT_EQ(Narrow(DT_FLOAT, GetParam(), v), c);
    }
  }
}

// Between two neighbours the nearer one is taken, half-way the even one; truncated, the lower one.
TEST_P(Float8Test, RoundsToNearest) {
  for (int code = 0; code < 127; ++code) {
    const double low = Widen(GetParam(), static_cast<uint8_t>(code));
    const double high = Widen(GetParam(), static_cast<uint8_t>(code + 1));
    if (!std::isfinite(low) || !std::isfinite(high)) break;
    const double middle = (low + high) / 2, step = (high - low) * 0x1p-40;
    for (const auto& [value, expected] : std::vector<std::pair<double, int>>{
             {middle - step, code}, {middle, code + code % 2}, {middle + step, code + 1}}) {
      EXPECT_EQ(Narrow(DT_DOUBLE, GetParam(), value), expected) << value;
      EXPECT_EQ(Narrow(DT_DOUBLE, GetParam(), -value), expected + 128) << value;
    }
    EXPECT_EQ(Narrow(DT_FLOAT, GetParam(), static_cast<float>(middle)), code + code % 2);
    if (code >= 8) {  // normal
      EXPECT_EQ(Narrow(DT_DOUBLE, GetParam(), high - step, true), code);
    }
  }
}

TEST(Float8LimitsTest, WhatIsTooLarge) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(Narrow(DT_FLOAT, DT_FLOAT8_E5M2, 61439.0f), 0x7b);
  for (float v : {61440.0f, 1e30f, kInf}) EXPECT_EQ(Narrow(DT_FLOAT, DT_FLOAT8_E5M2, v), 0x7c);
  EXPECT_EQ(Narrow(DT_FLOAT, DT_FLOAT8_E4M3FN, 464.0f), 0x7e);
  for (float v : {465.0f, 1e30f, kInf}) EXPECT_EQ(Narrow(DT_FLOAT, DT_FLOAT8_E4M3FN, v), 0x7f);
  EXPECT_EQ(Narrow(DT_DOUBLE, DT_FLOAT8_E5M2, -1e300), 0xfc);
  EXPECT_EQ(Narrow(DT_DOUBLE, DT_FLOAT8_E5M2, 1e-300), 0);
}

TEST(Int4Test, HighHalfIsIgnoredAndCleared) {
  for (int byte = 0; byte < 256; ++byte) {
    const auto b = static_cast<uint8_t>(byte);
    int8_t v = 0;
    FindSmallCast(DT_INT4, DT_INT32, false).widen(&b, &v, 0, 1);
    EXPECT_EQ(v, (byte & 15) < 8 ? byte & 15 : (byte & 15) - 16);
    FindSmallCast(DT_UINT4, DT_INT32, false).widen(&b, &v, 0, 1);
    EXPECT_EQ(v, byte & 15);
    EXPECT_EQ(Narrow(DT_INT8, DT_INT4, b), byte & 15);
    EXPECT_EQ(Narrow(DT_INT8, DT_UINT4, b), byte & 15);
  }
}

TEST(SmallCastTest, IntegersDontBecomeFloat8) {
  EXPECT_EQ(FindSmallCast(DT_INT32, DT_FLOAT8_E5M2, false).from, DT_INVALID);
  EXPECT_EQ(FindSmallCast(DT_QINT32, DT_FLOAT, false).from, DT_INT32);
}

}  // namespace
}  // namespace hb
