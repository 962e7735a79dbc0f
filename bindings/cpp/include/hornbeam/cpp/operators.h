#ifndef HORNBEAM_CPP_OPERATORS_H_
#define HORNBEAM_CPP_OPERATORS_H_

// Arithmetic on outputs. Operations are built in the scope of the left operand that is an Output;
// a number takes the type of the other operand.

#include <type_traits>

#include "hornbeam/cpp/gen/math_ops.h"

namespace hb {

template <class T>
concept Number = std::is_arithmetic_v<T>;

inline Output operator-(const Output& x) { return ops::Neg(x.scope(), x); }

#define HORNBEAM_CPP_OPERATOR(symbol, op)                           \
  inline Output operator symbol(const Output& a, const Output& b) { \
    return ops::op(a.scope(), a, b);                                \
  }                                                                 \
  template <Number T>                                               \
  Output operator symbol(const Output& a, T b) {                    \
    return ops::op(a.scope(), a, b);                                \
  }                                                                 \
  template <Number T>                                               \
  Output operator symbol(T a, const Output& b) {                    \
    return ops::op(b.scope(), a, b);                                \
  }

HORNBEAM_CPP_OPERATOR(+, AddV2)
HORNBEAM_CPP_OPERATOR(-, Sub)
HORNBEAM_CPP_OPERATOR(*, Mul)
HORNBEAM_CPP_OPERATOR(/, RealDiv)
HORNBEAM_CPP_OPERATOR(<, Less)
HORNBEAM_CPP_OPERATOR(<=, LessEqual)
HORNBEAM_CPP_OPERATOR(>, Greater)
HORNBEAM_CPP_OPERATOR(>=, GreaterEqual)

#undef HORNBEAM_CPP_OPERATOR

}  // namespace hb

#endif  // HORNBEAM_CPP_OPERATORS_H_
