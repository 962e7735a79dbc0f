// What runs did and when: for RunMetadata, and for the profiler of the process.
#ifndef HORNBEAM_CORE_RUNTIME_TRACE_H_
#define HORNBEAM_CORE_RUNTIME_TRACE_H_

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/passes/device_name.h"
#include "core/passes/ir.h"
#include "core/proto/config.pb.h"

namespace hb {

// The nodes of one run in the order in which they ended. A run lives on one thread, and so does
// its trace.
class RunTrace {
 public:
  RunTrace();
  // Nanoseconds of a clock that never goes back.
  static int64_t Now();
  // A node of `ir` that ran from `start_ns` until now, with those of its outputs that there are.
  void Add(const Ir& ir, int node, int64_t start_ns, std::vector<HbView> outputs);
  void End() { end_ns_ = Now(); }
  // The arena of a plan that the run enters, and the most of it that is live at once: that of the
  // largest is kept.
  void AddArena(int64_t bytes, int64_t live_bytes);
  // The graph that ran: what the passes left of the caller's.
  void AddGraph(const Ir& ir, const DeviceSet& devices);

  // StepStats by device, as TensorFlow's timeline reads them, and the graphs that were added.
  void Write(const DeviceSet& devices, pb::RunMetadata* metadata) const;

 private:
  friend class Profiler;
  struct Output {
    int slot;
    DType dtype;
    std::vector<int64_t> dims;
    int64_t bytes;
  };
  struct Entry {
    std::string name, op;
    std::vector<std::string> inputs;
    int place;
    int64_t start_ns, end_ns;
    std::vector<Output> outputs;
  };
  std::vector<Entry> entries_;
  std::vector<pb::GraphDef> graphs_;
  uint32_t thread_;
  int64_t start_ns_, end_ns_ = 0;
  int64_t arena_bytes_ = 0, live_bytes_ = 0;
  int64_t epoch_ns_;  // what to add for the time since 1970
};

// Collects what all runs of the process do while it is on. Thread-safe.
class Profiler {
 public:
  static bool on() { return on_.load(std::memory_order_relaxed); }
  // FailedPrecondition if it is on.
  static Status Start();
  // Ends it and gives the runs in between as a trace in Chrome's JSON format: an event for each run
  // with its arena, and for each node, with times in microseconds. FailedPrecondition if it is off.
  static Result<std::string> Stop();
  static void Take(RunTrace trace);

 private:
  static std::atomic<bool> on_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_TRACE_H_
