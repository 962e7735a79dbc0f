// A device for tests: streams are threads that work off queues, and its memory can't be touched by
// the host, which crashes when it tries. It links nothing of Hornbeam.
#ifndef HORNBEAM_TESTS_PLUGIN_FAKE_DEVICE_H_
#define HORNBEAM_TESTS_PLUGIN_FAKE_DEVICE_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/kernel/plugin.h"

// What tests may ask of the plug-in, by dlsym: fake_device_control.
struct FakeControl {
  // Of all devices, since the process began.
  int64_t (*copies_in)();
  int64_t (*copies_out)();
  int64_t (*copies_within)();
  int64_t (*copies_between)();
  int64_t (*kernels)();
  // Bytes that are allocated now.
  int64_t (*live_bytes)();
  // FakeGate waits while the gate is closed.
  void (*set_gate)(int open);
  int64_t (*waiting_at_gate)();
};

namespace fake {

// Memory whose addresses are good for the device only: `Real` gives the place where its bytes are.
class Memory {
 public:
  explicit Memory(size_t bytes);
  void* Allocate(size_t bytes);
  void Free(void* memory, size_t bytes);
  // Null for an address that isn't the device's.
  char* Real(const void* memory) const;
  int64_t live() const;

 private:
  static constexpr unsigned char kPoison = 0xd5;
  char* seen_ = nullptr;
  char* real_ = nullptr;
  size_t size_;
  mutable std::mutex mu_;
  std::map<size_t, size_t> gaps_;
  int64_t live_ = 0;
};

struct Device {
  int number = 0;
  Memory memory{size_t{64} << 20};
};

// Work that failed says so by a code and a text.
struct Failure {
  int code = 0;
  std::string message;
};
using Work = std::function<void(Failure*)>;

// The part of a stream that events keep alive.
struct Queue {
  struct Item {
    Work work;
    int64_t tag;
  };
  std::mutex mu;
  std::condition_variable changed;
  std::deque<Item> items;
  uint64_t enqueued = 0, finished = 0, failed_at = 0;  // failed_at: number of the item, from 1
  int64_t tag = -1, failed_tag = -1;
  Failure failure;
  bool stop = false;

  void Enqueue(Work work);
  // Waits until item `number` is over; false after the time.
  bool Wait(uint64_t number, int64_t timeout_ns);
  void Run();
};

struct Stream {
  explicit Stream(Device* d);
  ~Stream();
  Device* device;
  std::shared_ptr<Queue> queue = std::make_shared<Queue>();
  std::thread thread;
};

struct Event {
  std::mutex mu;
  std::shared_ptr<Queue> queue;
  uint64_t number = 0;
};

// The kernels, and a count of those that ran.
const HbKernelDef* Kernels(int32_t* count);
const HbOpRow* Ops(int32_t* count);
int64_t KernelsRun();
void SetGate(bool open);
int64_t WaitingAtGate();

}  // namespace fake

#endif  // HORNBEAM_TESTS_PLUGIN_FAKE_DEVICE_H_
