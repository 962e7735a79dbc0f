// Layer normalisation and attention that were written in single ops, as Keras exports them, become
// the ops _HbLayerNorm and _HbAttention; and a bias or activation behind a Reshape of a product
// goes in front of it, where FuseEpilogues finds it.
//
// A pattern is taken only where nothing else needs what is inside of it. Shapes that variables
// declare are taken at their word.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/kernel/registry.h"
#include "core/passes/ir.h"
#include "core/passes/known_shapes.h"

namespace hb {
namespace {

// Activations that FuseEpilogues knows; each element by itself.
constexpr std::string_view kActivations[] = {"Relu", "Relu6",    "Elu",    "Selu",
                                             "Tanh", "Softplus", "Sigmoid"};

// An equation with its labels renamed in the order in which they come.
std::string Canonical(const std::string& equation) {
  std::string names, out;
  for (char c : equation) {
    if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
      if (c != ' ') out += c;
      continue;
    }
    if (names.find(c) == std::string::npos) names += c;
    out += static_cast<char>('a' + names.find(c));
  }
  return out;
}

class Patterns {
 public:
  explicit Patterns(Ir* ir) : ir_(*ir) {}

  Status Run() {
    CountUses();
    bool any = false;
    const int count = ir_.size();
    for (int i = 0; i < count; ++i) {
      if (Is(i, "AddV2")) {
        HB_ASSIGN_OR_RETURN(const bool found, LayerNorm(i));
        any = any || found;
      } else if (Is(i, "Einsum")) {
        HB_ASSIGN_OR_RETURN(const bool found, Attention(i));
        any = any || found;
      }
    }
    for (int i = 0; i < count; ++i) any = SwapReshape(i) || any;
    if (!any) return Status();
    Prune(&ir_);
    return Order(&ir_);
  }

 private:
  void CountUses() {
    uses_.assign(ir_.nodes.size(), 0);
    const auto use = [this](int node) { ++uses_[static_cast<size_t>(node)]; };
    for (const IrNode& n : ir_.nodes) {
      if (n.dead) continue;
      for (const IrEdge& e : n.inputs) use(e.node);
      for (int c : n.controls) use(c);
    }
    for (const IrEdge& e : ir_.fetches) use(e.node);
    for (int t : ir_.targets) use(t);
  }

  // Whether the node is this op on floats, on the host and free of control edges.
  bool Is(int i, std::string_view op) const {
    const IrNode& n = ir_[i];
    return n.op != nullptr && !n.dead && !n.is_const() && n.type() == op && n.on == nullptr &&
           n.missing.ok() && n.controls.empty() && n.out_types.size() == 1 &&
           n.out_types[0] == DT_FLOAT;
  }
  bool Used(int i, int times) const { return uses_[static_cast<size_t>(i)] == times; }
  const IrEdge& In(int node, size_t i) const { return ir_[node].inputs[i]; }

  std::optional<float> Scalar(const IrEdge& e) const {
    const Tensor& t = ir_[e.node].value;
    if (!t.valid() || t.dtype() != DT_FLOAT || t.shape().rank() != 0) return std::nullopt;
    return t.flat<float>()[0];
  }
  // The numbers of a constant vector or scalar of int32; empty if it is none.
  std::vector<int32_t> Ints(const IrEdge& e) const {
    const Tensor& t = ir_[e.node].value;
    if (!t.valid() || t.dtype() != DT_INT32 || t.shape().rank() > 1) return {};
    return {t.flat<int32_t>().begin(), t.flat<int32_t>().end()};
  }

  // The number of elements that a variable's vector declares, or a constant one has; -1 for others.
  int64_t VectorSize(const IrEdge& e) const {
    const Shape s = KnownShape(ir_, e);
    return s.rank() == 1 ? s[0] : -1;
  }

  // The inputs of a node of two, in both orders.
  std::array<std::array<IrEdge, 2>, 2> BothWays(int node) const {
    return {{{In(node, 0), In(node, 1)}, {In(node, 1), In(node, 0)}}};
  }

  // The vector that the edge is, perhaps with ones in front of its only dimension.
  std::optional<IrEdge> Row(IrEdge e) const {
    if (Is(e.node, "Reshape")) {
      const std::vector<int32_t> dims = Ints(In(e.node, 1));
      e = In(e.node, 0);
      if (dims.empty() || dims.back() != VectorSize(e)) return std::nullopt;
      if (std::any_of(dims.begin(), dims.end() - 1, [](int32_t d) { return d != 1; })) {
        return std::nullopt;
      }
    }
    if (VectorSize(e) < 2) return std::nullopt;
    return e;
  }

  // What the node takes the mean of, over the last dimension.
  std::optional<IrEdge> MeanOf(const IrEdge& e) const {
    if (!Is(e.node, "Mean") || !ir_[e.node].reader().Bool("keep_dims")) return std::nullopt;
    if (Ints(In(e.node, 1)) != std::vector<int32_t>{-1}) return std::nullopt;
    return In(e.node, 0);
  }

  struct Norm {
    IrEdge x, mean, gamma, beta;
    float epsilon;
  };

  // scale = rsqrt(mean((x - mean)^2) + epsilon) * gamma
  bool MatchScale(int scale, Norm* norm) const {
    if (!Is(scale, "Mul") || !Used(scale, 2)) return false;
    for (const auto& [root, gamma] : BothWays(scale)) {
      const std::optional<IrEdge> row = Row(gamma);
      if (!row || !Is(root.node, "Rsqrt") || !Used(root.node, 1)) continue;
      const int sum = In(root.node, 0).node;
      if (!Is(sum, "AddV2") || !Used(sum, 1)) continue;
      const std::optional<float> epsilon = Scalar(In(sum, 1));
      const std::optional<IrEdge> square = MeanOf(In(sum, 0));
      if (!epsilon || !square || !Used(In(sum, 0).node, 1)) continue;
      if (!Is(square->node, "SquaredDifference") || !Used(square->node, 1)) continue;
      norm->x = In(square->node, 0);
      norm->mean = In(square->node, 1);
      norm->gamma = *row;
      norm->epsilon = *epsilon;
      return MeanOf(norm->mean) == norm->x && Used(norm->mean.node, 2);
    }
    return false;
  }

  // x * scale + (beta - mean * scale)
  std::optional<Norm> MatchLayerNorm(int root) const {
    for (const auto& [product, shift] : BothWays(root)) {
      if (!Is(product.node, "Mul") || !Used(product.node, 1)) continue;
      if (!Is(shift.node, "AddV2") || !Used(shift.node, 1)) continue;
      for (const auto& [x, scale] : BothWays(product.node)) {
        Norm norm;
        if (!MatchScale(scale.node, &norm) || norm.x != x) continue;
        for (const auto& [moved, beta] : BothWays(shift.node)) {
          const std::optional<IrEdge> row = Row(beta);
          if (!row || VectorSize(*row) != VectorSize(norm.gamma)) continue;
          if (!Is(moved.node, "Mul") || !Used(moved.node, 1)) continue;
          for (const auto& [negative, factor] : BothWays(moved.node)) {
            if (factor != scale || !Is(negative.node, "Neg") || !Used(negative.node, 1)) continue;
            if (In(negative.node, 0) != norm.mean) continue;
            norm.beta = *row;
            return norm;
          }
        }
      }
    }
    return std::nullopt;
  }

  Result<bool> LayerNorm(int root) {
    if (!Known("_HbLayerNorm")) return false;
    const std::optional<Norm> norm = MatchLayerNorm(root);
    if (!norm) return false;
    return Replace(root, "_HbLayerNorm", {{"T", DT_FLOAT}, {"epsilon", norm->epsilon}},
                   {norm->x, norm->gamma, norm->beta}, 3);
  }

  bool IsEinsum(int node, std::string_view canonical) const {
    return Is(node, "Einsum") && ir_[node].inputs.size() == 2 &&
           Canonical(ir_[node].reader().String("equation", "")) == canonical;
  }

  // softmax(query * key^T * scale) * value
  Result<bool> Attention(int root) {
    if (!Known("_HbAttention") || !IsEinsum(root, "abcd,adbe->acbe")) return false;
    const int softmax = In(root, 0).node;
    if (!Is(softmax, "Softmax") || !Used(softmax, 1)) return false;
    int scores = In(softmax, 0).node;
    float scale = 1;
    if (Is(scores, "Mul") && Used(scores, 1)) {
      const int product = scores;
      for (const auto& [value, factor] : BothWays(product)) {
        const std::optional<float> number = Scalar(factor);
        if (!number) continue;
        scale = *number;
        scores = value.node;
      }
    }
    if (!Used(scores, 1)) return false;
    IrEdge query, key;
    if (IsEinsum(scores, "abcd,aecd->acbe")) {
      query = In(scores, 0), key = In(scores, 1);
    } else if (IsEinsum(scores, "abcd,aecd->aceb")) {
      query = In(scores, 1), key = In(scores, 0);
    } else {
      return false;
    }
    return Replace(root, "_HbAttention", {{"T", DT_FLOAT}, {"scale", scale}, {"keep", false}},
                   {query, key, In(root, 1)}, 2);
  }

  bool Known(std::string_view op) const {
    return ir_.ops->Find(op) != nullptr && KernelRegistry::Global().Has(op, "CPU");
  }

  // The root becomes the op, so that its readers need no change.
  Result<bool> Replace(int root, std::string_view op, const Attrs& attrs,
                       std::vector<IrEdge> inputs, int outputs) {
    AttrReader::Map& map = ir_.own_attrs.emplace_back();
    for (const Attr& a : attrs) map[a.name] = a.value;
    IrNode& n = ir_[root];
    n.op = ir_.ops->Find(op);
    n.attrs = &map;
    n.in_types.assign(inputs.size(), DT_FLOAT);
    n.inputs = std::move(inputs);
    n.out_types.assign(static_cast<size_t>(outputs), DT_FLOAT);
    n.kernel = nullptr;
    HB_RETURN_IF_ERROR(FinishAttrs(n.op->def, &map));
    return true;
  }

  // The last size that a Reshape's shape says; -1 if it doesn't say one that is known.
  int64_t LastSize(const IrEdge& shape) const {
    const IrNode& n = ir_[shape.node];
    std::vector<int32_t> dims = Ints(shape);
    if (dims.empty() && n.op != nullptr && !n.is_const() && n.type() == "ConcatV2") {
      dims = Ints(n.inputs[n.inputs.size() - 2]);
    }
    return dims.empty() ? -1 : dims.back();
  }

  // f(reshape(x)) becomes reshape(f(x)) where x comes from a product.
  bool SwapReshape(int i) {
    const IrNode& n = ir_[i];
    if (n.inputs.empty()) return false;
    const int reshape = n.inputs[0].node;
    const bool activation =
        n.op != nullptr &&
        std::ranges::find(kActivations, n.op->def.name()) != std::end(kActivations) &&
        Is(i, n.op->def.name());
    const bool bias = Is(i, "BiasAdd") && n.reader().String("data_format", "NHWC") == "NHWC";
    if ((!activation && !bias) || !Is(reshape, "Reshape") || !Used(reshape, 1)) return false;
    const IrEdge x = In(reshape, 0);
    const bool product = Is(x.node, "MatMul");
    if (!Used(x.node, 1) || n.place != ir_[reshape].place || n.place != ir_[x.node].place) {
      return false;
    }
    if (bias) {
      if (!product) return false;
      const Shape weights = KnownShape(ir_, In(x.node, 1));
      if (weights.rank() != 2) return false;
      const int64_t columns = weights[ir_[x.node].reader().Bool("transpose_b") ? 0 : 1];
      if (columns < 0 || LastSize(In(reshape, 1)) != columns) return false;
    } else if (!product && !(Is(x.node, "BiasAdd") && Is(In(x.node, 0).node, "MatMul"))) {
      return false;
    }
    for (int r = 0; r < ir_.size(); ++r) {
      for (IrEdge& e : ir_[r].inputs) {
        if (e.node == i) e.node = reshape;
      }
      std::ranges::replace(ir_[r].controls, i, reshape);
    }
    for (IrEdge& e : ir_.fetches) {
      if (e.node == i) e.node = reshape;
    }
    std::ranges::replace(ir_.targets, i, reshape);
    ir_[i].inputs[0] = x;
    ir_[reshape].inputs[0] = {i, 0};
    uses_[static_cast<size_t>(reshape)] = uses_[static_cast<size_t>(i)];
    uses_[static_cast<size_t>(i)] = 1;
    return true;
  }

  Ir& ir_;
  std::vector<int> uses_;
};

}  // namespace

Status ImplementPatterns(Ir* ir) { return ir->ops == nullptr ? Status() : Patterns(ir).Run(); }

}  // namespace hb
