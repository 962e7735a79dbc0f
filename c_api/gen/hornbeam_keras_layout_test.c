// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
// Compiles only when the recorded layouts hold (LP64).

#include "hornbeam/keras.h"

#ifdef __cplusplus
#define LAYOUT(condition, text) static_assert(condition, text)
#else
#define LAYOUT(condition, text) _Static_assert(condition, text)
#endif

LAYOUT(sizeof(HB_Arrays) == 56, "HB_Arrays");
LAYOUT(offsetof(HB_Arrays, struct_size) == 0, "HB_Arrays.struct_size");
LAYOUT(offsetof(HB_Arrays, x) == 8, "HB_Arrays.x");
LAYOUT(offsetof(HB_Arrays, nx) == 16, "HB_Arrays.nx");
LAYOUT(offsetof(HB_Arrays, y) == 24, "HB_Arrays.y");
LAYOUT(offsetof(HB_Arrays, ny) == 32, "HB_Arrays.ny");
LAYOUT(offsetof(HB_Arrays, sample_weight) == 40, "HB_Arrays.sample_weight");
LAYOUT(offsetof(HB_Arrays, nsample_weight) == 48, "HB_Arrays.nsample_weight");
LAYOUT(HB_EVENT_EPOCH_BEGIN == 1, "HB_EVENT_EPOCH_BEGIN");
LAYOUT(HB_EVENT_BATCH_END == 2, "HB_EVENT_BATCH_END");
LAYOUT(HB_EVENT_EPOCH_END == 4, "HB_EVENT_EPOCH_END");
LAYOUT(HB_EVENT_NEED_DATA == 8, "HB_EVENT_NEED_DATA");
LAYOUT(HB_EVENT_DONE == 16, "HB_EVENT_DONE");
LAYOUT(HB_EVENT_NEED_VALIDATION == 32, "HB_EVENT_NEED_VALIDATION");
LAYOUT(sizeof(HB_FitOptions) == 152, "HB_FitOptions");
LAYOUT(offsetof(HB_FitOptions, struct_size) == 0, "HB_FitOptions.struct_size");
LAYOUT(offsetof(HB_FitOptions, epochs) == 8, "HB_FitOptions.epochs");
LAYOUT(offsetof(HB_FitOptions, initial_epoch) == 16, "HB_FitOptions.initial_epoch");
LAYOUT(offsetof(HB_FitOptions, batch_size) == 24, "HB_FitOptions.batch_size");
LAYOUT(offsetof(HB_FitOptions, steps_per_epoch) == 32, "HB_FitOptions.steps_per_epoch");
LAYOUT(offsetof(HB_FitOptions, validation_steps) == 40, "HB_FitOptions.validation_steps");
LAYOUT(offsetof(HB_FitOptions, validation_batch_size) == 48, "HB_FitOptions.validation_batch_size");
LAYOUT(offsetof(HB_FitOptions, validation_freq) == 56, "HB_FitOptions.validation_freq");
LAYOUT(offsetof(HB_FitOptions, validation_split) == 64, "HB_FitOptions.validation_split");
LAYOUT(offsetof(HB_FitOptions, no_shuffle) == 72, "HB_FitOptions.no_shuffle");
LAYOUT(offsetof(HB_FitOptions, has_seed) == 73, "HB_FitOptions.has_seed");
LAYOUT(offsetof(HB_FitOptions, seed) == 80, "HB_FitOptions.seed");
LAYOUT(offsetof(HB_FitOptions, validation) == 88, "HB_FitOptions.validation");
LAYOUT(offsetof(HB_FitOptions, sample_weight) == 96, "HB_FitOptions.sample_weight");
LAYOUT(offsetof(HB_FitOptions, nsample_weight) == 104, "HB_FitOptions.nsample_weight");
LAYOUT(offsetof(HB_FitOptions, class_weight) == 112, "HB_FitOptions.class_weight");
LAYOUT(offsetof(HB_FitOptions, callbacks) == 120, "HB_FitOptions.callbacks");
LAYOUT(offsetof(HB_FitOptions, events) == 128, "HB_FitOptions.events");
LAYOUT(offsetof(HB_FitOptions, batch_interval) == 136, "HB_FitOptions.batch_interval");
LAYOUT(offsetof(HB_FitOptions, feed_validation) == 144, "HB_FitOptions.feed_validation");
LAYOUT(sizeof(HB_Logs) == 32, "HB_Logs");
LAYOUT(offsetof(HB_Logs, struct_size) == 0, "HB_Logs.struct_size");
LAYOUT(offsetof(HB_Logs, count) == 8, "HB_Logs.count");
LAYOUT(offsetof(HB_Logs, names) == 16, "HB_Logs.names");
LAYOUT(offsetof(HB_Logs, values) == 24, "HB_Logs.values");
LAYOUT(sizeof(HB_SaveOptions) == 16, "HB_SaveOptions");
LAYOUT(offsetof(HB_SaveOptions, struct_size) == 0, "HB_SaveOptions.struct_size");
LAYOUT(offsetof(HB_SaveOptions, without_training) == 8, "HB_SaveOptions.without_training");
LAYOUT(sizeof(HB_TrainerEvent) == 96, "HB_TrainerEvent");
LAYOUT(offsetof(HB_TrainerEvent, struct_size) == 0, "HB_TrainerEvent.struct_size");
LAYOUT(offsetof(HB_TrainerEvent, kind) == 8, "HB_TrainerEvent.kind");
LAYOUT(offsetof(HB_TrainerEvent, epoch) == 16, "HB_TrainerEvent.epoch");
LAYOUT(offsetof(HB_TrainerEvent, batch) == 24, "HB_TrainerEvent.batch");
LAYOUT(offsetof(HB_TrainerEvent, batches) == 32, "HB_TrainerEvent.batches");
LAYOUT(offsetof(HB_TrainerEvent, seconds) == 40, "HB_TrainerEvent.seconds");
LAYOUT(offsetof(HB_TrainerEvent, loss) == 48, "HB_TrainerEvent.loss");
LAYOUT(offsetof(HB_TrainerEvent, num_logs) == 56, "HB_TrainerEvent.num_logs");
LAYOUT(offsetof(HB_TrainerEvent, log_names) == 64, "HB_TrainerEvent.log_names");
LAYOUT(offsetof(HB_TrainerEvent, log_values) == 72, "HB_TrainerEvent.log_values");
LAYOUT(offsetof(HB_TrainerEvent, num_messages) == 80, "HB_TrainerEvent.num_messages");
LAYOUT(offsetof(HB_TrainerEvent, messages) == 88, "HB_TrainerEvent.messages");
