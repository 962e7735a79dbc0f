#include <cstdlib>

#include "keras_like/engine/json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using hb::keras_like::Json;
  const auto json = Json::Parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!json.ok()) return 0;
  // What is written can be read again.
  if (!Json::Parse(json->Dump(2)).ok()) std::abort();
  return 0;
}
