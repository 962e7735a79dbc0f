#include "core/io/example_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hb::FeatureKeys keys;
  for (const char* key : {"a", "s", "i", "f"}) keys.Add(key);
  std::vector<hb::FeatureView> found(4);
  const std::string_view example(reinterpret_cast<const char*>(data), size);
  if (!hb::FindFeatures(example, keys, found).ok()) return 0;
  for (const hb::FeatureView& f : found) {
    const size_t n = static_cast<size_t>(f.count);
    if (f.dtype == hb::DT_FLOAT) hb::CopyValues(f, std::vector<float>(n).data());
    if (f.dtype == hb::DT_INT64) hb::CopyValues(f, std::vector<int64_t>(n).data());
    if (f.dtype == hb::DT_STRING) hb::CopyValues(f, std::vector<hb::TString>(n).data());
  }
  return 0;
}
