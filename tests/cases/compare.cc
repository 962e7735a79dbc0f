#include "tests/cases/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/strings.h"

namespace hb::cases {
namespace {

// Ops that are not here are exact: data movement, comparisons, integers, and what IEEE 754 rounds
// correctly (a sum, product, quotient or square root of two numbers).
struct Family {
  const char* ops;
  Tolerance tolerance;
};
const Family kFamilies[] = {
    // Of 0 and -0 either is the larger.
    {"Maximum Minimum Max Min Relu Relu6", {0, 0, true}},
    // Polynomials of one or two ulps, on both sides. In half and bfloat16, TensorFlow rounds after
    // each operation, we once.
    {"Acos Acosh Asin Asinh Atan Atan2 Atanh Cos Cosh Erf Erfc Erfinv Exp Expm1 Log Log1p Pow Elu "
     "Selu LeakyRelu Softplus Sigmoid Sin Sinh Tan Tanh Xlogy Xlog1py Xdivy Angle ComplexAbs",
     {6, 0}},
    // TensorFlow multiplies by an approximate reciprocal that it refines once.
    {"Rsqrt Inv Reciprocal", {2, 0}},
    // Series and continued fractions, whose terms cancel near zeros of the function.
    {"Digamma Lgamma Igamma Igammac Ndtri Polygamma Zeta", {16, 16}},
    // A series of dozens of terms, differentiated.
    {"IgammaGradA", {256, 64}},
    // A few operations in another order; differences of numbers of that size.
    {"Cross SquaredDifference SqrtGrad RsqrtGrad InvGrad ReciprocalGrad SigmoidGrad TanhGrad "
     "EluGrad",
     {4, 4}},
    {"SeluGrad LeakyReluGrad SoftplusGrad SoftsignGrad Softsign", {4, 4}},
    // Sums and products in another order: the error grows with what is added up, not with the
    // result.
    {"AddN Sum Mean Prod EuclideanNorm Cumsum Cumprod CumulativeLogsumexp L2Loss BiasAddGrad "
     "MatMul BatchMatMul BatchMatMulV2 BatchMatMulV3 Einsum SegmentSum SegmentMean SegmentProd",
     {8, 8}},
    {"UnsortedSegmentSum UnsortedSegmentProd AvgPool AvgPoolGrad Conv2D Conv2DBackpropInput "
     "Conv2DBackpropFilter DepthwiseConv2dNative DepthwiseConv2dNativeBackpropInput "
     "DepthwiseConv2dNativeBackpropFilter",
     {8, 8}},
    {"Softmax LogSoftmax SoftmaxCrossEntropyWithLogits SparseSoftmaxCrossEntropyWithLogits "
     "FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 FusedBatchNormGrad FusedBatchNormGradV2 "
     "FusedBatchNormGradV3",
     {8, 8}},
    // Complex numbers only: quotients by other formulas, which know or don't know the signs of
    // zeros.
    {"RealDiv Div DivNoNan ResourceScatterDiv Sqrt Sign ResourceApplyAdam ResourceApplyAdadelta "
     "ResourceApplyRMSProp ResourceApplyCenteredRMSProp",
     {0, 0}},
};
// What complex functions may be apart, in units of the larger part: a part is the difference of
// products of the argument's parts.
constexpr Tolerance kComplex = {64, 0, true};

bool Names(std::string_view ops, std::string_view op) {
  for (std::string_view name : Split(ops, ' ')) {
    if (name == op) return true;
  }
  return false;
}

double Epsilon(DType t) {
  switch (t) {
    case DT_DOUBLE:
    case DT_COMPLEX128:
      return std::numeric_limits<double>::epsilon();
    case DT_HALF:
      return 0x1p-10;
    case DT_BFLOAT16:
      return 0x1p-7;
    default:
      return std::numeric_limits<float>::epsilon();
  }
}

// Components of a floating element, as doubles.
template <typename T>
struct Parts {
  static constexpr int kCount = 1;
  static double Get(const T& v, int) { return static_cast<double>(v); }
};
template <typename T>
struct Parts<std::complex<T>> {
  static constexpr int kCount = 2;
  static double Get(const std::complex<T>& v, int i) { return i == 0 ? v.real() : v.imag(); }
};

// Both are no numbers, the same infinity, or close; `magnitude` is that of the wanted element.
bool Close(double got, double want, double magnitude, double largest, double eps,
           const Tolerance& tolerance) {
  if (got == 0 && want == 0 && !tolerance.any_zero) return std::signbit(got) == std::signbit(want);
  if (std::isnan(want) || std::isnan(got)) return std::isnan(want) && std::isnan(got);
  if (tolerance.ulps == 0 && tolerance.scaled == 0) {
    return got == want;
  }
  if (std::isinf(want) || std::isinf(got)) return got == want;
  return std::abs(got - want) <= eps * (tolerance.ulps * magnitude + tolerance.scaled * largest);
}

template <typename T>
std::string CompareFloats(std::span<const T> got, const Expected& want,
                          const Tolerance& tolerance) {
  const std::span<const T> wanted = want.values.flat<const T>();
  constexpr int kCount = Parts<T>::kCount;
  double largest = 0;
  for (const T& v : wanted) {
    for (int p = 0; p < kCount; ++p) {
      const double m = std::abs(Parts<T>::Get(v, p));
      if (std::isfinite(m)) largest = std::max(largest, m);
    }
  }
  const double eps = Epsilon(want.dtype);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const size_t at = i * static_cast<size_t>(want.step);
    double magnitude = 0;
    for (int p = 0; p < kCount; ++p) {
      const double m = std::abs(Parts<T>::Get(wanted[i], p));
      if (std::isfinite(m)) magnitude = std::max(magnitude, m);
    }
    for (int p = 0; p < kCount; ++p) {
      const double g = Parts<T>::Get(got[at], p), w = Parts<T>::Get(wanted[i], p);
      if (!Close(g, w, magnitude, largest, eps, tolerance)) {
        char text[160];
        std::snprintf(text, sizeof(text), "element %zu is %.17g, TensorFlow's %.17g (%.3g eps)", at,
                      g, w, std::abs(g - w) / (eps * std::abs(w)));
        return text;
      }
    }
  }
  return "";
}

std::string CompareExactly(const Tensor& got, const Expected& want) {
  const size_t size = DTypeSize(want.dtype);
  for (int64_t i = 0; i < want.values.num_elements(); ++i) {
    const int64_t at = i * want.step;
    if (want.dtype == DT_STRING) {
      const auto g = got.flat<TString>()[static_cast<size_t>(at)].view();
      const auto w = want.values.flat<TString>()[static_cast<size_t>(i)].view();
      if (g != w) return StrCat("element ", at, " is \"", g, "\", TensorFlow's \"", w, "\"");
      continue;
    }
    const char* g = static_cast<const char*>(got.data()) + static_cast<size_t>(at) * size;
    const char* w = static_cast<const char*>(want.values.data()) + static_cast<size_t>(i) * size;
    if (std::memcmp(g, w, size) != 0) {
      int64_t gi = 0, wi = 0;
      std::memcpy(&gi, g, std::min<size_t>(size, 8));
      std::memcpy(&wi, w, std::min<size_t>(size, 8));
      return StrCat("element ", at, " is ", gi, ", TensorFlow's ", wi, " (bits)");
    }
  }
  return "";
}

}  // namespace

Tolerance ToleranceOf(std::string_view op, DType dtype) {
  if (!IsFloating(dtype) && !IsComplex(dtype)) return {};
  for (const Family& f : kFamilies) {
    if (!Names(f.ops, op)) continue;
    if (!IsComplex(dtype)) return f.tolerance;
    return {std::max(f.tolerance.ulps, kComplex.ulps), f.tolerance.scaled, true};
  }
  return {};
}

std::string Difference(const Tensor& got, const Expected& want, const Tolerance& tolerance) {
  if (got.dtype() != want.dtype) {
    return StrCat("it is ", DTypeName(got.dtype()), ", TensorFlow's ", DTypeName(want.dtype));
  }
  if (!(got.shape() == want.shape)) {
    return StrCat("its shape is ", got.shape().ToString(), ", TensorFlow's ",
                  want.shape.ToString());
  }
  if (!want.values.valid()) return "";
  switch (want.dtype) {
    case DT_FLOAT:
      return CompareFloats<float>(got.flat<const float>(), want, tolerance);
    case DT_DOUBLE:
      return CompareFloats<double>(got.flat<const double>(), want, tolerance);
    case DT_HALF:
      return CompareFloats<half>(got.flat<const half>(), want, tolerance);
    case DT_BFLOAT16:
      return CompareFloats<bfloat16>(got.flat<const bfloat16>(), want, tolerance);
    case DT_COMPLEX64:
      return CompareFloats<std::complex<float>>(got.flat<const std::complex<float>>(), want,
                                                tolerance);
    case DT_COMPLEX128:
      return CompareFloats<std::complex<double>>(got.flat<const std::complex<double>>(), want,
                                                 tolerance);
    default:
      return CompareExactly(got, want);
  }
}

bool SameBits(const Tensor& a, const Tensor& b) {
  if (a.dtype() != b.dtype() || !(a.shape() == b.shape())) return false;
  if (a.dtype() == DT_STRING) {
    return std::ranges::equal(a.flat<TString>(), b.flat<TString>());
  }
  return a.bytes() == 0 || std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

}  // namespace hb::cases
