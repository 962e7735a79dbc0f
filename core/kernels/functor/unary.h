// Scalar functions of one number, and their gradients from the output.
#ifndef HORNBEAM_CORE_KERNELS_FUNCTOR_UNARY_H_
#define HORNBEAM_CORE_KERNELS_FUNCTOR_UNARY_H_

#include "core/kernels/functor/arithmetic.h"

namespace hb::functor {

// A function that the C++ library has for real and complex numbers.
#define HB_LIBRARY_FUNCTION(Name, function) \
  struct Name {                             \
    template <typename T>                   \
    static T Run(T x) {                     \
      return std::function(x);              \
    }                                       \
  }
HB_LIBRARY_FUNCTION(Sqrt, sqrt);
HB_LIBRARY_FUNCTION(Exp, exp);
HB_LIBRARY_FUNCTION(Log, log);
HB_LIBRARY_FUNCTION(Sin, sin);
HB_LIBRARY_FUNCTION(Cos, cos);
HB_LIBRARY_FUNCTION(Tan, tan);
HB_LIBRARY_FUNCTION(Asin, asin);
HB_LIBRARY_FUNCTION(Acos, acos);
HB_LIBRARY_FUNCTION(Atan, atan);
HB_LIBRARY_FUNCTION(Sinh, sinh);
HB_LIBRARY_FUNCTION(Cosh, cosh);
HB_LIBRARY_FUNCTION(Tanh, tanh);
HB_LIBRARY_FUNCTION(Asinh, asinh);
HB_LIBRARY_FUNCTION(Acosh, acosh);
HB_LIBRARY_FUNCTION(Atanh, atanh);
HB_LIBRARY_FUNCTION(Erf, erf);
HB_LIBRARY_FUNCTION(Erfc, erfc);
#undef HB_LIBRARY_FUNCTION

// float through double: one rounding at the end.
template <typename F>
struct InDouble {
  template <typename T>
  static T Run(T x) {
    if constexpr (std::is_same_v<T, float>) {
      return static_cast<float>(F::Run(static_cast<double>(x)));
    } else {
      return F::Run(x);
    }
  }
  template <typename T>
  static T Run(T x, T y) {
    if constexpr (std::is_same_v<T, float>) {
      return static_cast<float>(F::Run(static_cast<double>(x), static_cast<double>(y)));
    } else {
      return F::Run(x, y);
    }
  }
};

struct Abs {
  template <typename T>
  static T Run(T x) {
    if constexpr (kIsInt<T>) {
      return x < 0 ? Neg::Run(x) : x;
    } else {
      return std::abs(x);
    }
  }
};

struct Sign {
  template <typename T>
  static T Run(T x) {
    if constexpr (kIsComplex<T>) {
      return x == T(0) ? T(0) : x / std::abs(x);
    } else if constexpr (kIsInt<T>) {
      return static_cast<T>((x > 0) - (x < 0));
    } else {
      return x > 0 ? T(1) : x < 0 ? T(-1) : x == 0 ? T(0) : x;
    }
  }
};

struct Square {
  template <typename T>
  static T Run(T x) {
    return Mul::Run(x, x);
  }
};

struct Reciprocal {
  template <typename T>
  static T Run(T x) {
    return T(1) / x;
  }
};

struct Rsqrt {
  template <typename T>
  static T Run(T x) {
    return T(1) / std::sqrt(x);
  }
};

struct Expm1 {
  template <typename T>
  static T Run(T x) {
    if constexpr (kIsComplex<T>) {
      // exp(re) cos(im) - 1 = expm1(re) cos(im) + (cos(im) - 1).
      using R = typename T::value_type;
      const R half = std::sin(x.imag() / 2);
      return T(std::expm1(x.real()) * std::cos(x.imag()) - 2 * half * half,
               std::exp(x.real()) * std::sin(x.imag()));
    } else {
      return std::expm1(x);
    }
  }
};

struct Sigmoid {
  template <typename T>
  static T Run(T x) {
    return T(1) / (T(1) + std::exp(-x));
  }
};

// To the nearest, halves to even.
struct Round {
  template <typename T>
  static T Run(T x) {
    if constexpr (kIsInt<T>) {
      return x;
    } else {
      return std::nearbyint(x);
    }
  }
};

// From the nearest integer, which is one instruction for a whole vector.
struct Floor {
  template <typename T>
  static T Run(T x) {
    const T r = std::nearbyint(x);
    return r - static_cast<T>(r > x);
  }
};
struct Ceil {
  template <typename T>
  static T Run(T x) {
    const T r = std::nearbyint(x);
    return -(-r - static_cast<T>(r < x));  // keeps the sign of zero
  }
};

struct IsNan {
  template <typename T>
  static bool Run(T x) {
    return x != x;
  }
};
struct IsInf {
  template <typename T>
  static bool Run(T x) {
    return std::abs(x) == std::numeric_limits<T>::infinity();
  }
};
struct IsFinite {
  template <typename T>
  static bool Run(T x) {
    return std::abs(x) <= std::numeric_limits<T>::max();
  }
};

// Gradients (y, dy) -> dx. Those that take the conjugate of y do so as TensorFlow's do.
struct SqrtGrad {
  template <typename T>
  static T Run(T y, T dy) {
    return dy == T(0) ? T(0) : dy * T(0.5) / Conj::Run(y);
  }
};
struct RsqrtGrad {
  template <typename T>
  static T Run(T y, T dy) {
    const T c = Conj::Run(y);
    return T(-0.5) * dy * (c * c * c);
  }
};
struct ReciprocalGrad {
  template <typename T>
  static T Run(T y, T dy) {
    const T c = Conj::Run(y);
    return dy * -c * c;
  }
};
struct TanhGrad {
  template <typename T>
  static T Run(T y, T dy) {
    return dy * (T(1) - y * y);
  }
};
struct SigmoidGrad {
  template <typename T>
  static T Run(T y, T dy) {
    return dy * y * (T(1) - y);
  }
};

}  // namespace hb::functor

#endif  // HORNBEAM_CORE_KERNELS_FUNCTOR_UNARY_H_
