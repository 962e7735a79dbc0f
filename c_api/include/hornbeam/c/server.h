// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_SERVER_H_
#define HORNBEAM_C_SERVER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Servers
//
// TensorFlow's distributed runtime. Hornbeam does not offer it: HB_NewServer sets HB_UNIMPLEMENTED.

// Never created.
typedef struct HB_Server HB_Server;

// Sets HB_UNIMPLEMENTED.
//
//   proto      ignored
//   proto_len  ignored
//   status     HB_OK, or what went wrong
//   returns    the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Server* HB_NewServer(const void* proto, size_t proto_len, HB_Status* status);

// Sets HB_UNIMPLEMENTED.
//
//   server  ignored
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ServerStart(HB_Server* server, HB_Status* status);

// Sets HB_UNIMPLEMENTED.
//
//   server  ignored
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ServerStop(HB_Server* server, HB_Status* status);

// Sets HB_UNIMPLEMENTED.
//
//   server  ignored
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ServerJoin(HB_Server* server, HB_Status* status);

// Returns an empty string.
//
//   server   ignored
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_ServerTarget(HB_Server* server);

// Does nothing.
//
//   server  NULL [taken over]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteServer(HB_Server* server);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_SERVER_H_
