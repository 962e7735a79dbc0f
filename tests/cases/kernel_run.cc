#include "tests/cases/kernel_run.h"

#include <algorithm>
#include <cstring>

#include "core/base/fp_state.h"
#include "core/kernel/helpers.h"
#include "core/kernel/variable.h"

namespace hb::cases {
namespace {

struct Host : KernelHost {
  void SetOutput(HbRunCtx* ctx, int i, Tensor value) override;
  Result<Tensor> InputTensor(HbRunCtx* ctx, int i) override;
  Result<Ref<Resource>> LookupOrCreate(HbRunCtx*, const std::string&, const std::string&,
                                       const char*, Ref<Resource> (*)(const std::string&, void*),
                                       void*) override {
    return Unimplemented("there is no session");
  }
  Status Destroy(HbRunCtx*, const std::string&, const std::string&) override {
    return Unimplemented("there is no session");
  }
  const std::string& NodeName(HbRunCtx*) override {
    static const std::string name = "op";
    return name;
  }
  std::string PlaceName(HbRunCtx*) override { return "/device:CPU:0"; }
  Device* DeviceOf(HbRunCtx*) override { return nullptr; }
  Result<Tensor> NewTensor(HbRunCtx*, DType, const Shape&) override { return NoDevice(); }
  Status CopyWithin(HbRunCtx*, const void*, void*, size_t) override { return NoDevice(); }
  Result<Tensor> ReadVariable(HbRunCtx*, Variable*) override { return NoDevice(); }
  Result<Tensor> WriteVariable(HbRunCtx*, Variable*, bool) override { return NoDevice(); }
  Status SetVariable(HbRunCtx*, Variable*, Tensor) override { return NoDevice(); }
  Status CheckFileAccess(HbRunCtx*, const std::string&, bool) override {
    return Unimplemented("there is no session");
  }

 private:
  static Status NoDevice() { return Unimplemented("there is no device"); }
};

size_t ElementAlignment(DType t) {
  switch (t) {
    case DT_COMPLEX64:
      return 4;
    case DT_COMPLEX128:
      return 8;
    default:
      return DTypeSize(t);
  }
}

}  // namespace

struct KernelRun::Context : HbRunCtx {
  Status status;
  GuardedMemory* memory = nullptr;
  const KernelWay* way = nullptr;
  const std::vector<Tensor>* inputs = nullptr;
  Host host;
  std::vector<HbView> in_views, out_views;
  std::vector<HbView*> in_ptrs, out_ptrs;
  std::vector<HbOutPlan> plans;
  std::vector<Shape> shapes;
  std::vector<Tensor> out_tensors;  // of dtypes that need constructors, and outputs handed over
  std::vector<std::unique_ptr<char[]>> param_memory;
  HbRunFn run = nullptr;
  size_t scratch_bytes = 0;

  static Context* Of(HbRunCtx* ctx) { return static_cast<Context*>(ctx); }
  static int FailRun(HbRunCtx* ctx, int code, const char* message, size_t size) {
    Of(ctx)->status.Update(Status(static_cast<Code>(code), std::string(message, size)));
    return code;
  }
  static int FailPlan(HbPlanCtx* ctx, int code, const char* message, size_t size) {
    static_cast<Context*>(ctx->impl)->status.Update(
        Status(static_cast<Code>(code), std::string(message, size)));
    return code;
  }
  static void* AllocParams(HbPlanCtx* ctx, size_t bytes) {
    auto& memory = static_cast<Context*>(ctx->impl)->param_memory;
    memory.push_back(std::make_unique<char[]>(bytes + 64));  // zeroed
    char* p = memory.back().get();
    return p + (64 - reinterpret_cast<uintptr_t>(p) % 64) % 64;
  }
  static void ParallelFor(HbRunCtx* ctx, int64_t tasks, void (*fn)(void*, int64_t), void* arg) {
    for (int64_t t = 0; t < tasks; ++t) fn(arg, Of(ctx)->way->backwards ? tasks - 1 - t : t);
  }
  static void* AllocTemp(HbRunCtx* ctx, size_t bytes) {
    return Of(ctx)->Poisoned(std::max<size_t>(bytes, 1), kAlignment);
  }
  static int AllocOut(HbRunCtx* ctx, int i, const int64_t* dims, int rank) {
    Context* c = Of(ctx);
    const auto at = static_cast<size_t>(i);
    Result<Shape> shape = Shape::Checked({dims, static_cast<size_t>(rank)}, true);
    if (shape.ok()) c->shapes[at] = *shape;
    c->status.Update(shape.ok() ? c->PlaceOutput(at) : shape.status());
    return static_cast<int>(c->status.code());
  }
  static int NeverCancelled(HbRunCtx*) { return 0; }

  void* Poisoned(size_t bytes, size_t align) {
    void* p = memory->Allocate(bytes, align, way->at_end);
    std::memset(p, way->poison, bytes);
    return p;
  }
  // Memory for output i, whose shape is known now.
  Status PlaceOutput(size_t i) {
    HbView& v = out_views[i];
    const auto type = static_cast<DType>(plans[i].spec.dtype);
    v = {nullptr, shapes[i].data(), shapes[i].num_elements(), shapes[i].rank(), type};
    if (IsPlain(type)) {
      const size_t bytes = static_cast<size_t>(v.count) * DTypeSize(type);
      v.data = Poisoned(bytes, kAlignment);
    } else {
      HB_ASSIGN_OR_RETURN(out_tensors[i], Tensor::Allocate(type, shapes[i]));
      v.data = out_tensors[i].data();
    }
    return Status();
  }
};

namespace {

void Host::SetOutput(HbRunCtx* ctx, int i, Tensor value) {
  auto* c = static_cast<KernelRun::Context*>(ctx);
  c->out_tensors[static_cast<size_t>(i)] = std::move(value);
  *ctx->out[i] = ViewOf(c->out_tensors[static_cast<size_t>(i)]);
}

Result<Tensor> Host::InputTensor(HbRunCtx* ctx, int i) {
  return (*static_cast<KernelRun::Context*>(ctx)->inputs)[static_cast<size_t>(i)].Clone();
}

}  // namespace

KernelRun::KernelRun(const NodeExec& node, std::vector<Tensor> inputs)
    : node_(node), inputs_(std::move(inputs)) {}

bool KernelRun::Applies() const {
  constexpr uint32_t kNeedSession = kHbStateful | kHbMayBlock | kHbMakesHandle | kHbOwnsOutput;
  if (node_.kernel == nullptr || (node_.flags() & kNeedSession) != 0) return false;
  if (node_.op->def.is_stateful()) return false;
  const auto is_value = [](DType t) {
    return !IsRef(t) && t != DT_RESOURCE && t != DT_VARIANT && t != DT_INVALID;
  };
  return std::ranges::all_of(node_.in_types, is_value) &&
         std::ranges::all_of(node_.out_types, is_value);
}

bool KernelRun::PlansWithoutValues() const {
  std::vector<Shape> shapes, out;
  for (const Tensor& t : inputs_) shapes.push_back(t.shape());
  const std::vector<const Tensor*> none(inputs_.size(), nullptr);
  return InferOutputs(node_, shapes, none, &out).ok() &&
         std::ranges::all_of(out, [](const Shape& s) { return s.FullyDefined(); });
}

Status KernelRun::Plan(const KernelWay& way, Context* c) {
  std::vector<Shape> shapes;
  std::vector<const Tensor*> values;
  for (const Tensor& t : inputs_) {
    shapes.push_back(t.shape());
    const bool known = way.known_values && IsPlain(t.dtype()) && t.num_elements() <= 4096;
    values.push_back(known ? &t : nullptr);
  }
  HB_RETURN_IF_ERROR(InferOutputs(node_, shapes, values, &c->shapes));
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const Tensor& t = inputs_[i];
    HbView v = ViewOf(t);
    if (IsPlain(t.dtype())) {
      v.data = c->memory->Allocate(t.bytes(), way.at_end ? ElementAlignment(t.dtype()) : kAlignment,
                                   way.at_end);
      if (t.bytes() > 0) std::memcpy(v.data, t.data(), t.bytes());
    }
    c->in_views.push_back(v);
  }
  for (size_t i = 0; i < c->shapes.size(); ++i) {
    const Shape& s = c->shapes[i];
    c->plans.push_back(
        {{nullptr, s.data(), s.num_elements(), s.rank(), node_.out_types[i]}, -1, 0});
  }
  std::vector<HbView> seen = c->in_views;
  for (HbView& v : seen) {
    if (!way.known_values || v.count > 4096) v.data = nullptr;
  }
  HbPlanCtx plan = {};
  plan.struct_size = sizeof(plan);
  plan.n_in = static_cast<int32_t>(seen.size());
  plan.n_out = static_cast<int32_t>(c->plans.size());
  plan.in = seen.data();
  plan.out = c->plans.data();
  plan.attrs = &node_.table;
  plan.node_name = "op";
  plan.run = node_.kernel->run;
  plan.alloc_params = Context::AllocParams;
  plan.fail = Context::FailPlan;
  plan.impl = c;
  if (node_.kernel->plan != nullptr) {
    const int code = node_.kernel->plan(&plan);
    HB_RETURN_IF_ERROR(c->status);
    if (code != 0) return Internal("planning failed without a message");
  }
  c->run = plan.run;
  c->params = plan.params;
  c->scratch_bytes = plan.scratch;
  return Status();
}

Status KernelRun::Place(const KernelWay& way, Context* c) {
  reuses_.clear();
  for (size_t i = 0; i < c->plans.size(); ++i) {
    const HbOutPlan& plan = c->plans[i];
    if (plan.spec.rank >= 0) {
      HB_ASSIGN_OR_RETURN(
          c->shapes[i],
          Shape::Checked({plan.spec.dims, static_cast<size_t>(plan.spec.rank)}, false));
    }
    const auto type = static_cast<DType>(plan.spec.dtype);
    HbView& view = c->out_views[i];
    view = {nullptr, c->shapes[i].data(), c->shapes[i].num_elements(), c->shapes[i].rank(), type};
    if (plan.alias_of >= 0) {
      view.data = c->in_views[static_cast<size_t>(plan.alias_of)].data;
      continue;
    }
    if ((node_.flags() & kHbDynamicOut) != 0) continue;
    if (!c->shapes[i].FullyDefined()) {
      return Internal("the shape of output ", i, " is not known: ", c->shapes[i].ToString());
    }
    const size_t bytes = static_cast<size_t>(view.count) * DTypeSize(type);
    for (size_t k = 0; k < inputs_.size() && k < 64; ++k) {
      if ((plan.may_reuse >> k & 1) != 0 && IsPlain(type) && IsPlain(inputs_[k].dtype()) &&
          inputs_[k].bytes() == bytes) {
        reuses_.emplace_back(static_cast<int>(i), static_cast<int>(k));
      }
    }
    if (way.out == static_cast<int>(i)) {
      view.data = c->in_views[static_cast<size_t>(way.in)].data;
      continue;
    }
    HB_RETURN_IF_ERROR(c->PlaceOutput(i));
  }
  return Status();
}

Status KernelRun::CheckInputs(const KernelWay& way, const Context& c) const {
  if (!memory_.Intact()) return Internal("the kernel wrote beside a buffer");
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (static_cast<int>(i) == way.in) continue;
    const Tensor now(inputs_[i].dtype(), inputs_[i].shape(), {}, c.in_views[i].data);
    const bool same = inputs_[i].dtype() == DT_STRING
                          ? std::ranges::equal(now.flat<TString>(), inputs_[i].flat<TString>())
                          : inputs_[i].bytes() == 0 ||
                                std::memcmp(now.data(), inputs_[i].data(), now.bytes()) == 0;
    if (!same) return Internal("the kernel changed input ", i);
  }
  return Status();
}

std::vector<Tensor> KernelRun::Outputs(const Context& c) const {
  std::vector<Tensor> out;
  for (const HbView& v : c.out_views) {
    const auto type = static_cast<DType>(v.dtype);
    Tensor copy = Tensor::Allocate(type, ShapeOf(v)).value();
    if (v.count > 0) CopyElements(type, v.data, copy.data(), v.count);
    out.push_back(std::move(copy));
  }
  return out;
}

Result<std::vector<Tensor>> KernelRun::Run(const KernelWay& way) {
  const ScopedFpState mode;
  memory_.Reset();
  Context c;
  static_cast<HbRunCtx&>(c) = HbRunCtx{};
  c.memory = &memory_;
  c.way = &way;
  c.inputs = &inputs_;
  HB_RETURN_IF_ERROR(Plan(way, &c));
  const size_t outputs = c.plans.size();
  c.out_views.resize(outputs);
  c.out_tensors.resize(outputs);
  HB_RETURN_IF_ERROR(Place(way, &c));
  for (HbView& v : c.in_views) c.in_ptrs.push_back(&v);
  for (HbView& v : c.out_views) c.out_ptrs.push_back(&v);
  const HbEnv env = {sizeof(HbEnv),      Context::ParallelFor,    Context::AllocOut,
                     Context::AllocTemp, Context::NeverCancelled, Context::FailRun};
  c.env = &env;
  c.in = c.in_ptrs.data();
  c.out = c.out_ptrs.data();
  c.impl = &c.host;
  if (c.scratch_bytes > 0) c.scratch = c.Poisoned(c.scratch_bytes, kAlignment);
  if (c.run == nullptr) return Internal("the kernel has no function to run");
  const int code = c.run(&c);
  HB_RETURN_IF_ERROR(CheckInputs(way, c));
  HB_RETURN_IF_ERROR(c.status);
  if (code != 0) return Internal("the kernel failed without a message");
  return Outputs(c);
}

}  // namespace hb::cases
