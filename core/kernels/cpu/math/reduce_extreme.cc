#pragma GCC optimize("O2")  // loops for 14 dtypes, which -O3 makes nearly twice as large
// Extremes, and whether all or any hold.
#include "core/kernels/cpu/math/reduce_rows.h"

namespace hb {

void RegisterReduceExtremeKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  KERNEL(set, "Max", ReduceKernel("T:" HB_REALS, PlanReal<MaxReducer, kIsaReduceMax>));
  KERNEL(set, "Min", ReduceKernel("T:" HB_REALS, PlanReal<MinReducer, kIsaReduceMin>));
  KERNEL(set, "All", ReduceKernel("", PlanBool<AllReducer>));
  KERNEL(set, "Any", ReduceKernel("", PlanBool<AnyReducer>));
}

}  // namespace hb
