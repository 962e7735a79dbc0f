// What the programs can't say as data: functions that are traced, and programs as users write them.
#ifndef HORNBEAM_TESTS_PROGRAMS_CPP_OWN_H_
#define HORNBEAM_TESTS_PROGRAMS_CPP_OWN_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/ops.h"

namespace own {

namespace keras = hb::keras;

inline hb::Output Far(const hb::Output& y_true, const hb::Output& y_pred) {
  const hb::Scope& scope = y_true.scope();
  return hb::ops::Mean(scope, hb::ops::Square(scope, hb::ops::Square(scope, y_true - y_pred)), -1);
}

inline hb::Output Worst(const hb::Output& y_true, const hb::Output& y_pred) {
  const hb::Scope& scope = y_true.scope();
  return hb::ops::Max(scope, hb::ops::Abs(scope, y_true - y_pred), -1);
}

inline hb::Output Refusing(const hb::Output&, const hb::Output&) {
  throw hb::Error(hb::Status(HB_FAILED_PRECONDITION, "this loss is never ready"));
}

inline keras::Layer Scale() {
  return keras::CustomLayer("Scale", [](keras::Trace& trace, const hb::OutputList& x) {
    const hb::Output scale = trace.AddWeight("scale", {}, {.initializer = "ones"});
    return hb::OutputList{hb::ops::Tanh(trace.scope(), x[0] * scale)};
  });
}

inline keras::Loss Loss(const std::string& name) {
  return keras::CustomLoss(name, name == "far" ? Far : Refusing);
}

inline keras::MetricClass Metric(const std::string& name) {
  return keras::CustomMetric(name, Worst);
}

inline hb::Output Momentum(keras::Trace& trace, const keras::Update& u) {
  const hb::Output velocity = trace.AddWeight("velocity", *u.value.shape());
  const hb::Output step = velocity * 0.5f - u.learning_rate * u.gradient;
  trace.UpdateWeight("velocity", step);
  return u.value + step;
}

using Options = std::map<std::string, double>;

inline keras::Optimizer Optimizer(const Options& given) {
  const auto option = [&](const char* name) {
    const auto found = given.find(name);
    return found == given.end() ? std::optional<double>() : found->second;
  };
  return keras::CustomOptimizer("momentum", Momentum,
                                {.learning_rate = given.at("learning_rate"),
                                 .clipnorm = option("clipnorm"),
                                 .clipvalue = option("clipvalue")});
}

using Trained = std::pair<keras::Model, keras::History>;
using Data = std::vector<const hb::Tensor*>;

inline Trained Readme(const Data& data) {
  keras::SetRandomSeed(7);
  auto model = keras::Sequential(
      {keras::Dense({.units = 16, .activation = "relu"}), keras::Dense({.units = 1})});
  model.Compile(keras::Adam({.learning_rate = 0.01}), keras::MeanSquaredError());
  auto history = model.Fit(*data[0], *data[1], {.epochs = 100});
  return {std::move(model), std::move(history)};
}

inline Trained Digits(const Data& data) {
  keras::SetRandomSeed(7);
  auto model = keras::Sequential({
      keras::InputLayer({.shape = std::vector<int64_t>{8, 8, 1}}),
      keras::Conv2D({.filters = 8, .kernel_size = 3, .padding = "same", .activation = "relu"}),
      keras::MaxPooling2D(),
      keras::BatchNormalization(),
      keras::Flatten(),
      keras::Dropout({.rate = 0.25, .seed = 5}),
      keras::Dense({.units = 10, .activation = "softmax"}),
  });
  model.Compile(keras::Adam({.learning_rate = 0.002}), keras::SparseCategoricalCrossentropy(),
                {keras::metrics::SparseCategoricalAccuracy()});
  auto history = model.Fit(*data[0], *data[1],
                           {.epochs = 2, .batch_size = 32, .validation_split = 0.25, .seed = 1});
  return {std::move(model), std::move(history)};
}

inline Trained TwoInputs(const Data& data) {
  keras::SetRandomSeed(5);
  const auto a = keras::Input({2}, "float32", "a");
  const auto b = keras::Input({3}, "float32", "b");
  const auto left = keras::Make(keras::Dense({.units = 4, .activation = "tanh"}));
  const auto right =
      keras::Make(keras::Dense({.units = 4,
                                .activation = "gelu",
                                .kernel_regularizer = keras::regularizers::L2({.l2 = 0.01})}));
  const auto joined = keras::Make(keras::Concatenate())({left(a), right(b)});
  auto model = keras::Functional({a, b}, {keras::Make(keras::Dense({.units = 1}))(joined)});
  model.Compile(
      keras::RMSprop({.learning_rate = keras::schedules::ExponentialDecay(
                          {.initial_learning_rate = 0.01, .decay_steps = 10, .decay_rate = 0.9})}),
      keras::Huber({.delta = 0.5}));
  auto history = model.Fit({data[0], data[1]}, *data[2], {.epochs = 5, .batch_size = 4, .seed = 3});
  return {std::move(model), std::move(history)};
}

inline Trained OwnFunctions(const Data& data) {
  keras::SetRandomSeed(7);
  auto model = keras::Sequential({keras::Dense({.units = 4, .kernel_initializer = "ones"}), Scale(),
                                  keras::Dense({.units = 1})});
  model.Compile(keras::Nadam({.learning_rate = 0.05}), Loss("far"), {Metric("worst")});
  auto history = model.Fit(*data[0], *data[1], {.epochs = 10, .batch_size = 2, .seed = 9});
  return {std::move(model), std::move(history)};
}

inline Trained Typed(const std::string& name, const Data& data) {
  if (name == "readme") return Readme(data);
  if (name == "digits") return Digits(data);
  if (name == "two_inputs") return TwoInputs(data);
  return OwnFunctions(data);
}

}  // namespace own

#endif  // HORNBEAM_TESTS_PROGRAMS_CPP_OWN_H_
