// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_KERAS_LAYER_H_
#define HORNBEAM_KERAS_LAYER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"
#include "hornbeam/keras/trace.h"

#ifdef __cplusplus
extern "C" {
#endif

// Layers and symbolic tensors (unstable: rows may change between minor versions)
//
// Layers are made by class name and config: the names, parameters and defaults of Keras 3. They are
// called on symbolic tensors to give others, of which models are made.

// A layer. Not to be used by two threads at once.
typedef struct HB_Layer HB_Layer;

// A symbolic tensor. Does not change.
typedef struct HB_Symbol HB_Symbol;

// Creates a layer. HB_INVALID_ARGUMENT names the parameter that is wrong.
//
//   class_name  such as "Dense"
//   config      JSON object of parameters, `config_len` bytes; NULL for none
//   config_len  number of bytes
//   status      HB_OK, or what went wrong
//   returns     the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Layer* HB_LayerNew(const char* class_name, const char* config, size_t config_len,
                                   HB_Status* status);

// Creates a layer from a function. `release` is called when the layer is gone, or before this
// function returns when it fails.
//
//   class_name  name under which the layer is saved
//   config      JSON object with "name" and "trainable", `config_len` bytes; NULL for none
//   config_len  number of bytes
//   noutputs    number of outputs of a call
//   fn          builds the layer
//   user        handed to `fn` [may be NULL]
//   release     frees `user` [may be NULL]
//   status      HB_OK, or what went wrong
//   returns     the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Layer* HB_LayerFromTrace(const char* class_name, const char* config,
                                         size_t config_len, int noutputs, HB_TraceFn fn, void* user,
                                         HB_ReleaseFn release, HB_Status* status);

// Calls a layer. The first call creates its weights; later calls share them.
//
//   layer     the layer
//   inputs    `ninputs` symbolic tensors
//   ninputs   number of inputs
//   outputs   room for `noutputs` results [written; what it receives is the caller's to free]
//   noutputs  the number of outputs that the layer has
//   status    HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_LayerCall(HB_Layer* layer, HB_Symbol* const* inputs, int ninputs,
                               HB_Symbol** outputs, int noutputs, HB_Status* status);

// Learns mean and variance of data, of all samples with the same weight. Builds the layer for data
// of this shape if need be; models that hold the layer use the new values at once. HB_UNIMPLEMENTED
// for layers that learn nothing beforehand.
//
//   layer   a Normalization layer
//   data    samples, numbers of any type
//   go_on   1 adds to the samples of the calls before, 0 begins anew
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_LayerAdapt(HB_Layer* layer, const HB_Tensor* data, unsigned char go_on,
                                HB_Status* status);

// Writes class name and full config of a layer, as Keras writes them.
//
//   layer   the layer
//   json    an empty buffer; receives the JSON [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_LayerConfig(HB_Layer* layer, HB_Buffer* json, HB_Status* status);

// Drops the caller's reference; models keep their layers.
//
//   layer  the layer [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteLayer(HB_Layer* layer);

// Creates an input of a model.
//
//   config      JSON object with "shape" (of one sample), "dtype", "name", `config_len` bytes
//   config_len  number of bytes
//   status      HB_OK, or what went wrong
//   returns     the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Symbol* HB_SymbolInput(const char* config, size_t config_len, HB_Status* status);

// Writes type and shape; unknown sizes are null.
//
//   symbol  the symbolic tensor
//   json    an empty buffer; receives {"dtype", "shape", "layer"} [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SymbolDescribe(const HB_Symbol* symbol, HB_Buffer* json, HB_Status* status);

// Drops the caller's reference.
//
//   symbol  the symbolic tensor [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteSymbol(HB_Symbol* symbol);

// Writes all layers, losses, metrics, optimizers, schedules, initializers, regularizers,
// constraints, activations and callbacks with their parameters.
//
//   json    an empty buffer; receives the JSON [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_LayersSchema(HB_Buffer* json, HB_Status* status);

// Starts the generator from which initial weights, the order of batches and the seeds of layers
// come when they are given none.
//
//   seed  the seed
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SetRandomSeed(uint64_t seed);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_KERAS_LAYER_H_
