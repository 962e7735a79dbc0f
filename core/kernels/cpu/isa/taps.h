// Which filter taps meet an input position, seen from the input's side.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_TAPS_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_TAPS_H_

#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

// Taps along one axis that reach the inputs `phase`, `phase + stride`, ...; input
// phase + q * stride meets, by tap first - i * step, the output q + off + i * dist.
struct Taps {
  int64_t count, first, step, off, dist;
};

HB_INLINE Taps TapsOf(int64_t phase, int64_t k, int64_t stride, int64_t dil, int64_t pad) {
  Taps t{0, 0, 1, 0, 1};
  for (int64_t tap = k - 1; tap >= 0; --tap) {
    if ((phase + pad - tap * dil) % stride != 0) continue;
    const int64_t off = (phase + pad - tap * dil) / stride;
    if (t.count == 0) {
      t.first = tap;
      t.off = off;
    } else if (t.count == 1) {
      t.step = t.first - tap;
      t.dist = off - t.off;
    }
    ++t.count;
  }
  return t;
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_TAPS_H_
