#include <gtest/gtest.h>

#include <string>

#include "hornbeam/c_api.h"

namespace {

class Plugin : public testing::Test {
 protected:
  void SetUp() override { status_ = HB_NewStatus(); }
  void TearDown() override { HB_DeleteStatus(status_); }
  void ExpectOk() { EXPECT_EQ(HB_GetCode(status_), HB_OK) << HB_Message(status_); }

  // AddFactor of a fed int32 scalar; the message on an error.
  std::string Run(float factor, int* value) {
    HB_Graph* g = HB_NewGraph();
    HB_OperationDescription* desc = HB_NewOperation(g, "Placeholder", "x");
    HB_SetAttrType(desc, "dtype", HB_INT32);
    HB_Output x{HB_FinishOperation(desc, status_), 0};
    desc = HB_NewOperation(g, "AddFactor", "y");
    HB_AddInput(desc, x);
    HB_SetAttrFloat(desc, "factor", factor);
    HB_Output y{HB_FinishOperation(desc, status_), 0};
    ExpectOk();
    HB_SessionOptions* options = HB_NewSessionOptions();
    HB_Session* s = HB_NewSession(g, options, status_);
    HB_DeleteSessionOptions(options);
    HB_Tensor* in = HB_AllocateTensor(HB_INT32, nullptr, 0, 4);
    *static_cast<int*>(HB_TensorData(in)) = *value;
    HB_Tensor* out = nullptr;
    HB_SessionRun(s, nullptr, &x, &in, 1, &y, &out, 1, nullptr, 0, nullptr, status_);
    const std::string message = HB_Message(status_);
    if (out != nullptr) *value = *static_cast<int*>(HB_TensorData(out));
    HB_DeleteTensor(in);
    HB_DeleteTensor(out);
    HB_DeleteSession(s, status_);
    HB_DeleteGraph(g);
    return message;
  }

  HB_Status* status_;
};

TEST_F(Plugin, BringsAnOp) {
  HB_LoadPlugin(HORNBEAM_TEST_PLUGIN, status_);
  ExpectOk();
  HB_LoadPlugin(HORNBEAM_TEST_PLUGIN, status_);
  ExpectOk();
  HB_Library* library = HB_LoadLibrary(HORNBEAM_TEST_PLUGIN, status_);
  ExpectOk();
  const HB_Buffer ops = HB_GetOpList(library);
  EXPECT_NE(std::string(static_cast<const char*>(ops.data), ops.length).find("AddFactor"),
            std::string::npos);
  HB_DeleteLibraryHandle(library);
  int value = 40;
  EXPECT_EQ(Run(2, &value), "");
  EXPECT_EQ(value, 42);
  const std::string message = Run(-1, &value);
  EXPECT_NE(message.find("factor must not be negative"), std::string::npos) << message;
  EXPECT_NE(message.find("'y'"), std::string::npos) << message;
}

TEST_F(Plugin, RefusesOtherFiles) {
  HB_LoadPlugin("/nowhere/plugin.so", status_);
  EXPECT_EQ(HB_GetCode(status_), HB_NOT_FOUND);
  HB_LoadPlugin("CMakeLists.txt", status_);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
  HB_LoadPlugin("/proc/self/exe", status_);
  EXPECT_EQ(HB_GetCode(status_), HB_INVALID_ARGUMENT);
}

}  // namespace
