package hornbeam

import "hornbeam.dev/go/internal/capi"

// StartProfiler begins to collect what all runs of the process do, those of fits and predictions
// among them. An error of [ErrFailedPrecondition] if the profiler is running.
func StartProfiler() error { return toError(capi.StartProfiler()) }

// StopProfiler ends it and returns the trace: JSON in Chrome's trace event format, which
// chrome://tracing and Perfetto show. An error of [ErrFailedPrecondition] if the profiler is not
// running.
func StopProfiler() ([]byte, error) {
	trace, failure := capi.StopProfiler()
	return trace, toError(failure)
}
