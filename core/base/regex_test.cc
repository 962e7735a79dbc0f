#include "core/base/regex.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

bool Full(std::string_view pattern, std::string_view text) {
  Result<Regex> r = Regex::Compile(pattern);
  EXPECT_TRUE(r.ok()) << r.status().ToString();
  return r.ok() && r->FullMatch(text);
}

std::string Replaced(std::string_view pattern, std::string_view text, std::string_view rewrite,
                     bool all = true) {
  return Regex::Compile(pattern).value().Replace(text, rewrite, all);
}

TEST(Regex, MatchesTheWholeText) {
  EXPECT_TRUE(Full("a+b*", "aab"));
  EXPECT_FALSE(Full("a+b*", "aabc"));
  EXPECT_TRUE(Full("a|ab", "ab"));
  EXPECT_TRUE(Full("", ""));
  EXPECT_TRUE(Full("[a-c[:digit:]_]{2,3}", "a_7"));
  EXPECT_FALSE(Full("[^a-c]", "b"));
  EXPECT_TRUE(Full("(?i)straSSe", "STRASSE"));
  EXPECT_TRUE(Full("\\d+\\.\\w\\s\\x41\\x{e9}", "12.x A\xc3\xa9"));
  EXPECT_TRUE(Full("x.z", "x\xe2\x82\xacz"));
  EXPECT_FALSE(Full("x.z", "x\nz"));
  EXPECT_TRUE(Full("(?s)x.z", "x\nz"));
  EXPECT_TRUE(Full("a{,2}", "a{,2}"));
}

TEST(Regex, ReplacesAsRe2Does) {
  EXPECT_EQ(Replaced("(\\w+)@(\\w+)", "me@here you@there", "\\2 of \\1"),
            "here of me there of you");
  EXPECT_EQ(Replaced("a*", "baac", "x"), "xbxcx");
  EXPECT_EQ(Replaced("a*?", "aa", "x"), "xaxax");
  EXPECT_EQ(Replaced("b", "abab", "-", false), "a-ab");
  EXPECT_EQ(Replaced("^|$", "ab", "|"), "|ab|");
  EXPECT_EQ(Replaced("\\bx\\b", "x xx x", "y"), "y xx y");
  EXPECT_EQ(Replaced("(a)|b", "ab", "[\\1\\\\]"), "[a\\][\\]");
}

TEST(Regex, RefusesBadPatterns) {
  for (const char* bad : {"(", ")", "[", "a**?*", "*a", "\\", "[z-a]", "(?x)", "a{2000}", "\\pL",
                          "((a{100}){100}){100}", "[[:foo:]]", "\\8"}) {
    EXPECT_FALSE(Regex::Compile(bad).ok()) << bad;
  }
  EXPECT_FALSE(Regex::Compile(std::string(5000, '(')).ok());
  Regex r = Regex::Compile("(a)").value();
  EXPECT_TRUE(r.CheckRewrite("\\0\\1\\\\").ok());
  EXPECT_FALSE(r.CheckRewrite("\\2").ok());
  EXPECT_FALSE(r.CheckRewrite("\\x").ok());
  EXPECT_FALSE(r.CheckRewrite("\\").ok());
}

TEST(Regex, TakesTimeLinearInTheText) { EXPECT_FALSE(Full("(a*)*(a*)*b", std::string(5000, 'a'))); }

}  // namespace
}  // namespace hb
