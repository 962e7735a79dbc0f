// SavedModels in: a graph, its variables restored, its tables and assets initialised.
#ifndef HORNBEAM_CORE_SAVED_MODEL_LOADER_H_
#define HORNBEAM_CORE_SAVED_MODEL_LOADER_H_

#include <memory>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/proto/saved_model.pb.h"
#include "core/runtime/session.h"

namespace hb {

struct LoadOptions {
  SessionOptions session;
  // Ops of the model may touch files below its folder only.
  bool model_dir_only = false;
};

// Reads the MetaGraphDef with exactly these tags from `dir`/saved_model.pb (or .pbtxt).
// NOT_FOUND names the tag sets that are there; DATA_LOSS for a file that can't be parsed.
Result<pb::MetaGraphDef> ReadMetaGraph(const std::string& dir,
                                       const std::vector<std::string>& tags);

// Loads the model: imports the graph into `graph` (new and empty), makes a session, restores the
// variables, runs the init op with the assets fed. On an error nothing is left behind.
Result<Ref<Session>> LoadSavedModel(const std::string& dir, const std::vector<std::string>& tags,
                                    const LoadOptions& options, const std::shared_ptr<Graph>& graph,
                                    pb::MetaGraphDef* meta_graph);

}  // namespace hb

#endif  // HORNBEAM_CORE_SAVED_MODEL_LOADER_H_
