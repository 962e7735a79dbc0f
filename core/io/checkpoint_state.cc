#include "core/io/checkpoint_state.h"

#include "core/base/file_system.h"
#include "core/io/tensor_bundle.h"
#include "core/io/text_format.h"
#include "core/proto/checkpoint_state.pb.h"

namespace hb {
namespace {

constexpr char kFile[] = "checkpoint";
constexpr uint64_t kMaxSize = 16 << 20;

std::string RelativeTo(const std::string& dir, const std::string& path) {
  const std::string inside = JoinPath(dir, "");
  return path.starts_with(inside) ? path.substr(inside.size()) : path;
}

}  // namespace

Result<CheckpointState> ReadCheckpointState(const std::string& dir) {
  const std::string path = JoinPath(dir, kFile);
  HB_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kMaxSize));
  hornbeam::CheckpointState proto;
  const Status parsed = ParseText("CheckpointState", text, &proto);
  if (!parsed.ok()) return parsed.WithPrefix(StrCat("'", path, "': "));
  if (proto.model_checkpoint_path().empty()) {
    return DataLoss("'", path, "' doesn't name the latest checkpoint (model_checkpoint_path)");
  }
  CheckpointState state;
  state.latest = JoinPath(dir, proto.model_checkpoint_path());
  for (const std::string& p : proto.all_model_checkpoint_paths()) {
    state.all.push_back(JoinPath(dir, p));
  }
  state.timestamps.assign(proto.all_model_checkpoint_timestamps().begin(),
                          proto.all_model_checkpoint_timestamps().end());
  state.last_preserved = proto.last_preserved_timestamp();
  return state;
}

Status WriteCheckpointState(const std::string& dir, const CheckpointState& state) {
  hornbeam::CheckpointState proto;
  proto.set_model_checkpoint_path(RelativeTo(dir, state.latest));
  for (const std::string& p : state.all) {
    proto.add_all_model_checkpoint_paths(RelativeTo(dir, p));
  }
  for (double t : state.timestamps) proto.add_all_model_checkpoint_timestamps(t);
  proto.set_last_preserved_timestamp(state.last_preserved);
  HB_ASSIGN_OR_RETURN(const std::string text, PrintText("CheckpointState", proto));
  return WriteFileAtomically(JoinPath(dir, kFile), text);
}

Result<std::string> LatestCheckpoint(const std::string& dir) {
  HB_ASSIGN_OR_RETURN(const CheckpointState state, ReadCheckpointState(dir));
  if (FileExists(BundleIndexPath(state.latest))) return state.latest;
  return NotFound("'", JoinPath(dir, kFile), "' names the checkpoint '", state.latest,
                  "', which is not there");
}

}  // namespace hb
