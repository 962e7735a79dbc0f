// The signatures of a MetaGraphDef.
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <map>

#include "c_api/src/internal.h"
#include "core/graph/tensor_proto.h"
#include "core/proto/saved_model.pb.h"

namespace hb::capi {
namespace {

struct SignatureTensor {
  std::string name;
  std::string tensor_name;
  DType dtype;
  Shape shape;
};

struct Signature {
  std::string name;
  std::string method;
  std::vector<SignatureTensor> inputs, outputs;
};

Status ReadTensors(const google::protobuf::Map<std::string, pb::TensorInfo>& map,
                   std::vector<SignatureTensor>* tensors) {
  const std::map<std::string, pb::TensorInfo> sorted(map.begin(), map.end());
  for (const auto& [name, info] : sorted) {
    HB_ASSIGN_OR_RETURN(Shape shape, ShapeFromProto(info.tensor_shape()));
    tensors->push_back({name, info.name(), FromPb(info.dtype()), shape});
  }
  return Status();
}

}  // namespace
}  // namespace hb::capi

struct HB_SignatureList {
  std::vector<hb::capi::Signature> signatures;
};

namespace hb::capi {
namespace {

// A serialized MetaGraphDef without its graph, which is nearly all of it. Bytes that aren't a
// message come back as they are.
std::string WithoutGraph(std::string_view bytes) {
  using google::protobuf::internal::WireFormatLite;
  if (bytes.size() > INT_MAX) return std::string(bytes);
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  std::string rest;
  size_t begin = 0;
  while (const uint32_t tag = in.ReadTag()) {
    if (!WireFormatLite::SkipField(&in, tag)) return std::string(bytes);
    const auto end = static_cast<size_t>(in.CurrentPosition());
    if (WireFormatLite::GetTagFieldNumber(tag) != pb::MetaGraphDef::kGraphDefFieldNumber) {
      rest.append(bytes.substr(begin, end - begin));
    }
    begin = end;
  }
  return begin == bytes.size() ? rest : std::string(bytes);
}

Result<HB_SignatureList*> ReadSignatures(const HB_Buffer* bytes) {
  pb::MetaGraphDef meta_graph;
  if (bytes->data == nullptr) {
    HB_RETURN_IF_ERROR(Parse(bytes, &meta_graph, "MetaGraphDef"));
  } else {
    const std::string rest = WithoutGraph({static_cast<const char*>(bytes->data), bytes->length});
    HB_RETURN_IF_ERROR(Parse(rest.data(), rest.size(), &meta_graph, "MetaGraphDef"));
  }
  auto list = std::make_unique<HB_SignatureList>();
  for (const auto& [name, def] : meta_graph.signature_def()) {
    Signature signature{name, def.method_name(), {}, {}};
    HB_RETURN_IF_ERROR(ReadTensors(def.inputs(), &signature.inputs));
    HB_RETURN_IF_ERROR(ReadTensors(def.outputs(), &signature.outputs));
    list->signatures.push_back(std::move(signature));
  }
  std::sort(list->signatures.begin(), list->signatures.end(),
            [](const Signature& a, const Signature& b) { return a.name < b.name; });
  return list.release();
}

const Signature* At(const HB_SignatureList* list, int index) {
  if (index < 0 || index >= static_cast<int>(list->signatures.size())) return nullptr;
  return &list->signatures[static_cast<size_t>(index)];
}

Status Describe(const HB_SignatureList* list, int index, int number,
                const std::vector<SignatureTensor> Signature::*ends, const char* what,
                HB_SignatureTensor* out) {
  const Signature* signature = At(list, index);
  if (signature == nullptr) {
    return InvalidArgument("There are ", list->signatures.size(),
                           " signatures, so there is none at ", index);
  }
  const auto& tensors = signature->*ends;
  if (number < 0 || number >= static_cast<int>(tensors.size())) {
    return InvalidArgument("Signature '", signature->name, "' has ", tensors.size(), " ", what,
                           "s, so there is none at ", number);
  }
  if (out->struct_size < sizeof(size_t)) {
    return InvalidArgument("HB_SignatureTensor.struct_size must be sizeof(HB_SignatureTensor)");
  }
  const SignatureTensor& t = tensors[static_cast<size_t>(number)];
  const HB_SignatureTensor full{out->struct_size,      t.name.c_str(),
                                t.tensor_name.c_str(), static_cast<HB_DataType>(t.dtype),
                                t.shape.rank(),        t.shape.data()};
  std::memcpy(out, &full, std::min(out->struct_size, sizeof(full)));
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::capi::At;
using hb::capi::Guard;
using hb::capi::Signature;

HB_SignatureList* HB_MetaGraphDefSignatures(const HB_Buffer* meta_graph_def, HB_Status* status) {
  return hb::capi::GuardValue<HB_SignatureList*>(
      status, nullptr, [&] { return hb::capi::ReadSignatures(meta_graph_def); });
}

void HB_DeleteSignatureList(HB_SignatureList* list) { delete list; }

int HB_SignatureListCount(const HB_SignatureList* list) {
  return static_cast<int>(list->signatures.size());
}

const char* HB_SignatureListName(const HB_SignatureList* list, int index) {
  const Signature* signature = At(list, index);
  return signature != nullptr ? signature->name.c_str() : nullptr;
}

const char* HB_SignatureListMethod(const HB_SignatureList* list, int index) {
  const Signature* signature = At(list, index);
  return signature != nullptr ? signature->method.c_str() : nullptr;
}

int HB_SignatureListNumInputs(const HB_SignatureList* list, int index) {
  const Signature* signature = At(list, index);
  return signature != nullptr ? static_cast<int>(signature->inputs.size()) : -1;
}

int HB_SignatureListNumOutputs(const HB_SignatureList* list, int index) {
  const Signature* signature = At(list, index);
  return signature != nullptr ? static_cast<int>(signature->outputs.size()) : -1;
}

void HB_SignatureListInput(const HB_SignatureList* list, int index, int input,
                           HB_SignatureTensor* tensor, HB_Status* status) {
  Guard(status, [&] {
    return hb::capi::Describe(list, index, input, &Signature::inputs, "input", tensor);
  });
}

void HB_SignatureListOutput(const HB_SignatureList* list, int index, int output,
                            HB_SignatureTensor* tensor, HB_Status* status) {
  Guard(status, [&] {
    return hb::capi::Describe(list, index, output, &Signature::outputs, "output", tensor);
  });
}
