#ifndef KERAS_LIKE_METRICS_METRIC_H_
#define KERAS_LIKE_METRICS_METRIC_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "keras_like/engine/backend.h"
#include "keras_like/engine/math.h"
#include "keras_like/engine/schema.h"
#include "keras_like/losses/functions.h"

namespace hb::keras_like {

// A metric: variables that updates add to and that a result is read from. All begin at 0.
class Metric {
 public:
  explicit Metric(Json config) : config_(std::move(config)) {}
  virtual ~Metric() = default;

  const Json& config() const { return config_; }
  std::string name() const { return config_["name"].AsString(); }
  void set_name(const std::string& name) { config_.Set("name", name); }
  const std::vector<std::shared_ptr<Variable>>& variables() const { return variables_; }

  // Creates the variables on the first call.
  Status Prepare(Backend* backend, const std::string& prefix, const Output& y_true,
                 const Output& y_pred);
  // Operations that count one batch in. `weights` may be empty.
  virtual std::vector<Operation> Update(const Output& y_true, const Output& y_pred,
                                        const Output& weights) = 0;
  virtual Output Result(const Scope& scope) = 0;
  // Whether positions that a mask excludes don't count.
  virtual bool masked() const { return false; }
  // 1 when larger is better, -1 when smaller is, 0 when neither is known.
  virtual int direction() const { return 0; }

 protected:
  // Calls Add for each variable.
  virtual Status Build(const Output& y_true, const Output& y_pred) = 0;
  void Add(const std::string& name, const Dims& dims);
  const Variable& var(int index) const { return *variables_[index]; }

  Json config_;

 private:
  Backend* backend_ = nullptr;
  std::string prefix_;
  std::vector<std::shared_ptr<Variable>> variables_;
};

// One value a sample and the sample's weight (empty: 1).
struct Samplewise {
  Output values, weights;
};
// Means of what a sample has more than one of; the weights are multiplied in.
Samplewise PerSample(Output values, Output weights);

// The weighted mean of a function of labels and predictions.
class MeanOf : public Metric {
 public:
  bool masked() const override { return true; }
  MeanOf(Json config, LossFunction function, int direction = 0)
      : Metric(std::move(config)), function_(std::move(function)), direction_(direction) {}
  int direction() const override { return direction_; }
  std::vector<Operation> Update(const Output& y_true, const Output& y_pred,
                                const Output& weights) override;
  Output Result(const Scope& scope) override;
  // Counts values in; a scalar counts `weights` times.
  std::vector<Operation> UpdateValues(const Output& values, const Output& weights);

 protected:
  Status Build(const Output& y_true, const Output& y_pred) override;

 private:
  LossFunction function_;
  int direction_;
};

// The metric that a config names. "accuracy" stands for the one that fits labels and predictions;
// what is no metric but a loss is averaged.
Result<std::shared_ptr<Metric>> ReadMetric(const Json& json, const Output& y_true,
                                           const Output& y_pred);

// Adds a metric class; the parameters name and dtype follow its own, unless `order` puts some
// first.
void AddMetric(Registry& registry, const char* name, const char* snake_name, const char* doc,
               std::vector<Param> params, std::function<std::shared_ptr<Metric>(const Json&)> make,
               std::vector<std::string> aliases = {}, const std::vector<std::string>& order = {});

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_METRICS_METRIC_H_
