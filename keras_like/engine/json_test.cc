#include "keras_like/engine/json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hb::keras_like {
namespace {

TEST(JsonTest, WritesWhatItReads) {
  for (const char* text :
       {"null", "true", "-12", "0.1", "1e+300", "\"a\\\"b\\\\\\n\"", "[]", "{}", "[1, [2.5, {}]]",
        "{\"a\": 1, \"b\": {\"c\": [null]}}", "NaN", "Infinity", "-Infinity"}) {
    const Result<Json> json = Json::Parse(text);
    ASSERT_TRUE(json.ok()) << text << ": " << json.status().message();
    EXPECT_EQ(json->Dump(), text);
  }
}

TEST(JsonTest, KeepsDoublesAndIntegers) {
  EXPECT_EQ(Json(1.0 / 3).Dump(), "0.3333333333333333");
  EXPECT_EQ(Json(1.0).Dump(), "1.0");
  EXPECT_EQ(Json(int64_t{1} << 62).Dump(), "4611686018427387904");
  EXPECT_TRUE(Json::Parse("3")->is_int());
  EXPECT_FALSE(Json::Parse("3.0")->is_int());
  EXPECT_EQ(Json::Parse("3.0")->AsInt(), 3);
  EXPECT_EQ(Json::Parse("3.5")->AsInt(-1), -1);
}

TEST(JsonTest, ReadsEscapes) {
  EXPECT_EQ(Json::Parse("\"\\u00e9\\ud83d\\ude00\\/\"")->AsString(), "\u00e9\U0001F600/");
}

TEST(JsonTest, NamesThePlaceOfAnError) {
  const Result<Json> json = Json::Parse("{\"a\": 1,\n \"b\": x}");
  ASSERT_FALSE(json.ok());
  EXPECT_NE(json.status().message().find("line 2, column 7"), std::string::npos)
      << json.status().message();
}

TEST(JsonTest, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[1,]", "{\"a\" 1}", "\"a", "\"\\x\"", "1 2", "01x", "nul",
                           "\"\\ud800\"", "[1", "{\"a\": }", "--1"}) {
    EXPECT_FALSE(Json::Parse(text).ok()) << text;
  }
  EXPECT_FALSE(Json::Parse(std::string(100000, '[')).ok());
}

}  // namespace
}  // namespace hb::keras_like
