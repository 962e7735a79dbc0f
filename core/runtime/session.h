// Sessions: run parts of a graph, and hold what lives between runs.
#ifndef HORNBEAM_CORE_RUNTIME_SESSION_H_
#define HORNBEAM_CORE_RUNTIME_SESSION_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/passes/device_name.h"
#include "core/runtime/frame.h"
#include "core/runtime/pack_cache.h"
#include "core/runtime/plan.h"
#include "core/runtime/resources.h"

namespace hb {

struct SessionOptions {
  int max_threads = 0;  // of one kernel; 0: as many as the machine gives
  // Which files ops may touch: any, or only those below `file_root`.
  bool restrict_files = false;
  std::string file_root;
  std::map<std::string, int> device_counts;  // at most so many of a kind
  bool soft_placement = false;
};

struct RunOptions {
  CancellationToken* cancellation = nullptr;
  int64_t timeout_ms = 0;     // 0: none
  RunTrace* trace = nullptr;  // where the run writes down what it does; null: nowhere
  bool trace_nodes = true;    // when each node ran
  bool trace_graph = false;   // the graph that runs
};

// Thread-safe: runs are concurrent and independent; closing makes running calls return CANCELLED.
// The graph may grow between runs and must outlive the session. In the child of a fork a session
// that no thread was using goes on as it is; one that was in use at that moment may be locked or
// half changed for ever: its calls are FAILED_PRECONDITION, and closing it doesn't wait.
class Session : public RefCounted {
 public:
  // The session has the devices that there are now.
  Session(std::shared_ptr<Graph> graph, SessionOptions options);
  ~Session() override;

  Graph& graph() { return *graph_; }
  const std::shared_ptr<Graph>& shared_graph() const { return graph_; }

  // `inputs` and `fetches` are parallel to feeds and fetches; see Plan::Run.
  Status Run(const std::vector<Output>& feeds, std::span<Tensor* const> inputs,
             const std::vector<Output>& fetches, std::span<Tensor* const> results,
             const std::vector<const Node*>& targets, const RunOptions& options);

  // A plan bound once, for many runs.
  Result<std::shared_ptr<Plan>> MakePlan(const std::vector<Output>& feeds,
                                         const std::vector<Output>& fetches,
                                         const std::vector<const Node*>& targets);
  Status RunPlan(Plan& plan, std::span<Tensor* const> inputs, std::span<Tensor* const> results,
                 const RunOptions& options);

  // Running calls end with CANCELLED, later ones with CANCELLED too. Returns when they have ended.
  Status Close();
  bool closed() const { return closing_.load(); }

  ResourceManager& resources() { return resources_; }
  ArenaPool& arenas() { return arenas_; }
  PackCache& packs() { return packs_; }
  const SessionOptions& options() const { return options_; }
  const DeviceSet& devices() const { return devices_; }
  // Where arguments of a call lie, where its results are wanted, and where its nodes go that ask
  // for nothing: numbers in devices(). Empty and -1: the host.
  struct CallPlaces {
    std::vector<int> in, out;
    int wish = -1;
  };
  // The plan of a library function called with these attributes.
  Result<std::shared_ptr<Plan>> FunctionPlan(const std::shared_ptr<FunctionLibrary>& library,
                                             const std::string& name, const AttrReader& attrs,
                                             const CallPlaces& places);
  // The state of a stateful node, made at first use.
  std::shared_ptr<NodeState> StateOf(const NodeExec& node);
  Status CheckFileAccess(const std::string& path, bool write) const;
  void set_file_root(std::string root) {
    options_.restrict_files = true;
    options_.file_root = std::move(root);
  }

 private:
  struct Key {
    std::vector<std::pair<int, int>> feeds, fetches;
    std::vector<int> targets;
    auto operator<=>(const Key&) const = default;
  };
  class Running;
  Result<std::shared_ptr<Plan>> FindOrMakePlan(const std::vector<Output>& feeds,
                                               const std::vector<Output>& fetches,
                                               const std::vector<const Node*>& targets);
  Status RunEntered(Plan& plan, std::span<Tensor* const> inputs, std::span<Tensor* const> results,
                    const RunOptions& options);
  // True in the child of a fork that came while a thread used the session.
  bool ForkedInUse();
  static uint64_t NoCalls();
  std::shared_ptr<Graph> graph_;
  SessionOptions options_;
  DeviceSet devices_;
  ResourceManager resources_;
  ArenaPool arenas_;
  PackCache packs_;
  std::mutex mu_;
  std::condition_variable idle_;
  // Low half: calls under way; high half: the ForkGeneration() that counts them.
  std::atomic<uint64_t> calls_;
  std::atomic<bool> closing_{false};
  std::map<Key, std::shared_ptr<Plan>> plans_;
  std::map<std::string, std::shared_ptr<Plan>> function_plans_;
  std::map<std::string, std::shared_ptr<NodeState>> states_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_SESSION_H_
