#ifndef KERAS_LIKE_TRAINING_PROGRAM_H_
#define KERAS_LIKE_TRAINING_PROGRAM_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "keras_like/engine/model.h"
#include "keras_like/optimizers/optimizer.h"
#include "keras_like/training/objective.h"

namespace hb::keras_like {

using Logs = std::vector<std::pair<std::string, double>>;

// Tensors of one step; they stay the caller's.
struct Batch {
  std::vector<HB_Tensor*> x, y, weights;
};

// What a step is traced for: types, and shapes without the batch size.
struct Signature {
  Specs x, y, weights;
  bool operator==(const Signature& other) const;
  Json ToJson() const;
  static Result<Signature> FromJson(const Json& json);
};
Signature SignatureOf(const Batch& batch);

// The places of a step in a graph.
struct StepGraph {
  OutputList x, y, weights;        // fed
  OutputList outputs;              // predictions
  OutputList masks;                // of the predictions, empty for those without
  Output loss;                     // empty for prediction
  std::vector<Operation> targets;  // run
};

// A model in a graph: prediction, and once compiled training and evaluation. Steps are traced
// when they are first run with a signature. Any number of threads may predict at the same time.
class Program {
 public:
  explicit Program(std::shared_ptr<Model> model) : model_(std::move(model)) {}

  const std::shared_ptr<Model>& model() const { return model_; }
  Status Compile(const Json& config, std::shared_ptr<const CustomFunctions> custom);
  bool compiled() const { return objective_ != nullptr; }
  const Json& compile_config() const { return compile_config_; }
  Optimizer* optimizer() const { return optimizer_.get(); }
  Objective* objective() const { return objective_.get(); }
  // Of the last training step; null before.
  const Json& train_signature() const { return train_signature_; }

  Result<std::vector<Tensor>> Predict(const Batch& batch, const CancellationToken* token);
  Status Train(const Batch& batch, const CancellationToken* token);
  Status Evaluate(const Batch& batch, const CancellationToken* token);
  // Values of all metrics over what was counted since the last reset.
  Result<Logs> ReadLogs();
  Status ResetMetrics();

  Result<double> LearningRate();
  Status SetLearningRate(double rate);
  // The optimizer's variables by their names in it; none before training.
  using State = std::map<std::string, Tensor>;
  Result<State> OptimizerState();
  // Sets those that the optimizer has, now or as soon as it makes them; others are ignored.
  Status SetOptimizerState(State state);
  // Puts the optimizer's averages of the weights, if it keeps any, in the place of the weights.
  Status FinishTraining();
  // Traces a step for a signature, which also creates the optimizer's state.
  Status Prepare(const Signature& signature);

  const std::shared_ptr<Backend>& backend() const { return backend_; }
  const std::shared_ptr<const CustomFunctions>& custom() const { return custom_; }

  enum Kind { kPredict, kEvaluate, kTrain };
  // The graph of a step, traced for a signature.
  Result<StepGraph> Graph(Kind kind, const Signature& signature);

 private:
  struct Function {
    Signature signature;
    StepGraph graph;
    Callable callable;
  };

  Result<StepGraph> TracePredict(const Scope& scope, const Signature& signature);
  Result<StepGraph> TraceEvaluate(const Scope& scope, const Signature& signature);
  Result<StepGraph> TraceTrain(const Scope& scope, const Signature& signature);
  Result<Callable> Get(Kind kind, const Batch& batch);
  Result<const Function*> GetLocked(Kind kind, const Signature& signature);
  // All weights into one backend; forgets what was traced in another.
  Status Place();
  Result<StepGraph> TraceForward(Trace* trace, const Signature& signature, bool labels);
  Status InitializeState();
  // The value that a new variable of the optimizer begins with.
  Result<Tensor> InitialValue(const Slot& slot);
  Status Run(Kind kind, const Batch& batch, const CancellationToken* token);

  std::recursive_mutex mutex_;  // a traced function may call back
  std::shared_ptr<Model> model_;
  std::shared_ptr<Backend> backend_;
  std::vector<Function> functions_[3];
  Json compile_config_, train_signature_;
  std::shared_ptr<const CustomFunctions> custom_;
  std::shared_ptr<Optimizer> optimizer_;
  std::shared_ptr<Objective> objective_;
  State pending_state_;  // of an optimizer that has no variables yet
  size_t initialized_slots_ = 0;
  size_t initialized_metrics_ = 0;
  std::vector<std::string> log_names_;
  Callable read_logs_, reset_;
  size_t logged_metrics_ = 0;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_TRAINING_PROGRAM_H_
