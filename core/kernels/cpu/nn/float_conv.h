// Convolutions of floats, plain, grouped and depthwise, with what is done to their result.
#ifndef HORNBEAM_CORE_KERNELS_CPU_NN_FLOAT_CONV_H_
#define HORNBEAM_CORE_KERNELS_CPU_NN_FLOAT_CONV_H_

#include <memory>
#include <span>

#include "core/kernel/prepack.h"
#include "core/kernels/cpu/epilogue.h"

namespace hb {

// The geometry of a convolution from the attributes and the dimensions of the image, the filter and
// the result; sets the plan's cost.
int ConvGeometry(HbPlanCtx* ctx, const HbView& image, std::span<const int64_t> filter,
                 const HbView& result, bool depthwise, IsaConv* c);

// Nothing to sum, or no result.
inline bool Empty(const IsaConv& c) {
  return c.batch * c.out_h * c.out_w * c.out_c == 0 || c.k_h * c.k_w == 0 || c.in_c == 0 ||
         c.in_h * c.in_w == 0;
}

// Each channel of the result sums one of the image: lanes are channels, not terms.
inline bool PerChannel(const IsaConv& c) {
  return c.in_c > 1 && c.groups == c.in_c && c.out_c == c.in_c;
}

// The forward direction by the kernels of the instruction set, and the scratch that it needs.
size_t ConvScratch(const IsaConv& c);
void RunConvSizes(const IsaConv& c, const float* image, const float* filter, const void* packed,
                  const IsaEpilogue& e, float* result, void* scratch, const IsaPool* pool);

// A convolution that is part of a node. A factor for each channel of the result goes into the
// filter (`folds`), where enough pixels of the result share the work.
struct FloatConv {
  IsaConv c;
  Epilogue epilogue;
  int32_t filter;  // which input
  bool folds;
  bool prepack;  // the kernels want panels or a transformed filter
  PackRequest request;
  size_t filter_scratch;  // what FilterOf needs
  size_t scratch;         // what RunFloatConv needs
};

// Completes `f`, whose c and epilogue are set. The filter is kept packed where that gains.
void PlanFloatConv(int32_t filter, FloatConv* f);
// Has it kept packed anyway.
void PlanPackedFilter(FloatConv* f);

// What RunConvSizes takes of a node's convolution.
struct PreparedFilter {
  const float* filter;
  std::shared_ptr<const void> packed;  // a null pointer may still own what `filter` points to
  IsaEpilogue e;
};
// What it returns may lie in `scratch`.
PreparedFilter FilterOf(HbRunCtx* ctx, const FloatConv& f, void* scratch);
void RunFloatConv(HbRunCtx* ctx, const FloatConv& f, const float* image, float* result,
                  void* scratch);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_NN_FLOAT_CONV_H_
