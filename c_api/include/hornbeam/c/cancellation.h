// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_CANCELLATION_H_
#define HORNBEAM_C_CANCELLATION_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Cancellation (unstable: rows may change between minor versions)
//
// A token stops runs from outside. One token may serve any number of runs at a time; once cancelled
// it stays so. All functions may be called from any thread.

// A request to stop, shared by runs.
typedef struct HB_CancellationToken HB_CancellationToken;

// Creates a token that is not cancelled.
//
//   returns  the caller's to free
// Since 0.1.0, unstable.
HORNBEAM_API HB_CancellationToken* HB_NewCancellationToken(void);

// Asks every run that has the token to stop. Returns at once; the runs end with HB_CANCELLED before
// their next operation or loop iteration.
//
//   token  the token
// Since 0.1.0, unstable.
HORNBEAM_API void HB_CancellationTokenCancel(HB_CancellationToken* token);

// Returns 1 when the token was cancelled.
//
//   token  the token
// Since 0.1.0, unstable.
HORNBEAM_API unsigned char HB_CancellationTokenIsCancelled(const HB_CancellationToken* token);

// Drops the caller's reference. Runs that have the token go on, and can no longer be stopped by it.
//
//   token  the token [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteCancellationToken(HB_CancellationToken* token);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_CANCELLATION_H_
