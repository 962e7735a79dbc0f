#include <algorithm>
#include <cmath>

#include "keras_like/builtin.h"
#include "keras_like/metrics/metric.h"

namespace hb::keras_like {
namespace {

enum Count { kTruePositives, kFalsePositives, kTrueNegatives, kFalseNegatives };
constexpr const char* kCountNames[] = {"true_positives", "false_positives", "true_negatives",
                                       "false_negatives"};

std::vector<double> Thresholds(const Json& json, double fallback = 0.5) {
  if (json.is_number()) return {json.AsReal()};
  std::vector<double> values;
  for (const Json& item : json.items()) values.push_back(item.AsReal());
  if (values.empty()) values.push_back(fallback);
  return values;
}

// Lower than any prediction.
constexpr double kNoThreshold = -1e10;

// Weighted counts at each of some thresholds.
class Confusion : public Metric {
 public:
  Confusion(Json config, std::vector<Count> counts, std::vector<double> thresholds)
      : Metric(std::move(config)), counts_(std::move(counts)), thresholds_(std::move(thresholds)) {}

  std::vector<Operation> Update(const Output& a, const Output& b, const Output& w) override {
    Output y_true = Cast(a, HB_FLOAT), y_pred = Cast(b, HB_FLOAT), weights = w;
    SameRank(&y_true, &y_pred);
    const Scope& s = y_pred.scope();
    if (config_["from_logits"].AsBool()) y_pred = Sigmoid(y_pred);
    if (weights) {
      weights = Cast(weights, HB_FLOAT);
      while (weights.rank() < y_pred.rank()) weights = ExpandDims(weights, -1);
      weights = ops::BroadcastTo(s, weights, ShapeOf(y_pred));
    }
    if (!config_["label_weights"].is_null() && labels_ == 1) {
      const Output by_label = Input(Thresholds(config_["label_weights"])).Resolve(s, HB_FLOAT);
      weights =
          weights ? weights * by_label : Output(ops::BroadcastTo(s, by_label, ShapeOf(y_pred)));
    }
    if (!config_["top_k"].is_null()) y_pred = TopOf(y_pred, config_["top_k"].AsInt());
    if (!config_["class_id"].is_null()) {
      const int64_t id = config_["class_id"].AsInt();
      y_true = ops::GatherV2(s, y_true, id, -1);
      y_pred = ops::GatherV2(s, y_pred, id, -1);
      if (weights) weights = ops::GatherV2(s, weights, id, -1);
    }
    // Samples (or all elements) and, with one set of counts for each label, the labels.
    const Dims shape = {-1, labels_};
    y_true = Cast(Reshape(y_true, shape) > 0.0, HB_FLOAT);
    y_pred = Reshape(y_pred, shape);
    Output no = 1.0 - y_true;
    if (weights) {
      weights = Reshape(weights, shape);
      y_true = y_true * weights;
      no = no * weights;
    }
    const Output limits = Reshape(Input(thresholds_).Resolve(s, HB_FLOAT), Dims{-1, 1, 1});
    const Output positive = Cast(ExpandDims(y_pred, 0) > limits, HB_FLOAT);
    const Output negative = 1.0 - positive;
    std::vector<Operation> operations;
    for (size_t i = 0; i < counts_.size(); ++i) {
      const bool said_yes = counts_[i] == kTruePositives || counts_[i] == kFalsePositives;
      const bool is_yes = counts_[i] == kTruePositives || counts_[i] == kFalseNegatives;
      const Output said = said_yes ? positive : negative, is = is_yes ? y_true : no;
      const Variable& total = var(static_cast<int>(i));
      // A matrix product, whose sums need no room for all samples and thresholds.
      const Output sum = labels_ == 1 ? MatMul(Squeeze(said, -1), is) : Sum(said * is, {1});
      operations.push_back(total.Add(s, Reshape(sum, total.dims())));
    }
    return operations;
  }

  Output Result(const Scope& scope) override { return Single(var(0).Read(scope)); }

 protected:
  Status Build(const Output&, const Output& y_pred) override {
    const Dims dims = y_pred.shape().value_or(Dims{});
    const int64_t last = dims.empty() ? -1 : dims.back();
    if (!config_["top_k"].is_null() && last < config_["top_k"].AsInt()) {
      return InvalidArgument("top_k is larger than the number of classes, or that is not known");
    }
    if (config_["multi_label"].AsBool()) {
      if (dims.size() != 2 || last < 1) {
        return InvalidArgument("multi_label needs predictions of shape (batch, labels)");
      }
      labels_ = last;
    }
    const int64_t size = static_cast<int64_t>(thresholds_.size());
    for (const Count count : counts_) {
      Add(kCountNames[count], labels_ == 1 ? Dims{size} : Dims{size, labels_});
    }
    return Status();
  }
  // A scalar when there is one threshold.
  Output Single(const Output& x) const { return thresholds_.size() == 1 ? Reshape(x, Dims{}) : x; }

  int64_t labels() const { return labels_; }

 private:
  // The k largest values of each row; all others are lower than any threshold.
  static Output TopOf(const Output& x, int64_t k) {
    const Scope& s = x.scope();
    const Output places = ops::TopKV2(s, x, k).indices;
    const int64_t count = x.shape().value_or(Dims{0}).back();
    const Output kept = Sum(ops::OneHot(s, places, count, 1.0, 0.0), {-2});
    return x * kept + kNoThreshold * (1.0 - kept);
  }

  std::vector<Count> counts_;
  std::vector<double> thresholds_;
  int64_t labels_ = 1;
};

// var(0) / (var(0) + var(1)).
class Ratio : public Confusion {
 public:
  using Confusion::Confusion;
  int direction() const override { return 1; }
  Output Result(const Scope& scope) override {
    const Output hits = var(0).Read(scope);
    return Single(DivNoNan(hits, hits + var(1).Read(scope)));
  }
};

std::vector<double> Spread(const Json& config) {
  std::vector<double> limits = {-kEpsilon};
  if (config["thresholds"].is_array()) {
    for (const Json& item : config["thresholds"].items()) limits.push_back(item.AsReal());
    std::sort(limits.begin(), limits.end());
  } else {
    const int64_t count = config["num_thresholds"].AsInt();
    for (int64_t i = 1; i + 1 < count; ++i) {
      limits.push_back(static_cast<double>(i) / static_cast<double>(count - 1));
    }
  }
  limits.push_back(1 + kEpsilon);
  return limits;
}

class Auc : public Confusion {
 public:
  int direction() const override { return 1; }
  explicit Auc(const Json& config)
      : Confusion(config, {kTruePositives, kFalsePositives, kTrueNegatives, kFalseNegatives},
                  Spread(config)) {}

  Output Result(const Scope& s) override {
    const Output tp = var(0).Read(s), fp = var(1).Read(s), tn = var(2).Read(s), fn = var(3).Read(s);
    const bool precision = config_["curve"].AsString() == "PR";
    const std::string& method = config_["summation_method"].AsString();
    if (precision && method == "interpolation") return OverLabels(Interpolated(tp, fp, fn));
    const Output recall = DivNoNan(tp, tp + fn);
    const Output x = precision ? recall : DivNoNan(fp, fp + tn);
    const Output y = precision ? DivNoNan(tp, tp + fp) : recall;
    const Output low = First(y), high = Last(y);
    Output heights = (low + high) / 2.0;
    if (method == "minoring") heights = Minimum(low, high);
    if (method == "majoring") heights = Maximum(low, high);
    return OverLabels(Sum((First(x) - Last(x)) * heights, {0}));
  }

 private:
  // The mean of the areas of all labels.
  Output OverLabels(const Output& areas) const {
    if (labels() == 1) return areas;
    if (config_["label_weights"].is_null()) return Mean(areas);
    const Output weights =
        Input(Thresholds(config_["label_weights"])).Resolve(areas.scope(), HB_FLOAT);
    return DivNoNan(Sum(areas * weights), Sum(weights));
  }

  static Output First(const Output& x) {
    return ops::StridedSlice(x.scope(), x, Dims{0}, Dims{-1}, Dims{1});
  }
  static Output Last(const Output& x) {
    return ops::StridedSlice(x.scope(), x, Dims{1}, Dims{0}, Dims{1}, {.end_mask = 1});
  }
  // The area under precision over recall, with true positives linear between thresholds.
  static Output Interpolated(const Output& tp, const Output& fp, const Output& fn) {
    const Output p = tp + fp;
    const Output dtp = First(tp) - Last(tp), dp = First(p) - Last(p);
    const Output slope = DivNoNan(dtp, Maximum(dp, 0.0));
    const Output intercept = Last(tp) - slope * Last(p);
    const Output valid = And(First(p) > 0.0, Last(p) > 0.0);
    const Output ratio = Where(valid, DivNoNan(First(p), Maximum(Last(p), 0.0)), 1.0);
    return Sum(DivNoNan(slope * (dtp + intercept * Log(ratio)), Maximum(Last(tp) + Last(fn), 0.0)),
               {0});
  }
};

// Precision, recall and their weighted harmonic mean, for each class or averaged.
class FBeta : public Metric {
 public:
  using Metric::Metric;
  int direction() const override { return 1; }

  std::vector<Operation> Update(const Output& a, const Output& b, const Output& w) override {
    const Output y_true = Cast(a, HB_FLOAT);
    Output y_pred = Cast(b, HB_FLOAT);
    const Scope& s = y_pred.scope();
    if (config_["threshold"].is_null()) {
      const Output largest = ReduceMax(y_pred, {-1}, true);
      y_pred = Cast(And(y_pred >= largest, Abs(y_pred) > 1e-9), HB_FLOAT);
    } else {
      y_pred = Cast(y_pred > config_["threshold"].AsReal(), HB_FLOAT);
    }
    Output weights = w ? Cast(w, HB_FLOAT) : Output();
    while (weights && weights.rank() < y_pred.rank()) weights = ExpandDims(weights, -1);
    const auto add = [&](int index, const Output& values) {
      const Output counted = weights ? values * weights : values;
      return var(index).Add(s, PerClass() ? Sum(counted, {0}) : Sum(counted));
    };
    return {add(0, y_pred * y_true), add(1, y_pred * (1.0 - y_true)),
            add(2, (1.0 - y_pred) * y_true), add(3, y_true)};
  }

  Output Result(const Scope& s) override {
    const Output tp = var(0).Read(s), fp = var(1).Read(s), fn = var(2).Read(s);
    const Output precision = DivNoNan(tp, tp + fp), recall = DivNoNan(tp, tp + fn);
    const double beta2 = config_["beta"].is_null() ? 1 : std::pow(config_["beta"].AsReal(), 2);
    const Output score = DivNoNan(precision * recall * (1 + beta2), precision * beta2 + recall);
    const std::string& average = config_["average"].AsString();
    if (average == "macro") return Mean(score);
    if (average != "weighted") return score;
    const Output share = var(3).Read(s);
    return Sum(score * DivNoNan(share, Sum(share)));
  }

 protected:
  bool PerClass() const { return config_["average"].AsString() != "micro"; }
  Status Build(const Output&, const Output& y_pred) override {
    const Dims dims = y_pred.shape().value_or(Dims{});
    if (dims.size() != 2 || dims[1] < 0) return InvalidArgument("needs predictions of rank 2");
    const Dims size = PerClass() ? Dims{dims[1]} : Dims{};
    for (const char* name : {"true_positives", "false_positives", "false_negatives", "weights"}) {
      Add(name, size);
    }
    return Status();
  }
};

class R2Score : public Metric {
 public:
  using Metric::Metric;
  int direction() const override { return 1; }

  std::vector<Operation> Update(const Output& a, const Output& b, const Output& w) override {
    Output y_true = Cast(a, HB_FLOAT), y_pred = Cast(b, HB_FLOAT);
    SameRank(&y_true, &y_pred);
    const Scope& s = y_pred.scope();
    Output weights = w ? Cast(w, HB_FLOAT) : Number(y_pred, 1);
    if (weights.rank() == 1) weights = ExpandDims(weights, -1);
    const Output count = w ? Sum(weights) : BatchSize(y_true, HB_FLOAT);
    const Output weighted = y_true * weights;
    return {var(0).Add(s, Sum(weighted, {0})), var(1).Add(s, Sum(y_true * weighted, {0})),
            var(2).Add(s, Sum(Square(y_true - y_pred) * weights, {0})), var(3).Add(s, count)};
  }

  Output Result(const Scope& s) override {
    const Output sum = var(0).Read(s), count = var(3).Read(s);
    const Output total = var(1).Read(s) - sum * sum / count;
    const Output score = 1.0 - var(2).Read(s) / total;
    const std::string& how = config_["class_aggregation"].AsString();
    if (config_["class_aggregation"].is_null()) return score;
    if (how == "variance_weighted_average") return Sum(score * total) / Sum(total);
    return Mean(score);
  }

 protected:
  Status Build(const Output&, const Output& y_pred) override {
    const Dims dims = y_pred.shape().value_or(Dims{});
    if (dims.size() != 2 || dims[1] < 0) return InvalidArgument("needs predictions of rank 2");
    for (const char* name : {"sum", "squared_sum", "residual"}) Add(name, {dims[1]});
    Add("count", {});
    return Status();
  }
};

void AddCount(Registry& r, const char* name, Count count, const char* doc) {
  AddMetric(r, name, kCountNames[count], doc,
            {Any("thresholds", nullptr, "Threshold or thresholds; null for 0.5.")},
            [count](const Json& config) {
              return std::make_shared<Confusion>(config, std::vector<Count>{count},
                                                 Thresholds(config["thresholds"]));
            });
}

void AddRatio(Registry& r, const char* name, const char* snake_name, Count other, const char* doc) {
  AddMetric(r, name, snake_name, doc,
            {Any("thresholds", nullptr, "Threshold or thresholds; null for 0.5."),
             Int("top_k", nullptr, "Only so many largest predictions can be positive.").Min(1),
             Int("class_id", nullptr, "The class that counts; null for all.")},
            [other](const Json& config) {
              return std::make_shared<Ratio>(
                  config, std::vector<Count>{kTruePositives, other},
                  Thresholds(config["thresholds"], config["top_k"].is_null() ? 0.5 : kNoThreshold));
            });
}

}  // namespace

void AddConfusionMetrics(Registry& r) {
  AddCount(r, "TruePositives", kTruePositives, "Number of positives said to be so.");
  AddCount(r, "FalsePositives", kFalsePositives, "Number of negatives said to be positive.");
  AddCount(r, "TrueNegatives", kTrueNegatives, "Number of negatives said to be so.");
  AddCount(r, "FalseNegatives", kFalseNegatives, "Number of positives said to be negative.");
  AddRatio(r, "Precision", "precision", kFalsePositives, "Share of what is said that is right.");
  AddRatio(r, "Recall", "recall", kFalseNegatives, "Share of what is right that is said.");
  AddMetric(r, "AUC", "auc", "Area under a curve over all thresholds.",
            {Int("num_thresholds", 200, "Number of thresholds.").Min(2),
             Choice("curve", "ROC", {"ROC", "PR"}, "Which curve."),
             Choice("summation_method", "interpolation", {"interpolation", "minoring", "majoring"},
                    "How steps are summed."),
             Any("thresholds", nullptr, "Thresholds between 0 and 1; null for even ones."),
             Bool("multi_label", false, "Whether each label has a curve; else all are one."),
             Int("num_labels", nullptr, "Has no effect; the predictions tell."),
             Any("label_weights", nullptr, "One for each label."),
             Bool("from_logits", false, "Whether predictions are logits.")},
            [](const Json& config) { return std::make_shared<Auc>(config); }, {},
            {"num_thresholds", "curve", "summation_method", "name", "dtype"});
  const Param average = Choice("average", nullptr, {"micro", "macro", "weighted"},
                               "How classes become one value; null keeps them.");
  const Param threshold = Real("threshold", nullptr, "Where class 1 begins; null for the largest.");
  AddMetric(r, "F1Score", "f1_score", "Harmonic mean of precision and recall.",
            {average, threshold},
            [](const Json& config) { return std::make_shared<FBeta>(config); });
  AddMetric(r, "FBetaScore", "fbeta_score", "Weighted harmonic mean of precision and recall.",
            {average, Real("beta", 1.0, "Weight of recall."), threshold},
            [](const Json& config) { return std::make_shared<FBeta>(config); });
  AddMetric(r, "R2Score", "r2_score", "Share of the variance that is explained.",
            {Choice("class_aggregation", "uniform_average",
                    {"uniform_average", "variance_weighted_average"}, "How outputs become one.")
                 .Null(),
             Int("num_regressors", 0, "Must be 0.").Min(0).Max(0)},
            [](const Json& config) { return std::make_shared<R2Score>(config); });
}

}  // namespace hb::keras_like
