#include <math.h>

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/test_util.h"

namespace hb {
namespace {

using isa_test::Floats;
using isa_test::Levels;
using isa_test::TestPool;

constexpr int64_t kSizes[] = {5, 0, 100, 20000, 1, 40000};

// Three slots and a gradient for each variable.
struct Variables {
  Variables() {
    for (int64_t n : kSizes) {
      for (uint32_t k = 0; k < 4; ++k) {
        all.emplace_back(n);
        all.back().Random(k * 100 + static_cast<uint32_t>(n), k == 2 ? 0.0f : -1.0f, 1.0f);
      }
    }
  }
  std::vector<IsaSegment> Segments() {
    std::vector<IsaSegment> s;
    for (size_t i = 0; i < all.size(); i += 4) {
      s.push_back({all[i].data(), all[i + 1].data(), all[i + 2].data(), all[i + 3].data(),
                   static_cast<int64_t>(all[i].size())});
    }
    return s;
  }
  std::vector<Floats> all;  // p, m, v, g of the first variable, of the second, ...
};

// Runs `step` alone and with workers, and compares each element with `exact`, which maps
// (p, m, v, g) to the new (p, m, v).
template <typename Step, typename ExactFn>
void Check(const IsaTable* t, Step step, ExactFn exact) {
  SCOPED_TRACE(t->name);
  Variables before, alone, many;
  const std::vector<IsaSegment> a = alone.Segments(), m = many.Segments();
  TestPool pool(3);
  step(a, nullptr);
  step(m, &pool.pool);
  EXPECT_GT(pool.tasks, 1);
  for (size_t v = 0; v < before.all.size(); v += 4) {
    for (size_t k = 0; k < 4; ++k) {
      ASSERT_TRUE(alone.all[v + k].Intact());
      ASSERT_TRUE(alone.all[v + k].SameBits(many.all[v + k]));
    }
    for (size_t i = 0; i < before.all[v].size(); ++i) {
      const int64_t at = static_cast<int64_t>(i);
      double s[3] = {before.all[v][at], before.all[v + 1][at], before.all[v + 2][at]};
      exact(s, before.all[v + 3][at]);
      for (size_t k = 0; k < 3; ++k) {
        ASSERT_NEAR(alone.all[v + k][at], s[k], 1e-6 * (1 + fabs(s[k]))) << "slot " << k;
      }
    }
  }
}

TEST(IsaOptimizer, Sgd) {
  for (const IsaTable* t : Levels()) {
    Check(
        t,
        [&](const std::vector<IsaSegment>& s, const IsaPool* pool) {
          t->sgd(0.1f, s.data(), static_cast<int64_t>(s.size()), pool);
        },
        [](double* s, double g) { s[0] -= 0.1 * g; });
  }
}

TEST(IsaOptimizer, Momentum) {
  for (const IsaTable* t : Levels()) {
    for (int nesterov : {0, 1}) {
      Check(
          t,
          [&](const std::vector<IsaSegment>& s, const IsaPool* pool) {
            t->momentum(0.1f, 0.9f, nesterov, s.data(), static_cast<int64_t>(s.size()), pool);
          },
          [&](double* s, double g) {
            s[1] = s[1] * 0.9 + g;
            s[0] -= nesterov ? 0.1 * g + s[1] * 0.9 * 0.1 : 0.1 * s[1];
          });
    }
  }
}

TEST(IsaOptimizer, Adam) {
  for (const IsaTable* t : Levels()) {
    for (int variant : {0, 1, 2}) {
      const int nesterov = variant == 1;
      IsaAdam h{};
      h.lr = 0.01f, h.beta1 = 0.9f, h.beta2 = 0.999f, h.epsilon = 1e-3f;
      h.beta1_power = 0.81f, h.beta2_power = 0.998001f, h.nesterov = nesterov;
      h.decay = variant == 2 ? 0.5f : 0.0f;
      Check(
          t,
          [&](const std::vector<IsaSegment>& s, const IsaPool* pool) {
            t->adam(&h, s.data(), static_cast<int64_t>(s.size()), pool);
          },
          [&](double* s, double g) {
            const double lr = 0.01 * sqrt(1.0 - h.beta2_power) / (1.0 - h.beta1_power);
            s[1] += (g - s[1]) * 0.1;
            s[2] += (g * g - s[2]) * (1.0 - h.beta2);
            const double head = nesterov ? g * 0.1 + 0.9 * s[1] : s[1];
            s[0] -= s[0] * h.decay * 0.01;
            s[0] -= lr * head / (sqrt(s[2]) + 1e-3);
          });
    }
  }
}

}  // namespace
}  // namespace hb
