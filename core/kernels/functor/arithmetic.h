// Scalar arithmetic: integers wrap around, nothing traps.
#ifndef HORNBEAM_CORE_KERNELS_FUNCTOR_ARITHMETIC_H_
#define HORNBEAM_CORE_KERNELS_FUNCTOR_ARITHMETIC_H_

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace hb::functor {

template <typename T>
inline constexpr bool kIsComplex = false;
template <typename T>
inline constexpr bool kIsComplex<std::complex<T>> = true;
template <typename T>
inline constexpr bool kIsInt = std::is_integral_v<T> && !std::is_same_v<T, bool>;

// The unsigned type in which integers of type T are computed.
template <typename T>
using Wrap = std::conditional_t<(sizeof(T) > 4), uint64_t, uint32_t>;

struct Add {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (kIsInt<T>) {
      return static_cast<T>(static_cast<Wrap<T>>(a) + static_cast<Wrap<T>>(b));
    } else {
      return a + b;
    }
  }
};

struct Sub {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (kIsInt<T>) {
      return static_cast<T>(static_cast<Wrap<T>>(a) - static_cast<Wrap<T>>(b));
    } else {
      return a - b;
    }
  }
};

struct Mul {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (kIsInt<T>) {
      return static_cast<T>(static_cast<Wrap<T>>(a) * static_cast<Wrap<T>>(b));
    } else if constexpr (kIsComplex<T>) {
      return T(a.real() * b.real() - a.imag() * b.imag(),
               a.real() * b.imag() + a.imag() * b.real());
    } else {
      return a * b;
    }
  }
};

struct Neg {
  template <typename T>
  static T Run(T a) {
    if constexpr (kIsInt<T>) {
      return Sub::Run(T(0), a);
    } else {
      return -a;
    }
  }
};

// Towards zero for integers; the divisor isn't zero.
struct Div {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (kIsInt<T> && std::is_signed_v<T>) {
      return b == T(-1) ? Neg::Run(a) : static_cast<T>(a / b);
    } else {
      return a / b;
    }
  }
};

// round(q) in the precision of q, which is at least float.
template <typename T, typename Fn>
inline T RoundQuotient(T q, Fn round) {
  using F = std::conditional_t<(sizeof(T) < 4), float, T>;
  return static_cast<T>(round(static_cast<F>(q)));
}

struct TruncateDiv {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (kIsInt<T>) {
      return Div::Run(a, b);
    } else {
      return RoundQuotient(a / b, [](auto q) { return std::trunc(q); });
    }
  }
};

struct TruncateMod {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (!kIsInt<T>) {
      return std::fmod(a, b);
    } else if constexpr (std::is_signed_v<T>) {
      return b == T(-1) ? T(0) : static_cast<T>(a % b);
    } else {
      return static_cast<T>(a % b);
    }
  }
};

struct FloorDiv {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (!kIsInt<T>) {
      return RoundQuotient(a / b, [](auto q) { return std::floor(q); });
    } else if constexpr (std::is_signed_v<T>) {
      const T q = Div::Run(a, b);
      const bool inexact = TruncateMod::Run(a, b) != 0;
      return static_cast<T>(inexact && (a < 0) != (b < 0) ? q - 1 : q);
    } else {
      return static_cast<T>(a / b);
    }
  }
};

struct FloorMod {
  template <typename T>
  static T Run(T a, T b) {
    const T r = TruncateMod::Run(a, b);
    if constexpr (kIsInt<T> && !std::is_signed_v<T>) {
      return r;
    } else {
      return r != T(0) && (r < T(0)) != (b < T(0)) ? static_cast<T>(r + b) : r;
    }
  }
};

struct DivNoNan {
  template <typename T>
  static T Run(T a, T b) {
    return b == T(0) ? T(0) : a / b;
  }
};

struct MulNoNan {
  template <typename T>
  static T Run(T a, T b) {
    return b == T(0) ? T(0) : Mul::Run(a, b);
  }
};

struct Xdivy {
  template <typename T>
  static T Run(T a, T b) {
    return a == T(0) ? a : a / b;
  }
};

struct Xlogy {
  template <typename T>
  static T Run(T a, T b) {
    return a == T(0) ? a : a * std::log(b);
  }
};

struct Log1p {
  template <typename T>
  static T Run(T a) {
    if constexpr (kIsComplex<T>) {
      // log|1 + z| = log1p(re (2 + re) + im^2) / 2, which doesn't cancel near zero.
      using R = typename T::value_type;
      const R re = a.real(), im = a.imag();
      if (!(std::abs(re) < R(0.5)) || !(std::abs(im) < R(0.5))) return std::log(T(1 + re, im));
      return T(std::log1p(re * (2 + re) + im * im) / 2, std::atan2(im, 1 + re));
    } else {
      return std::log1p(a);
    }
  }
};

struct Xlog1py {
  template <typename T>
  static T Run(T a, T b) {
    return a == T(0) ? a : a * Log1p::Run(b);
  }
};

// NaN if either is NaN.
struct Maximum {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return a > b || a != a ? a : b;
    } else {
      return a > b ? a : b;
    }
  }
};

struct Minimum {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return a < b || a != a ? a : b;
    } else {
      return a < b ? a : b;
    }
  }
};

// Integer exponents aren't negative.
struct Pow {
  template <typename T>
  static T Run(T a, T b) {
    if constexpr (!kIsInt<T>) {
      return std::pow(a, b);
    } else {
      T result = 1;
      for (T e = b; e > 0; e = static_cast<T>(e >> 1)) {
        if ((e & 1) != 0) result = Mul::Run(result, a);
        a = Mul::Run(a, a);
      }
      return result;
    }
  }
};

struct Conj {
  template <typename T>
  static T Run(T a) {
    if constexpr (kIsComplex<T>) {
      return std::conj(a);
    } else {
      return a;
    }
  }
};

struct SquaredDifference {
  template <typename T>
  static T Run(T a, T b) {
    const T d = Sub::Run(a, b);
    return Mul::Run(d, Conj::Run(d));
  }
};

struct Atan2 {
  template <typename T>
  static T Run(T y, T x) {
    return std::atan2(y, x);
  }
};

struct NextAfter {
  template <typename T>
  static T Run(T a, T b) {
    return std::nextafter(a, b);
  }
};

struct BitwiseAnd {
  template <typename T>
  static T Run(T a, T b) {
    return static_cast<T>(a & b);
  }
};
struct BitwiseOr {
  template <typename T>
  static T Run(T a, T b) {
    return static_cast<T>(a | b);
  }
};
struct BitwiseXor {
  template <typename T>
  static T Run(T a, T b) {
    return static_cast<T>(a ^ b);
  }
};
struct Invert {
  template <typename T>
  static T Run(T a) {
    return static_cast<T>(~a);
  }
};

// Distances out of range are limited to it.
template <typename T>
inline int ShiftDistance(T b) {
  constexpr int kBits = static_cast<int>(sizeof(T)) * 8;
  if (b < T(0)) return 0;
  return b > T(kBits - 1) ? kBits - 1 : static_cast<int>(b);
}
struct LeftShift {
  template <typename T>
  static T Run(T a, T b) {
    return static_cast<T>(static_cast<Wrap<T>>(a) << ShiftDistance(b));
  }
};
struct RightShift {
  template <typename T>
  static T Run(T a, T b) {
    return static_cast<T>(a >> ShiftDistance(b));
  }
};

struct Equal {
  template <typename T>
  static bool Run(const T& a, const T& b) {
    return a == b;
  }
};
struct NotEqual {
  template <typename T>
  static bool Run(const T& a, const T& b) {
    return !(a == b);
  }
};
struct Less {
  template <typename T>
  static bool Run(T a, T b) {
    return a < b;
  }
};
struct LessEqual {
  template <typename T>
  static bool Run(T a, T b) {
    return a <= b;
  }
};
struct Greater {
  template <typename T>
  static bool Run(T a, T b) {
    return a > b;
  }
};
struct GreaterEqual {
  template <typename T>
  static bool Run(T a, T b) {
    return a >= b;
  }
};
struct LogicalAnd {
  static bool Run(bool a, bool b) { return a && b; }
};
struct LogicalOr {
  static bool Run(bool a, bool b) { return a || b; }
};
struct LogicalNot {
  static bool Run(bool a) { return !a; }
};

}  // namespace hb::functor

#endif  // HORNBEAM_CORE_KERNELS_FUNCTOR_ARITHMETIC_H_
