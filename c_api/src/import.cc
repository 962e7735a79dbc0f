#include "core/graph/import.h"

#include <google/protobuf/arena.h>

#include "c_api/src/internal.h"

struct HB_ImportGraphDefOptions {
  hb::ImportOptions options;
};

struct HB_ImportGraphDefResults {
  std::vector<HB_Output> outputs;
  std::vector<HB_Operation*> operations;
  std::vector<std::string> missing;
  std::vector<const char*> missing_names;
  std::vector<int> missing_indexes;
};

namespace hb::capi {
namespace {

Status Import(HB_Graph* graph, const HB_Buffer* bytes, const HB_ImportGraphDefOptions* options,
              ImportResults* results) {
  // Thousands of small messages, which all go at once.
  google::protobuf::ArenaOptions blocks;
  blocks.max_block_size = size_t{1} << 20;
  google::protobuf::Arena arena(blocks);
  auto& def = *google::protobuf::Arena::CreateMessage<pb::GraphDef>(&arena);
  HB_RETURN_IF_ERROR(Parse(bytes, &def, "GraphDef"));
  auto lock = Lock(graph->graph);
  const ImportOptions& o = options->options;
  for (const auto& [key, output] : o.input_map) {
    if (key.second >= 0) HB_RETURN_IF_ERROR(CheckOutput(graph->graph, output));
  }
  for (const auto& [key, node] : o.control_map) HB_RETURN_IF_ERROR(CheckNode(graph->graph, node));
  for (const Node* node : o.control_dependencies) {
    HB_RETURN_IF_ERROR(CheckNode(graph->graph, node));
  }
  return ImportGraphDef(def, o, &graph->graph, results);
}

Result<HB_ImportGraphDefResults*> ImportWithResults(HB_Graph* graph, const HB_Buffer* bytes,
                                                    const HB_ImportGraphDefOptions* options) {
  ImportResults found;
  HB_RETURN_IF_ERROR(Import(graph, bytes, options, &found));
  auto results = std::make_unique<HB_ImportGraphDefResults>();
  for (const Output& o : found.return_outputs) results->outputs.push_back(FromOutput(o));
  for (Node* node : found.return_nodes) results->operations.push_back(FromNode(node));
  for (const auto& [name, index] : found.missing_unused_inputs) {
    results->missing.push_back(name);
    results->missing_indexes.push_back(index);
  }
  for (const std::string& name : results->missing) results->missing_names.push_back(name.c_str());
  return results.release();
}

Status ImportWithOutputs(HB_Graph* graph, const HB_Buffer* bytes,
                         const HB_ImportGraphDefOptions* options, HB_Output* outputs, int count) {
  const auto wanted = static_cast<int>(options->options.return_outputs.size());
  if (count != wanted) {
    return InvalidArgument("Expected 'num_return_outputs' to be ", wanted, ", got ", count);
  }
  ImportResults found;
  HB_RETURN_IF_ERROR(Import(graph, bytes, options, &found));
  for (size_t i = 0; i < found.return_outputs.size(); ++i) {
    outputs[i] = FromOutput(found.return_outputs[i]);
  }
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::capi::Guard;
using hb::capi::GuardQuiet;
using hb::capi::GuardValue;

HB_ImportGraphDefOptions* HB_NewImportGraphDefOptions() {
  return GuardQuiet<HB_ImportGraphDefOptions*>(nullptr,
                                               [] { return new HB_ImportGraphDefOptions; });
}

void HB_DeleteImportGraphDefOptions(HB_ImportGraphDefOptions* opts) { delete opts; }

void HB_ImportGraphDefOptionsSetPrefix(HB_ImportGraphDefOptions* opts, const char* prefix) {
  GuardQuiet([&] { opts->options.prefix = prefix; });
}

void HB_ImportGraphDefOptionsSetDefaultDevice(HB_ImportGraphDefOptions* opts, const char* device) {
  GuardQuiet([&] { opts->options.default_device = device; });
}

void HB_ImportGraphDefOptionsSetUniquifyNames(HB_ImportGraphDefOptions* opts,
                                              unsigned char uniquify_names) {
  opts->options.uniquify_names = uniquify_names != 0;
}

void HB_ImportGraphDefOptionsSetUniquifyPrefix(HB_ImportGraphDefOptions* opts,
                                               unsigned char uniquify_prefix) {
  opts->options.uniquify_prefix = uniquify_prefix != 0;
}

void HB_ImportGraphDefOptionsAddInputMapping(HB_ImportGraphDefOptions* opts, const char* src_name,
                                             int src_index, HB_Output dst) {
  GuardQuiet([&] {
    if (src_index < 0) {
      opts->options.control_map[src_name] = hb::capi::ToNode(dst.oper);
    } else {
      opts->options.input_map[{src_name, src_index}] = hb::capi::ToOutput(dst);
    }
  });
}

void HB_ImportGraphDefOptionsRemapControlDependency(HB_ImportGraphDefOptions* opts,
                                                    const char* src_name, HB_Operation* dst) {
  GuardQuiet([&] { opts->options.control_map[src_name] = hb::capi::ToNode(dst); });
}

void HB_ImportGraphDefOptionsAddControlDependency(HB_ImportGraphDefOptions* opts,
                                                  HB_Operation* oper) {
  GuardQuiet([&] { opts->options.control_dependencies.push_back(hb::capi::ToNode(oper)); });
}

void HB_ImportGraphDefOptionsAddReturnOutput(HB_ImportGraphDefOptions* opts, const char* oper_name,
                                             int index) {
  GuardQuiet([&] { opts->options.return_outputs.emplace_back(oper_name, index); });
}

int HB_ImportGraphDefOptionsNumReturnOutputs(const HB_ImportGraphDefOptions* opts) {
  return static_cast<int>(opts->options.return_outputs.size());
}

void HB_ImportGraphDefOptionsAddReturnOperation(HB_ImportGraphDefOptions* opts,
                                                const char* oper_name) {
  GuardQuiet([&] { opts->options.return_nodes.emplace_back(oper_name); });
}

int HB_ImportGraphDefOptionsNumReturnOperations(const HB_ImportGraphDefOptions* opts) {
  return static_cast<int>(opts->options.return_nodes.size());
}

void HB_ImportGraphDefResultsReturnOutputs(HB_ImportGraphDefResults* results, int* num_outputs,
                                           HB_Output** outputs) {
  *num_outputs = static_cast<int>(results->outputs.size());
  *outputs = results->outputs.data();
}

void HB_ImportGraphDefResultsReturnOperations(HB_ImportGraphDefResults* results, int* num_opers,
                                              HB_Operation*** opers) {
  *num_opers = static_cast<int>(results->operations.size());
  *opers = results->operations.data();
}

void HB_ImportGraphDefResultsMissingUnusedInputMappings(HB_ImportGraphDefResults* results,
                                                        int* num_missing_unused_input_mappings,
                                                        const char*** src_names,
                                                        int** src_indexes) {
  *num_missing_unused_input_mappings = static_cast<int>(results->missing.size());
  *src_names = results->missing_names.data();
  *src_indexes = results->missing_indexes.data();
}

void HB_DeleteImportGraphDefResults(HB_ImportGraphDefResults* results) { delete results; }

HB_ImportGraphDefResults* HB_GraphImportGraphDefWithResults(HB_Graph* graph,
                                                            const HB_Buffer* graph_def,
                                                            const HB_ImportGraphDefOptions* options,
                                                            HB_Status* status) {
  return GuardValue<HB_ImportGraphDefResults*>(
      status, nullptr, [&] { return hb::capi::ImportWithResults(graph, graph_def, options); });
}

HB_ImportGraphDefResults* HB_GraphImportGraphDefWithResultsNoSerialization(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status) {
  return HB_GraphImportGraphDefWithResults(graph, graph_def, options, status);
}

void HB_GraphImportGraphDefWithReturnOutputs(HB_Graph* graph, const HB_Buffer* graph_def,
                                             const HB_ImportGraphDefOptions* options,
                                             HB_Output* return_outputs, int num_return_outputs,
                                             HB_Status* status) {
  Guard(status, [&] {
    return hb::capi::ImportWithOutputs(graph, graph_def, options, return_outputs,
                                       num_return_outputs);
  });
}

void HB_GraphImportGraphDef(HB_Graph* graph, const HB_Buffer* graph_def,
                            const HB_ImportGraphDefOptions* options, HB_Status* status) {
  Guard(status, [&] { return hb::capi::Import(graph, graph_def, options, nullptr); });
}
