#include "core/tensor/device.h"

#include <algorithm>
#include <cstring>

namespace hb {

HbDeviceError NewDeviceError() {
  HbDeviceError error = {};
  error.struct_size = sizeof(error);
  error.tag = -1;
  return error;
}

Status Device::ToStatus(const HbDeviceError& error) const {
  const int code = error.code <= 0 || error.code > static_cast<int>(Code::kUnauthenticated)
                       ? static_cast<int>(Code::kInternal)
                       : error.code;
  const std::string_view message(error.message, strnlen(error.message, sizeof(error.message)));
  return Status(static_cast<Code>(code), StrCat("device ", type_, ":", index_, ": ",
                                                message.empty() ? "no reason is known" : message));
}

int64_t Device::memory_bytes() const { return def_->memory_bytes(handle_); }

Result<Ref<Buffer>> Device::Allocate(DType dtype, int64_t count) {
  const int64_t size = MultiplyOrMinus1(count, static_cast<int64_t>(DTypeSize(dtype)));
  if (count < 0 || size < 0 || !IsPlain(dtype)) {
    return InvalidArgument("cannot allocate ", count, " elements of ", DTypeName(dtype),
                           " in the memory of ", name_);
  }
  const size_t bytes = std::max<size_t>(static_cast<size_t>(size), 1);
  void* memory = def_->allocate(handle_, bytes);
  if (memory == nullptr) {
    return ResourceExhausted("out of memory allocating ", size, " bytes on ", name_);
  }
  return Buffer::OnDevice(dtype, memory, static_cast<size_t>(size), this,
                          [](void* data, size_t n, void* device) {
                            static_cast<Device*>(device)->Free(data, std::max<size_t>(n, 1));
                          });
}

Result<Tensor> Device::AllocateTensor(DType dtype, const Shape& shape) {
  HB_ASSIGN_OR_RETURN(Ref<Buffer> buffer, Allocate(dtype, shape.num_elements()));
  return Tensor(dtype, shape, std::move(buffer));
}

uint64_t Device::Enter() {
  std::lock_guard lock(mu_);
  inside_.insert(++clock_);
  return clock_;
}

void Device::Leave(uint64_t ticket) {
  std::unique_lock lock(mu_);
  inside_.erase(ticket);
  Reclaim(&lock);
}

void Device::Free(void* memory, size_t bytes) {
  std::unique_lock lock(mu_);
  if (inside_.empty()) {
    lock.unlock();
    def_->deallocate(handle_, memory, bytes);
    return;
  }
  waiting_.push_back({memory, bytes, clock_});
  waiting_bytes_ += bytes;
}

void Device::Reclaim(std::unique_lock<std::mutex>* lock) {
  std::vector<Block> free;
  while (!waiting_.empty() && (inside_.empty() || waiting_.front().given_up < *inside_.begin())) {
    free.push_back(waiting_.front());
    waiting_bytes_ -= free.back().bytes;
    waiting_.pop_front();
  }
  lock->unlock();
  for (const Block& b : free) def_->deallocate(handle_, b.memory, b.bytes);
}

std::pair<size_t, size_t> Device::Waiting() const {
  std::lock_guard lock(mu_);
  return {waiting_bytes_, waiting_.size()};
}

Result<void*> Device::LeaseStream() {
  {
    std::lock_guard lock(mu_);
    if (!streams_.empty()) {
      void* stream = streams_.back();
      streams_.pop_back();
      return stream;
    }
  }
  void* stream = nullptr;
  HbDeviceError error = NewDeviceError();
  if (def_->new_stream(handle_, &stream, &error) != 0) return ToStatus(error);
  return stream;
}

void Device::ReturnStream(void* stream) {
  std::lock_guard lock(mu_);
  streams_.push_back(stream);
}

void Device::DiscardStream(void* stream) { def_->delete_stream(handle_, stream); }

Result<void*> Device::NewEvent() {
  void* event = nullptr;
  HbDeviceError error = NewDeviceError();
  if (def_->new_event(handle_, &event, &error) != 0) return ToStatus(error);
  return event;
}

void Device::DeleteEvent(void* event) { def_->delete_event(handle_, event); }

Result<Tensor> Device::Upload(const Tensor& host) {
  HB_ASSIGN_OR_RETURN(Tensor out, AllocateTensor(host.dtype(), host.shape()));
  HB_ASSIGN_OR_RETURN(void* stream, LeaseStream());
  Result<void*> event = NewEvent();
  HbDeviceError error = NewDeviceError();
  bool ok = event.ok();
  if (ok) {
    ok = def_->copy_in(stream, host.data(), out.data(), host.bytes(), kHbHostStays, &error) == 0 &&
         def_->record(stream, *event, &error) == 0 && def_->sync(*event, -1, &error) == 0;
    DeleteEvent(*event);
  }
  if (ok) {
    ReturnStream(stream);
    return out;
  }
  DiscardStream(stream);
  return event.ok() ? ToStatus(error) : std::move(event).status();
}

DeviceRegistry& DeviceRegistry::Global() {
  static auto* const registry = new DeviceRegistry;
  return *registry;
}

Status DeviceRegistry::Check(const HbDeviceDef& def) {
  if (def.struct_size < sizeof(HbDeviceDef) || def.abi != kHbDeviceAbi) {
    return InvalidArgument("a device is made for interface ", def.abi, "; this library has ",
                           static_cast<int>(kHbDeviceAbi));
  }
  const std::string_view type = def.type == nullptr ? "" : def.type;
  const bool name = !type.empty() && std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!name || type == "CPU" || type == "DEFAULT") {
    return InvalidArgument("'", type, "' is no name for a kind of device; it takes upper-case ",
                           "letters, digits and '_', and CPU and DEFAULT are taken");
  }
  if (def.count < 0 || def.open == nullptr || def.memory_bytes == nullptr ||
      def.allocate == nullptr || def.deallocate == nullptr || def.new_stream == nullptr ||
      def.delete_stream == nullptr || def.copy_in == nullptr || def.copy_out == nullptr ||
      def.copy_within == nullptr || def.new_event == nullptr || def.delete_event == nullptr ||
      def.record == nullptr || def.wait == nullptr || def.sync == nullptr) {
    return InvalidArgument("devices of kind ", type, " lack a function; only mark, cancel and ",
                           "copy_between may be missing");
  }
  for (const Device* d : Global().All()) {
    if (d->type() == type) return AlreadyExists("devices of kind ", type, " are there already");
  }
  return Status();
}

Status DeviceRegistry::Add(const HbDeviceDef& def) {
  HB_RETURN_IF_ERROR(Check(def));
  std::vector<std::unique_ptr<Device>> opened;
  for (int32_t i = 0; i < def.count; ++i) {
    auto device = std::unique_ptr<Device>(new Device);
    device->def_ = &def;
    device->type_ = def.type;
    device->index_ = i;
    device->name_ = StrCat("/job:localhost/replica:0/task:0/device:", def.type, ":", i);
    HbDeviceError error = NewDeviceError();
    if (def.open(i, &device->handle_, &error) != 0) return device->ToStatus(error);
    opened.push_back(std::move(device));
  }
  std::lock_guard lock(mu_);
  for (auto& d : opened) {
    d->number_ = static_cast<int>(devices_.size());
    devices_.push_back(d.release());
  }
  return Status();
}

std::vector<Device*> DeviceRegistry::All() const {
  std::lock_guard lock(mu_);
  return devices_;
}

}  // namespace hb
