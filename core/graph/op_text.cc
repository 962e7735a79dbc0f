// Reads the notation of op declarations.
#include <cctype>
#include <charconv>

#include "core/graph/op.h"

namespace hb {
namespace {

// A cursor over one declaration.
class Reader {
 public:
  explicit Reader(std::string_view text) : s_(text) {}
  void Space() {
    while (!s_.empty() && std::isspace(static_cast<unsigned char>(s_.front()))) s_.remove_prefix(1);
  }
  bool Eat(std::string_view token) {
    Space();
    if (!s_.starts_with(token)) return false;
    s_.remove_prefix(token.size());
    return true;
  }
  std::string_view Word() {
    Space();
    size_t n = 0;
    while (n < s_.size() && (std::isalnum(static_cast<unsigned char>(s_[n])) || s_[n] == '_' ||
                             s_[n] == '.' || s_[n] == '-' || s_[n] == '+' || s_[n] == '/')) {
      ++n;
    }
    std::string_view w = s_.substr(0, n);
    s_.remove_prefix(n);
    return w;
  }
  bool Quoted(std::string* out) {
    Space();
    if (s_.empty() || (s_.front() != '\'' && s_.front() != '"')) return false;
    const char quote = s_.front();
    const size_t end = s_.find(quote, 1);
    if (end == std::string_view::npos) return false;
    *out = std::string(s_.substr(1, end - 1));
    s_.remove_prefix(end + 1);
    return true;
  }
  bool AtEnd() {
    Space();
    return s_.empty();
  }
  std::string_view rest() const { return s_; }

 private:
  std::string_view s_;
};

Status Bad(std::string_view text, std::string_view why) {
  return InvalidArgument("declaration '", text, "': ", why);
}

const pb::OpDef::AttrDef* FindAttr(const pb::OpDef& def, std::string_view name) {
  for (const auto& a : def.attr()) {
    if (a.name() == name) return &a;
  }
  return nullptr;
}

// The types that a class name such as "numbertype" stands for; false if it is no class.
bool TypeClass(std::string_view word, pb::AttrValue::ListValue* list) {
  static constexpr DType kNumber[] = {DT_FLOAT,      DT_DOUBLE,    DT_INT32,  DT_UINT8,   DT_INT16,
                                      DT_INT8,       DT_COMPLEX64, DT_INT64,  DT_QINT8,   DT_QUINT8,
                                      DT_QINT32,     DT_BFLOAT16,  DT_QINT16, DT_QUINT16, DT_UINT16,
                                      DT_COMPLEX128, DT_HALF,      DT_UINT32, DT_UINT64};
  static constexpr DType kReal[] = {DT_FLOAT,  DT_DOUBLE, DT_INT32,  DT_UINT8,
                                    DT_INT16,  DT_INT8,   DT_INT64,  DT_BFLOAT16,
                                    DT_UINT16, DT_HALF,   DT_UINT32, DT_UINT64};
  static constexpr DType kQuantized[] = {DT_QINT8, DT_QUINT8, DT_QINT32, DT_QINT16, DT_QUINT16};
  auto fill = [list](auto& types) {
    for (DType t : types) list->add_type(ToPb(t));
    return true;
  };
  if (word == "numbertype") return fill(kNumber);
  if (word == "realnumbertype") return fill(kReal);
  if (word == "quantizedtype") return fill(kQuantized);
  return false;
}

DType TypeWord(std::string_view word) {
  if (word.starts_with("DT_")) {
    std::string lower(word.substr(3));
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return DTypeFromName(lower);
  }
  return DTypeFromName(word);
}

Status ReadNumber(std::string_view text, std::string_view word, int64_t* out) {
  auto r = std::from_chars(word.data(), word.data() + word.size(), *out);
  if (r.ec != std::errc() || r.ptr != word.data() + word.size()) {
    return Bad(text, StrCat("'", word, "' is not an integer"));
  }
  return Status();
}

// One value of the attribute's element type.
Status ReadScalar(std::string_view text, Reader* r, std::string_view type, bool list,
                  pb::AttrValue* v) {
  if (type == "string") {
    std::string s;
    if (!r->Quoted(&s)) return Bad(text, "a quoted string is expected");
    list ? v->mutable_list()->add_s(s) : v->set_s(s);
    return Status();
  }
  if (type == "shape") {
    pb::TensorShapeProto shape;
    if (!r->Eat("{")) {
      if (!r->Eat("["))
        return Bad(text, "a shape is written {} or [2, 3] or { unknown_rank: true }");
      while (!r->Eat("]")) {
        int64_t d = 0;
        HB_RETURN_IF_ERROR(ReadNumber(text, r->Word(), &d));
        shape.add_dim()->set_size(d);
        r->Eat(",");
      }
    } else if (r->Eat("unknown_rank: true")) {
      shape.set_unknown_rank(true);
      if (!r->Eat("}")) return Bad(text, "} is missing");
    } else if (!r->Eat("}")) {
      return Bad(text, "} is missing");
    }
    *(list ? v->mutable_list()->add_shape() : v->mutable_shape()) = shape;
    return Status();
  }
  const std::string_view word = r->Word();
  if (type == "int") {
    int64_t i = 0;
    HB_RETURN_IF_ERROR(ReadNumber(text, word, &i));
    list ? v->mutable_list()->add_i(i) : v->set_i(i);
  } else if (type == "float") {
    float f = 0;
    auto res = std::from_chars(word.data(), word.data() + word.size(), f);
    if (res.ec != std::errc()) return Bad(text, StrCat("'", word, "' is not a number"));
    list ? v->mutable_list()->add_f(f) : v->set_f(f);
  } else if (type == "bool") {
    if (word != "true" && word != "false") return Bad(text, "true or false is expected");
    list ? v->mutable_list()->add_b(word == "true") : v->set_b(word == "true");
  } else if (type == "type") {
    const DType t = TypeWord(word);
    if (t == DT_INVALID) return Bad(text, StrCat("'", word, "' is not a type"));
    list ? v->mutable_list()->add_type(ToPb(t)) : v->set_type(ToPb(t));
  } else if (type == "func" && word.empty()) {
    v->mutable_func();
  } else {
    return Bad(text, StrCat("defaults of kind ", type, " are not supported"));
  }
  return Status();
}

Status ReadDefault(std::string_view text, Reader* r, std::string_view type, pb::AttrValue* v) {
  if (!type.starts_with("list(")) return ReadScalar(text, r, type, false, v);
  type = type.substr(5, type.size() - 6);
  v->mutable_list();
  if (!r->Eat("[")) return Bad(text, "a list is written [..]");
  while (!r->Eat("]")) {
    HB_RETURN_IF_ERROR(ReadScalar(text, r, type, true, v));
    r->Eat(",");
    if (r->AtEnd()) return Bad(text, "] is missing");
  }
  return Status();
}

// "{float, double}" or "{'NHWC', 'NCHW'}".
Status ReadAllowed(std::string_view text, Reader* r, pb::OpDef::AttrDef* attr, bool* strings) {
  auto* list = attr->mutable_allowed_values()->mutable_list();
  *strings = false;
  while (!r->Eat("}")) {
    std::string s;
    if (r->Quoted(&s)) {
      *strings = true;
      list->add_s(s);
    } else {
      const std::string_view word = r->Word();
      const DType t = TypeWord(word);
      if (t != DT_INVALID) {
        list->add_type(ToPb(t));
      } else if (!TypeClass(word, list)) {
        return Bad(text, StrCat("'", word, "' is not a type"));
      }
    }
    r->Eat(",");
    if (r->AtEnd()) return Bad(text, "} is missing");
  }
  return Status();
}

}  // namespace

Status ParseAttr(std::string_view text, pb::OpDef::AttrDef* attr) {
  Reader r(text);
  attr->set_name(std::string(r.Word()));
  if (!r.Eat(":")) return Bad(text, "':' is missing");
  const bool list = r.Eat("list(");
  std::string type;
  if (r.Eat("{")) {
    bool strings = false;
    HB_RETURN_IF_ERROR(ReadAllowed(text, &r, attr, &strings));
    type = strings ? "string" : "type";
  } else {
    const std::string_view word = r.Word();
    type = std::string(word);
    if (TypeClass(word, attr->mutable_allowed_values()->mutable_list())) {
      type = "type";
    } else {
      attr->clear_allowed_values();
    }
  }
  if (list && !r.Eat(")")) return Bad(text, "')' is missing");
  attr->set_type(list ? StrCat("list(", type, ")") : type);
  if (r.Eat(">=")) {
    int64_t minimum = 0;
    HB_RETURN_IF_ERROR(ReadNumber(text, r.Word(), &minimum));
    attr->set_has_minimum(true);
    attr->set_minimum(minimum);
  }
  if (r.Eat("=")) {
    HB_RETURN_IF_ERROR(ReadDefault(text, &r, attr->type(), attr->mutable_default_value()));
  }
  return r.AtEnd() ? Status() : Bad(text, StrCat("'", r.rest(), "' is left over"));
}

Status ParseArg(std::string_view text, pb::OpDef::ArgDef* arg, const pb::OpDef& def) {
  Reader r(text);
  arg->set_name(std::string(r.Word()));
  if (!r.Eat(":")) return Bad(text, "':' is missing");
  const bool ref = r.Eat("Ref(");
  std::string word(r.Word());
  if (r.Eat("*")) {
    arg->set_number_attr(word);
    word = std::string(r.Word());
  }
  if (ref && !r.Eat(")")) return Bad(text, "')' is missing");
  arg->set_is_ref(ref);
  const pb::OpDef::AttrDef* attr = FindAttr(def, word);
  if (attr == nullptr) {
    // Attributes may be declared after the arguments that name them.
    const DType t = TypeWord(word);
    t == DT_INVALID ? arg->set_type_attr(word) : arg->set_type(ToPb(t));
  } else if (attr->type() == "list(type)") {
    arg->set_type_list_attr(word);
  } else {
    arg->set_type_attr(word);
  }
  return r.AtEnd() ? Status() : Bad(text, StrCat("'", r.rest(), "' is left over"));
}

}  // namespace hb
