#ifndef HORNBEAM_CPP_KERAS_H_
#define HORNBEAM_CPP_KERAS_H_

// Layers, models and training for C++ programs:
//
//   auto m = hb::keras::Sequential({hb::keras::Dense({.units = 16, .activation = "relu"}),
//                                   hb::keras::Dense({.units = 1})});
//   m.Compile(hb::keras::Adam({.learning_rate = 0.01}), hb::keras::MeanSquaredError());
//   auto history = m.Fit(x, y, {.epochs = 100});
//   m.Save("model");
//
// The classes of layers, losses and so on are generated (hornbeam/cpp/gen/keras_classes.h); their
// names, parameters and defaults are those of Keras 3. A wrong parameter is reported by what uses
// the object, such as Sequential.

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hornbeam/cpp/gen/keras_classes.h"
#include "hornbeam/cpp/graph.h"
#include "hornbeam/cpp/keras_config.h"
#include "hornbeam/cpp/keras_event.h"
#include "hornbeam/cpp/keras_progress.h"
#include "hornbeam/cpp/keras_trace.h"
#include "hornbeam/cpp/session.h"
#include "hornbeam/cpp/status.h"
#include "hornbeam/cpp/tensor.h"
#include "hornbeam/keras.h"

namespace hb::keras {

// Inputs, labels or weights of samples: one array or several. Refers to the tensors.
class Tensors {
 public:
  Tensors() = default;
  Tensors(const Tensor& tensor) : handles_{tensor.handle()} {}  // NOLINT: implicit by intent
  Tensors(std::initializer_list<const Tensor*> tensors)
      : Tensors(std::span<const Tensor* const>(tensors.begin(), tensors.size())) {}
  explicit Tensors(std::span<const Tensor* const> tensors) {
    for (const Tensor* tensor : tensors) handles_.push_back(tensor->handle());
  }
  HB_Tensor* const* data() const { return handles_.data(); }
  int size() const { return static_cast<int>(handles_.size()); }

 private:
  std::vector<HB_Tensor*> handles_;
};

// One batch. The tensors must live until the next one is asked for.
struct Batch {
  Tensors x = {}, y = {}, sample_weight = {};
};
// Gives the next batch; nothing at the end of an epoch.
using BatchFunction = std::function<std::optional<Batch>()>;

struct FitOptions {
  int64_t epochs = 1;
  int64_t batch_size = 32;
  int64_t initial_epoch = 0;
  int64_t steps_per_epoch = 0;  // 0: as many as there are
  double validation_split = 0;
  Tensors validation_x = {}, validation_y = {}, validation_sample_weight = {};
  BatchFunction validation_batches = {};  // in place of the arrays
  int64_t validation_freq = 1;
  int64_t validation_steps = 0;       // 0: as many as there are
  int64_t validation_batch_size = 0;  // 0: batch_size
  Tensors sample_weight = {};
  std::vector<std::pair<int64_t, double>> class_weight = {};
  bool shuffle = true;
  std::optional<uint64_t> seed = {};
  std::vector<Callback> callbacks = {};
  int events = HB_EVENT_EPOCH_END;  // which of them on_event gets
  double batch_interval = 0;        // least seconds between two HB_EVENT_BATCH_END
  // Called between steps; false ends the fit: an epoch under way after the step, with validation.
  std::function<bool(const Event&)> on_event = {};
  bool progress = false;  // shows a progress bar on stdout, and what callbacks have to say
  const CancellationToken* token = nullptr;
};

// Several outputs take lists: one loss, weight and so on for each.
struct CompileOptions {
  std::vector<Loss> losses = {};
  std::vector<double> loss_weights = {};
  std::vector<MetricClass> metrics = {};           // of a single output
  std::vector<MetricClass> weighted_metrics = {};  // of a single output
  std::vector<std::vector<MetricClass>> output_metrics = {}, output_weighted_metrics = {};
};

// The logs of a fit, one entry an epoch.
using History = std::vector<Logs>;

namespace detail {

inline Logs ReadLogs(int count, const char* const* names, const double* values) {
  Logs logs;
  for (int i = 0; i < count; ++i) logs.push_back({names[i], values[i]});
  return logs;
}

inline std::string TakeText(HB_Buffer* buffer) {
  std::string text(static_cast<const char*>(buffer->data), buffer->length);
  HB_DeleteBuffer(buffer);
  return text;
}

}  // namespace detail

inline namespace HORNBEAM_MODE {
namespace internal {

// An error of a call that may have run functions of the user: what they threw goes on.
template <class T>
Returns<T> FailTraced(Status status) {
#ifndef HORNBEAM_NO_EXCEPTIONS
  if (const std::exception_ptr thrown = std::exchange(keras::detail::ThrownInTrace(), nullptr)) {
    std::rethrow_exception(thrown);
  }
#endif
  return Fail<T>(std::move(status));
}

inline std::shared_ptr<HB_Layer> NewLayer(const Layer& layer, HB_Status* status) {
  if (layer.make) return layer.make(status);
  const std::string config = layer.config.text();
  return std::shared_ptr<HB_Layer>(
      HB_LayerNew(layer.class_name.c_str(), config.data(), config.size(), status), &HB_DeleteLayer);
}

}  // namespace internal

// A symbolic tensor, of which functional models are made.
class Symbol {
 public:
  Symbol() = default;
  explicit Symbol(HB_Symbol* handle) : handle_(handle, &HB_DeleteSymbol) {}
  HB_Symbol* handle() const { return handle_.get(); }

 private:
  std::shared_ptr<HB_Symbol> handle_;
};

// A layer that was made; calling it several times shares its weights.
class LayerHandle {
 public:
  explicit LayerHandle(std::shared_ptr<HB_Layer> handle) : handle_(std::move(handle)) {}
  HB_Layer* handle() const { return handle_.get(); }
  // As part of a Sequential model.
  operator Layer() const {  // NOLINT: implicit by intent
    Layer layer("made");
    layer.make = [handle = handle_](HB_Status*) { return handle; };
    return layer;
  }

  // All outputs of a call, of a layer that has so many.
  Returns<std::vector<Symbol>> Call(const std::vector<Symbol>& inputs, int outputs) const {
    std::vector<HB_Symbol*> in, out(static_cast<size_t>(outputs), nullptr);
    for (const Symbol& input : inputs) in.push_back(input.handle());
    CStatus status;
    HB_LayerCall(handle(), in.data(), static_cast<int>(in.size()), out.data(), outputs,
                 status.get());
    if (!status.ok()) return internal::FailTraced<std::vector<Symbol>>(status.Take());
    std::vector<Symbol> symbols;
    for (HB_Symbol* symbol : out) symbols.emplace_back(symbol);
    return symbols;
  }
  Returns<Symbol> operator()(const std::vector<Symbol>& inputs) const {
    HB_Symbol* out = nullptr;
    std::vector<HB_Symbol*> in;
    for (const Symbol& input : inputs) in.push_back(input.handle());
    CStatus status;
    HB_LayerCall(handle(), in.data(), static_cast<int>(in.size()), &out, 1, status.get());
    if (!status.ok()) return internal::FailTraced<Symbol>(status.Take());
    return Symbol(out);
  }
  Returns<Symbol> operator()(const Symbol& input) const {
    return (*this)(std::vector<Symbol>{input});
  }
  // Learns mean and variance of data (Normalization); `go_on` adds to what was seen before.
  Returns<void> Adapt(const Tensor& data, bool go_on = false) const {
    CStatus status;
    HB_LayerAdapt(handle(), data.handle(), go_on ? 1 : 0, status.get());
    return Done(status.Take());
  }

 private:
  std::shared_ptr<HB_Layer> handle_;
};

// Makes a layer from its options.
inline Returns<LayerHandle> Make(const Layer& layer) {
  CStatus status;
  std::shared_ptr<HB_Layer> handle = internal::NewLayer(layer, status.get());
  if (!status.ok()) return Fail<LayerHandle>(status.Take());
  return LayerHandle(std::move(handle));
}

// An input of a functional model, by the shape of one sample.
inline Returns<Symbol> Input(const Dims& shape, const std::string& dtype = "float32",
                             const std::string& name = "") {
  Config config;
  config.Add("shape", shape);
  config.Add("dtype", dtype);
  if (!name.empty()) config.Add("name", name);
  CStatus status;
  const std::string text = config.text();
  HB_Symbol* handle = HB_SymbolInput(text.data(), text.size(), status.get());
  if (!status.ok()) return Fail<Symbol>(status.Take());
  return Symbol(handle);
}

class Model {
 public:
  Model() = default;
  // Takes over a handle of the C interface.
  explicit Model(HB_Model* handle) : handle_(handle, &HB_DeleteModel) {}
  HB_Model* handle() const { return handle_.get(); }
  explicit operator bool() const { return handle_ != nullptr; }

  Returns<void> Compile(const Optimizer& optimizer, const Loss& loss,
                        const std::vector<MetricClass>& metrics = {}) const {
    return Compile(optimizer, CompileOptions{.losses = {loss}, .metrics = metrics});
  }
  Returns<void> Compile(const Optimizer& optimizer, const CompileOptions& options) const {
    Config config;
    std::vector<Object> used = {optimizer};
    config.Add("optimizer", static_cast<const Object&>(optimizer));
    const auto add = [&](const char* key, const auto& list, bool single) {
      if (list.empty()) return;
      std::vector<Object> objects(list.begin(), list.end());
      used.insert(used.end(), objects.begin(), objects.end());
      if (single && objects.size() == 1) {
        config.Add(key, objects[0]);
      } else {
        config.Add(key, objects);
      }
    };
    const auto add_lists = [&](const char* key, const auto& lists) {
      std::vector<std::vector<Object>> all;
      for (const auto& list : lists) {
        all.emplace_back(list.begin(), list.end());
        used.insert(used.end(), list.begin(), list.end());
      }
      if (!all.empty()) config.Add(key, all);
    };
    add("loss", options.losses, true);
    if (!options.loss_weights.empty()) config.Add("loss_weights", options.loss_weights);
    add("metrics", options.metrics, false);
    add("weighted_metrics", options.weighted_metrics, false);
    add_lists("metrics", options.output_metrics);
    add_lists("weighted_metrics", options.output_weighted_metrics);
    CStatus status;
    for (const Object& object : used) {
      if (object.attach && status.ok()) object.attach(handle(), status.get());
    }
    if (!status.ok()) return Fail<void>(status.Take());
    return CompileJson(config.text());
  }
  // What else Keras's compile takes.
  Returns<void> CompileJson(const std::string& json) const {
    CStatus status;
    HB_ModelCompile(handle(), json.data(), json.size(), status.get());
    return Done(status.Take());
  }

  Returns<History> Fit(const Tensors& x, const Tensors& y, const FitOptions& options = {}) const {
    return Fit(x, y, options, nullptr);
  }
  // With batches that a function gives; a batch may refer to x alone.
  Returns<History> Fit(const BatchFunction& batches, const FitOptions& options = {}) const {
    return Fit({}, {}, options, batches);
  }

  Returns<Logs> Evaluate(const Tensors& x, const Tensors& y, const Tensors& sample_weight = {},
                         int64_t batch_size = 32) const {
    const HB_Arrays arrays = Arrays(x, y, sample_weight);
    HB_Logs logs = {};
    logs.struct_size = sizeof(logs);
    CStatus status;
    HB_ModelEvaluate(handle(), &arrays, batch_size, &logs, status.get());
    if (!status.ok()) return internal::FailTraced<Logs>(status.Take());
    return detail::ReadLogs(logs.count, logs.names, logs.values);
  }

  Returns<Logs> TrainOnBatch(const Tensors& x, const Tensors& y,
                             const Tensors& sample_weight = {}) const {
    const HB_Arrays arrays = Arrays(x, y, sample_weight);
    HB_Logs logs = {};
    logs.struct_size = sizeof(logs);
    CStatus status;
    HB_ModelTrainOnBatch(handle(), &arrays, nullptr, &logs, status.get());
    if (!status.ok()) return internal::FailTraced<Logs>(status.Take());
    return detail::ReadLogs(logs.count, logs.names, logs.values);
  }

  // The only output of the model.
  Returns<Tensor> Predict(const Tensors& x) const {
    HB_Tensor* output = nullptr;
    CStatus status;
    HB_ModelPredict(handle(), x.data(), x.size(), &output, 1, status.get());
    if (!status.ok()) return internal::FailTraced<Tensor>(status.Take());
    return Tensor(output);
  }
  Returns<std::vector<Tensor>> PredictAll(const Tensors& x, int outputs) const {
    std::vector<HB_Tensor*> handles(outputs, nullptr);
    CStatus status;
    HB_ModelPredict(handle(), x.data(), x.size(), handles.data(), outputs, status.get());
    if (!status.ok()) return internal::FailTraced<std::vector<Tensor>>(status.Take());
    std::vector<Tensor> results;
    for (HB_Tensor* tensor : handles) results.emplace_back(tensor);
    return results;
  }

  // All weights in Keras's order.
  Returns<std::vector<Tensor>> GetWeights() const {
    std::vector<HB_Tensor*> handles(HB_ModelNumWeights(handle()), nullptr);
    CStatus status;
    HB_ModelGetWeights(handle(), handles.data(), static_cast<int>(handles.size()), status.get());
    if (!status.ok()) return internal::FailTraced<std::vector<Tensor>>(status.Take());
    std::vector<Tensor> results;
    for (HB_Tensor* tensor : handles) results.emplace_back(tensor);
    return results;
  }
  Returns<void> SetWeights(std::span<const Tensor> weights) const {
    std::vector<HB_Tensor*> handles;
    for (const Tensor& weight : weights) handles.push_back(weight.handle());
    CStatus status;
    HB_ModelSetWeights(handle(), handles.data(), static_cast<int>(handles.size()), status.get());
    return Done(status.Take());
  }

  Returns<double> LearningRate() const {
    CStatus status;
    const double rate = HB_ModelLearningRate(handle(), status.get());
    if (!status.ok()) return Fail<double>(status.Take());
    return rate;
  }
  Returns<void> SetLearningRate(double rate) const {
    CStatus status;
    HB_ModelSetLearningRate(handle(), rate, status.get());
    return Done(status.Take());
  }

  // As TrainOnBatch, without training.
  Returns<Logs> TestOnBatch(const Tensors& x, const Tensors& y,
                            const Tensors& sample_weight = {}) const {
    const HB_Arrays arrays = Arrays(x, y, sample_weight);
    HB_Logs logs = {};
    logs.struct_size = sizeof(logs);
    CStatus status;
    HB_ModelTestOnBatch(handle(), &arrays, &logs, status.get());
    if (!status.ok()) return internal::FailTraced<Logs>(status.Take());
    return detail::ReadLogs(logs.count, logs.names, logs.values);
  }
  Returns<void> ResetMetrics() const {
    CStatus status;
    HB_ModelResetMetrics(handle(), status.get());
    return Done(status.Take());
  }

  // A TensorFlow checkpoint of the weights and the optimizer's state: files whose names begin with
  // `path`.
  Returns<void> SaveWeights(const std::string& path) const {
    CStatus status;
    HB_ModelSaveWeights(handle(), path.c_str(), status.get());
    return Done(status.Take());
  }
  Returns<void> LoadWeights(const std::string& path) const {
    CStatus status;
    HB_ModelLoadWeights(handle(), path.c_str(), status.get());
    return Done(status.Take());
  }

  Returns<void> Save(const std::string& folder) const {
    CStatus status;
    HB_ModelSave(handle(), folder.c_str(), nullptr, status.get());
    return Done(status.Take());
  }
  Returns<std::string> ConfigJson() const {
    CStatus status;
    HB_Buffer* buffer = HB_NewBuffer();
    HB_ModelConfig(handle(), buffer, status.get());
    const std::string text = detail::TakeText(buffer);
    if (!status.ok()) return Fail<std::string>(status.Take());
    return text;
  }
  Returns<std::string> Summary(int width = 80) const {
    CStatus status;
    HB_Buffer* buffer = HB_NewBuffer();
    HB_ModelSummary(handle(), width, buffer, status.get());
    const std::string text = detail::TakeText(buffer);
    if (!status.ok()) return Fail<std::string>(status.Take());
    return text;
  }

 private:
  static HB_Arrays Arrays(const Tensors& x, const Tensors& y, const Tensors& weight) {
    return HB_Arrays{sizeof(HB_Arrays), x.data(),      x.size(),     y.data(),
                     y.size(),          weight.data(), weight.size()};
  }

  Returns<History> Fit(const Tensors& x, const Tensors& y, const FitOptions& options,
                       const BatchFunction& batches) const {
    HB_FitOptions o = {};
    o.struct_size = sizeof(o);
    o.epochs = options.epochs;
    o.initial_epoch = options.initial_epoch;
    o.batch_size = options.batch_size;
    o.steps_per_epoch = options.steps_per_epoch;
    o.validation_freq = options.validation_freq;
    o.validation_steps = options.validation_steps;
    o.validation_batch_size = options.validation_batch_size;
    o.feed_validation = options.validation_batches ? 1 : 0;
    o.validation_split = options.validation_split;
    o.no_shuffle = options.shuffle ? 0 : 1;
    o.has_seed = options.seed ? 1 : 0;
    o.seed = options.seed.value_or(0);
    const HB_Arrays validation =
        Arrays(options.validation_x, options.validation_y, options.validation_sample_weight);
    if (options.validation_x.size() > 0) o.validation = &validation;
    o.sample_weight = options.sample_weight.data();
    o.nsample_weight = options.sample_weight.size();
    Config class_weight;
    for (const auto& [number, weight] : options.class_weight) {
      class_weight.Add(std::to_string(number).c_str(), weight);
    }
    const std::string class_weight_text = class_weight.text();
    if (!options.class_weight.empty()) o.class_weight = class_weight_text.c_str();
    const std::string callbacks =
        ToJson(std::vector<Object>(options.callbacks.begin(), options.callbacks.end()));
    if (!options.callbacks.empty()) o.callbacks = callbacks.c_str();
    o.events = options.events | HB_EVENT_EPOCH_END;
    o.batch_interval = options.batch_interval;
    if (options.progress) {
      o.events |= ProgressBar::kEvents;
      if ((options.events & HB_EVENT_BATCH_END) == 0) o.batch_interval = 0.1;
    }
    CStatus status;
    const std::unique_ptr<HB_Trainer, decltype(&HB_DeleteTrainer)> trainer(
        HB_TrainerNew(handle(), x.data(), x.size(), y.data(), y.size(), &o, status.get()),
        &HB_DeleteTrainer);
    if (!status.ok()) return Fail<History>(status.Take());
    return Run(trainer.get(), options, batches);
  }

  // Feeds the next batch, or says that there is none.
  static void Feed(HB_Trainer* trainer, const BatchFunction& batches, HB_Status* status) {
    const std::optional<Batch> batch = batches ? batches() : std::nullopt;
    if (!batch) {
      HB_TrainerFeed(trainer, nullptr, status);
      return;
    }
    const HB_Arrays arrays = Arrays(batch->x, batch->y, batch->sample_weight);
    HB_TrainerFeed(trainer, &arrays, status);
  }

  Returns<History> Run(HB_Trainer* trainer, const FitOptions& options,
                       const BatchFunction& batches) const {
    History history;
    HB_TrainerEvent e = {};
    e.struct_size = sizeof(e);
    ProgressBar bar(options.epochs);
    CStatus status;
    while (HB_TrainerNext(trainer, &e, status.get()) != 0) {
      const Event event{e.kind,
                        e.epoch,
                        e.batch,
                        e.batches,
                        e.seconds,
                        detail::ReadLogs(e.num_logs, e.log_names, e.log_values),
                        std::vector<std::string>(e.messages, e.messages + e.num_messages)};
      if (e.kind == HB_EVENT_NEED_DATA) Feed(trainer, batches, status.get());
      if (e.kind == HB_EVENT_NEED_VALIDATION) {
        Feed(trainer, options.validation_batches, status.get());
      }
      if (!status.ok()) break;
      if (event.kind == HB_EVENT_EPOCH_END) history.push_back(event.logs);
      for (const std::string& text : event.messages) {
        if (options.progress) bar.Message(text);
      }
      if (options.progress && (event.kind & ProgressBar::kEvents) != 0) bar(event);
      const bool wanted = (options.events & event.kind) != 0;
      if (options.on_event && wanted && !options.on_event(event)) HB_TrainerStop(trainer);
      if (options.token != nullptr && options.token->cancelled()) HB_TrainerCancel(trainer);
    }
    if (!status.ok()) return internal::FailTraced<History>(status.Take());
    return history;
  }

  std::shared_ptr<HB_Model> handle_;
};

// Layers in a row. Unless the first one is an InputLayer, the first data give the input shape.
inline Returns<Model> Sequential(const std::vector<Layer>& layers) {
  std::vector<std::shared_ptr<HB_Layer>> made;
  std::vector<HB_Layer*> handles;
  CStatus status;
  for (const Layer& layer : layers) {
    made.push_back(internal::NewLayer(layer, status.get()));
    if (!status.ok()) return internal::FailTraced<Model>(status.Take());
    handles.push_back(made.back().get());
  }
  HB_Model* model =
      HB_ModelSequential(handles.data(), static_cast<int>(handles.size()), nullptr, status.get());
  if (!status.ok()) return internal::FailTraced<Model>(status.Take());
  return Model(model);
}

// All that lies between inputs and outputs.
inline Returns<Model> Functional(const std::vector<Symbol>& inputs,
                                 const std::vector<Symbol>& outputs) {
  std::vector<HB_Symbol*> in, out;
  for (const Symbol& input : inputs) in.push_back(input.handle());
  for (const Symbol& output : outputs) out.push_back(output.handle());
  CStatus status;
  HB_Model* model = HB_ModelNew(in.data(), static_cast<int>(in.size()), out.data(),
                                static_cast<int>(out.size()), nullptr, status.get());
  if (!status.ok()) return internal::FailTraced<Model>(status.Take());
  return Model(model);
}

// A model from Keras's JSON.
inline Returns<Model> FromConfig(const std::string& json) {
  CStatus status;
  HB_Model* model = HB_ModelFromConfig(json.data(), json.size(), status.get());
  if (!status.ok()) return internal::FailTraced<Model>(status.Take());
  return Model(model);
}

// Loads what Save wrote. Unless `all_files`, ops of the model touch files in the folder only.
inline Returns<Model> Load(const std::string& folder, bool all_files = false) {
  HB_LoadOptions options = {};
  options.struct_size = sizeof(options);
  options.file_access = all_files ? HB_FILE_ACCESS_ALL : HB_FILE_ACCESS_MODEL_DIR_ONLY;
  CStatus status;
  HB_Model* model = HB_ModelLoad(folder.c_str(), &options, status.get());
  if (!status.ok()) return internal::FailTraced<Model>(status.Take());
  return Model(model);
}

}  // namespace HORNBEAM_MODE

// Starts the generator of initial weights and of the order of batches.
inline void SetRandomSeed(uint64_t seed) { HB_SetRandomSeed(seed); }

}  // namespace hb::keras

#endif  // HORNBEAM_CPP_KERAS_H_
