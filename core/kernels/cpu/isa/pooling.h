// Pooling of one level; see IsaWindow.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_POOLING_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_POOLING_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

void MaxPool(const IsaWindow* w, const float* input, float* output, const IsaPool* pool);
void MaxPoolGrad(const IsaWindow* w, const float* input, const float* dy, float* dinput,
                 const IsaPool* pool);
void AvgPool(const IsaWindow* w, const float* input, float* output, const IsaPool* pool);
void AvgPoolGrad(const IsaWindow* w, const float* dy, float* dinput, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_POOLING_H_
