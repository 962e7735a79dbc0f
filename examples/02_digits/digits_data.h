// The handwritten digits as tensors.
#ifndef HORNBEAM_EXAMPLES_DIGITS_DATA_H_
#define HORNBEAM_EXAMPLES_DIGITS_DATA_H_

#include <cstdlib>
#include <span>
#include <string>
#include <utility>

#include "digits.h"
#include "hornbeam/cpp/tensor.h"

struct DigitsData {
  hb::Tensor images, labels;  // [n, 8, 8, 1] from 0 to 1, and [n]
};

// Ends the program when the file can't be read.
inline DigitsData ReadDigits(const std::string& path) {
  Digits digits;
  if (!DigitsRead(path.c_str(), &digits)) std::exit(1);
  const auto count = static_cast<size_t>(digits.count);
  const int64_t dims[] = {digits.count, 8, 8, 1};
  DigitsData data{hb::Tensor::From<float>(dims, std::span(digits.images, count * 64)),
                  hb::Tensor::From<int64_t>(std::span(dims, 1), std::span(digits.labels, count))};
  std::free(digits.images);
  std::free(digits.labels);
  return data;
}

#endif  // HORNBEAM_EXAMPLES_DIGITS_DATA_H_
