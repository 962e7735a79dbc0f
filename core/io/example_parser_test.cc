#include "core/io/example_parser.h"

#include <gtest/gtest.h>

#include <random>

#include "core/proto/example.pb.h"

namespace hb {
namespace {

std::vector<std::string> Examples() {
  hornbeam::Example example;
  auto& features = *example.mutable_features()->mutable_feature();
  for (float v : {1.0f, 2.0f}) features["a"].mutable_float_list()->add_value(v);
  for (const char* v : {"x", "yy"}) features["s"].mutable_bytes_list()->add_value(v);
  for (int64_t v : {3, -4, 500}) features["i"].mutable_int64_list()->add_value(v);
  std::vector<std::string> out{example.SerializeAsString()};
  features["f"];
  out.push_back(example.SerializeAsString());
  return out;
}

TEST(ExampleParser, FindsFeatures) {
  FeatureKeys keys;
  for (const char* key : {"a", "s", "i", "f", "a"}) keys.Add(key);
  ASSERT_EQ(keys.size(), 4);
  std::vector<FeatureView> found(4);
  const std::vector<std::string> examples = Examples();
  ASSERT_TRUE(FindFeatures(examples[1], keys, found).ok());
  int64_t ints[3];
  ASSERT_EQ(found[2].count, 3);
  CopyValues(found[2], ints);
  EXPECT_EQ(ints[1], -4);
  EXPECT_EQ(ints[2], 500);
  TString texts[2];
  ASSERT_EQ(found[1].count, 2);
  CopyValues(found[1], texts);
  EXPECT_EQ(texts[1].view(), "yy");
  EXPECT_EQ(found[3].dtype, DT_INVALID);
}

TEST(ExampleParser, ReadsUnpackedValuesAndSurvivesDamage) {
  FeatureKeys keys;
  const int f = keys.Add("f");
  // Two values on their own and two packed.
  const std::string list("\x0d\0\0\x80\x3f\x0a\x08\0\0\0\x40\0\0\x40\x40\x0d\0\0\x80\x40", 20);
  const std::string feature = "\x12\x14" + list;
  const std::string entry = std::string("\x0a\x01") + "f\x12\x16" + feature;
  const std::string example = "\x0a\x1d\x0a\x1b" + entry;
  std::vector<FeatureView> found(1);
  ASSERT_TRUE(FindFeatures(example, keys, found).ok());
  ASSERT_EQ(found[size_t(f)].count, 4);
  float values[4];
  CopyValues(found[0], values);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(values[i], static_cast<float>(i + 1));

  std::mt19937 random(6);
  for (const char* key : {"a", "s", "i"}) keys.Add(key);
  found.resize(4);
  for (const std::string& whole : Examples()) {
    for (int i = 0; i < 20000; ++i) {
      std::string changed = whole;
      changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
      if (i % 4 == 0) changed.resize(random() % changed.size());
      if (!FindFeatures(changed, keys, found).ok()) continue;
      for (const FeatureView& view : found) {
        const size_t n = static_cast<size_t>(view.count);
        if (view.dtype == DT_FLOAT) CopyValues(view, std::vector<float>(n).data());
        if (view.dtype == DT_INT64) CopyValues(view, std::vector<int64_t>(n).data());
        if (view.dtype == DT_STRING) CopyValues(view, std::vector<TString>(n).data());
      }
    }
  }
}

}  // namespace
}  // namespace hb
