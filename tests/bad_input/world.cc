#include "tests/bad_input/world.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/bad_input/graph_def.h"

namespace hb::bad_input {

World::World() : status_(HB_NewStatus()), graph_(HB_NewGraph()) {}

World::~World() {
  if (session_ != nullptr) HB_DeleteSession(session_, status_);
  HB_DeleteGraph(graph_);
  HB_DeleteStatus(status_);
}

bool World::Import(const std::string& graph_def) {
  HB_Buffer* buffer = HB_NewBufferFromString(graph_def.data(), graph_def.size());
  HB_ImportGraphDefOptions* options = HB_NewImportGraphDefOptions();
  HB_GraphImportGraphDef(graph_, buffer, options, status_);
  HB_DeleteImportGraphDefOptions(options);
  HB_DeleteBuffer(buffer);
  return HB_GetCode(status_) == HB_OK;
}

HB_Session* World::session() {
  if (session_ == nullptr) {
    HB_SessionOptions* options = HB_NewSessionOptions();
    session_ = HB_NewSession(graph_, options, status_);
    HB_DeleteSessionOptions(options);
  }
  return session_;
}

HB_Output World::Find(const std::string& name) const {
  const size_t colon = name.rfind(':');
  return {HB_GraphOperationByName(graph_, name.substr(0, colon).c_str()),
          colon == std::string::npos ? 0 : std::atoi(name.c_str() + colon + 1)};
}

bool World::Run(const std::string& fetch, std::vector<Feed> feeds, HB_CancellationToken* token,
                int64_t timeout_ms) {
  std::vector<HB_Output> inputs;
  std::vector<HB_Tensor*> values;
  for (auto& [name, value] : feeds) {
    inputs.push_back(Find(name));
    values.push_back(value.handle());
  }
  const bool target = fetch[0] == '^';
  const HB_Output output = Find(target ? fetch.substr(1) : fetch);
  const HB_Operation* const operation = output.oper;
  const std::string run_options = Number(2, timeout_ms);  // RunOptions.timeout_in_ms
  HB_Buffer* buffer = HB_NewBufferFromString(run_options.data(), run_options.size());
  HB_Tensor* value = nullptr;
  HB_SessionRunWithToken(session(), timeout_ms > 0 ? buffer : nullptr, inputs.data(), values.data(),
                         static_cast<int>(inputs.size()), &output, &value, target ? 0 : 1,
                         &operation, target ? 1 : 0, nullptr, token, status_);
  HB_DeleteBuffer(buffer);
  result_ = Tensor(value);
  return HB_GetCode(status_) == HB_OK;
}

bool World::ImportAndRun(const std::string& graph_def, const std::string& fetch,
                         std::vector<Feed> feeds) {
  return Import(graph_def) && Run(fetch, std::move(feeds));
}

std::string ExpectStatus(const HB_Status* status, HB_Code code,
                         const std::vector<std::string>& words) {
  const std::string message = HB_Message(status);
  const std::string got = "code " + std::to_string(HB_GetCode(status)) + ", '" + message + "'";
  if (HB_GetCode(status) != code) return "wanted code " + std::to_string(code) + ", got " + got;
  for (const std::string& word : words) {
    if (message.find(word) == std::string::npos) return "no \"" + word + "\" in " + got;
  }
  return "";
}

std::string World::Expect(HB_Code code, const std::vector<std::string>& words) const {
  return ExpectStatus(status_, code, words);
}

std::string World::ExpectOk() const { return ExpectStatus(status_, HB_OK, {}); }

TempFolder::TempFolder() : path_("/tmp/hornbeam_bad_input_XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace hb::bad_input
