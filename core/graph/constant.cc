// What can be told of values and shapes without running anything.
#include <algorithm>

#include "core/graph/graph.h"

namespace hb {
namespace {

// Shapes are vectors of few numbers; longer chains than this are nobody's shape arithmetic.
constexpr int kMaxDepth = 16;
constexpr int64_t kMaxElements = 4096;

Tensor IntTensor(DType dtype, const Shape& shape, std::span<const int64_t> values) {
  if (dtype == DT_INT64) return Tensor::Of<int64_t>(shape, values);
  std::vector<int32_t> narrow(values.begin(), values.end());
  return Tensor::Of<int32_t>(shape, std::span<const int32_t>(narrow));
}

// The elements of an integer vector or scalar; unknown ones are nullopt.
using Elements = std::vector<std::optional<int64_t>>;

std::optional<Elements> ElementsOf(Output o, int depth);

std::optional<Elements> FromTensor(const Tensor& t) {
  if (t.shape().rank() > 1 || t.num_elements() > kMaxElements) return std::nullopt;
  Elements out;
  for (int64_t i = 0; i < t.num_elements(); ++i) {
    if (t.dtype() == DT_INT32) {
      out.push_back(t.flat<int32_t>()[static_cast<size_t>(i)]);
    } else if (t.dtype() == DT_INT64) {
      out.push_back(t.flat<int64_t>()[static_cast<size_t>(i)]);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

std::optional<Elements> FromShape(const Shape& s) {
  if (s.unknown_rank()) return std::nullopt;
  Elements out;
  for (int64_t d : s.dims()) out.push_back(d < 0 ? std::nullopt : std::optional<int64_t>(d));
  return out;
}

// StridedSlice of a vector with known bounds: one element, or a range.
std::optional<Elements> FromStridedSlice(Node* n, int depth) {
  auto in = ElementsOf(n->input(0), depth + 1);
  auto begin = ElementsOf(n->input(1), depth + 1), end = ElementsOf(n->input(2), depth + 1);
  auto stride = ElementsOf(n->input(3), depth + 1);
  if (!in || !begin || !end || !stride) return std::nullopt;
  if (begin->size() != 1 || end->size() != 1 || stride->size() != 1) return std::nullopt;
  if (!(*begin)[0] || !(*end)[0] || (*stride)[0] != 1) return std::nullopt;
  AttrReader a = n->attrs();
  if (a.Int("ellipsis_mask") != 0 || a.Int("new_axis_mask") != 0) return std::nullopt;
  const int64_t size = static_cast<int64_t>(in->size());
  auto clamp = [size](int64_t v) { return std::clamp<int64_t>(v < 0 ? v + size : v, 0, size); };
  const int64_t b = (a.Int("begin_mask") & 1) != 0 ? 0 : clamp(*(*begin)[0]);
  if ((a.Int("shrink_axis_mask") & 1) != 0) {
    if (b >= size) return std::nullopt;
    return Elements{(*in)[static_cast<size_t>(b)]};
  }
  const int64_t e = (a.Int("end_mask") & 1) != 0 ? size : clamp(*(*end)[0]);
  if (e <= b) return Elements{};
  return Elements(in->begin() + b, in->begin() + e);
}

std::optional<Elements> FromConcat(Node* n, int first, int last, int depth) {
  Elements out;
  for (int i = first; i < last; ++i) {
    auto part = ElementsOf(n->input(i), depth + 1);
    if (!part) return std::nullopt;
    out.insert(out.end(), part->begin(), part->end());
  }
  return out;
}

std::optional<Elements> ElementsOf(Output o, int depth) {
  if (depth > kMaxDepth || o.node == nullptr) return std::nullopt;
  Node* n = o.node;
  const std::string& op = n->type();
  if (op == "Const") {
    const Tensor* t = n->const_value();
    return t == nullptr ? std::nullopt : FromTensor(*t);
  }
  if (op == "Shape") return FromShape(n->input(0).shape());
  if (op == "ShapeN") return FromShape(n->input(o.index).shape());
  if (op == "Size" || op == "Rank") {
    const Shape& s = n->input(0).shape();
    const int64_t v = op == "Rank" ? s.rank() : s.num_elements();
    return v < 0 ? std::nullopt : std::optional<Elements>(Elements{v});
  }
  if (op == "Identity" || op == "Cast" || op == "StopGradient") {
    if (o.dtype() != DT_INT32 && o.dtype() != DT_INT64) return std::nullopt;
    const DType in = n->input(0).dtype();
    if (in != DT_INT32 && in != DT_INT64) return std::nullopt;
    return ElementsOf(n->input(0), depth + 1);
  }
  if (op == "Pack" && o.shape().rank() == 1) return FromConcat(n, 0, n->num_inputs(), depth);
  if (op == "ConcatV2") return FromConcat(n, 0, n->num_inputs() - 1, depth);
  if (op == "ExpandDims" && n->input(0).shape().rank() == 0) {
    return ElementsOf(n->input(0), depth + 1);
  }
  if (op == "StridedSlice") return FromStridedSlice(n, depth);
  return std::nullopt;
}

}  // namespace

const Tensor* ConstantValue(Output o, std::vector<std::unique_ptr<Tensor>>* store) {
  if (o.node->type() == "Const") return o.node->const_value();
  if (o.dtype() != DT_INT32 && o.dtype() != DT_INT64) return nullptr;
  if (o.node->num_inputs() == 0 || o.shape().rank() > 1) return nullptr;
  auto elements = ElementsOf(o, 0);
  if (!elements || o.shape().num_elements() != static_cast<int64_t>(elements->size())) {
    return nullptr;
  }
  std::vector<int64_t> values;
  for (const auto& e : *elements) {
    if (!e) return nullptr;
    values.push_back(*e);
  }
  store->push_back(std::make_unique<Tensor>(IntTensor(o.dtype(), o.shape(), values)));
  return store->back().get();
}

std::optional<Shape> ConstantAsShape(Output o) {
  if (o.node->num_inputs() == 0 && o.node->type() != "Const") return std::nullopt;
  auto elements = ElementsOf(o, 0);
  if (!elements || elements->size() > kMaxRank) return std::nullopt;
  Shape out;
  for (const auto& e : *elements) out.Append(e && *e >= 0 ? *e : kUnknownDim);
  return out;
}

}  // namespace hb
