// Variables: the state behind resource handles and references.
#ifndef HORNBEAM_CORE_KERNEL_VARIABLE_H_
#define HORNBEAM_CORE_KERNEL_VARIABLE_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "core/kernel/kernel.h"
#include "core/tensor/device.h"
#include "core/tensor/resource.h"
#include "core/tensor/tensor.h"

namespace hb {

// A slot for a tensor. Readers take a counted reference to the buffer, so a value that was read
// stays as it was; writers write in place when nobody else holds the buffer, else into a new one.
class Variable : public Resource {
 public:
  // `device`: in whose memory the value lies; null is the host's.
  explicit Variable(std::string name, Device* device = nullptr);
  const char* TypeName() const override { return "Variable"; }
  const std::string& name() const { return name_; }
  // Differs from that of any other variable of the process.
  uint64_t id() const { return id_; }
  Device* device() const { return device_; }

  std::mutex& mu() { return mu_; }
  // The methods below ask that mu() is held.
  bool initialized() const { return value_.valid(); }
  const Tensor& value() const { return value_; }
  // Another number after each change of the value, and before a change in place begins.
  uint64_t version() const { return version_; }
  // Replaces the value; a new dtype or shape moves the epoch that plans check.
  void Set(Tensor value);
  // Makes the value writable in place, copying it (`copy`) or leaving new memory uninitialised.
  // FailedPrecondition when uninitialised.
  Status MakeWritable(bool copy);
  // Empties the slot (DestroyResourceOp).
  void Clear();
  // On a device: reached when the last work that was enqueued to write the value is done, and who
  // enqueued it. Null when nobody has.
  const Ref<DeviceEvent>& written() const { return written_; }
  const void* writer() const { return writer_; }
  void SetWritten(Ref<DeviceEvent> event, const void* writer) {
    written_ = std::move(event);
    writer_ = writer;
  }

  // Moves whenever any variable of the process changes its shape, dtype or being initialised.
  static std::atomic<uint64_t>& Epoch();
  // Moves whenever the version of any variable of the process does. Who loads it and then finds all
  // versions as they were knows that they stay so until it moves again.
  static const std::atomic<uint64_t>& Changes();

 private:
  void NextVersion();

  const std::string name_;
  const uint64_t id_;
  Device* const device_;
  std::mutex mu_;
  Tensor value_;
  uint64_t version_ = 0;
  Ref<DeviceEvent> written_;
  const void* writer_ = nullptr;
};

// The variable behind the handle in a view (of a resource or a reference), which lies in memory of
// `device`; FailedPrecondition or InvalidArgument that names what is there instead.
Result<Variable*> VariableOf(const HbView& view, Device* device = nullptr);
// The same wherever its value lies.
Result<Variable*> AnyVariableOf(const HbView& view);

struct PackRequest;

// Extra services that kernels inside this library ask of the runtime; a run context's `impl` is
// one of these. Plug-ins don't see it.
class KernelHost {
 public:
  virtual ~KernelHost() = default;
  // Hands over a tensor as output i (reads of variables, queues): no copy.
  virtual void SetOutput(HbRunCtx* ctx, int i, Tensor value) = 0;
  // Input i as a tensor that shares its buffer when it has one, else a copy.
  virtual Result<Tensor> InputTensor(HbRunCtx* ctx, int i) = 0;
  // The session's resource (container, name) of that device, made by `make` if there is none.
  // InvalidArgument if there is one of another type.
  virtual Result<Ref<Resource>> LookupOrCreate(
      HbRunCtx* ctx, const std::string& container, const std::string& name, const char* type,
      Ref<Resource> (*make)(const std::string& name, void* arg), void* arg) = 0;
  // Takes the resource out of the session.
  virtual Status Destroy(HbRunCtx* ctx, const std::string& container, const std::string& name) = 0;
  virtual const std::string& NodeName(HbRunCtx* ctx) = 0;
  // The device on which the node is placed: its full name, and itself (null is the host).
  virtual std::string PlaceName(HbRunCtx* ctx) = 0;
  virtual Device* DeviceOf(HbRunCtx* ctx) = 0;
  // On a device: memory there, and copies in it, enqueued on the step's stream.
  virtual Result<Tensor> NewTensor(HbRunCtx* ctx, DType dtype, const Shape& shape) = 0;
  virtual Status CopyWithin(HbRunCtx* ctx, const void* from, void* to, size_t bytes) = 0;
  // Values of variables there: for reading (an invalid tensor if there is none), for writing in
  // place what other steps no longer need, and for replacing. Until the step is over no other run
  // enqueues work on variables of the device.
  virtual Result<Tensor> ReadVariable(HbRunCtx* ctx, Variable* variable) = 0;
  virtual Result<Tensor> WriteVariable(HbRunCtx* ctx, Variable* variable, bool copy) = 0;
  virtual Status SetVariable(HbRunCtx* ctx, Variable* variable, Tensor value) = 0;
  // Whether this run may touch the file (see HB_LoadOptions.file_access).
  virtual Status CheckFileAccess(HbRunCtx* ctx, const std::string& path, bool write) = 0;
  // An input as prepack.h says, if it is a weight that the session keeps packed by now; else null.
  virtual std::shared_ptr<const void> PackedInput(HbRunCtx*, const PackRequest&) { return nullptr; }
};
inline KernelHost* HostOf(HbRunCtx* ctx) { return static_cast<KernelHost*>(ctx->impl); }

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNEL_VARIABLE_H_
