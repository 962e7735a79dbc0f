// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_TF_BUFFER_H_
#define TENSORFLOW_C_TF_BUFFER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api_macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Bytes and how to free them.
typedef struct TF_Buffer {
  // First byte, or NULL when the buffer is empty.
  const void* data;
  // Number of bytes.
  size_t length;
  // Called by TF_DeleteBuffer with `data` and `length` when it is not NULL.
  void (*data_deallocator)(void* data, size_t length);
} TF_Buffer;

// Creates a buffer that holds a copy of the bytes.
TF_CAPI_EXPORT extern TF_Buffer* TF_NewBufferFromString(const void* proto, size_t proto_len);

// Creates an empty buffer: all fields NULL or 0.
TF_CAPI_EXPORT extern TF_Buffer* TF_NewBuffer(void);

// Runs the deallocator, if there is one, and frees the buffer. Only for buffers that TF_NewBuffer,
// TF_NewBufferFromString or another function of this library returned by pointer.
TF_CAPI_EXPORT extern void TF_DeleteBuffer(TF_Buffer* buffer);

// Returns the fields of `buffer` by value. The bytes still belong to `buffer`.
TF_CAPI_EXPORT extern TF_Buffer TF_GetBuffer(TF_Buffer* buffer);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_TF_BUFFER_H_
