#include "keras_like/layers/image.h"

namespace hb::keras_like {

Result<Dims> ImageLayer::ImageDims(const Specs& inputs) const {
  const Dims& dims = inputs[0].dims;
  if (dims.size() != 4) {
    return InvalidArgument(std::string("needs images of shape ") +
                           (channels_first() ? "(batch, channels, height, width)"
                                             : "(batch, height, width, channels)") +
                           ", got " + ShapeText(dims));
  }
  return channels_first() ? Dims{dims[0], dims[2], dims[3], dims[1]} : dims;
}

Result<Specs> ImageLayer::OutputSpecs(const Specs& inputs) {
  HB_ASSIGN_OR_RETURN(const Dims image, ImageDims(inputs));
  HB_ASSIGN_OR_RETURN(Dims shape, ImageShape(image));
  if (channels_first() && shape.size() == 4) shape = {shape[0], shape[3], shape[1], shape[2]};
  return Specs{{casts_inputs() ? dtype() : inputs[0].dtype, shape}};
}

Status ImageLayer::Build(const Specs& inputs) {
  HB_ASSIGN_OR_RETURN(const Dims image, ImageDims(inputs));
  return BuildImage(image);
}

OutputList ImageLayer::Call(Trace& trace, const OutputList& inputs) {
  if (!channels_first()) return {CallImage(trace, inputs[0])};
  const Output y = CallImage(trace, Transpose(inputs[0], {0, 2, 3, 1}));
  return {y.rank() == 4 ? Transpose(y, {0, 3, 1, 2}) : y};
}

}  // namespace hb::keras_like
