#ifndef KERAS_LIKE_LAYERS_CORE_INPUT_H_
#define KERAS_LIKE_LAYERS_CORE_INPUT_H_

#include "keras_like/engine/layer.h"

namespace hb::keras_like {

// The place where a model is fed.
class InputLayer : public Layer {
 public:
  using Layer::Layer;
  Result<TensorSpec> Spec() const;
  Json Config() const override;
  Json ToJson() const override;
  Result<Specs> OutputSpecs(const Specs& inputs) override { return inputs; }

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override { return inputs; }
  bool casts_inputs() const override { return false; }
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LAYERS_CORE_INPUT_H_
