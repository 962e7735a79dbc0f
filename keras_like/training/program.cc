#include "keras_like/training/program.h"

#include "hornbeam/cpp/gen/control_ops.h"

namespace hb::keras_like {
namespace {

TensorSpec SpecOf(HB_Tensor* tensor) {
  TensorSpec spec{HB_TensorType(tensor), {}};
  for (int i = 0; i < HB_NumDims(tensor); ++i) spec.dims.push_back(HB_Dim(tensor, i));
  if (!spec.dims.empty()) spec.dims[0] = -1;
  return spec;
}

bool Same(const Specs& a, const Specs& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].dtype != b[i].dtype || a[i].dims != b[i].dims) return false;
  }
  return true;
}

Json SpecsJson(const Specs& specs) {
  Json list = Json::Array();
  for (const TensorSpec& spec : specs) {
    list.Add(Json::Object({{"dtype", DtypeName(spec.dtype)}, {"shape", Json::Shape(spec.dims)}}));
  }
  return list;
}

Result<Specs> SpecsFromJson(const Json& json) {
  Specs specs;
  for (const Json& item : json.items()) {
    TensorSpec spec;
    HB_ASSIGN_OR_RETURN(spec.dtype, DtypeFromName(item["dtype"].AsString()));
    for (const Json& dim : item["shape"].items()) spec.dims.push_back(dim.AsInt(-1));
    specs.push_back(std::move(spec));
  }
  return specs;
}

OutputList Placeholders(const Scope& scope, const char* name, const Specs& specs) {
  OutputList outputs;
  for (size_t i = 0; i < specs.size(); ++i) {
    const std::string numbered = specs.size() == 1 ? name : name + std::to_string(i);
    outputs.push_back(
        ops::Placeholder(scope.Named(numbered), specs[i].dtype, {.shape = specs[i].dims}));
  }
  return outputs;
}

// Fits data to an input of the model: its type, and a last dimension of 1 where it lacks one.
Result<Output> Fit(const Output& x, const TensorSpec& data, const TensorSpec& wanted,
                   const std::string& name) {
  Output value = x;
  Dims dims = data.dims;
  if (dims.size() + 1 == wanted.dims.size() && wanted.dims.back() == 1) {
    value = ExpandDims(value, -1);
    dims.push_back(1);
  }
  bool fits = dims.size() == wanted.dims.size();
  for (size_t i = 1; fits && i < dims.size(); ++i) {
    fits = wanted.dims[i] < 0 || dims[i] < 0 || dims[i] == wanted.dims[i];
  }
  if (!fits) {
    return InvalidArgument("input '" + name + "' must have shape " + ShapeText(wanted.dims) +
                           ", got " + ShapeText(data.dims));
  }
  return Cast(value, wanted.dtype);
}

}  // namespace

bool Signature::operator==(const Signature& other) const {
  return Same(x, other.x) && Same(y, other.y) && Same(weights, other.weights);
}

Json Signature::ToJson() const {
  return Json::Object(
      {{"x", SpecsJson(x)}, {"y", SpecsJson(y)}, {"sample_weight", SpecsJson(weights)}});
}

Result<Signature> Signature::FromJson(const Json& json) {
  Signature signature;
  HB_ASSIGN_OR_RETURN(signature.x, SpecsFromJson(json["x"]));
  HB_ASSIGN_OR_RETURN(signature.y, SpecsFromJson(json["y"]));
  HB_ASSIGN_OR_RETURN(signature.weights, SpecsFromJson(json["sample_weight"]));
  return signature;
}

Signature SignatureOf(const Batch& batch) {
  Signature signature;
  for (HB_Tensor* tensor : batch.x) signature.x.push_back(SpecOf(tensor));
  for (HB_Tensor* tensor : batch.y) signature.y.push_back(SpecOf(tensor));
  for (HB_Tensor* tensor : batch.weights) signature.weights.push_back(SpecOf(tensor));
  return signature;
}

namespace {

Result<std::shared_ptr<Optimizer>> MakeOptimizer(const Json& json, const CustomFunctions* custom) {
  if (custom != nullptr) {
    const std::string& name = json.is_object() ? json["class_name"].AsString() : json.AsString();
    HB_ASSIGN_OR_RETURN(std::shared_ptr<Optimizer> own,
                        custom->MakeOptimizer(name, json["config"]));
    if (own != nullptr) return own;
  }
  HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kOptimizer, json));
  return std::any_cast<std::shared_ptr<Optimizer>>(spec.info->make(spec.config));
}

// The optimizer with its full config, under the name that it was given.
Json OptimizerJson(const Json& json, const Optimizer& optimizer) {
  const std::string& name = json.is_object() ? json["class_name"].AsString() : json.AsString();
  const ClassInfo* info = Registry::Get().Find(ObjectKind::kOptimizer, name);
  if (info != nullptr) return Spec{info, optimizer.config()}.ToJson();
  return Json::Object({{"module", nullptr},
                       {"class_name", name},
                       {"config", optimizer.config()},
                       {"registered_name", name}});
}

}  // namespace

Status Program::Compile(const Json& config, std::shared_ptr<const CustomFunctions> custom) {
  for (const Json::Member& member : config.members()) {
    const std::string& name = member.first;
    if (name != "optimizer" && name != "loss" && name != "loss_weights" && name != "metrics" &&
        name != "weighted_metrics" && !member.second.is_null() && !(member.second == Json(false)) &&
        name != "steps_per_execution" && name != "auto_scale_loss" && name != "jit_compile") {
      return InvalidArgument("compile has no argument '" + name + "'");
    }
  }
  const Json optimizer = config.Has("optimizer") ? config["optimizer"] : Json("rmsprop");
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Optimizer> made, MakeOptimizer(optimizer, custom.get()));
  HB_RETURN_IF_ERROR(made->Check());
  std::lock_guard lock(mutex_);
  compile_config_ = config;
  compile_config_.Set("optimizer", OptimizerJson(optimizer, *made));
  custom_ = std::move(custom);
  optimizer_ = std::move(made);
  initialized_slots_ = 0;
  initialized_metrics_ = logged_metrics_ = 0;
  pending_state_.clear();
  objective_ = nullptr;
  functions_[kTrain].clear();
  functions_[kEvaluate].clear();
  train_signature_ = Json();
  if (model_->ready()) {
    HB_ASSIGN_OR_RETURN(objective_, Objective::Read(compile_config_, *model_, custom_.get()));
  } else {
    // Names of losses are checked although the outputs are not known yet.
    HB_RETURN_IF_ERROR(config["loss"].is_string() && custom_ == nullptr &&
                               config["loss"].AsString() != "crossentropy" &&
                               config["loss"].AsString() != "ce"
                           ? Registry::Get().Read(ObjectKind::kLoss, config["loss"]).status()
                           : Status());
  }
  return Status();
}

Status Program::Place() {
  std::shared_ptr<Backend> backend;
  const auto weights = model_->weights();
  bool moved = backend_ == nullptr;
  const std::string file_root = model_->file_root();
  for (const auto& weight : weights) {
    if (weight->backend() != nullptr) {
      backend = weight->backend();
      break;
    }
  }
  if (backend == nullptr) backend = backend_;
  if (backend == nullptr || backend->file_root() != file_root) {
    HB_ASSIGN_OR_RETURN(backend, Backend::New(file_root));
  }
  for (const auto& weight : weights) {
    moved = moved || weight->backend() != backend;
    HB_RETURN_IF_ERROR(weight->Place(backend));
  }
  if (moved || backend != backend_) {
    for (auto& functions : functions_) functions.clear();
    const bool other = backend_ != nullptr && backend != backend_;
    backend_ = backend;
    if (other && optimizer_ != nullptr) {
      optimizer_->Forget();
      initialized_slots_ = 0;
      HB_ASSIGN_OR_RETURN(objective_, Objective::Read(compile_config_, *model_, custom_.get()));
      initialized_metrics_ = logged_metrics_ = 0;
    }
  }
  return Status();
}

Result<StepGraph> Program::TraceForward(Trace* trace, const Signature& signature, bool labels) {
  StepGraph step;
  trace->file_root = backend_->file_root();
  const Scope scope = trace->scope;
  const Specs& wanted = model_->input_specs();
  if (signature.x.size() != wanted.size()) {
    return InvalidArgument("the model has " + std::to_string(wanted.size()) + " inputs, got " +
                           std::to_string(signature.x.size()) + " arrays");
  }
  step.x = Placeholders(scope, "x", signature.x);
  if (labels) {
    step.y = Placeholders(scope, "y", signature.y);
    step.weights = Placeholders(scope, "sample_weight", signature.weights);
  }
  const std::vector<std::string> names = model_->input_names();
  OutputList inputs;
  for (size_t i = 0; i < wanted.size(); ++i) {
    HB_RETURN_IF_ERROR(scope.status());
    HB_ASSIGN_OR_RETURN(Output input, Fit(step.x[i], signature.x[i], wanted[i], names[i]));
    inputs.push_back(std::move(input));
  }
  HB_ASSIGN_OR_RETURN(step.outputs, model_->Run(trace, inputs));
  for (Output& output : step.outputs) {
    step.masks.push_back(trace->Mask(output));
    if (output.operation().type() == "Placeholder") output = ops::Identity(scope, output);
  }
  HB_RETURN_IF_ERROR(scope.status());
  return step;
}

Result<StepGraph> Program::TracePredict(const Scope& scope, const Signature& signature) {
  Trace trace(scope, false);
  return TraceForward(&trace, signature, false);
}

Result<StepGraph> Program::TraceEvaluate(const Scope& scope, const Signature& signature) {
  Backend* const backend = backend_.get();
  Trace trace(scope, false);
  HB_ASSIGN_OR_RETURN(StepGraph step, TraceForward(&trace, signature, true));
  for (const auto& weight : model_->TrainableWeights()) {
    if (weight->regularizer) trace.losses.push_back(weight->regularizer(trace.Read(*weight)));
  }
  HB_ASSIGN_OR_RETURN(step.loss, objective_->Loss(backend,
                                                  {step.y, step.outputs, step.weights, step.masks,
                                                   BatchSize(step.x[0], HB_FLOAT)},
                                                  trace.losses, &step.targets));
  HB_RETURN_IF_ERROR(scope.status());
  return step;
}

Result<StepGraph> Program::TraceTrain(const Scope& scope, const Signature& signature) {
  Backend* const backend = backend_.get();
  Trace trace(scope, true);
  HB_ASSIGN_OR_RETURN(StepGraph step, TraceForward(&trace, signature, true));
  const auto weights = model_->TrainableWeights();
  OutputList reads;
  for (const auto& weight : weights) {
    reads.push_back(trace.Read(*weight));
    if (weight->regularizer) trace.losses.push_back(weight->regularizer(reads.back()));
  }
  HB_ASSIGN_OR_RETURN(step.loss, objective_->Loss(backend,
                                                  {step.y, step.outputs, step.weights, step.masks,
                                                   BatchSize(step.x[0], HB_FLOAT)},
                                                  trace.losses, &step.targets));
  HB_RETURN_IF_ERROR(scope.status());
  const Output scaled = optimizer_->ScaleLoss(step.loss);
  const OutputList found = Gradients(scope, std::span(&scaled, 1), reads);
  OutputList gradients;
  std::vector<TrainedVariable> trained;
  // Updates come after all gradients and all reads, so that every read sees the old values.
  std::vector<Operation> before = trace.reads;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (!found[i]) continue;
    gradients.push_back(found[i]);
    before.push_back(found[i].operation());
    trained.push_back({weights[i]->variable(), weights[i]->constraint});
  }
  HB_RETURN_IF_ERROR(scope.status());
  step.targets.insert(step.targets.end(), trace.updates.begin(), trace.updates.end());
  if (!trained.empty()) {
    const Operation barrier = ops::NoOp(scope.Named("gradients_done").After(before));
    HB_ASSIGN_OR_RETURN(const std::vector<Operation> updates,
                        optimizer_->Apply(backend, scope.After(barrier), trained, gradients));
    step.targets.insert(step.targets.end(), updates.begin(), updates.end());
  }
  HB_RETURN_IF_ERROR(scope.status());
  return step;
}

Result<Tensor> Program::InitialValue(const Slot& slot) {
  const Variable& variable = *slot.variable;
  const auto found = pending_state_.find(slot.name);
  if (found == pending_state_.end() || found->second.dtype() != variable.dtype() ||
      found->second.dims() != variable.dims()) {
    return Filled(variable.dtype(), variable.dims(), slot.initial);
  }
  Tensor value = std::move(found->second);
  pending_state_.erase(found);
  return value;
}

Status Program::InitializeState() {
  std::vector<Tensor> tensors;
  std::vector<const Variable*> variables;
  const std::vector<Slot>& slots = optimizer_->slots();
  for (size_t i = initialized_slots_; i < slots.size(); ++i) {
    HB_ASSIGN_OR_RETURN(Tensor value, InitialValue(slots[i]));
    tensors.push_back(std::move(value));
    variables.push_back(slots[i].variable.get());
  }
  const auto metrics = objective_->variables();
  if (metrics.size() != initialized_metrics_) {
    for (const auto& metric : metrics) {
      HB_ASSIGN_OR_RETURN(Tensor zero, Filled(metric->dtype(), metric->dims(), 0));
      tensors.push_back(std::move(zero));
      variables.push_back(metric.get());
    }
  }
  std::vector<std::pair<const Variable*, const Tensor*>> values;
  for (size_t i = 0; i < tensors.size(); ++i) values.emplace_back(variables[i], &tensors[i]);
  HB_RETURN_IF_ERROR(backend_->Set(values));
  initialized_slots_ = slots.size();
  initialized_metrics_ = metrics.size();
  return Status();
}

Result<const Program::Function*> Program::GetLocked(Kind kind, const Signature& signature) {
  if (!model_->ready()) {
    Specs inputs = signature.x;
    for (TensorSpec& spec : inputs) {
      if (spec.dtype == HB_DOUBLE) spec.dtype = HB_FLOAT;
    }
    HB_RETURN_IF_ERROR(model_->EnsureBuilt(inputs));
  }
  if (kind != kPredict && objective_ == nullptr) {
    if (optimizer_ == nullptr) {
      return Status(HB_FAILED_PRECONDITION, "the model must be compiled first");
    }
    HB_ASSIGN_OR_RETURN(objective_, Objective::Read(compile_config_, *model_, custom_.get()));
  }
  HB_RETURN_IF_ERROR(Place());
  for (const Function& function : functions_[kind]) {
    if (function.signature == signature) return &function;
  }
  constexpr const char* kNames[] = {"predict", "evaluate", "train"};
  // A scope of its own keeps an error of one trace from all others.
  const Scope scope = Scope(backend_->scope().graph()).Sub(kNames[kind]);
  const auto trace = kind == kPredict    ? &Program::TracePredict
                     : kind == kEvaluate ? &Program::TraceEvaluate
                                         : &Program::TraceTrain;
  HB_ASSIGN_OR_RETURN(const StepGraph step, (this->*trace)(scope, signature));
  if (kind != kPredict) HB_RETURN_IF_ERROR(InitializeState());
  OutputList feeds = step.x;
  feeds.insert(feeds.end(), step.y.begin(), step.y.end());
  feeds.insert(feeds.end(), step.weights.begin(), step.weights.end());
  HB_ASSIGN_OR_RETURN(Callable callable,
                      backend_->session().MakeCallable(
                          feeds, kind == kPredict ? step.outputs : OutputList(), step.targets));
  functions_[kind].push_back(Function{signature, step, callable});
  if (kind == kTrain) train_signature_ = signature.ToJson();
  return &functions_[kind].back();
}

Result<Callable> Program::Get(Kind kind, const Batch& batch) {
  const Signature signature = SignatureOf(batch);
  std::lock_guard lock(mutex_);
  HB_ASSIGN_OR_RETURN(const Function* function, GetLocked(kind, signature));
  return Callable(function->callable);
}

Result<StepGraph> Program::Graph(Kind kind, const Signature& signature) {
  std::lock_guard lock(mutex_);
  HB_ASSIGN_OR_RETURN(const Function* function, GetLocked(kind, signature));
  return StepGraph(function->graph);
}

Status Program::Prepare(const Signature& signature) {
  std::lock_guard lock(mutex_);
  return GetLocked(kTrain, signature).status();
}

Result<std::vector<Tensor>> Program::Predict(const Batch& batch, const CancellationToken* token) {
  HB_ASSIGN_OR_RETURN(const Callable callable, Get(kPredict, batch));
  std::vector<HB_Tensor*> fetched(model_->output_specs().size(), nullptr);
  HB_RETURN_IF_ERROR(callable.Run(batch.x, fetched, token));
  std::vector<Tensor> outputs;
  for (HB_Tensor* tensor : fetched) outputs.emplace_back(tensor);
  return outputs;
}

Status Program::Run(Kind kind, const Batch& batch, const CancellationToken* token) {
  HB_ASSIGN_OR_RETURN(const Callable callable, Get(kind, batch));
  std::vector<HB_Tensor*> feeds = batch.x;
  feeds.insert(feeds.end(), batch.y.begin(), batch.y.end());
  feeds.insert(feeds.end(), batch.weights.begin(), batch.weights.end());
  return callable.Run(feeds, {}, token);
}

Status Program::Train(const Batch& batch, const CancellationToken* token) {
  return Run(kTrain, batch, token);
}

Status Program::Evaluate(const Batch& batch, const CancellationToken* token) {
  return Run(kEvaluate, batch, token);
}

Result<Logs> Program::ReadLogs() {
  std::lock_guard lock(mutex_);
  if (objective_ == nullptr) {
    return Status(HB_FAILED_PRECONDITION, "the model must be compiled first");
  }
  const auto metrics = objective_->variables();
  if (logged_metrics_ != metrics.size()) {
    const Scope scope = Scope(backend_->scope().graph()).Sub("results");
    OutputList fetches;
    log_names_.clear();
    for (auto& [name, value] : objective_->Results(scope)) {
      // A metric with several values is logged as their mean.
      fetches.push_back(value.rank() == 0 ? value : Mean(value));
      log_names_.push_back(name);
    }
    std::vector<Operation> resets;
    for (const auto& metric : metrics) {
      HB_ASSIGN_OR_RETURN(const Tensor zeros, Filled(metric->dtype(), metric->dims(), 0));
      resets.push_back(metric->Assign(scope, Const(scope, zeros)));
    }
    HB_RETURN_IF_ERROR(scope.status());
    HB_ASSIGN_OR_RETURN(read_logs_, backend_->session().MakeCallable({}, fetches, {}));
    HB_ASSIGN_OR_RETURN(reset_, backend_->session().MakeCallable({}, {}, resets));
    logged_metrics_ = metrics.size();
  }
  std::vector<HB_Tensor*> fetched(log_names_.size(), nullptr);
  HB_RETURN_IF_ERROR(read_logs_.Run({}, fetched));
  Logs logs;
  for (size_t i = 0; i < fetched.size(); ++i) {
    logs.emplace_back(log_names_[i], Tensor(fetched[i]).scalar<float>());
  }
  return logs;
}

Status Program::ResetMetrics() {
  {
    std::lock_guard lock(mutex_);
    if (objective_ == nullptr || objective_->variables().empty()) return Status();
    if (logged_metrics_ == objective_->variables().size()) return reset_.Run({}, {});
  }
  HB_RETURN_IF_ERROR(ReadLogs().status());
  return reset_.Run({}, {});
}

Result<Program::State> Program::OptimizerState() {
  std::lock_guard lock(mutex_);
  State state;
  if (optimizer_ == nullptr || backend_ == nullptr || initialized_slots_ == 0) return state;
  const std::vector<Slot>& slots = optimizer_->slots();
  std::vector<const Variable*> variables;
  for (const Slot& slot : slots) variables.push_back(slot.variable.get());
  HB_ASSIGN_OR_RETURN(std::vector<Tensor> values, backend_->Get(variables));
  for (size_t i = 0; i < slots.size(); ++i) state[slots[i].name] = std::move(values[i]);
  return state;
}

Status Program::SetOptimizerState(State state) {
  std::lock_guard lock(mutex_);
  pending_state_ = std::move(state);
  if (optimizer_ == nullptr || backend_ == nullptr) return Status();
  std::vector<std::pair<const Variable*, const Tensor*>> values;
  for (const Slot& slot : optimizer_->slots()) {
    const auto found = pending_state_.find(slot.name);
    if (found != pending_state_.end()) values.emplace_back(slot.variable.get(), &found->second);
  }
  return backend_->Set(values);
}

Status Program::FinishTraining() {
  std::lock_guard lock(mutex_);
  if (optimizer_ == nullptr || backend_ == nullptr) return Status();
  return optimizer_->Finish(backend_.get());
}

Result<double> Program::LearningRate() {
  std::lock_guard lock(mutex_);
  if (optimizer_ == nullptr) {
    return Status(HB_FAILED_PRECONDITION, "the model must be compiled first");
  }
  if (optimizer_->rate() == nullptr) {
    const Json& rate = optimizer_->config()["learning_rate"];
    if (rate.is_number()) return rate.AsReal();
    if (backend_ == nullptr || initialized_slots_ == 0) {
      return rate["config"]["initial_learning_rate"].AsReal();
    }
    const Scope scope = Scope(backend_->scope().graph()).Sub("learning_rate");
    const Output value = optimizer_->Rate(scope);
    HB_RETURN_IF_ERROR(scope.status());
    HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values,
                        backend_->session().Run({}, std::span(&value, 1)));
    return static_cast<double>(values[0].scalar<float>());
  }
  const Variable* variable = optimizer_->rate();
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values,
                      backend_->Get(std::span<const Variable* const>(&variable, 1)));
  return static_cast<double>(values[0].scalar<float>());
}

Status Program::SetLearningRate(double rate) {
  std::lock_guard lock(mutex_);
  if (optimizer_ == nullptr) {
    return Status(HB_FAILED_PRECONDITION, "the model must be compiled first");
  }
  if (!optimizer_->config()["learning_rate"].is_number()) {
    return Status(HB_FAILED_PRECONDITION, "the learning rate is given by a schedule");
  }
  optimizer_->SetConfiguredRate(rate);
  if (optimizer_->rate() == nullptr) return Status();
  const Tensor value = Tensor::Scalar(static_cast<float>(rate));
  const std::pair<const Variable*, const Tensor*> entry(optimizer_->rate(), &value);
  return backend_->Set(std::span(&entry, 1));
}

}  // namespace hb::keras_like
