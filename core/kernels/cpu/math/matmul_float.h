// Products of two matrices of floats.
#ifndef HORNBEAM_CORE_KERNELS_CPU_MATH_MATMUL_FLOAT_H_
#define HORNBEAM_CORE_KERNELS_CPU_MATH_MATMUL_FLOAT_H_

#include "core/kernel/kernel.h"
#include "core/kernels/cpu/math/product.h"

namespace hb {

// Plans MatMul and _HbMatMul, the bias and the activation of the latter included. The shape
// function has checked everything but the activation.
int PlanFloatMatMul(HbPlanCtx* ctx);

// Plans the product of inputs 0 and 1, one matrix each, whatever dimensions their tensors have.
int PlanFloatProduct(HbPlanCtx* ctx, const Product& product);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_MATH_MATMUL_FLOAT_H_
