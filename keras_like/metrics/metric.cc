#include "keras_like/metrics/metric.h"

#include "keras_like/engine/arrange.h"

namespace hb::keras_like {
namespace {

Dims AxesFrom(int first, int rank) {
  Dims axes;
  for (int i = first; i < rank; ++i) axes.push_back(i);
  return axes;
}

}  // namespace

void Metric::Add(const std::string& name, const Dims& dims) {
  variables_.push_back(
      std::make_shared<Variable>(backend_->scope(), prefix_ + "/" + name, HB_FLOAT, dims));
}

Status Metric::Prepare(Backend* backend, const std::string& prefix, const Output& y_true,
                       const Output& y_pred) {
  if (backend_ != nullptr) return Status();
  backend_ = backend;
  prefix_ = prefix + name();
  return At("metric '" + name() + "'", Build(y_true, y_pred));
}

Samplewise PerSample(Output values, Output weights) {
  values = Cast(values, HB_FLOAT);
  if (weights) {
    weights = Cast(weights, HB_FLOAT);
    SameRank(&values, &weights);
    const int weight_rank = weights.rank();
    if (values.rank() > weight_rank) {
      values = Mean(values, AxesFrom(weight_rank, values.rank()));
    }
    weights = ops::BroadcastTo(values.scope(), weights, ShapeOf(values));
    values = values * weights;
    if (weight_rank > 1) weights = Mean(weights, AxesFrom(1, weight_rank));
  }
  if (values.rank() > 1) values = Mean(values, AxesFrom(1, values.rank()));
  return {values, weights};
}

Status MeanOf::Build(const Output&, const Output&) {
  Add("total", {});
  Add("count", {});
  return Status();
}

std::vector<Operation> MeanOf::Update(const Output& y_true, const Output& y_pred,
                                      const Output& weights) {
  return UpdateValues(function_(y_true, y_pred), weights);
}

std::vector<Operation> MeanOf::UpdateValues(const Output& values, const Output& weights) {
  const Samplewise samples = PerSample(values, weights);
  const Scope& s = values.scope();
  Output count;
  if (samples.weights) {
    count = Sum(samples.weights);
  } else if (samples.values.rank() == 0) {
    count = Number(samples.values, 1);
  } else {
    count = BatchSize(samples.values, HB_FLOAT);
  }
  return {var(0).Add(s, Sum(samples.values)), var(1).Add(s, count)};
}

Output MeanOf::Result(const Scope& scope) {
  return DivNoNan(var(0).Read(scope), var(1).Read(scope));
}

Result<std::shared_ptr<Metric>> ReadMetric(const Json& json, const Output& y_true,
                                           const Output& y_pred) {
  const Registry& registry = Registry::Get();
  const std::string& text = json.AsString();
  Json wanted = json;
  if (text == "accuracy" || text == "acc") {
    const Dims t = y_true.shape().value_or(Dims{}), p = y_pred.shape().value_or(Dims{});
    const bool binary = !p.empty() && p.back() == 1;
    const bool sparse = t.size() < p.size() || (!t.empty() && t.back() == 1 && !binary);
    wanted = binary   ? "BinaryAccuracy"
             : sparse ? "SparseCategoricalAccuracy"
                      : "CategoricalAccuracy";
  }
  const std::string& class_name =
      wanted.is_object() ? wanted["class_name"].AsString() : wanted.AsString();
  std::shared_ptr<Metric> metric;
  if (registry.Find(ObjectKind::kMetric, class_name) != nullptr) {
    HB_ASSIGN_OR_RETURN(const Spec spec, registry.Read(ObjectKind::kMetric, wanted));
    metric = std::any_cast<std::shared_ptr<Metric>>(spec.info->make(spec.config));
  } else if (registry.Find(ObjectKind::kLoss, class_name) != nullptr) {
    HB_ASSIGN_OR_RETURN(const Spec spec, registry.Read(ObjectKind::kLoss, wanted));
    metric = std::make_shared<MeanOf>(
        spec.config, std::any_cast<LossFunction>(spec.info->make(spec.config)), -1);
  } else {
    return InvalidArgument("unknown metric " + json.Dump());
  }
  if (json.is_string()) metric->set_name(text);
  return metric;
}

void AddMetric(Registry& registry, const char* name, const char* snake_name, const char* doc,
               std::vector<Param> params, std::function<std::shared_ptr<Metric>(const Json&)> make,
               std::vector<std::string> aliases, const std::vector<std::string>& order) {
  params.push_back(Text("name", snake_name, "Name of the metric."));
  params.push_back(Any("dtype", nullptr, "Type that it is computed in; null for float32."));
  Arrange(&params, order);
  registry.Add({.kind = ObjectKind::kMetric,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .aliases = std::move(aliases),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

}  // namespace hb::keras_like
