// bad_input [PART]: runs the cases, or those whose name has the part in it, each in a process of
// its own, and says which of them did not give the error that they should.
#include <cstdio>

#include "tests/bad_input/child.h"
#include "tests/bad_input/world.h"

namespace hb::bad_input {
namespace {

int Main(int argc, char** argv) {
  const std::string part = argc > 1 ? argv[1] : "";
  int run = 0, failed = 0;
  for (const Cases& cases :
       {GraphCases(), SizeCases(), DepthCases(), FileCases(), TrainingCases()}) {
    for (const Case& c : cases) {
      if (c.name.find(part) == std::string::npos) continue;
      ++run;
      const std::string wrong = InChild(c.run);
      if (wrong.empty()) continue;
      ++failed;
      std::printf("%s: %s\n", c.name.c_str(), wrong.c_str());
      std::fflush(stdout);
    }
  }
  std::printf("%d cases, %d failed\n", run, failed);
  return run > 0 && failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace hb::bad_input

int main(int argc, char** argv) { return hb::bad_input::Main(argc, argv); }
