#include "core/builtin/builtin.h"

#include <google/protobuf/stubs/logging.h>

#include "core/autodiff/gradients.h"
#include "core/builtin/kernels.h"
#include "core/builtin/ops.h"
#include "core/graph/op.h"
#include "core/kernel/registry.h"
#include "core/passes/ir.h"

namespace hb {

void InitBuiltin() {
  static const bool done = [] {
    // A library prints nothing; what is wrong with a message shows in the status of its reader.
    google::protobuf::SetLogHandler(nullptr);
    SetGlobalOpsInitializer(&DefineBuiltinOps);
    SetGlobalKernelsInitializer(&RegisterBuiltinKernels);
    SetGradientFunctionMaker(&SymbolicGradientFunction);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace hb
