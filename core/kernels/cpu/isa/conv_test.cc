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

// Output sizes of TensorFlow's SAME (pad_top, pad_left set) or VALID.
IsaConv Make(int64_t batch, int64_t h, int64_t w, int64_t ic, int64_t kh, int64_t kw, int64_t oc,
             int64_t stride, int64_t dil, bool same, int64_t groups = 1) {
  IsaConv c{};
  c.batch = batch, c.in_h = h, c.in_w = w, c.in_c = ic, c.k_h = kh, c.k_w = kw, c.out_c = oc;
  c.stride_h = c.stride_w = stride;
  c.dil_h = c.dil_w = dil;
  c.groups = groups;
  const int64_t eh = (kh - 1) * dil + 1, ew = (kw - 1) * dil + 1;
  if (same) {
    c.out_h = (h + stride - 1) / stride;
    c.out_w = (w + stride - 1) / stride;
    c.pad_top = std::max<int64_t>(0, (c.out_h - 1) * stride + eh - h) / 2;
    c.pad_left = std::max<int64_t>(0, (c.out_w - 1) * stride + ew - w) / 2;
  } else {
    c.out_h = std::max<int64_t>(0, (h - eh + stride) / stride);
    c.out_w = std::max<int64_t>(0, (w - ew + stride) / stride);
  }
  return c;
}

std::vector<IsaConv> Shapes() {
  std::vector<IsaConv> all = {
      Make(2, 7, 9, 3, 3, 3, 5, 1, 1, true),     Make(1, 8, 8, 16, 3, 3, 40, 1, 1, true),
      Make(2, 9, 7, 4, 3, 2, 33, 2, 1, true),    Make(1, 12, 11, 5, 5, 3, 7, 3, 1, true),
      Make(1, 10, 10, 6, 3, 3, 8, 1, 2, true),   Make(1, 13, 12, 2, 3, 3, 9, 2, 2, true),
      Make(2, 11, 13, 3, 3, 3, 4, 2, 3, false),  Make(2, 6, 5, 17, 1, 1, 19, 1, 1, false),
      Make(2, 6, 5, 17, 1, 1, 19, 2, 1, true),   Make(1, 5, 5, 70, 3, 3, 70, 1, 1, true),
      Make(1, 14, 14, 3, 7, 7, 64, 2, 1, true),  Make(2, 8, 8, 8, 3, 3, 12, 1, 1, true, 4),
      Make(1, 9, 9, 6, 3, 3, 6, 2, 1, true, 6),  Make(1, 4, 4, 3, 5, 5, 4, 1, 1, true),
      Make(3, 3, 3, 2, 3, 3, 2, 1, 1, false),    Make(1, 6, 6, 2, 2, 2, 3, 5, 1, false),
      Make(2, 28, 28, 1, 3, 3, 32, 1, 1, true),  Make(1, 1, 40, 8, 1, 5, 16, 1, 1, true),
      Make(1, 20, 20, 33, 3, 3, 35, 1, 1, true), Make(0, 4, 4, 3, 3, 3, 4, 1, 1, true),
      Make(1, 2, 2, 3, 3, 3, 4, 1, 1, false),    Make(1, 4, 4, 0, 3, 3, 4, 1, 1, true),
      Make(1, 4, 4, 3, 3, 3, 0, 1, 1, true),     Make(8, 16, 16, 2, 3, 3, 3, 1, 1, true),
  };
  IsaConv odd = Make(1, 9, 8, 3, 3, 4, 5, 1, 1, true);  // unequal strides, dilations and pads
  odd.stride_h = 2, odd.stride_w = 3, odd.dil_h = 3, odd.dil_w = 2;
  odd.pad_top = 4, odd.pad_left = 5, odd.out_h = 6, odd.out_w = 4;
  all.push_back(odd);
  all.push_back(Make(0, 8, 8, 3, 3, 3, 16, 1, 1, true));
  // Few channels in, more out: the input's gradient in one and in several bands.
  odd.out_c = 37;
  all.push_back(odd);
  all.push_back(Make(1, 61, 45, 3, 7, 7, 40, 2, 1, true));
  all.push_back(Make(3, 40, 23, 1, 3, 3, 72, 1, 1, true));
  all.push_back(Make(2, 30, 31, 8, 5, 3, 19, 1, 2, true));
  all.push_back(Make(2, 33, 29, 4, 2, 2, 64, 3, 1, false));  // pixels that no tap meets
  all.push_back(Make(1, 20, 20, 2, 3, 3, 700, 1, 1, true));  // sums in blocks
  all.push_back(Make(1, 29, 37, 1, 3, 7, 20, 1, 2, true));   // a single channel, taps apart
  all.push_back(Make(4, 19, 26, 1, 5, 5, 330, 1, 1, true));  // and more taps than a tile has rows
  all.push_back(Make(2, 21, 22, 1, 5, 5, 24, 2, 1, true));
  all.push_back(Make(1, 9, 700, 3, 7, 7, 20, 2, 1, true));  // rows longer than a band of the image
  all.push_back(Make(3, 30, 28, 3, 3, 3, 17, 1, 1, true));  // a filter's gradient in several splits
  all.push_back(Make(1, 1, 2400, 5, 1, 3, 64, 1, 1, true));   // more splits than rows
  IsaConv framed = Make(1, 24, 24, 3, 7, 7, 64, 1, 1, true);  // rows of the output beside the image
  framed.pad_top = 19, framed.pad_left = 9, framed.out_h = 48, framed.out_w = 36;
  all.push_back(framed);
  // Large enough for Winograd's algorithm: even and odd sizes, unequal channels, pads of 0, 1, 2.
  all.push_back(Make(2, 16, 18, 16, 3, 3, 32, 1, 1, true));
  all.push_back(Make(1, 33, 17, 48, 3, 3, 16, 1, 1, true));
  all.push_back(Make(3, 15, 16, 16, 3, 3, 16, 1, 1, false));
  all.push_back(Make(1, 14, 14, 32, 3, 3, 128, 1, 1, true));  // wide enough for larger blocks
  all.push_back(Make(1, 48, 47, 16, 3, 3, 16, 1, 1, true));   // sums over tiles are split
  all.push_back(Make(6, 8, 9, 272, 3, 3, 16, 1, 1, true));    // a filter for larger blocks of tiles
  all.push_back(Make(1, 14, 14, 288, 3, 3, 16, 1, 1, true));  // too few pixels for such a one
  all.push_back(Make(4, 7, 7, 16, 3, 3, 32, 1, 1, true));     // a fourth of the tiles is outside
  IsaConv wide = Make(5, 12, 13, 32, 3, 3, 48, 1, 1, true);
  wide.pad_top = 2, wide.pad_left = 0, wide.out_h = 13, wide.out_w = 12;
  all.push_back(wide);
  return all;
}

// Whether `c`, one of Shapes(), is computed by Winograd's algorithm.
bool ByWinograd(const IsaConv& c) {
  return c.in_c > 0 && c.in_c % 16 == 0 && c.k_h == 3 && c.out_c % 16 == 0 &&
         c.batch * c.out_h * c.out_w >= (c.in_c > 256 ? 384 : 144);
}

std::string Name(const IsaTable* t, const IsaConv& c) {
  std::string s = t->name;
  for (int64_t v : {c.batch, c.in_h, c.in_w, c.in_c, c.k_h, c.k_w, c.out_c, c.out_h, c.out_w,
                    c.stride_h, c.dil_h, c.groups}) {
    s += " " + std::to_string(v);
  }
  return s;
}

// Calls fn(input index, filter index, output index) for every product of the convolution.
template <typename Fn>
void ForTerms(const IsaConv& c, Fn fn) {
  const int64_t ic = c.in_c / c.groups, oc = c.out_c / c.groups;
  for (int64_t n = 0; n < c.batch; ++n)
    for (int64_t y = 0; y < c.out_h; ++y)
      for (int64_t x = 0; x < c.out_w; ++x)
        for (int64_t i = 0; i < c.k_h; ++i)
          for (int64_t j = 0; j < c.k_w; ++j) {
            const int64_t h = y * c.stride_h - c.pad_top + i * c.dil_h;
            const int64_t w = x * c.stride_w - c.pad_left + j * c.dil_w;
            if (h < 0 || h >= c.in_h || w < 0 || w >= c.in_w) continue;
            for (int64_t g = 0; g < c.groups; ++g)
              for (int64_t a = 0; a < ic; ++a)
                for (int64_t b = 0; b < oc; ++b)
                  fn(((n * c.in_h + h) * c.in_w + w) * c.in_c + g * ic + a,
                     ((i * c.k_w + j) * ic + a) * c.out_c + g * oc + b,
                     ((n * c.out_h + y) * c.out_w + x) * c.out_c + g * oc + b);
          }
}

int64_t InputSize(const IsaConv& c) { return c.batch * c.in_h * c.in_w * c.in_c; }
int64_t FilterSize(const IsaConv& c) { return c.k_h * c.k_w * (c.in_c / c.groups) * c.out_c; }
int64_t OutputSize(const IsaConv& c) { return c.batch * c.out_h * c.out_w * c.out_c; }

void ExpectNear(const Floats& got, const std::vector<double>& want,
                const std::vector<double>& mag) {
  ASSERT_TRUE(got.Intact());
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i) {
    ASSERT_NEAR(got[static_cast<int64_t>(i)], want[i], 1e-6 * (mag[i] + 1)) << i;
  }
}

TEST(IsaConv, ForwardPlainAndPacked) {
  for (const IsaTable* t : Levels()) {
    int variant = 0;
    for (const IsaConv& c : Shapes()) {
      SCOPED_TRACE(Name(t, c));
      ++variant;
      Floats x(InputSize(c)), f(FilterSize(c)), bias(c.out_c), y(OutputSize(c)), y2(y);
      x.Random(1);
      f.Random(2);
      bias.Random(3);
      const int32_t act = variant % 3;
      const IsaEpilogue e{bias.data(), nullptr, nullptr, nullptr, act, 0};
      std::vector<double> want(y.size()), mag(y.size());
      ForTerms(c, [&](int64_t i, int64_t k, int64_t o) {
        const double v = static_cast<double>(x[i]) * f[k];
        want[static_cast<size_t>(o)] += v;
        mag[static_cast<size_t>(o)] += fabs(v);
      });
      for (size_t o = 0; o < want.size(); ++o) {
        want[o] += bias[static_cast<int64_t>(o) % c.out_c];
        if (act != 0) want[o] = std::max(0.0, want[o]);
        if (act == 2) want[o] = std::min(6.0, want[o]);
      }
      TestPool pool(3);
      Scratch s(t->conv_scratch_bytes(&c, 0)), s2(t->conv_scratch_bytes(&c, 1));
      Scratch packed(t->conv_packed_filter_bytes(&c));
      t->conv(&c, x.data(), f.data(), nullptr, &e, y.data(), s.data(), nullptr);
      ExpectNear(y, want, mag);
      t->conv_pack_filter(&c, f.data(), packed.data(), &pool.pool);
      t->conv(&c, x.data(), nullptr, packed.data(), &e, y2.data(), s2.data(), &pool.pool);
      ExpectNear(y2, want, mag);
      EXPECT_TRUE(y2.SameBits(y));
      EXPECT_EQ(t->conv_filter_layout(&c), ByWinograd(c) ? 1 : 0);
      y2.Fill(NAN);
      t->conv(&c, x.data(), f.data(), nullptr, &e, y2.data(), s.data(), &pool.pool);
      EXPECT_TRUE(y2.SameBits(y));
    }
  }
}

TEST(IsaConv, EpilogueGivesTheBitsOfSeparateSteps) {
  TestPool pool(3);
  for (const IsaTable* t : Levels()) {
    for (const IsaConv& c : Shapes()) {
      SCOPED_TRACE(Name(t, c));
      Floats x(InputSize(c)), f(FilterSize(c)), bias(c.out_c), scale(c.out_c), shift(c.out_c);
      Floats apart(OutputSize(c)), residual(apart), y(apart);
      x.Random(1), f.Random(2), bias.Random(3), scale.Random(4), shift.Random(5);
      residual.Random(6);
      Scratch s(t->conv_scratch_bytes(&c, 0));
      const IsaEpilogue none{};
      t->conv(&c, x.data(), f.data(), nullptr, &none, apart.data(), s.data(), nullptr);
      ForEpilogues(bias, scale, shift, residual, [&](const IsaEpilogue& e) {
        Floats want(apart);
        ApplySteps(t, e, c.out_c, &want);
        y.Fill(NAN);
        t->conv(&c, x.data(), f.data(), nullptr, &e, y.data(), s.data(), &pool.pool);
        EXPECT_TRUE(y.Intact() && y.SameBits(want)) << e.act;
      });
    }
  }
}

TEST(IsaConv, GradientByInput) {
  for (const IsaTable* t : Levels()) {
    for (const IsaConv& c : Shapes()) {
      SCOPED_TRACE(Name(t, c));
      Floats f(FilterSize(c)), dy(OutputSize(c)), dx(InputSize(c));
      f.Random(4);
      dy.Random(5);
      dx.Fill(NAN);
      Floats dx2(dx);
      std::vector<double> want(dx.size()), mag(dx.size());
      ForTerms(c, [&](int64_t i, int64_t k, int64_t o) {
        const double v = static_cast<double>(dy[o]) * f[k];
        want[static_cast<size_t>(i)] += v;
        mag[static_cast<size_t>(i)] += fabs(v);
      });
      TestPool pool(3);
      Scratch s(t->conv_grad_input_scratch_bytes(&c));
      t->conv_grad_input(&c, f.data(), dy.data(), dx.data(), s.data(), nullptr);
      ExpectNear(dx, want, mag);
      t->conv_grad_input(&c, f.data(), dy.data(), dx2.data(), s.data(), &pool.pool);
      EXPECT_TRUE(dx2.SameBits(dx));
    }
  }
}

TEST(IsaConv, GradientByFilter) {
  for (const IsaTable* t : Levels()) {
    for (const IsaConv& c : Shapes()) {
      SCOPED_TRACE(Name(t, c));
      Floats x(InputSize(c)), dy(OutputSize(c)), df(FilterSize(c));
      x.Random(6);
      dy.Random(7);
      df.Fill(NAN);
      Floats df2(df);
      std::vector<double> want(df.size()), mag(df.size());
      ForTerms(c, [&](int64_t i, int64_t k, int64_t o) {
        const double v = static_cast<double>(dy[o]) * x[i];
        want[static_cast<size_t>(k)] += v;
        mag[static_cast<size_t>(k)] += fabs(v);
      });
      TestPool pool(3);
      Scratch s(t->conv_grad_filter_scratch_bytes(&c));
      t->conv_grad_filter(&c, x.data(), dy.data(), df.data(), s.data(), nullptr);
      ExpectNear(df, want, mag);
      t->conv_grad_filter(&c, x.data(), dy.data(), df2.data(), s.data(), &pool.pool);
      EXPECT_TRUE(df2.SameBits(df));
    }
  }
}

}  // namespace
}  // namespace hb
