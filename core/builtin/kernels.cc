#include "core/builtin/kernels.h"

#include <initializer_list>

#include "core/kernel/registry.h"

// One row for each family file of kernels, sorted.
#define HB_KERNEL_FAMILIES(X)          \
  X(RegisterActivationKernels)         \
  X(RegisterArrayBasicKernels)         \
  X(RegisterArrayBroadcastArgsKernels) \
  X(RegisterArrayConcatKernels)        \
  X(RegisterArrayDiagKernels)          \
  X(RegisterArrayFillKernels)          \
  X(RegisterArrayGatherKernels)        \
  X(RegisterArrayPadKernels)           \
  X(RegisterArrayReorderKernels)       \
  X(RegisterArrayScatterKernels)       \
  X(RegisterArraySelectKernels)        \
  X(RegisterAttentionKernels)          \
  X(RegisterBatchNormKernels)          \
  X(RegisterBiasKernels)               \
  X(RegisterBinaryKernels)             \
  X(RegisterCastKernels)               \
  X(RegisterChainKernels)              \
  X(RegisterCompareKernels)            \
  X(RegisterComplexKernels)            \
  X(RegisterConvKernels)               \
  X(RegisterConvBandsKernels)          \
  X(RegisterEffectKernels)             \
  X(RegisterEinsumKernels)             \
  X(RegisterFileKernels)               \
  X(RegisterFloatMatMulKernels)        \
  X(RegisterInTopKKernels)             \
  X(RegisterLayerNormKernels)          \
  X(RegisterLookupKernels)             \
  X(RegisterLstmKernels)               \
  X(RegisterMatMulKernels)             \
  X(RegisterMultinomialKernels)        \
  X(RegisterParseExampleKernels)       \
  X(RegisterParseSequenceKernels)      \
  X(RegisterPoolKernels)               \
  X(RegisterQueueKernels)              \
  X(RegisterQuotientKernels)           \
  X(RegisterRandomKernels)             \
  X(RegisterReduceExtremeKernels)      \
  X(RegisterReduceProductKernels)      \
  X(RegisterReduceSumKernels)          \
  X(RegisterRowUpdateKernels)          \
  X(RegisterScanKernels)               \
  X(RegisterSegmentKernels)            \
  X(RegisterSelectKernels)             \
  X(RegisterSoftmaxKernels)            \
  X(RegisterSpecialKernels)            \
  X(RegisterStackKernels)              \
  X(RegisterStringKernels)             \
  X(RegisterStringNumberKernels)       \
  X(RegisterTensorArrayKernels)        \
  X(RegisterTensorListKernels)         \
  X(RegisterTrainingKernels)           \
  X(RegisterTranscendentalKernels)     \
  X(RegisterUnaryKernels)              \
  X(RegisterVariableKernels)           \
  X(RegisterVariableScatterKernels)    \
  X(RegisterVariableUpdateKernels)     \
  X(RegisterVariantMathKernels)

namespace hb {

#define HB_DECLARE(name) void name(KernelSet& set);
HB_KERNEL_FAMILIES(HB_DECLARE)
#undef HB_DECLARE

void RegisterBuiltinKernels([[maybe_unused]] KernelSet& set) {
  using Register = void (*)(KernelSet&);
#define HB_ROW(name) &name,
  for (Register fill : std::initializer_list<Register>{HB_KERNEL_FAMILIES(HB_ROW)}) fill(set);
#undef HB_ROW
}

}  // namespace hb
