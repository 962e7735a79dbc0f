#ifndef KERAS_LIKE_LAYERS_CORE_TRACED_H_
#define KERAS_LIKE_LAYERS_CORE_TRACED_H_

#include <memory>
#include <string>

#include "keras_like/engine/layer.h"
#include "keras_like/engine/user_function.h"

namespace hb::keras_like {

// A layer whose computation is a function of the user.
class TracedLayer : public Layer {
 public:
  TracedLayer(const std::string& class_name, Json config, int noutputs,
              std::shared_ptr<const UserFunction> function)
      : Layer(std::move(config)),
        class_name_(class_name),
        noutputs_(noutputs),
        function_(std::move(function)) {}

  std::string class_name() const override { return class_name_; }
  // With the computation as two functions, once it is built: what StoredLayer is made of.
  Json ToJson() const override;
  Result<std::shared_ptr<Layer>> Clone() const override;
  Result<Specs> OutputSpecs(const Specs& inputs) override;

 protected:
  Status Build(const Specs& inputs) override;
  OutputList Call(Trace& trace, const OutputList& inputs) override;

 private:
  Result<Specs> Probe(const Specs& inputs, bool create);
  // A serialized function of the inputs and the weights; in training it also gives the new values
  // of the weights that it names in `updates`. `callees` gains the functions that it calls.
  Result<std::string> Export(bool training, std::vector<std::string>* updates,
                             std::vector<std::string>* callees) const;
  Result<std::shared_ptr<Weight>> Existing(const std::string& name, const Dims& dims,
                                           DataType dtype) const;
  std::shared_ptr<Weight> Find(const std::string& name) const;

  std::string class_name_;
  int noutputs_;
  Specs built_outputs_;
  std::shared_ptr<const UserFunction> function_;
};

// A traced layer that was loaded where its class is not known: it predicts and trains on, but its
// code can't be changed.
class StoredLayer : public Layer {
 public:
  StoredLayer(const std::string& class_name, Json config, Json traced)
      : Layer(std::move(config)), class_name_(class_name), traced_(std::move(traced)) {}

  std::string class_name() const override { return class_name_; }
  Json ToJson() const override;
  Result<std::shared_ptr<Layer>> Clone() const override;
  Result<Specs> OutputSpecs(const Specs& inputs) override;
  std::string file_root() const override { return file_root_; }
  void set_file_root(const std::string& folder) override { file_root_ = folder; }

 protected:
  Status Build(const Specs& inputs) override;
  OutputList Call(Trace& trace, const OutputList& inputs) override;

 private:
  Result<OutputList> CallStored(Trace& trace, const OutputList& inputs);

  std::string class_name_, file_root_;
  Json traced_;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LAYERS_CORE_TRACED_H_
