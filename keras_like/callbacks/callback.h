#ifndef KERAS_LIKE_CALLBACKS_CALLBACK_H_
#define KERAS_LIKE_CALLBACKS_CALLBACK_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "keras_like/training/program.h"

namespace hb::keras_like {

// What a callback sees of a fit.
struct FitState {
  Program* program = nullptr;
  bool stop = false;  // ends the fit after this epoch; within it when set at the end of a batch
  std::function<Status(const std::string& folder)> save;
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

 protected:
  const Json& Get(const char* name) const { return config_[name]; }

 private:
  Json config_;
};

// The value of a log; nothing when it is not there.
std::optional<double> FindLog(const Logs& logs, const std::string& name);

// Tells whether a monitored value is better than the best one so far.
class Monitor {
 public:
  Monitor(const std::string& name, const std::string& mode, double min_delta);
  const std::string& name() const { return name_; }
  bool Better(double value, double than) const;
  double worst() const;

 private:
  std::string name_;
  bool larger_;
  double min_delta_;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_CALLBACKS_CALLBACK_H_
