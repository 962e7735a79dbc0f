// The mode without exceptions, beside the other one in the same program.
#define HORNBEAM_NO_EXCEPTIONS
#include <gtest/gtest.h>

#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/saved_model.h"

namespace hb::keras {
namespace {

TEST(KerasResultsTest, CallsReturnResults) {
  const Tensor x = Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  const Tensor y = Tensor::From<float>({4, 1}, {0, -1, -2, -3});
  const Result<Model> model = Sequential({Dense({.units = 1})});
  ASSERT_TRUE(model.ok()) << model.status().message();
  ASSERT_TRUE(model->Compile(SGD(), MeanSquaredError()).ok());
  const Result<History> history = model->Fit(x, y, {.epochs = 2});
  ASSERT_TRUE(history.ok()) << history.status().message();
  EXPECT_EQ(history->size(), 2u);
  const Status wrong = model->Compile(Optimizer("no_such_optimizer"), MeanSquaredError());
  EXPECT_EQ(wrong.code(), HB_INVALID_ARGUMENT);
  EXPECT_NE(wrong.message().find("no_such_optimizer"), std::string::npos);
  EXPECT_EQ(Load("/nonexistent").status().code(), HB_NOT_FOUND);
}

TEST(KerasResultsTest, SavedModels) {
  const Tensor x = Tensor::From<float>({2, 1}, {1, 2});
  const Result<Model> trained = Sequential({Dense({.units = 1, .kernel_initializer = "ones"})});
  const std::string folder = testing::TempDir() + "results_model";
  ASSERT_TRUE(trained->Predict(x).ok());
  ASSERT_TRUE(trained->Save(folder).ok());
  const Result<SavedModel> model = SavedModel::Load(folder);
  ASSERT_TRUE(model.ok()) << model.status().message();
  const Result<Function> function = model->GetFunction();
  ASSERT_TRUE(function.ok()) << function.status().message();
  const std::string argument = function->signature().inputs.begin()->first;
  const Result<TensorMap> results = (*function)({{argument, &x}});
  ASSERT_TRUE(results.ok()) << results.status().message();
  EXPECT_EQ(results->begin()->second.flat<float>()[1], 2);
  EXPECT_EQ((*function)({}).status().code(), HB_INVALID_ARGUMENT);
  EXPECT_EQ(model->Run("train", {}).status().code(), HB_NOT_FOUND);
  EXPECT_EQ(WriteSavedModel(model->session(), folder, {{"s", {{}, {{"y", Output()}}}}}).code(),
            HB_INVALID_ARGUMENT);
}

TEST(KerasResultsTest, AFailingFunctionIsAStatus) {
  const Layer broken = CustomLayer("Broken", [](Trace& trace, const OutputList& x) {
    trace.scope().Update(InvalidArgument("not today"));
    return x;
  });
  const Tensor x = Tensor::From<float>({1, 1}, {1});
  const Result<Model> model = Sequential({broken});
  ASSERT_TRUE(model.ok());
  const Result<Tensor> out = model->Predict(x);
  EXPECT_NE(out.status().message().find("not today"), std::string::npos);
}

}  // namespace
}  // namespace hb::keras
