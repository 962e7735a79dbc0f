// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_KERAS_TRACE_H_
#define HORNBEAM_KERAS_TRACE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Tracing (unstable: rows may change between minor versions)
//
// A layer, loss or optimizer of the user is a function over symbolic tensors, which the library
// calls when it puts a model into a graph. This is the only call upwards. It runs on the thread
// that is inside a call of the library, no lock is held, and it may call the library. It may run
// several times (for training, for inference, for sharing) and must always build the same
// computation.

// A graph under construction; valid during the call only.
typedef struct HB_Trace HB_Trace;

// Builds `outputs` from `inputs` in the graph of the trace, or sets the status.
typedef void (*HB_TraceFn)(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs, HB_Output* outputs, int noutputs, HB_Status* status);

// Called exactly once when `user` is no longer needed, on a thread inside a call.
typedef void (*HB_ReleaseFn)(void* user);

// Returns the graph to build in.
//
//   trace    the trace
//   returns  stays the library's
// Since 0.1.0, unstable.
HORNBEAM_API HB_Graph* HB_TraceGraph(const HB_Trace* trace);

// Returns 1 when the computation is for training.
//
//   trace  the trace
// Since 0.1.0, unstable.
HORNBEAM_API unsigned char HB_TraceIsTraining(const HB_Trace* trace);

// Returns the prefix for names of operations; empty, or ending with a slash.
//
//   trace    the trace
//   returns  stays the library's
// Since 0.1.0, unstable.
HORNBEAM_API const char* HB_TraceScope(const HB_Trace* trace);

// Gives the value of a weight of the layer. The first call with a name creates the weight; later
// ones must ask for the same shape and type. An optimizer has a weight of that name beside each
// variable; of the initializers it takes Zeros, Ones and Constant.
//
//   trace        the trace of a layer or an optimizer
//   name         name in the layer, such as "kernel"
//   dims         `num_dims` sizes [may be NULL]
//   num_dims     rank
//   dtype        HB_FLOAT or HB_DOUBLE
//   initializer  name or JSON of an initializer; NULL for glorot_uniform, of an optimizer for zeros
//   trainable    1 when training changes it
//   value        receives the value of the weight [written]
//   status       HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_TraceAddWeight(HB_Trace* trace, const char* name, const int64_t* dims,
                                    int num_dims, HB_DataType dtype, const char* initializer,
                                    unsigned char trainable, HB_Output* value, HB_Status* status);

// Gives a weight a new value with each training step, after all reads of the old one. Has no effect
// in a trace for inference.
//
//   trace   the trace of a layer or an optimizer
//   name    a name that HB_TraceAddWeight was given
//   value   the new value, of the weight's shape and type
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_TraceUpdateWeight(HB_Trace* trace, const char* name, HB_Output value,
                                       HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_KERAS_TRACE_H_
