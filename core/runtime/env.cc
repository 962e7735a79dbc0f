// What kernels ask of the runtime.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <new>

#include "core/base/thread_pool.h"
#include "core/kernel/prepack.h"
#include "core/runtime/device_run.h"
#include "core/runtime/node_exec.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

Status StatusOf(const std::exception_ptr& escaped) {
  try {
    std::rethrow_exception(escaped);
  } catch (const std::bad_alloc&) {
    return ResourceExhausted("out of memory in a task");
  } catch (const ForkedInLoop& e) {
    return FailedPrecondition(e.what());
  } catch (const std::exception& e) {
    return Internal("a task failed: ", e.what());
  } catch (...) {
    return Internal("a task failed");
  }
}

StepCtx* Step(HbRunCtx* ctx) { return static_cast<StepCtx*>(ctx); }

void EnvParallelFor(HbRunCtx* ctx, int64_t tasks, void (*fn)(void*, int64_t), void* arg) {
  const StepCtx& step = *Step(ctx);
  std::exception_ptr escaped =
      ThreadPool::Global().ParallelFor(step.run->max_threads, step.cost_ns, tasks, fn, arg);
  if (escaped) step.status->Update(StatusOf(escaped));
}

int EnvFail(HbRunCtx* ctx, int code, const char* message, size_t size) {
  if (code == 0) code = static_cast<int>(Code::kInternal);
  Step(ctx)->status->Update(Status(static_cast<Code>(code), std::string(message, size)));
  return code;
}

int FailWith(HbRunCtx* ctx, Status s) {
  const int code = static_cast<int>(s.code());
  Step(ctx)->status->Update(std::move(s));
  return code;
}

int EnvAllocOut(HbRunCtx* ctx, int i, const int64_t* dims, int rank) {
  StepCtx* step = Step(ctx);
  Result<Shape> shape = Shape::Checked({dims, static_cast<size_t>(rank)}, true);
  if (!shape.ok()) return FailWith(ctx, std::move(shape).status());
  Result<Tensor> t = NewTensor(step->node->OutMemory(static_cast<size_t>(i)),
                               static_cast<DType>(ctx->out[i]->dtype), *shape, step->run);
  if (!t.ok()) return FailWith(ctx, std::move(t).status());
  step->out_tensors[i] = std::move(t).value();
  *ctx->out[i] = ViewOf(step->out_tensors[i]);
  return 0;
}

// Temporary memory of the running kernel; freed when the step is over.
void* EnvAllocTemp(HbRunCtx* ctx, size_t bytes) {
  if (Device* device = Step(ctx)->node->on; device != nullptr) {
    Result<Tensor> t =
        NewTensor(device, DT_UINT8, Shape({static_cast<int64_t>(bytes)}), Step(ctx)->run);
    if (!t.ok()) {
      FailWith(ctx, std::move(t).status());
      return nullptr;
    }
    Step(ctx)->device_temps.push_back(std::move(t).value());
    return Step(ctx)->device_temps.back().data();
  }
  void* p = std::aligned_alloc(kAlignment, (bytes + kAlignment) & ~(kAlignment - 1));
  if (p == nullptr) {
    FailWith(ctx, ResourceExhausted("out of memory for ", bytes, " bytes of scratch"));
    return nullptr;
  }
  Step(ctx)->temps.push_back(p);
  return p;
}

int EnvCancelled(HbRunCtx* ctx) { return Step(ctx)->run->Cancelled() ? 1 : 0; }

Result<DeviceStream*> StreamOfStep(HbRunCtx* ctx) {
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOf(*Step(ctx)->node, Step(ctx)->run));
  if (stream == nullptr) return Internal("the step runs on no device");
  return stream;
}

Status VariableValue(HbRunCtx* ctx, int i, int access, HbView* value) {
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOfStep(ctx));
  HB_ASSIGN_OR_RETURN(Variable * variable, VariableOf(*ctx->in[i], stream->device()));
  Tensor now;
  if (access == kHbVariableRead) {
    HB_ASSIGN_OR_RETURN(now, stream->Read(variable));
    if (!now.valid()) {
      return FailedPrecondition("Attempting to use uninitialized value ", variable->name(),
                                "; run its initializer or restore it first");
    }
  } else {
    HB_ASSIGN_OR_RETURN(now, stream->Write(variable, access == kHbVariableUpdate, *Step(ctx)->run));
  }
  // The view is good until the step is over.
  Step(ctx)->device_temps.push_back(std::move(now));
  *value = ViewOf(Step(ctx)->device_temps.back());
  return Status();
}

int EnvVariable(HbRunCtx* ctx, int i, int access, HbView* value) {
  Status s = VariableValue(ctx, i, access, value);
  return s.ok() ? 0 : FailWith(ctx, std::move(s));
}

class Host : public KernelHost {
 public:
  void SetOutput(HbRunCtx* ctx, int i, Tensor value) override {
    StepCtx* step = Step(ctx);
    step->out_tensors[i] = std::move(value);
    *ctx->out[i] = ViewOf(step->out_tensors[i]);
  }
  Result<Tensor> InputTensor(HbRunCtx* ctx, int i) override {
    const Tensor* t = Step(ctx)->in_tensors == nullptr ? nullptr : Step(ctx)->in_tensors[i];
    if (t != nullptr && t->buffer()) return *t;
    const HbView& v = *ctx->in[i];
    const Shape shape(std::span(v.dims, static_cast<size_t>(v.rank)));
    return CloneTensor(Step(ctx)->node->InMemory(static_cast<size_t>(i)),
                       Tensor(static_cast<DType>(v.dtype), shape, nullptr, v.data), Step(ctx)->run);
  }
  Result<Ref<Resource>> LookupOrCreate(HbRunCtx* ctx, const std::string& container,
                                       const std::string& name, const char* type,
                                       Ref<Resource> (*make)(const std::string&, void*),
                                       void* arg) override {
    return Step(ctx)->run->session->resources().LookupOrCreate(
        Step(ctx)->node->place, container, name, type, [&] { return make(name, arg); });
  }
  Status Destroy(HbRunCtx* ctx, const std::string& container, const std::string& name) override {
    return Step(ctx)->run->session->resources().Erase(Step(ctx)->node->place, container, name);
  }
  const std::string& NodeName(HbRunCtx* ctx) override { return Step(ctx)->node->name; }
  std::string PlaceName(HbRunCtx* ctx) override {
    return Step(ctx)->run->session->devices()[Step(ctx)->node->place].name;
  }
  Device* DeviceOf(HbRunCtx* ctx) override { return Step(ctx)->node->on; }
  Result<Tensor> NewTensor(HbRunCtx* ctx, DType dtype, const Shape& shape) override {
    return hb::NewTensor(Step(ctx)->node->on, dtype, shape, Step(ctx)->run);
  }
  Status CopyWithin(HbRunCtx* ctx, const void* from, void* to, size_t bytes) override {
    HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOfStep(ctx));
    return stream->CopyWithin(from, to, bytes);
  }
  Result<Tensor> ReadVariable(HbRunCtx* ctx, Variable* variable) override {
    HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOfStep(ctx));
    return stream->Read(variable);
  }
  Result<Tensor> WriteVariable(HbRunCtx* ctx, Variable* variable, bool copy) override {
    HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOfStep(ctx));
    return stream->Write(variable, copy, *Step(ctx)->run);
  }
  Status SetVariable(HbRunCtx* ctx, Variable* variable, Tensor value) override {
    HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOfStep(ctx));
    return stream->Set(variable, std::move(value));
  }
  Status CheckFileAccess(HbRunCtx* ctx, const std::string& path, bool write) override {
    return Step(ctx)->run->session->CheckFileAccess(path, write);
  }
  std::shared_ptr<const void> PackedInput(HbRunCtx* ctx, const PackRequest& request) override;
};

std::shared_ptr<const void> Host::PackedInput(HbRunCtx* ctx, const PackRequest& request) {
  StepCtx* step = Step(ctx);
  if (step->run->weights == nullptr) return nullptr;
  const WeightTable& weights = *step->run->weights;
  const auto known = std::ranges::lower_bound(
      weights, PlaceOf({step->node, request.input, nullptr}), std::less<>(), PlaceOf);
  if (known == weights.end() || known->node != step->node || known->input != request.input) {
    return nullptr;
  }
  const Tensor* const t = step->in_tensors[request.input];
  if (t == nullptr || !t->buffer()) return nullptr;
  PackCache::Key key = {reinterpret_cast<uintptr_t>(t->data()), false, {}};
  std::ranges::copy(request.layout, key.layout.begin());
  uint64_t version = request.salt;
  Ref<Buffer> pin;
  if (Variable* v = known->variable; v != nullptr) {
    // This run holds the buffer, so that nobody writes into it: if the variable still has it, the
    // version is that of what was read.
    std::lock_guard lock(v->mu());
    if (!(v->value().buffer() == t->buffer())) return nullptr;
    version = request.salt + v->version();
    key.source = v->id();
    key.variable = true;
  } else {
    pin = t->buffer();
  }
  PackCache& cache = step->run->session->packs();
  PackCache::Answer found = cache.Find(key, version, request.bytes, &step->run->number, pin);
  if (!found.asked) return std::move(found.packed);
  std::shared_ptr<void> packed = PackCache::Allocate(request.bytes);
  if (packed != nullptr) {
    request.pack(ctx, request.arg, packed.get());
    if (!step->status->ok()) packed = nullptr;
  }
  cache.Put(key, found.ticket, packed);
  return packed;
}

}  // namespace

const HbEnv* KernelEnv() {
  static const HbEnv env = {sizeof(HbEnv), EnvParallelFor, EnvAllocOut, EnvAllocTemp,
                            EnvCancelled,  EnvFail,        EnvVariable};
  return &env;
}

KernelHost* GlobalKernelHost() {
  static Host* const host = new Host;
  return host;
}

}  // namespace hb
