#include "core/base/cpus.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/base/strings.h"

namespace hb {
namespace {

constexpr int kMaxThreads = 1024;

int CpusOfAffinity() {
  constexpr int kCpus = 8192;
  std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set(CPU_ALLOC(kCpus),
                                                       [](cpu_set_t* s) { CPU_FREE(s); });
  const size_t size = CPU_ALLOC_SIZE(kCpus);
  if (set && sched_getaffinity(0, size, set.get()) == 0) return CPU_COUNT_S(size, set.get());
  return static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
}

// The first 4 KiB of a file; empty if it can't be read.
std::string ReadSmallFile(const std::string& path) {
  std::string out;
  if (FILE* f = std::fopen(path.c_str(), "re")) {
    char buf[4096];
    out.assign(buf, std::fread(buf, 1, sizeof(buf), f));
    std::fclose(f);
  }
  return out;
}

int Tighter(int a, int b) { return a == 0 ? b : b == 0 ? a : std::min(a, b); }

// The tightest quota of the process's cgroup and of those above it; 0 for none.
int CpusOfCgroup() {
  int cpus = 0;
  const std::string groups = ReadSmallFile("/proc/self/cgroup");
  for (std::string_view line : Split(groups, '\n')) {
    const size_t controllers = line.find(':');
    const size_t at = controllers == line.npos ? line.npos : line.find(':', controllers + 1);
    if (at == line.npos) continue;
    const std::string_view kinds = line.substr(controllers + 1, at - controllers - 1);
    std::string path(line.substr(at + 1));
    if (path == "/") path.clear();
    const bool v1 = kinds.find("cpu,") == 0 || kinds == "cpu" || kinds == "cpuacct,cpu";
    if (!kinds.empty() && !v1) continue;
    const std::string root = v1 ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup";
    while (true) {
      std::string text = v1 ? StrCat(ReadSmallFile(root + path + "/cpu.cfs_quota_us"), " ",
                                     ReadSmallFile(root + path + "/cpu.cfs_period_us"))
                            : ReadSmallFile(root + path + "/cpu.max");
      std::replace(text.begin(), text.end(), '\n', ' ');
      cpus = Tighter(cpus, internal::CpusOfQuota(text));
      if (path.empty()) break;
      path.resize(std::min(path.rfind('/'), path.size()));
    }
  }
  return cpus;
}

}  // namespace

namespace internal {

int CpusOfQuota(std::string_view cpu_max) {
  int64_t numbers[2] = {0, 0};
  int found = 0;
  for (std::string_view word : Split(cpu_max, ' ')) {
    while (!word.empty() && word.back() == '\n') word.remove_suffix(1);
    if (word.empty()) continue;
    if (found == 2) break;
    const auto r = std::from_chars(word.data(), word.data() + word.size(), numbers[found]);
    if (r.ec != std::errc() || r.ptr != word.data() + word.size()) return 0;
    ++found;
  }
  if (found != 2 || numbers[0] <= 0 || numbers[1] <= 0) return 0;
  const int64_t cpus = numbers[0] / numbers[1] + (numbers[0] % numbers[1] != 0 ? 1 : 0);
  return static_cast<int>(std::min<int64_t>(cpus, kMaxThreads));
}

int ThreadsOfText(const char* text) {
  if (text == nullptr) return 0;
  const std::string_view t = text;
  int n = 0;
  const auto r = std::from_chars(t.data(), t.data() + t.size(), n);
  return r.ec == std::errc() && r.ptr == t.data() + t.size() && n >= 1 && n <= kMaxThreads ? n : 0;
}

}  // namespace internal

int UsableCpus() {
  const int cpus = Tighter(std::min(CpusOfAffinity(), kMaxThreads), CpusOfCgroup());
  return std::max(1, Tighter(cpus, internal::ThreadsOfText(std::getenv("HORNBEAM_NUM_THREADS"))));
}

}  // namespace hb
