#include "core/io/text_format.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* type : {"GraphDef", "CheckpointState", "SavedModel"}) {
    const hb::Result<std::string> bytes = hb::TextToBytes(type, text);
    if (bytes.ok()) static_cast<void>(hb::BytesToText(type, *bytes).ok());
    static_cast<void>(hb::BytesToText(type, text).ok());
  }
  return 0;
}
