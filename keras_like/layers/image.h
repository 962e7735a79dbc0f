#ifndef KERAS_LIKE_LAYERS_IMAGE_H_
#define KERAS_LIKE_LAYERS_IMAGE_H_

#include "keras_like/engine/layer.h"

namespace hb::keras_like {

// A layer of images with the parameter data_format. What derives from it sees images
// [batch, height, width, channels]; those with the channels first are turned on their way in and
// out.
class ImageLayer : public Layer {
 public:
  using Layer::Layer;
  Result<Specs> OutputSpecs(const Specs& inputs) final;

 protected:
  Status Build(const Specs& inputs) final;
  OutputList Call(Trace& trace, const OutputList& inputs) final;

  virtual Status BuildImage(const Dims& /*image*/) { return Status(); }
  // Shape of the output; images of other ranks never come.
  virtual Result<Dims> ImageShape(const Dims& image) = 0;
  virtual Output CallImage(Trace& trace, const Output& image) = 0;

 private:
  Result<Dims> ImageDims(const Specs& inputs) const;
  bool channels_first() const { return GetText("data_format") == "channels_first"; }
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LAYERS_IMAGE_H_
