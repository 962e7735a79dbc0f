// Weights that a session keeps in the layout that a kernel reads fastest.
#ifndef HORNBEAM_CORE_KERNEL_PREPACK_H_
#define HORNBEAM_CORE_KERNEL_PREPACK_H_

#include <cstddef>
#include <cstdint>

#include "core/kernel/kernel.h"

namespace hb {

// First number of a layout: whose layout it is.
enum PackedKind : int64_t {
  kPackedProduct = 1,
  kPackedFilter = 2,
  kPackedWinograd = 3,
  kPlainFilter = 4,
  kPackedRecurrent = 5,
  kScaled = 8,  // added to a filter's kind: times a factor for each channel of the result
};

// How a kernel wants an input. Requests with equal `layout`s get the same packed bytes of the same
// value, so that kernels of different nodes share them.
struct PackRequest {
  int32_t input;
  int64_t layout[4];
  size_t bytes;  // of the packed form
  // Writes the packed form of that input; `out` is aligned to 64. `arg` is the request's.
  void (*pack)(HbRunCtx* ctx, const void* arg, void* out);
  const void* arg;
  // Of what the packed form depends on beside the input, such as a hash: another number is another
  // version. Whoever sets it makes sure that what he gets is right.
  uint64_t salt = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNEL_PREPACK_H_
