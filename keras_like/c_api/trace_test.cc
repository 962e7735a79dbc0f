// Layers and losses of the user, through the C interface.

#include <gtest/gtest.h>

#include <string>

#include "hornbeam/cpp/gen/math_ops.h"
#include "hornbeam/cpp/operators.h"
#include "hornbeam/cpp/session.h"
#include "hornbeam/keras.h"

namespace hb {
namespace {

struct User {
  int traces = 0;
  int releases = 0;
  bool fail = false;
  bool reenter = false;
};

void Release(void* user) { ++static_cast<User*>(user)->releases; }

// y = scale * x, with one weight.
void TraceScale(void* user, HB_Trace* trace, const HB_Output* inputs, int, HB_Output* outputs, int,
                HB_Status* status) {
  auto* u = static_cast<User*>(user);
  ++u->traces;
  if (u->fail) {
    HB_SetStatus(status, HB_ABORTED, "the user's own error");
    return;
  }
  if (u->reenter) {
    CStatus inner;
    HB_DeleteLayer(HB_LayerNew("Dense", "{\"units\": 2}", 12, inner.get()));
    if (!inner.ok()) {
      HB_SetStatus(status, HB_INTERNAL, inner.Take().message().c_str());
      return;
    }
  }
  HB_Output scale;
  HB_TraceAddWeight(trace, "scale", nullptr, 0, HB_FLOAT, "ones", 1, &scale, status);
  if (HB_GetCode(status) != HB_OK) return;
  const std::string name = std::string(HB_TraceScope(trace)) + "times_scale";
  HB_OperationDescription* op = HB_NewOperation(HB_TraceGraph(trace), "Mul", name.c_str());
  HB_AddInput(op, inputs[0]);
  HB_AddInput(op, scale);
  outputs[0] = HB_Output{HB_FinishOperation(op, status), 0};
}

// |y_true - y_pred| of one output.
void TraceLoss(void* user, HB_Trace* trace, const HB_Output* inputs, int, HB_Output* outputs, int,
               HB_Status* status) {
  ++static_cast<User*>(user)->traces;
  const Scope scope(Graph::Borrow(HB_TraceGraph(trace)));
  const Output difference = Output(scope, inputs[0]) - Output(scope, inputs[1]);
  outputs[0] = ops::Abs(scope, difference).handle();
  HB_SetStatus(status, scope.status().code(), scope.status().message().c_str());
}

HB_Model* OneLayer(User* user, HB_Status* status) {
  HB_Layer* layer = HB_LayerFromTrace("Scale", nullptr, 0, 1, TraceScale, user, Release, status);
  HB_Model* model = layer == nullptr ? nullptr : HB_ModelSequential(&layer, 1, nullptr, status);
  HB_DeleteLayer(layer);
  return model;
}

TEST(TraceTest, ACustomLayerPredictsAndTrains) {
  User user, loss;
  CStatus status;
  HB_Model* model = OneLayer(&user, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  const Tensor x = Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  const Tensor y = Tensor::From<float>({4, 1}, {2, 4, 6, 8});
  HB_Tensor *in = x.handle(), *labels = y.handle(), *out = nullptr;
  HB_ModelPredict(model, &in, 1, &out, 1, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  EXPECT_EQ(Tensor(out).flat<float>()[2], 3);

  HB_ModelAddLoss(model, "distance", TraceLoss, &loss, Release, status.get());
  const std::string config =
      R"({"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.1}},
          "loss": "distance", "metrics": ["distance"]})";
  HB_ModelCompile(model, config.data(), config.size(), status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  HB_FitOptions options = {};
  options.struct_size = sizeof(options);
  options.epochs = 20;
  HB_Trainer* trainer = HB_TrainerNew(model, &in, 1, &labels, 1, &options, status.get());
  HB_TrainerEvent event = {};
  event.struct_size = sizeof(event);
  double first = -1, last = -1;
  while (HB_TrainerNext(trainer, &event, status.get()) != 0) {
    if (first < 0) first = event.loss;
    last = event.loss;
    EXPECT_EQ(event.num_logs, 2);
    EXPECT_STREQ(event.log_names[1], "distance");
  }
  ASSERT_TRUE(status.ok()) << status.Take().message();
  EXPECT_EQ(first, 2.5);
  EXPECT_LT(last, 0.5);
  EXPECT_GT(loss.traces, 0);
  HB_DeleteModel(model);
  EXPECT_EQ(user.releases, 0) << "the trainer has the model still";
  HB_DeleteTrainer(trainer);
  EXPECT_EQ(user.releases, 1);
  EXPECT_EQ(loss.releases, 1);
}

TEST(TraceTest, ACancelledTokenStopsPredictAndEvaluate) {
  User user;
  CStatus status;
  HB_Model* model = OneLayer(&user, status.get());
  const std::string config = R"({"optimizer": "sgd", "loss": "mean_squared_error"})";
  HB_ModelCompile(model, config.data(), config.size(), status.get());
  const Tensor x = Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  HB_Tensor *in = x.handle(), *out = nullptr;
  const HB_Arrays data = {sizeof(HB_Arrays), &in, 1, &in, 1, nullptr, 0};
  HB_Logs logs = {};
  logs.struct_size = sizeof(logs);
  const CancellationToken token;
  HB_ModelPredictWithToken(model, &in, 1, &out, 1, token.handle(), status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  HB_DeleteTensor(out);
  out = nullptr;
  HB_ModelEvaluateWithToken(model, &data, 0, &logs, token.handle(), status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  token.Cancel();
  HB_ModelPredictWithToken(model, &in, 1, &out, 1, token.handle(), status.get());
  EXPECT_EQ(status.Take().code(), HB_CANCELLED);
  EXPECT_EQ(out, nullptr);
  HB_ModelEvaluateWithToken(model, &data, 0, &logs, token.handle(), status.get());
  EXPECT_EQ(status.Take().code(), HB_CANCELLED);
  HB_DeleteModel(model);
}

TEST(TraceTest, ASavedCustomLayerNeedsItsCodeNoMore) {
  User user;
  CStatus status;
  HB_Model* model = OneLayer(&user, status.get());
  const Tensor x = Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  const Tensor y = Tensor::From<float>({4, 1}, {2, 4, 6, 8});
  HB_Tensor *in = x.handle(), *labels = y.handle(), *out = nullptr;
  const std::string config =
      R"({"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.01}}, "loss": "mse"})";
  HB_ModelCompile(model, config.data(), config.size(), status.get());
  HB_Arrays arrays = {sizeof(HB_Arrays), &in, 1, &labels, 1, nullptr, 0};
  HB_ModelTrainOnBatch(model, &arrays, nullptr, nullptr, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  const std::string folder = ::testing::TempDir() + "/hornbeam_trace_test_model";
  HB_ModelSave(model, folder.c_str(), nullptr, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  HB_ModelPredict(model, &in, 1, &out, 1, status.get());
  const Tensor expected(std::exchange(out, nullptr));
  HB_DeleteModel(model);
  EXPECT_EQ(user.releases, 1);

  HB_Model* loaded = HB_ModelLoad(folder.c_str(), nullptr, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  HB_ModelPredict(loaded, &in, 1, &out, 1, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  const Tensor got(out);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(got.flat<float>()[i], expected.flat<float>()[i]);
  double losses[2] = {};
  for (double& loss : losses) {
    HB_Logs logs = {};
    logs.struct_size = sizeof(logs);
    HB_ModelResetMetrics(loaded, status.get());
    HB_ModelTrainOnBatch(loaded, &arrays, nullptr, &logs, status.get());
    ASSERT_TRUE(status.ok()) << status.Take().message();
    loss = logs.values[0];
  }
  EXPECT_LT(losses[1], losses[0]);
  HB_DeleteModel(loaded);
}

TEST(TraceTest, AFailingTraceGivesItsOwnError) {
  User user;
  user.fail = true;
  CStatus status;
  HB_Model* model = OneLayer(&user, status.get());
  ASSERT_TRUE(status.ok());
  const Tensor x = Tensor::From<float>({1, 1}, {1});
  HB_Tensor *in = x.handle(), *out = nullptr;
  HB_ModelPredict(model, &in, 1, &out, 1, status.get());
  EXPECT_EQ(HB_GetCode(status.get()), HB_ABORTED);
  EXPECT_NE(std::string(HB_Message(status.get())).find("the user's own error"), std::string::npos);
  // The model is as it was: without the error it works.
  user.fail = false;
  HB_ModelPredict(model, &in, 1, &out, 1, status.get());
  EXPECT_TRUE(status.ok()) << status.Take().message();
  HB_DeleteTensor(out);
  HB_DeleteModel(model);
  EXPECT_EQ(user.releases, 1);
}

TEST(TraceTest, ATraceMayCallTheLibrary) {
  User user;
  user.reenter = true;
  CStatus status;
  HB_Model* model = OneLayer(&user, status.get());
  const Tensor x = Tensor::From<float>({1, 1}, {5});
  HB_Tensor *in = x.handle(), *out = nullptr;
  HB_ModelPredict(model, &in, 1, &out, 1, status.get());
  EXPECT_TRUE(status.ok()) << status.Take().message();
  HB_DeleteTensor(out);
  HB_DeleteModel(model);
}

TEST(TraceTest, AFailedCreateReleases) {
  User user;
  CStatus status;
  EXPECT_EQ(HB_LayerFromTrace("Scale", "{", 1, 1, TraceScale, &user, Release, status.get()),
            nullptr);
  EXPECT_EQ(HB_GetCode(status.get()), HB_INVALID_ARGUMENT);
  EXPECT_EQ(user.releases, 1);
}

}  // namespace
}  // namespace hb
