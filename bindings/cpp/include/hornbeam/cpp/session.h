#ifndef HORNBEAM_CPP_SESSION_H_
#define HORNBEAM_CPP_SESSION_H_

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hornbeam/cpp/graph.h"
#include "hornbeam/cpp/status.h"
#include "hornbeam/cpp/tensor.h"

namespace hb {

// Stops runs from any thread. Copies share the token.
class CancellationToken {
 public:
  CancellationToken() : token_(HB_NewCancellationToken(), &HB_DeleteCancellationToken) {}
  // Refers to a token of the C interface, which stays the caller's.
  static CancellationToken Borrow(HB_CancellationToken* token) {
    return CancellationToken(std::shared_ptr<HB_CancellationToken>(token, [](auto*) {}));
  }
  void Cancel() const { HB_CancellationTokenCancel(token_.get()); }
  bool cancelled() const { return HB_CancellationTokenIsCancelled(token_.get()) != 0; }
  HB_CancellationToken* handle() const { return token_.get(); }

 private:
  explicit CancellationToken(std::shared_ptr<HB_CancellationToken> token)
      : token_(std::move(token)) {}

  std::shared_ptr<HB_CancellationToken> token_;
};

inline namespace HORNBEAM_MODE {

struct Feed {
  Output output;
  const Tensor* value;
};

// A run with fixed feeds, fetches and targets. Any number of threads may run it.
class Callable {
 public:
  Callable() = default;
  explicit operator bool() const { return callable_ != nullptr; }
  HB_Callable* handle() const { return callable_.get(); }

  // `fetches` has one entry for each fetch of the callable; empty ones are set to new tensors,
  // others are filled in place.
  Returns<void> Run(std::span<HB_Tensor* const> feeds, std::span<HB_Tensor*> fetches,
                    const CancellationToken* token = nullptr) const {
    CStatus status;
    HB_CallableRun(callable_.get(), feeds.data(), static_cast<int>(feeds.size()), fetches.data(),
                   static_cast<int>(fetches.size()), token == nullptr ? nullptr : token->handle(),
                   status.get());
    return Done(status.Take());
  }

 private:
  friend class Session;
  std::shared_ptr<void> session_;
  std::shared_ptr<HB_Callable> callable_;
};

// Runs a graph and owns the values of its variables. Copies share it.
class Session {
 public:
  Session() = default;
  // With `file_root` ops may touch files in that folder only.
  static Returns<Session> New(const Graph& graph, const std::string& file_root = "") {
    CStatus status;
    HB_SessionOptions* options = HB_NewSessionOptions();
    if (!file_root.empty()) HB_SetFileRoot(options, file_root.c_str());
    HB_Session* handle = HB_NewSession(graph.handle(), options, status.get());
    HB_DeleteSessionOptions(options);
    if (!status.ok()) return Fail<Session>(status.Take());
    return Session(graph, handle);
  }
  // Takes over a handle of the C interface.
  Session(const Graph& graph, HB_Session* handle)
      : state_(std::make_shared<State>(State{graph, handle})) {}

  explicit operator bool() const { return state_ != nullptr; }
  HB_Session* handle() const { return state_->handle; }
  const Graph& graph() const { return state_->graph; }

  Returns<std::vector<Tensor>> Run(std::span<const Feed> feeds, std::span<const Output> fetches,
                                   std::span<const Operation> targets = {}) const {
    std::vector<HB_Output> inputs, outputs;
    std::vector<HB_Tensor*> values, results(fetches.size(), nullptr);
    std::vector<const HB_Operation*> operations;
    for (const Feed& feed : feeds) {
      inputs.push_back(feed.output.handle());
      values.push_back(feed.value->handle());
    }
    for (const Output& fetch : fetches) outputs.push_back(fetch.handle());
    for (const Operation& target : targets) operations.push_back(target.handle);
    CStatus status;
    HB_SessionRun(handle(), nullptr, inputs.data(), values.data(), static_cast<int>(inputs.size()),
                  outputs.data(), results.data(), static_cast<int>(outputs.size()),
                  operations.data(), static_cast<int>(operations.size()), nullptr, status.get());
    if (!status.ok()) return Fail<std::vector<Tensor>>(status.Take());
    std::vector<Tensor> tensors;
    for (HB_Tensor* result : results) tensors.emplace_back(result);
    return tensors;
  }

  Returns<Callable> MakeCallable(std::span<const Output> feeds, std::span<const Output> fetches,
                                 std::span<const Operation> targets = {}) const {
    std::vector<HB_Output> inputs, outputs;
    std::vector<const HB_Operation*> operations;
    for (const Output& feed : feeds) inputs.push_back(feed.handle());
    for (const Output& fetch : fetches) outputs.push_back(fetch.handle());
    for (const Operation& target : targets) operations.push_back(target.handle);
    CStatus status;
    HB_Callable* handle =
        HB_SessionMakeCallable(this->handle(), inputs.data(), static_cast<int>(inputs.size()),
                               outputs.data(), static_cast<int>(outputs.size()), operations.data(),
                               static_cast<int>(operations.size()), nullptr, status.get());
    if (!status.ok()) return Fail<Callable>(status.Take());
    Callable callable;
    callable.callable_ = std::shared_ptr<HB_Callable>(handle, &HB_DeleteCallable);
    callable.session_ = state_;
    return callable;
  }

 private:
  struct State {
    Graph graph;
    HB_Session* handle;
    State(Graph g, HB_Session* h) : graph(std::move(g)), handle(h) {}
    State(State&& other) noexcept
        : graph(other.graph), handle(std::exchange(other.handle, nullptr)) {}
    ~State() {
      if (handle == nullptr) return;
      CStatus status;
      HB_DeleteSession(handle, status.get());
    }
  };

  std::shared_ptr<State> state_;
};

// Loads a plug-in: a shared library with ops, kernels or devices, which every graph of the process
// then has. It is code in this process; load only what is trusted.
inline Returns<void> LoadPlugin(const std::string& path) {
  CStatus status;
  HB_LoadPlugin(path.c_str(), status.get());
  return Done(status.Take());
}

// Begins to collect what all runs of the process do, those of fits and predictions among them.
// HB_FAILED_PRECONDITION if the profiler is running.
inline Returns<void> StartProfiler() {
  CStatus status;
  HB_ProfilerStart(status.get());
  return Done(status.Take());
}

// Ends it and returns the trace: JSON in Chrome's trace event format, which chrome://tracing and
// Perfetto show. HB_FAILED_PRECONDITION if the profiler is not running.
inline Returns<std::string> StopProfiler() {
  const std::unique_ptr<HB_Buffer, void (*)(HB_Buffer*)> trace(HB_NewBuffer(), HB_DeleteBuffer);
  CStatus status;
  HB_ProfilerStop(trace.get(), status.get());
  if (!status.ok()) return Fail<std::string>(status.Take());
  return std::string(static_cast<const char*>(trace->data), trace->length);
}

}  // namespace HORNBEAM_MODE
}  // namespace hb

#endif  // HORNBEAM_CPP_SESSION_H_
