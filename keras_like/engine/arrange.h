#ifndef KERAS_LIKE_ENGINE_ARRANGE_H_
#define KERAS_LIKE_ENGINE_ARRANGE_H_

#include <string>
#include <vector>

#include "keras_like/engine/schema.h"

namespace hb::keras_like {

// Moves the parameters with these names to the front, in this order; positional arguments are in
// the order of Keras.
void Arrange(std::vector<Param>* params, const std::vector<std::string>& first);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_ARRANGE_H_
