#ifndef KERAS_LIKE_ENGINE_LAYER_H_
#define KERAS_LIKE_ENGINE_LAYER_H_

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "keras_like/engine/backend.h"
#include "keras_like/engine/math.h"
#include "keras_like/engine/schema.h"

namespace hb::keras_like {

// Type and shape of a symbolic tensor; the first dimension is the batch, -1 stands for unknown.
struct TensorSpec {
  DataType dtype = HB_FLOAT;
  Dims dims;
};
using Specs = std::vector<TensorSpec>;

// "float32" and so on; nothing for types that have no name in a config.
const char* DtypeName(DataType dtype);
Result<DataType> DtypeFromName(const std::string& name);
std::string ShapeText(const Dims& dims);

// A weight of a layer. Its value lies here until a model runs, then in that model's backend.
class Weight {
 public:
  std::string name;  // in its layer, "kernel"
  std::string path;  // in its model, "dense/kernel"; set when the model is put together
  Dims dims;
  DataType dtype = HB_FLOAT;
  bool trainable = true;
  Apply regularizer, constraint;

  Result<Tensor> Get() const;
  // The value must have the weight's type and shape.
  Status Set(const Tensor& value);
  // Moves the value into a backend.
  Status Place(const std::shared_ptr<Backend>& backend);
  const std::shared_ptr<Backend>& backend() const { return backend_; }
  const std::shared_ptr<Variable>& variable() const { return variable_; }

 private:
  Tensor value_;
  std::shared_ptr<Backend> backend_;
  std::shared_ptr<Variable> variable_;
};

// One forward computation on its way into a graph.
class Trace {
 public:
  Trace(Scope scope, bool training) : scope(std::move(scope)), training(training) {}

  Scope scope;  // of the layer that is being called
  bool training;
  std::string file_root;           // the only folder that ops may touch, empty for all
  std::vector<Operation> updates;  // run with each step
  std::vector<Operation> reads;    // of the weights
  OutputList losses;               // added to the loss of the outputs

  // The value of a weight; read once in a trace.
  Output Read(const Weight& weight);
  // Gives a weight a new value with each step, when all that read it have the old one.
  void Update(const Weight& weight, const Output& value);
  // The mask of a value: true where a position counts; empty when it has none.
  Output Mask(const Output& value) const;
  void SetMask(const Output& value, const Output& mask);
  // Values for weights that are not read from variables.
  std::unordered_map<const Weight*, Output> values;
  // An attribute for a random op: the seed, and a number that differs from layer to layer.
  int64_t NextSeed() { return ++seeds_; }

 private:
  int64_t seeds_ = 0;
  std::map<std::pair<HB_Operation*, int>, Output> masks_;
};

class Layer : public std::enable_shared_from_this<Layer> {
 public:
  // A config as Registry::Complete gives it: every parameter is there.
  explicit Layer(Json config) : config_(std::move(config)) {}
  virtual ~Layer() = default;

  virtual std::string class_name() const { return info_->name; }
  // Keras's config of the layer.
  virtual Json Config() const;
  // As Keras writes a layer: module, class_name, config, registered_name, build_config.
  virtual Json ToJson() const;

  // A layer of the same config with weights of its own, not built.
  virtual Result<std::shared_ptr<Layer>> Clone() const;

  // Empty until given by the config or by the model that the layer becomes part of.
  const std::string& name() const { return config_["name"].AsString(); }
  void set_name(const std::string& name) { config_.Set("name", name); }
  virtual bool trainable() const { return config_["trainable"].AsBool(true); }
  virtual void set_trainable(bool value) { config_.Set("trainable", value); }
  DataType dtype() const { return dtype_; }

  // Creates the weights for inputs of these shapes, once.
  Status EnsureBuilt(const Specs& inputs);
  bool built() const { return built_; }
  // What a call gives for inputs of these shapes.
  virtual Result<Specs> OutputSpecs(const Specs& inputs) = 0;
  // Puts the computation into a graph.
  Result<OutputList> Run(Trace* trace, const OutputList& inputs);

  // Trainable ones first.
  virtual std::vector<std::shared_ptr<Weight>> weights() const;
  // The positional arguments of a call in Keras's config, from the list of all inputs.
  virtual Json CallArguments(const Json& inputs) const {
    return max_inputs() == 1 ? inputs : Json::Array({inputs});
  }
  // Keras's build_config, from the list of the inputs' shapes.
  virtual Json BuildConfig(const Json& shapes) const {
    return Json::Object({{"input_shape", shapes.items().size() == 1 ? shapes.items()[0] : shapes}});
  }
  // The only folder that ops of the layer may touch, because a file of that folder brought them;
  // empty for no limit.
  virtual std::string file_root() const { return ""; }
  virtual void set_file_root(const std::string&) {}
  // Learns what the layer keeps about data beforehand; `go_on` adds to what it has seen. Builds
  // the layer if need be.
  virtual Status Adapt(const Tensor& data, bool go_on);
  int min_inputs() const { return info_ == nullptr ? 1 : info_->min_inputs; }
  int max_inputs() const { return info_ == nullptr ? 1 : info_->max_inputs; }
  const ClassInfo* info() const { return info_; }

 protected:
  friend Result<std::shared_ptr<Layer>> MakeLayer(const Json& json);

  virtual Status Build(const Specs&) { return Status(); }
  // Runs in `trace.scope`; inputs have that scope as well. Errors stay in the scope.
  virtual OutputList Call(Trace& trace, const OutputList& inputs) = 0;
  // The mask of the outputs, empty for none. `masks` has an entry for each input, empty for one
  // without a mask. A layer that doesn't know masks drops them, as in Keras.
  virtual Output ComputeMask(Trace&, const OutputList& /*inputs*/, const OutputList& /*masks*/) {
    return Output();
  }
  // Whether inputs of floating type are cast to the layer's type.
  virtual bool casts_inputs() const { return true; }

  const Json& Get(const char* name) const { return config_[name]; }
  int64_t GetInt(const char* name) const { return config_[name].AsInt(); }
  double GetReal(const char* name) const { return config_[name].AsReal(); }
  bool GetBool(const char* name) const { return config_[name].AsBool(); }
  const std::string& GetText(const char* name) const { return config_[name].AsString(); }
  Dims GetInts(const char* name) const;
  Apply Activation(const char* name) const;

  // Adds a weight; `role` names the parameters <role>_initializer, <role>_regularizer and
  // <role>_constraint.
  Result<std::shared_ptr<Weight>> AddWeight(const std::string& name, const Dims& dims,
                                            const std::string& role);
  // Adds a weight with all elements the same.
  Result<std::shared_ptr<Weight>> AddWeight(const std::string& name, const Dims& dims, double value,
                                            bool trainable, DataType dtype);
  Result<std::shared_ptr<Weight>> AddInitialized(const std::string& name, const Dims& dims,
                                                 const Json& initializer, bool trainable,
                                                 DataType dtype);

  Json config_;
  Specs build_inputs_;

 private:
  const ClassInfo* info_ = nullptr;
  DataType dtype_ = HB_FLOAT;
  bool built_ = false;
  std::vector<std::shared_ptr<Weight>> weights_;
};

// Makes a layer from "class name" or {"class_name", "config"}.
Result<std::shared_ptr<Layer>> MakeLayer(const Json& json);

// Adds a layer class; Keras's common parameters name, trainable and dtype follow its own.
void AddLayerClass(Registry& registry, ClassInfo info,
                   std::function<std::shared_ptr<Layer>(const Json&)> make);
template <class T>
void AddLayer(Registry& registry, const char* group, const char* name, const char* doc,
              std::vector<Param> params, int min_inputs = 1, int max_inputs = 1) {
  AddLayerClass(registry,
                {.kind = ObjectKind::kLayer,
                 .name = name,
                 .group = group,
                 .doc = doc,
                 .params = std::move(params),
                 .min_inputs = min_inputs,
                 .max_inputs = max_inputs},
                [](const Json& config) { return std::make_shared<T>(config); });
}

// Parameters that several layers have.
Param InitializerParam(const char* name, const char* fallback);
Param RegularizerParam(const char* name);
Param ConstraintParam(const char* name);
Param ActivationParam(const char* doc = "Applied to the result.");
Param DataFormatParam();

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_LAYER_H_
