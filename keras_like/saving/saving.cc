#include "keras_like/saving/saving.h"

#include <filesystem>
#include <iterator>

#include "hornbeam/c/saved_model.h"
#include "keras_like/engine/file.h"
#include "keras_like/saving/weights.h"

namespace hb::keras_like {
namespace {

constexpr int64_t kFormat = 1;
constexpr const char* kConfigFile = "assets.extra/hornbeam/model.json";
constexpr size_t kMaxConfigBytes = size_t{256} << 20;

using Pairs = std::vector<std::pair<const Variable*, const Tensor*>>;

struct OptionsDeleter {
  void operator()(HB_SavedModelOptions* options) const { HB_DeleteSavedModelOptions(options); }
};
using Options = std::unique_ptr<HB_SavedModelOptions, OptionsDeleter>;

// A copy of the program in a graph that holds nothing else, with the same values.
Result<std::shared_ptr<Program>> Copy(Program* program, bool with_training) {
  const Model& model = *program->model();
  HB_ASSIGN_OR_RETURN(const std::shared_ptr<Layer> clone, model.Clone());
  auto copy = std::make_shared<Program>(std::static_pointer_cast<Model>(clone));
  const auto from = model.weights(), to = copy->model()->weights();
  for (size_t i = 0; i < from.size() && i < to.size(); ++i) {
    HB_ASSIGN_OR_RETURN(const Tensor value, from[i]->Get());
    HB_RETURN_IF_ERROR(to[i]->Set(value));
  }
  if (!with_training) return copy;
  HB_RETURN_IF_ERROR(copy->Compile(program->compile_config(), program->custom()));
  HB_ASSIGN_OR_RETURN(const Signature signature, Signature::FromJson(program->train_signature()));
  HB_RETURN_IF_ERROR(copy->Prepare(signature));
  std::vector<const Variable*> slots;
  for (const Slot& slot : program->optimizer()->slots()) slots.push_back(slot.variable.get());
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values, program->backend()->Get(slots));
  Pairs pairs;
  const std::vector<Slot>& copies = copy->optimizer()->slots();
  for (size_t i = 0; i < values.size() && i < copies.size(); ++i) {
    pairs.emplace_back(copies[i].variable.get(), &values[i]);
  }
  HB_RETURN_IF_ERROR(copy->backend()->Set(pairs));
  return copy;
}

void AddInput(HB_SavedModelOptions* options, int signature, const std::string& name,
              const Output& output) {
  HB_SavedModelOptionsAddSignatureInput(options, signature, name.c_str(), output.handle());
}

std::string Numbered(const char* base, size_t index, size_t count) {
  return count == 1 ? base : base + std::string("_") + std::to_string(index);
}

Status AddServing(Program* program, HB_SavedModelOptions* options) {
  Signature signature;
  signature.x = program->model()->input_specs();
  for (TensorSpec& spec : signature.x) {
    if (!spec.dims.empty()) spec.dims[0] = -1;
  }
  HB_ASSIGN_OR_RETURN(const StepGraph step, program->Graph(Program::kPredict, signature));
  const auto inputs = program->model()->input_names();
  const auto outputs = program->model()->output_names();
  const int id = HB_SavedModelOptionsAddSignature(options, "serving_default", nullptr);
  for (size_t i = 0; i < inputs.size(); ++i) AddInput(options, id, inputs[i], step.x[i]);
  for (size_t i = 0; i < outputs.size(); ++i) {
    HB_SavedModelOptionsAddSignatureOutput(options, id, outputs[i].c_str(),
                                           step.outputs[i].handle());
  }
  return Status();
}

// A signature that runs a step and gives its loss.
Status AddStep(Program* program, Program::Kind kind, const char* name, const Signature& signature,
               HB_SavedModelOptions* options) {
  HB_ASSIGN_OR_RETURN(const StepGraph step, program->Graph(kind, signature));
  const Scope scope = Scope(program->backend()->scope().graph()).Sub(name);
  const Output loss = ops::Identity(scope.After(step.targets).Named("loss"), step.loss);
  HB_RETURN_IF_ERROR(scope.status());
  const int id = HB_SavedModelOptionsAddSignature(options, name, nullptr);
  const auto inputs = program->model()->input_names();
  for (size_t i = 0; i < step.x.size(); ++i) AddInput(options, id, inputs[i], step.x[i]);
  for (size_t i = 0; i < step.y.size(); ++i) {
    AddInput(options, id, Numbered("y", i, step.y.size()), step.y[i]);
  }
  for (size_t i = 0; i < step.weights.size(); ++i) {
    AddInput(options, id, Numbered("sample_weight", i, step.weights.size()), step.weights[i]);
  }
  HB_SavedModelOptionsAddSignatureOutput(options, id, "loss", loss.handle());
  return Status();
}

// Adds a variable to what is saved and its key to a list.
void AddVariable(const Variable& variable, HB_SavedModelOptions* options, Json* keys) {
  HB_SavedModelOptionsAddVariable(options, variable.name().c_str(),
                                  variable.handle().operation().handle);
  keys->Add(variable.name());
}

Result<Json> ReadConfig(const std::string& folder) {
  const std::string path = folder + "/" + kConfigFile;
  const File file = OpenFile(path, "rb");
  if (file == nullptr) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
      return Status(HB_NOT_FOUND, "there is no folder '" + folder + "'");
    }
    return Status(HB_NOT_FOUND, "'" + path +
                                    "' can't be read: this is not a model that Hornbeam saved; "
                                    "load it as a SavedModel, not as layers");
  }
  const long size = std::fseek(file.get(), 0, SEEK_END) == 0 ? std::ftell(file.get()) : -1;
  if (size < 0 || static_cast<size_t>(size) > kMaxConfigBytes) {
    return InvalidArgument("'" + path + "' is too large");
  }
  std::rewind(file.get());
  std::string text(static_cast<size_t>(size), '\0');
  if (std::fread(text.data(), 1, text.size(), file.get()) != text.size()) {
    return Status(HB_DATA_LOSS, "'" + path + "' can't be read");
  }
  Result<Json> json = Json::Parse(text);
  if (!json.ok()) return At("'" + path + "'", json.status());
  const int64_t minimum = (*json)["minimum_reader"].AsInt(-1);
  if (minimum < 1 || minimum > kFormat) {
    return InvalidArgument("'" + path + "' needs a reader of format " + std::to_string(minimum) +
                           "; this one reads format " + std::to_string(kFormat));
  }
  return json;
}

std::vector<std::string> Keys(const Json& json) {
  std::vector<std::string> keys;
  for (const Json& item : json.items()) keys.push_back(item.AsString());
  return keys;
}

std::string VariablesOf(const std::string& folder) { return folder + "/variables/variables"; }

Status RestoreWeights(const std::string& folder, const std::string& file_root, const Json& json,
                      const Model& model) {
  const auto weights = model.weights();
  const std::vector<std::string> keys = Keys(json["weights"]);
  if (keys.size() != weights.size()) {
    return Status(HB_DATA_LOSS, "the model has " + std::to_string(weights.size()) +
                                    " weights, the file names " + std::to_string(keys.size()));
  }
  std::vector<DataType> dtypes;
  for (const auto& weight : weights) dtypes.push_back(weight->dtype);
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values,
                      ReadCheckpoint(VariablesOf(folder), keys, dtypes, file_root));
  for (size_t i = 0; i < weights.size(); ++i) HB_RETURN_IF_ERROR(weights[i]->Set(values[i]));
  return Status();
}

Status RestoreTraining(const std::string& folder, const std::string& file_root, const Json& json,
                       Program* program) {
  HB_RETURN_IF_ERROR(program->Compile(json["compile"], nullptr));
  if (json["train_signature"].is_null()) return Status();
  HB_ASSIGN_OR_RETURN(const Signature signature, Signature::FromJson(json["train_signature"]));
  HB_RETURN_IF_ERROR(program->Prepare(signature));
  const std::vector<Slot>& slots = program->optimizer()->slots();
  const std::vector<std::string> keys = Keys(json["optimizer"]);
  if (keys.size() != slots.size()) {
    return Status(HB_DATA_LOSS, "the optimizer has " + std::to_string(slots.size()) +
                                    " variables, the file names " + std::to_string(keys.size()));
  }
  std::vector<DataType> dtypes;
  for (const Slot& slot : slots) dtypes.push_back(slot.variable->dtype());
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values,
                      ReadCheckpoint(VariablesOf(folder), keys, dtypes, file_root));
  Pairs pairs;
  for (size_t i = 0; i < values.size(); ++i)
    pairs.emplace_back(slots[i].variable.get(), &values[i]);
  return program->backend()->Set(pairs);
}

}  // namespace

Status SaveModel(Program* program, const std::string& folder, bool with_training) {
  if (!program->model()->ready()) {
    return Status(HB_FAILED_PRECONDITION,
                  "the model has no input shape yet; build it or call it before saving");
  }
  with_training = with_training && program->optimizer() != nullptr;
  const bool trained = with_training && !program->train_signature().is_null();
  HB_ASSIGN_OR_RETURN(const std::shared_ptr<Program> copy, Copy(program, trained));
  const Options options(HB_NewSavedModelOptions());
  HB_RETURN_IF_ERROR(AddServing(copy.get(), options.get()));
  Json weights = Json::Array(), slots = Json::Array(), metrics = Json::Array();
  if (trained) {
    HB_ASSIGN_OR_RETURN(const Signature signature, Signature::FromJson(program->train_signature()));
    HB_RETURN_IF_ERROR(
        AddStep(copy.get(), Program::kTrain, "train_step", signature, options.get()));
    HB_RETURN_IF_ERROR(
        AddStep(copy.get(), Program::kEvaluate, "evaluate", signature, options.get()));
    for (const Slot& slot : copy->optimizer()->slots()) {
      AddVariable(*slot.variable, options.get(), &slots);
    }
    for (const auto& metric : copy->objective()->variables()) {
      AddVariable(*metric, options.get(), &metrics);
    }
  }
  for (const auto& weight : copy->model()->weights()) {
    AddVariable(*weight->variable(), options.get(), &weights);
  }
  Json json = Json::Object({{"format", kFormat},
                            {"minimum_reader", int64_t{1}},
                            {"writer", HB_Version()},
                            {"model", program->model()->ToJson()},
                            {"weights", std::move(weights)}});
  // A loss that is a function of the user is not in the file: who loads the model compiles it.
  if (with_training && program->custom() == nullptr) {
    json.Set("compile", program->compile_config());
    json.Set("train_signature", program->train_signature());
    json.Set("optimizer", std::move(slots));
  }
  const std::string text = json.Dump(1);
  HB_SavedModelOptionsAddFile(options.get(), kConfigFile, text.data(), text.size());
  CStatus status;
  HB_SavedModelWrite(copy->backend()->session().handle(), folder.c_str(), options.get(),
                     status.get());
  return status.Take();
}

Result<std::shared_ptr<Program>> LoadModel(const std::string& folder, bool confined) {
  HB_ASSIGN_OR_RETURN(const Json json, ReadConfig(folder));
  Result<std::shared_ptr<Model>> model = Model::FromConfig(json["model"]);
  if (!model.ok()) return At("model '" + folder + "'", model.status());
  const std::string file_root = confined ? folder : "";
  (*model)->set_file_root(file_root);
  auto program = std::make_shared<Program>(*model);
  HB_RETURN_IF_ERROR(RestoreWeights(folder, file_root, json, **model));
  if (!json["compile"].is_null()) {
    HB_RETURN_IF_ERROR(RestoreTraining(folder, file_root, json, program.get()));
  }
  return program;
}

}  // namespace hb::keras_like
