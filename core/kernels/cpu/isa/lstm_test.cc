#include <math.h>
#include <string.h>

#include <string>
#include <vector>

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

// A row's product with the recurrent kernel goes into its sums; parts of the units, in either
// order, and a packed kernel give the bits of the whole.
TEST(LstmRow, AddsTheProductAndIsTheCell) {
  for (const IsaTable* t : Levels()) {
    for (const int64_t units : {1, 5, 32, 67, 128}) {
      SCOPED_TRACE(t->name + std::to_string(units));
      Floats sums(4 * units), recurrent(units * 4 * units), h_prev(units), c_prev(units);
      sums.Random(1, -2.0f, 2.0f);
      recurrent.Random(2, -0.2f, 0.2f);
      h_prev.Random(3, -1.0f, 1.0f);
      c_prev.Random(4, -1.0f, 1.0f);
      Floats packed(static_cast<int64_t>(t->lstm_packed_row_bytes(units) / sizeof(float)));
      t->lstm_pack_row(units, recurrent.data(), packed.data());
      EXPECT_TRUE(packed.Intact());
      const auto run = [&](std::vector<int64_t> cuts, bool from_packed, bool backwards,
                           Floats* gates, Floats* c, Floats* h) {
        IsaLstmCell cell = {};
        cell.rows = 1, cell.units = units;
        cell.gates = gates->data(), cell.c_prev = c_prev.data();
        cell.c = c->data(), cell.h = h->data();
        for (size_t i = 0; i + 1 < cuts.size(); ++i) {
          const IsaLstmRow row = {from_packed ? nullptr : recurrent.data(),
                                  from_packed ? packed.data() : nullptr,
                                  h_prev.data(),
                                  cuts[i],
                                  cuts[i + 1],
                                  backwards};
          t->lstm_row(&cell, &row);
        }
      };
      Floats gates = sums, c(units), h(units);
      run({0, units}, false, false, &gates, &c, &h);
      for (int64_t j = 0; j < units; ++j) {
        double z[4];
        for (int gate = 0; gate < 4; ++gate) {
          z[gate] = sums.data()[gate * units + j];
          for (int64_t k = 0; k < units; ++k) {
            z[gate] += static_cast<double>(h_prev.data()[k]) *
                       recurrent.data()[k * 4 * units + gate * units + j];
          }
        }
        const double next = Sigmoid(z[1]) * c_prev.data()[j] + Sigmoid(z[0]) * tanh(z[2]);
        EXPECT_NEAR(gates.data()[j], Sigmoid(z[0]), 2e-6);
        EXPECT_NEAR(c.data()[j], next, 2e-6);
        EXPECT_NEAR(h.data()[j], Sigmoid(z[3]) * tanh(next), 2e-6);
      }
      EXPECT_TRUE(gates.Intact() && c.Intact() && h.Intact());
      const std::vector<int64_t> whole = {0, units};
      const std::vector<int64_t> parts = {0, 32, 64, units};
      for (const int variant : {1, 2, 3, 4, 7}) {
        if ((variant & 4) != 0 && units <= 64) continue;
        Floats gates2 = sums, c2(units), h2(units);
        run((variant & 4) != 0 ? parts : whole, (variant & 1) != 0, (variant & 2) != 0, &gates2,
            &c2, &h2);
        EXPECT_EQ(memcmp(gates.data(), gates2.data(), sizeof(float) * 4 * units), 0) << variant;
        EXPECT_EQ(memcmp(c.data(), c2.data(), sizeof(float) * units), 0) << variant;
        EXPECT_EQ(memcmp(h.data(), h2.data(), sizeof(float) * units), 0) << variant;
      }
    }
  }
}

// Small and large sums keep their relative precision, and nothing overflows.
TEST(LstmCell, IsPreciseFarOut) {
  for (const IsaTable* t : Levels()) {
    for (const float x :
         {0.0f, 1e-6f, -1e-3f, 0.17f, -0.18f, 0.35f, 3.0f, -20.0f, 60.0f, -85.0f, 1e30f, -1e30f}) {
      SCOPED_TRACE(t->name + std::to_string(x));
      float z[4] = {x, x, x, x}, c = 0.0f, h;
      IsaLstmCell cell = {};
      cell.rows = 1, cell.units = 1;
      cell.gates = z, cell.c_prev = &c, cell.c = &c, cell.h = &h;
      t->lstm_cell(&cell);
      const double sigmoid = Sigmoid(x), squash = tanh(static_cast<double>(x));
      EXPECT_NEAR(z[0], sigmoid, 4e-7 * sigmoid + 2e-38);
      EXPECT_NEAR(z[2], squash, 4e-7 * fabs(squash));
      EXPECT_NEAR(c, sigmoid * squash, 1e-6 * fabs(sigmoid * squash) + 2e-38);
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
          dz(s.rows * s.ld), dbias(4 * s.units);
      gates.Random(3, -2.0f, 2.0f);
      c_prev.Random(4, -1.0f, 1.0f);
      dh.Random(5, -1.0f, 1.0f);
      dh_next.Random(6, -1.0f, 1.0f);
      dc.Random(7, -1.0f, 1.0f);
      dbias.Random(8, -1.0f, 1.0f);
      Floats sums_of_rows = dbias;
      const Floats sums = gates, dc_in = dc;
      IsaLstmCell cell = {};
      cell.rows = s.rows, cell.units = s.units;
      cell.gates = gates.data(), cell.ld_gates = s.ld;
      cell.c_prev = c_prev.data(), cell.ld_c_prev = s.units;
      cell.c = c.data(), cell.ld_c = s.units;
      cell.h = h.data(), cell.ld_h = s.units;
      t->lstm_cell(&cell);
      cell.h = dh.data();
      cell.dh_next = dh_next.data(), cell.ld_dh_next = s.units;
      cell.dc = dc.data(), cell.dgates = dz.data(), cell.dbias = dbias.data();
      t->lstm_cell_grad(&cell);
      for (int64_t r = 0; r < s.rows; ++r) {
        for (int64_t j = 0; j < 4 * s.units; ++j) sums_of_rows.data()[j] += dz.data()[r * s.ld + j];
      }
      EXPECT_EQ(memcmp(dbias.data(), sums_of_rows.data(), sizeof(float) * 4 * s.units), 0);
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
      EXPECT_TRUE(dz.Intact() && dc.Intact() && dbias.Intact());
    }
  }
}

}  // namespace
}  // namespace hb
