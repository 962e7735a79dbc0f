// SavedModels out: what TensorFlow's loaders, in C++ and in Python, read.
#ifndef HORNBEAM_CORE_SAVED_MODEL_WRITER_H_
#define HORNBEAM_CORE_SAVED_MODEL_WRITER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"
#include "core/runtime/session.h"

namespace hb {

struct SaveRequest {
  struct Signature {
    std::string name;
    std::string method = "tensorflow/serving/predict";
    std::map<std::string, Output> inputs, outputs;
  };
  struct Asset {
    std::string source_path;
    Output tensor;  // a string constant
  };
  std::vector<std::string> tags = {"serve"};
  std::vector<Signature> signatures;
  // Keys in the checkpoint, and the nodes that make the handles (VarHandleOp or a ref variable).
  // Empty: every variable of the graph, under its node's name.
  std::vector<std::pair<std::string, Node*>> variables;
  std::vector<Asset> assets;
  std::vector<std::pair<std::string, std::string>> files;  // relative path, content
  Node* init_op = nullptr;
};

// Writes the session's graph with nodes that save and restore added, the variables' values, assets
// and files to a folder beside `dir`, then puts it in the place of `dir` in one step.
// FailedPrecondition if a variable has no value, or if `dir` is there and is no SavedModel.
Status WriteSavedModel(Session* session, const std::string& dir, const SaveRequest& request);

}  // namespace hb

#endif  // HORNBEAM_CORE_SAVED_MODEL_WRITER_H_
