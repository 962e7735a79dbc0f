// The messages of core/proto under a short name.
#ifndef HORNBEAM_CORE_GRAPH_PROTO_H_
#define HORNBEAM_CORE_GRAPH_PROTO_H_

#include <string>

#include "core/proto/graph.pb.h"
#include "core/proto/op_def.pb.h"
#include "core/proto/tensor.pb.h"
#include "core/tensor/dtype.h"

namespace hb {
namespace pb = ::hornbeam;

inline DType FromPb(pb::DataType t) { return static_cast<DType>(t); }
inline pb::DataType ToPb(DType t) { return static_cast<pb::DataType>(t); }

// The bytes of a message with maps in the order of their keys: equal messages give equal bytes.
std::string DeterministicBytes(const google::protobuf::MessageLite& message);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_PROTO_H_
