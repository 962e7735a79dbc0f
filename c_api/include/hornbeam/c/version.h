// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_VERSION_H_
#define HORNBEAM_C_VERSION_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Version

// Returns the library's version, such as "0.1.0". The text lives forever.
//
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_Version(void);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_VERSION_H_
