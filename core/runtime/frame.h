// The mutable memory of one run.
#ifndef HORNBEAM_CORE_RUNTIME_FRAME_H_
#define HORNBEAM_CORE_RUNTIME_FRAME_H_

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "core/runtime/specialisation.h"

namespace hb {

// Blocks of memory that frames borrow. Thread-safe; keeps as many as ran at once.
class ArenaPool {
 public:
  struct Block {
    void* data = nullptr;
    size_t size = 0;
  };
  ~ArenaPool();
  // A block of at least `size` bytes, aligned to 64; ResourceExhausted.
  Result<Block> Lease(size_t size);
  void Return(Block b);

 private:
  std::mutex mu_;
  std::vector<Block> idle_;
};

class Frame {
 public:
  explicit Frame(std::shared_ptr<Specialisation> spec);
  ~Frame();
  const std::shared_ptr<Specialisation>& spec() const { return spec_; }
  // See Plan::Run. The frame refers to the tensors of feeds and fetches until the run is over.
  Status Run(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches, const RunState& run);

 private:
  class Binding;
  Status RunBound(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches);
  Status Bind(std::span<Tensor* const> feeds, std::span<Tensor* const> fetches);
  Status BindOutput(const FetchStep& fetch, size_t number, Tensor* to);
  Status BlameLargest(Status status) const;
  void BindArena(char* base);
  Status RunSteps();
  Status RunKept();
  void BindKept();
  Kept::Values CopyKept() const;
  template <bool kTraced>
  Status Walk(size_t begin, size_t end);
  Status WalkEither(size_t begin, size_t end);
  Status RunStep(const PlanStep& step, StepCtx* ctx);
  void Record(const PlanStep& step, int64_t start_ns);
  Status RunSlots(const PlanStep& step, StepCtx* ctx);
  Status RunDynamic(const PlanStep& step);
  Status RunRegion();
  // Of plans with devices, in frame_device.cc.
  Status BindDevices();
  void BindDeviceArena(Device* device, char* base);
  Status RunDevice(const PlanStep& step, StepCtx* ctx);
  void ReleaseDevices(bool failed);
  Status Collect();
  Status CollectOne(size_t f);
  void SetSlot(int value, Tensor t);
  // The tensor behind a value: a slot's own, or one that borrows the frame's memory.
  Tensor TensorOf(int value, bool last_use, bool* owned);
  void Reset(bool failed);

  std::shared_ptr<Specialisation> spec_;
  ArenaPool::Block arena_;
  char* bound_ = nullptr;
  Kept::Values kept_;          // where views of Specialisation::kept point to, if not to the arena
  uint64_t kept_since_ = 0;    // Variable::Changes() when `kept_` was known to be right
  std::vector<HbView> views_;  // by value
  std::vector<Tensor> slots_;
  std::span<Tensor*const> feeds_, fetches_;  // of the caller
  std::vector<char> made_;                   // by fetch: its tensor was allocated by this run
  std::vector<Tensor> region_results_;       // by fetch
  std::vector<StepCtx> ctxs_;                // by step
  std::vector<HbView*> pointers_;            // by position in Specialisation::args
  std::vector<const Tensor*> tensors_;       // the same, where a tensor stands behind it
  std::vector<Tensor> handed_;               // what a step hands over, by output
  std::vector<Ref<Buffer>> device_arenas_;   // parallel to Specialisation::device_arenas
  std::vector<char*> device_bound_;          // where views point to
  RunState run_;
  Status status_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_FRAME_H_
