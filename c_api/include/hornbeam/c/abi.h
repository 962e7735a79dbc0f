// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_ABI_H_
#define HORNBEAM_C_ABI_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Version of the interface (unstable: rows may change between minor versions)

// Writes the range of interface versions that this library serves. A client that was built for
// version N runs when min <= N <= max; HORNBEAM_ABI_VERSION in the header is that N.
//
//   min  oldest version served [written]
//   max  newest version served [written]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_AbiVersion(int* min, int* max);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_ABI_H_
