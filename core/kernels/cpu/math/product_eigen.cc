#include <Eigen/Core>
#include <complex>

#include "core/kernels/cpu/math/product.h"

namespace hb {
namespace {

template <typename T>
void EigenProduct(const Product& p, const void* a, const void* b, void* c) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const int64_t ar = p.trans_a ? p.k : p.m, ac = p.trans_a ? p.m : p.k;
  const int64_t br = p.trans_b ? p.n : p.k, bc = p.trans_b ? p.k : p.n;
  Eigen::Map<const Matrix> ma(static_cast<const T*>(a), ar, ac);
  Eigen::Map<const Matrix> mb(static_cast<const T*>(b), br, bc);
  Eigen::Map<Matrix> mc(static_cast<T*>(c), p.m, p.n);
  if constexpr (Eigen::NumTraits<T>::IsComplex) {
    // Conjugates are rare: a copy costs less than eight more instantiations.
    if (p.conj_a || p.conj_b) {
      const Matrix ca = p.conj_a ? Matrix(ma.conjugate()) : Matrix(ma);
      const Matrix cb = p.conj_b ? Matrix(mb.conjugate()) : Matrix(mb);
      Product plain = p;
      plain.conj_a = plain.conj_b = false;
      EigenProduct<T>(plain, ca.data(), cb.data(), c);
      return;
    }
  }
  if (!p.trans_a && !p.trans_b) {
    mc.noalias() = ma * mb;
  } else if (!p.trans_a) {
    mc.noalias() = ma * mb.transpose();
  } else if (!p.trans_b) {
    mc.noalias() = ma.transpose() * mb;
  } else {
    mc.noalias() = ma.transpose() * mb.transpose();
  }
}

}  // namespace

void ProductDouble(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*) {
  EigenProduct<double>(p, a, b, c);
}
void ProductComplex64(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*) {
  EigenProduct<std::complex<float>>(p, a, b, c);
}
void ProductComplex128(const Product& p, const void* a, const void* b, void* c, void*, HbRunCtx*) {
  EigenProduct<std::complex<double>>(p, a, b, c);
}

}  // namespace hb
