#include "core/base/fork.h"

#include <pthread.h>

namespace hb {

namespace internal {
std::atomic<int> fork_generation{0};
}

void WatchForks() {
  static const int registered = pthread_atfork(
      nullptr, nullptr, [] { internal::fork_generation.fetch_add(1, std::memory_order_relaxed); });
  static_cast<void>(registered);
}

}  // namespace hb
