// Updates of many variables by one optimizer become one node, so that a training step pays once for
// them: small variables share tasks, and threads get equal parts.
//
// A gradient of rows of a variable (of an embedding) is an UnsortedSegmentSum. If the optimizer
// leaves alone what has a gradient of 0, the sum becomes a part of the update, which then touches
// only the rows that have a gradient and makes no gradient of the whole variable.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/passes/ir.h"

namespace hb {
namespace {

// The optimizers that _HbApply knows.
constexpr std::string_view kOptimizers[] = {"ResourceApplyAdaMax",
                                            "ResourceApplyAdadelta",
                                            "ResourceApplyAdagrad",
                                            "ResourceApplyAdagradV2",
                                            "ResourceApplyAdam",
                                            "ResourceApplyAdamWithAmsgrad",
                                            "ResourceApplyCenteredRMSProp",
                                            "ResourceApplyFtrl",
                                            "ResourceApplyFtrlV2",
                                            "ResourceApplyGradientDescent",
                                            "ResourceApplyKerasMomentum",
                                            "ResourceApplyMomentum",
                                            "ResourceApplyRMSProp",
                                            "_HbKerasAdagrad",
                                            "_HbKerasAdamW",
                                            "_HbKerasNadam",
                                            "_HbKerasRMSprop"};
// Those that change nothing where the gradient is 0; _HbApplyRows knows them.
constexpr std::string_view kRowOptimizers[] = {"ResourceApplyAdagrad", "ResourceApplyAdagradV2",
                                               "ResourceApplyGradientDescent", "_HbKerasAdagrad"};
// Their attributes that change what is computed.
constexpr const char* kOptions[] = {"use_nesterov", "update_slots", "multiply_linear_by_lr"};

struct Roles {
  std::vector<size_t> vars, scalars;  // numbers of inputs
  size_t grad = 0;
};

Roles RolesOf(const IrNode& n) {
  Roles r;
  for (size_t i = 0; i < n.inputs.size(); ++i) {
    const std::string& name = n.op->def.input_arg(static_cast<int>(i)).name();
    if (n.in_types[i] == DT_RESOURCE) {
      r.vars.push_back(i);
    } else if (name == "grad" || name == "delta") {
      r.grad = i;
    } else {
      r.scalars.push_back(i);
    }
  }
  return r;
}

// How many inputs and fetches each node's results serve.
std::vector<int> CountUses(const Ir& ir) {
  std::vector<int> uses(ir.nodes.size(), 0);
  for (const IrNode& n : ir.nodes) {
    if (n.dead) continue;
    for (const IrEdge& e : n.inputs) ++uses[static_cast<size_t>(e.node)];
  }
  for (const IrEdge& e : ir.fetches) ++uses[static_cast<size_t>(e.node)];
  for (int t : ir.targets) ++uses[static_cast<size_t>(t)];
  return uses;
}

// The node of the sum that is the gradient of this update and nothing else, if the update can be
// made by rows; -1 if not.
int SumOf(const Ir& ir, const IrNode& n, const std::vector<int>& uses) {
  if (std::ranges::find(kRowOptimizers, n.type()) == std::end(kRowOptimizers)) return -1;
  const int sum = n.inputs[RolesOf(n).grad].node;
  const IrNode& s = ir[sum];
  if (s.op == nullptr || s.is_const() || s.type() != "UnsortedSegmentSum" || s.on != nullptr ||
      s.place != n.place || uses[static_cast<size_t>(sum)] != 1) {
    return -1;
  }
  const DType t = s.in_types[0];
  return t == DT_FLOAT || t == DT_DOUBLE ? sum : -1;
}

// Updates with equal keys can run together; "" if the node is no such update, or one on a device
// with memory of its own, which brings a kernel for the single update only.
std::string KeyOf(const Ir& ir, const IrNode& n, const std::vector<int>& uses) {
  if (n.op == nullptr || n.dead || n.is_const() || n.kernel == nullptr || n.on != nullptr ||
      std::ranges::find(kOptimizers, n.type()) == std::end(kOptimizers)) {
    return "";
  }
  const AttrReader attrs = n.reader();
  std::string key = StrCat(n.type(), "|", n.place, "|", static_cast<int>(attrs.Type("T")));
  for (const char* option : kOptions) {
    StrAppend(&key, "|", attrs.Bool(option, option == std::string_view("update_slots")));
  }
  for (size_t i : RolesOf(n).scalars)
    StrAppend(&key, "|", n.inputs[i].node, ":", n.inputs[i].index);
  if (const int sum = SumOf(ir, n, uses); sum >= 0) {
    StrAppend(&key, "|rows of ", static_cast<int>(ir[sum].in_types[1]), " ",
              static_cast<int>(ir[sum].in_types[2]));
  }
  return key;
}

// The updates of that key that can run together: none needs another, and none has a variable of
// another. The nodes must be in order.
std::vector<int> Members(const Ir& ir, const std::vector<std::string>& keys,
                         const std::string& key) {
  std::vector<int> members;
  std::vector<char> after(ir.nodes.size(), 0);  // needs a member
  std::set<std::pair<int, int>> handles;
  for (int i = 0; i < ir.size(); ++i) {
    const IrNode& n = ir[i];
    char& is_after = after[static_cast<size_t>(i)];
    for (const IrEdge& e : n.inputs) is_after |= after[static_cast<size_t>(e.node)];
    for (int c : n.controls) is_after |= after[static_cast<size_t>(c)];
    if (is_after || keys[static_cast<size_t>(i)] != key) continue;
    const Roles r = RolesOf(n);
    const bool known = std::ranges::any_of(r.vars, [&](size_t v) {
      return handles.contains({n.inputs[v].node, n.inputs[v].index});
    });
    if (known) continue;
    for (size_t v : r.vars) handles.insert({n.inputs[v].node, n.inputs[v].index});
    members.push_back(i);
    is_after = 1;
  }
  return members;
}

void Replace(Ir* ir, const std::vector<int>& members, int by) {
  std::vector<char> gone(ir->nodes.size(), 0);
  for (int m : members) {
    gone[static_cast<size_t>(m)] = 1;
    (*ir)[m].dead = true;
  }
  const auto replace = [&](std::vector<int>* list) {
    bool any = false;
    for (int& i : *list) {
      if (!gone[static_cast<size_t>(i)]) continue;
      i = by;
      any = true;
    }
    if (!any) return;
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  };
  for (IrNode& n : ir->nodes) replace(&n.controls);
  replace(&ir->targets);
}

// What waited for the sum waits for what goes into it.
void Dissolve(Ir* ir, int sum) {
  std::vector<int> sources = (*ir)[sum].controls;
  for (const IrEdge& e : (*ir)[sum].inputs) sources.push_back(e.node);
  for (IrNode& n : ir->nodes) {
    if (std::erase(n.controls, sum) == 0) continue;
    n.controls.insert(n.controls.end(), sources.begin(), sources.end());
    std::sort(n.controls.begin(), n.controls.end());
    n.controls.erase(std::unique(n.controls.begin(), n.controls.end()), n.controls.end());
  }
  (*ir)[sum].dead = true;
}

Attrs AttrsOf(const Ir& ir, const std::vector<int>& members, const std::vector<int>& sums) {
  const IrNode& first = ir[members[0]];
  const Roles r = RolesOf(first);
  const AttrReader reader = first.reader();
  const auto names = [&](const std::vector<int>& nodes) {
    std::vector<std::string> list;
    for (int i : nodes) list.push_back(WhereIs(ir[i].name, ir[i].type(), ir[i].origin));
    return list;
  };
  const int count = static_cast<int>(members.size());
  Attrs attrs = {{"N", count * static_cast<int>(r.vars.size())},
                 {"S", static_cast<int>(r.scalars.size())},
                 {"M", count},
                 {"T", reader.Type("T")},
                 {"optimizer", first.type()},
                 {"where", names(members)}};
  if (!sums.empty()) {
    attrs.emplace_back("sums", names(sums));
    attrs.emplace_back("Tindices", ir[sums[0]].in_types[1]);
    attrs.emplace_back("Tnumsegments", ir[sums[0]].in_types[2]);
  }
  for (const char* option : kOptions) {
    if (!sums.empty() && option != std::string_view("update_slots")) continue;
    attrs.emplace_back(option, reader.Bool(option, option == std::string_view("update_slots")));
  }
  return attrs;
}

// Puts one node in the place of the members. Their gradients are the sums, if there are any.
Status Merge(Ir* ir, const std::vector<int>& members, const std::vector<int>& sums) {
  const IrNode& first = (*ir)[members[0]];
  const Roles r = RolesOf(first);
  IrNode merged;
  const auto take = [&](int from, size_t input) {
    merged.inputs.push_back((*ir)[from].inputs[input]);
    merged.in_types.push_back((*ir)[from].in_types[input]);
  };
  for (size_t v : r.vars) {
    for (int m : members) take(m, v);
  }
  for (size_t s : r.scalars) take(members[0], s);
  if (sums.empty()) {
    for (int m : members) take(m, r.grad);
  }
  for (size_t i = 0; i < 3; ++i) {
    for (int sum : sums) take(sum, i);
  }
  for (int sum : sums) Dissolve(ir, sum);
  for (int m : members) {
    merged.controls.insert(merged.controls.end(), (*ir)[m].controls.begin(),
                           (*ir)[m].controls.end());
  }
  std::sort(merged.controls.begin(), merged.controls.end());
  merged.controls.erase(std::unique(merged.controls.begin(), merged.controls.end()),
                        merged.controls.end());
  HB_ASSIGN_OR_RETURN(const int id, ir->Add(sums.empty() ? "_HbApply" : "_HbApplyRows", first.name,
                                            AttrsOf(*ir, members, sums), {}));
  IrNode& n = (*ir)[id];
  const IrNode& old = (*ir)[members[0]];
  n.inputs = std::move(merged.inputs);
  n.in_types = std::move(merged.in_types);
  n.controls = std::move(merged.controls);
  n.device = old.device;
  n.place = old.place;
  n.origin = old.origin;
  Replace(ir, members, id);
  return Status();
}

}  // namespace

Status GroupUpdates(Ir* ir) {
  // Behind a Switch a node may be dead, which is each node's own affair.
  for (const IrNode& n : ir->nodes) {
    if (n.op != nullptr && !n.dead && IsControlFlow(n.type())) return Status();
  }
  if (ir->ops == nullptr || ir->ops->Find("_HbApply") == nullptr) return Status();
  // Numbers of nodes change with each merge, and with them the keys.
  for (bool merged = true; merged;) {
    merged = false;
    const std::vector<int> uses = CountUses(*ir);
    std::vector<std::string> keys;
    for (const IrNode& n : ir->nodes) keys.push_back(KeyOf(*ir, n, uses));
    for (const std::string& key : std::set<std::string>(keys.begin(), keys.end())) {
      if (key.empty()) continue;
      const std::vector<int> members = Members(*ir, keys, key);
      std::vector<int> sums;
      for (int m : members) {
        if (const int sum = SumOf(*ir, (*ir)[m], uses); sum >= 0) sums.push_back(sum);
      }
      if (members.size() < 2 && sums.empty()) continue;
      HB_RETURN_IF_ERROR(Merge(ir, members, sums));
      HB_RETURN_IF_ERROR(Order(ir));
      merged = true;
      break;
    }
  }
  return Status();
}

}  // namespace hb
