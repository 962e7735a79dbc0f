// Special functions, in double precision.
#ifndef HORNBEAM_CORE_KERNELS_FUNCTOR_SPECIAL_H_
#define HORNBEAM_CORE_KERNELS_FUNCTOR_SPECIAL_H_

#include <cmath>
#include <limits>

#include "core/kernels/functor/arithmetic.h"

namespace hb::functor {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInf = std::numeric_limits<double>::infinity();

inline double LogGamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

// The asymptotic series beyond 10; recurrence up to there, reflection below zero.
inline double DigammaOf(double x) {
  if (x == 0 || (x < 0 && std::floor(x) == x)) return kNan;
  double reflected = 0;
  if (x < 0) {
    constexpr double kPi = 3.14159265358979323846;
    reflected = kPi / std::tan(kPi * (x - std::floor(x)));
    x = 1 - x;
  }
  double sum = 0;
  for (; x < 10; x += 1) sum -= 1 / x;
  if (x == kInf) return kInf;
  const double z = 1 / (x * x);
  // Bernoulli numbers B(2k) / (2k).
  constexpr double kTerms[] = {1.0 / 12,  -1.0 / 120,     1.0 / 252, -1.0 / 240,
                               1.0 / 132, -691.0 / 32760, 1.0 / 12,  -3617.0 / 8160};
  double series = 0;
  for (int k = 7; k >= 0; --k) series = series * z + kTerms[k];
  return sum + std::log(x) - 0.5 / x - z * series - reflected;
}

// Hurwitz's zeta function by Euler's and Maclaurin's summation.
inline double ZetaOf(double x, double q) {
  if (x == 1) return kInf;
  if (x < 1 || x != x || q != q) return kNan;
  if (q <= 0) {
    if (q == std::floor(q)) return std::fmod(x, 2) == 0 ? kInf : kNan;
    if (x != std::floor(x)) return kNan;
  }
  double sum = std::pow(q, -x), a = q, term = sum;
  for (int i = 0; i < 9 || a <= 9; ++i) {
    a += 1;
    term = std::pow(a, -x);
    sum += term;
    if (std::abs(term) < 1.2e-16 * std::abs(sum)) return sum;
  }
  sum += term * a / (x - 1) - 0.5 * term;
  // (2k)! / B(2k)
  constexpr double kScale[] = {12.0,
                               -720.0,
                               30240.0,
                               -1209600.0,
                               47900160.0,
                               -1.8924375803183791606e9,
                               7.47242496e10,
                               -2.950130727918164224e12,
                               1.1646782814350067249e14,
                               -4.5979787224074726105e15,
                               1.8152105401943546773e17,
                               -7.1661652561756670113e18};
  double factor = 1, k = 0;
  for (double scale : kScale) {
    factor *= x + k;
    term /= a;
    const double t = factor * term / scale;
    sum += t;
    if (std::abs(t) < 1.2e-16 * std::abs(sum)) break;
    k += 1;
    factor *= x + k;
    term /= a;
    k += 1;
  }
  return sum;
}

inline double PolygammaOf(double n, double x) {
  if (n < 0 || n != std::floor(n)) return kNan;
  if (n == 0) return DigammaOf(x);
  const double factorial = std::exp(LogGamma(n + 1));
  return (std::fmod(n, 2) == 0 ? -1 : 1) * factorial * ZetaOf(n + 1, x);
}

// x^a exp(-x) / gamma(a + 1), without overflow on the way.
inline double GammaWeight(double a, double x) {
  return std::exp(a * std::log(x) - x - LogGamma(a + 1));
}

// P(a, x) as a power series, and its derivative by a if `slope` is not null.
inline double IgammaSeries(double a, double x, double* slope) {
  double sum = 1, term = 1, dterm = 0, dsum = 0;
  for (int n = 1; n < 20000; ++n) {
    const double r = x / (a + n);
    dterm = dterm * r - term * r / (a + n);
    term *= r;
    sum += term;
    dsum += dterm;
    if (term < 1e-17 * sum && std::abs(dterm) <= 1e-17 * std::abs(dsum)) break;
  }
  const double weight = GammaWeight(a, x);
  if (slope != nullptr) {
    *slope = weight * ((std::log(x) - DigammaOf(a + 1)) * sum + dsum);
  }
  return weight * sum;
}

// Q(a, x) as a continued fraction (Lentz), and its derivative by a.
inline double IgammacFraction(double a, double x, double* slope) {
  double b = x + 1 - a, db = -1;
  double c = 1e300, dc = 0;
  double d = 1 / b, dd = -d * d * db;
  double h = d, dh = dd;
  for (int i = 1; i < 20000; ++i) {
    const double an = -i * (i - a), dan = i;
    b += 2;
    const double den = an * d + b, dden = dan * d + an * dd + db;
    d = 1 / den;
    dd = -d * d * dden;
    const double nc = b + an / c;
    dc = db + dan / c - an / c * (dc / c);
    c = nc;
    const double delta = c * d, ddelta = dc * d + c * dd;
    dh = dh * delta + h * ddelta;
    h *= delta;
    if (std::abs(delta - 1) < 1e-16 && std::abs(ddelta) * std::abs(h) <= 1e-16 * std::abs(dh))
      break;
  }
  const double weight = std::exp(a * std::log(x) - x - LogGamma(a));
  if (slope != nullptr) *slope = weight * ((std::log(x) - DigammaOf(a)) * h + dh);
  return weight * h;
}

inline double IgammaOf(double a, double x) {
  if (x == 0) return 0;
  if (!(x > 0) || !(a > 0)) return kNan;
  if (a == kInf) return x == kInf ? kNan : 0;
  if (x == kInf) return 1;
  return x > 1 && x > a ? 1 - IgammacFraction(a, x, nullptr) : IgammaSeries(a, x, nullptr);
}

inline double IgammacOf(double a, double x) {
  if (!(x >= 0) || !(a > 0)) return kNan;
  if (x == 0) return 1;
  if (a == kInf) return x == kInf ? kNan : 1;
  if (x == kInf) return 0;
  return x > 1 && x > a ? IgammacFraction(a, x, nullptr) : 1 - IgammaSeries(a, x, nullptr);
}

inline double IgammaSlopeOf(double a, double x) {
  if (x == 0) return 0;
  if (!(x > 0) || !(a > 0)) return kNan;
  double slope = 0;
  if (x > 1 && x > a) {
    IgammacFraction(a, x, &slope);
    return -slope;
  }
  IgammaSeries(a, x, &slope);
  return slope;
}

// The quantile of the normal distribution: a rational estimate, then Halley's steps on the tail.
inline double NdtriOf(double p) {
  if (!(p >= 0) || p > 1) return kNan;
  if (p == 0) return -kInf;
  if (p == 1) return kInf;
  const double tail = p < 0.5 ? p : 1 - p;
  const double t = std::sqrt(-2 * std::log(tail));
  double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                     (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (int i = 0; i < 3; ++i) {
    const double q = 0.5 * std::erfc(z * 0.70710678118654752440);
    const double density = 0.39894228040143267794 * std::exp(-0.5 * z * z);
    if (density == 0) break;
    const double step = (q - tail) / density;
    z += step / (1 - 0.5 * z * step);
  }
  return p < 0.5 ? -z : z;
}

// erf(y) = x; from the side on which no digits cancel.
inline double ErfinvOf(double x) {
  if (!(x >= -1) || x > 1) return kNan;
  if (x == 1) return kInf;
  if (x == -1) return -kInf;
  const double m = std::abs(x);
  double y = NdtriOf(m / 2 + 0.5) * 0.70710678118654752440;
  if (m < 0.5) {
    constexpr double kTwoOverRootPi = 1.12837916709551257390;
    for (int i = 0; i < 2; ++i) {
      const double step = (std::erf(y) - m) / (kTwoOverRootPi * std::exp(-y * y));
      y -= step / (1 + y * step);
    }
  }
  return x < 0 ? -y : y;
}

#define HB_SPECIAL_UNARY(Name, function)                       \
  struct Name {                                                \
    template <typename T>                                      \
    static T Run(T x) {                                        \
      return static_cast<T>(function(static_cast<double>(x))); \
    }                                                          \
  }
#define HB_SPECIAL_BINARY(Name, function)                                              \
  struct Name {                                                                        \
    template <typename T>                                                              \
    static T Run(T a, T b) {                                                           \
      return static_cast<T>(function(static_cast<double>(a), static_cast<double>(b))); \
    }                                                                                  \
  }
HB_SPECIAL_UNARY(Lgamma, LogGamma);
HB_SPECIAL_UNARY(Digamma, DigammaOf);
HB_SPECIAL_UNARY(Ndtri, NdtriOf);
HB_SPECIAL_UNARY(Erfinv, ErfinvOf);
HB_SPECIAL_BINARY(Zeta, ZetaOf);
HB_SPECIAL_BINARY(Polygamma, PolygammaOf);
HB_SPECIAL_BINARY(Igamma, IgammaOf);
HB_SPECIAL_BINARY(Igammac, IgammacOf);
HB_SPECIAL_BINARY(IgammaGradA, IgammaSlopeOf);
#undef HB_SPECIAL_UNARY
#undef HB_SPECIAL_BINARY

}  // namespace hb::functor

#endif  // HORNBEAM_CORE_KERNELS_FUNCTOR_SPECIAL_H_
