#include <algorithm>
#include <cstring>

#include "c_api/src/internal.h"
#include "core/graph/tensor_proto.h"

namespace hb::capi {
namespace {

using Value = pb::AttrValue;

Result<const Value*> FindAttr(HB_Operation* oper, const char* name) {
  const Node* node = ToNode(oper);
  if (const Value* value = node->attrs().Find(name); value != nullptr) return value;
  return InvalidArgument("Operation '", node->name(), "' has no attr named '", name, "'.");
}

// Finds the attribute and checks that it holds the wanted kind.
Result<const Value*> FindKind(HB_Operation* oper, const char* name, Value::ValueCase kind,
                              const char* what) {
  HB_ASSIGN_OR_RETURN(const Value* value, FindAttr(oper, name));
  if (value->value_case() != kind) {
    return InvalidArgument("Attribute '", name, "' of operation '", ToNode(oper)->name(),
                           "' is not a ", what);
  }
  return value;
}

// Finds a list attribute. An empty list is a list of any kind.
Result<const Value::ListValue*> FindList(HB_Operation* oper, const char* name, int length,
                                         int (Value::ListValue::*size)() const, const char* what) {
  HB_ASSIGN_OR_RETURN(const Value* value, FindAttr(oper, name));
  if (value->value_case() != Value::kList) {
    return InvalidArgument("Value for '", name, "' of operation '", ToNode(oper)->name(),
                           "' is not a list");
  }
  if (length < 0) return InvalidArgument("There is room for ", length, " values of '", name, "'");
  const Value::ListValue& list = value->list();
  const int all = list.s_size() + list.i_size() + list.f_size() + list.b_size() + list.type_size() +
                  list.shape_size() + list.tensor_size() + list.func_size();
  if ((list.*size)() != all) {
    return InvalidArgument("Attribute '", name, "' of operation '", ToNode(oper)->name(),
                           "' is not a list of ", what);
  }
  return &list;
}

HB_AttrType TypeOfListAttr(const Node* node, std::string_view name) {
  static constexpr std::pair<std::string_view, HB_AttrType> kTypes[] = {
      {"list(string)", HB_ATTR_STRING}, {"list(int)", HB_ATTR_INT},
      {"list(float)", HB_ATTR_FLOAT},   {"list(bool)", HB_ATTR_BOOL},
      {"list(type)", HB_ATTR_TYPE},     {"list(shape)", HB_ATTR_SHAPE},
      {"list(tensor)", HB_ATTR_TENSOR}, {"list(func)", HB_ATTR_FUNC}};
  for (const auto& attr : node->op().def.attr()) {
    if (attr.name() != name) continue;
    for (const auto& [text, type] : kTypes) {
      if (attr.type() == text) return type;
    }
  }
  return HB_ATTR_STRING;
}

HB_AttrMetadata ListMetadata(const Node* node, const char* name, const Value::ListValue& list) {
  HB_AttrMetadata meta{1, 0, HB_ATTR_STRING, -1};
  const std::pair<int, HB_AttrType> sizes[] = {
      {list.s_size(), HB_ATTR_STRING},      {list.i_size(), HB_ATTR_INT},
      {list.f_size(), HB_ATTR_FLOAT},       {list.b_size(), HB_ATTR_BOOL},
      {list.type_size(), HB_ATTR_TYPE},     {list.shape_size(), HB_ATTR_SHAPE},
      {list.tensor_size(), HB_ATTR_TENSOR}, {list.func_size(), HB_ATTR_FUNC}};
  for (const auto& [size, type] : sizes) {
    if (size == 0) continue;
    meta.list_size = size;
    meta.type = type;
  }
  if (meta.list_size == 0) meta.type = TypeOfListAttr(node, name);
  if (meta.type == HB_ATTR_STRING) {
    meta.total_size = 0;
    for (const auto& s : list.s()) meta.total_size += static_cast<int64_t>(s.size());
  } else if (meta.type == HB_ATTR_SHAPE) {
    meta.total_size = 0;
    for (const auto& s : list.shape()) meta.total_size += s.unknown_rank() ? 0 : s.dim_size();
  }
  return meta;
}

Result<HB_AttrMetadata> Metadata(HB_Operation* oper, const char* name) {
  HB_ASSIGN_OR_RETURN(const Value* value, FindAttr(oper, name));
  HB_AttrMetadata meta{0, -1, HB_ATTR_STRING, -1};
  switch (value->value_case()) {
    case Value::kS:
      meta.total_size = static_cast<int64_t>(value->s().size());
      break;
    case Value::kI:
      meta.type = HB_ATTR_INT;
      break;
    case Value::kF:
      meta.type = HB_ATTR_FLOAT;
      break;
    case Value::kB:
      meta.type = HB_ATTR_BOOL;
      break;
    case Value::kType:
      meta.type = HB_ATTR_TYPE;
      break;
    case Value::kShape:
      meta.type = HB_ATTR_SHAPE;
      meta.total_size = value->shape().unknown_rank() ? -1 : value->shape().dim_size();
      break;
    case Value::kTensor:
      meta.type = HB_ATTR_TENSOR;
      break;
    case Value::kPlaceholder:
      meta.type = HB_ATTR_PLACEHOLDER;
      break;
    case Value::kFunc:
      meta.type = HB_ATTR_FUNC;
      break;
    case Value::kList:
      return ListMetadata(ToNode(oper), name, value->list());
    case Value::VALUE_NOT_SET:
      return InvalidArgument("Attribute '", name, "' has no value set");
  }
  return meta;
}

Status Strings(const Value::ListValue& list, void** values, size_t* lengths, int room,
               void* storage, size_t storage_size) {
  const int count = std::min(room, list.s_size());
  char* to = static_cast<char*>(storage);
  size_t left = storage_size;
  for (int i = 0; i < count; ++i) {
    const std::string& text = list.s(i);
    if (text.size() > left) {
      return InvalidArgument(
          "Not enough storage to hold the requested list of strings: ", storage_size, " bytes");
    }
    values[i] = to;
    lengths[i] = text.size();
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    to += text.size();
    left -= text.size();
  }
  return Status();
}

Status Shapes(const Value::ListValue& list, int64_t** dims, int* ranks, int room, int64_t* storage,
              int storage_size) {
  const int count = std::min(room, list.shape_size());
  int64_t* to = storage;
  int left = storage_size;
  for (int i = 0; i < count; ++i) {
    HB_ASSIGN_OR_RETURN(const Shape shape, ShapeFromProto(list.shape(i)));
    const int needed = std::max(shape.rank(), 0);
    if (needed > left) {
      return InvalidArgument(
          "Not enough storage to hold the requested list of shapes: ", storage_size, " sizes");
    }
    ranks[i] = shape.rank();
    dims[i] = shape.unknown_rank() ? nullptr : to;
    std::copy(shape.dims().begin(), shape.dims().end(), to);
    to += needed;
    left -= needed;
  }
  return Status();
}

// Buffers or tensors that are handed over only when all are made.
template <typename T, typename Make>
Status MakeAll(int count, T** values, void (*free)(T*), Make make) {
  std::vector<std::unique_ptr<T, void (*)(T*)>> made;
  for (int i = 0; i < count; ++i) {
    HB_ASSIGN_OR_RETURN(T * item, make(i));
    made.emplace_back(item, free);
  }
  for (int i = 0; i < count; ++i) values[i] = made[static_cast<size_t>(i)].release();
  return Status();
}

std::vector<std::string> AttrNames(HB_Operation* oper) {
  std::vector<std::string> names;
  for (const auto& [name, value] : ToNode(oper)->attrs().map()) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::FindAttr;
using hb::capi::FindKind;
using hb::capi::FindList;
using hb::capi::Guard;
using Value = hb::pb::AttrValue;
using List = hb::pb::AttrValue::ListValue;

HB_AttrMetadata HB_OperationGetAttrMetadata(HB_Operation* oper, const char* attr_name,
                                            HB_Status* status) {
  return hb::capi::GuardValue<HB_AttrMetadata>(status, HB_AttrMetadata{0, -1, HB_ATTR_STRING, -1},
                                               [&] { return hb::capi::Metadata(oper, attr_name); });
}

void HB_OperationGetAttrString(HB_Operation* oper, const char* attr_name, void* value,
                               size_t max_length, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const Value* attr, FindKind(oper, attr_name, Value::kS, "string"));
    const size_t size = std::min(max_length, attr->s().size());
    if (size != 0) std::memcpy(value, attr->s().data(), size);
    return Status();
  });
}

void HB_OperationGetAttrStringList(HB_Operation* oper, const char* attr_name, void** values,
                                   size_t* lengths, int max_values, void* storage,
                                   size_t storage_size, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const List* list,
                        FindList(oper, attr_name, max_values, &List::s_size, "strings"));
    return hb::capi::Strings(*list, values, lengths, max_values, storage, storage_size);
  });
}

// A single value and the list of one kind, whose fields differ only in name and type.
#define HB_GET_ATTR(Name, CType, kKind, field, what)                                             \
  void HB_OperationGetAttr##Name(HB_Operation* oper, const char* attr_name, CType* value,        \
                                 HB_Status* status) {                                            \
    Guard(status, [&]() -> Status {                                                              \
      HB_ASSIGN_OR_RETURN(const Value* attr, FindKind(oper, attr_name, Value::kKind, what));     \
      *value = static_cast<CType>(attr->field());                                                \
      return Status();                                                                           \
    });                                                                                          \
  }                                                                                              \
  void HB_OperationGetAttr##Name##List(HB_Operation* oper, const char* attr_name, CType* values, \
                                       int max_values, HB_Status* status) {                      \
    Guard(status, [&]() -> Status {                                                              \
      HB_ASSIGN_OR_RETURN(const List* list,                                                      \
                          FindList(oper, attr_name, max_values, &List::field##_size, what "s")); \
      const int count = std::min(max_values, list->field##_size());                              \
      for (int i = 0; i < count; ++i) values[i] = static_cast<CType>(list->field(i));            \
      return Status();                                                                           \
    });                                                                                          \
  }
HB_GET_ATTR(Int, int64_t, kI, i, "int")
HB_GET_ATTR(Float, float, kF, f, "float")
HB_GET_ATTR(Bool, unsigned char, kB, b, "bool")
HB_GET_ATTR(Type, HB_DataType, kType, type, "type")
#undef HB_GET_ATTR

void HB_OperationGetAttrShape(HB_Operation* oper, const char* attr_name, int64_t* value,
                              int num_dims, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const Value* attr, FindKind(oper, attr_name, Value::kShape, "shape"));
    HB_ASSIGN_OR_RETURN(const hb::Shape shape, hb::ShapeFromProto(attr->shape()));
    for (int i = 0; i < std::min(num_dims, shape.rank()); ++i) value[i] = shape.dim(i);
    return Status();
  });
}

void HB_OperationGetAttrShapeList(HB_Operation* oper, const char* attr_name, int64_t** dims,
                                  int* num_dims, int num_shapes, int64_t* storage, int storage_size,
                                  HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const List* list,
                        FindList(oper, attr_name, num_shapes, &List::shape_size, "shapes"));
    return hb::capi::Shapes(*list, dims, num_dims, num_shapes, storage, storage_size);
  });
}

void HB_OperationGetAttrTensorShapeProto(HB_Operation* oper, const char* attr_name,
                                         HB_Buffer* value, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const Value* attr, FindKind(oper, attr_name, Value::kShape, "shape"));
    return hb::capi::FillBuffer(value, attr->shape(), "The shape");
  });
}

void HB_OperationGetAttrTensorShapeProtoList(HB_Operation* oper, const char* attr_name,
                                             HB_Buffer** values, int max_values,
                                             HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const List* list,
                        FindList(oper, attr_name, max_values, &List::shape_size, "shapes"));
    return hb::capi::MakeAll<HB_Buffer>(
        std::min(max_values, list->shape_size()), values, HB_DeleteBuffer,
        [&](int i) -> hb::Result<HB_Buffer*> {
          return hb::capi::NewBuffer(list->shape(i).SerializeAsString());
        });
  });
}

void HB_OperationGetAttrTensor(HB_Operation* oper, const char* attr_name, HB_Tensor** value,
                               HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const Value* attr, FindKind(oper, attr_name, Value::kTensor, "tensor"));
    HB_ASSIGN_OR_RETURN(hb::Tensor tensor, hb::TensorFromProto(attr->tensor()));
    *value = new HB_Tensor{std::move(tensor)};
    return Status();
  });
}

void HB_OperationGetAttrTensorList(HB_Operation* oper, const char* attr_name, HB_Tensor** values,
                                   int max_values, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const List* list,
                        FindList(oper, attr_name, max_values, &List::tensor_size, "tensors"));
    return hb::capi::MakeAll<HB_Tensor>(std::min(max_values, list->tensor_size()), values,
                                        HB_DeleteTensor, [&](int i) -> hb::Result<HB_Tensor*> {
                                          HB_ASSIGN_OR_RETURN(hb::Tensor tensor,
                                                              hb::TensorFromProto(list->tensor(i)));
                                          return new HB_Tensor{std::move(tensor)};
                                        });
  });
}

void HB_OperationGetAttrValueProto(HB_Operation* oper, const char* attr_name,
                                   HB_Buffer* output_attr_value, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const Value* attr, FindAttr(oper, attr_name));
    return hb::capi::FillBuffer(output_attr_value, *attr, "The AttrValue");
  });
}

int HB_OperationGetNumAttrs(HB_Operation* oper) {
  return static_cast<int>(hb::capi::ToNode(oper)->attrs().map().size());
}

int HB_OperationGetAttrNameLength(HB_Operation* oper, int i) {
  return hb::capi::GuardQuiet<int>(-1, [&] {
    const auto names = hb::capi::AttrNames(oper);
    if (i < 0 || i >= static_cast<int>(names.size())) return -1;
    return static_cast<int>(names[static_cast<size_t>(i)].size());
  });
}

void HB_OperationGetAttrName(HB_Operation* oper, int i, char* output, HB_Status* status) {
  Guard(status, [&]() -> Status {
    const auto names = hb::capi::AttrNames(oper);
    if (i < 0 || i >= static_cast<int>(names.size())) {
      return hb::OutOfRange("There are ", names.size(), " attributes, so there is none at ", i);
    }
    const std::string& name = names[static_cast<size_t>(i)];
    name.copy(output, name.size());
    return Status();
  });
}
