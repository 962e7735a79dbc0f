// A depthwise convolution, the convolution whose result it reads, and the convolution of single
// pixels that reads its own become one node, whose kernel can go through all three in bands of
// rows that stay in cache (core/kernels/cpu/nn/conv_bands.cc).
#include <algorithm>
#include <string>
#include <vector>

#include "core/kernel/registry.h"
#include "core/passes/ir.h"
#include "core/passes/known_shapes.h"

namespace hb {
namespace {

class Joiner {
 public:
  explicit Joiner(Ir* ir) : ir_(*ir) {}

  Status Run() {
    CountUses();
    bool any = false;
    const int count = ir_.size();
    for (int i = 0; i < count; ++i) {
      if (!IsConv(i, true)) continue;
      const int first = ir_[i].inputs[0].node;
      const int last = readers_[static_cast<size_t>(i)];
      if (!IsConv(first, false) || !Alone(first) || last < 0 || !Alone(i) || !IsConv(last, false) ||
          ir_[last].inputs[0].node != i || !OfPixels(last) || ir_[first].place != ir_[i].place ||
          ir_[last].place != ir_[i].place) {
        continue;
      }
      HB_RETURN_IF_ERROR(Replace({first, i, last}));
      any = true;
    }
    return any ? Order(&ir_) : Status();
  }

 private:
  void CountUses() {
    readers_.assign(ir_.nodes.size(), -1);
    uses_.resize(ir_.nodes.size());
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

  bool Alone(int i) const { return uses_[static_cast<size_t>(i)] == 1; }

  bool IsConv(int i, bool depthwise) const {
    const IrNode& n = ir_[i];
    return n.op != nullptr && !n.dead && !n.is_const() && n.on == nullptr && n.missing.ok() &&
           n.type() == "_HbConv2D" && n.reader().Bool("depthwise") == depthwise;
  }

  bool OfPixels(int i) const {
    const Shape filter = KnownShape(ir_, ir_[i].inputs[1]);
    return filter.rank() == 4 && filter[0] == 1 && filter[1] == 1;
  }

  // The new node takes the place of the last one, so that its readers need no change.
  Status Replace(const std::vector<int>& convs) {
    std::vector<IrEdge> inputs = {ir_[convs[0]].inputs[0]};
    std::vector<int> controls;
    std::vector<std::string> steps, activations, paddings, where;
    std::vector<int64_t> strides, dilations, around, depthwise;
    const auto add = [](auto* all, const auto& more) {
      all->insert(all->end(), more.begin(), more.end());
    };
    for (int c : convs) {
      const IrNode& n = ir_[c];
      const AttrReader a = n.reader();
      steps.emplace_back("filter");
      add(&steps, a.Strings("steps"));
      inputs.insert(inputs.end(), n.inputs.begin() + 1, n.inputs.end());
      add(&strides, a.Ints("strides"));
      add(&dilations, a.Ints("dilations"));
      std::vector<int64_t> pads = a.Ints("explicit_paddings");
      pads.resize(8);
      add(&around, pads);
      paddings.push_back(a.String("padding"));
      activations.push_back(a.String("activation"));
      depthwise.push_back(a.Bool("depthwise") ? 1 : 0);
      // One for each operand; behind the last also its activation.
      std::vector<std::string> parts = a.Strings("where");
      if (c != convs.back()) parts.resize(n.inputs.size() - 1);
      add(&where, parts);
      add(&controls, n.controls);
    }
    std::ranges::sort(controls);
    controls.erase(std::unique(controls.begin(), controls.end()), controls.end());
    AttrReader::Map& map = ir_.own_attrs.emplace_back();
    for (const Attr& a : Attrs{{"T", DT_FLOAT},
                               {"N", static_cast<int64_t>(steps.size())},
                               {"strides", strides},
                               {"dilations", dilations},
                               {"explicit_paddings", around},
                               {"paddings", paddings},
                               {"depthwise", depthwise},
                               {"steps", steps},
                               {"activations", activations},
                               {"where", where}}) {
      map[a.name] = a.value;
    }
    for (int c : convs) ir_[c].dead = c != convs.back();
    IrNode& last = ir_[convs.back()];
    last.op = ir_.ops->Find("_HbConvs");
    last.attrs = &map;
    last.in_types.assign(inputs.size(), DT_FLOAT);
    last.inputs = std::move(inputs);
    last.controls = std::move(controls);
    last.kernel = nullptr;
    return FinishAttrs(last.op->def, &map);
  }

  Ir& ir_;
  std::vector<int> readers_;  // by node: who reads it, or -1 for a use of another kind
  std::vector<int> uses_;     // how many there are
};

}  // namespace

Status JoinConvs(Ir* ir) {
  if (ir->ops == nullptr || ir->ops->Find("_HbConvs") == nullptr ||
      !KernelRegistry::Global().Has("_HbConvs", "CPU")) {
    return Status();
  }
  return Joiner(ir).Run();
}

}  // namespace hb
