#ifndef KERAS_LIKE_ENGINE_MODEL_H_
#define KERAS_LIKE_ENGINE_MODEL_H_

#include <memory>
#include <string>
#include <vector>

#include "keras_like/engine/layer.h"

namespace hb::keras_like {

struct Node;

// A symbolic tensor: an output of a call of a layer, or an input of a model.
struct Symbol {
  TensorSpec spec;
  std::shared_ptr<Node> node;
  int index = 0;
};

// One call of a layer.
struct Node {
  std::shared_ptr<Layer> layer;
  std::vector<Symbol> inputs;
  Specs outputs;
};

// An input of a model.
Result<Symbol> MakeInput(const Json& config);
// Calls a layer on symbolic tensors, and builds it if need be.
Result<std::vector<Symbol>> CallLayer(const std::shared_ptr<Layer>& layer,
                                      const std::vector<Symbol>& inputs);

// Layers in a graph of calls. Is a layer itself.
class Model : public Layer {
 public:
  static Result<std::shared_ptr<Model>> FromSymbols(const std::vector<Symbol>& inputs,
                                                    const std::vector<Symbol>& outputs,
                                                    const std::string& name);
  // Layers in a row. Without an input shape it is built by the first call.
  static Result<std::shared_ptr<Model>> Sequential(std::vector<std::shared_ptr<Layer>> layers,
                                                   const std::string& name);
  // Keras's JSON of a Sequential or Functional model.
  static Result<std::shared_ptr<Model>> FromConfig(const Json& json);

  bool sequential() const { return sequential_; }
  std::string class_name() const override { return sequential_ ? "Sequential" : "Functional"; }
  Json Config() const override;
  Json ToJson() const override;
  Result<std::shared_ptr<Layer>> Clone() const override;
  void set_trainable(bool value) override;
  std::string file_root() const override;
  void set_file_root(const std::string& folder) override;

  // Puts a Sequential model without input together for inputs of this shape.
  Status BuildFor(const Specs& inputs);
  bool ready() const { return !outputs_.empty(); }
  const Specs& input_specs() const { return input_specs_; }
  const Specs& output_specs() const { return output_specs_; }
  // Names for what goes in and out, those of the layers.
  std::vector<std::string> input_names() const;
  std::vector<std::string> output_names() const;
  // Without inputs, in the order of their first call.
  const std::vector<std::shared_ptr<Layer>>& layers() const { return layers_; }
  std::vector<std::shared_ptr<Weight>> weights() const override;
  // Weights that training changes: of layers that are trainable, all the way down.
  std::vector<std::shared_ptr<Weight>> TrainableWeights() const;
  // A table of the layers.
  std::string Summary(int width) const;

  Result<Specs> OutputSpecs(const Specs& inputs) override;

 protected:
  Status Build(const Specs& inputs) override { return BuildFor(inputs); }
  OutputList Call(Trace& trace, const OutputList& inputs) override;
  bool casts_inputs() const override { return false; }

 private:
  friend class ModelReader;
  struct Place {
    int node = 0;
    int index = 0;
  };
  struct Step {
    std::shared_ptr<Layer> layer;
    std::vector<Place> inputs;
    Specs outputs;
  };

  explicit Model(const std::string& name);
  Status Assemble(const std::vector<Symbol>& inputs, const std::vector<Symbol>& outputs);
  Status NameLayers(const std::string& prefix);
  Json FunctionalConfig() const;
  Json History(const Place& place) const;
  int CallNumber(int step) const;

  bool sequential_ = false;
  std::vector<std::shared_ptr<Layer>> layers_;
  std::vector<Step> steps_;
  std::vector<int> inputs_;  // numbers of the steps that are inputs
  std::vector<Place> outputs_;
  Specs input_specs_, output_specs_;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_MODEL_H_
