#ifndef HORNBEAM_GO_SHIM_H_
#define HORNBEAM_GO_SHIM_H_

// What cgo can't express: calls that must cross the boundary once, callbacks, and strings in bulk.

#include "hornbeam.h"

// How a call ended: its code, and what a traced Go function raised during it (a handle, or 0).
typedef struct HornbeamGoOutcome {
  HB_Code code;
  uintptr_t raised;
} HornbeamGoOutcome;

// Replaces what was raised on this thread and returns what it replaces.
uintptr_t hornbeam_go_swap_raised(uintptr_t raised);

// Whether this thread is inside a traced Go function.
int hornbeam_go_in_trace(void);

// What a tensor is made of: type, bytes, data, rank, and the first sizes.
#define HORNBEAM_GO_DIMS 8
typedef struct HornbeamGoTensorInfo {
  HB_DataType dtype;
  int num_dims;
  size_t bytes;
  void* data;
  int64_t dims[HORNBEAM_GO_DIMS];
} HornbeamGoTensorInfo;
void hornbeam_go_tensor_info(const HB_Tensor* tensor, HornbeamGoTensorInfo* info);

// Runs, which describe their results at once.
HB_Code hornbeam_go_session_run(HB_Session* session, const HB_Output* inputs,
                                HB_Tensor* const* input_values, int ninputs,
                                const HB_Output* outputs, HB_Tensor** output_values, int noutputs,
                                const HB_Operation* const* targets, int ntargets,
                                HB_CancellationToken* token, HornbeamGoTensorInfo* infos,
                                HB_Status* status);
HB_Code hornbeam_go_callable_run(HB_Callable* callable, HB_Tensor* const* feeds, int nfeeds,
                                 HB_Tensor** fetches, int nfetches, HB_CancellationToken* token,
                                 HornbeamGoTensorInfo* infos, HB_Status* status);

// A tensor over memory of Go; `pin` is released when no tensor uses it any more.
HB_Tensor* hornbeam_go_wrap(HB_DataType dtype, const int64_t* dims, int num_dims, void* data,
                            size_t len, uintptr_t pin);

// Fills `n` fresh strings from bytes that follow each other.
void hornbeam_go_set_strings(void* strings, const char* bytes, const size_t* lengths, size_t n);
// Writes the lengths of `n` strings, and then their bytes one after the other.
void hornbeam_go_string_lengths(const void* strings, size_t* lengths, size_t n);
void hornbeam_go_get_strings(const void* strings, char* bytes, size_t n);

HornbeamGoOutcome hornbeam_go_predict(HB_Model* model, HB_Tensor* const* inputs, int ninputs,
                                      HB_Tensor** outputs, int noutputs,
                                      HB_CancellationToken* token, HornbeamGoTensorInfo* infos,
                                      HB_Status* status);
HornbeamGoOutcome hornbeam_go_train_on_batch(HB_Model* model, const HB_Arrays* data,
                                             const char* class_weight, HB_Logs* logs,
                                             HB_Status* status);
HornbeamGoOutcome hornbeam_go_trainer_next(HB_Trainer* trainer, HB_TrainerEvent* event,
                                           unsigned char* more, HB_Status* status);

HB_Layer* hornbeam_go_layer_from_trace(const char* class_name, const char* config,
                                       size_t config_len, int noutputs, uintptr_t user,
                                       HB_Status* status);
void hornbeam_go_add_loss(HB_Model* model, const char* name, uintptr_t user, HB_Status* status);
void hornbeam_go_add_optimizer(HB_Model* model, const char* name, uintptr_t user,
                               HB_Status* status);

#endif  // HORNBEAM_GO_SHIM_H_
