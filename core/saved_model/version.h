// The versions that a SavedModel of ours carries, in assets.extra/hornbeam_version.
#ifndef HORNBEAM_CORE_SAVED_MODEL_VERSION_H_
#define HORNBEAM_CORE_SAVED_MODEL_VERSION_H_

#include <string>

#include "core/base/status.h"

namespace hb {

// What the writer puts into the file: its own format version and the least that a reader must have.
std::string ModelVersionFile();
inline constexpr char kModelVersionPath[] = "assets.extra/hornbeam_version";

// FailedPrecondition with both numbers if the model in `dir` needs a newer reader; OK for models of
// others.
Status CheckModelVersion(const std::string& dir);

}  // namespace hb

#endif  // HORNBEAM_CORE_SAVED_MODEL_VERSION_H_
