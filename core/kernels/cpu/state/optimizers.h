// One step of each optimizer over a range of elements, in TensorFlow's order of operations.
//
// `v` are the variables in the order of the op's inputs, `s` its scalars in that order, `g` the
// gradient.
#ifndef HORNBEAM_CORE_KERNELS_CPU_STATE_OPTIMIZERS_H_
#define HORNBEAM_CORE_KERNELS_CPU_STATE_OPTIMIZERS_H_

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "core/tensor/dtype.h"

namespace hb::optimizers {

// Attributes.
struct Options {
  bool nesterov = false;
  bool update_slots = true;
  bool multiply_linear_by_lr = false;
};

template <typename T>
T Sqrt(T x) {
  if constexpr (sizeof(T) == 2) {
    return T(std::sqrt(static_cast<float>(x)));
  } else {
    return std::sqrt(x);
  }
}
template <typename T>
T Pow(T x, T y) {
  if constexpr (sizeof(T) == 2) {
    return T(std::pow(static_cast<float>(x), static_cast<float>(y)));
  } else {
    return std::pow(x, y);
  }
}
template <typename T>
T Abs(T x) {
  return x < T(0) ? -x : x;
}
struct GradientDescent {
  static constexpr int kVars = 1, kScalars = 1;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    for (int64_t i = 0; i < n; ++i) v[0][i] -= g[i] * s[0];
  }
};

struct Momentum {  // lr, momentum
  static constexpr int kVars = 2, kScalars = 2;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] = v[1][i] * s[1] + g[i];
      v[0][i] -= o.nesterov ? g[i] * s[0] + v[1][i] * s[1] * s[0] : v[1][i] * s[0];
    }
  }
};

struct KerasMomentum {  // lr, momentum
  static constexpr int kVars = 2, kScalars = 2;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] = v[1][i] * s[1] - g[i] * s[0];
      v[0][i] += o.nesterov ? v[1][i] * s[1] - g[i] * s[0] : v[1][i];
    }
  }
};

struct Adagrad {  // lr
  static constexpr int kVars = 2, kScalars = 1;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      if (o.update_slots) v[1][i] += g[i] * g[i];
      v[0][i] -= g[i] * s[0] * (T(1.0f) / Sqrt(v[1][i]));
    }
  }
};

struct AdagradV2 {  // lr, epsilon
  static constexpr int kVars = 2, kScalars = 2;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      if (o.update_slots) v[1][i] += g[i] * g[i];
      v[0][i] -= g[i] * s[0] / (Sqrt(v[1][i]) + s[1]);
    }
  }
};

struct KerasAdagrad {  // lr, epsilon
  static constexpr int kVars = 2, kScalars = 2;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const T sum = v[1][i] + g[i] * g[i];
      v[1][i] = sum;
      v[0][i] -= s[0] * g[i] / Sqrt(sum + s[1]);
    }
  }
};

struct Adam {  // beta1_power, beta2_power, lr, beta1, beta2, epsilon
  static constexpr int kVars = 3, kScalars = 6;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    const T one(1.0f), beta1 = s[3], beta2 = s[4], epsilon = s[5];
    const T alpha = s[2] * Sqrt(one - s[1]) / (one - s[0]);
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] += (g[i] - v[1][i]) * (one - beta1);
      v[2][i] += (g[i] * g[i] - v[2][i]) * (one - beta2);
      const T m = o.nesterov ? g[i] * (one - beta1) + beta1 * v[1][i] : v[1][i];
      v[0][i] -= m * alpha / (Sqrt(v[2][i]) + epsilon);
    }
  }
};

struct KerasAdamW {  // as Adam, then weight_decay
  static constexpr int kVars = 3, kScalars = 7;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    for (int64_t i = 0; i < n; ++i) v[0][i] -= v[0][i] * s[6] * s[2];
    Adam::Step(v, s, g, o, n);
  }
};

struct KerasNadam {  // now, next, product, lr, 1 - beta1, 1 - beta2, beta2_power, epsilon
  static constexpr int kVars = 3, kScalars = 8;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    const T one(1.0f), next = s[1], after = one - s[2] * s[1], share = one - s[0];
    const T before = one - s[2], rate = s[3], rest1 = s[4], rest2 = s[5], bias = one - s[6];
    const T epsilon = s[7];
    for (int64_t i = 0; i < n; ++i) {
      const T m = v[1][i] + (g[i] - v[1][i]) * rest1;
      const T square = v[2][i] + (g[i] * g[i] - v[2][i]) * rest2;
      const T mean = next * m / after + share * g[i] / before;
      v[1][i] = m;
      v[2][i] = square;
      v[0][i] -= mean * rate / (Sqrt(square / bias) + epsilon);
    }
  }
};

struct AdamWithAmsgrad {  // beta1_power, beta2_power, lr, beta1, beta2, epsilon
  static constexpr int kVars = 4, kScalars = 6;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    const T one(1.0f), beta1 = s[3], beta2 = s[4], epsilon = s[5];
    const T alpha = s[2] * Sqrt(one - s[1]) / (one - s[0]);
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] += (g[i] - v[1][i]) * (one - beta1);
      v[2][i] += (g[i] * g[i] - v[2][i]) * (one - beta2);
      v[3][i] = v[3][i] < v[2][i] ? v[2][i] : v[3][i];
      v[0][i] -= v[1][i] * alpha / (Sqrt(v[3][i]) + epsilon);
    }
  }
};

struct AdaMax {  // beta1_power, lr, beta1, beta2, epsilon
  static constexpr int kVars = 3, kScalars = 5;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    const T one(1.0f), rate = s[1] / (one - s[0]);
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] += (g[i] - v[1][i]) * (one - s[2]);
      const T decayed = s[3] * v[2][i], size = Abs(g[i]);
      v[2][i] = decayed < size ? size : decayed;
      v[0][i] -= rate * (v[1][i] / (v[2][i] + s[4]));
    }
  }
};

struct RmsProp {  // lr, rho, momentum, epsilon
  static constexpr int kVars = 3, kScalars = 4;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    const T one(1.0f);
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] += (g[i] * g[i] - v[1][i]) * (one - s[1]);
      v[2][i] = v[2][i] * s[2] + g[i] * s[0] / Sqrt(v[1][i] + s[3]);
      v[0][i] -= v[2][i];
    }
  }
};

struct KerasRmsProp {  // lr, rho, 1 - rho, epsilon
  static constexpr int kVars = 2, kScalars = 4;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const T square = s[1] * v[1][i] + s[2] * (g[i] * g[i]);
      v[1][i] = square;
      v[0][i] -= s[0] * g[i] / Sqrt(square + s[3]);
    }
  }
};

struct CenteredRmsProp {  // variables var, mg, ms, mom; lr, rho, momentum, epsilon
  static constexpr int kVars = 4, kScalars = 4;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    const T one(1.0f);
    for (int64_t i = 0; i < n; ++i) {
      v[2][i] += (g[i] * g[i] - v[2][i]) * (one - s[1]);
      v[1][i] += (g[i] - v[1][i]) * (one - s[1]);
      const T variance = (v[2][i] - v[1][i] * v[1][i]) + s[3];
      v[3][i] = v[3][i] * s[2] + g[i] * s[0] / Sqrt(variance);
      v[0][i] -= v[3][i];
    }
  }
};

struct Adadelta {  // lr, rho, epsilon
  static constexpr int kVars = 3, kScalars = 3;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options&, int64_t n) {
    const T one(1.0f);
    for (int64_t i = 0; i < n; ++i) {
      v[1][i] = v[1][i] * s[1] + g[i] * g[i] * (one - s[1]);
      const T update = Sqrt(v[2][i] + s[2]) * (one / Sqrt(v[1][i] + s[2])) * g[i];
      v[0][i] -= update * s[0];
      v[2][i] = v[2][i] * s[1] + update * update * (one - s[1]);
    }
  }
};

// Scalars lr, l1, l2, then `shrinkage` if the op has it, then lr_power.
template <bool kShrinks>
struct FtrlOf {
  static constexpr int kVars = 3, kScalars = kShrinks ? 5 : 4;
  template <typename T>
  static void Step(T* const* v, const T* s, const T* g, const Options& o, int64_t n) {
    if (static_cast<double>(s[kScalars - 1]) == -0.5) {
      Loop(v, s, g, o, n, [](T x) { return Sqrt(x); });
    } else {
      Loop(v, s, g, o, n, [power = s[kScalars - 1]](T x) { return Pow(x, -power); });
    }
  }

 private:
  template <typename T, typename Raised>
  static void Loop(T* const* v, const T* s, const T* g, const Options& o, int64_t n,
                   Raised raised) {
    const T two(2.0f), lr = s[0], l2 = s[2], shrinkage = kShrinks ? s[3] : T(0.0f);
    const bool by_lr = o.multiply_linear_by_lr;
    const T l1 = by_lr ? s[1] * lr : s[1];
    for (int64_t i = 0; i < n; ++i) {
      T var = v[0][i], linear = v[2][i];
      const T grad = kShrinks ? g[i] + two * shrinkage * var : g[i];
      const T accum = v[1][i] + g[i] * g[i];
      const T grown = raised(accum);
      T quadratic;
      if (by_lr) {
        linear += grad * lr - (grown - raised(v[1][i])) * var;
        quadratic = grown + two * l2 * lr;
      } else {
        linear += grad - (grown - raised(v[1][i])) / lr * var;
        quadratic = grown / lr + two * l2;
      }
      const T low = linear < -l1 ? -l1 : linear;  // without branches: signs are random
      const T moved = ((l1 < low ? l1 : low) - linear) / quadratic;
      v[0][i] = Abs(linear) > l1 ? moved : T(0.0f);
      v[1][i] = accum;
      v[2][i] = linear;
    }
  }
};
using Ftrl = FtrlOf<false>;
using FtrlV2 = FtrlOf<true>;

// Optimizers that compare numbers, and so have no complex form.
template <typename O>
inline constexpr bool kOrders = std::is_same_v<O, AdamWithAmsgrad> || std::is_same_v<O, AdaMax> ||
                                std::is_same_v<O, Ftrl> || std::is_same_v<O, FtrlV2>;
// Optimizers that implement functions, for float and double.
template <typename O>
inline constexpr bool kImplements =
    std::is_same_v<O, KerasAdagrad> || std::is_same_v<O, KerasAdamW> ||
    std::is_same_v<O, KerasNadam> || std::is_same_v<O, KerasRmsProp>;

}  // namespace hb::optimizers

#endif  // HORNBEAM_CORE_KERNELS_CPU_STATE_OPTIMIZERS_H_
