// The input is the index of a checkpoint whose data file is a fixed one.
#include <unistd.h>

#include <cstdlib>

#include "core/io/tensor_bundle.h"

namespace {

// A folder that goes when the process exits.
struct Folder {
  Folder() {
    if (mkdtemp(path.data()) == nullptr) std::abort();
  }
  ~Folder() { static_cast<void>(hb::DeleteTree(path).ok()); }
  std::string path = "/tmp/hornbeam_fuzz_XXXXXX";
};

void Put(const std::string& path, std::string_view content) {
  static_cast<void>(hb::DeleteFile(path).ok());
  auto file = hb::FileWriter::Open(path, hb::FileWriter::kTruncate);
  if (!file.ok() || !(*file)->Append(content).ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Folder folder;
  const std::string prefix = hb::JoinPath(folder.path, "b");
  Put(hb::BundleIndexPath(prefix), {reinterpret_cast<const char*>(data), size});
  Put(hb::BundleDataPath(prefix, 0, 1), std::string(1000, '\1'));
  const auto reader = hb::BundleReader::Open(prefix);
  if (!reader.ok()) return 0;
  for (const std::string& name : (*reader)->Names()) {
    static_cast<void>((*reader)->Read(name).ok());
  }
  return 0;
}
