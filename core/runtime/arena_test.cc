#include "core/runtime/arena.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace hb {
namespace {

struct Life {
  int64_t bytes, begin, end;  // end < 0: forever
};

// Packs lives that are sorted by their begin, and checks that none overlaps another.
ArenaPacker Packed(const std::vector<Life>& lives) {
  ArenaPacker packer;
  std::vector<int64_t> buffers;
  for (size_t i = 0; i < lives.size(); ++i) {
    const int64_t last = i == 0 ? lives[i].begin : lives[i - 1].begin;
    for (int64_t step = last; step < lives[i].begin; ++step) {
      for (size_t k = 0; k < i; ++k) {
        if (lives[k].end == step) packer.Free(buffers[k], step);
      }
    }
    buffers.push_back(packer.Allocate(lives[i].bytes, lives[i].begin));
  }
  for (size_t k = 0; k < lives.size(); ++k) {
    if (lives[k].end >= lives.back().begin) packer.Free(buffers[k], lives[k].end);
  }
  packer.Pack();
  const auto end = [](const Life& l) { return l.end < 0 ? int64_t{1} << 60 : l.end; };
  for (size_t a = 0; a < lives.size(); ++a) {
    EXPECT_GE(packer.offset(buffers[a]), 0);
    EXPECT_LE(packer.offset(buffers[a]) + lives[a].bytes, packer.size());
    for (size_t b = 0; b < a; ++b) {
      if (lives[a].begin > end(lives[b]) || lives[b].begin > end(lives[a])) continue;
      EXPECT_TRUE(packer.offset(buffers[a]) + lives[a].bytes <= packer.offset(buffers[b]) ||
                  packer.offset(buffers[b]) + lives[b].bytes <= packer.offset(buffers[a]))
          << a << " and " << b;
    }
  }
  EXPECT_GE(packer.size(), packer.peak());
  return packer;
}

TEST(Arena, TakesMemoryAgainAfterTheLastUse) {
  const ArenaPacker p = Packed({{128, 0, 1}, {128, 1, 2}, {128, 2, 3}, {64, 3, -1}});
  EXPECT_EQ(p.size(), 256);
  EXPECT_EQ(p.peak(), 256);
}

TEST(Arena, FindsThePlacesThatTheOrderMisses) {
  // In the order of the schedule the small one comes to lie behind the first, and the last finds no
  // gap that is large enough.
  const ArenaPacker p = Packed({{640, 0, 1}, {64, 0, 5}, {704, 2, 5}});
  EXPECT_EQ(p.size(), 768);
  EXPECT_EQ(p.peak(), 768);
}

TEST(Arena, EmptyBuffersHavePlacesOfTheirOwn) {
  ArenaPacker p;
  const int64_t a = p.Allocate(0, 0), b = p.Allocate(0, 0);
  p.Pack();
  EXPECT_NE(p.offset(a), p.offset(b));
}

TEST(Arena, AnyLives) {
  std::mt19937 random(7);
  for (int round = 0; round < 30; ++round) {
    std::vector<Life> lives;
    int64_t step = 0;
    const int count = round == 0 ? 2100 : 5 + round * 5;  // the first is packed in order alone
    for (int i = 0; i < count; ++i) {
      step += random() % 2;
      const int64_t end = random() % 10 == 0 ? -1 : step + static_cast<int64_t>(random() % 8);
      lives.push_back({static_cast<int64_t>(64 * (1 + random() % 50)), step, end});
    }
    Packed(lives);
  }
}

}  // namespace
}  // namespace hb
