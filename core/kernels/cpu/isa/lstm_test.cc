#include <math.h>

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/test_util.h"

namespace hb {
namespace {

using isa_test::Floats;
using isa_test::Levels;

double Sigmoid(double x) { return 1 / (1 + exp(-x)); }

// Rows and units that fill no vector, and rows that lie apart.
struct Sizes {
  int64_t rows, units, ld;
};
constexpr Sizes kSizes[] = {{1, 1, 4}, {3, 5, 23}, {2, 16, 64}, {2, 33, 140}};

TEST(LstmCell, IsTheFormula) {
  for (const IsaTable* t : Levels()) {
    for (const Sizes& s : kSizes) {
      SCOPED_TRACE(t->name + std::to_string(s.units));
      Floats sums(s.rows * s.ld), c_prev(s.rows * s.units), c(s.rows * s.units),
          h(s.rows * s.units);
      sums.Random(1, -4.0f, 4.0f);
      c_prev.Random(2, -2.0f, 2.0f);
      Floats gates = sums;
      IsaLstmCell cell = {};
      cell.rows = s.rows, cell.units = s.units;
      cell.gates = gates.data(), cell.ld_gates = s.ld;
      cell.c_prev = c_prev.data(), cell.ld_c_prev = s.units;
      cell.c = c.data(), cell.ld_c = s.units;
      cell.h = h.data(), cell.ld_h = s.units;
      t->lstm_cell(&cell);
      for (int64_t r = 0; r < s.rows; ++r) {
        for (int64_t j = 0; j < s.units; ++j) {
          const float* z = sums.data() + r * s.ld + j;
          const double i = Sigmoid(z[0]), f = Sigmoid(z[s.units]), g = tanh(z[2 * s.units]),
                       o = Sigmoid(z[3 * s.units]);
          const double next = f * c_prev.data()[r * s.units + j] + i * g;
          EXPECT_NEAR(c.data()[r * s.units + j], next, 1e-6);
          EXPECT_NEAR(h.data()[r * s.units + j], o * tanh(next), 1e-6);
          EXPECT_NEAR(gates.data()[r * s.ld + 3 * s.units + j], o, 1e-6);
        }
      }
      EXPECT_TRUE(gates.Intact() && c.Intact() && h.Intact());
    }
  }
}

// The loss sum(w * h) + sum(v * c) as a function of one sum, in double.
TEST(LstmCellGrad, IsTheDerivative) {
  for (const IsaTable* t : Levels()) {
    for (const Sizes& s : kSizes) {
      SCOPED_TRACE(t->name + std::to_string(s.units));
      const int64_t n = s.rows * s.units;
      Floats gates(s.rows * s.ld), c_prev(n), c(n), h(n), dh(n), dh_next(n), dc(n),
          dz(s.rows * s.ld);
      gates.Random(3, -2.0f, 2.0f);
      c_prev.Random(4, -1.0f, 1.0f);
      dh.Random(5, -1.0f, 1.0f);
      dh_next.Random(6, -1.0f, 1.0f);
      dc.Random(7, -1.0f, 1.0f);
      const Floats sums = gates, dc_in = dc;
      IsaLstmCell cell = {};
      cell.rows = s.rows, cell.units = s.units;
      cell.gates = gates.data(), cell.ld_gates = s.ld;
      cell.c_prev = c_prev.data(), cell.ld_c_prev = s.units;
      cell.c = c.data(), cell.ld_c = s.units;
      cell.h = h.data(), cell.ld_h = s.units;
      t->lstm_cell(&cell);
      cell.h = dh.data();
      cell.dh_next = dh_next.data(), cell.dc = dc.data(), cell.dgates = dz.data();
      t->lstm_cell_grad(&cell);
      for (int64_t r = 0; r < s.rows; ++r) {
        for (int64_t j = 0; j < s.units; ++j) {
          const int64_t at = r * s.units + j;
          const auto loss = [&](const double* z, double before) {
            const double next = Sigmoid(z[1]) * before + Sigmoid(z[0]) * tanh(z[2]);
            const double w = static_cast<double>(dh.data()[at]) + dh_next.data()[at];
            return w * Sigmoid(z[3]) * tanh(next) + dc_in.data()[at] * next;
          };
          double z[4];
          for (int k = 0; k < 4; ++k) z[k] = sums.data()[r * s.ld + k * s.units + j];
          const double before = c_prev.data()[at];
          constexpr double kStep = 1e-5;
          for (int k = 0; k < 4; ++k) {
            double up[4] = {z[0], z[1], z[2], z[3]}, down[4] = {z[0], z[1], z[2], z[3]};
            up[k] += kStep;
            down[k] -= kStep;
            EXPECT_NEAR(dz.data()[r * s.ld + k * s.units + j],
                        (loss(up, before) - loss(down, before)) / (2 * kStep), 2e-6);
          }
          EXPECT_NEAR(dc.data()[at],
                      (loss(z, before + kStep) - loss(z, before - kStep)) / (2 * kStep), 2e-6);
        }
      }
      EXPECT_TRUE(dz.Intact() && dc.Intact());
    }
  }
}

}  // namespace
}  // namespace hb
