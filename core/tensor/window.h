// The geometry of sliding windows (convolutions, pooling), as TensorFlow defines it.
#ifndef HORNBEAM_CORE_TENSOR_WINDOW_H_
#define HORNBEAM_CORE_TENSOR_WINDOW_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "core/tensor/shape.h"

namespace hb {

// One dimension. Output position o covers the input positions o * stride - pad_before +
// i * dilation, i < size; positions outside of the input are padding. Unknown numbers are -1.
struct WindowDim {
  int64_t in = -1, size = -1, stride = 1, dilation = 1;
  int64_t out = -1, pad_before = 0, pad_after = 0;
};

// Attributes as a node has them; empty vectors stand for ones (dilations) and nothing (paddings).
struct WindowAttrs {
  std::vector<int64_t> strides, dilations, explicit_paddings;
  std::string padding, data_format;
};
// Of window i, if `all` has the attributes of several one behind the other.
WindowAttrs AttrsOfWindow(const WindowAttrs& all, size_t i, const std::string& padding);

// A window over images, whichever format they are in.
struct Window2D {
  bool nchw = false;
  WindowDim h, w;
  // Where batch, height, width and channels stand in the image's shape.
  int h_axis() const { return nchw ? 2 : 1; }
  int w_axis() const { return nchw ? 3 : 2; }
  int c_axis() const { return nchw ? 1 : 3; }
  // The shape of an image.
  Shape Image(int64_t batch, int64_t h, int64_t w, int64_t c) const {
    return nchw ? Shape{batch, c, h, w} : Shape{batch, h, w, c};
  }
};

// Completes out and the paddings. `padding` is SAME, VALID or EXPLICIT (paddings are set already).
// InvalidArgument if a number is out of range or the window doesn't fit into the padded input.
Status CompleteWindow(std::string_view padding, WindowDim* d);

// The window of size k_h x k_w (-1: unknown) over an image of rank 4. Checks all attributes.
Result<Window2D> MakeWindow2D(const WindowAttrs& attrs, const Shape& image, int64_t k_h,
                              int64_t k_w);

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_WINDOW_H_
