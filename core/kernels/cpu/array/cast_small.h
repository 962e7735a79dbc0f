// What Cast does before and after converting dtypes of fewer than 8 bits of value, 8-bit floats and
// quantized numbers.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ARRAY_CAST_SMALL_H_
#define HORNBEAM_CORE_KERNELS_CPU_ARRAY_CAST_SMALL_H_

#include <cstdint>

namespace hb {

// Converts elements [begin, end).
using CastFn = void (*)(const void* from, void* to, int64_t begin, int64_t end);

// A conversion as one between plain dtypes, `from` to `to`, between two steps that may be null:
// what was read is widened to `from`, what comes out as `to` is narrowed (`truncate`: towards
// zero).
struct SmallCast {
  int32_t from, to;  // DT_INVALID where there is no such conversion
  CastFn widen, narrow;
};
SmallCast FindSmallCast(int32_t from, int32_t to, bool truncate);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_ARRAY_CAST_SMALL_H_
