// Reductions: what is accumulated, in which type, and what comes out.
#ifndef HORNBEAM_CORE_KERNELS_FUNCTOR_REDUCTION_H_
#define HORNBEAM_CORE_KERNELS_FUNCTOR_REDUCTION_H_

#include "core/kernels/functor/arithmetic.h"
#include "core/tensor/dtype.h"

namespace hb::functor {

// half and bfloat16 accumulate in float.
template <typename T>
using Accumulator =
    std::conditional_t<std::is_same_v<T, half> || std::is_same_v<T, bfloat16>, float, T>;

struct SumReducer {
  template <typename T>
  using Acc = Accumulator<T>;
  template <typename T>
  static Acc<T> Init() {
    return Acc<T>(0);
  }
  template <typename T>
  static Acc<T> Map(T x) {
    return static_cast<Acc<T>>(x);
  }
  template <typename A>
  static A Merge(A a, A b) {
    return Add::Run(a, b);
  }
  template <typename T>
  static T Finish(Acc<T> a, int64_t) {
    return static_cast<T>(a);
  }
};

struct MeanReducer : SumReducer {
  // Small integers are summed without wrapping.
  template <typename T>
  using Acc = std::conditional_t<kIsInt<T> && (sizeof(T) < 4),
                                 std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>,
                                 Accumulator<T>>;
  template <typename T>
  static Acc<T> Init() {
    return Acc<T>(0);
  }
  template <typename T>
  static Acc<T> Map(T x) {
    return static_cast<Acc<T>>(x);
  }
  template <typename T>
  static T Finish(Acc<T> a, int64_t n) {
    using A = Acc<T>;
    if constexpr (kIsInt<T>) {
      return static_cast<A>(n) == A(0) ? T(0) : static_cast<T>(Div::Run(a, static_cast<A>(n)));
    } else if constexpr (kIsComplex<T>) {
      return n == 0 ? T(0) : a / static_cast<typename T::value_type>(n);
    } else {
      return static_cast<T>(a / static_cast<A>(n));
    }
  }
};

struct ProdReducer : SumReducer {
  template <typename T>
  static Acc<T> Init() {
    return Acc<T>(1);
  }
  template <typename A>
  static A Merge(A a, A b) {
    return Mul::Run(a, b);
  }
};

template <typename A>
constexpr A Smallest() {
  if constexpr (std::numeric_limits<A>::has_infinity) return -std::numeric_limits<A>::infinity();
  return std::numeric_limits<A>::lowest();
}
template <typename A>
constexpr A Largest() {
  if constexpr (std::numeric_limits<A>::has_infinity) return std::numeric_limits<A>::infinity();
  return std::numeric_limits<A>::max();
}

struct MaxReducer : SumReducer {
  template <typename T>
  static Acc<T> Init() {
    return Smallest<Acc<T>>();
  }
  template <typename A>
  static A Merge(A a, A b) {
    return Maximum::Run(a, b);
  }
};

struct MinReducer : SumReducer {
  template <typename T>
  static Acc<T> Init() {
    return Largest<Acc<T>>();
  }
  template <typename A>
  static A Merge(A a, A b) {
    return Minimum::Run(a, b);
  }
};

struct EuclideanReducer : SumReducer {
  template <typename T>
  static Acc<T> Map(T x) {
    const Acc<T> a = static_cast<Acc<T>>(x);
    return Mul::Run(a, Conj::Run(a));
  }
  template <typename T>
  static T Finish(Acc<T> a, int64_t) {
    if constexpr (kIsInt<T>) {
      return static_cast<T>(std::sqrt(static_cast<double>(a)));
    } else {
      return static_cast<T>(std::sqrt(a));
    }
  }
};

// Half of the sum of squares.
struct L2Reducer : EuclideanReducer {
  template <typename T>
  static T Finish(Acc<T> a, int64_t) {
    return static_cast<T>(a / Acc<T>(2));
  }
};

struct AllReducer : SumReducer {
  template <typename T>
  static bool Init() {
    return true;
  }
  static bool Merge(bool a, bool b) { return a && b; }
};
struct AnyReducer : SumReducer {
  template <typename T>
  static bool Init() {
    return false;
  }
  static bool Merge(bool a, bool b) { return a || b; }
};

}  // namespace hb::functor

#endif  // HORNBEAM_CORE_KERNELS_FUNCTOR_REDUCTION_H_
