// Shape functions against the shapes that TensorFlow's outputs have.
#ifndef HORNBEAM_TESTS_CASES_SHAPE_CHECK_H_
#define HORNBEAM_TESTS_CASES_SHAPE_CHECK_H_

#include <string>
#include <vector>

#include "tests/cases/case.h"

namespace hb::cases {

// What is wrong with the op's shape function, asked with full shapes and values, with ranks only,
// with half of the dimensions, and with nothing. With everything known it must give the outputs'
// shapes, unless the kernel finds them while running; with less, shapes that fit them. For a case
// that ends in an error it is only called.
std::vector<std::string> ShapeProblems(const Case& c);

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_SHAPE_CHECK_H_
