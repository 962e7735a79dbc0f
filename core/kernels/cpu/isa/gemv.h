// Matrix times vector: the products with one row or one column.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_GEMV_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_GEMV_H_

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {

// y[i * ys] = epilogue(alpha * s[i] + beta * y[i * ys]) for i < n, of channel i * channel_step; the
// residual lies like y.
struct GemvArgs {
  int64_t n, k;
  const float* w;
  int64_t ldw;
  const float* x;  // k values
  float* y;
  int64_t ys;
  float alpha, beta;
  IsaEpilogue e;
  int64_t channel_step;  // 0 or 1
  float* scratch;        // GemvAxpyScratchBytes
};

// s[i] = sum_k w[i * ldw + k] * x[k].
void GemvDot(const GemvArgs* g, const IsaPool* pool);
// s[i] = sum_k w[k * ldw + i] * x[k].
size_t GemvAxpyScratchBytes(int64_t n, int64_t k);
void GemvAxpy(const GemvArgs* g, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_GEMV_H_
