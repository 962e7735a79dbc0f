#ifndef KERAS_LIKE_LOSSES_FUNCTIONS_H_
#define KERAS_LIKE_LOSSES_FUNCTIONS_H_

// The losses as functions of labels and predictions; each gives one value a sample (and position).
// Labels have the type of the predictions, class numbers excepted.

#include "keras_like/engine/math.h"
#include "keras_like/engine/schema.h"

namespace hb::keras_like {

// Gives both the same rank, where they differ by a last dimension of 1.
void SameRank(Output* a, Output* b);

// The pre-activation that `y` comes from when an op of type `op` ("Softmax", "Sigmoid") made it;
// empty otherwise. Losses on it are exact where those on probabilities would be clipped.
Output LogitsOf(const Output& y, const char* op);

Output BinaryCrossentropy(const Output& y_true, const Output& y_pred, bool from_logits,
                          double label_smoothing, int64_t axis);
Output CategoricalCrossentropy(const Output& y_true, const Output& y_pred, bool from_logits,
                               double label_smoothing, int64_t axis);
Output SparseCategoricalCrossentropy(const Output& y_true, const Output& y_pred, bool from_logits,
                                     int64_t axis);
// Elementwise, before the mean.
Output ElementwiseBinaryCrossentropy(const Output& y_true, const Output& y_pred, bool from_logits);

Output MeanSquaredError(const Output& y_true, const Output& y_pred);
Output MeanAbsoluteError(const Output& y_true, const Output& y_pred);
Output MeanAbsolutePercentageError(const Output& y_true, const Output& y_pred);
Output MeanSquaredLogarithmicError(const Output& y_true, const Output& y_pred);
Output LogCosh(const Output& y_true, const Output& y_pred);
Output CosineSimilarity(const Output& y_true, const Output& y_pred, int64_t axis);
Output KLDivergence(const Output& y_true, const Output& y_pred);
Output Poisson(const Output& y_true, const Output& y_pred);
Output Hinge(const Output& y_true, const Output& y_pred);
Output SquaredHinge(const Output& y_true, const Output& y_pred);
Output CategoricalHinge(const Output& y_true, const Output& y_pred);

// Adds a loss class; the parameters reduction, name and dtype follow its own, unless `order` puts
// some first.
void AddLoss(Registry& registry, const char* name, const char* snake_name, const char* doc,
             std::vector<Param> params, std::function<LossFunction(const Json&)> make,
             std::vector<std::string> aliases = {}, const std::vector<std::string>& order = {});

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_LOSSES_FUNCTIONS_H_
