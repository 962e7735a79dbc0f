// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_KERAS_ARRAYS_H_
#define HORNBEAM_KERAS_ARRAYS_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Data (unstable: rows may change between minor versions)

// Samples: arrays whose first dimensions are equal. They are read in place and, where a call keeps
// them, referred to, not copied.
typedef struct HB_Arrays {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // `nx` arrays, one for each input.
  HB_Tensor* const* x;
  // Number of inputs.
  int nx;
  // `ny` arrays, one for each output.
  HB_Tensor* const* y;
  // Number of labels.
  int ny;
  // `nsample_weight` arrays, one for each output.
  HB_Tensor* const* sample_weight;
  // 0 for no weights.
  int nsample_weight;
} HB_Arrays;

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_KERAS_ARRAYS_H_
