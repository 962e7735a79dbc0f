// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_KERAS_TRAINER_H_
#define HORNBEAM_KERAS_TRAINER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"
#include "hornbeam/keras/arrays.h"
#include "hornbeam/keras/model.h"

#ifdef __cplusplus
extern "C" {
#endif

// Training (unstable: rows may change between minor versions)
//
// A fit is a loop that the caller pulls:
//
// while (HB_TrainerNext(trainer, &event, status)) { ... }
//
// Each call trains until the next event that the mask asks for, on the calling thread. What a
// language offers as callbacks, progress bars and interrupts is code around this loop.

// A fit. Only HB_TrainerCancel may be called beside others.
typedef struct HB_Trainer HB_Trainer;

// What can happen in a fit; the values form masks.
typedef enum HB_EventKind HORNBEAM_INT_ENUM {
  HB_EVENT_EPOCH_BEGIN = 1,  // An epoch begins.
  HB_EVENT_BATCH_END = 2,  // A step was made.
  HB_EVENT_EPOCH_END = 4,  // An epoch, its validation included, is over.
  HB_EVENT_NEED_DATA = 8,  // The next batch must be given with HB_TrainerFeed; always reported.
  HB_EVENT_DONE = 16,  // The fit is over.
  HB_EVENT_NEED_VALIDATION = 32,  // The next batch for validation must be given with HB_TrainerFeed; always reported.
} HB_EventKind;

// How to train. Set `struct_size`, and all else to 0 for the defaults that the comments name.
typedef struct HB_FitOptions {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // Number of the epoch to end at; 0 for 1.
  int64_t epochs;
  // Number of the epoch to begin with.
  int64_t initial_epoch;
  // Samples in a batch; 0 for 32.
  int64_t batch_size;
  // Steps in an epoch, 0 for all samples. The next epoch goes on with the samples that are left.
  int64_t steps_per_epoch;
  // Most steps of a validation; 0 for no limit.
  int64_t validation_steps;
  // 0 for `batch_size`.
  int64_t validation_batch_size;
  // Epochs from validation to validation; 0 for 1.
  int64_t validation_freq;
  // Share of the samples, the last ones, that is for validation.
  double validation_split;
  // 1 keeps the order of the samples.
  unsigned char no_shuffle;
  // 1 when `seed` counts.
  unsigned char has_seed;
  // Seed of the order; the same order in every language.
  uint64_t seed;
  // Samples for validation, or NULL.
  const HB_Arrays* validation;
  // `nsample_weight` arrays, one for each output.
  HB_Tensor* const* sample_weight;
  // 0 for no weights.
  int nsample_weight;
  // JSON object of class numbers and weights, or NULL.
  const char* class_weight;
  // JSON list of callbacks, each a name or {"class_name", "config"}, or NULL.
  const char* callbacks;
  // Mask of HB_EventKind; 0 for HB_EVENT_EPOCH_END.
  int events;
  // Least seconds between HB_EVENT_BATCH_END; the last of an epoch always comes.
  double batch_interval;
  // 1 when batches for validation come from HB_TrainerFeed.
  unsigned char feed_validation;
} HB_FitOptions;

// What happened. Set `struct_size` before the call. Pointers live until the trainer's next call.
typedef struct HB_TrainerEvent {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // What happened.
  HB_EventKind kind;
  // The epoch, from 0.
  int64_t epoch;
  // Steps made in this epoch.
  int64_t batch;
  // Steps in this epoch, 0 when that is not known.
  int64_t batches;
  // Time since the epoch began.
  double seconds;
  // The loss, NaN when the event has no logs.
  double loss;
  // Number of logs.
  int num_logs;
  // `num_logs` names.
  const char* const* log_names;
  // `num_logs` values.
  const double* log_values;
  // Number of messages.
  int num_messages;
  // What callbacks with `verbose` and warnings have to say since the last event.
  const char* const* messages;
} HB_TrainerEvent;

// Prepares a fit. The arrays are referred to until the trainer is deleted; their bytes must not
// change before.
//
//   model    a compiled model
//   x        `nx` arrays, one for each input [may be NULL]
//   nx       0 when batches come from HB_TrainerFeed
//   y        `ny` arrays, one for each output [may be NULL]
//   ny       number of labels
//   options  NULL for the defaults
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Trainer* HB_TrainerNew(HB_Model* model, HB_Tensor* const* x, int nx,
                                       HB_Tensor* const* y, int ny, const HB_FitOptions* options,
                                       HB_Status* status);

// Trains until the next event and returns 1; 0 when the fit is over or an error ends it.
//
//   trainer  the trainer
//   event    receives what happened [read and written]
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API unsigned char HB_TrainerNext(HB_Trainer* trainer, HB_TrainerEvent* event,
                                          HB_Status* status);

// Gives the batch that the trainer asked for.
//
//   trainer  a trainer that reported HB_EVENT_NEED_DATA or HB_EVENT_NEED_VALIDATION
//   batch    the next batch; NULL ends the epoch or the validation
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_TrainerFeed(HB_Trainer* trainer, const HB_Arrays* batch, HB_Status* status);

// Ends the fit within a step; HB_TrainerNext then fails with HB_CANCELLED. Legal from any thread.
//
//   trainer  the trainer
// Since 0.1.0, unstable.
HORNBEAM_API void HB_TrainerCancel(HB_Trainer* trainer);

// Ends the fit: within an epoch after the step under way or, at its beginning, after the first one;
// validation and the end of the epoch follow. Legal between calls of HB_TrainerNext.
//
//   trainer  the trainer
// Since 0.1.0, unstable.
HORNBEAM_API void HB_TrainerStop(HB_Trainer* trainer);

// Writes the logs of all epochs so far, and of each callback what it has found, such as
// "stopped_epoch" of EarlyStopping.
//
//   trainer  the trainer
//   json     an empty buffer; receives {"epoch": [...], "history": {name: [...]}, "callbacks":
//            [...]} [written]
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_TrainerHistory(HB_Trainer* trainer, HB_Buffer* json, HB_Status* status);

// Frees a trainer, after HB_TrainerNext has returned.
//
//   trainer  the trainer [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteTrainer(HB_Trainer* trainer);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_KERAS_TRAINER_H_
