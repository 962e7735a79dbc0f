// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_DEPRECATED_SESSION_H_
#define HORNBEAM_C_DEPRECATED_SESSION_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/device.h"
#include "hornbeam/c/session.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Sessions of the first generation
//
// TensorFlow's oldest session functions. Hornbeam does not offer them: each sets HB_UNIMPLEMENTED
// and names the function to use instead.

// Never created.
typedef struct HB_DeprecatedSession HB_DeprecatedSession;

// Sets HB_UNIMPLEMENTED; use HB_NewSession.
//
//   options  ignored
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_DeprecatedSession* HB_NewDeprecatedSession(const HB_SessionOptions* options,
                                                           HB_Status* status);

// Sets HB_UNIMPLEMENTED.
//
//   session  ignored
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_CloseDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status);

// Sets HB_OK for NULL.
//
//   session  NULL [taken over]
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status);

// Sets HB_UNIMPLEMENTED; containers go with their session.
//
//   opt          ignored
//   containers   ignored
//   ncontainers  ignored
//   status       HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_Reset(const HB_SessionOptions* opt, const char** containers, int ncontainers,
                           HB_Status* status);

// Sets HB_UNIMPLEMENTED; use HB_GraphImportGraphDef.
//
//   session    ignored
//   proto      ignored
//   proto_len  ignored
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ExtendGraph(HB_DeprecatedSession* session, const void* proto, size_t proto_len,
                                 HB_Status* status);

// Sets HB_UNIMPLEMENTED; use HB_SessionRun.
//
//   session            ignored
//   run_options        ignored [may be NULL]
//   input_names        ignored
//   inputs             ignored
//   ninputs            ignored
//   output_names       ignored
//   outputs            ignored
//   noutputs           ignored
//   target_oper_names  ignored
//   ntargets           ignored
//   run_metadata       ignored [may be NULL]
//   status             HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_Run(HB_DeprecatedSession* session, const HB_Buffer* run_options,
                         const char** input_names, HB_Tensor** inputs, int ninputs,
                         const char** output_names, HB_Tensor** outputs, int noutputs,
                         const char** target_oper_names, int ntargets, HB_Buffer* run_metadata,
                         HB_Status* status);

// Sets HB_UNIMPLEMENTED; use HB_SessionPRunSetup.
//
//   session            ignored
//   input_names        ignored
//   ninputs            ignored
//   output_names       ignored
//   noutputs           ignored
//   target_oper_names  ignored
//   ntargets           ignored
//   handle             ignored
//   status             HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_PRunSetup(HB_DeprecatedSession* session, const char** input_names, int ninputs,
                               const char** output_names, int noutputs,
                               const char** target_oper_names, int ntargets, const char** handle,
                               HB_Status* status);

// Sets HB_UNIMPLEMENTED; use HB_SessionPRun.
//
//   session            ignored
//   handle             ignored
//   input_names        ignored
//   inputs             ignored
//   ninputs            ignored
//   output_names       ignored
//   outputs            ignored
//   noutputs           ignored
//   target_oper_names  ignored
//   ntargets           ignored
//   status             HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_PRun(HB_DeprecatedSession* session, const char* handle,
                          const char** input_names, HB_Tensor** inputs, int ninputs,
                          const char** output_names, HB_Tensor** outputs, int noutputs,
                          const char** target_oper_names, int ntargets, HB_Status* status);

// Sets HB_UNIMPLEMENTED; use HB_SessionListDevices.
//
//   session  ignored
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_DeviceList* HB_DeprecatedSessionListDevices(HB_DeprecatedSession* session,
                                                            HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_DEPRECATED_SESSION_H_
