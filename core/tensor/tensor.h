// Tensors: a dtype, a full shape and a counted buffer.
#ifndef HORNBEAM_CORE_TENSOR_TENSOR_H_
#define HORNBEAM_CORE_TENSOR_TENSOR_H_

#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ref.h"
#include "core/base/status.h"
#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"
#include "core/tensor/tstring.h"

namespace hb {

class Device;

// Alignment of every buffer that Hornbeam allocates, in bytes.
inline constexpr size_t kAlignment = 64;

// A block of memory with the function that frees it. Elements of string, resource and variant
// buffers are destroyed with it.
class Buffer : public RefCounted {
 public:
  using Deallocator = void (*)(void* data, size_t size, void* arg);
  // `count` elements; plain ones are uninitialised, the others empty (all bits zero). Fails with
  // ResourceExhausted.
  static Result<Ref<Buffer>> Allocate(DType dtype, int64_t count);
  // Takes foreign memory without a copy; `deallocator` (may be null) runs once, at the end.
  // Elements that need a destructor are destroyed before it.
  static Ref<Buffer> Adopt(DType dtype, void* data, size_t size, Deallocator deallocator,
                           void* arg);
  // Takes memory of a device; `deallocator` gets the device as `arg`.
  static Ref<Buffer> OnDevice(DType dtype, void* data, size_t size, Device* device,
                              Deallocator deallocator);
  ~Buffer() override;

  void* data() const { return data_; }
  size_t size() const { return size_; }  // bytes
  DType dtype() const { return dtype_; }
  // False for adopted memory: it may be read-only, so that nobody writes into it in place.
  bool owned() const { return owned_; }
  // Null for the host's memory; what lies on a device can't be read by the host.
  Device* device() const { return device_; }

 private:
  friend class Ref<Buffer>;
  Buffer() = default;
  void* data_ = nullptr;
  size_t size_ = 0;
  Deallocator deallocator_ = nullptr;
  void* arg_ = nullptr;
  DType dtype_ = DT_INVALID;
  bool owned_ = false;
  Device* device_ = nullptr;
};

// Copying a Tensor shares its buffer. A default Tensor is empty (valid() is false).
class Tensor {
 public:
  Tensor() = default;
  // Uninitialised (plain) or empty elements.
  static Result<Tensor> Allocate(DType dtype, const Shape& shape);
  Tensor(DType dtype, Shape shape, Ref<Buffer> buffer)
      : dtype_(dtype), shape_(std::move(shape)), buffer_(std::move(buffer)) {
    data_ = buffer_ ? buffer_->data() : nullptr;
  }
  // `data` lies inside `buffer`.
  Tensor(DType dtype, Shape shape, Ref<Buffer> buffer, void* data)
      : dtype_(dtype), shape_(std::move(shape)), buffer_(std::move(buffer)), data_(data) {}

  bool valid() const { return dtype_ != DT_INVALID; }
  DType dtype() const { return dtype_; }
  const Shape& shape() const { return shape_; }
  int64_t num_elements() const { return shape_.num_elements(); }
  size_t bytes() const { return static_cast<size_t>(num_elements()) * DTypeSize(dtype_); }
  void* data() const { return data_; }
  const Ref<Buffer>& buffer() const { return buffer_; }

  template <typename T>
  std::span<T> flat() const {
    return {static_cast<T*>(data_), static_cast<size_t>(num_elements())};
  }
  template <typename T>
  T& scalar() const {
    return *static_cast<T*>(data_);
  }
  // The same buffer under another shape with as many elements.
  Tensor Reshaped(const Shape& shape) const { return Tensor(dtype_, shape, buffer_, data_); }
  // A deep copy (strings are copied, resources and variants shared).
  Result<Tensor> Clone() const;

  // Small tensors from values, for constants and tests. They throw std::bad_alloc.
  template <typename T>
  static Tensor Of(const Shape& shape, std::span<const T> values);
  template <typename T>
  static Tensor Of(const Shape& shape, std::initializer_list<T> values) {
    return Of<T>(shape, std::span<const T>(values.begin(), values.size()));
  }
  template <typename T>
  static Tensor Scalar(const T& value) {
    return Of<T>(Shape(), std::span<const T>(&value, 1));
  }
  template <typename T>
  static Tensor Vector(const std::vector<T>& values) {
    return Of<T>(Shape({static_cast<int64_t>(values.size())}), std::span<const T>(values));
  }

 private:
  DType dtype_ = DT_INVALID;
  Shape shape_;
  Ref<Buffer> buffer_;
  void* data_ = nullptr;
};

// Copies `count` elements of any dtype; `to` must hold constructed (or all-zero) elements.
void CopyElements(DType dtype, const void* from, void* to, int64_t count);
// Destroys `count` elements and leaves them empty; nothing to do for plain dtypes.
void ClearElements(DType dtype, void* data, int64_t count);

template <typename T>
Tensor Tensor::Of(const Shape& shape, std::span<const T> values) {
  Tensor t = Allocate(DTypeOf<T>::value, shape).value();
  for (size_t i = 0; i < values.size(); ++i) static_cast<T*>(t.data())[i] = values[i];
  return t;
}

// A one-line preview for messages: dtype, shape and the first elements.
std::string DebugString(const Tensor& t);

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_TENSOR_H_
