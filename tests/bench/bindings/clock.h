/* The time of a call: the best mean of many chunks of calls. */
#ifndef HORNBEAM_TESTS_BENCH_BINDINGS_CLOCK_H_
#define HORNBEAM_TESTS_BENCH_BINDINGS_CLOCK_H_

#include <time.h>

enum { kChunks = 60, kCalls = 200, kWarmUp = 2000 };

static inline double Now(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

#endif /* HORNBEAM_TESTS_BENCH_BINDINGS_CLOCK_H_ */
