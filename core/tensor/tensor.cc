#include "core/tensor/tensor.h"

#include <cstdlib>
#include <new>

#include "core/base/memory.h"
#include "core/tensor/resource.h"

namespace hb {

Result<Ref<Buffer>> Buffer::Allocate(DType dtype, int64_t count) {
  const int64_t size = MultiplyOrMinus1(count, static_cast<int64_t>(DTypeSize(dtype)));
  if (count < 0 || size < 0 || DTypeSize(dtype) == 0) {
    return InvalidArgument("cannot allocate ", count, " elements of ", DTypeName(dtype));
  }
  const size_t rounded = (static_cast<size_t>(size) + kAlignment) & ~(kAlignment - 1);
  // malloc keeps small pieces of its own at hand for each thread, and aligned ones it does not.
  constexpr size_t kSmall = 896;
  void *data, *owned;
  if (rounded <= kSmall) {
    owned = std::malloc(rounded + kAlignment);
    const auto at = reinterpret_cast<uintptr_t>(owned);
    data = static_cast<char*>(owned) + (kAlignment - at % kAlignment) % kAlignment;
  } else {
    data = owned = AllocateBlock(kAlignment, rounded);
  }
  if (owned == nullptr) {
    return ResourceExhausted("out of memory allocating ", size, " bytes for ", count,
                             " elements of ", DTypeName(dtype));
  }
  if (!IsPlain(dtype)) std::memset(data, 0, static_cast<size_t>(size));
  auto b = Ref<Buffer>::Adopt(new Buffer);
  b->data_ = data;
  b->size_ = static_cast<size_t>(size);
  b->dtype_ = dtype;
  b->owned_ = true;
  b->deallocator_ = [](void*, size_t, void* memory) { std::free(memory); };
  b->arg_ = owned;
  return b;
}

Ref<Buffer> Buffer::Adopt(DType dtype, void* data, size_t size, Deallocator deallocator,
                          void* arg) {
  auto b = Ref<Buffer>::Adopt(new Buffer);
  b->data_ = data;
  b->size_ = size;
  b->dtype_ = dtype;
  b->deallocator_ = deallocator;
  b->arg_ = arg;
  return b;
}

Ref<Buffer> Buffer::OnDevice(DType dtype, void* data, size_t size, Device* device,
                             Deallocator deallocator) {
  auto b = Adopt(dtype, data, size, deallocator, device);
  b->device_ = device;
  b->owned_ = true;
  return b;
}

Buffer::~Buffer() {
  if (!IsPlain(dtype_) && data_ != nullptr && dtype_ != DT_INVALID) {
    ClearElements(dtype_, data_, static_cast<int64_t>(size_ / DTypeSize(dtype_)));
  }
  if (deallocator_ != nullptr) deallocator_(data_, size_, arg_);
}

Result<Tensor> Tensor::Allocate(DType dtype, const Shape& shape) {
  HB_ASSIGN_OR_RETURN(Ref<Buffer> buffer, Buffer::Allocate(dtype, shape.num_elements()));
  return Tensor(dtype, shape, std::move(buffer));
}

Result<Tensor> Tensor::Clone() const {
  HB_ASSIGN_OR_RETURN(Tensor out, Allocate(dtype_, shape_));
  CopyElements(dtype_, data_, out.data_, num_elements());
  return out;
}

void CopyElements(DType dtype, const void* from, void* to, int64_t count) {
  const size_t n = static_cast<size_t>(count);
  switch (dtype) {
    case DT_STRING:
      for (size_t i = 0; i < n; ++i) {
        static_cast<TString*>(to)[i] = static_cast<const TString*>(from)[i];
      }
      return;
    case DT_RESOURCE:
      for (size_t i = 0; i < n; ++i) {
        static_cast<ResourceElement*>(to)[i] = static_cast<const ResourceElement*>(from)[i];
      }
      return;
    case DT_VARIANT:
      for (size_t i = 0; i < n; ++i) {
        static_cast<VariantElement*>(to)[i] = static_cast<const VariantElement*>(from)[i];
      }
      return;
    default:
      if (n != 0) std::memcpy(to, from, n * DTypeSize(dtype));
  }
}

void ClearElements(DType dtype, void* data, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    switch (dtype) {
      case DT_STRING:
        static_cast<TString*>(data)[i].Clear();
        break;
      case DT_RESOURCE:
        static_cast<ResourceElement*>(data)[i].reset();
        break;
      case DT_VARIANT:
        static_cast<VariantElement*>(data)[i].reset();
        break;
      default:
        return;
    }
  }
}

namespace {

template <typename T>
void AppendElements(std::string* out, const Tensor& t, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    if (i > 0) *out += ' ';
    if constexpr (std::is_same_v<T, TString>) {
      StrAppend(out, '"', t.flat<TString>()[i].view(), '"');
    } else {
      StrAppend(out, t.flat<T>()[i]);
    }
  }
}

}  // namespace

std::string DebugString(const Tensor& t) {
  if (!t.valid()) return "<no tensor>";
  std::string out = StrCat(DTypeName(t.dtype()), t.shape().ToString(), " {");
  constexpr int64_t kMost = 8;
  const int64_t n = std::min(kMost, t.num_elements());
  switch (t.dtype()) {
#define HB_CASE(T)                 \
  case DTypeOf<T>::value:          \
    AppendElements<T>(&out, t, n); \
    break;
    HB_CASE(float)
    HB_CASE(double)
    HB_CASE(int32_t)
    HB_CASE(int64_t)
    HB_CASE(bool)
    HB_CASE(uint8_t)
    HB_CASE(TString)
#undef HB_CASE
    default:
      out += "...";
  }
  return out + (t.num_elements() > n ? " ...}" : "}");
}

}  // namespace hb
