// The kernels of this build.
#ifndef HORNBEAM_CORE_BUILTIN_KERNELS_H_
#define HORNBEAM_CORE_BUILTIN_KERNELS_H_

namespace hb {

class KernelSet;

// Registers all kernels of core/kernels/cpu and of the families beside it.
void RegisterBuiltinKernels(KernelSet& set);

}  // namespace hb

#endif  // HORNBEAM_CORE_BUILTIN_KERNELS_H_
