#ifndef KERAS_LIKE_LAYERS_ELEMENTWISE_H_
#define KERAS_LIKE_LAYERS_ELEMENTWISE_H_

#include "keras_like/engine/layer.h"

namespace hb::keras_like {

// A layer whose output has the shape and the mask of its input.
class SameShape : public Layer {
 public:
  using Layer::Layer;
  Result<Specs> OutputSpecs(const Specs& inputs) override {
    return Specs{{dtype(), inputs[0].dims}};
  }

 protected:
  Output ComputeMask(Trace&, const OutputList&, const OutputList& masks) override {
    return masks[0];
  }
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LAYERS_ELEMENTWISE_H_
