// Loops of Enter, Merge, Switch, NextIteration and Exit nodes, found in a graph.
#ifndef HORNBEAM_CORE_AUTODIFF_LOOPS_H_
#define HORNBEAM_CORE_AUTODIFF_LOOPS_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"

namespace hb::autodiff {

struct Loop {
  std::string frame;
  const Loop* parent = nullptr;  // null: the loop is not inside of another
  int64_t parallel_iterations = 10;
  std::vector<Node*> enters;  // of variables and constants
  Node* condition = nullptr;  // the LoopCond node

  bool Inside(const Loop* outer) const {
    return outer == nullptr || this == outer || (parent != nullptr && parent->Inside(outer));
  }
};

// A variable of a loop; `exit` may be missing.
struct LoopVariable {
  Node *enter = nullptr, *merge = nullptr, *choice = nullptr, *next = nullptr, *exit = nullptr;
};
// The nodes that belong to a non-constant Enter; InvalidArgument if they don't form a loop.
Result<LoopVariable> FindVariable(const Loop& loop, Node* enter);
bool IsConstantEnter(const Node& n);

// The Switch outputs that decide whether a value is there at all: (predicate, output).
using Gates = std::vector<std::pair<Output, int>>;

// The loops of a graph and where its nodes lie, as the graph was when this was made.
class Loops {
 public:
  explicit Loops(const Graph& graph);
  bool empty() const { return loops_.empty(); }
  // The loops that a node's inputs and outputs belong to; null: none. They differ for Enter and
  // Exit.
  const Loop* Before(const Node& n) const { return At(before_, n); }
  const Loop* After(const Node& n) const { return At(after_, n); }
  // Nodes that gradients have added to what they differentiate: counters and stacks. `loop` is the
  // one that an Exit ends.
  void MakeForward(const Node& n) { forward_.insert(&n); }
  bool IsForward(const Node& n) const { return forward_.contains(&n); }
  // Stacks, which lie outside of all loops.
  void MakeOutside(const Node& n) { outside_.insert(&n); }
  bool IsOutside(const Node& n) const { return outside_.contains(&n); }
  void AddExit(const Node& n, const Loop* loop) { added_exits_[&n] = loop; }
  // Conditionals inside of the innermost loop around a value that it lies in.
  Gates GatesOf(Output o) const;

 private:
  const Loop* At(const std::vector<const Loop*>& of, const Node& n) const {
    const auto id = static_cast<size_t>(n.id());
    return id < of.size() ? of[id] : nullptr;
  }
  void Place(Node* n);
  Gates NodeGates(const Node& n) const;

  std::vector<const Loop*> before_, after_;
  std::set<const Node*> forward_, outside_;
  std::map<const Node*, const Loop*> added_exits_;
  std::vector<Gates> gates_;  // by node id
  bool has_conditionals_ = false;
  std::map<std::pair<const Loop*, std::string>, std::unique_ptr<Loop>> loops_;
};

}  // namespace hb::autodiff

#endif  // HORNBEAM_CORE_AUTODIFF_LOOPS_H_
