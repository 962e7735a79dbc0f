#include "core/io/snappy.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static_cast<void>(hb::SnappyUncompress(hb::FuzzInput(data, size)).ok());
  return 0;
}
