#ifndef KERAS_LIKE_TRAINING_TRAINER_H_
#define KERAS_LIKE_TRAINING_TRAINER_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "keras_like/callbacks/callback.h"
#include "keras_like/training/data.h"

namespace hb::keras_like {

struct FitOptions {
  int64_t epochs = 1;
  int64_t initial_epoch = 0;
  int64_t batch_size = 32;
  int64_t steps_per_epoch = 0;  // 0: as many as the data gives
  int64_t validation_steps = 0;
  int64_t validation_batch_size = 0;
  int64_t validation_freq = 1;
  double validation_split = 0;
  bool shuffle = true;
  std::optional<uint64_t> seed;
  Arrays validation;
  Json class_weight;
  Json callbacks;
  int events = 0;             // mask of Event::Kind
  double batch_interval = 0;  // least seconds between events of batches
};

struct Event {
  enum Kind { kEpochBegin = 1, kBatchEnd = 2, kEpochEnd = 4, kNeedData = 8, kDone = 16 };
  Kind kind = kDone;
  int64_t epoch = 0, batch = 0, batches = 0;
  double seconds = 0;  // since the epoch began
  Logs logs;
};

// Fit as a loop that the caller pulls: Next runs until there is something to report.
class Trainer {
 public:
  // Without arrays in `data` the caller feeds batches when asked.
  static Result<std::unique_ptr<Trainer>> New(std::shared_ptr<Program> program, const Arrays& data,
                                              const FitOptions& options,
                                              std::function<Status(const std::string&)> save);

  // False when the fit is over.
  Result<bool> Next(Event* event);
  // The batch that was asked for; one without inputs ends the epoch.
  Status Feed(const Arrays& batch);
  // From any thread: Next ends with HB_CANCELLED within a step.
  void Cancel() { token_.Cancel(); }
  // Ends the fit after this epoch.
  void Stop() { state_.stop = true; }
  // The logs of all epochs: {"epoch": [...], "history": {"loss": [...], ...}}.
  Json History() const;

 private:
  enum class Stage { kBegin, kEpoch, kBatch, kEpochEnd, kEnd, kDone };

  Trainer(std::shared_ptr<Program> program, const FitOptions& options)
      : program_(std::move(program)), options_(options) {}
  Status Begin();
  Status BeginEpoch();
  // True when an event is to be given.
  Result<bool> StepBatch(Event* event);
  Status EndEpoch(Event* event);
  Status Validate(Logs* logs);
  void Fill(Event* event, Event::Kind kind) const;
  bool Due();

  std::shared_ptr<Program> program_;
  FitOptions options_;
  FitState state_;
  CancellationToken token_;
  Dataset data_, validation_;
  std::vector<std::shared_ptr<Callback>> callbacks_;
  bool batch_logs_ = false;
  Stage stage_ = Stage::kBegin;
  int64_t epoch_ = 0, batch_ = 0, batches_ = 0;
  uint64_t seed_ = 0;
  std::vector<int64_t> order_;
  std::vector<Tensor> fed_;
  std::optional<Batch> pending_;
  bool epoch_over_ = false;
  std::chrono::steady_clock::time_point epoch_start_, last_event_;
  std::vector<std::pair<int64_t, Logs>> history_;
};

// Runs over all samples without training and gives the metrics.
Result<Logs> Evaluate(Program* program, Dataset* data, int64_t batch_size, int64_t steps,
                      const CancellationToken* token);
// Predictions for all samples, computed in batches.
Result<std::vector<Tensor>> Predict(Program* program, const Arrays& data, int64_t batch_size,
                                    const CancellationToken* token);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_TRAINING_TRAINER_H_
