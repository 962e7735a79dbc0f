// The lines of the programs as words, and results as text.
#ifndef HORNBEAM_TESTS_PROGRAMS_CPP_WORDS_H_
#define HORNBEAM_TESTS_PROGRAMS_CPP_WORDS_H_

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hornbeam/cpp/keras.h"

namespace words {

using Words = std::vector<std::string>;
// The words name=value of a line, in their order.
using Options = std::vector<std::pair<std::string, std::string>>;

inline Words Split(const std::string& text, char separator) {
  Words found;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, separator);) {
    if (!word.empty()) found.push_back(word);
  }
  return found;
}

// %20 stands for a blank, and so on.
inline std::string Text(const std::string& word) {
  std::string text;
  for (size_t i = 0; i < word.size(); ++i) {
    if (word[i] != '%') {
      text.push_back(word[i]);
      continue;
    }
    text.push_back(static_cast<char>(std::stoi(word.substr(i + 1, 2), nullptr, 16)));
    i += 2;
  }
  return text;
}

inline hb::Dims Shape(const std::string& word) {
  hb::Dims dims;
  if (word == "-") return dims;
  for (const std::string& d : Split(word, ',')) dims.push_back(d == "?" ? -1 : std::stoll(d));
  return dims;
}

constexpr std::pair<const char*, HB_DataType> kTypes[] = {
    {"float32", HB_FLOAT}, {"float64", HB_DOUBLE}, {"int32", HB_INT32},   {"int64", HB_INT64},
    {"uint8", HB_UINT8},   {"bool", HB_BOOL},      {"string", HB_STRING},
};

inline HB_DataType Type(const std::string& name) {
  for (const auto& [known, type] : kTypes) {
    if (name == known) return type;
  }
  std::fprintf(stderr, "there is no type %s\n", name.c_str());
  std::exit(2);
}

inline const char* TypeName(HB_DataType type) {
  for (const auto& [name, known] : kTypes) {
    if (type == known) return name;
  }
  return "?";
}

constexpr const char* kCodes[] = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
};

// A generator of numbers that every language has.
class Random {
 public:
  explicit Random(int64_t seed) : state_(seed) {}
  int64_t Next() { return state_ = (state_ * 1103515245 + 12345) % (int64_t{1} << 31); }

 private:
  int64_t state_;
};

inline std::vector<double> Values(const std::string& kind, const Words& words, int64_t count) {
  std::vector<double> values;
  if (kind == "values") {
    for (const std::string& word : words) values.push_back(std::stod(word));
    return values;
  }
  Random random(kind == "range" ? 0 : std::stoll(words[0]));
  for (int64_t i = 0; i < count; ++i) {
    if (kind == "range") {
      values.push_back(std::stod(words[0]) + static_cast<double>(i) * std::stod(words[1]));
    } else if (kind == "random") {
      values.push_back(static_cast<double>(random.Next()) / (1 << 30) - 1);
    } else {
      values.push_back(static_cast<double>((random.Next() >> 8) % std::stoll(words[1])));
    }
  }
  return values;
}

template <class T>
hb::Tensor Cast(const hb::Dims& dims, const std::vector<double>& values) {
  hb::Tensor tensor(hb::DataTypeOf<T>::value, dims);
  for (size_t i = 0; i < values.size(); ++i) {
    tensor.flat<T>()[i] = static_cast<T>(values[i]);
  }
  return tensor;
}

inline hb::Tensor FromFile(HB_DataType type, const hb::Dims& dims, const std::string& path) {
  hb::Tensor tensor(type, dims);
  std::ifstream file(path, std::ios::binary);
  file.read(static_cast<char*>(tensor.data()), static_cast<std::streamsize>(tensor.ByteSize()));
  return tensor;
}

// TYPE SHAPE KIND...
inline hb::Tensor MakeTensor(const Words& w, const std::string& data) {
  const HB_DataType type = Type(w[0]);
  const hb::Dims dims = Shape(w[1]);
  const Words rest(w.begin() + 3, w.end());
  if (type == HB_STRING) {
    hb::Tensor tensor(type, dims);
    for (size_t i = 0; i < rest.size(); ++i) {
      const std::string text = Text(rest[i]);
      HB_StringCopy(static_cast<HB_TString*>(tensor.data()) + i, text.data(), text.size());
    }
    return tensor;
  }
  if (w[2] == "file") return FromFile(type, dims, data + "/" + rest[0]);
  const std::vector<double> values = Values(w[2], rest, hb::NumElements(dims));
  switch (type) {
    case HB_FLOAT:
      return Cast<float>(dims, values);
    case HB_DOUBLE:
      return Cast<double>(dims, values);
    case HB_INT32:
      return Cast<int32_t>(dims, values);
    case HB_INT64:
      return Cast<int64_t>(dims, values);
    case HB_UINT8:
      return Cast<uint8_t>(dims, values);
    default:
      return Cast<bool>(dims, values);
  }
}

inline std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text.push_back(kDigits[(c >> 4) & 15]);
    text.push_back(kDigits[c & 15]);
  }
  return text;
}

inline std::string Hex(uint64_t number) {
  char text[17];
  std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(number));
  return text;
}

inline std::string Bits(double number) { return Hex(std::bit_cast<uint64_t>(number)); }

// A tensor as text: type, shape, bytes; of a big one a hash of the bytes.
inline std::string Shown(const hb::Tensor& tensor) {
  std::string text = TypeName(tensor.dtype());
  text += tensor.rank() == 0 ? " -" : " ";
  for (int i = 0; i < tensor.rank(); ++i) {
    text += (i > 0 ? "," : "") + std::to_string(tensor.dim(i));
  }
  if (tensor.dtype() == HB_STRING) {
    for (int64_t i = 0; i < tensor.size(); ++i) {
      const std::string hex = Hex(tensor.string(i));
      text += " " + (hex.empty() ? "-" : hex);
    }
    return text;
  }
  const std::string_view bytes(static_cast<const char*>(tensor.data()), tensor.ByteSize());
  if (bytes.size() <= 512) return text + " " + Hex(bytes);
  uint64_t hashed = 0xCBF29CE484222325;
  for (const char c : bytes) hashed = (hashed ^ static_cast<uint8_t>(c)) * 0x100000001B3;
  return text + " " + Hex(bytes.substr(0, 16)) + " fnv " + Hex(hashed);
}

inline std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out + "\"";
}

inline std::string Shown(const hb::keras::Logs& logs) {
  std::map<std::string, double> sorted;
  for (const auto& log : logs) sorted[log.name] = log.value;
  std::string text;
  for (const auto& [name, value] : sorted) {
    text += (text.empty() ? "" : " ") + name + "=" + Bits(value);
  }
  return text;
}

inline std::string Get(const Options& options, const std::string& name) {
  for (const auto& [key, value] : options) {
    if (key == name) return value;
  }
  return "";
}

inline double Number(const Options& options, const std::string& name, double otherwise) {
  const std::string text = Get(options, name);
  return text.empty() ? otherwise : std::stod(text);
}

}  // namespace words

#endif  // HORNBEAM_TESTS_PROGRAMS_CPP_WORDS_H_
