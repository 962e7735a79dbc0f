#include "core/saved_model/version.h"

#include <charconv>

#include "core/base/file_system.h"

namespace hb {
namespace {

// The format of what Hornbeam adds to a SavedModel; counted up when a reader must know more.
constexpr int kFormat = 1;
constexpr int kMinReader = 1;

}  // namespace

std::string ModelVersionFile() {
  return StrCat("format ", kFormat, "\nmin_reader ", kMinReader, "\n");
}

Status CheckModelVersion(const std::string& dir) {
  const std::string path = JoinPath(dir, kModelVersionPath);
  if (!FileExists(path)) return Status();
  HB_ASSIGN_OR_RETURN(std::string text, ReadFile(path, 4096));
  for (std::string_view line : Split(text, '\n')) {
    if (!line.starts_with("min_reader ")) continue;
    line.remove_prefix(11);
    int needed = 0;
    auto r = std::from_chars(line.data(), line.data() + line.size(), needed);
    if (r.ec != std::errc()) break;
    if (needed <= kFormat) return Status();
    return FailedPrecondition("the model in '", dir, "' needs a reader of format ", needed,
                              "; this library reads up to format ", kFormat);
  }
  return DataLoss("'", path, "' is damaged");
}

}  // namespace hb
