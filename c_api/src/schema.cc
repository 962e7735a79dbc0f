// The ops of this build as JSON, for the generators of bindings.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "c_api/src/internal.h"
#include "core/builtin/builtin.h"
#include "core/graph/tensor_proto.h"
#include "core/kernel/registry.h"

namespace hb::capi {
namespace {

// Writes objects and arrays with the commas in their places.
class Json {
 public:
  Json& Key(std::string_view key) {
    Comma();
    Quote(key);
    text_ += ": ";
    fresh_ = true;
    return *this;
  }
  void String(std::string_view value) {
    Comma();
    Quote(value);
  }
  void Raw(std::string_view value) {
    Comma();
    text_ += value;
  }
  void Open(char bracket) {
    Comma();
    text_ += bracket;
    fresh_ = true;
  }
  void Close(char bracket) {
    text_ += bracket;
    fresh_ = false;
  }
  void Line() {
    Comma();
    text_ += '\n';
    fresh_ = true;
  }
  std::string Take() { return std::move(text_); }

 private:
  void Comma() {
    if (!fresh_) text_ += text_.empty() ? "" : ", ";
    fresh_ = false;
  }
  void Quote(std::string_view value) {
    static constexpr char kHex[] = "0123456789abcdef";
    text_ += '"';
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        text_ += '\\';
        text_ += c;
      } else if (c == '\n') {
        text_ += "\\n";
      } else if (byte < 0x20) {
        text_ += "\\u00";
        text_ += kHex[byte >> 4];
        text_ += kHex[byte & 15];
      } else {
        text_ += c;
      }
    }
    text_ += '"';
  }
  std::string text_;
  bool fresh_ = true;
};

std::string TypeName(pb::DataType type) {
  std::string name = "DT_" + DTypeName(FromPb(type));
  for (char& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return name;
}

void WriteShape(const pb::TensorShapeProto& shape, Json* json) {
  if (shape.unknown_rank()) return json->Raw("null");
  json->Open('[');
  for (const auto& dim : shape.dim()) json->Raw(StrCat(dim.size()));
  json->Close(']');
}

void WriteFloat(float value, Json* json) {
  if (std::isfinite(value)) return json->Raw(StrCat(value));
  json->String(std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
}

void WriteValue(const pb::AttrValue& value, Json* json);

void WriteList(const pb::AttrValue::ListValue& list, Json* json) {
  json->Open('[');
  for (const auto& v : list.s()) json->String(v);
  for (const auto v : list.i()) json->Raw(StrCat(v));
  for (const auto v : list.f()) WriteFloat(v, json);
  for (const bool v : list.b()) json->Raw(v ? "true" : "false");
  for (const int v : list.type()) json->String(TypeName(static_cast<pb::DataType>(v)));
  for (const auto& v : list.shape()) WriteShape(v, json);
  for (const auto& v : list.func()) json->String(v.name());
  json->Close(']');
}

void WriteValue(const pb::AttrValue& value, Json* json) {
  switch (value.value_case()) {
    case pb::AttrValue::kS:
      return json->String(value.s());
    case pb::AttrValue::kI:
      return json->Raw(StrCat(value.i()));
    case pb::AttrValue::kF:
      return WriteFloat(value.f(), json);
    case pb::AttrValue::kB:
      return json->Raw(value.b() ? "true" : "false");
    case pb::AttrValue::kType:
      return json->String(TypeName(value.type()));
    case pb::AttrValue::kShape:
      return WriteShape(value.shape(), json);
    case pb::AttrValue::kList:
      return WriteList(value.list(), json);
    case pb::AttrValue::kFunc:
      return json->String(value.func().name());
    default:
      return json->Raw("null");
  }
}

void WriteArg(const pb::OpDef::ArgDef& arg, Json* json) {
  json->Open('{');
  json->Key("name").String(arg.name());
  if (arg.type() != pb::DT_INVALID) json->Key("type").String(TypeName(arg.type()));
  if (!arg.type_attr().empty()) json->Key("type_attr").String(arg.type_attr());
  if (!arg.number_attr().empty()) json->Key("number_attr").String(arg.number_attr());
  if (!arg.type_list_attr().empty()) json->Key("type_list_attr").String(arg.type_list_attr());
  if (arg.is_ref()) json->Key("is_ref").Raw("true");
  if (!arg.description().empty()) json->Key("doc").String(arg.description());
  json->Close('}');
}

// Whether the attribute follows from the inputs.
bool Inferred(const pb::OpDef& op, const std::string& name) {
  return std::any_of(op.input_arg().begin(), op.input_arg().end(), [&](const auto& arg) {
    return arg.type_attr() == name || arg.number_attr() == name || arg.type_list_attr() == name;
  });
}

void WriteAttr(const pb::OpDef& op, const pb::OpDef::AttrDef& attr, Json* json) {
  json->Open('{');
  json->Key("name").String(attr.name());
  json->Key("type").String(attr.type());
  if (attr.has_default_value()) {
    json->Key("default");
    WriteValue(attr.default_value(), json);
  }
  if (attr.has_minimum()) json->Key("minimum").Raw(StrCat(attr.minimum()));
  if (attr.has_allowed_values()) {
    json->Key("allowed");
    WriteList(attr.allowed_values().list(), json);
  }
  if (Inferred(op, attr.name())) json->Key("inferred").Raw("true");
  if (!attr.description().empty()) json->Key("doc").String(attr.description());
  json->Close('}');
}

void WriteOp(const OpInfo& info, Json* json) {
  const pb::OpDef& op = info.def;
  json->Open('{');
  json->Key("name").String(op.name());
  json->Key("group").String(info.group);
  json->Key("inputs").Open('[');
  for (const auto& arg : op.input_arg()) WriteArg(arg, json);
  json->Close(']');
  json->Key("outputs").Open('[');
  for (const auto& arg : op.output_arg()) WriteArg(arg, json);
  json->Close(']');
  json->Key("attrs").Open('[');
  for (const auto& attr : op.attr()) WriteAttr(op, attr, json);
  json->Close(']');
  if (!info.method.empty()) json->Key("method").String(info.method);
  if (!info.operator_sign.empty()) json->Key("operator").String(info.operator_sign);
  if (info.operator_rank > 0) json->Key("operator_rank").Raw(StrCat(info.operator_rank));
  if (info.literal) json->Key("literal").Raw("true");
  if (op.is_stateful()) json->Key("stateful").Raw("true");
  if (info.gradient != nullptr) json->Key("gradient").Raw("true");
  if (!KernelRegistry::Global().Has(op.name(), "CPU")) json->Key("kernel").Raw("false");
  if (!op.summary().empty()) json->Key("summary").String(op.summary());
  if (!op.description().empty()) json->Key("doc").String(op.description());
  json->Close('}');
}

std::string OpsSchema() {
  InitBuiltin();
  Json json;
  json.Open('[');
  for (const std::string& name : OpSet::Global().Names()) {
    json.Line();
    WriteOp(*OpSet::Global().Find(name), &json);
  }
  json.Close('\n');
  json.Close(']');
  json.Close('\n');
  return json.Take();
}

}  // namespace
}  // namespace hb::capi

HB_Buffer* HB_GetOpsSchema(HB_Status* status) {
  return hb::capi::GuardValue<HB_Buffer*>(status, nullptr, []() -> hb::Result<HB_Buffer*> {
    return hb::capi::NewBuffer(hb::capi::OpsSchema());
  });
}
