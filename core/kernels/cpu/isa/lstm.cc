#include "core/kernels/cpu/isa/lstm.h"

#include "core/kernels/cpu/isa/math_inline.h"

namespace hb::HB_ISA_NS {

void LstmCell(const IsaLstmCell* cell) {
  const int64_t units = cell->units;
  for (int64_t r = 0; r < cell->rows; ++r) {
    float* z = cell->gates + r * cell->ld_gates;
    const float* c_prev = cell->c_prev + r * cell->ld_c_prev;
    float* c = cell->c + r * cell->ld_c;
    float* h = cell->h + r * cell->ld_h;
    for (int64_t j = 0; j < units; j += kLanes) {
      const int64_t n = MinI(kLanes, units - j);
      const VF i = Sigmoid(LoadN(z + j, n));
      const VF f = Sigmoid(LoadN(z + units + j, n));
      const VF g = Tanh(LoadN(z + 2 * units + j, n));
      const VF o = Sigmoid(LoadN(z + 3 * units + j, n));
      const VF next = Add(Mul(f, LoadN(c_prev + j, n)), Mul(i, g));
      StoreN(z + j, i, n);
      StoreN(z + units + j, f, n);
      StoreN(z + 2 * units + j, g, n);
      StoreN(z + 3 * units + j, o, n);
      StoreN(c + j, next, n);
      StoreN(h + j, Mul(o, Tanh(next)), n);
    }
  }
}

void LstmCellGrad(const IsaLstmCell* cell) {
  const int64_t units = cell->units;
  const VF one = Set1(1.0f);
  for (int64_t r = 0; r < cell->rows; ++r) {
    const float* gates = cell->gates + r * cell->ld_gates;
    const float* c_prev = cell->c_prev + r * cell->ld_c_prev;
    const float* c = cell->c + r * cell->ld_c;
    const float* dh_in = cell->h + r * cell->ld_h;
    const float* dh_next = cell->dh_next + r * units;
    float* dc = cell->dc + r * units;
    float* dz = cell->dgates + r * cell->ld_gates;
    for (int64_t j = 0; j < units; j += kLanes) {
      const int64_t n = MinI(kLanes, units - j);
      const VF i = LoadN(gates + j, n), f = LoadN(gates + units + j, n);
      const VF g = LoadN(gates + 2 * units + j, n), o = LoadN(gates + 3 * units + j, n);
      const VF t = Tanh(LoadN(c + j, n));
      const VF dh = Add(LoadN(dh_in + j, n), LoadN(dh_next + j, n));
      const VF d = Add(LoadN(dc + j, n), Mul(Mul(dh, o), Sub(one, Mul(t, t))));
      StoreN(dz + j, Mul(Mul(d, g), Mul(i, Sub(one, i))), n);
      StoreN(dz + units + j, Mul(Mul(d, LoadN(c_prev + j, n)), Mul(f, Sub(one, f))), n);
      StoreN(dz + 2 * units + j, Mul(Mul(d, i), Sub(one, Mul(g, g))), n);
      StoreN(dz + 3 * units + j, Mul(Mul(dh, t), Mul(o, Sub(one, o))), n);
      StoreN(dc + j, Mul(d, f), n);
    }
  }
}

}  // namespace hb::HB_ISA_NS
