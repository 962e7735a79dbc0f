#include <optional>

#include "keras_like/c_api/handles.h"
#include "keras_like/saving/saving.h"
#include "keras_like/saving/weights.h"

using hb::Result;
using hb::Status;
using hb::Tensor;
using namespace hb::keras_like;  // NOLINT: this file is the outside of that namespace

namespace {

constexpr int64_t kPredictBatch = 256;

std::unique_ptr<HB_Model> Wrap(std::shared_ptr<Program> program) {
  auto model = std::make_unique<HB_Model>();
  model->program = std::move(program);
  return model;
}

Result<std::unique_ptr<HB_Model>> WrapModel(Result<std::shared_ptr<Model>> model) {
  if (!model.ok()) return model.status();
  return Wrap(std::make_shared<Program>(*std::move(model)));
}

void WriteLogs(HB_Model* model, Logs logs, HB_Logs* out) {
  model->logs.Set(std::move(logs));
  HB_Logs result = {};
  result.struct_size = out->struct_size;
  result.count = static_cast<int>(model->logs.names.size());
  result.names = model->logs.names.data();
  result.values = model->logs.values.data();
  std::memcpy(out, &result, std::min(out->struct_size, sizeof(result)));
}

Json Describe(const std::vector<std::string>& names, const Specs& specs) {
  Json list = Json::Array();
  for (size_t i = 0; i < names.size(); ++i) {
    list.Add(Json::Object({{"name", names[i]},
                           {"dtype", DtypeName(specs[i].dtype)},
                           {"shape", Json::Shape(specs[i].dims)}}));
  }
  return list;
}

Json DescribeModel(const Model& model) {
  Json weights = Json::Array();
  const auto trained = model.TrainableWeights();
  for (const auto& weight : model.weights()) {
    const bool trainable = std::find(trained.begin(), trained.end(), weight) != trained.end();
    weights.Add(Json::Object({{"name", weight->path},
                              {"dtype", DtypeName(weight->dtype)},
                              {"shape", Json::Shape(weight->dims)},
                              {"trainable", trainable}}));
  }
  return Json::Object({{"name", model.name()},
                       {"inputs", Describe(model.input_names(), model.input_specs())},
                       {"outputs", Describe(model.output_names(), model.output_specs())},
                       {"weights", std::move(weights)}});
}

// Runs one batch and reads the metrics.
Status OneBatch(HB_Model* model, const HB_Arrays* data, const Json& class_weight,
                Status (Program::*run)(const Batch&, const hb::CancellationToken*), HB_Logs* logs) {
  HB_ASSIGN_OR_RETURN(Dataset set, Dataset::New(ReadArrays(data), class_weight));
  if (set.empty()) return hb::InvalidArgument("a batch needs inputs");
  HB_ASSIGN_OR_RETURN(const Batch batch, set.Get(0, set.size(), {}));
  HB_RETURN_IF_ERROR((model->program.get()->*run)(batch, nullptr));
  if (logs == nullptr) return Status();
  HB_ASSIGN_OR_RETURN(Logs values, model->program->ReadLogs());
  WriteLogs(model, std::move(values), logs);
  return Status();
}

Status CheckCount(size_t wanted, int got, const char* what) {
  if (static_cast<int>(wanted) == got) return Status();
  return hb::InvalidArgument("the model has " + std::to_string(wanted) + " " + what + ", got " +
                             std::to_string(got));
}

}  // namespace

extern "C" {

HB_Model* HB_ModelNew(HB_Symbol* const* inputs, int ninputs, HB_Symbol* const* outputs,
                      int noutputs, const char* name, HB_Status* status) {
  return Make<HB_Model>(status, [&] {
    std::vector<Symbol> in, out;
    for (int i = 0; i < ninputs; ++i) in.push_back(inputs[i]->symbol);
    for (int i = 0; i < noutputs; ++i) out.push_back(outputs[i]->symbol);
    return WrapModel(Model::FromSymbols(in, out, name == nullptr ? "" : name));
  });
}

HB_Model* HB_ModelSequential(HB_Layer* const* layers, int nlayers, const char* name,
                             HB_Status* status) {
  return Make<HB_Model>(status, [&] {
    std::vector<std::shared_ptr<Layer>> list;
    for (int i = 0; i < nlayers; ++i) list.push_back(layers[i]->layer);
    return WrapModel(Model::Sequential(std::move(list), name == nullptr ? "" : name));
  });
}

HB_Model* HB_ModelFromConfig(const char* config, size_t config_len, HB_Status* status) {
  return Make<HB_Model>(status, [&]() -> Result<std::unique_ptr<HB_Model>> {
    HB_ASSIGN_OR_RETURN(const Json json, ParseConfig(config, config_len));
    return WrapModel(Model::FromConfig(json));
  });
}

HB_Layer* HB_LayerFromModel(HB_Model* model) { return new HB_Layer{model->program->model()}; }

void HB_DeleteModel(HB_Model* model) { delete model; }

void HB_ModelConfig(HB_Model* model, HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(model->model().ToJson().Dump(), json); });
}

void HB_ModelSummary(HB_Model* model, int width, HB_Buffer* text, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(model->model().Summary(width), text); });
}

void HB_ModelBuild(HB_Model* model, HB_Tensor* const* inputs, int ninputs, HB_Status* status) {
  Guard(status, [&]() -> Status {
    const Batch batch{std::vector<HB_Tensor*>(inputs, inputs + ninputs), {}, {}};
    return model->model().EnsureBuilt(SignatureOf(batch).x);
  });
}

void HB_ModelCompile(HB_Model* model, const char* config, size_t config_len, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const Json json, ParseConfig(config, config_len));
    return model->program->Compile(json, model->custom->empty() ? nullptr : model->custom);
  });
}

void HB_ModelAddLoss(HB_Model* model, const char* name, HB_TraceFn fn, void* user,
                     HB_ReleaseFn release, HB_Status* status) {
  Guard(status, [&]() -> Status {
    model->custom->AddLoss(name, std::make_shared<const UserFunction>(fn, user, release));
    return Status();
  });
}

void HB_ModelAddOptimizer(HB_Model* model, const char* name, HB_TraceFn fn, void* user,
                          HB_ReleaseFn release, HB_Status* status) {
  Guard(status, [&]() -> Status {
    model->custom->AddOptimizer(name, std::make_shared<const UserFunction>(fn, user, release));
    return Status();
  });
}

void HB_ModelCompileConfig(HB_Model* model, HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(model->program->compile_config().Dump(), json); });
}

void HB_ModelTrainOnBatch(HB_Model* model, const HB_Arrays* data, const char* class_weight,
                          HB_Logs* logs, HB_Status* status) {
  Guard(status, [&]() -> Status {
    Json weights;
    if (class_weight != nullptr) {
      HB_ASSIGN_OR_RETURN(weights, ParseArgument("class_weight", class_weight));
    }
    HB_RETURN_IF_ERROR(model->program->ResetMetrics());
    return OneBatch(model, data, weights, &Program::Train, logs);
  });
}

void HB_ModelTestOnBatch(HB_Model* model, const HB_Arrays* data, HB_Logs* logs, HB_Status* status) {
  Guard(status, [&] { return OneBatch(model, data, Json(), &Program::Evaluate, logs); });
}

void HB_ModelEvaluateWithToken(HB_Model* model, const HB_Arrays* data, int64_t batch_size,
                               HB_Logs* logs, HB_CancellationToken* token, HB_Status* status) {
  Guard(status, [&]() -> Status {
    std::optional<hb::CancellationToken> stop;
    if (token != nullptr) stop = hb::CancellationToken::Borrow(token);
    HB_ASSIGN_OR_RETURN(Dataset set, Dataset::New(ReadArrays(data), Json()));
    if (set.empty()) return hb::InvalidArgument("evaluate needs inputs");
    HB_ASSIGN_OR_RETURN(Logs values,
                        Evaluate(model->program.get(), &set, batch_size > 0 ? batch_size : 32, 0,
                                 stop ? &*stop : nullptr));
    WriteLogs(model, std::move(values), logs);
    return Status();
  });
}

void HB_ModelEvaluate(HB_Model* model, const HB_Arrays* data, int64_t batch_size, HB_Logs* logs,
                      HB_Status* status) {
  HB_ModelEvaluateWithToken(model, data, batch_size, logs, nullptr, status);
}

void HB_ModelPredictWithToken(HB_Model* model, HB_Tensor* const* inputs, int ninputs,
                              HB_Tensor** outputs, int noutputs, HB_CancellationToken* token,
                              HB_Status* status) {
  Guard(status, [&]() -> Status {
    std::optional<hb::CancellationToken> stop;
    if (token != nullptr) stop = hb::CancellationToken::Borrow(token);
    const Arrays arrays{std::vector<HB_Tensor*>(inputs, inputs + ninputs), {}, {}};
    HB_ASSIGN_OR_RETURN(
        std::vector<Tensor> results,
        Predict(model->program.get(), arrays, kPredictBatch, stop ? &*stop : nullptr));
    HB_RETURN_IF_ERROR(CheckCount(results.size(), noutputs, "outputs"));
    for (int i = 0; i < noutputs; ++i) outputs[i] = results[i].Release();
    return Status();
  });
}

void HB_ModelPredict(HB_Model* model, HB_Tensor* const* inputs, int ninputs, HB_Tensor** outputs,
                     int noutputs, HB_Status* status) {
  HB_ModelPredictWithToken(model, inputs, ninputs, outputs, noutputs, nullptr, status);
}

void HB_ModelResetMetrics(HB_Model* model, HB_Status* status) {
  Guard(status, [&] { return model->program->ResetMetrics(); });
}

void HB_ModelDescribe(HB_Model* model, HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(DescribeModel(model->model()).Dump(), json); });
}

int HB_ModelNumWeights(HB_Model* model) {
  return static_cast<int>(model->model().weights().size());
}

void HB_ModelGetWeights(HB_Model* model, HB_Tensor** values, int nvalues, HB_Status* status) {
  Guard(status, [&]() -> Status {
    const auto weights = model->model().weights();
    HB_RETURN_IF_ERROR(CheckCount(weights.size(), nvalues, "weights"));
    std::vector<Tensor> copies;
    for (const auto& weight : weights) {
      HB_ASSIGN_OR_RETURN(Tensor value, weight->Get());
      copies.push_back(std::move(value));
    }
    for (int i = 0; i < nvalues; ++i) values[i] = copies[i].Release();
    return Status();
  });
}

void HB_ModelSetWeights(HB_Model* model, HB_Tensor* const* values, int nvalues, HB_Status* status) {
  Guard(status, [&]() -> Status {
    const auto weights = model->model().weights();
    HB_RETURN_IF_ERROR(CheckCount(weights.size(), nvalues, "weights"));
    std::vector<Tensor> shared;
    for (int i = 0; i < nvalues; ++i) {
      HB_ASSIGN_OR_RETURN(Tensor value, Share(values[i]));
      if (value.dtype() != weights[i]->dtype || value.dims() != weights[i]->dims) {
        return hb::InvalidArgument("weight '" + weights[i]->path + "' has shape " +
                                   ShapeText(weights[i]->dims) + ", the value " +
                                   ShapeText(value.dims()) + ", or the types differ");
      }
      shared.push_back(std::move(value));
    }
    for (int i = 0; i < nvalues; ++i) HB_RETURN_IF_ERROR(weights[i]->Set(shared[i]));
    return Status();
  });
}

double HB_ModelLearningRate(HB_Model* model, HB_Status* status) {
  double rate = 0;
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(rate, model->program->LearningRate());
    return Status();
  });
  return rate;
}

void HB_ModelSetLearningRate(HB_Model* model, double rate, HB_Status* status) {
  Guard(status, [&] { return model->program->SetLearningRate(rate); });
}

void HB_ModelSave(HB_Model* model, const char* folder, const HB_SaveOptions* options,
                  HB_Status* status) {
  Guard(status, [&] {
    const bool training = options == nullptr || options->without_training == 0;
    return SaveModel(model->program.get(), folder, training);
  });
}

void HB_ModelSaveWeights(HB_Model* model, const char* path, HB_Status* status) {
  Guard(status, [&] { return SaveWeights(model->program.get(), path); });
}

void HB_ModelLoadWeights(HB_Model* model, const char* path, HB_Status* status) {
  Guard(status, [&] { return LoadWeights(model->program.get(), path); });
}

HB_Model* HB_ModelLoad(const char* folder, const HB_LoadOptions* options, HB_Status* status) {
  return Make<HB_Model>(status, [&]() -> Result<std::unique_ptr<HB_Model>> {
    HB_LoadOptions given = {};
    given.file_access = HB_FILE_ACCESS_MODEL_DIR_ONLY;
    if (options != nullptr) {
      std::memcpy(&given, options, std::min(options->struct_size, sizeof(given)));
    }
    const bool all = given.file_access == HB_FILE_ACCESS_ALL;
    HB_ASSIGN_OR_RETURN(std::shared_ptr<Program> program, LoadModel(folder, !all));
    return Wrap(std::move(program));
  });
}

}  // extern "C"
