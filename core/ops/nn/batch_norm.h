#ifndef HORNBEAM_CORE_OPS_NN_BATCH_NORM_H_
#define HORNBEAM_CORE_OPS_NN_BATCH_NORM_H_

#include "core/graph/grad.h"

namespace hb {

// The gradient of FusedBatchNormGrad and its later versions.
void BatchNormGradGradient(Grad& g);

}  // namespace hb

#endif  // HORNBEAM_CORE_OPS_NN_BATCH_NORM_H_
