// The input is a TensorProto or a TensorShapeProto.
#include "core/graph/tensor_proto.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hb::pb::TensorProto proto;
  if (proto.ParseFromArray(data, static_cast<int>(size))) {
    const hb::Result<hb::Tensor> t = hb::TensorFromProto(proto);
    hb::pb::TensorProto back;
    if (t.ok()) static_cast<void>(hb::TensorToProto(*t, &back).ok());
    if (t.ok()) static_cast<void>(hb::DebugString(*t));
  }
  hb::pb::TensorShapeProto shape;
  if (shape.ParseFromArray(data, static_cast<int>(size))) {
    static_cast<void>(hb::ShapeFromProto(shape).ok());
  }
  return 0;
}
