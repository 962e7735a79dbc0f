// Models as Keras's JSON, and back.

#include <algorithm>
#include <map>

#include "keras_like/engine/model.h"
#include "keras_like/layers/core/input.h"
#include "keras_like/layers/core/traced.h"

namespace hb::keras_like {
namespace {

constexpr int kMaxNesting = 50;

bool IsModelClass(const std::string& name) {
  return name == "Sequential" || name == "Functional" || name == "Model";
}

// Collects the references to symbolic tensors in the arguments of a call, in order.
void FindTensors(const Json& json, int depth, std::vector<const Json*>* found) {
  if (depth > kMaxNesting) return;
  if (json.is_object() && json["class_name"].AsString() == "__keras_tensor__") {
    found->push_back(&json["config"]["keras_history"]);
    return;
  }
  for (const Json& item : json.items()) FindTensors(item, depth + 1, found);
  for (const Json::Member& member : json.members()) {
    // Masks follow from the layers.
    if (member.first != "mask") FindTensors(member.second, depth + 1, found);
  }
}

// Keras writes the computation of masks as layers of their own.
bool IsMaskComputation(const Json& layer) {
  return layer["module"].AsString().starts_with("keras.src.ops.");
}

// ["name", 0, 0] or a list (or map) of such.
std::vector<const Json*> Places(const Json& json) {
  std::vector<const Json*> places;
  if (json.is_array() && !json.items().empty() && json.items()[0].is_string()) {
    places.push_back(&json);
  } else {
    for (const Json& item : json.items()) places.push_back(&item);
    for (const Json::Member& member : json.members()) places.push_back(&member.second);
  }
  return places;
}

}  // namespace

// Rebuilds a functional model: calls layers as soon as what they take is there.
class ModelReader {
 public:
  static Result<std::shared_ptr<Layer>> ReadLayer(const Json& json, int depth) {
    const std::string& class_name = json["class_name"].AsString();
    if (IsModelClass(class_name)) {
      HB_ASSIGN_OR_RETURN(std::shared_ptr<Model> model, ReadModel(json, depth + 1));
      return std::shared_ptr<Layer>(std::move(model));
    }
    if (json["traced"].is_object() &&
        Registry::Get().Find(ObjectKind::kLayer, class_name) == nullptr) {
      Json config = Json::Object({{"name", json["config"]["name"]},
                                  {"trainable", json["config"]["trainable"].AsBool(true)},
                                  {"dtype", nullptr}});
      return std::shared_ptr<Layer>(
          std::make_shared<StoredLayer>(class_name, std::move(config), json["traced"]));
    }
    HB_ASSIGN_OR_RETURN(std::shared_ptr<Layer> layer, MakeLayer(json));
    if (json["name"].is_string() && layer->name().empty()) layer->set_name(json["name"].AsString());
    return layer;
  }

  static Result<std::shared_ptr<Model>> ReadModel(const Json& json, int depth) {
    if (depth > kMaxNesting) return InvalidArgument("models are nested too deep");
    const std::string& class_name = json["class_name"].AsString();
    const Json& config = json["config"];
    if (class_name == "Sequential") return ReadSequential(json, config, depth);
    if (!IsModelClass(class_name)) {
      return InvalidArgument("'class_name' must be Sequential or Functional, got " +
                             json["class_name"].Dump());
    }
    return ModelReader().ReadFunctional(config, depth);
  }

 private:
  static Result<std::shared_ptr<Model>> ReadSequential(const Json& json, const Json& config,
                                                       int depth) {
    const Json& list = config.is_array() ? config : config["layers"];
    std::vector<std::shared_ptr<Layer>> layers;
    for (const Json& item : list.items()) {
      HB_ASSIGN_OR_RETURN(std::shared_ptr<Layer> layer, ReadLayer(item, depth));
      layers.push_back(std::move(layer));
    }
    HB_ASSIGN_OR_RETURN(std::shared_ptr<Model> model,
                        Model::Sequential(std::move(layers), config["name"].AsString()));
    if (config["trainable"] == Json(false)) model->set_trainable(false);
    const Json& shape = config.Has("build_input_shape") ? config["build_input_shape"]
                                                        : json["build_config"]["input_shape"];
    if (!model->built() && shape.is_array()) {
      TensorSpec spec;
      for (const Json& dim : shape.items()) spec.dims.push_back(dim.AsInt(-1));
      if (!spec.dims.empty()) spec.dims[0] = -1;
      HB_RETURN_IF_ERROR(model->EnsureBuilt({spec}));
    }
    return model;
  }

  struct Call {
    std::shared_ptr<Layer> layer;
    std::string name;
    const Json* node = nullptr;
    bool done = false;
  };

  Result<std::shared_ptr<Model>> ReadFunctional(const Json& config, int depth) {
    for (const Json& item : config["layers"].items()) {
      if (IsMaskComputation(item)) continue;
      HB_ASSIGN_OR_RETURN(std::shared_ptr<Layer> layer, ReadLayer(item, depth));
      const std::string name = item["name"].is_string() ? item["name"].AsString() : layer->name();
      if (auto* input = dynamic_cast<InputLayer*>(layer.get()); input != nullptr) {
        Json input_config = input->Config();
        input_config.Set("name", name);
        HB_ASSIGN_OR_RETURN(const Symbol symbol, MakeInput(input_config));
        symbols_[name].push_back({symbol});
        continue;
      }
      for (const Json& node : item["inbound_nodes"].items()) {
        calls_.push_back(Call{layer, name, &node});
      }
    }
    HB_RETURN_IF_ERROR(RunCalls());
    std::vector<Symbol> inputs, outputs;
    for (const Json* place : Places(config["input_layers"])) {
      HB_ASSIGN_OR_RETURN(const Symbol symbol, Find(*place));
      inputs.push_back(symbol);
    }
    for (const Json* place : Places(config["output_layers"])) {
      HB_ASSIGN_OR_RETURN(const Symbol symbol, Find(*place));
      outputs.push_back(symbol);
    }
    HB_ASSIGN_OR_RETURN(std::shared_ptr<Model> model,
                        Model::FromSymbols(inputs, outputs, config["name"].AsString()));
    if (config["trainable"] == Json(false)) model->set_trainable(false);
    return model;
  }

  // Calls of one layer keep their order; else a call waits for its arguments.
  Status RunCalls() {
    for (size_t left = calls_.size(); left > 0;) {
      const size_t before = left;
      std::map<const Layer*, bool> blocked;
      for (Call& call : calls_) {
        if (call.done || blocked[call.layer.get()]) continue;
        std::vector<const Json*> places;
        FindTensors(*call.node, 0, &places);
        std::vector<Symbol> arguments;
        for (const Json* place : places) {
          const Result<Symbol> symbol = Find(*place);
          if (!symbol.ok()) break;
          arguments.push_back(*symbol);
        }
        if (arguments.size() < places.size() || places.empty()) {
          blocked[call.layer.get()] = true;
          continue;
        }
        HB_ASSIGN_OR_RETURN(std::vector<Symbol> results, CallLayer(call.layer, arguments));
        symbols_[call.name].push_back(std::move(results));
        call.done = true;
        --left;
      }
      if (left == before) {
        return InvalidArgument(
            "the inbound nodes of the layers form a cycle or name a layer "
            "that is not there");
      }
    }
    return Status();
  }

  Result<Symbol> Find(const Json& place) const {
    const std::vector<Json>& items = place.items();
    if (items.size() < 3) return InvalidArgument("a place is [layer, node, tensor]");
    const auto found = symbols_.find(items[0].AsString());
    const size_t node = static_cast<size_t>(items[1].AsInt(-1));
    const size_t tensor = static_cast<size_t>(items[2].AsInt(-1));
    if (found == symbols_.end() || node >= found->second.size() ||
        tensor >= found->second[node].size()) {
      return InvalidArgument("there is no tensor " + place.Dump());
    }
    return found->second[node][tensor];
  }

  std::vector<Call> calls_;
  std::map<std::string, std::vector<std::vector<Symbol>>> symbols_;
};

Result<std::shared_ptr<Model>> Model::FromConfig(const Json& json) {
  return ModelReader::ReadModel(json, 0);
}

int Model::CallNumber(int step) const {
  int number = 0;
  for (int i = 0; i < step; ++i) number += steps_[i].layer == steps_[step].layer ? 1 : 0;
  return number;
}

Json Model::History(const Place& place) const {
  return Json::Array({steps_[place.node].layer->name(), CallNumber(place.node), place.index});
}

Json Model::FunctionalConfig() const {
  Json layers = Json::Array();
  for (const auto& layer : layers_) {
    Json json = layer->ToJson();
    json.Set("name", layer->name());
    Json nodes = Json::Array();
    for (const Step& step : steps_) {
      if (step.layer != layer || step.inputs.empty()) continue;
      Json tensors = Json::Array();
      for (const Place& place : step.inputs) {
        const TensorSpec& spec = steps_[place.node].outputs[place.index];
        tensors.Add(Json::Object({{"class_name", "__keras_tensor__"},
                                  {"config", Json::Object({{"shape", Json::Shape(spec.dims)},
                                                           {"dtype", DtypeName(spec.dtype)},
                                                           {"keras_history", History(place)}})}}));
      }
      nodes.Add(
          Json::Object({{"args", layer->CallArguments(tensors)}, {"kwargs", Json::Object()}}));
    }
    json.Set("inbound_nodes", std::move(nodes));
    layers.Add(std::move(json));
  }
  Json inputs = Json::Array(), outputs = Json::Array();
  for (const int input : inputs_) inputs.Add(History(Place{input, 0}));
  for (const Place& place : outputs_) outputs.Add(History(place));
  return Json::Object({{"name", name()},
                       {"trainable", trainable()},
                       {"layers", std::move(layers)},
                       {"input_layers", std::move(inputs)},
                       {"output_layers", std::move(outputs)}});
}

Json Model::Config() const {
  if (!sequential_) return FunctionalConfig();
  Json layers = Json::Array();
  for (const auto& layer : layers_) layers.Add(layer->ToJson());
  Json config = Json::Object({{"name", name()}, {"trainable", trainable()}});
  config.Set("dtype", Json::Object({{"module", "keras"},
                                    {"class_name", "DTypePolicy"},
                                    {"config", Json::Object({{"name", "float32"}})},
                                    {"registered_name", nullptr}}));
  config.Set("layers", std::move(layers));
  if (ready()) config.Set("build_input_shape", Json::Shape(input_specs_[0].dims));
  return config;
}

Json Model::ToJson() const {
  Json json = Json::Object({{"module", sequential_ ? "keras" : "keras.src.models.functional"},
                            {"class_name", class_name()},
                            {"config", Config()},
                            {"registered_name", sequential_ ? Json() : Json("Functional")}});
  if (ready()) {
    Json shapes = Json::Array();
    for (const TensorSpec& spec : input_specs_) shapes.Add(Json::Shape(spec.dims));
    json.Set(
        "build_config",
        Json::Object({{"input_shape", input_specs_.size() == 1 ? shapes.items()[0] : shapes}}));
  }
  return json;
}

namespace {

std::string Cell(std::string text, size_t width) {
  if (text.size() > width) text.resize(width);
  return text + std::string(width - text.size(), ' ');
}

std::string Grouped(int64_t number) {
  std::string digits = std::to_string(number);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(at, ",");
  return digits;
}

int64_t Count(const std::vector<std::shared_ptr<Weight>>& weights) {
  int64_t count = 0;
  for (const auto& weight : weights) count += NumElements(weight->dims);
  return count;
}

}  // namespace

std::string Model::Summary(int width) const {
  const size_t total = static_cast<size_t>(std::clamp(width, 40, 200));
  const size_t first = total * 45 / 100, second = total * 35 / 100;
  const size_t third = total - first - second;
  std::string text = "Model: \"" + name() + "\"\n" + std::string(total, '-') + "\n";
  text +=
      Cell("Layer (type)", first) + Cell("Output shape", second) + Cell("Param #", third) + "\n";
  text += std::string(total, '=') + "\n";
  for (const auto& layer : layers_) {
    std::string shape = "?";
    for (const Step& step : steps_) {
      if (step.layer == layer) {
        shape.clear();
        for (const TensorSpec& spec : step.outputs) {
          shape += (shape.empty() ? "" : ", ") + ShapeText(spec.dims);
        }
        break;
      }
    }
    text +=
        Cell(layer->name() + " (" + layer->class_name() + ")", first) + Cell(shape, second) +
        (layer->built() || !layer->weights().empty() || ready() ? Grouped(Count(layer->weights()))
                                                                : "?") +
        "\n";
  }
  text += std::string(total, '=') + "\n";
  const int64_t all = Count(weights()), trained = Count(TrainableWeights());
  text += "Total params: " + Grouped(all) + "\nTrainable params: " + Grouped(trained) +
          "\nNon-trainable params: " + Grouped(all - trained) + "\n";
  return text;
}

}  // namespace hb::keras_like
