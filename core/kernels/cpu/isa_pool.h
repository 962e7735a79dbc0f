// Lets the per-ISA kernels use the threads of a run.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_POOL_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_POOL_H_

#include "core/kernel/kernel.h"
#include "core/kernels/cpu/isa/isa.h"

namespace hb {

// Valid while the run function runs.
inline IsaPool PoolOf(HbRunCtx* ctx) {
  return {ctx, [](void* c, int64_t tasks, void (*fn)(void* arg, int64_t task), void* arg) {
            auto* run = static_cast<HbRunCtx*>(c);
            run->env->parallel_for(run, tasks, fn, arg);
          }};
}

// About how many nanoseconds one thread takes for as many operations in a product of floats.
inline double FlopsNs(double flops) {
  const uint32_t level = Isa()->level;
  return flops / (level == 4 ? 100 : level == 2 ? 12 : 50);
}

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_POOL_H_
