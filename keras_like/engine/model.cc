#include "keras_like/engine/model.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "keras_like/layers/core/input.h"

namespace hb::keras_like {
namespace {

// "BatchNormalization" -> "batch_normalization", "Conv2D" -> "conv2d".
std::string SnakeCase(const std::string& name) {
  std::string snake;
  for (size_t i = 0; i < name.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(name[i]);
    const bool lower_before = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1]));
    const bool lower_after =
        i + 1 < name.size() && std::islower(static_cast<unsigned char>(name[i + 1]));
    if (std::isupper(c) && i > 0 && (lower_before || lower_after)) snake.push_back('_');
    snake.push_back(static_cast<char>(std::tolower(c)));
  }
  return snake;
}

void AddUnique(const std::vector<std::shared_ptr<Weight>>& from,
               std::vector<std::shared_ptr<Weight>>* to) {
  for (const auto& weight : from) {
    if (std::find(to->begin(), to->end(), weight) == to->end()) to->push_back(weight);
  }
}

Status CheckArity(const Layer& layer, size_t count) {
  const int n = static_cast<int>(count);
  if (layer.info() == nullptr) return Status();
  if (n >= layer.min_inputs() && (layer.max_inputs() < 0 || n <= layer.max_inputs())) {
    return Status();
  }
  return InvalidArgument(layer.class_name() + " takes " +
                         (layer.max_inputs() < 0 ? "at least " : "") +
                         std::to_string(layer.min_inputs()) + " inputs, got " + std::to_string(n));
}

}  // namespace

Result<Symbol> MakeInput(const Json& config) {
  Json layer_config = config;
  HB_ASSIGN_OR_RETURN(
      std::shared_ptr<Layer> layer,
      MakeLayer(Json::Object({{"class_name", "InputLayer"}, {"config", std::move(layer_config)}})));
  HB_ASSIGN_OR_RETURN(TensorSpec spec, static_cast<InputLayer&>(*layer).Spec());
  auto node = std::make_shared<Node>();
  node->layer = std::move(layer);
  node->outputs = {spec};
  return Symbol{std::move(spec), std::move(node), 0};
}

Result<std::vector<Symbol>> CallLayer(const std::shared_ptr<Layer>& layer,
                                      const std::vector<Symbol>& inputs) {
  HB_RETURN_IF_ERROR(CheckArity(*layer, inputs.size()));
  Specs specs;
  for (const Symbol& input : inputs) specs.push_back(input.spec);
  HB_RETURN_IF_ERROR(layer->EnsureBuilt(specs));
  Result<Specs> outputs = layer->OutputSpecs(specs);
  if (!outputs.ok()) {
    return At("layer '" + (layer->name().empty() ? layer->class_name() : layer->name()) + "'",
              outputs.status());
  }
  auto node = std::make_shared<Node>();
  node->layer = layer;
  node->inputs = inputs;
  node->outputs = *outputs;
  std::vector<Symbol> symbols;
  for (size_t i = 0; i < node->outputs.size(); ++i) {
    symbols.push_back(Symbol{node->outputs[i], node, static_cast<int>(i)});
  }
  return symbols;
}

Model::Model(const std::string& name)
    : Layer(Json::Object({{"name", name}, {"trainable", true}, {"dtype", nullptr}})) {}

Result<std::shared_ptr<Model>> Model::FromSymbols(const std::vector<Symbol>& inputs,
                                                  const std::vector<Symbol>& outputs,
                                                  const std::string& name) {
  std::shared_ptr<Model> model(new Model(name.empty() ? "functional" : name));
  HB_RETURN_IF_ERROR(model->Assemble(inputs, outputs));
  HB_RETURN_IF_ERROR(model->EnsureBuilt(model->input_specs_));
  return model;
}

Result<std::shared_ptr<Model>> Model::Sequential(std::vector<std::shared_ptr<Layer>> layers,
                                                 const std::string& name) {
  std::shared_ptr<Model> model(new Model(name.empty() ? "sequential" : name));
  model->sequential_ = true;
  model->layers_ = std::move(layers);
  if (model->layers_.empty()) return InvalidArgument("a Sequential model needs a layer");
  if (auto* input = dynamic_cast<InputLayer*>(model->layers_[0].get()); input != nullptr) {
    HB_ASSIGN_OR_RETURN(const TensorSpec spec, input->Spec());
    HB_RETURN_IF_ERROR(model->EnsureBuilt({spec}));
  }
  return model;
}

Result<std::shared_ptr<Layer>> Model::Clone() const {
  std::map<const Layer*, std::shared_ptr<Layer>> copies;
  std::vector<std::shared_ptr<Layer>> layers;
  for (const auto& layer : layers_) {
    HB_ASSIGN_OR_RETURN(copies[layer.get()], layer->Clone());
    layers.push_back(copies[layer.get()]);
  }
  std::shared_ptr<Model> model;
  if (sequential_) {
    HB_ASSIGN_OR_RETURN(model, Sequential(std::move(layers), name()));
    if (ready()) HB_RETURN_IF_ERROR(model->EnsureBuilt(input_specs_));
  } else {
    std::vector<std::vector<Symbol>> values(steps_.size());
    for (size_t i = 0; i < steps_.size(); ++i) {
      if (steps_[i].inputs.empty()) {
        Json config = static_cast<const InputLayer&>(*steps_[i].layer).Config();
        HB_ASSIGN_OR_RETURN(Symbol input, MakeInput(config));
        values[i] = {std::move(input)};
        continue;
      }
      std::vector<Symbol> arguments;
      for (const Place& place : steps_[i].inputs) {
        arguments.push_back(values[place.node][place.index]);
      }
      HB_ASSIGN_OR_RETURN(values[i], CallLayer(copies[steps_[i].layer.get()], arguments));
    }
    std::vector<Symbol> inputs, outputs;
    for (const int input : inputs_) inputs.push_back(values[input][0]);
    for (const Place& place : outputs_) outputs.push_back(values[place.node][place.index]);
    HB_ASSIGN_OR_RETURN(model, FromSymbols(inputs, outputs, name()));
  }
  model->Layer::set_trainable(trainable());
  return std::shared_ptr<Layer>(std::move(model));
}

Status Model::BuildFor(const Specs& inputs) {
  if (ready()) return Status();
  if (inputs.size() != 1) return InvalidArgument("a Sequential model takes one input");
  Json config = Json::Object(
      {{"batch_shape", Json::Shape(inputs[0].dims)}, {"dtype", DtypeName(inputs[0].dtype)}});
  size_t first = 0;
  if (auto* given = dynamic_cast<InputLayer*>(layers_[0].get()); given != nullptr) {
    config.Set("name", given->name().empty() ? Json() : Json(given->name()));
    first = 1;
  } else {
    config.members()[0].second.items()[0] = nullptr;  // any batch size
  }
  HB_ASSIGN_OR_RETURN(Symbol input, MakeInput(config));
  std::vector<Symbol> symbols = {input};
  for (size_t i = first; i < layers_.size(); ++i) {
    HB_ASSIGN_OR_RETURN(symbols, CallLayer(layers_[i], {symbols[0]}));
  }
  return Assemble({input}, symbols);
}

Status Model::Assemble(const std::vector<Symbol>& inputs, const std::vector<Symbol>& outputs) {
  if (inputs.empty() || outputs.empty()) {
    return InvalidArgument("a model needs at least one input and one output");
  }
  std::map<const Node*, int> numbers;
  const auto add = [&](const std::shared_ptr<Node>& node) {
    Step step{node->layer, {}, node->outputs};
    for (const Symbol& input : node->inputs) {
      step.inputs.push_back(Place{numbers.at(input.node.get()), input.index});
    }
    numbers[node.get()] = static_cast<int>(steps_.size());
    steps_.push_back(std::move(step));
  };
  for (const Symbol& input : inputs) {
    if (dynamic_cast<InputLayer*>(input.node->layer.get()) == nullptr) {
      return InvalidArgument("an input of a model must come from Input");
    }
    if (numbers.count(input.node.get()) > 0) return InvalidArgument("an input is given twice");
    inputs_.push_back(static_cast<int>(steps_.size()));
    input_specs_.push_back(input.spec);
    add(input.node);
  }
  // Depth first without recursion: a node follows what it needs.
  std::vector<std::pair<std::shared_ptr<Node>, size_t>> stack;
  for (const Symbol& output : outputs) {
    stack.emplace_back(output.node, 0);
    while (!stack.empty()) {
      auto& [node, next] = stack.back();
      if (numbers.count(node.get()) > 0) {
        stack.pop_back();
      } else if (next < node->inputs.size()) {
        stack.emplace_back(node->inputs[next++].node, 0);
      } else if (node->inputs.empty()) {
        return InvalidArgument("the outputs need an Input that is not an input of the model");
      } else {
        add(node);
        stack.pop_back();
      }
    }
  }
  for (const Symbol& output : outputs) {
    outputs_.push_back(Place{numbers.at(output.node.get()), output.index});
    output_specs_.push_back(output.spec);
  }
  layers_.clear();
  for (const Step& step : steps_) {
    if (std::find(layers_.begin(), layers_.end(), step.layer) == layers_.end()) {
      layers_.push_back(step.layer);
    }
  }
  return NameLayers("");
}

Status Model::NameLayers(const std::string& prefix) {
  std::set<std::string> used;
  for (const auto& layer : layers_) {
    if (!layer->name().empty() && !used.insert(layer->name()).second) {
      return InvalidArgument("two layers have the name '" + layer->name() + "'");
    }
  }
  for (const auto& layer : layers_) {
    if (!layer->name().empty()) continue;
    const std::string base = SnakeCase(layer->class_name());
    std::string name = base;
    for (int i = 1; !used.insert(name).second; ++i) name = base + "_" + std::to_string(i);
    layer->set_name(name);
  }
  for (const auto& layer : layers_) {
    const std::string path = prefix + layer->name() + "/";
    if (auto* model = dynamic_cast<Model*>(layer.get()); model != nullptr) {
      HB_RETURN_IF_ERROR(model->NameLayers(path));
      continue;
    }
    for (const auto& weight : layer->weights()) weight->path = path + weight->name;
  }
  return Status();
}

std::vector<std::string> Model::input_names() const {
  std::vector<std::string> names;
  for (const int input : inputs_) names.push_back(steps_[input].layer->name());
  return names;
}

std::vector<std::string> Model::output_names() const {
  std::vector<std::string> names;
  for (const Place& output : outputs_) {
    std::string name = steps_[output.node].layer->name();
    const std::string base = name;
    for (int i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
      name = base + "_" + std::to_string(i);
    }
    names.push_back(name);
  }
  return names;
}

void Model::set_trainable(bool value) {
  Layer::set_trainable(value);
  for (const auto& layer : layers_) layer->set_trainable(value);
}

std::string Model::file_root() const {
  for (const auto& layer : layers_) {
    if (const std::string folder = layer->file_root(); !folder.empty()) return folder;
  }
  return "";
}

void Model::set_file_root(const std::string& folder) {
  for (const auto& layer : layers_) layer->set_file_root(folder);
}

std::vector<std::shared_ptr<Weight>> Model::weights() const {
  std::vector<std::shared_ptr<Weight>> all;
  for (const auto& layer : layers_) AddUnique(layer->weights(), &all);
  return all;
}

std::vector<std::shared_ptr<Weight>> Model::TrainableWeights() const {
  std::vector<std::shared_ptr<Weight>> all;
  if (!trainable()) return all;
  for (const auto& layer : layers_) {
    if (auto* model = dynamic_cast<const Model*>(layer.get()); model != nullptr) {
      AddUnique(model->TrainableWeights(), &all);
      continue;
    }
    std::vector<std::shared_ptr<Weight>> own;
    for (const auto& weight : layer->weights()) {
      if (weight->trainable && layer->trainable()) own.push_back(weight);
    }
    AddUnique(own, &all);
  }
  return all;
}

Result<Specs> Model::OutputSpecs(const Specs& inputs) {
  HB_RETURN_IF_ERROR(BuildFor(inputs));
  if (inputs.size() != inputs_.size()) {
    return InvalidArgument("the model takes " + std::to_string(inputs_.size()) + " inputs, got " +
                           std::to_string(inputs.size()));
  }
  std::vector<Specs> values(steps_.size());
  for (size_t i = 0; i < inputs_.size(); ++i) values[inputs_[i]] = {inputs[i]};
  for (size_t i = 0; i < steps_.size(); ++i) {
    if (!values[i].empty()) continue;
    Specs specs;
    for (const Place& place : steps_[i].inputs) specs.push_back(values[place.node][place.index]);
    HB_ASSIGN_OR_RETURN(values[i], steps_[i].layer->OutputSpecs(specs));
  }
  Specs outputs;
  for (const Place& place : outputs_) outputs.push_back(values[place.node][place.index]);
  return outputs;
}

OutputList Model::Call(Trace& trace, const OutputList& inputs) {
  if (inputs.size() != inputs_.size()) {
    trace.scope.Update(InvalidArgument("the model takes " + std::to_string(inputs_.size()) +
                                       " inputs, got " + std::to_string(inputs.size())));
    return {};
  }
  std::vector<OutputList> values(steps_.size());
  for (size_t i = 0; i < inputs_.size(); ++i) {
    values[inputs_[i]] = {Cast(inputs[i], input_specs_[i].dtype)};
    trace.SetMask(values[inputs_[i]][0], trace.Mask(inputs[i]));
  }
  for (size_t i = 0; i < steps_.size(); ++i) {
    if (!values[i].empty()) continue;
    OutputList arguments;
    for (const Place& place : steps_[i].inputs) {
      arguments.push_back(values[place.node][place.index]);
    }
    Result<OutputList> result = steps_[i].layer->Run(&trace, arguments);
    if (!result.ok()) {
      trace.scope.Update(result.status());
      return {};
    }
    values[i] = *std::move(result);
  }
  OutputList outputs;
  for (const Place& place : outputs_) outputs.push_back(values[place.node][place.index]);
  return outputs;
}

}  // namespace hb::keras_like
