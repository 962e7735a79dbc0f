#include "core/runtime/device_run.h"

#include <algorithm>
#include <atomic>

#include "core/runtime/node_exec.h"

namespace hb {
namespace {

// Beyond these a run waits for its own work, so that memory which it gave up can go back.
constexpr size_t kMaxWaitingBytes = size_t{256} << 20;
constexpr size_t kMaxWaitingBlocks = 4096;
constexpr size_t kMaxTags = 1 << 16;
// How long one wait may last before cancellation is looked at.
constexpr int64_t kSliceNs = 5'000'000;

}  // namespace

DeviceStream::~DeviceStream() {
  if (stream_ == nullptr) return;
  if (variables_.owns_lock()) variables_.unlock();
  pins_.clear();
  arenas_.clear();
  if (done_ != nullptr) device_->DeleteEvent(done_);
  if (out_ != nullptr) device_->DeleteEvent(out_);
  if (broken_) {
    device_->DiscardStream(stream_);
  } else {
    device_->ReturnStream(stream_);
  }
  device_->Leave(ticket_);
}

Status DeviceStream::Begin() {
  HB_ASSIGN_OR_RETURN(stream_, device_->LeaseStream());
  ticket_ = device_->Enter();
  HB_ASSIGN_OR_RETURN(done_, device_->NewEvent());
  HB_ASSIGN_OR_RETURN(out_, device_->NewEvent());
  return Status();
}

Status DeviceStream::Check(int code, const HbDeviceError& error) {
  if (code == 0) return Status();
  broken_ = true;
  Status s = device_->ToStatus(error);
  const int64_t tag = error.tag - first_tag_;
  if (error.tag >= 0 && tag >= 0 && tag < static_cast<int64_t>(tags_.size())) {
    return tags_[static_cast<size_t>(tag)]->Annotate(std::move(s));
  }
  return s;
}

Status DeviceStream::Mark(const NodeExec* node, const RunState& run) {
  if (tags_.size() >= kMaxTags) HB_RETURN_IF_ERROR(Sync(run));
  tags_.push_back(node);
  if (device_->def().mark != nullptr) {
    device_->def().mark(stream_, first_tag_ + static_cast<int64_t>(tags_.size()) - 1);
  }
  return Status();
}

Status DeviceStream::CopyIn(const void* host, void* memory, size_t bytes, bool stays) {
  if (bytes == 0) return Status();
  HbDeviceError e = NewDeviceError();
  const uint32_t flags = stays ? uint32_t{kHbHostStays} : 0;
  return Check(device_->def().copy_in(stream_, host, memory, bytes, flags, &e), e);
}

Status DeviceStream::CopyOut(const void* memory, void* host, size_t bytes) {
  HbDeviceError e = NewDeviceError();
  if (bytes != 0) {
    HB_RETURN_IF_ERROR(
        Check(device_->def().copy_out(stream_, memory, host, bytes, kHbHostStays, &e), e));
  }
  copied_out_ = true;
  return Check(device_->def().record(stream_, out_, &e), e);
}

Status DeviceStream::CopyWithin(const void* from, void* to, size_t bytes) {
  if (bytes == 0) return Status();
  HbDeviceError e = NewDeviceError();
  return Check(device_->def().copy_within(stream_, from, to, bytes, &e), e);
}

Status DeviceStream::CopyBetween(DeviceStream* from, const void* source, void* target,
                                 size_t bytes) {
  const HbDeviceDef& def = device_->def();
  HbDeviceError e = NewDeviceError();
  HB_RETURN_IF_ERROR(from->Check(def.record(from->stream_, from->done_, &e), e));
  HB_RETURN_IF_ERROR(Check(def.wait(stream_, from->done_, &e), e));
  if (bytes != 0) {
    HB_RETURN_IF_ERROR(
        Check(def.copy_between(stream_, from->device_->handle(), source, target, bytes, &e), e));
  }
  // The source's memory is used again only after the copy.
  HB_RETURN_IF_ERROR(Check(def.record(stream_, done_, &e), e));
  return from->Check(def.wait(from->stream_, done_, &e), e);
}

// Waits in slices, so that a cancelled run drops what has not begun.
Status DeviceStream::Await(void* event, const RunState& run) {
  const bool stoppable =
      run.cancellation != nullptr || run.session_closing != nullptr || run.deadline_ns != 0;
  HbDeviceError e = NewDeviceError();
  while (true) {
    const int code = device_->def().sync(event, stoppable ? kSliceNs : -1, &e);
    if (code != 0 && code != kHbSyncTimeout) return Check(code, e);
    // A run that was cancelled before it ended says so, whichever of the two is seen first.
    if (Status s = run.CheckCancelled(); !s.ok()) {
      if (code != 0) Drain();
      return s;
    }
    if (code == 0) return Status();
  }
}

Status DeviceStream::SyncOut(const RunState& run) {
  if (!copied_out_) return Status();
  copied_out_ = false;
  return Await(out_, run);
}

Status DeviceStream::Sync(const RunState& run) {
  HbDeviceError e = NewDeviceError();
  HB_RETURN_IF_ERROR(Check(device_->def().record(stream_, done_, &e), e));
  HB_RETURN_IF_ERROR(Await(done_, run));
  copied_out_ = false;
  first_tag_ += static_cast<int64_t>(tags_.size());
  tags_.clear();
  pins_.clear();
  pinned_.clear();
  // What was given up so far is out of use as far as this run is concerned.
  device_->Leave(ticket_);
  ticket_ = device_->Enter();
  return Status();
}

void DeviceStream::Drain() {
  if (device_->def().cancel != nullptr) device_->def().cancel(stream_);
  HbDeviceError e = NewDeviceError();
  if (broken_ || device_->def().record(stream_, done_, &e) != 0 ||
      device_->def().sync(done_, -1, &e) != 0) {
    broken_ = true;
  }
  copied_out_ = false;
}

Result<Tensor> DeviceStream::New(DType dtype, const Shape& shape, const RunState& run) {
  const auto [bytes, blocks] = device_->Waiting();
  if (bytes > kMaxWaitingBytes || blocks > kMaxWaitingBlocks) HB_RETURN_IF_ERROR(Sync(run));
  Result<Tensor> t = device_->AllocateTensor(dtype, shape);
  if (t.ok() || !IsResourceExhausted(t.status()) || device_->Waiting().second == 0) return t;
  HB_RETURN_IF_ERROR(Sync(run));
  return device_->AllocateTensor(dtype, shape);
}

Result<Ref<Buffer>> DeviceStream::LeaseArena(size_t bytes, const RunState& run) {
  auto best = arenas_.end();
  for (auto it = arenas_.begin(); it != arenas_.end(); ++it) {
    if ((*it)->size() >= bytes && (best == arenas_.end() || (*it)->size() < (*best)->size())) {
      best = it;
    }
  }
  if (best != arenas_.end()) {
    Ref<Buffer> block = std::move(*best);
    arenas_.erase(best);
    return block;
  }
  HB_ASSIGN_OR_RETURN(Tensor t, New(DT_UINT8, Shape({static_cast<int64_t>(bytes)}), run));
  return t.buffer();
}

void DeviceStream::ReturnArena(Ref<Buffer> block) { arenas_.push_back(std::move(block)); }

void DeviceStream::LockVariables() {
  if (!variables_.owns_lock()) variables_ = std::unique_lock(device_->variables_mu());
}

Status DeviceStream::WaitForWriter(Variable* variable) {
  const Ref<DeviceEvent>& written = variable->written();
  if (!written || variable->writer() == this) return Status();
  HbDeviceError e = NewDeviceError();
  return Check(device_->def().wait(stream_, written->handle(), &e), e);
}

Result<Tensor> DeviceStream::Read(Variable* variable) {
  LockVariables();
  Tensor value;
  {
    std::lock_guard lock(variable->mu());
    value = variable->value();
  }
  if (!value.valid()) return value;
  HB_RETURN_IF_ERROR(WaitForWriter(variable));
  if (pinned_.insert(value.buffer().get()).second) pins_.push_back(value.buffer());
  return value;
}

Result<Tensor> DeviceStream::Write(Variable* variable, bool copy, const RunState& run) {
  LockVariables();
  std::lock_guard lock(variable->mu());
  if (!variable->initialized()) {
    return FailedPrecondition("variable '", variable->name(),
                              "' is uninitialized; assign it a value first");
  }
  HB_RETURN_IF_ERROR(WaitForWriter(variable));
  const Tensor& old = variable->value();
  // This run's own work on the buffer comes before what it enqueues now.
  const int32_t mine = 1 + static_cast<int32_t>(pinned_.count(old.buffer().get()));
  if (old.buffer()->RefCount() > mine) {
    HB_ASSIGN_OR_RETURN(Tensor fresh, New(old.dtype(), old.shape(), run));
    if (copy) HB_RETURN_IF_ERROR(CopyWithin(old.data(), fresh.data(), old.bytes()));
    variable->Set(std::move(fresh));
  }
  written_.push_back(variable);
  return variable->value();
}

Status DeviceStream::Set(Variable* variable, Tensor value) {
  LockVariables();
  std::lock_guard lock(variable->mu());
  variable->Set(std::move(value));
  written_.push_back(variable);
  return Status();
}

Status DeviceStream::EndStep() {
  if (!variables_.owns_lock()) return Status();
  Status s;
  if (!written_.empty()) {
    HbDeviceError e = NewDeviceError();
    Result<void*> event = device_->NewEvent();
    if (event.ok()) {
      const auto counted = MakeRef<DeviceEvent>(device_, *event);
      s = Check(device_->def().record(stream_, *event, &e), e);
      for (Variable* v : written_) v->SetWritten(counted, this);
    } else {
      s = std::move(event).status();
    }
    written_.clear();
  }
  variables_.unlock();
  return s;
}

Result<DeviceStream*> DeviceRun::On(Device* device) {
  const size_t number = static_cast<size_t>(device->number());
  if (number >= streams_.size()) streams_.resize(number + 1);
  std::unique_ptr<DeviceStream>& stream = streams_[number];
  if (stream == nullptr) {
    auto fresh = std::make_unique<DeviceStream>(device);
    HB_RETURN_IF_ERROR(fresh->Begin());
    stream = std::move(fresh);
  }
  return stream.get();
}

Status DeviceRun::SyncOut(const RunState& run) {
  for (auto& s : streams_) {
    if (s != nullptr) HB_RETURN_IF_ERROR(s->SyncOut(run));
  }
  return Status();
}

void DeviceRun::Drain() {
  for (auto& s : streams_) {
    if (s != nullptr) s->Drain();
  }
}

Status DeviceRun::Finish(Status so_far, const RunState& run) {
  for (auto& s : streams_) {
    if (s != nullptr && so_far.ok()) so_far = s->Sync(run);
  }
  if (!so_far.ok()) Drain();
  streams_.clear();
  return so_far;
}

}  // namespace hb
