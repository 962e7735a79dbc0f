#include "tests/plugin/fake_device.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>

namespace fake {
namespace {

std::atomic<int64_t> copies_in{0}, copies_out{0}, copies_within{0}, copies_between{0};
Device* devices[2];

size_t Rounded(size_t bytes) { return (bytes + 255) & ~size_t{255}; }

}  // namespace

Memory::Memory(size_t bytes) : size_(bytes) {
  const int fd = memfd_create("fake_device", 0);
  if (fd < 0 || ftruncate(fd, static_cast<off_t>(bytes)) != 0) return;
  seen_ = static_cast<char*>(mmap(nullptr, bytes, PROT_NONE, MAP_SHARED, fd, 0));
  real_ = static_cast<char*>(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  close(fd);
  gaps_[0] = bytes;
}

void* Memory::Allocate(size_t bytes) {
  bytes = Rounded(bytes);
  std::lock_guard lock(mu_);
  for (auto it = gaps_.begin(); it != gaps_.end(); ++it) {
    if (it->second < bytes) continue;
    const size_t at = it->first, rest = it->second - bytes;
    gaps_.erase(it);
    if (rest > 0) gaps_[at + bytes] = rest;
    live_ += static_cast<int64_t>(bytes);
    memset(real_ + at, kPoison, bytes);
    return seen_ + at;
  }
  return nullptr;
}

void Memory::Free(void* memory, size_t bytes) {
  bytes = Rounded(bytes);
  size_t at = static_cast<size_t>(static_cast<char*>(memory) - seen_);
  std::lock_guard lock(mu_);
  live_ -= static_cast<int64_t>(bytes);
  memset(real_ + at, kPoison, bytes);
  auto next = gaps_.lower_bound(at);
  if (next != gaps_.end() && next->first == at + bytes) {
    bytes += next->second;
    next = gaps_.erase(next);
  }
  if (next != gaps_.begin()) {
    auto before = std::prev(next);
    if (before->first + before->second == at) {
      at = before->first;
      bytes += before->second;
    }
  }
  gaps_[at] = bytes;
}

char* Memory::Real(const void* memory) const {
  const char* p = static_cast<const char*>(memory);
  return p < seen_ || p >= seen_ + size_ ? nullptr : real_ + (p - seen_);
}

int64_t Memory::live() const {
  std::lock_guard lock(mu_);
  return live_;
}

void Queue::Enqueue(Work work) {
  std::lock_guard lock(mu);
  items.push_back({std::move(work), tag});
  ++enqueued;
  changed.notify_all();
}

bool Queue::Wait(uint64_t number, int64_t timeout_ns) {
  std::unique_lock lock(mu);
  const auto over = [&] { return finished >= number; };
  if (timeout_ns < 0) {
    changed.wait(lock, over);
    return true;
  }
  return changed.wait_for(lock, std::chrono::nanoseconds(timeout_ns), over);
}

void Queue::Run() {
  std::unique_lock lock(mu);
  while (true) {
    changed.wait(lock, [&] { return stop || !items.empty(); });
    if (items.empty()) return;
    Item item = std::move(items.front());
    items.pop_front();
    if (failed_at == 0 && item.work != nullptr) {
      lock.unlock();
      // The host runs ahead.
      std::this_thread::sleep_for(std::chrono::microseconds(20));
      Failure f;
      item.work(&f);
      item.work = nullptr;
      lock.lock();
      if (f.code != 0) {
        failed_at = finished + 1;
        failed_tag = item.tag;
        failure = f;
      }
    }
    ++finished;
    changed.notify_all();
  }
}

Stream::Stream(Device* d) : device(d) {
  thread = std::thread([q = queue] { q->Run(); });
}

Stream::~Stream() {
  {
    std::lock_guard lock(queue->mu);
    queue->stop = true;
    queue->changed.notify_all();
  }
  thread.join();
}

namespace {

Stream* S(void* stream) { return static_cast<Stream*>(stream); }

int Say(HbDeviceError* error, int code, const std::string& message, int64_t tag = -1) {
  error->code = code;
  error->tag = tag;
  const size_t n = std::min(message.size(), sizeof(error->message) - 1);
  memcpy(error->message, message.data(), n);
  error->message[n] = '\0';
  return 1;
}

int Open(int32_t number, void** device, HbDeviceError*) {
  devices[number] = new Device;
  devices[number]->number = number;
  *device = devices[number];
  return 0;
}
int64_t MemoryBytes(void*) { return int64_t{64} << 20; }
void* Allocate(void* device, size_t bytes) {
  return static_cast<Device*>(device)->memory.Allocate(bytes);
}
void Deallocate(void* device, void* memory, size_t bytes) {
  static_cast<Device*>(device)->memory.Free(memory, bytes);
}

int NewStream(void* device, void** stream, HbDeviceError*) {
  *stream = new Stream(static_cast<Device*>(device));
  return 0;
}
void DeleteStream(void*, void* stream) { delete S(stream); }
void Mark(void* stream, int64_t tag) {
  std::lock_guard lock(S(stream)->queue->mu);
  S(stream)->queue->tag = tag;
}
void Cancel(void* stream) {
  std::lock_guard lock(S(stream)->queue->mu);
  for (auto& item : S(stream)->queue->items) item.work = nullptr;
}

// Copies between addresses that are the device's (`to_host`, `from_host` say which aren't).
int EnqueueCopy(Stream* s, Device* from_device, const void* from, void* to, size_t bytes,
                bool from_host, bool to_host, std::shared_ptr<char> staged) {
  s->queue->Enqueue([=](Failure* f) {
    const char* source =
        from_host ? static_cast<const char*>(from) : from_device->memory.Real(from);
    char* target = to_host ? static_cast<char*>(to) : s->device->memory.Real(to);
    if (source == nullptr || target == nullptr) {
      *f = {13, "a copy got an address of another memory"};
      return;
    }
    (void)staged;
    memcpy(target, source, bytes);
  });
  return 0;
}

int CopyIn(void* stream, const void* host, void* memory, size_t bytes, uint32_t flags,
           HbDeviceError*) {
  ++copies_in;
  std::shared_ptr<char> staged;
  if ((flags & kHbHostStays) == 0) {
    staged = std::shared_ptr<char>(new char[bytes], std::default_delete<char[]>());
    memcpy(staged.get(), host, bytes);
    host = staged.get();
  }
  return EnqueueCopy(S(stream), nullptr, host, memory, bytes, true, false, staged);
}
int CopyOut(void* stream, const void* memory, void* host, size_t bytes, uint32_t, HbDeviceError*) {
  ++copies_out;
  return EnqueueCopy(S(stream), S(stream)->device, memory, host, bytes, false, true, nullptr);
}
int CopyWithin(void* stream, const void* from, void* to, size_t bytes, HbDeviceError*) {
  ++copies_within;
  return EnqueueCopy(S(stream), S(stream)->device, from, to, bytes, false, false, nullptr);
}
int CopyBetween(void* stream, void* from_device, const void* from, void* to, size_t bytes,
                HbDeviceError*) {
  ++copies_between;
  return EnqueueCopy(S(stream), static_cast<Device*>(from_device), from, to, bytes, false, false,
                     nullptr);
}

int NewEvent(void*, void** event, HbDeviceError*) {
  *event = new Event;
  return 0;
}
void DeleteEvent(void*, void* event) { delete static_cast<Event*>(event); }

std::pair<std::shared_ptr<Queue>, uint64_t> Now(void* event) {
  auto* e = static_cast<Event*>(event);
  std::lock_guard lock(e->mu);
  return {e->queue, e->number};
}

int Record(void* stream, void* event, HbDeviceError*) {
  auto* e = static_cast<Event*>(event);
  std::scoped_lock lock(e->mu, S(stream)->queue->mu);
  e->queue = S(stream)->queue;
  e->number = e->queue->enqueued;
  return 0;
}
int Wait(void* stream, void* event, HbDeviceError*) {
  auto [queue, number] = Now(event);
  if (queue == nullptr || queue == S(stream)->queue) return 0;
  S(stream)->queue->Enqueue([queue, number](Failure*) { queue->Wait(number, -1); });
  return 0;
}
int Sync(void* event, int64_t timeout_ns, HbDeviceError* error) {
  auto [queue, number] = Now(event);
  if (queue == nullptr) return kHbSyncDone;
  if (!queue->Wait(number, timeout_ns)) return kHbSyncTimeout;
  std::lock_guard lock(queue->mu);
  if (queue->failed_at == 0 || queue->failed_at > number) return kHbSyncDone;
  return Say(error, queue->failure.code, queue->failure.message, queue->failed_tag);
}

const FakeControl kControl = {
    [] { return copies_in.load(); },
    [] { return copies_out.load(); },
    [] { return copies_within.load(); },
    [] { return copies_between.load(); },
    [] { return KernelsRun(); },
    [] { return devices[0]->memory.live() + devices[1]->memory.live(); },
    [](int open) { SetGate(open != 0); },
    [] { return WaitingAtGate(); },
};

HbDeviceDef Definition() {
  HbDeviceDef d = {};
  d.struct_size = sizeof(d);
  d.abi = kHbDeviceAbi;
  d.type = "FAKE";
  d.count = 2;
  d.priority = 10;  // only nodes that ask for it
  d.open = Open;
  d.memory_bytes = MemoryBytes;
  d.allocate = Allocate;
  d.deallocate = Deallocate;
  d.new_stream = NewStream;
  d.delete_stream = DeleteStream;
  d.mark = Mark;
  d.cancel = Cancel;
  d.copy_in = CopyIn;
  d.copy_out = CopyOut;
  d.copy_within = CopyWithin;
  d.copy_between = CopyBetween;
  d.new_event = NewEvent;
  d.delete_event = DeleteEvent;
  d.record = Record;
  d.wait = Wait;
  d.sync = Sync;
  return d;
}

}  // namespace
}  // namespace fake

extern "C" __attribute__((visibility("default"))) const FakeControl* fake_device_control() {
  return &fake::kControl;
}

extern "C" __attribute__((visibility("default"))) int hornbeam_plugin_v1(const HbHost* host,
                                                                         HbPlugin* plugin) {
  if (host->kernel_abi != kHbKernelAbi || host->device_abi != kHbDeviceAbi) return 1;
  static const HbDeviceDef device = fake::Definition();
  plugin->plugin_abi = kHbPluginAbi;
  plugin->name = "fake device";
  plugin->ops = fake::Ops(&plugin->num_ops);
  plugin->kernels = fake::Kernels(&plugin->num_kernels);
  plugin->devices = &device;
  plugin->num_devices = 1;
  return 0;
}
