#include "keras_like/builtin.h"
#include "keras_like/losses/functions.h"

namespace hb::keras_like {
namespace {

Output Huber(Output y_true, Output y_pred, double delta) {
  SameRank(&y_true, &y_pred);
  const Output error = y_pred - y_true;
  const Output size = Abs(error);
  return Mean(Where(size <= delta, 0.5 * Square(error), delta * size - 0.5 * delta * delta), {-1});
}

Output Unit(const Output& x, int64_t axis) {
  return x * Rsqrt(Maximum(Sum(Square(x), {axis}, true), 1e-12));
}

void Add(Registry& registry, const char* name, const char* snake_name, const char* doc,
         Output (*loss)(const Output&, const Output&), std::vector<std::string> aliases = {}) {
  AddLoss(
      registry, name, snake_name, doc, {}, [loss](const Json&) { return LossFunction(loss); },
      std::move(aliases));
}

// Sums over the given axes, over all when there are none.
Output SumOver(const Output& x, const Json& axis) {
  Dims axes;
  if (axis.is_int()) axes.push_back(axis.AsInt());
  for (const Json& item : axis.items()) axes.push_back(item.AsInt());
  return axes.empty() ? Sum(x) : Sum(x, axes);
}

}  // namespace

Output MeanSquaredError(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  return Mean(Square(y_true - y_pred), {-1});
}

Output MeanAbsoluteError(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  return Mean(Abs(y_true - y_pred), {-1});
}

Output MeanAbsolutePercentageError(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  return 100.0 * Mean(Abs((y_true - y_pred) / Maximum(Abs(y_true), kEpsilon)), {-1});
}

Output MeanSquaredLogarithmicError(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  const Output first = Log(Maximum(y_pred, kEpsilon) + 1.0);
  const Output second = Log(Maximum(y_true, kEpsilon) + 1.0);
  return Mean(Square(first - second), {-1});
}

Output LogCosh(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  const Output x = y_pred - y_true;
  return Mean(x + Softplus(x * -2.0) - 0.6931471805599453, {-1});
}

Output CosineSimilarity(const Output& a, const Output& b, int64_t axis) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  return -Sum(Unit(y_true, axis) * Unit(y_pred, axis), {axis});
}

Output KLDivergence(const Output& a, const Output& b) {
  const Output y_true = Clip(a, kEpsilon, 1), y_pred = Clip(b, kEpsilon, 1);
  return Sum(y_true * Log(y_true / y_pred), {-1});
}

Output Poisson(const Output& y_true, const Output& y_pred) {
  return Mean(y_pred - y_true * Log(y_pred + kEpsilon), {-1});
}

void AddRegressionLosses(Registry& r) {
  Add(r, "MeanSquaredError", "mean_squared_error", "Mean of squared differences.", MeanSquaredError,
      {"mse"});
  Add(r, "MeanAbsoluteError", "mean_absolute_error", "Mean of absolute differences.",
      MeanAbsoluteError, {"mae"});
  Add(r, "MeanAbsolutePercentageError", "mean_absolute_percentage_error",
      "Mean of absolute differences in percent of the labels.", MeanAbsolutePercentageError,
      {"mape"});
  Add(r, "MeanSquaredLogarithmicError", "mean_squared_logarithmic_error",
      "Mean of squared differences of logarithms.", MeanSquaredLogarithmicError, {"msle"});
  Add(r, "LogCosh", "log_cosh", "Mean of log(cosh(difference)).", LogCosh);
  Add(r, "KLDivergence", "kl_divergence", "Kullback-Leibler divergence.", KLDivergence,
      {"kld", "kullback_leibler_divergence"});
  Add(r, "Poisson", "poisson", "Negative log-likelihood of a Poisson distribution.", Poisson);
  AddLoss(r, "Huber", "huber_loss", "Squared up to delta, linear beyond.",
          {Real("delta", 1.0, "Where the loss becomes linear.")},
          [](const Json& config) -> LossFunction {
            return [delta = config["delta"].AsReal()](const Output& y_true, const Output& y_pred) {
              return Huber(y_true, y_pred, delta);
            };
          });
  AddLoss(r, "CosineSimilarity", "cosine_similarity", "Negative cosine of the angle.",
          {Int("axis", -1, "Axis of the vectors.")}, [](const Json& config) -> LossFunction {
            return [axis = config["axis"].AsInt()](const Output& y_true, const Output& y_pred) {
              return CosineSimilarity(y_true, y_pred, axis);
            };
          });
  AddLoss(r, "Dice", "dice", "1 - Dice coefficient.",
          {Ints("axis", 0, nullptr, "Summed axes; null for all.")},
          [](const Json& config) -> LossFunction {
            return [axis = config["axis"]](const Output& y_true, const Output& y_pred) {
              const Output both = SumOver(y_true * y_pred, axis);
              return 1.0 - 2.0 * both / (SumOver(y_true, axis) + SumOver(y_pred, axis) + kEpsilon);
            };
          },
          {}, {"reduction", "name", "axis"});
  AddLoss(r, "Tversky", "tversky", "1 - Tversky index.",
          {Real("alpha", 0.5, "Weight of false positives."),
           Real("beta", 0.5, "Weight of false negatives."),
           Ints("axis", 0, nullptr, "Summed axes; null for all.")},
          [](const Json& c) -> LossFunction {
            return [axis = c["axis"], alpha = c["alpha"].AsReal(), beta = c["beta"].AsReal()](
                       const Output& y_true, const Output& y_pred) {
              const Output both = SumOver(y_true * y_pred, axis);
              const Output missed = SumOver((1.0 - y_pred) * y_true, axis);
              const Output wrong = SumOver(y_pred * (1.0 - y_true), axis);
              return 1.0 - both / (both + missed * alpha + wrong * beta + kEpsilon);
            };
          },
          {}, {"alpha", "beta", "reduction", "name", "axis"});
}

}  // namespace hb::keras_like
