#include "keras_like/training/data.h"

#include <charconv>
#include <cstring>
#include <map>
#include <type_traits>

namespace hb::keras_like {
namespace {

double ElementAt(const Tensor& tensor, int64_t index) {
  switch (tensor.dtype()) {
    case HB_FLOAT:
      return tensor.flat<float>()[index];
    case HB_DOUBLE:
      return tensor.flat<double>()[index];
    case HB_INT32:
      return tensor.flat<int32_t>()[index];
    case HB_INT64:
      return static_cast<double>(tensor.flat<int64_t>()[index]);
    case HB_UINT8:
      return tensor.flat<uint8_t>()[index];
    case HB_INT8:
      return tensor.flat<int8_t>()[index];
    case HB_BOOL:
      return tensor.flat<bool>()[index] ? 1 : 0;
    default:
      return -1;
  }
}

// Copies the rows with these numbers. `size` gives the bytes of one, a constant where it is known.
template <typename Size>
void TakeRows(const char* from, std::span<const int64_t> rows, Size size, char* to) {
  const size_t bytes = size();
  for (const int64_t row : rows) {
    std::memcpy(to, from + bytes * static_cast<size_t>(row), bytes);
    to += bytes;
  }
}

// The class of each sample: the label itself, or the largest of several.
Result<std::vector<int64_t>> Classes(const Tensor& labels) {
  const int64_t count = labels.rank() == 0 ? 0 : labels.dim(0);
  const int64_t width = count == 0 ? 1 : labels.size() / count;
  if (labels.rank() > 2) {
    return InvalidArgument("class_weight needs labels of rank 1 or 2");
  }
  std::vector<int64_t> classes(count);
  for (int64_t i = 0; i < count; ++i) {
    if (width == 1) {
      classes[i] = static_cast<int64_t>(ElementAt(labels, i));
      continue;
    }
    for (int64_t j = 1; j < width; ++j) {
      if (ElementAt(labels, i * width + j) > ElementAt(labels, i * width + classes[i])) {
        classes[i] = j;
      }
    }
  }
  return classes;
}

}  // namespace

Result<Tensor> Share(HB_Tensor* tensor) {
  const DataType dtype = HB_TensorType(tensor);
  Dims dims;
  for (int i = 0; i < HB_NumDims(tensor); ++i) dims.push_back(HB_Dim(tensor, i));
  if (dtype == HB_STRING) {
    Tensor copy(dtype, dims);
    if (!copy) return Status(HB_RESOURCE_EXHAUSTED, "no memory for a copy of the strings");
    for (int64_t i = 0; i < copy.size(); ++i) {
      const HB_TString* from = static_cast<const HB_TString*>(HB_TensorData(tensor)) + i;
      HB_StringCopy(static_cast<HB_TString*>(copy.data()) + i, HB_StringGetDataPointer(from),
                    HB_StringGetSize(from));
    }
    return copy;
  }
  Tensor alias(dtype, {});
  if (!alias) return Status(HB_RESOURCE_EXHAUSTED, "no memory for a tensor");
  CStatus status;
  HB_TensorBitcastFrom(tensor, dtype, alias.handle(), dims.data(), static_cast<int>(dims.size()),
                       status.get());
  if (!status.ok()) return status.Take();
  return alias;
}

Result<Dataset::Array> Dataset::NewArray(HB_Tensor* tensor) {
  Array array;
  HB_ASSIGN_OR_RETURN(array.tensor, Share(tensor));
  array.dims = array.tensor.dims();
  array.data = static_cast<const char*>(array.tensor.data());
  if (array.dims.empty()) return InvalidArgument("data needs a first dimension of samples");
  const int64_t rows = array.dims[0];
  array.row_bytes = rows == 0 ? 0 : array.tensor.ByteSize() / rows;
  return array;
}

Result<Dataset> Dataset::New(const Arrays& arrays, const Json& class_weight) {
  Dataset set;
  const auto fill = [&](const std::vector<HB_Tensor*>& from, std::vector<Array>* to) -> Status {
    for (HB_Tensor* tensor : from) {
      if (tensor == nullptr) return InvalidArgument("an array is missing");
      HB_ASSIGN_OR_RETURN(Array array, NewArray(tensor));
      to->push_back(std::move(array));
    }
    return Status();
  };
  HB_RETURN_IF_ERROR(fill(arrays.x, &set.x_));
  HB_RETURN_IF_ERROR(fill(arrays.y, &set.y_));
  HB_RETURN_IF_ERROR(fill(arrays.weights, &set.weights_));
  if (set.x_.empty()) return set;
  set.size_ = set.x_[0].dims[0];
  for (const auto* list : {&set.x_, &set.y_, &set.weights_}) {
    for (const Array& array : *list) {
      if (array.dims[0] != set.size_) {
        return InvalidArgument("all arrays must have the same number of samples, got " +
                               std::to_string(set.size_) + " and " + std::to_string(array.dims[0]));
      }
    }
  }
  if (!class_weight.is_null()) HB_RETURN_IF_ERROR(set.AddClassWeights(class_weight));
  return set;
}

Status Dataset::AddClassWeights(const Json& class_weight) {
  std::map<int64_t, float> by_class;
  for (const Json::Member& member : class_weight.members()) {
    int64_t number = -1;
    std::from_chars(member.first.data(), member.first.data() + member.first.size(), number);
    if (number < 0 || !member.second.is_number()) {
      return InvalidArgument("class_weight maps class numbers to weights, got " +
                             class_weight.Dump());
    }
    by_class[number] = static_cast<float>(member.second.AsReal());
  }
  if (y_.size() != 1) return InvalidArgument("class_weight needs a model with one output");
  HB_ASSIGN_OR_RETURN(const std::vector<int64_t> classes, Classes(y_[0].tensor));
  HB_ASSIGN_OR_RETURN(Tensor weights, Filled(HB_FLOAT, {size_}, 1));
  for (int64_t i = 0; i < size_; ++i) {
    const auto found = by_class.find(classes[i]);
    float weight = found == by_class.end() ? 1.0f : found->second;
    if (!weights_.empty() && weights_[0].tensor.size() == size_) {
      weight *= static_cast<float>(ElementAt(weights_[0].tensor, i));
    }
    weights.flat<float>()[i] = weight;
  }
  HB_ASSIGN_OR_RETURN(Array array, NewArray(weights.handle()));
  weights_.clear();
  weights_.push_back(std::move(array));
  return Status();
}

Result<Dataset> Dataset::SplitOff(int64_t count) {
  if (count <= 0 || count >= size_) {
    return InvalidArgument("validation_split leaves no samples on one side");
  }
  Dataset rest;
  rest.size_ = count;
  size_ -= count;
  for (const auto& [from, to] :
       {std::pair(&x_, &rest.x_), std::pair(&y_, &rest.y_), std::pair(&weights_, &rest.weights_)}) {
    for (Array& array : *from) {
      Array tail;
      HB_ASSIGN_OR_RETURN(tail.tensor, Share(array.tensor.handle()));
      tail.dims = array.dims;
      tail.dims[0] = count;
      tail.row_bytes = array.row_bytes;
      tail.data = array.data + array.row_bytes * static_cast<size_t>(size_);
      array.dims[0] = size_;
      to->push_back(std::move(tail));
    }
  }
  return rest;
}

Result<HB_Tensor*> Dataset::Rows(Array* array, int64_t first, int64_t count,
                                 std::span<const int64_t> order) {
  Dims dims = array->dims;
  dims[0] = count;
  const DataType dtype = array->tensor.dtype();
  const size_t bytes = array->row_bytes * static_cast<size_t>(count);
  const char* data = array->data + array->row_bytes * static_cast<size_t>(first);
  if (!order.empty()) {
    if (dtype == HB_STRING) return InvalidArgument("strings can't be shuffled");
    if (!array->buffer || array->buffer.ByteSize() < bytes) array->buffer = Tensor(dtype, dims);
    if (!array->buffer) return Status(HB_RESOURCE_EXHAUSTED, "no memory for a batch");
    char* to = static_cast<char*>(array->buffer.data());
    const auto rows = order.subspan(static_cast<size_t>(first), static_cast<size_t>(count));
    // Numbers, such as labels and ids, without a call for each.
    switch (array->row_bytes) {
      case 4:
        TakeRows(array->data, rows, std::integral_constant<size_t, 4>(), to);
        break;
      case 8:
        TakeRows(array->data, rows, std::integral_constant<size_t, 8>(), to);
        break;
      default:
        TakeRows(
            array->data, rows, [array] { return array->row_bytes; }, to);
    }
    data = to;
  }
  array->current = Tensor::View(dtype, dims, data, bytes);
  if (!array->current) return Status(HB_RESOURCE_EXHAUSTED, "no memory for a batch");
  return array->current.handle();
}

Result<Batch> Dataset::Get(int64_t first, int64_t count, std::span<const int64_t> order) {
  Batch batch;
  for (const auto& [from, to] :
       {std::pair(&x_, &batch.x), std::pair(&y_, &batch.y), std::pair(&weights_, &batch.weights)}) {
    for (Array& array : *from) {
      HB_ASSIGN_OR_RETURN(HB_Tensor * tensor, Rows(&array, first, count, order));
      to->push_back(tensor);
    }
  }
  return batch;
}

}  // namespace hb::keras_like
