#include "c_api/src/session.h"
#include "core/builtin/builtin.h"
#include "core/proto/saved_model.pb.h"
#include "core/saved_model/loader.h"
#include "core/saved_model/writer.h"

#include <algorithm>
#include <cstring>

struct HB_SavedModelOptions {
  hb::SaveRequest request;
  bool own_tags = false;
};

namespace hb::capi {
namespace {

struct LoadArgs {
  const HB_SessionOptions* session_options;
  const HB_LoadOptions* load_options;
  const HB_Buffer* run_options;
  const char* dir;
  const char* const* tags;
  int ntags;
  HB_Graph* graph;
  HB_Buffer* meta_graph_def;
};

Result<LoadOptions> ReadOptions(const LoadArgs& args) {
  LoadOptions options;
  if (args.session_options != nullptr) options.session = args.session_options->options;
  if (args.load_options == nullptr) return options;
  if (args.load_options->struct_size < sizeof(size_t)) {
    return InvalidArgument("HB_LoadOptions.struct_size must be sizeof(HB_LoadOptions)");
  }
  HB_LoadOptions given{};
  std::memcpy(&given, args.load_options, std::min(args.load_options->struct_size, sizeof(given)));
  options.model_dir_only = given.file_access == HB_FILE_ACCESS_MODEL_DIR_ONLY;
  if (given.threads > 0) options.session.max_threads = given.threads;
  return options;
}

Result<HB_Session*> Load(const LoadArgs& args) {
  InitBuiltin();
  HB_ASSIGN_OR_RETURN(const LoadOptions options, ReadOptions(args));
  if (args.meta_graph_def != nullptr && args.meta_graph_def->data != nullptr) {
    return InvalidArgument("Passing non-empty meta_graph_def is invalid.");
  }
  {
    auto lock = Lock(args.graph->graph);
    if (args.graph->graph.num_nodes() != 0) {
      return InvalidArgument("Graph is non-empty: a SavedModel is loaded into a new graph");
    }
  }
  std::vector<std::string> tags;
  for (int i = 0; i < args.ntags; ++i) tags.emplace_back(args.tags[i]);
  pb::MetaGraphDef meta_graph;
  auto session = std::make_unique<HB_Session>();
  HB_ASSIGN_OR_RETURN(session->session,
                      LoadSavedModel(args.dir, tags, options, args.graph->shared, &meta_graph));
  if (args.session_options != nullptr) session->timeout_ms = args.session_options->timeout_ms;
  if (args.meta_graph_def != nullptr) {
    HB_RETURN_IF_ERROR(FillBuffer(args.meta_graph_def, meta_graph, "The MetaGraphDef"));
  }
  return session.release();
}

HB_Session* GuardedLoad(const LoadArgs& args, HB_Status* status) {
  return GuardValue<HB_Session*>(status, nullptr, [&] { return Load(args); });
}

// The signature of that number, or null.
SaveRequest::Signature* SignatureAt(HB_SavedModelOptions* options, int number) {
  auto& signatures = options->request.signatures;
  if (number < 0 || number >= static_cast<int>(signatures.size())) return nullptr;
  return &signatures[static_cast<size_t>(number)];
}

Status CheckRequest(const Graph& graph, const SaveRequest& request) {
  auto lock = Lock(graph);
  for (const auto& signature : request.signatures) {
    for (const auto* ends : {&signature.inputs, &signature.outputs}) {
      for (const auto& [name, output] : *ends) {
        HB_RETURN_IF_ERROR(
            CheckOutput(graph, output)
                .WithPrefix(StrCat("Signature '", signature.name, "', argument '", name, "': ")));
      }
    }
  }
  for (const auto& [key, node] : request.variables) HB_RETURN_IF_ERROR(CheckNode(graph, node));
  for (const auto& asset : request.assets) HB_RETURN_IF_ERROR(CheckOutput(graph, asset.tensor));
  return request.init_op == nullptr ? Status() : CheckNode(graph, request.init_op);
}

}  // namespace
}  // namespace hb::capi

using hb::capi::GuardQuiet;
using hb::capi::SignatureAt;

void HB_SetFileRoot(HB_SessionOptions* options, const char* folder) {
  GuardQuiet([&] {
    options->options.restrict_files = folder != nullptr;
    options->options.file_root = folder == nullptr ? "" : folder;
  });
}

HB_Session* HB_LoadSessionFromSavedModel(const HB_SessionOptions* session_options,
                                         const HB_Buffer* run_options, const char* export_dir,
                                         const char* const* tags, int tags_len, HB_Graph* graph,
                                         HB_Buffer* meta_graph_def, HB_Status* status) {
  return hb::capi::GuardedLoad(
      {session_options, nullptr, run_options, export_dir, tags, tags_len, graph, meta_graph_def},
      status);
}

HB_Session* HB_LoadSavedModel(const HB_SessionOptions* session_options,
                              const HB_LoadOptions* load_options, const char* export_dir,
                              const char* const* tags, int tags_len, HB_Graph* graph,
                              HB_Buffer* meta_graph_def, HB_Status* status) {
  return hb::capi::GuardedLoad(
      {session_options, load_options, nullptr, export_dir, tags, tags_len, graph, meta_graph_def},
      status);
}

HB_SavedModelOptions* HB_NewSavedModelOptions() {
  return GuardQuiet<HB_SavedModelOptions*>(nullptr, [] { return new HB_SavedModelOptions; });
}

void HB_DeleteSavedModelOptions(HB_SavedModelOptions* options) { delete options; }

void HB_SavedModelOptionsAddTag(HB_SavedModelOptions* options, const char* tag) {
  GuardQuiet([&] {
    if (!options->own_tags) options->request.tags.clear();
    options->own_tags = true;
    options->request.tags.emplace_back(tag);
  });
}

int HB_SavedModelOptionsAddSignature(HB_SavedModelOptions* options, const char* name,
                                     const char* method_name) {
  return GuardQuiet<int>(-1, [&] {
    hb::SaveRequest::Signature signature;
    signature.name = name;
    if (method_name != nullptr) signature.method = method_name;
    options->request.signatures.push_back(std::move(signature));
    return static_cast<int>(options->request.signatures.size()) - 1;
  });
}

void HB_SavedModelOptionsAddSignatureInput(HB_SavedModelOptions* options, int signature,
                                           const char* name, HB_Output tensor) {
  GuardQuiet([&] {
    auto* found = SignatureAt(options, signature);
    if (found != nullptr) found->inputs[name] = hb::capi::ToOutput(tensor);
  });
}

void HB_SavedModelOptionsAddSignatureOutput(HB_SavedModelOptions* options, int signature,
                                            const char* name, HB_Output tensor) {
  GuardQuiet([&] {
    auto* found = SignatureAt(options, signature);
    if (found != nullptr) found->outputs[name] = hb::capi::ToOutput(tensor);
  });
}

void HB_SavedModelOptionsAddVariable(HB_SavedModelOptions* options, const char* key,
                                     HB_Operation* variable) {
  GuardQuiet([&] { options->request.variables.emplace_back(key, hb::capi::ToNode(variable)); });
}

void HB_SavedModelOptionsAddAsset(HB_SavedModelOptions* options, const char* source_path,
                                  HB_Output tensor) {
  GuardQuiet([&] { options->request.assets.push_back({source_path, hb::capi::ToOutput(tensor)}); });
}

void HB_SavedModelOptionsAddFile(HB_SavedModelOptions* options, const char* path, const void* data,
                                 size_t length) {
  GuardQuiet([&] {
    options->request.files.emplace_back(path, std::string(static_cast<const char*>(data), length));
  });
}

void HB_SavedModelOptionsSetInitOp(HB_SavedModelOptions* options, HB_Operation* init) {
  options->request.init_op = hb::capi::ToNode(init);
}

void HB_SavedModelWrite(HB_Session* session, const char* export_dir,
                        const HB_SavedModelOptions* options, HB_Status* status) {
  hb::capi::Guard(status, [&]() -> hb::Status {
    const hb::Ref<hb::Session> held = session->session;
    HB_RETURN_IF_ERROR(hb::capi::CheckRequest(held->graph(), options->request));
    return hb::WriteSavedModel(held.get(), export_dir, options->request);
  });
}
