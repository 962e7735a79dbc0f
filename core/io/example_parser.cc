#include "core/io/example_parser.h"

#include <algorithm>
#include <cstring>

#include "core/base/coding.h"

namespace hb {
namespace {

// Field by field through a serialized message.
class Wire {
 public:
  enum Type { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
  explicit Wire(std::string_view in) : in_(in) {}

  // False at the end, and where the bytes are malformed.
  bool Next() {
    if (in_.empty()) return false;
    uint32_t tag = 0;
    if (!GetVarint32(&in_, &tag) || tag < 8) return Fail();
    field = tag >> 3;
    type = tag & 7;
    switch (type) {
      case kVarint:
        return GetVarint64(&in_, &number) || Fail();
      case kBytes:
        return GetLengthPrefixed(&in_, &bytes) || Fail();
      case kFixed64:
      case kFixed32: {
        const size_t size = type == kFixed64 ? 8 : 4;
        if (in_.size() < size) return Fail();
        bytes = in_.substr(0, size);
        in_.remove_prefix(size);
        return true;
      }
      default:
        return Fail();
    }
  }
  bool ok() const { return ok_; }

  uint32_t field = 0;
  uint32_t type = 0;
  std::string_view bytes;
  uint64_t number = 0;

 private:
  bool Fail() { return ok_ = false; }
  std::string_view in_;
  bool ok_ = true;
};

// The number of values of a list, all of them valid; -1 if the list is malformed.
int64_t CountValues(DType dtype, std::string_view list) {
  int64_t count = 0;
  Wire wire(list);
  while (wire.Next()) {
    if (wire.field != 1) continue;
    const bool packed = wire.type == Wire::kBytes;
    if (dtype == DT_STRING) {
      if (!packed) return -1;
      ++count;
    } else if (!packed) {
      if (wire.type != (dtype == DT_FLOAT ? Wire::kFixed32 : Wire::kVarint)) return -1;
      ++count;
    } else if (dtype == DT_FLOAT) {
      if (wire.bytes.size() % 4 != 0) return -1;
      count += static_cast<int64_t>(wire.bytes.size() / 4);
    } else {
      uint64_t v;
      for (; !wire.bytes.empty(); ++count) {
        if (!GetVarint64(&wire.bytes, &v)) return -1;
      }
    }
  }
  return wire.ok() ? count : -1;
}

bool ReadFeature(std::string_view feature, FeatureView* out) {
  static constexpr DType kTypes[] = {DT_INVALID, DT_STRING, DT_FLOAT, DT_INT64};
  *out = FeatureView();
  Wire wire(feature);
  while (wire.Next()) {
    if (wire.field > 3 || wire.type != Wire::kBytes) continue;
    out->dtype = kTypes[wire.field];
    out->list = wire.bytes;
  }
  if (!wire.ok()) return false;
  if (out->dtype != DT_INVALID) out->count = CountValues(out->dtype, out->list);
  return out->count >= 0;
}

bool ReadFeature(std::string_view list, FeatureListView* out) {
  *out = FeatureListView();
  out->found = true;
  Wire wire(list);
  while (wire.Next()) {
    if (wire.field != 1 || wire.type != Wire::kBytes) continue;
    if (!ReadFeature(wire.bytes, &out->features.emplace_back())) return false;
  }
  return wire.ok();
}

// An entry of the map of features, or of feature lists.
template <typename View>
Status ReadEntry(std::string_view entry, const FeatureKeys& keys, std::span<View> features) {
  std::string_view key, feature;
  Wire wire(entry);
  while (wire.Next()) {
    if (wire.type != Wire::kBytes) continue;
    if (wire.field == 1) key = wire.bytes;
    if (wire.field == 2) feature = wire.bytes;
  }
  if (!wire.ok()) return InvalidArgument("a feature is malformed");
  const int number = keys.Find(key);
  if (number < 0 || ReadFeature(feature, &features[static_cast<size_t>(number)])) return Status();
  return InvalidArgument("the feature '", key, "' is malformed");
}

// The map in field `field` of an Example or SequenceExample.
template <typename View>
Status ReadMap(std::string_view example, uint32_t field, const FeatureKeys& keys,
               std::span<View> features) {
  std::fill(features.begin(), features.end(), View());
  Wire outer(example);
  while (outer.Next()) {
    if (outer.field != field || outer.type != Wire::kBytes) continue;
    Wire map(outer.bytes);
    while (map.Next()) {
      if (map.field != 1 || map.type != Wire::kBytes) continue;
      HB_RETURN_IF_ERROR(ReadEntry(map.bytes, keys, features));
    }
    if (!map.ok()) return InvalidArgument("the list of features is malformed");
  }
  return outer.ok() ? Status() : InvalidArgument("the bytes are no tf.train.Example");
}

// Calls take(field) for each field of the values of a valid list.
template <typename Take>
void ForEachField(std::string_view list, Take&& take) {
  Wire wire(list);
  while (wire.Next()) {
    if (wire.field == 1) take(wire);
  }
}

}  // namespace

int FeatureKeys::Add(std::string_view key) {
  return numbers_.emplace(key, static_cast<int>(numbers_.size())).first->second;
}

int FeatureKeys::Find(std::string_view key) const {
  const auto it = numbers_.find(key);
  return it == numbers_.end() ? -1 : it->second;
}

Status FindFeatures(std::string_view example, const FeatureKeys& keys,
                    std::span<FeatureView> features) {
  return ReadMap(example, 1, keys, features);
}

Status FindFeatureLists(std::string_view example, const FeatureKeys& keys,
                        std::span<FeatureListView> lists) {
  return ReadMap(example, 2, keys, lists);
}

void CopyValues(const FeatureView& feature, float* out) {
  ForEachField(feature.list, [&](const Wire& wire) {
    std::memcpy(out, wire.bytes.data(), wire.bytes.size());
    out += wire.bytes.size() / 4;
  });
}

void CopyValues(const FeatureView& feature, int64_t* out) {
  ForEachField(feature.list, [&](const Wire& wire) {
    if (wire.type == Wire::kVarint) {
      *out++ = static_cast<int64_t>(wire.number);
      return;
    }
    uint64_t v = 0;
    for (std::string_view rest = wire.bytes; !rest.empty(); *out++ = static_cast<int64_t>(v)) {
      if (!GetVarint64(&rest, &v)) return;
    }
  });
}

void CopyValues(const FeatureView& feature, TString* out) {
  ForEachField(feature.list, [&](const Wire& wire) { (out++)->Assign(wire.bytes); });
}

}  // namespace hb
