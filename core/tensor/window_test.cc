#include "core/tensor/window.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

WindowDim Complete(const char* padding, WindowDim d) {
  const Status s = CompleteWindow(padding, &d);
  EXPECT_TRUE(s.ok()) << s.ToString();
  return d;
}

TEST(Window, PadsTheLargerPartBehind) {
  const WindowDim d = Complete("SAME", {.in = 6, .size = 4, .stride = 1});
  EXPECT_EQ(d.out, 6);
  EXPECT_EQ(d.pad_before, 1);
  EXPECT_EQ(d.pad_after, 2);
}

TEST(Window, CountsWholeWindowsWithoutPadding) {
  EXPECT_EQ(Complete("VALID", {.in = 7, .size = 3, .stride = 2}).out, 3);
  EXPECT_EQ(Complete("VALID", {.in = 7, .size = 3, .stride = 2, .dilation = 3}).out, 1);
  EXPECT_EQ(Complete("VALID", {.in = 2, .size = 3, .stride = 1}).out, 0);
  EXPECT_EQ(Complete("EXPLICIT",
                     {.in = 5, .size = 3, .stride = 2, .out = -1, .pad_before = 2, .pad_after = 1})
                .out,
            3);
}

TEST(Window, KnowsNothingOfUnknownSizes) {
  EXPECT_EQ(Complete("SAME", {.in = -1, .size = 3, .stride = 2}).out, -1);
  EXPECT_EQ(Complete("SAME", {.in = 5, .size = -1, .stride = 2}).out, 3);
  EXPECT_EQ(Complete("VALID", {.in = 5, .size = -1, .stride = 2}).out, -1);
}

TEST(Window, RefusesWhatCannotSlide) {
  for (WindowDim d :
       {WindowDim{.in = 5, .size = 3, .stride = 0}, WindowDim{.in = 5, .size = 3, .dilation = 0},
        WindowDim{.in = 5, .size = 0}, WindowDim{.in = 1, .size = 3},
        WindowDim{.in = 5, .size = INT64_MAX, .dilation = 3}, WindowDim{.in = INT64_MAX, .size = 3},
        WindowDim{.in = 5, .size = 3, .stride = INT64_MAX}}) {
    EXPECT_TRUE(IsInvalidArgument(CompleteWindow("VALID", &d)))
        << d.in << " " << d.size << " " << d.stride;
  }
  WindowDim d = {.in = 5, .size = 3, .pad_before = -1};
  EXPECT_TRUE(IsInvalidArgument(CompleteWindow("EXPLICIT", &d)));
  EXPECT_TRUE(IsInvalidArgument(CompleteWindow("", &d)));
}

TEST(Window, ChecksAttributes) {
  const Shape image = {2, 8, 8, 3};
  const auto make = [&](std::vector<int64_t> strides, std::vector<int64_t> pads,
                        const char* padding, const char* format = "NHWC") {
    return MakeWindow2D({strides, {}, pads, padding, format}, image, 3, 3).status();
  };
  EXPECT_TRUE(make({1, 2, 2, 1}, {}, "SAME").ok());
  EXPECT_TRUE(make({1, 1, 2, 2}, {}, "SAME", "NCHW").ok());
  EXPECT_TRUE(IsInvalidArgument(make({1, 2, 2}, {}, "SAME")));
  EXPECT_TRUE(IsInvalidArgument(make({2, 2, 2, 1}, {}, "SAME")));
  EXPECT_TRUE(IsInvalidArgument(make({1, 2, 2, 2}, {}, "SAME")));
  EXPECT_TRUE(IsInvalidArgument(make({1, 1, 1, 1}, {0, 0, 1, 1}, "EXPLICIT")));
  EXPECT_TRUE(IsInvalidArgument(make({1, 1, 1, 1}, {1, 0, 0, 0, 0, 0, 0, 0}, "EXPLICIT")));
  EXPECT_TRUE(IsInvalidArgument(make({1, 1, 1, 1}, {0, 0, 0, 0, 0, 0, 0, 0}, "SAME")));
  EXPECT_TRUE(IsInvalidArgument(make({1, 1, 1, 1}, {}, "SAME", "HWNC")));
  EXPECT_TRUE(IsInvalidArgument(
      MakeWindow2D({{1, 1, 1, 1}, {}, {}, "SAME", "NHWC"}, {2, 8, 8}, 3, 3).status()));
}

}  // namespace
}  // namespace hb
