#ifndef HORNBEAM_CPP_KERAS_CONFIG_H_
#define HORNBEAM_CPP_KERAS_CONFIG_H_

// Configs of layers and other objects on their way to the C interface.

#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "hornbeam/keras.h"

namespace hb::keras {

inline void AppendQuoted(std::string* out, std::string_view text) {
  out->push_back('"');
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char kHex[] = "0123456789abcdef";
      *out += "\\u00";
      out->push_back(kHex[(c >> 4) & 15]);
      out->push_back(kHex[c & 15]);
      continue;
    }
    if (c == '"' || c == '\\') out->push_back('\\');
    out->push_back(c);
  }
  out->push_back('"');
}

struct Object;

// A JSON object under construction.
class Config {
 public:
  std::string text() const { return text_.empty() ? "{}" : "{" + text_ + "}"; }

  template <class T>
  void Add(const char* name, const T& value) {
    Name(name);
    Write(value);
  }
  // A value that is JSON already.
  void AddJson(const char* name, const std::string& json) {
    Name(name);
    text_ += json;
  }
  template <class T>
  static std::string Json(const T& value) {
    Config config;
    config.Write(value);
    return config.text_;
  }

 private:
  void Name(const char* name) {
    if (!text_.empty()) text_ += ", ";
    AppendQuoted(&text_, name);
    text_ += ": ";
  }
  void Write(bool value) { text_ += value ? "true" : "false"; }
  template <class T>
  requires std::is_integral_v<T>
  void Write(T value) { text_ += std::to_string(value); }
  void Write(double value) {
    if (!std::isfinite(value)) {
      text_ += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
      return;
    }
    // As many digits as it takes to get the same number again.
    char buffer[40];
#ifdef __cpp_lib_to_chars
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
    if (error == std::errc()) text_.append(buffer, end);
#else
    int digits = 1;
    do {
      std::snprintf(buffer, sizeof(buffer), "%.*g", digits++, value);
    } while (std::strtod(buffer, nullptr) != value);
    // The locale may write another character for the point.
    for (const char* c = buffer; *c != '\0'; ++c) {
      text_ += std::strchr("+-e", *c) != nullptr || std::isdigit(*c) ? *c : '.';
    }
#endif
  }
  void Write(const std::string& value) { AppendQuoted(&text_, value); }
  void Write(const Object& object);
  template <class T>
  void Write(const std::vector<T>& values) {
    text_ += "[";
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) text_ += ", ";
      Write(values[i]);
    }
    text_ += "]";
  }
  void Write(const std::vector<int64_t>& values) {
    text_ += "[";
    for (size_t i = 0; i < values.size(); ++i) {
      text_ += (i > 0 ? ", " : "") + (values[i] < 0 ? "null" : std::to_string(values[i]));
    }
    text_ += "]";
  }

  std::string text_;
};

// The name of a class and a config of it; a bare name takes all defaults.
struct Object {
  Object() = default;
  Object(const char* name) : class_name(name) {}             // NOLINT: implicit by intent
  Object(std::string name) : class_name(std::move(name)) {}  // NOLINT: implicit by intent
  Object(std::string name, Config options)
      : class_name(std::move(name)), config(std::move(options)), has_config(true) {}

  std::string class_name;
  Config config;
  bool has_config = false;
  // Of layers that are not made from a config, and of those that exist already.
  std::function<std::shared_ptr<HB_Layer>(HB_Status*)> make;
  // Of functions of the user: makes them known to a model before it is compiled.
  std::function<void(HB_Model*, HB_Status*)> attach;
};

inline void Config::Write(const Object& object) {
  if (!object.has_config) {
    AppendQuoted(&text_, object.class_name);
    return;
  }
  text_ += "{\"class_name\": ";
  AppendQuoted(&text_, object.class_name);
  text_ += ", \"config\": " + object.config.text() + "}";
}

inline std::string ToJson(const std::vector<Object>& objects) {
  Config config;
  config.Add("list", objects);
  const std::string text = config.text();
  const size_t start = text.find('[');
  return text.substr(start, text.size() - start - 1);
}

// Each kind is a type of its own, so that a loss can't be given for an optimizer.
#define HORNBEAM_KERAS_KIND(Kind) \
  struct Kind : Object {          \
    using Object::Object;         \
  };
HORNBEAM_KERAS_KIND(Layer)
HORNBEAM_KERAS_KIND(Loss)
HORNBEAM_KERAS_KIND(MetricClass)
HORNBEAM_KERAS_KIND(Optimizer)
HORNBEAM_KERAS_KIND(Schedule)
HORNBEAM_KERAS_KIND(Initializer)
HORNBEAM_KERAS_KIND(Regularizer)
HORNBEAM_KERAS_KIND(Constraint)
HORNBEAM_KERAS_KIND(ActivationName)
HORNBEAM_KERAS_KIND(Callback)
#undef HORNBEAM_KERAS_KIND

// A learning rate: a number or a schedule.
class Rate {
 public:
  Rate(double value) : value_(value) {}                        // NOLINT: implicit by intent
  Rate(Schedule schedule) : schedule_(std::move(schedule)) {}  // NOLINT: implicit by intent
  void AddTo(Config* config, const char* name) const {
    if (schedule_) {
      config->Add(name, static_cast<const Object&>(*schedule_));
    } else {
      config->Add(name, value_);
    }
  }

 private:
  double value_ = 0;
  std::optional<Schedule> schedule_;
};

// A parameter of more than one kind: a truth value, number, text, object such as a schedule, or a
// list of numbers or of lists of them.
class Any {
 public:
  template <class T>
  requires std::is_arithmetic_v<T> Any(T value) : text_(Config::Json(value)) {}       // NOLINT
  Any(const char* text) : Any(std::string(text)) {}                                   // NOLINT
  Any(const std::string& text) : text_(Config::Json(text)) {}                         // NOLINT
  Any(const Object& object) : text_(Config::Json(object)) {}                          // NOLINT
  Any(std::initializer_list<double> values) : Any(std::vector<double>(values)) {}     // NOLINT
  Any(const std::vector<double>& values) : text_(Config::Json(values)) {}             // NOLINT
  Any(std::initializer_list<std::vector<double>> lists) : Any(std::vector(lists)) {}  // NOLINT
  Any(const std::vector<std::vector<double>>& lists) : text_(Config::Json(lists)) {}  // NOLINT
  void AddTo(Config* config, const char* name) const { config->AddJson(name, text_); }

 private:
  std::string text_;
};

// One integer, or one for each dimension.
class Ints {
 public:
  Ints(int64_t value) : values_{value}, single_(true) {}            // NOLINT
  Ints(std::initializer_list<int64_t> values) : values_(values) {}  // NOLINT
  void AddTo(Config* config, const char* name) const {
    if (single_) {
      config->Add(name, values_[0]);
    } else {
      config->Add(name, values_);
    }
  }

 private:
  std::vector<int64_t> values_;
  bool single_ = false;
};

}  // namespace hb::keras

#endif  // HORNBEAM_CPP_KERAS_CONFIG_H_
