// The declarations of all of TensorFlow's ops, as data. A build with a subset of the ops has none.
#ifndef HORNBEAM_CORE_BUILTIN_TF_OPDEFS_H_
#define HORNBEAM_CORE_BUILTIN_TF_OPDEFS_H_

#include <string_view>
#include <vector>

#include "core/graph/proto.h"

namespace hb {

// The OpDef (without documentation) that TensorFlow has under this name; false if it has none.
bool FindTensorFlowOp(std::string_view name, pb::OpDef* def);
// All names, sorted.
std::vector<std::string_view> TensorFlowOpNames();
// The version of TensorFlow whose declarations these are.
std::string_view TensorFlowOpsVersion();

}  // namespace hb

#endif  // HORNBEAM_CORE_BUILTIN_TF_OPDEFS_H_
