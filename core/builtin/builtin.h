// What this build carries, installed into the registries below.
#ifndef HORNBEAM_CORE_BUILTIN_BUILTIN_H_
#define HORNBEAM_CORE_BUILTIN_BUILTIN_H_

namespace hb {

// Makes OpSet::Global() and the registry of kernels hand out everything of this build. Every entry
// into the library calls it first, and so does the main function of the tests. Thread-safe; calls
// after the first cost one load.
void InitBuiltin();

}  // namespace hb

#endif  // HORNBEAM_CORE_BUILTIN_BUILTIN_H_
