#include "core/base/thread_pool.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/base/cpus.h"
#include "core/base/fp_state.h"

namespace hb {
namespace {

// Enough for all threads, asleep or not.
constexpr int64_t kMuchWork = 1'000'000'000;

ThreadPool& Pool4() {
  static ThreadPool* const pool = ThreadPool::New(4);
  return *pool;
}

int64_t SumOfLoop(ThreadPool& pool, int64_t tasks) {
  std::atomic<int64_t> sum{0};
  EXPECT_EQ(nullptr, pool.ParallelFor(0, kMuchWork, tasks, [&](int64_t i) { sum += i; }));
  return sum;
}

TEST(ThreadPool, RunsEveryTaskOnce) {
  for (int64_t n : {0, 1, 2, 3, 7, 64, 1000}) {
    std::vector<std::atomic<int>> count(static_cast<size_t>(n));
    EXPECT_EQ(nullptr,
              Pool4().ParallelFor(0, kMuchWork, n, [&](int64_t i) { ++count[size_t(i)]; }));
    for (auto& c : count) EXPECT_EQ(c, 1);
  }
}

TEST(ThreadPool, UsesSeveralThreadsAndObeysTheCap) {
  const auto caller = std::this_thread::get_id();
  for (int cap : {1, 2, 3, 4}) {
    std::mutex mutex;
    std::condition_variable joined;
    std::set<std::thread::id> ids;
    int inside = 0, most = 0;
    // A pool whose helpers have never kept a caller waiting doesn't run a loop without them.
    ThreadPool& pool = *ThreadPool::New(4);
    const auto all_joined = [&] { return ids.contains(caller) && (cap == 1 || ids.size() > 1); };
    EXPECT_EQ(nullptr, pool.ParallelFor(cap, kMuchWork, 40, [&](int64_t) {
      std::unique_lock lock(mutex);
      ids.insert(std::this_thread::get_id());
      most = std::max(most, ++inside);
      joined.notify_all();
      // However busy the machine is, a task is left for the caller and for a helper.
      joined.wait_for(lock, std::chrono::seconds(30), all_joined);
      --inside;
    }));
    EXPECT_LE(most, cap);
    EXPECT_TRUE(all_joined());
    EXPECT_LE(ids.size(), size_t(cap == 1 ? 1 : 4));
  }
}

TEST(ThreadPool, LittleWorkStaysWithTheCaller) {
  const auto self = std::this_thread::get_id();
  EXPECT_FALSE(ThreadPool::WorthSharing(1000));
  for (int round = 0; round < 200; ++round) {
    EXPECT_EQ(nullptr, Pool4().ParallelFor(0, 1000, 16, [&](int64_t) {
      EXPECT_EQ(self, std::this_thread::get_id());
    }));
  }
}

// Tasks are handed out in units whose number depends on the work; each still runs once.
TEST(ThreadPool, RunsEveryTaskOnceWhateverTheWork) {
  for (int64_t work_ns : {0, 3'000, 5'000, 17'000, 39'999, 40'000, 1'000'000}) {
    for (int64_t n : {1, 2, 3, 5, 16, 67, 1000, 100'003}) {
      std::vector<std::atomic<int>> count(static_cast<size_t>(n));
      Pool4().Wake();
      EXPECT_EQ(nullptr,
                Pool4().ParallelFor(0, work_ns, n, [&](int64_t i) { ++count[size_t(i)]; }));
      for (auto& c : count) ASSERT_EQ(c, 1) << work_ns << ' ' << n;
    }
  }
}

// A helper that is awake takes part in little loops; the caller does all where none does.
TEST(ThreadPool, LittleLoopsAreRightWhoeverHelps) {
  std::atomic<int> helped{0};
  const auto caller = std::this_thread::get_id();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (helped == 0 && std::chrono::steady_clock::now() < end) {
    Pool4().Wake();
    for (int round = 0; round < 100; ++round) {
      std::atomic<int64_t> sum{0};
      EXPECT_EQ(nullptr, Pool4().ParallelFor(2, 4'000, 2, [&](int64_t i) {
        for (int spin = 0; spin < 1000; ++spin) sum += i + 1;
        if (std::this_thread::get_id() != caller) ++helped;
      }));
      EXPECT_EQ(sum, 3000);
    }
  }
  EXPECT_GT(helped, 0);
}

TEST(ThreadPool, ReportsTheExceptionOfAHelpersUnit) {
  for (int64_t work_ns : {4'000, 20'000}) {
    for (int round = 0; round < 500; ++round) {
      std::exception_ptr error = Pool4().ParallelFor(0, work_ns, 4, [&](int64_t i) {
        if (i == 3) throw std::runtime_error("the last task");
      });
      ASSERT_NE(error, nullptr);
      EXPECT_EQ(nullptr, Pool4().ParallelFor(0, work_ns, 4, [](int64_t) {}));
    }
  }
}

TEST(ThreadPool, NestedLoopsRunInline) {
  std::atomic<int> total{0};
  EXPECT_FALSE(ThreadPool::InTask());
  EXPECT_EQ(nullptr, Pool4().ParallelFor(0, kMuchWork, 8, [&](int64_t) {
    EXPECT_TRUE(ThreadPool::InTask());
    const auto self = std::this_thread::get_id();
    EXPECT_EQ(nullptr, Pool4().ParallelFor(0, kMuchWork, 8, [&](int64_t) {
      EXPECT_EQ(self, std::this_thread::get_id());
      ++total;
    }));
  }));
  EXPECT_EQ(total, 64);
  EXPECT_FALSE(ThreadPool::InTask());
}

TEST(ThreadPool, ManyCallersAtOnce) {
  std::vector<std::thread> callers;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 16; ++t) {
    callers.emplace_back([&, t] {
      for (int round = 0; round < 400; ++round) {
        const int64_t n = 1 + (round * 7 + t) % 50;
        if (SumOfLoop(Pool4(), n) != n * (n - 1) / 2) ++wrong;
      }
    });
  }
  for (auto& c : callers) c.join();
  EXPECT_EQ(wrong, 0);
}

TEST(ThreadPool, ReportsTheExceptionAndWorksOn) {
  for (int round = 0; round < 50; ++round) {
    std::exception_ptr error = Pool4().ParallelFor(0, kMuchWork, 100, [&](int64_t i) {
      if (i % 10 == 3) throw std::runtime_error("task failed");
    });
    ASSERT_NE(error, nullptr);
    try {
      std::rethrow_exception(error);
    } catch (const std::runtime_error& e) {
      EXPECT_STREQ(e.what(), "task failed");
    }
    EXPECT_EQ(SumOfLoop(Pool4(), 100), 4950);
  }
  static ThreadPool* const one = ThreadPool::New(1);
  EXPECT_NE(nullptr, one->ParallelFor(0, kMuchWork, 3, [](int64_t) { throw 1; }));
}

TEST(ThreadPool, TasksFlushDenormals) {
  std::atomic<int> kept{0};
  EXPECT_EQ(nullptr, Pool4().ParallelFor(0, kMuchWork, 64, [&](int64_t) {
    volatile float tiny = 1e-30f, small = 1e-10f;
    if (tiny * small != 0) ++kept;
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }));
  EXPECT_EQ(kept, 0);
  volatile float tiny = 1e-30f, small = 1e-10f;
  EXPECT_NE(tiny * small, 0);
  {
    const ScopedFpState fp;
    const ScopedFpState inner;
    EXPECT_EQ(tiny * small, 0);
  }
  EXPECT_NE(tiny * small, 0);
}

TEST(ThreadPool, SleepsAndWakes) {
  for (int round = 0; round < 20; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(SumOfLoop(Pool4(), 10), 45);
  }
}

TEST(ThreadPool, SchedulesCompletions) {
  std::mutex mutex;
  std::condition_variable changed;
  int done = 0;
  // Each completion runs a loop and schedules another.
  std::function<void(int)> chain = [&](int left) {
    EXPECT_EQ(SumOfLoop(Pool4(), 20), 190);
    if (left > 0) {
      Pool4().Schedule([&, left] { chain(left - 1); });
      return;
    }
    std::lock_guard lock(mutex);
    ++done;
    changed.notify_one();
  };
  for (int i = 0; i < 10; ++i) Pool4().Schedule([&] { chain(5); });
  Pool4().Schedule([] { throw std::runtime_error("dropped"); });
  std::unique_lock lock(mutex);
  EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(30), [&] { return done == 10; }));
}

// Runs `body` in a child; true if it exits with 0 within 20 seconds.
template <typename Body>
bool InChild(Body&& body) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    _exit(body() ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Neither ThreadSanitizer nor QEMU lets a forked child start threads.
#if !defined(__SANITIZE_THREAD__) && !defined(HB_EMULATED)
// GCC 12's AddressSanitizer has no handlers for fork: when another thread is inside of its
// allocator, as one that has just started is, the child waits there for ever.
void LetThreadsStart() {
#if defined(__SANITIZE_ADDRESS__)
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
#endif
}

TEST(ThreadPool, ChildOfAForkGetsItsOwnPool) {
  EXPECT_EQ(SumOfLoop(ThreadPool::Global(), 50), 1225);
  LetThreadsStart();
  const auto works = [] {
    std::mutex mutex;
    std::condition_variable changed;
    bool scheduled = false;
    ThreadPool::Global().Schedule([&] {
      std::lock_guard lock(mutex);
      scheduled = true;
      changed.notify_one();
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return scheduled; });
    return SumOfLoop(ThreadPool::Global(), 50) == 1225;
  };
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(InChild(works));
#if !defined(__SANITIZE_ADDRESS__)
    // The child forks while its own threads are just starting.
    EXPECT_TRUE(InChild([&] { return works() && InChild(works); }));
#endif
  }
}

TEST(ThreadPool, ForkWhileOthersRunLoops) {
  std::atomic<bool> stop{false};
  std::vector<std::thread> callers;
  for (int t = 0; t < 3; ++t) {
    callers.emplace_back([&] {
      while (!stop) SumOfLoop(ThreadPool::Global(), 30);
    });
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(InChild([] { return SumOfLoop(ThreadPool::Global(), 50) == 1225; }));
  }
  stop = true;
  for (auto& c : callers) c.join();
}

TEST(ThreadPool, ForkInsideALoopDoesNotHang) {
  const pid_t parent = getpid();
  for (int round = 0; round < 10; ++round) {
    std::atomic<int> forks{0};
    std::atomic<pid_t> child{0};
    const auto caller = std::this_thread::get_id();
    const std::exception_ptr error =
        ThreadPool::Global().ParallelFor(0, kMuchWork, 8, [&](int64_t) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          if (std::this_thread::get_id() != caller || forks++ > 0) return;
          const pid_t pid = fork();
          if (pid == 0) alarm(20);
          child = pid;
        });
    if (getpid() != parent) _exit(0);
    EXPECT_EQ(error, nullptr);
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
}
#endif

TEST(Cpus, ReadsQuotas) {
  EXPECT_EQ(internal::CpusOfQuota("max 100000\n"), 0);
  EXPECT_EQ(internal::CpusOfQuota("150000 100000\n"), 2);
  EXPECT_EQ(internal::CpusOfQuota("200000 100000"), 2);
  EXPECT_EQ(internal::CpusOfQuota("-1 100000"), 0);
  EXPECT_EQ(internal::CpusOfQuota(""), 0);
  EXPECT_EQ(internal::CpusOfQuota("x"), 0);
  EXPECT_EQ(internal::ThreadsOfText("3"), 3);
  EXPECT_EQ(internal::ThreadsOfText("0"), 0);
  EXPECT_EQ(internal::ThreadsOfText("3x"), 0);
  EXPECT_EQ(internal::ThreadsOfText(nullptr), 0);
  EXPECT_GE(UsableCpus(), 1);
}

}  // namespace
}  // namespace hb
