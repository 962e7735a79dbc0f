#include "core/runtime/session.h"

#include <algorithm>
#include <chrono>

#include "core/base/file_system.h"
#include "core/base/fork.h"
#include "core/graph/function.h"
#include "core/runtime/device_run.h"
#include "core/runtime/trace.h"

namespace hb {

namespace {

constexpr uint64_t kCallsMask = 0xffffffffu;

}  // namespace

// Counts the calls under way, so that closing can wait for them.
class Session::Running {
 public:
  // Whoever closes sets the flag and then looks at the count; runs count and then look at the flag.
  explicit Running(Session* s) : s_(s) {
    if ((s_->calls_.load(std::memory_order_relaxed) & ~kCallsMask) != NoCalls() &&
        s_->ForkedInUse()) {
      status_ = FailedPrecondition(
          "the process was forked while a thread used this session; make a new one");
      s_ = nullptr;
      return;
    }
    s_->calls_.fetch_add(1);
    if (s_->closing_.load()) status_ = Cancelled("Session has been closed.");
  }
  ~Running() {
    if (s_ == nullptr) return;
    if ((s_->calls_.fetch_sub(1) & kCallsMask) == 1 && s_->closing_.load()) {
      std::lock_guard lock(s_->mu_);
      s_->idle_.notify_all();
    }
  }
  const Status& status() const { return status_; }

 private:
  Session* s_;
  Status status_;
};

Session::Session(std::shared_ptr<Graph> graph, SessionOptions options)
    : graph_(std::move(graph)),
      options_(std::move(options)),
      devices_(options_.device_counts, DeviceRegistry::Global().All()) {
  WatchForks();
  calls_.store(NoCalls());
}

uint64_t Session::NoCalls() { return static_cast<uint64_t>(ForkGeneration()) << 32; }

bool Session::ForkedInUse() {
  uint64_t calls = calls_.load();
  while ((calls & ~kCallsMask) != NoCalls()) {
    if ((calls & kCallsMask) != 0) return true;
    calls_.compare_exchange_weak(calls, NoCalls());
  }
  return false;
}

Session::~Session() {
  // What is said about errors while closing has no reader left.
  Status ignored = Close();
  (void)ignored;
}

Status Session::Close() {
  closing_.store(true);
  if (ForkedInUse()) return Status();
  std::unique_lock lock(mu_);
  idle_.wait(lock, [this] { return (calls_.load() & kCallsMask) == 0; });
  return Status();
}

Result<std::shared_ptr<Plan>> Session::MakePlan(const std::vector<Output>& feeds,
                                                const std::vector<Output>& fetches,
                                                const std::vector<const Node*>& targets) {
  Running running(this);
  HB_RETURN_IF_ERROR(running.status());
  return FindOrMakePlan(feeds, fetches, targets);
}

Result<std::shared_ptr<Plan>> Session::FindOrMakePlan(const std::vector<Output>& feeds,
                                                      const std::vector<Output>& fetches,
                                                      const std::vector<const Node*>& targets) {
  Key key;
  auto add = [](std::vector<std::pair<int, int>>* list, const Output& o) {
    list->emplace_back(o.node == nullptr ? -1 : o.node->id(), o.index);
  };
  for (const Output& o : feeds) add(&key.feeds, o);
  for (const Output& o : fetches) add(&key.fetches, o);
  for (const Node* n : targets) key.targets.push_back(n == nullptr ? -1 : n->id());
  {
    std::lock_guard lock(mu_);
    auto it = plans_.find(key);
    if (it != plans_.end()) return it->second;
  }
  Result<Ir> ir = Internal("");
  {
    std::lock_guard lock(graph_->mu());
    ir = BuildIr(*graph_, feeds, fetches, targets);
    if (!ir.ok()) return std::move(ir).status();
    // The plan points to attributes of these nodes: they must not change any more.
    for (const IrNode& n : ir->nodes) {
      if (!n.is_feed()) graph_->MarkRun(graph_->Find(n.name));
    }
  }
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Plan> plan, Plan::Compile(this, std::move(*ir)));
  std::lock_guard lock(mu_);
  return plans_.emplace(std::move(key), std::move(plan)).first->second;
}

namespace {

Status RunWithDevices(Plan& plan, std::span<Tensor* const> inputs, std::span<Tensor* const> results,
                      RunState run) {
  DeviceRun devices;
  run.devices = &devices;
  return devices.Finish(plan.Run(inputs, results, run), run);
}

}  // namespace

Status Session::RunPlan(Plan& plan, std::span<Tensor* const> inputs,
                        std::span<Tensor* const> results, const RunOptions& options) {
  Running running(this);
  HB_RETURN_IF_ERROR(running.status());
  return RunEntered(plan, inputs, results, options);
}

Status Session::RunEntered(Plan& plan, std::span<Tensor* const> inputs,
                           std::span<Tensor* const> results, const RunOptions& options) {
  if (options.trace == nullptr && Profiler::on()) {
    RunTrace trace;
    RunOptions traced = options;
    traced.trace = &trace;
    traced.trace_nodes = true;
    return RunEntered(plan, inputs, results, traced);
  }
  RunState run;
  run.trace = options.trace_nodes ? options.trace : nullptr;
  run.session = this;
  run.cancellation = options.cancellation;
  run.session_closing = &closing_;
  run.max_threads = options_.max_threads;
  if (options.timeout_ms > 0) {
    run.deadline_ns = std::chrono::steady_clock::now().time_since_epoch().count() +
                      options.timeout_ms * 1'000'000;
  }
  if (options.trace != nullptr && options.trace_graph) options.trace->AddGraph(plan.ir(), devices_);
  Status s = devices_.has_devices() ? RunWithDevices(plan, inputs, results, run)
                                    : plan.Run(inputs, results, run);
  if (options.trace != nullptr) {
    options.trace->End();
    if (Profiler::on()) Profiler::Take(*options.trace);
  }
  return s;
}

Status Session::Run(const std::vector<Output>& feeds, std::span<Tensor* const> inputs,
                    const std::vector<Output>& fetches, std::span<Tensor* const> results,
                    const std::vector<const Node*>& targets, const RunOptions& options) {
  Running running(this);
  HB_RETURN_IF_ERROR(running.status());
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Plan> plan, FindOrMakePlan(feeds, fetches, targets));
  return RunEntered(*plan, inputs, results, options);
}

Result<std::shared_ptr<Plan>> Session::FunctionPlan(const std::shared_ptr<FunctionLibrary>& library,
                                                    const std::string& name,
                                                    const AttrReader& attrs,
                                                    const CallPlaces& places) {
  std::string key = name;
  std::vector<std::pair<std::string, std::string>> sorted;
  for (const auto& [n, v] : attrs.map()) {
    if (!n.starts_with("_")) sorted.emplace_back(n, v.SerializeAsString());
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [n, v] : sorted) StrAppend(&key, "|", n, "=", v.size(), ":", v);
  if (devices_.all().size() > 1) {
    for (int p : places.in) StrAppend(&key, "|", p);
    for (int p : places.out) StrAppend(&key, ">", p);
    StrAppend(&key, "@", places.wish);
  }
  {
    std::lock_guard lock(mu_);
    auto it = function_plans_.find(key);
    if (it != function_plans_.end()) return it->second;
  }
  HB_ASSIGN_OR_RETURN(std::shared_ptr<const FunctionBody> body,
                      InstantiateFunction(library, &graph_->ops(), name, attrs));
  HB_ASSIGN_OR_RETURN(Ir ir, BuildIr(body));
  ir.feed_places = places.in;
  ir.fetch_places = places.out;
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Plan> plan, Plan::Compile(this, std::move(ir), places.wish));
  std::lock_guard lock(mu_);
  return function_plans_.emplace(std::move(key), std::move(plan)).first->second;
}

std::shared_ptr<NodeState> Session::StateOf(const NodeExec& node) {
  std::lock_guard lock(mu_);
  std::shared_ptr<NodeState>& state = states_[node.name];
  if (state == nullptr) {
    state = std::make_shared<NodeState>();
    state->data = node.kernel->new_state(&node.table);
    state->free = node.kernel->free_state;
  }
  return state;
}

Status Session::CheckFileAccess(const std::string& path, bool write) const {
  if (!options_.restrict_files || IsInside(options_.file_root, path)) return Status();
  return PermissionDenied(write ? "writing '" : "reading '", path, "' is outside of '",
                          options_.file_root,
                          "'; load the model with file_access = all to allow it");
}

}  // namespace hb
