// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_TF_STATUS_H_
#define TENSORFLOW_C_TF_STATUS_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api_macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// A code, a message and optional payloads.
typedef struct TF_Status TF_Status;

// Canonical error codes; the numbers are those of TensorFlow and gRPC.
typedef enum TF_Code {
  TF_OK = 0,  // Success.
  TF_CANCELLED = 1,  // The session was closed, or a token was cancelled.
  TF_UNKNOWN = 2,  // An error whose kind is not known.
  TF_INVALID_ARGUMENT = 3,  // The arguments are wrong whatever the state of the system.
  TF_DEADLINE_EXCEEDED = 4,  // A timeout passed before the call was done.
  TF_NOT_FOUND = 5,  // A named thing (file, node, op, tag) does not exist.
  TF_ALREADY_EXISTS = 6,  // A thing of that name exists.
  TF_PERMISSION_DENIED = 7,  // A file operation outside what the load options allow.
  TF_UNAUTHENTICATED = 16,  // Never set by Hornbeam; part of the canonical list.
  TF_RESOURCE_EXHAUSTED = 8,  // Out of memory or of another bounded resource.
  TF_FAILED_PRECONDITION = 9,  // The state does not allow it (an uninitialised variable).
  TF_ABORTED = 10,  // A conflict with other work; trying again may succeed.
  TF_OUT_OF_RANGE = 11,  // Past the end (an exhausted queue, an index).
  TF_UNIMPLEMENTED = 12,  // An op without a kernel or a function that Hornbeam does not offer.
  TF_INTERNAL = 13,  // A bug of Hornbeam; please report it.
  TF_UNAVAILABLE = 14,  // Not available now.
  TF_DATA_LOSS = 15,  // A file is truncated or its checksum does not match.
} TF_Code;

// Receives one payload of a status.
typedef void (*TSL_PayloadVisitor)(const char* key, const char* value, void* capture);

// Creates a status that holds TF_OK.
TF_CAPI_EXPORT extern TF_Status* TF_NewStatus(void);

// Frees a status.
TF_CAPI_EXPORT extern void TF_DeleteStatus(TF_Status* status);

// Replaces code, message and payloads. Setting TF_OK clears the message too.
TF_CAPI_EXPORT extern void TF_SetStatus(TF_Status* s, TF_Code code, const char* msg);

// Attaches a key and a value to an error; a second call with the same key replaces the value. Does
// nothing when the status is TF_OK.
TF_CAPI_EXPORT extern void TF_SetPayload(TF_Status* s, const char* key, const char* value);

// Calls `visitor` once for each payload, in no particular order. The visitor must not change the
// status.
TF_CAPI_EXPORT extern void TF_ForEachPayload(const TF_Status* s, TSL_PayloadVisitor visitor,
                                             void* capture);

// Sets the status from a value of `errno`: ENOENT becomes TF_NOT_FOUND, EACCES TF_PERMISSION_DENIED
// and so on; the message is `context` followed by the system's text.
TF_CAPI_EXPORT extern void TF_SetStatusFromIOError(TF_Status* s, int error_code,
                                                   const char* context);

// Returns the code.
TF_CAPI_EXPORT extern TF_Code TF_GetCode(const TF_Status* s);

// Returns the message, an empty string when the status is TF_OK. The text lives until the status is
// changed or deleted.
TF_CAPI_EXPORT extern const char* TF_Message(const TF_Status* s);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_TF_STATUS_H_
