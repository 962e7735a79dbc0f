// The stacks of TensorFlow 1.
#include <mutex>

#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"
#include "core/tensor/resource.h"

namespace hb {
namespace {

class Stack : public Resource {
 public:
  Stack(std::string name, DType dtype, int64_t max_size)
      : name_(std::move(name)), dtype_(dtype), max_size_(max_size) {}
  const char* TypeName() const override { return "Stack"; }

  Status Push(Tensor t) {
    std::lock_guard lock(mu_);
    HB_RETURN_IF_ERROR(Check(t.dtype()));
    if (max_size_ >= 0 && static_cast<int64_t>(tensors_.size()) >= max_size_) {
      return InvalidArgument("Stack[", name_, "] overflowed its max_size (", max_size_, ")");
    }
    tensors_.push_back(std::move(t));
    return Status();
  }
  Result<Tensor> Pop(DType dtype) {
    std::lock_guard lock(mu_);
    HB_RETURN_IF_ERROR(Check(dtype));
    if (tensors_.empty()) {
      return InvalidArgument("Stack[", name_, "] is empty when calling Pop().");
    }
    Tensor t = std::move(tensors_.back());
    tensors_.pop_back();
    return t;
  }
  void Close() {
    std::lock_guard lock(mu_);
    closed_ = true;
    tensors_.clear();
  }

 private:
  Status Check(DType dtype) const {
    if (closed_) return InvalidArgument("Stack[", name_, "] has already been closed.");
    if (dtype == dtype_) return Status();
    return InvalidArgument("Stack[", name_, "] holds ", DTypeName(dtype_), ", not ",
                           DTypeName(dtype));
  }
  const std::string name_;
  const DType dtype_;
  const int64_t max_size_;
  std::mutex mu_;
  std::vector<Tensor> tensors_;
  bool closed_ = false;
};

struct StackParams {
  DType dtype;
};

int PlanStack(HbPlanCtx* ctx) {
  auto* p = NewParams<StackParams>(ctx);
  if (p == nullptr) return 1;
  p->dtype = AttrType(ctx->attrs, "elem_type");
  return 0;
}

// Every execution makes a stack of its own.
int RunStack(HbRunCtx* ctx) {
  auto handle = MakeRef<ResourceHandle>();
  handle->name = HostOf(ctx)->NodeName(ctx);
  handle->resource =
      MakeRef<Stack>(handle->name, Params<StackParams>(ctx).dtype, *In<int32_t>(ctx, 0));
  *Out<ResourceElement>(ctx, 0) = std::move(handle);
  return 0;
}

Stack* StackOf(HbRunCtx* ctx) {
  const HbView& v = *ctx->in[0];
  const auto* handle = static_cast<const ResourceElement*>(v.data);
  auto* stack = v.count == 1 && *handle ? dynamic_cast<Stack*>((*handle)->resource.get()) : nullptr;
  if (stack == nullptr) Fail(ctx, Code::kInvalidArgument, "the handle names no stack");
  return stack;
}

int PlanPush(HbPlanCtx* ctx) {
  ctx->out[0].alias_of = 1;
  return 0;
}

int RunPush(HbRunCtx* ctx) {
  Stack* stack = StackOf(ctx);
  if (stack == nullptr) return 1;
  Result<Tensor> t = HostOf(ctx)->InputTensor(ctx, 1);
  Status s = t.ok() ? stack->Push(std::move(t).value()) : t.status();
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunPop(HbRunCtx* ctx) {
  Stack* stack = StackOf(ctx);
  if (stack == nullptr) return 1;
  Result<Tensor> t = stack->Pop(DTypeOfView(*ctx->out[0]));
  if (!t.ok()) return Fail(ctx, t.status());
  HostOf(ctx)->SetOutput(ctx, 0, std::move(t).value());
  return 0;
}

int RunClose(HbRunCtx* ctx) {
  Stack* stack = StackOf(ctx);
  if (stack == nullptr) return 1;
  stack->Close();
  return 0;
}

}  // namespace

void RegisterStackKernels(KernelSet& set) {
  KERNEL(set, "StackV2", {.flags = kHbStateful, .plan = PlanStack, .run = RunStack});
  KERNEL(set, "StackPushV2", {.flags = kHbStateful, .plan = PlanPush, .run = RunPush});
  KERNEL(set, "StackPopV2", {.flags = kHbStateful | kHbOwnsOutput, .run = RunPop});
  KERNEL(set, "StackCloseV2", {.flags = kHbStateful, .run = RunClose});
}

}  // namespace hb
