// Layouts of packed operands.
//
// B: for each block of KBlock(k) rows, panels of kNr columns, each [block][kNr], the last one
// filled up with zeros; panel j of the block of `kb` rows that starts at row k0 starts at float
// (k0 * panels + j * kb) * kNr. A: tiles of balanced heights (TileRow), each [k][height]; the tile
// that starts at row r starts at float r * k.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_PACK_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_PACK_H_

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {

// First row of tile t when m rows are split evenly into `tiles`.
HB_INLINE int64_t TileRow(int64_t t, int64_t tiles, int64_t m) { return t * m / tiles; }

void CopyRows(const float* in, int64_t is, int64_t rows, int64_t cols, float* out, int64_t os);

// One panel of B: `b` points at its first column (trans: its first row); cols <= kNr.
void PackBPanel(const float* b, int64_t ld, bool trans, int64_t k, int64_t cols, float* out);
void PackB(int64_t k, int64_t n, const float* b, int64_t ld, bool trans, float* out,
           const IsaPool* pool);

size_t GemmPackedBBytes(int64_t k, int64_t n);
void GemmPackB(int64_t k, int64_t n, const float* b, int64_t ldb, int32_t trans, void* out,
               const IsaPool* pool);
size_t GemmPackedABytes(int64_t m, int64_t k);
void GemmPackA(int64_t m, int64_t k, const float* a, int64_t lda, int32_t trans, void* out,
               const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_PACK_H_
