// Lists of devices, of sessions and of eager contexts.
#ifndef HORNBEAM_C_API_SRC_DEVICE_H_
#define HORNBEAM_C_API_SRC_DEVICE_H_

#include <string>
#include <vector>

#include "c_api/src/internal.h"

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

// The devices of this process, in the order of their numbers.
HB_DeviceList* LocalDevices();

}  // namespace hb::capi

#endif  // HORNBEAM_C_API_SRC_DEVICE_H_
