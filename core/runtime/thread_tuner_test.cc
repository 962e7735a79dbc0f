#include "core/runtime/thread_tuner.h"

#include <gtest/gtest.h>

#include <vector>

namespace hb {
namespace {

// How many of `runs` runs went alone, when a run takes so many nanoseconds together or alone.
int RunsAlone(ThreadTuner* tuner, int runs, int64_t together, int64_t alone) {
  int count = 0;
  for (int i = 0; i < runs; ++i) {
    const ThreadTuner::Choice choice = tuner->Next();
    count += choice.alone ? 1 : 0;
    if (choice.trial >= 0) tuner->Report(choice, choice.alone ? alone : together);
  }
  return count;
}

TEST(ThreadTuner, DoesAsTheQuickerRunsDid) {
  ThreadTuner tuner;
  EXPECT_LT(RunsAlone(&tuner, 4100, 60'000, 90'000), 30);
  // Sharing has become dear: the next trials notice.
  EXPECT_GT(RunsAlone(&tuner, 8000, 150'000, 90'000), 7600);
  RunsAlone(&tuner, 4096, 60'000, 90'000);
  EXPECT_LT(RunsAlone(&tuner, 4096, 60'000, 90'000), 30);
}

TEST(ThreadTuner, TriesAgainSoonWhatWasDear) {
  ThreadTuner tuner;
  EXPECT_GT(RunsAlone(&tuner, 300, 150'000, 90'000), 270);
  EXPECT_LT(RunsAlone(&tuner, 1000, 60'000, 90'000), 40);
}

TEST(ThreadTuner, NeverTriesLongRunsAlone) {
  ThreadTuner tuner;
  EXPECT_EQ(RunsAlone(&tuner, 10'000, 5'000'000, 1'000'000), 0);
}

TEST(ThreadTuner, WakesThreadsBeforeItTimesThem) {
  ThreadTuner tuner;
  std::vector<int> wakes;
  for (int i = 0; i < 4 * 4096; ++i) {
    const ThreadTuner::Choice choice = tuner.Next();
    EXPECT_FALSE(choice.wake && choice.alone) << i;
    if (choice.wake) wakes.push_back(i);
    if (choice.trial >= 0) tuner.Report(choice, choice.alone ? 3'000 : 5'000);
  }
  // Between them 48 trials and then 256 runs, 512 and so on, at most 4,096.
  EXPECT_EQ(wakes, (std::vector<int>{0, 304, 864, 1936, 4032, 8176, 12320}));
}

}  // namespace
}  // namespace hb
