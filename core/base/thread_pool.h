// The threads of the process: loops that are cut into tasks, and asynchronous completions.
#ifndef HORNBEAM_CORE_BASE_THREAD_POOL_H_
#define HORNBEAM_CORE_BASE_THREAD_POOL_H_

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <type_traits>

namespace hb {

// A pool is never destroyed and its threads are never joined. All functions are thread-safe.
//
// After fork, the child's Global() makes a new pool at its first use; completions that were
// scheduled in the parent don't run in the child. A loop that was running in the forking thread
// ends in the child with a ForkedInLoop error instead of waiting for threads that are gone.
class ThreadPool {
 public:
  // The pool of this process, with UsableCpus() threads (the caller of a loop counts as one).
  static ThreadPool& Global() {
    ThreadPool* pool = global_.load(std::memory_order_acquire);
    return pool != nullptr ? *pool : *MakeGlobal();
  }
  // A pool of its own, for tests: loops run on up to `threads` threads, the caller included.
  static ThreadPool* New(int threads) { return new ThreadPool(threads); }

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Whether so much work is ever shared.
  static bool WorthSharing(int64_t work_ns) { return work_ns >= 2 * kShareNs; }
  // How many threads a loop can use, the caller included.
  int size() const { return workers_ + 1; }

  // Runs fn(arg, i) for every i in [0, tasks), on at most `max_threads` threads (0: no cap), and
  // returns when all are done. The caller takes part; which thread runs which task is undefined,
  // but the caller begins at the front and helpers at the back, so that data stays near its thread
  // from loop to loop. Tasks run in the mode of ScopedFpState. A loop inside a task runs inline.
  // Allocates nothing. If a task throws, tasks that haven't begun are dropped and the first
  // exception is returned; null otherwise.
  //
  // `work_ns` is about what all tasks together take on one thread. Little work is not shared, and
  // sleeping helpers are woken only for work that pays for it, in one loop or in several.
  [[nodiscard]] std::exception_ptr ParallelFor(int max_threads, int64_t work_ns, int64_t tasks,
                                               void (*fn)(void* arg, int64_t task), void* arg);
  template <typename Body>
  [[nodiscard]] std::exception_ptr ParallelFor(int max_threads, int64_t work_ns, int64_t tasks,
                                               Body&& body) {
    using B = std::remove_reference_t<Body>;
    return ParallelFor(
        max_threads, work_ns, tasks, [](void* b, int64_t task) { (*static_cast<B*>(b))(task); },
        const_cast<void*>(static_cast<const void*>(&body)));
  }

  // Runs `fn` soon, on a thread that no loop uses. It may itself run loops and schedule more; a
  // function that blocks can delay others. Exceptions that escape it are dropped.
  void Schedule(std::function<void()> fn);

  // True while the calling thread runs a task of a loop, of any pool.
  static bool InTask();

 private:
  // One running loop. Its memory belongs to the pool, so that a late worker never reads freed
  // memory.
  struct alignas(128) Loop {
    // Bits 0-13: workers inside. Bits 14-27: workers that may still enter. kOpen, kCallerWaits.
    std::atomic<uint32_t> state{0};
    std::atomic<bool> failed{false};
    // Tasks taken: from the front in the low half, from the back in the high half. Threads that
    // find nothing left count too.
    std::atomic<uint64_t> taken{0};
    int64_t tasks = 0;
    void (*fn)(void*, int64_t) = nullptr;
    void* arg = nullptr;
    std::exception_ptr error;
  };
  struct Completions;
  static constexpr int kLoops = 64;
  // A thread is worth joining a loop for this much work of its own.
  static constexpr int64_t kShareNs = 3'000;

  explicit ThreadPool(int threads);
  ~ThreadPool() = delete;
  static ThreadPool* MakeGlobal();
  static void AfterForkInChild();

  void WorkerMain();
  // Helps one open loop; false if there was none.
  bool HelpSomeLoop();
  bool Enter(Loop* loop);
  void Leave(Loop* loop);
  // Returns how many tasks it ran.
  int64_t RunTasks(Loop* loop, bool from_front);
  Loop* ClaimLoop(int* index);
  // Tasks take about `task_ns`. False if the process forked inside the loop.
  bool WaitForWorkers(Loop* loop, int64_t task_ns);
  void WakeWorkers(int wanted, int64_t work_ns);
  // How many helpers a loop is worth now.
  int64_t Helpers(int max_threads, int64_t work_ns, int64_t tasks);
  // Learns how long the last helper of a loop has kept its caller waiting.
  void LearnFromWait(int64_t wait_ns, int64_t task_ns);
  // Threads that run loops now, callers included.
  int ActiveThreads(uint64_t running) const;

  static std::atomic<ThreadPool*> global_;

  int workers_ = 0;
  std::atomic<bool> forked_{false};
  Completions* completions_;
  alignas(128) std::atomic<uint64_t> running_{0};  // bit i: loops_[i] belongs to a caller
  alignas(128) std::atomic<int32_t> sleeping_{0};  // workers that sleep or are about to
  std::atomic<uint32_t> wakes_{0};                 // what sleeping workers wait for to change
  std::atomic<int64_t> missed_ns_{0};              // work that sleeping workers have missed
  std::atomic<int32_t> alone_{0};                  // so many loops run without helpers,
  std::atomic<int32_t> stalls_{0};                 // which grows with this, in 1 / kStall
  Loop loops_[kLoops];
};

// Returned by ParallelFor in a child that was forked by one of the loop's own tasks.
class ForkedInLoop : public std::exception {
 public:
  const char* what() const noexcept override { return "the process was forked inside a loop"; }
};

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_THREAD_POOL_H_
