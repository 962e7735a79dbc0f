#pragma GCC optimize("O2")  // loops for 14 dtypes, which -O3 makes nearly twice as large
// Sums and means.
#include "core/kernels/cpu/math/reduce_rows.h"

namespace hb {

void RegisterReduceSumKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  KERNEL(set, "Sum", ReduceKernel("T:" HB_NUMBERS, PlanNumber<SumReducer, kIsaReduceSum>));
  KERNEL(set, "Mean", ReduceKernel("T:" HB_NUMBERS, PlanNumber<MeanReducer, kIsaReduceMean>));
}

}  // namespace hb
