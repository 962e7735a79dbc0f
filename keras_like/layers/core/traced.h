#ifndef KERAS_LIKE_LAYERS_CORE_TRACED_H_
#define KERAS_LIKE_LAYERS_CORE_TRACED_H_

#include <functional>
#include <memory>
#include <string>

#include "hornbeam/keras/trace.h"
#include "keras_like/engine/layer.h"

namespace hb::keras_like {

// A function of the user; calls its release when the last owner is gone.
class UserFunction {
 public:
  UserFunction(HB_TraceFn fn, void* user, HB_ReleaseFn release)
      : fn_(fn), user_(user), release_(release) {}
  ~UserFunction() {
    if (release_ != nullptr) release_(user_);
  }
  UserFunction(const UserFunction&) = delete;
  UserFunction& operator=(const UserFunction&) = delete;

  using AddWeight =
      std::function<Result<Output>(const std::string& name, const Dims& dims, DataType dtype,
                                   const Json& initializer, bool trainable)>;
  // Builds outputs in a scope. Errors stay in the scope.
  OutputList Trace(const Scope& scope, bool training, const OutputList& inputs, int noutputs,
                   const AddWeight& add_weight) const;

 private:
  HB_TraceFn fn_;
  void* user_;
  HB_ReleaseFn release_;
};

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
  OutputList Call(class Trace& trace, const OutputList& inputs) override;

 private:
  Result<Specs> Probe(const Specs& inputs, bool create);
  Result<std::string> Export(bool training) const;
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

 protected:
  Status Build(const Specs& inputs) override;
  OutputList Call(class Trace& trace, const OutputList& inputs) override;

 private:
  std::string class_name_;
  Json traced_;
};

}  // namespace hb::keras_like

// What a trace is made of; the handle of the C interface.
struct HB_Trace {
  hb::Scope scope;
  bool training;
  hb::keras_like::UserFunction::AddWeight add_weight;
};

#endif  // KERAS_LIKE_LAYERS_CORE_TRACED_H_
