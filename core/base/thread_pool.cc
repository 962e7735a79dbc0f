#include "core/base/thread_pool.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "core/base/cpus.h"
#include "core/base/fp_state.h"

namespace hb {
namespace {

constexpr uint64_t kFromBack = uint64_t{1} << 32;
// Loops of more run inline, so that the halves of Loop::taken never overflow.
constexpr int64_t kMaxTasks = int64_t{1} << 31;
constexpr uint32_t kInsideOne = 1;
constexpr uint32_t kInsideMask = (1u << 14) - 1;
constexpr uint32_t kMayEnterOne = 1u << 14;
constexpr uint32_t kMayEnterMask = kInsideMask << 14;
constexpr uint32_t kOpen = 1u << 30;
constexpr uint32_t kCallerWaits = 1u << 31;

// Waking a sleeping thread costs its waker and its own way to the processor about this much.
constexpr int64_t kWakeNs = 40'000;
// As long as this a worker looks for the next loop before it sleeps; more would not pay against
// kWakeNs. It lets others have the processor between looks.
constexpr std::chrono::nanoseconds kWorkerSpin(60'000);
constexpr int64_t kMinCallerSpinNs = 20'000;
constexpr int kPausesPerLook = 16;
constexpr int kLooksPerYield = 16;
// A helper that keeps its caller waiting for so long has lost its processor in the middle of a
// task: helpers cost more than they give. Then kAlone loops run without them, twice as many for
// each further stall; kStall loops that go well make up for one.
constexpr int64_t kStallNs = 200'000;
constexpr int64_t kUnknownTaskNs = 1'000'000'000;
constexpr int kAlone = 16;
constexpr int kStall = 64;
constexpr int kMaxStalls = 6 * kStall;

thread_local int tasks_on_this_thread = 0;

inline void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb");
#endif
}

void FutexWait(std::atomic<uint32_t>* word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}
void FutexWake(std::atomic<uint32_t>* word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

// Spins until `done` or until `limit` has passed; returns what `done` said last.
template <bool kYield, typename Done>
bool SpinUntil(std::chrono::nanoseconds limit, Done&& done) {
  const auto end = std::chrono::steady_clock::now() + limit;
  int looks = 0;
  do {
    for (int i = 0; i < kPausesPerLook; ++i) {
      if (done()) return true;
      Pause();
    }
    if (kYield && ++looks % kLooksPerYield == 0) sched_yield();
  } while (std::chrono::steady_clock::now() < end);
  return done();
}

int64_t NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Starts a detached thread that takes no signals. False if the system refuses.
bool StartThread(void* (*main)(void*), void* arg) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attr, size_t{2} << 20);
  pthread_t thread;
  const bool ok = pthread_create(&thread, &attr, main, arg) == 0;
  if (ok) pthread_setname_np(thread, "hornbeam");
  pthread_attr_destroy(&attr);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return ok;
}

std::exception_ptr RunInline(int64_t tasks, void (*fn)(void*, int64_t), void* arg) {
  const ScopedFpState fp;
  ++tasks_on_this_thread;
  std::exception_ptr error;
  try {
    for (int64_t i = 0; i < tasks; ++i) fn(arg, i);
  } catch (...) {
    error = std::current_exception();
  }
  --tasks_on_this_thread;
  return error;
}

}  // namespace

// The queue of Schedule and the threads that serve it, which are started when they are first
// needed.
struct ThreadPool::Completions {
  std::mutex mutex;
  std::condition_variable ready;
  std::deque<std::function<void()>> queue;
  int threads = 0;
  int idle = 0;
  int max_threads = 0;

  static void* Main(void* self) {
    static_cast<Completions*>(self)->Serve();
    return nullptr;
  }
  void Serve() {
    std::unique_lock lock(mutex);
    while (true) {
      ++idle;
      ready.wait(lock, [this] { return !queue.empty(); });
      --idle;
      std::function<void()> fn = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      try {
        const ScopedFpState fp;
        fn();
      } catch (...) {
      }
      try {
        fn = nullptr;
      } catch (...) {
      }
      lock.lock();
    }
  }
};

std::atomic<ThreadPool*> ThreadPool::global_{nullptr};

namespace {
// Held while the global pool is made. The child of a fork may find it held by a thread that is
// gone, and frees it.
std::atomic<bool> making_global{false};
std::atomic<bool> fork_handler_set{false};
}  // namespace

ThreadPool::ThreadPool(int threads) : completions_(new Completions) {
  completions_->max_threads = std::max(2, threads);
  const int wanted = std::clamp(threads, 1, 1024) - 1;
  const auto main = [](void* self) -> void* {
    static_cast<ThreadPool*>(self)->WorkerMain();
    return nullptr;
  };
  // Workers read workers_ only once a loop runs, which is after this.
  int started = 0;
  while (started < wanted && StartThread(main, this)) ++started;
  workers_ = started;
}

ThreadPool* ThreadPool::MakeGlobal() {
  while (making_global.exchange(true, std::memory_order_acquire)) sched_yield();
  ThreadPool* pool = global_.load(std::memory_order_acquire);
  if (pool == nullptr) {
    if (!fork_handler_set.exchange(true)) pthread_atfork(nullptr, nullptr, &AfterForkInChild);
    try {
      pool = new ThreadPool(UsableCpus());
    } catch (...) {
      making_global.store(false, std::memory_order_release);
      throw;
    }
    global_.store(pool, std::memory_order_release);
  }
  making_global.store(false, std::memory_order_release);
  return pool;
}

void ThreadPool::AfterForkInChild() {
  ThreadPool* pool = global_.exchange(nullptr);
  if (pool != nullptr) pool->forked_.store(true);
  making_global.store(false);
}

bool ThreadPool::InTask() { return tasks_on_this_thread > 0; }

void ThreadPool::WorkerMain() {
  while (true) {
    const bool helped = SpinUntil<true>(kWorkerSpin, [this] { return HelpSomeLoop(); });
    if (helped) continue;
    const uint32_t seen = wakes_.load(std::memory_order_seq_cst);
    sleeping_.fetch_add(1, std::memory_order_seq_cst);
    if (!HelpSomeLoop()) FutexWait(&wakes_, seen);
    sleeping_.fetch_sub(1, std::memory_order_seq_cst);
  }
}

int ThreadPool::ActiveThreads(uint64_t running) const {
  int n = std::popcount(running);
  for (; running != 0; running &= running - 1) {
    n += static_cast<int>(loops_[std::countr_zero(running)].state.load(std::memory_order_relaxed) &
                          kInsideMask);
  }
  return n;
}

bool ThreadPool::HelpSomeLoop() {
  const uint64_t running = running_.load(std::memory_order_seq_cst);
  if (running == 0) return false;
  // Several callers share the processors: a worker joins only where one is left over.
  if ((running & (running - 1)) != 0 && ActiveThreads(running) > workers_) return false;
  for (uint64_t rest = running; rest != 0; rest &= rest - 1) {
    Loop* loop = &loops_[std::countr_zero(rest)];
    if (!Enter(loop)) continue;
    RunTasks(loop, false);
    Leave(loop);
    return true;
  }
  return false;
}

bool ThreadPool::Enter(Loop* loop) {
  uint32_t s = loop->state.load(std::memory_order_seq_cst);
  while ((s & kOpen) != 0 && (s & kMayEnterMask) != 0) {
    if (loop->state.compare_exchange_weak(s, s - kMayEnterOne + kInsideOne,
                                          std::memory_order_acq_rel)) {
      return true;
    }
  }
  return false;
}

void ThreadPool::Leave(Loop* loop) {
  const uint32_t s = loop->state.fetch_sub(kInsideOne, std::memory_order_acq_rel);
  if ((s & kInsideMask) == 1 && (s & kCallerWaits) != 0) FutexWake(&loop->state, 1);
}

int64_t ThreadPool::RunTasks(Loop* loop, bool from_front) {
  const ScopedFpState fp;
  ++tasks_on_this_thread;
  const int64_t tasks = loop->tasks;
  const uint64_t one = from_front ? 1 : kFromBack;
  int64_t ran = 0;
  try {
    while (true) {
      const uint64_t taken = loop->taken.fetch_add(one, std::memory_order_relaxed);
      const int64_t front = static_cast<int64_t>(taken & (kFromBack - 1));
      const int64_t back = static_cast<int64_t>(taken / kFromBack);
      if (front + back >= tasks) break;
      loop->fn(loop->arg, from_front ? front : tasks - 1 - back);
      ++ran;
    }
  } catch (...) {
    loop->taken.store(static_cast<uint64_t>(tasks), std::memory_order_relaxed);
    if (!loop->failed.exchange(true, std::memory_order_acq_rel)) {
      loop->error = std::current_exception();
    }
  }
  --tasks_on_this_thread;
  return ran;
}

ThreadPool::Loop* ThreadPool::ClaimLoop(int* index) {
  uint64_t running = running_.load(std::memory_order_relaxed);
  do {
    // With a caller on every processor there is nobody left to help.
    if (std::popcount(running) >= std::min(size(), kLoops)) return nullptr;
    *index = std::countr_one(running);
  } while (!running_.compare_exchange_weak(running, running | uint64_t{1} << *index,
                                           std::memory_order_seq_cst, std::memory_order_relaxed));
  return &loops_[*index];
}

void ThreadPool::WakeWorkers(int wanted, int64_t work_ns) {
  const int asleep = sleeping_.load(std::memory_order_seq_cst);
  if (asleep == 0) return;
  const uint64_t running = running_.load(std::memory_order_relaxed);
  const int helping = ActiveThreads(running) - std::popcount(running);
  const int free = std::max(0, workers_ - asleep - helping);
  if (free >= wanted) return;
  if (missed_ns_.fetch_add(work_ns, std::memory_order_relaxed) + work_ns < kWakeNs) return;
  missed_ns_.store(0, std::memory_order_relaxed);
  wakes_.fetch_add(1, std::memory_order_seq_cst);
  FutexWake(&wakes_, wanted - free);
}

bool ThreadPool::WaitForWorkers(Loop* loop, int64_t task_ns) {
  const auto all_left = [loop] {
    return (loop->state.load(std::memory_order_acquire) & kInsideMask) == 0;
  };
  if (all_left()) return true;
  if (forked_.load(std::memory_order_relaxed)) return false;
  const int64_t start = NowNs();
  const int64_t spin_ns = std::clamp(task_ns, kMinCallerSpinNs, kStallNs);
  if (!SpinUntil<false>(std::chrono::nanoseconds(spin_ns), all_left)) {
    uint32_t s = loop->state.fetch_or(kCallerWaits, std::memory_order_acq_rel) | kCallerWaits;
    while ((s & kInsideMask) != 0) {
      FutexWait(&loop->state, s);
      s = loop->state.load(std::memory_order_acquire);
    }
  }
  LearnFromWait(NowNs() - start, task_ns);
  return true;
}

void ThreadPool::LearnFromWait(int64_t wait_ns, int64_t task_ns) {
  const int stalls = stalls_.load(std::memory_order_relaxed);
  if (wait_ns < kStallNs + 4 * task_ns) {
    if (stalls > 0) stalls_.store(stalls - 1, std::memory_order_relaxed);
    return;
  }
  alone_.store(kAlone << (stalls / kStall), std::memory_order_relaxed);
  stalls_.store(std::min(stalls + kStall, kMaxStalls), std::memory_order_relaxed);
}

int64_t ThreadPool::Helpers(int max_threads, int64_t work_ns, int64_t tasks) {
  int64_t helpers = std::min<int64_t>(workers_, std::min(tasks, work_ns / kShareNs) - 1);
  if (max_threads > 0) helpers = std::min<int64_t>(helpers, max_threads - 1);
  if (helpers <= 0 || tasks >= kMaxTasks) return 0;
  const int alone = alone_.load(std::memory_order_relaxed);
  if (alone <= 0) return helpers;
  alone_.store(alone - 1, std::memory_order_relaxed);
  return 0;
}

std::exception_ptr ThreadPool::ParallelFor(int max_threads, int64_t work_ns, int64_t tasks,
                                           void (*fn)(void*, int64_t), void* arg) {
  if (tasks <= 0) return nullptr;
  const int64_t helpers = Helpers(max_threads, work_ns, tasks);
  int index = 0;
  Loop* loop = helpers > 0 && !InTask() && !forked_.load(std::memory_order_relaxed)
                   ? ClaimLoop(&index)
                   : nullptr;
  if (loop == nullptr) return RunInline(tasks, fn, arg);
  loop->taken.store(0, std::memory_order_relaxed);
  loop->tasks = tasks;
  loop->fn = fn;
  loop->arg = arg;
  loop->state.exchange(kOpen | static_cast<uint32_t>(helpers) * kMayEnterOne,
                       std::memory_order_seq_cst);
  WakeWorkers(static_cast<int>(helpers), work_ns);
  const int64_t start = NowNs();
  const int64_t ran = RunTasks(loop, true);
  // A caller that was left without a task can't tell how long one takes.
  const int64_t task_ns = ran > 0 ? (NowNs() - start) / ran : kUnknownTaskNs;
  // Closing: whoever is inside has claimed a task or will leave at once.
  loop->state.fetch_and(kInsideMask, std::memory_order_acq_rel);
  if (!WaitForWorkers(loop, task_ns)) return std::make_exception_ptr(ForkedInLoop());
  std::exception_ptr error;
  if (loop->failed.load(std::memory_order_relaxed)) {
    loop->failed.store(false, std::memory_order_relaxed);
    error = std::exchange(loop->error, nullptr);
  }
  running_.fetch_and(~(uint64_t{1} << index), std::memory_order_release);
  return error;
}

void ThreadPool::Schedule(std::function<void()> fn) {
  Completions* c = completions_;
  const std::lock_guard lock(c->mutex);
  c->queue.push_back(std::move(fn));
  if (c->idle >= static_cast<int>(c->queue.size()) || c->threads >= c->max_threads) {
    c->ready.notify_one();
  } else if (StartThread(&Completions::Main, c)) {
    ++c->threads;
  } else {
    c->ready.notify_one();
  }
}

}  // namespace hb
