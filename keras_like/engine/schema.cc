#include "keras_like/engine/schema.h"

#include <cctype>
#include <cmath>

namespace hb::keras_like {
namespace {

constexpr ObjectKind kKinds[] = {
    ObjectKind::kLayer,       ObjectKind::kLoss,       ObjectKind::kMetric,
    ObjectKind::kOptimizer,   ObjectKind::kSchedule,   ObjectKind::kInitializer,
    ObjectKind::kRegularizer, ObjectKind::kConstraint, ObjectKind::kActivation,
    ObjectKind::kCallback,
};

std::string Key(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c != '_') key.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return key;
}

Param MakeParam(std::string name, std::string kind, Json fallback, std::string doc) {
  Param param;
  param.name = std::move(name);
  param.kind = std::move(kind);
  param.doc = std::move(doc);
  param.nullable = fallback.is_null();
  param.fallback = std::move(fallback);
  return param;
}

Status Wrong(const Param& param, const std::string& wanted, const Json& value) {
  return InvalidArgument("parameter '" + param.name + "' must be " + wanted + ", got " +
                         value.Dump());
}

Status CheckBounds(const Param& param, double value, const Json& json) {
  if (param.minimum && value < *param.minimum) {
    return Wrong(param, "at least " + Json(*param.minimum).Dump(), json);
  }
  if (param.maximum && value > *param.maximum) {
    return Wrong(param, "at most " + Json(*param.maximum).Dump(), json);
  }
  return Status();
}

const ObjectKind* FindKind(std::string_view name) {
  for (const ObjectKind& kind : kKinds) {
    if (name == KindName(kind)) return &kind;
  }
  return nullptr;
}

// An int, or `count` ints (any number when count is 0), as a list.
Result<Json> CheckInts(const Param& param, const Json& value) {
  Json list = Json::Array();
  if (value.is_int() && param.count > 0) {
    for (int i = 0; i < param.count; ++i) list.Add(value);
  } else if (value.is_array()) {
    list = value;
  } else if (value.is_int()) {
    HB_RETURN_IF_ERROR(CheckBounds(param, value.AsReal(), value));
    return value;
  } else {
    return Wrong(param, "an integer or a list of integers", value);
  }
  if (param.count > 0 && static_cast<int>(list.items().size()) != param.count) {
    return Wrong(param, "an integer or " + std::to_string(param.count) + " integers", value);
  }
  for (const Json& item : list.items()) {
    if (!item.is_int()) return Wrong(param, "an integer or a list of integers", value);
    HB_RETURN_IF_ERROR(CheckBounds(param, item.AsReal(), value));
  }
  return list;
}

Result<Json> CheckShape(const Param& param, const Json& value) {
  if (!value.is_array()) return Wrong(param, "a list of sizes", value);
  Json shape = Json::Array();
  for (const Json& item : value.items()) {
    if (!item.is_int() && !item.is_null()) return Wrong(param, "a list of sizes", value);
    shape.Add(item.is_null() || item.AsInt() < 0 ? Json() : item);
  }
  return shape;
}

}  // namespace

const char* KindName(ObjectKind kind) {
  constexpr const char* kNames[] = {"layer",      "loss",        "metric",      "optimizer",
                                    "schedule",   "initializer", "regularizer", "constraint",
                                    "activation", "callback"};
  return kNames[static_cast<int>(kind)];
}

const char* KindModule(ObjectKind kind) {
  constexpr const char* kModules[] = {"keras.layers",
                                      "keras.losses",
                                      "keras.metrics",
                                      "keras.optimizers",
                                      "keras.optimizers.schedules",
                                      "keras.initializers",
                                      "keras.regularizers",
                                      "keras.constraints",
                                      "keras.activations",
                                      "keras.callbacks"};
  return kModules[static_cast<int>(kind)];
}

Param Int(std::string name, Json fallback, std::string doc) {
  return MakeParam(std::move(name), "int", std::move(fallback), std::move(doc));
}
Param Real(std::string name, Json fallback, std::string doc) {
  return MakeParam(std::move(name), "real", std::move(fallback), std::move(doc));
}
Param Bool(std::string name, bool fallback, std::string doc) {
  return MakeParam(std::move(name), "bool", fallback, std::move(doc));
}
Param Text(std::string name, Json fallback, std::string doc) {
  return MakeParam(std::move(name), "string", std::move(fallback), std::move(doc));
}
Param Choice(std::string name, Json fallback, std::vector<std::string> values, std::string doc) {
  Param param = MakeParam(std::move(name), "enum", std::move(fallback), std::move(doc));
  param.values = std::move(values);
  return param;
}
Param Ints(std::string name, int count, Json fallback, std::string doc) {
  Param param = MakeParam(std::move(name), "ints", std::move(fallback), std::move(doc));
  param.count = count;
  return param;
}
Param ShapeParam(std::string name, Json fallback, std::string doc) {
  return MakeParam(std::move(name), "shape", std::move(fallback), std::move(doc));
}
Param Any(std::string name, Json fallback, std::string doc) {
  Param param = MakeParam(std::move(name), "any", std::move(fallback), std::move(doc));
  param.nullable = true;
  return param;
}
Param Rate(std::string name, Json fallback, std::string doc) {
  return MakeParam(std::move(name), "rate", std::move(fallback), std::move(doc));
}
Param Object(std::string name, ObjectKind kind, Json fallback, std::string doc) {
  return MakeParam(std::move(name), KindName(kind), std::move(fallback), std::move(doc));
}
Param Required(Param param) {
  param.required = true;
  param.nullable = false;
  return param;
}

Json Spec::ToJson() const {
  if (info->kind == ObjectKind::kActivation && config.members().empty()) return info->name;
  return Json::Object({{"module", KindModule(info->kind)},
                       {"class_name", info->name},
                       {"config", config},
                       {"registered_name", nullptr}});
}

void Registry::Add(ClassInfo info) {
  classes_.push_back(std::make_unique<ClassInfo>(std::move(info)));
  const ClassInfo* added = classes_.back().get();
  by_name_[{added->kind, Key(added->name)}] = added;
  for (const std::string& alias : added->aliases) by_name_[{added->kind, Key(alias)}] = added;
}

const ClassInfo* Registry::Find(ObjectKind kind, std::string_view name) const {
  const auto found = by_name_.find({kind, Key(name)});
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<const ClassInfo*> Registry::All(ObjectKind kind) const {
  std::vector<const ClassInfo*> all;
  for (const auto& info : classes_) {
    if (info->kind == kind) all.push_back(info.get());
  }
  return all;
}

Result<Spec> Registry::Read(ObjectKind kind, const Json& json) const {
  std::string name = json.AsString();
  Json config = Json::Object();
  if (json.is_object()) {
    name = json["class_name"].AsString();
    config = json["config"];
    if (name == "function" && config.is_string()) {  // how Keras writes a function
      name = config.AsString();
      config = Json::Object();
    }
  }
  const ClassInfo* info = name.empty() ? nullptr : Find(kind, name);
  if (info == nullptr) {
    return InvalidArgument(std::string("unknown ") + KindName(kind) + " " + json.Dump());
  }
  Result<Json> complete = Complete(*info, config);
  if (!complete.ok()) {
    const bool named = kind == ObjectKind::kLayer && config["name"].is_string();
    return At(named ? "layer '" + config["name"].AsString() + "' (" + info->name + ")" : info->name,
              complete.status());
  }
  return Spec{info, *std::move(complete)};
}

Result<Json> Registry::Complete(const ClassInfo& info, const Json& config) const {
  if (!config.is_object() && !config.is_null()) {
    return InvalidArgument("a config is an object, got " + config.Dump());
  }
  Json complete = Json::Object();
  for (const Param& param : info.params) {
    if (!config.Has(param.name)) {
      if (param.required) {
        return InvalidArgument("parameter '" + param.name + "' is missing: " + param.doc);
      }
      if (param.fallback.is_null()) {
        complete.Set(param.name, nullptr);
        continue;
      }
    }
    const Json& given = config.Has(param.name) ? config[param.name] : param.fallback;
    HB_ASSIGN_OR_RETURN(Json value, CheckParam(param, given));
    complete.Set(param.name, std::move(value));
  }
  for (const Json::Member& member : config.members()) {
    if (complete.Has(member.first)) continue;
    std::string known;
    for (const Param& param : info.params) known += (known.empty() ? "" : ", ") + param.name;
    // What a config of Keras may hold and this library does not need.
    if (member.second.is_null() || member.second == Json(false)) continue;
    return InvalidArgument("there is no parameter '" + member.first + "'; there are: " + known);
  }
  return complete;
}

Result<Json> Registry::CheckParam(const Param& param, const Json& value) const {
  if (value.is_null()) {
    if (param.nullable) return value;
    return InvalidArgument("parameter '" + param.name + "' must not be null");
  }
  const std::string& kind = param.kind;
  if (kind == "int") {
    if (!value.is_number() || value.AsReal() != std::floor(value.AsReal())) {
      return Wrong(param, "an integer", value);
    }
    HB_RETURN_IF_ERROR(CheckBounds(param, value.AsReal(), value));
    return Json(value.AsInt());
  }
  if (kind == "real") {
    if (!value.is_number()) return Wrong(param, "a number", value);
    HB_RETURN_IF_ERROR(CheckBounds(param, value.AsReal(), value));
    return Json(value.AsReal());
  }
  if (kind == "bool") {
    if (!value.is_bool()) return Wrong(param, "true or false", value);
    return value;
  }
  if (kind == "string" || kind == "enum") {
    if (!value.is_string()) return Wrong(param, "a string", value);
    for (const std::string& choice : param.values) {
      if (choice == value.AsString()) return value;
    }
    if (kind == "string") return value;
    std::string choices;
    for (const std::string& choice : param.values) choices += " \"" + choice + "\"";
    return Wrong(param, "one of" + choices, value);
  }
  if (kind == "ints") return CheckInts(param, value);
  if (kind == "shape") return CheckShape(param, value);
  if (kind == "any") return value;
  if (kind == "rate") {
    if (value.is_number()) return Json(value.AsReal());
    Result<Spec> spec = Read(ObjectKind::kSchedule, value);
    if (!spec.ok()) return At("parameter '" + param.name + "'", spec.status());
    return spec->ToJson();
  }
  if (const ObjectKind* object = FindKind(kind); object != nullptr) {
    if (*object == ObjectKind::kLayer) return value;
    Result<Spec> spec = Read(*object, value);
    if (!spec.ok()) return At("parameter '" + param.name + "'", spec.status());
    return spec->ToJson();
  }
  return Status(HB_INTERNAL, "parameter kind '" + kind + "'");
}

Json Registry::Schema() const {
  Json schema = Json::Object();
  for (const ObjectKind kind : kKinds) {
    Json list = Json::Array();
    for (const ClassInfo* info : All(kind)) {
      Json params = Json::Array();
      for (size_t i = 0; i < info->params.size(); ++i) {
        const Param& param = info->params[i];
        Json row = Json::Object({{"name", param.name}, {"kind", param.kind}, {"doc", param.doc}});
        row.Set("position", static_cast<int64_t>(i));
        if (param.required) row.Set("required", true);
        if (!param.required) row.Set("default", param.fallback);
        if (param.nullable) row.Set("nullable", true);
        if (param.count > 0) row.Set("count", param.count);
        if (param.minimum) row.Set("minimum", *param.minimum);
        if (param.maximum) row.Set("maximum", *param.maximum);
        if (!param.values.empty()) {
          Json values = Json::Array();
          for (const std::string& value : param.values) values.Add(value);
          row.Set("values", std::move(values));
        }
        params.Add(std::move(row));
      }
      Json row = Json::Object({{"name", info->name}, {"doc", info->doc}});
      if (!info->group.empty()) row.Set("group", info->group);
      if (!info->aliases.empty()) {
        Json aliases = Json::Array();
        for (const std::string& alias : info->aliases) aliases.Add(alias);
        row.Set("aliases", std::move(aliases));
      }
      if (kind == ObjectKind::kLayer) {
        row.Set("min_inputs", info->min_inputs);
        row.Set("max_inputs", info->max_inputs);
      }
      row.Set("params", std::move(params));
      list.Add(std::move(row));
    }
    schema.Set(KindName(kind), std::move(list));
  }
  return schema;
}

}  // namespace hb::keras_like
