// The matrix product of one level; see IsaGemm.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_H_

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {

size_t GemmScratchBytes(const IsaGemm* g);
void Gemm(const IsaGemm* g, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_H_
