// What this build knows: ops and kernels.
#include <atomic>
#include <set>

#include "c_api/src/internal.h"
#include "core/builtin/builtin.h"
#include "core/builtin/tf_opdefs.h"
#include "core/kernel/registry.h"
#include "core/proto/kernel_def.pb.h"

namespace hb::capi {
namespace {

std::atomic<void (*)(const char*)> log_listener{nullptr};

// Every op, TensorFlow's without a kernel included, sorted by name.
pb::OpList AllOps() {
  InitBuiltin();
  std::set<std::string> names;
  for (const std::string& name : OpSet::Global().Names()) names.insert(name);
  for (const std::string_view name : TensorFlowOpNames()) names.emplace(name);
  pb::OpList list;
  for (const std::string& name : names) {
    if (const OpInfo* op = OpSet::Global().Find(name)) *list.add_op() = op->def;
  }
  return list;
}

void AddKernel(const KernelRegistry::Entry& entry, pb::KernelList* list) {
  auto* kernel = list->add_kernel();
  kernel->set_op(entry.def.op);
  kernel->set_device_type(entry.def.device);
  for (const auto& [attr, types] : entry.constraint) {
    auto* constraint = kernel->add_constraint();
    constraint->set_name(attr);
    auto* allowed = constraint->mutable_allowed_values()->mutable_list();
    for (const int32_t type : types) allowed->add_type(static_cast<pb::DataType>(type));
  }
}

HB_Buffer* Kernels(const char* op) {
  InitBuiltin();
  pb::KernelList list;
  for (const auto& entry : KernelRegistry::Global().All()) {
    if (op == nullptr || std::string_view(op) == entry.def.op) AddKernel(entry, &list);
  }
  return NewBuffer(list.SerializeAsString());
}

}  // namespace
}  // namespace hb::capi

using hb::capi::GuardValue;

HB_Buffer* HB_GetAllOpList() {
  return hb::capi::GuardQuiet<HB_Buffer*>(
      nullptr, [] { return hb::capi::NewBuffer(hb::capi::AllOps().SerializeAsString()); });
}

HB_Buffer* HB_GetAllRegisteredKernels(HB_Status* status) {
  return GuardValue<HB_Buffer*>(
      status, nullptr, []() -> hb::Result<HB_Buffer*> { return hb::capi::Kernels(nullptr); });
}

HB_Buffer* HB_GetRegisteredKernelsForOp(const char* name, HB_Status* status) {
  return GuardValue<HB_Buffer*>(
      status, nullptr, [&]() -> hb::Result<HB_Buffer*> { return hb::capi::Kernels(name); });
}

void HB_RegisterLogListener(void (*listener)(const char*)) {
  hb::capi::log_listener.store(listener);
}
