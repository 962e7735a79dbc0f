#ifndef KERAS_LIKE_LAYERS_REGULARIZATION_DROPOUT_H_
#define KERAS_LIKE_LAYERS_REGULARIZATION_DROPOUT_H_

#include "hornbeam/cpp/gen/random_ops.h"
#include "keras_like/engine/layer.h"

namespace hb::keras_like {

// Sets a share `rate` of the elements of x to 0 and scales the others by 1 / (1 - rate). The mask
// has the given shape and is spread over x.
inline Output DropOut(Trace& trace, const Output& x, double rate, const Output& mask_shape,
                      int64_t seed) {
  if (rate >= 1) return ZerosLike(x);
  const Output noise = ops::RandomUniform(trace.scope, mask_shape, x.dtype(),
                                          {.seed = seed, .seed2 = trace.NextSeed()});
  return x * Cast(noise >= rate, x.dtype()) / (1 - rate);
}

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LAYERS_REGULARIZATION_DROPOUT_H_
