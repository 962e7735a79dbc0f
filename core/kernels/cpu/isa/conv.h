// The convolution of one level; see IsaConv.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_CONV_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_CONV_H_

#include "core/kernels/cpu/isa/gather.h"
#include "core/kernels/cpu/isa/isa.h"

namespace hb::HB_ISA_NS {

// The rows of `group`'s matrix of input patches, one for each output pixel.
Gather PatchGather(const IsaConv* c, const float* input, int64_t group);

int32_t ConvGainsByPackedFilter(const IsaConv* c);
int32_t ConvFilterLayout(const IsaConv* c);
size_t ConvScratchBytes(const IsaConv* c, int32_t is_packed);
void Conv(const IsaConv* c, const float* input, const float* filter, const void* packed,
          const IsaEpilogue* e, float* output, void* scratch, const IsaPool* pool);
size_t ConvPackedFilterBytes(const IsaConv* c);
void ConvPackFilter(const IsaConv* c, const float* filter, void* out, const IsaPool* pool);
size_t ConvGradInputScratchBytes(const IsaConv* c);
void ConvGradInput(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                   void* scratch, const IsaPool* pool);
// The same for few channels of the input and one group, where HasFewInputs.
bool HasFewInputs(const IsaConv* c);
size_t ConvGradFewScratchBytes(const IsaConv* c);
void ConvGradFew(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                 void* scratch, const IsaPool* pool);
size_t ConvGradFilterScratchBytes(const IsaConv* c);
void ConvGradFilter(const IsaConv* c, const float* input, const float* dy, float* dfilter,
                    void* scratch, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_CONV_H_
