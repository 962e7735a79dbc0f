#include "keras_like/builtin.h"
#include "keras_like/metrics/metric.h"

namespace hb::keras_like {
namespace {

Output Same(const Output& a, const Output& b) { return Cast(Equal(a, b), HB_FLOAT); }

Output Accuracy(const Output& a, const Output& b) {
  Output y_true = Cast(a, b.dtype()), y_pred = b;
  SameRank(&y_true, &y_pred);
  return Same(y_true, y_pred);
}

LossFunction BinaryAccuracy(double threshold) {
  return [threshold](const Output& a, const Output& b) {
    Output y_true = Cast(a, b.dtype()), y_pred = b;
    SameRank(&y_true, &y_pred);
    return Same(y_true, Cast(y_pred > threshold, y_true.dtype()));
  };
}

Output CategoricalAccuracy(const Output& y_true, const Output& y_pred) {
  return Same(ArgMax(y_true, -1), ArgMax(y_pred, -1));
}

// Class numbers of the rank of the predictions without their last axis.
Output ClassNumbers(const Output& y_true, const Output& y_pred) {
  const Dims dims = y_true.shape().value_or(Dims{});
  const bool squeeze = !dims.empty() && dims.back() == 1 && y_true.rank() == y_pred.rank();
  return Cast(squeeze ? Squeeze(y_true, -1) : y_true, HB_INT64);
}

Output SparseCategoricalAccuracy(const Output& y_true, const Output& y_pred) {
  return Same(ClassNumbers(y_true, y_pred), ArgMax(y_pred, -1));
}

Output InTopK(const Output& classes, const Output& y_pred, int64_t k) {
  const Scope& s = y_pred.scope();
  const int64_t count = y_pred.shape().value_or(Dims{-1}).back();
  const Output flat = y_pred.rank() == 2 ? y_pred : Reshape(y_pred, Dims{-1, count});
  const Output hits = ops::InTopKV2(s, flat, Reshape(classes, Dims{-1}), k);
  return Reshape(Cast(hits, HB_FLOAT), ShapeOf(classes));
}

LossFunction TopK(const Json& config, bool sparse) {
  return [k = config["k"].AsInt(), sparse](const Output& y_true, const Output& y_pred) {
    return InTopK(sparse ? ClassNumbers(y_true, y_pred) : ArgMax(y_true, -1), y_pred, k);
  };
}

Output PositiveCosine(const Output& y_true, const Output& y_pred, int64_t axis) {
  return -CosineSimilarity(y_true, y_pred, axis);
}

void AddMean(Registry& registry, const char* name, const char* snake_name, const char* doc,
             LossFunction function, int direction, std::vector<std::string> aliases = {}) {
  AddMetric(
      registry, name, snake_name, doc, {},
      [=](const Json& config) { return std::make_shared<MeanOf>(config, function, direction); },
      std::move(aliases));
}

void AddLossMeans(Registry& r) {
  AddMean(r, "MeanSquaredError", "mean_squared_error", "Mean of squared differences.",
          MeanSquaredError, -1, {"mse"});
  AddMean(r, "MeanAbsoluteError", "mean_absolute_error", "Mean of absolute differences.",
          MeanAbsoluteError, -1, {"mae"});
  AddMean(r, "MeanAbsolutePercentageError", "mean_absolute_percentage_error",
          "Mean of differences in percent.", MeanAbsolutePercentageError, -1, {"mape"});
  AddMean(r, "MeanSquaredLogarithmicError", "mean_squared_logarithmic_error",
          "Mean of squared differences of logarithms.", MeanSquaredLogarithmicError, -1, {"msle"});
  AddMean(r, "LogCoshError", "logcosh", "Mean of log(cosh(difference)).", LogCosh, -1);
  AddMean(r, "KLDivergence", "kl_divergence", "Kullback-Leibler divergence.", KLDivergence, -1,
          {"kld"});
  AddMean(r, "Poisson", "poisson", "Negative log-likelihood of a Poisson distribution.", Poisson,
          -1);
  AddMean(r, "Hinge", "hinge", "max(1 - y_true y_pred, 0)", Hinge, -1);
  AddMean(r, "SquaredHinge", "squared_hinge", "Square of hinge.", SquaredHinge, -1);
  AddMean(r, "CategoricalHinge", "categorical_hinge", "max(wrong - right + 1, 0)", CategoricalHinge,
          -1);
}

// Sparse cross-entropy over the positions whose label is not the ignored one.
class SparseCrossentropy : public MeanOf {
 public:
  explicit SparseCrossentropy(const Json& config)
      : MeanOf(config, LossFunction(), -1),
        from_logits_(config["from_logits"].AsBool()),
        axis_(config["axis"].AsInt()) {}

  std::vector<Operation> Update(const Output& y_true, const Output& y_pred,
                                const Output& weights) override {
    const Json& ignored = config_["ignore_class"];
    if (ignored.is_null()) {
      return UpdateValues(SparseCategoricalCrossentropy(y_true, y_pred, from_logits_, axis_),
                          weights);
    }
    const Output labels = Cast(y_true, HB_INT64);
    const Output valid = NotEqual(labels, ignored.AsInt());
    const Output values = SparseCategoricalCrossentropy(Where(valid, labels, ZerosLike(labels)),
                                                        y_pred, from_logits_, axis_);
    Output counted = Cast(Reshape(valid, ShapeOf(values)), HB_FLOAT);
    // As Keras has it, ignored positions take part in the mean unless there are weights.
    if (!weights) return UpdateValues(Cast(values, HB_FLOAT) * counted, weights);
    Output given = Cast(weights, HB_FLOAT);
    SameRank(&counted, &given);
    return UpdateValues(values, counted * given);
  }

 private:
  bool from_logits_;
  int64_t axis_;
};

void AddCrossentropies(Registry& r) {
  const Param logits = Bool("from_logits", false, "Whether predictions are logits.");
  const Param smoothing = Real("label_smoothing", 0.0, "How far labels are drawn to uniform.");
  const Param axis = Int("axis", -1, "Axis of the classes.");
  const std::vector<std::string> order = {"name", "dtype"};
  AddMetric(
      r, "BinaryCrossentropy", "binary_crossentropy", "Cross-entropy of two classes.",
      {logits, smoothing},
      [](const Json& c) {
        return std::make_shared<MeanOf>(
            c,
            [f = c["from_logits"].AsBool(), s = c["label_smoothing"].AsReal()](
                const Output& a, const Output& b) { return BinaryCrossentropy(a, b, f, s, -1); },
            -1);
      },
      {}, order);
  AddMetric(
      r, "CategoricalCrossentropy", "categorical_crossentropy",
      "Cross-entropy with labels as distributions.", {logits, smoothing, axis},
      [](const Json& c) {
        return std::make_shared<MeanOf>(
            c,
            [f = c["from_logits"].AsBool(), s = c["label_smoothing"].AsReal(),
             axis = c["axis"].AsInt()](const Output& a, const Output& b) {
              return CategoricalCrossentropy(a, b, f, s, axis);
            },
            -1);
      },
      {}, order);
  AddMetric(
      r, "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy",
      "Cross-entropy with labels as class numbers.",
      {logits, Int("ignore_class", nullptr, "Label of positions that don't count."), axis},
      [](const Json& c) { return std::make_shared<SparseCrossentropy>(c); }, {}, order);
}

// The sum of what MeanOf averages.
class SumMetric : public Metric {
 public:
  using Metric::Metric;
  bool masked() const override { return true; }
  std::vector<Operation> Update(const Output&, const Output& y_pred,
                                const Output& weights) override {
    const Samplewise samples = PerSample(y_pred, weights);
    return {var(0).Add(y_pred.scope(), Sum(samples.values))};
  }
  Output Result(const Scope& scope) override { return var(0).Read(scope); }

 protected:
  Status Build(const Output&, const Output&) override { return Add("total", {}), Status(); }
};

class RootMeanSquaredError : public MeanOf {
 public:
  explicit RootMeanSquaredError(const Json& config)
      : MeanOf(
            config,
            [](const Output& a, const Output& b) {
              Output y_true = a, y_pred = b;
              SameRank(&y_true, &y_pred);
              return Square(y_pred - y_true);
            },
            -1) {}
  Output Result(const Scope& scope) override { return Sqrt(MeanOf::Result(scope)); }
};

}  // namespace

void AddMeanMetrics(Registry& r) {
  AddMean(
      r, "Mean", "mean", "Mean of the predictions.",
      [](const Output&, const Output& y_pred) { return y_pred; }, 0);
  AddMetric(r, "Sum", "sum", "Sum of the predictions.", {},
            [](const Json& config) { return std::make_shared<SumMetric>(config); });
  AddMean(r, "Accuracy", "accuracy", "How often predictions equal labels.", Accuracy, 1);
  AddMetric(r, "BinaryAccuracy", "binary_accuracy", "How often predictions are on the right side.",
            {Real("threshold", 0.5, "Where class 1 begins.")},
            [](const Json& config) {
              return std::make_shared<MeanOf>(config, BinaryAccuracy(config["threshold"].AsReal()),
                                              1);
            },
            {}, {"name", "dtype"});
  AddMean(r, "CategoricalAccuracy", "categorical_accuracy",
          "How often the most likely class is that of the label.", CategoricalAccuracy, 1);
  AddMean(r, "SparseCategoricalAccuracy", "sparse_categorical_accuracy",
          "How often the most likely class is the label.", SparseCategoricalAccuracy, 1);
  AddMetric(r, "TopKCategoricalAccuracy", "top_k_categorical_accuracy",
            "How often the label's class is among the k most likely.",
            {Int("k", 5, "How many classes count.").Min(1)}, [](const Json& config) {
              return std::make_shared<MeanOf>(config, TopK(config, false), 1);
            });
  AddMetric(r, "SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy",
            "How often the label is among the k most likely classes.",
            {Int("k", 5, "How many classes count.").Min(1)}, [](const Json& config) {
              return std::make_shared<MeanOf>(config, TopK(config, true), 1);
            });
  AddMetric(r, "CosineSimilarity", "cosine_similarity", "Cosine of the angle.",
            {Int("axis", -1, "Axis of the vectors.")},
            [](const Json& config) {
              return std::make_shared<MeanOf>(
                  config,
                  [axis = config["axis"].AsInt()](const Output& a, const Output& b) {
                    return PositiveCosine(a, b, axis);
                  },
                  1);
            },
            {}, {"name", "dtype"});
  AddMetric(r, "RootMeanSquaredError", "root_mean_squared_error",
            "Root of the mean of squared differences.", {},
            [](const Json& config) { return std::make_shared<RootMeanSquaredError>(config); },
            {"rmse"});
  AddLossMeans(r);
  AddCrossentropies(r);
}

}  // namespace hb::keras_like
