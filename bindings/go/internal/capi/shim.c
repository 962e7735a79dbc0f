#include "shim.h"

#include <string.h>

// Go functions that C calls.
extern uintptr_t hornbeamGoTrace(uintptr_t user, HB_Trace* trace, HB_Output* inputs, int ninputs,
                                 HB_Output* outputs, int noutputs, HB_Status* status);
extern void hornbeamGoRelease(uintptr_t handle);
extern void hornbeamGoUnpin(uintptr_t handle);

static __thread uintptr_t raised_here;
static __thread int traces_here;

int hornbeam_go_in_trace(void) { return traces_here > 0; }

uintptr_t hornbeam_go_swap_raised(uintptr_t raised) {
  const uintptr_t old = raised_here;
  raised_here = raised;
  return old;
}

// Runs a call that may trace; calls nest, so that each sees only what was raised in it.
#define OUTCOME_OF(call)                              \
  const uintptr_t outer = hornbeam_go_swap_raised(0); \
  call;                                               \
  HornbeamGoOutcome outcome;                          \
  outcome.code = HB_GetCode(status);                  \
  outcome.raised = hornbeam_go_swap_raised(outer);    \
  return outcome

void hornbeam_go_tensor_info(const HB_Tensor* tensor, HornbeamGoTensorInfo* info) {
  info->dtype = HB_TensorType(tensor);
  info->num_dims = HB_NumDims(tensor);
  info->bytes = HB_TensorByteSize(tensor);
  info->data = HB_TensorData(tensor);
  for (int i = 0; i < info->num_dims && i < HORNBEAM_GO_DIMS; ++i) {
    info->dims[i] = HB_Dim(tensor, i);
  }
}

static void Describe(HB_Code code, HB_Tensor* const* tensors, int n, HornbeamGoTensorInfo* infos) {
  for (int i = 0; code == HB_OK && i < n; ++i) hornbeam_go_tensor_info(tensors[i], &infos[i]);
}

HornbeamGoOutcome hornbeam_go_predict(HB_Model* model, HB_Tensor* const* inputs, int ninputs,
                                      HB_Tensor** outputs, int noutputs,
                                      HB_CancellationToken* token, HornbeamGoTensorInfo* infos,
                                      HB_Status* status) {
  OUTCOME_OF(HB_ModelPredictWithToken(model, inputs, ninputs, outputs, noutputs, token, status);
             Describe(HB_GetCode(status), outputs, noutputs, infos));
}

HornbeamGoOutcome hornbeam_go_train_on_batch(HB_Model* model, const HB_Arrays* data,
                                             const char* class_weight, HB_Logs* logs,
                                             HB_Status* status) {
  OUTCOME_OF(HB_ModelTrainOnBatch(model, data, class_weight, logs, status));
}

HornbeamGoOutcome hornbeam_go_trainer_next(HB_Trainer* trainer, HB_TrainerEvent* event,
                                           unsigned char* more, HB_Status* status) {
  OUTCOME_OF(*more = HB_TrainerNext(trainer, event, status));
}

HB_Code hornbeam_go_session_run(HB_Session* session, const HB_Output* inputs,
                                HB_Tensor* const* input_values, int ninputs,
                                const HB_Output* outputs, HB_Tensor** output_values, int noutputs,
                                const HB_Operation* const* targets, int ntargets,
                                HB_CancellationToken* token, HornbeamGoTensorInfo* infos,
                                HB_Status* status) {
  HB_SessionRunWithToken(session, NULL, inputs, input_values, ninputs, outputs, output_values,
                         noutputs, targets, ntargets, NULL, token, status);
  const HB_Code code = HB_GetCode(status);
  Describe(code, output_values, noutputs, infos);
  return code;
}

HB_Code hornbeam_go_callable_run(HB_Callable* callable, HB_Tensor* const* feeds, int nfeeds,
                                 HB_Tensor** fetches, int nfetches, HB_CancellationToken* token,
                                 HornbeamGoTensorInfo* infos, HB_Status* status) {
  // What the caller gave room for is known to it.
  int given = 0;
  while (given < nfetches && fetches[given] != NULL) ++given;
  HB_CallableRun(callable, feeds, nfeeds, fetches, nfetches, token, status);
  const HB_Code code = HB_GetCode(status);
  if (given < nfetches) Describe(code, fetches, nfetches, infos);
  return code;
}

static void Unpin(void* data, size_t len, void* arg) {
  (void)data;
  (void)len;
  hornbeamGoUnpin((uintptr_t)arg);
}

HB_Tensor* hornbeam_go_wrap(HB_DataType dtype, const int64_t* dims, int num_dims, void* data,
                            size_t len, uintptr_t pin) {
  return HB_NewTensor(dtype, dims, num_dims, data, len, Unpin, (void*)pin);
}

void hornbeam_go_set_strings(void* strings, const char* bytes, const size_t* lengths, size_t n) {
  HB_TString* s = strings;
  for (size_t i = 0; i < n; ++i) {
    HB_StringCopy(&s[i], bytes, lengths[i]);
    bytes += lengths[i];
  }
}

void hornbeam_go_string_lengths(const void* strings, size_t* lengths, size_t n) {
  const HB_TString* s = strings;
  for (size_t i = 0; i < n; ++i) lengths[i] = HB_StringGetSize(&s[i]);
}

void hornbeam_go_get_strings(const void* strings, char* bytes, size_t n) {
  const HB_TString* s = strings;
  for (size_t i = 0; i < n; ++i) {
    const size_t length = HB_StringGetSize(&s[i]);
    memcpy(bytes, HB_StringGetDataPointer(&s[i]), length);
    bytes += length;
  }
}

static void Trace(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                  HB_Output* outputs, int noutputs, HB_Status* status) {
  ++traces_here;
  const uintptr_t raised = hornbeamGoTrace((uintptr_t)user, trace, (HB_Output*)inputs, ninputs,
                                           outputs, noutputs, status);
  --traces_here;
  if (raised == 0) return;
  const uintptr_t old = hornbeam_go_swap_raised(raised);
  if (old != 0) hornbeamGoRelease(old);
}

static void Release(void* user) { hornbeamGoRelease((uintptr_t)user); }

HB_Layer* hornbeam_go_layer_from_trace(const char* class_name, const char* config,
                                       size_t config_len, int noutputs, uintptr_t user,
                                       HB_Status* status) {
  return HB_LayerFromTrace(class_name, config, config_len, noutputs, Trace, (void*)user, Release,
                           status);
}

void hornbeam_go_add_loss(HB_Model* model, const char* name, uintptr_t user, HB_Status* status) {
  HB_ModelAddLoss(model, name, Trace, (void*)user, Release, status);
}

void hornbeam_go_add_optimizer(HB_Model* model, const char* name, uintptr_t user,
                               HB_Status* status) {
  HB_ModelAddOptimizer(model, name, Trace, (void*)user, Release, status);
}
