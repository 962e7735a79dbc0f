#include <algorithm>
#include <cstring>
#include <numeric>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/passes/ir.h"

namespace hb {
namespace {

// A key that is equal for nodes that compute the same. Constants are compared by content up to this
// many bytes; larger ones are taken to differ.
constexpr size_t kMaxConst = 4096;

using AttrEntry = std::remove_reference_t<decltype(*std::declval<IrNode>().attrs->begin())>;

// `attrs` is room to work in.
bool KeyOf(const IrNode& n, std::vector<const AttrEntry*>* attrs, std::string* key) {
  key->clear();
  if (n.is_const()) {
    if (n.value.bytes() > kMaxConst || !IsPlain(n.value.dtype())) return false;
    StrAppend(key, "const ", n.value.dtype(), n.value.shape().ToString(), ":");
    key->append(static_cast<const char*>(n.value.data()), n.value.bytes());
  } else {
    StrAppend(key, n.type(), "|", n.place, "|");
    for (const IrEdge& e : n.inputs) StrAppend(key, e.node, ":", e.index, ",");
    attrs->clear();
    for (const AttrEntry& attr : *n.attrs) {
      // Names with an underscore in front say where a node comes from, not what it computes.
      if (!attr.first.starts_with("_")) attrs->push_back(&attr);
    }
    std::sort(attrs->begin(), attrs->end(),
              [](const AttrEntry* a, const AttrEntry* b) { return a->first < b->first; });
    for (const AttrEntry* attr : *attrs) {
      StrAppend(key, "|", attr->first, "=", attr->second.ByteSizeLong(), ":");
      attr->second.AppendToString(key);
    }
  }
  std::vector<int> controls = n.controls;
  std::sort(controls.begin(), controls.end());
  for (int c : controls) StrAppend(key, "^", c);
  return true;
}

}  // namespace

void MergeCommon(Ir* ir) {
  std::unordered_map<std::string, int> seen;
  seen.reserve(ir->nodes.size());
  // Inputs may come later in the array: edges into loops, constants that folding has appended.
  std::vector<int> same(ir->nodes.size());
  std::iota(same.begin(), same.end(), 0);
  std::string key;
  std::vector<const AttrEntry*> attrs;
  for (int i = 0; i < ir->size(); ++i) {
    IrNode& n = (*ir)[i];
    if (n.dead) continue;
    for (IrEdge& e : n.inputs) e.node = same[static_cast<size_t>(e.node)];
    for (int& c : n.controls) c = same[static_cast<size_t>(c)];
    if (!IsPure(n) || n.out_types.empty() || IsCall(n) || !n.missing.ok() ||
        !KeyOf(n, &attrs, &key)) {
      continue;
    }
    auto [it, inserted] = seen.emplace(key, i);
    if (!inserted) {
      same[static_cast<size_t>(i)] = it->second;
      n.dead = true;
    }
  }
  // Edges into loops point backwards in the order.
  for (IrNode& n : ir->nodes) {
    for (IrEdge& e : n.inputs) e.node = same[static_cast<size_t>(e.node)];
    for (int& c : n.controls) c = same[static_cast<size_t>(c)];
  }
  for (IrEdge& e : ir->fetches) e.node = same[static_cast<size_t>(e.node)];
  for (int& t : ir->targets) t = same[static_cast<size_t>(t)];
}

}  // namespace hb
