// Cancellation: one token a caller may share among runs.
#ifndef HORNBEAM_CORE_RUNTIME_CANCELLATION_H_
#define HORNBEAM_CORE_RUNTIME_CANCELLATION_H_

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

#include "core/base/ref.h"

namespace hb {

// Thread-safe. Once cancelled it stays so.
class CancellationToken : public RefCounted {
 public:
  bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }

  void Cancel() {
    std::lock_guard calling(calling_);
    std::map<int64_t, std::function<void()>> callbacks;
    {
      std::lock_guard lock(mu_);
      cancelled_.store(true, std::memory_order_release);
      callbacks.swap(callbacks_);
    }
    for (auto& [id, fn] : callbacks) fn();
  }

  // Calls `fn` when cancelled, at once if that was before. Returns a number for Forget.
  int64_t OnCancel(std::function<void()> fn) {
    {
      std::lock_guard lock(mu_);
      if (!cancelled_.load()) {
        callbacks_[++last_] = std::move(fn);
        return last_;
      }
    }
    fn();
    return 0;
  }
  // After this the function isn't called and is not running. Must not be called by such a function.
  void Forget(int64_t id) {
    {
      std::lock_guard lock(mu_);
      if (callbacks_.erase(id) != 0 || !cancelled_.load()) return;
    }
    std::lock_guard wait(calling_);
  }

 private:
  std::atomic<bool> cancelled_{false};
  std::mutex calling_;  // held while functions are called; taken before mu_
  std::mutex mu_;
  int64_t last_ = 0;
  std::map<int64_t, std::function<void()>> callbacks_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_CANCELLATION_H_
