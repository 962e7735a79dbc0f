#include "keras_like/engine/backend.h"

#include <algorithm>

#include "hornbeam/cpp/gen/array_ops.h"
#include "hornbeam/cpp/gen/math_ops.h"

namespace hb::keras_like {

Variable::Variable(const Scope& scope, const std::string& name, DataType dtype, Dims dims)
    : name_(scope.graph().UniqueName(name)), dtype_(dtype), dims_(std::move(dims)) {
  const Scope inside = scope.Sub("variables/" + name_);
  handle_ = ops::VarHandleOp(inside.Named("handle"), dtype_, dims_, {.shared_name = name_});
  feed_ = ops::Placeholder(inside.Named("value"), dtype_, {.shape = dims_});
  assign_ = ops::AssignVariableOp(inside, handle_, feed_);
  fetch_ = ops::ReadVariableOp(inside, handle_, dtype_);
}

Output Variable::Read(const Scope& scope) const {
  const Output value = ops::ReadVariableOp(scope, handle_, dtype_);
  value.SetShape(dims_);
  return value;
}

Operation Variable::Assign(const Scope& scope, const Output& value) const {
  return ops::AssignVariableOp(scope, handle_, value);
}

Operation Variable::Add(const Scope& scope, const Output& value) const {
  return ops::AssignAddVariableOp(scope, handle_, value);
}

Operation Variable::Subtract(const Scope& scope, const Output& value) const {
  return ops::AssignSubVariableOp(scope, handle_, value);
}

Result<std::shared_ptr<Backend>> Backend::New(const std::string& file_root) {
  const Graph graph;
  HB_ASSIGN_OR_RETURN(Session session, Session::New(graph, file_root));
  return std::shared_ptr<Backend>(new Backend(graph, std::move(session), file_root));
}

Result<std::shared_ptr<Variable>> Backend::NewVariable(const std::string& name, DataType dtype,
                                                       const Dims& dims) {
  auto variable = std::make_shared<Variable>(scope_, name, dtype, dims);
  HB_RETURN_IF_ERROR(scope_.status());
  return variable;
}

Status Backend::Set(std::span<const std::pair<const Variable*, const Tensor*>> values) {
  std::vector<Feed> feeds;
  std::vector<Operation> targets;
  for (const auto& [variable, value] : values) {
    if (value->dtype() != variable->dtype() || value->dims() != variable->dims()) {
      return InvalidArgument("variable '" + variable->name() +
                             "': the value has another type or shape");
    }
    feeds.push_back(Feed{variable->feed_, value});
    targets.push_back(variable->assign_);
  }
  if (feeds.empty()) return Status();
  return session_.Run(feeds, {}, targets).status();
}

Result<std::vector<Tensor>> Backend::Get(std::span<const Variable* const> variables) {
  std::vector<Output> fetches;
  for (const Variable* variable : variables) fetches.push_back(variable->fetch_);
  if (fetches.empty()) return std::vector<Tensor>();
  return session_.Run({}, fetches);
}

Result<std::vector<double>> ToDoubles(const Tensor& tensor) {
  const Graph graph;
  const Scope scope(graph);
  const Output x = ops::Placeholder(scope, tensor.dtype(), {.shape = tensor.dims()});
  const Output y = ops::Cast(scope, x, HB_DOUBLE);
  HB_RETURN_IF_ERROR(scope.status());
  HB_ASSIGN_OR_RETURN(const Session session, Session::New(graph));
  const Feed feed{x, &tensor};
  HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values,
                      session.Run(std::span(&feed, 1), std::span(&y, 1)));
  const std::span<const double> elements = values[0].flat<double>();
  return std::vector<double>(elements.begin(), elements.end());
}

Result<Tensor> Filled(DataType dtype, const Dims& dims, double value) {
  Tensor tensor(dtype, dims);
  if (!tensor) return Status(HB_RESOURCE_EXHAUSTED, "no memory for a tensor");
  switch (dtype) {
    case HB_FLOAT:
      std::ranges::fill(tensor.flat<float>(), static_cast<float>(value));
      return tensor;
    case HB_DOUBLE:
      std::ranges::fill(tensor.flat<double>(), value);
      return tensor;
    case HB_INT64:
      std::ranges::fill(tensor.flat<int64_t>(), static_cast<int64_t>(value));
      return tensor;
    case HB_INT32:
      std::ranges::fill(tensor.flat<int32_t>(), static_cast<int32_t>(value));
      return tensor;
    default:
      return InvalidArgument("weights can't have data type " + std::to_string(dtype));
  }
}

}  // namespace hb::keras_like
