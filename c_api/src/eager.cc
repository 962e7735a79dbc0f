// Contexts, their device lists and tensor handles.
#include "c_api/src/device.h"
#include "c_api/src/internal.h"
#include "core/builtin/builtin.h"
#include "core/proto/config.pb.h"

struct HBE_ContextOptions {
  HBE_ContextDevicePlacementPolicy policy = HBE_DEVICE_PLACEMENT_SILENT;
  bool async = false;
};

struct HBE_Context {
  HBE_ContextDevicePlacementPolicy policy;
};

struct HBE_TensorHandle {
  hb::Tensor tensor;
};

struct HBE_TensorDebugInfo {
  hb::Shape shape;
};

namespace hb::capi {
namespace {

constexpr char kHost[] = "/job:localhost/replica:0/task:0/device:CPU:0";

// The policy that a thread has set for a context; kept for the last context only.
struct ThreadPolicy {
  const HBE_Context* context = nullptr;
  HBE_ContextDevicePlacementPolicy policy = HBE_DEVICE_PLACEMENT_SILENT;
};
thread_local ThreadPolicy thread_policy;

// Whether a full or short device name means the host's CPU.
bool IsHost(std::string_view name) {
  for (const std::string_view known : {kHost, "/device:CPU:0", "/cpu:0", "CPU:0", "cpu:0", "/CPU:0",
                                       "/job:localhost/replica:0/task:0/cpu:0"}) {
    if (name == known) return true;
  }
  return name.empty();
}

Result<HBE_TensorHandle*> Share(const Tensor& tensor) { return new HBE_TensorHandle{tensor}; }

Result<int64_t> DimOf(const Shape& shape, int index) {
  if (index < 0 || index >= shape.rank()) {
    return InvalidArgument("dim_index ", index, " is out of range: the tensor has ", shape.rank(),
                           " dimensions");
  }
  return shape.dim(index);
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::Guard;
using hb::capi::GuardQuiet;
using hb::capi::GuardValue;

HBE_ContextOptions* HBE_NewContextOptions() {
  return GuardQuiet<HBE_ContextOptions*>(nullptr, [] { return new HBE_ContextOptions; });
}

void HBE_ContextOptionsSetConfig(HBE_ContextOptions*, const void* proto, size_t proto_len,
                                 HB_Status* status) {
  Guard(status, [&] {
    hb::pb::ConfigProto config;
    return hb::capi::Parse(proto, proto_len, &config, "ConfigProto");
  });
}

void HBE_ContextOptionsSetAsync(HBE_ContextOptions* options, unsigned char enable) {
  options->async = enable != 0;
}

void HBE_ContextOptionsSetDevicePlacementPolicy(HBE_ContextOptions* options,
                                                HBE_ContextDevicePlacementPolicy policy) {
  options->policy = policy;
}

void HBE_DeleteContextOptions(HBE_ContextOptions* options) { delete options; }

HBE_Context* HBE_NewContext(const HBE_ContextOptions* opts, HB_Status* status) {
  return GuardValue<HBE_Context*>(status, nullptr, [&]() -> hb::Result<HBE_Context*> {
    hb::InitBuiltin();
    return new HBE_Context{opts->policy};
  });
}

void HBE_DeleteContext(HBE_Context* ctx) { delete ctx; }

HB_DeviceList* HBE_ContextListDevices(HBE_Context*, HB_Status* status) {
  return GuardValue<HB_DeviceList*>(status, nullptr, []() -> hb::Result<HB_DeviceList*> {
    return hb::capi::NewDeviceList(hb::DeviceSet({}, hb::DeviceRegistry::Global().All()));
  });
}

void HBE_ContextClearCaches(HBE_Context*) {}

void HBE_ContextSetThreadLocalDevicePlacementPolicy(HBE_Context* ctx,
                                                    HBE_ContextDevicePlacementPolicy policy) {
  hb::capi::thread_policy = {ctx, policy};
}

HBE_ContextDevicePlacementPolicy HBE_ContextGetDevicePlacementPolicy(HBE_Context* ctx) {
  const auto& own = hb::capi::thread_policy;
  return own.context == ctx ? own.policy : ctx->policy;
}

HBE_TensorHandle* HBE_NewTensorHandle(const HB_Tensor* t, HB_Status* status) {
  return GuardValue<HBE_TensorHandle*>(status, nullptr, [&] { return hb::capi::Share(t->tensor); });
}

void HBE_DeleteTensorHandle(HBE_TensorHandle* h) { delete h; }

HB_DataType HBE_TensorHandleDataType(HBE_TensorHandle* h) {
  return static_cast<HB_DataType>(h->tensor.dtype());
}

int HBE_TensorHandleNumDims(HBE_TensorHandle* h, HB_Status* status) {
  return GuardValue<int>(status, -1, [&]() -> hb::Result<int> { return h->tensor.shape().rank(); });
}

int64_t HBE_TensorHandleNumElements(HBE_TensorHandle* h, HB_Status* status) {
  return GuardValue<int64_t>(status, -1,
                             [&]() -> hb::Result<int64_t> { return h->tensor.num_elements(); });
}

int64_t HBE_TensorHandleDim(HBE_TensorHandle* h, int dim_index, HB_Status* status) {
  return GuardValue<int64_t>(status, -1,
                             [&] { return hb::capi::DimOf(h->tensor.shape(), dim_index); });
}

const char* HBE_TensorHandleDeviceName(HBE_TensorHandle*, HB_Status* status) {
  hb::capi::Store(status, Status());
  return hb::capi::kHost;
}

const char* HBE_TensorHandleBackingDeviceName(HBE_TensorHandle*, HB_Status* status) {
  hb::capi::Store(status, Status());
  return hb::capi::kHost;
}

HBE_TensorHandle* HBE_TensorHandleCopySharingTensor(HBE_TensorHandle* h, HB_Status* status) {
  return GuardValue<HBE_TensorHandle*>(status, nullptr, [&] { return hb::capi::Share(h->tensor); });
}

HB_Tensor* HBE_TensorHandleResolve(HBE_TensorHandle* h, HB_Status* status) {
  return GuardValue<HB_Tensor*>(
      status, nullptr, [&]() -> hb::Result<HB_Tensor*> { return new HB_Tensor{h->tensor}; });
}

HBE_TensorHandle* HBE_TensorHandleCopyToDevice(HBE_TensorHandle* h, HBE_Context*,
                                               const char* device_name, HB_Status* status) {
  return GuardValue<HBE_TensorHandle*>(status, nullptr, [&]() -> hb::Result<HBE_TensorHandle*> {
    if (!hb::capi::IsHost(device_name)) {
      return hb::InvalidArgument(device_name, " unknown device; there is ", hb::capi::kHost);
    }
    return hb::capi::Share(h->tensor);
  });
}

HBE_TensorDebugInfo* HBE_TensorHandleTensorDebugInfo(HBE_TensorHandle* h, HB_Status* status) {
  return GuardValue<HBE_TensorDebugInfo*>(status, nullptr,
                                          [&]() -> hb::Result<HBE_TensorDebugInfo*> {
                                            return new HBE_TensorDebugInfo{h->tensor.shape()};
                                          });
}

void HBE_DeleteTensorDebugInfo(HBE_TensorDebugInfo* debug_info) { delete debug_info; }

int HBE_TensorDebugInfoOnDeviceNumDims(HBE_TensorDebugInfo* debug_info) {
  return debug_info->shape.rank();
}

int64_t HBE_TensorDebugInfoOnDeviceDim(HBE_TensorDebugInfo* debug_info, int dim_index) {
  const hb::Shape& shape = debug_info->shape;
  return dim_index < 0 || dim_index >= shape.rank() ? -1 : shape.dim(dim_index);
}
