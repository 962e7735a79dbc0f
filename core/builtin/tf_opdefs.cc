#include "core/builtin/tf_opdefs.h"

#include <algorithm>

#include "core/base/config.h"

namespace hb {
namespace {

#include "core/builtin/gen/tf_opdefs.inc"

constexpr bool kAllOps = kOpSubset[0].empty();

std::string_view Message(int i) { return {kBlob + kOffsets[i], kOffsets[i + 1] - kOffsets[i]}; }

// A message begins with its field 1, the name: tag, length, bytes.
std::string_view NameOf(int i) {
  const std::string_view m = Message(i);
  return m.substr(2, static_cast<unsigned char>(m[1]));
}

}  // namespace

bool FindTensorFlowOp(std::string_view name, pb::OpDef* def) {
  // The test of the constant lets a subset's link leave the table out.
  int low = 0, high = kAllOps ? kNumOps : 0;
  while (low < high) {
    const int mid = (low + high) / 2;
    if (NameOf(mid) < name) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  if (!kAllOps || low == kNumOps || NameOf(low) != name) return false;
  const std::string_view m = Message(low);
  return def->ParseFromArray(m.data(), static_cast<int>(m.size()));
}

std::vector<std::string_view> TensorFlowOpNames() {
  std::vector<std::string_view> names;
  if (!kAllOps) return names;
  names.reserve(kNumOps);
  for (int i = 0; i < kNumOps; ++i) names.push_back(NameOf(i));
  return names;
}

std::string_view TensorFlowOpsVersion() { return kTensorFlowVersion; }

}  // namespace hb
