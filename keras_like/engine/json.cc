#include "keras_like/engine/json.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace hb::keras_like {
namespace {

constexpr int kMaxDepth = 200;

void AppendUtf8(std::string* out, uint32_t code) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (code >> 6)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (code >> 12)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | (code >> 18)));
    out->push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Json> Run() {
    Json value;
    if (!Value(&value, 0)) return Error();
    Space();
    if (at_ != text_.size()) {
      Fail("unexpected text after the value");
      return Error();
    }
    return value;
  }

 private:
  Status Error() const {
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at_ && i < text_.size(); ++i) {
      column = text_[i] == '\n' ? 1 : column + 1;
      line += text_[i] == '\n' ? 1 : 0;
    }
    return InvalidArgument("JSON, line " + std::to_string(line) + ", column " +
                           std::to_string(column) + ": " + message_);
  }
  bool Fail(const char* message) {
    if (message_.empty()) message_ = message;
    return false;
  }
  void Space() {
    while (at_ < text_.size() && std::strchr(" \t\r\n", text_[at_]) != nullptr) ++at_;
  }
  bool Take(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  bool Value(Json* out, int depth) {
    Space();
    if (depth > kMaxDepth) return Fail("nested too deep");
    if (at_ == text_.size()) return Fail("a value is missing");
    switch (text_[at_]) {
      case '{':
        return Object(out, depth);
      case '[':
        return Array(out, depth);
      case '"': {
        std::string text;
        if (!String(&text)) return false;
        *out = Json(std::move(text));
        return true;
      }
      default:
        break;
    }
    if (Take("null")) return *out = Json(), true;
    if (Take("true")) return *out = Json(true), true;
    if (Take("false")) return *out = Json(false), true;
    if (Take("NaN")) return *out = Json(std::numeric_limits<double>::quiet_NaN()), true;
    if (Take("Infinity")) return *out = Json(std::numeric_limits<double>::infinity()), true;
    if (Take("-Infinity")) return *out = Json(-std::numeric_limits<double>::infinity()), true;
    return Number(out);
  }

  bool Number(Json* out) {
    size_t end = at_;
    bool integral = true;
    while (end < text_.size() && std::strchr("+-0123456789.eE", text_[end]) != nullptr) {
      integral = integral && std::strchr(".eE", text_[end]) == nullptr;
      ++end;
    }
    const char* first = text_.data() + at_;
    const char* last = text_.data() + end;
    if (first == last) return Fail("unexpected character");
    if (integral) {
      int64_t value;
      const auto [stop, error] = std::from_chars(first, last, value);
      if (error == std::errc() && stop == last) {
        at_ = end;
        return *out = Json(value), true;
      }
    }
    double value;
    const auto [stop, error] = std::from_chars(first, last, value);
    if (error != std::errc() || stop != last) return Fail("not a number");
    at_ = end;
    *out = Json(value);
    return true;
  }

  bool Hex(uint32_t* code) {
    if (at_ + 4 > text_.size()) return Fail("\\u needs four digits");
    const char* first = text_.data() + at_;
    const auto [stop, error] = std::from_chars(first, first + 4, *code, 16);
    if (error != std::errc() || stop != first + 4) return Fail("\\u needs four digits");
    at_ += 4;
    return true;
  }

  bool Escape(std::string* out) {
    if (at_ == text_.size()) return Fail("a string does not end");
    const char c = text_[at_++];
    for (const char* pair = "\"\"\\\\//b\bf\fn\nr\rt\t"; *pair != 0; pair += 2) {
      if (*pair == c) return out->push_back(pair[1]), true;
    }
    if (c != 'u') return Fail("unknown escape in a string");
    uint32_t code, low;
    if (!Hex(&code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      if (!Take("\\u") || !Hex(&low) || low < 0xDC00 || low > 0xDFFF) {
        return Fail("half of a surrogate pair");
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(out, code);
    return true;
  }

  bool String(std::string* out) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_++];
      if (c != '\\') {
        if (static_cast<unsigned char>(c) < 0x20) return Fail("control character in a string");
        out->push_back(c);
      } else if (!Escape(out)) {
        return false;
      }
    }
    if (at_ == text_.size()) return Fail("a string does not end");
    ++at_;
    return true;
  }

  bool Array(Json* out, int depth) {
    *out = Json::Array();
    ++at_;
    Space();
    if (Take("]")) return true;
    for (;;) {
      Json item;
      if (!Value(&item, depth + 1)) return false;
      out->Add(std::move(item));
      Space();
      if (Take("]")) return true;
      if (!Take(",")) return Fail("',' or ']' is missing");
    }
  }

  bool Object(Json* out, int depth) {
    *out = Json::Object();
    ++at_;
    Space();
    if (Take("}")) return true;
    for (;;) {
      Space();
      std::string name;
      if (at_ == text_.size() || text_[at_] != '"') return Fail("a member needs a name");
      if (!String(&name)) return false;
      Space();
      if (!Take(":")) return Fail("':' is missing");
      Json value;
      if (!Value(&value, depth + 1)) return false;
      out->Set(name, std::move(value));
      Space();
      if (Take("}")) return true;
      if (!Take(",")) return Fail("',' or '}' is missing");
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string message_;
};

void WriteString(std::string* out, std::string_view text) {
  out->push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        *out += "\\\"";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\t':
        *out += "\\t";
        break;
      case '\r':
        *out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr char kHex[] = "0123456789abcdef";
          *out += "\\u00";
          out->push_back(kHex[(c >> 4) & 15]);
          out->push_back(kHex[c & 15]);
        } else {
          out->push_back(c);
        }
    }
  }
  out->push_back('"');
}

void WriteReal(std::string* out, double value) {
  if (std::isnan(value)) {
    *out += "NaN";
  } else if (std::isinf(value)) {
    *out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
    const std::string_view text(buffer, error == std::errc() ? end - buffer : 0);
    *out += text;
    if (text.find_first_of(".e") == std::string_view::npos) *out += ".0";
  }
}

void NewLine(std::string* out, int indent, int depth) {
  if (indent < 0) return;
  out->push_back('\n');
  out->append(static_cast<size_t>(indent) * depth, ' ');
}

}  // namespace

Json Json::Array(std::vector<Json> items) {
  Json json;
  json.type_ = Type::kArray;
  json.items_ = std::move(items);
  return json;
}

Json Json::Object(std::vector<Member> members) {
  Json json;
  json.type_ = Type::kObject;
  json.members_ = std::move(members);
  return json;
}

Json Json::Ints(const std::vector<int64_t>& values) {
  Json json = Array();
  for (int64_t value : values) json.Add(value);
  return json;
}

Json Json::Shape(const std::vector<int64_t>& dims) {
  Json json = Array();
  for (int64_t dim : dims) json.Add(dim < 0 ? Json() : Json(dim));
  return json;
}

Result<Json> Json::Parse(std::string_view text) { return Parser(text).Run(); }

int64_t Json::AsInt(int64_t fallback) const {
  if (type_ == Type::kInt) return int_;
  if (type_ == Type::kReal && std::abs(real_) < 9e15 && real_ == std::floor(real_)) {
    return static_cast<int64_t>(real_);
  }
  return fallback;
}

double Json::AsReal(double fallback) const {
  if (type_ == Type::kInt) return static_cast<double>(int_);
  return type_ == Type::kReal ? real_ : fallback;
}

const Json& Json::operator[](std::string_view name) const {
  static const Json* const kNull = new Json();
  for (const Member& member : members_) {
    if (member.first == name) return member.second;
  }
  return *kNull;
}

bool Json::Has(std::string_view name) const {
  for (const Member& member : members_) {
    if (member.first == name) return true;
  }
  return false;
}

void Json::Set(std::string_view name, Json value) {
  for (Member& member : members_) {
    if (member.first == name) {
      member.second = std::move(value);
      return;
    }
  }
  type_ = Type::kObject;
  members_.emplace_back(std::string(name), std::move(value));
}

bool Json::operator==(const Json& other) const {
  if (is_number() && other.is_number()) return AsReal() == other.AsReal();
  return type_ == other.type_ && int_ == other.int_ && text_ == other.text_ &&
         items_ == other.items_ && members_ == other.members_;
}

std::string Json::Dump(int indent) const {
  std::string out;
  Write(&out, indent, 0);
  return out;
}

void Json::Write(std::string* out, int indent, int depth) const {
  const char* comma = indent < 0 ? ", " : ",";
  switch (type_) {
    case Type::kNull:
      *out += "null";
      break;
    case Type::kBool:
      *out += int_ != 0 ? "true" : "false";
      break;
    case Type::kInt:
      *out += std::to_string(int_);
      break;
    case Type::kReal:
      WriteReal(out, real_);
      break;
    case Type::kString:
      WriteString(out, text_);
      break;
    case Type::kArray:
      out->push_back('[');
      for (size_t i = 0; i < items_.size(); ++i) {
        if (i > 0) *out += comma;
        NewLine(out, indent, depth + 1);
        items_[i].Write(out, indent, depth + 1);
      }
      if (!items_.empty()) NewLine(out, indent, depth);
      out->push_back(']');
      break;
    case Type::kObject:
      out->push_back('{');
      for (size_t i = 0; i < members_.size(); ++i) {
        if (i > 0) *out += comma;
        NewLine(out, indent, depth + 1);
        WriteString(out, members_[i].first);
        *out += ": ";
        members_[i].second.Write(out, indent, depth + 1);
      }
      if (!members_.empty()) NewLine(out, indent, depth);
      out->push_back('}');
      break;
  }
}

}  // namespace hb::keras_like
