// Writing slices at positions that the last dimension of an index tensor spells out.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ARRAY_SCATTER_ND_H_
#define HORNBEAM_CORE_KERNELS_CPU_ARRAY_SCATTER_ND_H_

#include "core/kernels/cpu/array/move.h"

namespace hb {

enum class ScatterMode { kSet, kAdd, kSub };

// Writes rows of `updates` into `target`. `target` is checked against the indices; `ignore_bad`
// leaves out those outside instead of failing.
int ScatterNd(HbRunCtx* ctx, ScatterMode mode, const HbView& indices, const HbView& updates,
              const HbView& target, bool ignore_bad);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_ARRAY_SCATTER_ND_H_
