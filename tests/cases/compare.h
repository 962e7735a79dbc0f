// Whether a result is what TensorFlow computed.
#ifndef HORNBEAM_TESTS_CASES_COMPARE_H_
#define HORNBEAM_TESTS_CASES_COMPARE_H_

#include <string>
#include <string_view>

#include "tests/cases/case.h"

namespace hb::cases {

// How far floating results may be apart: |got - want| <= eps * (ulps * |want| + scaled * m), where
// eps is the dtype's and m the largest finite magnitude of the wanted tensor. Both 0: the same
// number. A zero must have the sign of the wanted zero unless `any_zero`; NaN and infinities must
// be in the same places in any case.
struct Tolerance {
  double ulps = 0, scaled = 0;
  bool any_zero = false;
};
Tolerance ToleranceOf(std::string_view op, DType dtype);

// Empty if the result is as expected, else what is wrong.
std::string Difference(const Tensor& got, const Expected& want, const Tolerance& tolerance);

// True if both are the same, bit for bit.
bool SameBits(const Tensor& a, const Tensor& b);

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_COMPARE_H_
