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
  // sleeping helpers are woken only for work that pays for it, in one loop or in several that
  // follow each other so closely that a helper would not have gone to sleep between them.
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

  // Wakes all sleeping helpers, before loops that would not but are timed with them.
  void Wake();

  // Runs `fn` soon, on a thread that no loop uses. It may itself run loops and schedule more; a
  // function that blocks can delay others. Exceptions that escape it are dropped.
  void Schedule(std::function<void()> fn);

  // True while the calling thread runs a task of a loop, of any pool.
  static bool InTask();

 private:
  // One running loop, on a cache line of its own. Its memory belongs to the pool, so that a late
  // worker never reads freed memory.
  //
  // Tasks are handed out in units of several that take about kUnitNs, so that the line doesn't move
  // between processors more often than is worth it. `state` says all that a thread must know to
  // take one: how many units nobody has taken (none: the loop is over, or not there), how many of
  // the others the caller has taken, and who may help. Other fields belong to the caller and to
  // those inside.
  struct alignas(128) Loop {
    std::atomic<uint64_t> state{0};
    std::atomic<bool> failed{false};
    int64_t tasks = 0;
    int64_t units = 0;
    int64_t unit = 1;  // tasks in each
    void (*fn)(void*, int64_t) = nullptr;
    void* arg = nullptr;
    std::exception_ptr error;
  };
  struct Completions;
  static constexpr int kLoops = 64;
  // A thread is worth joining a loop for this much work of its own.
  static constexpr int64_t kShareNs = 1'500;

  explicit ThreadPool(int threads);
  ~ThreadPool() = delete;
  static ThreadPool* MakeGlobal();
  static void AfterForkInChild();

  void WorkerMain();
  // Looks for a loop to help, first of all for the one that was helped last; false if none came.
  bool SpinForLoop(Loop** last);
  // Helps one loop that needs it and says so in *last; false if there was none. Sets *several if
  // there is more than one caller.
  bool HelpSomeLoop(Loop** last, bool* several);
  // Enters the loop and helps until no unit is left; false if nobody may.
  bool Help(Loop* loop);
  // Takes a unit for the caller, or for a helper that is inside; -1 if none is left.
  static int64_t Take(Loop* loop, bool from_front);
  // Runs units, the given one first. Returns how many.
  int64_t RunUnits(Loop* loop, int64_t unit, bool from_front);
  Loop* ClaimLoop(int* index, bool* only);
  // Units take about `unit_ns`. False if the process forked inside the loop.
  bool WaitForWorkers(Loop* loop, int64_t unit_ns);
  // Whether sleeping workers have missed enough to be woken for a loop of so much work.
  bool PaysToWake(int64_t work_ns);
  void WakeWorkers(int64_t wanted);
  // How many helpers a loop is worth now.
  int64_t Helpers(int max_threads, int64_t work_ns, int64_t tasks);
  // Learns how long the last helper of a loop has kept its caller waiting.
  void LearnFromWait(int64_t wait_ns, int64_t unit_ns);
  // Threads that run loops now, callers included.
  int ActiveThreads(uint64_t running) const;

  static std::atomic<ThreadPool*> global_;

  int workers_ = 0;
  std::atomic<bool> forked_{false};
  Completions* completions_;
  alignas(128) std::atomic<uint64_t> running_{0};  // bit i: loops_[i] belongs to a caller
  alignas(128) std::atomic<int32_t> sleeping_{0};  // workers that sleep or are about to
  std::atomic<uint32_t> wakes_{0};                 // what sleeping workers wait for to change
  std::atomic<int64_t> missed_ns_{0};              // work that sleeping workers have missed,
  std::atomic<int64_t> missed_at_{0};              // the last of it then
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
