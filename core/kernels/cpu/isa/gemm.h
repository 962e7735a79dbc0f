// The matrix product of one level; see IsaGemm.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_H_

#include "core/kernels/cpu/isa/gather.h"
#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {

// A product whose left side may be gathered from an image, and whose rows may lie in groups.
struct GemmJob {
  IsaGemm g;             // with gather set, a, lda, trans_a and packed_a are not used
  const Gather* gather;  // or null
  bool whole_panels;     // packed_b holds panels of all k rows, not blocks of KBlock(k)
  // Rows of C: `groups` groups of m / groups rows; group r starts at
  // c + r / c_inner * c_outer_step + r % c_inner * c_inner_step. One group: starts at c.
  int64_t groups, c_inner, c_inner_step, c_outer_step;
  // Each group is a grid row of gather, and TakesBands holds: instead of rows, the part of the
  // image that a few tiles read is copied, as it lies there.
  bool bands = false;
};

// Whether rows of a gathered left side may be read from a copy of a band of the image, and gain by
// that, as patches of few channels that overlap do.
bool TakesBands(const Gather* gather);

size_t GemmJobScratchBytes(const GemmJob* job);
bool JobGainsByPackedB(const GemmJob* job);
void RunGemmJob(const GemmJob* job, const IsaPool* pool);

size_t GemmScratchBytes(const IsaGemm* g);
int32_t GemmGainsByPackedB(const IsaGemm* g);
void Gemm(const IsaGemm* g, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_GEMM_H_
