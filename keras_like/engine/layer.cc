#include "keras_like/engine/layer.h"

#include <cstring>

namespace hb::keras_like {
namespace {

struct DtypeRow {
  DataType dtype;
  const char* name;
};
constexpr DtypeRow kDtypes[] = {
    {HB_FLOAT, "float32"}, {HB_DOUBLE, "float64"},    {HB_INT32, "int32"},   {HB_INT64, "int64"},
    {HB_UINT8, "uint8"},   {HB_INT8, "int8"},         {HB_INT16, "int16"},   {HB_BOOL, "bool"},
    {HB_HALF, "float16"},  {HB_BFLOAT16, "bfloat16"}, {HB_UINT16, "uint16"}, {HB_UINT32, "uint32"},
    {HB_UINT64, "uint64"}, {HB_STRING, "string"},
};

bool IsFloating(DataType dtype) {
  return dtype == HB_FLOAT || dtype == HB_DOUBLE || dtype == HB_HALF || dtype == HB_BFLOAT16;
}

// The dtype of a layer from its parameter: null, a name, or a policy object of Keras.
Result<DataType> PolicyDtype(const Json& json) {
  const std::string& name = json.is_object() ? json["config"]["name"].AsString() : json.AsString();
  if (name.empty() || name == "float32") return HB_FLOAT;
  if (name == "float64") return HB_DOUBLE;
  return Status(HB_UNIMPLEMENTED, "dtype '" + name + "': layers compute in float32 or float64");
}

}  // namespace

const char* DtypeName(DataType dtype) {
  for (const DtypeRow& row : kDtypes) {
    if (row.dtype == dtype) return row.name;
  }
  return "";
}

Result<DataType> DtypeFromName(const std::string& name) {
  for (const DtypeRow& row : kDtypes) {
    if (name == row.name) return row.dtype;
  }
  return InvalidArgument("unknown dtype '" + name + "'");
}

std::string ShapeText(const Dims& dims) {
  std::string text = "(";
  for (size_t i = 0; i < dims.size(); ++i) {
    text += (i > 0 ? ", " : "") + (dims[i] < 0 ? "None" : std::to_string(dims[i]));
  }
  return text + (dims.size() == 1 ? ",)" : ")");
}

Result<Tensor> Weight::Get() const {
  if (backend_ == nullptr) return value_.Clone();
  const Variable* variable = variable_.get();
  HB_ASSIGN_OR_RETURN(std::vector<Tensor> values,
                      backend_->Get(std::span<const Variable* const>(&variable, 1)));
  return std::move(values[0]);
}

Status Weight::Set(const Tensor& value) {
  if (value.dtype() != dtype || value.dims() != dims) {
    return InvalidArgument("weight '" + (path.empty() ? name : path) + "' has shape " +
                           ShapeText(dims) + " and dtype " + DtypeName(dtype) + ", the value " +
                           ShapeText(value.dims()) + " and " + DtypeName(value.dtype()));
  }
  if (backend_ == nullptr) {
    value_ = value.Clone();
    return Status();
  }
  const std::pair<const Variable*, const Tensor*> entry(variable_.get(), &value);
  return backend_->Set(std::span(&entry, 1));
}

Status Weight::Place(const std::shared_ptr<Backend>& backend) {
  if (backend_ == backend) return Status();
  HB_ASSIGN_OR_RETURN(const Tensor value, Get());
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Variable> variable,
                      backend->NewVariable(path.empty() ? name : path, dtype, dims));
  const std::pair<const Variable*, const Tensor*> entry(variable.get(), &value);
  HB_RETURN_IF_ERROR(backend->Set(std::span(&entry, 1)));
  backend_ = backend;
  variable_ = std::move(variable);
  value_ = Tensor();
  return Status();
}

Output Trace::Read(const Weight& weight) {
  Output& value = values[&weight];
  if (!value && weight.variable() != nullptr) {
    value = weight.variable()->Read(scope);
    reads.push_back(value.operation());
  }
  if (!value) scope.Update(Status(HB_INTERNAL, "weight '" + weight.path + "' has no variable"));
  return value.In(scope);
}

void Trace::Update(const Weight& weight, const Output& value) {
  if (weight.variable() == nullptr) {
    scope.Update(Status(HB_INTERNAL, "weight '" + weight.path + "' has no variable"));
    return;
  }
  const Scope after = scope.After(Read(weight).operation());
  updates.push_back(weight.variable()->Assign(after, value));
}

Output Trace::Mask(const Output& value) const {
  const auto found = masks_.find({value.handle().oper, value.handle().index});
  return found == masks_.end() ? Output() : found->second.In(scope);
}

void Trace::SetMask(const Output& value, const Output& mask) {
  if (mask) masks_[{value.handle().oper, value.handle().index}] = mask;
}

Json Layer::Config() const {
  Json config = Json::Object({{"name", name()}, {"trainable", trainable()}});
  config.Set("dtype", Json::Object({{"module", "keras"},
                                    {"class_name", "DTypePolicy"},
                                    {"config", Json::Object({{"name", DtypeName(dtype_)}})},
                                    {"registered_name", nullptr}}));
  for (const Json::Member& member : config_.members()) {
    if (!config.Has(member.first)) config.Set(member.first, member.second);
  }
  return config;
}

Json Layer::ToJson() const {
  Json json = Json::Object({{"module", "keras.layers"},
                            {"class_name", class_name()},
                            {"config", Config()},
                            {"registered_name", nullptr}});
  if (!build_inputs_.empty()) {
    Json shapes = Json::Array();
    for (const TensorSpec& spec : build_inputs_) shapes.Add(Json::Shape(spec.dims));
    json.Set("build_config", BuildConfig(shapes));
  }
  return json;
}

Result<std::shared_ptr<Layer>> Layer::Clone() const { return MakeLayer(ToJson()); }

Dims Layer::GetInts(const char* name) const {
  const Json& json = config_[name];
  if (json.is_int()) return {json.AsInt()};
  Dims values;
  for (const Json& item : json.items()) values.push_back(item.AsInt(-1));
  return values;
}

Apply Layer::Activation(const char* name) const {
  return Registry::Get().Make<Apply>(ObjectKind::kActivation, config_[name]);
}

Status Layer::EnsureBuilt(const Specs& inputs) {
  if (built_) return Status();
  HB_ASSIGN_OR_RETURN(dtype_, PolicyDtype(config_["dtype"]));
  build_inputs_ = inputs;
  const Status status = Build(inputs);
  if (!status.ok()) {
    weights_.clear();
    build_inputs_.clear();
    return At("layer '" + (name().empty() ? class_name() : name()) + "'", status);
  }
  built_ = true;
  return Status();
}

Status Layer::Adapt(const Tensor&, bool) {
  return Status(HB_UNIMPLEMENTED, "a layer of class " + class_name() +
                                      " learns nothing beforehand; Normalization does");
}

std::vector<std::shared_ptr<Weight>> Layer::weights() const {
  std::vector<std::shared_ptr<Weight>> sorted;
  for (const bool trainable : {true, false}) {
    for (const auto& weight : weights_) {
      if (weight->trainable == trainable) sorted.push_back(weight);
    }
  }
  return sorted;
}

Result<OutputList> Layer::Run(Trace* trace, const OutputList& inputs) {
  const Scope outer = trace->scope;
  trace->scope = outer.Sub(name().empty() ? class_name() : name());
  OutputList here, masks;
  for (const Output& input : inputs) {
    Output value = input.In(trace->scope);
    masks.push_back(trace->Mask(input));
    if (casts_inputs() && IsFloating(value.dtype())) value = Cast(value, dtype_);
    trace->SetMask(value, masks.back());
    here.push_back(value);
  }
  OutputList outputs = Call(*trace, here);
  const Output mask = ComputeMask(*trace, here, masks);
  for (const Output& output : outputs) {
    if (output && !trace->Mask(output)) trace->SetMask(output, mask);
  }
  const auto penalty =
      Registry::Get().Make<Apply>(ObjectKind::kRegularizer, config_["activity_regularizer"]);
  for (size_t i = 0; penalty && i < outputs.size() && outputs[i]; ++i) {
    // By the sample, so that the batch size doesn't change its strength.
    trace->losses.push_back(penalty(outputs[i]) / BatchSize(outputs[i], outputs[i].dtype()));
  }
  const Status status = trace->scope.status();
  trace->scope = outer;
  if (!status.ok()) return At("layer '" + name() + "'", status);
  for (Output& output : outputs) {
    if (!output) return Status(HB_INTERNAL, "layer '" + name() + "' gave no output");
    output = output.In(outer);
  }
  return outputs;
}

Result<std::shared_ptr<Weight>> Layer::AddInitialized(const std::string& name, const Dims& dims,
                                                      const Json& initializer, bool trainable,
                                                      DataType dtype) {
  int64_t count = 1;
  for (const int64_t dim : dims) {
    if (dim < 0) {
      return InvalidArgument("the shape " + ShapeText(dims) + " of weight '" + name +
                             "' is not known; give the model an input shape");
    }
    if (dim > 0 && count > (int64_t{1} << 40) / dim) {
      return InvalidArgument("weight '" + name + "' would have shape " + ShapeText(dims));
    }
    count *= dim;
  }
  auto weight = std::make_shared<Weight>();
  weight->name = name;
  weight->dims = dims;
  weight->dtype = dtype;
  weight->trainable = trainable;
  HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kInitializer, initializer));
  const Json& seed = spec.config["seed"];
  Random random(seed.is_null() ? NextSeed() : static_cast<uint64_t>(seed.AsInt()));
  std::vector<double> values(count);
  std::any_cast<Fill>(spec.info->make(spec.config))(random, dims, values);
  HB_ASSIGN_OR_RETURN(const Tensor tensor, Filled(dtype, dims, 0));
  for (int64_t i = 0; i < count && dtype == HB_FLOAT; ++i) {
    tensor.flat<float>()[i] = static_cast<float>(values[i]);
  }
  for (int64_t i = 0; i < count && dtype == HB_DOUBLE; ++i) tensor.flat<double>()[i] = values[i];
  HB_RETURN_IF_ERROR(weight->Set(tensor));
  weights_.push_back(weight);
  return weight;
}

Result<std::shared_ptr<Weight>> Layer::AddWeight(const std::string& name, const Dims& dims,
                                                 const std::string& role) {
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Weight> weight,
                      AddInitialized(name, dims, config_[role + "_initializer"], true, dtype_));
  const Registry& registry = Registry::Get();
  weight->regularizer =
      registry.Make<Apply>(ObjectKind::kRegularizer, config_[role + "_regularizer"]);
  weight->constraint = registry.Make<Apply>(ObjectKind::kConstraint, config_[role + "_constraint"]);
  return weight;
}

Result<std::shared_ptr<Weight>> Layer::AddWeight(const std::string& name, const Dims& dims,
                                                 double value, bool trainable, DataType dtype) {
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Weight> weight,
                      AddInitialized(name, dims, "Zeros", trainable, dtype));
  HB_ASSIGN_OR_RETURN(const Tensor tensor, Filled(dtype, dims, value));
  HB_RETURN_IF_ERROR(weight->Set(tensor));
  return weight;
}

Result<std::shared_ptr<Layer>> MakeLayer(const Json& json) {
  HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kLayer, json));
  auto layer = std::any_cast<std::shared_ptr<Layer>>(spec.info->make(spec.config));
  layer->info_ = spec.info;
  if (spec.info->name != "InputLayer") {  // whose dtype is that of the data
    HB_ASSIGN_OR_RETURN(layer->dtype_, PolicyDtype(spec.config["dtype"]));
  }
  return layer;
}

void AddLayerClass(Registry& registry, ClassInfo info,
                   std::function<std::shared_ptr<Layer>(const Json&)> make) {
  info.params.push_back(Text("name", nullptr, "Name of the layer; null lets the model choose."));
  info.params.push_back(Bool("trainable", true, "Whether training changes the weights."));
  info.params.push_back(Any("dtype", nullptr, "float32 (also null) or float64."));
  info.make = [make](const Json& config) { return std::any(make(config)); };
  registry.Add(std::move(info));
}

Param InitializerParam(const char* name, const char* fallback) {
  return Object(name, ObjectKind::kInitializer, fallback, "Where the weights begin.");
}
Param RegularizerParam(const char* name) {
  return Object(name, ObjectKind::kRegularizer, nullptr, "Penalty of the weights.");
}
Param ConstraintParam(const char* name) {
  return Object(name, ObjectKind::kConstraint, nullptr, "What holds for the weights.");
}
Param ActivationParam(const char* doc) {
  Param param = Object("activation", ObjectKind::kActivation, "linear", doc);
  param.nullable = true;
  return param;
}
Param DataFormatParam() {
  return Choice("data_format", "channels_last", {"channels_last", "channels_first"},
                "Where the channels are; null for last.")
      .Null();
}

}  // namespace hb::keras_like
