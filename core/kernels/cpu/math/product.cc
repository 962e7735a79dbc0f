#include "core/kernels/cpu/math/product.h"

#include <cstring>

#include "core/kernels/cpu/isa_pool.h"
#include "core/tensor/dtype.h"

namespace hb {
namespace {

IsaGemm GemmOf(const Product& p, const float* a, const float* b, float* c, void* scratch) {
  IsaGemm g = {};
  g.m = p.m;
  g.n = p.n;
  g.k = p.k;
  g.a = a;
  g.lda = p.trans_a ? p.m : p.k;
  g.b = b;
  g.ldb = p.trans_b ? p.k : p.n;
  g.c = c;
  g.ldc = p.n;
  g.trans_a = p.trans_a;
  g.trans_b = p.trans_b;
  g.alpha = 1;
  g.scratch = scratch;
  return g;
}

void ProductFloat(const Product& p, const void* a, const void* b, void* c, void* scratch,
                  HbRunCtx* ctx) {
  const IsaGemm g = GemmOf(p, static_cast<const float*>(a), static_cast<const float*>(b),
                           static_cast<float*>(c), scratch);
  const IsaPool pool = PoolOf(ctx);
  Isa()->gemm(&g, &pool);
}

size_t Aligned(int64_t floats) {
  return (static_cast<size_t>(floats) * sizeof(float) + 63) & ~size_t{63};
}

// Half precision: computed in float, rounded once.
template <typename T>
void ProductNarrow(const Product& p, const void* a, const void* b, void* c, void* scratch,
                   HbRunCtx* ctx) {
  char* s = static_cast<char*>(scratch);
  auto* fa = reinterpret_cast<float*>(s);
  auto* fb = reinterpret_cast<float*>(s + Aligned(p.m * p.k));
  auto* fc = reinterpret_cast<float*>(s + Aligned(p.m * p.k) + Aligned(p.k * p.n));
  void* rest = s + Aligned(p.m * p.k) + Aligned(p.k * p.n) + Aligned(p.m * p.n);
  for (int64_t i = 0; i < p.m * p.k; ++i) fa[i] = static_cast<const T*>(a)[i];
  for (int64_t i = 0; i < p.k * p.n; ++i) fb[i] = static_cast<const T*>(b)[i];
  ProductFloat(p, fa, fb, fc, rest, ctx);
  for (int64_t i = 0; i < p.m * p.n; ++i) static_cast<T*>(c)[i] = T(fc[i]);
}

// Integers wrap around, as unsigned ones do.
template <typename T>
void ProductInteger(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*) {
  const T *pa = static_cast<const T*>(a), *pb = static_cast<const T*>(b);
  T* pc = static_cast<T*>(c);
  std::memset(pc, 0, static_cast<size_t>(p.m * p.n) * sizeof(T));
  for (int64_t i = 0; i < p.m; ++i) {
    for (int64_t k = 0; k < p.k; ++k) {
      const T x = p.trans_a ? pa[k * p.m + i] : pa[i * p.k + k];
      for (int64_t j = 0; j < p.n; ++j) {
        pc[i * p.n + j] =
            static_cast<T>(pc[i * p.n + j] + x * (p.trans_b ? pb[j * p.k + k] : pb[k * p.n + j]));
      }
    }
  }
}

}  // namespace

ProductFn ProductFor(int32_t dtype, const Product& p, size_t* scratch) {
  *scratch = 0;
  const IsaGemm g = GemmOf(p, nullptr, nullptr, nullptr, nullptr);
  switch (dtype) {
    case DT_FLOAT:
      *scratch = Isa()->gemm_scratch_bytes(&g);
      return ProductFloat;
    case DT_HALF:
    case DT_BFLOAT16:
      *scratch = Aligned(p.m * p.k) + Aligned(p.k * p.n) + Aligned(p.m * p.n) +
                 Isa()->gemm_scratch_bytes(&g);
      return dtype == DT_HALF ? ProductNarrow<half> : ProductNarrow<bfloat16>;
    case DT_DOUBLE:
      return ProductDouble;
    case DT_COMPLEX64:
      return ProductComplex64;
    case DT_COMPLEX128:
      return ProductComplex128;
    case DT_INT8:
    case DT_UINT8:
      return ProductInteger<uint8_t>;
    case DT_INT16:
    case DT_UINT16:
      return ProductInteger<uint16_t>;
    case DT_INT32:
    case DT_UINT32:
      return ProductInteger<uint32_t>;
    case DT_INT64:
    case DT_UINT64:
      return ProductInteger<uint64_t>;
    default:
      return nullptr;
  }
}

}  // namespace hb
