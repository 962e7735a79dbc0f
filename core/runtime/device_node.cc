// How nodes of devices get memory, and the copies between memories.
#include "core/runtime/device_run.h"
#include "core/runtime/node_exec.h"

namespace hb {

Result<DeviceStream*> StreamOf(const NodeExec& node, RunState* run) {
  if (node.on == nullptr || run->devices == nullptr) return static_cast<DeviceStream*>(nullptr);
  return run->devices->On(node.on);
}

Result<Tensor> NewTensor(Device* device, DType dtype, const Shape& shape, RunState* run) {
  if (device == nullptr) return Tensor::Allocate(dtype, shape);
  if (run->devices == nullptr) {
    return Internal("memory of ", device->name(), " is asked for outside of a run");
  }
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, run->devices->On(device));
  return stream->New(dtype, shape, *run);
}

Result<Tensor> CloneTensor(Device* device, const Tensor& t, RunState* run) {
  if (device == nullptr) return t.Clone();
  HB_ASSIGN_OR_RETURN(Tensor copy, NewTensor(device, t.dtype(), t.shape(), run));
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, run->devices->On(device));
  HB_RETURN_IF_ERROR(stream->CopyWithin(t.data(), copy.data(), t.bytes()));
  return copy;
}

Result<Tensor> HostValue(Variable* variable) {
  if (variable->device() == nullptr) {
    std::lock_guard lock(variable->mu());
    return variable->value();
  }
  DeviceRun devices;
  const RunState run;
  const auto copy = [&]() -> Result<Tensor> {
    HB_ASSIGN_OR_RETURN(DeviceStream * stream, devices.On(variable->device()));
    HB_ASSIGN_OR_RETURN(const Tensor there, stream->Read(variable));
    HB_RETURN_IF_ERROR(stream->EndStep());
    if (!there.valid()) return there;
    HB_ASSIGN_OR_RETURN(Tensor here, Tensor::Allocate(there.dtype(), there.shape()));
    HB_RETURN_IF_ERROR(stream->CopyOut(there.data(), here.data(), there.bytes()));
    HB_RETURN_IF_ERROR(stream->Sync(run));
    return here;
  };
  Result<Tensor> value = copy();
  if (!value.ok()) devices.Drain();
  return value;
}

namespace {

// The device that a tensor behind an input lies on, when it isn't the node's own.
Device* SourceOf(const StepCtx& ctx) {
  return ctx.node->in_memory.empty() ? nullptr : ctx.node->in_memory[0];
}

Status Copy(StepCtx* ctx) {
  const NodeExec& node = *ctx->node;
  RunState* run = ctx->run;
  const HbView& in = *ctx->in[0];
  const HbView& out = *ctx->out[0];
  const size_t bytes = static_cast<size_t>(in.count) * DTypeSize(static_cast<DType>(in.dtype));
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, run->devices->On(node.on));
  if (node.out_memory[0] == nullptr) return stream->CopyOut(in.data, out.data, bytes);
  Device* from = SourceOf(*ctx);
  if (from == nullptr) {
    // Only what the caller feeds is sure to stay until the end of the run.
    const bool stays = node.copies_feed && run->depth == 0;
    return stream->CopyIn(in.data, out.data, bytes, stays);
  }
  HB_ASSIGN_OR_RETURN(DeviceStream * source, run->devices->On(from));
  return stream->CopyBetween(source, in.data, out.data, bytes);
}

int RunCopy(HbRunCtx* ctx) {
  auto* step = static_cast<StepCtx*>(ctx);
  Status s = Copy(step);
  if (s.ok()) return 0;
  const int code = static_cast<int>(s.code());
  step->status->Update(std::move(s));
  return code;
}

}  // namespace

const HbKernelDef* CopyKernel() {
  static const HbKernelDef def = [] {
    HbKernelDef d = {};
    d.struct_size = sizeof(d);
    d.abi = kHbKernelAbi;
    d.op = "_CopyBetweenDevices";
    d.device = "DEFAULT";
    d.constraint = "";
    d.run = RunCopy;
    return d;
  }();
  return &def;
}

}  // namespace hb
