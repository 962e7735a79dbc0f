// Checksums, hashes, varints and UTF-8.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "core/base/coding.h"
#include "core/base/crc32c.h"
#include "core/base/hash.h"
#include "core/base/utf8.h"

namespace hb {
namespace {

using std::literals::string_view_literals::operator""sv;

TEST(Crc32c, KnownValues) {
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(Crc32c(""), 0u);
}

TEST(Crc32c, VariantsAndPiecesAgree) {
  std::mt19937 random(1);
  std::string data(20000, 0);
  for (char& c : data) c = static_cast<char>(random());
  for (size_t n : {size_t{0}, size_t{1}, size_t{7}, size_t{8}, size_t{3071}, size_t{3072},
                   size_t{3081}, size_t{6150}, data.size() - 3}) {
    const uint32_t whole = Crc32c(std::string_view(data).substr(3, n));
    EXPECT_EQ(whole, internal::Crc32cExtendPortable(0, data.data() + 3, n));
    const size_t cut = n / 3;
    uint32_t pieces = Crc32cExtend(0, data.data() + 3, cut);
    pieces = Crc32cExtend(pieces, data.data() + 3 + cut, n - cut);
    EXPECT_EQ(whole, pieces);
    EXPECT_EQ(UnmaskCrc(MaskCrc(whole)), whole);
    EXPECT_NE(MaskCrc(whole), whole);
  }
}

// Values recorded from tf.raw_ops.StringToHashBucketFast(num_buckets=2**62).
TEST(Fingerprint64, MatchesTensorFlow) {
  const std::vector<std::pair<int, uint64_t>> kCases = {
      {0, 1936946117179621455u},   {1, 2306457298695425288u},   {3, 102683088699704366u},
      {4, 2736130904858839597u},   {7, 468120066583623190u},    {8, 851681029174793618u},
      {16, 2301283578816413510u},  {17, 1111628276080516663u},  {32, 312049679624838593u},
      {33, 1880161755268588155u},  {64, 845979426103098282u},   {65, 1256186473427311864u},
      {127, 2132647247037251878u}, {128, 3902804828731568332u}, {129, 2112108415144755632u},
      {200, 1352248073501979258u}};
  for (const auto& [n, bucket] : kCases) {
    std::string s;
    for (int j = 0; j < n; ++j) s.push_back(static_cast<char>(1 + (j * 131 + n * 7) % 255));
    EXPECT_EQ(Fingerprint64(s) & ((uint64_t{1} << 62) - 1), bucket) << n;
  }
}

TEST(Coding, VarintsRoundTrip) {
  for (int shift = 0; shift < 64; ++shift) {
    for (uint64_t v : {uint64_t{1} << shift, (uint64_t{1} << shift) - 1, ~uint64_t{0} >> shift}) {
      std::string s;
      PutVarint(&s, v);
      std::string_view in = s;
      uint64_t got = 0;
      ASSERT_TRUE(GetVarint64(&in, &got));
      EXPECT_EQ(got, v);
      EXPECT_TRUE(in.empty());
      in = std::string_view(s).substr(0, s.size() - 1);
      EXPECT_FALSE(GetVarint64(&in, &got));
      uint32_t small = 0;
      in = s;
      EXPECT_EQ(GetVarint32(&in, &small), v <= UINT32_MAX);
    }
  }
  std::string_view too_long = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv;
  uint64_t v;
  EXPECT_FALSE(GetVarint64(&too_long, &v));
  std::string_view cut =
      "\x05"
      "abcd"sv;
  std::string_view bytes;
  EXPECT_FALSE(GetLengthPrefixed(&cut, &bytes));
  EXPECT_EQ(cut.size(), 5u);
}

TEST(Utf8, AcceptsAndRefuses) {
  for (std::string_view good : {""sv, "abc"sv, "\xc3\xa4"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv,
                                "\xef\xbf\xbf"sv, "\xf4\x8f\xbf\xbf"sv, "\0"sv}) {
    EXPECT_TRUE(IsValidUtf8(good));
  }
  for (std::string_view bad :
       {"\x80"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xe0\x9f\xbf"sv, "\xed\xa0\x80"sv,
        "\xf4\x90\x80\x80"sv, "\xf0\x8f\xbf\xbf"sv, "\xc3"sv, "\xe2\x82"sv, "\xff"sv, "a\xc3z"sv}) {
    EXPECT_FALSE(IsValidUtf8(bad));
  }
  EXPECT_EQ(CountUtf8("a\xe2\x82\xac\xff"), 3u);
  EXPECT_EQ(CleanUtf8("a\xff"), "a\xef\xbf\xbd");
}

TEST(Utf8, EveryCharacterRoundTrips) {
  for (uint32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    std::string s;
    AppendUtf8(&s, c);
    std::string_view in = s;
    uint32_t got = 0;
    ASSERT_TRUE(TakeUtf8(&in, &got)) << c;
    ASSERT_EQ(got, c);
    ASSERT_TRUE(in.empty());
  }
}

}  // namespace
}  // namespace hb
