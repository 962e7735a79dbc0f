// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_KERAS_H_
#define HORNBEAM_KERAS_H_

// Layers, models and training, on top of hornbeam/c_api.h, whose rules hold here too.

#include "hornbeam/c/macros.h"

#ifndef HORNBEAM_NO_UNSTABLE
#include "hornbeam/keras/trace.h"  // Tracing
#include "hornbeam/keras/layer.h"  // Layers and symbolic tensors
#include "hornbeam/keras/arrays.h"  // Data
#include "hornbeam/keras/model.h"  // Models
#include "hornbeam/keras/trainer.h"  // Training
#endif  // HORNBEAM_NO_UNSTABLE

#endif  // HORNBEAM_KERAS_H_
