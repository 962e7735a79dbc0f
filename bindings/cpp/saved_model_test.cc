#include "hornbeam/cpp/saved_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/operators.h"
#include "hornbeam/cpp/ops.h"

namespace hb {
namespace {

std::string Folder(const std::string& name) { return testing::TempDir() + "saved_model_" + name; }

// y = 2 x + b with the variable b = 3, and n = the rows of x.
std::string WriteModel(const std::string& name) {
  const Graph graph;
  const Scope scope(graph);
  const Output x = ops::Placeholder(scope, HB_FLOAT, {.shape = Dims{-1, 2}});
  const Output b = ops::VarHandleOp(scope, HB_FLOAT, Dims{}, {.shared_name = "b"});
  const Operation init = ops::AssignVariableOp(scope, b, Const(scope, Tensor::Scalar(3.0f)));
  const Output y = x * 2.0 + ops::ReadVariableOp(scope, b, HB_FLOAT);
  const Output n =
      ops::StridedSlice(scope, ops::Shape(scope, x), {0}, {1}, {1}, {.shrink_axis_mask = 1});
  EXPECT_TRUE(scope.ok()) << scope.status().message();
  const Session session = Session::New(graph);
  session.Run({}, {}, std::span(&init, 1));
  WriteSavedModel(session, Folder(name),
                  {{"serving_default", {{{"x", x}}, {{"y", y}, {"n", n}}}},
                   {"doubled", {{{"value", x}}, {{"y", y}}}}});
  return Folder(name);
}

HB_Code CodeOf(const std::function<void()>& call, std::string* message) {
  try {
    call();
  } catch (const Error& error) {
    *message = error.what();
    return error.code();
  }
  return HB_OK;
}

TEST(SavedModelTest, SaysWhatItComputes) {
  const SavedModel model = SavedModel::Load(WriteModel("says"));
  ASSERT_EQ(model.signatures().size(), 2u);
  const Signature& signature = model.signatures().at("serving_default");
  EXPECT_EQ(signature.method, "tensorflow/serving/predict");
  ASSERT_EQ(signature.inputs.size(), 1u);
  const TensorInfo& x = signature.inputs.at("x");
  EXPECT_EQ(x.dtype, HB_FLOAT);
  EXPECT_EQ(x.shape, (Dims{-1, 2}));
  EXPECT_EQ(x.name, "Placeholder:0");
  EXPECT_EQ(signature.outputs.at("n").dtype, HB_INT32);
  EXPECT_EQ(signature.outputs.at("n").shape, Dims{});
  EXPECT_EQ(signature.outputs.at("y").shape, (Dims{-1, 2}));
}

TEST(SavedModelTest, CallsByName) {
  Function function;
  {
    const SavedModel model = SavedModel::Load(WriteModel("calls"));
    function = model.GetFunction();
    const Tensor x = Tensor::From<float>({1, 2}, {1, 2});
    const TensorMap once = model.Run("doubled", {{"value", &x}});
    ASSERT_EQ(once.size(), 1u);
    EXPECT_EQ(once.at("y").flat<float>()[1], 7);
  }
  // The function keeps the session. It takes any number of rows.
  EXPECT_EQ(function.name(), "serving_default");
  for (const int64_t rows : {1, 3}) {
    Tensor x(HB_FLOAT, {rows, 2});
    std::fill(x.flat<float>().begin(), x.flat<float>().end(), 5.0f);
    const TensorMap results = function({{"x", &x}});
    EXPECT_EQ(results.at("n").scalar<int32_t>(), rows);
    EXPECT_EQ(results.at("y").dims(), (Dims{rows, 2}));
    EXPECT_EQ(results.at("y").flat<float>()[0], 13);
  }
}

TEST(SavedModelTest, RunsWhatWasTrained) {
  auto trained = keras::Sequential({keras::Dense({.units = 1, .kernel_initializer = "ones"})});
  const Tensor x = Tensor::From<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor expected = trained.Predict(x);
  trained.Save(Folder("trained"));
  const SavedModel model = SavedModel::Load(Folder("trained"));
  const Signature& signature = model.signatures().at("serving_default");
  const TensorMap results = model.Run("serving_default", {{signature.inputs.begin()->first, &x}});
  const Tensor& out = results.begin()->second;
  EXPECT_EQ(out.flat<float>()[1], expected.flat<float>()[1]);
}

TEST(SavedModelTest, RefusesWhatIsNotThere) {
  const SavedModel model = SavedModel::Load(WriteModel("refuses"));
  const Tensor x = Tensor::From<float>({1, 2}, {1, 2});
  std::string message;
  EXPECT_EQ(CodeOf([&] { model.GetFunction("train"); }, &message), HB_NOT_FOUND);
  EXPECT_NE(message.find("'train'; it has doubled, serving_default"), std::string::npos) << message;
  for (const TensorRefs& wrong : {TensorRefs{}, TensorRefs{{"y", &x}}, TensorRefs{{"x", nullptr}},
                                  TensorRefs{{"x", &x}, {"z", &x}}}) {
    EXPECT_EQ(CodeOf([&] { model.Run("serving_default", wrong); }, &message), HB_INVALID_ARGUMENT);
    EXPECT_NE(message.find("'serving_default' takes x, not "), std::string::npos) << message;
  }
  EXPECT_EQ(CodeOf([&] { SavedModel::Load(Folder("nowhere")); }, &message), HB_NOT_FOUND);
  EXPECT_EQ(CodeOf([&] { SavedModel::Load(Folder("refuses"), {.tags = {"train"}}); }, &message),
            HB_NOT_FOUND);
  const Scope other{Graph()};
  const SignatureDef foreign{{}, {{"y", Const(other, x)}}};
  EXPECT_EQ(CodeOf(
                [&] {
                  WriteSavedModel(model.session(), Folder("foreign"), {{"s", foreign}});
                },
                &message),
            HB_INVALID_ARGUMENT);
  EXPECT_NE(message.find("'y' of the signature 's'"), std::string::npos) << message;
}

}  // namespace
}  // namespace hb
