// Activations and their gradients.
#ifndef HORNBEAM_CORE_KERNELS_FUNCTOR_ACTIVATION_H_
#define HORNBEAM_CORE_KERNELS_FUNCTOR_ACTIVATION_H_

#include "core/kernels/functor/arithmetic.h"

namespace hb::functor {

// NaN passes through.
struct Relu {
  template <typename T>
  static T Run(T x) {
    return x < T(0) ? T(0) : x;
  }
};
// A product, so that a gradient that is no number shows at inactive units too.
struct ReluGrad {
  template <typename T>
  static T Run(T dy, T x) {
    return static_cast<T>(dy * (x > T(0) ? T(1) : T(0)));
  }
};

struct Relu6 {
  template <typename T>
  static T Run(T x) {
    return x < T(0) ? T(0) : x > T(6) ? T(6) : x;
  }
};
struct Relu6Grad {
  template <typename T>
  static T Run(T dy, T x) {
    return static_cast<T>(dy * (x > T(0) && x < T(6) ? T(1) : T(0)));
  }
};

struct Elu {
  template <typename T>
  static T Run(T x) {
    return x < T(0) ? std::expm1(x) : x;
  }
};
struct EluGrad {
  template <typename T>
  static T Run(T dy, T y) {
    return y < T(0) ? dy * (y + T(1)) : dy;
  }
};

inline constexpr double kSeluScale = 1.0507009873554804934193349852946;
inline constexpr double kSeluScaleAlpha = 1.7580993408473768599402175208123;
struct Selu {
  template <typename T>
  static T Run(T x) {
    return x < T(0) ? T(kSeluScaleAlpha) * std::expm1(x) : T(kSeluScale) * x;
  }
};
struct SeluGrad {
  template <typename T>
  static T Run(T dy, T y) {
    return y < T(0) ? dy * (y + T(kSeluScaleAlpha)) : dy * T(kSeluScale);
  }
};

// log(1 + exp(x)); exact at both ends.
struct Softplus {
  template <typename T>
  static T Run(T x) {
    const T threshold = std::log(std::numeric_limits<T>::epsilon()) + T(2);
    if (x > -threshold) return x;
    if (x < threshold) return std::exp(x);
    return std::log1p(std::exp(x));
  }
};
struct SoftplusGrad {
  template <typename T>
  static T Run(T dy, T x) {
    return dy / (std::exp(-x) + T(1));
  }
};

struct Softsign {
  template <typename T>
  static T Run(T x) {
    return x / (T(1) + std::abs(x));
  }
};
struct SoftsignGrad {
  template <typename T>
  static T Run(T dy, T x) {
    const T d = T(1) + std::abs(x);
    return dy / (d * d);
  }
};

}  // namespace hb::functor

#endif  // HORNBEAM_CORE_KERNELS_FUNCTOR_ACTIVATION_H_
