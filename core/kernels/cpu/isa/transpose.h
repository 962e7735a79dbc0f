// Transposition of one level.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_TRANSPOSE_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_TRANSPOSE_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

// out[i * os + j] = in[j * is + i] for i < rows, j < cols.
void TransposeCopy(const float* in, int64_t is, float* out, int64_t os, int64_t rows, int64_t cols);

void Transpose(int32_t element_bytes, const void* in, int64_t rows, int64_t cols, int64_t ld_in,
               void* out, int64_t ld_out, int32_t stream, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_TRANSPOSE_H_
