// Shared by the tests of the per-level kernels: every test runs on all levels of this machine.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_TEST_UTIL_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_TEST_UTIL_H_

#include <gtest/gtest.h>
#include <stdint.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/kernels/cpu/isa/isa.h"

namespace hb::isa_test {

// The levels that this machine runs; HORNBEAM_ISA restricts them to the chosen one.
inline std::vector<const IsaTable*> Levels() {
  if (getenv("HORNBEAM_ISA") != nullptr) return {Isa()};
  std::vector<const IsaTable*> levels;
  for (int level : {2, 3, 4, static_cast<int>(kIsaNeon)}) {
    if (const IsaTable* t = IsaForLevel(level)) levels.push_back(t);
  }
  return levels;
}

// Starts `workers` threads for each call and deals tasks out in turn, the last ones first.
struct TestPool {
  explicit TestPool(int workers) : workers(workers), pool{this, &TestPool::ParallelFor} {}
  static void ParallelFor(void* ctx, int64_t n, void (*fn)(void*, int64_t), void* arg) {
    TestPool* self = static_cast<TestPool*>(ctx);
    self->tasks += n;
    std::vector<std::thread> threads;
    for (int w = 0; w < self->workers; ++w) {
      threads.emplace_back([=] {
        for (int64_t i = n - 1 - w; i >= 0; i -= self->workers) fn(arg, i);
      });
    }
    for (std::thread& t : threads) t.join();
  }
  int workers;
  int64_t tasks = 0;
  IsaPool pool;
};

// Floats at an address that is 4 bytes off any vector alignment, between poisoned margins that
// Intact() checks.
class Floats {
 public:
  explicit Floats(int64_t n) : n_(n), all_(static_cast<size_t>(n) + 2 * kMargin + 64) {
    float* base = all_.data() + kMargin;
    const uintptr_t rest = reinterpret_cast<uintptr_t>(base) % 64;
    p_ = base + (64 - rest) % 64 / 4 + 1;
    for (float& x : all_) x = kPoison;
  }
  Floats(const Floats& o) : Floats(o.n_) { std::copy_n(o.p_, n_, p_); }
  Floats& operator=(const Floats&) = delete;
  float* data() { return p_; }
  const float* data() const { return p_; }
  float& operator[](int64_t i) { return p_[i]; }
  float operator[](int64_t i) const { return p_[i]; }
  size_t size() const { return static_cast<size_t>(n_); }
  bool Intact() const {
    for (const float& x : all_) {
      if ((&x < p_ || &x >= p_ + n_) && x != kPoison) return false;
    }
    return true;
  }
  Floats& Random(uint32_t seed, float lo = -1.0f, float hi = 1.0f) {
    std::mt19937 rng(seed);
    std::uniform_real_distribution<float> dist(lo, hi);
    for (int64_t i = 0; i < n_; ++i) p_[i] = dist(rng);
    return *this;
  }
  Floats& Fill(float x) {
    for (int64_t i = 0; i < n_; ++i) p_[i] = x;
    return *this;
  }
  bool SameBits(const Floats& o) const {
    return n_ == o.n_ && (n_ == 0 || memcmp(p_, o.p_, sizeof(float) * size()) == 0);
  }

 private:
  static constexpr int64_t kMargin = 32;
  static constexpr float kPoison = 1.2345e30f;
  int64_t n_;
  std::vector<float> all_;
  float* p_;
};

// Scratch aligned to 64, poisoned with NaN.
class Scratch {
 public:
  explicit Scratch(size_t bytes) : bytes_(bytes), all_(bytes / 4 + 64, __builtin_nanf("")) {}
  void* data() {
    uintptr_t p = reinterpret_cast<uintptr_t>(all_.data());
    return reinterpret_cast<void*>((p + 63) / 64 * 64);
  }

 private:
  size_t bytes_;
  std::vector<float> all_;
};

// What the epilogue does to finished sums, one step after the other over all of them.
inline void ApplySteps(const IsaTable* t, const IsaEpilogue& e, int64_t channels, Floats* y) {
  const int64_t n = static_cast<int64_t>(y->size());
  for (int64_t i = 0; i < n && e.bias != nullptr; ++i) (*y)[i] += e.bias[i % channels];
  for (int64_t i = 0; i < n && e.scale != nullptr; ++i) (*y)[i] *= e.scale[i % channels];
  for (int64_t i = 0; i < n && e.shift != nullptr; ++i) (*y)[i] += e.shift[i % channels];
  for (int64_t i = 0; i < n && e.residual != nullptr; ++i) (*y)[i] += e.residual[i];
  const int unary = e.act == kIsaActRelu    ? kIsaRelu
                    : e.act == kIsaActRelu6 ? kIsaRelu6
                                            : e.act - kIsaActUnary;
  if (e.act != kIsaActNone) t->unary[unary](y->data(), y->data(), n);
}

// Epilogues with some of the steps: bit 0 bias, 1 scale, 2 shift, 3 residual; every mask, with
// activations that change.
template <typename Fn>
void ForEpilogues(const Floats& bias, const Floats& scale, const Floats& shift,
                  const Floats& residual, Fn fn) {
  constexpr int32_t kActs[] = {kIsaActRelu6, kIsaActNone, IsaActOf(kIsaTanh), kIsaActRelu};
  for (int mask = 0; mask < 16; ++mask) {
    const auto pick = [mask](int bit, const Floats& f) {
      return (mask >> bit & 1) != 0 ? f.data() : nullptr;
    };
    fn(IsaEpilogue{pick(0, bias), pick(1, scale), pick(2, shift), pick(3, residual),
                   kActs[(mask ^ mask / 4) % 4], 0});
  }
}

}  // namespace hb::isa_test

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_TEST_UTIL_H_
