// Depthwise convolution of one level.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_DEPTHWISE_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_DEPTHWISE_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

void Depthwise(const IsaConv* c, const float* input, const float* filter, const IsaEpilogue* e,
               float* output, const IsaPool* pool);
void DepthwiseRows(const IsaConv* c, const float* ring, int64_t ring_rows, int64_t begin,
                   int64_t end, const float* filter, const IsaEpilogue* e, float* output);
void DepthwiseGradInput(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                        const IsaPool* pool);
size_t DepthwiseGradFilterScratchBytes(const IsaConv* c);
void DepthwiseGradFilter(const IsaConv* c, const float* input, const float* dy, float* dfilter,
                         void* scratch, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_DEPTHWISE_H_
