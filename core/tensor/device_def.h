// The device interface: C-layout structs through which a plug-in brings devices.
//
// A device has memory of its own and streams. What is enqueued on a stream runs in that order;
// streams are independent of each other but for events. Memory of a device is never read or
// written by the host: it comes and goes by copies. All functions may be called from any thread,
// those of one stream from one thread at a time.
//
// Functions that can fail return 0, or fill `error` and return anything else. Only enqueueing
// fails there and then; work that fails later is reported by `sync`. A stream on which work has
// failed runs nothing more, and its events count as reached; it is not used again but to be
// deleted.
#ifndef HORNBEAM_CORE_TENSOR_DEVICE_DEF_H_
#define HORNBEAM_CORE_TENSOR_DEVICE_DEF_H_

#include <cstddef>
#include <cstdint>

extern "C" {

enum { kHbDeviceAbi = 1 };

// The priority of the CPU, see HbDeviceDef.
enum { kHbCpuPriority = 70 };

struct HbDeviceError {
  uint32_t struct_size;
  int32_t code;       // a status code of TensorFlow; 0 is taken for INTERNAL
  int64_t tag;        // of what failed, as `mark` gave it; -1 unknown
  char message[500];  // ends with a zero
};

enum HbDeviceCopyFlags : uint32_t {
  // The memory on the host stays as it is until the stream has been synchronised. Without it, the
  // source of copy_in may change as soon as the call returns.
  kHbHostStays = 1,
};

enum HbSyncResult : int { kHbSyncDone = 0, kHbSyncFailed = 1, kHbSyncTimeout = 2 };

// A kind of device. The struct and what it points to live as long as the process.
struct HbDeviceDef {
  uint32_t struct_size;
  uint32_t abi;      // kHbDeviceAbi
  const char* type;  // as in "/device:FAKE:0": upper-case letters, digits and '_'
  int32_t count;     // devices of this kind: numbers 0 to count - 1
  // Nodes that ask for no device go to the kind of the highest priority that has a kernel.
  int32_t priority;
  // Called once for each device, before anything else; what it stores in `device` is handed to the
  // other functions.
  int (*open)(int32_t number, void** device, HbDeviceError* error);
  int64_t (*memory_bytes)(void* device);  // for lists of devices

  // Memory, aligned to 64 bytes at least; null if there is none left. When memory is given back,
  // no work that uses it is left on any stream.
  void* (*allocate)(void* device, size_t bytes);
  void (*deallocate)(void* device, void* memory, size_t bytes);

  int (*new_stream)(void* device, void** stream, HbDeviceError* error);
  // Waits for what is enqueued.
  void (*delete_stream)(void* device, void* stream);
  // What is enqueued from now on belongs to `tag`. May be null: then errors name no node for sure.
  void (*mark)(void* stream, int64_t tag);
  // Drops what has not begun; the rest ends as usual. What is enqueued later runs. May be null.
  void (*cancel)(void* stream);

  // Copies to the device, to the host, and within the device. The target of copy_out is filled
  // when the stream has been synchronised; until then it stays valid.
  int (*copy_in)(void* stream, const void* host, void* memory, size_t bytes, uint32_t flags,
                 HbDeviceError* error);
  int (*copy_out)(void* stream, const void* memory, void* host, size_t bytes, uint32_t flags,
                  HbDeviceError* error);
  int (*copy_within)(void* stream, const void* from, void* to, size_t bytes, HbDeviceError* error);
  // Copies from another device of this kind, on a stream of the receiving one. May be null: then
  // the copy goes by way of the host.
  int (*copy_between)(void* stream, void* from_device, const void* from, void* to, size_t bytes,
                      HbDeviceError* error);

  // An event is reached when all has run that was enqueued on the stream before it was recorded;
  // before it is recorded for the first time it counts as reached.
  int (*new_event)(void* device, void** event, HbDeviceError* error);
  void (*delete_event)(void* device, void* event);
  int (*record)(void* stream, void* event, HbDeviceError* error);
  // What is enqueued on `stream` from now on waits for the event as it is now, of any device of
  // this kind. The host doesn't wait.
  int (*wait)(void* stream, void* event, HbDeviceError* error);
  // The host waits for the event, at most `timeout_ns` if that is not negative. Tells what failed
  // on the stream where the event was recorded, up to there, if anything did.
  int (*sync)(void* event, int64_t timeout_ns, HbDeviceError* error);
};

}  // extern "C"

#endif  // HORNBEAM_CORE_TENSOR_DEVICE_DEF_H_
