// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_API_H_
#define HORNBEAM_C_API_H_

// The C interface of Hornbeam. It is C11 and C++11, and all that other languages use.
//
// Rules that hold for every function:
//
// Status. A function that can fail takes a status, nearly always last. It is set on every call: to
// HB_OK, or to a code and a message that says what was wrong, where, and what would be right. NULL
// is legal only where an argument says so; a status must never be NULL.
//
// Results. Out-parameters stay as they were when a call fails, unless a function says otherwise.
// Nothing aborts, exits or prints.
//
// Ownership. Handles are opaque. What a function gives "to free" goes to the matching delete
// function, which takes NULL and does nothing then. Arguments without a note are read during the
// call only.
//
// Types. Truth values are unsigned char, sizes size_t, dimensions int64_t. Strings are UTF-8.
// Structs that may grow begin with struct_size, which the caller sets to their sizeof.
//
// Threads. A function may be called from any thread. Two calls on one object at the same time are
// safe where the object's page says so; on different objects they always are.
//
// Stability. A stable row never changes. Unstable rows, which have headers of their own, may change
// between minor versions; define HORNBEAM_NO_UNSTABLE to leave them out.

#include "hornbeam/c/macros.h"
#include "hornbeam/c/version.h"  // Version
#include "hornbeam/c/status.h"  // Status
#include "hornbeam/c/buffer.h"  // Buffers
#include "hornbeam/c/dtype.h"  // Data types
#include "hornbeam/c/tstring.h"  // Strings in tensors
#include "hornbeam/c/tensor.h"  // Tensors
#include "hornbeam/c/graph.h"  // Graphs
#include "hornbeam/c/operation_builder.h"  // Building operations
#include "hornbeam/c/operation.h"  // Operations
#include "hornbeam/c/attr.h"  // Attributes of operations
#include "hornbeam/c/import.h"  // Importing graphs
#include "hornbeam/c/function.h"  // Functions
#include "hornbeam/c/while.h"  // While loops
#include "hornbeam/c/device.h"  // Devices
#include "hornbeam/c/session.h"  // Sessions
#include "hornbeam/c/library.h"  // Ops, kernels and libraries
#include "hornbeam/c/api_def.h"  // API definitions
#include "hornbeam/c/eager.h"  // Eager contexts and handles
#include "hornbeam/c/deprecated_session.h"  // Sessions of the first generation
#include "hornbeam/c/server.h"  // Servers

#ifndef HORNBEAM_NO_UNSTABLE
#include "hornbeam/c/abi.h"  // Version of the interface
#include "hornbeam/c/callable.h"  // Callables
#include "hornbeam/c/cancellation.h"  // Cancellation
#include "hornbeam/c/profiler.h"  // Profiler
#include "hornbeam/c/saved_model.h"  // SavedModels
#include "hornbeam/c/plugin.h"  // Plug-ins
#include "hornbeam/c/schema.h"  // Schema
#endif  // HORNBEAM_NO_UNSTABLE

#endif  // HORNBEAM_C_API_H_
