// The counter-based generator Philox4x32-10 and TensorFlow's distributions over it: the same seed
// gives the same numbers here and there.
//
// Outputs are made in groups: four numbers a group, two for 64-bit types. Group i of an output is
// what the generator gives after Skip(i), or after Skip(i * kTruncatedSkip<T>) for truncated
// normals, which reject. So an output can be filled in pieces, in any order.
#ifndef HORNBEAM_CORE_BASE_PHILOX_H_
#define HORNBEAM_CORE_BASE_PHILOX_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace hb {

class Philox {
 public:
  using Words = std::array<uint32_t, 4>;

  // TensorFlow's use of the attributes seed and seed2 (both 0 mean a seed of the caller's making).
  Philox(uint64_t seed, uint64_t seed2) : key_(seed), high_(seed2) {}
  // Stateless ops: a key and a counter of 128 bits, low word first.
  Philox(uint64_t key, uint64_t counter_low, uint64_t counter_high)
      : key_(key), low_(counter_low), high_(counter_high) {}

  // Passes over `groups` groups of four words.
  void Skip(uint64_t groups) {
    low_ += groups;
    high_ += low_ < groups ? 1 : 0;
  }

  // The next four words.
  Words operator()() {
    uint32_t c0 = Low(low_), c1 = High(low_), c2 = Low(high_), c3 = High(high_);
    uint32_t k0 = Low(key_), k1 = High(key_);
    for (int round = 0; round < 10; ++round) {
      const uint64_t p0 = uint64_t{0xd2511f53u} * c0, p1 = uint64_t{0xcd9e8d57u} * c2;
      c0 = High(p1) ^ c1 ^ k0;
      c1 = Low(p1);
      c2 = High(p0) ^ c3 ^ k1;
      c3 = Low(p0);
      k0 += 0x9e3779b9u;
      k1 += 0xbb67ae85u;
    }
    Skip(1);
    return {c0, c1, c2, c3};
  }

  uint64_t key() const { return key_; }
  uint64_t counter_low() const { return low_; }
  uint64_t counter_high() const { return high_; }

 private:
  static uint32_t Low(uint64_t v) { return static_cast<uint32_t>(v); }
  static uint32_t High(uint64_t v) { return static_cast<uint32_t>(v >> 32); }

  uint64_t key_;
  uint64_t low_ = 0;
  uint64_t high_;
};

// The generator of a stateless op with this seed (its two values as they lie in the tensor, cast
// to 64 bits); its key and counter are the outputs of StatelessRandomGetKeyCounter.
Philox PhiloxOfStatelessSeed(uint64_t seed0, uint64_t seed1);

// Groups by which one execution of a stateful random op with `outputs` numbers moves its
// generator on, whatever the type or distribution.
constexpr uint64_t PhiloxGroupsOfOutputs(uint64_t outputs) { return outputs * 256; }

// One word after the other of a generator.
class PhiloxWords {
 public:
  explicit PhiloxWords(const Philox& gen) : gen_(gen) {}
  uint32_t operator()() {
    if (used_ == 4) {
      words_ = gen_();
      used_ = 0;
    }
    return words_[used_++];
  }

 private:
  Philox gen_;
  Philox::Words words_{};
  size_t used_ = 4;
};

// Numbers in a group of float-like (float, half, bfloat16, int32) and of 64-bit types.
inline constexpr int kPhiloxGroup32 = 4;
inline constexpr int kPhiloxGroup64 = 2;
// Skip between the groups of a truncated normal.
template <typename T>
inline constexpr uint64_t kTruncatedSkip = sizeof(T) == 8 ? 128 : 256;

// Uniform in [0, 1) with as many random bits as the type's fraction. The 16-bit types are exact in
// float.
inline float UniformFloat(uint32_t word) {
  return std::bit_cast<float>(0x3f800000u | (word & 0x7fffffu)) - 1.0f;
}
inline double UniformDouble(uint32_t word0, uint32_t word1) {
  const uint64_t fraction = uint64_t{word0 & 0xfffffu} << 32 | word1;
  return std::bit_cast<double>(uint64_t{0x3ff} << 52 | fraction) - 1.0;
}
inline float UniformHalf(uint32_t word) { return static_cast<float>(word & 0x3ffu) * 0x1p-10f; }
inline float UniformBfloat16(uint32_t word) { return static_cast<float>(word & 0x7fu) * 0x1p-7f; }
inline uint64_t JoinWords(uint32_t low, uint32_t high) { return uint64_t{high} << 32 | low; }
// Integers in [low, low + range); range > 0.
inline int32_t UniformInt32(uint32_t word, int32_t low, uint32_t range) {
  return static_cast<int32_t>(static_cast<uint32_t>(low) + word % range);
}
inline int64_t UniformInt64(uint64_t word, int64_t low, uint64_t range) {
  return static_cast<int64_t>(static_cast<uint64_t>(low) + word % range);
}

// Two standard normal numbers (Box-Muller).
std::array<float, 2> NormalFloat(uint32_t word0, uint32_t word1);
std::array<double, 2> NormalDouble(uint32_t word0, uint32_t word1, uint32_t word2, uint32_t word3);

// Fill out[i] for i in [begin, end) of an output whose group 0 is what `gen` gives next. `begin`
// must be a multiple of the group.
void FillUniform(const Philox& gen, int64_t begin, int64_t end, float* out);
void FillUniform(const Philox& gen, int64_t begin, int64_t end, double* out);
void FillNormal(const Philox& gen, int64_t begin, int64_t end, float* out);
void FillNormal(const Philox& gen, int64_t begin, int64_t end, double* out);
// Normal numbers in (-2, 2).
void FillTruncatedNormal(const Philox& gen, int64_t begin, int64_t end, float* out);
void FillTruncatedNormal(const Philox& gen, int64_t begin, int64_t end, double* out);
// Integers in [low, high); low < high.
void FillUniformInt(const Philox& gen, int64_t begin, int64_t end, int32_t low, int32_t high,
                    int32_t* out);
void FillUniformInt(const Philox& gen, int64_t begin, int64_t end, int64_t low, int64_t high,
                    int64_t* out);

namespace internal {
// Natural logarithm and sine and cosine with the rounding of TensorFlow's on Linux, the same bits
// on every machine. `x` is a positive normal number; `angle` lies in [0, 7].
float LogFloat(float x);
void SinCosFloat(float angle, float* sin, float* cos);
}  // namespace internal

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_PHILOX_H_
