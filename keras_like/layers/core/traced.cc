#include "keras_like/layers/core/traced.h"

#include <algorithm>

namespace hb::keras_like {

Result<std::shared_ptr<Layer>> TracedLayer::Clone() const {
  return std::shared_ptr<Layer>(
      std::make_shared<TracedLayer>(class_name_, config_, noutputs_, function_));
}

std::shared_ptr<Weight> TracedLayer::Find(const std::string& name) const {
  const auto all = weights();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& weight) { return weight->name == name; });
  return found == all.end() ? nullptr : *found;
}

Result<std::shared_ptr<Weight>> TracedLayer::Existing(const std::string& name, const Dims& dims,
                                                      DataType dtype) const {
  std::shared_ptr<Weight> weight = Find(name);
  if (weight != nullptr && weight->dims == dims && weight->dtype == dtype) return weight;
  return InvalidArgument("weight '" + name +
                         "' had another shape or type, or did not exist, when the layer was "
                         "traced first");
}

// Traces into a graph of its own, to learn the weights and the shapes of the outputs.
Result<Specs> TracedLayer::Probe(const Specs& inputs, bool create) {
  const Graph graph;
  const Scope scope(graph);
  OutputList placeholders;
  for (const TensorSpec& spec : inputs) {
    placeholders.push_back(ops::Placeholder(scope, spec.dtype, {.shape = spec.dims}));
  }
  UserFunction::Hooks hooks;
  hooks.add_weight = [&](const std::string& name, const Dims& dims, DataType dtype,
                         const Json& initializer, bool trainable) -> Result<Output> {
    if (create && Find(name) == nullptr) {
      HB_RETURN_IF_ERROR(AddInitialized(name, dims,
                                        initializer.is_null() ? "GlorotUniform" : initializer,
                                        trainable, dtype)
                             .status());
    }
    HB_RETURN_IF_ERROR(Existing(name, dims, dtype).status());
    const Output value = ops::Placeholder(scope, dtype, {.shape = dims});
    value.SetShape(dims);  // for scalars, whose shape the op does not know
    return value;
  };
  hooks.update_weight = [&](const std::string& name, const Output& value) -> Status {
    return Existing(name, value.shape().value_or(Dims{}), value.dtype()).status();
  };
  const OutputList outputs = function_->Trace(scope, false, placeholders, noutputs_, hooks);
  HB_RETURN_IF_ERROR(scope.status());
  Specs specs;
  for (const Output& output : outputs) {
    const std::optional<Dims> dims = output.shape();
    if (!dims) return InvalidArgument("the rank of an output of the layer is not known");
    specs.push_back(TensorSpec{output.dtype(), *dims});
  }
  return specs;
}

Status TracedLayer::Build(const Specs& inputs) {
  HB_ASSIGN_OR_RETURN(built_outputs_, Probe(inputs, true));
  return Status();
}

Result<Specs> TracedLayer::OutputSpecs(const Specs& inputs) { return Probe(inputs, false); }

OutputList TracedLayer::Call(Trace& trace, const OutputList& inputs) {
  UserFunction::Hooks hooks;
  hooks.add_weight = [&](const std::string& name, const Dims& dims, DataType dtype, const Json&,
                         bool) -> Result<Output> {
    HB_ASSIGN_OR_RETURN(const std::shared_ptr<Weight> weight, Existing(name, dims, dtype));
    return trace.Read(*weight);
  };
  hooks.update_weight = [&](const std::string& name, const Output& value) -> Status {
    HB_ASSIGN_OR_RETURN(const std::shared_ptr<Weight> weight,
                        Existing(name, value.shape().value_or(Dims{}), value.dtype()));
    if (trace.training) trace.Update(*weight, value);
    return Status();
  };
  return function_->Trace(trace.scope, trace.training, inputs, noutputs_, hooks);
}

}  // namespace hb::keras_like
