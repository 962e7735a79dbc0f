// The op declarations of this build.
#ifndef HORNBEAM_CORE_BUILTIN_OPS_H_
#define HORNBEAM_CORE_BUILTIN_OPS_H_

namespace hb {

class OpSet;

// Declares all ops of core/ops, and lets TensorFlow's own table answer for every other name.
void DefineBuiltinOps(OpSet& ops);

}  // namespace hb

#endif  // HORNBEAM_CORE_BUILTIN_OPS_H_
