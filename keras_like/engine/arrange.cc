#include "keras_like/engine/arrange.h"

#include <algorithm>

namespace hb::keras_like {

void Arrange(std::vector<Param>* params, const std::vector<std::string>& first) {
  auto place = params->begin();
  for (const std::string& name : first) {
    const auto found =
        std::find_if(place, params->end(), [&](const Param& param) { return param.name == name; });
    if (found == params->end()) continue;
    std::rotate(place, found, found + 1);
    ++place;
  }
}

}  // namespace hb::keras_like
