#ifndef KERAS_LIKE_ENGINE_SCHEMA_H_
#define KERAS_LIKE_ENGINE_SCHEMA_H_

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hornbeam/cpp/graph.h"
#include "keras_like/engine/base.h"
#include "keras_like/engine/json.h"
#include "keras_like/engine/random.h"

namespace hb::keras_like {

// What can be named in a config. Each has classes with parameters.
enum class ObjectKind {
  kLayer,
  kLoss,
  kMetric,
  kOptimizer,
  kSchedule,
  kInitializer,
  kRegularizer,
  kConstraint,
  kActivation,
  kCallback,
};
// "layer", "loss"...
const char* KindName(ObjectKind kind);
// Keras's module of the classes: "keras.layers"...
const char* KindModule(ObjectKind kind);

// One parameter of a class: an entry of Keras's get_config.
struct Param {
  std::string name;
  // int, real, bool, string, enum, dtype, shape, ints (int or tuple of `count`), rate (a number or
  // a schedule), any, or the name of an ObjectKind.
  std::string kind;
  std::string doc;
  Json fallback;
  bool required = false;
  bool nullable = false;
  int count = 0;
  std::vector<std::string> values;
  std::optional<double> minimum;
  std::optional<double> maximum;

  Param Min(double value) && { return minimum = value, std::move(*this); }
  Param Max(double value) && { return maximum = value, std::move(*this); }
  Param Null() && { return nullable = true, std::move(*this); }
};

// Parameters with a default; a null default makes them optional. The Required ones have none.
Param Int(std::string name, Json fallback, std::string doc);
Param Real(std::string name, Json fallback, std::string doc);
Param Bool(std::string name, bool fallback, std::string doc);
Param Text(std::string name, Json fallback, std::string doc);
Param Choice(std::string name, Json fallback, std::vector<std::string> values, std::string doc);
Param Ints(std::string name, int count, Json fallback, std::string doc);
Param ShapeParam(std::string name, Json fallback, std::string doc);
Param Any(std::string name, Json fallback, std::string doc);
// A number or a schedule.
Param Rate(std::string name, Json fallback, std::string doc);
Param Object(std::string name, ObjectKind kind, Json fallback, std::string doc);
Param Required(Param param);

struct ClassInfo {
  ObjectKind kind;
  std::string name;
  std::string group;
  std::string doc;
  std::vector<Param> params;
  std::vector<std::string> aliases;
  // Makes the object of the class from a checked config; what `std::any` holds depends on kind.
  std::function<std::any(const Json& config)> make;
  // Of layers: how many inputs a call takes (-1: any number from `min_inputs` up).
  int min_inputs = 1;
  int max_inputs = 1;
};

// A class and a config of it with every parameter present.
struct Spec {
  const ClassInfo* info = nullptr;
  Json config;

  // As Keras writes it: module, class_name, config, registered_name.
  Json ToJson() const;
};

using Apply = std::function<Output(const Output&)>;
using LossFunction = std::function<Output(const Output& y_true, const Output& y_pred)>;
using Fill = std::function<void(Random& random, const Dims& dims, std::span<double> values)>;

class Registry {
 public:
  // All classes of the library.
  static const Registry& Get();

  void Add(ClassInfo info);
  // By name or alias; case and underscores don't matter ("glorot_uniform").
  const ClassInfo* Find(ObjectKind kind, std::string_view name) const;
  std::vector<const ClassInfo*> All(ObjectKind kind) const;

  // Reads "name" or {"class_name", "config"} and completes the config.
  Result<Spec> Read(ObjectKind kind, const Json& json) const;
  // Checks a config against the parameters of a class and fills in defaults.
  Result<Json> Complete(const ClassInfo& info, const Json& config) const;

  // The object that a value of a checked config names; an empty function for null.
  template <class T>
  T Make(ObjectKind kind, const Json& json) const {
    if (json.is_null()) return T();
    Result<Spec> spec = Read(kind, json);
    if (!spec.ok()) return T();
    return std::any_cast<T>(spec->info->make(spec->config));
  }

  // The schema of all classes, from which the bindings' classes are generated.
  Json Schema() const;

 private:
  Result<Json> CheckParam(const Param& param, const Json& value) const;

  std::vector<std::unique_ptr<ClassInfo>> classes_;
  std::map<std::pair<ObjectKind, std::string>, const ClassInfo*> by_name_;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_SCHEMA_H_
