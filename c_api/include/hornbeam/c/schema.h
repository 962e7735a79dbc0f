// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_SCHEMA_H_
#define HORNBEAM_C_SCHEMA_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/session.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Schema (unstable: rows may change between minor versions)

// Returns all ops as JSON: names, inputs, outputs, attributes, defaults and documentation, sorted
// by name. The generators of bindings read it.
//
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Buffer* HB_GetOpsSchema(HB_Status* status);

// Writes a name that no operation of the graph has: `base` itself or `base` followed by "_1", "_2"
// and so on. The name is not reserved.
//
//   graph   the graph
//   base    a valid operation name
//   name    an empty buffer; receives the name without a zero byte [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_GraphUniqueName(HB_Graph* graph, const char* base, HB_Buffer* name,
                                     HB_Status* status);

// Sets the most threads that one run uses, as intra_op_parallelism_threads of a ConfigProto does.
//
//   options  the options
//   threads  0 for the number of processors
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SetThreads(HB_SessionOptions* options, int threads);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_SCHEMA_H_
