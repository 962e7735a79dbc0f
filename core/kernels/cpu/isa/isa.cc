#include "core/kernels/cpu/isa/isa.h"

#include <stdlib.h>

#if defined(__aarch64__)

extern "C" {
extern const hb::IsaTable HbIsaTableNeon;
}

namespace hb {

const IsaTable* IsaForLevel(int level) {
  return level == static_cast<int>(kIsaNeon) ? &HbIsaTableNeon : nullptr;
}

const IsaTable* Isa() { return &HbIsaTableNeon; }

}  // namespace hb

#else

extern "C" {
extern const hb::IsaTable HbIsaTableV2;
extern const hb::IsaTable HbIsaTableV3;
extern const hb::IsaTable HbIsaTableV4;
}

namespace hb {
namespace {

const IsaTable* Choose() {
  int limit = 4;
  if (const char* env = getenv("HORNBEAM_ISA")) {
    if (env[0] == 'v' && env[1] >= '2' && env[1] <= '4' && env[2] == '\0') limit = env[1] - '0';
  }
  for (int level = limit; level > 2; --level) {
    if (const IsaTable* table = IsaForLevel(level)) return table;
  }
  return &HbIsaTableV2;
}

}  // namespace

const IsaTable* IsaForLevel(int level) {
  __builtin_cpu_init();
  switch (level) {
    case 2:
      return __builtin_cpu_supports("x86-64-v2") ? &HbIsaTableV2 : nullptr;
    case 3:
      return __builtin_cpu_supports("x86-64-v3") ? &HbIsaTableV3 : nullptr;
    case 4:
      return __builtin_cpu_supports("x86-64-v4") ? &HbIsaTableV4 : nullptr;
    default:
      return nullptr;
  }
}

const IsaTable* Isa() {
  static const IsaTable* const table = Choose();
  return table;
}

}  // namespace hb

#endif  // __aarch64__
