// Regular expressions in RE2's syntax, matched in time linear in the text.
#ifndef HORNBEAM_CORE_BASE_REGEX_H_
#define HORNBEAM_CORE_BASE_REGEX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/status.h"

namespace hb {

// Characters are UTF-8; a byte that is no valid UTF-8 counts as U+FFFD. Supported: literals, '.',
// classes ([a-z], [^x], \d \w \s and their opposites, [:alpha:] and so on), groups (capturing,
// (?:),
// (?P<name>), flags i, m, s, U), alternatives, * + ? {n,m} and their lazy forms, ^ $ \A \z \b \B.
// Unicode classes (\pL) are not. Immutable; safe to share between threads.
class Regex {
 public:
  // INVALID_ARGUMENT that says what is wrong with the pattern.
  static Result<Regex> Compile(std::string_view pattern);

  int num_groups() const { return num_groups_; }
  bool FullMatch(std::string_view text) const;
  // The leftmost match that begins at `start` or later; alternatives in front are preferred. Group
  // 0 is the match; a group that took no part is empty with a null pointer.
  bool Search(std::string_view text, size_t start, std::vector<std::string_view>* groups) const;
  // Replaces the first match or all of them. `rewrite` has \0 to \9 for groups and \\ for a
  // backslash; see CheckRewrite.
  std::string Replace(std::string_view text, std::string_view rewrite, bool all) const;
  // INVALID_ARGUMENT for other escapes or groups that the pattern lacks.
  Status CheckRewrite(std::string_view rewrite) const;

 private:
  friend class RegexCompiler;
  enum Op : uint8_t { kSet, kJump, kSplit, kSave, kAssert, kMatch };
  enum Assertion : uint8_t { kTextBegin, kTextEnd, kLineBegin, kLineEnd, kWord, kNotWord };
  struct Inst {
    Op op;
    int32_t x, y;  // targets, set, slot or assertion; a split tries x first
  };
  using Ranges = std::vector<std::pair<uint32_t, uint32_t>>;
  struct Threads;

  bool Run(std::string_view text, size_t start, bool full, std::vector<size_t>* slots) const;
  void Add(Threads* list, int32_t pc, std::string_view text, size_t at,
           std::vector<size_t>* slots) const;
  bool Holds(Assertion a, std::string_view text, size_t at) const;
  bool InSet(int32_t set, uint32_t c) const;

  std::vector<Inst> code_;
  std::vector<Ranges> sets_;  // sorted, disjoint
  int num_groups_ = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_REGEX_H_
