#include "core/kernels/cpu/control/tensor_array.h"

#include <algorithm>

#include "core/kernels/cpu/control/tensor_list.h"

namespace hb {

Status TensorArray::CheckOpen() const {
  if (closed_) return InvalidArgument("TensorArray ", name_, " has already been closed.");
  return Status();
}

Status TensorArray::WriteLocked(int64_t index, Tensor value) {
  const auto size = static_cast<int64_t>(elements_.size());
  if (index < 0 || index >= (o_.grows ? kMaxElements : size)) {
    return InvalidArgument(
        "TensorArray ", name_, ": Tried to write to index ", index,
        o_.grows ? "" : " but array is not resizeable and size is: ", o_.grows ? "" : StrCat(size));
  }
  if (value.dtype() != o_.dtype) {
    return InvalidArgument("TensorArray dtype is ", DTypeName(o_.dtype),
                           " but Op is trying to write dtype ", DTypeName(value.dtype()), ".");
  }
  if (!o_.element_shape.Compatible(value.shape())) {
    return InvalidArgument("TensorArray ", name_, ": Could not write to TensorArray index ", index,
                           " because the value shape is ", value.shape().ToString(),
                           " which is incompatible with the TensorArray's inferred element shape: ",
                           o_.element_shape.ToString(), " (consider setting infer_shape=False).");
  }
  if (index >= size) elements_.resize(static_cast<size_t>(index) + 1);
  Element& e = elements_[static_cast<size_t>(index)];
  if (e.read || (e.written && !o_.adds)) {
    return InvalidArgument("TensorArray ", name_, ": Could not write to TensorArray index ", index,
                           " because it has already been ", e.read ? "read." : "written to.");
  }
  if (e.value.valid()) {
    if (!(e.value.shape() == value.shape())) {
      return InvalidArgument("TensorArray ", name_, ": Could not aggregate to TensorArray index ",
                             index, " because the existing shape is ", e.value.shape().ToString(),
                             " but the new input shape is ", value.shape().ToString(), ".");
    }
    HB_ASSIGN_OR_RETURN(e.value, e.value.Clone());
    HB_RETURN_IF_ERROR(AddInto(value, &e.value));
    added_twice_ = true;
    return Status();
  }
  if (o_.same_shapes && !o_.element_shape.FullyDefined()) o_.element_shape = value.shape();
  e.value = std::move(value);
  e.written = true;
  return Status();
}

Result<Tensor> TensorArray::ReadLocked(int64_t index) {
  const auto size = static_cast<int64_t>(elements_.size());
  if (index < 0 || index >= size) {
    return InvalidArgument("TensorArray ", name_, ": Tried to read from index ", index,
                           " but array size is: ", size);
  }
  Element& e = elements_[static_cast<size_t>(index)];
  if (e.cleared) {
    return InvalidArgument("TensorArray ", name_, ": Could not read index ", index,
                           " twice because it was cleared after a previous read (perhaps try "
                           "setting clear_after_read = false?).");
  }
  if (!e.value.valid()) {
    const Shape& shape = e.shape != nullptr ? *e.shape : o_.element_shape;
    if (!shape.FullyDefined()) {
      return InvalidArgument(
          "TensorArray ", name_, ": Could not read from TensorArray index ", index,
          ".  Furthermore, the element shape is not fully defined: ", shape.ToString(),
          ".  It is possible you are working with a resizeable TensorArray and stop_gradients is "
          "not allowing the gradients to be written.  If you set the full element_shape property "
          "on the forward TensorArray, the proper all-zeros tensor will be returned instead of "
          "incurring this error.");
    }
    HB_ASSIGN_OR_RETURN(e.value, ZeroTensor(o_.dtype, shape));
  }
  Tensor value = e.value;
  e.read = true;
  if (o_.clear_after_read) {
    e.value = Tensor();
    e.cleared = true;
    e.shape = std::make_unique<Shape>(value.shape());
  }
  return value;
}

Status TensorArray::Write(int64_t index, Tensor value) {
  std::lock_guard lock(mu_);
  HB_RETURN_IF_ERROR(CheckOpen());
  return WriteLocked(index, std::move(value));
}

Result<Tensor> TensorArray::Read(int64_t index) {
  std::lock_guard lock(mu_);
  HB_RETURN_IF_ERROR(CheckOpen());
  return ReadLocked(index);
}

Status TensorArray::WriteRows(const std::vector<int64_t>& indices,
                              const std::vector<Tensor>& values) {
  std::lock_guard lock(mu_);
  HB_RETURN_IF_ERROR(CheckOpen());
  const int64_t size = static_cast<int64_t>(elements_.size());
  for (int64_t i : indices) {
    if (i < (o_.grows ? kMaxElements : size)) continue;
    return InvalidArgument("TensorArray ", name_, ": Max scatter index must be < array size (", i,
                           " vs. ", o_.grows ? kMaxElements : size, ")");
  }
  for (size_t k = 0; k < indices.size(); ++k) {
    HB_RETURN_IF_ERROR(WriteLocked(indices[k], values[k]));
  }
  return Status();
}

Result<std::vector<Tensor>> TensorArray::ReadAll(const std::vector<int64_t>& indices) {
  std::lock_guard lock(mu_);
  HB_RETURN_IF_ERROR(CheckOpen());
  std::vector<Tensor> values;
  values.reserve(indices.size());
  for (int64_t i : indices) {
    HB_ASSIGN_OR_RETURN(Tensor value, ReadLocked(i));
    values.push_back(std::move(value));
  }
  return values;
}

Result<int64_t> TensorArray::Size() {
  std::lock_guard lock(mu_);
  HB_RETURN_IF_ERROR(CheckOpen());
  return static_cast<int64_t>(elements_.size());
}

Shape TensorArray::ElementShape() {
  std::lock_guard lock(mu_);
  return o_.element_shape;
}

void TensorArray::Close() {
  std::lock_guard lock(mu_);
  closed_ = true;
  elements_.clear();
  gradients_.clear();
}

Result<Ref<TensorArray>> TensorArray::Gradient(const std::string& source, const Shape& prefix) {
  std::lock_guard lock(mu_);
  HB_RETURN_IF_ERROR(CheckOpen());
  if (added_twice_) {
    return InvalidArgument("Unable to create a gradients TensorArray for ", name_,
                           ".  Gradient calculation is impossible when multiple writes are "
                           "performed to the same index.");
  }
  Ref<TensorArray>& slot = gradients_[source];
  if (slot) return slot;
  o_.grows = false;
  const auto behind_prefix = [&prefix](const Shape& shape) {
    if (shape.unknown_rank()) return shape;
    Shape whole = prefix;
    whole.Append(shape);
    return whole;
  };
  Options options = o_;
  options.element_shape = behind_prefix(o_.element_shape);
  options.clear_after_read = options.adds = true;
  slot = MakeRef<TensorArray>(StrCat(name_, "@", source), options,
                              static_cast<int64_t>(elements_.size()));
  for (size_t i = 0; i < elements_.size(); ++i) {
    const Element& from = elements_[i];
    if (!from.value.valid() && from.shape == nullptr) continue;
    slot->elements_[i].shape = std::make_unique<Shape>(
        behind_prefix(from.value.valid() ? from.value.shape() : *from.shape));
  }
  return slot;
}

}  // namespace hb
