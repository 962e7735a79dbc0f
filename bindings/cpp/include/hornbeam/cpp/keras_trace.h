#ifndef HORNBEAM_CPP_KERAS_TRACE_H_
#define HORNBEAM_CPP_KERAS_TRACE_H_

// Layers, losses, metrics and optimizers of one's own: functions over symbolic tensors, which the
// library calls when it builds a graph. They may run several times and must always build the same.
//
//   auto scaled = hb::keras::CustomLayer("Scaled", [](hb::keras::Trace& trace, const auto& x) {
//     return hb::OutputList{x[0] * trace.AddWeight("scale", {4}, {.initializer = "Ones"})};
//   });
//   auto m = hb::keras::Sequential({hb::keras::Dense({.units = 4}), scaled});
//   m.Compile(hb::keras::SGD(), hb::keras::CustomLoss("squared", [](auto y_true, auto y_pred) {
//     auto d = y_true - y_pred;
//     return hb::ops::Mean(d.scope(), d * d, -1);
//   }));
//
// What a function throws comes out of the call that led to it.

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "hornbeam/cpp/graph.h"
#include "hornbeam/cpp/keras_config.h"
#include "hornbeam/cpp/operators.h"
#include "hornbeam/keras.h"

namespace hb::keras {

struct WeightOptions {
  Object initializer = {};  // glorot_uniform; of an optimizer Zeros
  DataType dtype = HB_FLOAT;
  bool trainable = true;
};

// What a function is given besides its inputs.
class Trace {
 public:
  explicit Trace(HB_Trace* handle)
      : handle_(handle),
        scope_(Scope(Graph::Borrow(HB_TraceGraph(handle))).WithPrefix(HB_TraceScope(handle))) {}

  const Scope& scope() const { return scope_; }
  bool training() const { return HB_TraceIsTraining(handle_) != 0; }

  // The value of a weight; the first call makes it. Of an optimizer: of state beside the variable.
  Output AddWeight(const std::string& name, const Dims& dims,
                   const WeightOptions& options = {}) const {
    std::string initializer = options.initializer.class_name;
    if (options.initializer.has_config) {
      Config config;
      config.Add("i", options.initializer);
      const std::string text = config.text();
      initializer = text.substr(text.find(':') + 2);
      initializer.pop_back();
    }
    HB_Output value{nullptr, 0};
    CStatus status;
    HB_TraceAddWeight(handle_, name.c_str(), dims.data(), static_cast<int>(dims.size()),
                      options.dtype, initializer.empty() ? nullptr : initializer.c_str(),
                      options.trainable ? 1 : 0, &value, status.get());
    scope_.Update(status.Take());
    return Output(scope_, value);
  }
  // Gives a weight a new value with each training step; has no effect in inference.
  void UpdateWeight(const std::string& name, const Output& value) const {
    CStatus status;
    if (!scope_.ok()) return;
    HB_TraceUpdateWeight(handle_, name.c_str(), value.handle(), status.get());
    scope_.Update(status.Take());
  }

 private:
  HB_Trace* handle_;
  Scope scope_;
};

using LayerFunction = std::function<OutputList(Trace&, const OutputList& inputs)>;
// One value for each sample.
using LossFunction = std::function<Output(const Output& y_true, const Output& y_pred)>;

// The new value of a variable.
struct Update {
  Output value, gradient;
  Output learning_rate, step;  // scalars; the number of the update, from 1
};
using UpdateFunction = std::function<Output(Trace&, const Update&)>;

namespace detail {

// What a function threw on this thread, on its way through the library.
inline std::exception_ptr& ThrownInTrace() {
  static thread_local std::exception_ptr thrown;
  return thrown;
}

using TraceFunction = std::function<OutputList(Trace&, const OutputList&)>;

inline void RunTraced(const TraceFunction& function, HB_Trace* handle, const HB_Output* inputs,
                      int ninputs, HB_Output* outputs, int noutputs, HB_Status* status) {
  Trace trace(handle);
  OutputList in;
  for (int i = 0; i < ninputs; ++i) in.emplace_back(trace.scope(), inputs[i]);
  const OutputList out = function(trace, in);
  if (const Status built = trace.scope().status(); !built.ok()) {
    HB_SetStatus(status, built.code(), built.message().c_str());
  } else if (static_cast<int>(out.size()) != noutputs) {
    const std::string text = "the function must give " + std::to_string(noutputs) +
                             " outputs, not " + std::to_string(out.size());
    HB_SetStatus(status, HB_INVALID_ARGUMENT, text.c_str());
  } else {
    for (int i = 0; i < noutputs; ++i) outputs[i] = out[i].handle();
  }
}

inline void CallTraced(void* user, HB_Trace* handle, const HB_Output* inputs, int ninputs,
                       HB_Output* outputs, int noutputs, HB_Status* status) {
  const TraceFunction& function = *static_cast<TraceFunction*>(user);
#ifdef __cpp_exceptions
  try {
    RunTraced(function, handle, inputs, ninputs, outputs, noutputs, status);
  } catch (const std::exception& error) {
    ThrownInTrace() = std::current_exception();
    HB_SetStatus(status, HB_INVALID_ARGUMENT, error.what());
  } catch (...) {
    ThrownInTrace() = std::current_exception();
    HB_SetStatus(status, HB_INVALID_ARGUMENT, "the function threw something");
  }
#else
  RunTraced(function, handle, inputs, ninputs, outputs, noutputs, status);
#endif
}

inline void ReleaseTraced(void* user) { delete static_cast<TraceFunction*>(user); }

inline std::function<void(HB_Model*, HB_Status*)> AttachLoss(const std::string& name,
                                                             LossFunction function) {
  const TraceFunction traced = [function](Trace&, const OutputList& in) {
    return OutputList{function(in[0], in[1])};
  };
  return [name, traced](HB_Model* model, HB_Status* status) {
    HB_ModelAddLoss(model, name.c_str(), &CallTraced, new TraceFunction(traced), &ReleaseTraced,
                    status);
  };
}

}  // namespace detail

// A layer with `outputs` outputs. `name` is the class name under which it is saved; a process that
// does not know the class predicts and trains it all the same.
inline Layer CustomLayer(const std::string& name, LayerFunction function, int outputs = 1) {
  Layer layer(name);
  layer.make = [name, function, outputs](HB_Status* status) {
    return std::shared_ptr<HB_Layer>(
        HB_LayerFromTrace(name.c_str(), nullptr, 0, outputs, &detail::CallTraced,
                          new detail::TraceFunction(function), &detail::ReleaseTraced, status),
        &HB_DeleteLayer);
  };
  return layer;
}

inline Loss CustomLoss(const std::string& name, LossFunction function) {
  Loss loss(name);
  loss.attach = detail::AttachLoss(name, std::move(function));
  return loss;
}

// The mean over all samples of what the function gives.
inline MetricClass CustomMetric(const std::string& name, LossFunction function) {
  MetricClass metric(name);
  metric.attach = detail::AttachLoss(name, std::move(function));
  return metric;
}

// What every optimizer has.
struct CustomOptimizerOptions {
  std::optional<Rate> learning_rate = {};  // 0.001
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  std::optional<bool> use_ema = {};
  std::optional<double> ema_momentum = {};
  std::optional<int64_t> ema_overwrite_frequency = {};
  std::optional<double> loss_scale_factor = {};
  std::optional<int64_t> gradient_accumulation_steps = {};
};

inline Optimizer CustomOptimizer(const std::string& name, UpdateFunction function,
                                 const CustomOptimizerOptions& options = {}) {
  Config config;
  config.Add("name", name);
  if (options.learning_rate) options.learning_rate->AddTo(&config, "learning_rate");
  const auto add = [&](const char* key, const auto& value) {
    if (value) config.Add(key, *value);
  };
  add("weight_decay", options.weight_decay);
  add("clipnorm", options.clipnorm);
  add("clipvalue", options.clipvalue);
  add("global_clipnorm", options.global_clipnorm);
  add("use_ema", options.use_ema);
  add("ema_momentum", options.ema_momentum);
  add("ema_overwrite_frequency", options.ema_overwrite_frequency);
  add("loss_scale_factor", options.loss_scale_factor);
  add("gradient_accumulation_steps", options.gradient_accumulation_steps);
  Optimizer optimizer(name, config);
  const detail::TraceFunction traced = [function](Trace& trace, const OutputList& in) {
    return OutputList{function(trace, Update{in[0], in[1], in[2], in[3]})};
  };
  optimizer.attach = [name, traced](HB_Model* model, HB_Status* status) {
    HB_ModelAddOptimizer(model, name.c_str(), &detail::CallTraced,
                         new detail::TraceFunction(traced), &detail::ReleaseTraced, status);
  };
  return optimizer;
}

}  // namespace hb::keras

#endif  // HORNBEAM_CPP_KERAS_TRACE_H_
