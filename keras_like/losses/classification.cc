#include "keras_like/builtin.h"
#include "keras_like/losses/functions.h"

namespace hb::keras_like {
namespace {

// Labels 0 and 1 become -1 and 1; any other labels stay.
Output HingeLabels(const Output& y) {
  const Output binary = ops::All(y.scope(), Or(Equal(y, 0.0), Equal(y, 1.0)), EveryAxis(y));
  return Where(binary, 2.0 * y - 1.0, y);
}

// Softmax cross-entropy over the last axis, for any rank.
Output SoftmaxLoss(const Output& labels, const Output& logits) {
  const Scope& s = logits.scope();
  if (logits.rank() == 2) return ops::SoftmaxCrossEntropyWithLogits(s, logits, labels).loss;
  const int64_t classes = logits.shape().value_or(Dims{-1}).back();
  const Output loss = ops::SoftmaxCrossEntropyWithLogits(s, Reshape(logits, Dims{-1, classes}),
                                                         Reshape(labels, Dims{-1, classes}))
                          .loss;
  const Output shape = ops::StridedSlice(s, ShapeOf(logits), Dims{0}, Dims{-1}, Dims{1});
  return Reshape(loss, shape);
}

Output LastAxis(const Output& x, int64_t axis) {
  const int rank = x.rank();
  if (axis < 0) axis += rank;
  if (axis == rank - 1) return x;
  Dims order;
  for (int64_t i = 0; i < rank; ++i) {
    if (i != axis) order.push_back(i);
  }
  order.push_back(axis);
  return Transpose(x, order);
}

struct Focus {
  double alpha, gamma, smoothing;
  bool balance, from_logits;
  int64_t axis;
};

Focus FocusOf(const Json& c) {
  return {c["alpha"].AsReal(),           c["gamma"].AsReal(),
          c["label_smoothing"].AsReal(), c["apply_class_balancing"].AsBool(),
          c["from_logits"].AsBool(),     c["axis"].AsInt()};
}

Output BinaryFocal(Output y_true, Output y_pred, const Focus& f) {
  SameRank(&y_true, &y_pred);
  if (f.smoothing != 0) y_true = y_true * (1 - f.smoothing) + 0.5 * f.smoothing;
  if (f.from_logits) y_pred = Sigmoid(y_pred);
  const Output entropy = ElementwiseBinaryCrossentropy(y_true, Identity(y_pred), false);
  const Output right = y_true * y_pred + (1.0 - y_true) * (1.0 - y_pred);
  Output loss = Pow(1.0 - right, f.gamma) * entropy;
  if (f.balance) loss = (y_true * f.alpha + (1.0 - y_true) * (1 - f.alpha)) * loss;
  return Mean(loss, {f.axis});
}

Output CategoricalFocal(Output y_true, Output y_pred, const Focus& f) {
  SameRank(&y_true, &y_pred);
  if (f.smoothing != 0) {
    const Dims dims = y_true.shape().value_or(Dims{1});
    y_true = y_true * (1 - f.smoothing) + f.smoothing / static_cast<double>(dims.back());
  }
  if (f.from_logits) y_pred = Softmax(y_pred, f.axis);
  const Output output = Clip(y_pred / Sum(y_pred, {f.axis}, true), kEpsilon, 1 - kEpsilon);
  const Output entropy = -y_true * Log(output);
  return Sum(Pow(1.0 - output, f.gamma) * f.alpha * entropy, {f.axis});
}

std::vector<Param> CrossentropyParams() {
  return {
      Bool("from_logits", false, "Whether predictions are logits, not probabilities."),
      Real("label_smoothing", 0.0, "How far labels are drawn to the uniform one.").Min(0).Max(1),
      Int("axis", -1, "Axis of the classes.")};
}

using Entropy = Output (*)(const Output&, const Output&, bool, double, int64_t);

std::function<LossFunction(const Json&)> WithConfig(Entropy entropy) {
  return [entropy](const Json& c) -> LossFunction {
    return [=, from_logits = c["from_logits"].AsBool(), smoothing = c["label_smoothing"].AsReal(),
            axis = c["axis"].AsInt()](const Output& y_true, const Output& y_pred) {
      return entropy(y_true, y_pred, from_logits, smoothing, axis);
    };
  };
}

void AddFocal(Registry& r) {
  AddLoss(r, "BinaryFocalCrossentropy", "binary_focal_crossentropy",
          "Binary cross-entropy that weighs easy samples less.",
          {Bool("apply_class_balancing", false, "Whether alpha weighs the classes."),
           Real("alpha", 0.25, "Weight of class 1."), Real("gamma", 2.0, "Focusing exponent."),
           CrossentropyParams()[0], CrossentropyParams()[1], CrossentropyParams()[2]},
          [](const Json& config) -> LossFunction {
            return [f = FocusOf(config)](const Output& y_true, const Output& y_pred) {
              return BinaryFocal(y_true, y_pred, f);
            };
          });
  AddLoss(r, "CategoricalFocalCrossentropy", "categorical_focal_crossentropy",
          "Categorical cross-entropy that weighs easy samples less.",
          {Real("alpha", 0.25, "Weight of the loss."), Real("gamma", 2.0, "Focusing exponent."),
           CrossentropyParams()[0], CrossentropyParams()[1], CrossentropyParams()[2]},
          [](const Json& config) -> LossFunction {
            return [f = FocusOf(config)](const Output& y_true, const Output& y_pred) {
              return CategoricalFocal(y_true, y_pred, f);
            };
          });
}

}  // namespace

Output ElementwiseBinaryCrossentropy(const Output& y_true, const Output& y_pred, bool from_logits) {
  Output logits = from_logits ? y_pred : LogitsOf(y_pred, "Sigmoid");
  if (logits) {
    return Relu(logits) - logits * y_true + ops::Log1p(logits.scope(), Exp(-Abs(logits)));
  }
  const Output output = Clip(y_pred, kEpsilon, 1 - kEpsilon);
  return -(y_true * Log(output) + (1.0 - y_true) * Log(1.0 - output));
}

Output BinaryCrossentropy(const Output& a, const Output& b, bool from_logits,
                          double label_smoothing, int64_t axis) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  if (label_smoothing != 0) y_true = y_true * (1 - label_smoothing) + 0.5 * label_smoothing;
  return Mean(ElementwiseBinaryCrossentropy(y_true, y_pred, from_logits), {axis});
}

Output CategoricalCrossentropy(const Output& a, const Output& b, bool from_logits,
                               double label_smoothing, int64_t axis) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  if (label_smoothing != 0) {
    const Dims dims = y_true.shape().value_or(Dims{1});
    y_true = y_true * (1 - label_smoothing) + label_smoothing / static_cast<double>(dims.back());
  }
  const Output logits = from_logits ? y_pred : LogitsOf(y_pred, "Softmax");
  if (logits) return SoftmaxLoss(LastAxis(y_true, axis), LastAxis(logits, axis));
  const Output output = Clip(y_pred / Sum(y_pred, {axis}, true), kEpsilon, 1 - kEpsilon);
  return -Sum(y_true * Log(output), {axis});
}

Output SparseCategoricalCrossentropy(const Output& a, const Output& y_pred, bool from_logits,
                                     int64_t axis) {
  const Scope& s = y_pred.scope();
  Output y_true = a;
  const std::optional<Dims> dims = y_true.shape();
  if (dims && y_true.rank() == y_pred.rank() && dims->back() == 1) y_true = Squeeze(y_true, -1);
  Output logits = from_logits ? y_pred : LogitsOf(y_pred, "Softmax");
  if (!logits) logits = Log(Clip(y_pred, kEpsilon, 1 - kEpsilon));
  logits = LastAxis(logits, axis);
  const Output labels = Cast(y_true, HB_INT64);
  if (y_true.rank() == 1 && logits.rank() == 2) {
    return ops::SparseSoftmaxCrossEntropyWithLogits(s, logits, labels).loss;
  }
  const int64_t classes = logits.shape().value_or(Dims{-1}).back();
  const Output loss = ops::SparseSoftmaxCrossEntropyWithLogits(
                          s, Reshape(logits, Dims{-1, classes}), Reshape(labels, Dims{-1}))
                          .loss;
  return Reshape(loss, ShapeOf(labels));
}

Output Hinge(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  return Mean(Maximum(1.0 - HingeLabels(y_true) * y_pred, 0.0), {-1});
}

Output SquaredHinge(const Output& a, const Output& b) {
  Output y_true = a, y_pred = b;
  SameRank(&y_true, &y_pred);
  return Mean(Square(Maximum(1.0 - HingeLabels(y_true) * y_pred, 0.0)), {-1});
}

Output CategoricalHinge(const Output& y_true, const Output& y_pred) {
  const Output right = Sum(y_true * y_pred, {-1});
  const Output wrong = ReduceMax((1.0 - y_true) * y_pred, {-1});
  return Maximum(wrong - right + 1.0, 0.0);
}

void AddClassificationLosses(Registry& r) {
  AddLoss(r, "BinaryCrossentropy", "binary_crossentropy", "Cross-entropy of two classes.",
          CrossentropyParams(), WithConfig(BinaryCrossentropy), {"bce"});
  AddLoss(r, "CategoricalCrossentropy", "categorical_crossentropy",
          "Cross-entropy with labels as distributions over the classes.", CrossentropyParams(),
          WithConfig(CategoricalCrossentropy));
  AddLoss(r, "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy",
          "Cross-entropy with labels as class numbers.",
          {Int("ignore_class", nullptr, "Label of positions that don't count."),
           CrossentropyParams()[0], CrossentropyParams()[2]},
          [](const Json& c) -> LossFunction {
            const bool from_logits = c["from_logits"].AsBool();
            const int64_t axis = c["axis"].AsInt();
            if (c["ignore_class"].is_null()) {
              return [=](const Output& y_true, const Output& y_pred) {
                return SparseCategoricalCrossentropy(y_true, y_pred, from_logits, axis);
              };
            }
            const int64_t ignored = c["ignore_class"].AsInt();
            return [=](const Output& y_true, const Output& y_pred) {
              const Output labels = Cast(y_true, HB_INT64);
              const Output valid = NotEqual(labels, ignored);
              const Output loss = SparseCategoricalCrossentropy(
                  Where(valid, labels, ZerosLike(labels)), y_pred, from_logits, axis);
              const Output mask = Cast(Reshape(valid, ShapeOf(loss)), loss.dtype());
              return loss * mask * DivNoNan(SizeOf(mask, loss.dtype()), Sum(mask));
            };
          },
          {}, {"from_logits", "ignore_class", "reduction", "axis"});
  AddLoss(r, "Hinge", "hinge", "max(1 - y_true y_pred, 0)", {},
          [](const Json&) { return LossFunction(Hinge); });
  AddLoss(r, "SquaredHinge", "squared_hinge", "Square of the hinge loss.", {},
          [](const Json&) { return LossFunction(SquaredHinge); });
  AddLoss(r, "CategoricalHinge", "categorical_hinge", "max(wrong - right + 1, 0)", {},
          [](const Json&) { return LossFunction(CategoricalHinge); });
  AddFocal(r);
}

}  // namespace hb::keras_like
