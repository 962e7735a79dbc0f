#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>

#include "core/io/text_format.h"
#include "core/io/text_tables.h"

namespace hb {
namespace {

using text::FieldInfo;
using text::Kind;
using text::MessageInfo;

constexpr int kMaxDepth = 100;

void PutVarint(uint64_t v, std::string* out) {
  while (v >= 0x80) {
    out->push_back(static_cast<char>(v | 0x80));
    v >>= 7;
  }
  out->push_back(static_cast<char>(v));
}

template <typename T>
void PutFixed(T v, std::string* out) {
  for (size_t i = 0; i < sizeof(T); ++i) out->push_back(static_cast<char>(v >> (8 * i)));
}

void PutTag(int number, int wire, std::string* out) {
  PutVarint(static_cast<uint64_t>(number) << 3 | static_cast<uint64_t>(wire), out);
}

void PutBytes(int number, std::string_view bytes, std::string* out) {
  PutTag(number, 2, out);
  PutVarint(bytes.size(), out);
  out->append(bytes);
}

bool IsWordStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) { return IsWordStart(c) || IsDigit(c); }

int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void PutUtf8(uint32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  if (c < 0x800) {
    out->push_back(static_cast<char>(0xc0 | c >> 6));
  } else {
    if (c < 0x10000) {
      out->push_back(static_cast<char>(0xe0 | c >> 12));
    } else {
      out->push_back(static_cast<char>(0xf0 | c >> 18));
      out->push_back(static_cast<char>(0x80 | (c >> 12 & 0x3f)));
    }
    out->push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
  }
  out->push_back(static_cast<char>(0x80 | (c & 0x3f)));
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) { Skip(); }

  Status Message(const MessageInfo& type, char end, int depth, std::string* out) {
    if (depth > kMaxDepth) return Error("messages are nested too deep");
    std::vector<bool> seen(static_cast<size_t>(type.count));
    while (true) {
      if (end == '\0' ? at_ == text_.size() : Accept(end)) return Status();
      if (at_ == text_.size()) return Error(StrCat("'", end, "' is missing"));
      HB_ASSIGN_OR_RETURN(const std::string_view name, Word("the name of a field"));
      const FieldInfo* field = nullptr;
      for (const FieldInfo& f : text::Fields(type)) {
        if (name == f.name) field = &f;
      }
      if (field == nullptr) return Error(StrCat(type.name, " has no field '", name, "'"));
      const auto index = static_cast<size_t>(field - text::Fields(type).data());
      if (seen[index] && !field->repeated) {
        return Error(StrCat("field '", name, "' is there more than once"));
      }
      seen[index] = true;
      HB_RETURN_IF_ERROR(Field(*field, depth, out));
      if (!Accept(',')) Accept(';');
    }
  }

 private:
  Status Error(std::string_view what) const {
    int line = 1, column = 1;
    for (char c : text_.substr(0, at_)) {
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n';
    }
    return InvalidArgument("line ", line, ", column ", column, ": ", what);
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void Skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool Accept(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    Skip();
    return true;
  }

  Result<std::string_view> Word(const char* what) {
    if (!IsWordStart(Peek())) return Error(StrCat(what, " is expected here"));
    const size_t begin = at_;
    while (IsWord(Peek())) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    Skip();
    return word;
  }

  Status Field(const FieldInfo& field, int depth, std::string* out) {
    const bool colon = Accept(':');
    if (!colon && field.kind != Kind::kMessage) return Error("':' is expected here");
    if (!Accept('[')) return Value(field, depth, out);
    if (!field.repeated) return Error(StrCat("field '", field.name, "' is no list"));
    if (Accept(']')) return Status();
    do {
      HB_RETURN_IF_ERROR(Value(field, depth, out));
    } while (Accept(','));
    return Accept(']') ? Status() : Error("']' is expected here");
  }

  Status Value(const FieldInfo& field, int depth, std::string* out) {
    switch (field.kind) {
      case Kind::kMessage: {
        const char end = Accept('{') ? '}' : Accept('<') ? '>' : '\0';
        if (end == '\0') return Error("'{' is expected here");
        std::string inner;
        HB_RETURN_IF_ERROR(Message(text::MessageOf(field), end, depth + 1, &inner));
        PutBytes(field.number, inner, out);
        return Status();
      }
      case Kind::kString:
      case Kind::kBytes: {
        std::string value;
        HB_RETURN_IF_ERROR(Text(&value));
        PutBytes(field.number, value, out);
        return Status();
      }
      case Kind::kFloat:
      case Kind::kDouble:
        return Floating(field, out);
      case Kind::kEnum:
        return Enum(field, out);
      case Kind::kBool:
        return Bool(field, out);
      default:
        return Integer(field, out);
    }
  }

  Status Text(std::string* value) {
    if (Peek() != '"' && Peek() != '\'') return Error("a quoted string is expected here");
    while (Peek() == '"' || Peek() == '\'') {
      const char quote = text_[at_++];
      while (true) {
        if (at_ == text_.size() || text_[at_] == '\n') return Error("the string does not end");
        const char c = text_[at_++];
        if (c == quote) break;
        if (c != '\\') {
          value->push_back(c);
        } else {
          HB_RETURN_IF_ERROR(Escape(value));
        }
      }
      Skip();
    }
    return Status();
  }

  Status Escape(std::string* value) {
    static constexpr char kNames[] = "abfnrtv\\'\"?";
    static constexpr char kCodes[] = "\a\b\f\n\r\t\v\\'\"?";
    const char c = Peek();
    if (const char* found = c == '\0' ? nullptr : std::strchr(kNames, c)) {
      ++at_;
      value->push_back(kCodes[found - kNames]);
      return Status();
    }
    if (c >= '0' && c <= '7') return Digits(3, 8, false, value);
    ++at_;
    if (c == 'x' || c == 'X') return Digits(2, 16, false, value);
    if (c == 'u') return Digits(4, 16, true, value);
    if (c == 'U') return Digits(8, 16, true, value);
    return Error("unknown escape sequence in a string");
  }

  Status Digits(int most, int base, bool unicode, std::string* value) {
    uint32_t number = 0;
    int count = 0;
    for (; count < most; ++count) {
      const int digit = HexDigit(Peek());
      if (digit < 0 || digit >= base) break;
      number = number * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit);
      ++at_;
    }
    if (count == 0 || (unicode && (count < most || number > 0x10ffff))) {
      return Error("unknown escape sequence in a string");
    }
    if (unicode) {
      PutUtf8(number, value);
    } else {
      value->push_back(static_cast<char>(number));
    }
    return Status();
  }

  // A number or word without its sign.
  std::string_view NumberText() {
    const size_t begin = at_;
    while (IsWord(Peek()) || Peek() == '.' ||
           ((Peek() == '+' || Peek() == '-') && at_ > begin &&
            (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E'))) {
      ++at_;
    }
    const std::string_view number = text_.substr(begin, at_ - begin);
    Skip();
    return number;
  }

  Status Floating(const FieldInfo& field, std::string* out) {
    const bool negative = Accept('-');
    std::string number(NumberText());
    double value = 0;
    if (number == "inf" || number == "infinity" || number == "Infinity" || number == "Inf") {
      value = std::numeric_limits<double>::infinity();
    } else if (number == "nan" || number == "NaN") {
      value = std::numeric_limits<double>::quiet_NaN();
    } else {
      if (!number.empty() && (number.back() == 'f' || number.back() == 'F')) number.pop_back();
      const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
      if (parsed.ec == std::errc::result_out_of_range) {
        value = std::strtod(number.c_str(), nullptr);
      } else if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size()) {
        return Error("a number is expected here");
      }
    }
    if (negative) value = -value;
    if (field.kind == Kind::kFloat) {
      PutTag(field.number, 5, out);
      PutFixed(std::bit_cast<uint32_t>(static_cast<float>(value)), out);
    } else {
      PutTag(field.number, 1, out);
      PutFixed(std::bit_cast<uint64_t>(value), out);
    }
    return Status();
  }

  Result<uint64_t> Magnitude() {
    const std::string_view number = NumberText();
    int base = 10;
    size_t begin = 0;
    if (number.size() > 2 && number[0] == '0' && (number[1] | 0x20) == 'x') {
      base = 16;
      begin = 2;
    } else if (number.size() > 1 && number[0] == '0') {
      base = 8;
      begin = 1;
    }
    uint64_t value = 0;
    const char* last = number.data() + number.size();
    const auto parsed = std::from_chars(number.data() + begin, last, value, base);
    if (parsed.ec == std::errc::result_out_of_range) return Error("the number is too large");
    if (parsed.ec != std::errc() || parsed.ptr != last) {
      return Error("a whole number is expected here");
    }
    return value;
  }

  Status Integer(const FieldInfo& field, std::string* out) {
    const bool negative = Accept('-');
    HB_ASSIGN_OR_RETURN(const uint64_t size, Magnitude());
    const bool wide = field.kind == Kind::kInt64 || field.kind == Kind::kSInt64 ||
                      field.kind == Kind::kSFixed64 || field.kind == Kind::kUInt64 ||
                      field.kind == Kind::kFixed64;
    const bool is_signed = field.kind != Kind::kUInt32 && field.kind != Kind::kUInt64 &&
                           field.kind != Kind::kFixed32 && field.kind != Kind::kFixed64;
    const uint64_t half = wide ? uint64_t{1} << 63 : uint64_t{1} << 31;
    const uint64_t limit = negative ? half : is_signed ? half - 1 : half - 1 + half;
    if (size > limit || (negative && !is_signed && size != 0)) {
      return Error(StrCat("the number does not fit field '", field.name, "'"));
    }
    PutInteger(field, negative ? uint64_t{0} - size : size, out);
    return Status();
  }

  static void PutInteger(const FieldInfo& field, uint64_t value, std::string* out) {
    const auto as_signed = static_cast<int64_t>(value);
    switch (field.kind) {
      case Kind::kFixed32:
      case Kind::kSFixed32:
        PutTag(field.number, 5, out);
        return PutFixed(static_cast<uint32_t>(value), out);
      case Kind::kFixed64:
      case Kind::kSFixed64:
        PutTag(field.number, 1, out);
        return PutFixed(value, out);
      case Kind::kSInt32:
      case Kind::kSInt64:
        value = (value << 1) ^ static_cast<uint64_t>(as_signed >> 63);
        break;
      default:
        break;
    }
    PutTag(field.number, 0, out);
    PutVarint(value, out);
  }

  Status Bool(const FieldInfo& field, std::string* out) {
    const std::string_view word = NumberText();
    const bool yes = word == "true" || word == "True" || word == "t" || word == "1";
    if (!yes && word != "false" && word != "False" && word != "f" && word != "0") {
      return Error("true or false is expected here");
    }
    PutTag(field.number, 0, out);
    PutVarint(yes, out);
    return Status();
  }

  Status Enum(const FieldInfo& field, std::string* out) {
    if (Peek() == '-' || IsDigit(Peek())) {
      const bool negative = Accept('-');
      HB_ASSIGN_OR_RETURN(const uint64_t size, Magnitude());
      if (size > 0x7fffffff) return Error("the number is too large");
      PutTag(field.number, 0, out);
      PutVarint(negative ? uint64_t{0} - size : size, out);
      return Status();
    }
    HB_ASSIGN_OR_RETURN(const std::string_view word, Word("a value of an enumeration"));
    for (const auto& value : text::EnumOf(field)) {
      if (word != value.name) continue;
      PutTag(field.number, 0, out);
      PutVarint(static_cast<uint64_t>(static_cast<int64_t>(value.number)), out);
      return Status();
    }
    return Error(StrCat("field '", field.name, "' has no value '", word, "'"));
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Result<std::string> TextToBytes(std::string_view type, std::string_view text) {
  const MessageInfo* message = text::FindMessage(type);
  if (message == nullptr) return Internal("there is no message ", type);
  std::string out;
  HB_RETURN_IF_ERROR(Parser(text).Message(*message, '\0', 0, &out));
  return out;
}

}  // namespace hb
