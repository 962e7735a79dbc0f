// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_KERAS_MODEL_H_
#define HORNBEAM_KERAS_MODEL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/cancellation.h"
#include "hornbeam/c/saved_model.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"
#include "hornbeam/keras/arrays.h"
#include "hornbeam/keras/layer.h"
#include "hornbeam/keras/trace.h"

#ifdef __cplusplus
extern "C" {
#endif

// Models (unstable: rows may change between minor versions)
//
// A model is made of layers, compiled, trained, saved and loaded. Any number of threads may predict
// at the same time; other calls on one model must not overlap. Deleting a model while calls of it
// run on other threads is not legal.

// A model.
typedef struct HB_Model HB_Model;

// Names and values of metrics, the loss first. They belong to the model or trainer that gave them
// and live until its next call.
typedef struct HB_Logs {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // Number of metrics.
  int count;
  // `count` names.
  const char* const* names;
  // `count` values.
  const double* values;
} HB_Logs;

// How to save a model. Set `struct_size`, and all else to 0 for the defaults.
typedef struct HB_SaveOptions {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // 1 leaves out the optimizer and the signatures for training and evaluation.
  unsigned char without_training;
} HB_SaveOptions;

// Makes a model of all that lies between inputs and outputs.
//
//   inputs    `ninputs` results of HB_SymbolInput
//   ninputs   number of inputs
//   outputs   `noutputs` symbolic tensors
//   noutputs  number of outputs
//   name      name of the model [may be NULL]
//   status    HB_OK, or what went wrong
//   returns   the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Model* HB_ModelNew(HB_Symbol* const* inputs, int ninputs, HB_Symbol* const* outputs,
                                   int noutputs, const char* name, HB_Status* status);

// Makes a model of layers in a row. Unless the first is an InputLayer, the first data that the
// model sees give the input shape.
//
//   layers   `nlayers` layers
//   nlayers  number of layers
//   name     name of the model [may be NULL]
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Model* HB_ModelSequential(HB_Layer* const* layers, int nlayers, const char* name,
                                          HB_Status* status);

// Makes a model from its config, with new weights.
//
//   config      JSON of a Sequential or Functional model as Keras 3 writes it, `config_len` bytes
//   config_len  number of bytes
//   status      HB_OK, or what went wrong
//   returns     the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Model* HB_ModelFromConfig(const char* config, size_t config_len, HB_Status* status);

// Returns a model as a layer, for use in another model. They share weights.
//
//   model    the model
//   returns  the caller's to free
// Since 0.1.0, unstable.
HORNBEAM_API HB_Layer* HB_LayerFromModel(HB_Model* model);

// Drops the caller's reference; trainers and layers made of the model keep it.
//
//   model  the model [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteModel(HB_Model* model);

// Writes the config of a model, as Keras 3 does.
//
//   model   the model
//   json    an empty buffer; receives the JSON [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelConfig(HB_Model* model, HB_Buffer* json, HB_Status* status);

// Writes a table of the layers with their output shapes and numbers of parameters.
//
//   model   the model
//   width   characters in a line
//   text    an empty buffer; receives the text [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelSummary(HB_Model* model, int width, HB_Buffer* text, HB_Status* status);

// Creates the weights of a Sequential model without input shape, for inputs of the types and shapes
// of the given arrays.
//
//   model    the model
//   inputs   `ninputs` arrays like those to come
//   ninputs  number of inputs
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelBuild(HB_Model* model, HB_Tensor* const* inputs, int ninputs,
                                HB_Status* status);

// Says how the model is trained. Each object is a name or {"class_name", "config"}. A loss or
// metric may also be a name that HB_ModelAddLoss was given, an optimizer one that
// HB_ModelAddOptimizer was given.
//
//   model       the model
//   config      JSON object with "optimizer", "loss", "loss_weights", "metrics",
//               "weighted_metrics", `config_len` bytes
//   config_len  number of bytes
//   status      HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelCompile(HB_Model* model, const char* config, size_t config_len,
                                  HB_Status* status);

// Adds a loss, which is a metric as well, as a function. Call before HB_ModelCompile. `release` is
// called when the model is gone, or before this function returns when it fails.
//
//   model    the model
//   name     name for use in "loss" and "metrics"
//   fn       builds one value a sample from the inputs: labels, predictions
//   user     handed to `fn` [may be NULL]
//   release  frees `user` [may be NULL]
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelAddLoss(HB_Model* model, const char* name, HB_TraceFn fn, void* user,
                                  HB_ReleaseFn release, HB_Status* status);

// Adds an optimizer as a function, which is called for each variable. It keeps state with
// HB_TraceAddWeight and HB_TraceUpdateWeight. Its config has what all optimizers of Keras have:
// learning_rate (a number or a schedule), weight_decay, clipnorm, use_ema and so on. Call before
// HB_ModelCompile. `release` is called when the model is gone, or before this function returns when
// it fails.
//
//   model    the model
//   name     class name for use in "optimizer"
//   fn       builds the new value of a variable from the inputs: value, gradient, learning rate
//            (scalar), number of the update from 1 (float scalar)
//   user     handed to `fn` [may be NULL]
//   release  frees `user` [may be NULL]
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelAddOptimizer(HB_Model* model, const char* name, HB_TraceFn fn, void* user,
                                       HB_ReleaseFn release, HB_Status* status);

// Writes what HB_ModelCompile was given, with the optimizer's full config.
//
//   model   the model
//   json    an empty buffer; receives the JSON, null before the model is compiled [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelCompileConfig(HB_Model* model, HB_Buffer* json, HB_Status* status);

// Resets the metrics and makes one training step.
//
//   model         the model
//   data          one batch
//   class_weight  JSON object of class numbers and weights, or NULL
//   logs          receives loss and metrics of this batch; NULL for no wish [read and written]
//   status        HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelTrainOnBatch(HB_Model* model, const HB_Arrays* data,
                                       const char* class_weight, HB_Logs* logs, HB_Status* status);

// Counts one batch into loss and metrics without training. Resets nothing, so that calls for all
// batches of an evaluation add up; see HB_ModelResetMetrics.
//
//   model   the model
//   data    one batch
//   logs    receives the metrics since they were last reset; NULL for no wish [read and written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelTestOnBatch(HB_Model* model, const HB_Arrays* data, HB_Logs* logs,
                                      HB_Status* status);

// Computes loss and metrics over all samples.
//
//   model       the model
//   data        the samples
//   batch_size  samples in a batch; 0 for 32
//   logs        receives the metrics [read and written]
//   status      HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelEvaluate(HB_Model* model, const HB_Arrays* data, int64_t batch_size,
                                   HB_Logs* logs, HB_Status* status);

// As HB_ModelEvaluate, with a token that stops the call within a step: HB_CANCELLED.
//
//   model       the model
//   data        the samples
//   batch_size  samples in a batch; 0 for 32
//   logs        receives the metrics [read and written]
//   token       stops the call when it is cancelled [may be NULL]
//   status      HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelEvaluateWithToken(HB_Model* model, const HB_Arrays* data,
                                            int64_t batch_size, HB_Logs* logs,
                                            HB_CancellationToken* token, HB_Status* status);

// Computes the outputs for all samples. Inputs are read in place; they are processed in batches of
// 256 samples.
//
//   model     the model
//   inputs    `ninputs` arrays
//   ninputs   number of inputs
//   outputs   room for `noutputs` arrays [written; what it receives is the caller's to free]
//   noutputs  the number of outputs that the model has
//   status    HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelPredict(HB_Model* model, HB_Tensor* const* inputs, int ninputs,
                                  HB_Tensor** outputs, int noutputs, HB_Status* status);

// As HB_ModelPredict, with a token that stops the call within a batch: HB_CANCELLED.
//
//   model     the model
//   inputs    `ninputs` arrays
//   ninputs   number of inputs
//   outputs   room for `noutputs` arrays [written; what it receives is the caller's to free]
//   noutputs  the number of outputs that the model has
//   token     stops the call when it is cancelled [may be NULL]
//   status    HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelPredictWithToken(HB_Model* model, HB_Tensor* const* inputs, int ninputs,
                                           HB_Tensor** outputs, int noutputs,
                                           HB_CancellationToken* token, HB_Status* status);

// Forgets what the metrics have counted. HB_TrainerNext and HB_ModelEvaluate do so themselves.
//
//   model   the model
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelResetMetrics(HB_Model* model, HB_Status* status);

// Writes names, types and shapes of inputs, outputs and weights. The weights are in Keras's order,
// which HB_ModelGetWeights and HB_ModelSetWeights have too.
//
//   model   the model
//   json    an empty buffer; receives {"name", "inputs", "outputs", "weights"} [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelDescribe(HB_Model* model, HB_Buffer* json, HB_Status* status);

// Returns the number of weights, 0 before the model is built.
//
//   model  the model
// Since 0.1.0, unstable.
HORNBEAM_API int HB_ModelNumWeights(HB_Model* model);

// Copies all weights out.
//
//   model    the model
//   values   room for `nvalues` arrays [written; what it receives is the caller's to free]
//   nvalues  what HB_ModelNumWeights returns
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelGetWeights(HB_Model* model, HB_Tensor** values, int nvalues,
                                     HB_Status* status);

// Sets all weights. On an error none is changed.
//
//   model    the model
//   values   `nvalues` arrays, copied
//   nvalues  what HB_ModelNumWeights returns
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelSetWeights(HB_Model* model, HB_Tensor* const* values, int nvalues,
                                     HB_Status* status);

// Returns the learning rate of the next step.
//
//   model   a compiled model
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API double HB_ModelLearningRate(HB_Model* model, HB_Status* status);

// Sets the learning rate. HB_FAILED_PRECONDITION when a schedule gives it.
//
//   model   a compiled model
//   rate    the learning rate
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelSetLearningRate(HB_Model* model, double rate, HB_Status* status);

// Writes the weights as a TensorFlow checkpoint, under their names of HB_ModelDescribe, and of a
// model that has been trained the optimizer's state.
//
//   model   the model
//   path    what the names of the files begin with; missing folders are made
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelSaveWeights(HB_Model* model, const char* path, HB_Status* status);

// Reads the weights of a checkpoint, and when the model is compiled and they are there, those of
// the optimizer. On an error no weight is changed.
//
//   model   a model that has been built
//   path    what HB_ModelSaveWeights was given
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelLoadWeights(HB_Model* model, const char* path, HB_Status* status);

// Saves the model as a SavedModel that TensorFlow loads: the signature "serving_default", and when
// the model has been trained "train_step" and "evaluate" and the optimizer's state.
//
//   model    the model
//   folder   folder to write
//   options  NULL for the defaults
//   status   HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_ModelSave(HB_Model* model, const char* folder, const HB_SaveOptions* options,
                               HB_Status* status);

// Loads a model. It predicts as before, and when it had been compiled trains on as before. With
// HB_FILE_ACCESS_MODEL_DIR_ONLY ops that touch other files, through links and ".." too, fail with
// HB_PERMISSION_DENIED.
//
//   folder   folder that HB_ModelSave wrote
//   options  NULL for HB_FILE_ACCESS_MODEL_DIR_ONLY
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Model* HB_ModelLoad(const char* folder, const HB_LoadOptions* options,
                                    HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_KERAS_MODEL_H_
