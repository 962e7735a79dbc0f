// Variables: the state behind resource handles and references.
#ifndef HORNBEAM_CORE_KERNEL_VARIABLE_H_
#define HORNBEAM_CORE_KERNEL_VARIABLE_H_

#include <atomic>
#include <mutex>
#include <string>

#include "core/kernel/kernel.h"
#include "core/tensor/resource.h"
#include "core/tensor/tensor.h"

namespace hb {

// A slot for a tensor. Readers take a counted reference to the buffer, so a value that was read
// stays as it was; writers write in place when nobody else holds the buffer, else into a new one.
class Variable : public Resource {
 public:
  explicit Variable(std::string name) : name_(std::move(name)) {}
  const char* TypeName() const override { return "Variable"; }
  const std::string& name() const { return name_; }

  std::mutex& mu() { return mu_; }
  // The methods below ask that mu() is held.
  bool initialized() const { return value_.valid(); }
  const Tensor& value() const { return value_; }
  // Replaces the value; a new dtype or shape moves the epoch that plans check.
  void Set(Tensor value);
  // Makes the value writable in place, copying it (`copy`) or leaving new memory uninitialised.
  // FailedPrecondition when uninitialised.
  Status MakeWritable(bool copy);
  // Empties the slot (DestroyResourceOp).
  void Clear();

  // Moves whenever any variable of the process changes its shape, dtype or being initialised.
  static std::atomic<uint64_t>& Epoch();

 private:
  const std::string name_;
  std::mutex mu_;
  Tensor value_;
};

// The variable behind the handle in a view (of a resource or a reference); FailedPrecondition or
// InvalidArgument that names what is there instead.
Result<Variable*> VariableOf(const HbView& view);

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
  // Whether this run may touch the file (see HB_LoadOptions.file_access).
  virtual Status CheckFileAccess(HbRunCtx* ctx, const std::string& path, bool write) = 0;
};
inline KernelHost* HostOf(HbRunCtx* ctx) { return static_cast<KernelHost*>(ctx->impl); }

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNEL_VARIABLE_H_
