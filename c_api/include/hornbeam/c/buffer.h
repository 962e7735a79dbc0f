// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_BUFFER_H_
#define HORNBEAM_C_BUFFER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Buffers
//
// A run of bytes that crosses the boundary, mostly serialized protocol buffers. The fields are
// public. A buffer is not thread-safe.

// Bytes and how to free them.
typedef struct HB_Buffer {
  // First byte, or NULL when the buffer is empty.
  const void* data;
  // Number of bytes.
  size_t length;
  // Called by HB_DeleteBuffer with `data` and `length` when it is not NULL.
  void (*data_deallocator)(void* data, size_t length);
} HB_Buffer;

// Creates a buffer that holds a copy of the bytes.
//
//   proto      bytes to copy
//   proto_len  number of bytes
//   returns    the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_NewBufferFromString(const void* proto, size_t proto_len);

// Creates an empty buffer: all fields NULL or 0.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_NewBuffer(void);

// Runs the deallocator, if there is one, and frees the buffer. Only for buffers that HB_NewBuffer,
// HB_NewBufferFromString or another function of this library returned by pointer.
//
//   buffer  the buffer [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteBuffer(HB_Buffer* buffer);

// Returns the fields of `buffer` by value. The bytes still belong to `buffer`.
//
//   buffer  the buffer to read
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer HB_GetBuffer(HB_Buffer* buffer);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_BUFFER_H_
