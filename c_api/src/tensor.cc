#include "core/tensor/tensor.h"

#include "c_api/src/internal.h"
#include "core/graph/tensor_proto.h"

namespace hb::capi {
namespace {

bool KnownType(HB_DataType dtype) { return dtype > 0 && dtype < kNumDTypes; }

// The shape, if it is one and its elements fit into `len` bytes.
Result<Shape> CheckedShape(HB_DataType dtype, const int64_t* dims, int num_dims, size_t len) {
  if (!KnownType(dtype)) return InvalidArgument("There is no data type ", dtype);
  if (num_dims < 0 || (num_dims > 0 && dims == nullptr)) {
    return InvalidArgument("A tensor needs ", num_dims, " dimensions");
  }
  HB_ASSIGN_OR_RETURN(Shape shape,
                      Shape::Checked({dims, static_cast<size_t>(num_dims)}, /*full=*/true));
  const auto size = static_cast<int64_t>(DTypeSize(static_cast<DType>(dtype)));
  const int64_t bytes = MultiplyOrMinus1(shape.num_elements(), size);
  if (bytes < 0 || static_cast<uint64_t>(bytes) > len) {
    return InvalidArgument("A tensor of shape ", shape.ToString(), " does not fit ", len, " bytes");
  }
  return shape;
}

HB_Tensor* Wrap(const Tensor& tensor) { return new HB_Tensor{tensor}; }

Status Bitcast(const Tensor& from, HB_DataType type, const int64_t* dims, int num_dims,
               Tensor* out) {
  HB_ASSIGN_OR_RETURN(Shape shape, CheckedShape(type, dims, num_dims, SIZE_MAX));
  const auto dtype = static_cast<DType>(type);
  if (dtype != from.dtype() && (!IsPlain(dtype) || !IsPlain(from.dtype()))) {
    return InvalidArgument("The bytes of a ", DTypeName(from.dtype()), " tensor cannot be seen as ",
                           DTypeName(dtype));
  }
  const size_t bytes = static_cast<size_t>(shape.num_elements()) * DTypeSize(dtype);
  if (bytes != from.bytes()) {
    return InvalidArgument("A ", DTypeName(dtype), " tensor of shape ", shape.ToString(), " has ",
                           bytes, " bytes, the given one has ", from.bytes());
  }
  *out = Tensor(dtype, shape, from.buffer(), from.data());
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::capi::GuardQuiet;

size_t HB_DataTypeSize(HB_DataType dt) {
  const auto dtype = static_cast<hb::DType>(dt);
  return hb::IsPlain(dtype) ? hb::DTypeSize(dtype) : 0;
}

HB_Tensor* HB_NewTensor(HB_DataType dtype, const int64_t* dims, int num_dims, void* data,
                        size_t len, void (*deallocator)(void* data, size_t len, void* arg),
                        void* deallocator_arg) {
  bool adopted = false;
  auto* tensor = GuardQuiet<HB_Tensor*>(nullptr, [&]() -> HB_Tensor* {
    auto shape = hb::capi::CheckedShape(dtype, dims, num_dims, len);
    if (!shape.ok()) return nullptr;
    const auto type = static_cast<hb::DType>(dtype);
    auto buffer = hb::Buffer::Adopt(type, data, len, deallocator, deallocator_arg);
    adopted = true;
    return hb::capi::Wrap(hb::Tensor(type, *shape, std::move(buffer)));
  });
  if (!adopted && deallocator != nullptr) deallocator(data, len, deallocator_arg);
  return tensor;
}

size_t HB_TensorDefaultAlignment() { return hb::kAlignment; }

HB_Tensor* HB_AllocateTensor(HB_DataType dtype, const int64_t* dims, int num_dims, size_t len) {
  return GuardQuiet<HB_Tensor*>(nullptr, [&]() -> HB_Tensor* {
    auto shape = hb::capi::CheckedShape(dtype, dims, num_dims, len);
    if (!shape.ok()) return nullptr;
    const auto type = static_cast<hb::DType>(dtype);
    const size_t size = hb::DTypeSize(type);
    auto buffer = hb::Buffer::Allocate(type, static_cast<int64_t>((len + size - 1) / size));
    if (!buffer.ok()) return nullptr;
    return hb::capi::Wrap(hb::Tensor(type, *shape, std::move(buffer).value()));
  });
}

HB_Tensor* HB_TensorMaybeMove(HB_Tensor* tensor) {
  const auto& buffer = tensor->tensor.buffer();
  return buffer && buffer->owned() && buffer->Unique() ? tensor : nullptr;
}

void HB_DeleteTensor(HB_Tensor* tensor) { delete tensor; }

HB_DataType HB_TensorType(const HB_Tensor* tensor) {
  return static_cast<HB_DataType>(tensor->tensor.dtype());
}

void HB_SetShape(HB_Tensor* tensor, const int64_t* dims, int num_dims) {
  GuardQuiet([&] {
    if (num_dims < 0) return;
    auto shape = hb::Shape::Checked({dims, static_cast<size_t>(num_dims)}, /*full=*/true);
    if (!shape.ok() || shape->num_elements() != tensor->tensor.num_elements()) return;
    tensor->tensor = tensor->tensor.Reshaped(*shape);
  });
}

int HB_NumDims(const HB_Tensor* tensor) { return tensor->tensor.shape().rank(); }

int64_t HB_Dim(const HB_Tensor* tensor, int dim_index) {
  const hb::Shape& shape = tensor->tensor.shape();
  return dim_index < 0 || dim_index >= shape.rank() ? -1 : shape.dim(dim_index);
}

size_t HB_TensorByteSize(const HB_Tensor* tensor) { return tensor->tensor.bytes(); }

void* HB_TensorData(const HB_Tensor* tensor) { return tensor->tensor.data(); }

int64_t HB_TensorElementCount(const HB_Tensor* tensor) { return tensor->tensor.num_elements(); }

void HB_TensorBitcastFrom(const HB_Tensor* from, HB_DataType type, HB_Tensor* to,
                          const int64_t* new_dims, int num_new_dims, HB_Status* status) {
  hb::capi::Guard(status, [&] {
    return hb::capi::Bitcast(from->tensor, type, new_dims, num_new_dims, &to->tensor);
  });
}

bool HB_TensorIsAligned(const HB_Tensor* tensor) {
  return reinterpret_cast<uintptr_t>(tensor->tensor.data()) % hb::kAlignment == 0;
}

void HB_TensorFromProto(const HB_Buffer* from, HB_Tensor* to, HB_Status* status) {
  hb::capi::Guard(status, [&]() -> hb::Status {
    hb::pb::TensorProto proto;
    HB_RETURN_IF_ERROR(hb::capi::Parse(from, &proto, "TensorProto"));
    HB_ASSIGN_OR_RETURN(to->tensor, hb::TensorFromProto(proto));
    return hb::Status();
  });
}
