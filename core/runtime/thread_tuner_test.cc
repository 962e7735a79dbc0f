#include "core/runtime/thread_tuner.h"

#include <gtest/gtest.h>

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
  EXPECT_LT(RunsAlone(&tuner, 4096, 60'000, 90'000), 30);
  // Sharing has become dear: the next trials notice.
  EXPECT_GT(RunsAlone(&tuner, 4096, 150'000, 90'000), 4000);
  EXPECT_LT(RunsAlone(&tuner, 4096, 60'000, 90'000), 30);
}

TEST(ThreadTuner, NeverTriesLongRunsAlone) {
  ThreadTuner tuner;
  EXPECT_EQ(RunsAlone(&tuner, 10'000, 5'000'000, 1'000'000), 0);
}

TEST(ThreadTuner, WakesThreadsBeforeItTimesThem) {
  ThreadTuner tuner;
  for (int i = 0; i < 3 * 4096; ++i) {
    const ThreadTuner::Choice choice = tuner.Next();
    EXPECT_EQ(choice.wake, i % 4096 == 0) << i;
    EXPECT_FALSE(choice.wake && choice.alone) << i;
    if (choice.trial >= 0) tuner.Report(choice, choice.alone ? 3'000 : 5'000);
  }
}

}  // namespace
}  // namespace hb
