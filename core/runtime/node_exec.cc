#include "core/runtime/node_exec.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "core/passes/place.h"
#include "core/runtime/device_run.h"

namespace hb {

Status RunState::CheckCancelled() const {
  if (cancellation != nullptr && cancellation->cancelled())
    return hb::Cancelled("the run was cancelled");
  if (session_closing != nullptr && session_closing->load()) {
    return hb::Cancelled("Session has been closed.");
  }
  if (deadline_ns != 0) {
    const int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
    if (now > deadline_ns) return DeadlineExceeded("the run took longer than its timeout");
  }
  return Status();
}

NodeExec::NodeExec(const IrNode& n, std::shared_ptr<FunctionLibrary> lib)
    : op(n.op),
      name(n.name),
      origin(n.origin),
      attrs(n.attrs),
      table(n.attrs),
      kernel(n.kernel),
      missing(n.missing),
      in_types(n.in_types),
      out_types(n.out_types),
      functions(std::move(lib)),
      place(n.place),
      on(n.on) {
  if (on == nullptr) return;
  for (size_t k = 0; k < in_types.size(); ++k) in_memory.push_back(InputMemory(n, k));
  for (size_t k = 0; k < out_types.size(); ++k) out_memory.push_back(OutputMemory(n, k));
}

Status NodeExec::Annotate(Status s) const {
  if (s.ok() || s.message().starts_with("node '")) return s;
  // A node that stands for several has the name of one of them.
  const std::string mine = StrCat("node '", name, "' ");
  for (const std::string& where : attrs.Strings("where")) {
    if (where.starts_with(mine)) return s.WithPrefix(where);
  }
  return s.WithPrefix(WhereIs(name, op->def.name(), origin));
}

HbView ViewOf(const Tensor& t) {
  return {t.data(), t.shape().data(), t.num_elements(), t.shape().rank(), t.dtype()};
}

int64_t CostOf(const HbPlanCtx& plan) {
  // In cache; less than half of what one thread reads and writes at once.
  constexpr double kBytesPerNs = 32;
  constexpr double kMost = 1e15;
  if (plan.cost > 0) return static_cast<int64_t>(std::min(plan.cost, kMost));
  double bytes = 0;
  const auto add = [&bytes](const HbView& v) {
    if (v.count > 0) {
      bytes += static_cast<double>(v.count) *
               static_cast<double>(DTypeSize(static_cast<DType>(v.dtype)));
    }
  };
  for (int i = 0; i < plan.n_in; ++i) add(plan.in[i]);
  for (int i = 0; i < plan.n_out; ++i) add(plan.out[i].spec);
  return static_cast<int64_t>(std::min(bytes / kBytesPerNs, kMost));
}

Status InferOutputs(const NodeExec& node, std::span<const Shape> shapes,
                    std::span<const Tensor* const> values, std::vector<Shape>* out) {
  std::vector<InferCtx::Input> inputs(shapes.size());
  for (size_t i = 0; i < shapes.size(); ++i) {
    inputs[i].dtype = BaseType(node.in_types[i]);
    // What a reference's variable holds is not known here.
    inputs[i].shape = IsRef(node.in_types[i]) ? Shape::UnknownRank() : shapes[i];
    inputs[i].value = IsRef(node.in_types[i]) ? nullptr : values[i];
  }
  InferCtx ctx(node.attrs, &node.op->def, std::move(inputs),
               static_cast<int>(node.out_types.size()), node.functions.get());
  if (node.op->shape != nullptr) HB_RETURN_IF_ERROR(node.op->shape(ctx));
  out->clear();
  for (size_t i = 0; i < node.out_types.size(); ++i) {
    out->push_back(IsRef(node.out_types[i]) ? Shape() : ctx.output(static_cast<int>(i)));
  }
  return Status();
}

namespace {

void* NewBlock(size_t bytes) {
  return std::aligned_alloc(kAlignment, (bytes + kAlignment) & ~(kAlignment - 1));
}

}  // namespace

struct NodeCallAccess {
  static void* AllocParams(HbPlanCtx* ctx, size_t bytes) {
    auto* call = static_cast<NodeCall*>(ctx->impl);
    void* p = NewBlock(bytes);
    if (p == nullptr) {
      call->status_.Update(ResourceExhausted("out of memory for the parameters of a kernel"));
      return nullptr;
    }
    std::memset(p, 0, bytes);
    call->memory_.push_back(p);
    return p;
  }
  static int PlanFail(HbPlanCtx* ctx, int code, const char* message, size_t size) {
    auto* call = static_cast<NodeCall*>(ctx->impl);
    call->status_.Update(Status(static_cast<Code>(code), std::string(message, size)));
    return code == 0 ? static_cast<int>(Code::kInternal) : code;
  }
};

NodeCall::NodeCall(const NodeExec& node, std::span<Tensor> in, uint64_t owned,
                   std::span<Tensor> out, RunState* run)
    : node_(node), in_(in), out_(out), run_(run) {
  const size_t n = in.size(), m = out.size();
  in_views_.resize(n);
  in_ptrs_.resize(n);
  in_tensors_.resize(n);
  out_views_.resize(m);
  out_ptrs_.resize(m);
  plans_.resize(m);
  for (size_t i = 0; i < n; ++i) {
    in_views_[i] = ViewOf(in[i]);
    in_ptrs_[i] = &in_views_[i];
    in_tensors_[i] = &in[i];
  }
  for (size_t i = 0; i < m; ++i) out_ptrs_[i] = &out_views_[i];
  static_cast<HbRunCtx&>(ctx_) = HbRunCtx{};
  ctx_.env = KernelEnv();
  ctx_.in = in_ptrs_.data();
  ctx_.out = out_ptrs_.data();
  ctx_.state = node.state ? node.state->data : nullptr;
  ctx_.in_owned = owned;
  ctx_.impl = GlobalKernelHost();
  ctx_.node = &node_;
  ctx_.run = run;
  ctx_.out_tensors = out.data();
  ctx_.in_tensors = in_tensors_.data();
  ctx_.status = &status_;
}

void StepCtx::FreeTemps() {
  for (void* p : temps) std::free(p);
  temps.clear();
  device_temps.clear();
}

NodeCall::~NodeCall() {
  ctx_.FreeTemps();
  for (void* p : memory_) std::free(p);
}

Status NodeCall::Infer() {
  std::vector<Shape> shapes;
  std::vector<const Tensor*> values;
  for (size_t i = 0; i < in_.size(); ++i) {
    const Tensor& t = in_[i];
    shapes.push_back(t.shape());
    const bool small =
        IsPlain(t.dtype()) && t.num_elements() <= 4096 && node_.InMemory(i) == nullptr;
    values.push_back(small && t.data() != nullptr ? &t : nullptr);
  }
  HB_RETURN_IF_ERROR(InferOutputs(node_, shapes, values, &shapes_));
  for (size_t i = 0; i < out_.size(); ++i) {
    const Shape& s = shapes_[i];
    plans_[i].spec = {nullptr, s.data(), s.num_elements(), s.rank(),
                      static_cast<int32_t>(StoredType(node_.out_types[i]))};
    plans_[i].alias_of = -1;
    plans_[i].may_reuse = 0;
  }
  return Status();
}

Status NodeCall::Prepare() {
  if (node_.kernel == nullptr) return node_.missing;
  HB_RETURN_IF_ERROR(Infer());
  HB_RETURN_IF_ERROR(PlanKernel());
  HB_RETURN_IF_ERROR(Allocate());
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOf(node_, run_));
  if (stream == nullptr) return Status();
  ctx_.stream = stream->handle();
  return stream->Mark(&node_, *run_);
}

Status NodeCall::PlanKernel() {
  HbPlanCtx plan = {};
  plan.struct_size = sizeof(plan);
  plan.n_in = static_cast<int32_t>(in_.size());
  plan.n_out = static_cast<int32_t>(out_.size());
  plan.in = in_views_.data();
  plan.out = plans_.data();
  plan.attrs = &node_.table;
  plan.node_name = node_.name.c_str();
  plan.run = node_.kernel->run;
  plan.alloc_params = NodeCallAccess::AllocParams;
  plan.fail = NodeCallAccess::PlanFail;
  plan.impl = this;
  // What lies on a device is not for the plan function to read.
  for (size_t i = 0; i < node_.in_memory.size(); ++i) {
    if (node_.in_memory[i] != nullptr) in_views_[i].data = nullptr;
  }
  if (node_.kernel->plan != nullptr) {
    const int rc = node_.kernel->plan(&plan);
    if (!status_.ok()) return status_;
    if (rc != 0) return Internal("planning failed without a message");
  }
  for (size_t i = 0; i < node_.in_memory.size(); ++i) in_views_[i].data = in_[i].data();
  run_fn_ = plan.run;
  ctx_.cost_ns = CostOf(plan);
  ctx_.params = plan.params;
  if (plan.scratch > 0 && node_.on != nullptr) {
    const Shape bytes({static_cast<int64_t>(plan.scratch)});
    HB_ASSIGN_OR_RETURN(device_scratch_, NewTensor(node_.on, DT_UINT8, bytes, run_));
    ctx_.scratch = device_scratch_.data();
  } else if (plan.scratch > 0) {
    ctx_.scratch = NewBlock(plan.scratch);
    if (ctx_.scratch == nullptr) return ResourceExhausted("out of memory for scratch");
    memory_.push_back(ctx_.scratch);
  }
  return Status();
}

Status NodeCall::Allocate() {
  const uint32_t flags = node_.flags();
  for (size_t i = 0; i < out_.size(); ++i) {
    const HbView& spec = plans_[i].spec;
    out_views_[i] = spec;
    if (spec.rank >= 0) {
      // A kernel may have completed the shape.
      HB_ASSIGN_OR_RETURN(shapes_[i],
                          Shape::Checked({spec.dims, static_cast<size_t>(spec.rank)}, false));
    }
    out_views_[i].dims = shapes_[i].data();
    if ((flags & (kHbOwnsOutput | kHbDynamicOut)) != 0 && plans_[i].alias_of < 0) continue;
    if (!shapes_[i].FullyDefined()) {
      return Internal("the shape of output ", i, " is not known: ", shapes_[i].ToString());
    }
    const DType type = StoredType(node_.out_types[i]);
    if (plans_[i].alias_of >= 0) {
      Tensor& source = in_[static_cast<size_t>(plans_[i].alias_of)];
      if (source.buffer()) {
        out_[i] = Tensor(type, shapes_[i], source.buffer(), source.data());
      } else {
        HB_ASSIGN_OR_RETURN(Tensor copy, CloneTensor(node_.OutMemory(i), source, run_));
        out_[i] = Tensor(type, shapes_[i], copy.buffer());
      }
    } else {
      HB_ASSIGN_OR_RETURN(out_[i], NewTensor(node_.OutMemory(i), type, shapes_[i], run_));
    }
    out_views_[i] = ViewOf(out_[i]);
  }
  return Status();
}

Status NodeCall::Finish(int code) {
  if (node_.on != nullptr) status_.Update(Enqueued());
  if (!status_.ok()) return status_;
  if (code != 0) return Internal("the kernel failed without a message");
  return Status();
}

Status NodeCall::Run() {
  if (run_fn_ == nullptr) return Internal("the kernel has no function to run");
  return Finish(run_fn_(&ctx_));
}

Status NodeCall::Enqueued() {
  HB_ASSIGN_OR_RETURN(DeviceStream * stream, StreamOf(node_, run_));
  if (stream == nullptr) return Status();
  HB_RETURN_IF_ERROR(stream->EndStep());
  return node_.kernel == CopyKernel() ? stream->SyncOut(*run_) : Status();
}

void NodeCall::Start(void (*done)(void*, int), void* arg) { node_.kernel->start(&ctx_, done, arg); }

void NodeCall::Cancel() {
  if (node_.kernel->cancel != nullptr) node_.kernel->cancel(&ctx_);
}

Status RunNode(const NodeExec& node, std::span<Tensor> in, uint64_t owned, std::span<Tensor> out,
               RunState* run) {
  if (node.handle.valid()) {
    out[0] = node.handle;
    return Status();
  }
  NodeCall call(node, in, owned, out, run);
  Status s = call.Prepare();
  if (s.ok()) s = call.Run();
  return node.Annotate(std::move(s));
}

}  // namespace hb
