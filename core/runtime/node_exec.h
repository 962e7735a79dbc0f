// One node made ready to run: its kernel, its attributes for C, its state; and how it runs when
// shapes are known only now.
#ifndef HORNBEAM_CORE_RUNTIME_NODE_EXEC_H_
#define HORNBEAM_CORE_RUNTIME_NODE_EXEC_H_

#include <atomic>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/kernel/kernel.h"
#include "core/kernel/variable.h"
#include "core/passes/ir.h"
#include "core/runtime/cancellation.h"
#include "core/runtime/resources.h"
#include "core/tensor/tensor.h"

namespace hb {

class Session;
class FunctionCache;
class DeviceRun;
class RunTrace;

// A node's attributes behind the getters of HbAttrs.
class AttrTable : public HbAttrs {
 public:
  explicit AttrTable(const AttrReader::Map* map);
  AttrTable(const AttrTable&) = delete;
  AttrTable& operator=(const AttrTable&) = delete;

 private:
  friend int GetShapeAttr(const HbAttrs*, const pb::TensorShapeProto&, const int64_t**, int32_t*);
  mutable std::mutex mu_;
  mutable std::deque<std::vector<int64_t>> shapes_;
};

// The dtype in memory: a reference is a handle of its variable.
constexpr DType StoredType(DType t) { return IsRef(t) ? DT_RESOURCE : t; }

// An input that may stay the same from run to run: read from a variable that the plan doesn't
// write, or constant (null).
struct NodeExec;
struct Weight {
  const NodeExec* node;
  int32_t input;
  Variable* variable;
};
using WeightTable = std::vector<Weight>;  // in order of PlaceOf
std::pair<const NodeExec*, int32_t> PlaceOf(const Weight& w);

// What one run carries along: it is shared by all steps of the run and of the plans it calls.
struct RunState {
  Session* session = nullptr;
  DeviceRun* devices = nullptr;               // null when nothing can run on any
  CancellationToken* cancellation = nullptr;  // of the caller; may be null
  const std::atomic<bool>* session_closing = nullptr;
  int64_t deadline_ns = 0;  // steady clock; 0 none
  int depth = 0;            // of nested calls
  int max_threads = 0;      // 0: as many as the pool has
  // Of the plan that runs: the inputs that may be kept packed, and the number of the run in the
  // session's cache of packed weights (0: none yet).
  const WeightTable* weights = nullptr;
  uint64_t number = 0;
  // Results may share buffers with feeds, constants and variables: true inside of calls, where
  // nobody changes what he doesn't own.
  bool share_results = false;
  RunTrace* trace = nullptr;  // null: nobody wants to know

  // CANCELLED or DEADLINE_EXCEEDED once the run should stop.
  Status CheckCancelled() const;
  bool Cancelled() const {
    return (cancellation != nullptr && cancellation->cancelled()) ||
           (session_closing != nullptr && session_closing->load(std::memory_order_relaxed));
  }
};

// State of a stateful node: lives in the session, whatever plan runs the node.
struct NodeState {
  void* data = nullptr;
  void (*free)(void*) = nullptr;
  ~NodeState() {
    if (free != nullptr && data != nullptr) free(data);
  }
};

// A node without shapes: immutable, shared by all runs.
struct NodeExec {
  explicit NodeExec(const IrNode& n, std::shared_ptr<FunctionLibrary> lib);
  const OpInfo* op;
  std::string name, origin;
  AttrReader attrs;
  AttrTable table;
  const HbKernelDef* kernel;
  Status missing;
  std::vector<DType> in_types, out_types;
  std::shared_ptr<FunctionLibrary> functions;
  std::shared_ptr<NodeState> state;
  Tensor handle;  // the folded output of a node that makes a handle
  // Where it runs: a number in the session's devices, and the device; null is the host. The
  // memories of inputs and outputs are empty for nodes of the host.
  int place = 0;
  Device* on = nullptr;
  std::vector<Device*> in_memory, out_memory;
  bool copies_feed = false;  // a copy to a device of what the caller feeds
  Device* InMemory(size_t k) const { return in_memory.empty() ? nullptr : in_memory[k]; }
  Device* OutMemory(size_t k) const { return out_memory.empty() ? nullptr : out_memory[k]; }
  // Puts the node's name before a message, once.
  Status Annotate(Status s) const;
  uint32_t flags() const { return kernel == nullptr ? 0 : kernel->flags; }
};

// The context of one step, with what the runtime keeps beside it.
struct StepCtx : HbRunCtx {
  const NodeExec* node = nullptr;
  RunState* run = nullptr;
  Tensor* out_tensors = nullptr;  // where handed-over and run-time allocated outputs go
  HbView* out_views = nullptr;    // the views that belong to them, when not `out` itself
  const Tensor* const* in_tensors = nullptr;  // null entries: no tensor stands behind the input
  Status* status = nullptr;                   // the first failure
  int64_t cost_ns = 0;                        // of a run on one thread, about
  std::vector<void*> temps;                   // memory that the kernel asked for; freed after it
  std::list<Tensor> device_temps;             // the same, of devices
  void FreeTemps();
};

// The environment that all steps run in.
const HbEnv* KernelEnv();
// The services for kernels of this library; `impl` of every context.
KernelHost* GlobalKernelHost();

// Runs a node whose shapes are known only now. `in` are its inputs; bit i of `owned` says that
// input i may be changed or emptied. Fills `out` (one per output).
Status RunNode(const NodeExec& node, std::span<Tensor> in, uint64_t owned, std::span<Tensor> out,
               RunState* run);

// The two halves of RunNode, for asynchronous kernels: `call` must live until done.
class NodeCall {
 public:
  NodeCall(const NodeExec& node, std::span<Tensor> in, uint64_t owned, std::span<Tensor> out,
           RunState* run);
  ~NodeCall();
  Status Prepare();
  Status Run();
  void Start(void (*done)(void* arg, int code), void* arg);
  void Cancel();
  Status Finish(int code);  // the outcome after Run's kernel or after `done`

 private:
  Status Infer();
  Status PlanKernel();
  Status Allocate();
  Status Enqueued();  // the step of a device has enqueued its work
  const NodeExec& node_;
  std::span<Tensor> in_, out_;
  StepCtx ctx_;
  std::vector<HbView> in_views_, out_views_;
  std::vector<HbView*> in_ptrs_, out_ptrs_;
  std::vector<const Tensor*> in_tensors_;
  std::vector<HbOutPlan> plans_;
  std::vector<Shape> shapes_;
  HbRunFn run_fn_ = nullptr;
  RunState* run_;
  Tensor device_scratch_;
  std::vector<void*> memory_;
  Status status_;
  friend struct NodeCallAccess;
};

// Runs a shape function with everything that is known. `values` are tensors of small integer inputs
// or null.
Status InferOutputs(const NodeExec& node, std::span<const Shape> shapes,
                    std::span<const Tensor* const> values, std::vector<Shape>* out);

// The cost of a planned step in nanoseconds: what the kernel says, else a guess by the bytes of
// inputs and outputs.
int64_t CostOf(const HbPlanCtx& plan);

// An HbView of a tensor; the tensor must outlive it.
HbView ViewOf(const Tensor& t);

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_NODE_EXEC_H_
