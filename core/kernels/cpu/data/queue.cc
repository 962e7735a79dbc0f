// Queues, whose operations wait without holding a thread.
#include <algorithm>
#include <deque>
#include <mutex>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"
#include "core/tensor/resource.h"

namespace hb {
namespace {

using Done = void (*)(void*, int);
using Tuple = std::vector<Tensor>;

// An operation that waits, or that is over and must still be told so.
struct Waiting {
  HbRunCtx* ctx;
  Done done;
  void* arg;
  Tuple tuple;  // to enqueue
  int code = 0;
};

// Operations that were decided while the queue was locked; told once it is not.
class Finished {
 public:
  ~Finished() {
    for (Waiting& w : list_) w.done(w.arg, w.code);
  }
  void Ok(Waiting w) { list_.push_back(std::move(w)); }
  void Error(Waiting w, const Status& s) {
    w.code = Fail(w.ctx, s);
    list_.push_back(std::move(w));
  }

 private:
  std::vector<Waiting> list_;
};

class FifoQueue : public Resource {
 public:
  FifoQueue(std::string name, std::vector<DType> types, std::vector<Shape> shapes, int64_t capacity)
      : name_(std::move(name)),
        types_(std::move(types)),
        shapes_(std::move(shapes)),
        capacity_(capacity) {}
  const char* TypeName() const override { return "FIFOQueue"; }

  void Enqueue(Waiting w) {
    Finished finished;
    std::lock_guard lock(mu_);
    if (Status s = CheckTuple(w.tuple); !s.ok()) return finished.Error(std::move(w), s);
    if (closed_) return finished.Error(std::move(w), Closed());
    enqueuers_.push_back(std::move(w));
    Serve(&finished);
  }
  void Dequeue(Waiting w, int components) {
    Finished finished;
    std::lock_guard lock(mu_);
    if (components != static_cast<int>(types_.size())) {
      return finished.Error(std::move(w), InvalidArgument("queue '", name_, "' has ", types_.size(),
                                                          " components, not ", components));
    }
    dequeuers_.push_back(std::move(w));
    Serve(&finished);
  }
  void Cancel(HbRunCtx* ctx) {
    Finished finished;
    std::lock_guard lock(mu_);
    for (auto* list : {&enqueuers_, &dequeuers_}) {
      auto it = std::find_if(list->begin(), list->end(),
                             [ctx](const Waiting& w) { return w.ctx == ctx; });
      if (it == list->end()) continue;
      finished.Error(std::move(*it),
                     Cancelled("the operation on queue '", name_, "' was cancelled"));
      list->erase(it);
    }
    Serve(&finished);
  }
  void Close(bool cancel_pending) {
    Finished finished;
    std::lock_guard lock(mu_);
    closed_ = true;
    while (cancel_pending && !enqueuers_.empty()) {
      finished.Error(std::move(enqueuers_.front()), Closed());
      enqueuers_.pop_front();
    }
    Serve(&finished);
  }
  bool closed() {
    std::lock_guard lock(mu_);
    return closed_;
  }
  int64_t size() {
    std::lock_guard lock(mu_);
    return static_cast<int64_t>(tuples_.size());
  }
  bool Same(const std::vector<DType>& types) const { return types == types_; }

 private:
  Status Closed() const { return Cancelled("FIFOQueue '", name_, "' is closed."); }

  Status CheckTuple(const Tuple& tuple) const {
    if (tuple.size() != types_.size()) {
      return InvalidArgument("Wrong number of components in tuple. Expected ", types_.size(),
                             ", got ", tuple.size());
    }
    for (size_t i = 0; i < tuple.size(); ++i) {
      if (tuple[i].dtype() != types_[i]) {
        return InvalidArgument("Type mismatch in tuple component ", i, ". Expected ",
                               DTypeName(types_[i]), ", got ", DTypeName(tuple[i].dtype()));
      }
      if (!shapes_.empty() && !(shapes_[i] == tuple[i].shape())) {
        return InvalidArgument("Shape mismatch in tuple component ", i, ". Expected ",
                               shapes_[i].ToString(), ", got ", tuple[i].shape().ToString());
      }
    }
    return Status();
  }

  // Lets waiting operations go on as long as some can.
  void Serve(Finished* finished) {
    bool moved = true;
    while (moved) {
      moved = false;
      if (!enqueuers_.empty() &&
          (capacity_ < 0 || static_cast<int64_t>(tuples_.size()) < capacity_)) {
        Waiting w = std::move(enqueuers_.front());
        enqueuers_.pop_front();
        tuples_.push_back(std::move(w.tuple));
        finished->Ok(std::move(w));
        moved = true;
      }
      if (!dequeuers_.empty() && !tuples_.empty()) {
        Waiting w = std::move(dequeuers_.front());
        dequeuers_.pop_front();
        for (size_t i = 0; i < types_.size(); ++i) {
          HostOf(w.ctx)->SetOutput(w.ctx, static_cast<int>(i), std::move(tuples_.front()[i]));
        }
        tuples_.pop_front();
        finished->Ok(std::move(w));
        moved = true;
      }
    }
    while (closed_ && tuples_.empty() && enqueuers_.empty() && !dequeuers_.empty()) {
      finished->Error(std::move(dequeuers_.front()),
                      OutOfRange("FIFOQueue '", name_,
                                 "' is closed and has insufficient elements (requested 1, current "
                                 "size 0)"));
      dequeuers_.pop_front();
    }
  }

  const std::string name_;
  const std::vector<DType> types_;
  const std::vector<Shape> shapes_;
  const int64_t capacity_;
  std::mutex mu_;
  bool closed_ = false;
  std::deque<Tuple> tuples_;
  std::deque<Waiting> enqueuers_, dequeuers_;
};

struct QueueParams {
  const HbAttrs* attrs;
  int32_t n_in, n_out;
  bool cancel_pending;
};

int PlanQueue(HbPlanCtx* ctx) {
  auto* p = NewParams<QueueParams>(ctx);
  if (p == nullptr) return 1;
  *p = {ctx->attrs, ctx->n_in, ctx->n_out, AttrBool(ctx->attrs, "cancel_pending_enqueues")};
  return 0;
}

Ref<Resource> NewQueue(const std::string& name, void* arg) {
  const auto* attrs = static_cast<const HbAttrs*>(arg);
  std::vector<Shape> shapes;
  const int64_t* dims = nullptr;
  int32_t rank = 0;
  for (size_t i = 0; attrs->get_shape_at(attrs, "shapes", i, &dims, &rank) != 0; ++i) {
    shapes.push_back(rank < 0 ? Shape::UnknownRank()
                              : Shape(std::span(dims, static_cast<size_t>(rank))));
  }
  return MakeRef<FifoQueue>(name, AttrTypes(attrs, "component_types"), std::move(shapes),
                            AttrInt(attrs, "capacity", -1));
}

int RunHandle(HbRunCtx* ctx) {
  const HbAttrs* attrs = Params<QueueParams>(ctx).attrs;
  auto handle = MakeRef<ResourceHandle>();
  handle->container = std::string(AttrString(attrs, "container"));
  handle->name = std::string(AttrString(attrs, "shared_name"));
  if (handle->name.empty()) handle->name = HostOf(ctx)->NodeName(ctx);
  Result<Ref<Resource>> r = HostOf(ctx)->LookupOrCreate(
      ctx, handle->container, handle->name, "FIFOQueue", NewQueue, const_cast<HbAttrs*>(attrs));
  if (!r.ok()) return Fail(ctx, r.status());
  if (!static_cast<FifoQueue*>(r->get())->Same(AttrTypes(attrs, "component_types"))) {
    return Fail(ctx, Code::kInvalidArgument, "Shared queue '", handle->name,
                "' has component types other than those requested");
  }
  handle->resource = std::move(r).value();
  *Out<ResourceElement>(ctx, 0) = std::move(handle);
  return 0;
}

// The queue in input 0, or null.
FifoQueue* FindQueue(HbRunCtx* ctx) {
  const HbView& v = *ctx->in[0];
  const auto* handle = static_cast<const ResourceElement*>(v.data);
  return v.count == 1 && *handle ? dynamic_cast<FifoQueue*>((*handle)->resource.get()) : nullptr;
}

// The same; null after having failed.
FifoQueue* QueueOf(HbRunCtx* ctx) {
  FifoQueue* queue = FindQueue(ctx);
  if (queue == nullptr) Fail(ctx, Code::kInvalidArgument, "the handle names no queue");
  return queue;
}

void StartEnqueue(HbRunCtx* ctx, Done done, void* arg) {
  FifoQueue* queue = QueueOf(ctx);
  if (queue == nullptr) return done(arg, static_cast<int>(Code::kInvalidArgument));
  Waiting w{ctx, done, arg, {}};
  for (int i = 1; i < Params<QueueParams>(ctx).n_in; ++i) {
    Result<Tensor> t = HostOf(ctx)->InputTensor(ctx, i);
    if (!t.ok()) return done(arg, Fail(ctx, t.status()));
    w.tuple.push_back(std::move(t).value());
  }
  queue->Enqueue(std::move(w));
}

void StartDequeue(HbRunCtx* ctx, Done done, void* arg) {
  FifoQueue* queue = QueueOf(ctx);
  if (queue == nullptr) return done(arg, static_cast<int>(Code::kInvalidArgument));
  queue->Dequeue({ctx, done, arg, {}}, Params<QueueParams>(ctx).n_out);
}

void CancelWaiting(HbRunCtx* ctx) {
  FifoQueue* queue = FindQueue(ctx);
  if (queue != nullptr) queue->Cancel(ctx);
}

int RunClose(HbRunCtx* ctx) {
  FifoQueue* queue = QueueOf(ctx);
  if (queue == nullptr) return 1;
  queue->Close(Params<QueueParams>(ctx).cancel_pending);
  return 0;
}

int RunIsClosed(HbRunCtx* ctx) {
  FifoQueue* queue = QueueOf(ctx);
  if (queue == nullptr) return 1;
  *Out<bool>(ctx, 0) = queue->closed();
  return 0;
}

int RunSize(HbRunCtx* ctx) {
  FifoQueue* queue = QueueOf(ctx);
  if (queue == nullptr) return 1;
  *Out<int32_t>(ctx, 0) = static_cast<int32_t>(queue->size());
  return 0;
}

}  // namespace

void RegisterQueueKernels(KernelSet& set) {
  const KernelSet::Row handle{
      .flags = kHbStateful | kHbMakesHandle, .plan = PlanQueue, .run = RunHandle};
  const KernelSet::Row enqueue{.flags = kHbStateful | kHbMayBlock,
                               .plan = PlanQueue,
                               .start = StartEnqueue,
                               .cancel = CancelWaiting};
  const KernelSet::Row dequeue{.flags = kHbStateful | kHbMayBlock | kHbOwnsOutput,
                               .plan = PlanQueue,
                               .start = StartDequeue,
                               .cancel = CancelWaiting};
  const KernelSet::Row close{.flags = kHbStateful, .plan = PlanQueue, .run = RunClose};
  const KernelSet::Row size{.flags = kHbStateful, .run = RunSize};
  KERNEL(set, "FIFOQueue", handle);
  KERNEL(set, "FIFOQueueV2", handle);
  KERNEL(set, "QueueEnqueue", enqueue);
  KERNEL(set, "QueueEnqueueV2", enqueue);
  KERNEL(set, "QueueDequeue", dequeue);
  KERNEL(set, "QueueDequeueV2", dequeue);
  KERNEL(set, "QueueClose", close);
  KERNEL(set, "QueueCloseV2", close);
  KERNEL(set, "QueueIsClosedV2", {.flags = kHbStateful, .run = RunIsClosed});
  KERNEL(set, "QueueSize", size);
  KERNEL(set, "QueueSizeV2", size);
}

}  // namespace hb
