#include <math.h>

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/test_util.h"

namespace hb {
namespace {

using isa_test::Floats;
using isa_test::Levels;
using isa_test::TestPool;

std::vector<IsaWindow> Shapes() {
  return {
      {2, 8, 8, 16, 4, 4, 2, 2, 2, 2, 0, 0}, {1, 7, 9, 3, 4, 5, 3, 3, 2, 2, 1, 1},
      {1, 6, 6, 37, 6, 6, 3, 3, 1, 1, 1, 1}, {3, 5, 5, 64, 1, 1, 5, 5, 1, 1, 0, 0},
      {1, 10, 4, 1, 3, 4, 2, 1, 4, 1, 0, 0}, {0, 4, 4, 3, 2, 2, 2, 2, 2, 2, 0, 0},
      {20, 4, 4, 5, 2, 2, 2, 2, 2, 2, 0, 0}, {1, 12, 12, 200, 6, 6, 3, 3, 2, 2, 0, 0},
  };
}

// Calls fn(output pixel, input pixels of its window).
template <typename Fn>
void ForWindows(const IsaWindow& w, Fn fn) {
  for (int64_t n = 0; n < w.batch; ++n)
    for (int64_t y = 0; y < w.out_h; ++y)
      for (int64_t x = 0; x < w.out_w; ++x) {
        std::vector<int64_t> in;
        for (int64_t i = 0; i < w.k_h; ++i)
          for (int64_t j = 0; j < w.k_w; ++j) {
            const int64_t h = y * w.stride_h - w.pad_top + i, v = x * w.stride_w - w.pad_left + j;
            if (h >= 0 && h < w.in_h && v >= 0 && v < w.in_w) {
              in.push_back((n * w.in_h + h) * w.in_w + v);
            }
          }
        fn((n * w.out_h + y) * w.out_w + x, in);
      }
}

TEST(IsaPooling, MaxAndItsGradient) {
  for (const IsaTable* t : Levels()) {
    for (const IsaWindow& w : Shapes()) {
      const int64_t ch = w.channels;
      Floats x(w.batch * w.in_h * w.in_w * ch), y(w.batch * w.out_h * w.out_w * ch), dy(y), dx(x);
      x.Random(1);
      for (int64_t i = 0; i < static_cast<int64_t>(x.size()); ++i) x[i] = roundf(x[i] * 3);  // ties
      dy.Random(2);
      dx.Fill(NAN);
      Floats y2(y), dx2(dx);
      std::vector<double> want(y.size()), grad(x.size());
      ForWindows(w, [&](int64_t o, const std::vector<int64_t>& in) {
        for (int64_t c = 0; c < ch; ++c) {
          int64_t best = in[0];
          for (int64_t i : in) {
            if (x[i * ch + c] > x[best * ch + c]) best = i;
          }
          want[static_cast<size_t>(o * ch + c)] = x[best * ch + c];
          grad[static_cast<size_t>(best * ch + c)] += dy[o * ch + c];
        }
      });
      TestPool pool(3);
      t->max_pool(&w, x.data(), y.data(), nullptr);
      t->max_pool(&w, x.data(), y2.data(), &pool.pool);
      t->max_pool_grad(&w, x.data(), dy.data(), dx.data(), nullptr);
      t->max_pool_grad(&w, x.data(), dy.data(), dx2.data(), &pool.pool);
      ASSERT_TRUE(y.Intact() && dx.Intact());
      EXPECT_TRUE(y.SameBits(y2) && dx.SameBits(dx2));
      for (size_t i = 0; i < want.size(); ++i) ASSERT_EQ(y[static_cast<int64_t>(i)], want[i]);
      for (size_t i = 0; i < grad.size(); ++i) {
        ASSERT_NEAR(dx[static_cast<int64_t>(i)], grad[i], 1e-5) << t->name << " " << i;
      }
    }
  }
}

TEST(IsaPooling, AverageAndItsGradient) {
  for (const IsaTable* t : Levels()) {
    for (const IsaWindow& w : Shapes()) {
      const int64_t ch = w.channels;
      Floats x(w.batch * w.in_h * w.in_w * ch), y(w.batch * w.out_h * w.out_w * ch), dy(y), dx(x);
      x.Random(3);
      dy.Random(4);
      dx.Fill(NAN);
      Floats y2(y), dx2(dx);
      std::vector<double> want(y.size()), grad(x.size());
      ForWindows(w, [&](int64_t o, const std::vector<int64_t>& in) {
        const double count = static_cast<double>(in.size());
        for (int64_t c = 0; c < ch; ++c) {
          for (int64_t i : in) {
            want[static_cast<size_t>(o * ch + c)] += x[i * ch + c] / count;
            grad[static_cast<size_t>(i * ch + c)] += dy[o * ch + c] / count;
          }
        }
      });
      TestPool pool(3);
      t->avg_pool(&w, x.data(), y.data(), nullptr);
      t->avg_pool(&w, x.data(), y2.data(), &pool.pool);
      t->avg_pool_grad(&w, dy.data(), dx.data(), nullptr);
      t->avg_pool_grad(&w, dy.data(), dx2.data(), &pool.pool);
      ASSERT_TRUE(y.Intact() && dx.Intact());
      EXPECT_TRUE(y.SameBits(y2) && dx.SameBits(dx2));
      for (size_t i = 0; i < want.size(); ++i) {
        ASSERT_NEAR(y[static_cast<int64_t>(i)], want[i], 1e-5);
      }
      for (size_t i = 0; i < grad.size(); ++i) {
        ASSERT_NEAR(dx[static_cast<int64_t>(i)], grad[i], 1e-5);
      }
    }
  }
}

TEST(IsaPooling, NanIsNeverLarger) {
  for (const IsaTable* t : Levels()) {
    const IsaWindow w{1, 2, 2, 3, 1, 1, 2, 2, 2, 2, 0, 0};
    for (int64_t at = 0; at < 4; ++at) {
      Floats x(12), y(3), dy(3), dx(12);
      for (int64_t i = 0; i < 12; ++i) x[i] = static_cast<float>(i / 3);
      dy.Fill(1);
      x[at * 3 + 1] = NAN;
      t->max_pool(&w, x.data(), y.data(), nullptr);
      t->max_pool_grad(&w, x.data(), dy.data(), dx.data(), nullptr);
      const int64_t largest = at == 3 ? 2 : 3;
      EXPECT_EQ(y[0], 3);
      EXPECT_EQ(y[1], static_cast<float>(largest));
      EXPECT_EQ(y[2], 3);
      const int64_t takes = at == 0 ? 0 : largest;
      for (int64_t i = 0; i < 4; ++i) EXPECT_EQ(dx[i * 3 + 1], i == takes ? 1 : 0) << at;
      for (int64_t i = 0; i < 12; ++i) x[i] = NAN;
      t->max_pool(&w, x.data(), y.data(), nullptr);
      for (int64_t c = 0; c < 3; ++c) EXPECT_EQ(y[c], -INFINITY);
    }
  }
}

template <typename T>
void CheckTranspose(const IsaTable* t, int64_t rows, int64_t cols, int64_t pad) {
  const int64_t ld_in = cols + pad, ld_out = rows + pad;
  std::vector<T> in(static_cast<size_t>(rows * ld_in + 1));
  std::vector<T> out(static_cast<size_t>(cols * ld_out + 1), static_cast<T>(77)), out2(out);
  for (size_t i = 0; i < in.size(); ++i) in[i] = static_cast<T>(i * 7 + 3);
  TestPool pool(3);
  t->transpose(sizeof(T), in.data(), rows, cols, ld_in, out.data(), ld_out, 0, nullptr);
  t->transpose(sizeof(T), in.data(), rows, cols, ld_in, out2.data(), ld_out, 0, &pool.pool);
  EXPECT_EQ(out, out2);
  for (int64_t c = 0; c < cols; ++c) {
    for (int64_t r = 0; r < ld_out; ++r) {
      const T want = r < rows ? in[static_cast<size_t>(r * ld_in + c)] : static_cast<T>(77);
      ASSERT_EQ(out[static_cast<size_t>(c * ld_out + r)], want) << r << "," << c;
    }
  }
}

// Past the caches: the same, whatever the result's alignment and the ends of its rows.
TEST(IsaTranspose, Streams) {
  for (const IsaTable* t : Levels()) {
    for (int64_t rows : {16, 40, 320}) {
      for (int64_t cols : {5, 48, 130, 300}) {
        for (int64_t pad : {0, 1}) {
          for (size_t shift : {0, 4}) {
            const int64_t ld = (rows + 15) / 16 * 16 + pad;
            std::vector<float> in(static_cast<size_t>(rows * cols));
            for (size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(i);
            const auto size = static_cast<size_t>(cols * ld);
            std::vector<float> a(size + 32, -1), b(a);
            const auto at = [shift](std::vector<float>& v) {
              return v.data() + (64 - reinterpret_cast<uintptr_t>(v.data()) % 64) % 64 / 4 + shift;
            };
            TestPool pool(3);
            t->transpose(4, in.data(), rows, cols, cols, at(a), ld, 1, nullptr);
            t->transpose(4, in.data(), rows, cols, cols, at(b), ld, 1, &pool.pool);
            EXPECT_EQ(memcmp(at(a), at(b), size * 4), 0);
            for (int64_t c = 0; c < cols; ++c) {
              for (int64_t r = 0; r < ld; ++r) {
                const float want = r < rows ? in[static_cast<size_t>(r * cols + c)] : -1;
                ASSERT_EQ(at(a)[c * ld + r], want) << t->name << " " << r << "," << c;
              }
            }
          }
        }
      }
    }
  }
}

TEST(IsaTranspose, AllSizes) {
  for (const IsaTable* t : Levels()) {
    for (int64_t rows : {0, 1, 4, 7, 33, 100, 300}) {
      for (int64_t cols : {1, 3, 8, 32, 65, 700}) {
        for (int64_t pad : {0, 3}) {
          SCOPED_TRACE(std::string(t->name) + " " + std::to_string(rows) + "x" +
                       std::to_string(cols));
          CheckTranspose<uint8_t>(t, rows, cols, pad);
          CheckTranspose<uint16_t>(t, rows, cols, pad);
          CheckTranspose<uint32_t>(t, rows, cols, pad);
          CheckTranspose<uint64_t>(t, rows, cols, pad);
        }
      }
    }
  }
}

}  // namespace
}  // namespace hb
