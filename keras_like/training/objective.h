#ifndef KERAS_LIKE_TRAINING_OBJECTIVE_H_
#define KERAS_LIKE_TRAINING_OBJECTIVE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "keras_like/engine/model.h"
#include "keras_like/metrics/metric.h"

namespace hb::keras_like {

class Optimizer;

// What a user gave to compile that is not in the registry: losses, metrics and optimizers by name.
class CustomFunctions {
 public:
  virtual ~CustomFunctions() = default;
  // The loss or metric; an empty function when there is none of that name.
  virtual LossFunction Find(const std::string& name) const = 0;
  // The optimizer of that class name with a config; null when there is none.
  virtual Result<std::shared_ptr<Optimizer>> MakeOptimizer(const std::string& name,
                                                           const Json& config) const = 0;
};

// The losses and metrics of a compiled model.
class Objective {
 public:
  // Reads loss, loss_weights, metrics and weighted_metrics of a compile config.
  static Result<std::shared_ptr<Objective>> Read(const Json& config, const Model& model,
                                                 const CustomFunctions* custom);

  struct Batch {
    OutputList y_true, y_pred;
    OutputList weights;  // one for each output, or none at all
    OutputList masks;    // one for each output, empty where it has none
    Output size;         // samples in the batch, float scalar
  };
  // The loss of a batch, a scalar; `extra` are regularization terms. `updates` receives what
  // counts the batch into the metrics.
  Result<Output> Loss(Backend* backend, const Batch& batch, const OutputList& extra,
                      std::vector<Operation>* updates);

  // Names and values of all metrics, the loss first.
  std::vector<std::pair<std::string, Output>> Results(const Scope& scope);
  std::vector<std::shared_ptr<Variable>> variables() const;
  // Whether a larger (1) or a smaller (-1) value of a metric is better, 0 when that is not known.
  int Direction(const std::string& name) const;

 private:
  struct Term {
    std::string name;  // of the output
    bool used = false;
    Json loss;
    double weight = 1;
    bool weighted = false;
    LossFunction function;
    std::string reduction;
    std::shared_ptr<MeanOf> tracker;
    std::vector<Json> metrics, weighted_metrics;
    std::vector<std::pair<std::shared_ptr<Metric>, bool>> built;
  };

  Status ReadLosses(const Json& config);
  Status ReadMetrics(const Json& config, const char* key, bool weighted);
  Status BuildMetrics(Term* term, const Output& y_true, const Output& y_pred);
  Status ResolveLoss(Term* term, const Output& y_true, const Output& y_pred);
  Result<Output> TermLoss(Term* term, const Output& y_true, const Output& y_pred,
                          const Output& weights, const Output& mask);

  std::vector<Term> terms_;
  std::shared_ptr<MeanOf> total_;
  const CustomFunctions* custom_ = nullptr;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_TRAINING_OBJECTIVE_H_
