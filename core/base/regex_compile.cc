// The parser of regular expressions.
#include <algorithm>
#include <memory>

#include "core/base/regex.h"
#include "core/base/utf8.h"

namespace hb {

// Reads a pattern into a tree and writes the tree as instructions.
class RegexCompiler {
 public:
  explicit RegexCompiler(std::string_view pattern) : rest_(pattern), pattern_(pattern) {}

  Result<Regex> Compile() {
    HB_ASSIGN_OR_RETURN(NodePtr tree, Alternatives(0));
    if (!rest_.empty()) return Error("unexpected )");
    Node whole{.kind = Kind::kGroup, .group = 0};
    whole.children.push_back(std::move(tree));
    HB_RETURN_IF_ERROR(Emit(whole));
    regex_.code_.push_back({Regex::kMatch, 0, 0});
    regex_.num_groups_ = groups_;
    return std::move(regex_);
  }

 private:
  static constexpr uint32_t kMaxChar = 0x10ffff;
  static constexpr int kMaxDepth = 200, kMaxRepeat = 1000;
  static constexpr size_t kMaxCode = 50000;
  enum class Kind { kEmpty, kSet, kSequence, kChoice, kGroup, kRepeat, kAssert };
  struct Node;
  using NodePtr = std::unique_ptr<Node>;
  struct Node {
    Kind kind = Kind::kEmpty;
    int group = -1;         // of kGroup
    int min = 0, max = -1;  // of kRepeat; -1 no limit
    bool greedy = true;     // of kRepeat
    int32_t value = 0;      // set or assertion
    std::vector<NodePtr> children = {};
  };
  struct Flags {
    bool ignore_case = false, multi_line = false, dot_all = false, swap_greed = false;
  };

  Status Error(std::string_view what) const {
    return InvalidArgument("Invalid pattern: ", pattern_, ", error: ", what);
  }
  bool Eat(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  uint32_t Take() {
    uint32_t c = 0;
    return TakeUtf8(&rest_, &c) ? c : 0xfffd;
  }

  NodePtr MakeSet(Regex::Ranges ranges, bool negate = false) {
    if (flags_.ignore_case) AddOtherCase(&ranges);
    std::sort(ranges.begin(), ranges.end());
    Regex::Ranges merged;
    for (const auto& r : ranges) {
      if (!merged.empty() && r.first <= merged.back().second + 1) {
        merged.back().second = std::max(merged.back().second, r.second);
      } else {
        merged.push_back(r);
      }
    }
    if (negate) merged = Opposite(merged);
    auto node = std::make_unique<Node>();
    node->kind = Kind::kSet;
    node->value = static_cast<int32_t>(regex_.sets_.size());
    regex_.sets_.push_back(std::move(merged));
    return node;
  }
  static Regex::Ranges Opposite(const Regex::Ranges& sorted) {
    Regex::Ranges out;
    uint32_t next = 0;
    for (const auto& [low, high] : sorted) {
      if (low > next) out.emplace_back(next, low - 1);
      next = high + 1;
    }
    if (next <= kMaxChar) out.emplace_back(next, kMaxChar);
    return out;
  }
  // Letters of ASCII in the other case.
  static void AddOtherCase(Regex::Ranges* ranges) {
    const size_t n = ranges->size();
    for (size_t i = 0; i < n; ++i) {
      const auto [low, high] = (*ranges)[i];
      for (uint32_t first : {uint32_t{'a'}, uint32_t{'A'}}) {
        const uint32_t from = std::max(low, first), to = std::min(high, first + 25);
        if (from <= to) ranges->emplace_back(from ^ 32, to ^ 32);
      }
    }
  }

  NodePtr MakeAssert(Regex::Assertion a) {
    auto node = std::make_unique<Node>();
    node->kind = Kind::kAssert;
    node->value = a;
    return node;
  }

  Result<NodePtr> Alternatives(int depth) {
    if (depth > kMaxDepth) return Error("expression nests too deeply");
    auto choice = std::make_unique<Node>();
    choice->kind = Kind::kChoice;
    do {
      HB_ASSIGN_OR_RETURN(NodePtr branch, Sequence(depth));
      choice->children.push_back(std::move(branch));
    } while (Eat("|"));
    if (choice->children.size() == 1) return std::move(choice->children[0]);
    return choice;
  }

  Result<NodePtr> Sequence(int depth) {
    auto sequence = std::make_unique<Node>();
    sequence->kind = Kind::kSequence;
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      HB_ASSIGN_OR_RETURN(NodePtr atom, Atom(depth));
      HB_ASSIGN_OR_RETURN(atom, Repeated(std::move(atom)));
      sequence->children.push_back(std::move(atom));
    }
    return sequence;
  }

  Result<NodePtr> Repeated(NodePtr atom) {
    int count = 0;
    for (;;) {
      int min = 0, max = -1;
      if (Eat("*")) {
      } else if (Eat("+")) {
        min = 1;
      } else if (Eat("?")) {
        max = 1;
      } else if (!Counts(&min, &max)) {
        return atom;
      }
      if (min > kMaxRepeat || max > kMaxRepeat || (max >= 0 && min > max)) {
        return Error("bad repetition operator");
      }
      if (atom->kind == Kind::kEmpty || ++count > 2) return Error("bad repetition operator");
      auto repeat = std::make_unique<Node>();
      repeat->kind = Kind::kRepeat;
      repeat->min = min;
      repeat->max = max;
      repeat->greedy = !Eat("?");
      if (flags_.swap_greed) repeat->greedy = !repeat->greedy;
      repeat->children.push_back(std::move(atom));
      atom = std::move(repeat);
    }
  }

  // "{2}", "{2,}" or "{2,5}"; anything else is a literal brace.
  bool Counts(int* min, int* max) {
    const std::string_view before = rest_;
    const auto number = [&](int* out) {
      size_t n = 0;
      int v = 0;
      while (n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9' && n < 6) {
        v = v * 10 + (rest_[n++] - '0');
      }
      rest_.remove_prefix(n);
      *out = v;
      return n > 0;
    };
    if (Eat("{") && number(min)) {
      if (Eat("}")) {
        *max = *min;
        return true;
      }
      if (Eat(",") && (Eat("}") || (number(max) && Eat("}")))) return true;
    }
    rest_ = before;
    return false;
  }

  Result<NodePtr> Atom(int depth) {
    if (Eat("(")) return Group(depth);
    if (Eat("[")) return Class();
    if (Eat(".")) {
      return flags_.dot_all ? MakeSet({{0, kMaxChar}}) : MakeSet({{'\n', '\n'}}, true);
    }
    if (Eat("^")) return MakeAssert(flags_.multi_line ? Regex::kLineBegin : Regex::kTextBegin);
    if (Eat("$")) return MakeAssert(flags_.multi_line ? Regex::kLineEnd : Regex::kTextEnd);
    if (rest_[0] == '*' || rest_[0] == '+' || rest_[0] == '?') {
      return Error("no argument for repetition operator");
    }
    if (Eat("\\")) return Escape();
    const uint32_t c = Take();
    return MakeSet({{c, c}});
  }

  Result<NodePtr> Group(int depth) {
    const Flags outer = flags_;
    int group = -1;
    if (Eat("?P<") || Eat("?<")) {
      const size_t end = rest_.find('>');
      if (end == std::string_view::npos || end == 0) return Error("invalid named capture group");
      rest_.remove_prefix(end + 1);
      group = ++groups_;
    } else if (Eat("?")) {
      HB_RETURN_IF_ERROR(ReadFlags());
      // "(?i)" holds for the rest of the group that it is in.
      if (Eat(")")) return std::make_unique<Node>();
      if (!Eat(":")) return Error("invalid perl operator");
    } else {
      group = ++groups_;
    }
    HB_ASSIGN_OR_RETURN(NodePtr inner, Alternatives(depth + 1));
    if (!Eat(")")) return Error("missing )");
    flags_ = outer;
    auto node = std::make_unique<Node>();
    node->kind = Kind::kGroup;
    node->group = group;
    node->children.push_back(std::move(inner));
    return node;
  }

  Status ReadFlags() {
    bool on = true;
    while (!rest_.empty() && rest_[0] != ':' && rest_[0] != ')') {
      const char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == 'i') {
        flags_.ignore_case = on;
      } else if (c == 'm') {
        flags_.multi_line = on;
      } else if (c == 's') {
        flags_.dot_all = on;
      } else if (c == 'U') {
        flags_.swap_greed = on;
      } else if (c == '-' && on) {
        on = false;
      } else {
        return Error("invalid perl operator");
      }
    }
    return Status();
  }

  // The characters of \d, \w, \s or of a named class; false if there is no such class.
  static bool Named(std::string_view name, Regex::Ranges* out) {
    struct Entry {
      std::string_view name;
      Regex::Ranges ranges;
    };
    const Entry entries[] = {{"d", {{'0', '9'}}},
                             {"w", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
                             {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}},
                             {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                             {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
                             {"ascii", {{0, 127}}},
                             {"blank", {{'\t', '\t'}, {' ', ' '}}},
                             {"cntrl", {{0, 31}, {127, 127}}},
                             {"digit", {{'0', '9'}}},
                             {"graph", {{'!', '~'}}},
                             {"lower", {{'a', 'z'}}},
                             {"print", {{' ', '~'}}},
                             {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
                             {"space", {{'\t', '\r'}, {' ', ' '}}},
                             {"upper", {{'A', 'Z'}}},
                             {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
                             {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}}};
    for (const Entry& e : entries) {
      if (e.name != name) continue;
      *out = e.ranges;
      return true;
    }
    return false;
  }

  // A class behind a backslash, such as d or W.
  bool PerlClass(Regex::Ranges* out) {
    if (rest_.empty()) return false;
    const char c = rest_[0], lower = static_cast<char>(c | 32);
    if (lower != 'd' && lower != 'w' && lower != 's') return false;
    rest_.remove_prefix(1);
    Named(std::string_view(&lower, 1), out);
    if (c != lower) *out = Opposite(*out);
    return true;
  }

  // The character that an escape stands for, the backslash being read.
  Result<uint32_t> EscapedChar() {
    if (rest_.empty()) return Error("trailing \\");
    constexpr std::string_view kNames = "nrtfva", kValues = "\n\r\t\f\v\a";
    const size_t at = kNames.find(rest_[0]);
    if (at != std::string_view::npos) {
      rest_.remove_prefix(1);
      return static_cast<uint32_t>(kValues[at]);
    }
    if (Eat("x")) return Hex();
    const auto c = static_cast<unsigned char>(rest_[0]);
    if (c == '0') {
      uint32_t v = 0;
      for (int i = 0; i < 3 && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '7'; ++i) {
        v = v * 8 + static_cast<uint32_t>(rest_[0] - '0');
        rest_.remove_prefix(1);
      }
      return v;
    }
    if (c < 128 && std::isalnum(c) == 0) {
      rest_.remove_prefix(1);
      return uint32_t{c};
    }
    return Error("invalid escape sequence");
  }

  Result<uint32_t> Hex() {
    const bool braces = Eat("{");
    uint32_t v = 0;
    int digits = 0;
    while (!rest_.empty() && std::isxdigit(static_cast<unsigned char>(rest_[0])) != 0 &&
           digits < (braces ? 6 : 2)) {
      const char c = rest_[0];
      v = v * 16 + static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
      rest_.remove_prefix(1);
      ++digits;
    }
    if (digits == 0 || (!braces && digits != 2) || (braces && !Eat("}")) || v > kMaxChar) {
      return Error("invalid escape sequence");
    }
    return v;
  }

  Result<NodePtr> Escape() {
    Regex::Ranges ranges;
    if (PerlClass(&ranges)) return MakeSet(std::move(ranges));
    if (Eat("A")) return MakeAssert(Regex::kTextBegin);
    if (Eat("z")) return MakeAssert(Regex::kTextEnd);
    if (Eat("b")) return MakeAssert(Regex::kWord);
    if (Eat("B")) return MakeAssert(Regex::kNotWord);
    if (Eat("Q")) {
      auto sequence = std::make_unique<Node>();
      sequence->kind = Kind::kSequence;
      while (!rest_.empty() && !Eat("\\E")) {
        const uint32_t c = Take();
        sequence->children.push_back(MakeSet({{c, c}}));
      }
      return sequence;
    }
    HB_ASSIGN_OR_RETURN(const uint32_t c, EscapedChar());
    return MakeSet({{c, c}});
  }

  Result<uint32_t> ClassChar() {
    if (Eat("\\")) return EscapedChar();
    return Take();
  }

  Result<NodePtr> Class() {
    const bool negate = Eat("^");
    Regex::Ranges ranges;
    for (bool first = true; first || !Eat("]"); first = false) {
      if (rest_.empty()) return Error("missing ]");
      Regex::Ranges named;
      if (Eat("[:")) {
        const bool opposite = Eat("^");
        const size_t end = rest_.find(":]");
        if (end == std::string_view::npos || !Named(rest_.substr(0, end), &named)) {
          return Error("invalid character class range");
        }
        rest_.remove_prefix(end + 2);
        if (opposite) named = Opposite(named);
      } else if (rest_[0] == '\\' && rest_.size() > 1) {
        const std::string_view before = rest_;
        rest_.remove_prefix(1);
        if (!PerlClass(&named)) rest_ = before;
      }
      if (!named.empty()) {
        ranges.insert(ranges.end(), named.begin(), named.end());
        continue;
      }
      HB_ASSIGN_OR_RETURN(const uint32_t low, ClassChar());
      uint32_t high = low;
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        rest_.remove_prefix(1);
        HB_ASSIGN_OR_RETURN(high, ClassChar());
        if (high < low) return Error("invalid character class range");
      }
      ranges.emplace_back(low, high);
    }
    return MakeSet(std::move(ranges), negate);
  }

  int32_t Next() const { return static_cast<int32_t>(regex_.code_.size()); }
  void Add(Regex::Op op, int32_t x = 0, int32_t y = 0) { regex_.code_.push_back({op, x, y}); }

  Status Emit(const Node& n) {
    if (regex_.code_.size() > kMaxCode) return Error("pattern too large - compile failed");
    switch (n.kind) {
      case Kind::kEmpty:
        return Status();
      case Kind::kSet:
        Add(Regex::kSet, n.value);
        return Status();
      case Kind::kAssert:
        Add(Regex::kAssert, n.value);
        return Status();
      case Kind::kSequence:
        for (const NodePtr& child : n.children) HB_RETURN_IF_ERROR(Emit(*child));
        return Status();
      case Kind::kGroup:
        if (n.group >= 0) Add(Regex::kSave, 2 * n.group);
        HB_RETURN_IF_ERROR(Emit(*n.children[0]));
        if (n.group >= 0) Add(Regex::kSave, 2 * n.group + 1);
        return Status();
      case Kind::kChoice:
        return EmitChoice(n);
      case Kind::kRepeat:
        return EmitRepeat(n);
    }
    return Status();
  }

  Status EmitChoice(const Node& n) {
    std::vector<int32_t> ends;
    for (size_t i = 0; i < n.children.size(); ++i) {
      const bool last = i + 1 == n.children.size();
      const int32_t split = Next();
      if (!last) Add(Regex::kSplit, split + 1);
      HB_RETURN_IF_ERROR(Emit(*n.children[i]));
      if (last) break;
      ends.push_back(Next());
      Add(Regex::kJump);
      regex_.code_[static_cast<size_t>(split)].y = Next();
    }
    for (int32_t end : ends) regex_.code_[static_cast<size_t>(end)].x = Next();
    return Status();
  }

  void SetSplit(int32_t at, int32_t into, int32_t past, bool greedy) {
    Regex::Inst& inst = regex_.code_[static_cast<size_t>(at)];
    inst.x = greedy ? into : past;
    inst.y = greedy ? past : into;
  }

  Status EmitRepeat(const Node& n) {
    const Node& child = *n.children[0];
    for (int i = 0; i < n.min; ++i) HB_RETURN_IF_ERROR(Emit(child));
    if (n.max < 0) {
      const int32_t split = Next();
      Add(Regex::kSplit);
      HB_RETURN_IF_ERROR(Emit(child));
      Add(Regex::kJump, split);
      SetSplit(split, split + 1, Next(), n.greedy);
      return Status();
    }
    std::vector<int32_t> splits;
    for (int i = n.min; i < n.max; ++i) {
      splits.push_back(Next());
      Add(Regex::kSplit);
      HB_RETURN_IF_ERROR(Emit(child));
    }
    for (int32_t split : splits) SetSplit(split, split + 1, Next(), n.greedy);
    return Status();
  }

  std::string_view rest_, pattern_;
  Flags flags_;
  int groups_ = 0;
  Regex regex_;
};

Result<Regex> Regex::Compile(std::string_view pattern) { return RegexCompiler(pattern).Compile(); }

}  // namespace hb
