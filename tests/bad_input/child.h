// Runs code in a process of its own, under limits, so that a crash or a hang of it is a result.
#ifndef HORNBEAM_TESTS_BAD_INPUT_CHILD_H_
#define HORNBEAM_TESTS_BAD_INPUT_CHILD_H_

#include <functional>
#include <string>

namespace hb::bad_input {

// Seconds of processor time, and of the clock at a third of the speed, that one case may take.
inline constexpr unsigned kSeconds = 10;

// Seen by the child and its parent.
struct Shared {
  int progress;  // what the child was about to do
  char text[4000];
  void Say(const std::string& message);
};
// Zeroed memory that children forked later share with this process.
Shared* NewShared();

// Starts the clock of a case anew.
void RestartClock();

// Forks; the child has at most 1 GiB of address space (of allocations, under a sanitizer), kSeconds
// and no standard output, and runs `body`, which returns what is wrong, "" for nothing. Returns
// that, or how the child died. The calling process must have only one thread.
std::string InChild(const std::function<std::string()>& body);

// True in a build with a sanitizer, which slows everything down.
bool Sanitized();

}  // namespace hb::bad_input

#endif  // HORNBEAM_TESTS_BAD_INPUT_CHILD_H_
