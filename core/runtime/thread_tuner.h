// How many threads runs of one specialisation use.
#ifndef HORNBEAM_CORE_RUNTIME_THREAD_TUNER_H_
#define HORNBEAM_CORE_RUNTIME_THREAD_TUNER_H_

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace hb {

// Sharing a short run can cost more than it gives: what both threads have read and one then writes
// moves between their caches, and between distant ones that is dear. How dear can't be told from
// shapes, so a few runs out of many are timed with all threads and with one, and the others do as
// the quicker ones did. Where a thread runs, and so what sharing costs, may change when it wakes:
// what has turned out to be dear is soon tried again, then less and less often. Results have the
// same bits either way. Thread-safe.
class ThreadTuner {
 public:
  // One run in which every step may share, or none. `trial` says which timing it is. `wake`:
  // timings with all threads begin, which none of them should sleep through.
  struct Choice {
    bool alone = false;
    int trial = -1;
    bool wake = false;
  };
  Choice Next() {
    const uint32_t run =
        runs_.fetch_add(1, std::memory_order_relaxed) - begin_.load(std::memory_order_relaxed);
    if (run >= 2 * kTrials) return {alone_.load(std::memory_order_relaxed), -1, false};
    const int64_t together = best_[0].load(std::memory_order_relaxed);
    if (run == 0) {
      best_[0].store(kNever, std::memory_order_relaxed);
      best_[1].store(kNever, std::memory_order_relaxed);
    }
    const bool alone = run >= kTrials && together < kShortNs;
    // The first run of a kind finds the data where the other kind has left it.
    return {alone, run % kTrials == 0 ? -1 : static_cast<int>(run), run == 0};
  }
  void Report(Choice choice, int64_t ns) {
    std::atomic<int64_t>& best = best_[choice.alone ? 1 : 0];
    if (ns < best.load(std::memory_order_relaxed)) best.store(ns, std::memory_order_relaxed);
    if (choice.trial != 2 * kTrials - 1) return;
    const bool alone =
        best_[1].load(std::memory_order_relaxed) <= best_[0].load(std::memory_order_relaxed);
    const uint32_t wait = alone ? wait_.load(std::memory_order_relaxed) : kMostRuns;
    wait_.store(alone ? std::min(2 * wait, kMostRuns) : kFewRuns, std::memory_order_relaxed);
    alone_.store(alone, std::memory_order_relaxed);
    begin_.store(runs_.load(std::memory_order_relaxed) + wait, std::memory_order_relaxed);
  }

 private:
  // Runs between trials.
  static constexpr uint32_t kFewRuns = 256, kMostRuns = 4096;
  // Enough for a thread to wake up during the shortest runs that are worth sharing.
  static constexpr int kTrials = 24;
  static constexpr int64_t kNever = INT64_MAX;
  // Longer runs always share.
  static constexpr int64_t kShortNs = 500'000;
  std::atomic<uint32_t> runs_{0}, begin_{0};  // begun so far; then the next trials begin
  std::atomic<uint32_t> wait_{kFewRuns};      // after trials that one thread wins
  std::atomic<int64_t> best_[2] = {kNever, kNever};
  std::atomic<bool> alone_{false};
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_THREAD_TUNER_H_
