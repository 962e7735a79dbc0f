#ifndef HORNBEAM_CPP_SAVED_MODEL_H_
#define HORNBEAM_CPP_SAVED_MODEL_H_

// SavedModels, TensorFlow's included: loading, calling by signature, writing.
//
//   auto model = hb::SavedModel::Load("model");
//   for (const auto& [name, signature] : model.signatures()) …
//   const hb::Function predict = model.GetFunction("serving_default");
//   const hb::TensorMap results = predict({{"x", &x}});

#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hornbeam/cpp/graph.h"
#include "hornbeam/cpp/session.h"
#include "hornbeam/cpp/status.h"
#include "hornbeam/cpp/tensor.h"

namespace hb {

// An argument or a result of a signature.
struct TensorInfo {
  std::string name;  // of the tensor in the graph, such as "serving_default_x:0"
  DataType dtype{};
  std::optional<Dims> shape;  // -1 for sizes that are not known; nothing when the rank is not
};

// Something that a SavedModel computes.
struct Signature {
  std::string method;                                 // such as "tensorflow/serving/predict"
  std::map<std::string, TensorInfo> inputs, outputs;  // by the names of arguments and results
};

// Results of a signature, and arguments for one, by their names.
using TensorMap = std::map<std::string, Tensor>;
using TensorRefs = std::map<std::string, const Tensor*>;

struct SavedModelOptions {
  std::vector<std::string> tags = {"serve"};  // of the graph to load; all of them must match
  bool all_files = false;  // lets the graph touch files outside of the model's folder
};

// A signature to write: tensors of the graph by the names of arguments and results.
struct SignatureDef {
  std::map<std::string, Output> inputs, outputs;
};

namespace detail {

template <class Map>
std::string KeysOf(const Map& map) {
  std::string text;
  for (const auto& [name, value] : map) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

inline std::map<std::string, TensorInfo> ReadSide(const HB_SignatureList* list, int index,
                                                  int count, CStatus* status,
                                                  void (*read)(const HB_SignatureList*, int, int,
                                                               HB_SignatureTensor*, HB_Status*)) {
  std::map<std::string, TensorInfo> side;
  for (int i = 0; i < count && status->ok(); ++i) {
    HB_SignatureTensor tensor{};
    tensor.struct_size = sizeof(tensor);
    read(list, index, i, &tensor, status->get());
    if (!status->ok()) break;
    TensorInfo& info = side[tensor.name];
    info.name = tensor.tensor_name;
    info.dtype = tensor.dtype;
    if (tensor.num_dims >= 0) info.shape = Dims(tensor.dims, tensor.dims + tensor.num_dims);
  }
  return side;
}

// Those that name operations only, such as the one that initializes the model, are left out.
inline std::map<std::string, Signature> ReadSignatures(const HB_Buffer* meta, CStatus* status) {
  std::map<std::string, Signature> found;
  const std::unique_ptr<HB_SignatureList, void (*)(HB_SignatureList*)> list(
      HB_MetaGraphDefSignatures(meta, status->get()), HB_DeleteSignatureList);
  if (!status->ok()) return found;
  for (int i = 0; i < HB_SignatureListCount(list.get()); ++i) {
    const std::string name = HB_SignatureListName(list.get(), i);
    if (name.rfind("__saved_model_", 0) == 0) continue;
    Signature& signature = found[name];
    signature.method = HB_SignatureListMethod(list.get(), i);
    signature.inputs = ReadSide(list.get(), i, HB_SignatureListNumInputs(list.get(), i), status,
                                HB_SignatureListInput);
    signature.outputs = ReadSide(list.get(), i, HB_SignatureListNumOutputs(list.get(), i), status,
                                 HB_SignatureListOutput);
  }
  return found;
}

// The output that "<operation>:<index>" names; empty if the graph has none.
inline Output OutputByName(const Scope& scope, const std::string& name) {
  const size_t colon = name.rfind(':');
  HB_Operation* operation =
      HB_GraphOperationByName(scope.graph_handle(), name.substr(0, colon).c_str());
  const long index = colon == std::string::npos ? 0 : std::strtol(&name[colon + 1], nullptr, 10);
  if (operation == nullptr || index < 0 || index >= HB_OperationNumOutputs(operation)) return {};
  return Output(scope, Operation{operation}, static_cast<int>(index));
}

}  // namespace detail

inline namespace HORNBEAM_MODE {

// A signature of a loaded model, prepared for many calls. Any number of threads may call it; copies
// share it.
class Function {
 public:
  Function() = default;
  explicit operator bool() const { return static_cast<bool>(callable_); }
  const std::string& name() const { return name_; }
  const Signature& signature() const { return signature_; }

  // Takes a tensor for each argument and gives one for each result. HB_INVALID_ARGUMENT if the
  // arguments are others than the signature's.
  Returns<TensorMap> operator()(const TensorRefs& arguments,
                                const CancellationToken* token = nullptr) const {
    std::vector<HB_Tensor*> feeds, fetches(signature_.outputs.size(), nullptr);
    for (const auto& [name, info] : signature_.inputs) {
      const auto found = arguments.find(name);
      if (found == arguments.end() || found->second == nullptr || !*found->second) break;
      feeds.push_back(found->second->handle());
    }
    if (feeds.size() != signature_.inputs.size() || arguments.size() != feeds.size()) {
      return Fail<TensorMap>(InvalidArgument("the signature '" + name_ + "' takes " +
                                             detail::KeysOf(signature_.inputs) + ", not " +
                                             detail::KeysOf(arguments)));
    }
    CStatus status;
    HB_CallableRun(callable_.handle(), feeds.data(), static_cast<int>(feeds.size()), fetches.data(),
                   static_cast<int>(fetches.size()), token == nullptr ? nullptr : token->handle(),
                   status.get());
    if (!status.ok()) return Fail<TensorMap>(status.Take());
    TensorMap results;
    size_t i = 0;
    for (const auto& [name, info] : signature_.outputs) results[name] = Tensor(fetches[i++]);
    return results;
  }

 private:
  friend class SavedModel;
  std::string name_;
  Signature signature_;
  Callable callable_;
};

// A loaded model: a session, its graph, and what it computes. Copies share it.
class SavedModel {
 public:
  SavedModel() = default;
  // Restores the model's variables and runs its initialisation. Its graph may touch files in its
  // folder only, unless the options say otherwise.
  static Returns<SavedModel> Load(const std::string& directory,
                                  const SavedModelOptions& options = {}) {
    std::vector<const char*> tags;
    for (const std::string& tag : options.tags) tags.push_back(tag.c_str());
    HB_LoadOptions load{};
    load.struct_size = sizeof(load);
    load.file_access = options.all_files ? HB_FILE_ACCESS_ALL : HB_FILE_ACCESS_MODEL_DIR_ONLY;
    const std::unique_ptr<HB_Buffer, void (*)(HB_Buffer*)> meta(HB_NewBuffer(), HB_DeleteBuffer);
    SavedModel model;
    const Graph graph;
    CStatus status;
    HB_Session* handle =
        HB_LoadSavedModel(nullptr, &load, directory.c_str(), tags.data(),
                          static_cast<int>(tags.size()), graph.handle(), meta.get(), status.get());
    if (!status.ok()) return Fail<SavedModel>(status.Take());
    model.session_ = Session(graph, handle);
    model.signatures_ = detail::ReadSignatures(meta.get(), &status);
    if (!status.ok()) return Fail<SavedModel>(status.Take());
    return model;
  }

  explicit operator bool() const { return static_cast<bool>(session_); }
  const Session& session() const { return session_; }
  const Graph& graph() const { return session_.graph(); }
  const std::map<std::string, Signature>& signatures() const { return signatures_; }

  // A signature as a function. HB_NOT_FOUND if the model has none of that name.
  Returns<Function> GetFunction(const std::string& name = "serving_default") const {
    const auto found = signatures_.find(name);
    if (found == signatures_.end()) {
      return Fail<Function>(Status(HB_NOT_FOUND, "the model has no signature '" + name +
                                                     "'; it has " + detail::KeysOf(signatures_)));
    }
    const Scope scope(graph());
    OutputList feeds, fetches;
    for (const auto& [side, outputs] :
         {std::pair(&found->second.inputs, &feeds), std::pair(&found->second.outputs, &fetches)}) {
      for (const auto& [argument, info] : *side) {
        outputs->push_back(detail::OutputByName(scope, info.name));
        if (outputs->back()) continue;
        return Fail<Function>(InvalidArgument("the signature '" + name + "' names '" + info.name +
                                              "', which the graph doesn't have"));
      }
    }
    auto callable = session_.MakeCallable(feeds, fetches);
    Function function;
    function.name_ = name;
    function.signature_ = found->second;
#ifdef HORNBEAM_NO_EXCEPTIONS
    if (!callable.ok()) return callable.status();
    function.callable_ = *std::move(callable);
#else
    function.callable_ = std::move(callable);
#endif
    return function;
  }

  // Runs a signature once; GetFunction prepares it for many calls.
  Returns<TensorMap> Run(const std::string& signature, const TensorRefs& arguments) const {
    auto function = GetFunction(signature);
#ifdef HORNBEAM_NO_EXCEPTIONS
    if (!function.ok()) return function.status();
    return (*function)(arguments);
#else
    return function(arguments);
#endif
  }

 private:
  Session session_;
  std::map<std::string, Signature> signatures_;
};

// Writes graph and variables of a session, with signatures, as a SavedModel that TensorFlow loads.
// A model in that folder is replaced in one step; a failed call leaves it as it was.
inline Returns<void> WriteSavedModel(const Session& session, const std::string& directory,
                                     const std::map<std::string, SignatureDef>& signatures) {
  const std::unique_ptr<HB_SavedModelOptions, void (*)(HB_SavedModelOptions*)> options(
      HB_NewSavedModelOptions(), HB_DeleteSavedModelOptions);
  for (const auto& [name, signature] : signatures) {
    const int number = HB_SavedModelOptionsAddSignature(options.get(), name.c_str(), nullptr);
    for (const bool inputs : {true, false}) {
      for (const auto& [argument, output] : inputs ? signature.inputs : signature.outputs) {
        if (!output || output.scope().graph_handle() != session.graph().handle()) {
          return Done(InvalidArgument("'" + argument + "' of the signature '" + name +
                                      "' is no tensor of the session's graph"));
        }
        (inputs ? HB_SavedModelOptionsAddSignatureInput : HB_SavedModelOptionsAddSignatureOutput)(
            options.get(), number, argument.c_str(), output.handle());
      }
    }
  }
  CStatus status;
  HB_SavedModelWrite(session.handle(), directory.c_str(), options.get(), status.get());
  return Done(status.Take());
}

}  // namespace HORNBEAM_MODE
}  // namespace hb

#endif  // HORNBEAM_CPP_SAVED_MODEL_H_
