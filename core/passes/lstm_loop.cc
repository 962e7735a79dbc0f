// Loops that run an LSTM over the items of a list, as Keras exports them, become op _HbLSTM.
//
// What is recognised: a While whose body reads item `time` of a TensorList, computes one step of a
// cell with Keras's order of gates, sigmoids and tanh, and writes its output to another list,
// either to item `time` or, where only the last output is wanted, to item 0; whose condition
// compares `time` and perhaps a counter with the number of items or with constants; and of whose
// results only the states and the stacked list are used. Everything else stays a loop.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/function.h"
#include "core/kernel/registry.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

constexpr int64_t kAllItems = -1;

bool Is(const IrNode& n, std::string_view op) {
  return n.op != nullptr && !n.dead && !n.is_const() && n.type() == op;
}

std::optional<int64_t> IntOf(const IrNode& n) {
  if (!n.is_const() || n.value.num_elements() != 1) return std::nullopt;
  if (n.value.dtype() == DT_INT32) return n.value.flat<int32_t>()[0];
  if (n.value.dtype() == DT_INT64) return n.value.flat<int64_t>()[0];
  return std::nullopt;
}

bool IsInt(const Ir& ir, const IrEdge& e, int64_t value) { return IntOf(ir[e.node]) == value; }

// Swaps the first two dimensions of three.
bool SwapsTime(const Ir& ir, const IrNode& n) {
  if (!Is(n, "Transpose")) return false;
  const Tensor& order = ir[n.inputs[1].node].value;
  if (!order.valid() || order.dtype() != DT_INT32 || order.num_elements() != 3) return false;
  const auto axes = order.flat<int32_t>();
  return axes[0] == 1 && axes[1] == 0 && axes[2] == 2;
}

// The body and the condition, whose Identity nodes are passed by. Control edges don't matter where
// nothing but reads of variables has effects.
class LoopFunction {
 public:
  static std::optional<LoopFunction> Of(const Ir& outer, const IrNode& loop, const char* attr) {
    const pb::AttrValue* f = loop.reader().Find(attr);
    if (f == nullptr) return std::nullopt;
    auto body = InstantiateFunction(outer.functions, outer.ops, f->func().name(),
                                    AttrReader(&f->func().attr()));
    if (!body.ok()) return std::nullopt;
    Result<Ir> ir = BuildIr(*body);
    if (!ir.ok() || ir->num_feeds != static_cast<int>(loop.inputs.size())) return std::nullopt;
    for (const IrNode& n : ir->nodes) {
      if (!n.is_feed() && !IsPure(n) && n.type() != "ReadVariableOp" && n.type() != "NoOp") {
        return std::nullopt;
      }
    }
    return LoopFunction(std::move(ir).value());
  }

  const Ir& ir() const { return ir_; }
  IrEdge ResultOf(int i) const { return Pass(ir_.fetches[static_cast<size_t>(i)]); }
  int results() const { return static_cast<int>(ir_.fetches.size()); }
  IrEdge Input(const IrNode& n, int i) const { return Pass(n.inputs[static_cast<size_t>(i)]); }
  const IrNode& At(const IrEdge& e) const { return ir_[e.node]; }
  // The number of the argument that the edge is; -1 for anything else.
  int Argument(const IrEdge& e) const { return ir_[e.node].feed; }

  // The inputs of a node of two inputs, with the one that is `op` first; null if none or both are.
  std::optional<std::array<IrEdge, 2>> Pair(const IrEdge& e, std::string_view op,
                                            std::string_view first) const {
    const IrNode& n = At(e);
    if (!Is(n, op) || n.inputs.size() != 2) return std::nullopt;
    const IrEdge a = Input(n, 0), b = Input(n, 1);
    if (Is(At(a), first) == Is(At(b), first)) return std::nullopt;
    return Is(At(a), first) ? std::array{a, b} : std::array{b, a};
  }

 private:
  explicit LoopFunction(Ir ir) : ir_(std::move(ir)) {}
  IrEdge Pass(IrEdge e) const {
    while (Is(ir_[e.node], "Identity")) e = ir_[e.node].inputs[0];
    return e;
  }
  Ir ir_;
};

// The numbers of the loop's variables.
struct LstmLoop {
  int counter = -1, time = -1, items = -1, list = -1, h = -1, c = -1;
  int kernel = -1, recurrent = -1, bias = -1;
  bool all_outputs = false;  // `list` gets the output of each step, not of the last one alone
};

class BodyMatcher {
 public:
  explicit BodyMatcher(const LoopFunction& body) : f_(body) {}

  std::optional<LstmLoop> Match() {
    for (int i = 0; i < f_.results() && loop_.list < 0; ++i) {
      if (Is(f_.At(f_.ResultOf(i)), "TensorListSetItem")) loop_.list = i;
    }
    if (loop_.list < 0 || !Cell() || !Lists() || !Rest()) return std::nullopt;
    return loop_;
  }

 private:
  // Result `i`, which must be another variable than those found before.
  bool Take(int* which, int i) {
    if (i < 0 || *which >= 0) return false;
    *which = i;
    return true;
  }
  int ResultThatIs(const IrEdge& e) const {
    for (int i = 0; i < f_.results(); ++i) {
      if (f_.ResultOf(i) == e) return i;
    }
    return -1;
  }
  bool IsGate(const IrEdge& e, std::string_view op, int number) {
    const IrNode& n = f_.At(e);
    if (!Is(n, op)) return false;
    const IrEdge gate = f_.Input(n, 0);
    if (gate.index != number || !Is(f_.At(gate), "Split")) return false;
    if (split_ < 0) split_ = gate.node;
    return split_ == gate.node;
  }
  // An argument that stays as it is, or a variable that such an argument names.
  int Weight(const IrEdge& e) const {
    const IrNode& n = f_.At(e);
    const IrEdge from = Is(n, "ReadVariableOp") ? f_.Input(n, 0) : e;
    const int i = f_.Argument(from);
    return i >= 0 && f_.Argument(f_.ResultOf(i)) == i ? i : -1;
  }

  // h = sigmoid(o) * tanh(c), c = sigmoid(f) * c + sigmoid(i) * tanh(g)
  bool Cell() {
    const IrNode& write = f_.At(f_.ResultOf(loop_.list));
    const IrEdge h = f_.Input(write, 2);
    const auto out = f_.Pair(h, "Mul", "Sigmoid");
    if (!out || !IsGate((*out)[0], "Sigmoid", 3) || !Is(f_.At((*out)[1]), "Tanh")) return false;
    const IrEdge c = f_.Input(f_.At((*out)[1]), 0);
    if (!Take(&loop_.h, ResultThatIs(h)) || !Take(&loop_.c, ResultThatIs(c))) return false;
    const IrNode& sum = f_.At(c);
    if (!Is(sum, "AddV2")) return false;
    bool kept = false, added = false;
    for (int k = 0; k < 2; ++k) {
      const auto term = f_.Pair(f_.Input(sum, k), "Mul", "Sigmoid");
      if (!term) return false;
      if (f_.Argument((*term)[1]) == loop_.c) kept = IsGate((*term)[0], "Sigmoid", 1);
      if (IsGate((*term)[1], "Tanh", 2)) added = IsGate((*term)[0], "Sigmoid", 0);
    }
    return kept && added && Sums();
  }

  // split(x * kernel + h * recurrent + bias)
  bool Sums() {
    const IrNode& split = f_.ir()[split_];
    if (split.out_types.size() != 4 || split.out_types[0] != DT_FLOAT) return false;
    if (!IsInt(f_.ir(), f_.Input(split, 0), 1) && !IsInt(f_.ir(), f_.Input(split, 0), -1)) {
      return false;
    }
    const IrNode& biased = f_.At(f_.Input(split, 1));
    if (!Is(biased, "BiasAdd") || biased.reader().String("data_format", "NHWC") != "NHWC") {
      return false;
    }
    if (!Take(&loop_.bias, Weight(f_.Input(biased, 1)))) return false;
    const IrNode& sum = f_.At(f_.Input(biased, 0));
    if (!Is(sum, "AddV2")) return false;
    for (int k = 0; k < 2; ++k) {
      const IrNode& product = f_.At(f_.Input(sum, k));
      if (!Is(product, "MatMul") || product.reader().Bool("transpose_a") ||
          product.reader().Bool("transpose_b")) {
        return false;
      }
      const IrEdge left = f_.Input(product, 0);
      const int weight = Weight(f_.Input(product, 1));
      if (f_.Argument(left) == loop_.h) {
        if (!Take(&loop_.recurrent, weight)) return false;
      } else if (read_ = left.node; !Take(&loop_.kernel, weight)) {
        return false;
      }
    }
    return loop_.recurrent >= 0 && loop_.kernel >= 0;
  }

  // Items are read at `time`; the output is written there or to item 0.
  bool Lists() {
    const IrNode& read = f_.ir()[read_];
    if (!Is(read, "TensorListGetItem")) return false;
    if (!Take(&loop_.items, f_.Argument(f_.Input(read, 0)))) return false;
    if (!Take(&loop_.time, f_.Argument(f_.Input(read, 1)))) return false;
    const IrNode& write = f_.At(f_.ResultOf(loop_.list));
    if (f_.Argument(f_.Input(write, 0)) != loop_.list) return false;
    loop_.all_outputs = f_.Argument(f_.Input(write, 1)) == loop_.time;
    return loop_.all_outputs || IsInt(f_.ir(), f_.Input(write, 1), 0);
  }

  bool CountsUp(int i) const {
    const IrNode& n = f_.At(f_.ResultOf(i));
    if (!Is(n, "AddV2")) return false;
    for (int k = 0; k < 2; ++k) {
      if (f_.Argument(f_.Input(n, k)) == i && IsInt(f_.ir(), f_.Input(n, 1 - k), 1)) return true;
    }
    return false;
  }

  // All other variables stay as they are, but for a counter.
  bool Rest() {
    for (int i = 0; i < f_.results(); ++i) {
      if (i == loop_.list || i == loop_.h || i == loop_.c) continue;
      if (f_.Argument(f_.ResultOf(i)) == i) continue;
      if (!CountsUp(i)) return false;
      if (i != loop_.time && !Take(&loop_.counter, i)) return false;
    }
    return CountsUp(loop_.time) && f_.Argument(f_.ResultOf(loop_.items)) == loop_.items;
  }

  const LoopFunction& f_;
  LstmLoop loop_;
  int split_ = -1, read_ = -1;
};

class LoopReplacer {
 public:
  LoopReplacer(Ir* ir, int id) : ir_(*ir), id_(id) {}

  // Whether the loop was replaced.
  Result<bool> Run() {
    const IrNode loop = ir_[id_];
    const auto body = LoopFunction::Of(ir_, loop, "body");
    const auto cond = LoopFunction::Of(ir_, loop, "cond");
    if (!body || !cond) return false;
    const auto match = BodyMatcher(*body).Match();
    if (!match) return false;
    m_ = *match;
    if (!Starts(loop) || !Steps(loop, *cond) || !UsesFit()) return false;
    HB_RETURN_IF_ERROR(Replace(loop));
    return true;
  }

 private:
  const IrEdge& In(const IrNode& loop, int i) const { return loop.inputs[static_cast<size_t>(i)]; }
  const IrNode& Source(const IrNode& loop, int i) const { return ir_[In(loop, i).node]; }

  bool Starts(const IrNode& loop) const {
    if (!IsInt(ir_, In(loop, m_.time), 0)) return false;
    if (m_.counter >= 0 && !IsInt(ir_, In(loop, m_.counter), 0)) return false;
    return Is(Source(loop, m_.items), "TensorListFromTensor") &&
           Is(Source(loop, m_.list), "TensorListReserve");
  }

  // The number of steps that a value allows: a constant, or kAllItems for the length of the list.
  std::optional<int64_t> Bound(const IrNode& loop, IrEdge e) const {
    if (const auto value = IntOf(ir_[e.node])) return *value < 0 ? std::nullopt : value;
    if (Is(ir_[e.node], "Max")) e = ir_[e.node].inputs[0];  // over the axes of a scalar
    const IrNode& n = ir_[e.node];
    if (!Is(n, "StridedSlice") || n.reader().Int("shrink_axis_mask") != 1) return std::nullopt;
    const IrNode& shape = ir_[n.inputs[0].node];
    if (!Is(shape, "Shape") || !IsInt(ir_, n.inputs[1], 0) || !IsInt(ir_, n.inputs[2], 1) ||
        !IsInt(ir_, n.inputs[3], 1)) {
      return std::nullopt;
    }
    if (shape.inputs[0] != Source(loop, m_.items).inputs[0]) return std::nullopt;
    return kAllItems;
  }

  // time < bound, or counter < bound and time < bound
  bool Steps(const IrNode& loop, const LoopFunction& cond) {
    const IrNode& top = cond.At(cond.ResultOf(0));
    std::vector<IrEdge> tests;
    if (Is(top, "LogicalAnd")) {
      tests = {cond.Input(top, 0), cond.Input(top, 1)};
    } else {
      tests = {cond.ResultOf(0)};
    }
    bool tests_time = false, first = true;
    for (const IrEdge& test : tests) {
      const IrNode& less = cond.At(test);
      if (!Is(less, "Less")) return false;
      const int what = cond.Argument(cond.Input(less, 0));
      if (what < 0 || (what != m_.time && what != m_.counter)) return false;
      tests_time = tests_time || what == m_.time;
      const IrEdge limit = cond.Input(less, 1);
      std::optional<int64_t> bound;
      if (const int argument = cond.Argument(limit); argument >= 0) {
        if (Changes(argument)) return false;
        bound = Bound(loop, In(loop, argument));
      } else if (bound = IntOf(cond.At(limit)); bound && *bound < 0) {
        return false;
      }
      if (!bound || (!first && (*bound == kAllItems) != (steps_ == kAllItems))) return false;
      steps_ = first ? *bound : std::min(steps_, *bound);
      first = false;
    }
    if (!tests_time || steps_ == 0) return false;
    return ListFits(loop);
  }

  bool Changes(int i) const {
    return i == m_.time || i == m_.counter || i == m_.list || i == m_.h || i == m_.c;
  }

  bool ListFits(const IrNode& loop) const {
    const IrEdge size = Source(loop, m_.list).inputs[1];
    if (!m_.all_outputs) return IsInt(ir_, size, 1);
    return Bound(loop, size) == steps_;
  }

  // Of the results, only states and the stacked list may be used.
  bool UsesFit() {
    for (int i = 0; i < ir_.size(); ++i) {
      const IrNode& n = ir_[i];
      if (n.dead || i == id_) continue;
      for (const IrEdge& e : n.inputs) {
        if (e.node != id_ || e.index == m_.h || e.index == m_.c) continue;
        if (e.index != m_.list || !Is(n, "TensorListStack")) return false;
        stacks_.push_back(i);
      }
    }
    return std::ranges::all_of(ir_.fetches, [this](const IrEdge& e) {
      return e.node != id_ || e.index == m_.h || e.index == m_.c;
    });
  }

  Result<int> Add(const IrNode& loop, std::string_view op, const char* name, const Attrs& attrs,
                  std::vector<IrEdge> inputs, std::vector<DType> out_types) {
    HB_ASSIGN_OR_RETURN(const int id, ir_.Add(op, StrCat(loop.name, "/", name), attrs, out_types));
    IrNode& n = ir_[id];
    n.origin = loop.origin;
    n.place = loop.place;
    for (const IrEdge& e : inputs) {
      n.in_types.push_back(BaseType(ir_[e.node].out_types[static_cast<size_t>(e.index)]));
    }
    n.inputs = std::move(inputs);
    HB_RETURN_IF_ERROR(FinishAttrs(n.op->def, &ir_.own_attrs.back()));
    return id;
  }
  Result<IrEdge> AddInt(const IrNode& loop, const char* name, const Tensor& value) {
    HB_ASSIGN_OR_RETURN(const int id, ir_.Add("Const", StrCat(loop.name, "/", name),
                                              {{"dtype", value.dtype()}}, {value.dtype()}));
    ir_[id].value = value;
    ir_[id].place = loop.place;
    return IrEdge{id, 0};
  }
  Result<IrEdge> Swapped(const IrNode& loop, IrEdge value, const char* name) {
    const IrNode& n = ir_[value.node];
    if (SwapsTime(ir_, n)) return n.inputs[0];
    HB_ASSIGN_OR_RETURN(const IrEdge order,
                        AddInt(loop, "order", Tensor::Vector<int32_t>({1, 0, 2})));
    HB_ASSIGN_OR_RETURN(const int id,
                        Add(loop, "Transpose", name, {{"T", DT_FLOAT}, {"Tperm", DT_INT32}},
                            {value, order}, {DT_FLOAT}));
    return IrEdge{id, 0};
  }
  Result<IrEdge> Weight(const IrNode& loop, int i) {
    const IrEdge e = In(loop, i);
    if (ir_[e.node].out_types[static_cast<size_t>(e.index)] != DT_RESOURCE) return e;
    HB_ASSIGN_OR_RETURN(
        const int id, Add(loop, "ReadVariableOp", "read", {{"dtype", DT_FLOAT}}, {e}, {DT_FLOAT}));
    ir_[id].controls = loop.controls;
    return IrEdge{id, 0};
  }

  Status Replace(const IrNode& loop) {
    HB_ASSIGN_OR_RETURN(const IrEdge x,
                        Swapped(loop, Source(loop, m_.items).inputs[0], "sequence"));
    std::vector<IrEdge> inputs = {x};
    for (int w : {m_.kernel, m_.recurrent, m_.bias}) {
      HB_ASSIGN_OR_RETURN(inputs.emplace_back(), Weight(loop, w));
    }
    inputs.push_back(In(loop, m_.h));
    inputs.push_back(In(loop, m_.c));
    HB_ASSIGN_OR_RETURN(const int lstm, Add(loop, "_HbLSTM", "lstm",
                                            {{"T", DT_FLOAT}, {"keep", false}, {"steps", steps_}},
                                            std::move(inputs), std::vector<DType>(5, DT_FLOAT)));
    ir_[lstm].controls = loop.controls;
    for (int stack : stacks_) HB_RETURN_IF_ERROR(ReplaceStack(loop, lstm, stack));
    for (IrNode& n : ir_.nodes) {
      for (IrEdge& e : n.inputs) Redirect(&e, lstm);
      std::ranges::replace(n.controls, id_, lstm);
    }
    for (IrEdge& e : ir_.fetches) Redirect(&e, lstm);
    std::ranges::replace(ir_.targets, id_, lstm);
    ir_[id_].dead = true;
    return Status();
  }

  void Redirect(IrEdge* e, int lstm) const {
    if (e->node == id_) *e = {lstm, e->index == m_.h ? 1 : 2};
  }

  // The stacked list has time first; where it is turned at once, nothing is.
  Status ReplaceStack(const IrNode& loop, int lstm, int stack) {
    IrEdge value;
    if (m_.all_outputs) {
      const IrEdge sequence = {lstm, 0};
      for (int i = 0; i < ir_.size(); ++i) {
        if (ir_[i].dead || ir_[i].inputs.empty() || ir_[i].inputs[0].node != stack) continue;
        if (SwapsTime(ir_, ir_[i])) ReplaceUses(i, sequence);
      }
      HB_ASSIGN_OR_RETURN(value, Swapped(loop, sequence, "stacked"));
    } else {
      HB_ASSIGN_OR_RETURN(const IrEdge axis, AddInt(loop, "axis", Tensor::Scalar<int32_t>(0)));
      HB_ASSIGN_OR_RETURN(const int id,
                          Add(loop, "ExpandDims", "stacked", {{"T", DT_FLOAT}, {"Tdim", DT_INT32}},
                              {{lstm, 1}, axis}, {DT_FLOAT}));
      value = {id, 0};
    }
    ReplaceUses(stack, value);
    return Status();
  }

  void ReplaceUses(int of, IrEdge by) {
    for (IrNode& n : ir_.nodes) {
      for (IrEdge& e : n.inputs) {
        if (e.node == of) e = by;
      }
      std::ranges::replace(n.controls, of, by.node);
    }
    for (IrEdge& e : ir_.fetches) {
      if (e.node == of) e = by;
    }
    std::ranges::replace(ir_.targets, of, by.node);
  }

  Ir& ir_;
  int id_;
  LstmLoop m_;
  int64_t steps_ = kAllItems;
  std::vector<int> stacks_;
};

}  // namespace

Status ImplementLstmLoops(Ir* ir) {
  if (ir->ops == nullptr || ir->ops->Find("_HbLSTM") == nullptr ||
      !KernelRegistry::Global().Has("_HbLSTM", "CPU")) {
    return Status();
  }
  bool any = false;
  const int count = ir->size();
  for (int i = 0; i < count; ++i) {
    const IrNode& n = (*ir)[i];
    if ((!Is(n, "While") && !Is(n, "StatelessWhile")) || n.on != nullptr) continue;
    HB_ASSIGN_OR_RETURN(const bool replaced, LoopReplacer(ir, i).Run());
    any = any || replaced;
  }
  if (!any) return Status();
  Prune(ir);
  return Order(ir);
}

}  // namespace hb
