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
  bool feed_validation = false;
};

struct Event {
  enum Kind {
    kEpochBegin = 1,
    kBatchEnd = 2,
    kEpochEnd = 4,
    kNeedData = 8,
    kDone = 16,
    kNeedValidation = 32
  };
  Kind kind = kDone;
  int64_t epoch = 0, batch = 0, batches = 0;
  double seconds = 0;  // since the epoch began
  Logs logs;
  std::vector<std::string> messages;
};

using SaveFunction = std::function<Status(const std::string& path, bool weights_only)>;

// Fit as a loop that the caller pulls: Next runs until there is something to report.
class Trainer {
 public:
  // Without arrays in `data` the caller feeds batches when asked.
  static Result<std::unique_ptr<Trainer>> New(std::shared_ptr<Program> program, const Arrays& data,
                                              const FitOptions& options, SaveFunction save);

  // False when the fit is over.
  Result<bool> Next(Event* event);
  // The batch that was asked for; one without inputs ends the epoch or the validation.
  Status Feed(const Arrays& batch);
  // From any thread: Next ends with HB_CANCELLED within a step.
  void Cancel() { token_.Cancel(); }
  // Ends the fit with the epoch under way, and that after this step.
  void Stop() { state_.stop = true; }
  // The logs of all epochs: {"epoch": [...], "history": {"loss": [...], ...}}, and as "callbacks"
  // what each callback has found.
  Json History() const;

 private:
  enum class Stage { kBegin, kEpoch, kBatch, kValidation, kEpochEnd, kEnd, kDone };

  Trainer(std::shared_ptr<Program> program, const FitOptions& options)
      : program_(std::move(program)), options_(options) {}
  Status Begin();
  Status BeginEpoch();
  // Goes back to the first sample, in a new order.
  void BeginPass();
  // The next batch; false when an event asks for it or there is none.
  Result<bool> NextBatch(Batch* batch, Event* event);
  // True when an event is to be given.
  Result<bool> StepBatch(Event* event);
  // Reads the logs of the training part of an epoch.
  Status EndTraining();
  Result<bool> StepValidation(Event* event);
  Status EndEpoch(Event* event);
  bool ValidatesNow() const;
  Status Validate(Logs* logs);
  void Fill(Event* event, Event::Kind kind);
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
  int64_t pass_ = 0, position_ = 0, whole_ = 0;  // passes over the data, and batches of this one
  int64_t position_in_validation_ = 0;
  bool began_ = false;
  Logs epoch_logs_;
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
