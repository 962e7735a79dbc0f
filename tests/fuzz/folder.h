// A folder for targets whose input is a file.
#ifndef HORNBEAM_TESTS_FUZZ_FOLDER_H_
#define HORNBEAM_TESTS_FUZZ_FOLDER_H_

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/base/file_system.h"

namespace hb {

// Goes when the process exits.
struct FuzzFolder {
  FuzzFolder() {
    if (mkdtemp(path.data()) == nullptr) std::abort();
  }
  ~FuzzFolder() { static_cast<void>(DeleteTree(path).ok()); }
  std::string File(std::string_view name) const { return JoinPath(path, name); }
  std::string path = "/tmp/hornbeam_fuzz_XXXXXX";
};

inline void PutFile(const std::string& path, std::string_view content) {
  static_cast<void>(DeleteFile(path).ok());
  auto file = FileWriter::Open(path, FileWriter::kTruncate);
  if (!file.ok() || !(*file)->Append(content).ok()) std::abort();
}

inline std::string_view FuzzInput(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace hb

#endif  // HORNBEAM_TESTS_FUZZ_FOLDER_H_
