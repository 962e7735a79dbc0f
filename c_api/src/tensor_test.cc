#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "hornbeam/c_api.h"

namespace {

struct Freed {
  int count = 0;
  size_t size = 0;
};

void Free(void*, size_t size, void* arg) {
  auto* freed = static_cast<Freed*>(arg);
  ++freed->count;
  freed->size = size;
}

TEST(CTensor, AdoptsMemoryWithoutACopy) {
  std::vector<float> data(6, 1.5f);
  const int64_t dims[] = {2, 3};
  Freed freed;
  HB_Tensor* t = HB_NewTensor(HB_FLOAT, dims, 2, data.data(), 24, Free, &freed);
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(HB_TensorData(t), data.data());
  EXPECT_EQ(HB_TensorMaybeMove(t), nullptr);
  HB_Status* status = HB_NewStatus();
  const int64_t flat[] = {6};
  HB_Tensor* view = HB_AllocateTensor(HB_INT32, nullptr, 0, 4);
  HB_TensorBitcastFrom(t, HB_INT32, view, flat, 1, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_DeleteTensor(t);
  EXPECT_EQ(freed.count, 0);
  HB_DeleteTensor(view);
  EXPECT_EQ(freed.count, 1);
  EXPECT_EQ(freed.size, 24u);
  HB_DeleteStatus(status);
}

TEST(CTensor, RefusesWhatDoesNotFit) {
  char data[64] = {};
  const struct {
    HB_DataType dtype;
    std::vector<int64_t> dims;
    size_t size;
  } cases[] = {{HB_FLOAT, {2, 3}, 23},
               {HB_FLOAT, {-1}, 64},
               {HB_FLOAT, {int64_t{1} << 40, int64_t{1} << 40}, 64},
               {static_cast<HB_DataType>(0), {}, 64},
               {static_cast<HB_DataType>(99), {}, 64},
               {static_cast<HB_DataType>(-5), {}, 64}};
  for (const auto& c : cases) {
    Freed freed;
    EXPECT_EQ(HB_NewTensor(c.dtype, c.dims.data(), static_cast<int>(c.dims.size()), data, c.size,
                           Free, &freed),
              nullptr);
    EXPECT_EQ(freed.count, 1);
    EXPECT_EQ(HB_AllocateTensor(c.dtype, c.dims.data(), static_cast<int>(c.dims.size()), c.size),
              nullptr);
  }
  EXPECT_EQ(HB_NewTensor(HB_FLOAT, nullptr, -1, data, 64, nullptr, nullptr), nullptr);
  EXPECT_EQ(HB_AllocateTensor(HB_INT8, nullptr, 0, size_t{1} << 62), nullptr);
}

TEST(CTensor, StringElementsAreEmptyAndFreed) {
  const int64_t dims[] = {2};
  HB_Tensor* t = HB_AllocateTensor(HB_STRING, dims, 1, 48);
  auto* s = static_cast<HB_TString*>(HB_TensorData(t));
  EXPECT_EQ(HB_StringGetSize(&s[0]), 0u);
  const std::string text(1000, 'x');
  HB_StringCopy(&s[1], text.data(), text.size());
  EXPECT_EQ(HB_StringGetType(&s[1]), HB_TSTR_LARGE);
  EXPECT_EQ(std::string(HB_StringGetDataPointer(&s[1]), HB_StringGetSize(&s[1])), text);
  HB_DeleteTensor(t);  // a leak is found by the address sanitizer
}

TEST(CTensor, BitcastKeepsTheTargetOnErrors) {
  HB_Status* status = HB_NewStatus();
  HB_Tensor* a = HB_AllocateTensor(HB_FLOAT, nullptr, 0, 4);
  HB_Tensor* s = HB_AllocateTensor(HB_STRING, nullptr, 0, 24);
  const int64_t six[] = {6};
  HB_TensorBitcastFrom(a, HB_INT32, s, six, 1, status);
  EXPECT_EQ(HB_GetCode(status), HB_INVALID_ARGUMENT);
  HB_TensorBitcastFrom(s, HB_INT32, a, six, 1, status);
  EXPECT_EQ(HB_GetCode(status), HB_INVALID_ARGUMENT);
  EXPECT_EQ(HB_TensorType(a), HB_FLOAT);
  EXPECT_EQ(HB_TensorType(s), HB_STRING);
  HB_DeleteTensor(a);
  HB_DeleteTensor(s);
  HB_DeleteStatus(status);
}

TEST(CBuffer, ResultsGoIntoEmptyBuffersOnly) {
  HB_Status* status = HB_NewStatus();
  HB_Graph* graph = HB_NewGraph();
  HB_Buffer* buffer = HB_NewBufferFromString("abc", 3);
  HB_GraphToGraphDef(graph, buffer, status);
  EXPECT_EQ(HB_GetCode(status), HB_INVALID_ARGUMENT);
  EXPECT_EQ(std::memcmp(buffer->data, "abc", 3), 0);
  HB_DeleteBuffer(buffer);
  HB_DeleteGraph(graph);
  HB_DeleteStatus(status);
}

TEST(CVersion, IsServed) {
  int min = 0, max = 0;
  HB_AbiVersion(&min, &max);
  EXPECT_LE(min, HORNBEAM_ABI_VERSION);
  EXPECT_GE(max, HORNBEAM_ABI_VERSION);
  EXPECT_STRNE(HB_Version(), "");
}

}  // namespace
