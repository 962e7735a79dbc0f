// Steps of the optimizers of one level; see IsaSegment.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_OPTIMIZER_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_OPTIMIZER_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

void Sgd(float lr, const IsaSegment* segments, int64_t count, const IsaPool* pool);
void Momentum(float lr, float momentum, int32_t nesterov, const IsaSegment* segments, int64_t count,
              const IsaPool* pool);
void Adam(const IsaAdam* h, const IsaSegment* segments, int64_t count, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_OPTIMIZER_H_
