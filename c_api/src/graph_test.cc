#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "hornbeam/c_api.h"

namespace {

class CGraph : public testing::Test {
 protected:
  void SetUp() override {
    status_ = HB_NewStatus();
    graph_ = HB_NewGraph();
  }
  void TearDown() override {
    HB_DeleteGraph(graph_);
    HB_DeleteStatus(status_);
  }
  HB_Operation* Placeholder(HB_Graph* graph, const char* name) {
    HB_OperationDescription* desc = HB_NewOperation(graph, "Placeholder", name);
    HB_SetAttrType(desc, "dtype", HB_FLOAT);
    return HB_FinishOperation(desc, status_);
  }
  std::string Message() { return HB_Message(status_); }
  void ExpectCode(HB_Code code) { EXPECT_EQ(HB_GetCode(status_), code) << Message(); }

  HB_Status* status_;
  HB_Graph* graph_;
};

TEST_F(CGraph, RefusesOperationsOfOtherGraphs) {
  HB_Graph* other = HB_NewGraph();
  HB_Operation* stranger = Placeholder(other, "stranger");
  HB_OperationDescription* desc = HB_NewOperation(graph_, "Identity", "x");
  HB_AddInput(desc, HB_Output{stranger, 0});
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  EXPECT_NE(Message().find("'stranger'"), std::string::npos) << Message();
  desc = HB_NewOperation(graph_, "NoOp", "x");
  HB_AddControlInput(desc, stranger);
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  desc = HB_NewOperation(graph_, "Identity", "x");
  HB_AddInput(desc, HB_Output{nullptr, 0});
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  desc = HB_NewOperation(graph_, "Identity", "x");
  HB_AddInput(desc, HB_Output{Placeholder(graph_, "p"), 7});
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  HB_Output y{Placeholder(other, "y"), 0};
  HB_Output dy{nullptr, 0};
  HB_AddGradients(graph_, &y, 1, &y, 1, nullptr, status_, &dy);
  ExpectCode(HB_INVALID_ARGUMENT);
  HB_DeleteGraph(other);
}

TEST_F(CGraph, SurvivesBadShapesAndNames) {
  HB_OperationDescription* desc = HB_NewOperation(graph_, "Placeholder", "p");
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  const int64_t negative[] = {-7};
  HB_SetAttrShape(desc, "shape", negative, 1);
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  desc = HB_NewOperation(graph_, "Placeholder", "p");
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  const std::vector<int64_t> many(300, 1);
  HB_SetAttrShape(desc, "shape", many.data(), 300);
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  desc = HB_NewOperation(graph_, "NoOp", "");
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  ExpectCode(HB_INVALID_ARGUMENT);
  desc = HB_NewOperation(graph_, "Placeholder", "p");
  HB_SetAttrType(desc, "dtype", static_cast<HB_DataType>(1234));
  EXPECT_EQ(HB_FinishOperation(desc, status_), nullptr);
  EXPECT_NE(HB_GetCode(status_), HB_OK);
}

TEST_F(CGraph, GivesUniqueNames) {
  Placeholder(graph_, "a");
  HB_Buffer* name = HB_NewBuffer();
  HB_GraphUniqueName(graph_, "a", name, status_);
  ExpectCode(HB_OK);
  EXPECT_EQ(std::string(static_cast<const char*>(name->data), name->length), "a_1");
  HB_DeleteBuffer(name);
}

TEST_F(CGraph, ManyThreadsAddAndAsk) {
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&, n] {
      HB_Status* status = HB_NewStatus();
      for (int i = 0; i < 200; ++i) {
        const std::string name = "op_" + std::to_string(n) + "_" + std::to_string(i);
        HB_OperationDescription* desc = HB_NewOperation(graph_, "NoOp", name.c_str());
        HB_Operation* op = HB_FinishOperation(desc, status);
        if (op == nullptr || HB_GraphOperationByName(graph_, name.c_str()) != op) ++failed;
        size_t pos = 0;
        int seen = 0;
        while (HB_GraphNextOperation(graph_, &pos) != nullptr && seen < 10) ++seen;
      }
      HB_DeleteStatus(status);
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(failed, 0);
}

TEST(CDelete, TakesNull) {
  HB_Status* status = HB_NewStatus();
  HB_DeleteStatus(nullptr);
  HB_DeleteBuffer(nullptr);
  HB_DeleteTensor(nullptr);
  HB_DeleteGraph(nullptr);
  HB_DeleteSession(nullptr, status);
  HB_DeleteSessionOptions(nullptr);
  HB_DeleteFunction(nullptr);
  HB_DeleteImportGraphDefOptions(nullptr);
  HB_DeleteImportGraphDefResults(nullptr);
  HB_DeletePRunHandle(nullptr);
  HB_DeleteDeviceList(nullptr);
  HB_DeleteLibraryHandle(nullptr);
  HB_DeleteApiDefMap(nullptr);
  HB_DeleteCallable(nullptr);
  HB_DeleteCancellationToken(nullptr);
  HB_DeleteSignatureList(nullptr);
  HB_DeleteSavedModelOptions(nullptr);
  HB_DeleteServer(nullptr);
  HB_DeleteDeprecatedSession(nullptr, status);
  HBE_DeleteContext(nullptr);
  HBE_DeleteContextOptions(nullptr);
  HBE_DeleteTensorHandle(nullptr);
  HBE_DeleteTensorDebugInfo(nullptr);
  EXPECT_EQ(HB_GetCode(status), HB_OK);
  HB_DeleteStatus(status);
}

TEST(CRefused, SaysWhatToUse) {
  HB_Status* status = HB_NewStatus();
  HB_SessionOptions* options = HB_NewSessionOptions();
  EXPECT_EQ(HB_NewDeprecatedSession(options, status), nullptr);
  EXPECT_EQ(HB_GetCode(status), HB_UNIMPLEMENTED);
  EXPECT_NE(std::string(HB_Message(status)).find("HB_SessionRun"), std::string::npos);
  EXPECT_EQ(HB_NewServer(nullptr, 0, status), nullptr);
  EXPECT_EQ(HB_GetCode(status), HB_UNIMPLEMENTED);
  HB_DeleteSessionOptions(options);
  HB_DeleteStatus(status);
}

TEST(CSchema, IsSortedAndNamesItsOps) {
  HB_Status* status = HB_NewStatus();
  HB_Buffer* schema = HB_GetOpsSchema(status);
  ASSERT_NE(schema, nullptr) << HB_Message(status);
  const std::string text(static_cast<const char*>(schema->data), schema->length);
  const size_t cast = text.find("{\"name\": \"Cast\""),
               identity = text.find("{\"name\": \"Identity\"");
  ASSERT_NE(cast, std::string::npos);
  EXPECT_LT(cast, identity);
  HB_DeleteBuffer(schema);
  HB_DeleteStatus(status);
}

}  // namespace
