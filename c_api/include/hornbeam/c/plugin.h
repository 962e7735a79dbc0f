// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_PLUGIN_H_
#define HORNBEAM_C_PLUGIN_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Plug-ins (unstable: rows may change between minor versions)
//
// A plug-in is a shared library that exports one C function, `hornbeam_plugin_v1`. It adds ops,
// kernels and devices. A plug-in is code in this process: load only what is trusted.

// Loads a plug-in. Loading one twice does nothing. HB_NOT_FOUND when there is no such file,
// HB_INVALID_ARGUMENT when it does not export the function or asks for another interface version.
//
//   filename  path of the shared library
//   status    HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_LoadPlugin(const char* filename, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_PLUGIN_H_
