// What kernels ask of the runtime.
#include <cstdlib>
#include <exception>
#include <new>

#include "core/base/thread_pool.h"
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
  Result<Tensor> t = Tensor::Allocate(static_cast<DType>(ctx->out[i]->dtype), *shape);
  if (!t.ok()) return FailWith(ctx, std::move(t).status());
  step->out_tensors[i] = std::move(t).value();
  *ctx->out[i] = ViewOf(step->out_tensors[i]);
  return 0;
}

// Temporary memory of the running kernel; freed when the step is over.
void* EnvAllocTemp(HbRunCtx* ctx, size_t bytes) {
  void* p = std::aligned_alloc(kAlignment, (bytes + kAlignment) & ~(kAlignment - 1));
  if (p == nullptr) {
    FailWith(ctx, ResourceExhausted("out of memory for ", bytes, " bytes of scratch"));
    return nullptr;
  }
  Step(ctx)->temps.push_back(p);
  return p;
}

int EnvCancelled(HbRunCtx* ctx) { return Step(ctx)->run->Cancelled() ? 1 : 0; }

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
    return Tensor(static_cast<DType>(v.dtype), shape, nullptr, v.data).Clone();
  }
  Result<Ref<Resource>> LookupOrCreate(HbRunCtx* ctx, const std::string& container,
                                       const std::string& name, const char* type,
                                       Ref<Resource> (*make)(const std::string&, void*),
                                       void* arg) override {
    return Step(ctx)->run->session->resources().LookupOrCreate(container, name, type,
                                                               [&] { return make(name, arg); });
  }
  Status Destroy(HbRunCtx* ctx, const std::string& container, const std::string& name) override {
    return Step(ctx)->run->session->resources().Erase(container, name);
  }
  const std::string& NodeName(HbRunCtx* ctx) override { return Step(ctx)->node->name; }
  Status CheckFileAccess(HbRunCtx* ctx, const std::string& path, bool write) override {
    return Step(ctx)->run->session->CheckFileAccess(path, write);
  }
};

}  // namespace

const HbEnv* KernelEnv() {
  static const HbEnv env = {sizeof(HbEnv), EnvParallelFor, EnvAllocOut,
                            EnvAllocTemp,  EnvCancelled,   EnvFail};
  return &env;
}

KernelHost* GlobalKernelHost() {
  static Host* const host = new Host;
  return host;
}

}  // namespace hb
