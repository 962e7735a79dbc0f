// Noticing that the process is the child of a fork.
#ifndef HORNBEAM_CORE_BASE_FORK_H_
#define HORNBEAM_CORE_BASE_FORK_H_

#include <atomic>

namespace hb {

namespace internal {
extern std::atomic<int> fork_generation;
}

// Begins to count forks; cheap when called again.
void WatchForks();

// A number that is another one in the child of every fork since WatchForks.
inline int ForkGeneration() { return internal::fork_generation.load(std::memory_order_relaxed); }

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_FORK_H_
