// Where random kernels get their generators from.
#ifndef HORNBEAM_CORE_KERNELS_CPU_RANDOM_GENERATOR_H_
#define HORNBEAM_CORE_KERNELS_CPU_RANDOM_GENERATOR_H_

#include <mutex>

#include "core/base/philox.h"
#include "core/kernel/kernel.h"

namespace hb {

// The generator of a node, which every execution moves on.
struct Generator {
  std::mutex mu;
  Philox gen{0, 0};

  Philox Reserve(uint64_t groups) {
    std::lock_guard lock(mu);
    const Philox reserved = gen;
    gen.Skip(groups);
    return reserved;
  }
};

// The state of a kernel with attributes `seed` and `seed2`: a Generator.
void* NewGenerator(const HbAttrs* attrs);
void FreeGenerator(void* g);

// The generator of stateless ops, by a seed in a tensor of two integers.
Philox OfSeed(const HbView& seed);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_RANDOM_GENERATOR_H_
