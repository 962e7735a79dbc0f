// Plans: a part of a graph made ready to run, and its specialisations for shapes.
#ifndef HORNBEAM_CORE_RUNTIME_PLAN_H_
#define HORNBEAM_CORE_RUNTIME_PLAN_H_

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/passes/ir.h"
#include "core/runtime/node_exec.h"

namespace hb {

class Frame;
class Region;
struct Specialisation;

// Immutable but for its cache of specialisations; shared by all runs. Thread-safe.
class Plan {
 public:
  // Rewrites `ir` (prune, inline, place, fold, merge, copy) and prepares its nodes.
  // `wish`: see PlaceOptions.
  static Result<std::shared_ptr<Plan>> Compile(Session* session, Ir ir, int wish = -1);
  ~Plan();

  // Runs once. `feeds` are read in place. An entry of `fetches` that is valid on entry is filled in
  // place and must have the result's dtype and byte size; the others are set, if the run succeeds.
  Status Run(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches, const RunState& run);

  int num_feeds() const { return ir_.num_feeds; }
  int num_fetches() const { return static_cast<int>(ir_.fetches.size()); }
  const Ir& ir() const { return ir_; }
  const std::vector<std::unique_ptr<NodeExec>>& execs() const { return execs_; }
  // For the profiler and tests: bytes of the arena of the newest specialisation, and the least that
  // its live values need at once.
  std::pair<int64_t, int64_t> ArenaBytes() const;
  size_t num_specialisations() const;

 private:
  friend struct Specialisation;
  friend class Frame;
  friend class Region;
  explicit Plan(Session* session);
  Status PrepareNodes();
  std::string FeedName(size_t i) const;
  Status ReadReferences();
  Status UploadConstants();
  Status FoldHandles();
  void FindRegion();
  Result<std::shared_ptr<Specialisation>> Specialise(std::span<Tensor* const> feeds);
  Status CheckFeed(size_t i, const Tensor* feed) const;
  // A specialisation that fits and a frame of it; `last` is one that may not fit, or null.
  Status Lease(std::span<Tensor* const> feeds, std::unique_ptr<Frame> last,
               std::unique_ptr<Frame>* frame);
  void Return(std::unique_ptr<Frame> frame);

  Session* session_;
  Ir ir_;
  std::vector<std::unique_ptr<NodeExec>> execs_;  // by node; null for feeds and constants
  std::vector<DType> feed_types_;
  // Nodes from here on run in the interpreter; ir_.size() if none needs it.
  int region_begin_ = 0;
  std::unique_ptr<Region> region_;

  // The frame that came back last, so that a caller alone needs no lock.
  std::atomic<Frame*> last_{nullptr};
  mutable std::mutex mu_;
  std::list<std::shared_ptr<Specialisation>> specialisations_;  // newest first
};

// The kinds of nodes that run other plans.
enum class CallKind { kNone, kCall, kIf, kCase, kWhile, kSymbolicGradient };
CallKind CallKindOf(const NodeExec& node);
// Runs such a node: its functions are compiled at first entry and kept by the session.
Status RunCall(const NodeExec& node, CallKind kind, std::span<Tensor> in, std::span<Tensor> out,
               RunState* run);

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_PLAN_H_
