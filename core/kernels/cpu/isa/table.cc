#include "core/kernels/cpu/isa/conv.h"
#include "core/kernels/cpu/isa/depthwise.h"
#include "core/kernels/cpu/isa/elementwise.h"
#include "core/kernels/cpu/isa/gemm.h"
#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/lstm.h"
#include "core/kernels/cpu/isa/optimizer.h"
#include "core/kernels/cpu/isa/pooling.h"
#include "core/kernels/cpu/isa/reduce.h"
#include "core/kernels/cpu/isa/transpose.h"

#if defined(__AVX512F__)
#define HB_ISA_TABLE HbIsaTableV4
#define HB_ISA_LEVEL 4
#define HB_ISA_NAME "x86-64-v4"
#elif defined(__AVX2__)
#define HB_ISA_TABLE HbIsaTableV3
#define HB_ISA_LEVEL 3
#define HB_ISA_NAME "x86-64-v3"
#elif defined(__aarch64__)
#define HB_ISA_TABLE HbIsaTableNeon
#define HB_ISA_LEVEL kIsaNeon
#define HB_ISA_NAME "neon"
#else
#define HB_ISA_TABLE HbIsaTableV2
#define HB_ISA_LEVEL 2
#define HB_ISA_NAME "x86-64-v2"
#endif

extern "C" {
extern const hb::IsaTable HB_ISA_TABLE;
}

namespace hb::HB_ISA_NS {
namespace {

constexpr IsaTable MakeTable() {
  IsaTable t{};
  t.struct_size = sizeof(IsaTable);
  t.level = HB_ISA_LEVEL;
  t.name = HB_ISA_NAME;
  t.gemm_scratch_bytes = GemmScratchBytes;
  t.gemm = Gemm;
  t.gemm_packed_a_bytes = GemmPackedABytes;
  t.gemm_pack_a = GemmPackA;
  t.gemm_packed_b_bytes = GemmPackedBBytes;
  t.gemm_pack_b = GemmPackB;
  t.gemm_gains_by_packed_b = GemmGainsByPackedB;
  t.conv_scratch_bytes = ConvScratchBytes;
  t.conv = Conv;
  t.conv_packed_filter_bytes = ConvPackedFilterBytes;
  t.conv_pack_filter = ConvPackFilter;
  t.conv_gains_by_packed_filter = ConvGainsByPackedFilter;
  t.conv_filter_layout = ConvFilterLayout;
  t.conv_grad_input_scratch_bytes = ConvGradInputScratchBytes;
  t.conv_grad_input = ConvGradInput;
  t.conv_grad_filter_scratch_bytes = ConvGradFilterScratchBytes;
  t.conv_grad_filter = ConvGradFilter;
#define HB_SET(name) t.unary[kIsa##name] = name##Loop;
  HB_ISA_UNARY_LIST(HB_SET)
#undef HB_SET
#define HB_SET(name) t.binary[kIsa##name] = name##Loop;
  HB_ISA_BINARY_LIST(HB_SET)
#undef HB_SET
  t.softmax = Softmax;
  t.softmax_grad = SoftmaxGrad;
  t.log_softmax = LogSoftmax;
  t.reduce_scratch_bytes = ReduceScratchBytes;
  t.reduce = Reduce;
  t.column_moments_scratch_bytes = ColumnMomentsScratchBytes;
  t.column_moments = ColumnMoments;
  t.column_grad_sums_scratch_bytes = ColumnGradSumsScratchBytes;
  t.column_grad_sums = ColumnGradSums;
  t.column_affine = ColumnAffine;
  t.column_norm_grad = ColumnNormGrad;
  t.layer_norm = LayerNorm;
  t.layer_norm_grad_scratch_bytes = LayerNormGradScratchBytes;
  t.layer_norm_grad = LayerNormGrad;
  t.sgd = Sgd;
  t.momentum = Momentum;
  t.adam = Adam;
  t.depthwise = Depthwise;
  t.depthwise_rows = DepthwiseRows;
  t.depthwise_grad_input = DepthwiseGradInput;
  t.depthwise_grad_filter_scratch_bytes = DepthwiseGradFilterScratchBytes;
  t.depthwise_grad_filter = DepthwiseGradFilter;
  t.max_pool = MaxPool;
  t.max_pool_grad = MaxPoolGrad;
  t.avg_pool = AvgPool;
  t.avg_pool_grad = AvgPoolGrad;
  t.lstm_cell = LstmCell;
  t.lstm_packed_row_bytes = LstmPackedRowBytes;
  t.lstm_pack_row = LstmPackRow;
  t.lstm_row = LstmRow;
  t.lstm_cell_grad = LstmCellGrad;
  t.transpose = Transpose;
  return t;
}

}  // namespace
}  // namespace hb::HB_ISA_NS

constinit const hb::IsaTable HB_ISA_TABLE = hb::HB_ISA_NS::MakeTable();
