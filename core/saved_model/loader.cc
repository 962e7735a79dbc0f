#include "core/saved_model/loader.h"

#include <algorithm>
#include <set>

#include "core/base/file_system.h"
#include "core/graph/import.h"
#include "core/io/text_format.h"
#include "core/saved_model/version.h"

namespace hb {
namespace {

constexpr char kInitOp[] = "__saved_model_init_op";

Result<pb::SavedModel> ReadFileOf(const std::string& dir) {
  pb::SavedModel model;
  const std::string binary = JoinPath(dir, "saved_model.pb"),
                    text = JoinPath(dir, "saved_model.pbtxt");
  if (!FileExists(binary) && FileExists(text)) {
    HB_ASSIGN_OR_RETURN(std::string content, ReadFile(text, INT32_MAX));
    Status s = ParseText("SavedModel", content, &model);
    if (!s.ok()) return s.WithPrefix(StrCat("'", text, "': "));
    return model;
  }
  if (!FileExists(binary)) {
    return NotFound("Could not find SavedModel .pb or .pbtxt at supplied export directory path: ",
                    dir);
  }
  HB_ASSIGN_OR_RETURN(std::string content, ReadFile(binary, INT32_MAX));
  if (!model.ParseFromString(content)) {
    return DataLoss("Can't parse '", binary,
                    "' as a SavedModel; the file is damaged or of another "
                    "kind");
  }
  return model;
}

// "name:index" or "name" in the graph.
Result<Output> FindOutput(const Graph& graph, const std::string& text, std::string_view what) {
  Result<InputName> name = ParseInputName(text);
  Node* node = name.ok() && !name->control ? graph.Find(name->node) : nullptr;
  if (node == nullptr || name->index >= node->num_outputs()) {
    return InvalidArgument("the SavedModel names '", text, "' as its ", what,
                           ", but its graph has no such tensor");
  }
  return Output(node, name->index);
}

struct Asset {
  Output tensor;
  Tensor path;
};

// Asset files by the tensors that take their paths: in the message, or in a collection.
Result<std::vector<Asset>> FindAssets(const Graph& graph, const pb::MetaGraphDef& meta,
                                      const std::string& dir) {
  std::vector<pb::AssetFileDef> defs(meta.asset_file_def().begin(), meta.asset_file_def().end());
  auto collection = meta.collection_def().find("saved_model_assets");
  if (defs.empty() && collection != meta.collection_def().end()) {
    for (const pb::Any& any : collection->second.any_list().value()) {
      if (!any.type_url().ends_with("/tensorflow.AssetFileDef") ||
          !defs.emplace_back().ParseFromString(any.value())) {
        return InvalidArgument("collection saved_model_assets holds something else than assets");
      }
    }
  }
  std::vector<Asset> assets;
  for (const pb::AssetFileDef& def : defs) {
    const std::string& file = def.filename();
    const std::vector<std::string_view> parts = Split(file, '/');
    if (file.empty() || file.front() == '/' ||
        std::find(parts.begin(), parts.end(), "..") != parts.end()) {
      return InvalidArgument("asset '", file, "' must be a relative path without '..'");
    }
    HB_ASSIGN_OR_RETURN(Output tensor, FindOutput(graph, def.tensor_info().name(), "asset tensor"));
    for (const Asset& a : assets) {
      if (a.tensor == tensor) {
        return InvalidArgument("Endpoint \"", tensor.name(), "\" fed more than once.");
      }
    }
    const std::string path = JoinPath(JoinPath(dir, "assets"), file);
    assets.push_back({tensor, Tensor::Scalar(TString(path))});
  }
  return assets;
}

// Runs a node with the assets (and more) fed; feeds that the node's graph lacks were found before.
Status RunTarget(Session* session, const Node* target, std::vector<Asset> feeds) {
  std::vector<Output> outputs;
  std::vector<Tensor*> inputs;
  for (Asset& a : feeds) {
    outputs.push_back(a.tensor);
    inputs.push_back(&a.path);
  }
  return session->Run(outputs, inputs, {}, {}, {target}, {});
}

Status Restore(Session* session, const Graph& graph, const pb::MetaGraphDef& meta,
               const std::string& dir, std::vector<Asset> feeds) {
  const std::string prefix = JoinPath(JoinPath(dir, "variables"), "variables");
  if (!FileExists(prefix + ".index") || !meta.has_saver_def()) return Status();
  const pb::SaverDef& saver = meta.saver_def();
  HB_ASSIGN_OR_RETURN(Output file, FindOutput(graph, saver.filename_tensor_name(), "file name"));
  const Node* restore = graph.Find(saver.restore_op_name());
  if (restore == nullptr) {
    return InvalidArgument("the SavedModel names '", saver.restore_op_name(),
                           "' as its restore op, but its graph has no such node");
  }
  feeds.push_back({file, Tensor::Scalar(TString(prefix))});
  return RunTarget(session, restore, std::move(feeds));
}

// The init op: as a signature, or in one of two collections; empty if there is none.
Result<std::string> FindInitOp(const pb::MetaGraphDef& meta) {
  auto signature = meta.signature_def().find(kInitOp);
  if (signature != meta.signature_def().end()) {
    auto output = signature->second.outputs().find(kInitOp);
    if (output != signature->second.outputs().end()) {
      const std::string& name = output->second.name();
      return name.substr(0, name.find(':'));
    }
  }
  for (const char* key : {"saved_model_main_op", "legacy_init_op"}) {
    auto c = meta.collection_def().find(key);
    if (c == meta.collection_def().end()) continue;
    if (c->second.node_list().value_size() != 1) {
      return InvalidArgument("collection ", key, " must name one node, not ",
                             c->second.node_list().value_size());
    }
    return c->second.node_list().value(0);
  }
  return std::string();
}

Status Initialise(Session* session, const pb::MetaGraphDef& meta, const std::string& dir) {
  std::vector<Asset> assets;
  const Node* init = nullptr;
  {
    Graph& graph = session->graph();
    std::unique_lock lock(graph.mu());
    HB_ASSIGN_OR_RETURN(assets, FindAssets(graph, meta, dir));
    lock.unlock();
    HB_RETURN_IF_ERROR(Restore(session, graph, meta, dir, assets));
    lock.lock();
    HB_ASSIGN_OR_RETURN(std::string name, FindInitOp(meta));
    if (name.empty()) return Status();
    init = graph.Find(name);
    if (init == nullptr) {
      return InvalidArgument("the SavedModel names '", name,
                             "' as its init op, but its graph has no such node");
    }
  }
  return RunTarget(session, init, assets);
}

}  // namespace

Result<pb::MetaGraphDef> ReadMetaGraph(const std::string& dir,
                                       const std::vector<std::string>& tags) {
  HB_RETURN_IF_ERROR(CheckModelVersion(dir));
  HB_ASSIGN_OR_RETURN(pb::SavedModel model, ReadFileOf(dir));
  const std::set<std::string> want(tags.begin(), tags.end());
  std::string offered;
  for (pb::MetaGraphDef& meta : *model.mutable_meta_graphs()) {
    const auto& have = meta.meta_info_def().tags();
    if (std::set<std::string>(have.begin(), have.end()) == want) return std::move(meta);
    StrAppend(&offered, " {", Join(have, ", "), "}");
  }
  return NotFound("Could not find meta graph def matching supplied tags: { ", Join(tags, " "),
                  " }; the SavedModel in '", dir, "' has", offered.empty() ? " none" : offered);
}

Result<Ref<Session>> LoadSavedModel(const std::string& dir, const std::vector<std::string>& tags,
                                    const LoadOptions& options, const std::shared_ptr<Graph>& graph,
                                    pb::MetaGraphDef* meta_graph) {
  HB_ASSIGN_OR_RETURN(pb::MetaGraphDef meta, ReadMetaGraph(dir, tags));
  {
    std::lock_guard lock(graph->mu());
    if (graph->num_nodes() > 0) {
      return InvalidArgument("a SavedModel is loaded into a graph without nodes; this one has ",
                             graph->num_nodes());
    }
    HB_RETURN_IF_ERROR(ImportGraphDef(meta.graph_def(), ImportOptions(), graph.get()));
  }
  auto session = MakeRef<Session>(graph, options.session);
  if (options.model_dir_only) session->set_file_root(dir);
  HB_RETURN_IF_ERROR(Initialise(session.get(), meta, dir));
  if (meta_graph != nullptr) *meta_graph = std::move(meta);
  return session;
}

}  // namespace hb
