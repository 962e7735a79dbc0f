// Variables behind resource handles and references: make, read, assign, destroy.
#include "core/kernel/variable.h"
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

// TensorFlow's name for a resource that nobody shares.
constexpr std::string_view kAnonymous = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

struct HandleParams {
  const HbAttrs* attrs;
};

int PlanHandle(HbPlanCtx* ctx) {
  auto* p = NewParams<HandleParams>(ctx);
  if (p == nullptr) return 1;
  p->attrs = ctx->attrs;
  return 0;
}

Ref<Resource> NewVariable(const std::string& name, void* device) {
  return MakeRef<Variable>(name, static_cast<Device*>(device));
}

// The handle of (container, shared_name), or of the node's own name.
int RunHandle(HbRunCtx* ctx) {
  const HbAttrs* attrs = Params<HandleParams>(ctx).attrs;
  auto handle = MakeRef<ResourceHandle>();
  handle->container = std::string(AttrString(attrs, "container"));
  handle->name = std::string(AttrString(attrs, "shared_name"));
  handle->device = HostOf(ctx)->PlaceName(ctx);
  Device* const device = HostOf(ctx)->DeviceOf(ctx);
  const Shape shape = AttrShape(attrs, "shape");
  handle->dtypes_and_shapes.emplace_back(AttrType(attrs, "dtype"), shape);
  if (handle->name == kAnonymous) {
    handle->resource = MakeRef<Variable>(HostOf(ctx)->NodeName(ctx), device);
  } else {
    if (handle->name.empty()) handle->name = HostOf(ctx)->NodeName(ctx);
    Result<Ref<Resource>> r = HostOf(ctx)->LookupOrCreate(ctx, handle->container, handle->name,
                                                          "Variable", NewVariable, device);
    if (!r.ok()) return Fail(ctx, r.status());
    handle->resource = std::move(r).value();
  }
  static_cast<ResourceElement*>(ctx->out[0]->data)[0] = std::move(handle);
  return 0;
}

int HandOver(HbRunCtx* ctx, Variable* v, Tensor value) {
  if (!value.valid()) {
    return Fail(ctx, Code::kFailedPrecondition, "Attempting to use uninitialized value ", v->name(),
                "; run its initializer or restore it first");
  }
  if (value.dtype() != DTypeOfView(*ctx->out[0])) {
    return Fail(ctx, Code::kInvalidArgument, "variable '", v->name(), "' holds ",
                DTypeName(value.dtype()), ", not ", DTypeName(DTypeOfView(*ctx->out[0])));
  }
  HostOf(ctx)->SetOutput(ctx, 0, std::move(value));
  return 0;
}

int RunRead(HbRunCtx* ctx) {
  Result<Variable*> v = VariableOf(*ctx->in[0]);
  if (!v.ok()) return Fail(ctx, v.status());
  Tensor value;
  {
    std::lock_guard lock((*v)->mu());
    value = (*v)->value();
  }
  return HandOver(ctx, *v, std::move(value));
}

int RunReadOnDevice(HbRunCtx* ctx) {
  Result<Variable*> v = VariableOf(*ctx->in[0], HostOf(ctx)->DeviceOf(ctx));
  if (!v.ok()) return Fail(ctx, v.status());
  Result<Tensor> value = HostOf(ctx)->ReadVariable(ctx, *v);
  if (!value.ok()) return Fail(ctx, value.status());
  return HandOver(ctx, *v, std::move(value).value());
}

struct AssignParams {
  DType dtype;
  bool validate_shape;
};

int PlanAssign(HbPlanCtx* ctx) {
  auto* p = NewParams<AssignParams>(ctx);
  if (p == nullptr) return 1;
  p->dtype = DTypeOfView(ctx->in[1]);
  p->validate_shape = AttrBool(ctx->attrs, "validate_shape");
  if (ctx->n_out == 1) ctx->out[0].alias_of = 0;  // references pass on
  return 0;
}

// The value is copied: what is fed or computed belongs to somebody else.
int RunAssign(HbRunCtx* ctx) {
  Result<Variable*> v = VariableOf(*ctx->in[0]);
  if (!v.ok()) return Fail(ctx, v.status());
  const HbView& in = *ctx->in[1];
  const Shape shape = ShapeOf(in);
  std::lock_guard lock((*v)->mu());
  const Tensor& old = (*v)->value();
  if (old.valid() && Params<AssignParams>(ctx).validate_shape && !(old.shape() == shape)) {
    return Fail(ctx, Code::kInvalidArgument, "variable '", (*v)->name(), "' has shape ",
                old.shape().ToString(), "; a value of shape ", shape.ToString(),
                " can't be assigned to it");
  }
  if (old.valid() && old.shape() == shape && old.dtype() == DTypeOfView(in)) {
    Status s = (*v)->MakeWritable(false);
    if (!s.ok()) return Fail(ctx, s);
    CopyElements(old.dtype(), in.data, (*v)->value().data(), in.count);
    return 0;
  }
  Result<Tensor> fresh = Tensor::Allocate(DTypeOfView(in), shape);
  if (!fresh.ok()) return Fail(ctx, fresh.status());
  CopyElements(fresh->dtype(), in.data, fresh->data(), in.count);
  (*v)->Set(std::move(fresh).value());
  return 0;
}

Status AssignOnDevice(HbRunCtx* ctx) {
  KernelHost* const host = HostOf(ctx);
  HB_ASSIGN_OR_RETURN(Variable * v, VariableOf(*ctx->in[0], host->DeviceOf(ctx)));
  const HbView& in = *ctx->in[1];
  const Shape shape = ShapeOf(in);
  Tensor old;
  {
    std::lock_guard lock(v->mu());
    old = v->value();
  }
  const bool same = old.valid() && old.shape() == shape;
  if (old.valid() && Params<AssignParams>(ctx).validate_shape && !same) {
    return InvalidArgument("variable '", v->name(), "' has shape ", old.shape().ToString(),
                           "; a value of shape ", shape.ToString(), " can't be assigned to it");
  }
  if ((ctx->in_owned & 2) != 0) {
    HB_ASSIGN_OR_RETURN(Tensor value, host->InputTensor(ctx, 1));
    return host->SetVariable(ctx, v, std::move(value));
  }
  const size_t bytes = static_cast<size_t>(in.count) * DTypeSize(DTypeOfView(in));
  if (same && old.dtype() == DTypeOfView(in)) {
    old = Tensor();
    HB_ASSIGN_OR_RETURN(const Tensor value, host->WriteVariable(ctx, v, false));
    return host->CopyWithin(ctx, in.data, value.data(), bytes);
  }
  HB_ASSIGN_OR_RETURN(Tensor fresh, host->NewTensor(ctx, DTypeOfView(in), shape));
  HB_RETURN_IF_ERROR(host->CopyWithin(ctx, in.data, fresh.data(), bytes));
  return host->SetVariable(ctx, v, std::move(fresh));
}

int RunAssignOnDevice(HbRunCtx* ctx) {
  Status s = AssignOnDevice(ctx);
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunIsInitialized(HbRunCtx* ctx) {
  Result<Variable*> v = AnyVariableOf(*ctx->in[0]);
  bool yes = false;
  if (v.ok()) {
    std::lock_guard lock((*v)->mu());
    yes = (*v)->initialized();
  }
  *Out<bool>(ctx, 0) = yes;
  return 0;
}

int PlanDestroy(HbPlanCtx* ctx) {
  auto* p = NewParams<bool>(ctx);
  if (p == nullptr) return 1;
  *p = AttrBool(ctx->attrs, "ignore_lookup_error", true);
  return 0;
}

// Empties the slot; handles that are still around fail cleanly until it is assigned anew.
int RunDestroy(HbRunCtx* ctx) {
  const ResourceElement& handle = *In<ResourceElement>(ctx, 0);
  if (!handle) return Fail(ctx, Code::kInvalidArgument, "the handle is empty");
  Result<Variable*> v = AnyVariableOf(*ctx->in[0]);
  if (v.ok()) {
    std::lock_guard lock((*v)->mu());
    const bool was = (*v)->initialized();
    (*v)->Clear();
    if (was || Params<bool>(ctx)) return 0;
    return Fail(ctx, Code::kNotFound, "resource '", handle->name, "' does not exist");
  }
  Status s = HostOf(ctx)->Destroy(ctx, handle->container, handle->name);
  return s.ok() || Params<bool>(ctx) ? 0 : Fail(ctx, s);
}

}  // namespace

namespace {

// What devices of plug-ins need no kernels of their own for.
void RegisterOnDevices(KernelSet& set) {
  const KernelSet::Row handle = {.device = "DEFAULT",
                                 .flags = kHbStateful | kHbMakesHandle,
                                 .plan = PlanHandle,
                                 .run = RunHandle};
  KERNEL(set, "VarHandleOp", handle);
  KERNEL(set, "VariableV2", handle);
  KERNEL(set, "Variable", handle);
  const KernelSet::Row assign = {
      .device = "DEFAULT", .flags = kHbStateful, .plan = PlanAssign, .run = RunAssignOnDevice};
  KERNEL(set, "AssignVariableOp", assign);
  KERNEL(set, "Assign", assign);
  KERNEL(set, "ReadVariableOp",
         {.device = "DEFAULT", .flags = kHbStateful | kHbOwnsOutput, .run = RunReadOnDevice});
  const KernelSet::Row asks = {
      .device = "DEFAULT", .flags = kHbStateful, .run = RunIsInitialized, .host_out = 1};
  KERNEL(set, "VarIsInitializedOp", asks);
  KERNEL(set, "IsVariableInitialized", asks);
  KERNEL(set, "DestroyResourceOp",
         {.device = "DEFAULT", .flags = kHbStateful, .plan = PlanDestroy, .run = RunDestroy});
}

}  // namespace

void RegisterVariableKernels(KernelSet& set) {
  const KernelSet::Row handle = {
      .flags = kHbStateful | kHbMakesHandle, .plan = PlanHandle, .run = RunHandle};
  KERNEL(set, "VarHandleOp", handle);
  KERNEL(set, "VariableV2", handle);
  KERNEL(set, "Variable", handle);
  KERNEL(set, "ReadVariableOp", {.flags = kHbStateful | kHbOwnsOutput, .run = RunRead});
  KERNEL(set, "AssignVariableOp", {.flags = kHbStateful, .plan = PlanAssign, .run = RunAssign});
  KERNEL(set, "Assign", {.flags = kHbStateful, .plan = PlanAssign, .run = RunAssign});
  KERNEL(set, "VarIsInitializedOp", {.flags = kHbStateful, .run = RunIsInitialized});
  KERNEL(set, "IsVariableInitialized", {.flags = kHbStateful, .run = RunIsInitialized});
  KERNEL(set, "DestroyResourceOp", {.flags = kHbStateful, .plan = PlanDestroy, .run = RunDestroy});
  RegisterOnDevices(set);
}

}  // namespace hb
