#include "core/tensor/einsum.h"

#include <algorithm>

namespace hb {
namespace {

bool IsLabel(char c) { return c != '.' && c != ',' && c != '-' && c != '>'; }

Result<std::string> ReadLabels(std::string_view text) {
  std::string out;
  bool ellipsis = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') continue;
    if (text.substr(i, 3) == "...") {
      if (ellipsis) return InvalidArgument("'", text, "' has more than one ellipsis");
      ellipsis = true;
      out += kEinsumEllipsis;
      i += 2;
    } else if (IsLabel(text[i])) {
      out += text[i];
    } else {
      return InvalidArgument("'", text,
                             "' must consist of labels of one character and at most one '...'");
    }
  }
  return out;
}

bool Has(std::string_view labels, char c) { return labels.find(c) != std::string_view::npos; }

// Reads one operand's dimensions into the table.
Status AddOperand(const std::string& labels, const Shape& shape, EinsumDims* dims, Shape* ellipsis,
                  bool* ellipsis_known) {
  const bool has_ellipsis = Has(labels, kEinsumEllipsis);
  const int named = static_cast<int>(labels.size()) - (has_ellipsis ? 1 : 0);
  if (shape.unknown_rank()) {
    for (char c : labels) {
      if (c != kEinsumEllipsis) dims->labels.emplace(c, -1);
    }
    if (has_ellipsis) *ellipsis_known = false;
    return Status();
  }
  if (has_ellipsis ? shape.rank() < named : shape.rank() != named) {
    return InvalidArgument("an operand of rank ", has_ellipsis ? "at least " : "", named,
                           " is expected by the subscripts, but the shape is ", shape.ToString());
  }
  int axis = 0;
  for (char c : labels) {
    if (c == kEinsumEllipsis) {
      const int n = shape.rank() - named;
      auto merged = BroadcastShapes(*ellipsis, shape.Sub(axis, axis + n));
      if (!merged.ok()) return merged.status();
      *ellipsis = *merged;
      axis += n;
      continue;
    }
    auto [it, added] = dims->labels.emplace(c, shape[axis]);
    if (!added && it->second >= 0 && shape[axis] >= 0 && it->second != shape[axis]) {
      return InvalidArgument("Expected dimension ", it->second, " at axis ", axis,
                             " of the input shaped ", shape.ToString(), " but got dimension ",
                             shape[axis], " (label '", std::string(1, c), "')");
    }
    it->second = std::max(it->second, shape[axis]);
    ++axis;
  }
  return Status();
}

}  // namespace

Result<EinsumEquation> EinsumEquation::Parse(std::string_view text, int num_inputs) {
  const size_t arrow = text.find("->");
  if (arrow == std::string_view::npos) {
    return InvalidArgument("Expecting exactly one '->' in einsum equation: ", text);
  }
  EinsumEquation e;
  HB_ASSIGN_OR_RETURN(e.output, ReadLabels(text.substr(arrow + 2)));
  std::string_view left = text.substr(0, arrow);
  for (;;) {
    const size_t comma = left.find(',');
    HB_ASSIGN_OR_RETURN(std::string labels, ReadLabels(left.substr(0, comma)));
    e.inputs.push_back(std::move(labels));
    if (comma == std::string_view::npos) break;
    left.remove_prefix(comma + 1);
  }
  if (static_cast<int>(e.inputs.size()) != num_inputs || num_inputs > 2) {
    return InvalidArgument("Expected one operand for each of the ", e.inputs.size(),
                           " input subscripts, at most 2, in the equation ", text,
                           ", but there are ", num_inputs);
  }
  for (char c : e.output) {
    const bool found = std::any_of(e.inputs.begin(), e.inputs.end(),
                                   [c](const std::string& in) { return Has(in, c); });
    if (!found) {
      return InvalidArgument("the output of the equation ", text,
                             " has a label that no input has: '", std::string(1, c), "'");
    }
  }
  return e;
}

Result<EinsumDims> EinsumDims::Infer(const EinsumEquation& equation,
                                     const std::vector<Shape>& shapes) {
  EinsumDims dims;
  Shape ellipsis;
  bool known = true;
  for (size_t i = 0; i < shapes.size(); ++i) {
    HB_RETURN_IF_ERROR(AddOperand(equation.inputs[i], shapes[i], &dims, &ellipsis, &known));
  }
  if (ellipsis.rank() > 0 && !Has(equation.output, kEinsumEllipsis)) {
    return InvalidArgument("the ellipsis of an input stands for ", ellipsis.rank(),
                           " dimensions, so the output must have an ellipsis too");
  }
  dims.ellipsis = known ? ellipsis : Shape::UnknownRank();
  return dims;
}

Shape EinsumDims::Of(std::string_view list) const {
  Shape out;
  for (char c : list) {
    if (c != kEinsumEllipsis) {
      auto it = labels.find(c);
      out.Append(it == labels.end() ? -1 : it->second);
    } else if (ellipsis.unknown_rank()) {
      return Shape::UnknownRank();
    } else {
      out.Append(ellipsis);
    }
  }
  return out;
}

}  // namespace hb
