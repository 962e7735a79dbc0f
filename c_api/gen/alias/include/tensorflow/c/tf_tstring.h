// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_TF_TSTRING_H_
#define TENSORFLOW_C_TF_TSTRING_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api_macros.h"
#include "tensorflow/core/platform/ctstring.h"

#ifdef __cplusplus
extern "C" {
#endif

// Makes `t` the empty string without looking at what it held.
TF_CAPI_EXPORT extern void TF_StringInit(TF_TString* t);

// Replaces the content with a copy of the bytes, freeing what the string owned.
TF_CAPI_EXPORT extern void TF_StringCopy(TF_TString* dst, const char* src, size_t size);

// Makes the string refer to bytes that the caller keeps alive and unchanged for as long as it does.
TF_CAPI_EXPORT extern void TF_StringAssignView(TF_TString* dst, const char* src, size_t size);

// Returns the first byte. The pointer is valid until the string is changed, moved or freed.
TF_CAPI_EXPORT extern const char* TF_StringGetDataPointer(const TF_TString* tstr);

// Returns the form.
TF_CAPI_EXPORT extern TF_TString_Type TF_StringGetType(const TF_TString* str);

// Returns the length in bytes.
TF_CAPI_EXPORT extern size_t TF_StringGetSize(const TF_TString* tstr);

// Returns how many bytes fit without a new block: 22 for a small string, 0 for views and offsets.
TF_CAPI_EXPORT extern size_t TF_StringGetCapacity(const TF_TString* str);

// Frees what the string owns and makes it empty.
TF_CAPI_EXPORT extern void TF_StringDealloc(TF_TString* tstr);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_TF_TSTRING_H_
