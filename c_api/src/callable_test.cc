#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "hornbeam/c_api.h"

namespace {

class CCallable : public testing::Test {
 protected:
  void SetUp() override {
    status_ = HB_NewStatus();
    graph_ = HB_NewGraph();
    x_ = HB_Output{Finish(Typed("Placeholder", "x")), 0};
    HB_OperationDescription* desc = HB_NewOperation(graph_, "Identity", "y");
    HB_AddInput(desc, x_);
    y_ = HB_Output{Finish(desc), 0};
    HB_SessionOptions* options = HB_NewSessionOptions();
    session_ = HB_NewSession(graph_, options, status_);
    ExpectOk();
    HB_DeleteSessionOptions(options);
  }
  void TearDown() override {
    HB_DeleteSession(session_, status_);
    HB_DeleteGraph(graph_);
    HB_DeleteStatus(status_);
  }

  HB_OperationDescription* Typed(const char* op, const char* name) {
    HB_OperationDescription* desc = HB_NewOperation(graph_, op, name);
    HB_SetAttrType(desc, "dtype", HB_FLOAT);
    return desc;
  }
  HB_Operation* Finish(HB_OperationDescription* desc) {
    HB_Operation* op = HB_FinishOperation(desc, status_);
    ExpectOk();
    return op;
  }
  void ExpectOk() { EXPECT_EQ(HB_GetCode(status_), HB_OK) << HB_Message(status_); }
  HB_Callable* Make() {
    HB_Callable* c = HB_SessionMakeCallable(session_, &x_, 1, &y_, 1, nullptr, 0, nullptr, status_);
    ExpectOk();
    return c;
  }
  static HB_Tensor* Vector(std::vector<float> values) {
    const int64_t dims[] = {static_cast<int64_t>(values.size())};
    HB_Tensor* t = HB_AllocateTensor(HB_FLOAT, dims, 1, values.size() * sizeof(float));
    std::copy(values.begin(), values.end(), static_cast<float*>(HB_TensorData(t)));
    return t;
  }
  static float At(const HB_Tensor* t, int i) { return static_cast<float*>(HB_TensorData(t))[i]; }

  HB_Status* status_;
  HB_Graph* graph_;
  HB_Session* session_;
  HB_Output x_, y_;
};

TEST_F(CCallable, AllocatesOrFillsFetches) {
  HB_Callable* c = Make();
  HB_Tensor* in = Vector({1, 2, 3});
  HB_Tensor* out = nullptr;
  HB_CallableRun(c, &in, 1, &out, 1, nullptr, status_);
  ExpectOk();
  ASSERT_NE(out, nullptr);
  EXPECT_EQ(At(out, 2), 3);
  EXPECT_NE(HB_TensorData(out), HB_TensorData(in));
  HB_Tensor* next = Vector({4, 5, 6});
  void* const place = HB_TensorData(out);
  HB_CallableRun(c, &next, 1, &out, 1, nullptr, status_);
  ExpectOk();
  EXPECT_EQ(HB_TensorData(out), place);
  EXPECT_EQ(At(out, 2), 6);
  HB_Tensor* small = Vector({0});
  HB_CallableRun(c, &next, 1, &small, 1, nullptr, status_);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
  for (HB_Tensor* t : {in, next, out, small}) HB_DeleteTensor(t);
  HB_DeleteCallable(c);
}

TEST_F(CCallable, SaysWhatIsWrong) {
  HB_Output nowhere{y_.oper, 3};
  EXPECT_EQ(HB_SessionMakeCallable(session_, &x_, 1, &nowhere, 1, nullptr, 0, nullptr, status_),
            nullptr);
  EXPECT_NE(HB_GetCode(status_), HB_OK);
  EXPECT_NE(std::string(HB_Message(status_)).find("'y'"), std::string::npos);
  HB_CallableOptions options{};
  EXPECT_EQ(HB_SessionMakeCallable(session_, &x_, 1, &y_, 1, nullptr, 0, &options, status_),
            nullptr);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
  HB_Callable* c = Make();
  HB_Tensor* out = nullptr;
  HB_CallableRun(c, nullptr, 0, &out, 1, nullptr, status_);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
  EXPECT_EQ(out, nullptr);
  HB_Tensor* none = nullptr;
  HB_CallableRun(c, &none, 1, &out, 1, nullptr, status_);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
  HB_Tensor* wrong = HB_AllocateTensor(HB_INT32, nullptr, 0, 4);
  HB_CallableRun(c, &wrong, 1, &out, 1, nullptr, status_);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
  EXPECT_EQ(out, nullptr);
  HB_DeleteTensor(wrong);
  HB_DeleteCallable(c);
}

TEST_F(CCallable, StopsWhenTheTokenWasCancelled) {
  HB_Callable* c = Make();
  HB_CancellationToken* token = HB_NewCancellationToken();
  EXPECT_FALSE(HB_CancellationTokenIsCancelled(token));
  HB_CancellationTokenCancel(token);
  EXPECT_TRUE(HB_CancellationTokenIsCancelled(token));
  HB_Tensor* in = Vector({1});
  HB_Tensor* out = nullptr;
  HB_CallableRun(c, &in, 1, &out, 1, token, status_);
  EXPECT_EQ(HB_GetCode(status_), HB_CANCELLED);
  EXPECT_EQ(out, nullptr);
  HB_DeleteTensor(in);
  HB_DeleteCancellationToken(token);
  HB_DeleteCallable(c);
}

TEST_F(CCallable, OutlivesTheHandlesItWasMadeFrom) {
  HB_Callable* c = Make();
  HB_DeleteSession(session_, status_);
  ExpectOk();
  HB_DeleteGraph(graph_);
  HB_Tensor* in = Vector({1});
  HB_Tensor* out = nullptr;
  HB_CallableRun(c, &in, 1, &out, 1, nullptr, status_);
  EXPECT_EQ(HB_GetCode(status_), HB_CANCELLED);
  HB_DeleteTensor(in);
  HB_DeleteCallable(c);
  session_ = nullptr;
  graph_ = nullptr;
}

TEST_F(CCallable, ManyThreadsRunOne) {
  HB_Callable* c = Make();
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int n = 0; n < 8; ++n) {
    threads.emplace_back([&, n] {
      HB_Status* status = HB_NewStatus();
      for (int i = 0; i < 200; ++i) {
        HB_Tensor* in = Vector(std::vector<float>(static_cast<size_t>(1 + n % 3), float(i)));
        HB_Tensor* out = nullptr;
        HB_CallableRun(c, &in, 1, &out, 1, nullptr, status);
        if (HB_GetCode(status) != HB_OK || At(out, 0) != float(i)) ++wrong;
        HB_DeleteTensor(in);
        HB_DeleteTensor(out);
      }
      HB_DeleteStatus(status);
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(wrong, 0);
  HB_DeleteCallable(c);
}

}  // namespace
