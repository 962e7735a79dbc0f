#include "core/io/snappy.h"

#include "core/base/coding.h"

namespace hb {
namespace {

// The little-endian number in the first `bytes` bytes; these must be there.
uint32_t TakeNumber(std::string_view* in, size_t bytes) {
  uint32_t v = 0;
  for (size_t i = 0; i < bytes; ++i) {
    v |= uint32_t{static_cast<unsigned char>((*in)[i])} << (8 * i);
  }
  in->remove_prefix(bytes);
  return v;
}

}  // namespace

Result<std::string> SnappyUncompress(std::string_view in) {
  const Status bad = DataLoss("malformed snappy data");
  uint32_t size = 0;
  // Two bytes give at most 64.
  if (!GetVarint32(&in, &size) || size / 32 > in.size()) return bad;
  std::string out;
  out.reserve(size);
  while (!in.empty()) {
    const uint32_t tag = TakeNumber(&in, 1);
    uint64_t length = (tag >> 2) + 1;
    if ((tag & 3) == 0) {
      if (length > 60) {
        const size_t bytes = length - 60;
        if (in.size() < bytes) return bad;
        length = uint64_t{TakeNumber(&in, bytes)} + 1;
      }
      if (length > in.size() || length > size - out.size()) return bad;
      out.append(in.substr(0, length));
      in.remove_prefix(length);
      continue;
    }
    const size_t bytes = (tag & 3) == 3 ? 4 : tag & 3;
    if (in.size() < bytes) return bad;
    uint64_t distance = TakeNumber(&in, bytes);
    if ((tag & 3) == 1) {
      length = (tag >> 2 & 7) + 4;
      distance |= (tag >> 5) << 8;
    }
    if (distance == 0 || distance > out.size() || length > size - out.size()) return bad;
    // The source may overlap what is being written.
    for (uint64_t i = 0; i < length; ++i) out.push_back(out[out.size() - distance]);
  }
  if (out.size() != size) return bad;
  return out;
}

}  // namespace hb
