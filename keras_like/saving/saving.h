#ifndef KERAS_LIKE_SAVING_SAVING_H_
#define KERAS_LIKE_SAVING_SAVING_H_

#include <memory>
#include <string>

#include "keras_like/training/program.h"

namespace hb::keras_like {

// Writes a SavedModel: the prediction signature; of a model that was trained also those for
// training and evaluation and the optimizer's state; and the configs, in
// assets.extra/hornbeam/model.json.
Status SaveModel(Program* program, const std::string& folder, bool with_training);

// Reads what SaveModel wrote. When `confined`, reading it and running it later touches files in the
// folder only.
Result<std::shared_ptr<Program>> LoadModel(const std::string& folder, bool confined);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_SAVING_SAVING_H_
