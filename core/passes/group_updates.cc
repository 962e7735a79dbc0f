// Updates of many variables by one optimizer become one node, so that a training step pays once for
// them: small variables share tasks, and threads get equal parts.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/passes/ir.h"

namespace hb {
namespace {

// The optimizers that _HbApply knows.
constexpr std::string_view kOptimizers[] = {
    "ResourceApplyAdaMax",          "ResourceApplyAdadelta",      "ResourceApplyAdagrad",
    "ResourceApplyAdagradV2",       "ResourceApplyAdam",          "ResourceApplyAdamWithAmsgrad",
    "ResourceApplyCenteredRMSProp", "ResourceApplyFtrl",          "ResourceApplyFtrlV2",
    "ResourceApplyGradientDescent", "ResourceApplyKerasMomentum", "ResourceApplyMomentum",
    "ResourceApplyRMSProp"};
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

// Updates with equal keys can run together; "" if the node is no such update, or one on a device
// with memory of its own, which brings a kernel for the single update only.
std::string KeyOf(const IrNode& n) {
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

Status Merge(Ir* ir, const std::vector<int>& members) {
  const IrNode& first = (*ir)[members[0]];
  const Roles r = RolesOf(first);
  const AttrReader reader = first.reader();
  const int count = static_cast<int>(members.size());
  std::vector<std::string> where;
  for (int m : members) where.push_back(WhereIs((*ir)[m].name, (*ir)[m].type(), (*ir)[m].origin));
  Attrs attrs = {{"N", count * static_cast<int>(r.vars.size())},
                 {"S", static_cast<int>(r.scalars.size())},
                 {"M", count},
                 {"T", reader.Type("T")},
                 {"optimizer", first.type()},
                 {"where", where}};
  for (const char* option : kOptions) {
    attrs.emplace_back(option, reader.Bool(option, option == std::string_view("update_slots")));
  }
  IrNode merged;
  const auto take = [&](int from, size_t input) {
    merged.inputs.push_back((*ir)[from].inputs[input]);
    merged.in_types.push_back((*ir)[from].in_types[input]);
  };
  for (size_t v : r.vars) {
    for (int m : members) take(m, v);
  }
  for (size_t s : r.scalars) take(members[0], s);
  for (int m : members) {
    take(m, r.grad);
    merged.controls.insert(merged.controls.end(), (*ir)[m].controls.begin(),
                           (*ir)[m].controls.end());
  }
  std::sort(merged.controls.begin(), merged.controls.end());
  merged.controls.erase(std::unique(merged.controls.begin(), merged.controls.end()),
                        merged.controls.end());
  HB_ASSIGN_OR_RETURN(const int id, ir->Add("_HbApply", first.name, attrs, {}));
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
    std::vector<std::string> keys;
    std::map<std::string, int> counts;
    for (const IrNode& n : ir->nodes) {
      keys.push_back(KeyOf(n));
      if (!keys.back().empty()) ++counts[keys.back()];
    }
    for (const auto& [key, count] : counts) {
      if (count < 2) continue;
      const std::vector<int> members = Members(*ir, keys, key);
      if (members.size() < 2) continue;
      HB_RETURN_IF_ERROR(Merge(ir, members));
      HB_RETURN_IF_ERROR(Order(ir));
      merged = true;
      break;
    }
  }
  return Status();
}

}  // namespace hb
