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

  // How many threads a loop can use, the caller included.
  int size() const { return workers_ + 1; }

  // Runs fn(arg, i) for every i in [0, tasks), on at most `max_threads` threads (0: no cap), and
  // returns when all are done. The caller takes part; which thread runs which task is undefined.
  // Tasks run in the mode of ScopedFpState. A loop inside a task runs inline. Allocates nothing.
  // If a task throws, tasks that haven't begun are dropped and the first exception is returned;
  // null otherwise.
  [[nodiscard]] std::exception_ptr ParallelFor(int max_threads, int64_t tasks,
                                               void (*fn)(void* arg, int64_t task), void* arg);
  template <typename Body>
  [[nodiscard]] std::exception_ptr ParallelFor(int max_threads, int64_t tasks, Body&& body) {
    using B = std::remove_reference_t<Body>;
    return ParallelFor(
        max_threads, tasks, [](void* b, int64_t task) { (*static_cast<B*>(b))(task); },
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
    std::atomic<int64_t> next{0};
    int64_t tasks = 0;
    void (*fn)(void*, int64_t) = nullptr;
    void* arg = nullptr;
    std::exception_ptr error;
  };
  struct Completions;
  static constexpr int kLoops = 64;

  explicit ThreadPool(int threads);
  ~ThreadPool() = delete;
  static ThreadPool* MakeGlobal();
  static void AfterForkInChild();

  void WorkerMain();
  // Helps one open loop; false if there was none.
  bool HelpSomeLoop();
  bool Enter(Loop* loop);
  void Leave(Loop* loop);
  void RunTasks(Loop* loop);
  Loop* ClaimLoop(int* index);
  // False if the process forked inside the loop.
  bool WaitForWorkers(Loop* loop);
  void WakeWorkers(int wanted);
  // Threads that run loops now, callers included.
  int ActiveThreads(uint64_t running) const;

  static std::atomic<ThreadPool*> global_;

  int workers_ = 0;
  std::atomic<bool> forked_{false};
  Completions* completions_;
  alignas(128) std::atomic<uint64_t> running_{0};  // bit i: loops_[i] belongs to a caller
  alignas(128) std::atomic<int32_t> sleeping_{0};  // workers that sleep or are about to
  std::atomic<uint32_t> wakes_{0};                 // what sleeping workers wait for to change
  Loop loops_[kLoops];
};

// Returned by ParallelFor in a child that was forked by one of the loop's own tasks.
class ForkedInLoop : public std::exception {
 public:
  const char* what() const noexcept override { return "the process was forked inside a loop"; }
};

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_THREAD_POOL_H_
