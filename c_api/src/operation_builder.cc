#include "c_api/src/internal.h"
#include "core/graph/attr.h"
#include "core/graph/tensor_proto.h"

struct HB_OperationDescription {
  HB_OperationDescription(hb::Graph* g, const char* op, const char* name)
      : builder(g, op, name), graph(g) {}
  // Keeps the first error of a setter.
  void Fail(hb::Status s) { error.Update(s.WithPrefix("Operation '" + builder.name() + "': ")); }

  hb::NodeBuilder builder;
  hb::Graph* graph;
  hb::Status error;
  bool exhausted = false;
};

namespace hb::capi {
namespace {

// Runs a setter; what escapes is remembered for HB_FinishOperation.
template <typename Body>
void Set(HB_OperationDescription* desc, Body&& body) noexcept {
  try {
    body(desc->builder);
  } catch (...) {
    desc->exhausted = true;
  }
}

template <typename T, typename From>
std::vector<T> List(const From* values, int count) {
  std::vector<T> out;
  for (int i = 0; i < count; ++i) out.push_back(static_cast<T>(values[i]));
  return out;
}

Result<Shape> ShapeOf(const int64_t* dims, int num_dims) {
  if (num_dims < 0) return Shape::UnknownRank();
  return Shape::Checked({dims, static_cast<size_t>(num_dims)}, /*full=*/false);
}

Status SetShapes(HB_OperationDescription* desc, const char* name, const void* const* protos,
                 const size_t* lengths, int count) {
  std::vector<Shape> shapes;
  for (int i = 0; i < count; ++i) {
    pb::TensorShapeProto proto;
    HB_RETURN_IF_ERROR(Parse(protos[i], lengths[i], &proto, "TensorShapeProto"));
    HB_ASSIGN_OR_RETURN(Shape shape, ShapeFromProto(proto));
    shapes.push_back(shape);
  }
  desc->builder.Attr(Attr(name, shapes));
  return Status();
}

pb::AttrValue TensorList(HB_Tensor* const* values, int count, Status* status) {
  pb::AttrValue value;
  auto* list = value.mutable_list();
  for (int i = 0; i < count && status->ok(); ++i) {
    *status = TensorToProto(values[i]->tensor, list->add_tensor());
  }
  return value;
}

Result<Node*> Finish(HB_OperationDescription* desc) {
  if (desc->exhausted) return ResourceExhausted("Out of memory while an operation was described");
  HB_RETURN_IF_ERROR(desc->error);
  Result<Node*> node = desc->builder.Finish();
  // An unknown op is an invalid description, as TensorFlow has it.
  if (IsNotFound(node.status())) return InvalidArgument(node.status().message());
  return node;
}

}  // namespace
}  // namespace hb::capi

using hb::Attr;
using hb::NodeBuilder;
using hb::capi::GuardQuiet;
using hb::capi::List;
using hb::capi::Set;

HB_OperationDescription* HB_NewOperationLocked(HB_Graph* graph, const char* op_type,
                                               const char* oper_name) {
  return GuardQuiet<HB_OperationDescription*>(
      nullptr, [&] { return new HB_OperationDescription(&graph->graph, op_type, oper_name); });
}

HB_OperationDescription* HB_NewOperation(HB_Graph* graph, const char* op_type,
                                         const char* oper_name) {
  auto lock = hb::capi::Lock(graph->graph);
  return HB_NewOperationLocked(graph, op_type, oper_name);
}

void HB_SetDevice(HB_OperationDescription* desc, const char* device) {
  Set(desc, [&](NodeBuilder& b) { b.Device(device); });
}

void HB_AddInput(HB_OperationDescription* desc, HB_Output input) {
  Set(desc, [&](NodeBuilder& b) {
    const hb::Output output = hb::capi::ToOutput(input);
    hb::Status checked = hb::capi::CheckOutput(*desc->graph, output);
    if (!checked.ok()) return desc->Fail(std::move(checked));
    b.Input(output);
  });
}

void HB_AddInputList(HB_OperationDescription* desc, const HB_Output* inputs, int num_inputs) {
  Set(desc, [&](NodeBuilder& b) {
    const auto list = hb::capi::ToOutputs(inputs, num_inputs);
    for (const hb::Output& output : list) {
      hb::Status checked = hb::capi::CheckOutput(*desc->graph, output);
      if (!checked.ok()) return desc->Fail(std::move(checked));
    }
    b.InputList(list);
  });
}

void HB_AddControlInput(HB_OperationDescription* desc, HB_Operation* input) {
  Set(desc, [&](NodeBuilder& b) {
    hb::Node* node = hb::capi::ToNode(input);
    hb::Status checked = hb::capi::CheckNode(*desc->graph, node);
    if (!checked.ok()) return desc->Fail(std::move(checked));
    b.ControlInput(node);
  });
}

void HB_ColocateWith(HB_OperationDescription* desc, HB_Operation* op) {
  Set(desc, [&](NodeBuilder& b) {
    hb::Node* node = hb::capi::ToNode(op);
    hb::Status checked = hb::capi::CheckNode(*desc->graph, node);
    if (!checked.ok()) return desc->Fail(std::move(checked));
    b.ColocateWith(node);
  });
}

void HB_SetAttrString(HB_OperationDescription* desc, const char* attr_name, const void* value,
                      size_t length) {
  Set(desc, [&](NodeBuilder& b) {
    b.Attr(Attr(attr_name, std::string_view(static_cast<const char*>(value), length)));
  });
}

void HB_SetAttrStringList(HB_OperationDescription* desc, const char* attr_name,
                          const void* const* values, const size_t* lengths, int num_values) {
  Set(desc, [&](NodeBuilder& b) {
    std::vector<std::string> list;
    for (int i = 0; i < num_values; ++i) {
      list.emplace_back(static_cast<const char*>(values[i]), lengths[i]);
    }
    b.Attr(Attr(attr_name, list));
  });
}

void HB_SetAttrInt(HB_OperationDescription* desc, const char* attr_name, int64_t value) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, value)); });
}

void HB_SetAttrIntList(HB_OperationDescription* desc, const char* attr_name, const int64_t* values,
                       int num_values) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, List<int64_t>(values, num_values))); });
}

void HB_SetAttrFloat(HB_OperationDescription* desc, const char* attr_name, float value) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, value)); });
}

void HB_SetAttrFloatList(HB_OperationDescription* desc, const char* attr_name, const float* values,
                         int num_values) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, List<float>(values, num_values))); });
}

void HB_SetAttrBool(HB_OperationDescription* desc, const char* attr_name, unsigned char value) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, value != 0)); });
}

void HB_SetAttrBoolList(HB_OperationDescription* desc, const char* attr_name,
                        const unsigned char* values, int num_values) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, List<bool>(values, num_values))); });
}

void HB_SetAttrType(HB_OperationDescription* desc, const char* attr_name, HB_DataType value) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, static_cast<hb::DType>(value))); });
}

void HB_SetAttrTypeList(HB_OperationDescription* desc, const char* attr_name,
                        const HB_DataType* values, int num_values) {
  Set(desc, [&](NodeBuilder& b) { b.Attr(Attr(attr_name, List<hb::DType>(values, num_values))); });
}

void HB_SetAttrPlaceholder(HB_OperationDescription* desc, const char* attr_name,
                           const char* placeholder) {
  Set(desc, [&](NodeBuilder& b) {
    hb::pb::AttrValue value;
    value.set_placeholder(placeholder);
    b.Attr(Attr(attr_name, value));
  });
}

void HB_SetAttrFuncName(HB_OperationDescription* desc, const char* attr_name, const char* value,
                        size_t length) {
  Set(desc,
      [&](NodeBuilder& b) { b.Attr(Attr(attr_name, hb::FuncRef{std::string(value, length)})); });
}

void HB_SetAttrShape(HB_OperationDescription* desc, const char* attr_name, const int64_t* dims,
                     int num_dims) {
  Set(desc, [&](NodeBuilder& b) {
    auto shape = hb::capi::ShapeOf(dims, num_dims);
    if (!shape.ok()) return desc->Fail(std::move(shape).status());
    b.Attr(Attr(attr_name, *shape));
  });
}

void HB_SetAttrShapeList(HB_OperationDescription* desc, const char* attr_name,
                         const int64_t* const* dims, const int* num_dims, int num_shapes) {
  Set(desc, [&](NodeBuilder& b) {
    std::vector<hb::Shape> shapes;
    for (int i = 0; i < num_shapes; ++i) {
      auto shape = hb::capi::ShapeOf(dims[i], num_dims[i]);
      if (!shape.ok()) return desc->Fail(std::move(shape).status());
      shapes.push_back(*shape);
    }
    b.Attr(Attr(attr_name, shapes));
  });
}

void HB_SetAttrTensorShapeProto(HB_OperationDescription* desc, const char* attr_name,
                                const void* proto, size_t proto_len, HB_Status* status) {
  hb::capi::Guard(status, [&]() -> hb::Status {
    hb::pb::TensorShapeProto message;
    HB_RETURN_IF_ERROR(hb::capi::Parse(proto, proto_len, &message, "TensorShapeProto"));
    HB_ASSIGN_OR_RETURN(hb::Shape shape, hb::ShapeFromProto(message));
    desc->builder.Attr(Attr(attr_name, shape));
    return hb::Status();
  });
}

void HB_SetAttrTensorShapeProtoList(HB_OperationDescription* desc, const char* attr_name,
                                    const void* const* protos, const size_t* proto_lens,
                                    int num_shapes, HB_Status* status) {
  hb::capi::Guard(
      status, [&] { return hb::capi::SetShapes(desc, attr_name, protos, proto_lens, num_shapes); });
}

void HB_SetAttrTensor(HB_OperationDescription* desc, const char* attr_name, HB_Tensor* value,
                      HB_Status* status) {
  hb::capi::Guard(status, [&]() -> hb::Status {
    hb::pb::AttrValue attr;
    HB_RETURN_IF_ERROR(hb::TensorToProto(value->tensor, attr.mutable_tensor()));
    desc->builder.Attr(Attr(attr_name, std::move(attr)));
    return hb::Status();
  });
}

void HB_SetAttrTensorList(HB_OperationDescription* desc, const char* attr_name,
                          HB_Tensor* const* values, int num_values, HB_Status* status) {
  hb::capi::Guard(status, [&] {
    hb::Status result;
    auto attr = hb::capi::TensorList(values, num_values, &result);
    if (result.ok()) desc->builder.Attr(Attr(attr_name, std::move(attr)));
    return result;
  });
}

void HB_SetAttrValueProto(HB_OperationDescription* desc, const char* attr_name, const void* proto,
                          size_t proto_len, HB_Status* status) {
  hb::capi::Guard(status, [&]() -> hb::Status {
    hb::pb::AttrValue attr;
    HB_RETURN_IF_ERROR(hb::capi::Parse(proto, proto_len, &attr, "AttrValue"));
    desc->builder.Attr(Attr(attr_name, std::move(attr)));
    return hb::Status();
  });
}

HB_Operation* HB_FinishOperationLocked(HB_OperationDescription* desc, HB_Status* status) {
  std::unique_ptr<HB_OperationDescription> owned(desc);
  auto* node =
      hb::capi::GuardValue<hb::Node*>(status, nullptr, [&] { return hb::capi::Finish(desc); });
  return hb::capi::FromNode(node);
}

HB_Operation* HB_FinishOperation(HB_OperationDescription* desc, HB_Status* status) {
  auto lock = hb::capi::Lock(*desc->graph);
  return HB_FinishOperationLocked(desc, status);
}
