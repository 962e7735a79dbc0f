#include "keras_like/training/trainer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "keras_like/saving/saving.h"

namespace hb::keras_like {
namespace {

Json Parse(const char* text) { return *Json::Parse(text); }

class TrainerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SetGlobalSeed(1);
    Random random(2);
    x_ = Tensor(HB_FLOAT, {40, 3});
    y_ = Tensor(HB_FLOAT, {40, 1});
    for (int i = 0; i < 40; ++i) {
      float sum = 0;
      for (int j = 0; j < 3; ++j) {
        x_.flat<float>()[3 * i + j] = static_cast<float>(random.Normal());
        sum += static_cast<float>(j + 1) * x_.flat<float>()[3 * i + j];
      }
      y_.flat<float>()[i] = sum;
    }
    program_ = NewProgram();
    Compile(R"({"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.05}},
                "loss": "mse", "metrics": ["mae"]})");
  }

  static std::shared_ptr<Program> NewProgram() {
    auto layer = MakeLayer(Parse(R"({"class_name": "Dense", "config": {"units": 1}})"));
    return std::make_shared<Program>(*Model::Sequential({*layer}, ""));
  }
  void Compile(const char* config) {
    const Status status = program_->Compile(Parse(config), nullptr);
    ASSERT_TRUE(status.ok()) << status.message();
  }
  std::unique_ptr<Trainer> New(const FitOptions& options) {
    auto trainer = Trainer::New(program_, {{x_.handle()}, {y_.handle()}, {}}, options,
                                [](const std::string&, bool) { return Status(); });
    EXPECT_TRUE(trainer.ok()) << trainer.status().message();
    return *std::move(trainer);
  }
  static std::vector<Event> RunAll(Trainer* trainer) {
    std::vector<Event> events;
    Event event;
    for (;;) {
      const Result<bool> more = trainer->Next(&event);
      EXPECT_TRUE(more.ok()) << more.status().message();
      if (!more.ok() || !*more) return events;
      events.push_back(event);
    }
  }

  Tensor x_, y_;
  std::shared_ptr<Program> program_;
};

TEST_F(TrainerTest, GivesTheEventsThatTheMaskAsksFor) {
  FitOptions options;
  options.epochs = 2;
  options.batch_size = 16;
  options.events = Event::kEpochBegin | Event::kBatchEnd | Event::kEpochEnd | Event::kDone;
  const std::vector<Event> events = RunAll(New(options).get());
  std::string kinds;
  for (const Event& event : events) {
    kinds += event.kind == Event::kEpochBegin ? 'b'
             : event.kind == Event::kBatchEnd ? '.'
             : event.kind == Event::kEpochEnd ? 'e'
                                              : 'd';
  }
  EXPECT_EQ(kinds, "b...eb...ed");
  EXPECT_EQ(events[1].batches, 3);
  EXPECT_EQ(events[4].logs[0].first, "loss");
  EXPECT_EQ(events[4].logs[1].first, "mae");
}

TEST_F(TrainerTest, LearnsALine) {
  FitOptions options;
  options.epochs = 60;
  options.events = Event::kEpochEnd;
  const std::vector<Event> events = RunAll(New(options).get());
  EXPECT_LT(events.back().logs[0].second, 1e-3);
}

TEST_F(TrainerTest, TheSeedGivesTheOrder) {
  std::vector<double> losses[2];
  for (auto& list : losses) {
    SetGlobalSeed(9);
    program_ = NewProgram();
    Compile(R"({"optimizer": "adam", "loss": "mse"})");
    FitOptions options;
    options.epochs = 3;
    options.batch_size = 7;
    options.seed = 4;
    options.events = Event::kEpochEnd;
    for (const Event& event : RunAll(New(options).get())) list.push_back(event.logs[0].second);
  }
  EXPECT_EQ(losses[0], losses[1]);
}

TEST_F(TrainerTest, EarlyStoppingRestoresTheBestWeights) {
  FitOptions options;
  options.epochs = 50;
  options.shuffle = false;
  options.events = Event::kEpochEnd;
  options.callbacks = Parse(R"([{"class_name": "EarlyStopping", "config":
      {"monitor": "loss", "min_delta": 100, "patience": 3, "restore_best_weights": true}}])");
  const std::vector<Event> events = RunAll(New(options).get());
  EXPECT_EQ(events.size(), 4u);
}

TEST_F(TrainerTest, CallbacksChangeTheLearningRate) {
  FitOptions options;
  options.epochs = 3;
  options.events = Event::kEpochEnd;
  options.callbacks = Parse(R"([{"class_name": "LearningRateScheduler", "config":
      {"schedule": {"class_name": "ExponentialDecay", "config":
        {"initial_learning_rate": 0.5, "decay_steps": 1, "decay_rate": 0.1}}}}])");
  const std::vector<Event> events = RunAll(New(options).get());
  ASSERT_EQ(events.size(), 3u);
  EXPECT_NEAR(*FindLog(events[2].logs, "learning_rate"), 0.005, 1e-6);
}

TEST_F(TrainerTest, StopsWhenTheLossIsNotFinite) {
  y_.flat<float>()[20] = NAN;
  FitOptions options;
  options.epochs = 5;
  options.batch_size = 8;
  options.shuffle = false;
  options.events = Event::kEpochEnd;
  options.callbacks = Parse(R"(["TerminateOnNaN"])");
  const std::vector<Event> events = RunAll(New(options).get());
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].batch, 3);
}

TEST_F(TrainerTest, CancelEndsTheFit) {
  FitOptions options;
  options.epochs = 1000;
  options.events = Event::kEpochEnd;
  const auto trainer = New(options);
  Event event;
  ASSERT_TRUE(*trainer->Next(&event));
  trainer->Cancel();
  const Result<bool> more = trainer->Next(&event);
  EXPECT_EQ(more.status().code(), HB_CANCELLED);
}

TEST_F(TrainerTest, AsksForData) {
  FitOptions options;
  options.epochs = 2;
  options.events = Event::kEpochEnd;
  auto trainer = *Trainer::New(program_, {}, options, nullptr);
  Event event;
  int asked = 0;
  std::vector<int64_t> batches;
  while (*trainer->Next(&event)) {
    if (event.kind == Event::kNeedData) {
      const bool end = ++asked % 3 == 0;
      const Status status =
          trainer->Feed(end ? Arrays() : Arrays{{x_.handle()}, {y_.handle()}, {}});
      ASSERT_TRUE(status.ok()) << status.message();
    } else {
      batches.push_back(event.batch);
    }
  }
  EXPECT_EQ(batches, (std::vector<int64_t>{2, 2}));
}

TEST_F(TrainerTest, ASavedModelTrainsOnAsIfNothingHadHappened) {
  Compile(R"({"optimizer": "adam", "loss": "mse", "metrics": ["mae"]})");
  FitOptions options;
  options.epochs = 3;
  options.shuffle = false;
  options.events = Event::kEpochEnd;
  RunAll(New(options).get());
  const std::string folder = ::testing::TempDir() + "/hornbeam_trainer_test_model";
  const Status saved = SaveModel(program_.get(), folder, true);
  ASSERT_TRUE(saved.ok()) << saved.message();
  const Result<std::shared_ptr<Program>> loaded = LoadModel(folder, true);
  ASSERT_TRUE(loaded.ok()) << loaded.status().message();
  const std::vector<Event> here = RunAll(New(options).get());
  program_ = *loaded;
  const std::vector<Event> there = RunAll(New(options).get());
  ASSERT_EQ(here.size(), there.size());
  for (size_t i = 0; i < here.size(); ++i) EXPECT_EQ(here[i].logs, there[i].logs);
}

TEST_F(TrainerTest, WrongInputIsNamed) {
  FitOptions options;
  options.events = Event::kEpochEnd;
  RunAll(New(options).get());
  const Tensor wrong(HB_FLOAT, {4, 7});
  const Result<std::vector<Tensor>> result =
      Predict(program_.get(), {{wrong.handle()}, {}, {}}, 32, nullptr);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.status().message().find("(None, 3)"), std::string::npos)
      << result.status().message();
  EXPECT_FALSE(program_->Compile(Parse(R"({"loss": "no_such_loss"})"), nullptr).ok());
  EXPECT_FALSE(program_->Compile(Parse(R"({"loss": "mse", "optimiser": "adam"})"), nullptr).ok());
}

}  // namespace
}  // namespace hb::keras_like
