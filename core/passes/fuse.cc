// A product or convolution of floats, what is done to each of its columns or channels, a sum with a
// value of the same shape, and the activation behind that become one node, whose kernel does all to
// each block of the result while it is in a register or in cache. Every element is computed as
// before, so the bits stay. Zeros put around images become padding of the convolution.
#include <algorithm>
#include <string>
#include <vector>

#include "core/kernel/registry.h"
#include "core/passes/ir.h"
#include "core/passes/known_shapes.h"

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

bool IsSum(const IrNode& n) { return n.type() == "AddV2" || n.type() == "Add"; }

// Batch normalisation with given statistics, channels last.
bool IsInferenceNorm(const IrNode& n) {
  return n.type().starts_with("FusedBatchNorm") && n.inputs.size() == 5 &&
         !n.reader().Bool("is_training", true) &&
         n.reader().String("data_format", "NHWC") == "NHWC";
}

// Whether the node can be part of a fused one as it is.
bool Plain(const IrNode& n) {
  if (n.op == nullptr || n.dead || n.is_const() || n.on != nullptr || !n.missing.ok() ||
      n.kernel == nullptr) {
    return false;
  }
  const bool one = n.out_types.size() == 1 || IsInferenceNorm(n);
  return one && n.out_types[0] == DT_FLOAT &&
         std::ranges::all_of(n.in_types, [](DType t) { return t == DT_FLOAT; });
}

// The numbers of a constant; empty for others.
std::vector<int64_t> IntsOf(const IrNode& n) {
  std::vector<int64_t> ints;
  if (n.is_const() && n.value.dtype() == DT_INT32) {
    for (int32_t v : n.value.flat<int32_t>()) ints.push_back(v);
  } else if (n.is_const() && n.value.dtype() == DT_INT64) {
    for (int64_t v : n.value.flat<int64_t>()) ints.push_back(v);
  }
  return ints;
}

// What is done to the result of the node `part` of the graph, with the operand if there is one.
struct Step {
  std::string name;  // as attribute `steps` has it
  IrEdge operand;
  int part;
};

class Fuser {
 public:
  explicit Fuser(Ir* ir) : ir_(*ir) {}

  Status Run() {
    CountUses();
    bool any = false;
    const int count = ir_.size();
    for (int i = 0; i < count; ++i) {
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
    readers_.resize(ir_.nodes.size());
    uses_.resize(ir_.nodes.size());
    beside_.resize(ir_.nodes.size());
    const auto use = [this](int of, int by) {
      readers_[static_cast<size_t>(of)] = by;
      ++uses_[static_cast<size_t>(of)];
    };
    for (int i = 0; i < ir_.size(); ++i) {
      if (ir_[i].dead) continue;
      for (const IrEdge& e : ir_[i].inputs) {
        use(e.node, i);
        if (e.index != 0) beside_[static_cast<size_t>(e.node)] = 1;
      }
      for (int c : ir_[i].controls) use(c, -1);
    }
    for (const IrEdge& e : ir_.fetches) {
      use(e.node, -1);
      if (e.index != 0) beside_[static_cast<size_t>(e.node)] = 1;
    }
    for (int t : ir_.targets) use(t, -1);
  }

  // The node that reads `i`, if nothing else depends on `i` and the two can be one; -1 else.
  int OnlyReader(int i) const {
    const int reader = readers_[static_cast<size_t>(i)];
    if (uses_[static_cast<size_t>(i)] != 1 || reader < 0) return -1;
    return Plain(ir_[reader]) && ir_[reader].place == ir_[i].place ? reader : -1;
  }

  // Whether `e` has one value for each of `channels` and spreads over a result of that rank.
  bool IsVector(const IrEdge& e, int64_t channels, int rank) const {
    const Shape s = KnownShape(ir_, e);
    if (channels < 0 || s.rank() < 1 || s.rank() > rank || s[s.rank() - 1] != channels) {
      return false;
    }
    return s.num_elements() == channels;
  }

  // Follows what is done to the result of node `first`.
  class Chain {
   public:
    Chain(Fuser* fuser, int first)
        : fuser_(*fuser),
          ir_(fuser->ir_),
          first_(first),
          channels_(ChannelsOf(ir_, ir_[first])),
          rank_(ir_[first].type() == "MatMul" ? 2 : 4),
          last_(first) {}

    Status Follow() {
      for (bool more = true; more;) {
        const int next = fuser_.OnlyReader(last_);
        if (next < 0) return Status();
        HB_ASSIGN_OR_RETURN(more, Take(next));
      }
      return Status();
    }

    std::vector<int> parts = {};  // behind the first
    std::vector<Step> steps;
    std::string activation;

   private:
    // The steps in the order in which the kernels do them.
    enum Stage { kProduct, kBias, kScale, kShift, kResidual };

    Result<bool> Take(int next) {
      const IrNode& n = ir_[next];
      if (std::ranges::find(kActivations, n.type()) != std::end(kActivations)) {
        activation = n.type();
        parts.push_back(next);
        return false;
      }
      if (IsInferenceNorm(n)) return TakeNorm(next);
      if (n.inputs.size() != 2) return false;
      const size_t other = n.inputs[0].node == last_ ? 1 : 0;
      const IrEdge operand = n.inputs[other];
      if (n.type() == "BiasAdd" || n.type() == "BiasAddV1") {
        const bool last = n.reader().String("data_format", "NHWC") == "NHWC";
        return last && other == 1 && stage_ == kProduct && Push("bias", operand, next, kBias);
      }
      const bool vector = fuser_.IsVector(operand, channels_, rank_);
      if (n.type() == "Mul") {
        return vector && stage_ < kScale && Push("mul", operand, next, kScale);
      }
      if (!IsSum(n)) return false;
      if (vector && stage_ == kProduct) return Push("add", operand, next, kBias);
      if (vector && stage_ == kScale) return Push("add", operand, next, kShift);
      // A sum with anything else may have another shape than the product.
      if (vector || stage_ == kResidual || rank_ != 4) return false;
      return SameImages(ir_, {first_, 0}, operand) && Push("residual", operand, next, kResidual);
    }

    bool Push(const char* name, IrEdge operand, int part, Stage stage) {
      steps.push_back({name, operand, part});
      stage_ = stage;
      if (parts.empty() || parts.back() != part) parts.push_back(part);
      last_ = part;
      return true;
    }

    // (x - mean) * (scale / sqrt(variance + epsilon)) + offset, as the op's kernel has it.
    Result<bool> TakeNorm(int next) {
      const bool alone = fuser_.beside_[static_cast<size_t>(next)] == 0;
      if (!alone || stage_ != kProduct || ir_[next].inputs[0].node != last_) return false;
      const std::vector<IrEdge> in = ir_[next].inputs;
      for (size_t i = 1; i < in.size(); ++i) {
        if (KnownShape(ir_, in[i]) != Shape({channels_})) return false;
      }
      const float epsilon = ir_[next].reader().Float("epsilon", 0.0001f);
      HB_ASSIGN_OR_RETURN(const IrEdge center, fuser_.Add(next, "Neg", "center", {in[3]}));
      HB_ASSIGN_OR_RETURN(const IrEdge little, fuser_.AddConst(next, "epsilon", epsilon));
      HB_ASSIGN_OR_RETURN(const IrEdge sum, fuser_.Add(next, "AddV2", "variance", {in[4], little}));
      HB_ASSIGN_OR_RETURN(const IrEdge deviation, fuser_.Add(next, "Sqrt", "deviation", {sum}));
      HB_ASSIGN_OR_RETURN(const IrEdge scale,
                          fuser_.Add(next, "RealDiv", "scale", {in[1], deviation}));
      Push("add", center, next, kBias);
      Push("mul", scale, next, kScale);
      return Push("add", in[2], next, kShift);
    }

    Fuser& fuser_;
    const Ir& ir_;
    const int first_;
    const int64_t channels_;
    const int rank_;
    int last_;
    Stage stage_ = kProduct;
  };

  // A node on vectors of floats beside node `by`.
  Result<IrEdge> Add(int by, const char* op, const char* name, std::vector<IrEdge> inputs) {
    HB_ASSIGN_OR_RETURN(
        const int id, ir_.Add(op, StrCat(ir_[by].name, "/", name), {{"T", DT_FLOAT}}, {DT_FLOAT}));
    IrNode& n = ir_[id];
    n.origin = ir_[by].origin;
    n.place = ir_[by].place;
    n.in_types.assign(inputs.size(), DT_FLOAT);
    n.inputs = std::move(inputs);
    HB_RETURN_IF_ERROR(FinishAttrs(n.op->def, &ir_.own_attrs.back()));
    return IrEdge{id, 0};
  }
  Result<IrEdge> AddConst(int by, const char* name, float value) {
    HB_ASSIGN_OR_RETURN(const int id, ir_.Add("Const", StrCat(ir_[by].name, "/", name),
                                              {{"dtype", DT_FLOAT}}, {DT_FLOAT}));
    ir_[id].value = Tensor::Scalar<float>(value);
    ir_[id].place = ir_[by].place;
    return IrEdge{id, 0};
  }

  // Zeros that nodes in front of a convolution put around its images.
  struct Padding {
    int node = -1;                // -1: there is none
    std::vector<int64_t> around;  // as attribute explicit_paddings has it
  };

  Padding PaddingBefore(int conv) const {
    const IrNode& n = ir_[conv];
    if (n.type() == "MatMul" || n.reader().String("padding") != "VALID") return {};
    const int at = n.inputs[0].node;
    const IrNode& pad = ir_[at];
    if (pad.op == nullptr || pad.dead || pad.is_const() || pad.type() != "Pad" ||
        pad.on != nullptr || pad.place != n.place || !pad.missing.ok() ||
        pad.inputs[0].node == pad.inputs[1].node || uses_[static_cast<size_t>(at)] != 1) {
      return {};
    }
    Padding p{at, IntsOf(ir_[pad.inputs[1].node])};
    const std::vector<int64_t>& a = p.around;
    const bool images = a.size() == 8 && a[0] == 0 && a[1] == 0 && a[6] == 0 && a[7] == 0 &&
                        std::ranges::all_of(a, [](int64_t v) { return v >= 0; });
    return images ? p : Padding();
  }

  Result<bool> FuseAt(int first, std::string_view op) {
    Chain chain(this, first);
    HB_RETURN_IF_ERROR(chain.Follow());
    const Padding padding = PaddingBefore(first);
    if (chain.parts.empty() && padding.node < 0) return false;
    HB_RETURN_IF_ERROR(Replace(first, chain, padding, op));
    return true;
  }

  // The new node takes the place of the last part, so that its readers need no change.
  Status Replace(int product, const Chain& chain, const Padding& padding, std::string_view op) {
    const IrNode& first = ir_[product];
    const int at = chain.parts.empty() ? product : chain.parts.back();
    const auto where_is = [this](int part) {
      return WhereIs(ir_[part].name, ir_[part].type(), ir_[part].origin);
    };
    std::vector<IrEdge> inputs = first.inputs;
    std::vector<int> controls = first.controls;
    std::vector<std::string> where = {where_is(product)}, steps;
    for (const Step& s : chain.steps) {
      steps.push_back(s.name);
      where.push_back(where_is(s.part));
      inputs.push_back(s.operand);
    }
    if (!chain.activation.empty()) where.push_back(where_is(chain.parts.back()));
    for (int p : chain.parts) {
      controls.insert(controls.end(), ir_[p].controls.begin(), ir_[p].controls.end());
    }
    Attrs attrs = {{"N", static_cast<int64_t>(steps.size())},
                   {"steps", steps},
                   {"activation", chain.activation},
                   {"where", where}};
    if (op == "_HbConv2D") attrs.emplace_back("depthwise", first.type() != "Conv2D");
    AttrReader::Map& map = ir_.own_attrs.emplace_back();
    for (const pb::OpDef::AttrDef& a : ir_.ops->Find(op)->def.attr()) {
      auto it = first.attrs->find(a.name());
      if (it != first.attrs->end()) map[a.name()] = it->second;
    }
    if (padding.node >= 0) {
      IrNode& pad = ir_[padding.node];
      attrs.emplace_back("padding", "EXPLICIT");
      attrs.emplace_back("explicit_paddings", padding.around);
      inputs[0] = pad.inputs[0];
      controls.insert(controls.end(), pad.controls.begin(), pad.controls.end());
      pad.dead = true;
    }
    std::ranges::sort(controls);
    controls.erase(std::unique(controls.begin(), controls.end()), controls.end());
    for (const Attr& a : attrs) map[a.name] = a.value;
    ir_[product].dead = true;
    for (int p : chain.parts) ir_[p].dead = true;
    IrNode& last = ir_[at];
    last.dead = false;
    last.op = ir_.ops->Find(op);
    last.attrs = &map;
    last.in_types.assign(inputs.size(), DT_FLOAT);
    last.out_types = {DT_FLOAT};
    last.inputs = std::move(inputs);
    last.controls = std::move(controls);
    last.kernel = nullptr;
    return FinishAttrs(last.op->def, &map);
  }

  Ir& ir_;
  std::vector<int> readers_;  // by node: who reads it, or -1 for a use of another kind
  std::vector<int> uses_;     // how many there are
  std::vector<char> beside_;  // whether one is of another output than the first
};

}  // namespace

Status FuseEpilogues(Ir* ir) { return ir->ops == nullptr ? Status() : Fuser(ir).Run(); }

}  // namespace hb
