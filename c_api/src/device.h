// Lists of devices, of sessions and of eager contexts.
#ifndef HORNBEAM_C_API_SRC_DEVICE_H_
#define HORNBEAM_C_API_SRC_DEVICE_H_

#include <string>
#include <vector>

#include "c_api/src/internal.h"
#include "core/passes/device_name.h"

struct HB_DeviceList {
  struct Device {
    std::string name;
    std::string type;
    int64_t memory_bytes;
    uint64_t incarnation;
  };
  std::vector<Device> devices;
};

namespace hb::capi {

// The devices of a session, those of the host first.
HB_DeviceList* NewDeviceList(const DeviceSet& devices);

}  // namespace hb::capi

#endif  // HORNBEAM_C_API_SRC_DEVICE_H_
