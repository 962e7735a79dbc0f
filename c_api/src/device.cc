#include "c_api/src/device.h"

#include <chrono>

namespace hb::capi {
namespace {

// Differs from one process to the next.
uint64_t Incarnation() {
  static const auto number =
      static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count() | 1);
  return number;
}

Result<const HB_DeviceList::Device*> At(const HB_DeviceList* list, int index) {
  if (index < 0 || index >= static_cast<int>(list->devices.size())) {
    return InvalidArgument("index ", index, " is out of range: the list has ", list->devices.size(),
                           " devices");
  }
  return &list->devices[static_cast<size_t>(index)];
}

}  // namespace

HB_DeviceList* NewDeviceList(const DeviceSet& devices) {
  constexpr int64_t kHostMemory = int64_t{256} << 20;
  auto list = std::make_unique<HB_DeviceList>();
  for (const PlacedDevice& d : devices.all()) {
    const int64_t memory = d.device == nullptr ? kHostMemory : d.device->memory_bytes();
    list->devices.push_back({d.name, d.type, memory, Incarnation() + list->devices.size()});
  }
  return list.release();
}

}  // namespace hb::capi

using hb::capi::At;
using hb::capi::GuardValue;

void HB_DeleteDeviceList(HB_DeviceList* list) { delete list; }

int HB_DeviceListCount(const HB_DeviceList* list) { return static_cast<int>(list->devices.size()); }

const char* HB_DeviceListName(const HB_DeviceList* list, int index, HB_Status* status) {
  return GuardValue<const char*>(status, nullptr, [&]() -> hb::Result<const char*> {
    HB_ASSIGN_OR_RETURN(const auto* device, At(list, index));
    return device->name.c_str();
  });
}

const char* HB_DeviceListType(const HB_DeviceList* list, int index, HB_Status* status) {
  return GuardValue<const char*>(status, nullptr, [&]() -> hb::Result<const char*> {
    HB_ASSIGN_OR_RETURN(const auto* device, At(list, index));
    return device->type.c_str();
  });
}

int64_t HB_DeviceListMemoryBytes(const HB_DeviceList* list, int index, HB_Status* status) {
  return GuardValue<int64_t>(status, -1, [&]() -> hb::Result<int64_t> {
    HB_ASSIGN_OR_RETURN(const auto* device, At(list, index));
    return device->memory_bytes;
  });
}

uint64_t HB_DeviceListIncarnation(const HB_DeviceList* list, int index, HB_Status* status) {
  return GuardValue<uint64_t>(status, 0, [&]() -> hb::Result<uint64_t> {
    HB_ASSIGN_OR_RETURN(const auto* device, At(list, index));
    return device->incarnation;
  });
}
