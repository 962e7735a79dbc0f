#ifndef HORNBEAM_CPP_TENSOR_H_
#define HORNBEAM_CPP_TENSOR_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "hornbeam/cpp/status.h"

namespace hb {

using DataType = HB_DataType;
using Dims = std::vector<int64_t>;

template <class T>
struct DataTypeOf;
template <>
struct DataTypeOf<float> : std::integral_constant<DataType, HB_FLOAT> {};
template <>
struct DataTypeOf<double> : std::integral_constant<DataType, HB_DOUBLE> {};
template <>
struct DataTypeOf<int8_t> : std::integral_constant<DataType, HB_INT8> {};
template <>
struct DataTypeOf<int16_t> : std::integral_constant<DataType, HB_INT16> {};
template <>
struct DataTypeOf<int32_t> : std::integral_constant<DataType, HB_INT32> {};
template <>
struct DataTypeOf<int64_t> : std::integral_constant<DataType, HB_INT64> {};
template <>
struct DataTypeOf<uint8_t> : std::integral_constant<DataType, HB_UINT8> {};
template <>
struct DataTypeOf<uint16_t> : std::integral_constant<DataType, HB_UINT16> {};
template <>
struct DataTypeOf<uint32_t> : std::integral_constant<DataType, HB_UINT32> {};
template <>
struct DataTypeOf<uint64_t> : std::integral_constant<DataType, HB_UINT64> {};
template <>
struct DataTypeOf<bool> : std::integral_constant<DataType, HB_BOOL> {};

// Number of elements of a shape without unknown sizes.
inline int64_t NumElements(std::span<const int64_t> dims) {
  int64_t count = 1;
  for (int64_t dim : dims) count *= dim;
  return count;
}

// A dense row-major array. Owns one reference to its memory; moves, does not copy.
class Tensor {
 public:
  Tensor() = default;
  // Takes over a handle of the C interface.
  explicit Tensor(HB_Tensor* handle) : handle_(handle) {}
  // Uninitialised elements; strings are empty. Empty (`!tensor`) when there is not enough memory.
  Tensor(DataType dtype, std::span<const int64_t> dims)
      : handle_(HB_AllocateTensor(dtype, dims.data(), static_cast<int>(dims.size()),
                                  NumElements(dims) * ElementSize(dtype))) {}
  Tensor(DataType dtype, std::initializer_list<int64_t> dims)
      : Tensor(dtype, std::span<const int64_t>(dims.begin(), dims.size())) {}
  Tensor(Tensor&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Tensor& operator=(Tensor&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Tensor() { HB_DeleteTensor(handle_); }

  // A tensor of the given shape with a copy of the values.
  template <class T>
  static Tensor From(std::span<const int64_t> dims, std::span<const T> values) {
    Tensor tensor(DataTypeOf<T>::value, dims);
    if (tensor) {
      const size_t bytes = std::min(tensor.ByteSize(), values.size_bytes());
      if (bytes > 0) std::memcpy(tensor.data(), values.data(), bytes);
    }
    return tensor;
  }
  template <class T>
  static Tensor From(std::initializer_list<int64_t> dims, std::initializer_list<T> values) {
    return From<T>(std::span<const int64_t>(dims.begin(), dims.size()),
                   std::span<const T>(values.begin(), values.size()));
  }
  template <class T>
  static Tensor Scalar(T value) {
    return From<T>(std::span<const int64_t>(), std::span<const T>(&value, 1));
  }
  static Tensor String(std::string_view value) {
    Tensor tensor(HB_STRING, {});
    if (tensor) {
      HB_StringCopy(static_cast<HB_TString*>(tensor.data()), value.data(), value.size());
    }
    return tensor;
  }
  static Tensor Strings(std::span<const std::string> values) {
    const int64_t count = static_cast<int64_t>(values.size());
    Tensor tensor(HB_STRING, {count});
    for (int64_t i = 0; tensor && i < count; ++i) {
      HB_StringCopy(static_cast<HB_TString*>(tensor.data()) + i, values[i].data(),
                    values[i].size());
    }
    return tensor;
  }
  // A tensor over memory of the caller, which must outlive it. The memory is not written.
  static Tensor View(DataType dtype, std::span<const int64_t> dims, const void* data,
                     size_t bytes) {
    return Tensor(HB_NewTensor(dtype, dims.data(), static_cast<int>(dims.size()),
                               const_cast<void*>(data), bytes, &KeepMemory, nullptr));
  }

  explicit operator bool() const { return handle_ != nullptr; }
  HB_Tensor* handle() const { return handle_; }
  HB_Tensor* Release() { return std::exchange(handle_, nullptr); }

  DataType dtype() const { return HB_TensorType(handle_); }
  int rank() const { return HB_NumDims(handle_); }
  int64_t dim(int index) const { return HB_Dim(handle_, index); }
  Dims dims() const {
    Dims dims(rank());
    for (int i = 0; i < rank(); ++i) dims[i] = dim(i);
    return dims;
  }
  int64_t size() const { return HB_TensorElementCount(handle_); }
  size_t ByteSize() const { return HB_TensorByteSize(handle_); }
  void* data() const { return HB_TensorData(handle_); }
  // The elements; T must be the tensor's element type.
  template <class T>
  std::span<T> flat() const {
    return std::span<T>(static_cast<T*>(data()), static_cast<size_t>(size()));
  }
  template <class T>
  T scalar() const {
    return *static_cast<const T*>(data());
  }
  std::string_view string(int64_t index = 0) const {
    const HB_TString* element = static_cast<const HB_TString*>(data()) + index;
    return std::string_view(HB_StringGetDataPointer(element), HB_StringGetSize(element));
  }
  // A copy with memory of its own; of numbers and booleans only.
  Tensor Clone() const {
    const Dims shape = dims();
    Tensor copy(dtype(), shape);
    if (copy && ByteSize() > 0) std::memcpy(copy.data(), data(), ByteSize());
    return copy;
  }

 private:
  static size_t ElementSize(DataType dtype) {
    return dtype == HB_STRING ? sizeof(HB_TString) : HB_DataTypeSize(dtype);
  }
  static void KeepMemory(void*, size_t, void*) {}

  HB_Tensor* handle_ = nullptr;
};

}  // namespace hb

#endif  // HORNBEAM_CPP_TENSOR_H_
