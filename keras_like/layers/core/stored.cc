// Traced layers in files: a function for inference and one for training, both of the inputs and the
// weights.

#include <algorithm>
#include <memory>

#include "hornbeam/cpp/gen/control_ops.h"
#include "keras_like/engine/function.h"
#include "keras_like/layers/core/traced.h"

namespace hb::keras_like {
namespace {

std::string ToHex(const void* data, size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (size_t i = 0; i < size; ++i) {
    const unsigned char byte = static_cast<const unsigned char*>(data)[i];
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

Result<std::string> FromHex(const std::string& hex) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string data;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return Status(HB_DATA_LOSS, "a stored function is damaged");
    data.push_back(static_cast<char>(high * 16 + low));
  }
  return data;
}

Result<std::string> DefinitionOf(HB_Function* function) {
  const std::unique_ptr<HB_Buffer, decltype(&HB_DeleteBuffer)> buffer(HB_NewBuffer(),
                                                                      &HB_DeleteBuffer);
  CStatus status;
  HB_FunctionToFunctionDef(function, buffer.get(), status.get());
  if (!status.ok()) return status.Take();
  return ToHex(buffer->data, buffer->length);
}

// The definitions of a graph's functions, each once in `all`.
Status AddDefinitions(const Graph& graph, std::vector<std::string>* all) {
  CStatus status;
  std::vector<HB_Function*> functions(static_cast<size_t>(HB_GraphNumFunctions(graph.handle())));
  HB_GraphGetFunctions(graph.handle(), functions.data(), static_cast<int>(functions.size()),
                       status.get());
  Status failed = status.Take();
  for (HB_Function* handle : functions) {
    const FunctionPtr function(handle, &HB_DeleteFunction);
    if (handle == nullptr || !failed.ok()) continue;
    Result<std::string> definition = DefinitionOf(handle);
    if (!definition.ok()) {
      failed = definition.status();
    } else if (std::find(all->begin(), all->end(), *definition) == all->end()) {
      all->push_back(*std::move(definition));
    }
  }
  return failed;
}

Result<FunctionPtr> AddStored(const Scope& scope, const std::string& hex) {
  HB_ASSIGN_OR_RETURN(const std::string definition, FromHex(hex));
  CStatus status;
  FunctionPtr function(
      HB_FunctionImportFunctionDef(definition.data(), definition.size(), status.get()),
      &HB_DeleteFunction);
  if (!status.ok()) return status.Take();
  HB_RETURN_IF_ERROR(AddFunction(scope, function.get()));
  return function;
}

}  // namespace

Result<std::string> TracedLayer::Export(bool training, std::vector<std::string>* updates,
                                        std::vector<std::string>* callees) const {
  const Graph graph;
  const Scope scope(graph);
  OutputList inputs;
  std::vector<HB_Output> arguments, results;
  for (const TensorSpec& spec : build_inputs_) {
    inputs.push_back(ops::Placeholder(scope.Named("input"), spec.dtype, {.shape = spec.dims}));
    arguments.push_back(inputs.back().handle());
  }
  std::unordered_map<std::string, Output> values;
  for (const auto& weight : weights()) {
    const Output value =
        ops::Placeholder(scope.Named("weight"), weight->dtype, {.shape = weight->dims});
    value.SetShape(weight->dims);
    values[weight->name] = value;
    arguments.push_back(value.handle());
  }
  OutputList updated;
  UserFunction::Hooks hooks;
  hooks.add_weight = [&](const std::string& name, const Dims&, DataType, const Json&,
                         bool) -> Result<Output> {
    if (values.count(name) == 0) return InvalidArgument("weight '" + name + "' is not known");
    return Output(values[name]);
  };
  hooks.update_weight = [&](const std::string& name, const Output& value) {
    if (training) {
      updates->push_back(name);
      updated.push_back(value);
    }
    return Status();
  };
  OutputList outputs = function_->Trace(scope, training, inputs, noutputs_, hooks);
  outputs.insert(outputs.end(), updated.begin(), updated.end());
  for (const Output& output : outputs) {
    results.push_back(ops::Identity(scope.Named("result"), output).handle());
  }
  HB_RETURN_IF_ERROR(scope.status());
  CStatus status;
  const FunctionPtr function(
      HB_GraphToFunction(graph.handle(), training ? "traced_training" : "traced_inference", 1, -1,
                         nullptr, static_cast<int>(arguments.size()), arguments.data(),
                         static_cast<int>(results.size()), results.data(), nullptr, nullptr,
                         nullptr, status.get()),
      &HB_DeleteFunction);
  if (!status.ok()) return status.Take();
  HB_RETURN_IF_ERROR(AddDefinitions(graph, callees));
  return DefinitionOf(function.get());
}

Json TracedLayer::ToJson() const {
  Json json = Layer::ToJson();
  json.Set("module", nullptr);
  json.Set("registered_name", class_name_);
  if (!built()) return json;
  std::vector<std::string> updated, callees;
  const Result<std::string> inference = Export(false, &updated, &callees);
  const Result<std::string> training = Export(true, &updated, &callees);
  if (!inference.ok() || !training.ok()) return json;
  Json list = Json::Array(), outputs = Json::Array(), updates = Json::Array();
  Json functions = Json::Array();
  for (const std::string& callee : callees) functions.Add(callee);
  for (const std::string& name : updated) updates.Add(name);
  for (const auto& weight : weights()) {
    list.Add(Json::Object({{"name", weight->name},
                           {"shape", Json::Ints(weight->dims)},
                           {"dtype", DtypeName(weight->dtype)},
                           {"trainable", weight->trainable}}));
  }
  for (const TensorSpec& spec : built_outputs_) {
    outputs.Add(
        Json::Object({{"shape", Json::Shape(spec.dims)}, {"dtype", DtypeName(spec.dtype)}}));
  }
  json.Set("traced", Json::Object({{"weights", std::move(list)},
                                   {"outputs", std::move(outputs)},
                                   {"updates", std::move(updates)},
                                   {"functions", std::move(functions)},
                                   {"inference", *inference},
                                   {"training", *training}}));
  return json;
}

Json StoredLayer::ToJson() const {
  Json json = Layer::ToJson();
  json.Set("module", nullptr);
  json.Set("registered_name", class_name_);
  json.Set("traced", traced_);
  return json;
}

Result<std::shared_ptr<Layer>> StoredLayer::Clone() const {
  auto copy = std::make_shared<StoredLayer>(class_name_, config_, traced_);
  copy->set_file_root(file_root_);
  return std::shared_ptr<Layer>(std::move(copy));
}

Result<Specs> StoredLayer::OutputSpecs(const Specs&) {
  Specs specs;
  for (const Json& output : traced_["outputs"].items()) {
    TensorSpec spec;
    HB_ASSIGN_OR_RETURN(spec.dtype, DtypeFromName(output["dtype"].AsString()));
    for (const Json& dim : output["shape"].items()) spec.dims.push_back(dim.AsInt(-1));
    specs.push_back(std::move(spec));
  }
  if (specs.empty()) return Status(HB_DATA_LOSS, "a stored layer has no outputs");
  return specs;
}

Status StoredLayer::Build(const Specs&) {
  for (const Json& row : traced_["weights"].items()) {
    Dims dims;
    for (const Json& dim : row["shape"].items()) dims.push_back(dim.AsInt(-1));
    HB_ASSIGN_OR_RETURN(const DataType dtype, DtypeFromName(row["dtype"].AsString()));
    HB_RETURN_IF_ERROR(
        AddInitialized(row["name"].AsString(), dims, "Zeros", row["trainable"].AsBool(), dtype)
            .status());
  }
  return Status();
}

Result<OutputList> StoredLayer::CallStored(Trace& trace, const OutputList& inputs) {
  if (trace.file_root != file_root_ && !file_root_.empty()) {
    return Status(HB_PERMISSION_DENIED,
                  "the layer was loaded with access to the files in '" + file_root_ +
                      "' only; beside a layer with access to another folder it can't run");
  }
  for (const Json& callee : traced_["functions"].items()) {
    HB_RETURN_IF_ERROR(AddStored(trace.scope, callee.AsString()).status());
  }
  HB_ASSIGN_OR_RETURN(
      const FunctionPtr function,
      AddStored(trace.scope, traced_[trace.training ? "training" : "inference"].AsString()));
  const auto all = weights();
  OutputList arguments = inputs;
  for (const auto& weight : all) arguments.push_back(trace.Read(*weight));
  HB_ASSIGN_OR_RETURN(const Specs specs, OutputSpecs({}));
  std::vector<DataType> types;
  for (const TensorSpec& spec : specs) types.push_back(spec.dtype);
  std::vector<std::shared_ptr<Weight>> updated;
  for (const Json& name : traced_["updates"].items()) {
    if (!trace.training) break;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& weight) {
      return weight->name == name.AsString();
    });
    if (found == all.end()) return Status(HB_DATA_LOSS, "a stored layer updates a missing weight");
    updated.push_back(*found);
    types.push_back((*found)->dtype);
  }
  OutputList outputs =
      ops::StatefulPartitionedCall(trace.scope, arguments, types, HB_FunctionName(function.get()));
  HB_RETURN_IF_ERROR(trace.scope.status());
  for (size_t i = 0; i < specs.size(); ++i) outputs[i].SetShape(specs[i].dims);
  for (size_t i = 0; i < updated.size(); ++i) {
    trace.Update(*updated[i], outputs[specs.size() + i]);
  }
  outputs.resize(specs.size());
  return outputs;
}

OutputList StoredLayer::Call(Trace& trace, const OutputList& inputs) {
  Result<OutputList> outputs = CallStored(trace, inputs);
  if (outputs.ok()) return *outputs;
  trace.scope.Update(outputs.status());
  return {};
}

}  // namespace hb::keras_like
