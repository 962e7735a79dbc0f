#include "core/builtin/ops.h"

#include <initializer_list>

#include "core/builtin/tf_opdefs.h"
#include "core/graph/op.h"

// One row for each family file of core/ops, sorted.
#define HB_OP_FAMILIES(X)      \
  X(DefineActivationOps)       \
  X(DefineBasicOps)            \
  X(DefineBatchNormOps)        \
  X(DefineBiasOps)             \
  X(DefineBinaryOps)           \
  X(DefineChainOps)            \
  X(DefineCompareOps)          \
  X(DefineComplexOps)          \
  X(DefineConcatOps)           \
  X(DefineConvOps)             \
  X(DefineDiagOps)             \
  X(DefineEinsumOps)           \
  X(DefineFileOps)             \
  X(DefineFillOps)             \
  X(DefineFlowOps)             \
  X(DefineFunctionOps)         \
  X(DefineFusedOps)            \
  X(DefineGatherOps)           \
  X(DefineListOps)             \
  X(DefineLookupOps)           \
  X(DefineMatMulOps)           \
  X(DefinePadOps)              \
  X(DefineParseOps)            \
  X(DefinePoolOps)             \
  X(DefineQueueOps)            \
  X(DefineRandomOps)           \
  X(DefineReduceOps)           \
  X(DefineRefVariableOps)      \
  X(DefineResourceVariableOps) \
  X(DefineScanOps)             \
  X(DefineSegmentOps)          \
  X(DefineSelectOps)           \
  X(DefineShapeOps)            \
  X(DefineSliceOps)            \
  X(DefineSoftmaxOps)          \
  X(DefineSpecialOps)          \
  X(DefineStringOps)           \
  X(DefineTensorArrayOps)      \
  X(DefineTrainingOps)         \
  X(DefineUnaryOps)

namespace hb {

#define HB_DECLARE(name) void name(OpSet& ops);
HB_OP_FAMILIES(HB_DECLARE)
#undef HB_DECLARE

void DefineBuiltinOps(OpSet& ops) {
  using Define = void (*)(OpSet&);
#define HB_ROW(name) &name,
  for (Define define : std::initializer_list<Define>{HB_OP_FAMILIES(HB_ROW)}) define(ops);
#undef HB_ROW
  ops.set_fallback(&FindTensorFlowOp);
}

}  // namespace hb
