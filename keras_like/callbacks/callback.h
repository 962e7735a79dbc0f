#ifndef KERAS_LIKE_CALLBACKS_CALLBACK_H_
#define KERAS_LIKE_CALLBACKS_CALLBACK_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keras_like/training/program.h"

namespace hb::keras_like {

// What a callback sees of a fit.
struct FitState {
  Program* program = nullptr;
  int64_t epoch = 0;
  bool stop = false;  // ends the epoch under way after this step, and the fit with it
  std::function<Status(const std::string& path, bool weights_only)> save;
  std::vector<std::string> messages;  // for the user; the library itself prints nothing
};

// Built-in code that runs inside the trainer.
class Callback {
 public:
  explicit Callback(Json config) : config_(std::move(config)) {}
  virtual ~Callback() = default;

  virtual Status OnTrainBegin(FitState&) { return Status(); }
  virtual Status OnEpochBegin(FitState&, int64_t) { return Status(); }
  // Called with the logs so far when wants_batches().
  virtual bool wants_batches() const { return false; }
  virtual Status OnBatchEnd(FitState&, int64_t, const Logs&) { return Status(); }
  virtual Status OnEpochEnd(FitState&, int64_t, Logs&) { return Status(); }
  virtual Status OnTrainEnd(FitState&) { return Status(); }
  // What it has found so far, under the names of Keras's attributes.
  virtual Json Found() const { return Json::Object(); }

 protected:
  const Json& Get(const char* name) const { return config_[name]; }
  bool verbose() const { return Get("verbose").AsInt() > 0; }

 private:
  Json config_;
};

// The value of a log; nothing when it is not there.
std::optional<double> FindLog(const Logs& logs, const std::string& name);
void SetLog(Logs* logs, const std::string& name, double value);
// "a,b,c".
std::string LogNames(const Logs& logs);

template <class T>
void AddCallback(Registry& registry, const char* name, const char* doc, std::vector<Param> params) {
  registry.Add({.kind = ObjectKind::kCallback,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .make = [](const Json& config) {
                  return std::any(std::shared_ptr<Callback>(std::make_shared<T>(config)));
                }});
}
Param VerboseParam();

// Those that watch a log.
void AddMonitoringCallbacks(Registry& registry);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_CALLBACKS_CALLBACK_H_
