#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "hornbeam/c_api.h"

namespace {

// A small graph with a function, serialized.
std::string Sample() {
  HB_Status* status = HB_NewStatus();
  HB_Graph* body = HB_NewGraph();
  HB_OperationDescription* desc = HB_NewOperation(body, "Placeholder", "a");
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  HB_Output a{HB_FinishOperation(desc, status), 0};
  desc = HB_NewOperation(body, "Neg", "n");
  HB_AddInput(desc, a);
  HB_Output n{HB_FinishOperation(desc, status), 0};
  HB_Function* f = HB_GraphToFunction(body, "F", 0, -1, nullptr, 1, &a, 1, &n, nullptr, nullptr,
                                      nullptr, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_Graph* graph = HB_NewGraph();
  HB_GraphCopyFunction(graph, f, nullptr, status);
  HB_Tensor* value = HB_AllocateTensor(HB_FLOAT, nullptr, 0, 4);
  *static_cast<float*>(HB_TensorData(value)) = 1.5f;
  desc = HB_NewOperation(graph, "Const", "c");
  HB_SetAttrTensor(desc, "value", value, status);
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  HB_Output c{HB_FinishOperation(desc, status), 0};
  desc = HB_NewOperation(graph, "F", "call");
  HB_AddInput(desc, c);
  HB_Output call{HB_FinishOperation(desc, status), 0};
  desc = HB_NewOperation(graph, "AddN", "sum");
  const HB_Output both[] = {c, call};
  HB_AddInputList(desc, both, 2);
  HB_AddControlInput(desc, call.oper);
  HB_FinishOperation(desc, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_Buffer* buffer = HB_NewBuffer();
  HB_GraphToGraphDef(graph, buffer, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  std::string bytes(static_cast<const char*>(buffer->data), buffer->length);
  HB_DeleteBuffer(buffer);
  HB_DeleteTensor(value);
  HB_DeleteFunction(f);
  HB_DeleteGraph(graph);
  HB_DeleteGraph(body);
  HB_DeleteStatus(status);
  return bytes;
}

// Imports and runs whatever the bytes are; a graph that fails stays as it was.
void Try(const std::string& bytes) {
  HB_Status* status = HB_NewStatus();
  HB_Graph* graph = HB_NewGraph();
  HB_ImportGraphDefOptions* options = HB_NewImportGraphDefOptions();
  HB_Buffer* buffer = HB_NewBufferFromString(bytes.data(), bytes.size());
  HB_GraphImportGraphDef(graph, buffer, options, status);
  size_t pos = 0;
  HB_Operation* last = HB_GraphNextOperation(graph, &pos);
  if (HB_GetCode(status) != HB_OK) {
    EXPECT_STRNE(HB_Message(status), "");
    EXPECT_EQ(last, nullptr);
    EXPECT_EQ(HB_GraphNumFunctions(graph), 0);
  } else if (last != nullptr) {
    while (HB_Operation* next = HB_GraphNextOperation(graph, &pos)) last = next;
    HB_SessionOptions* session_options = HB_NewSessionOptions();
    HB_Session* session = HB_NewSession(graph, session_options, status);
    const HB_Operation* target = last;
    HB_SessionRun(session, nullptr, nullptr, nullptr, 0, nullptr, nullptr, 0, &target, 1, nullptr,
                  status);
    HB_DeleteSession(session, status);
    HB_DeleteSessionOptions(session_options);
  }
  HB_DeleteBuffer(buffer);
  HB_DeleteImportGraphDefOptions(options);
  HB_DeleteGraph(graph);
  HB_DeleteStatus(status);
}

TEST(CImport, SurvivesEveryPrefix) {
  const std::string bytes = Sample();
  for (size_t i = 0; i <= bytes.size(); ++i) Try(bytes.substr(0, i));
}

TEST(CImport, SurvivesChangedBytes) {
  const std::string bytes = Sample();
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    std::string changed = bytes;
    changed[random() % bytes.size()] = static_cast<char>(random());
    Try(changed);
  }
}

}  // namespace
