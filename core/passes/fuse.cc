// A product or convolution of floats, the bias behind it and the activation behind that become one
// node, whose kernel does all to each block of the result while it is in a register or in cache.
// Every element is computed as before, so the bits stay.
#include <algorithm>
#include <string>
#include <vector>

#include "core/kernel/registry.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

// What the kernels of _HbMatMul and _HbConv2D can do last.
constexpr std::string_view kActivations[] = {"Relu", "Relu6",    "Elu",    "Selu",
                                             "Tanh", "Softplus", "Sigmoid"};

// The op that does what `n` does and more; empty if there is none.
std::string_view FusedOpOf(const IrNode& n) {
  if (n.op == nullptr || n.dead || n.is_const()) return "";
  if (n.type() == "MatMul") return "_HbMatMul";
  const bool conv = n.type() == "Conv2D" || n.type() == "DepthwiseConv2dNative";
  if (conv && n.reader().String("data_format", "NHWC") == "NHWC") return "_HbConv2D";
  return "";
}

// Whether the node can be part of a fused one as it is.
bool Plain(const IrNode& n) {
  return n.op != nullptr && !n.dead && !n.is_const() && n.on == nullptr && n.missing.ok() &&
         n.kernel != nullptr && n.out_types.size() == 1 && n.out_types[0] == DT_FLOAT &&
         std::ranges::all_of(n.in_types, [](DType t) { return t == DT_FLOAT; });
}

// The number of columns or channels of the result of a product or convolution; -1 if unknown.
int64_t Channels(const Ir& ir, const IrNode& n) {
  const Shape s = DeclaredShape(ir, n.inputs[1]);
  if (!s.FullyDefined()) return -1;
  if (n.type() == "MatMul") {
    return s.rank() == 2 ? s[n.reader().Bool("transpose_b") ? 0 : 1] : -1;
  }
  if (s.rank() != 4) return -1;
  return n.type() == "Conv2D" ? s[3] : s[2] * s[3];
}

class Fuser {
 public:
  explicit Fuser(Ir* ir) : ir_(*ir), readers_(ir->nodes.size()), uses_(ir->nodes.size()) {}

  Status Run() {
    CountUses();
    bool any = false;
    for (int i = 0; i < ir_.size(); ++i) {
      const std::string_view op = FusedOpOf(ir_[i]);
      if (op.empty() || !Plain(ir_[i]) || ir_.ops->Find(op) == nullptr ||
          !KernelRegistry::Global().Has(op, "CPU")) {
        continue;
      }
      HB_ASSIGN_OR_RETURN(const bool fused, FuseAt(i, op));
      any = any || fused;
    }
    return any ? Order(&ir_) : Status();
  }

 private:
  void CountUses() {
    const auto use = [this](int of, int by) {
      readers_[static_cast<size_t>(of)] = by;
      ++uses_[static_cast<size_t>(of)];
    };
    for (int i = 0; i < ir_.size(); ++i) {
      if (ir_[i].dead) continue;
      for (const IrEdge& e : ir_[i].inputs) use(e.node, i);
      for (int c : ir_[i].controls) use(c, -1);
    }
    for (const IrEdge& e : ir_.fetches) use(e.node, -1);
    for (int t : ir_.targets) use(t, -1);
  }

  // The node that reads `i`, if nothing else depends on `i` and the two can be one; -1 else.
  int OnlyReader(int i) const {
    const int reader = readers_[static_cast<size_t>(i)];
    if (uses_[static_cast<size_t>(i)] != 1 || reader < 0) return -1;
    return Plain(ir_[reader]) && ir_[reader].place == ir_[i].place ? reader : -1;
  }

  // Which input of `n` is a bias for each channel of the product `product`, whose value is another
  // input of n; -1 if n does anything else.
  int BiasInput(const IrNode& n, int product) const {
    if (n.inputs.size() != 2) return -1;
    if (n.type() == "BiasAdd" || n.type() == "BiasAddV1") {
      const bool last = n.reader().String("data_format", "NHWC") == "NHWC";
      return last && n.inputs[0].node == product ? 1 : -1;
    }
    if (n.type() != "AddV2" && n.type() != "Add") return -1;
    const int bias = n.inputs[0].node == product ? 1 : 0;
    const Shape s = DeclaredShape(ir_, n.inputs[static_cast<size_t>(bias)]);
    // A sum with anything else may have another shape than the product.
    const bool fits = s.rank() == 1 && s[0] >= 0 && s[0] == Channels(ir_, ir_[product]);
    return fits ? bias : -1;
  }

  Result<bool> FuseAt(int first, std::string_view op) {
    std::vector<int> parts = {first};
    std::vector<IrEdge> inputs = ir_[first].inputs;
    int next = OnlyReader(first);
    if (next >= 0) {
      if (const int bias = BiasInput(ir_[next], first); bias >= 0) {
        inputs.push_back(ir_[next].inputs[static_cast<size_t>(bias)]);
        parts.push_back(next);
        next = OnlyReader(next);
      }
    }
    std::string activation;
    if (next >= 0 && std::ranges::find(kActivations, ir_[next].type()) != std::end(kActivations)) {
      activation = ir_[next].type();
      parts.push_back(next);
    }
    if (parts.size() == 1) return false;
    HB_RETURN_IF_ERROR(Replace(parts, std::move(inputs), op, activation));
    return true;
  }

  // The new node takes the place of the last part, so that its readers need no change.
  Status Replace(const std::vector<int>& parts, std::vector<IrEdge> inputs, std::string_view op,
                 const std::string& activation) {
    const IrNode& first = ir_[parts[0]];
    Attrs attrs = {{"N", static_cast<int64_t>(inputs.size() - first.inputs.size())},
                   {"activation", activation}};
    std::vector<std::string> where;
    std::vector<int> controls;
    for (int p : parts) {
      where.push_back(WhereIs(ir_[p].name, ir_[p].type(), ir_[p].origin));
      controls.insert(controls.end(), ir_[p].controls.begin(), ir_[p].controls.end());
    }
    std::ranges::sort(controls);
    controls.erase(std::unique(controls.begin(), controls.end()), controls.end());
    attrs.emplace_back("where", where);
    if (op == "_HbConv2D") attrs.emplace_back("depthwise", first.type() != "Conv2D");
    AttrReader::Map& map = ir_.own_attrs.emplace_back();
    for (const pb::OpDef::AttrDef& a : ir_.ops->Find(op)->def.attr()) {
      auto it = first.attrs->find(a.name());
      if (it != first.attrs->end()) map[a.name()] = it->second;
    }
    for (const Attr& a : attrs) map[a.name] = a.value;
    IrNode& last = ir_[parts.back()];
    last.op = ir_.ops->Find(op);
    last.attrs = &map;
    last.in_types.assign(inputs.size(), DT_FLOAT);
    last.inputs = std::move(inputs);
    last.controls = std::move(controls);
    last.kernel = nullptr;
    for (size_t p = 0; p + 1 < parts.size(); ++p) ir_[parts[p]].dead = true;
    return FinishAttrs(last.op->def, &map);
  }

  Ir& ir_;
  std::vector<int> readers_;  // by node: who reads it, or -1 for a use of another kind
  std::vector<int> uses_;     // how many there are
};

}  // namespace

Shape DeclaredShape(const Ir& ir, const IrEdge& e) {
  const IrNode& n = ir[e.node];
  if (n.is_const()) return n.value.shape();
  if (n.op == nullptr || n.type() != "ReadVariableOp") return Shape::UnknownRank();
  const IrNode& handle = ir[n.inputs[0].node];
  const bool declares =
      handle.op != nullptr && (handle.type() == "VarHandleOp" || handle.type() == "VariableV2" ||
                               handle.type() == "Variable");
  return declares ? handle.reader().ShapeOf("shape") : Shape::UnknownRank();
}

Status FuseEpilogues(Ir* ir) { return ir->ops == nullptr ? Status() : Fuser(ir).Run(); }

}  // namespace hb
