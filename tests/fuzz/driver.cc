// <target> <runs> <seed>...: runs the target on each seed and on `runs` random changes of each.
// The changes are the same every time; HORNBEAM_FUZZ_SEED gives others.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void Try(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

// Changes, removes, repeats or cuts a few bytes.
std::string Change(std::string s, std::mt19937& random) {
  for (uint32_t n = 1 + random() % 4; n > 0 && !s.empty(); --n) {
    const size_t at = random() % s.size();
    const size_t length = 1 + random() % 8;
    switch (random() % 8) {
      case 0:
        s.erase(at, length);
        break;
      case 1:
        s.insert(at, s.substr(at, length));
        break;
      case 2:
        s.resize(at);
        break;
      case 3:
        s[at] = static_cast<char>(random() % 2 != 0 ? 0xff : 0);
        break;
      default:
        s[at] = static_cast<char>(random());
    }
  }
  return s;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s <runs> <seed>...\n", argv[0]);
    return 2;
  }
  const char* seed = std::getenv("HORNBEAM_FUZZ_SEED");
  std::mt19937 random(seed == nullptr ? 1 : static_cast<uint32_t>(std::atoi(seed)));
  Try("");
  for (int i = 2; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "%s can't be read\n", argv[i]);
      return 1;
    }
    const std::string seed_input(std::istreambuf_iterator<char>(file), {});
    Try(seed_input);
    for (int run = std::atoi(argv[1]); run > 0; --run) Try(Change(seed_input, random));
  }
  return 0;
}
