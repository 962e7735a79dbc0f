// Reductions and normalisation of one level; see IsaTable.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_REDUCE_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_REDUCE_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

size_t ReduceScratchBytes(int64_t outer, int64_t mid, int64_t inner);
void Reduce(int op, const float* x, int64_t outer, int64_t mid, int64_t inner, float* out,
            void* scratch, const IsaPool* pool);

size_t ColumnMomentsScratchBytes(int64_t rows, int64_t cols);
void ColumnMoments(const float* x, int64_t rows, int64_t cols, float* mean, float* variance,
                   void* scratch, const IsaPool* pool);
size_t ColumnGradSumsScratchBytes(int64_t rows, int64_t cols);
void ColumnGradSums(const float* dy, const float* x, const float* center, int64_t rows,
                    int64_t cols, float* sum_dy, float* sum_dyx, void* scratch,
                    const IsaPool* pool);
void ColumnAffine(const float* x, int64_t rows, int64_t cols, const float* center,
                  const float* scale, const float* shift, int32_t act, float* y,
                  const IsaPool* pool);
void ColumnNormGrad(const float* dy, const float* x, int64_t rows, int64_t cols,
                    const float* center, const float* a, const float* b, const float* scale,
                    float* dx, const IsaPool* pool);
void LayerNorm(const float* x, int64_t rows, int64_t cols, const float* gamma, const float* beta,
               float epsilon, float* y, float* mean, float* rstd, const IsaPool* pool);
size_t LayerNormGradScratchBytes(int64_t rows, int64_t cols);
void LayerNormGrad(const float* dy, const float* x, int64_t rows, int64_t cols, const float* gamma,
                   const float* mean, const float* rstd, float* dx, float* dgamma, float* dbeta,
                   void* scratch, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_REDUCE_H_
