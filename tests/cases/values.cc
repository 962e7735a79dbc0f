// Tensors and attributes from their text in a case.
#include <charconv>

#include "core/graph/tensor_proto.h"
#include "tests/cases/case.h"

namespace hb::cases {
namespace {

// Reads "1,2,3" of numbers or "?".
bool ParseDims(std::string_view text, std::vector<int64_t>* dims) {
  while (!text.empty()) {
    int64_t d = -1;
    size_t used = 1;
    if (text[0] != '?') {
      const auto r = std::from_chars(text.data(), text.data() + text.size(), d);
      if (r.ec != std::errc()) return false;
      used = static_cast<size_t>(r.ptr - text.data());
    }
    dims->push_back(d);
    text.remove_prefix(used);
    if (!text.empty() && text[0] == ',') text.remove_prefix(1);
  }
  return true;
}

std::string Unquoted(std::string_view text) {
  std::string out;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      unsigned byte = 0;
      std::from_chars(text.data() + i + 2, text.data() + i + 4, byte, 16);
      out += static_cast<char>(byte);
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

template <typename T>
bool ParseNumber(std::string_view text, T* out) {
  const auto r = std::from_chars(text.data(), text.data() + text.size(), *out);
  return r.ec == std::errc() && r.ptr == text.data() + text.size();
}

template <typename T>
bool ParseElement(std::string_view text, T* out) {
  if constexpr (std::is_same_v<T, bool>) {
    *out = text == "1";
    return text == "0" || text == "1";
  } else if constexpr (std::is_same_v<T, half> || std::is_same_v<T, bfloat16>) {
    float f = 0;
    if (!ParseNumber(text, &f)) return false;
    *out = T(f);
    return true;
  } else if constexpr (std::is_same_v<T, std::complex<float>> ||
                       std::is_same_v<T, std::complex<double>>) {
    const size_t comma = text.find(',');
    typename T::value_type re = 0, im = 0;
    if (comma == text.npos || !ParseNumber(text.substr(0, comma), &re) ||
        !ParseNumber(text.substr(comma + 1), &im)) {
      return false;
    }
    *out = T(re, im);
    return true;
  } else if constexpr (std::is_same_v<T, TString>) {
    out->Assign(Unquoted(text));
    return text.size() >= 2 && text.front() == '"' && text.back() == '"';
  } else {
    return ParseNumber(text, out);
  }
}

// The C++ type in which elements of a dtype are written.
template <typename Fn>
bool WithElementType(DType dtype, Fn&& fn) {
  switch (dtype) {
    case DT_FLOAT:
      return fn(float{});
    case DT_DOUBLE:
      return fn(double{});
    case DT_HALF:
      return fn(half{});
    case DT_BFLOAT16:
      return fn(bfloat16{});
    case DT_COMPLEX64:
      return fn(std::complex<float>{});
    case DT_COMPLEX128:
      return fn(std::complex<double>{});
    case DT_BOOL:
      return fn(bool{});
    case DT_STRING:
      return fn(TString{});
    case DT_INT8:
    case DT_QINT8:
    case DT_INT4:
    case DT_INT2:
      return fn(int8_t{});
    case DT_UINT8:
    case DT_QUINT8:
    case DT_UINT4:
    case DT_UINT2:
    case DT_FLOAT8_E5M2:
    case DT_FLOAT8_E4M3FN:
    case DT_FLOAT8_E4M3FNUZ:
    case DT_FLOAT8_E4M3B11FNUZ:
    case DT_FLOAT8_E5M2FNUZ:
    case DT_FLOAT4_E2M1FN:
      return fn(uint8_t{});
    case DT_INT16:
    case DT_QINT16:
      return fn(int16_t{});
    case DT_UINT16:
    case DT_QUINT16:
      return fn(uint16_t{});
    case DT_INT32:
    case DT_QINT32:
      return fn(int32_t{});
    case DT_UINT32:
      return fn(uint32_t{});
    case DT_INT64:
      return fn(int64_t{});
    case DT_UINT64:
      return fn(uint64_t{});
    default:
      return false;
  }
}

uint64_t Mix(uint64_t z) {
  z = (z + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// "7:-2:2": numbers in [-2, 2) from the seed 7.
bool FillUniform(std::string_view text, Tensor* t) {
  const size_t first = text.find(':'), second = text.find(':', first + 1);
  uint64_t seed = 0;
  double low = 0, high = 0;
  if (second == text.npos || !ParseNumber(text.substr(0, first), &seed) ||
      !ParseNumber(text.substr(first + 1, second - first - 1), &low) ||
      !ParseNumber(text.substr(second + 1), &high)) {
    return false;
  }
  return WithElementType(t->dtype(), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, half> ||
                  std::is_same_v<T, bfloat16>) {
      for (int64_t i = 0; i < t->num_elements(); ++i) {
        const double u = static_cast<double>(Mix((seed << 32) + static_cast<uint64_t>(i)) >> 40);
        t->flat<T>()[static_cast<size_t>(i)] = static_cast<T>(low + (high - low) * (u * 0x1p-24));
      }
      return true;
    } else {
      return false;
    }
  });
}

bool FillElements(std::span<const std::string_view> words, Tensor* t) {
  return WithElementType(t->dtype(), [&](auto zero) {
    using T = decltype(zero);
    size_t n = 0;
    const std::span<T> to = t->flat<T>();
    for (std::string_view word : words) {
      size_t repeat = 1;
      const size_t star = word.back() == '"' ? word.npos : word.rfind('*');
      if (star != word.npos) {
        if (!ParseNumber(word.substr(star + 1), &repeat)) return false;
        word = word.substr(0, star);
      }
      T value{};
      if (!ParseElement(word, &value) || repeat > to.size() - n) return false;
      for (size_t i = 0; i < repeat; ++i) to[n++] = value;
    }
    return n == to.size();
  });
}

Status ParseScalar(std::string_view kind, std::string_view text, pb::AttrValue* value) {
  bool good = true;
  if (kind == "int") {
    int64_t v = 0;
    good = ParseNumber(text, &v);
    value->set_i(v);
  } else if (kind == "float") {
    float v = 0;
    good = ParseNumber(text, &v);
    value->set_f(v);
  } else if (kind == "bool") {
    value->set_b(text == "true");
  } else if (kind == "type") {
    const DType t = DTypeFromName(text);
    good = t != DT_INVALID;
    value->set_type(static_cast<pb::DataType>(t));
  } else if (kind == "shape") {
    std::vector<int64_t> dims;
    if (text == "?") {
      value->mutable_shape()->set_unknown_rank(true);
      return Status();
    }
    good = text.size() >= 2 && ParseDims(text.substr(1, text.size() - 2), &dims);
    ShapeToProto(Shape(std::span<const int64_t>(dims)), value->mutable_shape());
  } else if (kind == "string") {
    value->set_s(Unquoted(text));
  } else if (kind == "func") {
    value->mutable_func()->set_name(std::string(text));
  } else if (kind == "tensor") {
    HB_ASSIGN_OR_RETURN(Expected t, ParseTensor(text.substr(1, text.size() - 2)));
    return TensorToProto(t.values, value->mutable_tensor());
  } else {
    good = false;
  }
  return good ? Status() : InvalidArgument("'", text, "' is no ", kind);
}

// The parts of "(a,[1,2],c)".
std::vector<std::string_view> PartsOf(std::string_view text) {
  text = text.substr(1, text.size() - 2);
  std::vector<std::string_view> parts;
  size_t begin = 0;
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == ',' && depth == 0 && !quoted)) {
      if (i > begin) parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      depth += text[i] == '[' || text[i] == '{' ? 1 : text[i] == ']' || text[i] == '}' ? -1 : 0;
    }
  }
  return parts;
}

void Append(std::string_view kind, const pb::AttrValue& part, pb::AttrValue::ListValue* list) {
  if (kind == "int") list->add_i(part.i());
  if (kind == "float") list->add_f(part.f());
  if (kind == "bool") list->add_b(part.b());
  if (kind == "type") list->add_type(part.type());
  if (kind == "shape") *list->add_shape() = part.shape();
  if (kind == "string") list->add_s(part.s());
  if (kind == "func") *list->add_func() = part.func();
}

}  // namespace

std::vector<std::string_view> WordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  bool quoted = false;
  int braces = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= line.size(); ++i) {
    if (i == line.size() || (line[i] == ' ' && !quoted && braces == 0)) {
      if (i > begin) words.push_back(line.substr(begin, i - begin));
      begin = i + 1;
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      braces += line[i] == '{' ? 1 : line[i] == '}' ? -1 : 0;
    }
  }
  return words;
}

Result<Expected> ParseTensor(std::string_view text) {
  const std::vector<std::string_view> words = WordsOf(text);
  if (words.empty()) return InvalidArgument("a tensor is missing");
  const size_t bracket = words[0].find('[');
  Expected out;
  out.dtype = DTypeFromName(words[0].substr(0, bracket));
  std::vector<int64_t> dims;
  if (bracket == words[0].npos || out.dtype == DT_INVALID ||
      !ParseDims(words[0].substr(bracket + 1, words[0].size() - bracket - 2), &dims)) {
    return InvalidArgument("'", words[0], "' is no dtype with a shape");
  }
  out.shape = Shape(std::span<const int64_t>(dims));
  std::span<const std::string_view> elements = std::span(words).subspan(1);
  if (elements.size() == 1 && elements[0] == "?") return out;
  Shape stored = out.shape;
  if (!elements.empty() && elements[0][0] == '@') {
    if (!ParseNumber(elements[0].substr(1), &out.step)) return InvalidArgument("a bad step");
    stored = Shape({(out.shape.num_elements() + out.step - 1) / out.step});
    elements = elements.subspan(1);
  }
  HB_ASSIGN_OR_RETURN(out.values, Tensor::Allocate(out.dtype, stored));
  const bool good = !elements.empty() && elements[0][0] == '~'
                        ? FillUniform(elements[0].substr(1), &out.values)
                        : FillElements(elements, &out.values);
  if (!good) return InvalidArgument("'", words[0], "' has the wrong values");
  return out;
}

Status ParseAttrValue(std::string_view kind, std::string_view text, pb::AttrValue* value) {
  if (!kind.starts_with("list(")) return ParseScalar(kind, text, value);
  kind = kind.substr(5, kind.size() - 6);
  auto* list = value->mutable_list();
  for (std::string_view part : PartsOf(text)) {
    pb::AttrValue one;
    HB_RETURN_IF_ERROR(ParseScalar(kind, part, &one));
    Append(kind, one, list);
  }
  return Status();
}

}  // namespace hb::cases
