// Matrix products of every dtype behind one signature.
#ifndef HORNBEAM_CORE_KERNELS_CPU_MATH_PRODUCT_H_
#define HORNBEAM_CORE_KERNELS_CPU_MATH_PRODUCT_H_

#include <cstddef>
#include <cstdint>

#include "core/kernel/kernel.h"

namespace hb {

// c[m,n] = op(a) * op(b), row-major and contiguous. op(a) is a (stored [m,k]) or its transpose
// (stored [k,m]); `adjoint` conjugates complex elements as well.
struct Product {
  int64_t m = 0, n = 0, k = 0;
  bool trans_a = false, trans_b = false;
  bool conj_a = false, conj_b = false;
};
using ProductFn = void (*)(const Product& p, const void* a, const void* b, void* c, void* scratch,
                           HbRunCtx* ctx);

// The function for a dtype, or null. `scratch` is set to the bytes that one product needs.
ProductFn ProductFor(int32_t dtype, const Product& p, size_t* scratch);

// Double and complex products, on Eigen.
void ProductDouble(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*);
void ProductComplex64(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*);
void ProductComplex128(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_MATH_PRODUCT_H_
