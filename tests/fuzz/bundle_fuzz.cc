// The input is the index of a checkpoint whose data file is a fixed one.
#include "core/io/tensor_bundle.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const hb::FuzzFolder folder;
  const std::string prefix = folder.File("b");
  hb::PutFile(hb::BundleIndexPath(prefix), hb::FuzzInput(data, size));
  hb::PutFile(hb::BundleDataPath(prefix, 0, 1), std::string(1000, '\1'));
  const auto reader = hb::BundleReader::Open(prefix);
  if (!reader.ok()) return 0;
  for (const std::string& name : (*reader)->Names()) {
    static_cast<void>((*reader)->Read(name).ok());
  }
  return 0;
}
