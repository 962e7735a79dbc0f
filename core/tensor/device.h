// Devices other than the CPU: their memory and the registry that plug-ins fill.
#ifndef HORNBEAM_CORE_TENSOR_DEVICE_H_
#define HORNBEAM_CORE_TENSOR_DEVICE_H_

#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/tensor/device_def.h"
#include "core/tensor/tensor.h"

namespace hb {

// One device of a plug-in. Thread-safe; never destroyed. The CPU is none: where a Device* says
// where something lies or runs, null is the host.
class Device {
 public:
  const HbDeviceDef& def() const { return *def_; }
  const std::string& type() const { return type_; }
  int index() const { return index_; }    // among devices of its type
  int number() const { return number_; }  // among all devices of the process, from 0
  void* handle() const { return handle_; }
  int64_t memory_bytes() const;
  // TensorFlow's full name, "/job:localhost/replica:0/task:0/device:FAKE:0".
  const std::string& name() const { return name_; }

  // Memory for plain elements. ResourceExhausted.
  Result<Ref<Buffer>> Allocate(DType dtype, int64_t count);
  Result<Tensor> AllocateTensor(DType dtype, const Shape& shape);

  // Whoever enqueues work calls Enter before and Leave when that work is over. Memory that is
  // given up in between goes back to the plug-in only when all have left that had entered before,
  // since their work may still use it.
  uint64_t Enter();
  void Leave(uint64_t ticket);
  // Bytes and blocks that wait for that.
  std::pair<size_t, size_t> Waiting() const;

  // A stream that nobody uses, or a new one; Return gives it back when all of its work is done and
  // none has failed, Discard otherwise.
  Result<void*> LeaseStream();
  void ReturnStream(void* stream);
  void DiscardStream(void* stream);
  Result<void*> NewEvent();
  void DeleteEvent(void* event);

  // Held while values of variables on this device are looked up and work on them is enqueued.
  std::mutex& variables_mu() { return variables_mu_; }

  // A copy in memory of this device; waits until it is there.
  Result<Tensor> Upload(const Tensor& host);

  // "device FAKE:0: message" with the error's code.
  Status ToStatus(const HbDeviceError& error) const;

 private:
  friend class DeviceRegistry;
  Device() = default;
  void Free(void* memory, size_t bytes);
  void Reclaim(std::unique_lock<std::mutex>* lock);

  const HbDeviceDef* def_ = nullptr;
  std::string type_, name_;
  int index_ = 0, number_ = 0;
  void* handle_ = nullptr;
  std::mutex variables_mu_;

  struct Block {
    void* memory;
    size_t bytes;
    uint64_t given_up;
  };
  mutable std::mutex mu_;
  uint64_t clock_ = 0;
  std::set<uint64_t> inside_;  // tickets
  std::deque<Block> waiting_;  // oldest first
  size_t waiting_bytes_ = 0;
  std::vector<void*> streams_;  // idle
};

// An event with a count of its users.
class DeviceEvent : public RefCounted {
 public:
  DeviceEvent(Device* device, void* handle) : device_(device), handle_(handle) {}
  ~DeviceEvent() override { device_->DeleteEvent(handle_); }
  Device* device() const { return device_; }
  void* handle() const { return handle_; }

 private:
  Device* device_;
  void* handle_;
};

// All devices of the process but the CPU. Thread-safe.
class DeviceRegistry {
 public:
  static DeviceRegistry& Global();
  // InvalidArgument if the definition is incomplete, AlreadyExists if the type is there already.
  static Status Check(const HbDeviceDef& def);
  // Opens the devices of a kind and adds them.
  Status Add(const HbDeviceDef& def);
  // In the order in which they were added.
  std::vector<Device*> All() const;

 private:
  mutable std::mutex mu_;
  std::vector<Device*> devices_;
};

HbDeviceError NewDeviceError();

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_DEVICE_H_
