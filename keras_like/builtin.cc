#include "keras_like/builtin.h"

namespace hb::keras_like {

const Registry& Registry::Get() {
  static const Registry* const registry = [] {
    auto* r = new Registry();
    AddActivations(*r);
    AddInitializers(*r);
    AddRegularizers(*r);
    AddConstraints(*r);
    AddSchedules(*r);
    AddOptimizers(*r);
    AddRegressionLosses(*r);
    AddClassificationLosses(*r);
    AddMeanMetrics(*r);
    AddConfusionMetrics(*r);
    AddCallbacks(*r);
    AddInputLayer(*r);
    AddDense(*r);
    AddEmbedding(*r);
    AddRecurrent(*r);
    AddAttention(*r);
    AddActivationLayers(*r);
    AddConvolutions(*r);
    AddPooling(*r);
    AddNormalization(*r);
    AddReshaping(*r);
    AddMerging(*r);
    AddRegularization(*r);
    AddPreprocessing(*r);
    return r;
  }();
  return *registry;
}

}  // namespace hb::keras_like
