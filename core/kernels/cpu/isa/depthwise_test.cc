#include <math.h>

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

IsaConv Make(int64_t batch, int64_t h, int64_t w, int64_t c, int64_t k, int64_t multiplier,
             int64_t stride, int64_t dil, int64_t pad) {
  IsaConv d{};
  d.batch = batch, d.in_h = h, d.in_w = w, d.in_c = c, d.out_c = c * multiplier, d.groups = c;
  d.k_h = k, d.k_w = k, d.stride_h = d.stride_w = stride, d.dil_h = d.dil_w = dil;
  d.pad_top = d.pad_left = pad;
  d.out_h = std::max<int64_t>(0, (h + 2 * pad - (k - 1) * dil - 1) / stride + 1);
  d.out_w = std::max<int64_t>(0, (w + 2 * pad - (k - 1) * dil - 1) / stride + 1);
  return d;
}

std::vector<IsaConv> Shapes() {
  std::vector<IsaConv> all = {
      Make(2, 9, 11, 3, 3, 1, 1, 1, 1),   Make(1, 8, 8, 32, 3, 1, 1, 1, 1),
      Make(1, 7, 9, 37, 3, 1, 2, 1, 1),   Make(2, 10, 10, 64, 5, 1, 1, 1, 2),
      Make(1, 12, 12, 70, 3, 1, 1, 2, 2), Make(1, 9, 9, 5, 3, 2, 1, 1, 1),
      Make(2, 8, 7, 6, 3, 3, 2, 1, 0),    Make(1, 6, 6, 130, 2, 1, 3, 1, 0),
      Make(0, 6, 6, 4, 3, 1, 1, 1, 1),    Make(1, 5, 5, 4, 1, 1, 2, 1, 0),
      Make(1, 3, 3, 16, 5, 1, 1, 1, 2),   Make(1, 13, 11, 18, 3, 1, 2, 3, 3),
      Make(8, 16, 3, 20, 3, 1, 1, 1, 1),  Make(1, 7, 7, 144, 3, 1, 1, 1, 1),
      Make(1, 4, 4, 0, 3, 1, 1, 1, 1),
  };
  IsaConv odd = Make(1, 9, 10, 17, 3, 1, 1, 1, 0);
  odd.stride_h = 2, odd.stride_w = 3, odd.dil_w = 2, odd.pad_top = 4, odd.pad_left = 1;
  odd.out_h = 7, odd.out_w = 4;
  all.push_back(odd);
  return all;
}

template <typename Fn>
void ForTerms(const IsaConv& c, Fn fn) {
  if (c.in_c == 0) return;
  const int64_t mult = c.out_c / c.in_c;
  for (int64_t n = 0; n < c.batch; ++n)
    for (int64_t y = 0; y < c.out_h; ++y)
      for (int64_t x = 0; x < c.out_w; ++x)
        for (int64_t i = 0; i < c.k_h; ++i)
          for (int64_t j = 0; j < c.k_w; ++j) {
            const int64_t h = y * c.stride_h - c.pad_top + i * c.dil_h;
            const int64_t w = x * c.stride_w - c.pad_left + j * c.dil_w;
            if (h < 0 || h >= c.in_h || w < 0 || w >= c.in_w) continue;
            for (int64_t o = 0; o < c.out_c; ++o)
              fn(((n * c.in_h + h) * c.in_w + w) * c.in_c + o / mult, (i * c.k_w + j) * c.out_c + o,
                 ((n * c.out_h + y) * c.out_w + x) * c.out_c + o);
          }
}

void ExpectNear(const Floats& got, const std::vector<double>& want) {
  ASSERT_TRUE(got.Intact());
  for (size_t i = 0; i < want.size(); ++i) {
    ASSERT_NEAR(got[static_cast<int64_t>(i)], want[i], 2e-5) << i;
  }
}

TEST(IsaDepthwise, ForwardAndGradients) {
  for (const IsaTable* t : Levels()) {
    int variant = 0;
    for (const IsaConv& c : Shapes()) {
      SCOPED_TRACE(std::string(t->name) + " shape " + std::to_string(variant));
      const int32_t act = variant++ % 3;
      Floats x(c.batch * c.in_h * c.in_w * c.in_c), f(c.k_h * c.k_w * c.out_c), bias(c.out_c);
      Floats y(c.batch * c.out_h * c.out_w * c.out_c), dy(y), dx(x), df(f);
      x.Random(1), f.Random(2), bias.Random(3), dy.Random(4);
      y.Fill(NAN), dx.Fill(NAN), df.Fill(NAN);
      Floats y2(y), dx2(dx), df2(df);
      std::vector<double> wy(y.size()), wx(x.size()), wf(f.size());
      ForTerms(c, [&](int64_t i, int64_t k, int64_t o) {
        wy[static_cast<size_t>(o)] += static_cast<double>(x[i]) * f[k];
        wx[static_cast<size_t>(i)] += static_cast<double>(dy[o]) * f[k];
        wf[static_cast<size_t>(k)] += static_cast<double>(dy[o]) * x[i];
      });
      for (size_t o = 0; o < wy.size(); ++o) {
        wy[o] += bias[static_cast<int64_t>(o) % c.out_c];
        if (act != 0) wy[o] = std::max(0.0, wy[o]);
        if (act == 2) wy[o] = std::min(6.0, wy[o]);
      }
      const IsaEpilogue e{bias.data(), nullptr, nullptr, nullptr, act, 0};
      TestPool pool(3);
      Scratch s(t->depthwise_grad_filter_scratch_bytes(&c));
      for (int many = 0; many < 2; ++many) {
        const IsaPool* p = many ? &pool.pool : nullptr;
        t->depthwise(&c, x.data(), f.data(), &e, (many ? y2 : y).data(), p);
        t->depthwise_grad_input(&c, f.data(), dy.data(), (many ? dx2 : dx).data(), p);
        t->depthwise_grad_filter(&c, x.data(), dy.data(), (many ? df2 : df).data(), s.data(), p);
      }
      ExpectNear(y, wy);
      ExpectNear(dx, wx);
      ExpectNear(df, wf);
      EXPECT_TRUE(y.SameBits(y2) && dx.SameBits(dx2) && df.SameBits(df2));
    }
  }
}

TEST(IsaDepthwise, EpilogueGivesTheBitsOfSeparateSteps) {
  TestPool pool(3);
  for (const IsaTable* t : Levels()) {
    for (const IsaConv& c : Shapes()) {
      Floats x(c.batch * c.in_h * c.in_w * c.in_c), f(c.k_h * c.k_w * c.out_c), bias(c.out_c);
      Floats scale(bias), shift(bias), apart(c.batch * c.out_h * c.out_w * c.out_c);
      Floats residual(apart), y(apart);
      x.Random(1), f.Random(2), bias.Random(3), scale.Random(4), shift.Random(5);
      residual.Random(6);
      const IsaEpilogue none{};
      t->depthwise(&c, x.data(), f.data(), &none, apart.data(), nullptr);
      ForEpilogues(bias, scale, shift, residual, [&](const IsaEpilogue& e) {
        Floats want(apart);
        ApplySteps(t, e, c.out_c, &want);
        y.Fill(NAN);
        t->depthwise(&c, x.data(), f.data(), &e, y.data(), &pool.pool);
        EXPECT_TRUE(y.Intact() && y.SameBits(want)) << t->name << " " << c.in_w << " " << e.act;
      });
    }
  }
}

// Some rows at a time, from a ring that holds no more than what they meet.
TEST(IsaDepthwise, RowsFromARingHaveTheSameBits) {
  for (const IsaTable* t : Levels()) {
    for (const IsaConv& c : Shapes()) {
      if (c.batch == 0 || c.in_c == 0) continue;
      for (int64_t rows : {1, 3}) {
        Floats x(c.in_h * c.in_w * c.in_c), f(c.k_h * c.k_w * c.out_c), bias(c.out_c);
        Floats want(c.out_h * c.out_w * c.out_c), y(want);
        x.Random(1), f.Random(2), bias.Random(3);
        y.Fill(NAN);
        const IsaEpilogue e{bias.data(), nullptr, nullptr, nullptr, IsaActOf(kIsaElu), 0};
        IsaConv one = c;
        one.batch = 1;
        t->depthwise(&one, x.data(), f.data(), &e, want.data(), nullptr);
        const int64_t ring = (rows - 1) * c.stride_h + (c.k_h - 1) * c.dil_h + 1;
        const int64_t row = c.in_w * c.in_c;
        Floats held(ring * row);
        held.Fill(NAN);
        int64_t there = 0;
        for (int64_t q = 0; q < c.out_h; q += rows) {
          const int64_t end = std::min(c.out_h, q + rows);
          const int64_t reach = (end - 1) * c.stride_h - c.pad_top + (c.k_h - 1) * c.dil_h + 1;
          for (; there < std::min(reach, c.in_h); ++there) {
            std::copy_n(x.data() + there * row, row, held.data() + there % ring * row);
          }
          t->depthwise_rows(&one, held.data(), ring, q, end, f.data(), &e,
                            y.data() + q * c.out_w * c.out_c);
        }
        EXPECT_TRUE(held.Intact() && y.Intact() && y.SameBits(want)) << t->name << " " << c.in_w;
      }
    }
  }
}

}  // namespace
}  // namespace hb
