// Sums down the columns of a matrix, cut into blocks of rows whose partial sums meet in a tree.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_COLUMN_SUMS_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_COLUMN_SUMS_H_

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {

// Rows of one block; by shape only, so that a block has about 16384 elements.
HB_INLINE int64_t RowBlock(int64_t rows, int64_t cols) {
  const int64_t want = MaxI(16, CeilDiv(16384, MaxI(cols, 1)));
  return MinI(MaxI(rows, 1), MinI(want, 512));
}

HB_INLINE int64_t RowBlocks(int64_t rows, int64_t cols) {
  return MaxI(1, CeilDiv(rows, RowBlock(rows, cols)));
}

// Folds `blocks` rows of `width` partial values into the first one: row i meets row
// i + ceil(count / 2).
template <typename Op>
HB_INLINE void FoldRows(float* partial, int64_t blocks, int64_t width, Op op) {
  while (blocks > 1) {
    const int64_t half = (blocks + 1) / 2;
    for (int64_t i = 0; i + half < blocks; ++i) {
      float* a = partial + i * width;
      const float* b = partial + (i + half) * width;
      for (int64_t j = 0; j < width; j += kLanes) {
        const int64_t n = MinI(kLanes, width - j);
        StoreN(a + j, op(LoadN(a + j, n), LoadN(b + j, n)), n);
      }
    }
    blocks = half;
  }
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_COLUMN_SUMS_H_
