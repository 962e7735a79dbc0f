// The elementwise part of an LSTM of one level; see IsaLstmCell.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_LSTM_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_LSTM_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

void LstmCell(const IsaLstmCell* cell);
size_t LstmPackedRowBytes(int64_t units);
void LstmPackRow(int64_t units, const float* recurrent, float* out);
void LstmRow(const IsaLstmCell* cell, const IsaLstmRow* row);
void LstmCellGrad(const IsaLstmCell* cell);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_LSTM_H_
