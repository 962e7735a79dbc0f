// Features of serialized tf.train.Example messages, read from the bytes without building messages.
#ifndef HORNBEAM_CORE_IO_EXAMPLE_PARSER_H_
#define HORNBEAM_CORE_IO_EXAMPLE_PARSER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/status.h"
#include "core/tensor/dtype.h"
#include "core/tensor/tstring.h"

namespace hb {

// The values of one feature of one example, within the example's bytes.
struct FeatureView {
  DType dtype =
      DT_INVALID;         // DT_STRING, DT_FLOAT or DT_INT64; DT_INVALID if the feature is missing
  std::string_view list;  // the BytesList, FloatList or Int64List
  int64_t count = 0;
};

// The names that are looked for, each with a number.
class FeatureKeys {
 public:
  // The number of `key`, a new one if it has none. The key's bytes must outlive this object.
  int Add(std::string_view key);
  int size() const { return static_cast<int>(numbers_.size()); }
  // -1 if it is not looked for.
  int Find(std::string_view key) const;

 private:
  std::unordered_map<std::string_view, int> numbers_;
};

// Fills features[n] for each key of number n; of several features with one name the last counts.
// The bytes are untrusted: INVALID_ARGUMENT if they are no Example, in full and valid, so that
// CopyValues can't fail.
Status FindFeatures(std::string_view example, const FeatureKeys& keys,
                    std::span<FeatureView> features);

// A list of features of one SequenceExample.
struct FeatureListView {
  bool found = false;
  std::vector<FeatureView> features;  // those without values have no dtype
};

// The same for the feature lists of a SequenceExample. Its context is found by FindFeatures.
Status FindFeatureLists(std::string_view example, const FeatureKeys& keys,
                        std::span<FeatureListView> lists);

// Writes the `count` values of a feature, whose dtype must be T's.
void CopyValues(const FeatureView& feature, float* out);
void CopyValues(const FeatureView& feature, int64_t* out);
void CopyValues(const FeatureView& feature, TString* out);

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_EXAMPLE_PARSER_H_
