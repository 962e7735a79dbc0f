#include "core/kernels/cpu/isa/lstm.h"

#include "core/kernels/cpu/isa/math_inline.h"

namespace hb::HB_ISA_NS {
namespace {

// A whole vector where kPart isn't set; masked moves are slow on some machines.
template <bool kPart>
HB_INLINE VF Get(const float* p, int64_t n) {
  return kPart ? LoadN(p, n) : Load(p);
}
template <bool kPart>
HB_INLINE void Put(float* p, VF v, int64_t n) {
  if constexpr (kPart) {
    StoreN(p, v, n);
  } else {
    Store(p, v);
  }
}

// Calls body<kPart>(j, n) for each vector of `units` elements.
template <typename Body>
HB_INLINE void ForVectors(int64_t units, Body&& body) {
  int64_t j = 0;
  for (; j + kLanes <= units; j += kLanes) body.template operator()<false>(j, kLanes);
  if (j < units) body.template operator()<true>(j, units - j);
}

// exp(x) - 1 = scale * part + (scale - 1) for |x| <= 87, each term rounded well.
struct ExpParts {
  VF part, scale;
};
HB_INLINE ExpParts SplitExp(VF x) {
  x = Max(Set1(-87.0f), Min(Set1(87.0f), x));
  VF n;
  const VF r = ReduceExp(x, &n);
  const VF p =
      Poly(r, 0.5f, 0.166666658f, 0.0416662803f, 0.00833350375f, 0.00139457529f, 0.000197892661f);
  return {Fma(Mul(r, r), p, r), Scale(Set1(1.0f), n)};
}

// 1 / (1 + exp(-x)) and (exp(2x) - 1) / (exp(2x) + 1), within 4 units in the last place, in half
// of the steps that the table's functions take.
HB_INLINE VF Gate(VF x) {
  const ExpParts e = SplitExp(Neg(x));
  return Div(Set1(1.0f), Fma(e.scale, e.part, Add(e.scale, Set1(1.0f))));
}
HB_INLINE VF Squash(VF x) {
  const ExpParts e = SplitExp(Add(x, x));
  const VF m = Fma(e.scale, e.part, Sub(e.scale, Set1(1.0f)));
  return Div(m, Add(m, Set1(2.0f)));
}

// The cell of one vector of units, from the sums in z.
template <bool kPart>
HB_INLINE void CellOf(const VF* sums, int64_t units, float* z, const float* c_prev, float* c,
                      float* h, int64_t n) {
  const VF i = Gate(sums[0]), f = Gate(sums[1]), g = Squash(sums[2]), o = Gate(sums[3]);
  const VF next = Add(Mul(f, Get<kPart>(c_prev, n)), Mul(i, g));
  Put<kPart>(z, i, n);
  Put<kPart>(z + units, f, n);
  Put<kPart>(z + 2 * units, g, n);
  Put<kPart>(z + 3 * units, o, n);
  Put<kPart>(c, next, n);
  Put<kPart>(h, Mul(o, Squash(next)), n);
}

// Vectors of units whose products with the recurrent kernel are summed side by side, so that sums
// don't wait for each other.
constexpr int kSideBySide = kLanes == 16 ? 1 : 2;
// Units of a block: packed, what a block reads lies together.
constexpr int64_t kBlock = kSideBySide * kLanes;

// Where the columns of a vector of units lie in the recurrent kernel.
struct Columns {
  const float* first;
  int64_t gate_step;  // from gate to gate; from row to row it is four times that
};
HB_INLINE Columns ColumnsOf(const IsaLstmCell* cell, const IsaLstmRow* row, int64_t j) {
  if (row->packed == nullptr) return {row->recurrent + j, cell->units};
  return {row->packed + j / kBlock * kBlock * 4 * cell->units + j % kBlock, kBlock};
}

template <int kVectors, bool kPart>
HB_INLINE void UnitsOf(const IsaLstmCell* cell, const IsaLstmRow* row, int64_t j, int64_t n) {
  const int64_t units = cell->units;
  VF sums[kVectors][4];
  for (auto& s : sums) s[0] = s[1] = s[2] = s[3] = Zero();
  const Columns columns = ColumnsOf(cell, row, j);
  const float* w = columns.first;
  for (int64_t k = 0; k < units; ++k, w += 4 * columns.gate_step) {
    const VF x = Set1(row->h_prev[k]);
    _Pragma("GCC unroll 4") for (int v = 0; v < kVectors; ++v) {
      _Pragma("GCC unroll 4") for (int gate = 0; gate < 4; ++gate) {
        const float* at = w + gate * columns.gate_step + v * kLanes;
        sums[v][gate] = Fma(x, Get<kPart>(at, n), sums[v][gate]);
      }
    }
  }
  for (int v = 0; v < kVectors; ++v, j += kLanes) {
    float* z = cell->gates + j;
    for (int gate = 0; gate < 4; ++gate) {
      sums[v][gate] = Add(sums[v][gate], Get<kPart>(z + gate * units, n));
    }
    CellOf<kPart>(sums[v], units, z, cell->c_prev + j, cell->c + j, cell->h + j, n);
  }
}

}  // namespace

void LstmCell(const IsaLstmCell* cell) {
  const int64_t units = cell->units;
  for (int64_t r = 0; r < cell->rows; ++r) {
    float* z = cell->gates + r * cell->ld_gates;
    const float* c_prev = cell->c_prev + r * cell->ld_c_prev;
    float* c = cell->c + r * cell->ld_c;
    float* h = cell->h + r * cell->ld_h;
    ForVectors(units, [&]<bool kPart>(int64_t j, int64_t n) {
      VF sums[4];
      for (int gate = 0; gate < 4; ++gate) sums[gate] = Get<kPart>(z + gate * units + j, n);
      CellOf<kPart>(sums, units, z + j, c_prev + j, c + j, h + j, n);
    });
  }
}

size_t LstmPackedRowBytes(int64_t units) {
  return static_cast<size_t>(CeilDiv(units, kBlock) * kBlock * 4 * units) * sizeof(float);
}

void LstmPackRow(int64_t units, const float* recurrent, float* out) {
  for (int64_t j = 0; j < units; j += kBlock) {
    const int64_t n = MinI(kBlock, units - j);
    for (int64_t row = 0; row < 4 * units; ++row, out += kBlock) {
      memcpy(out, recurrent + row * units + j, static_cast<size_t>(n) * sizeof(float));
      memset(out + n, 0, static_cast<size_t>(kBlock - n) * sizeof(float));
    }
  }
}

void LstmRow(const IsaLstmCell* cell, const IsaLstmRow* row) {
  const int64_t blocks = (row->end - row->begin) / kBlock;
  const auto rest = [&] {
    for (int64_t j = row->begin + blocks * kBlock; j < row->end; j += kLanes) {
      UnitsOf<1, true>(cell, row, j, MinI(kLanes, row->end - j));
    }
  };
  if (row->backwards) rest();
  const int64_t step = row->backwards ? -kBlock : kBlock;
  int64_t j = row->backwards ? row->begin + (blocks - 1) * kBlock : row->begin;
  for (int64_t i = 0; i < blocks; ++i, j += step) {
    UnitsOf<kSideBySide, false>(cell, row, j, kLanes);
  }
  if (!row->backwards) rest();
}

void LstmCellGrad(const IsaLstmCell* cell) {
  const int64_t units = cell->units;
  const VF one = Set1(1.0f);
  for (int64_t r = 0; r < cell->rows; ++r) {
    const float* gates = cell->gates + r * cell->ld_gates;
    const float* c_prev = cell->c_prev + r * cell->ld_c_prev;
    const float* c = cell->c + r * cell->ld_c;
    const float* dh_in = cell->h + r * cell->ld_h;
    const float* dh_next = cell->dh_next + r * cell->ld_dh_next;
    float* dc = cell->dc + r * units;
    float* dz = cell->dgates + r * cell->ld_gates;
    ForVectors(units, [&]<bool kPart>(int64_t j, int64_t n) {
      const auto gate = [&](int k) { return Get<kPart>(gates + k * units + j, n); };
      const VF i = gate(0), f = gate(1), g = gate(2), o = gate(3);
      const VF t = Squash(Get<kPart>(c + j, n));
      const VF dh = Add(Get<kPart>(dh_in + j, n), Get<kPart>(dh_next + j, n));
      const VF d = Add(Get<kPart>(dc + j, n), Mul(Mul(dh, o), Sub(one, Mul(t, t))));
      const auto put = [&](int k, VF v) {
        float* sum = cell->dbias + k * units + j;
        Put<kPart>(dz + k * units + j, v, n);
        Put<kPart>(sum, Add(Get<kPart>(sum, n), v), n);
      };
      put(0, Mul(Mul(d, g), Mul(i, Sub(one, i))));
      put(1, Mul(Mul(d, Get<kPart>(c_prev + j, n)), Mul(f, Sub(one, f))));
      put(2, Mul(Mul(d, i), Sub(one, Mul(g, g))));
      put(3, Mul(Mul(dh, t), Mul(o, Sub(one, o))));
      Put<kPart>(dc + j, Mul(d, f), n);
    });
  }
}

}  // namespace hb::HB_ISA_NS
