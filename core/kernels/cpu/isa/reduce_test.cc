#include <math.h>

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/test_util.h"

namespace hb {
namespace {

using isa_test::Floats;
using isa_test::Levels;
using isa_test::Scratch;
using isa_test::TestPool;

double Exact(int op, const Floats& x, int64_t o, int64_t mid, int64_t inner, int64_t i) {
  double r = op == kIsaReduceProd  ? 1
             : op == kIsaReduceMax ? -INFINITY
             : op == kIsaReduceMin ? INFINITY
                                   : 0;
  for (int64_t m = 0; m < mid; ++m) {
    const double v = x[(o * mid + m) * inner + i];
    switch (op) {
      case kIsaReduceProd:
        r *= v;
        break;
      case kIsaReduceMax:
        r = v > r ? v : r;
        break;
      case kIsaReduceMin:
        r = v < r ? v : r;
        break;
      case kIsaReduceSumSquares:
        r += v * v;
        break;
      default:
        r += v;
    }
  }
  return op == kIsaReduceMean ? r / static_cast<double>(mid) : r;
}

TEST(IsaReduce, AllOpsAndShapes) {
  const int64_t shapes[][3] = {
      {1, 1, 1},    {3, 5, 1},     {2, 100, 1}, {1, 8191, 1},  {1, 8193, 1}, {2, 50000, 1},
      {0, 4, 3},    {3, 0, 2},     {2, 0, 1},   {1, 7, 10},    {1, 300, 10}, {2, 40, 33},
      {1, 5000, 3}, {1, 1000, 70}, {4, 3, 129}, {1, 64, 1000}, {100, 3, 2},  {3, 2, 0}};
  for (const IsaTable* t : Levels()) {
    for (const auto& s : shapes) {
      for (int op = 0; op < kIsaReduceCount; ++op) {
        SCOPED_TRACE(std::string(t->name) + " op " + std::to_string(op) + " " +
                     std::to_string(s[0]) + "x" + std::to_string(s[1]) + "x" +
                     std::to_string(s[2]));
        Floats x(s[0] * s[1] * s[2]), y(s[0] * s[2]);
        if (op == kIsaReduceProd) {
          x.Random(1, 0.99f, 1.01f);
        } else {
          x.Random(1);
        }
        y.Fill(NAN);
        Floats z(y);
        Scratch scratch(t->reduce_scratch_bytes(s[0], s[1], s[2]));
        t->reduce(op, x.data(), s[0], s[1], s[2], y.data(), scratch.data(), nullptr);
        ASSERT_TRUE(y.Intact());
        for (int64_t o = 0; o < s[0]; ++o) {
          for (int64_t i = 0; i < s[2]; ++i) {
            const double want = Exact(op, x, o, s[1], s[2], i);
            const float got = y[o * s[2] + i];
            if (isnan(want) || isinf(want)) {
              ASSERT_TRUE(isnan(want) ? isnan(got) : got == want);
              continue;
            }
            const double scale = op == kIsaReduceProd ? fabs(want) * sqrt(static_cast<double>(s[1]))
                                 : op == kIsaReduceSumSquares ? 1 + want
                                 : op == kIsaReduceMean       ? 1.0
                                                              : 1 + sqrt(static_cast<double>(s[1]));
            const bool exact = op == kIsaReduceMax || op == kIsaReduceMin;
            ASSERT_NEAR(got, want, exact ? 0 : 1e-6 * scale);
          }
        }
        TestPool pool(3);
        t->reduce(op, x.data(), s[0], s[1], s[2], z.data(), scratch.data(), &pool.pool);
        EXPECT_TRUE(z.SameBits(y));
      }
    }
  }
}

TEST(IsaReduce, NanReachesMaxAndMin) {
  for (const IsaTable* t : Levels()) {
    for (int64_t n : {1, 5, 64, 9000}) {
      for (int64_t at : {int64_t{0}, n / 2, n - 1}) {
        for (int op : {kIsaReduceMax, kIsaReduceMin}) {
          Floats x(n);
          float out;
          x.Random(2);
          x[at] = NAN;
          Scratch s(t->reduce_scratch_bytes(1, n, 1));
          t->reduce(op, x.data(), 1, n, 1, &out, s.data(), nullptr);
          EXPECT_TRUE(isnan(out)) << t->name << " n " << n << " at " << at;
        }
      }
    }
  }
}

TEST(IsaNorm, ColumnMomentsAndAffine) {
  for (const IsaTable* t : Levels()) {
    for (int64_t rows : {1, 7, 1000}) {
      for (int64_t cols : {1, 3, 16, 37, 100}) {
        SCOPED_TRACE(std::string(t->name) + " " + std::to_string(rows) + "x" +
                     std::to_string(cols));
        Floats x(rows * cols), mean(cols), var(cols), mean2(cols), var2(cols);
        x.Random(3, 4.0f, 6.0f);
        TestPool pool(3);
        Scratch s(t->column_moments_scratch_bytes(rows, cols));
        t->column_moments(x.data(), rows, cols, mean.data(), var.data(), s.data(), nullptr);
        t->column_moments(x.data(), rows, cols, mean2.data(), var2.data(), s.data(), &pool.pool);
        EXPECT_TRUE(mean.SameBits(mean2) && var.SameBits(var2));
        ASSERT_TRUE(mean.Intact() && var.Intact());
        for (int64_t c = 0; c < cols; ++c) {
          double m = 0, v = 0;
          for (int64_t r = 0; r < rows; ++r) m += x[r * cols + c];
          m /= static_cast<double>(rows);
          for (int64_t r = 0; r < rows; ++r) v += pow(x[r * cols + c] - m, 2);
          ASSERT_NEAR(mean[c], m, 5e-6);
          ASSERT_NEAR(var[c], v / static_cast<double>(rows), 2e-6);
        }
        Floats scale(cols), shift(cols), y(rows * cols);
        scale.Random(4);
        shift.Random(5);
        t->column_affine(x.data(), rows, cols, mean.data(), scale.data(), shift.data(), kIsaActRelu,
                         y.data(), &pool.pool);
        ASSERT_TRUE(y.Intact());
        for (int64_t i = 0; i < rows * cols; ++i) {
          const int64_t c = i % cols;
          float want = (x[i] - mean[c]) * scale[c];
          want = want + shift[c];
          ASSERT_EQ(y[i], want < 0 ? 0 : want);
        }
        Floats add(rows * cols);
        t->column_affine(x.data(), rows, cols, nullptr, nullptr, shift.data(), kIsaActNone,
                         add.data(), nullptr);
        for (int64_t i = 0; i < rows * cols; ++i) ASSERT_EQ(add[i], x[i] + shift[i % cols]);
      }
    }
  }
}

TEST(IsaNorm, ColumnGradients) {
  for (const IsaTable* t : Levels()) {
    for (int64_t rows : {0, 1, 900}) {
      for (int64_t cols : {1, 19, 64}) {
        Floats x(rows * cols), dy(rows * cols), center(cols), s0(cols), s1(cols), dx(rows * cols);
        x.Random(6);
        dy.Random(7);
        center.Random(8);
        TestPool pool(2);
        Scratch s(t->column_grad_sums_scratch_bytes(rows, cols));
        t->column_grad_sums(dy.data(), x.data(), center.data(), rows, cols, s0.data(), s1.data(),
                            s.data(), &pool.pool);
        for (int64_t c = 0; c < cols; ++c) {
          double a = 0, b = 0;
          for (int64_t r = 0; r < rows; ++r) {
            a += dy[r * cols + c];
            b += static_cast<double>(dy[r * cols + c]) * (x[r * cols + c] - center[c]);
          }
          ASSERT_NEAR(s0[c], a, 3e-5) << t->name;
          ASSERT_NEAR(s1[c], b, 3e-5) << t->name;
        }
        t->column_norm_grad(dy.data(), x.data(), rows, cols, center.data(), s0.data(), s1.data(),
                            center.data(), dx.data(), &pool.pool);
        ASSERT_TRUE(dx.Intact());
        for (int64_t i = 0; i < rows * cols; ++i) {
          const int64_t c = i % cols;
          const double want = (static_cast<double>(dy[i]) - s0[c] -
                               (static_cast<double>(x[i]) - center[c]) * s1[c]) *
                              center[c];
          ASSERT_NEAR(dx[i], want, 1e-5 * (1 + fabs(want)));
        }
      }
    }
  }
}

TEST(IsaNorm, LayerNormAndItsGradient) {
  for (const IsaTable* t : Levels()) {
    for (int64_t rows : {0, 1, 5, 300}) {
      for (int64_t cols : {1, 10, 64, 130}) {
        for (bool affine : {false, true}) {
          SCOPED_TRACE(std::string(t->name) + " " + std::to_string(rows) + "x" +
                       std::to_string(cols));
          const float eps = 1e-3f;
          Floats x(rows * cols), y(rows * cols), gamma(cols), beta(cols), mean(rows), rstd(rows);
          x.Random(9, -3, 5);
          gamma.Random(10, 0.5f, 2);
          beta.Random(11);
          const float* g = affine ? gamma.data() : nullptr;
          TestPool pool(3);
          t->layer_norm(x.data(), rows, cols, g, affine ? beta.data() : nullptr, eps, y.data(),
                        mean.data(), rstd.data(), &pool.pool);
          ASSERT_TRUE(y.Intact() && mean.Intact() && rstd.Intact());
          Floats dy(rows * cols), dx(rows * cols), dgamma(cols), dbeta(cols), dx2(dx), dg2(dgamma);
          dy.Random(12);
          Scratch s(t->layer_norm_grad_scratch_bytes(rows, cols));
          t->layer_norm_grad(dy.data(), x.data(), rows, cols, g, mean.data(), rstd.data(),
                             dx.data(), dgamma.data(), dbeta.data(), s.data(), nullptr);
          ASSERT_TRUE(dx.Intact() && dgamma.Intact() && dbeta.Intact());
          t->layer_norm_grad(dy.data(), x.data(), rows, cols, g, mean.data(), rstd.data(),
                             dx2.data(), dg2.data(), dbeta.data(), s.data(), &pool.pool);
          EXPECT_TRUE(dx.SameBits(dx2) && dgamma.SameBits(dg2));
          std::vector<double> want_g(static_cast<size_t>(cols)), want_b(want_g);
          const double count = static_cast<double>(cols);
          for (int64_t r = 0; r < rows; ++r) {
            double m = 0, v = 0, h0 = 0, h1 = 0;
            for (int64_t c = 0; c < cols; ++c) m += x[r * cols + c];
            m /= count;
            for (int64_t c = 0; c < cols; ++c) v += pow(x[r * cols + c] - m, 2);
            const double rs = 1 / sqrt(v / count + eps);
            for (int64_t c = 0; c < cols; ++c) {
              const int64_t i = r * cols + c;
              const double hat = (x[i] - m) * rs;
              const double head = dy[i] * (affine ? gamma[c] : 1.0);
              ASSERT_NEAR(y[i], affine ? hat * gamma[c] + beta[c] : hat, 2e-5);
              h0 += head / count;
              h1 += head * hat / count;
              want_g[static_cast<size_t>(c)] += dy[i] * hat;
              want_b[static_cast<size_t>(c)] += dy[i];
            }
            for (int64_t c = 0; c < cols; ++c) {
              const int64_t i = r * cols + c;
              const double head = dy[i] * (affine ? gamma[c] : 1.0);
              ASSERT_NEAR(dx[i], rs * (head - h0 - (x[i] - m) * rs * h1), 3e-5 * (1 + rs));
            }
          }
          for (int64_t c = 0; c < cols; ++c) {
            ASSERT_NEAR(dgamma[c], want_g[static_cast<size_t>(c)], 2e-4);
            ASSERT_NEAR(dbeta[c], want_b[static_cast<size_t>(c)], 2e-4);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace hb
