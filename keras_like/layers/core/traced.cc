#include "keras_like/layers/core/traced.h"

#include <algorithm>

namespace hb::keras_like {

OutputList UserFunction::Trace(const Scope& scope, bool training, const OutputList& inputs,
                               int noutputs, const AddWeight& add_weight) const {
  if (!scope.ok()) return OutputList(noutputs);
  HB_Trace trace{scope, training, add_weight};
  std::vector<HB_Output> in, out(noutputs, HB_Output{nullptr, 0});
  for (const Output& input : inputs) in.push_back(input.handle());
  CStatus status;
  fn_(user_, &trace, in.data(), static_cast<int>(in.size()), out.data(), noutputs, status.get());
  scope.Update(status.Take());
  OutputList outputs;
  for (const HB_Output& output : out) {
    if (status.ok() && output.oper == nullptr) {
      scope.Update(InvalidArgument("the traced function left an output empty"));
    }
    outputs.emplace_back(scope, output);
  }
  return outputs;
}

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

// Traces into a graph of its own, to learn the weights and the shapes of the outputs.
Result<Specs> TracedLayer::Probe(const Specs& inputs, bool create) {
  const Graph graph;
  const Scope scope(graph);
  OutputList placeholders;
  for (const TensorSpec& spec : inputs) {
    placeholders.push_back(ops::Placeholder(scope, spec.dtype, {.shape = spec.dims}));
  }
  const auto add = [&](const std::string& name, const Dims& dims, DataType dtype,
                       const Json& initializer, bool trainable) -> Result<Output> {
    std::shared_ptr<Weight> weight = Find(name);
    if (weight == nullptr && create) {
      HB_ASSIGN_OR_RETURN(weight, AddInitialized(name, dims, initializer, trainable, dtype));
    }
    if (weight == nullptr || weight->dims != dims || weight->dtype != dtype) {
      return InvalidArgument("weight '" + name +
                             "' had another shape or type, or did not exist, "
                             "when the layer was traced first");
    }
    const Output value = ops::Placeholder(scope, dtype, {.shape = dims});
    value.SetShape(dims);  // for scalars, whose shape the op does not know
    return value;
  };
  const OutputList outputs = function_->Trace(scope, false, placeholders, noutputs_, add);
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

OutputList TracedLayer::Call(class Trace& trace, const OutputList& inputs) {
  const auto add = [&](const std::string& name, const Dims& dims, DataType dtype, const Json&,
                       bool) -> Result<Output> {
    const std::shared_ptr<Weight> weight = Find(name);
    if (weight == nullptr || weight->dims != dims || weight->dtype != dtype) {
      return InvalidArgument("weight '" + name +
                             "' had another shape or type, or did not exist, "
                             "when the layer was traced first");
    }
    return trace.Read(*weight);
  };
  return function_->Trace(trace.scope, trace.training, inputs, noutputs_, add);
}

}  // namespace hb::keras_like
