#include "keras_like/optimizers/optimizer.h"

#include <algorithm>

#include "hornbeam/cpp/gen/control_ops.h"
#include "keras_like/engine/arrange.h"

namespace hb::keras_like {
namespace {

using Schedule = std::function<Output(const Output&)>;

// Slash-free form of a variable's path, as a part of the names of its state.
std::string Flat(std::string path) {
  std::replace(path.begin(), path.end(), '/', '_');
  return path;
}

}  // namespace

const Variable& Step::State(const Variable& of, const std::string& name, double initial) {
  return optimizer_->AddSlot(backend_, Flat(of.name()) + "_" + name, of.dtype(), of.dims(),
                             initial);
}

const Variable& Step::State(const Variable& of, const std::string& name, DataType dtype,
                            const Dims& dims, double initial) {
  return optimizer_->AddSlot(backend_, Flat(of.name()) + "_" + name, dtype, dims, initial);
}

const Variable& Step::Scalar(const std::string& name, DataType dtype, double initial) {
  return optimizer_->AddSlot(backend_, name, dtype, {}, initial);
}

Output Step::Power(double base, DataType dtype) {
  Output& power = powers_[{base, dtype}];
  if (!power) {
    const Output exponent = Cast(step, dtype);
    power = Pow(Number(exponent, base), exponent);
  }
  return power;
}

Output Step::Write(const Variable& variable, const Output& value) {
  const Operation assign = variable.Assign(scope, value);
  operations.push_back(assign);
  return value;
}

const Variable& Optimizer::AddSlot(Backend* backend, const std::string& name, DataType dtype,
                                   const Dims& dims, double initial) {
  std::shared_ptr<Variable>& slot = by_name_[name];
  if (slot == nullptr) {
    slot = std::make_shared<Variable>(backend->scope(), config_["name"].AsString() + "/" + name,
                                      dtype, dims);
    slots_.push_back(Slot{slot, initial, name});
  }
  return *slot;
}

Status Optimizer::Check() const {
  int clips = 0;
  for (const char* name : {"clipnorm", "clipvalue", "global_clipnorm"}) {
    clips += config_[name].is_null() ? 0 : 1;
  }
  if (clips <= 1) return Status();
  return InvalidArgument("optimizer '" + config_["name"].AsString() +
                         "': only one of clipnorm, clipvalue and global_clipnorm can be set");
}

Status Optimizer::Build(Backend* backend) {
  if (iterations_ != nullptr) return Status();
  AddSlot(backend, "iterations", HB_INT64, {}, 0);
  iterations_ = by_name_["iterations"];
  const Json& rate = config_["learning_rate"];
  if (rate.is_number()) {
    AddSlot(backend, "learning_rate", HB_FLOAT, {}, rate.AsReal());
    rate_ = by_name_["learning_rate"];
  }
  return backend->scope().status();
}

void Optimizer::Forget() {
  slots_.clear();
  by_name_.clear();
  averages_.clear();
  iterations_ = nullptr;
  rate_ = nullptr;
}

Output Optimizer::Rate(const Scope& scope) const {
  if (rate_ != nullptr) return rate_->Read(scope);
  const auto schedule =
      Registry::Get().Make<Schedule>(ObjectKind::kSchedule, config_["learning_rate"]);
  return schedule(Cast(iterations_->Read(scope), HB_FLOAT));
}

OutputList Optimizer::Clip(const Scope& scope, const OutputList& gradients) const {
  OutputList clipped;
  const double norm = Number("clipnorm"), value = Number("clipvalue");
  const double global = Number("global_clipnorm");
  Output scale;
  if (norm <= 0 && global > 0) {
    OutputList sums;
    for (const Output& gradient : gradients) {
      sums.push_back(Cast(Sum(Square(gradient)), gradients[0].dtype()));
    }
    const Output total = Sqrt(AddN(sums));
    scale = global * Minimum(1.0 / total, 1.0 / global) + (total - total);
  }
  for (const Output& gradient : gradients) {
    const Output g = gradient.In(scope);
    if (norm > 0) {
      clipped.push_back(g * norm / Maximum(Sqrt(Sum(Square(g))), norm));
    } else if (scale) {
      clipped.push_back(g * Cast(scale, g.dtype()));
    } else if (value > 0) {
      clipped.push_back(keras_like::Clip(g, -value, value));
    } else {
      clipped.push_back(g);
    }
  }
  return clipped;
}

Output Optimizer::ScaleLoss(const Output& loss) const {
  return config_["loss_scale_factor"].is_null() ? loss : loss * Number("loss_scale_factor");
}

std::vector<Operation> Optimizer::Updates(Step* step, std::span<const TrainedVariable> variables,
                                          const OutputList& gradients) {
  const Scope scope = step->scope;
  step->operations.clear();
  const Output rate = Rate(scope);
  const OutputList clipped = Clip(scope, gradients);
  Begin(*step, variables[0].variable->dtype());
  for (size_t i = 0; i < variables.size(); ++i) {
    const Variable& variable = *variables[i].variable;
    step->scope = scope;
    step->rate = Cast(rate, variable.dtype());
    if (!config_["weight_decay"].is_null() && !decays_itself()) {
      const Output decay = variable.Read(scope) * Number("weight_decay") * step->rate;
      step->scope = scope.After(variable.Subtract(scope, decay));
    }
    Update(*step, variable, clipped[i].In(step->scope));
  }
  step->scope = scope;
  return step->operations;
}

std::vector<Operation> Optimizer::Accumulate(Step* step, std::span<const TrainedVariable> variables,
                                             const OutputList& gradients) {
  const int64_t every = config_["gradient_accumulation_steps"].AsInt();
  const Scope scope = step->scope;
  const Output due = Equal(ops::FloorMod(scope, iterations_->Read(scope) + 1, every), 0);
  // What runs after the output that is not taken is dead.
  const ops::SwitchOutputs taken = ops::Switch(scope, due, due);
  const Output now = Identity(taken.output_true), later = Identity(taken.output_false);
  const Scope update = scope.After(now.operation()), add = scope.After(later.operation());
  OutputList means;
  std::vector<const Variable*> sums;
  std::vector<Operation> added;
  for (size_t i = 0; i < variables.size(); ++i) {
    sums.push_back(&step->State(*variables[i].variable, "gradient_accumulator"));
    const Output sum = sums[i]->Read(update);
    means.push_back((sum + gradients[i]) / static_cast<double>(every));
    added.push_back(sums[i]->Add(add, gradients[i]));
  }
  step->scope = update;
  std::vector<Operation> done = Updates(step, variables, means);
  step->scope = scope;
  const Scope after = update.After(done);
  for (const Variable* sum : sums) done.push_back(sum->Assign(after, ZerosLike(sum->Read(after))));
  return {ops::Merge(scope,
                     {Identity(now.In(update.After(done))), Identity(later.In(add.After(added)))})
              .operation};
}

std::vector<Operation> Optimizer::AfterUpdates(Step* step,
                                               std::span<const TrainedVariable> variables) {
  std::vector<Operation> done;
  const Scope after = step->scope;
  const Json& frequency = config_["ema_overwrite_frequency"];
  for (const auto& [shared, constraint] : variables) {
    const Variable& variable = *shared;
    Scope scope = after;
    if (config_["use_ema"].AsBool()) {
      const Variable& average = step->State(variable, "average");
      const std::pair<const Variable*, const Variable*> entry(&variable, &average);
      if (std::ranges::find(averages_, entry) == averages_.end()) averages_.push_back(entry);
      const Output started = NotEqual(step->iterations.In(scope), 0);
      const Output kept = Cast(started, variable.dtype()) * Number("ema_momentum");
      done.push_back(
          average.Assign(scope, kept * average.Read(scope) + (1.0 - kept) * variable.Read(scope)));
      scope = scope.After(done.back());
      if (!frequency.is_null()) {
        const Output due = Equal(ops::FloorMod(scope, step->iterations + 1, frequency.AsInt()), 0);
        done.push_back(
            variable.Assign(scope, Where(due, average.Read(scope), variable.Read(scope))));
        scope = scope.After(done.back());
      }
    }
    if (constraint) done.push_back(variable.Assign(scope, constraint(variable.Read(scope))));
  }
  return done;
}

Status Optimizer::Finish(Backend* backend) const {
  std::vector<const Variable*> averages;
  for (const auto& [variable, average] : averages_) averages.push_back(average);
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values, backend->Get(averages));
  std::vector<std::pair<const Variable*, const Tensor*>> entries;
  for (size_t i = 0; i < values.size(); ++i) entries.emplace_back(averages_[i].first, &values[i]);
  return backend->Set(entries);
}

Result<std::vector<Operation>> Optimizer::Apply(Backend* backend, const Scope& after,
                                                std::span<const TrainedVariable> variables,
                                                OutputList gradients) {
  HB_RETURN_IF_ERROR(Build(backend));
  const Scope scope = after.Sub(config_["name"].AsString());
  const bool accumulate = !config_["gradient_accumulation_steps"].is_null();
  Step step;
  step.optimizer_ = this;
  step.backend_ = backend;
  step.scope = scope;
  step.iterations = iterations_->Read(scope);
  if (accumulate) {
    step.iterations = ops::FloorDiv(scope, step.iterations, Number("gradient_accumulation_steps"));
  }
  step.step = Cast(step.iterations + 1, HB_FLOAT);
  for (Output& gradient : gradients) {
    gradient = gradient.In(scope);
    if (!config_["loss_scale_factor"].is_null()) gradient = gradient / Number("loss_scale_factor");
  }
  std::vector<Operation> done =
      accumulate ? Accumulate(&step, variables, gradients) : Updates(&step, variables, gradients);
  step.scope = scope.After(done);
  const std::vector<Operation> more = AfterUpdates(&step, variables);
  done.insert(done.end(), more.begin(), more.end());
  // The counter moves when every update has read it.
  done.push_back(iterations_->Add(scope.After(done), Input(1).Resolve(scope, HB_INT64)));
  HB_RETURN_IF_ERROR(after.status());
  HB_RETURN_IF_ERROR(backend->scope().status());
  return done;
}

std::vector<Param> CommonOptimizerParams(const std::string& name, Json weight_decay) {
  std::vector<Param> all;
  all.push_back(Real("weight_decay", std::move(weight_decay),
                     "Share of each weight that a step takes away, times the learning rate."));
  all.push_back(Real("clipnorm", nullptr, "Largest norm of the gradient of one variable."));
  all.push_back(Real("clipvalue", nullptr, "Largest absolute value in a gradient."));
  all.push_back(Real("global_clipnorm", nullptr, "Largest norm of all gradients together."));
  all.push_back(Bool("use_ema", false,
                     "Whether to keep a moving average of the weights, which replaces them at the "
                     "end of a fit."));
  all.push_back(Real("ema_momentum", 0.99, "Momentum of that average.").Min(0).Max(1));
  all.push_back(
      Int("ema_overwrite_frequency", nullptr, "Steps after which it replaces them.").Min(1));
  all.push_back(Real("loss_scale_factor", nullptr, "Factor of the loss before gradients."));
  all.push_back(
      Int("gradient_accumulation_steps", nullptr, "Steps whose gradients make one.").Min(2));
  all.push_back(Text("name", name, "Name of the optimizer."));
  return all;
}

void AddOptimizerClass(Registry& registry, const char* name, const char* doc, double rate,
                       std::vector<Param> params, Json weight_decay,
                       std::function<std::shared_ptr<Optimizer>(const Json&)> make) {
  std::vector<Param> all = {Rate("learning_rate", rate, "Learning rate, or a schedule of it.")};
  for (Param& param : params) all.push_back(std::move(param));
  std::string snake = name;
  for (char& c : snake) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const bool decays = !weight_decay.is_null();
  for (Param& param : CommonOptimizerParams(snake, std::move(weight_decay))) {
    all.push_back(std::move(param));
  }
  // Where decay is the point of the optimizer, it comes second.
  if (decays) Arrange(&all, {"learning_rate", "weight_decay"});
  registry.Add({.kind = ObjectKind::kOptimizer,
                .name = name,
                .doc = doc,
                .params = std::move(all),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

}  // namespace hb::keras_like
