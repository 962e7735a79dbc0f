// The arithmetic of StridedSlice: which elements a specification with masks selects.
#ifndef HORNBEAM_CORE_TENSOR_STRIDED_SLICE_H_
#define HORNBEAM_CORE_TENSOR_STRIDED_SLICE_H_

#include <cstdint>
#include <vector>

#include "core/base/status.h"
#include "core/tensor/shape.h"

namespace hb {

// What the op is given. `begin` and `end` may be null when their values aren't known; otherwise
// each has as many entries as `strides`.
struct StridedSliceSpec {
  const std::vector<int64_t>* begin = nullptr;
  const std::vector<int64_t>* end = nullptr;
  std::vector<int64_t> strides;
  int64_t begin_mask = 0;
  int64_t end_mask = 0;
  int64_t ellipsis_mask = 0;
  int64_t new_axis_mask = 0;
  int64_t shrink_axis_mask = 0;
};

// What it means for one input: along input dimension i, count[i] elements from begin[i] in steps of
// stride[i]. count is -1, and begin meaningless, where something unknown decides.
struct StridedSliceDims {
  std::vector<int64_t> begin, stride, count;
  Shape out;  // with new axes, without shrunk ones
};

// InvalidArgument for a zero stride, an index outside a shrunk dimension, more indices than
// dimensions, several ellipses, or lengths that differ. The input's rank must be known.
Result<StridedSliceDims> ResolveStridedSlice(const Shape& input, const StridedSliceSpec& spec);

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_STRIDED_SLICE_H_
