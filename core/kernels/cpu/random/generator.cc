#include "core/kernels/cpu/random/generator.h"

#include <sys/random.h>

#include "core/kernels/cpu/array/move.h"

namespace hb {

void* NewGenerator(const HbAttrs* attrs) {
  uint64_t seeds[2] = {static_cast<uint64_t>(AttrInt(attrs, "seed")),
                       static_cast<uint64_t>(AttrInt(attrs, "seed2"))};
  if (seeds[0] == 0 && seeds[1] == 0) {
    // Blocks only before the system has any randomness at all.
    static_cast<void>(getrandom(seeds, sizeof(seeds), 0) == sizeof(seeds));
  }
  auto* g = new Generator;
  g->gen = Philox(seeds[0], seeds[1]);
  return g;
}

void FreeGenerator(void* g) { delete static_cast<Generator*>(g); }

Philox OfSeed(const HbView& seed) {
  const IndexArray s(seed);
  // Values are extended to 64 bits.
  return PhiloxOfStatelessSeed(static_cast<uint64_t>(s[0]), static_cast<uint64_t>(s[1]));
}

}  // namespace hb
