#include "keras_like/optimizers/traced.h"

#include <map>

#include "keras_like/engine/layer.h"

namespace hb::keras_like {
namespace {

// State begins with the same number everywhere.
Result<double> InitialValue(const Json& initializer) {
  if (initializer.is_null()) return 0.0;
  HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kInitializer, initializer));
  if (spec.info->name == "Zeros") return 0.0;
  if (spec.info->name == "Ones") return 1.0;
  if (spec.info->name == "Constant" && spec.config["value"].is_number()) {
    return spec.config["value"].AsReal();
  }
  return InvalidArgument(
      "the state of an optimizer begins with Zeros, Ones or Constant, not with " + spec.info->name);
}

// Whether a value can be that of a variable.
Status Fits(const std::string& what, const Variable& variable, const Output& value) {
  const std::optional<Dims> dims = value.shape();
  if (value.dtype() == variable.dtype() && (!dims || dims == variable.dims())) return Status();
  return InvalidArgument("the new value of " + what + " must have shape " +
                         ShapeText(variable.dims()) + " and dtype " + DtypeName(variable.dtype()) +
                         ", got " + ShapeText(dims.value_or(Dims{})) + " and " +
                         DtypeName(value.dtype()));
}

}  // namespace

Result<std::shared_ptr<Optimizer>> TracedOptimizer::New(
    const std::string& class_name, const Json& config,
    std::shared_ptr<const UserFunction> function) {
  ClassInfo info;
  info.kind = ObjectKind::kOptimizer;
  info.name = class_name;
  info.params = CommonOptimizerParams(class_name, nullptr);
  info.params.push_back(
      ::hb::keras_like::Rate("learning_rate", 0.001, "Learning rate, or a schedule of it."));
  Result<Json> complete = Registry::Get().Complete(info, config);
  if (!complete.ok()) return At(class_name, complete.status());
  return std::shared_ptr<Optimizer>(new TracedOptimizer(*std::move(complete), std::move(function)));
}

void TracedOptimizer::Update(Step& step, const Variable& variable, const Output& gradient) {
  const Scope scope = step.scope;
  struct State {
    const Variable* variable;
    Output value;
  };
  std::map<std::string, State> states;
  UserFunction::Hooks hooks;
  hooks.add_weight = [&](const std::string& name, const Dims& dims, DataType dtype,
                         const Json& initializer, bool) -> Result<Output> {
    HB_ASSIGN_OR_RETURN(const double initial, InitialValue(initializer));
    const Variable& state = step.State(variable, name, dtype, dims, initial);
    if (state.dtype() != dtype || state.dims() != dims) {
      return InvalidArgument("the state '" + name + "' had another shape or type before");
    }
    State& entry = states[name];
    if (entry.variable == nullptr) entry = State{&state, state.Read(scope)};
    return Output(entry.value);
  };
  hooks.update_weight = [&](const std::string& name, const Output& value) -> Status {
    const auto found = states.find(name);
    if (found == states.end()) {
      return InvalidArgument("the state '" + name + "' is not known; add it first");
    }
    const State& state = found->second;
    HB_RETURN_IF_ERROR(Fits("the state '" + name + "'", *state.variable, value));
    step.Do(state.variable->Assign(scope.After(state.value.operation()), value));
    return Status();
  };
  const Output old = variable.Read(scope);
  const OutputList inputs = {old, gradient, Cast(step.rate, variable.dtype()),
                             Cast(step.step, variable.dtype())};
  const Output value = function_->Trace(scope, true, inputs, 1, hooks)[0];
  if (!scope.ok()) return;
  scope.Update(Fits("variable '" + variable.name() + "'", variable, value));
  step.Do(variable.Assign(scope.After(old.operation()), value));
}

}  // namespace hb::keras_like
