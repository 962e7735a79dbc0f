#ifndef KERAS_LIKE_OPTIMIZERS_OPTIMIZER_H_
#define KERAS_LIKE_OPTIMIZERS_OPTIMIZER_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "keras_like/engine/backend.h"
#include "keras_like/engine/math.h"
#include "keras_like/engine/schema.h"

namespace hb::keras_like {

// A state variable of an optimizer, its name in the optimizer and the value it begins with.
struct Slot {
  std::shared_ptr<Variable> variable;
  double initial = 0;
  std::string name;
};

// A variable to train; the constraint, if any, holds after each update.
struct TrainedVariable {
  std::shared_ptr<Variable> variable;
  Apply constraint;
};

// What an update is built with.
class Step {
 public:
  Scope scope;        // runs after all gradients are computed
  Output rate;        // the learning rate, scalar of the type of the variable that is updated
  Output iterations;  // updates made before this one, int64 scalar
  Output step;        // iterations + 1, float scalar

  // State beside a variable ("momentum"), of its shape and type, or a scalar of the optimizer.
  const Variable& State(const Variable& of, const std::string& name, double initial = 0);
  // State beside a variable, of any shape and type.
  const Variable& State(const Variable& of, const std::string& name, DataType dtype,
                        const Dims& dims, double initial);
  const Variable& Scalar(const std::string& name, DataType dtype, double initial);
  // base ^ step, scalar.
  Output Power(double base, DataType dtype);
  // Reads a state variable.
  Output Read(const Variable& variable) { return variable.Read(scope); }
  // Writes a state variable and gives the new value, for use in the rest of the update.
  Output Write(const Variable& variable, const Output& value);
  // The last operation of the update of a variable.
  void Do(Operation operation) { operations.push_back(operation); }

  std::vector<Operation> operations;

 private:
  friend class Optimizer;
  class Optimizer* optimizer_ = nullptr;
  Backend* backend_ = nullptr;
  std::map<std::pair<double, DataType>, Output> powers_;
};

class Optimizer {
 public:
  explicit Optimizer(Json config) : config_(std::move(config)) {}
  virtual ~Optimizer() = default;

  const Json& config() const { return config_; }
  double Number(const char* name) const { return config_[name].AsReal(); }

  // Adds the updates of all variables to the graph; `after` is when the gradients and all reads
  // of the variables are done. Creates what state is missing. The gradients are those of the
  // scaled loss.
  Result<std::vector<Operation>> Apply(Backend* backend, const Scope& after,
                                       std::span<const TrainedVariable> variables,
                                       OutputList gradients);
  // The loss times what keeps its gradients from vanishing.
  Output ScaleLoss(const Output& loss) const;
  // Puts the moving averages of the variables in their place, if the optimizer keeps any.
  Status Finish(Backend* backend) const;

  // Whether the parameters go together.
  Status Check() const;
  // Creates the iteration counter and the learning rate.
  Status Build(Backend* backend);
  const std::vector<Slot>& slots() const { return slots_; }
  // Forgets all state, which belonged to another backend.
  void Forget();
  const Variable& iterations() const { return *iterations_; }
  // The learning rate as a variable; null when a schedule gives it.
  const Variable* rate() const { return rate_.get(); }
  Output Rate(const Scope& scope) const;
  // The rate that the variable begins with, when it is not made yet.
  void SetConfiguredRate(double rate) { config_.Set("learning_rate", rate); }

 protected:
  // Updates one variable.
  virtual void Update(Step& step, const Variable& variable, const Output& gradient) = 0;
  // Comes before the updates of a step; `dtype` is that of the first variable.
  virtual void Begin(Step&, DataType /*dtype*/) {}
  // Whether Update takes the share of weight_decay away, too.
  virtual bool decays_itself() const { return false; }

 private:
  friend class Step;
  const Variable& AddSlot(Backend* backend, const std::string& name, DataType dtype,
                          const Dims& dims, double initial);
  OutputList Clip(const Scope& scope, const OutputList& gradients) const;
  // The updates of one step for gradients as they are.
  std::vector<Operation> Updates(Step* step, std::span<const TrainedVariable> variables,
                                 const OutputList& gradients);
  // Sums up gradients and makes an update of every so many steps.
  std::vector<Operation> Accumulate(Step* step, std::span<const TrainedVariable> variables,
                                    const OutputList& gradients);
  // Moving averages, then constraints.
  std::vector<Operation> AfterUpdates(Step* step, std::span<const TrainedVariable> variables);

  Json config_;
  std::vector<Slot> slots_;
  std::map<std::string, std::shared_ptr<Variable>> by_name_;
  std::shared_ptr<Variable> iterations_, rate_;
  // Trained variables and their averages.
  std::vector<std::pair<const Variable*, const Variable*>> averages_;
};

// The parameters that all optimizers have, after the learning rate.
std::vector<Param> CommonOptimizerParams(const std::string& name, Json weight_decay);

// Adds an optimizer class; Keras's common parameters follow its own. `rate` is the default
// learning rate.
template <class T>
void AddOptimizer(Registry& registry, const char* name, const char* doc, double rate,
                  std::vector<Param> params, Json weight_decay = nullptr);
void AddOptimizerClass(Registry& registry, const char* name, const char* doc, double rate,
                       std::vector<Param> params, Json weight_decay,
                       std::function<std::shared_ptr<Optimizer>(const Json&)> make);

template <class T>
void AddOptimizer(Registry& registry, const char* name, const char* doc, double rate,
                  std::vector<Param> params, Json weight_decay) {
  AddOptimizerClass(registry, name, doc, rate, std::move(params), std::move(weight_decay),
                    [](const Json& config) { return std::make_shared<T>(config); });
}

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_OPTIMIZERS_OPTIMIZER_H_
