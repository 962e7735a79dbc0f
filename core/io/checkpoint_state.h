// The file "checkpoint" of a folder: which checkpoints it has and which is the latest.
#ifndef HORNBEAM_CORE_IO_CHECKPOINT_STATE_H_
#define HORNBEAM_CORE_IO_CHECKPOINT_STATE_H_

#include <string>
#include <vector>

#include "core/base/status.h"

namespace hb {

// Prefixes of checkpoints. In the file, those inside the folder are relative to it.
struct CheckpointState {
  std::string latest;
  std::vector<std::string> all;    // oldest first
  std::vector<double> timestamps;  // of `all`, or empty
  double last_preserved = 0;
};

// NOT_FOUND without such a file; the file is untrusted.
Result<CheckpointState> ReadCheckpointState(const std::string& dir);
Status WriteCheckpointState(const std::string& dir, const CheckpointState& state);
// The prefix of the latest checkpoint, whose index exists.
Result<std::string> LatestCheckpoint(const std::string& dir);

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_CHECKPOINT_STATE_H_
