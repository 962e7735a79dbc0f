#include "keras_like/training/objective.h"

#include <map>

namespace hb::keras_like {
namespace {

// The part of a compile argument that belongs to one output: of an object by name, of a list by
// place when there are several outputs.
const Json& Part(const Json& json, const std::string& name, size_t index, size_t count) {
  static const Json* const kNull = new Json();
  if (json.is_object() && !json.Has("class_name")) return json[name];
  if (json.is_array() && count > 1) {
    return index < json.items().size() ? json.items()[index] : *kNull;
  }
  return json;
}

// Whether labels are class numbers, and whether there are only two classes.
bool IsBinary(const Output& y_pred) {
  const Dims dims = y_pred.shape().value_or(Dims{});
  return !dims.empty() && dims.back() == 1;
}
bool IsSparse(const Output& y_true, const Output& y_pred) {
  const Dims t = y_true.shape().value_or(Dims{}), p = y_pred.shape().value_or(Dims{});
  return t.size() < p.size() || (!t.empty() && t.back() == 1 && !p.empty() && p.back() > 1);
}

// Weights of samples with those of a mask: of the positions that count all the same, 0 of others.
Output MaskWeights(const Output& weights, const Output& mask, const std::string& reduction,
                   DataType dtype) {
  if (!mask) return weights;
  Output factor = Cast(mask, dtype);
  // A mean over all positions becomes one over those that count.
  if (reduction == "sum_over_batch_size" || reduction == "mean") {
    factor = factor * DivNoNan(SizeOf(mask, dtype), Sum(factor));
  }
  if (!weights) return factor;
  Output given = Cast(weights, dtype);
  SameRank(&factor, &given);
  if (given.rank() >= 0 && given.rank() + 1 == factor.rank()) given = ExpandDims(given, -1);
  return given * factor;
}

std::shared_ptr<MeanOf> Tracker(const std::string& name) {
  return std::make_shared<MeanOf>(Json::Object({{"name", name}}), LossFunction());
}

}  // namespace

Result<std::shared_ptr<Objective>> Objective::Read(const Json& config, const Model& model,
                                                   const CustomFunctions* custom) {
  auto objective = std::make_shared<Objective>();
  objective->custom_ = custom;
  objective->total_ = Tracker("loss");
  for (const std::string& name : model.output_names()) {
    Term term;
    term.name = name;
    objective->terms_.push_back(std::move(term));
  }
  HB_RETURN_IF_ERROR(objective->ReadLosses(config));
  HB_RETURN_IF_ERROR(objective->ReadMetrics(config, "metrics", false));
  HB_RETURN_IF_ERROR(objective->ReadMetrics(config, "weighted_metrics", true));
  return objective;
}

Status Objective::ReadLosses(const Json& config) {
  const size_t count = terms_.size();
  for (size_t i = 0; i < count; ++i) {
    Term& term = terms_[i];
    const Json& loss = config["loss"];
    term.loss = Part(loss, term.name, i, count);
    if (term.loss.is_array() && term.loss.items().size() == 1) {
      term.loss = Json(term.loss.items()[0]);
    }
    term.used = !term.loss.is_null();
    const Json& weight = Part(config["loss_weights"], term.name, i, count);
    const Json& number = weight.is_array() && !weight.items().empty() ? weight.items()[0] : weight;
    term.weighted = number.is_number();
    term.weight = number.AsReal(1);
    if (count > 1 && term.used) term.tracker = Tracker(term.name + "_loss");
    // Names are checked now, so that compile reports them.
    const std::string& text = term.loss.AsString();
    if (!term.used || text == "crossentropy" || text == "ce") continue;
    if (custom_ != nullptr && custom_->Find(text)) continue;
    HB_RETURN_IF_ERROR(Registry::Get().Read(ObjectKind::kLoss, term.loss).status());
  }
  return Status();
}

Status Objective::ReadMetrics(const Json& config, const char* key, bool weighted) {
  const size_t count = terms_.size();
  for (size_t i = 0; i < count; ++i) {
    const Json& part = Part(config[key], terms_[i].name, i, count);
    std::vector<Json> list;
    if (part.is_array()) {
      list = part.items();
    } else if (!part.is_null()) {
      list.push_back(part);
    }
    for (const Json& metric : list) {
      const std::string& text = metric.AsString();
      const bool accuracy = text == "accuracy" || text == "acc";
      const std::string& name = metric.is_object() ? metric["class_name"].AsString() : text;
      const Registry& registry = Registry::Get();
      if (accuracy || registry.Find(ObjectKind::kMetric, name) != nullptr) {
        if (!accuracy) {
          HB_RETURN_IF_ERROR(registry.Read(ObjectKind::kMetric, metric).status());
        }
      } else if (registry.Find(ObjectKind::kLoss, name) == nullptr &&
                 !(custom_ != nullptr && custom_->Find(text))) {
        return InvalidArgument("unknown metric " + metric.Dump());
      }
      (weighted ? terms_[i].weighted_metrics : terms_[i].metrics).push_back(metric);
    }
  }
  return Status();
}

Status Objective::ResolveLoss(Term* term, const Output& y_true, const Output& y_pred) {
  Json loss = term->loss;
  if (loss.AsString() == "crossentropy" || loss.AsString() == "ce") {
    loss = IsBinary(y_pred)           ? "binary_crossentropy"
           : IsSparse(y_true, y_pred) ? "sparse_categorical_crossentropy"
                                      : "categorical_crossentropy";
  }
  if (custom_ != nullptr) term->function = custom_->Find(loss.AsString());
  if (term->function) return Status();
  HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kLoss, loss));
  term->function = std::any_cast<LossFunction>(spec.info->make(spec.config));
  term->reduction = spec.config["reduction"].AsString();
  if (term->reduction.empty() || term->reduction == "none") {
    return InvalidArgument("loss '" + spec.config["name"].AsString() +
                           "': a model can't be trained with reduction none");
  }
  return Status();
}

Result<Output> Objective::TermLoss(Term* term, const Output& y_true, const Output& y_pred,
                                   const Output& sample_weights, const Output& mask) {
  HB_RETURN_IF_ERROR(ResolveLoss(term, y_true, y_pred));
  Output values = term->function(Cast(y_true, y_pred.dtype()), y_pred);
  Output weights = MaskWeights(sample_weights, mask, term->reduction, values.dtype());
  if (weights) {
    weights = Cast(weights, values.dtype());
    SameRank(&values, &weights);
    while (weights.rank() >= 0 && weights.rank() < values.rank()) {
      weights = ExpandDims(weights, -1);
    }
    values = values * weights;
  }
  Output loss = values.rank() == 0 ? values : Sum(values);
  if (values.rank() != 0 && term->reduction != "sum") {
    const bool by_weight = term->reduction == "mean_with_sample_weight" && weights;
    loss = DivNoNan(loss, by_weight ? Sum(weights) : SizeOf(values, values.dtype()));
  }
  return Cast(loss, HB_FLOAT);
}

Status Objective::BuildMetrics(Term* term, const Output& y_true, const Output& y_pred) {
  if (!term->built.empty()) return Status();
  for (const bool weighted : {false, true}) {
    for (const Json& json : weighted ? term->weighted_metrics : term->metrics) {
      const LossFunction own = custom_ == nullptr ? LossFunction() : custom_->Find(json.AsString());
      std::shared_ptr<Metric> metric;
      if (own) {
        metric = std::make_shared<MeanOf>(Json::Object({{"name", json}}), own);
      } else {
        HB_ASSIGN_OR_RETURN(metric, ReadMetric(json, y_true, y_pred));
      }
      term->built.emplace_back(std::move(metric), weighted);
    }
  }
  return Status();
}

Result<Output> Objective::Loss(Backend* backend, const Batch& batch, const OutputList& extra,
                               std::vector<Operation>* updates) {
  OutputList losses = extra;
  const auto append = [&](const std::vector<Operation>& more) {
    updates->insert(updates->end(), more.begin(), more.end());
  };
  HB_RETURN_IF_ERROR(total_->Prepare(backend, "metrics/", Output(), Output()));
  for (size_t i = 0; i < terms_.size(); ++i) {
    Term& term = terms_[i];
    if (i >= batch.y_true.size() || !batch.y_true[i]) continue;
    const Output weights = i < batch.weights.size() ? batch.weights[i] : Output();
    const Output mask = i < batch.masks.size() ? batch.masks[i] : Output();
    if (term.used) {
      Result<Output> loss = TermLoss(&term, batch.y_true[i], batch.y_pred[i], weights, mask);
      if (!loss.ok()) return At("output '" + term.name + "'", loss.status());
      losses.push_back(term.weighted ? *loss * term.weight : *loss);
      if (term.tracker != nullptr) {
        HB_RETURN_IF_ERROR(term.tracker->Prepare(backend, "metrics/", Output(), Output()));
        append(term.tracker->UpdateValues(*loss, batch.size));
      }
    }
    HB_RETURN_IF_ERROR(BuildMetrics(&term, batch.y_true[i], batch.y_pred[i]));
    for (const auto& [metric, weighted] : term.built) {
      HB_RETURN_IF_ERROR(
          metric->Prepare(backend, "metrics/" + term.name + "/", batch.y_true[i], batch.y_pred[i]));
      const Output counted = weighted ? weights : Output();
      append(
          metric->Update(batch.y_true[i], batch.y_pred[i],
                         metric->masked() ? MaskWeights(counted, mask, "sum", HB_FLOAT) : counted));
    }
  }
  if (losses.empty()) return InvalidArgument("there is no loss to train with");
  for (Output& loss : losses) loss = Cast(loss, HB_FLOAT);
  const Output total = AddN(losses);
  append(total_->UpdateValues(total, batch.size));
  return total;
}

std::vector<std::pair<std::string, Output>> Objective::Results(const Scope& scope) {
  std::vector<std::pair<std::string, Output>> results;
  const auto add = [&](const std::string& name, Metric& metric) {
    if (!metric.variables().empty()) results.emplace_back(name, metric.Result(scope));
  };
  add("loss", *total_);
  for (Term& term : terms_) {
    if (term.tracker != nullptr) add(term.tracker->name(), *term.tracker);
  }
  // Names are Keras's: a second one gets "weighted_" where it is, and then a number.
  std::map<std::string, int> used;
  for (const bool of_weighted : {false, true}) {
    for (Term& term : terms_) {
      const std::string prefix = terms_.size() > 1 ? term.name + "_" : "";
      for (const auto& [metric, weighted] : term.built) {
        if (weighted != of_weighted) continue;
        std::string name = prefix + metric->name();
        if (weighted && used.count(name) > 0) name = prefix + "weighted_" + metric->name();
        const int earlier = used[name]++;
        add(earlier == 0 ? name : name + "_" + std::to_string(earlier), *metric);
      }
    }
  }
  return results;
}

int Objective::Direction(const std::string& name) const {
  for (const Term& term : terms_) {
    if (term.tracker != nullptr && term.tracker->name() == name) return -1;
    for (const auto& [metric, weighted] : term.built) {
      if (metric->name() == name || term.name + "_" + metric->name() == name) {
        return metric->direction();
      }
    }
  }
  return 0;
}

std::vector<std::shared_ptr<Variable>> Objective::variables() const {
  std::vector<std::shared_ptr<Variable>> all = total_->variables();
  const auto add = [&](const Metric& metric) {
    all.insert(all.end(), metric.variables().begin(), metric.variables().end());
  };
  for (const Term& term : terms_) {
    if (term.tracker != nullptr) add(*term.tracker);
    for (const auto& [metric, weighted] : term.built) add(*metric);
  }
  return all;
}

}  // namespace hb::keras_like
