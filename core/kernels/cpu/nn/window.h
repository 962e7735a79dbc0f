// The geometry that convolutions and poolings share: strides, dilations, padding over images.
#ifndef HORNBEAM_CORE_KERNELS_CPU_NN_WINDOW_H_
#define HORNBEAM_CORE_KERNELS_CPU_NN_WINDOW_H_

#include <cstdint>

#include "core/kernel/helpers.h"

namespace hb {

// One spatial dimension.
struct Window {
  int64_t in = 0, out = 0, size = 1, stride = 1, dilation = 1;
  int64_t pad = 0;  // before the first element
};

// Where the spatial and channel dimensions lie in a 4-D value.
struct ImageAxes {
  int h = 1, w = 2, c = 3;
};

// Only images with channels last are computed on the CPU; UNIMPLEMENTED otherwise.
int CheckFormat(HbPlanCtx* ctx, ImageAxes* axes);

// Completes `h` and `w` (in, out and size set by the caller) from the attributes strides, dilations
// (if there), padding and explicit_paddings. InvalidArgument if `out` is not what they give.
int FinishWindows(HbPlanCtx* ctx, const ImageAxes& axes, Window* h, Window* w);
// The same with strides given, for ops that take them as inputs.
int FinishWindows(HbPlanCtx* ctx, const ImageAxes& axes, int64_t stride_h, int64_t stride_w,
                  Window* h, Window* w);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_NN_WINDOW_H_
