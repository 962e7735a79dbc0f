#include <math.h>
#include <stdio.h>

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/test_util.h"

namespace hb {
namespace {

using isa_test::Floats;
using isa_test::Levels;

float FromBits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}

// Distance in units of the last place of the exact result; what lies below the normal floats may
// be flushed to zero.
double Ulps(float got, double want) {
  if (isnan(want)) return isnan(got) ? 0 : 1e9;
  if (isnan(got)) return 1e9;
  const float as_float = static_cast<float>(want);
  if (isinf(as_float) || isinf(got)) {
    if (got == as_float) return 0;
    return fabs(want) > 3.40282e38 && fabsf(got) > 3.40282e38f ? 1 : 1e9;
  }
  if (fabs(want) < 1.2e-38) return fabs(got - want) <= 1.2e-38 ? 0 : 1e9;
  int exponent;
  frexp(want, &exponent);
  return fabs(got - want) / ldexp(1.0, exponent - 24);
}

struct Function {
  IsaUnary op;
  const char* name;
  double (*exact)(double);
  double ulps;
  float lo, hi;  // inputs outside of it aren't compared
};

double Sigmoid(double x) { return 1 / (1 + exp(-x)); }
double Softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
double Silu(double x) { return x / (1 + exp(-x)); }
double Elu(double x) { return x < 0 ? expm1(x) : x; }
double Selu(double x) { return 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * expm1(x) : x); }
double Relu(double x) { return x < 0 ? 0 : x; }
double Relu6(double x) { return x < 0 ? 0 : x > 6 ? 6 : x; }
double Square(double x) { return x * x; }
double Neg(double x) { return -x; }
double Rsqrt(double x) { return 1 / sqrt(x); }
double Reciprocal(double x) { return 1 / x; }

constexpr float kAll = INFINITY;
const Function kFunctions[] = {
    {kIsaExp, "exp", exp, 2, -kAll, kAll},
    {kIsaExpm1, "expm1", expm1, 2, -kAll, kAll},
    {kIsaLog, "log", log, 2, -kAll, kAll},
    {kIsaLog1p, "log1p", log1p, 2, -kAll, kAll},
    {kIsaTanh, "tanh", tanh, 2, -kAll, kAll},
    {kIsaSigmoid, "sigmoid", Sigmoid, 2.0, -kAll, kAll},
    {kIsaErf, "erf", erf, 2, -kAll, kAll},
    {kIsaSin, "sin", sin, 2, -kAll, kAll},
    {kIsaCos, "cos", cos, 2, -kAll, kAll},
    {kIsaSqrt, "sqrt", sqrt, 0.5, -kAll, kAll},
    {kIsaRsqrt, "rsqrt", Rsqrt, 1.5, -kAll, kAll},
    {kIsaReciprocal, "reciprocal", Reciprocal, 0.5, -kAll, kAll},
    {kIsaSquare, "square", Square, 0.5, -kAll, kAll},
    {kIsaNeg, "neg", Neg, 0, -kAll, kAll},
    {kIsaAbs, "abs", fabs, 0, -kAll, kAll},
    {kIsaRelu, "relu", Relu, 0, -kAll, kAll},
    {kIsaRelu6, "relu6", Relu6, 0, -kAll, kAll},
    {kIsaElu, "elu", Elu, 2, -kAll, kAll},
    {kIsaSelu, "selu", Selu, 3, -kAll, kAll},
    {kIsaSoftplus, "softplus", Softplus, 2.5, -86, kAll},
    {kIsaSilu, "silu", Silu, 3.5, -86, kAll},
};

// Every step-th float of all there are; HORNBEAM_ALL_FLOATS=1 takes them all.
TEST(IsaMath, UnaryAgainstDoubleOverTheWholeRange) {
  const uint32_t step = getenv("HORNBEAM_ALL_FLOATS") != nullptr ? 1 : 4999;
  constexpr int64_t kChunk = 4096 + 5;
  for (const Function& f : kFunctions) {
    for (const IsaTable* t : Levels()) {
      double worst = 0;
      float worst_at = 0;
      uint64_t next = 0;
      while (next < (uint64_t{1} << 32)) {
        Floats x(kChunk), y(kChunk);
        int64_t n = 0;
        for (; n < kChunk && next < (uint64_t{1} << 32); ++n, next += step) {
          x[n] = FromBits(static_cast<uint32_t>(next));
        }
        t->unary[f.op](x.data(), y.data(), n);
        ASSERT_TRUE(y.Intact());
        for (int64_t i = 0; i < n; ++i) {
          if (x[i] < f.lo || x[i] > f.hi) continue;
          if (fabsf(x[i]) < 1.1754944e-38f) continue;
          const double u = Ulps(y[i], f.exact(x[i]));
          if (u > worst) worst = u, worst_at = x[i];
        }
      }
      EXPECT_LE(worst, f.ulps) << f.name << " " << t->name << " at " << worst_at;
      printf("%-12s %s: %.3f ulp at %.9g\n", f.name, t->name, worst, worst_at);
    }
  }
}

// A number of all bits that a function gives for every step-th float; all NaNs count as one.
uint64_t HashOf(IsaUnaryFn fn) {
  constexpr uint64_t kStep = 100003;
  uint64_t hash = 0xcbf29ce484222325u;
  std::vector<float> x;
  for (uint64_t at = 0; at < (uint64_t{1} << 32); at += kStep) {
    x.push_back(FromBits(static_cast<uint32_t>(at)));
  }
  fn(x.data(), x.data(), static_cast<int64_t>(x.size()));
  for (float y : x) {
    uint32_t bits;
    memcpy(&bits, &y, 4);
    hash = (hash ^ (isnan(y) ? 0x7fc00000u : bits)) * 0x100000001b3u;
  }
  return hash;
}

// Levels whose multiply-adds are fused compute each element in the same steps, on any processor.
TEST(IsaMath, FusedLevelsGiveTheSameBits) {
  const uint64_t recorded[] = {
      // in the order of IsaUnary
      0x2794adac5aa84fb6, 0xfb80db515be11112, 0x5a09b5b916d33191, 0x85eacb454023e30e,
      0x17a414bfcca48063, 0x7b27e16fa11e9534, 0xc3e9da1e49c47f43, 0x238d1a73dd8c3254,
      0xd20bd8cdd5ad42f2, 0x129a32f42fbcd965, 0xc1c04f25f813e1d4, 0x86b8afa93ecb92fc,
      0x82918e3162bfa560, 0xd3b68d9a998c045b, 0x9a16736e198c045b, 0xba2ae93d176fde3a,
      0x5d95ad85e33d931a, 0x2fe4cd7c53249058, 0x7ba338b18978c593, 0xbcb0da4cce61f24c,
      0xf9dce5c7b6ae1f7e, 0x9a0a78fcc035260a, 0xc4bb0545e243ade4,
  };
  for (const IsaTable* t : Levels()) {
    if (t->level == 2) continue;
    int op = 0;
    for (const uint64_t hash : recorded) {
      EXPECT_EQ(HashOf(t->unary[op]), hash) << t->name << " op " << op;
      ++op;
    }
  }
}

TEST(IsaMath, SpecialValues) {
  const float nan = NAN, inf = INFINITY;
  struct {
    IsaUnary op;
    float x, want;
  } cases[] = {
      {kIsaExp, inf, inf},     {kIsaExp, -inf, 0},       {kIsaExp, 0, 1},
      {kIsaExp, 200, inf},     {kIsaExp, nan, nan},      {kIsaLog, 0, -inf},
      {kIsaLog, -1, nan},      {kIsaLog, inf, inf},      {kIsaLog, 1, 0},
      {kIsaLog1p, -1, -inf},   {kIsaLog1p, -2, nan},     {kIsaLog1p, inf, inf},
      {kIsaLog1p, -inf, nan},  {kIsaTanh, inf, 1},       {kIsaTanh, -inf, -1},
      {kIsaTanh, nan, nan},    {kIsaSigmoid, inf, 1},    {kIsaSigmoid, -inf, 0},
      {kIsaSigmoid, nan, nan}, {kIsaErf, inf, 1},        {kIsaErf, -inf, -1},
      {kIsaErf, nan, nan},     {kIsaSin, inf, nan},      {kIsaCos, -inf, nan},
      {kIsaSin, nan, nan},     {kIsaCos, 0, 1},          {kIsaSqrt, -1, nan},
      {kIsaRsqrt, 0, inf},     {kIsaExpm1, -inf, -1},    {kIsaExpm1, inf, inf},
      {kIsaRelu, nan, nan},    {kIsaRelu6, nan, nan},    {kIsaRelu6, inf, 6},
      {kIsaElu, -inf, -1},     {kIsaSoftplus, inf, inf}, {kIsaSoftplus, -inf, 0},
      {kIsaGelu, inf, inf},    {kIsaGelu, nan, nan},     {kIsaSilu, inf, inf},
  };
  for (const IsaTable* t : Levels()) {
    for (const auto& c : cases) {
      Floats x(1), y(1);
      x[0] = c.x;
      t->unary[c.op](x.data(), y.data(), 1);
      EXPECT_TRUE(isnan(c.want) ? isnan(y[0]) : y[0] == c.want)
          << t->name << " op " << c.op << " x " << c.x << " got " << y[0];
    }
  }
}

TEST(IsaMath, AnElementDoesNotDependOnItsPlace) {
  for (const IsaTable* t : Levels()) {
    for (int op = 0; op < kIsaUnaryCount; ++op) {
      Floats x(37), whole(37);
      x.Random(static_cast<uint32_t>(op), 0.1f, 5.0f);
      t->unary[op](x.data(), whole.data(), 37);
      for (int64_t i = 0; i < 37; ++i) {
        float one = x[i];
        t->unary[op](&one, &one, 1);
        const float all = whole[i];
        ASSERT_EQ(memcmp(&one, &all, 4), 0) << t->name << " op " << op << " at " << i;
      }
    }
  }
}

TEST(IsaMath, Gelu) {
  for (const IsaTable* t : Levels()) {
    Floats x(4001), y(4001), z(4001);
    for (int64_t i = 0; i < 4001; ++i) x[i] = static_cast<float>(i - 2000) / 300;
    t->unary[kIsaGelu](x.data(), y.data(), 4001);
    t->unary[kIsaGeluTanh](x.data(), z.data(), 4001);
    for (int64_t i = 0; i < 4001; ++i) {
      const double v = x[i];
      EXPECT_NEAR(y[i], 0.5 * v * (1 + erf(v / sqrt(2.0))), 2e-7 * (1 + fabs(v)));
      const double u = sqrt(2 / M_PI) * (v + 0.044715 * v * v * v);
      EXPECT_NEAR(z[i], 0.5 * v * (1 + tanh(u)), 3e-7 * (1 + fabs(v)));
    }
  }
}

TEST(IsaMath, Pow) {
  const float nan = NAN, inf = INFINITY;
  std::vector<float> base = {0.0f, -0.0f,  1,     -1,     2,   -2,   0.5f, -0.5f,      3,
                             10,   1e-30f, 1e30f, -1e30f, inf, -inf, nan,  1.0000001f, 0.99999994f};
  std::vector<float> exponent = {0.0f,   -0.0f,  1,     -1,   2,   -2,          3,
                                 -3,     0.5f,   -0.5f, 1.5f, 33,  16777218.0f, 1e10f,
                                 -1e10f, 2.1e9f, inf,   -inf, nan, 0.333333f};
  for (const IsaTable* t : Levels()) {
    for (float b : base) {
      for (float e : exponent) {
        float out;
        t->binary[kIsaPow](&b, 1, &e, 1, &out, 1);
        EXPECT_LE(Ulps(out, pow(static_cast<double>(b), static_cast<double>(e))), 1.0)
            << t->name << " pow(" << b << ", " << e << ") = " << out;
      }
    }
    const int64_t n = 20000;
    Floats x(n), y(n), z(n);
    x.Random(1, 0.0f, 20.0f);
    y.Random(2, -25.0f, 25.0f);
    t->binary[kIsaPow](x.data(), 1, y.data(), 1, z.data(), n);
    for (int64_t i = 0; i < n; ++i) {
      ASSERT_LE(Ulps(z[i], pow(static_cast<double>(x[i]), static_cast<double>(y[i]))), 1.0)
          << x[i] << " " << y[i];
    }
  }
}

double Binary(int op, double a, double b) {
  switch (op) {
    case kIsaAdd:
      return a + b;
    case kIsaSub:
      return a - b;
    case kIsaMul:
      return a * b;
    case kIsaDiv:
      return a / b;
    case kIsaMaximum:
      return a > b ? a : b;
    case kIsaMinimum:
      return a < b ? a : b;
    case kIsaPow:
      return pow(a, b);
    case kIsaSquaredDifference:
      return (a - b) * (a - b);
    case kIsaReluGrad:
      return b > 0 ? a : 0;
    case kIsaRelu6Grad:
      return b > 0 && b < 6 ? a : 0;
    case kIsaTanhGrad:
      return b * (1 - a * a);
    case kIsaSigmoidGrad:
      return b * a * (1 - a);
    case kIsaSqrtGrad:
      return b * 0.5 / a;
    case kIsaRsqrtGrad:
      return -0.5 * b * a * a * a;
    case kIsaReciprocalGrad:
      return -b * a * a;
    case kIsaSoftplusGrad:
      return a / (exp(-b) + 1);
    case kIsaEluGrad:
      return b < 0 ? a * (b + 1) : a;
    case kIsaSeluGrad:
      return b < 0 ? a * (b + 1.7580993408473766) : a * 1.0507009873554805;
  }
  return NAN;
}

TEST(IsaMath, BinaryInAllSteps) {
  for (const IsaTable* t : Levels()) {
    for (int op = 0; op < kIsaBinaryCount; ++op) {
      for (int64_t n : {0, 1, 7, 16, 40, 101}) {
        for (int steps = 0; steps < 4; ++steps) {
          const int64_t sa = steps & 1, sb = steps >> 1;
          Floats a(n + 1), b(n + 1), out(n);
          a.Random(3, op == kIsaPow ? 0.5f : -2.0f, 3.0f);
          b.Random(4, -2.0f, 8.0f);
          t->binary[op](a.data(), sa, b.data(), sb, out.data(), n);
          ASSERT_TRUE(out.Intact());
          for (int64_t i = 0; i < n; ++i) {
            const double want = Binary(op, a[i * sa], b[i * sb]);
            ASSERT_NEAR(out[i], want, 1e-6 * (1 + fabs(want))) << t->name << " op " << op;
          }
        }
      }
    }
    const float nan = NAN, one = 1;
    float out;
    for (int op : {kIsaMaximum, kIsaMinimum}) {
      t->binary[op](&nan, 1, &one, 1, &out, 1);
      EXPECT_TRUE(isnan(out));
      t->binary[op](&one, 1, &nan, 1, &out, 1);
      EXPECT_TRUE(isnan(out));
    }
  }
}

TEST(IsaMath, SoftmaxRows) {
  for (const IsaTable* t : Levels()) {
    for (int64_t cols : {1, 2, 10, 16, 33, 1000}) {
      const int64_t rows = 3;
      Floats x(rows * cols), y(rows * cols), z(rows * cols);
      x.Random(5, -20, 20);
      for (int64_t j = 0; j < cols; ++j) x[cols + j] += 300;
      t->softmax(x.data(), y.data(), rows, cols);
      t->log_softmax(x.data(), z.data(), rows, cols);
      ASSERT_TRUE(y.Intact() && z.Intact());
      for (int64_t r = 0; r < rows; ++r) {
        double max = -1e300, sum = 0;
        for (int64_t j = 0; j < cols; ++j) max = fmax(max, x[r * cols + j]);
        for (int64_t j = 0; j < cols; ++j) sum += exp(x[r * cols + j] - max);
        for (int64_t j = 0; j < cols; ++j) {
          const double d = x[r * cols + j] - max;
          // x - max is rounded to float before exp sees it.
          const double bound = (1e-6 + 6e-8 * fabs(d)) * exp(d) / sum;
          ASSERT_NEAR(y[r * cols + j], exp(d) / sum, bound + 1e-37);
          ASSERT_NEAR(z[r * cols + j], d - log(sum), 2e-6 * (1 + fabs(d)));
        }
      }
      // In place, where a row's last pass shares a loop with the next row's first.
      Floats again = x;
      t->softmax(again.data(), again.data(), rows, cols);
      EXPECT_TRUE(again.SameBits(y)) << t->name << " " << cols;
      x[0] = NAN;
      x[cols * 3 - 1] = cols > 1 ? -INFINITY : 1.0f;
      t->softmax(x.data(), x.data(), rows, cols);
      EXPECT_TRUE(isnan(x[0]) && isnan(x[cols - 1]));
      EXPECT_EQ(memcmp(x.data() + cols, y.data() + cols, sizeof(float) * static_cast<size_t>(cols)),
                0);
      EXPECT_EQ(x[cols * 3 - 1], cols > 1 ? 0.0f : 1.0f);
    }
  }
}

TEST(IsaMath, SoftmaxGradRows) {
  for (const IsaTable* t : Levels()) {
    for (int64_t cols : {1, 2, 10, 16, 33, 1000}) {
      const int64_t rows = 3;
      Floats y(rows * cols), dy(rows * cols);
      y.Random(6, 0, 1);
      dy.Random(7, -2, 2);
      const Floats in = dy;
      t->softmax_grad(y.data(), dy.data(), rows, cols, 0.5f);
      ASSERT_TRUE(dy.Intact());
      for (int64_t r = 0; r < rows; ++r) {
        double sum = 0;
        for (int64_t j = r * cols; j < (r + 1) * cols; ++j) {
          sum += static_cast<double>(y[j]) * in[j];
        }
        for (int64_t j = r * cols; j < (r + 1) * cols; ++j) {
          ASSERT_NEAR(dy[j], y[j] * (in[j] - sum) * 0.5, 2e-7 * (2 + fabs(sum)) * (1 + cols / 64));
        }
      }
    }
  }
}

}  // namespace
}  // namespace hb
