#include "core/tensor/strided_slice.h"

#include <algorithm>

namespace hb {
namespace {

// One input dimension's part of the specification.
struct Range {
  int64_t begin = 0, end = 0, stride = 1;
  bool begin_known = true, end_known = true;
  bool begin_masked = true, end_masked = true, shrink = false;
};

bool Bit(int64_t mask, size_t i) { return i < 63 && (mask >> i & 1) != 0; }

// A position of the output: an input dimension that is kept, or a new axis.
constexpr int kNewAxis = -1;

struct Dense {
  std::vector<Range> ranges;  // one an input dimension
  std::vector<int> out;
};

Status CheckSpec(const StridedSliceSpec& spec) {
  const size_t n = spec.strides.size();
  if (n > 32) return InvalidArgument("a strided slice takes at most 32 indices, not ", n);
  if (spec.begin != nullptr && spec.begin->size() != n) {
    return InvalidArgument("begin has ", spec.begin->size(), " entries but strides has ", n,
                           "; they must have as many");
  }
  if (spec.end != nullptr && spec.end->size() != n) {
    return InvalidArgument("end has ", spec.end->size(), " entries but strides has ", n,
                           "; they must have as many");
  }
  if ((spec.ellipsis_mask & (spec.ellipsis_mask - 1)) != 0) {
    return InvalidArgument("Multiple ellipses in slice spec not allowed");
  }
  return Status();
}

Range RangeAt(const StridedSliceSpec& spec, size_t i) {
  Range r;
  r.stride = spec.strides[i];
  r.begin_known = spec.begin != nullptr;
  r.end_known = spec.end != nullptr;
  if (r.begin_known) r.begin = (*spec.begin)[i];
  if (r.end_known) r.end = (*spec.end)[i];
  r.begin_masked = Bit(spec.begin_mask, i);
  r.end_masked = Bit(spec.end_mask, i);
  r.shrink = Bit(spec.shrink_axis_mask, i);
  return r;
}

// Spreads the specification over the input's dimensions.
Result<Dense> Spread(const StridedSliceSpec& spec, int rank) {
  Dense dense;
  const size_t n = spec.strides.size();
  size_t taken = 0;  // input dimensions that entries other than the ellipsis stand for
  bool ellipsis = false;
  for (size_t i = 0; i < n; ++i) {
    if (Bit(spec.ellipsis_mask, i)) {
      ellipsis = true;
    } else if (!Bit(spec.new_axis_mask, i)) {
      ++taken;
    }
  }
  const auto add_full = [&](size_t count) {
    for (size_t k = 0; k < count; ++k) {
      dense.out.push_back(static_cast<int>(dense.ranges.size()));
      dense.ranges.push_back(Range());
    }
  };
  const size_t dims = static_cast<size_t>(rank);
  if (taken > dims) {
    return InvalidArgument("Index out of range using input dim ", rank, "; input has only ", rank,
                           " dims");
  }
  for (size_t i = 0; i < n; ++i) {
    if (Bit(spec.ellipsis_mask, i)) {
      add_full(dims - taken);
    } else if (Bit(spec.new_axis_mask, i)) {
      dense.out.push_back(kNewAxis);
    } else {
      const Range r = RangeAt(spec, i);
      if (!r.shrink) dense.out.push_back(static_cast<int>(dense.ranges.size()));
      dense.ranges.push_back(r);
    }
  }
  if (!ellipsis) add_full(dims - taken);
  return dense;
}

// The bound `x` counted from the front and cut to what the stride's direction allows.
int64_t Canonical(int64_t x, bool masked, bool is_end, int64_t stride, int64_t dim) {
  const int64_t low = stride > 0 ? 0 : -1;
  const int64_t high = stride > 0 ? dim : dim - 1;
  if (masked) return (stride > 0) == is_end ? high : low;
  if (x < 0) x = x < -dim ? low : x + dim;
  return std::clamp(x, low, high);
}

Status Resolve(const Range& r, int i, int64_t dim, int64_t* begin, int64_t* count) {
  *begin = 0;
  *count = -1;
  if (r.stride == 0) return InvalidArgument("strides[", i, "] must be non-zero");
  if (r.shrink && r.stride < 0) {
    return InvalidArgument("only stride 1 allowed on non-range indexing, not ", r.stride,
                           " for dimension ", i);
  }
  if (r.shrink) {
    *count = 1;
    if (!r.begin_known || dim < 0) return Status();
    *begin = r.begin < 0 && r.begin >= -dim ? r.begin + dim : r.begin;
    if (*begin < 0 || *begin >= dim) {
      return InvalidArgument("slice index ", r.begin, " of dimension ", i, " out of bounds; ",
                             "the dimension has size ", dim);
    }
    return Status();
  }
  const bool begin_known = r.begin_known || r.begin_masked;
  const bool end_known = r.end_known || r.end_masked;
  if (dim < 0 || !begin_known || !end_known) return Status();
  *begin = Canonical(r.begin, r.begin_masked, false, r.stride, dim);
  const int64_t length = Canonical(r.end, r.end_masked, true, r.stride, dim) - *begin;
  *count = length == 0 || (length < 0) != (r.stride < 0)
               ? 0
               : length / r.stride + (length % r.stride != 0 ? 1 : 0);
  return Status();
}

}  // namespace

Result<StridedSliceDims> ResolveStridedSlice(const Shape& input, const StridedSliceSpec& spec) {
  HB_RETURN_IF_ERROR(CheckSpec(spec));
  HB_ASSIGN_OR_RETURN(Dense dense, Spread(spec, input.rank()));
  StridedSliceDims result;
  for (int i = 0; i < input.rank(); ++i) {
    int64_t begin, count;
    const Range& r = dense.ranges[static_cast<size_t>(i)];
    HB_RETURN_IF_ERROR(Resolve(r, i, input[i], &begin, &count));
    result.begin.push_back(begin);
    result.stride.push_back(r.stride);
    result.count.push_back(count);
  }
  for (int d : dense.out) {
    result.out.Append(d == kNewAxis ? 1 : result.count[static_cast<size_t>(d)]);
  }
  return result;
}

}  // namespace hb
