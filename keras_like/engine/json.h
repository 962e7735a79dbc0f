#ifndef KERAS_LIKE_ENGINE_JSON_H_
#define KERAS_LIKE_ENGINE_JSON_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keras_like/engine/base.h"

namespace hb::keras_like {

// A JSON value. Objects keep the order in which members were added. Integers and reals are kept
// apart; numbers are written as the shortest text that reads back as the same double.
class Json {
 public:
  enum class Type { kNull, kBool, kInt, kReal, kString, kArray, kObject };
  using Member = std::pair<std::string, Json>;

  Json() = default;
  Json(std::nullptr_t) {}                                          // NOLINT: implicit by intent
  Json(bool value) : type_(Type::kBool), int_(value) {}            // NOLINT
  Json(int value) : type_(Type::kInt), int_(value) {}              // NOLINT
  Json(int64_t value) : type_(Type::kInt), int_(value) {}          // NOLINT
  Json(double value) : type_(Type::kReal), real_(value) {}         // NOLINT
  Json(const char* value) : type_(Type::kString), text_(value) {}  // NOLINT
  Json(std::string value) : type_(Type::kString), text_(std::move(value)) {}  // NOLINT
  Json(std::string_view value) : type_(Type::kString), text_(value) {}        // NOLINT
  static Json Array(std::vector<Json> items = {});
  static Json Object(std::vector<Member> members = {});
  static Json Ints(const std::vector<int64_t>& values);
  // Sizes of a shape; unknown ones (-1) become null.
  static Json Shape(const std::vector<int64_t>& dims);

  // Reads one value and nothing after it. The message of an error has line and column. Nesting
  // is bounded; NaN, Infinity and -Infinity are numbers, as Python writes them.
  static Result<Json> Parse(std::string_view text);
  // Compact when `indent` is negative.
  std::string Dump(int indent = -1) const;

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::kNull; }
  bool is_bool() const { return type_ == Type::kBool; }
  bool is_int() const { return type_ == Type::kInt; }
  bool is_number() const { return type_ == Type::kInt || type_ == Type::kReal; }
  bool is_string() const { return type_ == Type::kString; }
  bool is_array() const { return type_ == Type::kArray; }
  bool is_object() const { return type_ == Type::kObject; }

  // The value when the type fits, else the fallback.
  bool AsBool(bool fallback = false) const { return is_bool() ? int_ != 0 : fallback; }
  int64_t AsInt(int64_t fallback = 0) const;
  double AsReal(double fallback = 0) const;
  const std::string& AsString() const { return text_; }

  const std::vector<Json>& items() const { return items_; }
  std::vector<Json>& items() { return items_; }
  const std::vector<Member>& members() const { return members_; }
  std::vector<Member>& members() { return members_; }
  void Add(Json item) { items_.push_back(std::move(item)); }

  // The member of an object, or a null that belongs to nobody.
  const Json& operator[](std::string_view name) const;
  bool Has(std::string_view name) const;
  void Set(std::string_view name, Json value);
  bool operator==(const Json& other) const;

 private:
  void Write(std::string* out, int indent, int depth) const;

  Type type_ = Type::kNull;
  int64_t int_ = 0;
  double real_ = 0;
  std::string text_;
  std::vector<Json> items_;
  std::vector<Member> members_;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_JSON_H_
