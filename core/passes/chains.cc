// Elementwise ops of floats whose results nobody else needs become one node, whose kernel takes
// blocks that stay in cache through all of them. Every element is computed as before, so the bits
// stay. Shapes needn't be known: where a step has fewer elements than the result, the kernel runs
// it on its own.
#include <algorithm>
#include <string>
#include <vector>

#include "core/kernel/chain_ops.h"
#include "core/kernel/registry.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

// Bounds on one node: what the kernel keeps in cache.
constexpr size_t kMaxSteps = 24;
constexpr size_t kMaxInputs = 16;

bool IsElementwise(const IrNode& n) {
#define HB_NAME(op, function) #op,
  static constexpr std::string_view kOps[] = {HB_CHAIN_UNARY_OPS(HB_NAME)
                                                  HB_CHAIN_BINARY_OPS(HB_NAME)};
#undef HB_NAME
  return std::ranges::find(kOps, n.type()) != std::end(kOps);
}

// Whether the node can be a step of a chain on the CPU.
bool Joins(const IrNode& n) {
  return n.op != nullptr && !n.dead && !n.is_const() && n.on == nullptr && n.missing.ok() &&
         n.kernel != nullptr && n.out_types.size() == 1 && n.out_types[0] == DT_FLOAT &&
         std::ranges::all_of(n.in_types, [](DType t) { return t == DT_FLOAT; }) && IsElementwise(n);
}

class Chains {
 public:
  explicit Chains(Ir* ir) : ir_(*ir) {}

  Status Run() {
    FindReaders();
    bool any = false;
    // From the results backwards, so that a chain is as long as it can be.
    for (int i = ir_.size() - 1; i >= 0; --i) {
      if (!Joins(ir_[i])) continue;
      const Steps steps = Grow(i);
      if (steps.size() < 2) continue;
      HB_RETURN_IF_ERROR(Replace(i, steps));
      any = true;
    }
    return any ? Order(&ir_) : Status();
  }

 private:
  // Nodes in their order; so few that looking through them is quickest.
  using Steps = std::vector<int>;
  static bool Contains(const Steps& steps, int node) {
    return std::ranges::find(steps, node) != steps.end();
  }

  void FindReaders() {
    readers_.resize(ir_.nodes.size());
    const auto use = [this](int of, int by) { readers_[static_cast<size_t>(of)].push_back(by); };
    for (int i = 0; i < ir_.size(); ++i) {
      if (ir_[i].dead) continue;
      for (const IrEdge& e : ir_[i].inputs) use(e.node, i);
      for (int c : ir_[i].controls) use(c, -1);
    }
    for (const IrEdge& e : ir_.fetches) use(e.node, -1);
    for (int t : ir_.targets) use(t, -1);
  }

  // What the steps read from elsewhere, each once.
  std::vector<IrEdge> InputsOf(const Steps& steps) const {
    std::vector<IrEdge> inputs;
    for (int s : steps) {
      for (const IrEdge& e : ir_[s].inputs) {
        if (Contains(steps, e.node)) continue;
        if (std::ranges::find(inputs, e) == inputs.end()) inputs.push_back(e);
      }
    }
    return inputs;
  }

  // The node and those before it that only steps of the chain read.
  Steps Grow(int last) const {
    Steps steps = {last};
    for (bool more = true; more;) {
      more = false;
      // The latest first: what comes before it may have it as a reader.
      std::vector<int> before;
      for (const IrEdge& e : InputsOf(steps)) before.push_back(e.node);
      std::ranges::sort(before, std::greater<>());
      before.erase(std::unique(before.begin(), before.end()), before.end());
      for (int i : before) {
        if (steps.size() == kMaxSteps || !Joins(ir_[i]) || ir_[i].place != ir_[last].place)
          continue;
        const std::vector<int>& readers = readers_[static_cast<size_t>(i)];
        const auto inside = [&](int r) { return Contains(steps, r); };
        if (!std::ranges::all_of(readers, inside)) continue;
        const auto at = steps.insert(std::ranges::lower_bound(steps, i), i);
        if (InputsOf(steps).size() > kMaxInputs) {
          steps.erase(at);
          continue;
        }
        more = true;
      }
    }
    return steps;
  }

  // The new node takes the place of the last step, so that its readers need no change.
  Status Replace(int at, const Steps& steps) {
    const std::vector<IrEdge> inputs = InputsOf(steps);
    std::vector<std::string> names, where;
    std::vector<int64_t> operands;
    std::vector<int> controls;
    const auto number = [&](const IrEdge& e) {
      const auto step = std::ranges::find(steps, e.node);
      if (step == steps.end()) return std::ranges::find(inputs, e) - inputs.begin();
      return static_cast<std::ptrdiff_t>(inputs.size()) + (step - steps.begin());
    };
    for (int s : steps) {
      const IrNode& n = ir_[s];
      names.push_back(n.type());
      where.push_back(WhereIs(n.name, n.type(), n.origin));
      operands.push_back(number(n.inputs[0]));
      operands.push_back(n.inputs.size() > 1 ? number(n.inputs[1]) : -1);
      controls.insert(controls.end(), n.controls.begin(), n.controls.end());
    }
    std::ranges::sort(controls);
    controls.erase(std::unique(controls.begin(), controls.end()), controls.end());
    AttrReader::Map& map = ir_.own_attrs.emplace_back();
    for (const Attr& a : Attrs{{"T", DT_FLOAT},
                               {"N", static_cast<int64_t>(inputs.size())},
                               {"steps", names},
                               {"operands", operands},
                               {"where", where}}) {
      map[a.name] = a.value;
    }
    for (int s : steps) ir_[s].dead = s != at;
    IrNode& last = ir_[at];
    last.op = ir_.ops->Find("_HbChain");
    last.attrs = &map;
    last.in_types.assign(inputs.size(), DT_FLOAT);
    last.inputs = inputs;
    last.controls = std::move(controls);
    last.kernel = nullptr;
    return FinishAttrs(last.op->def, &map);
  }

  Ir& ir_;
  std::vector<std::vector<int>> readers_;  // by node: who reads it, -1 for a use of another kind
};

}  // namespace

Status JoinChains(Ir* ir) {
  if (ir->ops == nullptr || ir->ops->Find("_HbChain") == nullptr ||
      !KernelRegistry::Global().Has("_HbChain", "CPU")) {
    return Status();
  }
  return Chains(ir).Run();
}

}  // namespace hb
