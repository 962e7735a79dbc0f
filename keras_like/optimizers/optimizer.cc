#include "keras_like/optimizers/optimizer.h"

#include <algorithm>

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

const Variable& Step::Scalar(const std::string& name, double initial) {
  return optimizer_->AddSlot(backend_, name, HB_FLOAT, {}, initial);
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
    slots_.push_back(Slot{slot, initial});
  }
  return *slot;
}

Status Optimizer::Build(Backend* backend) {
  if (iterations_ != nullptr) return Status();
  if (config_["use_ema"].AsBool() || !config_["loss_scale_factor"].is_null() ||
      !config_["gradient_accumulation_steps"].is_null()) {
    return Status(HB_UNIMPLEMENTED, "optimizer '" + config_["name"].AsString() +
                                        "': use_ema, loss_scale_factor and "
                                        "gradient_accumulation_steps are not offered");
  }
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
    for (const Output& gradient : gradients) sums.push_back(Sum(Square(gradient)));
    const Output total = Sqrt(AddN(sums));
    scale = global * Minimum(1.0 / total, 1.0 / global) + (total - total);
  }
  for (const Output& gradient : gradients) {
    const Output g = gradient.In(scope);
    if (norm > 0) {
      clipped.push_back(g * norm / Maximum(Sqrt(Sum(Square(g))), norm));
    } else if (scale) {
      clipped.push_back(g * scale);
    } else if (value > 0) {
      clipped.push_back(keras_like::Clip(g, -value, value));
    } else {
      clipped.push_back(g);
    }
  }
  return clipped;
}

Result<std::vector<Operation>> Optimizer::Apply(Backend* backend, const Scope& after,
                                                std::span<const TrainedVariable> variables,
                                                OutputList gradients) {
  HB_RETURN_IF_ERROR(Build(backend));
  Step step;
  step.optimizer_ = this;
  step.backend_ = backend;
  step.scope = after.Sub(config_["name"].AsString());
  step.rate = Rate(step.scope);
  step.iterations = iterations_->Read(step.scope);
  step.step = Cast(step.iterations + 1, HB_FLOAT);
  gradients = Clip(step.scope, gradients);
  Begin(step);
  const Scope scope = step.scope;
  for (size_t i = 0; i < variables.size(); ++i) {
    const Variable& variable = *variables[i].variable;
    step.scope = scope;
    if (!config_["weight_decay"].is_null()) {
      const Output decay = variable.Read(scope) * Number("weight_decay") * step.rate;
      step.scope = scope.After(variable.Subtract(scope, decay));
    }
    Update(step, variable, gradients[i].In(step.scope));
    if (variables[i].constraint) {
      const Scope last = scope.After(step.operations.back());
      step.Do(variable.Assign(last, variables[i].constraint(variable.Read(last))));
    }
  }
  // The counter moves when every update has read it.
  step.Do(iterations_->Add(scope.After(step.operations), Input(1).Resolve(scope, HB_INT64)));
  HB_RETURN_IF_ERROR(after.status());
  HB_RETURN_IF_ERROR(backend->scope().status());
  return step.operations;
}

void AddOptimizerClass(Registry& registry, const char* name, const char* doc, double rate,
                       std::vector<Param> params, Json weight_decay,
                       std::function<std::shared_ptr<Optimizer>(const Json&)> make) {
  std::vector<Param> all = {Rate("learning_rate", rate, "Learning rate, or a schedule of it.")};
  for (Param& param : params) all.push_back(std::move(param));
  std::string snake = name;
  for (char& c : snake) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  all.push_back(Real("weight_decay", std::move(weight_decay),
                     "Share of each weight that a step takes away, times the learning rate."));
  all.push_back(Real("clipnorm", nullptr, "Largest norm of the gradient of one variable."));
  all.push_back(Real("clipvalue", nullptr, "Largest absolute value in a gradient."));
  all.push_back(Real("global_clipnorm", nullptr, "Largest norm of all gradients together."));
  all.push_back(Bool("use_ema", false, "Whether to keep a moving average of the weights."));
  all.push_back(Real("ema_momentum", 0.99, "Momentum of that average."));
  all.push_back(Int("ema_overwrite_frequency", nullptr, "Steps after which it replaces them."));
  all.push_back(Real("loss_scale_factor", nullptr, "Factor of the loss before gradients."));
  all.push_back(Int("gradient_accumulation_steps", nullptr, "Steps whose gradients make one."));
  all.push_back(Text("name", snake, "Name of the optimizer."));
  registry.Add({.kind = ObjectKind::kOptimizer,
                .name = name,
                .doc = doc,
                .params = std::move(all),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

}  // namespace hb::keras_like
