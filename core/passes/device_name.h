// Device strings, and the devices that a session has.
#ifndef HORNBEAM_CORE_PASSES_DEVICE_NAME_H_
#define HORNBEAM_CORE_PASSES_DEVICE_NAME_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "core/tensor/device.h"

namespace hb {

// What a device string asks for; fields that it leaves open, or gives as '*', have no value.
struct DeviceSpec {
  std::optional<std::string> job;
  std::optional<int> replica, task;
  std::optional<std::string> type;
  std::optional<int> id;

  bool operator==(const DeviceSpec&) const = default;
  bool empty() const { return *this == DeviceSpec(); }
  // Reads "/job:localhost/replica:0/task:0/device:CPU:0" and its parts, "/cpu:0" and "/gpu:0" as
  // TensorFlow has them. False if the text is malformed.
  static bool Parse(std::string_view text, DeviceSpec* spec);
  // "/device:CPU:*" and so on.
  std::string ToString() const;
  // Takes what `other` asks for and this doesn't. InvalidArgument where both ask for different
  // things; with `soft` kind and number are left open then.
  Status Merge(const DeviceSpec& other, bool soft);
};

// A device of a session. Several may be the host.
struct PlacedDevice {
  std::string type;
  int index = 0;
  int priority = 0;
  Device* device = nullptr;  // null: the host
  std::string name;          // the full one
  bool Matches(const DeviceSpec& spec) const;
};

// CPUs first, then those of plug-ins.
class DeviceSet {
 public:
  // One CPU.
  DeviceSet() : DeviceSet({}, {}) {}
  // At most counts[type] devices of a kind where it is given; one CPU at least.
  DeviceSet(const std::map<std::string, int>& counts, const std::vector<Device*>& devices);

  const std::vector<PlacedDevice>& all() const { return all_; }
  const PlacedDevice& operator[](int i) const { return all_[static_cast<size_t>(i)]; }
  // True if there is any but the host.
  bool has_devices() const { return all_.back().device != nullptr; }
  bool only_one() const { return all_.size() == 1; }
  // The number in all() of the full name, or -1.
  int Find(std::string_view name) const;
  // "/job:…CPU:0, /job:…CPU:1".
  std::string Names() const;

 private:
  std::vector<PlacedDevice> all_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_PASSES_DEVICE_NAME_H_
