#ifndef KERAS_LIKE_SAVING_WEIGHTS_H_
#define KERAS_LIKE_SAVING_WEIGHTS_H_

#include <string>
#include <vector>

#include "keras_like/training/program.h"

namespace hb::keras_like {

// The tensors of a TensorFlow checkpoint under some keys. With `file_root` only files in that
// folder are read.
Result<std::vector<Tensor>> ReadCheckpoint(const std::string& path,
                                           const std::vector<std::string>& keys,
                                           const std::vector<DataType>& dtypes,
                                           const std::string& file_root = "");

// Writes a checkpoint: the weights under their paths and, once there is any, the optimizer's state
// under "optimizer/". Makes missing folders.
Status SaveWeights(Program* program, const std::string& path);
// Reads what SaveWeights wrote; the optimizer's state when the program is compiled. On an error
// nothing is changed.
Status LoadWeights(Program* program, const std::string& path);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_SAVING_WEIGHTS_H_
