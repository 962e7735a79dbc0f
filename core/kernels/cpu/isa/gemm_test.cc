#include <math.h>
#include <stdlib.h>

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/test_util.h"

namespace hb {
namespace {

using isa_test::ApplySteps;
using isa_test::Floats;
using isa_test::ForEpilogues;
using isa_test::Levels;
using isa_test::Scratch;
using isa_test::TestPool;

struct Case {
  int64_t m, n, k;
  bool trans_a = false, trans_b = false;
  float alpha = 1.0f, beta = 0.0f;
  bool bias = false;
  int32_t act = kIsaActNone;
  bool pack_a = false, pack_b = false;
  int64_t pad = 0;  // added to every leading dimension
};

std::string Name(const IsaTable* t, const Case& c) {
  return std::string(t->name) + " m" + std::to_string(c.m) + " n" + std::to_string(c.n) + " k" +
         std::to_string(c.k) + (c.trans_a ? " ta" : "") + (c.trans_b ? " tb" : "") +
         (c.pack_a ? " pa" : "") + (c.pack_b ? " pb" : "") + " alpha" + std::to_string(c.alpha) +
         " beta" + std::to_string(c.beta) + (c.bias ? " bias" : "") + " act" +
         std::to_string(c.act) + " pad" + std::to_string(c.pad);
}

double Act(double x, int32_t act) {
  if (act != kIsaActNone && x < 0) x = 0;
  if (act == kIsaActRelu6 && x > 6) x = 6;
  return x;
}

// The product in double, and for each element the sum of the absolute terms.
void Naive(const IsaGemm& g, const float* c0, std::vector<double>* out, std::vector<double>* mag) {
  out->assign(static_cast<size_t>(g.m * g.n), 0);
  mag->assign(static_cast<size_t>(g.m * g.n), 0);
  for (int64_t i = 0; i < g.m; ++i) {
    for (int64_t j = 0; j < g.n; ++j) {
      double s = 0, a = 0;
      for (int64_t k = 0; k < g.k; ++k) {
        const double x = g.trans_a ? g.a[k * g.lda + i] : g.a[i * g.lda + k];
        const double y = g.trans_b ? g.b[j * g.ldb + k] : g.b[k * g.ldb + j];
        s += x * y;
        a += fabs(x * y);
      }
      s *= g.alpha;
      a *= fabs(g.alpha);
      if (g.beta != 0) {
        s += static_cast<double>(g.beta) * c0[i * g.ldc + j];
        a += fabs(static_cast<double>(g.beta) * c0[i * g.ldc + j]);
      }
      if (g.bias != nullptr) s += g.bias[j];
      (*out)[static_cast<size_t>(i * g.n + j)] = Act(s, g.act);
      (*mag)[static_cast<size_t>(i * g.n + j)] = a + 1;
    }
  }
}

void Check(const IsaTable* t, const Case& c) {
  SCOPED_TRACE(Name(t, c));
  const int64_t lda = (c.trans_a ? c.m : c.k) + c.pad;
  const int64_t ldb = (c.trans_b ? c.k : c.n) + c.pad;
  const int64_t ldc = c.n + c.pad;
  Floats a((c.trans_a ? c.k : c.m) * lda), b((c.trans_b ? c.n : c.k) * ldb), bias(c.n);
  Floats out(c.m * ldc);
  a.Random(1);
  b.Random(2);
  bias.Random(3);
  out.Random(4);
  if (c.beta == 0) out.Fill(NAN);
  const Floats before(out);
  IsaGemm g{};
  g.m = c.m, g.n = c.n, g.k = c.k;
  g.a = a.data(), g.lda = lda, g.b = b.data(), g.ldb = ldb, g.c = out.data(), g.ldc = ldc;
  g.trans_a = c.trans_a, g.trans_b = c.trans_b, g.alpha = c.alpha, g.beta = c.beta;
  g.bias = c.bias ? bias.data() : nullptr;
  g.act = c.act;
  std::vector<double> want, mag;
  Naive(g, before.data(), &want, &mag);
  TestPool pool(3);
  Scratch pa(t->gemm_packed_a_bytes(c.m, c.k)), pb(t->gemm_packed_b_bytes(c.k, c.n));
  if (c.pack_a) {
    t->gemm_pack_a(c.m, c.k, g.a, lda, c.trans_a, pa.data(), &pool.pool);
    g.packed_a = pa.data(), g.a = nullptr;
  }
  if (c.pack_b) {
    t->gemm_pack_b(c.k, c.n, g.b, ldb, c.trans_b, pb.data(), &pool.pool);
    g.packed_b = pb.data(), g.b = nullptr;
  }
  Scratch scratch(t->gemm_scratch_bytes(&g));
  g.scratch = scratch.data();
  t->gemm(&g, nullptr);
  EXPECT_TRUE(out.Intact());
  for (int64_t i = 0; i < c.m; ++i) {
    for (int64_t j = 0; j < ldc; ++j) {
      const float got = out[i * ldc + j];
      if (j >= c.n) {  // the gap between rows stays untouched
        const float old = before[i * ldc + j];
        ASSERT_EQ(memcmp(&got, &old, 4), 0) << i << "," << j;
        continue;
      }
      const size_t e = static_cast<size_t>(i * c.n + j);
      const double bound = 6e-8 * mag[e] * (8 + sqrt(static_cast<double>(c.k)));
      ASSERT_NEAR(got, want[e], bound) << i << "," << j;
    }
  }
  Floats again(before);
  g.c = again.data();
  t->gemm(&g, &pool.pool);
  EXPECT_TRUE(again.SameBits(out)) << "differs with three workers";
}

TEST(IsaGemm, SmallSizesExhaustive) {
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {1, 2, 3, 5, 6, 7, 13, 14, 15, 29}) {
      for (int64_t n : {1, 3, 4, 7, 8, 9, 16, 17, 31, 32, 33, 65}) {
        for (int64_t k : {0, 1, 2, 7, 33}) {
          for (int mask = 0; mask < 4; ++mask) {
            Case c{m, n, k};
            c.trans_a = mask & 1;
            c.trans_b = mask & 2;
            c.pad = (m + n + k) % 3;
            Check(t, c);
          }
        }
      }
    }
  }
}

TEST(IsaGemm, EpiloguesAndAccumulation) {
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {1, 5, 40}) {
      for (int64_t n : {1, 10, 32, 50}) {
        for (int64_t k : {0, 9, 700}) {
          for (int e = 0; e < 18; ++e) {
            Case c{m, n, k};
            c.act = e % 3;
            c.bias = e / 3 % 2;
            c.beta = e < 6 ? 0.0f : e < 12 ? 1.0f : -0.5f;
            c.alpha = e % 4 == 3 ? 1.75f : 1.0f;
            c.trans_a = e % 5 == 1;
            c.trans_b = e % 7 == 2;
            Check(t, c);
          }
        }
      }
    }
  }
}

TEST(IsaGemm, PackedOperands) {
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {1, 4, 33, 100}) {
      for (int64_t n : {1, 31, 64, 130}) {
        for (int64_t k : {1, 64, 650}) {
          for (int mask = 1; mask < 16; ++mask) {
            if ((mask & 3) == 0) continue;
            Case c{m, n, k};
            c.pack_a = mask & 1;
            c.pack_b = mask & 2;
            c.trans_a = mask & 4;
            c.trans_b = mask & 8;
            c.bias = true;
            Check(t, c);
          }
        }
      }
    }
  }
}

TEST(IsaGemm, LargeShapes) {
  for (const IsaTable* t : Levels()) {
    for (const Case& c :
         {Case{130, 1100, 330}, Case{300, 70, 1000, true}, Case{257, 513, 129, false, true},
          Case{64, 2100, 100, true, true}, Case{1, 3000, 500}, Case{1, 900, 800, false, true},
          Case{2000, 1, 300}, Case{1500, 1, 70, true}, Case{500, 33, 40, false, false, 2, 1},
          Case{256, 70, 1030, true, false, 1, 1}, Case{512, 33, 520, true, true}}) {
      Check(t, c);
    }
  }
}

// The sum of an element depends on k alone, not on its place or on how B came.
// A row times a matrix of short rows is cut into strips of columns when the matrix is large: each
// column has the bits that it has in a product too small for that.
TEST(IsaGemm, StripsOfColumnsHaveTheBitsOfNarrowProducts) {
  for (const IsaTable* t : Levels()) {
    for (const int64_t n : {65, 100, 128, 130, 200, 256}) {
      const int64_t k = (1 << 16) / n + 37;
      Check(t, {1, n, k, false, false, 1.0f, 0.0f, true, kIsaActRelu});
      Floats a(k), b(k * n), whole(n), part(n);
      a.Random(1);
      b.Random(2);
      IsaGemm g{};
      g.m = 1;
      g.n = n;
      g.k = k;
      g.a = a.data();
      g.lda = k;
      g.b = b.data();
      g.ldb = g.ldc = n;
      g.c = whole.data();
      g.alpha = 1;
      ASSERT_EQ(t->gemm_scratch_bytes(&g), 0u);
      TestPool pool(3);
      t->gemm(&g, &pool.pool);
      EXPECT_EQ(pool.tasks, (n + 63) / 64);
      for (int64_t j = 0; j < n; j += 16) {
        g.n = j + 16 < n ? 16 : n - j;
        g.b = b.data() + j;
        g.c = part.data() + j;
        t->gemm(&g, nullptr);
      }
      for (int64_t j = 0; j < n; ++j) ASSERT_EQ(whole.data()[j], part.data()[j]) << n << ' ' << j;
    }
  }
}

// Whether tiles take turns at each panel, in one block of terms or in several, or go through all of
// them one after the other.
TEST(IsaGemm, PackedAndPlainGiveTheSameBits) {
  TestPool pool(3);
  const IsaPool* const pools[] = {nullptr, &pool.pool};
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {7, 8, 13, 20, 30, 49, 56, 90}) {
      for (int64_t k : {40, 320, 900, 1024}) {
        const int64_t n = 235;
        Floats a(m * k), b(k * n), bias(n), residual(m * n), plain(m * n), packed(m * n);
        a.Random(5), b.Random(6), bias.Random(7), residual.Random(8);
        IsaGemm g{};
        g.m = m, g.n = n, g.k = k, g.a = a.data(), g.lda = k, g.b = b.data(), g.ldb = n;
        g.c = plain.data(), g.ldc = n, g.alpha = 1, g.bias = bias.data();
        g.residual = residual.data(), g.act = kIsaActRelu6;
        Scratch scratch(t->gemm_scratch_bytes(&g)), pb(t->gemm_packed_b_bytes(k, n));
        g.scratch = scratch.data();
        t->gemm(&g, nullptr);
        t->gemm_pack_b(k, n, b.data(), n, 0, pb.data(), nullptr);
        g.packed_b = pb.data(), g.c = packed.data();
        for (const IsaPool* p : pools) {
          packed.Fill(NAN);
          t->gemm(&g, p);
          ASSERT_TRUE(packed.Intact() && plain.SameBits(packed))
              << t->name << " m" << m << " k" << k;
        }
      }
    }
  }
}

TEST(IsaGemm, BiasIsAddedAfterTheSum) {
  for (const IsaTable* t : Levels()) {
    const int64_t m = 20, n = 45, k = 500;
    Floats a(m * k), b(k * n), bias(n), fused(m * n), apart(m * n);
    a.Random(7);
    b.Random(8);
    bias.Random(9);
    IsaGemm g{};
    g.m = m, g.n = n, g.k = k, g.a = a.data(), g.lda = k, g.b = b.data(), g.ldb = n;
    g.c = apart.data(), g.ldc = n, g.alpha = 1;
    Scratch scratch(t->gemm_scratch_bytes(&g));
    g.scratch = scratch.data();
    t->gemm(&g, nullptr);
    for (int64_t i = 0; i < m * n; ++i) {
      apart[i] = apart[i] + bias[i % n];
      if (apart[i] < 0) apart[i] = 0;
    }
    g.c = fused.data(), g.bias = bias.data(), g.act = kIsaActRelu;
    t->gemm(&g, nullptr);
    for (int64_t i = 0; i < m * n; ++i) ASSERT_EQ(fused[i], apart[i]) << t->name << " " << i;
  }
}

TEST(IsaGemm, ScaleShiftAndResidualGiveTheBitsOfSeparateSteps) {
  TestPool pool(3);
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {1, 2, 15, 90}) {
      for (int64_t n : {1, 7, 32, 50, 1030}) {
        for (int64_t k : {0, 3, 700}) {
          Floats a(m * k), b(k * n), bias(n), scale(n), shift(n), plain(m * n), residual(m * n);
          a.Random(7), b.Random(8), bias.Random(9), scale.Random(10), shift.Random(11);
          residual.Random(12);
          IsaGemm g{};
          g.m = m, g.n = n, g.k = k, g.a = a.data(), g.lda = k, g.b = b.data();
          g.trans_b = (m + n + k) % 3 == 0;
          g.ldb = g.trans_b ? k : n;
          g.c = plain.data(), g.ldc = n, g.alpha = 1;
          Scratch scratch(t->gemm_scratch_bytes(&g));
          g.scratch = scratch.data();
          t->gemm(&g, nullptr);
          ForEpilogues(bias, scale, shift, residual, [&](const IsaEpilogue& e) {
            Floats apart(plain), fused(m * n);
            ApplySteps(t, e, n, &apart);
            g.c = fused.data(), g.bias = e.bias, g.scale = e.scale, g.shift = e.shift;
            g.residual = e.residual, g.act = e.act;
            t->gemm(&g, k == 3 ? &pool.pool : nullptr);
            ASSERT_TRUE(fused.Intact() && fused.SameBits(apart))
                << t->name << " m" << m << " n" << n << " k" << k << " act " << e.act;
          });
        }
      }
    }
  }
}

// Every width of the last panel, with full tiles of rows and others: a column has the bits that it
// has in whole panels, whatever the epilogue does, and nothing beside the columns is touched.
TEST(IsaGemm, NarrowPanelsHaveTheBitsOfWholeOnes) {
  for (const IsaTable* t : Levels()) {
    for (const int64_t m : {28, 41}) {
      for (const int64_t k : {1, 37, 330}) {
        const int64_t wide = 64;
        Floats a(m * k), b(k * wide), whole(m * wide);
        a.Random(1), b.Random(2);
        IsaGemm g{};
        g.m = m, g.k = k, g.a = a.data(), g.lda = k, g.b = b.data(), g.ldb = wide, g.alpha = 1;
        g.n = g.ldc = wide, g.c = whole.data();
        Scratch scratch(t->gemm_scratch_bytes(&g));
        g.scratch = scratch.data();
        t->gemm(&g, nullptr);
        for (int64_t n = 1; n <= wide; ++n) {
          Floats plain(m * n), fused(m * n), residual(m * n), bias(n), scale(n), shift(n);
          residual.Random(3), bias.Random(4, -8, 8), scale.Random(5), shift.Random(6);
          for (int64_t i = 0; i < m * n; ++i) plain[i] = whole[i / n * wide + i % n];
          Scratch packed(t->gemm_packed_b_bytes(k, n));
          t->gemm_pack_b(k, n, b.data(), wide, 0, packed.data(), nullptr);
          g.n = g.ldc = n, g.c = fused.data(), g.packed_b = packed.data();
          ForEpilogues(bias, scale, shift, residual, [&](const IsaEpilogue& e) {
            Floats apart(plain);
            ApplySteps(t, e, n, &apart);
            g.bias = e.bias, g.scale = e.scale, g.shift = e.shift, g.residual = e.residual;
            g.act = e.act;
            fused.Fill(NAN);
            t->gemm(&g, nullptr);
            ASSERT_TRUE(fused.Intact() && fused.SameBits(apart))
                << t->name << " m" << m << " n" << n << " k" << k << " act " << e.act;
          });
        }
      }
    }
  }
}

// What the epilogue does has the bits of the same steps taken apart.
TEST(IsaGemm, EpiloguesGiveTheBitsOfSeparateSteps) {
  const int32_t acts[] = {kIsaActNone,        kIsaActRelu,           kIsaActRelu6,
                          IsaActOf(kIsaTanh), IsaActOf(kIsaSigmoid), IsaActOf(kIsaElu),
                          IsaActOf(kIsaSelu), IsaActOf(kIsaSoftplus)};
  TestPool pool(3);
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {1, 2, 15, 60, 90}) {
      for (int64_t n : {1, 7, 32, 50, 1030}) {
        for (int64_t k : {0, 3, 64, 700}) {
          Floats a(m * k), b(k * n), bias(n), plain(m * n);
          a.Random(7), b.Random(8), bias.Random(9, -8, 8);
          IsaGemm g{};
          g.m = m, g.n = n, g.k = k, g.a = a.data(), g.lda = k, g.b = b.data();
          g.trans_b = (m + n + k) % 3 == 0;
          g.ldb = g.trans_b ? k : n;
          g.c = plain.data(), g.ldc = n, g.alpha = 1;
          Scratch scratch(t->gemm_scratch_bytes(&g));
          g.scratch = scratch.data();
          t->gemm(&g, nullptr);
          for (int variant = 0; variant < 16; ++variant) {
            const int32_t act = acts[variant / 2];
            const bool with_bias = variant % 2 == 0;
            Floats apart(plain), fused(m * n);
            for (int64_t i = 0; i < m * n && with_bias; ++i) apart[i] = apart[i] + bias[i % n];
            const int unary = act >= kIsaActUnary   ? act - kIsaActUnary
                              : act == kIsaActRelu  ? kIsaRelu
                              : act == kIsaActRelu6 ? kIsaRelu6
                                                    : -1;
            if (unary >= 0) t->unary[unary](apart.data(), apart.data(), m * n);
            g.c = fused.data(), g.bias = with_bias ? bias.data() : nullptr, g.act = act;
            t->gemm(&g, k == 64 ? &pool.pool : nullptr);
            ASSERT_TRUE(fused.Intact() && fused.SameBits(apart))
                << t->name << " m" << m << " n" << n << " k" << k << " variant " << variant;
          }
        }
      }
    }
  }
}

TEST(IsaGemm, NanPassesThroughTheActivations) {
  for (const IsaTable* t : Levels()) {
    for (int64_t m : {1, 3}) {
      for (int64_t n : {1, 5, 40}) {
        for (int32_t act : {kIsaActRelu, kIsaActRelu6}) {
          Floats a(m * 2), b(2 * n), c(m * n);
          a.Fill(1);
          b.Fill(NAN);
          IsaGemm g{};
          g.m = m, g.n = n, g.k = 2, g.a = a.data(), g.lda = 2, g.b = b.data(), g.ldb = n;
          g.c = c.data(), g.ldc = n, g.alpha = 1, g.act = act;
          Scratch scratch(t->gemm_scratch_bytes(&g));
          g.scratch = scratch.data();
          t->gemm(&g, nullptr);
          for (int64_t i = 0; i < m * n; ++i) ASSERT_TRUE(isnan(c[i])) << t->name;
        }
      }
    }
  }
}

TEST(IsaGemm, ChosenTableObeysTheEnvironment) {
  ASSERT_NE(Isa(), nullptr);
  EXPECT_EQ(Isa()->struct_size, sizeof(IsaTable));
#if defined(__x86_64__)
  if (const char* env = getenv("HORNBEAM_ISA")) {
    EXPECT_LE(static_cast<int>(Isa()->level), env[1] - '0');
  }
#else
  EXPECT_EQ(Isa()->level, kIsaNeon);
#endif
  EXPECT_EQ(Isa(), Isa());
  EXPECT_EQ(IsaForLevel(1), nullptr);
  EXPECT_EQ(IsaForLevel(5), nullptr);
  EXPECT_EQ(IsaForLevel(static_cast<int>(Isa()->level)), Isa());
}

}  // namespace
}  // namespace hb
