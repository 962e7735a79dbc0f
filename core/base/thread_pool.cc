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

// Parts of Loop::state. The low half has what a waiting caller waits for.
constexpr uint64_t kInsideOne = 1;  // helpers inside
constexpr uint64_t kInsideMask = (1u << 12) - 1;
constexpr uint64_t kMayEnterOne = 1u << 12;  // helpers that may still enter
constexpr uint64_t kMayEnterMask = kInsideMask << 12;
constexpr uint64_t kOnlyCaller = 1u << 24;  // no other loop ran when this one began
constexpr uint64_t kCallerWaits = 1u << 25;
constexpr uint64_t kFrontOne = uint64_t{1} << 32;  // units that the caller has taken
constexpr uint64_t kFrontMask = uint64_t{0xffff} << 32;
constexpr uint64_t kLeftOne = uint64_t{1} << 48;  // units that nobody has taken
constexpr uint64_t kLeftMask = uint64_t{0xffff} << 48;
constexpr int kMaxThreads = 1024;
constexpr int64_t kMaxUnits = 1 << 15;
// Threads that take units of this much work spend little of their time on taking.
constexpr int64_t kUnitNs = 1'000;

constexpr bool MayEnter(uint64_t state) {
  return (state & kLeftMask) != 0 && (state & kMayEnterMask) != 0;
}
// Units that were taken by the caller, from the front, and by helpers, from the back.
constexpr int64_t FrontOf(uint64_t state) {
  return static_cast<int64_t>((state & kFrontMask) / kFrontOne);
}
constexpr int64_t BackOf(uint64_t state, int64_t units) {
  return units - static_cast<int64_t>(state / kLeftOne) - FrontOf(state);
}

// Waking a sleeping thread costs its waker and its own way to the processor about this much.
constexpr int64_t kWakeNs = 40'000;
// As long as this a worker looks for the next loop before it sleeps; more would not pay against
// kWakeNs. It lets others have the processor between looks.
constexpr std::chrono::nanoseconds kWorkerSpin(60'000);
constexpr int64_t kMinCallerSpinNs = 20'000;
constexpr int kPausesPerLook = 16;
constexpr int kLooksPerYield = 16;
// A caller that waits looks so often before it reads the clock.
constexpr int kLooksWithoutClock = 64;
// A helper that keeps its caller waiting for so long has lost its processor in the middle of a
// task: helpers cost more than they give. Then kAlone loops run without them, twice as many for
// each further stall; kStall loops that go well make up for one.
constexpr int64_t kStallNs = 200'000;
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

void FutexWait(const void* word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}
void FutexWake(const void* word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}
// What a futex sees of a loop's state.
static_assert(std::endian::native == std::endian::little, "the low half comes first");
constexpr uint32_t LowHalf(uint64_t state) { return static_cast<uint32_t>(state); }

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
  const int wanted = std::clamp(threads, 1, kMaxThreads) - 1;
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
  Loop* last = &loops_[0];
  while (true) {
    if (SpinForLoop(&last)) continue;
    const uint32_t seen = wakes_.load(std::memory_order_seq_cst);
    sleeping_.fetch_add(1, std::memory_order_seq_cst);
    bool several;
    if (!HelpSomeLoop(&last, &several)) FutexWait(&wakes_, seen);
    sleeping_.fetch_sub(1, std::memory_order_seq_cst);
  }
}

// A single caller always claims the same loop, so that its next one is seen by looking at one cache
// line. Which loops there are is looked up rarely: it costs callers time to take that line back.
bool ThreadPool::SpinForLoop(Loop** last) {
  const int64_t end = NowNs() + kWorkerSpin.count();
  bool several = false;
  for (int looks = 0;; ++looks) {
    for (int i = 0; i < kPausesPerLook; ++i) {
      const uint64_t s = (*last)->state.load(std::memory_order_relaxed);
      if (MayEnter(s) && (s & kOnlyCaller) != 0 && Help(*last)) return true;
      Pause();
    }
    const bool rare = looks % kLooksPerYield == 0;
    if ((several || rare) && HelpSomeLoop(last, &several)) return true;
    if (rare && looks > 0) sched_yield();
    if (NowNs() >= end) return false;
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

bool ThreadPool::HelpSomeLoop(Loop** last, bool* several) {
  const uint64_t running = running_.load(std::memory_order_seq_cst);
  *several = (running & (running - 1)) != 0;
  if (running == 0) return false;
  // Several callers share the processors: a worker joins only where one is left over.
  if (*several && ActiveThreads(running) > workers_) return false;
  for (uint64_t rest = running; rest != 0; rest &= rest - 1) {
    Loop* loop = &loops_[std::countr_zero(rest)];
    if (!Help(loop)) continue;
    *last = loop;
    return true;
  }
  return false;
}

bool ThreadPool::Help(Loop* loop) {
  uint64_t s = loop->state.load(std::memory_order_seq_cst);
  do {
    if (!MayEnter(s)) return false;
    // Entering and taking the first unit is one step.
  } while (!loop->state.compare_exchange_weak(s, s - kMayEnterOne + kInsideOne - kLeftOne,
                                              std::memory_order_acq_rel,
                                              std::memory_order_relaxed));
  RunUnits(loop, loop->units - 1 - BackOf(s, loop->units), false);
  s = loop->state.fetch_sub(kInsideOne, std::memory_order_acq_rel);
  if ((s & kInsideMask) == 1 && (s & kCallerWaits) != 0) FutexWake(&loop->state, 1);
  return true;
}

int64_t ThreadPool::Take(Loop* loop, bool from_front) {
  uint64_t s = loop->state.load(std::memory_order_relaxed);
  do {
    if ((s & kLeftMask) == 0) return -1;
  } while (!loop->state.compare_exchange_weak(s, s - kLeftOne + (from_front ? kFrontOne : 0),
                                              std::memory_order_relaxed));
  return from_front ? FrontOf(s) : loop->units - 1 - BackOf(s, loop->units);
}

int64_t ThreadPool::RunUnits(Loop* loop, int64_t unit, bool from_front) {
  const ScopedFpState fp;
  ++tasks_on_this_thread;
  int64_t ran = 0;
  try {
    for (; unit >= 0; unit = Take(loop, from_front)) {
      const int64_t end = std::min(loop->tasks, (unit + 1) * loop->unit);
      for (int64_t i = unit * loop->unit; i < end; ++i) loop->fn(loop->arg, i);
      ++ran;
    }
  } catch (...) {
    loop->state.fetch_and(~kLeftMask, std::memory_order_relaxed);
    if (!loop->failed.exchange(true, std::memory_order_acq_rel)) {
      loop->error = std::current_exception();
    }
  }
  --tasks_on_this_thread;
  return ran;
}

ThreadPool::Loop* ThreadPool::ClaimLoop(int* index, bool* only) {
  uint64_t running = running_.load(std::memory_order_relaxed);
  do {
    // With a caller on every processor there is nobody left to help.
    if (std::popcount(running) >= std::min(size(), kLoops)) return nullptr;
    *index = std::countr_one(running);
  } while (!running_.compare_exchange_weak(running, running | uint64_t{1} << *index,
                                           std::memory_order_seq_cst, std::memory_order_relaxed));
  *only = running == 0;
  return &loops_[*index];
}

bool ThreadPool::PaysToWake(int64_t work_ns) {
  if (work_ns < kWakeNs) {
    const int64_t now = NowNs();
    const int64_t before = missed_at_.exchange(now, std::memory_order_relaxed);
    if (now - before > kWorkerSpin.count()) missed_ns_.store(0, std::memory_order_relaxed);
    if (missed_ns_.fetch_add(work_ns, std::memory_order_relaxed) + work_ns < kWakeNs) return false;
  }
  missed_ns_.store(0, std::memory_order_relaxed);
  return true;
}

void ThreadPool::WakeWorkers(int64_t wanted) {
  const int asleep = sleeping_.load(std::memory_order_seq_cst);
  const uint64_t running = running_.load(std::memory_order_relaxed);
  const int helping = ActiveThreads(running) - std::popcount(running);
  const int free = std::max(0, workers_ - asleep - helping);
  if (asleep == 0 || free >= wanted) return;
  wakes_.fetch_add(1, std::memory_order_seq_cst);
  FutexWake(&wakes_, static_cast<int>(wanted) - free);
}

void ThreadPool::Wake() {
  if (sleeping_.load(std::memory_order_relaxed) == 0) return;
  wakes_.fetch_add(1, std::memory_order_seq_cst);
  FutexWake(&wakes_, workers_);
}

bool ThreadPool::WaitForWorkers(Loop* loop, int64_t unit_ns) {
  const auto all_left = [loop] {
    return (loop->state.load(std::memory_order_acquire) & kInsideMask) == 0;
  };
  for (int i = 0; i < kLooksWithoutClock; ++i) {
    if (all_left()) {
      LearnFromWait(0, unit_ns);
      return true;
    }
    Pause();
  }
  if (forked_.load(std::memory_order_relaxed)) return false;
  const int64_t start = NowNs();
  const int64_t end = start + std::clamp(unit_ns, kMinCallerSpinNs, kStallNs);
  int looks = 0;
  while (!all_left()) {
    Pause();
    if (++looks % kPausesPerLook != 0 || NowNs() < end) continue;
    uint64_t s = loop->state.fetch_or(kCallerWaits, std::memory_order_acq_rel) | kCallerWaits;
    while ((s & kInsideMask) != 0) {
      FutexWait(&loop->state, LowHalf(s));
      s = loop->state.load(std::memory_order_acquire);
    }
  }
  LearnFromWait(NowNs() - start, unit_ns);
  return true;
}

void ThreadPool::LearnFromWait(int64_t wait_ns, int64_t unit_ns) {
  const int stalls = stalls_.load(std::memory_order_relaxed);
  if (wait_ns < kStallNs + 4 * unit_ns) {
    if (stalls > 0) stalls_.store(stalls - 1, std::memory_order_relaxed);
    return;
  }
  alone_.store(kAlone << (stalls / kStall), std::memory_order_relaxed);
  stalls_.store(std::min(stalls + kStall, kMaxStalls), std::memory_order_relaxed);
}

int64_t ThreadPool::Helpers(int max_threads, int64_t work_ns, int64_t tasks) {
  int64_t helpers = std::min<int64_t>(workers_, std::min(tasks, work_ns / kShareNs) - 1);
  if (max_threads > 0) helpers = std::min<int64_t>(helpers, max_threads - 1);
  if (helpers <= 0) return 0;
  const int alone = alone_.load(std::memory_order_relaxed);
  if (alone <= 0) return helpers;
  alone_.store(alone - 1, std::memory_order_relaxed);
  return 0;
}

std::exception_ptr ThreadPool::ParallelFor(int max_threads, int64_t work_ns, int64_t tasks,
                                           void (*fn)(void*, int64_t), void* arg) {
  if (tasks <= 0) return nullptr;
  const int64_t helpers = Helpers(max_threads, work_ns, tasks);
  if (helpers <= 0 || InTask() || forked_.load(std::memory_order_relaxed)) {
    return RunInline(tasks, fn, arg);
  }
  // Little work is shared with who is awake, without a moment's waiting.
  const bool little = work_ns < kWakeNs;
  const int asleep = sleeping_.load(std::memory_order_relaxed);
  bool wake = asleep > 0 && PaysToWake(work_ns);
  if (little && asleep >= workers_ && !wake) return RunInline(tasks, fn, arg);
  int index = 0;
  bool only = false;
  Loop* loop = ClaimLoop(&index, &only);
  if (loop == nullptr) return RunInline(tasks, fn, arg);
  const int64_t most = std::min({tasks, kMaxUnits, std::max(helpers + 1, work_ns / kUnitNs)});
  loop->unit = (tasks + most - 1) / most;
  loop->units = (tasks + loop->unit - 1) / loop->unit;
  loop->tasks = tasks;
  loop->fn = fn;
  loop->arg = arg;
  // The caller has taken the first unit.
  const uint64_t state = static_cast<uint64_t>(loop->units - 1) * kLeftOne + kFrontOne +
                         static_cast<uint64_t>(helpers) * kMayEnterOne + (only ? kOnlyCaller : 0);
  if (little) {
    loop->state.store(state, std::memory_order_release);
  } else {
    // Either this sees that a worker is about to sleep, or that worker sees the loop.
    loop->state.exchange(state, std::memory_order_seq_cst);
    wake = wake || sleeping_.load(std::memory_order_seq_cst) > 0;
  }
  if (wake) WakeWorkers(helpers);
  const int64_t start = little ? 0 : NowNs();
  const int64_t ran = RunUnits(loop, 0, true);
  const int64_t unit_ns = little ? work_ns : (NowNs() - start) / std::max<int64_t>(ran, 1);
  // No unit is left: whoever is inside works on the last ones.
  if (!WaitForWorkers(loop, unit_ns)) return std::make_exception_ptr(ForkedInLoop());
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
