// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_PROFILER_H_
#define HORNBEAM_C_PROFILER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Profiler (unstable: rows may change between minor versions)
//
// What the runs of this process do and when. One run alone can be traced through the `trace_level`
// of its RunOptions, see HB_SessionRun. All functions may be called from any thread.

// Begins to collect what all runs of all sessions do, those of fit, evaluate and predict among
// them. Each node then takes a few hundred nanoseconds longer and is kept until HB_ProfilerStop;
// after two million nodes later runs are counted only. HB_FAILED_PRECONDITION if the profiler is
// running.
//
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ProfilerStart(HB_Status* status);

// Ends it. The trace is JSON in Chrome's trace event format (for chrome://tracing or Perfetto): a
// complete event for each run, with the bytes of its largest arena and the most of them that hold
// values at once, and, inside of it, for each node, with the node's name and the types and shapes
// of its outputs; times in microseconds of a clock that only goes forward. HB_FAILED_PRECONDITION
// if the profiler is not running.
//
//   trace   an empty buffer that receives the trace [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ProfilerStop(HB_Buffer* trace, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_PROFILER_H_
