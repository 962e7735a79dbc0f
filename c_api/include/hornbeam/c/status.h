// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_STATUS_H_
#define HORNBEAM_C_STATUS_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Status
//
// How every call reports failure. A call that takes a status sets it to HB_OK on success and to a
// code with a message on failure; it never leaves it as it was. A status belongs to the caller, may
// be used again for any number of calls, and must not be used by two threads at once.

// A code, a message and optional payloads.
typedef struct HB_Status HB_Status;

// Canonical error codes; the numbers are those of TensorFlow and gRPC.
typedef enum HB_Code HORNBEAM_INT_ENUM {
  HB_OK = 0,  // Success.
  HB_CANCELLED = 1,  // The session was closed, or a token was cancelled.
  HB_UNKNOWN = 2,  // An error whose kind is not known.
  HB_INVALID_ARGUMENT = 3,  // The arguments are wrong whatever the state of the system.
  HB_DEADLINE_EXCEEDED = 4,  // A timeout passed before the call was done.
  HB_NOT_FOUND = 5,  // A named thing (file, node, op, tag) does not exist.
  HB_ALREADY_EXISTS = 6,  // A thing of that name exists.
  HB_PERMISSION_DENIED = 7,  // A file operation outside what the load options allow.
  HB_UNAUTHENTICATED = 16,  // Never set by Hornbeam; part of the canonical list.
  HB_RESOURCE_EXHAUSTED = 8,  // Out of memory or of another bounded resource.
  HB_FAILED_PRECONDITION = 9,  // The state does not allow it (an uninitialised variable).
  HB_ABORTED = 10,  // A conflict with other work; trying again may succeed.
  HB_OUT_OF_RANGE = 11,  // Past the end (an exhausted queue, an index).
  HB_UNIMPLEMENTED = 12,  // An op without a kernel or a function that Hornbeam does not offer.
  HB_INTERNAL = 13,  // A bug of Hornbeam; please report it.
  HB_UNAVAILABLE = 14,  // Not available now.
  HB_DATA_LOSS = 15,  // A file is truncated or its checksum does not match.
} HB_Code;

// Receives one payload of a status.
typedef void (*HB_PayloadVisitor)(const char* key, const char* value, void* capture);

// Creates a status that holds HB_OK.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_Status* HB_NewStatus(void);

// Frees a status.
//
//   status  the status [may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteStatus(HB_Status* status);

// Replaces code, message and payloads. Setting HB_OK clears the message too.
//
//   s     the status to change
//   code  the new code
//   msg   UTF-8 text, copied
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetStatus(HB_Status* s, HB_Code code, const char* msg);

// Attaches a key and a value to an error; a second call with the same key replaces the value. Does
// nothing when the status is HB_OK.
//
//   s      the status to change
//   key    name of the payload, copied
//   value  content of the payload, copied
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetPayload(HB_Status* s, const char* key, const char* value);

// Calls `visitor` once for each payload, in no particular order. The visitor must not change the
// status.
//
//   s        the status to read
//   visitor  called on this thread, before the function returns
//   capture  handed to the visitor as it is [may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_ForEachPayload(const HB_Status* s, HB_PayloadVisitor visitor, void* capture);

// Sets the status from a value of `errno`: ENOENT becomes HB_NOT_FOUND, EACCES HB_PERMISSION_DENIED
// and so on; the message is `context` followed by the system's text.
//
//   s           the status to change
//   error_code  a value of errno
//   context     what was being done, usually a file name
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetStatusFromIOError(HB_Status* s, int error_code, const char* context);

// Returns the code.
//
//   s  the status to read
// Since 0.1.0, stable.
HORNBEAM_API HB_Code HB_GetCode(const HB_Status* s);

// Returns the message, an empty string when the status is HB_OK. The text lives until the status is
// changed or deleted.
//
//   s        the status to read
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_Message(const HB_Status* s);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_STATUS_H_
