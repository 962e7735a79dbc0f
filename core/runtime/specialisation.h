// A plan for known shapes of its feeds: where every value lies and what runs in which order.
#ifndef HORNBEAM_CORE_RUNTIME_SPECIALISATION_H_
#define HORNBEAM_CORE_RUNTIME_SPECIALISATION_H_

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/runtime/kept.h"
#include "core/runtime/plan.h"
#include "core/runtime/thread_tuner.h"

namespace hb {

enum class Home : uint8_t {
  kNone,    // nobody needs it
  kConst,   // known: a constant of the graph, or computed while specialising
  kFeed,    // the caller's memory
  kArena,   // at an offset of the frame's arena
  kOutput,  // a fetched result: memory of its own for each run
  kSlot,    // a tensor of the frame: read variables, strings, handles, shapes known only late
  kAlias,   // another value's memory
};

struct Value {
  DType dtype = DT_INVALID;
  Home home = Home::kNone;
  Device* device = nullptr;  // in whose memory; null is the host's
  bool known_shape = false;
  Shape shape;
  int64_t offset = -1;  // kArena
  int root = -1;        // the value whose memory it is; itself unless kAlias
  int slot = -1;        // kSlot
  int number = -1;      // kFeed: of the feed; kOutput: of the fetch
  Tensor constant;      // kConst
  int last_use = -1;    // of a root: the last step that reads it or an alias; INT_MAX if fetched
};

enum class StepKind : uint8_t {
  kStatic,   // everything has its place
  kSlots,    // shapes known, but inputs or outputs are tensors of the frame
  kRead,     // kSlots: takes the value of a variable of the host
  kDynamic,  // planned again for each run
  kCall,     // runs other plans
  // The kinds below are those of plans with devices.
  kDevice,  // kStatic or kSlots, enqueued on a stream
  kSync,    // the host waits for what was copied out
};

struct PlanStep {
  HbRunFn run = nullptr;
  StepKind kind = StepKind::kStatic;
  bool releases = false;
  bool slots = false;  // kDevice: inputs or outputs are tensors of the frame
  int node = -1;
  int first_in = 0, n_in = 0;  // in Specialisation::args
  int first_out = 0, n_out = 0;
  void* params = nullptr;
  Variable* variable = nullptr;  // kRead; guards keep it
  int64_t scratch_offset = -1;
  int64_t cost_ns = 0;
  std::vector<int> release;      // slots whose value was read for the last time
  std::vector<int8_t> alias_of;  // kSlots: by output, the input whose buffer it shares, or -1
};

// What one fetch takes.
struct FetchStep {
  int value = -1;
  bool direct = false;     // steps write it where the caller gets it: nothing to do after them
  bool in_region = false;  // the interpreter gives it
  int64_t bytes = 0;       // direct only
};

struct Specialisation {
  ~Specialisation();
  // Fills everything from the plan; `feeds` give shapes.
  Status Build(Plan* plan, std::span<Tensor* const> feeds);
  // True if the feeds have the shapes it was made for and variables are still as they were.
  bool Fits(std::span<Tensor* const> feeds) {
    for (size_t i = 0; i < feeds.size(); ++i) {
      if (!(feeds[i]->shape() == feed_shapes[i])) return false;
    }
    return guards.empty() || FitsVariables();
  }
  bool FitsVariables();

  Plan* plan = nullptr;
  std::vector<Shape> feed_shapes;
  struct Guard {
    Ref<Variable> variable;
    Shape shape;
    bool initialized;
  };
  std::vector<Guard> guards;
  std::atomic<uint64_t> epoch{0};

  std::vector<int> first_value;  // by node: its output 0 in `values`
  std::vector<Value> values;
  std::vector<PlanStep> steps;
  bool shares = false;  // some step is worth more than one thread
  ThreadTuner tuner;
  std::vector<int> args;  // value numbers of steps' inputs and outputs
  int num_slots = 0;
  std::vector<int> slot_value;  // by slot: its value
  int64_t arena_bytes = 0;
  int64_t live_bytes = 0;  // the most that is live at once
  bool uses_devices = false;
  struct DeviceArena {
    Device* device;
    int64_t bytes;
  };
  std::vector<DeviceArena> device_arenas;
  // Values whose view follows a feed or an output: (number, value).
  std::vector<std::pair<int, int>> feed_views, output_views;
  std::vector<std::pair<int, int>> feed_args;  // (number, position in args) of the feeds themselves
  std::vector<FetchStep> fetches;
  WeightTable weights;                       // guards keep the variables
  Kept kept;                                 // its steps come first
  std::vector<void*> memory;                 // blocks with the parameters of kernels
  char* memory_next = nullptr;               // what the last block has left
  size_t memory_left = 0, memory_bytes = 0;  // and the bytes of all
  std::vector<std::unique_ptr<Frame>> idle;  // guarded by the plan's mutex
  Status status;                             // of kernels' plan functions while building

  int ValueOf(const IrEdge& e) const { return first_value[static_cast<size_t>(e.node)] + e.index; }
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_SPECIALISATION_H_
