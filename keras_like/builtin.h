#ifndef KERAS_LIKE_BUILTIN_H_
#define KERAS_LIKE_BUILTIN_H_

// Everything that the library has. One function adds a file's classes to the registry; builtin.cc
// calls them all.

#include "keras_like/engine/schema.h"

namespace hb::keras_like {

void AddActivations(Registry& registry);
void AddInitializers(Registry& registry);
void AddRegularizers(Registry& registry);
void AddConstraints(Registry& registry);
void AddSchedules(Registry& registry);
void AddOptimizers(Registry& registry);

void AddRegressionLosses(Registry& registry);
void AddClassificationLosses(Registry& registry);
void AddMeanMetrics(Registry& registry);
void AddConfusionMetrics(Registry& registry);

void AddCallbacks(Registry& registry);

void AddInputLayer(Registry& registry);
void AddDense(Registry& registry);
void AddPreprocessing(Registry& registry);
void AddRegularization(Registry& registry);
void AddMerging(Registry& registry);
void AddReshaping(Registry& registry);
void AddNormalization(Registry& registry);
void AddPooling(Registry& registry);
void AddConvolutions(Registry& registry);
void AddActivationLayers(Registry& registry);
void AddEmbedding(Registry& registry);
void AddRecurrent(Registry& registry);
void AddAttention(Registry& registry);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_BUILTIN_H_
