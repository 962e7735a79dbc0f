// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_LIBRARY_H_
#define HORNBEAM_C_LIBRARY_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Ops, kernels and libraries
//
// What the library knows, and what plug-ins add to it.

// A library of ops that was loaded.
typedef struct HB_Library HB_Library;

// Loads a shared library with ops and kernels for Hornbeam (see HB_LoadPlugin). Libraries that were
// built for TensorFlow's C++ interface are refused with HB_INVALID_ARGUMENT. HB_NOT_FOUND when
// there is no such file.
//
//   library_filename  path of the file
//   status            HB_OK, or what went wrong
//   returns           the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Library* HB_LoadLibrary(const char* library_filename, HB_Status* status);

// Returns the ops of a loaded library as a serialized OpList. The bytes belong to the handle.
//
//   lib_handle  the library
//   returns     stays the library's
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer HB_GetOpList(HB_Library* lib_handle);

// Frees a handle. The code stays loaded.
//
//   lib_handle  the library [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteLibraryHandle(HB_Library* lib_handle);

// Returns all ops that the library knows as a serialized OpList.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_GetAllOpList(void);

// Returns all kernels as a serialized KernelList.
//
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_GetAllRegisteredKernels(HB_Status* status);

// Returns the kernels of one op as a serialized KernelList, an empty one when there are none.
//
//   name     name of the op
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_GetRegisteredKernelsForOp(const char* name, HB_Status* status);

// Sets the function that receives log lines from then on. Without one nothing is logged anywhere.
//
//   listener  called on any thread with one line of text; NULL ends it
// Since 0.1.0, stable.
HORNBEAM_API void HB_RegisterLogListener(void (*listener)(const char*));

// Sets HB_UNIMPLEMENTED: TensorFlow's file system plug-ins are not offered.
//
//   plugin_filename  ignored
//   status           HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_RegisterFilesystemPlugin(const char* plugin_filename, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_LIBRARY_H_
