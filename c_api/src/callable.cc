#include <algorithm>
#include <array>
#include <cstring>

#include "c_api/src/session.h"

// Counted, so that deleting it during a run is legal.
struct HB_Callable : hb::RefCounted {
  hb::Ref<hb::Session> session;
  std::shared_ptr<hb::Plan> plan;
  int64_t timeout_ms = 0;
};

namespace hb::capi {
namespace {

constexpr size_t kFew = 16;

// Room for pointers, on the stack when they are few.
class Pointers {
 public:
  explicit Pointers(int count) : size_(static_cast<size_t>(count)) {
    if (size_ > kFew) many_ = std::make_unique<Tensor*[]>(size_);
  }
  Tensor*& operator[](int i) { return data()[i]; }
  std::span<Tensor* const> span() { return {data(), size_}; }

 private:
  Tensor** data() { return many_ == nullptr ? few_.data() : many_.get(); }
  size_t size_;
  std::array<Tensor*, kFew> few_;
  std::unique_ptr<Tensor*[]> many_;
};

Result<HB_Callable*> Make(HB_Session* handle, const std::vector<Output>& feeds,
                          const std::vector<Output>& fetches,
                          const std::vector<const Node*>& targets,
                          const HB_CallableOptions* options) {
  HB_CallableOptions o{};
  if (options != nullptr) {
    if (options->struct_size < sizeof(size_t)) {
      return InvalidArgument("HB_CallableOptions.struct_size must be sizeof(HB_CallableOptions)");
    }
    std::memcpy(&o, options, std::min(options->struct_size, sizeof(o)));
  }
  const Ref<Session> session = handle->session;
  HB_RETURN_IF_ERROR(CheckEnds(session->graph(), feeds, fetches, targets));
  auto callable = MakeRef<HB_Callable>();
  HB_ASSIGN_OR_RETURN(callable->plan, session->MakePlan(feeds, fetches, targets));
  callable->session = session;
  callable->timeout_ms = o.timeout_ms > 0 ? o.timeout_ms : handle->timeout_ms;
  return callable.release();
}

// Tensors for the fetches that the caller did not supply; kept only when the run succeeds.
class NewTensors {
 public:
  ~NewTensors() {
    for (HB_Tensor* tensor : tensors_) delete tensor;
  }
  Tensor* Add() {
    tensors_.push_back(new HB_Tensor);
    return &tensors_.back()->tensor;
  }
  void GiveTo(HB_Tensor** fetches) {
    if (tensors_.empty()) return;
    size_t next = 0;
    for (int i = 0; next < tensors_.size(); ++i) {
      if (fetches[i] == nullptr) fetches[i] = tensors_[next++];
    }
    tensors_.clear();
  }

 private:
  std::vector<HB_Tensor*> tensors_;
};

Status Run(HB_Callable* handle, HB_Tensor* const* feeds, int nfeeds, HB_Tensor** fetches,
           int nfetches, HB_CancellationToken* token) {
  const auto callable = Ref<HB_Callable>::Share(handle);
  Plan& plan = *callable->plan;
  if (nfeeds != plan.num_feeds() || nfetches != plan.num_fetches()) {
    return InvalidArgument("The callable has ", plan.num_feeds(), " feeds and ", plan.num_fetches(),
                           " fetches, not ", nfeeds, " and ", nfetches);
  }
  Pointers inputs(nfeeds), results(nfetches);
  for (int i = 0; i < nfeeds; ++i) {
    if (feeds[i] == nullptr) return InvalidArgument("Feed ", i, " is NULL");
    inputs[i] = &feeds[i]->tensor;
  }
  if (token != nullptr && token->cancelled()) return Cancelled("The run was cancelled");
  NewTensors made;
  for (int i = 0; i < nfetches; ++i) {
    results[i] = fetches[i] != nullptr ? &fetches[i]->tensor : made.Add();
  }
  RunOptions options;
  options.cancellation = token;
  options.timeout_ms = callable->timeout_ms;
  HB_RETURN_IF_ERROR(callable->session->RunPlan(plan, inputs.span(), results.span(), options));
  made.GiveTo(fetches);
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::capi::GuardQuiet;

HB_Callable* HB_SessionMakeCallable(HB_Session* session, const HB_Output* feeds, int nfeeds,
                                    const HB_Output* fetches, int nfetches,
                                    const HB_Operation* const* targets, int ntargets,
                                    const HB_CallableOptions* options, HB_Status* status) {
  return hb::capi::GuardValue<HB_Callable*>(status, nullptr, [&] {
    return hb::capi::Make(session, hb::capi::ToOutputs(feeds, nfeeds),
                          hb::capi::ToOutputs(fetches, nfetches),
                          hb::capi::ToNodes(targets, ntargets), options);
  });
}

void HB_CallableRun(HB_Callable* callable, HB_Tensor* const* feeds, int nfeeds, HB_Tensor** fetches,
                    int nfetches, HB_CancellationToken* token, HB_Status* status) {
  hb::capi::Guard(status,
                  [&] { return hb::capi::Run(callable, feeds, nfeeds, fetches, nfetches, token); });
}

void HB_DeleteCallable(HB_Callable* callable) {
  if (callable != nullptr) callable->Release();
}

HB_CancellationToken* HB_NewCancellationToken() {
  return GuardQuiet<HB_CancellationToken*>(nullptr, [] { return new HB_CancellationToken; });
}

void HB_CancellationTokenCancel(HB_CancellationToken* token) {
  GuardQuiet([&] { token->Cancel(); });
}

unsigned char HB_CancellationTokenIsCancelled(const HB_CancellationToken* token) {
  return token->cancelled();
}

void HB_DeleteCancellationToken(HB_CancellationToken* token) {
  if (token != nullptr) token->Release();
}
