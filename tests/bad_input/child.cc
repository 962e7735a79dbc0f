#include "tests/bad_input/child.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace hb::bad_input {
namespace {

void Limit(int resource, rlim_t value) {
  const rlimit limit = {value, value};
  setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// Address space is what sanitizers map without end; they bound allocations themselves (see
// hb_test_settings).
void SetLimits() {
  if (!Sanitized()) Limit(RLIMIT_AS, rlim_t{1} << 30);
  Limit(RLIMIT_CORE, 0);
  // Writes past this fail, so that an endless file doesn't fill the disk.
  Limit(RLIMIT_FSIZE, rlim_t{256} << 20);
  RestartClock();
}

[[noreturn]] void Child(int out, const std::function<std::string()>& body) {
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  if (std::getenv("HORNBEAM_SHOW_CHILDREN") == nullptr) dup2(nowhere, STDERR_FILENO);
  SetLimits();
  std::string wrong;
  try {
    wrong = body();
  } catch (const std::exception& e) {
    wrong = std::string("an exception escaped: ") + e.what();
  }
  const char* data = wrong.data();
  for (size_t left = wrong.size(); left > 0;) {
    const ssize_t n = write(out, data, left);
    if (n <= 0) break;
    data += n;
    left -= static_cast<size_t>(n);
  }
  _exit(0);
}

std::string Death(int status) {
  if (WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    return code == 0 ? "" : "the process exited with " + std::to_string(code);
  }
  const int signal = WTERMSIG(status);
  if (signal == SIGALRM || signal == SIGXCPU || signal == SIGKILL) {
    return "it took longer than " + std::to_string(kSeconds) + " s";
  }
  return std::string("the process died: ") + strsignal(signal);
}

}  // namespace

void Shared::Say(const std::string& message) {
  const size_t n = std::min(message.size(), sizeof(text) - 1);
  std::memcpy(text, message.data(), n);
  text[n] = 0;
}

Shared* NewShared() {
  void* p =
      mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) std::abort();
  return static_cast<Shared*>(p);
}

void RestartClock() {
  const unsigned seconds = Sanitized() ? 6 * kSeconds : kSeconds;
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  const rlim_t so_far = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  const rlimit cpu = {so_far + seconds, RLIM_INFINITY};
  setrlimit(RLIMIT_CPU, &cpu);
  alarm(3 * seconds);
}

std::string InChild(const std::function<std::string()>& body) {
  int ends[2];
  if (pipe(ends) != 0) return "there is no pipe";
  std::fflush(nullptr);
  const pid_t pid = fork();
  if (pid < 0) return "there is no child";
  if (pid == 0) {
    close(ends[0]);
    Child(ends[1], body);
  }
  close(ends[1]);
  std::string wrong;
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof(buffer))) > 0;) {
    wrong.append(buffer, static_cast<size_t>(n));
  }
  close(ends[0]);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
  }
  const std::string death = Death(status);
  return death.empty() ? wrong : death;
}

bool Sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

}  // namespace hb::bad_input
