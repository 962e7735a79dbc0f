// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_SESSION_H_
#define HORNBEAM_C_SESSION_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/device.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Sessions
//
// A session runs parts of a graph and owns the values of variables. Any number of threads may run
// the same session at the same time. A graph may grow between and during runs; a run sees what was
// in the graph when it began. Closing or deleting a session during runs is legal: those that have
// begun finish, later ones get HB_CANCELLED.

// Options for new sessions.
typedef struct HB_SessionOptions HB_SessionOptions;

// Runs a graph.
typedef struct HB_Session HB_Session;

// Creates default options.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_SessionOptions* HB_NewSessionOptions(void);

// Names the runtime to connect to. Only "" and "local" are offered; HB_NewSession reports any
// other.
//
//   options  the options
//   target   the target, copied
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetTarget(HB_SessionOptions* options, const char* target);

// Sets the configuration from a serialized ConfigProto. Of its fields Hornbeam reads the thread
// counts, allow_soft_placement, log_device_placement, device_count and operation_timeout_in_ms; it
// ignores the others. HB_INVALID_ARGUMENT when the bytes do not parse.
//
//   options    the options
//   proto      a serialized ConfigProto
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetConfig(HB_SessionOptions* options, const void* proto, size_t proto_len,
                               HB_Status* status);

// Frees options.
//
//   options  the options [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteSessionOptions(HB_SessionOptions* options);

// Creates a session over a graph. The graph outlives every session that uses it by itself.
//
//   graph    the graph [must outlive what this call makes]
//   opts     the options
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Session* HB_NewSession(HB_Graph* graph, const HB_SessionOptions* opts,
                                       HB_Status* status);

// Loads a SavedModel into a new session: imports the graph, restores the variables and runs the
// initialization. On an error NULL is returned and nothing of the model remains but nodes in
// `graph`.
//
//   session_options  the options
//   run_options      a serialized RunOptions, or NULL
//   export_dir       folder of the SavedModel
//   tags             `tags_len` tags, all of them and no other must be on the wanted MetaGraphDef
//   tags_len         number of tags
//   graph            a graph without operations [must outlive what this call makes]
//   meta_graph_def   an empty buffer that receives the serialized MetaGraphDef, or NULL [written]
//   status           HB_OK, or what went wrong
//   returns          the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Session* HB_LoadSessionFromSavedModel(const HB_SessionOptions* session_options,
                                                      const HB_Buffer* run_options,
                                                      const char* export_dir,
                                                      const char* const* tags, int tags_len,
                                                      HB_Graph* graph, HB_Buffer* meta_graph_def,
                                                      HB_Status* status);

// Closes a session; later runs fail. Blocked operations end with HB_CANCELLED.
//
//   session  the session
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_CloseSession(HB_Session* session, HB_Status* status);

// Closes a session if it is open and drops the caller's reference.
//
//   session  the session [taken over; may be NULL]
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteSession(HB_Session* session, HB_Status* status);

// Runs what is needed for `outputs` and `target_opers`. On an error every output value is NULL and
// the message names the node that failed. With a trace_level above NO_TRACE the RunMetadata holds
// StepStats with the time and the outputs of each node that ran (nodes that were computed ahead,
// such as those of constants, don't run); with output_partition_graphs the graph that the passes
// made of the caller's, in which ops may be internal ones.
//
//   session        the session
//   run_options    a serialized RunOptions, or NULL; timeout_in_ms, trace_level and
//                  output_partition_graphs are read
//   inputs         `ninputs` tensors to feed
//   input_values   `ninputs` values; they stay the caller's and are not kept after the call
//   ninputs        number of feeds
//   outputs        `noutputs` tensors to fetch
//   output_values  room for `noutputs` values [written; what it receives is the caller's to free]
//   noutputs       number of fetches
//   target_opers   `ntargets` operations to run without fetching anything
//   ntargets       number of targets
//   run_metadata   an empty buffer that receives a serialized RunMetadata, or NULL [written]
//   status         HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SessionRun(HB_Session* session, const HB_Buffer* run_options,
                                const HB_Output* inputs, HB_Tensor* const* input_values,
                                int ninputs, const HB_Output* outputs, HB_Tensor** output_values,
                                int noutputs, const HB_Operation* const* target_opers, int ntargets,
                                HB_Buffer* run_metadata, HB_Status* status);

// Announces feeds and fetches of a partial run, which HB_SessionPRun then feeds and fetches piece
// by piece.
//
//   session       the session
//   inputs        `ninputs` tensors that will be fed
//   ninputs       number of feeds
//   outputs       `noutputs` tensors that will be fetched
//   noutputs      number of fetches
//   target_opers  `ntargets` operations that will be run
//   ntargets      number of targets
//   handle        the handle, to be freed by HB_DeletePRunHandle; NULL on an error [written; what
//                 it receives is the caller's to free]
//   status        HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SessionPRunSetup(HB_Session* session, const HB_Output* inputs, int ninputs,
                                      const HB_Output* outputs, int noutputs,
                                      const HB_Operation* const* target_opers, int ntargets,
                                      const char** handle, HB_Status* status);

// Continues a partial run: feeds some of the announced tensors and fetches some of the announced
// outputs. Each may be fed or fetched once.
//
//   session        the session
//   handle         from HB_SessionPRunSetup
//   inputs         `ninputs` tensors to feed
//   input_values   `ninputs` values
//   ninputs        number of feeds
//   outputs        `noutputs` tensors to fetch
//   output_values  room for `noutputs` values [written; what it receives is the caller's to free]
//   noutputs       number of fetches
//   target_opers   `ntargets` operations to run
//   ntargets       number of targets
//   status         HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SessionPRun(HB_Session* session, const char* handle, const HB_Output* inputs,
                                 HB_Tensor* const* input_values, int ninputs,
                                 const HB_Output* outputs, HB_Tensor** output_values, int noutputs,
                                 const HB_Operation* const* target_opers, int ntargets,
                                 HB_Status* status);

// Frees a handle of HB_SessionPRunSetup.
//
//   handle  the handle [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeletePRunHandle(const char* handle);

// Takes over what the graph has gained since the last run, and reports what is wrong with it. Runs
// do so by themselves.
//
//   session  the session
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ExtendSession(HB_Session* session, HB_Status* status);

// Returns the devices of a session.
//
//   session  the session
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_DeviceList* HB_SessionListDevices(HB_Session* session, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_SESSION_H_
