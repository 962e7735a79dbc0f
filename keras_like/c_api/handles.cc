#include "keras_like/c_api/handles.h"

#include "keras_like/optimizers/traced.h"

namespace hb::keras_like {

LossFunction UserFunctions::Find(const std::string& name) const {
  const auto found = losses_.find(name);
  if (found == losses_.end()) return LossFunction();
  return [function = found->second](const Output& y_true, const Output& y_pred) {
    return function->Trace(y_pred.scope(), true, {y_true, y_pred}, 1,
                           UserFunction::NoWeights("a loss"))[0];
  };
}

Result<std::shared_ptr<Optimizer>> UserFunctions::MakeOptimizer(const std::string& name,
                                                                const Json& config) const {
  const auto found = optimizers_.find(name);
  if (found == optimizers_.end()) return std::shared_ptr<Optimizer>();
  return TracedOptimizer::New(name, config, found->second);
}

void LogArrays::Set(Logs new_logs) {
  logs = std::move(new_logs);
  names.clear();
  values.clear();
  for (const auto& [name, value] : logs) {
    names.push_back(name.c_str());
    values.push_back(value);
  }
}

void SetStatus(HB_Status* status, const Status& value) {
  HB_SetStatus(status, value.code(), value.message().c_str());
}

Result<Json> ParseArgument(const char* name, const char* text) {
  Result<Json> json = Json::Parse(text);
  if (json.ok()) return json;
  return InvalidArgument(std::string(name) + ": " + json.status().message());
}

Result<Json> ParseConfig(const char* text, size_t length) {
  if (text == nullptr) return Json();
  return Json::Parse(std::string_view(text, length));
}

Status WriteBuffer(const std::string& text, HB_Buffer* buffer) {
  char* data = static_cast<char*>(std::malloc(text.size() + 1));
  if (data == nullptr) return Status(HB_RESOURCE_EXHAUSTED, "no memory for a text");
  std::memcpy(data, text.c_str(), text.size() + 1);
  if (buffer->data_deallocator != nullptr) {
    buffer->data_deallocator(const_cast<void*>(buffer->data), buffer->length);
  }
  buffer->data = data;
  buffer->length = text.size();
  buffer->data_deallocator = [](void* memory, size_t) { std::free(memory); };
  return Status();
}

Arrays ReadArrays(const HB_Arrays* arrays) {
  Arrays result;
  if (arrays == nullptr) return result;
  result.x.assign(arrays->x, arrays->x + arrays->nx);
  result.y.assign(arrays->y, arrays->y + arrays->ny);
  result.weights.assign(arrays->sample_weight, arrays->sample_weight + arrays->nsample_weight);
  return result;
}

}  // namespace hb::keras_like
