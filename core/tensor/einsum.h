// Equations of Einsum: "ij,jk->ik", "...ij->...ji".
#ifndef HORNBEAM_CORE_TENSOR_EINSUM_H_
#define HORNBEAM_CORE_TENSOR_EINSUM_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "core/tensor/shape.h"

namespace hb {

// What stands for "..." in a list of labels.
inline constexpr char kEinsumEllipsis = '.';

// An equation with one or two operands and an explicit output. Labels are single characters.
struct EinsumEquation {
  std::vector<std::string> inputs;
  std::string output;
  static Result<EinsumEquation> Parse(std::string_view text, int num_inputs);
};

// The sizes that labels and the ellipsis have, gathered from operand shapes.
struct EinsumDims {
  std::map<char, int64_t> labels;         // -1: unknown
  Shape ellipsis = Shape::UnknownRank();  // of all operands broadcast together
  // Checks operand shapes (of known or unknown rank) against the equation.
  static Result<EinsumDims> Infer(const EinsumEquation& equation, const std::vector<Shape>& shapes);
  // The shape of these labels.
  Shape Of(std::string_view labels) const;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_EINSUM_H_
