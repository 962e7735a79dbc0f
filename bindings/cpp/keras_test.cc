#include "hornbeam/cpp/keras.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "hornbeam/cpp/ops.h"

namespace hb::keras {
namespace {

Tensor Inputs() { return Tensor::From<float>({4, 1}, {1, 2, 3, 4}); }
Tensor Labels() { return Tensor::From<float>({4, 1}, {0, -1, -2, -3}); }

// The options of a layer that begins with zeros, so that results can be computed by hand.
Layer ZeroDense() { return Dense({.units = 1, .kernel_initializer = "Zeros"}); }

class KerasTest : public testing::Test {
 protected:
  KerasTest() { SetRandomSeed(3); }
  std::string Path(const std::string& name) const {
    return std::string(testing::TempDir()) + "/hornbeam_cpp_keras_" + name;
  }
  Tensor x_ = Inputs(), y_ = Labels();
};

TEST_F(KerasTest, TrainsSavesAndLoads) {
  auto m = Sequential({Dense({.units = 16, .activation = "relu"}), Dense({.units = 1})});
  m.Compile(Adam({.learning_rate = 0.01}), MeanSquaredError());
  const History history = m.Fit(x_, y_, {.epochs = 100});
  ASSERT_EQ(history.size(), 100u);
  EXPECT_LT(Find(history.back(), "loss"), 0.5 * Find(history.front(), "loss"));
  m.Save(Path("model"));
  const Tensor a = m.Predict(x_), b = Load(Path("model")).Predict(x_);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(a.flat<float>()[i], b.flat<float>()[i]);
}

TEST_F(KerasTest, ParametersOfMoreThanOneKind) {
  const auto config = [](const Object& object) { return object.config.text(); };
  EXPECT_EQ(config(ZeroPadding2D({.padding = 2})), R"({"padding": 2})");
  EXPECT_EQ(config(ZeroPadding2D({.padding = {{1, 2}}})), R"({"padding": [1, 2]})");
  EXPECT_EQ(config(ZeroPadding2D({.padding = {{{1, 2}, {3, 4}}}})),
            R"({"padding": [[1, 2], [3, 4]]})");
  EXPECT_EQ(config(Rescaling({.scale = 0.5, .dtype = "float64"})),
            R"({"scale": 0.5, "dtype": "float64"})");
  EXPECT_EQ(config(ModelCheckpoint({.filepath = "f", .save_freq = "epoch"})),
            R"({"filepath": "f", "save_freq": "epoch"})");
  EXPECT_EQ(config(LSTM({.units = 1, .use_cudnn = false})), R"({"units": 1, "use_cudnn": false})");
  const auto schedule = schedules::ExponentialDecay(
      {.initial_learning_rate = 0.5, .decay_steps = 1, .decay_rate = 0.5});
  auto m = Sequential({ZeroDense()});
  m.Compile(SGD({.learning_rate = 1}), MeanSquaredError());
  const History history =
      m.Fit(x_, y_, {.epochs = 3, .callbacks = {LearningRateScheduler({.schedule = schedule})}});
  EXPECT_EQ(Find(history.back(), "learning_rate"), 0.125);
  const auto padded = Sequential({ZeroPadding2D({.padding = {{{1, 2}, {3, 4}}}})});
  const Tensor image = padded.Predict(Tensor::From<float>({1, 1, 1, 1}, {5}));
  EXPECT_EQ(image.dims(), (Dims{1, 4, 8, 1}));
}

TEST_F(KerasTest, CustomLayerLossAndMetric) {
  const Layer scaled = CustomLayer("Scaled", [](Trace& trace, const OutputList& x) {
    const Output scale = trace.AddWeight("scale", {1}, {.initializer = "Ones"});
    return OutputList{x[0] * scale};
  });
  const auto squared = [](const Output& y_true, const Output& y_pred) {
    const Output d = y_true - y_pred;
    return ops::Mean(d.scope(), d * d, -1);
  };
  auto m = Sequential({Dense({.units = 1}), scaled});
  m.Compile(SGD({.learning_rate = 0.01}), CustomLoss("squared", squared),
            {CustomMetric("again", squared)});
  const History history = m.Fit(x_, y_, {.epochs = 3});
  EXPECT_LT(Find(history[2], "loss"), Find(history[0], "loss"));
  EXPECT_FLOAT_EQ(Find(history[0], "loss"), Find(history[0], "again"));
  EXPECT_EQ(m.GetWeights().size(), 3u);
  // A process that doesn't know the class predicts with it.
  m.Save(Path("custom"));
  const Tensor a = m.Predict(x_), b = Load(Path("custom")).Predict(x_);
  EXPECT_EQ(a.flat<float>()[3], b.flat<float>()[3]);
}

TEST_F(KerasTest, CustomLayerUpdatesAWeightInTraining) {
  const Layer counted = CustomLayer("Counted", [](Trace& trace, const OutputList& x) {
    const Output count = trace.AddWeight("count", {}, {.initializer = "Zeros", .trainable = false});
    trace.UpdateWeight("count", count + 1.0f);
    return OutputList{ops::Identity(trace.scope(), x[0])};
  });
  auto m = Sequential({ZeroDense(), counted});
  m.Compile(SGD(), MeanSquaredError());
  m.Fit(x_, y_, {.epochs = 3, .batch_size = 2});
  m.Predict(x_);
  EXPECT_EQ(m.GetWeights().back().scalar<float>(), 6);
  m.Save(Path("counted"));
  auto stored = Load(Path("counted"));
  stored.Fit(x_, y_, {.epochs = 1, .batch_size = 2});
  EXPECT_EQ(stored.GetWeights().back().scalar<float>(), 8);
}

// Doubles by calling a function of the graph's library.
OutputList CallDouble(Trace& trace, const OutputList& x) {
  const Graph body;
  const Scope scope(body);
  const Output in = ops::Placeholder(scope, HB_FLOAT);
  const HB_Output from = in.handle(), to = (in * 2.0).handle();
  CStatus status;
  const std::unique_ptr<HB_Function, void (*)(HB_Function*)> function(
      HB_GraphToFunction(body.handle(), "double_it", 0, -1, nullptr, 1, &from, 1, &to, nullptr,
                         nullptr, nullptr, status.get()),
      HB_DeleteFunction);
  HB_GraphCopyFunction(trace.scope().graph_handle(), function.get(), nullptr, status.get());
  EXPECT_TRUE(status.ok()) << status.Take().message();
  OutputList out = ops::PartitionedCall(trace.scope(), x, {HB_FLOAT}, "double_it");
  out[0].SetShape(*x[0].shape());
  return out;
}

TEST_F(KerasTest, CustomLayerThatCallsFunctionsIsStoredWithThem) {
  auto m = Sequential({Dense({.units = 1}), CustomLayer("Double", CallDouble)});
  m.Compile(SGD({.learning_rate = 0.001}), MeanSquaredError());
  m.Fit(x_, y_, {.epochs = 1});
  m.Save(Path("callees"));
  auto stored = Load(Path("callees"));
  stored.Save(Path("callees_again"));
  auto again = Load(Path("callees_again"));
  const Tensor a = m.Predict(x_), b = stored.Predict(x_), c = again.Predict(x_);
  EXPECT_NE(a.flat<float>()[3], 0);
  EXPECT_EQ(a.flat<float>()[3], b.flat<float>()[3]);
  EXPECT_EQ(a.flat<float>()[3], c.flat<float>()[3]);
  again.Fit(x_, y_, {.epochs = 1});
}

// Gradient descent with momentum, as SGD has it.
Output Momentum(Trace& trace, const Update& u) {
  const Output m = trace.AddWeight("m", *u.value.shape());
  const Output next = m * 0.9f - u.learning_rate * u.gradient;
  trace.UpdateWeight("m", next);
  return u.value + next;
}

TEST_F(KerasTest, CustomOptimizerFollowsTheBuiltInOne) {
  auto a = Sequential({ZeroDense()}), b = Sequential({ZeroDense()});
  a.Compile(SGD({.learning_rate = 0.02, .momentum = 0.9}), MeanSquaredError());
  b.Compile(CustomOptimizer("own", Momentum, {.learning_rate = 0.02}), MeanSquaredError());
  const History own = b.Fit(x_, y_, {.epochs = 8, .shuffle = false});
  const History built_in = a.Fit(x_, y_, {.epochs = 8, .shuffle = false});
  for (int i = 0; i < 8; ++i) {
    EXPECT_NEAR(Find(own[i], "loss"), Find(built_in[i], "loss"), 1e-5) << i;
  }
}

TEST_F(KerasTest, WhatAFunctionThrowsComesOutOfTheCall) {
  struct Own {
    int number;
  };
  const Layer broken =
      CustomLayer("Broken", [](Trace&, const OutputList&) -> OutputList { throw Own{7}; });
  auto m = Sequential({ZeroDense(), broken});
  try {
    m.Predict(x_);
    FAIL();
  } catch (const Own& own) {
    EXPECT_EQ(own.number, 7);
  }
}

TEST_F(KerasTest, BatchesFromFunctions) {
  auto m = Sequential({ZeroDense()});
  m.Compile(SGD(), MeanSquaredError());
  int given = 0, validated = 0;
  const auto twice = [&](int* count) {
    return [this, count]() -> std::optional<Batch> {
      if ((*count)++ % 3 == 2) return std::nullopt;
      return Batch{x_, y_, {}};
    };
  };
  const History history =
      m.Fit(twice(&given), {.epochs = 2, .validation_batches = twice(&validated)});
  EXPECT_EQ(given, 6);
  EXPECT_EQ(validated, 6);
  EXPECT_FALSE(std::isnan(Find(history[1], "val_loss")));
}

TEST_F(KerasTest, SaysWhyAModelCannotBeLoaded) {
  const auto message = [](const std::string& folder) -> std::string {
    try {
      (void)Load(folder);
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_NE(message(Path("nowhere")).find("there is no folder"), std::string::npos);
  std::filesystem::create_directories(Path("empty"));
  EXPECT_NE(message(Path("empty")).find("not a model that Hornbeam saved"), std::string::npos);
}

TEST_F(KerasTest, WeightsAloneAndAdapt) {
  const LayerHandle normalization = Make(Normalization());
  normalization.Adapt(x_);
  auto m = Sequential({normalization, Dense({.units = 1})});
  const Tensor normal = Sequential({normalization}).Predict(x_);
  EXPECT_NEAR(normal.flat<float>()[0], -1.3416407, 1e-6);
  m.Compile(Adam(), MeanSquaredError());
  m.Fit(x_, y_, {.epochs = 2});
  m.SaveWeights(Path("weights/w"));
  const Tensor before = m.Predict(x_);
  m.Fit(x_, y_, {.epochs = 2});
  m.LoadWeights(Path("weights/w"));
  const Tensor after = m.Predict(x_);
  EXPECT_EQ(before.flat<float>()[2], after.flat<float>()[2]);
}

TEST_F(KerasTest, SeveralOutputs) {
  const Symbol input = Input({1});
  const Symbol a = Make(ZeroDense())(input), b = Make(Dense({.units = 2}))(input);
  auto m = Functional({input}, {a, b});
  m.Compile(SGD(), CompileOptions{.losses = {"mse", "mae"},
                                  .loss_weights = {1, 0.5},
                                  .output_metrics = {{"mae"}, {"mse"}}});
  const Tensor wide = Tensor::From<float>({4, 2}, {0, 0, 0, 0, 0, 0, 0, 0});
  const Logs logs = m.TrainOnBatch(x_, {&y_, &wide});
  EXPECT_EQ(logs.size(), 5u);
  EXPECT_EQ(logs[0].name, "loss");
}

TEST_F(KerasTest, CallbacksReportAndStop) {
  auto m = Sequential({ZeroDense()});
  m.Compile(SGD({.learning_rate = 0.0}), MeanSquaredError());
  std::vector<std::string> messages;
  const History history =
      m.Fit(x_, y_,
            {.epochs = 9,
             .callbacks = {EarlyStopping({.monitor = "loss", .patience = 2, .verbose = 1})},
             .events = HB_EVENT_DONE,
             .on_event = [&](const Event& event) {
               messages.insert(messages.end(), event.messages.begin(), event.messages.end());
               return true;
             }});
  EXPECT_EQ(history.size(), 3u);
  EXPECT_EQ(messages, std::vector<std::string>{"Epoch 3: early stopping"});
}

}  // namespace
}  // namespace hb::keras
