// How many processors this process may use.
#ifndef HORNBEAM_CORE_BASE_CPUS_H_
#define HORNBEAM_CORE_BASE_CPUS_H_

#include <string>
#include <string_view>

namespace hb {

// The processors in the affinity mask, no more than the cgroup's quota (rounded up) allows and no
// more than the environment variable HORNBEAM_NUM_THREADS says (which may not raise the number
// above 1024). At least 1.
int UsableCpus();

namespace internal {
// Processors that the text of cpu.max ("max 100000", "150000 100000") grants; 0 for no limit.
int CpusOfQuota(std::string_view cpu_max);
// The value of HORNBEAM_NUM_THREADS, 0 when `text` is null or no number in 1 to 1024.
int ThreadsOfText(const char* text);
}  // namespace internal

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_CPUS_H_
