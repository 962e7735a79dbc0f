// GraphDef in: adds the nodes and functions of a message to a graph.
#ifndef HORNBEAM_CORE_GRAPH_IMPORT_H_
#define HORNBEAM_CORE_GRAPH_IMPORT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"

namespace hb {

// An output in a GraphDef: node name (without prefix) and index.
using TensorKey = std::pair<std::string, int>;

struct ImportOptions {
  // All imported names go under "prefix/"; a slash at its end is fine.
  std::string prefix;
  // For nodes that name no device.
  std::string default_device;
  // A name, or the prefix, that is taken gets a number appended instead of giving an error.
  bool uniquify_names = false;
  bool uniquify_prefix = false;
  // "loc:@node" in a _class attribute must name a node.
  bool validate_colocation = false;
  // Uses of an output in the message become uses of an output of the graph.
  std::map<TensorKey, Output> input_map;
  // Control edges from a node of the message become control edges from a node of the graph.
  std::map<std::string, Node*> control_map;
  // Nodes of the graph that all imported nodes run after.
  std::vector<Node*> control_dependencies;
  // What to hand back; names without prefix. A mapped output gives what it is mapped to.
  std::vector<TensorKey> return_outputs;
  std::vector<std::string> return_nodes;
};

struct ImportResults {
  std::vector<Output> return_outputs;
  std::vector<Node*> return_nodes;
  // Keys of input_map that no node used and that name no output of the message.
  std::vector<TensorKey> missing_unused_inputs;
};

// Adds everything or, on an error, nothing. The message is untrusted: duplicate names, missing or
// ill-typed inputs, unknown ops, unsupported versions and cycles (other than from a NextIteration
// into a Merge) are errors that name the node. Nodes are added in the order of the message as far
// as inputs allow. The caller holds the graph's mutex if threads share it.
Status ImportGraphDef(const pb::GraphDef& def, const ImportOptions& options, Graph* graph,
                      ImportResults* results = nullptr);

// InvalidArgument if `versions` asks for another consumer than this library.
Status CheckGraphVersions(const pb::VersionDef& versions);

// One entry of NodeDef.input. "^node" is a control input, "node" is output 0, "node:1" output 1.
struct InputName {
  std::string_view node;
  int index = 0;
  bool control = false;
};
// InvalidArgument for an empty name or a number that is no index.
Result<InputName> ParseInputName(std::string_view text);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_IMPORT_H_
