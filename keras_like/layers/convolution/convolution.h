#ifndef KERAS_LIKE_LAYERS_CONVOLUTION_CONVOLUTION_H_
#define KERAS_LIKE_LAYERS_CONVOLUTION_CONVOLUTION_H_

#include <string>

#include "keras_like/engine/layer.h"

namespace hb::keras_like {

// Positions of a window along one dimension; -1 when the size is not known, 0 or less when the
// window does not fit.
int64_t WindowCount(int64_t size, int64_t window, int64_t stride, int64_t dilation,
                    const std::string& padding);
// Sizes of an image [batch, height, width, channels] after a window moved over it.
Result<Dims> WindowShape(const Dims& image, const Dims& window, const Dims& strides,
                         const Dims& dilation, const std::string& padding, int64_t channels);
// "same" -> "SAME".
std::string PaddingName(const std::string& padding);
Param PaddingParam();

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LAYERS_CONVOLUTION_CONVOLUTION_H_
