#ifndef KERAS_LIKE_ENGINE_RANDOM_H_
#define KERAS_LIKE_ENGINE_RANDOM_H_

#include <cstdint>
#include <span>

namespace hb::keras_like {

// The generator of initial weights and of the order of batches. Its numbers are a function of the
// seed alone: the same on every machine and in every language. Uses no function of libm.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // SplitMix64.
  uint64_t Next();
  // Uniform in [0, 1), 53 bits.
  double Uniform();
  // Standard normal, by the polar method.
  double Normal();
  // Standard normal, redrawn until it lies in [-2, 2].
  double TruncatedNormal();
  // Uniform in [0, bound), bound > 0, without bias.
  uint64_t Below(uint64_t bound);
  // A uniformly random order.
  void Shuffle(std::span<int64_t> values);

 private:
  uint64_t state_;
  double spare_ = 0;
  bool has_spare_ = false;
};

// Seeds for what was given none. Deterministic after SetGlobalSeed.
void SetGlobalSeed(uint64_t seed);
uint64_t NextSeed();

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_RANDOM_H_
