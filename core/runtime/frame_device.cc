// The part of a frame that plans with devices use.
#include "core/runtime/device_run.h"
#include "core/runtime/frame.h"
#include "core/runtime/session.h"

namespace hb {

Status Frame::BindDevices() {
  const Specialisation& s = *spec_;
  if (run_.devices == nullptr) return Internal("a plan with devices runs without them");
  device_arenas_.resize(s.device_arenas.size());
  device_bound_.resize(s.device_arenas.size());
  for (size_t d = 0; d < s.device_arenas.size(); ++d) {
    const auto& arena = s.device_arenas[d];
    HB_ASSIGN_OR_RETURN(DeviceStream * stream, run_.devices->On(arena.device));
    HB_ASSIGN_OR_RETURN(device_arenas_[d],
                        stream->LeaseArena(static_cast<size_t>(arena.bytes), run_));
    char* const base = static_cast<char*>(device_arenas_[d]->data());
    if (base == device_bound_[d]) continue;
    BindDeviceArena(arena.device, base);
    device_bound_[d] = base;
  }
  return Status();
}

void Frame::BindDeviceArena(Device* device, char* base) {
  const Specialisation& s = *spec_;
  for (size_t v = 0; v < s.values.size(); ++v) {
    const Value& root = s.values[static_cast<size_t>(s.values[v].root)];
    if (root.home == Home::kArena && root.device == device) views_[v].data = base + root.offset;
  }
  for (size_t t = 0; t < s.steps.size(); ++t) {
    if (s.steps[t].scratch_offset >= 0 && ctxs_[t].node->on == device) {
      ctxs_[t].scratch = base + s.steps[t].scratch_offset;
    }
  }
}

Status Frame::RunDevice(const PlanStep& step, StepCtx* ctx) {
  if (step.kind == StepKind::kSync) return run_.devices->SyncOut(run_);
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, run_.devices->On(ctx->node->on));
  ctx->stream = stream->handle();
  HB_RETURN_IF_ERROR(stream->Mark(ctx->node, run_));
  Status s;
  if (step.slots) {
    s = RunSlots(step, ctx);
  } else if (step.run(ctx) != 0 || !status_.ok()) {
    if (status_.ok()) status_ = Internal("the kernel failed without a message");
    s = ctx->node->Annotate(status_);
  }
  s.Update(stream->EndStep());
  ctx->device_temps.clear();
  return s;
}

// Work that is still under way goes on in the arenas: they stay with the run.
void Frame::ReleaseDevices(bool failed) {
  if (run_.devices == nullptr) return;
  if (failed) run_.devices->Drain();
  for (size_t d = 0; d < device_arenas_.size(); ++d) {
    if (!device_arenas_[d]) continue;
    if (Result<DeviceStream*> stream = run_.devices->On(spec_->device_arenas[d].device);
        stream.ok()) {
      (*stream)->ReturnArena(std::move(device_arenas_[d]));
    }
    device_arenas_[d].reset();
  }
}

}  // namespace hb
