#include "core/saved_model/writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "core/base/file_system.h"
#include "core/graph/builder.h"
#include "core/graph/import.h"
#include "core/graph/tensor_proto.h"
#include "core/io/tensor_bundle.h"
#include "core/kernel/variable.h"
#include "core/proto/saved_model.pb.h"
#include "core/runtime/device_run.h"
#include "core/saved_model/version.h"

namespace hb {
namespace {

bool IsVariable(const Node& n) {
  return n.type() == "VarHandleOp" || n.type() == "VariableV2" || n.type() == "Variable";
}

struct SavedVariable {
  std::string key;
  Node* node;
  Tensor value;
};

// The variables with a consistent snapshot of each.
Result<std::vector<SavedVariable>> Snapshot(Session* session, const SaveRequest& request) {
  std::vector<std::pair<std::string, Node*>> wanted = request.variables;
  Graph& graph = session->graph();
  if (wanted.empty()) {
    std::lock_guard lock(graph.mu());
    for (int i = 0; i < graph.num_nodes(); ++i) {
      if (IsVariable(*graph.node(i))) wanted.emplace_back(graph.node(i)->name(), graph.node(i));
    }
  }
  std::vector<SavedVariable> out;
  std::set<std::string> keys;
  for (auto& [key, node] : wanted) {
    if (node == nullptr || !IsVariable(*node)) {
      return InvalidArgument("'", node == nullptr ? key : node->name(), "' is no variable");
    }
    if (!keys.insert(key).second) return InvalidArgument("key '", key, "' names two variables");
    const AttrReader attrs = node->attrs();
    std::string name = attrs.String("shared_name");
    if (name.empty()) name = node->name();
    Ref<Resource> r;
    for (int p = 0; !r && p < static_cast<int>(session->devices().all().size()); ++p) {
      r = session->resources().Find(p, attrs.String("container"), name);
    }
    Tensor value;
    if (auto* variable = dynamic_cast<Variable*>(r.get()); variable != nullptr) {
      HB_ASSIGN_OR_RETURN(value, HostValue(variable));
    }
    if (!value.valid()) {
      return FailedPrecondition("variable '", name,
                                "' has no value to save; run its initializer "
                                "first");
    }
    out.push_back({key, node, std::move(value)});
  }
  // The order in the checkpoint is by key.
  std::sort(out.begin(), out.end(),
            [](const SavedVariable& a, const SavedVariable& b) { return a.key < b.key; });
  return out;
}

// Adds nodes that save and restore to a copy of the graph.
class SaverGraph {
 public:
  explicit SaverGraph(Graph* graph) : b_(graph) {
    std::string scope = "save";
    for (int i = 1; graph->PrefixTaken(scope); ++i) scope = StrCat("save_", i);
    b_.set_scope(scope);
  }

  Status Build(const std::vector<SavedVariable>& variables, pb::SaverDef* saver) {
    Output model = b_.Const(Tensor::Scalar(TString("model")), "filename/input");
    Output name = b_.Op("PlaceholderWithDefault", {model},
                        {{"dtype", DT_STRING}, {"shape", Shape()}}, "filename");
    Output file = b_.Op("PlaceholderWithDefault", {name},
                        {{"dtype", DT_STRING}, {"shape", Shape()}}, "Const");
    std::vector<TString> keys;
    std::vector<DType> types;
    for (const SavedVariable& v : variables) {
      keys.push_back(TString(v.key));
      types.push_back(v.value.dtype());
    }
    Output names = b_.Const(Tensor::Vector(keys), "tensor_names");
    Output slices = b_.Const(Tensor::Vector(std::vector<TString>(keys.size())), "shape_and_slices");
    std::vector<Output> values;
    for (const SavedVariable& v : variables) {
      Node* node = b_.graph()->Find(v.node->name());
      values.push_back(node->type() == "VarHandleOp"
                           ? b_.Op("ReadVariableOp", {node}, {{"dtype", v.value.dtype()}}, "Read")
                           : b_.Op("Identity", {node}, {}, "Identity"));
    }
    Node* save = b_.NodeOf("SaveV2", {file, names, slices, values}, {}, "SaveV2");
    b_.set_control_inputs({save});
    Output done = b_.Op("Identity", {file}, {}, "control_dependency");
    b_.set_control_inputs({});
    Node* restore = b_.NodeOf("RestoreV2", {file, names, slices}, {{"dtypes", types}}, "RestoreV2");
    std::vector<Node*> assigns;
    for (size_t i = 0; i < variables.size() && b_.ok(); ++i) {
      Node* node = b_.graph()->Find(variables[i].node->name());
      const Output value(restore, static_cast<int>(i));
      assigns.push_back(node->type() == "VarHandleOp"
                            ? b_.NodeOf("AssignVariableOp", {node, value}, {}, "AssignVariableOp")
                            : b_.NodeOf("Assign", {node, value}, {}, "Assign"));
    }
    b_.set_control_inputs(assigns);
    Node* all = b_.NodeOf("NoOp", {}, {}, "restore_all");
    HB_RETURN_IF_ERROR(b_.status());
    saver->set_filename_tensor_name(file.name());
    saver->set_save_tensor_name(done.name());
    saver->set_restore_op_name(all->name());
    saver->set_max_to_keep(5);
    saver->set_version(pb::SaverDef::V2);
    return Status();
  }

 private:
  Builder b_;
};

void FillTensorInfo(Output o, pb::TensorInfo* info) {
  info->set_name(o.name());
  info->set_dtype(ToPb(BaseType(o.dtype())));
  ShapeToProto(o.shape(), info->mutable_tensor_shape());
}

Status FillSignatures(const SaveRequest& request, const Graph& graph, pb::MetaGraphDef* meta) {
  for (const SaveRequest::Signature& s : request.signatures) {
    pb::SignatureDef& def = (*meta->mutable_signature_def())[s.name];
    def.set_method_name(s.method);
    for (const auto* side : {&s.inputs, &s.outputs}) {
      for (const auto& [name, output] : *side) {
        if (output.node == nullptr || output.node->graph() != &graph) {
          return InvalidArgument("signature '", s.name, "': '", name,
                                 "' is no tensor of the session's graph");
        }
        auto* map = side == &s.inputs ? def.mutable_inputs() : def.mutable_outputs();
        FillTensorInfo(output, &(*map)[name]);
      }
    }
  }
  if (request.init_op != nullptr) {
    (*meta->mutable_collection_def())["saved_model_main_op"].mutable_node_list()->add_value(
        request.init_op->name());
  }
  return Status();
}

// Relative, below the model's folder, and nothing that the writer makes itself.
Status CheckExtraPath(const std::string& path) {
  const std::vector<std::string_view> parts = Split(path, '/');
  const bool bad = path.empty() || path.front() == '/' ||
                   std::any_of(parts.begin(), parts.end(), [](std::string_view p) {
                     return p.empty() || p == "." || p == "..";
                   });
  if (bad || parts[0] == "variables" || path == "saved_model.pb") {
    return InvalidArgument("'", path, "' can't be the path of a file added to a SavedModel");
  }
  return Status();
}

// Writes a folder and moves it into place.
class ModelFolder {
 public:
  static Result<std::unique_ptr<ModelFolder>> Create(const std::string& dir) {
    std::string target = dir;
    while (target.size() > 1 && target.back() == '/') target.pop_back();
    if (FileExists(target) && !IsDirectory(target)) {
      return FailedPrecondition("'", target, "' is a file; a SavedModel is a folder");
    }
    if (IsDirectory(target)) {
      HB_ASSIGN_OR_RETURN(std::vector<std::string> names, ListDirectory(target));
      const bool model = std::find(names.begin(), names.end(), "saved_model.pb") != names.end() ||
                         std::find(names.begin(), names.end(), "saved_model.pbtxt") != names.end();
      if (!names.empty() && !model) {
        return FailedPrecondition("'", target,
                                  "' is a folder with other things than a SavedModel; "
                                  "they would be lost");
      }
    }
    static std::atomic<int> counter{0};
    std::string aside = StrCat(target, ".saving-", getpid(), "-", counter.fetch_add(1));
    HB_RETURN_IF_ERROR(MakeDirectories(aside));
    return std::unique_ptr<ModelFolder>(new ModelFolder(std::move(target), std::move(aside)));
  }
  ~ModelFolder() {
    if (!aside_.empty()) {
      Status ignored = DeleteTree(aside_);
      (void)ignored;
    }
  }

  std::string Path(std::string_view relative) const { return JoinPath(aside_, relative); }

  Status Write(const std::string& relative, std::string_view content) {
    HB_RETURN_IF_ERROR(MakeDirectories(DirName(Path(relative))));
    return WriteFileAtomically(Path(relative), content);
  }

  // The old folder, if there is one, and the new one change places in one step.
  Status Commit() {
    HB_RETURN_IF_ERROR(SyncDirectory(aside_));
    if (!FileExists(target_)) {
      HB_RETURN_IF_ERROR(RenameFile(aside_, target_));
      aside_.clear();
    } else if (renameat2(AT_FDCWD, aside_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) !=
               0) {
      // File systems without exchange: the old one steps aside for a moment.
      const std::string old = aside_ + ".old";
      HB_RETURN_IF_ERROR(RenameFile(target_, old));
      Status s = RenameFile(aside_, target_);
      if (!s.ok()) {
        s.Update(RenameFile(old, target_));
        return s;
      }
      aside_ = old;
    }
    return SyncDirectory(DirName(target_));
  }

 private:
  ModelFolder(std::string target, std::string aside)
      : target_(std::move(target)), aside_(std::move(aside)) {}
  std::string target_, aside_;
};

Status WriteAssets(const SaveRequest& request, ModelFolder* folder, pb::MetaGraphDef* meta) {
  std::map<std::string, std::string> by_source;  // source -> name in assets/
  std::set<std::string> names;
  for (const SaveRequest::Asset& a : request.assets) {
    std::string& name = by_source[a.source_path];
    if (name.empty()) {
      name = BaseName(a.source_path);
      for (int i = 1; !names.insert(name).second; ++i) {
        name = StrCat(BaseName(a.source_path), "_", i);
      }
      HB_ASSIGN_OR_RETURN(std::string content, ReadFile(a.source_path));
      HB_RETURN_IF_ERROR(folder->Write(StrCat("assets/", name), content));
    }
    pb::AssetFileDef* def = meta->add_asset_file_def();
    def->set_filename(name);
    def->mutable_tensor_info()->set_name(a.tensor.name());
    // TensorFlow 1's loaders look in the collection.
    pb::Any* any =
        (*meta->mutable_collection_def())["saved_model_assets"].mutable_any_list()->add_value();
    any->set_type_url("type.googleapis.com/tensorflow.AssetFileDef");
    any->set_value(def->SerializeAsString());
  }
  return Status();
}

Status WriteVariables(const std::vector<SavedVariable>& variables, const ModelFolder& folder) {
  HB_ASSIGN_OR_RETURN(std::unique_ptr<BundleWriter> writer,
                      BundleWriter::Create(folder.Path("variables/variables")));
  for (const SavedVariable& v : variables) HB_RETURN_IF_ERROR(writer->Add(v.key, v.value));
  return writer->Finish();
}

// The session's graph as a message, with the nodes of the saver.
Status BuildMetaGraph(Session* session, const SaveRequest& request,
                      const std::vector<SavedVariable>& variables, pb::MetaGraphDef* meta) {
  Graph& graph = session->graph();
  std::lock_guard lock(graph.mu());
  HB_RETURN_IF_ERROR(FillSignatures(request, graph, meta));
  pb::GraphDef def;
  graph.ToProto(&def);
  if (!variables.empty()) {
    Graph copy(&graph.ops());
    HB_RETURN_IF_ERROR(ImportGraphDef(def, ImportOptions(), &copy));
    HB_RETURN_IF_ERROR(SaverGraph(&copy).Build(variables, meta->mutable_saver_def()));
    copy.ToProto(&def);
  }
  *meta->mutable_graph_def() = std::move(def);
  auto* info = meta->mutable_meta_info_def();
  for (const std::string& tag : request.tags) info->add_tags(tag);
  info->set_tensorflow_version("2.21.0");
  return Status();
}

}  // namespace

Status WriteSavedModel(Session* session, const std::string& dir, const SaveRequest& request) {
  for (const auto& [path, content] : request.files) HB_RETURN_IF_ERROR(CheckExtraPath(path));
  HB_ASSIGN_OR_RETURN(std::vector<SavedVariable> variables, Snapshot(session, request));
  pb::SavedModel model;
  model.set_saved_model_schema_version(1);
  pb::MetaGraphDef* meta = model.add_meta_graphs();
  HB_RETURN_IF_ERROR(BuildMetaGraph(session, request, variables, meta));
  HB_ASSIGN_OR_RETURN(std::unique_ptr<ModelFolder> folder, ModelFolder::Create(dir));
  if (!variables.empty()) HB_RETURN_IF_ERROR(WriteVariables(variables, *folder));
  HB_RETURN_IF_ERROR(WriteAssets(request, folder.get(), meta));
  for (const auto& [path, content] : request.files) {
    HB_RETURN_IF_ERROR(folder->Write(path, content));
  }
  HB_RETURN_IF_ERROR(folder->Write(kModelVersionPath, ModelVersionFile()));
  std::string bytes;
  if (!model.SerializeToString(&bytes)) {
    return ResourceExhausted("the graph is too large for a saved_model.pb (2 GiB)");
  }
  HB_RETURN_IF_ERROR(folder->Write("saved_model.pb", bytes));
  return folder->Commit();
}

}  // namespace hb
