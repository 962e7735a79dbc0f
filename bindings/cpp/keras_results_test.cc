// The mode without exceptions, beside the other one in the same program.
#define HORNBEAM_NO_EXCEPTIONS
#include <gtest/gtest.h>

#include "hornbeam/cpp/keras.h"

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
