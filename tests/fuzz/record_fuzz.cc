// The input is a file of records; so are event files.
#include "core/io/record.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const hb::FuzzFolder folder;
  const std::string path = folder.File("records");
  hb::PutFile(path, hb::FuzzInput(data, size));
  for (const char* compression : {"", "ZLIB", "GZIP"}) {
    const auto reader = hb::RecordReader::Open(path, compression);
    if (!reader.ok()) continue;
    std::string record;
    for (int i = 0; i < 1000; ++i) {
      const hb::Result<bool> more = (*reader)->Next(&record);
      if (!more.ok() || !*more) break;
    }
  }
  return 0;
}
