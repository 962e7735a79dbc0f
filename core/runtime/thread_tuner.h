// How many threads runs of one specialisation use.
#ifndef HORNBEAM_CORE_RUNTIME_THREAD_TUNER_H_
#define HORNBEAM_CORE_RUNTIME_THREAD_TUNER_H_

#include <atomic>
#include <cstdint>

namespace hb {

// Sharing a short run can cost more than it gives: what both threads have read and one then writes
// moves between their caches, and between distant ones that is dear. How dear can't be told from
// shapes, so a few runs out of many are timed with all threads and with one, and the others do as
// the quicker ones did. Results have the same bits either way. Thread-safe.
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
    const uint32_t run = runs_.fetch_add(1, std::memory_order_relaxed) % kPeriod;
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
    if (choice.trial == 2 * kTrials - 1) {
      alone_.store(
          best_[1].load(std::memory_order_relaxed) <= best_[0].load(std::memory_order_relaxed),
          std::memory_order_relaxed);
    }
  }

 private:
  static constexpr uint32_t kPeriod = 4096;
  // Enough for a thread to wake up during the shortest runs that are worth sharing.
  static constexpr int kTrials = 24;
  static constexpr int64_t kNever = INT64_MAX;
  // Longer runs always share.
  static constexpr int64_t kShortNs = 500'000;
  std::atomic<uint32_t> runs_{0};
  std::atomic<int64_t> best_[2] = {kNever, kNever};
  std::atomic<bool> alone_{false};
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_THREAD_TUNER_H_
