#include "keras_like/saving/weights.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "hornbeam/cpp/gen/io_ops.h"

namespace hb::keras_like {
namespace {

// "<dtype> <name>" of each part of the optimizer's state.
constexpr const char* kOptimizerNames = "optimizer/names";

std::string OptimizerKey(const std::string& name) { return "optimizer/" + name; }

std::string KeyOf(const Weight& weight) { return weight.path.empty() ? weight.name : weight.path; }

Status MakeFolderFor(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) return Status();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return Status();
  return Status(HB_NOT_FOUND,
                "the folder '" + folder.string() + "' can't be made: " + error.message());
}

Status WriteCheckpoint(const std::string& path, const std::vector<std::string>& keys,
                       const std::vector<Tensor>& values) {
  HB_RETURN_IF_ERROR(MakeFolderFor(path));
  const Graph graph;
  const Scope scope(graph);
  OutputList inputs;
  std::vector<Feed> feeds;
  for (const Tensor& value : values) {
    inputs.push_back(ops::Placeholder(scope, value.dtype(), {.shape = value.dims()}));
    feeds.push_back(Feed{inputs.back(), &value});
  }
  const std::vector<std::string> slices(keys.size());
  const Operation save = ops::SaveV2(scope, path, Const(scope, Tensor::Strings(keys)),
                                     Const(scope, Tensor::Strings(slices)), inputs);
  HB_RETURN_IF_ERROR(scope.status());
  HB_ASSIGN_OR_RETURN(const Session session, Session::New(graph));
  return session.Run(feeds, {}, std::span(&save, 1)).status();
}

// Names and values of the optimizer's state in a checkpoint; none when it holds no such state.
Result<Program::State> ReadOptimizer(const std::string& path) {
  Program::State state;
  const Result<std::vector<Tensor>> names = ReadCheckpoint(path, {kOptimizerNames}, {HB_STRING});
  if (names.status().code() == HB_NOT_FOUND) return state;
  HB_RETURN_IF_ERROR(names.status());
  std::vector<std::string> keys, known;
  std::vector<DataType> dtypes;
  for (int64_t i = 0; i < (*names)[0].size(); ++i) {
    const std::string entry((*names)[0].string(i));
    const size_t blank = std::min(entry.find(' '), entry.size());
    HB_ASSIGN_OR_RETURN(const DataType dtype, DtypeFromName(entry.substr(0, blank)));
    dtypes.push_back(dtype);
    known.push_back(entry.substr(std::min(blank + 1, entry.size())));
    keys.push_back(OptimizerKey(known.back()));
  }
  HB_ASSIGN_OR_RETURN(std::vector<Tensor> values, ReadCheckpoint(path, keys, dtypes));
  for (size_t i = 0; i < known.size(); ++i) state[known[i]] = std::move(values[i]);
  return state;
}

}  // namespace

Result<std::vector<Tensor>> ReadCheckpoint(const std::string& path,
                                           const std::vector<std::string>& keys,
                                           const std::vector<DataType>& dtypes,
                                           const std::string& file_root) {
  if (keys.empty()) return std::vector<Tensor>();
  const Graph graph;
  const Scope scope(graph);
  const std::vector<std::string> slices(keys.size());
  const OutputList values = ops::RestoreV2(scope, path, Const(scope, Tensor::Strings(keys)),
                                           Const(scope, Tensor::Strings(slices)), dtypes);
  HB_RETURN_IF_ERROR(scope.status());
  HB_ASSIGN_OR_RETURN(const Session session, Session::New(graph, file_root));
  return session.Run({}, values);
}

Status SaveWeights(Program* program, const std::string& path) {
  const auto weights = program->model()->weights();
  if (weights.empty()) {
    return Status(HB_FAILED_PRECONDITION,
                  "the model has no weights; give it an input shape or call it before saving");
  }
  std::vector<std::string> keys, names;
  std::vector<Tensor> values;
  for (const auto& weight : weights) {
    keys.push_back(KeyOf(*weight));
    HB_ASSIGN_OR_RETURN(Tensor value, weight->Get());
    values.push_back(std::move(value));
  }
  HB_ASSIGN_OR_RETURN(Program::State state, program->OptimizerState());
  for (auto& [name, value] : state) {
    names.push_back(std::string(DtypeName(value.dtype())) + " " + name);
    keys.push_back(OptimizerKey(name));
    values.push_back(std::move(value));
  }
  if (!names.empty()) {
    keys.push_back(kOptimizerNames);
    values.push_back(Tensor::Strings(names));
  }
  return WriteCheckpoint(path, keys, values);
}

Status LoadWeights(Program* program, const std::string& path) {
  const auto weights = program->model()->weights();
  if (weights.empty()) {
    return Status(HB_FAILED_PRECONDITION,
                  "the model has no weights yet; give it an input shape or call it before loading");
  }
  std::vector<std::string> keys;
  std::vector<DataType> dtypes;
  for (const auto& weight : weights) {
    keys.push_back(KeyOf(*weight));
    dtypes.push_back(weight->dtype);
  }
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values, ReadCheckpoint(path, keys, dtypes));
  for (size_t i = 0; i < weights.size(); ++i) {
    if (values[i].dims() == weights[i]->dims) continue;
    return InvalidArgument("weight '" + keys[i] + "' has shape " + ShapeText(weights[i]->dims) +
                           ", in '" + path + "' it has " + ShapeText(values[i].dims()));
  }
  Program::State state;
  if (program->optimizer() != nullptr) {
    HB_ASSIGN_OR_RETURN(state, ReadOptimizer(path));
  }
  for (size_t i = 0; i < weights.size(); ++i) HB_RETURN_IF_ERROR(weights[i]->Set(values[i]));
  return program->SetOptimizerState(std::move(state));
}

}  // namespace hb::keras_like
