#include "core/tensor/strided_slice.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

using Ints = std::vector<int64_t>;

Result<StridedSliceDims> Resolve(const Shape& in, const Ints& begin, const Ints& end,
                                 const Ints& strides, StridedSliceSpec masks = {}) {
  masks.begin = &begin;
  masks.end = &end;
  masks.strides = strides;
  return ResolveStridedSlice(in, masks);
}

TEST(StridedSlice, CountsAsPythonDoes) {
  StridedSliceDims d = Resolve({10, 7}, {2, -1}, {-1, 0}, {3, -2}).value();
  EXPECT_EQ(d.begin, (Ints{2, 6}));
  EXPECT_EQ(d.count, (Ints{3, 3}));
  EXPECT_EQ(d.out, Shape({3, 3}));
  d = Resolve({4}, {100}, {-100}, {-1}).value();
  EXPECT_EQ(d.begin, (Ints{3}));
  EXPECT_EQ(d.count, (Ints{4}));
  EXPECT_EQ(Resolve({4}, {3}, {1}, {1}).value().out, Shape({0}));
  EXPECT_EQ(Resolve({4}, {0}, {4}, {INT64_MAX}).value().out, Shape({1}));
  EXPECT_EQ(Resolve({4}, {INT64_MIN}, {INT64_MAX}, {2}).value().out, Shape({2}));
}

TEST(StridedSlice, MasksChangeWhatEntriesMean) {
  // x[newaxis, ..., 1]
  StridedSliceDims d = Resolve({2, 3, 4}, {0, 0, 1}, {0, 0, 2}, {1, 1, 1},
                               {.ellipsis_mask = 2, .new_axis_mask = 1, .shrink_axis_mask = 4})
                           .value();
  EXPECT_EQ(d.out, Shape({1, 2, 3}));
  EXPECT_EQ(d.begin, (Ints{0, 0, 1}));
  // x[::-1]
  d = Resolve({3, 2}, {5}, {5}, {-1}, {.begin_mask = 1, .end_mask = 1}).value();
  EXPECT_EQ(d.begin, (Ints{2, 0}));
  EXPECT_EQ(d.out, Shape({3, 2}));
}

TEST(StridedSlice, UnknownPartsStayUnknown) {
  StridedSliceDims d = Resolve({-1, 5}, {1, 1}, {3, 3}, {1, 1}).value();
  EXPECT_EQ(d.out, Shape({-1, 2}));
  StridedSliceSpec spec;
  spec.strides = {1, 1};
  spec.shrink_axis_mask = 1;
  spec.begin_mask = spec.end_mask = 2;
  EXPECT_EQ(ResolveStridedSlice({4, 6}, spec).value().out, Shape({6}));
}

TEST(StridedSlice, RefusesWhatSelectsNothingSensible) {
  EXPECT_FALSE(Resolve({4}, {0}, {4}, {0}).ok());
  EXPECT_FALSE(Resolve({4}, {4}, {5}, {1}, {.shrink_axis_mask = 1}).ok());
  EXPECT_FALSE(Resolve({4}, {-5}, {5}, {1}, {.shrink_axis_mask = 1}).ok());
  EXPECT_FALSE(Resolve({4}, {INT64_MIN}, {5}, {1}, {.shrink_axis_mask = 1}).ok());
  EXPECT_FALSE(Resolve({4}, {1}, {2}, {-1}, {.shrink_axis_mask = 1}).ok());
  EXPECT_FALSE(Resolve({4}, {0, 0}, {1, 1}, {1, 1}).ok());
  EXPECT_FALSE(Resolve({4}, {0}, {1, 1}, {1}).ok());
  EXPECT_FALSE(Resolve({4, 4}, {0, 0}, {1, 1}, {1, 1}, {.ellipsis_mask = 3}).ok());
}

}  // namespace
}  // namespace hb
