#include "core/runtime/pack_cache.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

PackCache::Key Of(uint64_t variable, int64_t layout = 0) {
  return {variable, true, {1, layout, 0, 0}};
}

// Asks in a new run; packs if asked to.
class Asker {
 public:
  explicit Asker(PackCache* cache) : cache_(*cache) {}
  // 0: nothing, 1: packed just now, 2: was packed already.
  int Ask(const PackCache::Key& key, uint64_t version, size_t bytes = 100) {
    uint64_t run = 0;
    const PackCache::Answer a = cache_.Find(key, version, bytes, &run, {});
    if (a.packed != nullptr) return 2;
    if (!a.asked) return 0;
    cache_.Put(key, a.ticket, PackCache::Allocate(bytes));
    return 1;
  }

 private:
  PackCache& cache_;
};

TEST(PackCache, PacksWhatASecondRunAsksFor) {
  PackCache cache;
  Asker asker(&cache);
  EXPECT_EQ(asker.Ask(Of(1), 5), 0);
  EXPECT_EQ(asker.Ask(Of(1), 5), 1);
  EXPECT_EQ(asker.Ask(Of(1), 5), 2);
  EXPECT_EQ(cache.bytes(), 100u);
  // The same run again doesn't count.
  uint64_t run = 0;
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(cache.Find(Of(2), 5, 100, &run, {}).asked);
  EXPECT_EQ(asker.Ask(Of(2), 5), 1);
  // Another layout, another constant at the same number.
  EXPECT_EQ(asker.Ask(Of(1, 7), 5), 0);
  EXPECT_EQ(asker.Ask({1, false, {1, 0, 0, 0}}, 5), 0);
  EXPECT_EQ(cache.packs(), 2);
}

TEST(PackCache, ANewVersionDropsTheOldOne) {
  PackCache cache;
  Asker asker(&cache);
  for (uint64_t version = 1; version < 50; ++version) EXPECT_EQ(asker.Ask(Of(1), version), 0);
  EXPECT_EQ(asker.Ask(Of(1), 49), 1);
  EXPECT_EQ(asker.Ask(Of(1), 50), 0);
  EXPECT_EQ(cache.bytes(), 0u);
  EXPECT_EQ(cache.packs(), 1);
}

// Who packs a version that is replaced meanwhile keeps it for himself.
TEST(PackCache, LateResultsAreNotKept) {
  PackCache cache;
  Asker asker(&cache);
  EXPECT_EQ(asker.Ask(Of(1), 1), 0);
  uint64_t run = 0;
  const PackCache::Answer a = cache.Find(Of(1), 1, 100, &run, {});
  ASSERT_TRUE(a.asked);
  // One packs at a time.
  EXPECT_EQ(asker.Ask(Of(1), 1), 0);
  EXPECT_EQ(asker.Ask(Of(1), 2), 0);
  cache.Put(Of(1), a.ticket, PackCache::Allocate(100));
  EXPECT_EQ(cache.bytes(), 0u);
  EXPECT_EQ(asker.Ask(Of(1), 2), 1);
  // One that fails is asked for again.
  EXPECT_EQ(asker.Ask(Of(3), 1), 0);
  run = 0;
  const PackCache::Answer failed = cache.Find(Of(3), 1, 100, &run, {});
  ASSERT_TRUE(failed.asked);
  cache.Put(Of(3), failed.ticket, nullptr);
  EXPECT_EQ(asker.Ask(Of(3), 1), 1);
}

TEST(PackCache, BytesAreBoundedAndOldOnesGo) {
  PackCache cache(250, 10);
  Asker asker(&cache);
  for (uint64_t v = 1; v <= 2; ++v) {
    EXPECT_EQ(asker.Ask(Of(v), 1), 0);
    EXPECT_EQ(asker.Ask(Of(v), 1), 1);
  }
  // No room while the others are in use, however often it is asked for.
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(asker.Ask(Of(3), 1), 0);
    EXPECT_EQ(asker.Ask(Of(1), 1), 2);
    EXPECT_EQ(asker.Ask(Of(2), 1), 2);
    EXPECT_LE(cache.bytes(), 250u);
  }
  // Number 2 is used no more and gives way.
  int packed = 0;
  for (int i = 0; i < 20 && packed == 0; ++i) {
    packed = asker.Ask(Of(3), 1);
    EXPECT_EQ(asker.Ask(Of(1), 1), 2);
  }
  EXPECT_EQ(packed, 1);
  EXPECT_EQ(cache.bytes(), 200u);
  EXPECT_EQ(asker.Ask(Of(2), 1), 0);
  // What doesn't fit at all is not packed.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(asker.Ask(Of(4), 1, 300), 0);
}

TEST(PackCache, APackedValueOutlivesItsEntry) {
  PackCache cache;
  Asker asker(&cache);
  asker.Ask(Of(1), 1);
  asker.Ask(Of(1), 1);
  uint64_t run = 0;
  const PackCache::Answer a = cache.Find(Of(1), 1, 100, &run, {});
  ASSERT_NE(a.packed, nullptr);
  EXPECT_EQ(asker.Ask(Of(1), 2), 0);
  EXPECT_EQ(a.packed.use_count(), 1);
}

}  // namespace
}  // namespace hb
