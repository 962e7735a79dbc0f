// What one run uses of devices: a stream of each, and what waits for the work on it.
#ifndef HORNBEAM_CORE_RUNTIME_DEVICE_RUN_H_
#define HORNBEAM_CORE_RUNTIME_DEVICE_RUN_H_

#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "core/kernel/variable.h"
#include "core/tensor/device.h"

namespace hb {

struct NodeExec;
struct RunState;

// The stream of one run on one device. Work on it is enqueued by one thread at a time.
class DeviceStream {
 public:
  explicit DeviceStream(Device* device) : device_(device) {}
  ~DeviceStream();
  // Leases what is needed to begin.
  Status Begin();

  Device* device() const { return device_; }
  void* handle() const { return stream_; }
  // What is enqueued from now on is this node's.
  Status Mark(const NodeExec* node, const RunState& run);

  // `stays`: the host's memory stays as it is until the end of the run.
  Status CopyIn(const void* host, void* memory, size_t bytes, bool stays);
  Status CopyOut(const void* memory, void* host, size_t bytes);
  Status CopyWithin(const void* from, void* to, size_t bytes);
  // From a device of the same kind whose work so far `from` has; it goes on after the copy.
  Status CopyBetween(DeviceStream* from, const void* source, void* target, size_t bytes);
  // The host waits until what was copied out is there; nothing to do when nothing was.
  Status SyncOut(const RunState& run);
  // The host waits for all work. An error names the node that enqueued what failed.
  Status Sync(const RunState& run);
  // Waits for all work without regard to errors, dropping what has not begun.
  void Drain();

  // Memory that goes back when this run's work on it is done.
  Result<Tensor> New(DType dtype, const Shape& shape, const RunState& run);
  // Blocks for arenas: those given back are used again by the same run only.
  Result<Ref<Buffer>> LeaseArena(size_t bytes, const RunState& run);
  void ReturnArena(Ref<Buffer> block);

  // A variable's value on this device, for reading: what others have enqueued on it comes first,
  // and it keeps its buffer until the run is over. The lock is held until EndStep.
  Result<Tensor> Read(Variable* variable);
  // Makes the value writable, in place where no other run can be reading it; `copy` keeps what it
  // holds. Others wait for this step's work on it. The lock is held until EndStep.
  Result<Tensor> Write(Variable* variable, bool copy, const RunState& run);
  // Replaces the value, which the run has computed.
  Status Set(Variable* variable, Tensor value);
  // The step has enqueued its work.
  Status EndStep();

 private:
  Status Check(int code, const HbDeviceError& error);
  Status Await(void* event, const RunState& run);
  Status WaitForWriter(Variable* variable);
  void LockVariables();

  Device* device_;
  void* stream_ = nullptr;
  void* done_ = nullptr;  // events: for waiting for all, and for what was copied out
  void* out_ = nullptr;
  uint64_t ticket_ = 0;
  bool copied_out_ = false;
  bool broken_ = false;
  // Nodes by tag, from first_tag_ on; those of finished work are forgotten.
  std::vector<const NodeExec*> tags_;
  int64_t first_tag_ = 0;
  std::vector<Ref<Buffer>> arenas_;
  std::vector<Ref<Buffer>> pins_;
  std::unordered_set<const Buffer*> pinned_;
  std::unique_lock<std::mutex> variables_;
  std::vector<Variable*> written_;
};

// By device; a stream begins at its first use.
class DeviceRun {
 public:
  Result<DeviceStream*> On(Device* device);
  // Before the host reads what nodes of the run have copied out.
  Status SyncOut(const RunState& run);
  // The end of the run: waits for everything, also when the run has failed for another reason.
  Status Finish(Status so_far, const RunState& run);
  void Drain();

 private:
  std::vector<std::unique_ptr<DeviceStream>> streams_;  // by the device's number
};

// The stream that a node of a device enqueues on; null for one of the host, or while a plan is
// made.
Result<DeviceStream*> StreamOf(const NodeExec& node, RunState* run);
// A tensor in memory of the device, or the host's if it is null.
Result<Tensor> NewTensor(Device* device, DType dtype, const Shape& shape, RunState* run);
// A copy of the tensor in the same memory.
Result<Tensor> CloneTensor(Device* device, const Tensor& t, RunState* run);
// What a variable holds now, in the host's memory; an invalid tensor if it holds nothing.
Result<Tensor> HostValue(Variable* variable);
// The kernel of the copies that placement puts between devices.
const HbKernelDef* CopyKernel();

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_DEVICE_RUN_H_
