// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_CALLABLE_H_
#define HORNBEAM_C_CALLABLE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/cancellation.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/session.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Callables (unstable: rows may change between minor versions)
//
// A callable is a run whose feeds, fetches and targets are fixed, so that a call does no look-up at
// all. Any number of threads may run one at the same time.

// A prepared run of a session.
typedef struct HB_Callable HB_Callable;

// How to run a callable. Set `struct_size` to sizeof(HB_CallableOptions) and all else to 0 for the
// defaults.
typedef struct HB_CallableOptions {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // Milliseconds after which a run ends with HB_DEADLINE_EXCEEDED; 0 for no limit.
  int64_t timeout_ms;
} HB_CallableOptions;

// Prepares a run. Nodes that the graph gains later are not part of it. HB_INVALID_ARGUMENT names
// the feed, fetch or target that is wrong.
//
//   session   the session [must outlive what this call makes]
//   feeds     `nfeeds` tensors that each call feeds
//   nfeeds    number of feeds
//   fetches   `nfetches` tensors that each call fetches
//   nfetches  number of fetches
//   targets   `ntargets` operations that each call runs
//   ntargets  number of targets
//   options   NULL for the defaults
//   status    HB_OK, or what went wrong
//   returns   the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Callable* HB_SessionMakeCallable(HB_Session* session, const HB_Output* feeds,
                                                 int nfeeds, const HB_Output* fetches, int nfetches,
                                                 const HB_Operation* const* targets, int ntargets,
                                                 const HB_CallableOptions* options,
                                                 HB_Status* status);

// Runs a callable. Feeds are read in place and not kept after the call. A fetch that is NULL on
// entry receives a new tensor, which the caller owns; one that is not NULL is filled in place and
// must have the data type and the byte size of the result (HB_INVALID_ARGUMENT otherwise). On an
// error NULL fetches stay NULL, and the bytes of the others are undefined.
//
//   callable  the callable
//   feeds     `nfeeds` values, in the order of the callable's feeds
//   nfeeds    must be the callable's number of feeds
//   fetches   `nfetches` values, in the order of the callable's fetches [read and written]
//   nfetches  must be the callable's number of fetches
//   token     stops the run when it is cancelled [may be NULL]
//   status    HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_CallableRun(HB_Callable* callable, HB_Tensor* const* feeds, int nfeeds,
                                 HB_Tensor** fetches, int nfetches, HB_CancellationToken* token,
                                 HB_Status* status);

// Frees a callable. Runs that have begun finish.
//
//   callable  the callable [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteCallable(HB_Callable* callable);

// As HB_SessionRun, with a token that stops the run.
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
//   token          stops the run when it is cancelled [may be NULL]
//   status         HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SessionRunWithToken(HB_Session* session, const HB_Buffer* run_options,
                                         const HB_Output* inputs, HB_Tensor* const* input_values,
                                         int ninputs, const HB_Output* outputs,
                                         HB_Tensor** output_values, int noutputs,
                                         const HB_Operation* const* target_opers, int ntargets,
                                         HB_Buffer* run_metadata, HB_CancellationToken* token,
                                         HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_CALLABLE_H_
